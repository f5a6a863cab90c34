"""Names in a list that somebody keeps by hand: the one known entity that a cell means, or a new one, or why neither."""

import re
from collections.abc import Collection

from graph import ontology
from graph.claims import ENTITY_ID
from graph.errors import shown
from graph.spelling import slug
from graph.words import listing
from loaders.intake import Page
from loaders.known import Known

NEW = ("organisation", "person", "ask")  # what a name that nobody knows may be, the first that fits
ACTS = ("org:", "gov:", "person:", "role:")
MOST_NAMED = 5


class NoEntity(Exception):
    """A cell that means no one entity; whoever reads the row reports it."""


def entity(page: Page, cell: str, allowed: Collection[str], locator: str) -> str:
    """The id that a cell means: an id, or a name or alias of a known entity of an allowed kind; a new name is introduced.

    Of several that have the name, whoever acts comes before a place or a topic. Raises NoEntity, also for an id of nobody who is known.
    """
    known = page.intake.known
    if re.fullmatch(ENTITY_ID, cell):
        return _checked(known, cell, allowed)
    if not cell:
        raise NoEntity("nothing stands here")
    found = named(known, cell, allowed) or _new(cell, allowed)
    page.call(found, cell, locator=locator)
    return found


def is_personal(allowed: Collection[str]) -> bool:
    """Whether of new names only a person's can stand where these kinds can."""
    return "person" in allowed and "organisation" not in allowed


def introduce(known: Known, name: str) -> None:
    """Take a name that nobody has for a person's."""
    if name and not re.fullmatch(ENTITY_ID, name) and not known.named(name):
        known.call(_new(name, ("person",)), name)


def named(known: Known, name: str, allowed: Collection[str]) -> str:
    """The one known entity of a name among those of the kinds; "" when nobody has the name. Raises NoEntity."""
    everyone = known.named(name)
    may = [one for one in everyone if not known.kinds(one).isdisjoint(allowed)]
    acting = [one for one in may if one.startswith(ACTS)]
    if everyone and not may:
        kinds = listing([ontology.load().entities[kind].label for kind in sorted(known.kinds(everyone[0])) if kind])
        raise NoEntity(f"{shown(name)} is known as {everyone[0]} ({kinds}), which cannot stand here")
    if len(may) > 1 and len(acting) != 1:
        raise NoEntity(f"{shown(name)} may be {' or '.join(may[:MOST_NAMED])}; write the id")
    return (acting or may or [""])[0]


def _checked(known: Known, id_: str, allowed: Collection[str]) -> str:
    if not known.knows(id_):
        near = known.nearest(id_)
        hint = f"did you mean {' or '.join(near)}?" if near else "load a list of entities with it first, or write the name"
        raise NoEntity(f"nobody of the id {shown(id_)} is known; {hint}")
    kinds = known.kinds(id_)
    if kinds.isdisjoint(allowed):
        raise NoEntity(f"{shown(id_)} ({listing(sorted(kinds))}) cannot stand here")
    return id_


def _new(name: str, allowed: Collection[str]) -> str:
    kind = next((kind for kind in NEW if kind in allowed), "")
    if not kind:
        raise NoEntity(f"nothing is known of the name {shown(name)}, and only {_kinds(allowed)} can stand here; write an id")
    return f"{ontology.load().entities[kind].prefix}:{slug(name)}"


def _kinds(allowed: Collection[str]) -> str:
    known = ontology.load().entities
    return listing([known[kind].plural for kind in sorted(allowed) if kind in known][:MOST_NAMED])
