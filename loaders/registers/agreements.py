"""Trade agreements in their parts: agreement, chapters, articles; who is party, which dates they have, which topics they rule.

A chapter is known by its agreement: Chapter 19 of NAFTA is not Chapter 19 of the USMCA. No text is kept, only the words that name a topic.
"""

from collections.abc import Iterator

from graph.claims import Line, Source
from graph.errors import SourceError, shown
from graph.spelling import slug
from loaders.inputs import LONGEST_PATH, Input
from loaders.intake import Intake, Page
from loaders.registers.agreements_claims import agreement_of, say_dates, say_parties, say_parts
from loaders.registers.agreements_model import Agreement
from loaders.registers.agreements_outline import outline_of
from loaders.registers.agreements_xml import treaty_of

EXTRACTOR = "agreements/1"


def read(source: Input, intake: Intake) -> Iterator[Line]:
    """The agreement of a file. Raises SourceError when it is no agreement in one of the two shapes."""
    agreement = (outline_of if _is_json(source) else treaty_of)(source, intake)
    if not agreement.name:
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: names no agreement; nothing of this file was loaded")
    page = Page(_source(agreement), EXTRACTOR, intake)
    found = agreement_of(page, agreement)
    say_parties(page, agreement, found)
    say_dates(page, agreement, found)
    yield from page.take()
    for _ in say_parts(page, agreement, found):
        yield from page.take()


def _is_json(source: Input) -> bool:
    try:
        with source.path.open("rb") as stream:
            return stream.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))
    except OSError:
        return False


def _source(agreement: Agreement) -> Source:
    key = f"tota-{agreement.number}" if agreement.number else slug(agreement.name)
    return Source(
        id=f"source:agreements/{slug(key)}",
        title=f"{agreement.name}: {'text' if agreement.checked else 'outline'}",
        publisher=agreement.publisher,
        url=agreement.url,
        language=agreement.language,
        licence=agreement.licence,
        kind="reference",
        group=f"source:agreements/{slug(agreement.name)}",
        reliability=0.9 if agreement.checked else 0.8,
    )
