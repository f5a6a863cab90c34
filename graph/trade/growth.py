"""Growth: between levels of the same months, by the year over several, and what a stated rate implies."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from graph.results import Indicator, IndicatorResult, Node, Observation, Refusal
from graph.snapshot.arrays import Snapshot
from graph.trade.comparison import differences, of_category, origin, period_of, told
from graph.trade.economies import economy
from graph.trade.indicators import as_percent, cagr, change, compounded, implied_base
from graph.trade.observations import category_key, is_world, period_words, range_of
from graph.trade.ranges import Range
from graph.trade.scope import TradeQuery, observations
from graph.trade.terms import contains_words, reading
from graph.trade.workings import answer, worked
from graph.words import count, plain

YEAR = 12  # months
WAYS = {"import": "imports from", "export": "exports to", "trade": "trade with", "": "trade with"}


def growth(snapshot: Snapshot, query: TradeQuery) -> IndicatorResult:
    """Growth that the figures asked for show or state, newest first.

    Levels of the same months are compared: y/y over one year, CAGR over T periods where T years lie
    between (2020 to 2024 are four). Stated rates give the total over their period and the level before.
    """
    pool, hit = observations(snapshot, query)
    levels = [each for each in pool if each.kind == "flow"]
    rates = [each for each in pool if each.kind == "growth" and each.unit == "%"]
    made = [each for series in _series(levels) for each in _between(series)]
    made += [each for rate in rates for each in _implied(rate, levels)]
    found = sorted((each for each in made if isinstance(each, Indicator)), key=_newest)
    refused = [each for each in made if isinstance(each, Refusal)]
    one = (
        [Refusal(reason=f"one period only, so no growth can be worked out: {told(each)}", inputs=(each,)) for each in levels] if not (found or refused) else []
    )
    return answer(
        snapshot,
        query,
        "growth",
        found,
        [*refused, *one],
        nothing="No figure of trade is in evidence for what was asked.",
        warnings=hit,
        would_change="A level of the same months of another year, on the same basis, would show it.",
    )


def _newest(found: Indicator) -> int:
    return -max(sum(each.months or (0, 0)) for each in found.inputs)


def _series(levels: Sequence[Observation]) -> Iterator[list[Observation]]:
    """Levels of one origin and one meaning, by period; two articles are two series."""
    groups: dict[tuple[object, ...], list[Observation]] = {}
    for seen in levels:
        key: tuple[object, ...] = (_key(seen.reporter), _key(seen.partner), seen.flow, category_key(seen), origin(seen), seen.net)
        groups.setdefault(key, []).append(seen)
    for key in sorted(groups, key=str):
        dated = [each for each in groups[key] if each.months]
        yield sorted(dated, key=lambda each: (each.months or (0, 0), each.claim))


def _between(series: Sequence[Observation]) -> Iterator[Indicator | Refusal]:
    """Each step from one year to the next of the same months and the same basis, and the whole of several steps.

    Where a level has no such other, the last of these meets the one nearest in time: there the reason shows.
    """
    runs: dict[tuple[object, ...], list[Observation]] = {}
    for seen in series:
        start, length = seen.months or (0, 0)
        basis = (seen.unit, seen.basis, seen.concept, seen.system, seen.valuation, seen.mode)
        runs.setdefault((start % YEAR, length, *basis), []).append(seen)
    alone: list[Observation] = []
    for run in runs.values():
        dates = sorted({each.months for each in run if each.months})
        alone += run if len(dates) == 1 else []
        steps = [*pairwise(dates), *([(dates[0], dates[-1])] if len(dates) > 2 else [])]
        for before, after in steps:
            yield from (_step(a, b) for a in run if a.months == before for b in run if b.months == after)
    if alone:
        last = max(alone, key=lambda each: (each.months or (0, 0), each.claim))
        others = [each for each in series if each.months != last.months]
        if others:
            near = min(others, key=lambda each: (abs(_start(each) - _start(last)), each.claim))
            yield _step(*sorted((near, last), key=_start))


def _start(seen: Observation) -> int:
    return seen.months[0] if seen.months else 0


def _step(first: Observation, last: Observation) -> Indicator | Refusal:
    reasons = differences(first, last, category=False, period=False) + _uneven(first, last) + _signless(first, last)
    if reasons:
        return Refusal(reason=f"{told(first)} and {told(last)} give no growth: {'; '.join(reasons)}", inputs=(first, last))
    return _grown(first, last)


def _uneven(first: Observation, last: Observation) -> list[str]:
    assert first.months
    assert last.months
    (start, length), (later, other) = first.months, last.months
    if length != other or (later - start) % YEAR:
        return [f"{period_of(first)} and {period_of(last)} are not the same months"]
    if length > YEAR:
        return [f"{period_of(first)} is longer than a year: whether the value is a sum or a yearly mean is not said"]
    return []


def _signless(first: Observation, last: Observation) -> list[str]:
    if range_of(first).hi <= 0:
        return ["growth from zero is not defined"] if range_of(first).lo == 0 else ["growth from a negative value is not defined"]
    return ["growth of a value that may be negative is not defined"] if min(range_of(first).lo, range_of(last).lo) < 0 else []


def _grown(first: Observation, last: Observation) -> Indicator:
    assert first.months
    assert last.months
    periods = (last.months[0] - first.months[0]) // YEAR
    what, span = _what(last), f"{period_of(first)} to {period_of(last)}"
    if periods == 1:
        return worked("change on the year", "last / first - 1", (first, last), lambda r: as_percent(change(r[0], r[1])), "%", f"{what}, {span}, changed by")
    head = f"{what}, {span}, grew a year over {count(periods, 'period', 'periods')} by"
    return worked("CAGR", "(last / first)^(1 / periods) - 1", (first, last), lambda r: as_percent(cagr(r[0], r[1], periods)), "%", head)


def _implied(rate: Observation, levels: Sequence[Observation]) -> Iterator[Indicator | Refusal]:
    """What a stated rate says, and what it implies: the total over its period, or the level a year before."""
    warnings = list(rate.doubts)
    said = _measured(rate)
    if range_of(rate).hi < -100:
        yield Refusal(reason=f"nothing falls by more than 100 %: {told(rate)}", inputs=(rate,))
        return
    yield worked("growth as stated", "as stated", (rate,), lambda r: r[0], "%", told(rate).rsplit(":", 1)[0], warnings)
    years = rate.months[1] // YEAR - 1 if rate.months and not rate.months[1] % YEAR else 0
    if said == "average" and years > 0:
        head = f"{told(rate).rsplit(':', 1)[0]}: in total over {count(years, 'period', 'periods')} ({period_of(rate)})"
        yield worked("implied total growth", "(1 + rate)^periods - 1", (rate,), lambda r: as_percent(compounded(_rate(r[0]), years)), "%", head, warnings)
    elif said == "" and years > 0:
        yield Refusal(reason=f"not said whether the rate is by the year or in total: {told(rate)}", inputs=(rate,))
    if said != "average" and years == 0:
        yield from _bases(rate, levels)


def _bases(rate: Observation, levels: Iterable[Observation]) -> Iterator[Indicator | Refusal]:
    for level in levels:
        if not _same_flow(rate, level):
            continue
        if range_of(rate).lo <= -100 or range_of(level).lo < 0:
            yield Refusal(reason=f"no base can be worked out of {told(level)}", inputs=(level, rate))
            continue
        warnings = [] if _measured(rate) == "yearly" else ["not said that the rate is on the year before"]
        before = period_words((level.months[0] - YEAR, level.months[1])) if level.months else "the year before"
        head = f"{_what(level)}, {before}, implied by {period_of(level)} and the stated rate"
        yield worked("implied base", "level / (1 + rate)", (level, rate), lambda r: implied_base(r[0], _rate(r[1])), level.unit, head, warnings)


def _same_flow(rate: Observation, level: Observation) -> bool:
    """True when a rate is that of a level: same months, and the same flow or the same sentence of one source."""
    if rate.months is None or rate.months != level.months or rate.net != level.net:
        return False
    proof, other = rate.evidence, level.evidence
    if proof.source.id == other.source.id and proof.quote and proof.quote == other.quote:
        return True
    ends = _key(rate.reporter) == _key(level.reporter) and _key(rate.partner) == _key(level.partner)
    return ends and rate.flow == level.flow and category_key(rate) == category_key(level)


def _measured(rate: Observation) -> str:
    """ "average" a year, "yearly" on the same months a year before, or "" where neither is said."""
    words = reading().growth
    return "average" if contains_words(rate.measure, words.average) else "yearly" if contains_words(rate.measure, words.yearly) else ""


def _rate(percent: Range) -> Range:
    return Range(max(percent.lo / 100, -1), percent.hi / 100)


def _key(node: Node | None) -> str:
    return economy(node.id) if node else ""


def _what(seen: Observation) -> str:
    who = plain(seen.reporter.name) if seen.reporter else "a reporter not named"
    if is_world(seen.reporter):
        return f"World trade{of_category(seen)}"
    return f"{who}'s {WAYS[seen.flow]} {plain(seen.partner.name) if seen.partner else 'the world'}{of_category(seen)}"
