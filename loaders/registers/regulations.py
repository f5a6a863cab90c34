"""Comments on dockets: which organisation commented on what on which day, and what it says there in its own words.

Comments, documents and dockets come from the API of Regulations.gov, from its bulk file, or as files with a manifest, as
USTR's own portal has them. Private persons are counted, never filed. The day of a change stands in a source's title, so that an
older copy never takes the place of a newer one.
"""

import re
from collections.abc import Iterator
from datetime import date

from graph.claims import Line, Source
from graph.errors import shown
from graph.spelling import fold, slug
from graph.store.base import Retraction
from loaders.capitals import calm_body
from loaders.inputs import Input
from loaders.intake import Intake, Page
from loaders.known import Party
from loaders.registers.regulations_records import Entry, day_of, entries, words
from loaders.registers.regulations_text import Submission, say_words

EXTRACTOR = "regulations/1"
REGISTER = "source:regulations-gov"
PAGES = "https://www.regulations.gov"
NUMBER = re.compile(r"[A-Za-z0-9][\w.-]{2,80}")
AS_OF = re.compile(r", as of (\d{4}-\d\d-\d\dT[\d:.]+Z?)$")
SHORT = re.compile(r"(.+?)\s*\(([A-Z][\w&.-]{1,11})\)")
ATTACHED = re.compile(r"\battach(?:ed|ment)", re.IGNORECASE)
LONGEST_POINTER = 200  # characters of a comment that only points at its attachments
PERSONS = "comments of private persons"
WITHDRAWN = "withdrawn"
LISTED = "comments that are listed without what they say"
UNREAD = "comments whose text is only in attachments"


def read(source: Input, intake: Intake) -> Iterator[Line]:
    """What a file, or a folder of comment files with its manifest, says."""
    from loaders.registers.regulations_files import is_manifest, read_folder

    if source.path.is_dir() or is_manifest(source):
        yield from read_folder(source, intake)
        return
    for entry in entries(source, intake):
        yield from _said(entry, intake)


def _said(entry: Entry, intake: Intake) -> Iterator[Line]:
    key = f"{REGISTER}/{slug(entry.number)}"
    docket = entry.number if entry.sort == "docket" else entry["docketId"]
    if not NUMBER.fullmatch(entry.number) or not NUMBER.fullmatch(docket):
        intake.fault(f"{shown(entry.number) or 'a record'}: no number or no docket; left out", row=entry.row)
        return
    if is_older(entry, intake.filed(key)):
        intake.passed += 1
        return
    reason = _left_out(entry)
    if reason:
        intake.unread[reason] += 1
        if reason != LISTED and intake.filed(key):
            intake.gone.append(Retraction(key, intake.layer))
        return
    yield from {"comment": _comment, "document": _document, "docket": _docket}[entry.sort](entry, key, docket, intake)


def is_older(entry: Entry, before: Source | None) -> bool:
    """Whether what is on record is newer, or as new and from the record itself where this is an entry of a list."""
    told = AS_OF.search(before.title) if before else None
    if told is None:
        return False
    return not entry.modified or entry.modified < told[1] or (entry.listed and entry.modified == told[1])


def _left_out(entry: Entry) -> str:
    """Why nothing of an entry is filed; "" where something is."""
    if entry.fields.get("withdrawn") is True or entry["withdrawn"].casefold() in ("true", "yes"):
        return WITHDRAWN
    if entry.sort == "comment":
        if entry.listed and "organization" not in entry.fields:
            return LISTED
        if not organisation_of(entry["organization"], f"{entry['firstName']} {entry['lastName']}") and not entry["govAgency"]:
            return PERSONS
    return ""


def _comment(entry: Entry, key: str, docket: str, intake: Intake) -> Iterator[Line]:
    received, posted = day_of(entry["receiveDate"]), day_of(entry["postedDate"])
    day = received or posted
    if day is None:
        intake.fault(f"{entry.number}: no day on which it came or was posted; left out", row=entry.row, column="receiveDate")
        return
    private = organisation_of(entry["organization"], f"{entry['firstName']} {entry['lastName']}")
    body = body_of(private or calm_body(entry["govAgency"]), "organisation" if private else "agency")
    told = str(entry.fields.get("comment") or "")
    pointer = entry.attachments > 0 and (not told.strip() or (len(told) < LONGEST_POINTER and bool(ATTACHED.search(told))))
    intake.unread.update([UNREAD] if pointer else [])
    title = f"Comment {entry.number} of {body.name} on docket {docket}"
    source = source_of(key, title, entry.modified, posted or day, f"{PAGES}/comment/{entry.number}", body.name)
    page = Page(source, EXTRACTOR, intake)
    where = f"comment {entry.number}"
    actor = page.party(body, locator=where)
    subject = say_docket(page, docket, entry["agencyId"], where)
    page.say(actor, "commented_on", subject, when=str(day), locator=where, gloss=_gloss(entry, day, pointer=pointer))
    said = Submission(actor, body.name, "" if pointer else told, day, source.url)
    yield from say_words(page, said, intake, entry.number, entry.row)


def _gloss(entry: Entry, day: date, *, pointer: bool) -> str:
    said = f"comment {entry.number}, received {day}"
    if on := entry["commentOnDocumentId"]:
        said += f", on document {on}"
    if entry["duplicateComments"].isdigit() and int(entry["duplicateComments"]) > 1:
        said += f"; filed for {entry['duplicateComments']} copies of the same"
    attached = f"{entry.attachments} attachment{'s' if entry.attachments > 1 else ''}"
    if pointer:
        return f"{said}; its text is only in {attached}, not read here"
    return f"{said}; {attached} beside it" if entry.attachments else said


def _document(entry: Entry, key: str, docket: str, intake: Intake) -> Iterator[Line]:
    posted, notice = day_of(entry["postedDate"]), entry["frDocNum"]
    if posted is None or not entry["title"]:
        intake.fault(f"{entry.number}: no title or no day on which it was posted; left out", row=entry.row, column="postedDate")
        return
    source = source_of(key, f"{entry['title']} ({entry.number})", entry.modified, posted, f"{PAGES}/document/{entry.number}", entry["agencyId"])
    page = Page(source, EXTRACTOR, intake)
    where = f"document {entry.number}"
    sort = entry["documentType"] or "Document"
    identifiers = (("regulations-gov", entry.number), *((("federal-register", notice),) if notice else ()))
    mark = f"fr-{slug(notice)}" if notice else f"rg-{slug(entry.number)}"
    work = page.party(
        Party("work", entry["title"], identifiers, url=source.url, describes=f"{sort} on docket {docket}, {posted}", id=f"work:{mark}"), locator=where
    )
    subject = say_docket(page, docket, entry["agencyId"], where)
    page.say(work, "part_of", subject, qualifiers=("structure",), locator=where, gloss=f"{sort} on this docket")
    if agency := _agency(page, entry["agencyId"], where):
        for one in (work, subject):
            page.say(agency, "publishes", one, when=str(posted), locator=where, gloss=f"{sort} posted {posted}")
    if closes := day_of(entry["commentEndDate"]):
        said = f"comments close on {closes}"
        event = page.party(Party("event", f"Comments close on {closes}: {entry['title']}", country="us", id=f"event:{mark}-comments"), locator=where)
        page.say(event, "scheduled", value=said, when=str(closes), locator=where, gloss=said)
        for one in (work, subject):
            page.say(event, "event_of", one, when=f"{posted}..", locator=where, gloss=said)
    yield from page.take()


def _docket(entry: Entry, key: str, docket: str, intake: Intake) -> Iterator[Line]:
    title = entry["title"] or docket
    source = source_of(key, f"{title} ({docket})", entry.modified, None, f"{PAGES}/docket/{docket}", entry["agencyId"])
    page = Page(source, EXTRACTOR, intake)
    say_docket(page, docket, entry["agencyId"], f"docket {docket}", entry["title"])
    yield from page.take()


def say_docket(page: Page, docket: str, acronym: str, where: str, title: str = "") -> str:
    """The docket, and that it belongs to its agency where that is told."""
    party = Party("docket", docket, (("docket", docket),), said=(title,) if title else (), id=f"docket:{slug(docket)}")
    found = page.party(party, locator=where)
    if agency := _agency(page, acronym, where):
        page.say(found, "part_of", agency, qualifiers=("structure",), locator=where, gloss=f"docket {docket} is one of {acronym}")
    return found


def _agency(page: Page, acronym: str, where: str) -> str:
    return page.party(Party("agency", acronym, (("regulations-agency", acronym),), country="us"), locator=where) if acronym else ""


def organisation_of(stated: str, submitter: str) -> str:
    """The organisation that a comment states; "" where it is nobody, or the person who writes."""
    name = " ".join(stated.split()).strip(" .,;-")
    folded = " ".join(re.sub(r"[^\w\s]", " ", fold(name)).split())
    return "" if not re.search(r"[^\W\d_]{2}", name) or folded in words()["nobody"] or folded == fold(submitter.strip()) else calm_body(name)


def body_of(name: str, kind: str) -> Party:
    """The commenting body; short forms in brackets are names beside its own."""
    short = SHORT.fullmatch(name)
    return Party(kind, short[1], said=(name, short[2])) if short else Party(kind, name)


def source_of(key: str, title: str, modified: str, published: date | None, url: str, author: str) -> Source:
    """The source of one record."""
    return Source(
        id=key,
        title=f"{title}, as of {modified}" if modified else title,
        publisher="Regulations.gov",
        author=author,
        published=published,
        url=url,
        language="en",
        licence="public record",
        kind="register",
        group=key,
        reliability=0.95,
    )
