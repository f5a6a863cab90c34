"""Where an actor stands on an ask: what it said itself, and for the rest what others' words lead to infer.

A stance is only what was stated in the actor's own voice; the newest day counts. Where none was stated, or
it is stale or undated, a class is inferred from a Beta posterior: alpha = 1 + sum of w+, beta = 1 + sum of w-,
w = confidence * 2 ** (-age / 18 months), one count per source group and side (spec: queries). What the weights
are is data: `ontology/standing.yaml`. No evidence is unknown, never neutral.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, cast

from graph.allies import beta
from graph.allies.stances import HUMAN, Word, weights, words_on
from graph.allies.voices import Voices
from graph.claims import Modality, Status
from graph.results.allies import AGAINST, Basis, Position, Role, Stance, Standing
from graph.snapshot.arrays import Snapshot
from graph.view import View
from graph.words import listing, months_between

MOST = 25
DIRECT = ("own", "attributed")
LEANINGS: dict[Position, Position] = {"ally": "leaning ally", "opponent": "leaning opponent"}
POSITIONS: dict[str, Position] = {"support": "ally", "oppose": "opponent", "ambivalent": "swing", "neutral": "neutral"}
FIRST_ROLES: tuple[Role, ...] = ("executive", "legislature", "pressure group")


@dataclass(frozen=True, slots=True)
class Posterior:
    """Beta(alpha, beta) over how likely an actor is to support an ask."""

    alpha: float
    beta: float

    @property
    def p_support(self) -> float:
        """P(theta > .5)."""
        return 1.0 - beta.below(0.5, self.alpha, self.beta)

    @property
    def position(self) -> Position:
        """The class; a leaning needs one-sided evidence, a swing evidence on both sides."""
        p, data = self.p_support, weights()
        if p >= data.ally or p <= 1 - data.ally:
            return "ally" if p > 0.5 else "opponent"
        if self.alpha > 1 and self.beta > 1:
            return "swing"
        if p >= data.leaning or p <= 1 - data.leaning:
            return "leaning ally" if p > 0.5 else "leaning opponent"
        return "unknown"


def standings(snapshot: Snapshot, view: View, day: date, ask_id: str) -> dict[int, Standing]:
    """The standing of every actor of which anything is known on the ask, by its number. Raises UnknownName."""
    voices = Voices(snapshot, view)
    found = words_on(snapshot, view, day, snapshot.index(ask_id), voices)
    return {holder: _standing(snapshot, voices, day, holder, words) for holder, words in found.items()}


def stances(snapshot: Snapshot, view: View, day: date, ask_id: str) -> dict[int, Stance]:
    """The stated stance of every actor that stated one on the ask, by its number. Raises UnknownName."""
    found = words_on(snapshot, view, day, snapshot.index(ask_id), Voices(snapshot, view))
    return {holder: _stance(latest) for holder, words in found.items() if (latest := _latest(words))}


def standing(snapshot: Snapshot, view: View, day: date, ask_id: str, entity: int) -> Standing:
    """The standing of one actor, unknown where nothing is known of it. Raises UnknownName for the ask."""
    voices = Voices(snapshot, view)
    words = words_on(snapshot, view, day, snapshot.index(ask_id), voices).get(entity, [])
    return _standing(snapshot, voices, day, entity, words)


def unknown(snapshot: Snapshot, view: View, day: date, entity: int) -> Standing:
    """The standing of an actor of which nothing is known on an ask."""
    return _standing(snapshot, Voices(snapshot, view), day, entity, [])


def posterior(snapshot: Snapshot, words: Sequence[Word]) -> Posterior:
    """Each source group counts once on each side, with the weightiest of its words."""
    best: dict[tuple[int, int], float] = {}
    for word in words:
        key = (word.side, snapshot.claim_group(word.claim))
        best[key] = max(best.get(key, 0.0), word.weight)
    return Posterior(*(1 + sum(weight for (side, _), weight in sorted(best.items()) if side == wanted) for wanted in (1, -1)))


class Placed(NamedTuple):
    """Where some words put an actor: the newest own ones, their day, whether that is stale, the posterior of all, the position.

    `inferred`: the position comes from the posterior, since no fresh stance was stated.
    """

    latest: list[Word]
    said_on: date | None
    stale: bool
    belief: Posterior
    inferred: bool
    position: Position


def placed(snapshot: Snapshot, day: date, words: Sequence[Word]) -> Placed:
    """Where an actor's words on an ask put it: a fresh stance of its own, else what all words lead to infer."""
    latest = _latest(words)
    said_on = latest[0].on if latest else None
    stale = said_on is not None and months_between(said_on, day) >= weights().stale
    belief = posterior(snapshot, words)
    inferred = (not said_on or stale) and belief.alpha + belief.beta > 2
    position = _stated_position(latest) if said_on and not stale else _inferred_position(belief, words)
    return Placed(latest, said_on, stale, belief, inferred, position)


def _standing(snapshot: Snapshot, voices: Voices, day: date, entity: int, words: Sequence[Word]) -> Standing:
    latest, said_on, stale, belief, inferred, position = placed(snapshot, day, words)
    basis: Basis = "stated" if latest else "inferred" if inferred else "none"
    telling = words if inferred or not latest else [word for word in words if word.voice in DIRECT]
    pro, contra = _sides(latest, telling, position)
    return Standing(
        entity=snapshot.node(entity),
        country=snapshot.countries[entity],
        role=role(snapshot, voices, day, entity),
        stance=_stance(latest),
        basis=basis,
        position=position,
        said_on=said_on,
        stale=stale,
        confirmed=any(_confirmed(snapshot, word) for word in latest),
        p_support=belief.p_support if inferred else None,
        lo90=beta.quantile(0.05, belief.alpha, belief.beta) if inferred else None,
        hi90=beta.quantile(0.95, belief.alpha, belief.beta) if inferred else None,
        evidence=tuple(snapshot.evidence(claim) for claim in pro[:MOST]),
        against=tuple(snapshot.evidence(claim) for claim in contra[:MOST]),
        note="; ".join(_notes(snapshot, day, entity, latest, words, stale=stale, position=position)),
    )


def _latest(words: Sequence[Word]) -> list[Word]:
    """An actor's own words on the ask of the newest day; undated ones where none has a day."""
    stated = [word for word in words if word.voice == "own"]
    newest = max((word.on or date.min for word in stated), default=date.min)
    return [word for word in stated if (word.on or date.min) == newest]


def _stance(latest: Sequence[Word]) -> Stance:
    taken = {word.stance for word in latest}
    return cast(Stance, "unknown" if not taken else taken.pop() if len(taken) == 1 else "ambivalent")


def _stated_position(latest: Sequence[Word]) -> Position:
    taken = _stance(latest)
    if taken != "conditional":
        return POSITIONS[taken]
    sides = {word.side for word in latest}
    return "swing" if len(sides) > 1 else "leaning ally" if sides == {1} else "leaning opponent"


def _inferred_position(belief: Posterior, words: Sequence[Word]) -> Position:
    """The class of the posterior, at most a leaning where nobody spoke of the ask itself: asks and topics near it are hints."""
    found = belief.position
    return LEANINGS.get(found, found) if all(word.voice not in DIRECT for word in words) else found


def _sides(latest: Sequence[Word], words: Sequence[Word], position: Position) -> tuple[list[int], list[int]]:
    """Claims behind the answer, the newest own words first, and those that say otherwise; for the undecided, those for and those against."""
    spoken = {word.side for word in latest}
    both = len(spoken) > 1
    opposed = position in AGAINST or (spoken == {-1} and position in ("unknown", "swing"))
    side = -1 if opposed else 1
    order = sorted(words, key=lambda word: (word not in latest, word.voice != "own", -word.weight, word.claim))
    pro = [word.claim for word in order if word.side in (side, 0) or (both and word in latest)]
    contra = [word.claim for word in order if word.claim not in pro]
    return list(dict.fromkeys(pro)), list(dict.fromkeys(contra))


def _confirmed(snapshot: Snapshot, word: Word) -> bool:
    record = snapshot.record(word.claim)
    return record.decided and record.status is Status.ACCEPTED


def role(snapshot: Snapshot, voices: Voices, day: date, entity: int) -> Role:
    """The role of an actor; people have that of the body they act for, public office first."""
    roles = weights().roles
    if snapshot.kinds[entity] not in HUMAN:
        return roles.get(snapshot.kinds[entity], "other")
    held = {roles.get(snapshot.kinds[body], "other") for body in voices.acts_for(entity, day)}
    return next((each for each in FIRST_ROLES if each in held), "other")


def _notes(snapshot: Snapshot, day: date, entity: int, latest: Sequence[Word], words: Sequence[Word], *, stale: bool, position: Position) -> list[str]:
    """What is doubtful about a standing, in plain words."""
    notes = []
    claims = [snapshot.record(word.claim).claim for word in latest]
    if stale:
        notes.append(f"stale: said {months_between(latest[0].on or day, day)} months ago, and whether it still holds is not known")
    if latest and latest[0].on is None:
        notes.append("undated: whether it still holds is not known")
    if any(claim.modality is Modality.CONDITIONAL for claim in claims):
        notes.append("put forward as something that could be done")
    if any(claim.interval.last and claim.interval.last > day for claim in claims):
        notes.append("the dates leave open whether it had been said by this day")
    if latest and all(snapshot.record(word.claim).status is Status.PROPOSED for word in latest):
        notes.append("read by the extractor and accepted by nobody yet")
    if others := sorted({snapshot.names[snapshot.index(claim.subject)] for claim in claims} - {snapshot.names[entity]}):
        notes.append(f"said by {listing(others)}, who speaks for it")
    told = [word for word in words if word.voice == "attributed"]
    if told and not latest:
        speakers = sorted({snapshot.evidence(word.claim).speaker or "the publisher" for word in told})
        notes.append(f"only on the word of {listing(speakers)}; it has not spoken itself")
    if words and not latest and not told:
        notes.append("inferred from what it said of related asks or topics; it has not spoken on this one")
    if words and position == "unknown":
        notes.append("too little evidence to place it")
    return notes
