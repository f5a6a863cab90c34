"""What a comment says in its own words, read by the rules of documents: stances and asks that the organisation itself speaks."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from graph.claims import Line, Record, Source, Text
from graph.errors import ClaimError, SourceError, shown
from loaders.documents.candidates import Candidate
from loaders.documents.claims import lines
from loaders.documents.mentions import Reading, readings
from loaders.documents.model import Document, Extraction
from loaders.documents.text import document_from_text
from loaders.intake import Intake, Page
from loaders.registry import load_registry

TAG = re.compile(r"<[A-Za-z/][^<>]*>")
NAMING = frozenset({"kind", "name", "alias", "same_as"})
STANDS = frozenset({"supports", "opposes", "conditional_on", "ambivalent_on", "neutral_on", "urges"})
OWN = frozenset({"organisation", "company", "association", "chamber", "think_tank", "media"})


@dataclass(frozen=True, slots=True)
class Submission:
    """A comment: who speaks (id and name), its text as it came, when and where."""

    actor: str
    name: str
    text: str
    day: date
    url: str = ""


def say_words(page: Page, said: Submission, intake: Intake, number: str, row: int, document: Document | None = None) -> Iterator[Line]:
    """The lines of a page, with the text of the comment and what it claims; a text that cannot be read is reported, the comment filed."""
    head, *rest = page.take()
    own: list[Line] = []
    text = document.text if document else said.text
    if text.strip():
        try:
            own = _own(page, said, document or _plain(text, number))
        except (SourceError, ClaimError) as error:
            intake.fault(f"{shown(number)}: what it says was not read ({shown(str(error), 160)})", row=row)
        except Exception as error:  # one comment that the rules fail on must not stop ten thousand others
            intake.fault(f"{shown(number)}: the reader failed on it ({type(error).__name__}: {shown(str(error), 120)}); report it", row=row)
    assert isinstance(head, Source)
    copies = {"kind": "document", "group": f"text:{sha256(' '.join(text.split()).encode()).hexdigest()}"} if own else {}
    yield head.model_copy(update=copies)
    yield from (*own[:1], *rest, *own[1:])


def _plain(text: str, number: str) -> Document:
    """The document of a comment's field, which holds marks of HTML or none."""
    if TAG.search(text):
        return document_from_text(text, number, format="html", shown_as=number)
    return document_from_text(html.unescape(text), number, shown_as=number)


def _own(page: Page, said: Submission, document: Document) -> list[Line]:
    """The text and the claims of a comment in which "we" are the organisation; where it does not name itself, a title does."""
    extraction = _extracted(_framed(said, document), said.name)
    own = _own_nodes(extraction, said.name)
    if not own:
        titled = document_from_text(f"Comment of {said.name}\n\n{document.text}", document.name, shown_as=document.name)
        extraction = _extracted(_framed(said, titled), said.name)
        own = _own_nodes(extraction, said.name)
    text, *claims = list(lines(extraction))[1:]
    assert isinstance(text, Text)
    told = [_moved(page, line, said, own) for line in claims if isinstance(line, Record) and _tells(line, own)]
    spoken = {_stand(line) for line in told if line.claim.subject == said.actor}
    kept = [line for line in told if line.claim.subject == said.actor or line.claim.predicate not in STANDS or _stand(line) not in spoken]
    return [Text(source=page.source.id, text=text.text), *kept]


def _extracted(document: Document, name: str) -> Extraction:
    """The extraction of a document, in which the commenting organisation's name is a name of a body wherever the rules see none."""
    from loaders.documents import extract

    registry = load_registry()
    read = tuple(_with(reading, name) for reading in readings(document, registry))
    return extract(document, registry, read)


def _with(reading: Reading, name: str) -> Reading:
    passage = reading.passage
    places = re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", passage.shadow.text[passage.start : passage.end], re.IGNORECASE)
    made = [Candidate(passage.start + at.start(), passage.start + at.end(), "organisation", "noun", block=passage.number) for at in places]
    fresh = [one for one in made if not any(one.overlaps(other) for other in (*reading.names, *reading.people, *reading.works))]
    return replace(reading, names=tuple(sorted((*reading.names, *fresh), key=lambda one: (one.start, -one.end)))) if fresh else reading


def _framed(said: Submission, document: Document) -> Document:
    return replace(document, publisher=said.name, published=said.day, url=said.url)


def _own_nodes(extraction: Extraction, name: str) -> set[str]:
    """The ids of what the text calls by the organisation's name."""
    called = name.casefold()
    return {node.id for node in extraction.nodes if node.kind in OWN and called in (one.casefold() for one in (node.name, *node.surfaces))}


def _tells(line: Record, own: set[str]) -> bool:
    """Whether a claim says more than how the organisation is called, which the register says."""
    return not (line.claim.subject in own and line.claim.predicate in NAMING)


def _moved(page: Page, line: Record, said: Submission, own: set[str]) -> Record:
    """A claim of the text as one of the comment: the organisation under its id, as the speaker, and where it stands as of the day of the comment."""
    claim = line.claim
    changes: dict[str, object] = {end: said.actor for end in ("subject", "object", "speaker") if getattr(claim, end) in own}
    if not claim.speaker and claim.predicate not in NAMING:
        changes["speaker"] = said.actor
    if claim.predicate in STANDS and "undated" in claim.qualifiers:
        changes |= {"when": str(said.day), "qualifiers": tuple(one for one in claim.qualifiers if one != "undated")}
    moved = claim.model_copy(update=changes | {"source": page.source.id})
    return Record(claim=moved, status=line.status, layer=page.layer, extractor=page.extractor)


def _stand(line: Record) -> tuple[object, ...]:
    """What is said of whom on the strength of which words, so that who signs for the organisation does not say it a second time."""
    claim = line.claim
    return claim.predicate, claim.object, claim.ask, claim.span, claim.modality
