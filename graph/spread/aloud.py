"""Answers about spread read aloud."""

from graph.results import SpreadResult
from graph.words import aloud, closed, count, plain, unsearched


def read_spread(result: SpreadResult) -> str:
    """That it is a scenario, the finding, one line a seed, and what would change it."""
    lines = ["A scenario, not a forecast.", plain(result.sentence)]
    for place, item in enumerate(result.items, 1):
        proof = f"{count(item.evidence_count, 'claim', 'claims')} from {count(item.source_count, 'source', 'sources')}"
        lines.append(f"{place}. {plain(item.entity.name)} adds {item.gain:.2f} actors (95 %: {item.lo95:.2f} to {item.hi95:.2f}); {proof}")
    remarks = (*result.assumptions, *result.warnings, result.would_change)
    return aloud([*lines, *map(closed, remarks), unsearched(result.not_searched)])
