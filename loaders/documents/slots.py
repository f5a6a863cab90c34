"""What stands in a sentence: mentions by type, countries lent by adjectives, dates, groups of countries, pronouns."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from loaders.documents.anaphora import find_anaphora
from loaders.documents.gates import Gated
from loaders.documents.model import Document, Mention, NodeFound, Span
from loaders.documents.slot import Slot
from loaders.documents.times import find_times
from loaders.documents.unions import find_unions
from loaders.registry import Registry

LETTERS = {"person": "P", "role": "P", "government": "G", "agreement": "T", "chapter": "T", "article": "T", "annex": "T", "work": "W", "docket": "W"}
COUNTRY = re.compile(r"place:[a-z]{2}")

# "Canadian officials", also the first of "Canadian and Mexican officials"; "autoridades mexicanas", also the last of "autoridades mexicanas y canadienses".
OFFICIALS_AFTER = re.compile(
    r"\s+(?:(?:trade|government|federal)\s+)?(?:officials|counterparts|negotiators|authorities|ministers|leaders)\b"
    r"|(?=(?:,\s(?-i:[A-Z])[\w.]+){0,2},?\s(?:and|or)\s(?-i:[A-Z])[\w.]+\s(?:trade\s|government\s)?(?:officials|negotiators|authorities|ministers|leaders)\b)"
)
OFFICIALS_BEFORE = re.compile(r"\b(?:[Ff]uncionarios|[Aa]utoridades|[Nn]egociadores|[Gg]obiernos?)\s+(?P<first>(?:[a-zà-ÿ]+,\s)?[a-zà-ÿ]+\s(?:y|e)\s)?$")


def find_slots(
    document: Document,
    span: Span,
    mentions: Sequence[tuple[Mention, NodeFound]],
    before: Sequence[Sequence[Slot]],
    by_id: dict[str, NodeFound],
    registry: Registry,
) -> list[Slot]:
    """Mentions (overlapping ones share a slot), dates, groups and pronouns of one sentence, in order.

    `mentions` are those of the document by place; `before` holds the slots of the sentences before, the last one last, for what a pronoun may mean.
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
    spoken = (
        *(Slot(letter, place, nodes, pronoun=True) for letter, place, nodes in find_unions(document, span, mentions)),
        *find_anaphora(document, span, slots, before, by_id, registry),
    )
    for slot in spoken:
        if not any(slot.span[0] < last and first < slot.span[1] for first, last in taken):
            slots.append(slot)
            taken.append(slot.span)
    return sorted(slots, key=lambda slot: slot.span)


def _mentioned(document: Document, span: Span, mentions: Sequence[tuple[Mention, NodeFound]]) -> list[Slot]:
    slots: list[Slot] = []
    for at in range(bisect_left(mentions, span[0], key=lambda pair: pair[0].span[0]), len(mentions)):
        mention, node = mentions[at]
        if mention.span[0] >= span[1]:
            break
        if span[1] < mention.span[1] or mention.rule in ("work-spoken", "work-notice", "work-unnamed") or not _is_name(document.text, mention):
            continue
        letter = "J" if mention.adjectival else _letter(node)
        last = slots[-1] if slots else None
        if last and mention.span[0] < last.span[1]:
            if mention.span == last.span or (letter == last.letter == "O" and mention.rule != "in-name"):
                slots[-1] = replace(
                    last, nodes=(*last.nodes, *(() if node in last.nodes else (node,))), span=(last.span[0], max(last.span[1], mention.span[1]))
                )
            continue
        slots.append(Slot(letter, _with_dot(document.text, mention.span), (node,)))
    return slots


_compiled: list[tuple[Registry, tuple[Gated, dict[str, NodeFound]]]] = []


def _adjectives(registry: Registry) -> tuple[Gated, dict[str, NodeFound]]:
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
        found = (
            Gated(
                rf"(?<![\w-])(?<!North )(?<!Latin )(?<!South )(?<!Central )(?:{words})(?!\w|\sColumbia|-(?!(?:made|built|grown|assembled|produced)\b))", re.I
            ),
            lenders,
        )
        _compiled[:] = [(registry, found)]
    return found


def _officials(text: str, slot: Slot) -> Slot:
    """ "Canadian officials" and "funcionarios canadienses" stand for the government, other adjectives for nothing."""
    after = OFFICIALS_AFTER.match(text, slot.span[1])
    if after:
        return replace(slot, letter="G", span=(slot.span[0], after.end()))
    before = OFFICIALS_BEFORE.search(text, max(0, slot.span[0] - 60), slot.span[0])
    return replace(slot, letter="G", span=(slot.span[0] if before["first"] else before.start(), slot.span[1])) if before else slot


def _is_name(text: str, mention: Mention) -> bool:
    """False for the currency in "US$5" and for "el país" (the country) read as a newspaper."""
    return not text.startswith("$", mention.span[1]) and mention.surface not in ("El país", "el país")


def _with_dot(text: str, span: Span) -> Span:
    """The span of an abbreviation with its last full stop ("U.S.", "Jr.")."""
    dotted = re.search(r"\b(?:[A-Z]\.\s?[A-Z]|[JS]r)$", text[max(0, span[0] - 1) : span[1]]) and text.startswith(".", span[1])
    return (span[0], span[1] + 1) if dotted else span


def _letter(node: NodeFound) -> str:
    """The type of a node; cities and regions (L) are no actors and no economies."""
    if node.kind == "place":
        return "G" if COUNTRY.fullmatch(node.id) else "L"
    return LETTERS.get(node.kind, "O")


def _trimmed(text: str, span: Span) -> Span:
    first, last = span
    while text[first].isspace():
        first += 1
    while text[last - 1].isspace():
        last -= 1
    return first, last
