"""A folder of comment files with a manifest, for dockets that take comments elsewhere than on Regulations.gov, such as on USTR's own portal."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path, PurePosixPath

from graph.claims import Line
from graph.errors import SourceError, shown
from graph.spelling import slug
from loaders.documents.text import read_document
from loaders.inputs import LONGEST_PATH, Input, head
from loaders.intake import Intake, Page
from loaders.registers.regulations import EXTRACTOR, PERSONS, REGISTER, body_of, organisation_of, say_docket, source_of
from loaders.registers.regulations_text import Submission, say_words
from loaders.tables import Row, lower_case, rows

MANIFEST = "manifest.csv"
READ = {"file", "docket", "organization", "submitter", "received", "url"}
WANTED = ("file", "docket", "organization", "received")
DOCKET = re.compile(r"(?:docket:)?([A-Za-z0-9][\w.-]{2,80})")
ADDRESS = re.compile(r"https?://\S+")


def is_manifest(source: Input) -> bool:
    """Whether a file is a list of comment files."""
    if source.path.name.casefold() == MANIFEST:
        return True
    first = head(source)[:2000].decode("latin-1").casefold().partition("\n")[0]
    return {"file", "docket", "received"} <= set(re.findall(r"\w+", first)) and "document id" not in first


def read_folder(source: Input, intake: Intake) -> Iterator[Line]:
    """The comments of a manifest, each with what its file says."""
    folder = source.path if source.path.is_dir() else source.path.parent
    beside = {path.name.casefold(): path for path in sorted(folder.iterdir()) if path.is_file()}
    manifest = beside.get(MANIFEST) if source.path.is_dir() else source.path
    if manifest is None:
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: no {MANIFEST} in it; list file, docket, organization, submitter, received and url there")
    intake.file = manifest.name
    named: set[str] = set()
    for row in _listed(Input(f"{source.name}/{manifest.name}" if source.path.is_dir() else source.name, manifest), intake):
        intake.audit(row.cells, READ)
        name = PurePosixPath(row["file"].replace("\\", "/")).name
        if name.casefold() in named:
            intake.fault(f"{shown(name)}: stands twice; the second was left out", row=row.number, column="file")
            continue
        named.add(name.casefold())
        yield from _comment(row, name, beside.get(name.casefold()) if name else None, intake)
    if source.path.is_dir():
        for path in beside.values():
            if path.name.casefold() not in named and path.name != manifest.name and not path.name.startswith("."):
                intake.fault(f"{shown(path.name)}: is not in the manifest; list it there, or load it alone as a document")


def _listed(manifest: Input, intake: Intake) -> Iterator[Row]:
    try:
        yield from rows(manifest, fault=intake.fault, header=_header, wanted=WANTED)
    except SourceError as error:
        raise SourceError(f"{error}; call it otherwise than {MANIFEST} if it is no list of comments") from error


def _comment(row: Row, name: str, path: Path | None, intake: Intake) -> Iterator[Line]:
    told = DOCKET.fullmatch(row["docket"])
    if told is None:
        intake.fault(f"{shown(row['docket']) or 'nothing'}: no docket such as USTR-2025-0016; left out", row=row.number, column="docket")
        return
    docket = told[1].upper()
    try:
        received = date.fromisoformat(row["received"][:10])
    except ValueError:
        intake.fault(f"{shown(row['received']) or 'nothing'}: no day such as 2025-11-03; left out", row=row.number, column="received")
        return
    if not (organisation := organisation_of(row["organization"], row["submitter"])):
        intake.unread[PERSONS] += 1
        return
    url = row["url"] if ADDRESS.fullmatch(row["url"]) else ""
    if row["url"] and not url:
        intake.fault(f"{shown(row['url'])}: no address that begins with https://; left out", row=row.number, column="url")
    key = f"{REGISTER}/{slug(docket)}/{slug(name) or row.number}"
    body = body_of(organisation, "organisation")
    title = f"Comment of {body.name} on docket {docket}, {received}"
    page = Page(source_of(key, title, "", received, url, body.name), EXTRACTOR, intake)
    where = f"{MANIFEST}, {shown(name) or row.number}"
    actor = page.party(body, locator=where)
    subject = say_docket(page, docket, _agency(docket), where)
    page.say(actor, "commented_on", subject, when=str(received), locator=where, gloss=f"comment in the file {shown(name)}, received {received}")
    yield from _with_words(page, Submission(actor, body.name, "", received, url), name, path, row, intake)


def _with_words(page: Page, said: Submission, name: str, path: Path | None, row: Row, intake: Intake) -> Iterator[Line]:
    document = None
    if path is None:
        intake.fault(f"{shown(name) or 'nothing'}: no such file beside the manifest; only that it was filed is told", row=row.number, column="file")
    else:
        try:
            document = read_document(path)
        except SourceError as error:
            intake.fault(f"{error}; only that it was filed is told", row=row.number, column="file")
    yield from say_words(page, said, intake, name, row.number, document)


def _agency(docket: str) -> str:
    """The acronym that a docket's number begins with; "" for a number of another form."""
    found = re.match(r"([A-Z]{2,6})-(?:[A-Z]+-)*\d{4}-", docket)
    return found[1] if found else ""


def _header(names: list[str]) -> list[str]:
    return ["organization" if name == "organisation" else name for name in lower_case(names)]
