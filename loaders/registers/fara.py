"""The U.S. register of foreign agents: who is registered agent of which foreign principal, from when to when.

A row without a date of termination holds to the date of the file, which is not in it: it is open to the end.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache, partial

from graph.claims import Line, Source
from loaders.capitals import calm_body, calm_person
from loaders.countries import BRACKETS, country_code, government_code
from loaders.inputs import Input
from loaders.intake import Intake, Page
from loaders.known import Party
from loaders.registers.fara_names import may_be_person, person
from loaders.tables import Row, rows

EXTRACTOR = "fara/1"
CELLS = 12
DOUBTFUL = "names that may be persons' (filed as organisations)"
PUBLIC = ("embassy of", "ministry of", "government of", "secretaria de", "secretariat of", "department of", "office of")
TITLES = {"principals": "FARA register: foreign principals", "registrants": "FARA register: registrants"}
READ = {
    *("Foreign Principal Termination Date", "Foreign Principal", "Foreign Principal Registration Date", "Country/Location Represented"),
    *("Registration Number", "Registration Date", "Termination Date", "Registrant Name", "Name", "Business Name"),
}
UNSAID = {"Registrant Date", "Address 1", "Address 2", "City", "State", "Zip"}


def read(source: Input, intake: Intake) -> Iterator[Line]:
    """The agents and principals of a bulk file."""
    table = rows(source, encodings=("utf-8-sig", "latin-1"), repair=partial(_repaired, intake), fault=intake.fault, header=_spaced)
    page: Page | None = None
    for row in table:
        if page is None:
            page = _page("principals" if "Foreign Principal" in row.cells else "registrants", intake)
        intake.audit(row.cells, READ | UNSAID)
        (_principal if "Foreign Principal" in row.cells else _registrant)(page, row)
        yield from page.take()


def _page(part: str, intake: Intake) -> Page:
    source = Source(
        id=f"source:fara/{part}",
        title=TITLES[part],
        publisher="U.S. Department of Justice",
        url="https://efile.fara.gov",
        licence="public domain",
        kind="register",
        group="source:fara",
        reliability=0.95,
    )
    return Page(source, EXTRACTOR, intake)


def _spaced(names: list[str]) -> list[str]:
    return [name.replace("_", " ") for name in names]


def _registrant(page: Page, row: Row) -> str:
    aliases = (row["Business Name"],) if row["Business Name"] else ()
    agent = _agent(row["Name"], row["Registration Number"], aliases)
    _doubt(page, row["Name"], agent)
    return page.party(agent, locator=f"row {row.number}")


def _doubt(page: Page, name: str, party: Party) -> None:
    """Count a name that may be a person's and is filed as an organisation's."""
    if party.kind == "organisation" and may_be_person(name):
        page.intake.unread[DOUBTFUL] += 1


def _principal(page: Page, row: Row) -> None:
    where = f"row {row.number}"
    if not row["Foreign Principal"] or not row["Registrant Name"]:
        page.intake.fault("names no principal or no registrant", row=row.number)
        return
    country = country_code(row["Country/Location Represented"])
    name = " ".join(row["Foreign Principal"].strip(" '\"").split())
    agent = page.party(_agent(row["Registrant Name"], row["Registration Number"]), locator=where)
    party = _party(name, country)
    _doubt(page, name, party)
    principal = page.party(party, locator=where)
    start, end = _day(row["Foreign Principal Registration Date"]), _day(row["Foreign Principal Termination Date"])
    when = _interval(page, row.number, start, end)
    if agent == principal:  # the office here of a body abroad, under one name
        return
    said = f"{row['Registrant Name']} is registered (no. {row['Registration Number']}) for {name}, {row['Country/Location Represented']}"
    page.say(agent, "agent_of", principal, when=when, locator=where, gloss=said)


def _interval(page: Page, row: int, start: str, end: str) -> str:
    """From the registration to its end. The first of January stands for a year where the day is not known."""
    if start and end and end < start:
        if end[:4] == start[:4] and end.endswith("-01-01"):
            return f"{start}..{end[:4]}"
        page.intake.fault(f"ends on {end} before it begins on {start}; held to the day of its beginning alone", row=row)
        return start
    return f"{start}..{end}" if start or end else ""


def _party(name: str, country: str) -> Party:
    code = government_code(name, country)
    if code:
        return Party("government", calm_body(BRACKETS.sub("", name).strip(" ,-")), country=code, id=f"gov:{code}")
    if called := person(name):
        return Party("person", calm_person(called), aliases=(name,), country=country)
    return Party("agency" if name.casefold().startswith(PUBLIC) else "organisation", calm_body(name), country=country)


def _agent(name: str, number: str, aliases: tuple[str, ...] = ()) -> Party:
    name = " ".join(name.split())
    if called := person(name):
        return Party("person", calm_person(called), identifiers=(("fara", number),), aliases=(name, *aliases))
    return Party("organisation", calm_body(name), identifiers=(("fara", number),), aliases=aliases)


def _repaired(intake: Intake, cells: list[str], columns: Sequence[str], number: int) -> list[str] | None:
    """The cells of a row that unescaped quotes cut into too many: those that the cut parts are joined to again."""
    if len(columns) != CELLS or len(cells) < CELLS:
        return None
    for at in range(len(cells)):
        width = len(cells) - CELLS + 1
        joined = [*cells[:at], ",".join(cells[at : at + width]), *cells[at + width :]]
        if (not joined[0] or _day(joined[0])) and _day(joined[2]) and joined[4].isdigit() and not _day(joined[3]):
            intake.fault("unescaped quotes cut it into too many cells; they were joined again", row=number, column=columns[at])
            return joined
    return None


@lru_cache(maxsize=16_384)
def _day(text: str) -> str:
    try:
        return datetime.strptime(text, "%m/%d/%Y").date().isoformat()
    except ValueError:
        return ""
