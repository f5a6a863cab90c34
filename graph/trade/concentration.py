"""Concentration: the Herfindahl-Hirschman index over partners or suppliers, with bounds for those not listed."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from graph.results import Indicator, IndicatorResult, Observation, Refusal
from graph.snapshot.arrays import Snapshot
from graph.trade.comparison import by_meaning, differences, groups_met, meaning, of_category, origin, period_of, told
from graph.trade.economies import economy
from graph.trade.indicators import hhi, shares_of
from graph.trade.observations import category_key, is_world, range_of
from graph.trade.ranges import Range
from graph.trade.scope import TradeQuery, observations
from graph.trade.workings import answer, single_source_first, worked
from graph.words import count, plain

NOUNS = {"import": "imports", "export": "exports", "trade": "trade", "": "trade"}


class Market(NamedTuple):
    """Whose trade is looked at, by whom it is split, and what all its figures must share."""

    anchor: str
    by: str
    flow: str
    key: tuple[object, ...]
    source: str


def concentration(snapshot: Snapshot, query: TradeQuery) -> IndicatorResult:
    """HHI of each market that the query admits: over the partners of a reporter, or over those who trade with a partner.

    Without a total of the market nothing is worked out, unless the query says that those listed are all
    (`listed`). With a total, the rest counts as spread thin for the lower bound and as one block, or as blocks no
    larger than the smallest listed (`ranked`), for the upper.
    """
    # A market is split over all its partners, and its total has the world at one end.
    both = bool(query.reporter and query.partner)
    free = {"partner": ""} if query.reporter else {"reporter": "", "partner": ""}
    query = query.model_copy(update={"partner": ""}) if both else query
    pool, hit = observations(snapshot, query.model_copy(update=free | {"flow": ""}))
    flows = [each for each in pool if each.kind == "flow" and each.reporter and each.partner and not each.net]
    markets: dict[Market, list[Observation]] = {}
    for seen in flows:
        for market in _markets(seen, query):
            markets.setdefault(market, []).append(seen)
    totals = by_meaning(each for each in flows if is_world(each.reporter) or is_world(each.partner))
    split = sorted(((market, members) for market, members in markets.items() if len(members) > 1), key=_newest)
    made = [each for market, members in split for each in _measure(market, members, _totals(market, members[0], totals.get(meaning(members[0]), ())), query)]
    found = [each for each in made if isinstance(each, Indicator)]
    refused = [each for each in made if isinstance(each, Refusal)]
    return answer(
        snapshot,
        query,
        "concentration",
        found,
        refused,
        nothing="No market with two partners or more on one basis, in one period and from one source, is in evidence for what was asked.",
        warnings=[*hit, *(["concentration is over all partners: the one asked for is not singled out"] if both else [])],
        would_change="A total on the same basis would bound it; `listed` measures those listed alone.",
    )


def _markets(seen: Observation, query: TradeQuery) -> Iterator[Market]:
    """The markets that a figure is a part of; one with the world is a total, not a part."""
    assert seen.reporter
    assert seen.partner
    key = (category_key(seen), seen.months or seen.period, seen.unit, seen.basis, seen.concept, seen.system, seen.valuation, seen.mode)
    reporter, partner, source = economy(seen.reporter.id), economy(seen.partner.id), origin(seen)
    asked_reporter, asked_partner = economy(query.reporter), economy(query.partner)
    if query.flow not in ("", seen.flow):
        return
    if not is_world(seen.partner) and not asked_partner and asked_reporter in ("", reporter):
        yield Market(reporter, "partner", seen.flow, key, source)
    if not is_world(seen.reporter) and not asked_reporter and asked_partner in ("", partner):
        yield Market(partner, "reporter", seen.flow, key, source)


def _newest(item: tuple[Market, list[Observation]]) -> tuple[int, tuple[str, ...]]:
    """Newest period first, then by market."""
    market, members = item
    return -sum(members[0].months or (0, 0)), tuple(map(str, market))


def _totals(market: Market, member: Observation, flows: Sequence[Observation]) -> list[Observation]:
    """Figures of the whole market that fit; the world's trade is its exports and its imports alike."""
    found = []
    for seen in flows:
        anchor, other = (seen.reporter, seen.partner) if market.by == "partner" else (seen.partner, seen.reporter)
        assert anchor
        way = seen.flow == market.flow or (is_world(seen.reporter) and is_world(seen.partner))
        if economy(anchor.id) == market.anchor and is_world(other) and way and not differences(seen, member):
            found.append(seen)
    return found


def _measure(market: Market, members: Sequence[Observation], totals: Sequence[Observation], query: TradeQuery) -> Iterator[Indicator | Refusal]:
    """One reading for each total that the source of the parts gives, or another where it gives none; or one refusal."""
    parts = _once(members, market.by)
    named = members[0].reporter if market.by == "partner" else members[0].partner
    place = (
        f"{plain(named.name) if named else ''}'s {NOUNS[market.flow]}"
        if market.by == "partner"
        else f"{NOUNS[market.flow]} to {plain(named.name) if named else ''}"
    )
    where = f"{place}{of_category(members[0])}, {period_of(members[0])}"
    if isinstance(parts, str):
        yield Refusal(reason=f"{where}: {parts}", inputs=tuple(members))
    elif overlap := groups_met([each.partner if market.by == "partner" else each.reporter for each in parts]):
        yield Refusal(reason=f"{where}: {overlap}", inputs=tuple(parts))
    elif not (totals or query.listed):
        reason = f"{where}: no total is in evidence, so the share of those not listed is unknown; ask with `listed` to measure the {len(parts)} listed alone"
        yield Refusal(reason=reason, inputs=tuple(parts))
    else:
        for total in [None] if query.listed else single_source_first(parts[0], totals):
            reason = _impossible(parts, total)
            inputs = (*parts, *((total,) if total else ()))
            yield Refusal(reason=f"{where}: {reason}", inputs=inputs) if reason else _indicator(parts, total, where, ranked=query.ranked)


def _once(members: Sequence[Observation], by: str) -> list[Observation] | str:
    """One figure for each member, largest first; why not, where a source gives two that differ."""
    kept: dict[str, Observation] = {}
    for seen in members:
        node = seen.partner if by == "partner" else seen.reporter
        assert node
        key = economy(node.id)
        if key in kept and (kept[key].value, kept[key].bound) != (seen.value, seen.bound):
            return f"the source gives two figures for {plain(node.name)}"
        kept[key] = seen if key not in kept or seen.claim < kept[key].claim else kept[key]
    return sorted(kept.values(), key=lambda each: (-each.value, each.claim))


def _impossible(parts: Sequence[Observation], total: Observation | None) -> str:
    ranges = [range_of(each) for each in parts]
    if any(each.lo < 0 for each in ranges):
        return "a negative value has no share"
    if total is None:
        return "all values are zero" if sum(each.hi for each in ranges) <= 0 else ""
    whole = range_of(total)
    if whole.hi <= 0:
        return f"a total of zero has no shares ({told(total)})"
    return f"those listed add up to more than the total: {told(total)}" if sum(each.lo for each in ranges) > whole.hi * (1 + 1e-9) else ""


def _indicator(parts: Sequence[Observation], total: Observation | None, where: str, *, ranked: bool) -> Indicator:
    def calculate(ranges: Sequence[Range]) -> Range:
        shares = shares_of(ranges[: len(parts)], ranges[len(parts)] if total else None)
        largest = min(each.hi for each in shares) if ranked else 1.0
        return hhi(shares, rest=total is not None, largest_rest=largest)

    warnings = [f"the {len(parts)} listed are taken for all there is"] if total is None else []
    if total is not None:
        block = "in blocks no larger than the smallest listed" if ranked else "anything from spread thin to one block"
        warnings.append(f"what the total leaves over is not listed: {block}")
    scope = f"over {count(len(parts), 'listed', 'listed')}" + ("" if total is None else " and the rest")
    inputs = [*parts, total] if total else list(parts)
    return worked("HHI", "10 000 · Σ (value / total)²", inputs, calculate, "index", f"Concentration (HHI) of {where}, {scope}", warnings)
