"""Records of Regulations.gov under one set of names, whether they come from the API or from its bulk file."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from graph.errors import SourceError, shown
from loaders.inputs import LONGEST_PATH, Input, head
from loaders.intake import Intake
from loaders.json_records import Json, filled, read_json, word
from loaders.tables import rows
from loaders.wordlists import wordlist

SORTS = {"comments": "comment", "documents": "document", "dockets": "docket"}
READ = {
    *("agencyId", "attachments", "comment", "commentEndDate", "commentOnDocumentId", "docketId", "documentType", "duplicateComments", "firstName"),
    *("frDocNum", "govAgency", "id", "lastModifiedDate", "lastName", "modifyDate", "organization", "postedDate", "receiveDate", "title", "withdrawn"),
}
INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?Z?)?")
MIDNIGHTS = frozenset({"00:00", "04:00", "05:00"})  # midnight as it stands, and that of Washington in summer and winter
EASTERN = timedelta(hours=-5)


@dataclass(frozen=True, slots=True)
class Entry:
    """A record under the names of the API: its number, sort (comment, document, docket), where it stands, and how many attachments it has."""

    number: str
    sort: str
    fields: Mapping[str, Any]
    row: int
    attachments: int = 0

    def __getitem__(self, name: str) -> str:
        return word(self.fields, name)

    @property
    def modified(self) -> str:
        """When it was last changed, as an instant that can be compared; "" where that is not told."""
        stated = self["modifyDate"] or self["lastModifiedDate"]
        return stated if INSTANT.fullmatch(stated) and "T" in stated else ""

    @property
    def listed(self) -> bool:
        """Whether it is an entry of a list, which says less than the record."""
        return "lastModifiedDate" in self.fields and "modifyDate" not in self.fields


def entries(source: Input, intake: Intake) -> Iterator[Entry]:
    """The records of a file, each once. Raises SourceError for a file without any."""
    begins = head(source).removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return _of_json(source, intake) if begins in (b"{", b"[") else _of_table(source, intake)


def _of_json(source: Input, intake: Intake) -> Iterator[Entry]:
    """The records of a page or a single answer, each once, as it was changed last."""
    content = read_json(source, intake)
    parts = content if isinstance(content, list) else [content]
    found: dict[tuple[str, str], Entry] = {}
    count = 0
    for part in parts:
        data = part.get("data", part) if isinstance(part, dict) else None
        for record in data if isinstance(data, list) else [data]:
            count += 1
            if not isinstance(record, dict) or not isinstance(record.get("attributes"), dict) or record.get("type") not in SORTS:
                intake.fault(f"record {count}: no comment, document or docket; left out", column=f"data {count}")
                continue
            intake.audit(record["attributes"], READ | _unsaid("fields"))
            entry = Entry(word(record, "id"), SORTS[record["type"]], record["attributes"], count, _attachments(record, part if data is record else {}))
            before = found.get((entry.sort, entry.number), entry)
            found[entry.sort, entry.number] = max(before, entry, key=lambda one: (one.modified, not one.listed))
    if not found:
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: no record of a comment, a document or a docket; nothing of this file was loaded")
    yield from found.values()


def _attachments(record: Json, answer: Json) -> int:
    related = record.get("relationships")
    held = related.get("attachments") if isinstance(related, dict) else None
    told = len(filled(held, "data")) if isinstance(held, dict) else 0
    return max(told, len([one for one in filled(answer, "included") if one.get("type") == "attachments"]))


def _of_table(source: Input, intake: Intake) -> Iterator[Entry]:
    """The rows of the bulk file, in which a comment is a document of the type "Public Submission"."""
    columns: Mapping[str, str] = words()["columns"]
    seen: set[str] = set()
    for row in rows(source, fault=intake.fault, wanted=("Document ID", "Docket ID", "Document Type")):
        intake.audit(row.cells, set(columns) | _unsaid("columns"))
        fields = {columns[name]: text for name, text in row.cells.items() if name in columns}
        number = fields["id"]
        if number in seen:
            intake.fault(f"{shown(number)}: stands twice; the second was left out", row=row.number, column="Document ID")
            continue
        seen.add(number)
        comment = fields["documentType"] == "Public Submission" or bool(fields.get("commentOnDocumentId"))
        attached = len([one for one in fields.get("attachments", "").split(",") if one.strip()])
        yield Entry(number, "comment" if comment else "document", fields, row.number, attached)


def day_of(stated: str) -> date | None:
    """The day of a date or an instant, in Washington's time: what ends at 04:59:59Z ends on the day before."""
    found = INSTANT.fullmatch(stated)
    try:
        if found is None or found[2] in (None, *MIDNIGHTS):
            return date.fromisoformat(found[1]) if found else None
        return (datetime.fromisoformat(f"{found[1]}T{found[2]}") + EASTERN).date()
    except ValueError:
        return None


def _unsaid(sort: str) -> set[str]:
    return set(words()["unsaid"][sort])


def words() -> Mapping[str, Any]:
    """Names of columns and fields, and what private persons write for an organisation."""
    return wordlist("loaders.registers", "regulations_words")
