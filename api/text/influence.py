"""Answers about influence as text."""

from collections.abc import Iterator

from api.text.base import foot, head, table, wrapped
from graph.results import Part, RankedItem, RankingResult

SOURCES = 5


def ranking_text(result: RankingResult) -> str:
    """The finding, the table, the parts of each score, how sure the order is, and what changes without a source or tie."""
    measured = "out-strength" if result.by == "activity" else "score"
    rows: list[tuple[str, ...]] = [("#", "range", measured, "90 %", "> next", "ties in", "claims", "sources", "actor")]
    rows += [_row(item) for item in result.items]
    blocks = [head(result) + wrapped(result.sentence), table(rows)]
    for item in result.items[:5]:
        parts = ", ".join(f"{part.label or part.name} {part.share:.0%}" for part in _largest(item))
        blocks.append(wrapped(f"{item.entity.name} ({item.rank_within}. of {item.within}): {parts}", hang=2))
    if any(item.authority for item in result.items):
        blocks.append(
            "* " + wrapped("decides formally: " + "; ".join(f"{i.entity.name}: {', '.join(i.authority)}" for i in result.items if i.authority), hang=2)
        )
    blocks.append("\n".join(wrapped(line, hang=2) for line in _what_if(result)))
    return "\n\n".join([*(block for block in blocks if block), foot(result, searched=True)])


def _largest(item: RankedItem) -> Iterator[Part]:
    """The parts, of the sources only the largest."""
    sources = [part for part in item.parts if part.of == "source"]
    yield from (part for part in item.parts if part.of != "source" or part in sources[:SOURCES])


def _row(item: RankedItem) -> tuple[str, ...]:
    name = f"{item.entity.name}{' *' if item.authority else ''}{'' if item.enough else f' ({item.note})'}"
    above = "" if item.p_above_next is None else f"{item.p_above_next:.0%}"
    ranks, counts = f"{item.rank_lo}-{item.rank_hi}", (f"{item.in_strength:.2f}", str(item.evidence_count), str(item.source_count))
    if not item.enough:
        return (str(item.rank), ranks, "no data", "", above, *counts, name)
    return (str(item.rank), ranks, f"{item.value:.3f}", f"{item.lo90:.3f}-{item.hi90:.3f}", above, *counts, name)


def _what_if(result: RankingResult) -> Iterator[str]:
    for missing in result.missing:
        yield (
            f"With {missing.share:.0%} of the ties deleted at random the order of two actors holds {missing.order_holds:.0%} of the time, "
            f"and the first stays first {missing.first_holds:.0%} of it."
        )
    changed = [f"without {one.left_out}: {', '.join(one.top) or 'nobody'}" for one in result.leave_one_out if one.changed]
    if tie := result.tipping:
        changed.append(f"without the tie of {tie.a.name} and {tie.b.name}: {tie.first.name}")
    if changed:
        yield from ("What the top would be", *changed)
