"""Posts and who holds them, from a list that is kept by hand: USTR, Commerce, Economía, ATDT, Global Affairs, legislators.

A list is one source. A post is known by its id, its name, or a title that the registry has for its holder.
A row without a holder says that the post is vacant.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, partial

from graph import dates
from graph.claims import ENTITY_ID, Line, Source
from graph.errors import BadDate, SourceError, shown
from graph.spelling import fold, slug
from loaders.countries import country_code
from loaders.inputs import LONGEST_PATH, Input
from loaders.intake import Intake, Page
from loaders.known import Party
from loaders.registry import load_registry
from loaders.tables import Row, lower_case, rows

REQUIRED = ("post", "holder")
READ = {*REQUIRED, "acting", "from", "to", "source", "body", "country", "heads"}
NOBODY = frozenset({"", "vacant", "vacancy", "vacante", "nobody", "-", "vacant post"})
YES = frozenset({"yes", "y", "true", "1", "x", "acting", "heads", "si", "oui"})
NO = frozenset({"", "no", "n", "false", "0", "non"})
OPEN = frozenset({"", "present", "today", "now", "hoy"})
MIDNIGHT = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?(?:Z|\+00:00)?$")
BODY = re.compile(r"(?:, (?:the )?| (?:of|at) (?:the )?| (?:de la|del|de l'|de los|de|du|des) )", re.IGNORECASE)


def read(source: Input, intake: Intake) -> Iterator[Line]:
    """The posts and terms of a list. Raises SourceError for a table without the columns post and holder."""
    stem = slug(source.path.stem)
    page = _page(source, stem, intake)
    placed: set[tuple[str, str]] = set()
    for row in rows(source, fault=intake.fault, header=partial(_columns, source)):
        intake.audit(row.cells, READ)
        _say(page, row, placed)
        yield from page.take()


def _page(source: Input, stem: str, intake: Intake) -> Page:
    listed = Source(
        id=f"source:posts/{stem}", title=f"Posts and their holders: {source.path.name}", kind="curated", group=f"source:posts/{stem}", reliability=0.85
    )
    return Page(listed, f"posts:{stem}/1", intake)


def _columns(source: Input, names: list[str]) -> list[str]:
    columns = lower_case(names)
    if missing := [column for column in REQUIRED if column not in columns]:
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: no column {' and none '.join(missing)}; name the columns in the first row")
    return columns


def _say(page: Page, row: Row, placed: set[tuple[str, str]]) -> None:
    """Claim what a row says, or report why it cannot be read."""
    fault, where = page.intake.fault, f"row {row.number}"
    country = country_code(row["country"]) if row["country"] else ""
    acting, heads = _yes(page, row, "acting"), _yes(page, row, "heads")
    when = _when(page, row)
    if not row["post"]:
        fault("names no post", row=row.number, column="post")
    if row["country"] and not country:
        fault(f"{shown(row['country'])}: no country of today; the row was read without it", row=row.number, column="country")
    if not row["post"] or acting is None or heads is None or when is None:
        return
    vacancy = fold(row["holder"]) in NOBODY
    if vacancy and not when.start:
        fault("a vacancy needs its first day; give `from`", row=row.number, column="from")
        return
    post, body, told = _post(page, row, country, where)
    if told and (post, body) not in placed:
        placed.add((post, body))
        page.say(post, "post_at", body, qualifiers=("heads",) if heads else (), locator=where)
    basis = row["source"]
    if vacancy:
        page.say(post, "vacant", value="vacant", when=str(when), locator=_place(row, where), gloss=basis or f"{row['post']} is vacant")
        return
    holder = _holder(page, row, post, body, country, where)
    marks = {"since": bool(when.start), "ended": bool(when.end), "acting": acting, "unchecked": not basis}
    page.say(
        holder,
        "holds_post",
        post,
        when=str(when),
        qualifiers=tuple(mark for mark, holds in marks.items() if holds),
        locator=_place(row, where),
        gloss=f"{row['holder']}, {row['post']}" + (f" ({basis})" if basis else ""),
    )


def _post(page: Page, row: Row, country: str, where: str) -> tuple[str, str, bool]:
    """The post of a row, the body it is at ("" where neither the row nor the registry tells it), and whether the row tells the body."""
    named, known = row["post"], load_registry().posts
    found = named if named in known else _titles().get(fold(named), "")
    if found:
        post = page.party(Party("post", known[found].name, country=known[found].country, id=found), locator=where)
    elif re.match(ENTITY_ID, named) and named.startswith("post:"):
        post = page.party(Party("post", page.intake.known.names.get(named, named.partition(":")[2].replace("-", " ")), id=named), locator=where)
    else:
        post = page.party(Party("post", named, country=country), locator=where)
    body = _body(page, row, country, where)
    told = bool(body) and bool(row["body"] or not found)
    return post, body or (known[found].at if found else ""), told


def _body(page: Page, row: Row, country: str, where: str) -> str:
    """The body of a row, or the one public body that the end of the post's name is the name of ("Chief of Staff, USTR")."""
    named = row["body"]
    if re.match(ENTITY_ID, named) and named.startswith(("org:", "gov:")):
        return named
    if named:
        governments = [body for body in page.intake.known.bodies(named) if body.startswith("gov:")]
        return governments[0] if governments else page.party(Party("organisation", named, country=country), locator=where)
    for link in BODY.finditer(row["post"]):
        bodies = [body for body in page.intake.known.bodies(row["post"][link.end() :]) if page.intake.known.is_public(body)]
        if len(bodies) == 1:
            return bodies[0]
    return ""


def _holder(page: Page, row: Row, post: str, body: str, country: str, where: str) -> str:
    named = row["holder"]
    if re.match(ENTITY_ID, named) and named.startswith(("person:", "role:")):
        return named
    return page.party(Party("person", named, country=country, among=tuple(one for one in (post, body) if one)), locator=where)


def _when(page: Page, row: Row) -> dates.Interval | None:
    """The days of a row, the last one included; None where they are no days, which is reported."""
    days = {column: MIDNIGHT.sub("", row[column]) for column in ("from", "to")}
    days = {column: "" if day.casefold() in OPEN else day for column, day in days.items()}
    for column, day in days.items():
        try:
            dates.parse(day)
        except BadDate as error:
            page.intake.fault(str(error), row=row.number, column=column)
            return None
    try:
        return dates.parse(f"{days['from']}..{days['to']}") if any(days.values()) else dates.ALWAYS
    except BadDate:
        page.intake.fault(f"ends on {days['to']} before it begins on {days['from']}", row=row.number, column="to")
        return None


def _yes(page: Page, row: Row, column: str) -> bool | None:
    """Whether a cell says yes; None where it says neither yes nor no, which is reported."""
    said = fold(row[column])
    if said in YES or said in NO:
        return said in YES
    page.intake.fault(f"{shown(row[column])}: neither yes nor no", row=row.number, column=column)
    return None


def _place(row: Row, where: str) -> str:
    return f"{where}: {row['source']}" if row["source"].startswith(("http://", "https://")) else where


@cache
def _titles() -> Mapping[str, str]:
    """The registry's posts by folded name and title, where only one post is called so."""
    posts: dict[str, set[str]] = {}
    for post in load_registry().posts.values():
        for title in (post.name, *post.titles):
            posts.setdefault(fold(title), set()).add(post.id)
    return {title: ids.pop() for title, ids in posts.items() if len(ids) == 1}
