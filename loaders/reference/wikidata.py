"""Wikidata: who actors are, under which names and numbers, which posts persons held, what belongs to what.

An item is one source, and an older copy of it never takes the place of a newer one. An item is known by its numbers and by its
names, not by its aliases, which are said of it but are too many to tell who is who. Of persons only public life is read:
posts, employers, memberships. What a statement names must be in the file, or known by its number from an earlier one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from graph.claims import Line, Source
from graph.errors import SourceError, shown
from loaders.inputs import LONGEST_PATH, Input
from loaders.intake import Intake, Page
from loaders.json_records import read_json, word
from loaders.known import Party
from loaders.reference.wikidata_items import ITEM, Statement, aliases, country_of, description, identifiers_of, kind_of, labels, statements

EXTRACTOR = "wikidata/1"
CITED, BARE = 900, 800
READ = {"id", "type", "labels", "descriptions", "aliases", "claims", "modified"}
UNSAID = {"pageid", "ns", "title", "lastrevid", "sitelinks", "datatype", "redirects"}
# By property of a person or body: predicate; `<` turns it round.
RELATIONS = {
    "P108": "works_for",
    "P463": "member_of",
    "P102": "member_of",
    "P361": "part_of",
    "P749": "part_of",
    "P355": "<part_of",
    "P169": "<leads",
    "P488": "<leads",
    "P1037": "<leads",
    "P1366": "succeeded_by",
}
WORDS = {"works_for": "works for", "member_of": "is a member of", "part_of": "is part of", "leads": "heads", "succeeded_by": "was succeeded by"}
PUBLIC_LIFE = ("P39", "P108", "P463", "P1157")
SAID = {"P31", "P17", "P27", "P39", "P297", "P856", "P1813", "P1448", "P2388", "P2389", *RELATIONS}
PRIVATE = {
    *("P18", "P19", "P20", "P21", "P22", "P25", "P26", "P40", "P53", "P69", "P106", "P140", "P184", "P185", "P166", "P512", "P551", "P569", "P570", "P735"),
    *("P734", "P1038", "P1344", "P1412", "P3373", "P6886", "P119", "P157", "P509", "P1050", "P172", "P451", "P1971"),
}
GENERAL = {
    *("P36", "P112", "P127", "P131", "P138", "P154", "P159", "P279", "P373", "P452", "P571", "P576", "P625", "P748", "P910", "P1128", "P1343", "P1424"),
    *("P1552", "P1889", "P460", "P1382", "P1709", "P1036", "P155", "P156", "P1365", "P2139", "P2295", "P2403", "P1454", "P1616", "P414", "P740", "P1056"),
}
UNREAD_TYPES = {"external-id", "commonsMedia", "url", "globe-coordinate", "quantity", "monolingualtext", "wikibase-property"}
Json = Mapping[str, Any]


@dataclass(slots=True)
class Read:
    """The items of a file as they are read: the page of each, and the ids of those that are told."""

    items: Json
    intake: Intake
    pages: dict[str, Page] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)

    def entity(self, item: str) -> str:
        """The id of an item of the file, or of one that is known by its number; "" for any other."""
        return self.ids.get(item) or self.intake.known.identified(f"wikidata:{item}")

    def name(self, item: str) -> str:
        """What an item is called here."""
        return next(iter(labels(self.items.get(item, {}))), "") or self.intake.known.names.get(self.entity(item), item)


def read(source: Input, intake: Intake) -> Iterator[Line]:
    """Names, numbers and relations of the items of an answer. Raises SourceError for what is none."""
    file = Read(_items(source, intake), intake)
    order = {"government": 0, "post": 2, "person": 3}
    kinds = {key: kind for key in sorted(file.items) if (kind := _kind(key, file))}
    for key in sorted(kinds, key=lambda key: (order.get(kinds[key], 1), int(key[1:]))):
        _introduce(key, kinds[key], file)
        if kinds[key] == "post":
            _place(key, file)
    for key in file.pages:
        _relate(key, file)
    for page in file.pages.values():
        yield from page.take()


def _items(source: Input, intake: Intake) -> dict[str, Json]:
    content = read_json(source, intake)
    given = content.get("entities") if isinstance(content, dict) else None
    if not isinstance(given, dict):
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: no answer of Wikidata (it has no entities); nothing of this file was loaded")
    found: dict[str, Json] = {}
    for key, item in given.items():
        if not isinstance(item, dict) or not ITEM.fullmatch(str(item.get("id", ""))) or "missing" in item:
            intake.fault(f"{shown(str(key))}: no item, or one that Wikidata does not have; left out")
            continue
        try:
            kind_of(item), labels(item), aliases(item), country_of(item, given), list(statements(item, *SAID))
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            intake.fault(f"{shown(str(key))}: not of the known shape ({shown(str(error))}); left out")
            continue
        found[str(item["id"])] = item
    return found


def _kind(key: str, file: Read) -> str:
    """The kind of an item that is read; "" for one that is left out, which is reported."""
    item, intake = file.items[key], file.intake
    intake.audit(item, READ | UNSAID)
    for name, given in item.get("claims", {}).items():
        kind = next((one.get("mainsnak", {}).get("datatype") for one in given), "")
        if name not in SAID | PRIVATE | GENERAL and kind not in UNREAD_TYPES:
            intake.unread[f"claims.{name}"] += len(given)
    kind, names = kind_of(item), labels(item)
    classes = ", ".join(one.value for one in statements(item, "P31"))
    reason = ""
    if not names:
        reason = "it has no name"
    elif not kind:
        reason = "a class of things" if "P279" in item.get("claims", {}) else f"of no kind that is read (instance of {classes or 'nothing'})"
    elif kind == "person" and not any(True for _ in statements(item, *PUBLIC_LIFE)):
        reason = "a person without post, employer or membership"
    if reason:
        intake.fault(f"{key} ({shown(next(iter(names), 'no name'))}): {reason}; left out")
    return "" if reason else kind


def _introduce(key: str, kind: str, file: Read) -> None:
    """Claim who an item is, unless a newer copy of it is on record."""
    item, intake = file.items[key], file.intake
    modified = date.fromisoformat(word(item, "modified")[:10]) if word(item, "modified") else None
    before = intake.filed(f"source:wikidata/{key.lower()}")
    if before and before.published and modified and before.published > modified:
        intake.passed += 1
        return
    country = country_of(item, file.items)
    name, *others = labels(item)
    party = Party(
        kind,
        name,
        identifiers=identifiers_of(item),
        aliases=tuple(others),
        said=tuple(alias for alias in aliases(item) if alias not in (name, *others)),
        country=country,
        url=next((one.value for one in statements(item, "P856")), ""),
        describes=description(item),
        among=tuple(_among(item, file)) if kind == "person" else (),
        id=f"gov:{country}" if kind == "government" and country else "",
    )
    page = Page(_source(key, name, modified), EXTRACTOR, intake)
    file.ids[key] = page.party(party, locator=key)
    file.pages[key], file.kinds[key] = page, kind


def _source(key: str, name: str, modified: date | None) -> Source:
    return Source(
        id=f"source:wikidata/{key.lower()}",
        title=f"Wikidata: {name} ({key})",
        publisher="Wikidata",
        published=modified,
        url=f"https://www.wikidata.org/wiki/{key}",
        licence="CC0",
        kind="reference",
        group="source:wikidata",
        reliability=0.85,
    )


def _among(item: Json, file: Read) -> Iterator[str]:
    """Whom a person belongs to: the posts, their bodies, employers and memberships."""
    for one in statements(item, "P39", "P108", "P463"):
        entity = file.entity(one.value)
        yield from (id for id in (entity, file.bodies.get(entity, "")) if id)


def _place(key: str, file: Read) -> None:
    """Claim at which body a post is: the one that it directs, or is part of; or the one whose head it is."""
    item, page = file.items[key], file.pages.get(key)
    if page is None:
        return
    heads = [(one.value, True) for one in statements(item, "P2389")]
    heads += [(other, True) for other in sorted(file.ids) for one in statements(file.items[other], "P2388") if one.value == key]
    for target, head in [*heads, *((one.value, False) for one in statements(item, "P361"))]:
        body = file.entity(target)
        if body.startswith(("org:", "gov:")):
            said = f"{file.name(key)} is a post at {file.name(target)}"
            page.say(file.ids[key], "post_at", body, qualifiers=("heads",) if head else (), locator=key, confidence=CITED, gloss=said)
            file.bodies[file.ids[key]] = body
            return


def _relate(key: str, file: Read) -> None:
    """Claim the posts of a person, and what an item belongs to."""
    item = file.items[key]
    if file.kinds[key] == "person":
        for one in statements(item, "P39"):
            _hold(key, one, file)
    for name, predicate in RELATIONS.items():
        for one in statements(item, name):
            _tie(key, name, predicate, one, file)


def _hold(key: str, one: Statement, file: Read) -> None:
    post = file.entity(one.value)
    if not post.startswith("post:"):
        _unnamed("P39", file)
        return
    said = f"{file.name(key)}, {file.name(one.value)}"
    page = file.pages[key]
    page.say(file.ids[key], "holds_post", post, when=_when(one, page, key), qualifiers=one.marks, locator=f"{key}, P39", confidence=_sure(one), gloss=said)


def _tie(key: str, name: str, predicate: str, one: Statement, file: Read) -> None:
    """Claim one relation, where both ends are of the kinds that it takes."""
    turned, predicate = predicate.startswith("<"), predicate.removeprefix("<")
    subject, target = (one.value, key) if turned else (key, one.value)
    ends = file.entity(subject), file.entity(target)
    if not all(ends):
        _unnamed(name, file)
    elif ends[0] != ends[1] and _fits(predicate, *ends):
        page, said = file.pages[key], f"{file.name(subject)} {WORDS[predicate]} {file.name(target)}"
        marks = () if not one.over else ("ended",) if one.end else ("former",)
        page.say(ends[0], predicate, ends[1], when=_when(one, page, key), qualifiers=marks, locator=f"{key}, {name}", confidence=_sure(one), gloss=said)


def _fits(predicate: str, subject: str, target: str) -> bool:
    sorts = subject.partition(":")[0], target.partition(":")[0]
    if predicate in ("works_for", "leads"):
        return sorts[0] == "person" and sorts[1] in ("org", "gov")
    if predicate == "succeeded_by":
        return sorts[0] == sorts[1]
    return sorts[0] in (("org",) if predicate == "part_of" else ("org", "gov", "person")) and sorts[1] in ("org", "gov")


def _when(one: Statement, page: Page, key: str) -> str:
    """The days of a statement; without its end where that lies before its start, which is reported."""
    if one.start and one.end and one.end < one.start[: len(one.end)]:
        page.intake.fault(f"{key}: a statement ends in {one.end}, before it begins in {one.start}; held from its beginning")
        return f"{one.start}.."
    return one.when


def _sure(one: Statement) -> int:
    """Statements that cite something are surer."""
    return CITED if one.cited else BARE


def _unnamed(name: str, file: Read) -> None:
    file.intake.unread[f"claims.{name} that names an item neither in the file nor known"] += 1
