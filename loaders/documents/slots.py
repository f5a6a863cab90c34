"""What stands in a sentence: mentions by type, countries lent by adjectives, dates, groups of countries, pronouns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loaders.documents.model import Document, Mention, NodeFound, Span
from loaders.documents.times import Phrase, find_times
from loaders.documents.unions import find_unions
from loaders.registry import Registry

LETTERS = {"person": "P", "role": "P", "government": "G", "agreement": "T", "chapter": "T", "article": "T", "annex": "T", "work": "W", "docket": "W"}
COUNTRY = re.compile(r"place:[a-z]{2}")

OFFICIALS_AFTER = re.compile(r"\s+(?:(?:trade|government|federal)\s+)?(?:officials|counterparts|negotiators|authorities|ministers)\b")
OFFICIALS_BEFORE = re.compile(r"\b(?:funcionarios|autoridades|negociadores|gobierno|Gobierno)\s+$")
TRIO = re.compile(
    r"\b(?:(?:all|the) three (?:capitals|countries|governments|nations|parties|partners|administrations)|(?:los|las) tres (?:capitales|pa[íi]ses"
    r"|gobiernos|naciones|partes|socios)"
    r"|les trois (?:pays|gouvernements|nations|parties|partenaires))\b",
    re.I,
)
PAIR = re.compile(
    r"\b(?:(?:both|the two) (?:countries|governments|nations)|(?:ambos|los dos|ambas) (?:pa[íi]ses|gobiernos|naciones)|les deux (?:pays"
    r"|gouvernements))\b",
    re.I,
)
TWO = re.compile(r"\b(?:the two|the pair|ambos|los dos|tous deux)\b(?= (?:are|were|will|have|had|met|agreed|also|plan|se|sostuv|acordaron|se sont))", re.I)
PARTIES = re.compile(r"\b(?:the parties to|las partes del|los pa[íi]ses (?:miembros|parte) del|les parties à l)\b", re.I)
PERSONAL = re.compile(
    r"\b(?:she|he|him|her(?= to [a-z])|ella|él|elle|(?:el|la) (?:dirigente|funcionari[oa]|mandatari[oa]|l[íi]der (?:empresarial|gremial|patronal)"
    r"|directiv[oa])"
    r"|the (?:minister|ambassador|secretary|executive|senator|lawmaker|premier|prime minister|official)|l[ea] ministre)\b(?!,?\s(?:of|for|de|du|des"
    r"|d'|to)\b)",
    re.I,
)
AUTHOR = re.compile(r"\b(?:the (?:author|writer)|el autor|la autora|l['’]auteure?)\b(?= (?:is|was|has|es|fue|ha|est)\b)", re.I)
OFFICES = re.compile(
    r"\b(?:the|this|la|el|le) (?:(?:same|misma|propia) )?(?:department|ministry|regulator|dependencia|minist[èe]re)\b(?! of| de| du| des)", re.I
)
IT = re.compile(
    r"(?:^|(?<=[.;] ))It(?= (?:also |has |later |further |then |strongly )*(?:urge[sd]|ask(?:s|ed)|call(?:s|ed) on|supports|supported"
    r"|oppose[sd]|met|backs|backed|warned|welcomed)\b)"
)
NOUNS = re.compile(
    (
        r"\b(?:(?:the|its|his|her|their|la|el|su|l['’]) ?(?:association|trade group|group|organi[sz]ation|council|chamber|coalition|alliance"
        r"|chambre|conseil|fédération|consejo|confederaci[óo]n|asociaci[óo]n"
        r"|organizaci[óo]n|c[áa]mara|agrupaci[óo]n|organismo|gremio))\b(?! of| de| d['’])"
    ),
    re.I,
)


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands at a place: one node, several ("the three countries"), or a date (no node)."""

    letter: str
    span: Span
    nodes: tuple[NodeFound, ...] = ()
    phrase: Phrase | None = None
    pronoun: bool = False

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its nodes."""
        return tuple(node.id for node in self.nodes)


def find_slots(
    document: Document, span: Span, mentions: Sequence[tuple[Mention, NodeFound]], before: Sequence[Slot], by_id: dict[str, NodeFound], registry: Registry
) -> list[Slot]:
    """Mentions (overlapping ones share a slot), dates, groups and pronouns of one sentence, in order.

    `before` holds the slots of the sentences before, for what a pronoun may mean.
    """
    slots = _mentioned(document, span, mentions)
    taken = [slot.span for slot in slots]
    adjectives, lenders = _adjectives(registry)
    for match in adjectives.finditer(document.text, *span):
        if not any(match.start() < last and first < match.end() for first, last in taken):
            slots.append(Slot("J", match.span(), (by_id.get(lenders[match[0].casefold()].id, lenders[match[0].casefold()]),)))
    slots = [_officials(document.text, slot) if slot.letter == "J" else slot for slot in slots]
    taken = [slot.span for slot in slots]
    slots += [
        Slot("D", _trimmed(document.text, phrase.span), (), phrase)
        for phrase in find_times(document.text, document.published, *span)
        if not any(phrase.span[0] < last and first < phrase.span[1] for first, last in taken)
    ]
    slots += [
        slot
        for slot in (
            *(Slot("O", place, nodes, pronoun=True) for place, nodes in find_unions(document, span, mentions)),
            *_groups(document, span, slots, before, by_id, registry),
        )
        if not any(slot.span[0] < last and first < slot.span[1] for first, last in taken)
    ]
    return sorted(slots, key=lambda slot: slot.span)


def _mentioned(document: Document, span: Span, mentions: Sequence[tuple[Mention, NodeFound]]) -> list[Slot]:
    slots: list[Slot] = []
    for mention, node in mentions:
        if mention.span[0] < span[0] or span[1] < mention.span[1] or not _is_name(document.text, mention):
            continue
        letter = "J" if mention.adjectival else _letter(node)
        last = slots[-1] if slots else None
        if last and mention.span[0] < last.span[1]:
            if mention.span == last.span or letter == last.letter == "O":
                slots[-1] = replace(
                    last, nodes=(*last.nodes, *(() if node in last.nodes else (node,))), span=(last.span[0], max(last.span[1], mention.span[1]))
                )
            continue
        slots.append(Slot(letter, _with_dot(document.text, mention.span), (node,)))
    return slots


_compiled: list[tuple[Registry, tuple[re.Pattern[str], dict[str, NodeFound]]]] = []


def _adjectives(registry: Registry) -> tuple[re.Pattern[str], dict[str, NodeFound]]:
    """The words that lend a country to a noun ("Mexican exports"), named elsewhere in the text or not."""
    found = next((compiled for known, compiled in _compiled if known is registry), None)
    if found is None:
        lenders = {
            adjective.casefold(): NodeFound(entry.id, entry.name, entry.kind, "actor", (), True)
            for entry in registry.entries.values()
            if entry.kind == "government" and COUNTRY.fullmatch(entry.id.replace("gov:", "place:"))
            for adjective in entry.adjectives
        }
        words = "|".join(re.escape(word) for word in sorted(lenders, key=lambda word: (-len(word), word)))
        found = (re.compile(rf"(?<![\w-])(?<!North )(?<!Latin )(?<!South )(?<!Central )(?:{words})(?![\w-])", re.I), lenders)
        _compiled[:] = [(registry, found)]
    return found


def _officials(text: str, slot: Slot) -> Slot:
    """ "Canadian officials" and "funcionarios canadienses" stand for the government, other adjectives for nothing."""
    after = OFFICIALS_AFTER.match(text, slot.span[1])
    if after:
        return replace(slot, letter="G", span=(slot.span[0], after.end()))
    before = OFFICIALS_BEFORE.search(text, max(0, slot.span[0] - 30), slot.span[0])
    return replace(slot, letter="G", span=(before.start(), slot.span[1])) if before else slot


def _is_name(text: str, mention: Mention) -> bool:
    """False for the currency in "US$5" and for "el país" (the country) read as a newspaper."""
    return not text.startswith("$", mention.span[1]) and mention.surface not in ("El país", "el país")


def _with_dot(text: str, span: Span) -> Span:
    """The span of an abbreviation with its last full stop ("U.S.")."""
    dotted = re.search(r"\b[A-Z]\.\s?[A-Z]$", text[max(0, span[0] - 1) : span[1]]) and text.startswith(".", span[1])
    return (span[0], span[1] + 1) if dotted else span


def _letter(node: NodeFound) -> str:
    """The type of a node; cities and regions (L) are no actors and no economies."""
    if node.kind == "place":
        return "G" if COUNTRY.fullmatch(node.id) else "L"
    return LETTERS.get(node.kind, "O")


def _groups(document: Document, span: Span, slots: list[Slot], before: Sequence[Slot], by_id: dict[str, NodeFound], registry: Registry) -> Iterator[Slot]:
    text = document.text

    def earlier(at: int, letters: str, kinds: tuple[str, ...] = ()) -> list[Slot]:
        here = [slot for slot in slots if slot.span[0] < at]
        return [slot for slot in (*before, *here) if slot.letter in letters and not slot.pronoun and slot.nodes and (not kinds or slot.nodes[0].kind in kinds)]

    for match in TRIO.finditer(text, *span):
        trio = tuple(by_id[id] for id in ("gov:us", "gov:mx", "gov:ca") if id in by_id)
        if len(trio) == 3:
            yield Slot("G", match.span(), trio, pronoun=True)
    for match in PAIR.finditer(text, *span):
        recent = {slot.nodes[0].id: slot.nodes[0] for slot in reversed(earlier(match.start(), "GJ"))}
        if len(recent) >= 2:
            yield Slot("G", match.span(), tuple(list(recent.values())[1::-1]), pronoun=True)
    for match in PARTIES.finditer(text, *span):
        treaty = next((slot for slot in sorted(slots, key=lambda slot: slot.span) if slot.letter == "T" and slot.span[0] >= match.end()), None)
        entry = registry.entries.get(treaty.nodes[0].id) if treaty else None
        members = tuple(by_id[id] for id in (entry.parties if entry else ()) if id in by_id)
        if members and treaty and not text[match.end() : treaty.span[0]].strip(" 'the’"):
            yield Slot("G", match.span(), members, pronoun=True)
    for match in TWO.finditer(text, *span):
        people = list({slot.nodes[0].id: slot.nodes[0] for slot in reversed(earlier(match.start(), "P", ("person",)))}.values())
        if len(people) >= 2:
            yield Slot("P", match.span(), tuple(people[1::-1]), pronoun=True)
    author = next((node for node in by_id.values() if node.kind == "person" and node.name == document.author), None)
    if author:
        yield from (Slot("P", match.span(), (author,), pronoun=True) for match in AUTHOR.finditer(text, *span))
    for pattern, letters, kinds in (
        (PERSONAL, "P", ("person",)),
        (OFFICES, "O", ("agency",)),
        (IT, "O", ("association", "chamber", "organisation", "think_tank", "agency")),
        (NOUNS, "O", ("association", "chamber", "organisation", "think_tank")),
    ):
        for match in pattern.finditer(text, *span):
            known = earlier(match.start(), letters, kinds)
            if known:
                yield Slot(letters, match.span(), known[-1].nodes[:1], pronoun=True)


def _trimmed(text: str, span: Span) -> Span:
    first, last = span
    while text[first].isspace():
        first += 1
    while text[last - 1].isspace():
        last -= 1
    return first, last
