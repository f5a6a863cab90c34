"""Dependence: the share of an economy's imports (or exports) that one partner has."""

from collections.abc import Iterator, Sequence

from graph.results import Indicator, IndicatorResult, Observation, Refusal
from graph.snapshot.arrays import Snapshot
from graph.trade.comparison import by_meaning, differences, meaning, nearest_to, of_category, period_of, told
from graph.trade.economies import WORLD, economy
from graph.trade.indicators import as_percent, share
from graph.trade.observations import is_world, range_of, same_economy
from graph.trade.ranges import Range, ratio
from graph.trade.scope import TradeQuery, admits, observations
from graph.trade.workings import answer, single_source_first, worked
from graph.words import plain

WAYS = {"import": ("imports", "from"), "export": ("exports", "to"), "trade": ("trade", "with")}
OTHER_WAY = {"import": "export", "export": "import", "trade": "trade"}


def dependence(snapshot: Snapshot, query: TradeQuery) -> IndicatorResult:
    """The share of each partner asked for in the imports of each reporter asked for, of a category and period.

    Numerator and denominator are figures of one economy's records on one basis, unit and period. Without a
    total nothing is worked out: the partners that a source lists need not be all.
    """
    asked = query if query.flow else query.model_copy(update={"flow": "import"})
    pool, hit = observations(snapshot, asked)
    if query.partner:
        totals, bound = observations(snapshot, asked.model_copy(update={"partner": f"place:{WORLD}"}))
        pool, hit = [*pool, *totals], [*hit, *bound]
    flows = [each for each in pool if each.kind == "flow" and each.reporter]
    wholes: dict[str, list[Observation]] = {}
    for each in flows:
        if is_world(each.partner):
            wholes.setdefault(economy(_id(each)), []).append(each)
    parts = [each for each in flows if each.partner and not is_world(each.partner) and not is_world(each.reporter) and admits(asked, each)]
    found: list[Indicator] = []
    refused: list[Refusal] = []
    alike = {key: by_meaning(group) for key, group in wholes.items()}
    for part in parts:
        key = economy(_id(part))
        indicators, refusals = _of_part(part, alike.get(key, {}).get(meaning(part), ()), wholes.get(key, ()))
        found += indicators
        refused += refusals
    found += _stated(pool, query)
    refused += _other_records(snapshot, asked) if not parts else []
    who = _way(asked.flow)
    return answer(
        snapshot,
        query,
        "dependence",
        found,
        refused,
        nothing=f"No figure of {who} by partner is in evidence for what was asked.",
        warnings=hit,
        would_change=f"A source that gives the {who} from the partner and in total, for one period and category, would settle it.",
    )


def _of_part(part: Observation, alike: Sequence[Observation], wholes: Sequence[Observation]) -> tuple[list[Indicator], list[Refusal]]:
    who, (what, preposition) = plain(part.reporter.name) if part.reporter else "", WAYS[part.flow or "trade"]
    if not wholes:
        reason = f"no total of {who}'s {what} is in evidence, and the partners that are listed need not be all"
        return [], [Refusal(reason=reason, inputs=(part,))]
    fitting = [each for each in alike if not differences(part, each)]
    if not fitting:
        nearest = nearest_to(part, alike or wholes)
        reason = f"{told(part)} and {told(nearest)} cannot be put in proportion: {'; '.join(differences(part, nearest))}"
        return [], [Refusal(reason=reason, inputs=(part, nearest))]
    found: list[Indicator] = []
    refused: list[Refusal] = []
    for whole in single_source_first(part, fitting):
        if reason := _impossible(part, whole):
            refused.append(Refusal(reason=reason, inputs=(part, whole)))
            continue
        head = f"Share of {plain(part.partner.name) if part.partner else ''} in {who}'s {what}{of_category(part)}, {period_of(part)}"
        formula = f"{what} {preposition} the partner / {what} in total"
        found.append(worked("share", formula, (part, whole), _share if not (part.net or whole.net) else _share_of_net, "%", head))
    return found, refused


def _share(ranges: Sequence[Range]) -> Range:
    return as_percent(share(ranges[0], ranges[1]))


def _share_of_net(ranges: Sequence[Range]) -> Range:
    return as_percent(share(ranges[0], ranges[1], net=True))


def _impossible(part: Observation, whole: Observation) -> str:
    above, below = range_of(part), range_of(whole)
    if below.hi <= 0:
        return f"a total of zero has no shares ({told(whole)})"
    if above.lo < 0 or below.lo < 0:
        return f"a negative value has no share ({told(part)})"
    if not (part.net or whole.net) and ratio(above, below).lo > 1:
        return f"the part is larger than the whole: {told(part)} and {told(whole)} contradict each other"
    return ""


def _stated(pool: Sequence[Observation], query: TradeQuery) -> Iterator[Indicator]:
    """Shares by partner that a source states itself; its own arithmetic, not ours."""
    for seen in pool:
        if seen.kind == "share" and seen.unit.startswith("%") and seen.partner and not is_world(seen.partner) and admits(query, seen):
            unknown = [] if " of " in f" {seen.measure} " else ["the source does not say what it is a share of"]
            yield worked("share as stated", "as stated", (seen,), lambda ranges: ranges[0], "%", plain(seen.sentence).rstrip("."), unknown)


def _other_records(snapshot: Snapshot, query: TradeQuery) -> Iterator[Refusal]:
    """Where only the partner's records tell of the flow."""
    if not (query.reporter and query.partner):
        return
    turned = query.model_copy(update={"reporter": query.partner, "partner": query.reporter, "flow": OTHER_WAY[query.flow]})
    for seen in observations(snapshot, turned)[0]:
        if seen.kind == "flow" and same_economy(seen.reporter, economy(query.partner)):
            yield Refusal(
                reason=f"only the partner's own records tell of it ({told(seen)}); they are another basis than the {_way(query.flow)} of the reporter",
                inputs=(seen,),
            )


def _way(flow: str) -> str:
    return WAYS[flow or "trade"][0]


def _id(seen: Observation) -> str:
    return seen.reporter.id if seen.reporter else ""
