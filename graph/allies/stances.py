"""What was said of where actors stand on an ask, in whose voice, and what each word counts."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Literal, NamedTuple

import numpy as np

from graph import ontology
from graph.allies.voices import Voices
from graph.claims import Claim, Frozen, Modality, Status
from graph.dates import MONTH
from graph.entities import ClaimsQuery, chosen_claims, stance
from graph.results.allies import Role
from graph.snapshot.arrays import UNKNOWN_DAY, Snapshot
from graph.view import View

Voice = Literal["own", "attributed", "related", "topic"]
TURNED = {"support": "oppose", "oppose": "support"}
HUMAN = ("person", "role")
SIDES = {"support": 1, "conditional": 1, "oppose": -1}


class Weights(Frozen):
    """`ontology/standing.yaml`, typed; see it for the meaning of each field."""

    half_life: float
    stale: int
    undated: float
    weight: Mapping[Voice, float]
    conditional: float
    shared_topics: int
    asking: Mapping[str, Literal["support", "oppose"]]
    told: tuple[str, ...]
    unsigned: tuple[str, ...]
    ally: float
    leaning: float
    roles: Mapping[str, Role]


class Target(NamedTuple):
    """Something a stance on which tells of the ask: what share of it, and whether to be for it is to be against the ask."""

    entity: int
    voice: Voice
    share: float
    turned: bool = False


class Word(NamedTuple):
    """One claim about where `holder` stands on the ask.

    `side` is 1 for, -1 against, 0 neither; `weight` what it counts in [0, 1]; `on` the last day it speaks of,
    never after the day asked for, or None.
    """

    claim: int
    holder: int
    voice: Voice
    stance: str
    side: int
    weight: float
    on: date | None


@cache
def weights() -> Weights:
    """Read the file once."""
    return Weights.model_validate(ontology.read("standing"))


def words_on(snapshot: Snapshot, view: View, day: date, ask: int, voices: Voices) -> dict[int, list[Word]]:
    """What was said by the day, by the number of the actor whose stance it is; each actor's words by claim."""
    found: dict[int, list[Word]] = defaultdict(list)
    for target in _targets(snapshot, ask):
        for number in _claims(snapshot, view, day, target.entity):
            for word in _words(snapshot, voices, day, target, number):
                found[word.holder].append(word)
    return {holder: sorted(set(words)) for holder, words in sorted(found.items())}


def _claims(snapshot: Snapshot, view: View, day: date, entity: int) -> list[int]:
    """Claims that take a stance on the entity or ask for it, known by the day."""
    numbers = chosen_claims(snapshot, ClaimsQuery(as_of=day, view=view, about=snapshot.ids[entity], statuses=view.statuses))
    taking = [code for code, kind in enumerate(ontology.load().predicates.values()) if kind.stance or kind.key in weights().asking]
    kept = np.isin(snapshot.claim_predicate[numbers], taking)
    known = (snapshot.claim_start[numbers] != UNKNOWN_DAY) | (snapshot.claim_day[numbers] <= day.toordinal())
    return [int(number) for number in numbers[kept & known]]


def _words(snapshot: Snapshot, voices: Voices, day: date, target: Target, number: int) -> Iterator[Word]:
    """The words that a claim is, for its subject and for the one body that the subject heads."""
    claim = snapshot.record(number).claim
    taken, side = _taken(claim)
    if not taken or target.entity not in _addressed(snapshot, claim):
        return
    if target.turned:
        taken, side = TURNED.get(taken, taken), -side
    last = int(snapshot.claim_day[number])
    on = min(date.fromordinal(last), day) if last != UNKNOWN_DAY else None
    subject = snapshot.index(claim.subject)
    bodies = voices.headed_by(subject, on or day) if snapshot.kinds[subject] in HUMAN else ()
    for holder in (subject, *(bodies if len(bodies) == 1 else ())):
        own = not claim.speaker or voices.are_of(holder, snapshot.index(claim.speaker), on or day)
        own = own and not set(claim.qualifiers) & set(weights().told)
        if own or target.voice == "own":
            voice = target.voice if own else "attributed"
            weight = weights().weight[voice] * target.share * _worth(snapshot, number, claim, taken, day)
            yield Word(number, holder, voice, taken, side, weight, on)


def _taken(claim: Claim) -> tuple[str, int]:
    """The stance that a claim takes and its side; "" where it takes none."""
    asked = weights().asking.get(claim.predicate, "") if claim.modality is Modality.ASSERTED else ""
    taken = stance(claim) or asked
    plain = ontology.load().predicates[claim.predicate].stance or asked
    return taken, SIDES.get(plain, 0)


def _addressed(snapshot: Snapshot, claim: Claim) -> set[int]:
    """What the claim takes a stance on: its ask, else its object."""
    asks = [end for end in (claim.object, claim.ask) if end.startswith("ask:")]
    return {snapshot.index(end) for end in asks or [claim.object] if end}


def _worth(snapshot: Snapshot, number: int, claim: Claim, taken: str, day: date) -> float:
    """confidence * 2 ** (-age / half-life), less on conditions."""
    data = weights()
    said = claim.interval.midpoint or snapshot.sources[int(snapshot.claim_source[number])].published
    months = max(0, (day - said).days) / MONTH if said else data.undated
    return claim.confidence / 1000 * 2 ** (-months / data.half_life) * (data.conditional if taken == "conditional" else 1.0)


def _targets(snapshot: Snapshot, ask: int) -> Iterator[Target]:
    """The ask, its contraries, the asks that are about much the same, and its topics."""
    yield Target(ask, "own", 1.0)
    against = contrary(snapshot, ask)
    yield from (Target(other, "own", 1.0, turned=True) for other in against)
    topics = topics_of(snapshot, ask)
    akin = {other for topic in topics for other in _concerning(snapshot, topic)} - {ask, *against}
    for other in sorted(akin):
        theirs = topics_of(snapshot, other)
        if len(topics & theirs) >= weights().shared_topics:
            yield Target(other, "related", len(topics & theirs) / len(topics | theirs))
    yield from (Target(topic, "topic", 1.0) for topic in sorted(topics))


def contrary(snapshot: Snapshot, ask: int) -> list[int]:
    """The asks that the record calls contrary to this one, by number."""
    claims = (snapshot.record(number).claim for number in _accepted(snapshot, ask, "distinct_from"))
    ends = {snapshot.index(end) for claim in claims if "contrary" in claim.qualifiers for end in (claim.subject, claim.object)}
    return sorted(ends - {ask})


def topics_of(snapshot: Snapshot, ask: int) -> set[int]:
    """The topics that an ask concerns, those left out whose support says nothing of it."""
    claims = (snapshot.record(number).claim for number in _accepted(snapshot, ask, "concerns"))
    topics = {claim.object for claim in claims if snapshot.index(claim.subject) == ask}
    return {snapshot.index(topic) for topic in topics if topic not in weights().unsigned}


def _concerning(snapshot: Snapshot, topic: int) -> set[int]:
    """The asks that concern a topic."""
    subjects = {snapshot.record(number).claim.subject for number in _accepted(snapshot, topic, "concerns")}
    return {snapshot.index(subject) for subject in subjects if subject.startswith("ask:")}


def _accepted(snapshot: Snapshot, entity: int, predicate: str) -> list[int]:
    """Accepted claims of one predicate that name an entity."""
    numbers = snapshot.about(entity)
    code = list(ontology.load().predicates).index(predicate)
    return [int(number) for number in numbers[(snapshot.claim_predicate[numbers] == code) & (snapshot.claim_status[numbers] == 0)]]


def pending(snapshot: Snapshot, view: View, day: date, ask: int) -> int:
    """How many proposed claims take a stance on the ask itself and are not used, because nobody has accepted them."""
    if Status.PROPOSED in view.statuses:
        return 0
    wider = view.model_copy(update={"statuses": (Status.PROPOSED,)})
    return sum(ask in _addressed(snapshot, snapshot.record(number).claim) for number in _claims(snapshot, wider, day, ask))
