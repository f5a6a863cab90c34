"""Spread: from which seeds a word would reach most actors, if it passed with assumed chances. A scenario, never a forecast.

The sought moves the seeker: a word passes against the arcs of influence. Chances are those of the
independent cascade (Kempe, Kleinberg and Tardos 2003) with one p for all, or of the weighted cascade.
"""

from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np

from graph.errors import RequestError
from graph.influence.arcs import actors_of
from graph.influence.proofs import claims_of
from graph.progress import Progress
from graph.proofs import groups_of
from graph.results import Node, Seed, SeedArc, SpreadAtP, SpreadMethod, SpreadResult
from graph.snapshot.arrays import Floats, Ints, Snapshot
from graph.spread.cascades import network
from graph.spread.passing import Audience, SpreadQuery, audience, chances, prior
from graph.spread.seeding import Candidate, Choice, Search, choose
from graph.words import count, listing

__all__ = ["SpreadQuery", "spread"]

NAMED = 5
BELIEVED = 1.03
CLAIMS = 3
PER = {"contact": "contact", "tie": "tie", "strength": "tie, in proportion to its strength,"}
BY = {"contact": "the contacts", "tie": "the ties", "strength": "the strengths of the ties"}


def spread(snapshot: Snapshot, query: SpreadQuery, *, lanes: int = 0, progress: Progress | None = None) -> SpreadResult:
    """The best seeds found, in order; none where no actor has an arc, or none of those who are to be reached.

    `lanes` threads (0: one for each core) do not change the answer; `progress` hears (done, total), and
    what it raises ends the work. Raises RequestError for a name, kind, country, k, p, cost or budget that fits nothing.
    """
    base = audience(snapshot, query)
    if not base.counted.any():
        return _nothing(snapshot, query, base)
    _check(query, base)
    grid = query.grid
    found: list[tuple[Floats, Choice]] = []
    for step, p in enumerate(grid):
        passing = chances(base.arcs, query, p)
        net = network(base.arcs.target, base.arcs.source, passing, base.counted, base.cost)
        search = Search(net, min(query.most, base.eligible), query.budget or np.inf, query.seed, lanes)
        found.append((passing, choose(search, p or float(passing.mean()), query.worlds or prior().worlds, _part(progress, step, len(grid)))))
    return _result(snapshot, query, base, found)


def _part(progress: Progress | None, step: int, steps: int) -> Callable[[float], None]:
    """What hears the share done of one of several steps."""
    return (lambda share: progress(round(100 * (step + share)), 100 * steps)) if progress else (lambda share: None)


def _check(query: SpreadQuery, base: Audience) -> None:
    if not base.eligible:
        raise RequestError("seeds: no actor of that scope and those kinds has a tie in this view; widen scope or kinds")
    if query.k and query.k > base.eligible:
        raise RequestError(f"k: {query.k}: only {count(base.eligible, 'actor', 'actors')} can be seeds in this view; ask for that many or fewer")
    if query.budget and query.budget < base.cost.min():
        raise RequestError(f"budget: {query.budget:g}: the cheapest seed costs {base.cost.min():g}; give that or more")


def _result(snapshot: Snapshot, query: SpreadQuery, base: Audience, found: Sequence[tuple[Floats, Choice]]) -> SpreadResult:
    at = query.grid.index(query.middle)
    passing, choice = found[at]
    items = tuple(_seed(snapshot, base, passing, choice, place) for place in range(len(choice.best.seeds)))
    across = tuple(_at(snapshot, base, p, one) for p, (_, one) in zip(query.grid, found, strict=True) if p is not None)
    overlap = min((_overlap(a.best.seeds, b.best.seeds) for (_, a), (_, b) in combinations(found, 2)), default=None)
    proofs = [proof for item in items for arc in item.arcs for proof in arc.evidence]
    fresh = choice.fresh
    return SpreadResult(
        **snapshot.answer_fields(query, proofs, {query.scope} - {""}),
        items=items,
        model=query.model,
        per=query.per,
        p=query.middle,
        spread=fresh.spread,
        lo95=fresh.spread - fresh.half,
        hi95=fresh.spread + fresh.half,
        counted=int(base.counted.sum()),
        actors=len(base.arcs.actors),
        worlds=fresh.worlds,
        methods=tuple(_method(snapshot, base, one, choice) for one in choice.candidates),
        across=across,
        overlap_across_p=overlap,
        assumptions=_assumptions(query),
        sentence=_sentence(query, base, choice, [item.entity.name for item in items]),
        would_change=_would_change(query, found, across),
        warnings=(*_bounds(query, found), *_warnings(snapshot, query, base, choice, overlap)),
    )


def _nothing(snapshot: Snapshot, query: SpreadQuery, base: Audience) -> SpreadResult:
    actors = len(base.arcs.actors)
    why = "none of those to be reached has a tie in this view" if actors else "no actor has a tie in this view"
    return SpreadResult(
        **snapshot.answer_fields(query, (), {query.scope} - {""}),
        items=(),
        model=query.model,
        per=query.per,
        p=query.middle,
        spread=0.0,
        lo95=0.0,
        hi95=0.0,
        counted=0,
        actors=actors,
        worlds=0,
        assumptions=_assumptions(query),
        sentence=f"A word could reach nobody: {why} on {query.day.isoformat()}.",
    )


def _seed(snapshot: Snapshot, base: Audience, passing: Floats, choice: Choice, place: int) -> Seed:
    arcs, at = base.arcs, int(choice.best.seeds[place])
    entity = int(arcs.actors[at])
    out = arcs.into(at)
    claims = claims_of(snapshot, arcs, out.tolist())
    gain, half = float(choice.fresh.gains[place]), float(choice.fresh.gain_halves[place])
    strongest = out[np.argsort(-passing[out], kind="stable")][: prior().arcs]
    groups = groups_of(snapshot, claims)
    return Seed(
        entity=snapshot.node(entity),
        country=snapshot.countries[entity],
        cost=float(base.cost[at]),
        gain=gain,
        lo95=max(0.0, gain - half),
        hi95=gain + half,
        direct=len(out),
        arcs=tuple(
            SeedArc(
                to=snapshot.node(int(arcs.actors[arcs.source[arc]])),
                chance=float(passing[arc]),
                evidence=tuple(snapshot.evidence(claim) for claim in claims_of(snapshot, arcs, [arc])[:CLAIMS]),
            )
            for arc in strongest.tolist()
        ),
        evidence_count=len(claims),
        source_count=len(groups),
        note="nobody seeks it in this view" if not len(out) else "rests on one source" if len(groups) == 1 else "",
    )


def _nodes(snapshot: Snapshot, base: Audience, seeds: Ints) -> tuple[Node, ...]:
    return tuple(snapshot.node(int(entity)) for entity in base.arcs.actors[seeds])


def _at(snapshot: Snapshot, base: Audience, p: float, choice: Choice) -> SpreadAtP:
    fresh = choice.fresh
    seeds = _nodes(snapshot, base, choice.best.seeds)
    return SpreadAtP(p=p, seeds=seeds, spread=fresh.spread, lo95=fresh.spread - fresh.half, hi95=fresh.spread + fresh.half)


def _method(snapshot: Snapshot, base: Audience, candidate: Candidate, choice: Choice) -> SpreadMethod:
    found, held = candidate.found, candidate.held_out
    return SpreadMethod(
        method=found.method,
        seeds=_nodes(snapshot, base, found.seeds),
        spread=held.spread,
        lo95=held.spread - held.half,
        hi95=held.spread + held.half,
        believed=found.believed if found.samples else None,
        samples=found.samples,
        chosen=found is choice.best,
    )


def _overlap(a: Ints, b: Ints) -> float:
    return len(np.intersect1d(a, b)) / max(1, len(a), len(b))


def _assumptions(query: SpreadQuery) -> tuple[str, ...]:
    passing = (
        f"every {PER[query.per]} passes a word on with the chance {query.middle:g}, once and whoever the two are"
        if query.middle
        else f"an actor's chances to be moved sum to 1, shared out by {BY[query.per]} with those it seeks"
    )
    return (
        f"{passing}: assumed, since nobody measured it here",
        "the sought moves the seeker: a word passes from an actor to those who documented contact with it",
        "the intervals hold the luck of the simulation only, not the doubt about ties or about the assumed chance",
    )


def _sentence(query: SpreadQuery, base: Audience, choice: Choice, names: Sequence[str]) -> str:
    fresh = choice.fresh
    given = f"if every {PER[query.per]} passed a word on with the assumed chance {query.middle:g}" if query.middle else "if those whom actors seek moved them"
    seeds = listing(list(names[:NAMED])) if len(names) <= NAMED else f"{', '.join(names[:NAMED])} and {len(names) - NAMED} more"
    who = "of the targets" if query.aimed else "actors"
    whole = int(base.counted.sum())
    interval = f"(95 % {fresh.spread - fresh.half:.2f} to {fresh.spread + fresh.half:.2f})"
    own = "" if query.aimed else ", themselves included"
    return f"Scenario, not a forecast: {given}, {seeds} would reach {fresh.spread:.2f} {interval} of {whole} {who}{own}."


def _would_change(query: SpreadQuery, found: Sequence[tuple[Floats, Choice]], across: Sequence[SpreadAtP]) -> str:
    middle = next((one for one in across if one.p == query.middle), None)
    others = [one for one in across if middle and {seed.id for seed in one.seeds} != {seed.id for seed in middle.seeds}]
    if not others or not middle:
        return "the same seeds are chosen at every chance tried" if len(found) > 1 else ""
    other = others[0]
    kept = {seed.id for seed in middle.seeds}
    fresh = [seed.name for seed in other.seeds if seed.id not in kept]
    return f"with the chance {other.p:g} the seeds would also hold {listing(fresh[:NAMED])}" if fresh else f"with the chance {other.p:g} fewer seeds are enough"


def _bounds(query: SpreadQuery, found: Sequence[tuple[Floats, Choice]]) -> tuple[str, ...]:
    """What was cut short, and at which chance."""
    return tuple(f"{bound} (chance {p:g})" if p else bound for p, (_, choice) in zip(query.grid, found, strict=True) for bound in choice.bounds)


def _warnings(snapshot: Snapshot, query: SpreadQuery, base: Audience, choice: Choice, overlap: float | None) -> tuple[str, ...]:
    best, fresh = choice.best, choice.fresh
    found = []
    if overlap is not None and overlap < prior().overlap:
        found.append(f"the answer depends on the assumed chance: across the chances tried, as little as {overlap:.0%} of the seeds stay the same")
    if len(query.grid) == 1 and query.middle:
        found.append("only one chance was tried, so it is not known how far the answer depends on it")
    if other := next((one for one in choice.candidates if one.found.samples and not best.samples), None):
        won, lost = f"{choice.candidates[0].held_out.spread:.2f}", f"{other.held_out.spread:.2f}"
        better = f"better on held-out worlds ({won}) than {other.found.method} ({lost})"
        found.append(f"{best.method} did {better if won != lost else f'as well on held-out worlds as {other.found.method} ({won})'}")
    if best.samples and best.believed > BELIEVED * fresh.spread:
        found.append(
            f"the seeds looked better when they were chosen ({best.believed:.2f}) than on fresh worlds ({fresh.spread:.2f}): too few samples to choose well"
        )
    if query.per != "strength":
        found.append(f"each {query.per} counts alike, however old or doubtful; `per` strength weighs them")
    if silent := int(actors_of(snapshot).sum()) - len(base.arcs.actors):
        found.append(f"{count(silent, 'actor has', 'actors have')} no tie in this view and can neither pass nor hear a word here")
    return tuple(found)
