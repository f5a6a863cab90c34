"""What the lists share: what each row cites, from when to when it holds, how sure it is; a bad row is told by its column."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from hashlib import blake2b

from graph import dates, ontology
from graph.claims import LAYER, Source, Status
from graph.errors import BadDate, shown
from graph.spelling import slug
from graph.store.base import Retraction
from loaders.inputs import Input
from loaders.intake import Intake, Page
from loaders.lists.names import NoEntity, entity
from loaders.tables import Row

CITING = frozenset({"source", "url", "published", "quote", "speaker", "confidence", "status", "layer"})
SURE = 900
RELIABILITY = 0.9
LONGEST_TITLE = 40
SHARE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(%?)")
CLOCK = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?")  # a day as databases write it, with the time of day
STATUSES = {"": Status.ACCEPTED} | {status.value: status for status in Status}


@cache
def speakers() -> frozenset[str]:
    """The kinds of those who can say something."""
    return frozenset(key for key, kind in ontology.load().entities.items() if kind.actor)


class BadCell(Exception):
    """A cell that a row cannot do without and that cannot be read; the row is left out."""

    def __init__(self, column: str, reason: str) -> None:
        self.column = column
        super().__init__(reason)


@dataclass(slots=True)
class Citations:
    """The sources that the rows of one list cite, each with the page of its claims; `kind` is the loader's name.

    A source is the list's own reading of it: two lists that cite one article do not take each other's claims back, and count once.
    """

    kind: str
    source: Input
    intake: Intake
    pages: dict[tuple[str, str, str, str], Page] = field(default_factory=dict)

    @property
    def home(self) -> str:
        """The id of the list itself, which its file's name makes."""
        return f"source:{self.kind}/{slug(self.source.path.stem)}"

    def page(self, row: Row) -> Page:
        """The page of what a row cites; of the list itself where it cites nothing. Raises BadCell."""
        key = row["source"], row["url"], row["published"], self._layer(row["layer"])
        if key not in self.pages:
            self.pages[key] = Page(self._cited(*key[:3]), f"{self.kind}/1", self.intake, key[3])
        return self.pages[key]

    def _layer(self, own: str) -> str:
        """Where a row goes: into the layer asked for, else into its own, so that what an export had as private never becomes public by itself."""
        if own and not re.fullmatch(LAYER, own):
            raise BadCell("layer", f"{shown(own)} is no name of a layer")
        return own if own and self.intake.layer == "public" else self.intake.layer

    def close(self) -> None:
        """Take back the sources that the list cited before and does no longer, or only in rows that were left out, in each layer of its rows."""
        cited = {Retraction(page.source.id, page.layer) for page in self.pages.values() if not any(isinstance(line, Source) for line in page.take())}
        for layer in sorted({self.intake.layer, *(page.layer for page in self.pages.values())}):
            before = (id_ for id_ in self.intake.under(self.home, layer) if id_ == self.home or id_.startswith(f"{self.home}/"))
            self.intake.gone += [gone for id_ in before if (gone := Retraction(id_, layer)) not in cited]

    def _cited(self, title: str, url: str, published: str) -> Source:
        on = _day(published)
        named = title or url
        if not (named or published):
            return Source(id=self.home, title=f"{self.kind}: {self.source.path.name}", kind="curated", group=self.home, reliability=RELIABILITY)
        mark = blake2b("\0".join((title, url, published)).encode(), digest_size=4).hexdigest()
        name = slug(named or published)[:LONGEST_TITLE].strip("-")
        return Source(
            id=f"{self.home}/{name}-{mark}",
            title=named or f"{self.kind}: {self.source.path.name}, {published}",
            published=on,
            url=url,
            kind="curated",
            group=self._group(title, url),
            reliability=RELIABILITY,
        )

    def _group(self, title: str, url: str) -> str:
        """What joins the source with others of the same text: its document, where that is on record, its address, else its name."""
        document = self.intake.document(url) if url else None
        if document:
            return document.source_group
        return f"cited:{slug(url or title)}" if url or title else self.home


def interval(row: Row, first: str = "start", last: str = "end") -> str:
    """From the day of one column to that of another, either of which may be empty. Raises BadCell."""
    start, end = (partial(row, column) for column in (first, last))
    try:
        return str(dates.parse(f"{start}..{end}")) if start or end else ""
    except BadDate as error:
        raise BadCell(last, f"{shown(end)} is before {shown(start)}") from error


def whole_interval(row: Row) -> str:
    """The interval that the column `when` of an export gives, which says more than the columns of days; "" where it is empty. Raises BadCell."""
    try:
        return str(dates.parse(row["when"]))
    except BadDate as error:
        raise BadCell("when", f"{shown(row['when'])} is no interval; write 2025-04-20..2025-04-28") from error


def partial(row: Row, column: str) -> str:
    """A partial date of a column, or ""; of an instant its day. Raises BadCell."""
    text = CLOCK.sub(r"\1", row[column])
    try:
        if ".." in text:
            raise BadDate(text)
        dates.parse(text)
    except BadDate as error:
        raise BadCell(column, f"{shown(text)} is no date; write 2025, 2025-04 or 2025-04-22") from error
    return text


def fields(page: Page, row: Row, locator: str) -> dict[str, object]:
    """What a row says beside its claim: quote, speaker, confidence and status. Raises BadCell or NoEntity."""
    said: dict[str, object] = {"locator": locator, "quote": row["quote"], "confidence": confidence(row), "status": status(row)}
    if row["speaker"]:
        said["speaker"] = end(page, row, "speaker", speakers(), locator)
    return said


def end(page: Page, row: Row, column: str, allowed: Collection[str], locator: str) -> str:
    """The entity of a column. Raises BadCell."""
    try:
        return entity(page, row[column], allowed, locator)
    except NoEntity as error:
        raise BadCell(column, str(error)) from error


def confidence(row: Row) -> int:
    """In thousandths: 0.9, 90 % and 1 are shares. Raises BadCell."""
    text = row["confidence"]
    if not text:
        return SURE
    found = SHARE.fullmatch(text)
    share = float(found[1].replace(",", ".")) / (100 if found[2] else 1) if found else -1.0
    if not 0 <= share <= 1:
        raise BadCell("confidence", f"{shown(text)} is no share; write 0.9 or 90 %")
    return round(share * 1000)


def status(row: Row) -> Status:
    """Accepted unless the row says otherwise. Raises BadCell."""
    found = STATUSES.get(row["status"].casefold())
    if found is None:
        raise BadCell("status", f"{shown(row['status'])} is no status; write accepted, proposed or rejected")
    return found


def _day(published: str) -> date | None:
    """The last day on which something published then was out. Raises BadCell."""
    try:
        return dates.parse_day(CLOCK.sub(r"\1", published)) if published else None
    except BadDate as error:
        raise BadCell("published", f"{shown(published)} is no date; write 2025, 2025-04 or 2025-04-22") from error
