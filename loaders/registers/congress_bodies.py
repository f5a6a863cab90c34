"""Committees of Congress, their parts, and who sits on them, by the codes that both files use (HSWM, HSWM04)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from loaders.inputs import Input
from loaders.intake import Intake, Page
from loaders.known import Party
from loaders.registers.congress_people import DAY, SIT_IN, day, party
from loaders.registers.congress_records import Block, Record, blocks, mapping, mappings, text, text_of

LEGISLATORS, COMMITTEES = "legislators-current.yaml", "committees-current.yaml"
CODES = {"H": "House", "S": "Senate", "J": "joint"}
COMMITTEE = re.compile(r"(?P<chamber>House|Senate) (?P<sort>(?:Permanent |Select |Special )*)Committee on (?:the )?(?P<subject>.+)")
CHAIR = re.compile(r"(?:co-?)?chair(?:man|woman|person)?", re.IGNORECASE)
READ = {"type", "name", "url", "thomas_id", "subcommittees", "jurisdiction"}
UNSAID = {
    *("house_committee_id", "senate_committee_id", "minority_url", "address", "phone", "rss_url", "minority_rss_url", "youtube_id", "wikipedia"),
    *("jurisdiction_source", "obsolete", "congresses", "names"),
}
PART = {"name", "thomas_id"}
PART_UNSAID = {"address", "phone", "wikipedia", "congresses", "names"}
SEAT = {"name", "party", "rank", "title", "bioguide", "chamber"}
SEAT_UNSAID = {"start_date", "source"}


@dataclass(frozen=True, slots=True)
class Roll:
    """Who and what the files beside the memberships name: legislators by bioguide id, committees by code, and the days of the Congress."""

    people: Mapping[str, Record] = field(default_factory=dict)
    bodies: Mapping[str, Party] = field(default_factory=dict)
    congress: tuple[date, date] | None = None


def say_committee(page: Page, block: Block) -> None:
    """Claim a committee and its parts, and what they are part of."""
    record = block.record
    page.intake.audit(record, READ | UNSAID)
    for part in mappings(record, "subcommittees"):
        page.intake.audit(part, PART | PART_UNSAID, within="subcommittees.")
    if not text(record, "name") or not text(record, "thomas_id"):
        page.intake.fault("a committee without a name or a code", row=block.line)
        return
    above = ""
    for body in committees(record):
        where = f"committee {body.identifiers[0][1]}"
        found = page.party(body, locator=where)
        page.say(found, "part_of", above or SIT_IN.get(text(record, "type"), "org:us-congress"), qualifiers=("structure",), locator=where)
        above = above or found


def committees(record: Record) -> Iterator[Party]:
    """A committee, then its parts."""
    name, code = text(record, "name"), text(record, "thomas_id")
    found = COMMITTEE.fullmatch(name)
    short = name
    if found:
        short = found["subject"] if found["subject"].startswith(found["chamber"]) else f"{found['chamber']} {found['sort']}{found['subject']}"
    aliases = (f"{short} Committee",) if found else ()
    yield Party("legislature", name, (("thomas", code),), aliases, country="us", url=text(record, "url"), describes=text(record, "jurisdiction"))
    for part in mappings(record, "subcommittees"):
        subject, own = text(part, "name"), text(part, "thomas_id")
        if subject and own:
            whole = subject if "committee" in subject.casefold() or "task force" in subject.casefold() else f"Subcommittee on {subject}"
            yield Party("legislature", f"{short} {whole}", (("thomas", f"{code}{own.zfill(2)}"),), country="us")


def roll_beside(source: Input, page: Page) -> Roll:
    """The legislators and committees of the files in the same folder, where they are."""
    aside = Intake(page.intake.known)  # their faults are reported when they are loaded themselves
    legislators = [block.record for block in _beside(source, LEGISLATORS, aside)]
    bodies = [body for block in _beside(source, COMMITTEES, aside) for body in committees(block.record)]
    starts = [day(text(term, "start")) for record in legislators for term in mappings(record, "terms")[-1:]]
    return Roll(
        people={text(mapping(record, "id"), "bioguide"): record for record in legislators},
        bodies={body.identifiers[0][1]: body for body in bodies},
        congress=_congress(max(starts)) if starts else None,
    )


def _beside(source: Input, name: str, aside: Intake) -> Iterator[Block]:
    path = source.path.with_name(name)
    if path.is_file():
        yield from blocks(text_of(Input(name, path)), aside)


def _congress(on: date) -> tuple[date, date]:
    """First and last day of the Congress of a day: two years from January 3 of an odd year."""
    year = on.year - 1 + on.year % 2 if (on.month, on.day) >= (1, 3) else on.year - 2 + on.year % 2
    return date(year, 1, 3), date(year + 2, 1, 3) - DAY


def say_seats(page: Page, block: Block, roll: Roll) -> None:
    """Claim who sits on one committee, who chairs it and who is its ranking member."""
    code = block.key
    body = roll.bodies.get(code) or Party("legislature", f"{CODES.get(code[:1], 'U.S.')} committee {code}", (("thomas", code),), country="us")
    committee = page.party(body, locator=code)
    for number, seat in enumerate(block.rows, 1):
        page.intake.audit(seat, SEAT | SEAT_UNSAID, within="seats.")
        if not text(seat, "name") or not text(seat, "bioguide"):
            page.intake.fault("a seat without a name or a bioguide id", row=block.line, column=f"{code} {number}")
        elif roll.people and text(seat, "bioguide") not in roll.people:
            page.intake.fault(f"{text(seat, 'bioguide')}: no legislator of the file beside has this id", row=block.line, column=f"{code} {number}")
        else:
            _say_seat(page, committee, body, seat, roll, f"{code}, seat {number}")


def _say_seat(page: Page, committee: str, body: Party, seat: Record, roll: Roll, where: str) -> None:
    person = page.party(_member(seat, roll, committee), locator=where)
    title, when = text(seat, "title"), _days(seat, roll)
    side = text(seat, "party")
    said = f"{body.name}: {title or 'member'}, {side} {text(seat, 'rank')}".rstrip()
    marks = tuple(mark for mark in (side, title.casefold().replace(" ", "-")) if mark)
    page.say(person, "member_of", committee, when=when, qualifiers=marks, locator=where, gloss=said)
    if CHAIR.fullmatch(title):
        page.say(person, "leads", committee, when=when, locator=where, gloss=said)
    if CHAIR.fullmatch(title) or title == "Ranking Member":
        _say_post(page, person, committee, body, "Chair" if CHAIR.fullmatch(title) else "Ranking member", when, where)


def _say_post(page: Page, person: str, committee: str, body: Party, called: str, when: str, where: str) -> None:
    """Claim the post of chair or ranking member; its short name ends at the first comma of the committee's."""
    name = f"{called} of the {body.name}"
    post = page.party(Party("post", name, aliases=tuple(one for one in (name.partition(",")[0],) if one != name), country="us"), locator=where)
    page.say(post, "post_at", committee, qualifiers=("heads",) if called == "Chair" else (), locator=where)
    page.say(person, "holds_post", post, when=when, locator=where, gloss=name)


def _member(seat: Record, roll: Roll, committee: str) -> Party:
    bioguide, name = text(seat, "bioguide"), text(seat, "name")
    if record := roll.people.get(bioguide):
        known = party(record)
        aliases = tuple(dict.fromkeys((*known.aliases, *([name] if name != known.name else ()))))
        return Party("person", known.name, known.identifiers, aliases, "us", among=(*known.among, committee))
    return Party("person", name, (("bioguide", bioguide),), country="us", among=("org:us-congress", committee))


def _days(seat: Record, roll: Roll) -> str:
    """The days of the Congress on which the member sat in it; "" where the Congress is not known."""
    if roll.congress is None:
        return ""
    first, last = roll.congress
    started = [day(text(term, "start")) for term in mappings(roll.people[text(seat, "bioguide")], "terms")[-1:]]
    return f"{max([first, *started])}..{last}"
