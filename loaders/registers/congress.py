"""The U.S. Congress as the unitedstates project keeps it: who sits there, on which committees, in which posts.

The files of a folder or archive are read together. A committee seat says no date: it lasts for the Congress of the
legislators' file that lies beside the memberships, and has no date where none does.
"""

from collections.abc import Iterator

from graph.claims import Line, Source
from graph.errors import SourceError, shown
from loaders.inputs import LONGEST_PATH, Input
from loaders.intake import Intake, Page
from loaders.registers.congress_bodies import Roll, roll_beside, say_committee, say_seats
from loaders.registers.congress_people import say_person
from loaders.registers.congress_records import Block, blocks, text_of

EXTRACTOR = "congress/1"
FILES = ("legislators-current", "legislators-historical", "executive", "committees-current", "committee-membership-current")
TITLES = {
    "legislators": "Members of the U.S. Congress",
    "legislators-historical": "Former members of the U.S. Congress",
    "committees": "Committees of the U.S. Congress",
    "committee-membership": "Committee memberships of the U.S. Congress",
    "executive": "Presidents and Vice Presidents of the United States",
}


def read(source: Input, intake: Intake) -> Iterator[Line]:
    """The people, committees or seats of one file, or of all in a folder. Raises SourceError when a file is none of these."""
    if not source.path.is_dir():
        yield from _read(source, intake)
        return
    for part in FILES:
        for path in sorted(source.path.glob(f"{part}.y*ml")):
            intake.file = path.name
            yield from _read(Input(f"{source.name}/{path.name}", path), intake)
    intake.file = ""


def _read(source: Input, intake: Intake) -> Iterator[Line]:
    page: Page | None = None
    roll = Roll()
    part = ""
    placed: set[str] = set()
    for block in blocks(text_of(source), intake):
        if page is None:
            part = _part(source, block)
            page = _page(part, intake)
            roll = roll_beside(source, page) if part == "committee-membership" else roll
        if part == "committee-membership":
            say_seats(page, block, roll)
        elif part == "committees":
            say_committee(page, block)
        else:
            say_person(page, block, former=part.endswith("historical"), placed=placed)
        yield from page.take()
    if page is None:
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: holds no record that can be read; nothing of this file was loaded")


def _part(source: Input, block: Block) -> str:
    """Which of the files it is, by its first record."""
    if block.key:
        return "committee-membership"
    if "thomas_id" in block.record:
        return "committees"
    terms = block.record.get("terms")
    if isinstance(terms, list) and terms and isinstance(terms[0], dict):
        kind = "executive" if terms[0].get("type") in ("prez", "viceprez") else "legislators"
        return "legislators-historical" if kind == "legislators" and "historical" in source.path.name else kind
    raise SourceError(f"{shown(source.name, LONGEST_PATH)}: neither legislators, committees, memberships nor executives; nothing of this file was loaded")


def _page(part: str, intake: Intake) -> Page:
    source = Source(
        id=f"source:congress/{part}",
        title=TITLES[part],
        publisher="unitedstates project",
        url="https://github.com/unitedstates/congress-legislators",
        licence="CC0",
        kind="register",
        group="source:congress",
        reliability=0.95,
    )
    return Page(source, EXTRACTOR, intake)
