"""Answers about influence as text."""

from api.text.base import foot, head, table, wrapped
from graph.results import RankingResult


def ranking_text(result: RankingResult) -> str:
    """The finding, the table, the parts of each score, and what changes without a source."""
    rows = [("#", "range", "score", "90 %", "ties in", "sources", "actor")]
    for item in result.items:
        name = f"{item.entity.name}{' *' if item.authority else ''}"
        interval = f"{item.lo90:.3f}-{item.hi90:.3f}"
        rows.append((str(item.rank), f"{item.rank_lo}-{item.rank_hi}", f"{item.value:.3f}", interval, f"{item.in_strength:.2f}", str(item.source_count), name))
    blocks = [head(result) + wrapped(result.sentence), table(rows)]
    titles = {source.id: source.title for source in result.sources}
    for item in result.items[:5]:
        parts = ", ".join(f"{titles.get(part.name, part.name)} {part.share:.0%}" for part in item.parts)
        blocks.append(wrapped(f"{item.entity.name}: {parts}", hang=2))
    if any(item.authority for item in result.items):
        blocks.append(
            "* " + wrapped("decides formally: " + "; ".join(f"{i.entity.name}: {', '.join(i.authority)}" for i in result.items if i.authority), hang=2)
        )
    changed = [f"without {one.left_out}: {', '.join(one.top) or 'nobody'}" for one in result.leave_one_out if one.changed]
    if changed:
        blocks.append("\n".join(wrapped(line, hang=2) for line in ["What the top would be", *changed]))
    return "\n\n".join([*(block for block in blocks if block), foot(result, searched=True)])
