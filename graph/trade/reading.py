"""Answers about trade read aloud."""

from collections.abc import Iterable, Iterator

from graph.results import FlowsResult, Indicator, IndicatorResult, Voice
from graph.words import listing, plain


def read_indicators(result: IndicatorResult) -> str:
    """Each reading with what it rests on, then what was refused and why."""
    lines = [f"{number}. {_reading(each)}" for number, each in enumerate(result.indicators, 1)] if len(result.indicators) > 1 else []
    if len(result.indicators) == 1:
        lines.append(_reading(result.indicators[0]))
    if not result.indicators:
        lines.append(result.sentence)
    refused = [f"Refused: {plain(each.reason)}." for each in result.refused]
    return _lines([*lines, *refused, *_remarks(result.warnings), result.would_change, _unsearched(result.not_searched)])


def read_flows(result: FlowsResult) -> str:
    """The finding, each figure once, then who speaks on which topic."""
    lines = [result.sentence, *(each.sentence for each in result.observations)]
    lines += [f"On {plain(row.topic.name)}: {listing(_speakers(row.voices))}." for row in result.topics if row.voices]
    return _lines([*lines, *_remarks(result.warnings), result.would_change, _unsearched(result.not_searched)])


def _speakers(voices: Iterable[Voice]) -> list[str]:
    """Each actor once, with its stances; "speaks of it" where it takes none."""
    stances: dict[str, set[str]] = {}
    for voice in voices:
        stances.setdefault(plain(voice.actor.name), set()).update({voice.stance} - {""})
    return [f"{name} ({', '.join(sorted(taken)) or 'speaks of it'})" for name, taken in sorted(stances.items())]


def _reading(indicator: Indicator) -> str:
    return indicator.sentence + (f" ({'; '.join(map(plain, indicator.warnings))})" if indicator.warnings else "")


def _remarks(warnings: Iterable[str]) -> Iterator[str]:
    for warning in warnings:
        said = plain(warning)
        yield f"{said[0].upper()}{said[1:]}{'' if said.endswith('.') else '.'}"


def _unsearched(names: tuple[str, ...]) -> str:
    return f"Not searched: {listing(list(names))}." if names else ""


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(line for line in lines if line))
