"""Two checks on what a reporter says: its partner's mirror records, and its advantage against the world."""

from collections.abc import Iterator, Sequence
from itertools import product

from graph.results import Indicator, IndicatorResult, Observation, Refusal
from graph.snapshot.arrays import Snapshot
from graph.trade.comparison import by_meaning, differences, meaning, nearest_to, of_category, period_of, told
from graph.trade.economies import economy, exchange
from graph.trade.indicators import balassa, fob, mirror_gap, symmetric
from graph.trade.observations import is_total, is_world, range_of
from graph.trade.ranges import Range
from graph.trade.scope import TradeQuery, admits, observations
from graph.trade.terms import reading
from graph.trade.workings import answer, worked
from graph.words import plain


def mirror(snapshot: Snapshot, query: TradeQuery) -> IndicatorResult:
    """How far exports as their sender records them lie from imports as their receiver does: |M - X| / mean, in [0, 2].

    Imports recorded with insurance and freight (CIF) are taken down by the world's average margin; others are
    left alone. Refused for pairs that exchange their records.
    """
    pool: list[Observation] = []
    hit: list[str] = []
    for ends in _orders(query):
        seen, bounds = observations(snapshot, query.model_copy(update={"reporter": ends[0], "partner": ends[1], "flow": ""}))
        pool, hit = [*pool, *seen], [*hit, *bounds]
    flows = [each for each in pool if each.kind == "flow" and each.reporter and each.partner and not is_world(each.partner) and _of_pair(query, each)]
    exports, imports = ([each for each in flows if each.flow == way] for way in ("export", "import"))
    found: list[Indicator] = []
    refused = list(_exchanged(query))
    arrived: dict[tuple[str, str], list[Observation]] = {}
    for each in imports:
        receiver, sender = _ends(each)
        arrived.setdefault((sender, receiver), []).append(each)
    alike = {ends: by_meaning(group) for ends, group in arrived.items()}
    for sent in exports:
        others = arrived.get(_ends(sent), [])
        same = alike.get(_ends(sent), {}).get(meaning(sent), others and [nearest_to(sent, others, valuation=False)])
        made = [_gap(sent, received) for received in same]
        found += [each for each in made if isinstance(each, Indicator)]
        refused += [each for each in made if isinstance(each, Refusal)]
    if not (found or refused):
        refused += [Refusal(reason=f"only one side's records tell of it: {told(each)}", inputs=(each,)) for each in flows]
    return answer(
        snapshot,
        query,
        "mirror",
        found,
        refused,
        nothing="No exports of one economy to another, nor imports from it, are in evidence for what was asked.",
        warnings=hit,
        would_change="" if list(_exchanged(query)) else "The other side's records of the same category and period would test it.",
    )


def _orders(query: TradeQuery) -> tuple[tuple[str, str], ...]:
    """The pair asked for as reporter and partner and the other way round; all pairs where one of them is left open."""
    return ((query.reporter, query.partner), (query.partner, query.reporter)) if query.reporter and query.partner else (("", ""),)


def _of_pair(query: TradeQuery, seen: Observation) -> bool:
    asked = {economy(end) for end in (query.reporter, query.partner) if end}
    return asked <= set(_ends(seen))


def _ends(seen: Observation) -> tuple[str, str]:
    assert seen.reporter
    assert seen.partner
    return economy(seen.reporter.id), economy(seen.partner.id)


def _exchanged(query: TradeQuery) -> Iterator[Refusal]:
    """The refusal of a pair that is asked for by name, whatever is in evidence."""
    if query.reporter and query.partner and (reason := exchange(economy(query.reporter), economy(query.partner))):
        yield Refusal(reason=f"{reason}: a mirror check would test nothing")


def _gap(sent: Observation, received: Observation) -> Indicator | Refusal:
    assert sent.reporter
    assert received.reporter
    inputs = (received, sent)
    if reason := exchange(*_ends(sent)):
        return Refusal(reason=f"{reason}: a mirror check would test nothing", inputs=inputs)
    for seen, own in ((sent, _ends(sent)[0]), (received, _ends(received)[0])):
        if seen.recorded_by and seen.recorded_by not in (own, f"place:{own}", f"gov:{own}"):
            return Refusal(reason=f"{told(seen)} is not counted from its reporter's own records: a mirror check would test nothing", inputs=inputs)
    if reasons := differences(sent, received, valuation=False):
        return Refusal(reason=f"{told(sent)} and {told(received)} are no mirror of each other: {'; '.join(reasons)}", inputs=inputs)
    if min(range_of(sent).lo, range_of(received).lo) < 0 or max(range_of(sent).hi, range_of(received).hi) <= 0:
        return Refusal(reason=f"nothing to compare: {told(sent)}; {told(received)}", inputs=inputs)
    margin = reading().cif_margin if received.valuation == "cif" and sent.valuation != "cif" else 0.0
    warnings = [f"imports with insurance and freight (CIF) are taken down by {margin:.0%}, the world's average margin"] if margin else []
    warnings += [] if received.valuation else ["not said whether imports are recorded with insurance and freight (CIF): nothing is taken off"]
    warnings += ["a value of zero may mean that nothing was recorded, not that nothing was traded"] if 0 in (sent.value, received.value) else []
    head = (
        f"{plain(sent.reporter.name)}'s exports to {plain(received.reporter.name)}{of_category(sent)}, {period_of(sent)}, as both sides record them, differ by"
    )
    formula = "|M / (1 + margin) - X| / mean" if margin else "|M - X| / mean"
    return worked("mirror gap", formula, inputs, lambda r: mirror_gap(fob(r[0], margin), r[1]), "mirror gap", head, warnings)


def rca(snapshot: Snapshot, query: TradeQuery) -> IndicatorResult:
    """Revealed comparative advantage (Balassa 1965) of each reporter asked for in each category, and its symmetric form.

    Takes four figures of one basis, unit and period: exports to the world of the category and of everything, by
    the reporter and by the world.
    """
    asked = query.model_copy(update={"reporter": "", "partner": "", "category": "", "topic": "", "flow": ""})
    pool, hit = observations(snapshot, asked)
    exports = [each for each in pool if each.kind == "flow" and each.reporter and _to_world(each)]
    alone = query.model_copy(update={"partner": "", "flow": ""})
    owns = [each for each in exports if admits(alone, each) and not is_total(each) and not is_world(each.reporter)]
    found: list[Indicator] = []
    refused: list[Refusal] = []
    for own in owns:
        made = list(_advantages(own, exports))
        found += [each for each in made if isinstance(each, Indicator)]
        refused += [each for each in made if isinstance(each, Refusal)]
    return answer(
        snapshot,
        query,
        "rca",
        found,
        refused,
        nothing="No exports of a category to the world are in evidence for what was asked.",
        warnings=hit,
        would_change="It takes exports of the category and of everything, by the reporter and by the world, on one basis and in one period.",
    )


def _to_world(seen: Observation) -> bool:
    """Exports to the world; the world's trade is its exports."""
    if is_world(seen.reporter):
        return seen.flow in ("export", "trade") and (seen.partner is None or is_world(seen.partner))
    return seen.flow == "export" and is_world(seen.partner) and not seen.net


def _advantages(own: Observation, exports: Sequence[Observation]) -> Iterator[Indicator | Refusal]:
    who = plain(own.reporter.name) if own.reporter else ""
    world = [each for each in exports if is_world(each.reporter)]
    home = [each for each in exports if each.reporter and own.reporter and economy(each.reporter.id) == economy(own.reporter.id)]
    wanted = {
        f"{who}'s exports of everything": [each for each in home if is_total(each) and not differences(own, each, category=False)],
        f"the world's exports{of_category(own)}": [each for each in world if not is_total(each) and not differences(own, each)],
        "the world's exports of everything": [each for each in world if is_total(each) and not differences(own, each, category=False)],
    }
    if missing := [name for name, found in wanted.items() if not found]:
        yield Refusal(reason=f"{told(own)}: not in evidence on the same basis and in the same period: {', '.join(missing)}", inputs=(own,))
        return
    for total, category, everything in product(*wanted.values()):
        inputs = (own, total, category, everything)
        if any(range_of(each).hi <= 0 for each in inputs[1:]) or any(range_of(each).lo < 0 for each in inputs):
            yield Refusal(reason=f"{told(own)}: a total is zero or negative, so there is no proportion", inputs=inputs)
            continue
        head = f"Comparative advantage of {who}{of_category(own)}, {period_of(own)} (1 is par)"
        yield worked("RCA", "(own / own total) / (world / world total)", inputs, _balassa, "index", head)
        head = f"The same in symmetric form, from -1 to 1, of {who}{of_category(own)}, {period_of(own)}"
        yield worked("symmetric RCA", "(RCA - 1) / (RCA + 1)", inputs, lambda r: symmetric(_balassa(r)), "index", head)


def _balassa(ranges: Sequence[Range]) -> Range:
    return balassa(ranges[0], ranges[1], ranges[2], ranges[3])
