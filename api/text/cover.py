"""An answer about a coalition as text."""

from api.text.base import evidence, foot, head, table, wrapped
from graph.results import CoalitionResult


def coalition_text(result: CoalitionResult) -> str:
    """The finding, the cells of each member with its proofs, and what would change it."""
    blocks = [head(result) + wrapped(result.sentence)]
    if result.members:
        rows = [("covers", "position", "others who could", "actor")]
        for one in result.members:
            cells = ", ".join(f"{country}: {branch}" for country, branch in one.covers)
            rows.append((cells, f"{one.standing.position}{' *' if one.standing.inferred else ''}", str(len(one.instead)), one.standing.entity.name))
        blocks.append(table(rows))
        if any(one.standing.inferred for one in result.members):
            blocks.append(wrapped("* inferred, not stated.", hang=2))
        blocks += ["\n".join(evidence(proof, 2) for proof in one.standing.evidence[:1]) for one in result.members]
    if result.would_change:
        blocks.append(wrapped(f"What would change this: {result.would_change}", hang=2))
    return "\n\n".join([*blocks, foot(result, searched=True)])
