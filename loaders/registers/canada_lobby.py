"""Canada's registry of lobbyists: communications (who spoke with which official on which day) kept apart from registrations (who intends to).

A communication is a disclosed contact, dated and named. A registration is an intent: whom a consultant represents, from when to
when, and nothing about a meeting. The two have no common key; they meet in the client and the registrant.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from graph.claims import Line, Source
from graph.errors import SourceError, shown
from graph.spelling import fold
from loaders.capitals import calm_body, calm_person
from loaders.inputs import LONGEST_PATH, Input
from loaders.intake import Intake, Page
from loaders.known import Party
from loaders.tables import Row, rows
from loaders.wordlists import wordlist

EXTRACTOR = "canada_lobby/1"
CONSULTANT = "1"
READ = {
    *("COMLOG_ID", "CLIENT_ORG_CORP_NUM", "EN_CLIENT_NM", "FR_CLIENT_NM", "REGISTRANT_NUM_DECLARANT", "RGSTRNT_LAST_NM_DCLRNT", "RGSTRNT_1ST_NM_PRENOM_DCLRNT"),
    *("COMM_DATE", "REG_TYPE_ENR", "PREV_COMLOG_ID_PRECEDNT", "POSTED_DATE_PUBLICATION", "REG_ID_ENR", "EFFECTIVE_DATE_VIGUEUR", "END_DATE_FIN"),
}
UNSAID = {"SUBMISSION_DATE_SOUMISSION"}
PARTS = {"DPOH": "Communication_DpohExport.csv", "subjects": "Communication_SubjectMattersExport.csv", "codes": "Codes_SubjectMatterTypesExport.csv"}
CLIENT = re.compile(r"(EN|FR)_CLIENT_ORG_(?:CORP|CRP)_NM(?:_AN)?")
SUBJECT = {"SUBJ_MATTER_OBJET": "SUBJECT_CODE_OBJET"}


class Official(NamedTuple):
    """A holder of a public office who was spoken with."""

    name: str
    title: str
    institution: str


class Joined(NamedTuple):
    """What other files say of communications, by their number."""

    officials: Mapping[str, list[Official]]
    subjects: Mapping[str, list[str]]


def read(source: Input, intake: Intake) -> Iterator[Line]:
    """The communications and registrations of a folder, or of one file with those beside it."""
    folder = source.path if source.path.is_dir() else source.path.parent
    primary = _primary(source, folder)
    for path in primary:
        if path.name.casefold().startswith("communication"):
            yield from _communications(Input(f"{source.name}/{path.name}", path), folder, intake)
        else:
            yield from _registrations(Input(f"{source.name}/{path.name}", path), intake)


def _primary(source: Input, folder: Path) -> list[Path]:
    if source.path.is_dir():
        return sorted(path for path in folder.iterdir() if re.fullmatch(r"(?i)(?:communication|registration)_primaryexport\.csv", path.name))
    if "primary" not in source.path.name.casefold():
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: a part of the registry's files; load the folder or the archive that holds them all")
    return [source.path]


def _communications(file: Input, folder: Path, intake: Intake) -> Iterator[Line]:
    joined = _joined(folder, intake)
    replaced = {row["PREV_COMLOG_ID_PRECEDNT"] for row in _table(file, Intake(intake.known))} - {""}
    page = Page(_source("communications", "communications with holders of public office"), EXTRACTOR, intake)
    for row in _table(file, intake):
        intake.audit(row.cells, READ | UNSAID)
        if row["COMLOG_ID"] not in replaced:
            _communication(page, row, joined)
        yield from page.take()


def _communication(page: Page, row: Row, joined: Joined) -> None:
    number, day = row["COMLOG_ID"], row["COMM_DATE"][:10]
    if not number or not row["EN_CLIENT_NM"] or not _is_day(day):
        page.intake.fault("names no client, or no day of the communication", row=row.number)
        return
    where = f"communication {number}"
    client = _client(page, row, where)
    _speaker(page, row, client, day, where)
    subjects = joined.subjects.get(number, [])
    said = f"communication on {', '.join(subjects) or 'no stated subject'}"
    marks = tuple(f"subject:{fold(subject).replace(' ', '-')[:60]}" for subject in subjects)
    for official in joined.officials.get(number, []):
        body = page.party(_institution(official.institution), locator=where)
        person = page.party(Party("person", calm_person(official.name), among=(body,)), locator=where)
        title = f"{official.title}, {official.institution}"
        page.say(person, "works_for", body, when=day, locator=where, confidence=900, gloss=title)
        page.say(client, "lobbied", person, when=day, locator=where, qualifiers=marks, gloss=f"{said}, with {official.name} ({title})")
        page.say(client, "lobbied", body, when=day, locator=where, qualifiers=marks, gloss=said)
    if number not in joined.officials:
        page.intake.fault("no official is named for it; the file of officials does not have it", row=row.number)
    for subject in subjects:
        if topic := _words()["topics"].get(fold(subject)):
            page.say(client, "concerns", f"topic:{topic}", when=day, locator=where, confidence=800, gloss=said)


def _registrations(file: Input, intake: Intake) -> Iterator[Line]:
    page = Page(_source("registrations", "registrations"), EXTRACTOR, intake)
    for row in _table(file, intake):
        intake.audit(row.cells, READ | UNSAID, within="registration.")
        start, end = row["EFFECTIVE_DATE_VIGUEUR"][:10], row["END_DATE_FIN"][:10]
        if not row["REG_ID_ENR"] or not row["EN_CLIENT_NM"] or not _is_day(start) or (end and not _is_day(end)):
            intake.fault("names no client, or no day from which it holds", row=row.number)
            continue
        where = f"registration {row['REG_ID_ENR']}"
        _speaker(page, row, _client(page, row, where), f"{start}..{end}", where)
        yield from page.take()


def _speaker(page: Page, row: Row, client: str, when: str, where: str) -> None:
    """Whoever declares: a consultant represents the client, anyone else is its officer."""
    name = f"{row['RGSTRNT_1ST_NM_PRENOM_DCLRNT']} {row['RGSTRNT_LAST_NM_DCLRNT']}".strip()
    if name:
        numbered = (("ca-lobby-registrant", row["REGISTRANT_NUM_DECLARANT"]),) if row["REGISTRANT_NUM_DECLARANT"] else ()
        person = page.party(Party("person", calm_person(name), identifiers=numbered, among=(client,)), locator=where)
        consultant = row["REG_TYPE_ENR"] == CONSULTANT
        said = "consultant who declares" if consultant else "officer who declares for the organisation"
        page.say(person, "represents" if consultant else "works_for", client, when=when, locator=where, gloss=said)


def _client(page: Page, row: Row, where: str) -> str:
    number, other = row["CLIENT_ORG_CORP_NUM"], row["FR_CLIENT_NM"]
    aliases = (calm_body(other),) if other and other != row["EN_CLIENT_NM"] else ()
    identifiers = (("ca-lobby-client", number),) if number else ()
    return page.party(Party("organisation", calm_body(row["EN_CLIENT_NM"]), identifiers=identifiers, aliases=aliases), locator=where)


def _institution(name: str) -> Party:
    plain = re.sub(r"\s*\([^()]*\)$", "", name)
    known = _words()["institutions"].get(fold(name), "")
    return Party("agency", known or plain, aliases=tuple(dict.fromkeys(alias for alias in (plain, name) if alias != (known or plain))), country="ca")


def _joined(folder: Path, intake: Intake) -> Joined:
    """The officials and subjects of the files beside the communications; a missing file is reported."""
    beside = {path.name.casefold(): path for path in folder.iterdir()}
    found = {part: beside.get(name.casefold()) for part, name in PARTS.items()}
    for part, path in found.items():
        if path is None:
            intake.fault(f"{PARTS[part]} is not beside the communications, so that nothing is known of their {part}")
    officials: defaultdict[str, list[Official]] = defaultdict(list)
    for row in _beside(found["DPOH"], intake):
        name = f"{row['DPOH_FIRST_NM_PRENOM_TCPD']} {row['DPOH_LAST_NM_TCPD']}".strip()
        institution = row["INSTITUTION"] or row["OTHER_INSTITUTION_AUTRE"]
        if name and institution:
            officials[row["COMLOG_ID"]].append(Official(name, row["DPOH_TITLE_TITRE_TCPD"], institution))
    names = {row["SUBJECT_CODE_OBJET"]: row["SMT_EN_DESC"] for row in _beside(found["codes"], intake)}
    subjects: defaultdict[str, list[str]] = defaultdict(list)
    for row in _beside(found["subjects"], intake):
        code = row["SUBJECT_CODE_OBJET"]
        subjects[row["COMLOG_ID"]].append(names.get(code, code) or row["CUSTOM_SUBJ_OBJET_PERSO"])
    return Joined(officials, subjects)


def _beside(path: Path | None, intake: Intake) -> Iterator[Row]:
    return _table(Input(path.name, path), intake) if path else iter(())


def _table(file: Input, intake: Intake) -> Iterator[Row]:
    return rows(file, encodings=("utf-8-sig", "cp1252"), fault=intake.fault, header=_header)


def _header(names: list[str]) -> list[str]:
    """The names of the columns, of which copies of the files have several spellings."""
    return [f"{found[1]}_CLIENT_NM" if (found := CLIENT.fullmatch(name)) else SUBJECT.get(name, name) for name in names]


def _source(part: str, title: str) -> Source:
    return Source(
        id=f"source:ca-lobby/{part}",
        title=f"Registry of lobbyists of Canada: {title}",
        publisher="Office of the Commissioner of Lobbying of Canada",
        licence="Open Government Licence - Canada",
        kind="register",
        group="source:ca-lobby",
        reliability=0.95,
    )


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _words() -> Mapping[str, Mapping[str, str]]:
    return wordlist("loaders.registers", "canada_lobby_words")
