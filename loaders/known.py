"""Who is known: entities by identifier and by name, so that a register's "UNITED MEXICAN STATES" ends at the one node it means.

Exact identifiers come first, then exact names of the same sort of thing; what merely looks alike is a proposal
(`loaders.alike`), never a merge.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from graph import identity, ontology
from graph.claims import Judgement, Record
from graph.spelling import fold, slug
from graph.store.base import Told
from loaders.likeness import Names, Near
from loaders.written import otherwise, short_for

PEOPLE = frozenset({"person", "role"})
PUBLIC_BODIES = frozenset({"agency", "legislature", "government", "statistics_publisher"})
COUNTRIES = frozenset({"government", "place", "intergovernmental"})
COUNTED_TWICE = frozenset({"lda-lobbyist"})  # unique, but one person may be given several
UNIQUE = frozenset({"wikidata", "bioguide", "govtrack", "lei", "thomas", "lda-lobbyist", "orcid"})  # schemes that give one thing one value
POSTS = frozenset({"leads", "works_for", "member_of", "holds_post"})
NAMES = frozenset({"name", "alias"})
REGISTRY = "source:registry"
TELLING = ("kind", "name", "alias", "identifier", "country", "leads", "works_for", "member_of", "holds_post")  # predicates that tell who is who


@dataclass(frozen=True, slots=True)
class Party:
    """Whoever or whatever a register names.

    `identifiers` are pairs of scheme and value, the strongest first ("bioguide", "S001195"); `country` a code such as us.
    `said` are further names, claimed but too many or too loose to be known by.
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
    said: tuple[str, ...] = ()
    id: str = ""


class Known:
    """Entities by identifier and by folded name; it learns from records and from every party that it is asked about.

    `fresh` are those that it made anew since it was last emptied; `judgements` say which ids a person merged or kept apart.
    """

    def __init__(self, records: Iterable[Record] = (), judgements: Iterable[Judgement] = ()) -> None:
        self._identified: dict[str, str] = {}
        self._named: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._kinds: defaultdict[str, set[str]] = defaultdict(set)
        self._called: defaultdict[str, set[str]] = defaultdict(set)
        self._countries: dict[str, str] = {}
        self._settled: set[str] = set()
        self._schemes: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self._belongs: defaultdict[str, set[str]] = defaultdict(set)
        self.names: dict[str, str] = {}
        self.fresh: dict[str, Party] = {}
        self._unread: list[tuple[str, str]] = []
        self._alike = {"person": Names(persons=True), "org": Names()}
        said = tuple(judgements)
        self._merged = identity.clusters(said)
        self._apart = {frozenset(map(self._root, (one.left, one.right))) for one in said if one.verdict == "different"}
        for record in records:
            self.note(record)

    def note(self, record: Record) -> None:
        """Learn from a claim."""
        claim = record.claim
        self.tell([Told(claim.subject, claim.predicate, claim.value or claim.object, claim.source, None)])

    def tell(self, told: Iterable[Told]) -> None:
        """Learn from what claims tell."""
        for subject, predicate, value, source, folded in told:
            if predicate in NAMES:
                self._name(subject, value, called=predicate == "name", folded=folded)
            elif predicate == "kind":
                self._kinds[subject].add(value)
                if source == REGISTRY:
                    self._settled.add(subject)
            elif predicate == "country":
                self._countries.setdefault(subject, value)
            elif predicate == "identifier":
                self._identify(subject, value)
            elif predicate in POSTS:
                self._belongs[subject].add(value)

    def learn(self, entity: str, party: Party) -> None:
        """Learn what a register says of an entity."""
        for predicate, value in self.facts(entity, party):
            if predicate == "kind":
                self._kinds[entity].add(value)
            elif predicate == "name":
                self._called[entity].add(value)
        for alias in (party.name, *party.aliases, *party.said):
            self._name(entity, alias)
        for scheme, value in party.identifiers:
            self._identify(entity, f"{scheme}:{value}")
        if party.country:
            self._countries.setdefault(entity, party.country)
        self._belongs[entity].update(party.among)

    def facts(self, entity: str, party: Party) -> Iterator[tuple[str, str]]:
        """What a register's entry adds to an entity, as predicate and value, the same at every load, whatever was loaded before.

        Of an entity of our own registry the register's kind is left out and its name is an alias.
        """
        settled = entity in self._settled
        if not settled or party.kind in self._kinds[entity]:
            yield "kind", party.kind
        yield "alias" if settled and party.name not in self._called[entity] else "name", party.name
        for alias in dict.fromkeys((*party.aliases, *party.said)):
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

    def identified(self, identifier: str) -> str:
        """The entity of an identifier such as "bioguide:S001195"; "" when it is not known."""
        return self._identified.get(identifier, "")

    def country(self, entity: str) -> str:
        """The country of an entity; "" when it is not known."""
        return self._countries.get(entity, "")

    def judged(self, entity: str, other: str) -> bool:
        """Whether a person has said that two entities are the same, or that they are not."""
        return self._root(entity) == self._root(other) or frozenset((self._root(entity), self._root(other))) in self._apart

    def near(self, entity: str, name: str) -> Iterator[Near]:
        """Names of other organisations (of a person: other persons) that are like this name of an entity."""
        for one, called in self._unread:
            if index := self._alike.get(_sort(one)):
                index.add(one, called)
        self._unread.clear()
        index = self._alike.get(_sort(entity))
        return index.like(entity, name) if index else iter(())

    def could_be(self, entity: str, party: Party) -> bool:
        """Whether nothing that is known of an entity of a like name speaks against its being the party: kind, country or identifiers."""
        return self._fits(entity, party, UNIQUE - COUNTED_TWICE)

    def named(self, name: str) -> list[str]:
        """All entities of exactly this name, case and accents apart, by id."""
        return sorted(self._named.get(fold(name), ()))

    def call(self, entity: str, name: str) -> str:
        """Learn a name that a list gives an entity, and how to claim it, the same at every load: as its "name", or "alias" where our registry names it."""
        settled = entity in self._settled and name not in self._called[entity]
        self._name(entity, name, called=not settled)
        return "alias" if settled else "name"

    def kinds(self, entity: str) -> frozenset[str]:
        """The kinds that are said of an entity, else the one that its id implies."""
        return frozenset(self._kinds.get(entity) or {ontology.load().implied_kind(entity)})

    def knows(self, entity: str) -> bool:
        """Whether anything says what an entity is: its kind, or a name."""
        return bool(self._kinds.get(entity)) or entity in self.names

    def nearest(self, entity: str) -> list[str]:
        """Up to three known ids of the same prefix that an id may be a slip for, the likeliest first."""
        from rapidfuzz import fuzz, process

        prefix = entity.partition(":")[0] + ":"
        known = sorted({one for one in (*self.names, *self._kinds) if one.startswith(prefix)})
        found = process.extract(entity.removeprefix(prefix), [one.removeprefix(prefix) for one in known], scorer=fuzz.ratio, limit=3, score_cutoff=80)
        return [known[place] for _, _, place in found]

    def is_public(self, entity: str) -> bool:
        """Whether an entity is known as a public body."""
        return not self._kinds[entity].isdisjoint(PUBLIC_BODIES)

    def _by_identifier(self, party: Party) -> str:
        for scheme, value in party.identifiers:
            if found := self._identified.get(f"{scheme}:{value}"):
                return found
        return ""

    def _by_name(self, party: Party) -> str:
        """The one known entity of this name that may be it. Bodies also as registers write them otherwise."""
        names = (party.name, *party.aliases)
        more = () if party.kind in PEOPLE else (other for name in names for other in otherwise(name))
        for name in chain(names, more):
            may = [entity for entity in self._named.get(fold(name), ()) if self._may_be(entity, party)]
            if found := self._likeliest(may, name):
                return found
        if party.kind in PUBLIC_BODIES and party.country:
            short = [entity for entity in short_for(party.name) if self._countries.get(entity) == party.country and self._may_be(entity, party)]
            return short[0] if len(short) == 1 else ""
        return ""

    def _likeliest(self, may: list[str], name: str) -> str:
        """The one of several, or the one of our registry among them, or the one whose first name it is; "" where that leaves several.

        What a person merged is one. A loose alias in one source thus never hides whom everybody else means.
        """
        if len(may) < 2:
            return may[0] if may else ""
        folded = fold(name)
        called = [entity for entity in may if any(fold(one) == folded for one in self._called[entity])]
        for some in (may, [entity for entity in may if entity in self._settled], called):
            if some and len({self._root(entity) for entity in some}) == 1:
                return min(some)
        return ""

    def _may_be(self, entity: str, party: Party) -> bool:
        """Whether a known entity of the same name can be the party: it fits, and a person shares a body with it."""
        return self._fits(entity, party, UNIQUE) and (party.kind != "person" or bool(self._belongs[entity].intersection(party.among)))

    def _fits(self, entity: str, party: Party, schemes: frozenset[str]) -> bool:
        """Whether an entity is of a like kind, not of another country, not otherwise identified by one of the schemes."""
        kinds = self._kinds[entity] or {ontology.load().implied_kind(entity)}
        if not any(alike_kinds(kind, party.kind) for kind in kinds):
            return False
        if party.country and self._countries.get(entity, party.country) != party.country:
            return False
        known = self._schemes[entity]
        return not any(known.get(scheme, value) != value for scheme, value in party.identifiers if scheme in schemes)

    def _new(self, party: Party, mark: str) -> str:
        plain = f"{ontology.load().entities[party.kind].prefix}:{slug(party.name)}"
        apart = [party.country, *(f"{scheme} {value}" for scheme, value in party.identifiers), mark]
        free = (one for one in chain((plain,), (f"{plain}-{slug(word)}" for word in apart if word)) if one not in self._kinds or self._may_be(one, party))
        found = next(free, f"{plain}-{slug(mark or party.kind)}")
        if found not in self._kinds:
            self.fresh[found] = party
        return found

    def _root(self, entity: str) -> str:
        return self._merged.get(entity, entity)

    def _name(self, entity: str, name: str, *, called: bool = False, folded: str | None = None) -> None:
        if called:
            self._called[entity].add(name)
        named = self._named[folded or fold(name)]
        if entity not in named:
            named[entity] = None
            self._unread.append((entity, name))
        self.names.setdefault(entity, name)

    def _identify(self, entity: str, identifier: str) -> None:
        scheme, _, value = identifier.partition(":")
        self._identified.setdefault(identifier, entity)
        self._schemes[entity].setdefault(scheme, value)


def _sort(entity: str) -> str:
    """Persons are compared with persons, organisations and governments with one another."""
    prefix = entity.partition(":")[0]
    return "org" if prefix == "gov" else prefix


def alike_kinds(kind: str, other: str) -> bool:
    """Whether two kinds can be readings of one thing: persons with persons, countries with countries, bodies with bodies."""
    prefixes = ontology.load().entities
    if kind in PEOPLE or other in PEOPLE:
        return kind in PEOPLE and other in PEOPLE
    if kind in COUNTRIES and other in COUNTRIES:
        return True
    return prefixes[kind].prefix == prefixes[other].prefix
