"""Answers about brokerage and whole-graph measures as text."""

from api.text.base import foot, fresh, head, table, wrapped
from graph.results import BrokerItem, BrokersResult, MeasuresResult

DETAILED = 3
HEADS = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")


def brokers_text(result: BrokersResult) -> str:
    """The finding, the roles, and the strongest pairs of the first brokers with their evidence."""
    rows: list[tuple[str, ...]] = [("#", "pairs", "90 %", "coord", "itin", "repr", "gate", "liais", "between", "constr", "sources", "actor")]
    rows += [_row(item) for item in result.items]
    blocks = [head(result) + wrapped(result.sentence)]
    if result.items:
        shown: set[str] = set()
        blocks += [table(rows), *filter(None, (_pairs(item, shown) for item in result.items[:DETAILED]))]
    if result.would_change:
        blocks.append(wrapped(f"What would change this: {result.would_change}", hang=2))
    return "\n\n".join([*blocks, foot(result, searched=True)])


def _row(item: BrokerItem) -> tuple[str, ...]:
    roles = [str(getattr(item, role)) for role in HEADS]
    held = "?" if item.constraint is None else f"{item.constraint:.2f}"
    group = f" ({item.group})" if item.group else ""
    return (
        str(item.rank),
        str(item.total),
        f"{item.lo90:.0f}-{item.hi90:.0f}",
        *roles,
        f"{item.betweenness:.3f}",
        held,
        str(item.source_count),
        item.entity.name + group,
    )


def _pairs(item: BrokerItem, shown: set[str]) -> str:
    lines = []
    for triad in item.triads:
        lines.append(wrapped(f"{triad.seeker.name} → {item.entity.name} → {triad.sought.name}: {triad.role}, strength {triad.strength:.2f}", hang=2))
        lines += fresh(triad.evidence[:2], shown, 2)
    return "\n".join(lines)


def measures_text(result: MeasuresResult) -> str:
    """The finding and a table of every actor."""
    blocks = [head(result) + wrapped(result.sentence)]
    if result.items:
        far = any(item.steps is not None for item in result.items)
        rows: list[tuple[str, ...]] = [
            ("seeks", "sought", "core", "clust", "close", "betw", "constr", "hub", "author", *(("steps", "cost") if far else ()), "part", "actor")
        ]
        parts = {key: str(place) for place, key in enumerate(dict.fromkeys(item.component for item in result.items), 1)}
        for item in result.items:
            numbers = [_number(each) for each in (item.clustering, item.closeness, item.betweenness, item.constraint, item.hub, item.authority)]
            way = ["" if item.steps is None else str(item.steps), "" if item.cost is None else f"{item.cost:.2f}"] if far else []
            rows.append((str(item.seeks), str(item.sought_by), str(item.core), *numbers, *way, parts[item.component], item.entity.name))
        blocks.append(table(rows))
    return "\n\n".join([*blocks, foot(result, searched=True)])


def _number(value: float | None) -> str:
    return "?" if value is None else f"{value:.3f}"
