"""Who trades with whom for one number: of the parts that the economies of a sentence play, those that are nearest and fit the way of trade."""

from collections.abc import Iterable
from dataclasses import dataclass

from loaders.documents.economies import Part, Role
from loaders.documents.places import REGION, TRIO, Place, together


@dataclass(frozen=True, slots=True)
class Ends:
    """Reporters (usually one) and partner of a flow; empty where the sentence names none."""

    reporters: tuple[Place, ...] = ()
    partner: Place | None = None


EXPORTERS: tuple[tuple[Part, ...], ...] = (("owner",), ("from", "goods"), ("pair",), ("subject",), ("lent",))
PARTNERS: dict[str, tuple[tuple[Part, ...], ...]] = {
    "export": (("to", "market"), ("with",)),
    "import": (("from", "goods"), ("lent",)),
    "trade": (("with",), ("to", "from", "market")),
}


def ends_of(known: tuple[Role, ...], way: str, first: int, piece: tuple[int, int], following: int) -> Ends:
    """Who trades with whom, for the number at `first` of a piece of its sentence, the piece's own words before those of the rest."""
    if way == "trade" and any({id for id, _ in role.places} >= TRIO for role in known):
        return Ends((REGION,), REGION)
    own = [role for role in known if piece[0] <= role.first < piece[1] and role.opened <= first]
    earlier = [role for role in known if role.first < piece[0]]
    later = [role for role in known if piece[1] <= role.first < following and role.opened <= first]
    for near in (own, earlier, later):
        pair = next((role for role in _by_distance(near, first) if role.part == "pair" and len(role.places) == 2), None)
        if pair and way == "trade":
            return Ends(pair.places[:1], pair.places[1])
    there = {place for role in own if role.part in PARTNERS[way][0] for place in role.places}
    reporter = _reporter(way, own, [role for role in earlier if not there.intersection(role.places)], first)
    partner = _partner(way, own, earlier, later, first, reporter)
    both = next((role for role in _by_distance(own, first) if role.part in ("owner", "subject") and len(role.places) == 2), None)
    if way == "trade" and both and partner is None:
        return Ends(both.places[:1], both.places[1])
    return Ends((together(reporter.places),) if reporter else (), partner)


def _by_distance(near: Iterable[Role], first: int) -> list[Role]:
    """Those before the number from the nearest, then those after it."""
    return sorted(near, key=lambda role: (role.first > first, abs(role.first - first)))


def _reporter(way: str, own: list[Role], earlier: list[Role], first: int) -> Role | None:
    order: tuple[tuple[Part, ...], ...] = (
        (("owner",), ("market", "to"), ("subject",)) if way == "import" else (("owner",), ("subject",)) if way == "trade" else EXPORTERS
    )
    before = [role for role in own if role.first < first or role.part != "subject"]
    for near in (before, earlier, own):
        ordered = _by_distance(near, first)
        for parts in order:
            if parts == ("market", "to") and not any(role.part in ("from", "goods", "lent") for role in (*own, *earlier)):
                continue
            fitting = [role for role in ordered if role.part in parts and (role.part != "owner" or role.way in (way, "", "trade") or near is earlier)]
            if fitting:
                return fitting[0]
    return next((role for role in _by_distance(own, first) if role.part == "owner"), None)


def _partner(way: str, own: list[Role], earlier: list[Role], later: list[Role], first: int, reporter: Role | None) -> Place | None:
    for near in (own, earlier, later):
        ordered = _by_distance(near, first)
        for parts in PARTNERS[way]:
            for role in ordered:
                if role.part in parts and role is not reporter and (not reporter or not set(role.places) & set(reporter.places)):
                    return together(role.places)
        turned = {"export": "import", "import": "export"}.get(way)
        other = next((role for role in ordered if near is not later and role.part == "owner" and role.way == turned and role is not reporter), None)
        if other and (not reporter or other.places != reporter.places):
            return together(other.places)
        if way == "import" and reporter:
            # "las importaciones mexicanas de China": what follows a known importer is the origin.
            other = next(
                (role for role in ordered if role.part == "owner" and role.way == "import" and role is not reporter and role.places != reporter.places), None
            )
            if other:
                return together(other.places)
    return None
