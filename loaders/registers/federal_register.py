"""Documents of the U.S. Federal Register: which agency published what, on which docket, about what, with dates to come.

Title, abstract and the notice of dates are kept as the text of the source, since they are in the public domain.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime

from graph.claims import Line, Source, Text
from graph.errors import SourceError, shown
from graph.spelling import slug
from loaders.capitals import calm_body
from loaders.inputs import LONGEST_PATH, Input
from loaders.intake import Intake, Page
from loaders.json_records import Json, filled, read_json, texts, word
from loaders.known import Party
from loaders.registers.federal_register_agencies import publishers, say_agencies
from loaders.registers.federal_register_text import Notice, notice_of, say_events, say_publisher, say_topics

EXTRACTOR = "federal_register/1"
NUMBER = re.compile(r"[A-Za-z]{0,2}\d{0,4}(?:-\d+)+")
CORRECTION = re.compile(r"[CRcr]\d+-(?P<corrected>.+)")
DOCKET_WORDS = re.compile(r"^\W*(?:docket\s+)?(?:(?:nos?|numbers?|ids?|case)\b[.:]*\s+)*", re.IGNORECASE)
NO_DOCKET = re.compile(r"X?RIN\b|OMB\b", re.IGNORECASE)
READ = {
    *("document_number", "title", "abstract", "type", "subtype", "action", "agencies", "agency_names", "html_url", "citation", "docket_id", "docket_ids"),
    *("publication_date", "publication_date_display", "dates", "comments_close_on", "effective_on", "correction_of", "corrections", "president"),
    *("signing_date", "executive_order_number", "proclamation_number", "regulations_dot_gov_info"),
}
UNSAID = {
    *("body_html_url", "cfr_references", "comment_url", "disposition_notes", "dockets", "end_page", "excerpts", "executive_order_notes", "explanation"),
    *("full_text_xml_url", "images", "images_metadata", "json_url", "mods_url", "not_received_for_publication", "page_length", "page_views", "pdf_url"),
    *("presidential_document_number", "public_inspection_pdf_url", "raw_text_url", "regulation_id_number_info", "regulation_id_numbers"),
    *("regulations_dot_gov_url", "significant", "start_page", "toc_doc", "toc_subject", "topics", "volume"),
}


def read(source: Input, intake: Intake) -> Iterator[Line]:
    """The documents of a page of answers, a single document, or the list of agencies. Raises SourceError for what is none of them."""
    seen: set[str] = set()
    records = _records(source, intake)
    if all("document_number" not in record and "slug" in record for record in records):
        page = _agencies_page(intake)
        say_agencies(page, records)
        yield from page.take()
        return
    for number, record in enumerate(records, 1):
        intake.audit(record, READ | UNSAID)
        key = word(record, "document_number")
        published = _published(record)
        if not key or not NUMBER.fullmatch(key) or not word(record, "title") or published is None:
            intake.fault(f"document {number}: no document number, title or date of publication; left out", column=f"results {number}")
        elif key in seen:
            intake.fault(f"{key}: stands twice; the second was left out", column=f"results {number}")
        else:
            seen.add(key)
            yield from _document(key, published, record, intake)


def _records(source: Input, intake: Intake) -> list[Json]:
    content = read_json(source, intake)
    found = content.get("results", [content]) if isinstance(content, dict) else content
    if not isinstance(found, list) or not found or not all(isinstance(one, dict) for one in found):
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: no list of documents; nothing of this file was loaded")
    if not any("document_number" in one or "slug" in one for one in found):
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: its records have no document number; nothing of this file was loaded")
    return found


def _document(key: str, published: date, record: Json, intake: Intake) -> Iterator[Line]:
    notice = notice_of(key, published, record)
    page = Page(_source(key, published, record), EXTRACTOR, intake)
    _say_document(page, notice, record)
    head, *said = page.take()
    yield head
    yield Text(source=page.source.id, text=notice.text)
    yield from said


def _source(key: str, published: date, record: Json) -> Source:
    names = [calm_body(word(one, "raw_name")) or word(one, "name") for one in filled(record, "agencies")] or texts(record, "agency_names")
    return Source(
        id=f"source:federal-register/{slug(key)}",
        title=word(record, "title"),
        publisher="; ".join(name for name in names if name) or "Federal Register",
        published=published,
        url=word(record, "html_url"),
        language="en",
        licence="public domain",
        kind="register",
        group="source:federal-register",
        reliability=0.95,
    )


def _agencies_page(intake: Intake) -> Page:
    source = Source(
        id="source:federal-register/agencies",
        title="Agencies of the Federal Register",
        publisher="U.S. Office of the Federal Register",
        url="https://www.federalregister.gov/agencies",
        licence="public domain",
        kind="register",
        group="source:federal-register",
        reliability=0.95,
    )
    return Page(source, EXTRACTOR, intake)


def _say_document(page: Page, notice: Notice, record: Json) -> None:
    where = f"document {notice.number}"
    sort = word(record, "subtype") or word(record, "type") or "Document"
    work = page.party(_work(notice, record, sort), locator=where)
    said = f"{sort} of the Federal Register, {notice.published}"
    agencies = publishers(page, record, where)
    for agency in agencies:
        page.say(agency, "publishes", work, when=str(notice.published), locator=where, gloss=said)
    if not agencies and "agencies" not in record:
        agencies = say_publisher(page, notice, work, where)
    _say_president(page, record, work, where)
    dockets = [page.party(Party("docket", name, (("docket", name),), id=f"docket:{slug(name)}"), locator=where) for name in _dockets(record)]
    for docket in dockets:
        page.say(work, "part_of", docket, qualifiers=("structure",), locator=where, gloss=f"{said}, on this docket")
        for agency in agencies[-1:]:
            page.say(agency, "publishes", docket, when=str(notice.published), locator=where, gloss=f"{said}, on this docket")
    for original in _corrected(notice.number, record):
        marks = ("correction", "structure")
        page.say(work, "part_of", f"work:fr-{slug(original)}", qualifiers=marks, locator=where, gloss=f"It corrects document {original}")
    say_topics(page, notice, work)
    say_events(page, notice, record, [work, *dockets])


def _work(notice: Notice, record: Json, sort: str) -> Party:
    aliases = [f"Federal Register document {notice.number}", word(record, "citation")]
    for field, name in (("executive_order_number", "Executive Order"), ("proclamation_number", "Proclamation")):
        aliases += [f"{name} {number}"] if (number := word(record, field)) else []
    return Party(
        "work",
        word(record, "title"),
        identifiers=(("federal-register", notice.number),),
        aliases=tuple(alias for alias in aliases if alias),
        url=word(record, "html_url"),
        describes=f"{word(record, 'action').rstrip('.') or sort} in the Federal Register, {notice.published}",
        id=f"work:fr-{slug(notice.number)}",
    )


def _say_president(page: Page, record: Json, work: str, where: str) -> None:
    president = record.get("president")
    if isinstance(president, dict) and (name := word(president, "name")):
        identifiers = (("fr-president", word(president, "identifier") or slug(name)),)
        person = page.party(Party("person", name, identifiers, country="us", among=("post:us-president",)), locator=where)
        signed = _day(word(record, "signing_date"))
        page.say(person, "publishes", work, when=str(signed or ""), locator=where, gloss=f"Signed by {name}")


def _dockets(record: Json) -> list[str]:
    """The dockets of a document, without the words before them."""
    info = record.get("regulations_dot_gov_info")
    named = [*texts(record, "docket_ids"), word(record, "docket_id"), word(info, "docket_id") if isinstance(info, dict) else ""]
    parts = (part for name in named for part in re.split(r"[;,]\s+|\s+and\s+", name))
    plain = (DOCKET_WORDS.sub("", part.strip(" []().")).strip(" []().") for part in parts)
    return [name for name in dict.fromkeys(plain) if re.search(r"\d", name) and not NO_DOCKET.match(name)]


def _corrected(number: str, record: Json) -> list[str]:
    """The numbers of the documents that this one corrects."""
    address = word(record, "correction_of").partition("?")[0].rstrip("/").rpartition("/")[2].removesuffix(".json")
    own = CORRECTION.fullmatch(number)
    return list(dict.fromkeys(one for one in (address, own["corrected"] if own else "") if NUMBER.fullmatch(one)))


def _published(record: Json) -> date | None:
    return _day(word(record, "publication_date")) or _day(word(record, "publication_date_display"))


def _day(words: str) -> date | None:
    """A day as the API writes it, 2026-02-02 or Feb 2, 2026."""
    for form in ("%Y-%m-%d", "%b %d, %Y", "%B %d, %Y"):
        try:
            return datetime.strptime(words, form).date()
        except ValueError:
            continue
    return None
