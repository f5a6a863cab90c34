"""Answers about spread read aloud."""

from graph.results import SpreadResult
from graph.words import count, plain


def read_spread(result: SpreadResult) -> str:
    """That it is a scenario, the finding, one line a seed, and what would change it."""
    lines = ["A scenario, not a forecast.", plain(result.sentence)]
    for place, item in enumerate(result.items, 1):
        proof = f"{count(item.evidence_count, 'claim', 'claims')} from {count(item.source_count, 'source', 'sources')}"
        lines.append(f"{place}. {plain(item.entity.name)} adds {item.gain:.2f} actors (95 %: {item.lo95:.2f} to {item.hi95:.2f}); {proof}")
    lines += [f"{plain(text)[:1].upper()}{plain(text)[1:]}." for text in (*result.assumptions, *result.warnings, result.would_change) if text]
    if result.not_searched:
        lines.append(f"Not searched: {'; '.join(map(plain, result.not_searched))}.")
    return "\n".join(lines)
