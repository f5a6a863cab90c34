"""Answers about influence as text."""

from collections.abc import Iterator

from api.text.base import bullets, foot, fresh, head, table, wrapped
from graph.results import RankedItem, RankingResult

SOURCES = 5
DETAILED = 5
PROOFS = 2


def ranking_text(result: RankingResult) -> str:
    """The finding, the table, the parts of each score, how sure the order is, and what changes without a source or tie."""
    measured = "out-strength" if result.by == "activity" else "score"
    rows: list[tuple[str, ...]] = [("#", "range", measured, "90 %", "> next", "ties in", "claims", "sources", "actor")]
    rows += [_row(item) for item in result.items]
    blocks = [head(result) + wrapped(result.sentence), table(rows)]
    shown: set[str] = set()
    for item in result.items[:DETAILED]:
        heading = f"{item.entity.name} (rank {item.rank_within} within {item.within}): {_parts(item)}"
        blocks.append("\n".join([wrapped(heading, hang=2), *fresh(item.evidence[:PROOFS], shown, 2)]))
    if formal := [f"{item.entity.name}: {', '.join(item.authority)}" for item in result.items if item.authority]:
        blocks.append("* decides formally\n" + bullets(formal))
    blocks.append("\n".join(_what_if(result)))
    return "\n\n".join([*(block for block in blocks if block), foot(result, searched=True)])


def _parts(item: RankedItem) -> str:
    """What a score is made of: kinds of ties, the largest sources, and what every actor has."""
    kinds = [f"{part.label} {part.share:.0%}" for part in item.parts if part.of == "tie_kind"]
    sources = [f"“{part.label}” {part.share:.0%}" for part in item.parts if part.of == "source"][:SOURCES]
    base = [f"{part.share:.0%} that every actor starts with" for part in item.parts if part.of == "teleport"]
    return "; ".join([*([f"by tie {', '.join(kinds)}"] if kinds else []), *([f"by source {', '.join(sources)}"] if sources else []), *base])


def _row(item: RankedItem) -> tuple[str, ...]:
    name = f"{item.entity.name}{' *' if item.authority else ''}{'' if item.enough else f' ({item.note})'}"
    above = "" if item.p_above_next is None else f"{item.p_above_next:.0%}"
    ranks, counts = f"{item.rank_lo}-{item.rank_hi}", (f"{item.in_strength:.2f}", str(item.evidence_count), str(item.source_count))
    if not item.enough:
        return (str(item.rank), ranks, "no data", "", above, *counts, name)
    return (str(item.rank), ranks, f"{item.value:.3f}", f"{item.lo90:.3f}-{item.hi90:.3f}", above, *counts, name)


def _what_if(result: RankingResult) -> Iterator[str]:
    for missing in result.missing:
        yield wrapped(
            f"With {missing.share:.0%} of the ties deleted at random the order of two actors holds in {missing.order_holds:.0%} of the draws, "
            f"and the first stays first in {missing.first_holds:.0%}.",
            hang=2,
        )
    changed = [f"without {one.called}: {', '.join(one.top) or 'nobody'}" for one in result.leave_one_out if one.changed]
    if tie := result.tipping:
        changed.append(f"without the tie of {tie.a.name} and {tie.b.name}: {tie.first.name}")
    if changed:
        yield from ("What the top would be", bullets(changed))
