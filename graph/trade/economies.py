"""Which economies hold which: a group and its members overlap and are never added up."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from itertools import combinations

from graph import ontology
from graph.claims import Frozen
from graph.errors import UnknownName
from graph.snapshot.arrays import Snapshot
from graph.snapshot.kept import once_for_each
from graph.spelling import fold

WORLD = "world"
ECONOMIES = ("place", "government", "intergovernmental")


class Group(Frozen):
    """A group of economies: its members by ISO code; none listed means that they are not known here."""

    names: tuple[str, ...] = ()
    members: frozenset[str] = frozenset()
    everyone: bool = False


class Exchange(Frozen):
    """Two economies that take each other's import records as their own export records."""

    pair: tuple[str, str]
    reason: str


class Economies(Frozen):
    """The file `ontology/economies.yaml`."""

    groups: Mapping[str, Group]
    exchanges: tuple[Exchange, ...] = ()


@cache
def economies() -> Economies:
    """Read the file once."""
    return Economies.model_validate(ontology.read("economies"))


def economy(entity: str) -> str:
    """The key of an economy behind an entity: `gov:mx` and `place:mx` are both "mx"."""
    return entity.partition(":")[2]


def members(snapshot: Snapshot, entity: int) -> list[int]:
    """All that one economy is filed as, the entity first: a government and its country are one where trade is asked for. Others stand for themselves."""
    if snapshot.kinds[entity] not in ECONOMIES:
        return [entity]
    found = [entity]
    for prefix in ("gov", "place", "org"):
        with suppress(UnknownName):
            found.append(snapshot.index(f"{prefix}:{economy(snapshot.ids[entity])}"))
    return list(dict.fromkeys(one for one in found if snapshot.kinds[one] in ECONOMIES))


def overlap(a: str, b: str) -> bool:
    """True when the two may share trade: the same, one inside the other, or groups that meet.

    A group whose members are not listed may hold anyone.
    """
    if a == b or a.startswith(f"{b}-") or b.startswith(f"{a}-"):
        return True
    first, second = _members(a), _members(b)
    return first is None or second is None or not first.isdisjoint(second)


def overlapping(keys: Sequence[str]) -> tuple[str, str] | None:
    """The first two different keys that overlap, or None."""
    return next((pair for pair in combinations(sorted(set(keys)), 2) if overlap(*pair)), None)


def exchange(a: str, b: str) -> str:
    """Why a mirror check of the two tests nothing, or ""."""
    return next((each.reason for each in economies().exchanges if set(each.pair) == {a, b}), "")


@once_for_each
def named(snapshot: Snapshot) -> Mapping[str, str]:
    """Folded names of places, governments and groups to the keys of economies; a name of several is left out."""
    found: dict[str, set[str]] = {}
    kinds = snapshot.kinds
    for i, kind in enumerate(kinds):
        entity = snapshot.ids[i]
        if kind in ("place", "government") or economy(entity) in economies().groups:
            said = snapshot.entity(i)
            for name in (said.name, *said.aliases):
                found.setdefault(fold(name), set()).add(economy(entity))
    for key, group in economies().groups.items():
        for name in group.names:
            found[fold(name)] = {key}
    return {name: next(iter(keys)) for name, keys in found.items() if len(keys) == 1}


def _members(key: str) -> frozenset[str] | None:
    """The economies that a key stands for; None when that is not known."""
    group = economies().groups.get(key)
    if group is None:
        return frozenset({key})
    return None if group.everyone or not group.members else group.members
