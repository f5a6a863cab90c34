"""Coalitions read aloud."""

from graph.results.coalitions import Coalition, CoalitionLayer, CoalitionsResult
from graph.words import aloud, closed, plain, unsearched


def read_coalitions(result: CoalitionsResult) -> str:
    """The finding, what is doubtful, then each coalition, layer by layer."""
    lines = [plain(result.sentence), *map(closed, result.warnings)]
    lines += [read_coalition(one, layer) for layer in (result.belief, result.coordination) for one in layer.coalitions]
    lines += [closed(f"what would change this: {result.would_change}")] if result.would_change else []
    return aloud([*lines, unsearched(result.not_searched)])


def read_coalition(one: Coalition, layer: CoalitionLayer) -> str:
    """What holds it together, and how often it does when sources are drawn."""
    sure = f" A pair of them is together in {one.stability:.0%} of {layer.draws} draws of the sources." if one.stability is not None else ""
    return f"{plain(one.sentence)}{sure}"
