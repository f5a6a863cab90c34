"""Indicators put together: a calculation over observations, its interval, its doubts, its sentence."""

from collections.abc import Callable, Iterable, Sequence
from math import isfinite

from graph.claims import Bound
from graph.results import Indicator, IndicatorResult, Observation, Refusal
from graph.results.trade import Measure
from graph.snapshot.arrays import Snapshot
from graph.trade.comparison import origin, unsaid
from graph.trade.observations import range_of
from graph.trade.ranges import Range, exactly
from graph.trade.scope import TradeQuery, answer_fields
from graph.words import count

Calculation = Callable[[Sequence[Range]], Range]
MOST_REFUSED = 20
DECIMALS = {"%": 2, "index": 4, "mirror gap": 4}


def worked(name: str, formula: str, inputs: Sequence[Observation], calculate: Calculation, unit: str, head: str, warnings: Iterable[str] = ()) -> Indicator:
    """The indicator that a calculation makes of its inputs, in their order; `head` opens its sentence."""
    found = calculate([range_of(each) for each in inputs])
    stated = calculate([_as_stated(each) for each in inputs])
    lo, hi = found.shown
    loose = stated != found
    return Indicator(
        name=name,
        formula=formula,
        inputs=tuple(inputs),
        value=found.point,
        lo=lo,
        hi=hi,
        stated=stated.shown,
        unit=unit,
        warnings=tuple(dict.fromkeys([*warnings, *unsaid(inputs)])),
        sentence=f"{head}: {range_words(found, unit)}{f'; {range_words(stated, unit)} at the numbers as stated' if loose else ''}.",
    )


def answer(
    snapshot: Snapshot,
    query: TradeQuery,
    measure: Measure,
    indicators: Sequence[Indicator],
    refused: Sequence[Refusal],
    *,
    nothing: str,
    warnings: Iterable[str] = (),
    would_change: str = "",
) -> IndicatorResult:
    """The answer: readings in order, what was refused (each reason once), and one sentence; `nothing` where there is none."""
    refusals = list({each.reason: each for each in refused}.values())
    notes = list(warnings)
    if len(indicators) > query.limit:
        notes.append(f"only the first {query.limit} of {len(indicators)} readings are given")
    if len(refusals) > MOST_REFUSED:
        notes.append(f"only the first {MOST_REFUSED} of {len(refusals)} refusals are given")
    shown, kept = tuple(indicators[: query.limit]), tuple(refusals[:MOST_REFUSED])
    if len(shown) > 1:
        notes.append("several readings: they are shown side by side, never averaged")
    groups: list[tuple[Observation, ...]] = [each.inputs for each in shown] + [each.inputs for each in kept]
    inputs = [each for group in groups for each in group]
    return IndicatorResult(
        measure=measure,
        found=bool(shown),
        indicators=shown,
        refused=kept,
        sentence=_sentence(shown, kept, nothing),
        would_change="" if shown else would_change,
        warnings=tuple(dict.fromkeys(notes)),
        **answer_fields(snapshot, query, inputs),
    )


def range_words(found: Range, unit: str) -> str:
    """A range as it is read: "13.43 %", "1,189 to 1,249", "at least 5.5 %"."""
    lo, hi = found.shown
    if lo is not None and lo == hi:
        return number_words(lo, unit)
    if lo is None or hi is None:
        return f"at least {number_words(lo, unit)}" if lo is not None else f"at most {number_words(hi, unit)}" if hi is not None else "anything"
    return f"between {number_words(lo, unit)} and {number_words(hi, unit)}"


def number_words(value: float, unit: str) -> str:
    """A number with its unit."""
    if unit in DECIMALS:
        text = f"{value:,.{0 if unit == 'index' and abs(value) >= 100 else DECIMALS[unit]}f}"
        return f"{text} %" if unit == "%" else text
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(value) >= size:
            return f"{unit} {value / size:,.4g} {word}"
    return f"{unit} {value:,.6g}"


def single_source_first(one: Observation, others: Sequence[Observation]) -> list[Observation]:
    """Those of the same source as `one`; all of them where it has none there."""
    own = [each for each in others if origin(each) == origin(one)]
    return own or list(others)


def _as_stated(seen: Observation) -> Range:
    return range_of(seen) if seen.bound is Bound.EXACT and isfinite(seen.value) else exactly(seen.value)


def _sentence(shown: Sequence[Indicator], refused: Sequence[Refusal], nothing: str) -> str:
    if len(shown) == 1:
        return shown[0].sentence
    if shown:
        return f"{shown[0].sentence[:-1]}; {count(len(shown) - 1, 'more reading', 'more readings')} beside it."
    return f"Refused: {refused[0].reason}." if refused else nothing
