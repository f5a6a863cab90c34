"""Whom to call next on an ask: allies to mobilise, the undecided to persuade, and whose concerns to address.

A call counts by the decision makers to whom it brings the ask: the chance that we come to whoever is called
(path score), times the chance that it comes to a decision maker without us, weighed by formal authority.
Only who is known to be for the ask carries it on; everybody else counts for its own seat alone.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from pydantic import Field

from graph.allies.standing import standing, standings
from graph.campaign.calls import doubts, expect, shift, to_ask, wants
from graph.campaign.coverage import choose
from graph.campaign.makers import Campaign, CampaignQuery, campaign, priors
from graph.campaign.prospects import Prospect, prospects
from graph.influence.opinion import priors as opinion
from graph.jurisdictions import notices
from graph.paths.walk import PathQuery, reach_all
from graph.results import Call, Carried, Evidence, NextResult, Purpose, Standing
from graph.results.allies import AGAINST
from graph.snapshot.arrays import Floats, Snapshot
from graph.speech import read_age
from graph.words import few, listing

PURPOSES: tuple[Purpose, ...] = ("mobilise", "persuade", "address concerns")


class NextQuery(CampaignQuery):
    """The next `budget` calls of a campaign; at most `limit` calls in each list."""

    budget: int = Field(default=3, ge=1, le=50)
    limit: int = Field(default=200, ge=1, le=1000)


def next_calls(snapshot: Snapshot, query: NextQuery) -> NextResult:
    """Three lists of calls and the few to make next. Raises UnknownName, and RequestError for what is no ask and no actor."""
    ground = campaign(snapshot, query)
    known = standings(snapshot, query.view, query.day, query.ask)
    found = prospects(ground)
    people = found.reached
    reach, weight = _coverage(ground, people)
    weak = {row for row, each in enumerate(people) if each.reached.score < priors().reach}
    chosen = choose(reach, weight, query.budget, weak)
    without = choose(reach, weight, query.budget, {*weak, chosen[0][0]}) if chosen else ()
    places = {row: (place, gain) for place, (row, gain) in enumerate(chosen, 1)}
    calls = [_call(ground, known, each, reach[row], weight, *places.get(row, (0, None))) for row, each in enumerate(people)]
    calls.sort(key=lambda call: (call.place or len(calls) + 1, -call.reach, -(call.power or 0), call.cost, call.standing.entity.id))
    lists = [[call for call in calls if call.purpose == purpose] for purpose in PURPOSES]
    kept = [each[: max(query.limit, sum(call.place > 0 for call in each))] for each in lists]
    names = [people[row].standing.entity for row, _ in chosen]
    total, rest = (sum(gain for _, gain in each) for each in (chosen, without))
    countries = {each.standing.country for each in people} | {maker.standing.country for maker in ground.makers}
    result = NextResult(
        **snapshot.answer_fields(query, _proofs(kept, found.active), countries - {""}),
        ask=snapshot.node(ground.ask),
        start=snapshot.node(snapshot.index(query.start)),
        own=standing(snapshot, query.view, query.day, query.ask, snapshot.index(query.start)),
        budget=query.budget,
        found=bool(chosen),
        calls=tuple(names),
        mobilise=tuple(kept[0]),
        persuade=tuple(kept[1]),
        address=tuple(kept[2]),
        makers=len(ground.needed),
        reached=sum(maker.step.score >= priors().reach for maker in ground.needed),
        coverage=min(total, 1.0),
        loss=max(total - rest, 0.0),
        instead=tuple(people[row].standing.entity for row, _ in without if people[row].standing.entity not in names),
        active=found.active,
        unreached=found.unreached,
        assumptions=tuple(_assumptions()),
        sentence="",
    )
    sizes = zip(PURPOSES, kept, lists, strict=True)
    cut = [f"only the first {len(shown_)} of {len(each)} to {purpose} are shown" for purpose, shown_, each in sizes if len(shown_) < len(each)]
    remarks = (*dict.fromkeys(_warnings(ground, result, people)), *found.warnings, *cut)
    return result.model_copy(update={"sentence": _sentence(result), "would_change": _would_change(ground, result), "warnings": remarks})


def _coverage(ground: Campaign, people: Sequence[Prospect]) -> tuple[Floats, Floats]:
    """The chance that the ask comes to each decision maker by each call (n, m), and what the makers weigh (m), summing to 1."""
    needed = ground.needed
    reach = np.zeros((len(people), len(needed)))
    weight = np.array([maker.weight for maker in needed])
    voices = sorted((row for row, each in enumerate(people) if _voice(each)), key=lambda row: (-people[row].reached.score, row))[: priors().callers]
    for row in voices:
        each = people[row]
        spread = _own_reach(ground, each.entity)
        reach[row] = [each.reached.score * _voice(each) * spread[list(maker.stands_for)].max() for maker in needed]
    for row, each in enumerate(people):
        for column, maker in enumerate(needed):
            if each.entity in maker.stands_for:
                reach[row, column] = each.reached.score
    return reach, weight / weight.sum() if len(weight) else weight


def _voice(each: Prospect) -> float:
    """What counts of an actor's reach: nothing of whoever is not known to be for the ask."""
    belief = each.standing.p_support
    return priors().voice.get(each.standing.position, 0.0) * (1.0 if belief is None else belief)


def _own_reach(ground: Campaign, v: int) -> Floats:
    """The best score of a path from an actor to everybody, none of them through us."""
    query = ground.query
    taken = (*query.view.exclude, *(ground.snapshot.ids[own] for own in ground.own))
    view = query.view.model_copy(update={"exclude": tuple(sorted({*taken}))})
    key = ground.snapshot.ids[v]
    return reach_all(ground.snapshot, PathQuery(as_of=query.day, view=view, start=key, end=key, max_ties=query.max_ties), [v])


def _call(ground: Campaign, known: Mapping[int, Standing], each: Prospect, reach: Floats, weight: Floats, place: int, gain: float | None) -> Call:
    makers = ground.needed
    order = sorted(np.flatnonzero(reach).tolist(), key=lambda column: (-reach[column] * weight[column], column))
    others = [ground.snapshot.names[makers[column].caller] for column in order if each.entity not in makers[column].stands_for]
    moved = shift(each.standing, each.reached.score)
    return Call(
        purpose=each.purpose,
        place=place,
        standing=each.standing,
        says=each.maker.says if each.maker else (),
        evidence=each.maker.evidence if each.maker else (),
        power=ground.power.get(each.entity),
        to_ask=to_ask(each.standing, ground.snapshot.names[ground.ask], few(others)),
        wants=wants(ground.snapshot, ground, each.entity) if each.purpose != "mobilise" else (),
        path=each.path,
        words=each.reached.words,
        score=each.reached.score,
        hops=each.path.hops,
        cost=each.cost,
        reach=float(reach @ weight),
        gain=gain,
        covers=tuple(Carried(maker=ground.snapshot.node(makers[column].caller), reach=float(reach[column])) for column in order),
        shift=moved,
        expect=expect(each.standing, moved),
        doubts=tuple(doubts(ground, known, each.standing, each.maker, each.path, each.reached)),
        would_change=ground.reacher.hanging(each.path, each.standing.entity.name) if place else "",
    )


def _proofs(lists: Sequence[Sequence[Call]], active: Sequence[Standing]) -> Iterator[Evidence]:
    for call in (call for calls in lists for call in calls):
        yield from (proof for tie in call.path.ties for proof in tie.evidence)
        yield from (*call.standing.evidence, *call.standing.against, *call.evidence, *(want.evidence for want in call.wants))
    yield from (proof for one in active for proof in one.evidence)


def _assumptions() -> Iterator[str]:
    levels = sorted(opinion().susceptibility)
    yield "a path score is read as the chance that an introduction comes through; the strengths behind it are priors that nobody has calibrated"
    yield "who is not known to be for the ask is taken to carry it to nobody else"
    yield "a decision maker counts with the best reach of anybody called, weighed by its formal part in the vehicles"
    yield f"scenario: whoever is reached yields by a susceptibility of {levels[0]:g} to {levels[-1]:g} (Friedkin and Johnsen), which was not measured"


def _sentence(result: NextResult) -> str:
    ask, start = result.ask.name, result.start.name
    if not result.makers:
        return f"No decision maker is in evidence for “{ask}” beside those who ask, so no next call can be told from another."
    if not result.found:
        best = max((call for call in result.listed if call.reach), key=lambda call: call.score, default=None)
        most = f"; the best, to {best.standing.entity.name}, scores {best.score:.2f}" if best else ""
        return f"From {start} no path of {priors().reach:.2f} or better brings “{ask}” to any of the {result.makers} that decide or must agree{most}."
    first = [call for call in result.listed if call.place]
    aims: dict[str, list[str]] = {}
    for call in first:
        aims.setdefault(_why(call), []).append(call.standing.entity.name)
    said = listing([f"{listing(names)} ({why if len(names) == 1 else why.replace('it stands', 'they stand')})" for why, names in aims.items()])
    reached = len({carried.maker.id for call in first for carried in call.covers})
    return (
        f"On “{ask}”, the next {'call' if len(first) == 1 else 'calls'} of {start}: {said}. That brings the ask to {reached} of the {result.makers} "
        f"that decide or must agree; weighed by their say and the path scores it covers {100 * result.coverage:.0f} %."
    )


def _why(call: Call) -> str:
    if call.standing.position == "unknown":
        return "to find out where it stands"
    return f"to {call.purpose}{', inferred' if call.standing.inferred else ''}"


def _would_change(ground: Campaign, result: NextResult) -> str:
    """What hangs on the first call."""
    if not result.found:
        names = [maker.step.actor.name for maker in ground.needed if not maker.step.reached]
        return f"a path to {listing(few(names))}" if names else ""
    first = result.listed[0]
    left = 100 * (result.coverage - result.loss)
    then = f", with {listing([node.name for node in result.instead])} instead" if result.instead else ""
    return f"without {first.standing.entity.name} the calls cover {left:.0f} % rather than {100 * result.coverage:.0f} %{then}; {first.would_change}"


def _warnings(ground: Campaign, result: NextResult, people: Sequence[Prospect]) -> Iterator[str]:
    first = [call for call in result.listed if call.place]
    days = [call.path.newest for call in first if call.path.newest]
    if result.own.position in AGAINST:
        yield f"{result.own.entity.name}, who would call, is itself {'an opponent' if result.own.position == 'opponent' else 'a leaning opponent'} of it"
    yield from filter(None, [read_age(max(days, default=None), result.as_of)])
    yield from ground.one_source([call.path for call in first])
    if ground.taken:
        yield f"left out, though their part is needed: {listing(few(ground.taken))}"
    if guesses := [call.standing.entity.name for call in first if call.standing.position == "unknown"]:
        yield f"where {listing(few(guesses))} {'stands' if len(guesses) == 1 else 'stand'} is not known: these calls are to find out, not to count on"
    if doubtful := [call.standing.entity.name for call in first if call.path.certainty == "possible"]:
        yield f"possible, not certain on this day: the {'path' if len(doubtful) == 1 else 'paths'} to {listing(few(doubtful))}"
    if inferred := [call.standing.entity.name for call in first if call.standing.inferred and call.standing.position != "unknown"]:
        yield f"inferred, not stated: the {'position' if len(inferred) == 1 else 'positions'} of {listing(few(inferred))}"
    if result.active:
        names = [one.entity.name for one in result.active]
        yield f"{listing(few(names))} {'is' if len(names) == 1 else 'are'} at work on it already: agree with them before calling others"
    elif not result.mobilise:
        yield "nobody else is known as an ally, so there is nobody to mobilise"
    if result.unreached:
        yield f"no path leads to {listing(few([one.entity.name for one in result.unreached]))}; `--gaps` tells what would close that"
    if sum(_voice(each) > 0 for each in people) > priors().callers:
        yield f"the reach of only the {priors().callers} best reached allies was worked out; others count for their own seat alone"
    yield from (notices()[country] for country in sorted({call.standing.country for call in first}) if country in notices())
