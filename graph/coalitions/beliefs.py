"""Who says what of which asks, as signed ties: congruence less conflict of positions, and the same for any sources that hold."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import NamedTuple

import numpy as np

from graph import ontology
from graph.allies.asked import ask_of
from graph.allies.stances import HUMAN, Word, contrary, words_on
from graph.allies.standing import DIRECT, Placed, placed
from graph.allies.voices import Voices
from graph.claims import Frozen
from graph.coalitions.discourse import Discourse, Normalisation, subtract
from graph.snapshot.arrays import Flags, Floats, Snapshot
from graph.strength import entity_kinds
from graph.view import Query

SIGNS = {"ally": 1, "leaning ally": 1, "opponent": -1, "leaning opponent": -1}


class Priors(Frozen):
    """`ontology/coalitions.yaml`, typed; see it for the meaning of each field."""

    value: Mapping[str, float]
    together: tuple[str, ...]
    visits: Mapping[str, tuple[str, ...]]
    actors: int
    asks: int


@cache
def priors() -> Priors:
    """Read the file once."""
    return Priors.model_validate(ontology.read("coalitions"))


class Held(NamedTuple):
    """The words of one actor on one ask with their source groups, and where they put it; sign is 1 for, -1 against, 0 neither, value in [-1, 1]."""

    words: tuple[Word, ...]
    groups: tuple[int, ...]
    place: Placed
    value: float

    @property
    def sign(self) -> int:
        """The side."""
        return (self.value > 0) - (self.value < 0)


@dataclass(frozen=True, slots=True)
class Beliefs:
    """The positions of actors (entity numbers, ascending) on asks (the same), as far as they take a side.

    `held` also holds those that take none. `folded` maps asks left out to those of which they say the contrary;
    `actors_cut` and `asks_cut` count what was left out by a bound.
    """

    snapshot: Snapshot
    query: Query
    stated: bool
    asks: tuple[int, ...]
    actors: tuple[int, ...]
    held: Mapping[tuple[int, int], Held]
    folded: Mapping[int, int]
    actors_cut: int = 0
    asks_cut: int = 0
    _seen: dict[tuple[int, int, frozenset[int]], float] = field(default_factory=dict)

    def values(self, alive: Flags | None = None) -> Floats:
        """The position of each actor on each ask (n, c) in [-1, 1]; `alive` says which source groups hold (None: all)."""
        rows = {actor: at for at, actor in enumerate(self.actors)}
        columns = {ask: at for at, ask in enumerate(self.asks)}
        found = np.zeros((len(rows), len(columns)))
        for (actor, ask), held in self.held.items():
            if actor in rows:
                found[rows[actor], columns[ask]] = held.value if alive is None else self._surviving(actor, ask, held, alive)
        return found

    def groups(self) -> list[int]:
        """The source groups of all words, ascending."""
        actors = set(self.actors)
        return sorted({group for (actor, _), held in self.held.items() if actor in actors for group in held.groups})

    def _surviving(self, actor: int, ask: int, held: Held, alive: Flags) -> float:
        standing = frozenset(at for at, group in enumerate(held.groups) if alive[group])
        key = (actor, ask, standing)
        if key not in self._seen:
            left = [word for at, word in enumerate(held.words) if at in standing]
            self._seen[key] = _value(placed(self.snapshot, self.query.day, left), self.stated) if left else 0.0
        return self._seen[key]


def signed_ties(values: Floats, normalisation: Normalisation) -> Floats:
    """Congruence less conflict (n, n) of positions (n, c)."""
    return subtract(Discourse(np.maximum(values, 0), np.maximum(-values, 0)), normalisation)


def beliefs(snapshot: Snapshot, query: Query, asks: Sequence[str], *, stated: bool) -> Beliefs:
    """Who takes which side on the asks, all of them where none is given. Raises UnknownName, and RequestError for what is no ask."""
    chosen, folded, asks_cut = _asks(snapshot, asks)
    voices = Voices(snapshot, query.view)
    held: dict[tuple[int, int], Held] = {}
    for ask in chosen:
        for actor, words in words_on(snapshot, query.view, query.day, ask, voices).items():
            if direct := tuple(word for word in words if word.voice in DIRECT):
                place = placed(snapshot, query.day, direct)
                groups = tuple(snapshot.claim_group(word.claim) for word in direct)
                held[actor, ask] = Held(direct, groups, place, _value(place, stated))
    held = _own(snapshot, query, voices, held)
    activity: dict[int, float] = defaultdict(float)
    for (actor, _), one in held.items():
        activity[actor] += abs(one.value)
    actors = [actor for actor, value in sorted(activity.items(), key=lambda pair: (-pair[1], snapshot.ids[pair[0]])) if value]
    most = priors().actors
    return Beliefs(
        snapshot=snapshot,
        query=query,
        stated=stated,
        asks=tuple(sorted(chosen)),
        actors=tuple(sorted(actors[:most])),
        held=held,
        folded=folded,
        actors_cut=max(0, len(actors) - most),
        asks_cut=asks_cut,
    )


def _asks(snapshot: Snapshot, asks: Sequence[str]) -> tuple[list[int], dict[int, int], int]:
    """The asks to compare, those that say the contrary of one before them left out, since the same words would count twice; and how many a bound cut."""
    every = [ask_of(snapshot, ask) for ask in asks] or [at for at, kind in enumerate(snapshot.kinds) if kind == "ask"]
    most = priors().asks
    kept = list(dict.fromkeys(every))
    if len(kept) > most:
        kept = sorted(sorted(kept, key=lambda at: (-len(snapshot.about(at)), snapshot.ids[at]))[:most])
    chosen: list[int] = []
    folded: dict[int, int] = {}
    for ask in kept:
        if turned := [other for other in contrary(snapshot, ask) if other in chosen]:
            folded[ask] = turned[0]
        else:
            chosen.append(ask)
    return chosen, folded, len(set(every)) - len(kept)


def _own(snapshot: Snapshot, query: Query, voices: Voices, held: Mapping[tuple[int, int], Held]) -> dict[tuple[int, int], Held]:
    """Without people who only spoke as heads of a body that has the same words, and what the view leaves out."""
    claims: dict[int, set[int]] = defaultdict(set)
    for (actor, _), one in held.items():
        claims[actor] |= {word.claim for word in one.words}
    wanted = entity_kinds(query.view.entity_kinds or tuple(ontology.load().entities))[snapshot.kind_codes]
    kept = {actor for actor in claims if wanted[actor] and not _spoken_for(snapshot, voices, query.day, actor, claims, held)}
    return {key: one for key, one in held.items() if key[0] in kept}


def _spoken_for(snapshot: Snapshot, voices: Voices, day: date, actor: int, claims: Mapping[int, set[int]], held: Mapping[tuple[int, int], Held]) -> bool:
    if snapshot.kinds[actor] not in HUMAN:
        return False
    days = {word.on or day for (who, _), one in held.items() if who == actor for word in one.words}
    return any(claims[actor] <= claims.get(body, set()) for on in sorted(days) for body in voices.headed_by(actor, on))


def _value(place: Placed, stated: bool) -> float:
    """What a position counts, in [-1, 1]; 0 for what takes no side, and for what was not stated where only that counts."""
    sign = SIGNS.get(place.position, 0)
    leaning = place.position.startswith("leaning")
    if place.inferred:
        return 0.0 if stated else sign * priors().value["leaning" if leaning else "inferred"]
    return sign * priors().value["conditional" if leaning else "stated"]
