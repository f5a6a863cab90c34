"""The smallest coalition on an ask: the fewest allies that cover countries and branches."""

from collections.abc import Mapping
from functools import cache

from graph import ontology
from graph.allies.asked import ask_of
from graph.allies.classify import own_rows
from graph.allies.stances import HUMAN, weights
from graph.allies.standing import standings
from graph.allies.voices import Voices
from graph.claims import Frozen
from graph.results import CoalitionMember, CoalitionResult, Role, Standing
from graph.results.allies import FOR
from graph.snapshot.arrays import Snapshot
from graph.view import Query
from graph.words import listing

Cells = tuple[tuple[str, Role], ...]


class CoalitionQuery(Query):
    """The smallest set of allies of `ask` (an id) that covers countries and branches."""

    ask: str


class Wanted(Frozen):
    """`ontology/cover.yaml`, typed; see it for the meaning of each field."""

    countries: tuple[str, ...]
    branches: tuple[Role, ...]


@cache
def wanted() -> Wanted:
    """Read the file once."""
    return Wanted.model_validate(ontology.read("cover"))


def cells() -> Cells:
    """Every cell (country, branch) that is to be covered, in the order of the file."""
    return tuple((country, branch) for country in wanted().countries for branch in wanted().branches)


def coalition(snapshot: Snapshot, query: CoalitionQuery) -> CoalitionResult:
    """The fewest allies that cover all cells which any ally covers. Raises UnknownName, and RequestError for what is no ask."""
    ask = ask_of(snapshot, query.ask)
    known = own_rows(snapshot, query.view, query.day, standings(snapshot, query.view, query.day, query.ask))
    voices = Voices(snapshot, query.view)
    allies = {snapshot.ids[v]: one for v, one in known.items() if one.position in FOR}
    covers = {key: found for key, one in allies.items() if (found := _cells(snapshot, query, voices, one))}
    every = cells()
    chosen = smallest({key: frozenset(map(every.index, found)) for key, found in covers.items()}, {key for key, one in allies.items() if one.inferred})
    members = tuple(_member(allies, covers, key) for key in chosen)
    reached = {cell for found in covers.values() for cell in found}
    covered = tuple(cell for cell in every if cell in reached)
    uncovered = tuple(cell for cell in every if cell not in reached)
    proofs = [proof for one in members for proof in (*one.standing.evidence, *one.standing.against)]
    return CoalitionResult(
        **snapshot.answer_fields(query, proofs, wanted().countries),
        ask=snapshot.node(ask),
        found=bool(members),
        members=members,
        covered=covered,
        uncovered=uncovered,
        sentence=_sentence(snapshot, snapshot.names[ask], members, uncovered),
        would_change=_would_change(snapshot, members),
        warnings=tuple(f"{one.standing.entity.name}: its position is inferred, not stated" for one in members if one.standing.inferred),
    )


def smallest(covers: Mapping[str, frozenset[int]], inferred: set[str]) -> tuple[str, ...]:
    """The fewest keys that together cover all numbers that any covers; then the fewest inferred ones, then by id.

    Exact: a best set is kept for each set of numbers that some of them cover together, 512 for nine cells.
    """
    alike: dict[int, str] = {}
    for key in sorted(covers, key=lambda each: (each in inferred, each)):
        alike.setdefault(sum(1 << cell for cell in covers[key]), key)
    best: dict[int, tuple[int, int, tuple[str, ...]]] = {0: (0, 0, ())}
    for mask, key in sorted(alike.items(), key=lambda pair: pair[1]):
        for reached, (size, guesses, keys) in list(best.items()):
            better = (size + 1, guesses + (key in inferred), (*keys, key))
            best[reached | mask] = min(best.get(reached | mask, better), better)
    return best[max(best)][2]


def _cells(snapshot: Snapshot, query: CoalitionQuery, voices: Voices, one: Standing) -> Cells:
    """The cells of an actor: its own, and for a person those of the bodies it acts for."""
    found = {(one.country, one.role)}
    if one.entity.kind in HUMAN:
        bodies = voices.acts_for(snapshot.index(one.entity.id), query.day)
        found |= {(snapshot.countries[body], weights().roles.get(snapshot.kinds[body], "other")) for body in bodies}
    return tuple(cell for cell in cells() if cell in found)


def _member(allies: Mapping[str, Standing], covers: Mapping[str, Cells], key: str) -> CoalitionMember:
    others = sorted(other for other, found in covers.items() if other != key and set(covers[key]) <= set(found))
    return CoalitionMember(standing=allies[key], covers=covers[key], instead=tuple(allies[other].entity for other in others))


def cell_names(snapshot: Snapshot, cells: Cells) -> str:
    """Cells in words: "United States (executive, legislature) and Mexico (executive)"."""
    branches: dict[str, list[str]] = {}
    for country, branch in cells:
        branches.setdefault(country, []).append(branch)
    return listing([f"{snapshot.country_name(country)} ({', '.join(of)})" for country, of in branches.items()])


def _sentence(snapshot: Snapshot, ask: str, members: tuple[CoalitionMember, ...], uncovered: Cells) -> str:
    if not members:
        named = ", ".join(map(snapshot.country_name, wanted().countries))
        return f"On “{ask}” nobody in evidence is an ally in any branch of the countries asked for ({named}), so there is no coalition to show."
    names = listing([one.standing.entity.name for one in members])
    said = f"On “{ask}” {names} {'covers' if len(members) == 1 else 'cover'} {len(cells()) - len(uncovered)} of {len(cells())} cells"
    return f"{said}; no ally in evidence for {cell_names(snapshot, uncovered)}." if uncovered else f"{said}."


def _would_change(snapshot: Snapshot, members: tuple[CoalitionMember, ...]) -> str:
    """The member nobody can replace that covers most."""
    alone = sorted((one for one in members if not one.instead), key=lambda one: (-len(one.covers), one.standing.entity.id))
    return f"without {alone[0].standing.entity.name} nobody else in evidence covers all of {cell_names(snapshot, alone[0].covers)}" if alone else ""
