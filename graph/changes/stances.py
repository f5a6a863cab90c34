"""Stances, stated on an ask, that differ between two days."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

import numpy as np

from graph import ontology
from graph.allies.stances import Word, weights, words_on
from graph.allies.standing import standings, unknown
from graph.allies.voices import Voices
from graph.changes.words import change_words
from graph.results.allies import Standing
from graph.results.changes import StanceChange, StanceMove
from graph.snapshot.arrays import ENDS, UNKNOWN_DAY, Ints, Snapshot
from graph.view import View
from graph.words import fill, plain

MOVES: tuple[StanceMove, ...] = ("changed", "taken", "gone stale", "lapsed", "restated")


def spoken_of(snapshot: Snapshot, later: date) -> Ints:
    """The asks on which anybody took a stance by the day, by number; columns decide."""
    kinds = ontology.load().predicates.values()
    taking = [code for code, kind in enumerate(kinds) if kind.stance or kind.key in weights().asking]
    known = np.where(snapshot.claim_start == UNKNOWN_DAY, snapshot.claim_day, snapshot.claim_start) <= later.toordinal()
    ends = snapshot.ends_of(np.flatnonzero(np.isin(snapshot.claim_predicate, taking) & known))
    named = np.unique(ends[:, [ENDS.index("object"), ENDS.index("ask")]])
    code = list(ontology.load().entities).index("ask")
    asks: Ints = named[(named >= 0) & (snapshot.kind_codes[named] == code)]
    return asks


def stance_changes(snapshot: Snapshot, view: View, earlier: date, later: date, asks: Collection[int], about: Collection[int]) -> list[StanceChange]:
    """By kind of change, then the newest, then by actor and ask; only of or on what it is about, where that is given."""
    found = []
    for ask in asks:
        before, after = (standings(snapshot, view, day, snapshot.ids[ask]) for day in (earlier, later))
        said = tuple(words_on(snapshot, view, day, ask, Voices(snapshot, view)) for day in (earlier, later))
        for holder in sorted(before.keys() | after.keys()):
            if not about or {holder, ask} & set(about):
                was, now = (told.get(holder) or unknown(snapshot, view, day, holder) for told, day in ((before, earlier), (after, later)))
                found += list(_change(snapshot, ask, was, now, (_own(said[0], holder), _own(said[1], holder))))
    return sorted(found, key=lambda each: (MOVES.index(each.move), -(each.said_on or date.min).toordinal(), each.actor.id, each.ask.id))


def _own(said: Mapping[int, Sequence[Word]], holder: int) -> tuple[Word, ...]:
    """An actor's own words on the ask, the newest first, then by claim."""
    own = [word for word in said.get(holder, ()) if word.voice == "own"]
    return tuple(sorted(own, key=lambda word: (-(word.on or date.min).toordinal(), word.claim)))


def _change(snapshot: Snapshot, ask: int, was: Standing, now: Standing, own: tuple[tuple[Word, ...], tuple[Word, ...]]) -> Iterator[StanceChange]:
    move = _move(was, now, own)
    if not move:
        return
    there, words = (was, own[0]) if move == "lapsed" else (now, own[1])
    names = {"actor": plain(now.entity.name), "ask": f"“{plain(snapshot.names[ask])}”", "on": str(there.said_on or "undated")}
    yield StanceChange(
        move=move,
        actor=now.entity,
        ask=snapshot.node(ask),
        before=was.stance,
        after=now.stance,
        said_on=there.said_on,
        note=there.note,
        evidence=tuple(snapshot.evidence(word.claim) for word in words if word.on == words[0].on),
        sentence=fill(change_words().stances[move], before=_called(was.stance), after=_called(now.stance), **names) + ".",
    )


def _called(stance: str) -> str:
    return {"conditional": "support on conditions"}.get(stance, stance)


def _move(was: Standing, now: Standing, own: tuple[tuple[Word, ...], tuple[Word, ...]]) -> StanceMove | None:
    if now.basis != "stated":
        return "lapsed" if was.basis == "stated" else None
    if was.basis != "stated":
        return "taken"
    if was.stance != now.stance:
        return "changed"
    if {word.claim for word in own[1]} - {word.claim for word in own[0]}:
        return "restated"
    return "gone stale" if now.stale and not was.stale else None
