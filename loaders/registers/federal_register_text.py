"""What title, abstract and notice of dates of a Federal Register document say: topics, who speaks, and days to come, each with its quote."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from graph.spelling import slug
from loaders.documents.model import Block, Document, Span
from loaders.documents.sentences import split
from loaders.documents.times import find_times
from loaders.documents.topics import find_topics
from loaders.intake import Page
from loaders.json_records import Json, word
from loaders.known import Party
from loaders.registry import load_registry

GAP = "\n\n"
READ_FROM_TEXT, BY_WORDS = 800, 850
NAME = r"(?:[A-Z][\w.&'’-]*|of|the|and|for|on|in)"
SPEAKS = re.compile(
    rf"(?P<names>{NAME}(?: {NAME}){{0,12}})(?: \([^()]{{2,40}}\))?,? (?:hereby )?(?:invites|announces|gives notice"
    r"|is (?:publishing|issuing|requesting|seeking|amending|proposing)|published|has (?:instituted|determined)|seeks|requests|proposes)\b"
)
GATHERING = re.compile(r"\b(?:hearings?|meetings?|public session|listening session|roundtable|conference)\b", re.IGNORECASE)
TO_COME = re.compile(r"\bwill\b|\b(?:intends?|plans?) to\b|\bscheduled\b|\bto be held\b|\bbegin(?:s|ning)?\b|^[^.]*?\d{4}[^.]{0,40}:", re.IGNORECASE)
COMMENTS = re.compile(r"\bcomments?\b|\bsubmissions?\b", re.IGNORECASE)
DUE = re.compile(r"\bdeadline\b|\bdue\b|\bno later than\b|\bon or before\b|\bmust\b|\bshould\b|\bby\b|\bthrough\b|\buntil\b", re.IGNORECASE)


class Proof(TypedDict, total=False):
    """What proves a claim: the words of an abstract, or what a field of the record says, and where that stands."""

    quote: str
    span: Span
    gloss: str
    locator: str
    confidence: int


@dataclass(frozen=True, slots=True)
class Notice:
    """A document's number and day, and its kept text: title, abstract, notice of dates; `dates_at` is where the dates begin, `document` its blocks."""

    number: str
    published: date
    text: str
    dates_at: int
    document: Document


def notice_of(number: str, published: date, record: Json) -> Notice:
    """The text of a document and its parts."""
    title, abstract, dates = (word(record, name) for name in ("title", "abstract", "dates"))
    text = GAP.join(part for part in (title, abstract, dates) if part)
    dates_at = len(text) - len(dates)
    blocks = [Block("title", (0, len(title)), "en", ((0, len(title)),))]
    if abstract:
        span = (len(title) + len(GAP), len(title) + len(GAP) + len(abstract))
        blocks.append(Block("prose", span, "en", split(text, span), 1))
    if dates:
        blocks.append(Block("list", (dates_at, len(text)), "en", split(text, (dates_at, len(text))), 2))
    return Notice(number, published, text, dates_at, Document(number, text, "", "json", title, "", "", published, "", "en", tuple(blocks)))


def say_topics(page: Page, notice: Notice, work: str) -> None:
    """Claim the topics whose words stand in the text."""
    for topic in find_topics(notice.document, load_registry()):
        proof: Proof = {**_quoted(notice, topic.sentence), "confidence": BY_WORDS}
        page.say(work, "concerns", topic.id, when=f"{notice.published}..", **proof)


def say_publisher(page: Page, notice: Notice, work: str, where: str) -> list[str]:
    """Claim as publisher the one public body that speaks in the abstract ("USTR invites comments"), for records that list no agencies."""
    for sentence in _sentences(notice, 1):
        for found in SPEAKS.finditer(notice.text, *sentence):
            if agency := _body(page, found["names"]):
                gloss = f"Federal Register document {notice.number}, in which it speaks"
                proof: Proof = {**_quoted(notice, sentence), "locator": where, "gloss": gloss, "confidence": READ_FROM_TEXT}
                page.say(agency, "publishes", work, when=str(notice.published), **proof)
                return [agency]
    return []


def _body(page: Page, names: str) -> str:
    """The public body that the end of a run of capitalised words names, the longest first."""
    words = names.split()
    for first in range(len(words)):
        name = " ".join(words[first:])
        if words[first][0].isupper() and (len(words) - first > 1 or name.isupper()):
            bodies = [body for body in page.intake.known.bodies(name) if page.intake.known.is_public(body)]
            if len(bodies) == 1:
                return bodies[0]
    return ""


def say_events(page: Page, notice: Notice, record: Json, of: Sequence[str]) -> None:
    """Claim the close of comments, the day of effect, and hearings and meetings to come, each an event of the document and its dockets."""
    for field, what, mark in (("comments_close_on", "comments close", "comments"), ("effective_on", "takes effect", "effect")):
        if stated := word(record, field):
            try:
                day = date.fromisoformat(stated)
            except ValueError:
                page.intake.fault(f"{notice.number}: {stated} is no day; left out", column=field)
                continue
            _say_event(page, notice, what, mark, day, of, {"locator": f"document {notice.number}, {field}", "gloss": f"{what} on {day}"})
    closes = bool(word(record, "comments_close_on"))
    seen: dict[str, int] = {}
    for what, day, sentence in _told(notice):
        if what == "comments close" and closes:
            continue
        seen[what] = seen.get(what, 0) + 1
        mark = slug(what) + (f"-{seen[what]}" if seen[what] > 1 else "")
        _say_event(page, notice, what, mark, day, of, {**_quoted(notice, sentence), "confidence": READ_FROM_TEXT})


def _say_event(page: Page, notice: Notice, what: str, mark: str, day: date, of: Sequence[str], proof: Proof) -> None:
    where = proof["locator"]
    title = notice.document.title
    said = f"{what} on {day}"
    name = f"{said[0].upper()}{said[1:]}: {title}"
    event = page.party(Party("event", name, country="us", id=f"event:fr-{slug(notice.number)}-{mark}"), locator=where)
    page.say(event, "scheduled", value=said, when=str(day), **proof)
    for thing in of:
        page.say(event, "event_of", thing, when=f"{notice.published}..", **proof)


def _told(notice: Notice) -> Iterator[tuple[str, date, Span]]:
    """What is to happen on which day, by sentences of the abstract and the notice of dates; days before publication are past."""
    told: set[tuple[str, date]] = set()
    for sentence in _sentences(notice, 1):
        text = notice.text[slice(*sentence)]
        gathers, comes = GATHERING.search(text), TO_COME.search(text)
        days = [day for day in _days(notice, sentence) if day >= notice.published]
        if not days:
            continue
        what = ""
        if gathers and comes:
            what = "hearing" if gathers[0].casefold().startswith("hearing") else "meeting"
        elif sentence[0] >= notice.dates_at and COMMENTS.search(text) and DUE.search(text):
            what = "comments close"
        if what and (what, days[0]) not in told:
            told.add((what, days[0]))
            yield what, days[0], sentence


def _days(notice: Notice, sentence: Span) -> Iterator[date]:
    for phrase in find_times(notice.text, None, *sentence):
        if phrase.interval.start and phrase.interval.start == phrase.interval.last:
            yield phrase.interval.start


def _sentences(notice: Notice, first: int) -> Iterator[Span]:
    for block in notice.document.blocks[first:]:
        yield from block.sentences


def _quoted(notice: Notice, span: Span) -> Proof:
    return {"quote": notice.text[slice(*span)], "span": span, "locator": f"document {notice.number}"}
