"""Stage 3: every run of the text that may name a known or a new thing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.documents.candidates import Candidate, Passage, closed, passage
from loaders.documents.coordinated import find_coordinated, find_defined
from loaders.documents.gazetteer import MASK, Form, Node, gazetteer, longest
from loaders.documents.lists import find_listed
from loaders.documents.model import PROSE, BlockKind, Document
from loaders.documents.organisations import find_organisations
from loaders.documents.parts import Part, find_parts
from loaders.documents.people import find_people
from loaders.documents.shadow import fold_word, shadow
from loaders.documents.shapes import branched, find_shaped
from loaders.documents.vocabulary import CLOSING
from loaders.documents.works import find_agreements, find_works
from loaders.registry import Registry

READ: frozenset[BlockKind] = PROSE | {"byline"}
AGREEMENTS = frozenset({"agreement", "chapter", "article", "annex"})
BODILESS = AGREEMENTS | {"work", "docket", "government", "person"}
LONGEST_PREFIX = 3  # letters of the names that stand before "$" in a currency: US, MX, CA
STRENGTHS = ("full", "title", "weak", "adjective")

FOUNDED = re.compile(
    r"\b(?:new(?:ly created)?|nueva?|nouvel(?:le)?|nouveau|creat(?:e[sd]?|ing|ion of)|crear|cre[óa]|creaci[óo]n de"
    r"|cr[ée]ation de|cr[ée]er|stands? up|set(?:ting|s)? up|establish(?:es|ed|ing)?)"
    r"\s(?:an?\s|the\s|la\s|el\s|una?\s|l'|une\s)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What stage 3 finds in one passage: names (known and new), persons, works, numbered parts of agreements."""

    passage: Passage
    names: tuple[Candidate, ...]
    people: tuple[Candidate, ...]
    works: tuple[Candidate, ...]
    parts: tuple[Part, ...]


_last: list[tuple[Document, Registry, tuple[Reading, ...]]] = []


def readings(document: Document, registry: Registry) -> tuple[Reading, ...]:
    """Every passage of a document as stage 3 reads it; the last result is kept, since two stages ask for it."""
    for known, used, found in _last:
        if known is document and used is registry:
            return found
    read = tuple(_read(passage, registry) for passage in passages(document))
    _last[:] = [(document, registry, read)]
    return read


def passages(document: Document) -> Iterator[Passage]:
    """The blocks that are text of the article."""
    plain = shadow(document.text)
    for number, block in enumerate(document.blocks):
        if block.kind in READ:
            yield passage(document, plain, number)


def known_names(passage: Passage, registry: Registry) -> list[Candidate]:
    """What the gazetteer finds, longest first from the left, none overlapping."""
    root = gazetteer(registry)
    tokens = passage.shadow.tokens
    found: list[Candidate] = []
    at = passage.tokens.start
    while at < passage.tokens.stop:
        end, forms = longest(root, tokens, at, passage.tokens.stop, passage.block.language or "en")
        if forms:
            if forms[0].kind != MASK and not _is_currency(passage, end) and not _is_town(passage, at, end, forms[0], root):
                found.append(_candidate(passage, at, end, [form for form in forms if form.kind != MASK]))
            at = end
        else:
            at += 1
    return found


def _is_town(passage: Passage, at: int, end: int, form: Form, root: Node) -> bool:
    """Whether a country's name is a town's of the state after it ("Colombia, Nuevo León", "Paris, Texas")."""
    tokens, entry = passage.shadow.tokens, form.entry
    if form.kind != "government" or "-" in entry or end >= passage.tokens.stop or tokens[end].joint != ",":
        return False
    _, after = longest(root, tokens, end, passage.tokens.stop, passage.block.language or "en")
    return bool(after) and after[0].kind == "government" and after[0].entry.startswith(("gov:us-", "gov:mx-", "gov:ca-")) and after[0].strength == "full"


def _is_currency(passage: Passage, end: int) -> bool:
    """Whether a dollar sign follows at once: the "US" of "US$5 billion" names nothing, the "Mexico" of "Mexico $5 billion" does."""
    last = passage.shadow.tokens[end - 1]
    if len(passage.shadow.text[last.start : last.end]) > LONGEST_PREFIX:
        return False
    return passage.shadow.text[passage.shadow.tokens[end - 1].end :][:3].lstrip(" .").startswith("$")


def _candidate(passage: Passage, first: int, end: int, forms: Sequence[Form]) -> Candidate:
    strength = min((form.strength for form in forms), key=STRENGTHS.index)
    best = [form for form in forms if form.strength == strength]
    tokens = passage.shadow.tokens
    ids = tuple(dict.fromkeys(form.entry for form in best))
    return Candidate(tokens[first].start, closed(passage, end), best[0].kind, "gazetteer", ids, strength=strength, block=passage.number)


def _read(passage: Passage, registry: Registry) -> Reading:
    known = known_names(passage, registry)
    parts = tuple(find_parts(passage, [c for c in known if c.kind == "agreement"]))
    names = _settled(known, [*find_agreements(passage, known), *find_organisations(passage, known)], passage.shadow.text)
    names = _settled(names, [*find_defined(passage, names), *find_coordinated(passage, names)], passage.shadow.text)
    names = branched(_settled(names, list(find_shaped(passage, names)), passage.shadow.text), passage)
    firm = [c for c in names if c.strength in ("full", "title") or c.kind == "person"]
    people = tuple(find_people(passage, firm))
    names = [c for c in names if c.strength == "full" or not any(c.overlaps(person) for person in people if c.kind == "person")]
    names = [c for c in names if c.kind == "person" or not any(person.start < c.start and c.end == person.end for person in people)]
    return Reading(passage, tuple(names), people, tuple(find_works(passage)), parts)


def _settled(known: Sequence[Candidate], new: Sequence[Candidate], plain: str) -> list[Candidate]:
    """Known names, but for those inside a longer new one that names another thing."""
    kept = list(known)
    for candidate in new:
        inside = [c for c in kept if c.overlaps(candidate)]
        if any(not candidate.covers(c) or (c.start, c.end) == (candidate.start, candidate.end) for c in inside):
            continue
        if candidate.rule == "head" and any(c.start == candidate.start and c.strength == "full" and _ends_before(c, candidate, plain) for c in inside):
            continue
        kept = [c for c in kept if c not in inside] + [candidate]
    return sorted(kept, key=lambda c: (c.start, -c.end))


def _ends_before(known: Candidate, new: Candidate, plain: str) -> bool:
    """Whether a known name is whole where a longer new one goes on: a chamber's always, a body's before a capital that makes no body."""
    rest = plain[known.end : new.end]
    last = fold_word(rest.rpartition(" ")[2].strip(".,"))
    return known.kind == "legislature" or (known.kind not in BODILESS and rest[1:2].isupper() and last not in CLOSING)


def bodies_named(document: Document, registry: Registry) -> list[tuple[int, int]]:
    """Spans of the shadow that are names of bodies, whose words name no topic unless the text tells of the body's founding."""
    read = readings(document, registry)
    named = [
        (c.start, c.end)
        for reading in read
        for c in reading.names
        if c.kind not in BODILESS
        and (c.strength == "full" or c.kind == "post")
        and not FOUNDED.search(reading.passage.shadow.text, max(reading.passage.start, c.start - 40), c.start)
    ]
    return named + [(start, end) for reading in read for _, start, end in find_listed(reading.passage, registry)]
