"""The best path from those who ask to one post or body, in words too where there is none."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from graph.paths.answers import laid, path_of
from graph.paths.walk import PathQuery, best_way, without_tie
from graph.results import Path
from graph.snapshot.arrays import Snapshot
from graph.view import View
from graph.words import count, listing, months_between, words


@dataclass(frozen=True, slots=True)
class Reached:
    """score is in [0, 1], 0 where nothing is reached and 1 for ourselves; in_person: the path ends at a holder."""

    score: float
    in_person: bool
    path: Path | None
    words: str


@dataclass(frozen=True, slots=True)
class Reacher:
    """Best paths from one start (none where `start` is empty) of at most `max_ties` ties; each is looked for once."""

    snapshot: Snapshot
    view: View
    day: date
    start: str
    also_start: tuple[str, ...]
    max_ties: int
    _found: dict[tuple[int, ...], Reached] = field(default_factory=dict)

    def to(self, bodies: Sequence[int], holders: Sequence[int]) -> Reached:
        """The best path to any of the bodies or holders."""
        if not self.start:
            return Reached(0.0, False, None, "")
        key = (*bodies, -1, *holders)
        if key not in self._found:
            self._found[key] = self._reach([*bodies, *holders], holders)
        return self._found[key]

    def hanging(self, path: Path, name: str) -> str:
        """What is left of the reach of somebody when the weakest tie of the path is gone."""
        tie = path.ties[path.weakest_tie]
        query = self._query([self.snapshot.index(path.nodes[-1].id)])
        _, roads = laid(self.snapshot, query)
        a, b = self.snapshot.index(tie.a.id), self.snapshot.index(tie.b.id)
        other = best_way(self.snapshot, without_tie(self.snapshot, query, roads, a, b), query)
        what = "another path would do" if other else "there is no path"
        return f"the tie of {tie.a.name} and {tie.b.name}: without it {what} to {name}"

    def _query(self, ends: Sequence[int]) -> PathQuery:
        keys = [self.snapshot.ids[v] for v in ends]
        return PathQuery(
            as_of=self.day, view=self.view, start=self.start, also_start=self.also_start, end=keys[0], also_end=tuple(keys[1:]), k=1, max_ties=self.max_ties
        )

    def _reach(self, ends: Sequence[int], holders: Sequence[int]) -> Reached:
        own = {self.snapshot.index(key) for key in (self.start, *self.also_start)}
        if own & set(ends):
            return Reached(1.0, True, None, "that is ourselves")
        none = Reached(0.0, False, None, f"no path in evidence within {count(self.max_ties, 'tie', 'ties')}")
        if not ends:
            return none
        query = self._query(ends)
        ties, roads = laid(self.snapshot, query)
        way = best_way(self.snapshot, roads, query)
        if not way:
            return none
        path = path_of(self.snapshot, ties, roads, way)
        return Reached(path.score, way[-1] in holders, path, self._words(path, holders))

    def _words(self, path: Path, holders: Sequence[int]) -> str:
        last = path.nodes[-1]
        names = [self.snapshot.names[v] for v in holders]
        person = f", not {listing(names)} in person" if names and last.name not in names else ""
        age = months_between(path.newest, self.day) if path.newest else 0
        old = f", newest evidence {age} months old" if age >= words().stale else ""
        doubt = ", possible rather than certain" if path.certainty == "possible" else ""
        way = " → ".join(node.name for node in path.nodes)
        return f"reached in {count(path.hops, 'tie', 'ties')} ({way}; score {path.score:.2f}{old}{doubt}){person}"
