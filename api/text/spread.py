"""Answers about spread as text."""

from api.text.base import foot, fresh, head, table, wrapped
from graph.results import SpreadResult

DETAILED = 3


def spread_text(result: SpreadResult) -> str:
    """The finding, the seeds, what each method and each assumed chance would give, the strongest arcs with their evidence."""
    blocks = [head(result) + wrapped(result.sentence)]
    if result.items:
        blocks += [_seeds(result), "Methods, on the same held-out worlds\n" + _methods(result)]
    if len(result.across) > 1:
        blocks.append(f"Assumed chances (seeds in common: {result.overlap_across_p or 0:.0%} at least)\n" + _across(result))
    blocks += [_arcs(result)] if result.items else []
    blocks.append("\n".join(wrapped(f"Assumed: {text}", hang=2) for text in result.assumptions))
    if result.would_change:
        blocks.append(wrapped(f"What would change this: {result.would_change}", hang=2))
    return "\n\n".join([*blocks, foot(result, searched=True)])


def _seeds(result: SpreadResult) -> str:
    rows = [("#", "adds", "95 %", "cost", "direct", "sources", "seed")]
    for place, item in enumerate(result.items, 1):
        note = f" ({item.note})" if item.note else ""
        interval = f"{item.lo95:.2f}-{item.hi95:.2f}"
        rows.append((str(place), f"{item.gain:.2f}", interval, f"{item.cost:g}", str(item.direct), str(item.source_count), f"{item.entity.name}{note}"))
    return table(rows)


def _methods(result: SpreadResult) -> str:
    rows = [("spread", "95 %", "believed", "samples", "method")]
    for one in result.methods:
        believed = "" if one.believed is None else f"{one.believed:.2f}"
        interval = f"{one.lo95:.2f}-{one.hi95:.2f}"
        rows.append((f"{one.spread:.2f}", interval, believed, str(one.samples or ""), f"{one.method}{' (chosen)' if one.chosen else ''}"))
    return table(rows)


def _across(result: SpreadResult) -> str:
    rows = [("p", "spread", "95 %", "seeds")]
    rows += [(f"{one.p:g}", f"{one.spread:.2f}", f"{one.lo95:.2f}-{one.hi95:.2f}", ", ".join(node.name for node in one.seeds)) for one in result.across]
    return table(rows)


def _arcs(result: SpreadResult) -> str:
    lines = []
    shown: set[str] = set()
    for item in result.items[:DETAILED]:
        for arc in item.arcs[:1]:
            lines.append(wrapped(f"{item.entity.name} to {arc.to.name}: assumed chance {arc.chance:.3g}", hang=2))
            lines += fresh(arc.evidence[:1], shown, 2)
    return "\n".join(lines)
