"""Agreements as XML in the shape of the Texts of Trade Agreements, read without resolving what is declared or addressed in them."""

import re
from typing import Any

from graph.errors import SourceError, shown
from loaders.inputs import LONGEST_PATH, Input
from loaders.intake import Intake
from loaders.registers.agreements_model import Agreement, Article, Chapter, number_of
from loaders.xml_records import records

Element = Any  # an element of lxml, which has no types
SHORT = re.compile(r"\s*\((?P<short>[A-Z][\w/-]{1,14})\)\s*$")
DAYS = {"date_signed": "signed", "date_into_force": "in force", "date_inactive": "no longer in force"}
META = {"name", "treaty_identifier", "wto_rta_id", "status", *DAYS, "parties", "parties_original", "language", "source"}
META_UNSAID = {
    *("type", "notification", "date_notification", "end_implementation", "composition", "region", "parties_wto", "crossregional", "url"),
    *("composition_note", "remarks", "accession", "notes", "series"),
}
LICENCE = "CC BY-NC 4.0"


def treaty_of(source: Input, intake: Intake) -> Agreement:
    """The agreement of an XML file. Raises SourceError when it is not well-formed or no treaty."""
    found = [_agreement(root, intake) for root in records(source, "treaty", intake.fault) if root.find("meta") is not None]
    if len(found) != 1:
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: no treaty with its meta part; nothing of this file was loaded")
    return found[0]


def _agreement(root: Element, intake: Intake) -> Agreement:
    meta = root.find("meta")
    intake.audit({str(one.tag): _text(one) or str(len(one)) for one in meta if isinstance(one.tag, str)}, META | META_UNSAID, within="meta.")
    full = _text(meta.find("name"))
    short = SHORT.search(full)
    language = _text(meta.find("language")) or "en"
    number, rta = _text(meta.find("treaty_identifier")), _text(meta.find("wto_rta_id"))
    parties = _codes(meta, "parties")
    return Agreement(
        name=SHORT.sub("", full),
        number=number,
        aliases=(short["short"],) if short else (),
        identifiers=tuple((scheme, value) for scheme, value in (("tota", number), ("wto-rta", rta)) if value),
        parties=parties or _codes(meta, "parties_original"),
        left=tuple(code for code in _codes(meta, "parties_original") if parties and code not in parties),
        days={said: _text(meta.find(tag)) for tag, said in DAYS.items() if _text(meta.find(tag))},
        status=_text(meta.find("status")),
        chapters=tuple(_chapter(chapter) for chapter in root.iterfind("body/chapter")),
        language=language,
        url=next((_text(one) for one in meta.iterfind("source") if one.get("lang") == language), ""),
        publisher="Texts of Trade Agreements (ToTA)",
        licence=LICENCE,
    )


def _codes(meta: Element, tag: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_text(one) for one in meta.iterfind(f"{tag}/partyisocode") if _text(one)))


def _chapter(element: Element) -> Chapter:
    return Chapter(
        number=number_of(element.get("number", "")),
        title=_line(element.get("name", "")),
        articles=tuple(_article(article) for article in element.iterfind("article")),
        mark=element.get("chapter_identifier", ""),
    )


def _article(element: Element) -> Article:
    return Article(number_of(element.get("number", "")), _line(element.get("name", "")), _text(element), element.get("article_identifier", ""))


def _text(element: Element | None) -> str:
    return "" if element is None else "".join(element.itertext()).strip()


def _line(text: str) -> str:
    return " ".join(text.split())
