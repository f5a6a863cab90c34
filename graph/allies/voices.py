"""Whose words are whose: officers and staff speak for their body, on the days of their post."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from graph import ontology
from graph.allies.seats import seats
from graph.snapshot.arrays import Snapshot
from graph.strength import derive_about
from graph.view import View


@dataclass(frozen=True, slots=True)
class Voices:
    """Who speaks for whom under one view; what was looked up for one question is kept."""

    snapshot: Snapshot
    view: View
    _ties: dict[tuple[int, date], dict[int, str]] = field(default_factory=dict)
    _heads: dict[date, dict[int, set[int]]] = field(default_factory=dict)

    def are_of(self, body: int, speaker: int, on: date) -> bool:
        """True when the speaker is the body itself, heads it or works for it on that day."""
        return speaker == body or body in self._offices(speaker, on) or body in self.headed_by(speaker, on)

    def headed_by(self, person: int, on: date) -> set[int]:
        """The bodies that a person heads on a day, by a tie or by a post that heads its body."""
        if on not in self._heads:
            self._heads[on] = _heads(self.snapshot, self.view, on)
        return self._heads[on].get(person, set()) | {body for body, kind in self._offices(person, on).items() if kind == "officer_of"}

    def acts_for(self, person: int, on: date) -> set[int]:
        """The bodies that a person heads or works for on a day."""
        return self.headed_by(person, on) | set(self._offices(person, on))

    def _offices(self, person: int, on: date) -> dict[int, str]:
        if (person, on) not in self._ties:
            self._ties[person, on] = _offices(self.snapshot, self.view, on, person)
        return self._ties[person, on]


def _offices(snapshot: Snapshot, view: View, on: date, person: int) -> dict[int, str]:
    """The bodies to which a person's ties of office lead, and as what: the first kind of the file where there are several."""
    found: dict[int, str] = {}
    for kind in reversed(ontology.load().offices):
        ties = derive_about(snapshot, view, on, (kind,), person)
        for t, (low, high) in enumerate(zip(ties.low.tolist(), ties.high.tolist(), strict=True)):
            upward = 1 if low == person else -1
            if upward in ties.forward[ties.interaction_ptr[t] : ties.interaction_ptr[t + 1]]:
                found[high if low == person else low] = kind
    return found


def _heads(snapshot: Snapshot, view: View, on: date) -> dict[int, set[int]]:
    """The bodies that each person heads by holding a post there."""
    posts = seats(snapshot, view, on)
    found: dict[int, set[int]] = defaultdict(set)
    for post in posts.heading:
        for person in posts.holders.get(post, ()):
            found[person] |= posts.bodies.get(post, set())
    return found
