"""Answers about trade read aloud."""

from collections.abc import Iterable

from graph.results import FlowsResult, Indicator, IndicatorResult, Observation, Voice
from graph.words import aloud, closed, listing, plain, unsearched


def read_indicators(result: IndicatorResult) -> str:
    """Each reading with what it rests on, then what was refused and why."""
    lines = [f"{number}. {_reading(each)}" for number, each in enumerate(result.indicators, 1)] if len(result.indicators) > 1 else []
    if len(result.indicators) == 1:
        lines.append(_reading(result.indicators[0]))
    if not result.indicators:
        lines.append(result.sentence)
    refused = [f"Refused: {plain(each.reason)}." for each in result.refused]
    return aloud(dict.fromkeys([*lines, *refused, *map(closed, result.warnings), result.would_change, unsearched(result.not_searched)]))


def read_flows(result: FlowsResult) -> str:
    """The finding, each figure once, then who speaks on which topic."""
    lines = [result.sentence, *map(_figure, result.observations)]
    lines += [f"On {plain(row.topic.name)}: {listing(_speakers(row.voices))}." for row in result.topics if row.voices]
    return aloud(dict.fromkeys([*lines, *map(closed, result.warnings), result.would_change, unsearched(result.not_searched)]))


def _speakers(voices: Iterable[Voice]) -> list[str]:
    """Each actor once, with its stances; "speaks of it" where it takes none."""
    stances: dict[str, set[str]] = {}
    for voice in voices:
        stances.setdefault(plain(voice.actor.name), set()).update({voice.stance} - {""})
    return [f"{name} ({', '.join(sorted(taken)) or 'speaks of it'})" for name, taken in sorted(stances.items())]


def _figure(seen: Observation) -> str:
    return seen.sentence + (f" ({'; '.join(map(plain, seen.doubts))})" if seen.doubts else "")


def _reading(indicator: Indicator) -> str:
    return indicator.sentence + (f" ({'; '.join(map(plain, indicator.warnings))})" if indicator.warnings else "")
