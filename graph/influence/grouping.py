"""Groups of actors for brokerage: country, kind, or branch of power. Who belongs to none is said, not put anywhere."""

from collections.abc import Callable
from datetime import date
from typing import Literal

from graph.allies.standing import role
from graph.allies.voices import Voices
from graph.snapshot.arrays import Ints, Snapshot
from graph.view import View

Groups = Literal["country", "kind", "branch"]
PEOPLE = 5_000
OF_PEOPLE = ("person", "role")


def groups_of_actors(snapshot: Snapshot, view: View, day: date, actors: Ints, groups: Groups) -> tuple[list[str], str]:
    """The group of each actor ("" for none), and a warning where it was not sought for all."""
    if groups == "country":
        return [snapshot.countries[v] for v in actors.tolist()], ""
    if groups == "kind":
        return [snapshot.kinds[v] for v in actors.tolist()], ""
    kinds = [snapshot.kinds[v] for v in actors.tolist()]
    many = sum(kind in OF_PEOPLE for kind in kinds) > PEOPLE
    branch = _branch(snapshot, view, day)
    found = ["" if many and kind in OF_PEOPLE else branch(v) for kind, v in zip(kinds, actors.tolist(), strict=True)]
    return found, f"the branch of people was not sought: there are more than {PEOPLE}" if many else ""


def _branch(snapshot: Snapshot, view: View, day: date) -> Callable[[int], str]:
    """The branch of an actor: executive, legislature or pressure group; what is none of these has none."""
    voices = Voices(snapshot, view)

    def branch(entity: int) -> str:
        found = role(snapshot, voices, day, entity)
        return "" if found == "other" else found

    return branch
