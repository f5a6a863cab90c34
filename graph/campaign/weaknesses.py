"""Where a campaign on an ask is weak, what each weakness rests on and what would close it."""

from collections.abc import Iterator, Sequence

import numpy as np
from pydantic import Field

from graph import ontology
from graph.allies.stances import HUMAN
from graph.allies.standing import standings, unknown
from graph.campaign.makers import Campaign, CampaignQuery, Maker, campaign, priors
from graph.campaign.resting import one_source, used_ties
from graph.jurisdictions import notices
from graph.paths.answers import laid
from graph.paths.disjoint import disjoint_paths
from graph.paths.introduce import introduce
from graph.paths.walk import PathQuery, officials, reach_all
from graph.proofs import newest
from graph.results import Evidence, Gap, GapKind, GapsResult, Node, Standing
from graph.snapshot.arrays import Snapshot
from graph.words import count, few, listing, months_between

KINDS: tuple[GapKind, ...] = ("vacant", "holder not known", "no path", "unknown stance", "single route", "stale tie", "one source")
TITLES: dict[GapKind, str] = {
    "vacant": "vacant posts",
    "holder not known": "holders not known",
    "no path": "no path",
    "unknown stance": "unknown stances",
    "single route": "single routes",
    "stale tie": "stale ties",
    "one source": "single sources",
}


class GapsQuery(CampaignQuery):
    """The weaknesses of a campaign; a path that scores below `threshold` counts as none."""

    threshold: float = Field(default_factory=lambda: priors().reach, ge=0, le=1)


def gaps(snapshot: Snapshot, query: GapsQuery) -> GapsResult:
    """Gaps by kind, in each the weightiest first. Raises UnknownName, and RequestError for what is no ask and no actor."""
    ground = campaign(snapshot, query)
    near = [maker for maker in ground.needed if maker.step.path and maker.step.score >= query.threshold]
    found = [
        *_vacant(ground),
        *_out_of_reach(ground, query.threshold),
        *_silent(ground),
        *_single(ground, near),
        *_stale(ground, near),
        *one_source(ground, near),
    ]
    found.sort(key=lambda gap: (KINDS.index(gap.kind), -gap.weight, [node.id for node in gap.about]))
    kept = tuple(gap for kind in KINDS for gap in [one for one in found if one.kind == kind][: priors().most])
    countries = {maker.standing.country for maker in ground.makers}
    return GapsResult(
        **snapshot.answer_fields(query, [proof for gap in kept for proof in gap.evidence], countries - {""}),
        ask=snapshot.node(ground.ask),
        start=snapshot.node(snapshot.index(query.start)),
        found=bool(ground.makers),
        threshold=query.threshold,
        max_ties=query.max_ties,
        makers=len(ground.needed),
        reached=len(near),
        gaps=kept,
        sentence=_sentence(ground, kept, near, query.threshold),
        would_change=_would_change(kept),
        warnings=tuple(_warnings(ground, found, near)),
    )


def _vacant(ground: Campaign) -> Iterator[Gap]:
    for maker in ground.needed:
        if maker.step.vacant:
            yield Gap(
                kind="vacant",
                about=(maker.step.actor,),
                weight=ground.share(maker),
                words=f"{maker.step.actor.name}, which {listing(list(maker.says))}, is vacant",
                closes="somebody taking up the post; until then nobody can decide there",
                evidence=maker.evidence,
            )
        elif not maker.step.holder_known:
            yield Gap(
                kind="holder not known",
                about=(maker.step.actor,),
                weight=ground.share(maker),
                words=f"who holds {maker.step.actor.name}, which {listing(list(maker.says))}, is not known",
                closes="a source that names the holder",
                evidence=maker.evidence,
            )


def _out_of_reach(ground: Campaign, threshold: float) -> Iterator[Gap]:
    """Decision makers to whom no path of the score leads, with the nearest gap."""
    query, snapshot = ground.query, ground.snapshot
    near = _near(ground, threshold)
    for maker in ground.needed:
        if maker.step.score >= threshold and maker.step.reached:
            continue
        name, path, missing = maker.step.actor.name, maker.step.path, _missing(ground, maker, near)
        if path:
            words = f"the best path to {name} scores {path.score:.2f}, below {threshold:.2f}: {' → '.join(node.name for node in path.nodes)}"
        else:
            none = introduce(snapshot, _path_query(ground, maker)).none
            words = f"no path to {name} within {count(query.max_ties, 'tie', 'ties')}" + (f": {none.nearest_gap}" if none else "")
        yield Gap(
            kind="no path",
            about=(maker.step.actor,),
            weight=ground.share(maker),
            words=words,
            closes=f"a contact of {missing[0].name} and {missing[1].name}",
            missing=missing,
            evidence=(*maker.evidence, *(proof for tie in (path.ties if path else ()) for proof in tie.evidence)),
        )


def _near(ground: Campaign, threshold: float) -> list[int]:
    """Those who may introduce and to whom we come well enough, with a tie to spare, for one meeting to close a gap; the best reached first."""
    snapshot, query = ground.snapshot, ground.query
    if query.max_ties == 1:
        return []
    asked = PathQuery(as_of=query.day, view=query.view, start=query.start, end=query.start, max_ties=query.max_ties - 1)
    reach = reach_all(snapshot, asked, [snapshot.index(key) for key in (query.start, *query.also_start)])
    kinds, barred = ontology.load().entities, officials(snapshot, asked)
    some = [
        v
        for v in np.flatnonzero(reach * ontology.load().ties["met"].weight > threshold).tolist()
        if kinds[snapshot.kinds[v]].inside and v not in barred and v not in ground.own
    ]
    return sorted(some, key=lambda v: (-reach[v], snapshot.ids[v]))


def _missing(ground: Campaign, maker: Maker, near: Sequence[int]) -> tuple[Node, Node]:
    """A tie that would lead to a decision maker: of whoever of its country we reach best, of ourselves where that is nobody or we are of it."""
    snapshot, country = ground.snapshot, maker.standing.country
    us = snapshot.index(ground.query.start)
    others = [] if country in ("", snapshot.countries[us]) else near
    first = next((v for v in others if snapshot.countries[v] == country), us)
    to = maker.step.body if maker.step.body and snapshot.kinds[maker.caller] == "post" else snapshot.node(maker.caller)
    return snapshot.node(first), to


def _path_query(ground: Campaign, maker: Maker) -> PathQuery:
    query = ground.query
    ends = [ground.snapshot.ids[v] for v in maker.stands_for if ground.snapshot.kinds[v] != "post"] or [ground.snapshot.ids[maker.caller]]
    return PathQuery(
        as_of=query.day,
        view=query.view,
        start=query.start,
        also_start=query.also_start,
        end=ends[0],
        also_end=tuple(ends[1:]),
        k=1,
        max_ties=query.max_ties,
    )


def _silent(ground: Campaign) -> Iterator[Gap]:
    """Those with power of whom nothing is known: decision makers first, then whoever has a high score of influence."""
    snapshot, query = ground.snapshot, ground.query
    known = standings(snapshot, query.view, query.day, query.ask)
    seats = {v for maker in ground.makers for v in maker.stands_for}
    for maker in ground.makers:
        if maker.standing.position == "unknown" and ground.own.isdisjoint(maker.stands_for):
            yield _silence(maker.standing, ground.share(maker), f"it {listing(list(maker.says))}", maker.evidence)
    strong = [v for v in ground.power if ground.is_strong(v) and v not in seats and v not in ground.own]
    for v in sorted(strong, key=lambda v: snapshot.ids[v]):
        one = known.get(v) or unknown(snapshot, query.view, query.day, v)
        if one.position == "unknown" and one.role != "other" and one.entity.kind not in HUMAN:
            yield _silence(one, 0.0, f"its influence score is higher than that of {100 * ground.power[v]:.0f} % of the actors", ())


def _silence(standing: Standing, weight: float, why: str, evidence: Sequence[Evidence]) -> Gap:
    name = standing.entity.name
    stated = f" any more (stated {standing.said_on}, more than a year ago)" if standing.stale else ""
    return Gap(
        kind="unknown stance",
        about=(standing.entity,),
        weight=weight,
        words=f"where {name} stands is not known{stated}; {why}",
        closes=f"a statement of its own by {name}",
        evidence=(*evidence, *standing.evidence),
    )


def _single(ground: Campaign, near: Sequence[Maker]) -> Iterator[Gap]:
    """Decision makers to whom there are no two routes that share no go-between and no tie."""
    snapshot, query = ground.snapshot, ground.query
    for maker in near:
        path = maker.step.path
        asked = _path_query(ground, maker)
        _, roads = laid(snapshot, asked)
        found = disjoint_paths(roads, snapshot.ids, k=2, max_ties=query.max_ties)
        if path is None or sum(len(way) - 1 <= query.max_ties for way in found.paths) > 1:
            continue
        cut = tuple(snapshot.node(v) for v in sorted({v for each in found.cuts for v in each}, key=lambda v: snapshot.ids[v]))
        name = maker.step.actor.name
        way = " → ".join(node.name for node in path.nodes)
        only = f"it hangs on the tie of {path.nodes[-2].name} and {path.nodes[-1].name}"
        through = f"everything runs through {listing([node.name for node in cut])}" if cut else only
        yield Gap(
            kind="single route",
            about=(maker.step.actor,),
            weight=ground.share(maker),
            words=f"there is one route to {name}: {way}; {through}",
            closes=f"a second route to {name} " + (f"that does not need {listing([node.name for node in cut])}" if cut else "over somebody else"),
            cut=cut,
            evidence=tuple(proof for tie in path.ties for proof in tie.evidence),
        )


def _stale(ground: Campaign, near: Sequence[Maker]) -> Iterator[Gap]:
    day = ground.query.day
    for tie, makers in used_ties(near).values():
        last = newest(ground.snapshot, tie.evidence, day)
        if last is None or months_between(last, day) < priors().stale:
            continue
        age, names = months_between(last, day), few([maker.step.actor.name for maker in makers])
        yield Gap(
            kind="stale tie",
            about=(tie.a, tie.b),
            weight=ground.share(*makers),
            words=f"the newest evidence of {tie.a.name} and {tie.b.name} is of {last}, {age} months old; their tie is on the route to {listing(names)}",
            closes=f"a new contact of {tie.a.name} and {tie.b.name}, or newer evidence of one",
            missing=(tie.a, tie.b),
            evidence=tie.evidence,
        )


def _sentence(ground: Campaign, found: Sequence[Gap], near: Sequence[Maker], threshold: float) -> str:
    ask = ground.snapshot.names[ground.ask]
    if not ground.makers:
        return f"Nobody is known to have a say on “{ask}”: no vehicle is in evidence by which it could be granted."
    counts = [f"{TITLES[kind]}: {number}" for kind in KINDS if (number := sum(gap.kind == kind for gap in found))]
    start = ground.snapshot.names[ground.snapshot.index(ground.query.start)]
    said = f"On “{ask}”, {start} has a path of {threshold:.2f} or better to {len(near)} of the {len(ground.needed)} that decide or must agree"
    return f"{said}. Gaps: {'; '.join(counts)}." if counts else f"{said}, and no gap is in evidence."


def _would_change(found: Sequence[Gap]) -> str:
    """What would close the weightiest gap."""
    first = max(found, key=lambda gap: (gap.weight, -KINDS.index(gap.kind)), default=None)
    return f"{first.closes} ({first.kind})" if first else ""


def _warnings(ground: Campaign, found: Sequence[Gap], near: Sequence[Maker]) -> Iterator[str]:
    yield from ground.one_source([maker.step.path for maker in near if maker.step.path])
    if ground.taken:
        yield f"left out, though their part is needed: {listing(few(ground.taken))}"
    if ground.makers:
        yield "a gap is one of the record: that no tie is in evidence does not say that there is none"
    for kind in KINDS:
        if (number := sum(gap.kind == kind for gap in found)) > priors().most:
            yield f"only the first {priors().most} of {number} gaps of the kind {kind} are shown"
    yield from (notices()[country] for country in sorted({maker.standing.country for maker in near}) if country in notices())
