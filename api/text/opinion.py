"""Answers about who moves whom, scenarios and settlement as text."""

from api.text.base import foot, fresh, head, table, wrapped
from graph.results import MoversResult, SettlementResult, SimulationResult

DETAILED = 5
PROOFS = 2


def movers_text(result: MoversResult) -> str:
    """The finding, the table, and the evidence for the first movers."""
    blocks = [head(result) + wrapped(result.sentence)]
    if result.items:
        rows = [("#", "range", "share", "90 %", "stance", "sources", "actor")]
        for item in result.items:
            way = "" if item.through is None else f", through {item.through.name}"
            rows.append(
                (
                    str(item.rank),
                    f"{item.rank_lo}-{item.rank_hi}",
                    f"{item.lo:.1%}-{item.hi:.1%}",
                    f"{item.lo90:.1%}-{item.hi90:.1%}" if result.draws else "",
                    item.stance,
                    str(item.source_count),
                    f"{item.entity.name}{way}{'' if item.enough else ' (not enough data)'}",
                )
            )
        blocks.append(table(rows))
        shown: set[str] = set()
        blocks += ["\n".join([wrapped(item.entity.name), *fresh(item.evidence[:PROOFS], shown, 2)]) for item in result.items[:DETAILED]]
    if result.would_change:
        blocks.append(wrapped(f"What would change this: {result.would_change}", hang=2))
    return "\n\n".join([*blocks, foot(result, searched=True)])


def simulation_text(result: SimulationResult) -> str:
    """That it is a scenario, the change, what each move adds, with its evidence."""
    rows = [("scenario: from", "to", "start is", "share", "change", "actor")]
    for move in result.moves:
        start = "?" if move.start is None else f"{move.start:g}"
        rows.append(
            (
                start,
                f"{move.to:g}",
                move.basis,
                f"{move.share:.1%}",
                f"{move.lo:+.1f} to {move.hi:+.1f}",
                f"{move.entity.name}{f' ({move.note})' if move.note else ''}",
            )
        )
    blocks = [head(result) + wrapped(result.sentence), table(rows)]
    shown: set[str] = set()
    blocks += ["\n".join([wrapped(move.entity.name), *fresh(move.evidence[:PROOFS], shown, 2)]) for move in result.moves if move.evidence]
    return "\n\n".join([*blocks, foot(result, searched=True)])


def settlement_text(result: SettlementResult) -> str:
    """The mean with its doubt, what goes into it with its evidence, and whose position is not known."""
    blocks = [head(result) + wrapped(result.sentence)]
    if result.items:
        rows = [("position", "stance", "said on", "capability", "salience", "weight", "actor")]
        for item in result.items:
            said = str(item.said_on or ("" if item.basis == "given" else "undated"))
            numbers = (f"{item.capability:.2f}", f"{item.salience:.2f}", f"{item.weight:.0%}")
            rows.append((f"{item.position:g}", item.stance or item.basis, said, *numbers, item.entity.name))
        blocks.append(table(rows))
        shown: set[str] = set()
        for item in result.items[:DETAILED]:
            salience = f"{item.on_ask} of {item.statements} late statements and meetings on it"
            notes = "; ".join(filter(None, [salience, f"decides on {', '.join(item.decides_on)}" if item.decides_on else "", item.note]))
            blocks.append("\n".join([wrapped(f"{item.entity.name} ({notes})", hang=2), *fresh(item.evidence[:PROOFS], shown, 2)]))
    if result.unknown:
        more = f" (the first {len(result.unknown)} of {result.total_unknown})" if result.total_unknown > len(result.unknown) else ""
        blocks.append(f"Position not known, not counted{more}\n" + "\n".join(wrapped(f"- {one.entity.name}: {one.note}", 2, 2) for one in result.unknown))
    if result.would_change:
        blocks.append(wrapped(f"What would change this: {result.would_change}", hang=2))
    return "\n\n".join([*blocks, foot(result, searched=True)])
