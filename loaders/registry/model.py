"""What the registry knows, as frozen values. Ids follow `graph.claims.ENTITY_ID`; languages are "en", "es" and "fr"."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Entry:
    """A known thing and what it is called.

    `name` and `aliases` may be compared folded (case and accents away). `cased` counts only in exactly
    this case and as whole tokens; `only` does so in blocks of one language ("EU" is the United States in
    Spanish, the European Union in English). `weak` names it only where the text calls nothing else so
    (surnames, short forms). `adjectives` lend a country to a noun ("Mexican firms") and name no actor alone.
    `called` is what an answer calls it where that is not `name` ("AMITI", "Government of Canada").
    `identifiers` are those of registers, with their scheme ("bioguide:S001195").
    """

    id: str
    kind: str
    name: str
    called: str = ""
    aliases: tuple[str, ...] = ()
    cased: tuple[str, ...] = ()
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weak: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    country: str = ""
    part_of: str = ""
    url: str = ""
    describes: str = ""
    parties: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    distinct_from: tuple[str, ...] = ()
    succeeded_by: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()

    @property
    def forms(self) -> Iterator[str]:
        """Every form that names it by itself, the name first; adjectives and weak forms left out."""
        yield self.name
        if self.called:
            yield self.called
        yield from self.aliases
        yield from self.cased
        for forms in self.only.values():
            yield from forms


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the closed list.

    A trigger is a phrase compared with case and accents away and hyphens as spaces, except that a word
    written in capitals only ("AI", "IED") counts only so. `*` at a word's end stands for any ending,
    `...` for up to three words between. Words inside a phrase of `against` do not count.
    """

    id: str
    labels: Mapping[str, str]
    scope: str
    triggers: Mapping[str, tuple[str, ...]]
    against: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Term:
    """One person's time in a post; days as ISO text, `end` empty while it lasts, `known` the last day we vouch for."""

    person: str
    start: str
    end: str = ""
    known: str = ""
    acting: bool = False
    basis: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Vacancy:
    """That nobody held a post on the days of `when` (`graph.dates`)."""

    when: str
    basis: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """An office that decides or opens doors, with those who held it. `titles` are what texts call its holder."""

    id: str
    name: str
    at: str
    country: str = ""
    titles: tuple[str, ...] = ()
    heads: bool = True
    terms: tuple[Term, ...] = ()
    vacancies: tuple[Vacancy, ...] = ()


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A way to grant an ask: who decides, who must agree, who is consulted (ids of posts and bodies).

    `basis` names the rule in our own words; `checked` says whether it was compared with the official text.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    describes: str = ""
    basis: str = ""
    checked: bool = False
    decides: tuple[str, ...] = ()
    must_agree: tuple[str, ...] = ()
    consulted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """Something that can be asked of governments. `phrases` are the words texts use for it (as topic triggers)."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    describes: str = ""
    topics: tuple[str, ...] = ()
    vehicles: tuple[str, ...] = ()
    contrary: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Registry:
    """The known world. `entries` is ordered: governments first, countries as places (`place:xx`) last.

    `chapters` maps an agreement's id to its chapters by number ("19"); `digest` is the sha256 of the files it was read from.
    """

    entries: Mapping[str, Entry]
    topics: Mapping[str, Topic]
    asks: Mapping[str, Ask]
    posts: Mapping[str, Post]
    vehicles: Mapping[str, Vehicle]
    chapters: Mapping[str, Mapping[str, str]]
    digest: str = ""
