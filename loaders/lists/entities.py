"""Who is who by a list that somebody keeps by hand: its kinds and names go before those of other sources."""

import re
from collections.abc import Iterator
from functools import cache

from graph import ontology
from graph.claims import ENTITY_ID, Line
from graph.errors import shown
from graph.spelling import fold, slug
from graph.store.base import Told
from loaders.countries import country_code
from loaders.inputs import Input
from loaders.intake import Intake, Page
from loaders.known import Known
from loaders.lists.cited import BadCell, Citations, end
from loaders.tables import Row, lower_case, rows

READ = {"id", "kind", "name", "aliases", "country", "part_of", "url", "layer"}
STRUCTURE = "structure"  # what belongs to what, by a list of who is who, carries no introduction; a list of ties may say more


def read(source: Input, intake: Intake) -> Iterator[Line]:
    """The entities of a list; what a row says of an address is of the entity, never of a source."""
    cited = Citations("entities", source, intake)
    _introduce(source, intake.known)
    kinds_said: dict[str, tuple[str, int]] = {}
    for row in rows(source, fault=intake.fault, header=lower_case, wanted=("name",)):
        intake.audit(row.cells, READ)
        try:
            page = cited.page(Row(row.number, {"layer": row["layer"]}))
            _say(page, row, kinds_said)
            yield from page.take()
        except BadCell as error:
            intake.fault(str(error), row=row.number, column=error.column)
    cited.close()


def _introduce(source: Input, known: Known) -> None:
    """Know the ids of the list, so that a row can say that it is part of a later one."""
    for row in rows(source, fault=lambda *_, **__: None, header=lower_case):
        kind = kinds().get(fold(row["kind"]), "") if row["kind"] else ""
        if re.fullmatch(ENTITY_ID, row["id"]) and not known.knows(row["id"]):
            known.tell([Told(row["id"], "kind", kind or ontology.load().implied_kind(row["id"]), "", None)])


@cache
def kinds() -> dict[str, str]:
    """Kinds of entities by the folded words that a list may use for them."""
    known = ontology.load().entities
    words = [(word, key) for key, kind in known.items() for word in (key, kind.label, kind.plural)]
    return {fold(word): key for word, key in reversed(words)}


def _say(page: Page, row: Row, kinds_said: dict[str, tuple[str, int]]) -> None:
    kind = kinds().get(fold(row["kind"]), "") if row["kind"] else ""
    if row["kind"] and not kind:
        raise BadCell("kind", f"{shown(row['kind'])} is no kind of entity; write one of {', '.join(ontology.load().entities)}")
    country = country_code(row["country"])
    if row["country"] and not country:
        raise BadCell("country", f"{shown(row['country'])} is no country that is known; write its name or its code, such as mx")
    where = f"row {row.number}"
    found = _id(page, row, kind)
    if kind:
        said, number = kinds_said.setdefault(found, (kind, row.number))
        if said != kind:
            raise BadCell("kind", f"{shown(found)} is {said} in row {number}; write one kind, or another id")
    whole = _whole(page, row, found, kind, where) if row["part_of"] else ""
    if kind:
        page.say(found, "kind", value=kind, locator=where)
        page.intake.known.tell([Told(found, "kind", kind, page.source.id, None)])
    names = [row["name"], *(alias.strip() for alias in row["aliases"].split(";"))]
    for number, name in enumerate(dict.fromkeys(filter(None, names))):
        page.say(found, "alias" if number or not row["name"] else "name", value=name, locator=where)
        page.intake.known.call(found, name)
    for predicate, value in (("country", country), ("url", row["url"])):
        if value:
            page.say(found, predicate, value=value, locator=where)
    if whole:
        page.say(found, "part_of", whole, qualifiers=(STRUCTURE,), locator=where, gloss=f"{row['name'] or found} is part of {row['part_of']}")


def _id(page: Page, row: Row, kind: str) -> str:
    """The id that the row gives, else that of the known entity of its name, else a new one. Raises BadCell."""
    known = ontology.load().entities
    if row["id"]:
        if not re.fullmatch(ENTITY_ID, row["id"]):
            raise BadCell("id", f"{shown(row['id'])} is no id; write a kind and a name, such as org:amiti")
        prefix = row["id"].partition(":")[0]
        if kind and known[kind].prefix != prefix:
            raise BadCell("id", f"{shown(row['id'])} cannot be of the kind {kind}, whose ids begin with {known[kind].prefix}:")
        return row["id"]
    if not row["name"]:
        raise BadCell("name", "neither an id nor a name stands here")
    prefix = known[kind or "organisation"].prefix
    may = [one for one in page.intake.known.named(row["name"]) if not kind or one.startswith(f"{prefix}:")]
    if len(may) > 1:
        raise BadCell("name", f"{shown(row['name'])} may be {' or '.join(may)}; write the id")
    return may[0] if may else f"{prefix}:{slug(row['name'])}"


def _whole(page: Page, row: Row, entity: str, kind: str, where: str) -> str:
    """What the entity is part of. Raises BadCell."""
    part_of = ontology.load().predicates["part_of"]
    sorts = {kind} if kind else page.intake.known.kinds(entity)
    if part_of.subject.isdisjoint(sorts):
        raise BadCell("part_of", f"a {' or '.join(sorted(sorts))} is part of nothing; say it in a list of ties, as a membership or a post")
    whole = end(page, row, "part_of", part_of.object, where)
    if whole == entity:
        raise BadCell("part_of", f"{shown(row['part_of'])} is the entity itself")
    return whole
