"""Who is known: entities by identifier and by name, so that a register's "UNITED MEXICAN STATES" ends at the one node it means.

Exact identifiers come first, then exact names of the same sort of thing; what merely looks alike is a proposal
(`loaders.alike`), never a merge.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph import ontology
from graph.claims import Record
from graph.spelling import fold, slug

PEOPLE = frozenset({"person", "role"})
PUBLIC_BODIES = frozenset({"agency", "legislature", "government", "statistics_publisher"})
COUNTRIES = frozenset({"government", "place", "intergovernmental"})
UNIQUE = frozenset({"wikidata", "bioguide", "govtrack", "lei", "thomas", "lda-lobbyist", "orcid"})  # schemes that give one thing one value
POSTS = frozenset({"leads", "works_for", "member_of", "holds_post"})
NAMES = frozenset({"name", "alias"})
TELLING = ("kind", "name", "alias", "identifier", "country", "leads", "works_for", "member_of", "holds_post")  # predicates that tell who is who


@dataclass(frozen=True, slots=True)
class Party:
    """Whoever or whatever a register names.

    `identifiers` are pairs of scheme and value, the strongest first ("bioguide", "S001195"); `country` a code such as us.
    `among` are ids that a person belongs to: a person is known by name alone only where one of them is shared.
    `id` is given where the id follows from elsewhere (gov:mx, chapter:usmca/19).
    """

    kind: str
    name: str
    identifiers: tuple[tuple[str, str], ...] = ()
    aliases: tuple[str, ...] = ()
    country: str = ""
    url: str = ""
    describes: str = ""
    among: tuple[str, ...] = ()
    id: str = ""


class Known:
    """Entities by identifier and by folded name; it learns from records and from every party that it is asked about."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._identified: dict[str, str] = {}
        self._named: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._kinds: defaultdict[str, set[str]] = defaultdict(set)
        self._called: defaultdict[str, set[str]] = defaultdict(set)
        self._countries: dict[str, str] = {}
        self._schemes: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self._belongs: defaultdict[str, set[str]] = defaultdict(set)
        self.names: dict[str, str] = {}
        self.fresh: dict[str, Party] = {}
        for record in records:
            self.note(record)

    def note(self, record: Record) -> None:
        """Learn from a filed claim."""
        claim = record.claim
        if claim.predicate in NAMES:
            self._name(claim.subject, claim.value, called=claim.predicate == "name")
        elif claim.predicate == "kind":
            self._kinds[claim.subject].add(claim.value)
        elif claim.predicate == "country":
            self._countries.setdefault(claim.subject, claim.value)
        elif claim.predicate == "identifier":
            self._identify(claim.subject, claim.value)
        elif claim.predicate in POSTS:
            self._belongs[claim.subject].add(claim.object)

    def learn(self, entity: str, party: Party) -> None:
        """Learn what a register says of an entity."""
        for predicate, value in self.facts(entity, party):
            if predicate == "kind":
                self._kinds[entity].add(value)
            elif predicate == "name":
                self._called[entity].add(value)
        for alias in (party.name, *party.aliases):
            self._name(entity, alias)
        for scheme, value in party.identifiers:
            self._identify(entity, f"{scheme}:{value}")
        if party.country:
            self._countries.setdefault(entity, party.country)
        self._belongs[entity].update(party.among)

    def facts(self, entity: str, party: Party) -> Iterator[tuple[str, str]]:
        """What a register's entry adds to an entity, as predicate and value, the same at every load of the same file.

        Of an entity that other sources have a kind or a name for, the register's kind is left out and its name is an alias.
        """
        kinds, called = self._kinds[entity], self._called[entity]
        if not kinds or party.kind in kinds:
            yield "kind", party.kind
        yield "name" if not called or party.name in called else "alias", party.name
        for alias in dict.fromkeys(party.aliases):
            if alias and alias != party.name:
                yield "alias", alias
        for scheme, value in party.identifiers:
            yield "identifier", f"{scheme}:{value}"
        for predicate, value in (("country", party.country), ("url", party.url), ("describes", party.describes)):
            if value:
                yield predicate, value

    def find(self, party: Party, mark: str = "") -> str:
        """The id of a party: of the known entity that it is, else a new readable one, the same in every load.

        `mark` (the register's name) tells the new one from another of that name, where country and identifiers do not.
        """
        return party.id or self._by_identifier(party) or self._by_name(party) or self._new(party, mark)

    def bodies(self, name: str) -> list[str]:
        """The organisations and governments of exactly this name, case and accents apart, by id."""
        return sorted(entity for entity in self._named.get(fold(name), ()) if entity.startswith(("org:", "gov:")))

    def is_public(self, entity: str) -> bool:
        """Whether an entity is known as a public body."""
        return not self._kinds[entity].isdisjoint(PUBLIC_BODIES)

    def _by_identifier(self, party: Party) -> str:
        return next((self._identified[key] for key in (f"{scheme}:{value}" for scheme, value in party.identifiers) if key in self._identified), "")

    def _by_name(self, party: Party) -> str:
        """The one known entity of this name that may be it; nothing where several may."""
        for name in (party.name, *party.aliases):
            may = [entity for entity in self._named.get(fold(name), ()) if self._may_be(entity, party)]
            if len(may) == 1:
                return may[0]
        return ""

    def _may_be(self, entity: str, party: Party) -> bool:
        """Whether a known entity of the same name can be the party: of a like kind, not of another country, not otherwise identified."""
        kinds = self._kinds[entity] or {ontology.load().implied_kind(entity)}
        if not any(_alike(kind, party.kind) for kind in kinds):
            return False
        if party.country and self._countries.get(entity, party.country) != party.country:
            return False
        schemes = self._schemes[entity]
        if any(schemes.get(scheme, value) != value for scheme, value in party.identifiers if scheme in UNIQUE):
            return False
        return party.kind != "person" or bool(self._belongs[entity].intersection(party.among))

    def _new(self, party: Party, mark: str) -> str:
        plain = f"{ontology.load().entities[party.kind].prefix}:{slug(party.name)}"
        apart = [party.country, *(f"{scheme} {value}" for scheme, value in party.identifiers), mark]
        free = (one for one in (plain, *(f"{plain}-{slug(word)}" for word in apart if word)) if one not in self._kinds or self._may_be(one, party))
        found = next(free, f"{plain}-{slug(mark or party.kind)}")
        self.fresh[found] = party
        return found

    def _name(self, entity: str, name: str, *, called: bool = False) -> None:
        if called:
            self._called[entity].add(name)
        self._named[fold(name)][entity] = None
        self.names.setdefault(entity, name)

    def _identify(self, entity: str, identifier: str) -> None:
        scheme, _, value = identifier.partition(":")
        self._identified.setdefault(identifier, entity)
        self._schemes[entity].setdefault(scheme, value)


def _alike(kind: str, other: str) -> bool:
    """Whether two kinds can be readings of one thing: persons with persons, countries with countries, bodies with bodies."""
    prefixes = ontology.load().entities
    if kind in PEOPLE or other in PEOPLE:
        return kind in PEOPLE and other in PEOPLE
    if kind in COUNTRIES and other in COUNTRIES:
        return True
    return prefixes[kind].prefix == prefixes[other].prefix
