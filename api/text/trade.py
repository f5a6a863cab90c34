"""Answers about trade as text."""

from collections.abc import Iterator, Sequence

from api.text.base import bullets, foot, fresh, head, wrapped
from graph.results import FlowsResult, Indicator, IndicatorResult, Observation, TopicFlows

MOST_VOICES = 8


def trade_text(result: FlowsResult | IndicatorResult) -> str:
    """The finding, then each figure or reading with its evidence, what was refused, and who speaks on what."""
    blocks = [head(result) + wrapped(result.sentence)]
    shown: set[str] = set()
    if isinstance(result, IndicatorResult):
        blocks += [_reading(number, each, shown) for number, each in enumerate(result.indicators, 1)]
        if result.refused and (result.found or len(result.refused) > 1):
            blocks.append("Refused\n" + bullets(f"{each.reason}." for each in result.refused))
        blocks += ["Figures refused\n" + "\n".join(_figure(each, shown) for each in _refused(result))] if not result.found and any(_refused(result)) else []
    else:
        blocks += ["\n".join(_figure(each, shown) for each in result.observations)] if result.observations else []
        blocks += [_topic(row) for row in result.topics if row.observations]
        blocks += _without(result.topics)
    if result.would_change:
        blocks.append(wrapped(f"What would change this: {result.would_change}", hang=2))
    return "\n\n".join([*blocks, foot(result, searched=True)])


def _without(rows: Sequence[TopicFlows]) -> list[str]:
    """Topics that were asked for and have no figure, with those who take a stance there."""
    lines = []
    for row in rows:
        if not row.observations:
            stances = sorted({f"{voice.actor.name} ({voice.stance})" for voice in row.voices if voice.stance})
            lines.append(f"{row.topic.name}{': ' + ', '.join(stances) if stances else ''}")
    return ["No figure, and who takes a stance\n" + bullets(lines)] if lines else []


def _reading(number: int, reading: Indicator, shown: set[str]) -> str:
    lines = [wrapped(f"{number}. {reading.sentence}", hang=3), wrapped(f"{reading.name} = {reading.formula}", 3, 2)]
    lines += [wrapped(f"! {warning}", 3, 2) for warning in reading.warnings]
    return "\n".join([*lines, *(_figure(each, shown, 3) for each in reading.inputs)])


def _figure(seen: Observation, shown: set[str], indent: int = 0) -> str:
    doubts = f" [{'; '.join(seen.doubts)}]" if seen.doubts else ""
    return "\n".join([wrapped(f"{seen.sentence}{doubts}", indent, 2), *fresh([seen.evidence], shown, indent + 2)])


def _refused(result: IndicatorResult) -> Iterator[Observation]:
    yield from {each.claim: each for refusal in result.refused for each in refusal.inputs}.values()


def _topic(row: TopicFlows) -> str:
    figures = len(row.observations)
    lines = [wrapped(f"{row.topic.name}: {figures} figure{'s' * (figures != 1)}", hang=2)]
    bears = dict.fromkeys(f"{link.chapter.name} ({link.relation}{', says ' + link.evidence.speaker if link.evidence.speaker else ''})" for link in row.links)
    lines += [wrapped(f"bears on it: {'; '.join(bears)}", 2, 2)] if bears else []
    for voice in row.voices[:MOST_VOICES]:
        lines.append(wrapped(f"{voice.actor.name} ({voice.stance or 'speaks of it'}): {voice.sentence} {voice.evidence.claim[:14]}", 2, 2))
    more = len(row.voices) - MOST_VOICES
    return "\n".join([*lines, *([wrapped(f"and {more} more; --json lists them", 2)] if more > 0 else [])])
