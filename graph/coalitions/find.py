"""Coalitions: who holds together by what they say of asks, and who by what they do together.

The two layers are kept apart and compared. Beliefs are signed ties, congruence less conflict (`graph.coalitions.discourse`),
grouped so that the least contradicts (`graph.coalitions.communities`); joint action is grouped by modularity. How sure a
grouping is comes from drawing which source groups hold.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from pydantic import Field

from graph.allies.asked import ask_of
from graph.allies.standing import role
from graph.allies.voices import Voices
from graph.coalitions.beliefs import Beliefs, beliefs, signed_ties
from graph.coalitions.bonds import EVEN, nodes, rivals, shared_asks
from graph.coalitions.communities import frustration, leiden, signed_communities
from graph.coalitions.coordination import Joint, joint_action
from graph.coalitions.discourse import Normalisation
from graph.coalitions.doubts import doubts
from graph.coalitions.resampled import ABSENT, Regroupings, regrouped
from graph.coalitions.words import answer_sentence, belief_sentence, joint_sentence, would_change
from graph.entities import tie
from graph.progress import Progress, part
from graph.results import Coalition, CoalitionLayer, CoalitionsResult, Evidence, Node, Overlap, Pair, Partner
from graph.snapshot.arrays import Flags, Floats, Longs, Snapshot
from graph.view import Query

TIES = 10
PAIRS = 20
SOURCES = 10
CAMPS = 2
STARTS = 4  # of the search in each draw


class CoalitionsQuery(Query):
    """Coalitions on `asks` (ids; empty: on all), at most `top` of each layer.

    `stated`: only stances stated within a year count. `normalisation` of belief ties is that of `graph.coalitions.discourse`.
    """

    asks: tuple[str, ...] = Field(default=(), max_length=100)
    stated: bool = False
    normalisation: Normalisation = "average"
    top: int = Field(default=20, ge=1, le=1000)
    seed: int = Field(default=0, ge=0, lt=2**63)
    draws: int = Field(default=200, ge=0, le=10_000)


class Grouped(NamedTuple):
    """A layer in arrays: entity numbers of n actors, their groups (n), the groups of at least two as positions, the largest first, and the draws.

    exact and camps, the frustration of the best two camps, are of beliefs.
    """

    actors: list[int]
    labels: Longs
    groups: list[list[int]]
    again: Regroupings
    exact: bool = True
    camps: float | None = None


def coalitions(snapshot: Snapshot, query: CoalitionsQuery, progress: Progress | None = None) -> CoalitionsResult:
    """The coalitions of both layers. `progress` is told (done, total) while draws are made; what it raises cancels the question.

    Raises UnknownName, and RequestError for what is no ask.
    """
    held = beliefs(snapshot, query, query.asks, stated=query.stated)
    said = _said_groups(held, query, part(progress, 0, 50))
    joint = joint_action(snapshot, query, held.actors if query.asks else None)
    acted = _joint_groups(joint, query, part(progress, 50, 100))
    voices = Voices(snapshot, query.view)
    belief = _belief_layer(snapshot, query, voices, held, said)
    coordination = _joint_layer(snapshot, query, voices, joint, acted)
    overlap = _overlap(snapshot, said, acted)
    asks = [ask_of(snapshot, ask) for ask in query.asks] or list(held.asks)
    told = {ask for (actor, ask), one in held.held.items() if one.value}
    silent = [ask for ask in dict.fromkeys(asks) if held.folded.get(ask, ask) not in told]
    proofs = [proof for layer in (belief, coordination) for one in layer.coalitions for proof in _proofs(one)]
    return CoalitionsResult(
        **snapshot.answer_fields(query, proofs),
        found=bool(belief.total or coordination.total),
        asks=nodes(snapshot, [ask for ask in held.asks if ask in told]),
        silent=nodes(snapshot, silent) if query.asks else (),
        belief=belief,
        coordination=coordination,
        overlap=overlap,
        sentence=answer_sentence(belief, coordination, overlap, [snapshot.names[ask] for ask in silent] if query.asks else []),
        would_change=would_change(snapshot, *_without(held, query, said)),
        warnings=tuple(doubts(snapshot, query, held, belief, coordination, proofs, query.draws)),
    )


def _said_groups(held: Beliefs, query: CoalitionsQuery, progress: Progress | None) -> Grouped:
    n = len(held.actors)
    ties = signed_ties(held.values(), query.normalisation)
    free, camps = signed_communities(ties, query.seed), signed_communities(ties, query.seed, CAMPS)
    shares = [frustration(ties, each.labels).share or 0 for each in (free, camps)]
    labels = free.labels if shares[0] <= shares[1] + EVEN else camps.labels

    def group(alive: Flags) -> Longs:
        return _regroup(held, query, alive)

    again = regrouped(held.snapshot, held.groups(), group, n, seed=query.seed, draws=query.draws, work=n * n, progress=progress)
    return Grouped(list(held.actors), labels, _largest(labels), again, free.exact, frustration(ties, camps.labels).share)


def _regroup(held: Beliefs, query: CoalitionsQuery, alive: Flags) -> Longs:
    """The grouping when only some source groups hold; ABSENT who takes no side then."""
    values = held.values(alive)
    there = np.flatnonzero((values != 0).any(axis=1))
    found = np.full(len(values), ABSENT, dtype=np.int64)
    found[there] = signed_communities(signed_ties(values[there], query.normalisation), query.seed, starts=STARTS).labels
    return found


def _joint_groups(joint: Joint, query: CoalitionsQuery, progress: Progress | None) -> Grouped:
    n = len(joint.actors)

    def group(alive: Flags | None) -> Longs:
        weights = joint.strengths(alive)
        some = weights > 0
        labels = leiden(joint.low[some], joint.high[some], weights[some], n, query.seed)
        there = np.zeros(n, dtype=np.bool_)
        there[joint.low[some]], there[joint.high[some]] = True, True
        return np.where(there, labels, ABSENT)

    labels = group(None)
    again = regrouped(joint.snapshot, joint.groups(), group, n, seed=query.seed, draws=query.draws, work=10 * len(joint.low), progress=progress)
    return Grouped(joint.actors.tolist(), labels, _largest(labels), again)


def _largest(labels: Longs) -> list[list[int]]:
    """The groups of at least two, the largest first, then by their first members."""
    found = [np.flatnonzero(labels == each).tolist() for each in range(int(labels.max(initial=-1)) + 1)]
    return sorted((group for group in found if len(group) > 1), key=lambda group: (-len(group), group[0]))


def _belief_layer(snapshot: Snapshot, query: CoalitionsQuery, voices: Voices, held: Beliefs, said: Grouped) -> CoalitionLayer:
    values = held.values()
    ties, asks = signed_ties(values, query.normalisation), signed_ties(values, "none")
    whole = frustration(ties, said.labels)
    found = []
    for group in said.groups[: query.top]:
        members, stability = _members(snapshot, query, voices, said, group, asks[np.ix_(group, group)].sum(axis=1))
        shared = shared_asks(snapshot, held, [said.actors[at] for at in group])
        against = rivals(snapshot, held, group, asks)
        one = Coalition(members=members, asks=shared, stability=stability, leaves_first=_least(members), against=against, sentence="")
        found.append(one.model_copy(update={"sentence": belief_sentence(one)}))
    return _layer(snapshot, "belief", said, found).model_copy(
        update={"ties": whole.ties, "contradicting": whole.contradicting, "frustration": whole.share, "two_camps": said.camps, "exact": said.exact}
    )


def _joint_layer(snapshot: Snapshot, query: CoalitionsQuery, voices: Voices, joint: Joint, acted: Grouped) -> CoalitionLayer:
    strengths = joint.strengths()
    inside = acted.labels[joint.low] == acted.labels[joint.high]
    weight = np.where(inside, strengths, 0)
    n = len(acted.actors)
    ends, both = np.concatenate([joint.low, joint.high]), np.concatenate([weight, weight])
    attached = np.bincount(ends, weights=both, minlength=n).astype(np.float64)
    found = []
    for group in acted.groups[: query.top]:
        members, stability = _members(snapshot, query, voices, acted, group, attached[group])
        within = np.flatnonzero(inside & np.isin(joint.low, group))
        strongest = within[np.lexsort((within, -strengths[within]))][:TIES]
        ties = tuple(tie(snapshot, joint.ties, int(joint.numbers[t])) for t in strongest)
        one = Coalition(members=members, ties=ties, stability=stability, leaves_first=_least(members), sentence="")
        found.append(one.model_copy(update={"sentence": joint_sentence(one, len(within))}))
    whole = float(strengths.sum())
    share = float(strengths[~inside].sum()) / whole if whole else None
    return _layer(snapshot, "coordination", acted, found).model_copy(
        update={"ties": len(strengths), "contradicting": int((~inside).sum()), "frustration": None if share is None else min(1.0, share)}
    )


def _layer(snapshot: Snapshot, name: str, grouped: Grouped, found: Sequence[Coalition]) -> CoalitionLayer:
    joined = {at for group in grouped.groups for at in group}
    alone = [actor for at, actor in enumerate(grouped.actors) if at not in joined]
    sizes = [len(one.members) * (len(one.members) - 1) for one in found]
    stable = [one.stability for one in found if one.stability is not None]
    mean = sum(s * size for s, size in zip(stable, sizes, strict=True)) / sum(sizes) if stable else None
    return CoalitionLayer.model_validate(
        {
            "layer": name,
            "coalitions": tuple(found),
            "total": len(grouped.groups),
            "alone": nodes(snapshot, alone),
            "actors": len(grouped.actors),
            "stability": mean,
            "draws": grouped.again.draws,
        }
    )


def _members(
    snapshot: Snapshot, query: CoalitionsQuery, voices: Voices, grouped: Grouped, group: Sequence[int], attached: Floats
) -> tuple[tuple[Partner, ...], float | None]:
    """The members of a group, the most attached first, and its stability."""
    drawn = grouped.again.together(group).tolist() if grouped.again.draws else [None] * len(group)
    found = []
    for at, attachment, stability in zip(group, attached.tolist(), drawn, strict=True):
        v = grouped.actors[at]
        kind = role(snapshot, voices, query.day, v)
        found.append(Partner(entity=snapshot.node(v), country=snapshot.countries[v], role=kind, attachment=attachment, stability=stability))
    mean = sum(drawn) / len(drawn) if grouped.again.draws else None
    return tuple(sorted(found, key=lambda one: (-round(one.attachment, 9), one.entity.id))), mean


def _least(members: Sequence[Partner]) -> tuple[Node, ...]:
    """The members least attached, unless all are alike or there are but two."""
    least = min(one.attachment for one in members)
    found = tuple(one.entity for one in members if one.attachment - least <= EVEN)
    return () if len(members) == 2 or len(found) == len(members) else found


def _overlap(snapshot: Snapshot, said: Grouped, acted: Grouped) -> Overlap:
    """How far the layers agree on the pairs of actors that are in both."""
    by_word = dict(zip(said.actors, said.labels.tolist(), strict=True))
    by_deed = dict(zip(acted.actors, acted.labels.tolist(), strict=True))
    both = sorted(by_word.keys() & by_deed.keys(), key=lambda v: snapshot.ids[v])
    counts: dict[tuple[bool, bool], list[tuple[int, int]]] = {(a, b): [] for a in (False, True) for b in (False, True)}
    for a, b in combinations(both, 2):
        counts[by_word[a] == by_word[b], by_deed[a] == by_deed[b]].append((a, b))
    alike, word, deed = counts[True, True], counts[True, False], counts[False, True]
    some = len(alike) + len(word) + len(deed)
    return Overlap(
        actors=len(both),
        pairs=len(both) * (len(both) - 1) // 2,
        both=len(alike),
        belief_only=len(word),
        coordination_only=len(deed),
        share=len(alike) / some if some else None,
        agree_only=tuple(Pair(a=snapshot.node(a), b=snapshot.node(b)) for a, b in word[:PAIRS]),
        act_only=tuple(Pair(a=snapshot.node(a), b=snapshot.node(b)) for a, b in deed[:PAIRS]),
    )


def _without(held: Beliefs, query: CoalitionsQuery, said: Grouped) -> tuple[Mapping[int, set[str]], Mapping[int, int], int]:
    """For each source group of the belief layer its titles and how many pairs would no longer be together without it; and how many are."""
    snapshot = held.snapshot
    titles: dict[int, set[str]] = {}
    actors = set(said.actors)
    for (actor, _), one in held.held.items():
        for word, source in zip(one.words, one.groups, strict=True) if actor in actors else ():
            titles.setdefault(source, set()).add(snapshot.source_ref(int(snapshot.claim_source[word.claim])).title)
    pairs = sum(len(group) * (len(group) - 1) // 2 for group in said.groups)
    lost = {}
    for source in sorted(titles, key=lambda at: (-len(titles[at]), snapshot.groups[at]))[:SOURCES]:
        alive = np.ones(len(snapshot.groups), dtype=np.bool_)
        alive[source] = False
        labels = _regroup(held, query, alive)
        kept = [np.unique(labels[group][labels[group] != ABSENT], return_counts=True)[1] for group in said.groups]
        lost[source] = pairs - sum(int((sizes * (sizes - 1) // 2).sum()) for sizes in kept)
    return titles, lost, pairs


def _proofs(one: Coalition) -> Iterator[Evidence]:
    for shared in one.asks:
        yield from shared.evidence
    for each in one.ties:
        yield from each.evidence
    for rival in one.against:
        yield from rival.evidence
