"""Agencies as the Federal Register writes them ("Trade Representative, Office of United States"), under the names people use."""

import re
from collections.abc import Iterator, Sequence

from loaders.capitals import calm_body
from loaders.intake import Page
from loaders.json_records import Json, filled, texts, word
from loaders.known import Party

INVERTED = re.compile(r"(?P<what>[^,]+), (?P<head>[A-Z][\w ]*) (?P<link>of|for|on)(?P<the> the)?(?P<of>(?: [A-Z].*)?)")
TURNED = re.compile(r"(?P<of>.+) (?P<head>Bureau|Office|Department|Administration|Service|Agency|Commission|Board|Council|Institute)")
READ = {"raw_name", "name", "id", "slug", "parent_id"}
UNSAID = {"url", "short_name", "json_url", "agency_url", "child_ids", "child_slugs", "description", "logo", "recent_articles_url"}


def publishers(page: Page, record: Json, where: str) -> list[str]:
    """The agencies of a document, departments before their parts, as the document lists them; a part is claimed as part of its department."""
    listed = filled(record, "agencies") or [{"name": name} for name in texts(record, "agency_names")]
    found: dict[str, str] = {}
    agencies: list[str] = []
    for entry in listed:
        page.intake.audit(entry, READ | UNSAID, within="agencies.")
        above = found.get(word(entry, "parent_id"), "") or (agencies[0] if agencies and not word(entry, "slug") and "raw_name" in entry else "")
        party = _party(page, entry, page.intake.known.names.get(above, ""))
        if party is None:
            page.intake.fault("an agency without a name", column="agencies")
            continue
        agency = page.party(party, locator=where)
        found[word(entry, "id")] = agency
        agencies.append(agency)
        if above and above != agency:
            page.say(agency, "part_of", above, qualifiers=("structure",), locator=where)
    found.pop("", None)
    return list(dict.fromkeys(agencies))


def say_agencies(page: Page, entries: Sequence[Json]) -> None:
    """Claim the agencies of the list of agencies, and which is part of which."""
    found: dict[str, str] = {}
    for entry in entries:
        page.intake.audit(entry, READ | UNSAID, within="agencies.")
        if party := _party(page, entry, ""):
            found[word(entry, "id")] = page.party(party, locator=f"agency {word(entry, 'slug')}")
        else:
            page.intake.fault("an agency without a name", column="agencies")
    for entry in entries:
        agency, above = found.get(word(entry, "id"), ""), found.get(word(entry, "parent_id"), "")
        if agency and above and above != agency:
            page.say(agency, "part_of", above, qualifiers=("structure",), locator=f"agency {word(entry, 'slug')}")


def _party(page: Page, entry: Json, department: str) -> Party | None:
    """The agency of an entry; an office that has no page of its own is called after its department ("Office of the Secretary").

    How the document writes it counts only where that names a body that is known: many departments have an "Office of Inspector General".
    """
    raw, name = calm_body(word(entry, "raw_name")), word(entry, "name")
    if not raw and not name:
        return None
    if department and not word(entry, "slug"):
        return Party("agency", f"{raw or name}, {department}", country="us")
    bodies = page.intake.known.bodies
    known = next((one for one in (raw, *_forms(name), name) if any(map(page.intake.known.is_public, bodies(one)))), "")
    spoken = next((form for form in _forms(name) if INVERTED.fullmatch(name)), "")
    names = tuple(dict.fromkeys(one for one in (known, spoken, name or raw) if one))
    identifiers = tuple((scheme, value) for scheme, value in (("fr-agency", word(entry, "slug")), ("fr-agency-id", word(entry, "id"))) if value)
    return Party("agency", names[0], identifiers, names[1:], "us")


def _forms(name: str) -> Iterator[str]:
    """The name in the order of speech.

    "Trade Representative, Office of United States" is Office of (the) United States Trade Representative, "Industry and
    Security Bureau" is Bureau of (the) Industry and Security.
    """
    if found := INVERTED.fullmatch(name):
        rest = f"{found['of']} {found['what']}".strip()
        yield f"{found['head']} {found['link']} {rest}"
        yield f"{found['head']} {found['link']} the {rest}"
    elif found := TURNED.fullmatch(name):
        yield f"{found['head']} of {found['of']}"
        yield f"{found['head']} of the {found['of']}"
