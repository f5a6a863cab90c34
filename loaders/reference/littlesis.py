"""LittleSis: who powerful people work for, sit with and lobby, from answers of its API.

An entity and a relationship are a source each. Family, friends and schools are left out, and so are persons who hold no post,
sit on no board and lobby nobody: what they give is no matter of ours. A relationship names its ends by number, so that they
must be in the file, or known from an earlier one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from graph import dates
from graph.claims import Line, Source
from graph.errors import BadDate, SourceError, shown
from loaders.inputs import LONGEST_PATH, Input
from loaders.intake import Intake, Page
from loaders.json_records import Json, filled, read_json, texts, word
from loaders.known import Party

EXTRACTOR = "littlesis/1"
READ = {"name", "blurb", "primary_ext", "types", "aliases", "website", "updated_at", "id"}
UNSAID = {"summary", "notes", "start_date", "end_date", "is_current", "parent_id", "link_count", "created_at", "extensions", "merged_id", "delta"}
TIE = {
    "id",
    "entity1_id",
    "entity2_id",
    "category_id",
    "description1",
    "description2",
    "amount",
    "currency",
    "start_date",
    "end_date",
    "is_current",
    "updated_at",
}
TIE_UNSAID = {
    *("goods", "filings", "notes", "category_attributes", "created_at", "description", "self", "entity", "related", "link"),
    *("is_board", "is_executive", "is_employee", "compensation", "dues", "percent_stake", "shares"),
}
KINDS = (
    ("chamber", r"chamber"),
    ("association", r"industrytrade|tradeassociation|industryassociation"),
    ("think_tank", r"thinktank"),
    ("media", r"media"),
    ("agency", r"governmentbody|government agency|governmentagency"),
    ("company", r"business|company|lawfirm|lobbyingfirm|publicrelations|consultingfirm"),
)
PUBLIC_LIFE = re.compile(r"lobbyist|publicofficial|electedrepresentative|politicalcandidate|businessperson", re.IGNORECASE)
HEADS = re.compile(
    r"\b(?:chief executive|ceo|president|chair(?:man|woman|person)?|executive director|director general|secretary general|head)\b", re.IGNORECASE
)
NO_HEAD = re.compile(r"\b(?:vice|deputy|assistant|former|associate|division|group|committee|of staff)\b", re.IGNORECASE)
POSITION, MEMBERSHIP, DONATION, LOBBYING, HIERARCHY = "1", "3", "5", "7", "11"
LEFT_OUT = {"2": "education", "4": "family", "6": "transactions", "8": "social", "9": "professional", "10": "ownership", "12": "other"}
UNKNOWN_DAY = re.compile(r"-00\b")


class Tie(NamedTuple):
    """A relationship: its number, category, ends by number, and its record."""

    key: str
    category: str
    one: str
    other: str
    record: Json


@dataclass(slots=True)
class Read:
    """What a file holds and what came of it: ids by LittleSis number, names, kinds."""

    intake: Intake
    entities: dict[str, Json] = field(default_factory=dict)
    ties: dict[str, Tie] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    def entity(self, number: str) -> str:
        """The id behind a number; "" where it is neither in the file nor known."""
        return self.ids.get(number) or self.intake.known.identified(f"littlesis:{number}")

    def name(self, number: str) -> str:
        """What an entity is called."""
        return word(self.entities.get(number, {}), "name") or self.intake.known.names.get(self.entity(number), number)


def read(source: Input, intake: Intake) -> Iterator[Line]:
    """Entities, bodies first, then the relationships between them. Raises SourceError for what is no answer of the API."""
    file = Read(intake)
    for number, record in enumerate(_records(source, intake), 1):
        _sort(number, record, file)
    bodies = [key for key, record in file.entities.items() if word(record, "primary_ext") != "Person"]
    persons = [key for key in file.entities if key not in set(bodies)]
    for key in (*bodies, *persons):
        yield from _entity(key, file)
    for tie in file.ties.values():
        yield from _tie(tie, file)


def _records(source: Input, intake: Intake) -> Iterator[Json]:
    """What an answer holds, with what it includes. Raises SourceError."""
    content = read_json(source, intake)
    given = content.get("data") if isinstance(content, dict) else None
    if not isinstance(given, dict | list):
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: no answer of LittleSis (it has no data); nothing of this file was loaded")
    yield from filled({"data": given if isinstance(given, list) else [given]}, "data")
    yield from filled(content, "included")


def _sort(number: int, record: Json, file: Read) -> None:
    """Put a record with the entities or the relationships, or report it."""
    said = record.get("attributes")
    kind, key = word(record, "type"), word(record, "id")
    if not isinstance(said, dict) or not key.isdigit() or kind not in ("entities", "relationships"):
        file.intake.fault(f"record {number}: no entity and no relationship of the known shape; left out")
    elif kind == "entities":
        file.intake.audit(said, READ | UNSAID)
        if not word(said, "name") or word(said, "primary_ext") not in ("Person", "Org"):
            file.intake.fault(f"entity {key}: neither a person nor an organisation with a name; left out")
        else:
            file.entities[key] = said
    else:
        file.intake.audit(said, TIE | TIE_UNSAID, within="relationship ")
        ends = word(said, "entity1_id"), word(said, "entity2_id")
        if not all(end.isdigit() for end in ends):
            file.intake.fault(f"relationship {key}: does not say between whom it is; left out")
        else:
            file.ties[key] = Tie(key, word(said, "category_id"), *ends, said)


def _entity(key: str, file: Read) -> Iterator[Line]:
    record = file.entities[key]
    types = {_joined(one) for one in texts(record, "types")}
    is_person = word(record, "primary_ext") == "Person"
    ours = [tie for tie in file.ties.values() if key in (tie.one, tie.other) and tie.category in (POSITION, MEMBERSHIP, LOBBYING)]
    if is_person and not ours and not any(PUBLIC_LIFE.search(one) for one in types):
        file.intake.unread["persons without post, membership or lobbying"] += 1
        return
    name = word(record, "name")
    party = Party(
        "person" if is_person else _kind(types),
        name,
        identifiers=(("littlesis", key),),
        said=tuple(alias for alias in dict.fromkeys(texts(record, "aliases")) if alias != name),
        url=word(record, "website"),
        describes=word(record, "blurb"),
        among=tuple(sorted({body for tie in ours if (body := file.entity(tie.other))})) if is_person else (),
    )
    page = Page(_source(f"entity-{key}", name, f"https://littlesis.org/entities/{key}", record), EXTRACTOR, file.intake)
    file.ids[key] = page.party(party, locator=f"entity {key}")
    yield from page.take()


def _kind(types: Iterable[str]) -> str:
    return next((kind for kind, pattern in KINDS if any(re.search(pattern, one, re.IGNORECASE) for one in types)), "organisation")


def _joined(text: str) -> str:
    return "".join(re.findall(r"\w+", text))


def _source(key: str, title: str, url: str, record: Json) -> Source:
    updated = word(record, "updated_at")[:10]
    return Source(
        id=f"source:littlesis/{key}",
        title=f"LittleSis: {title}",
        publisher="LittleSis",
        published=date.fromisoformat(updated) if re.fullmatch(r"\d{4}-\d\d-\d\d", updated) else None,
        url=url,
        licence="CC BY-SA 4.0",
        kind="reference",
        group="source:littlesis",
        reliability=0.75,
    )


def _tie(tie: Tie, file: Read) -> Iterator[Line]:
    """The claim of a relationship, or nothing where it is of no sort that is read or an end of it is not known."""
    unread, ends = file.intake.unread, (file.entity(tie.one), file.entity(tie.other))
    if tie.category in LEFT_OUT:
        unread[f"relationships of the category {LEFT_OUT[tie.category]}"] += 1
    elif not all(ends):
        unread["relationships that name an entity neither in the file nor known"] += 1
    elif predicate := _predicate(tie, *ends):
        said = word(tie.record, "description1")
        gloss = f"{file.name(tie.one)}, {said or 'no description'}, {file.name(tie.other)}" + _amount(tie.record)
        page = Page(_source(f"relationship-{tie.key}", gloss, f"https://littlesis.org/relationships/{tie.key}", tie.record), EXTRACTOR, file.intake)
        when, over = _when(tie, file)
        marks = ("former",) if over and predicate in ("works_for", "leads", "member_of") else ()
        page.say(ends[0], predicate, ends[1], when=when, qualifiers=marks, locator=f"relationship {tie.key}", confidence=850, gloss=gloss)
        yield from page.take()
    else:
        unread["relationships between entities of other sorts"] += 1


def _predicate(tie: Tie, one: str, other: str) -> str:
    sorts = one.partition(":")[0], other.partition(":")[0]
    title = word(tie.record, "description1")
    if one == other or (sorts[1] == "person" and tie.category != DONATION):
        return ""
    if tie.category == POSITION and sorts[0] == "person":
        return "leads" if HEADS.search(title) and not NO_HEAD.search(title) else "works_for"
    if tie.category == DONATION and sorts[0] == "person":
        return ""
    plain = {MEMBERSHIP: "member_of", DONATION: "contributed_to", LOBBYING: "lobbied", HIERARCHY: "part_of"}
    return "" if tie.category == HIERARCHY and sorts[0] == "person" else plain.get(tie.category, "")


def _when(tie: Tie, file: Read) -> tuple[str, bool]:
    """The days of a relationship, and whether it is over without a day that says since when."""
    start, end = (_day(word(tie.record, name), tie, file) for name in ("start_date", "end_date"))
    if start and end and end < start[: len(end)]:
        file.intake.fault(f"relationship {tie.key}: ends in {end}, before it begins in {start}; held to its beginning alone")
        return start, False
    over = tie.record.get("is_current") is False and not end
    return (start if over else f"{start}..{end}" if start or end else ""), over


def _day(text: str, tie: Tie, file: Read) -> str:
    """A day as far as it is known: "2019-00-00" is the year."""
    plain = UNKNOWN_DAY.split(text)[0]
    try:
        dates.parse(plain)
    except BadDate as error:
        file.intake.fault(f"relationship {tie.key}: {error}")
        return ""
    return plain


def _amount(record: Json) -> str:
    return f": {word(record, 'amount')} {word(record, 'currency').upper() or 'USD'}" if word(record, "amount") else ""
