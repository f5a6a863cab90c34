"""Members of Congress, Presidents and Vice Presidents: who they are, in which chamber they sit, which posts they hold."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import zip_longest

from graph.errors import BadDate
from loaders.intake import Page
from loaders.known import Party
from loaders.registers.congress_records import Block, Record, mapping, mappings, text

CHAMBERS = {"sen": "org:us-senate", "rep": "org:us-house"}
SIT_IN = {"senate": "org:us-senate", "house": "org:us-house"}
POSTS = {
    "prez": ("post:us-president", "President of the United States", True),
    "viceprez": ("post:us-vice-president", "Vice President of the United States", False),
}
HEADS = frozenset({"Speaker of the House"})
SCHEMES = ("bioguide", "wikidata", "govtrack", "opensecrets", "lis", "icpsr", "votesmart")
DAY = timedelta(days=1)
PAUSE = timedelta(days=31)
READ = {"id", "name", "terms", "leadership_roles"}
UNSAID = {"bio", "family", "other_names"}
NAME = {"first", "middle", "last", "suffix", "nickname", "official_full"}
TERM = {"type", "start", "end", "state", "district", "class", "party", "url"}
TERM_UNSAID = {"address", "phone", "fax", "office", "contact_form", "rss_url", "state_rank", "how", "caucus", "end-type", "party_affiliations"}
ID_UNSAID = {"thomas", "cspan", "wikipedia", "house_history", "ballotpedia", "maplight", "google_entity_id", "pictorial", "icpsr_prez"}
ROLE = {"title", "chamber", "start", "end"}


def say_person(page: Page, block: Block, *, former: bool, placed: set[str]) -> None:
    """Claim who a person is, the terms and the posts; `former`: nobody of this file sits any longer; `placed` takes the posts that were placed at a body."""
    record, line = block.record, block.line
    _audit(page, record)
    name, _ = names(mapping(record, "name"))
    terms = [term for term in mappings(record, "terms") if text(term, "type") in CHAMBERS or text(term, "type") in POSTS]
    if not name or not terms:
        page.intake.fault("names no person or no term", row=line)
        return
    where = next((f"{scheme} {text(mapping(record, 'id'), scheme)}" for scheme in SCHEMES if text(mapping(record, "id"), scheme)), f"line {line}")
    person = page.party(party(record), locator=where)
    for number, (term, following) in enumerate(zip_longest(terms, terms[1:]), 1):
        try:
            _say_term(page, person, term, following, former, f"{where}, term {number}", placed)
        except BadDate as error:
            page.intake.fault(str(error), row=line, column=f"terms {number}")
    for number, role in enumerate(mappings(record, "leadership_roles"), 1):
        try:
            _say_role(page, person, role, f"{where}, leadership role {number}", placed)
        except BadDate as error:
            page.intake.fault(str(error), row=line, column=f"leadership_roles {number}")


def party(record: Record) -> Party:
    """The person of a record; belongs to Congress and to the chambers of the terms."""
    name, aliases = names(mapping(record, "name"))
    terms = mappings(record, "terms")
    chambers = dict.fromkeys(CHAMBERS[kind] for term in terms if (kind := text(term, "type")) in CHAMBERS)
    return Party(
        "person",
        name,
        identifiers=tuple(_identifiers(mapping(record, "id"))),
        aliases=aliases,
        country="us",
        url=text(terms[-1], "url"),
        describes=_describes(terms[-1]),
        among=("org:us-congress", *chambers),
    )


def names(fields: Record) -> tuple[str, tuple[str, ...]]:
    """What a person is called, and other names: the official name, else nickname or given names before the surname."""
    first, middle, last, nickname = (text(fields, key) for key in ("first", "middle", "last", "nickname"))
    if not last:
        return text(fields, "official_full"), ()
    given = nickname or f"{first} {middle}".strip()
    name = text(fields, "official_full") or f"{given} {last}".strip()
    return name, tuple(alias for alias in (f"{nickname or first} {last}".strip(),) if alias != name)


def _identifiers(ids: Record) -> Iterator[tuple[str, str]]:
    for scheme in SCHEMES:
        if value := text(ids, scheme):
            yield scheme, value
    numbers = ids.get("fec")
    for number in numbers if isinstance(numbers, list) else ():
        yield "fec", str(number)


def _describes(term: Record) -> str:
    kind, state, of = text(term, "type"), text(term, "state"), text(term, "party")
    if kind not in CHAMBERS:
        return ""
    district = text(term, "district")
    seat = f"{state}-{district}" if kind == "rep" and district not in ("", "0") else state
    return f"{'Senator' if kind == 'sen' else 'Representative'} for {seat}" + (f" ({of})" if of else "")


def _say_term(page: Page, person: str, term: Record, following: Record | None, former: bool, where: str, placed: set[str]) -> None:
    kind = text(term, "type")
    start = day(text(term, "start"))
    last = max(start, day(text(term, "end")) - DAY)  # at noon of the stated day the next term begins
    begins = day(text(following, "start")) if following and text(following, "type") == kind else None
    ended = (following is not None or former) and (begins is None or begins - last > PAUSE)
    marks = ("ended",) if ended else ()
    when = f"{start}..{last}"
    if kind in CHAMBERS:
        said = f"{_describes(term)}, {start} to {text(term, 'end')}"
        page.say(person, "member_of", CHAMBERS[kind], when=when, qualifiers=marks, locator=where, gloss=said)
        return
    id_, name, heads = POSTS[kind]
    post = page.party(Party("post", name, country="us", id=id_), locator=where)
    _place(page, post, "gov:us", heads, where, placed)
    page.say(
        person,
        "holds_post",
        post,
        when=when,
        qualifiers=("since", *marks),
        locator=where,
        gloss=f"{name} ({text(term, 'party')}), {start} to {text(term, 'end')}",
    )


def _say_role(page: Page, person: str, role: Record, where: str, placed: set[str]) -> None:
    title, end = text(role, "title"), text(role, "end")
    if not title:
        page.intake.fault("a leadership role without a title", column="leadership_roles")
        return
    post = page.party(Party("post", title, country="us"), locator=where)
    _place(page, post, SIT_IN.get(text(role, "chamber"), "org:us-congress"), title in HEADS, where, placed)
    start = day(text(role, "start"))
    last = str(max(start, day(end) - DAY)) if end else ""
    marks = ("since", "ended") if end else ("since",)
    page.say(person, "holds_post", post, when=f"{start}..{last}", qualifiers=marks, locator=where, gloss=title)


def _place(page: Page, post: str, body: str, heads: bool, where: str, placed: set[str]) -> None:
    if post not in placed:
        placed.add(post)
        page.say(post, "post_at", body, qualifiers=("heads",) if heads else (), locator=where)


def day(words: str) -> date:
    """A day of ISO text. Raises BadDate for anything else."""
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise BadDate(words) from error


def _audit(page: Page, record: Record) -> None:
    page.intake.audit(record, READ | UNSAID)
    page.intake.audit(mapping(record, "id"), {*SCHEMES, "fec", *ID_UNSAID}, within="id.")
    page.intake.audit(mapping(record, "name"), NAME, within="name.")
    for term in mappings(record, "terms"):
        page.intake.audit(term, TERM | TERM_UNSAID, within="terms.")
    for role in mappings(record, "leadership_roles"):
        page.intake.audit(role, ROLE, within="leadership_roles.")
