"""The EU Transparency Register: who is registered, what for, whom it represents, what it says that it belongs to.

Costs come as ranges; meetings are not in this register. What stands in free text (memberships, members) is proposed, never accepted.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from lxml import etree

from graph.claims import Line, Source, Status
from graph.errors import shown
from graph.spelling import fold
from loaders.capitals import calm_body
from loaders.countries import country_code
from loaders.inputs import Input
from loaders.intake import Intake, Page
from loaders.known import Party
from loaders.wordlists import wordlist
from loaders.xml_records import records

EXTRACTOR = "eu_transparency/1"
SEPARATORS = re.compile(r"[;\n\r•]|(?<!\w)-\s|,\s(?=[A-Z])")
LONGEST_NAME = 120
MOST_NAMES = 100
LONGEST_GOALS = 2_000
READ = {
    *("identificationCode", "lastUpdateDate", "registrationDate", "name", "acronym", "webSiteURL", "registrationCategory", "headOffice", "goals"),
    *("interests", "structure", "financialData"),
}
UNSAID = {"entityForm", "EUOffice", "levelsOfInterest", "EULegislativeProposals", "members", "EPAccreditedNumber", "legalResponsible", "EURelationsResponsible"}


def read(source: Input, intake: Intake) -> Iterator[Line]:
    """The entries of a file, one source each; an older copy of an entry never takes the place of a newer one."""
    for number, entry in enumerate(records(source, "interestRepresentative", intake.fault), 1):
        intake.audit({_name(child): child.tag for child in entry if isinstance(child.tag, str)}, READ | UNSAID)
        try:
            yield from _entry(entry, intake)
        except ValueError as error:
            intake.fault(f"{shown(str(error), 200)}; left out", row=number)


def _entry(entry: etree._Element, intake: Intake) -> list[Line]:
    code, name = _text(entry, "identificationCode"), _text(entry, "name/originalName") or _text(entry, "name")
    if not code or not name:
        raise ValueError("an entry without identification code or name")
    updated = date.fromisoformat((_text(entry, "lastUpdateDate") or _text(entry, "registrationDate"))[:10])
    key = f"source:eu-transparency/{re.sub('[^a-z0-9]+', '-', code.casefold()).strip('-')}"
    before = intake.filed(key)
    if before and before.published and before.published > updated:
        intake.passed += 1
        return []
    source = Source(
        id=key,
        title=f"EU Transparency Register: {name}",
        publisher="European Union",
        published=updated,
        licence="CC BY 4.0",
        kind="register",
        group="source:eu-transparency",
        reliability=0.85,
    )
    page = Page(source, EXTRACTOR, intake)
    who = _registrant(page, entry, code, name)
    _aims(page, entry, who)
    _belongings(page, entry, who)
    _clients(page, entry, who)
    return page.take()


def _registrant(page: Page, entry: etree._Element, code: str, name: str) -> str:
    category = fold(_text(entry, "registrationCategory"))
    kind = next((kind for words, kind in _words()["categories"] if words in category), "organisation")
    acronym, url = _text(entry, "acronym"), _text(entry, "webSiteURL")
    return page.party(
        Party(
            kind,
            calm_body(name),
            identifiers=(("eu-transparency", code),),
            aliases=(acronym,) if acronym and kind != "person" else (),
            country=country_code(_text(entry, "headOffice/country")),
            url=url if url.startswith(("http://", "https://")) else "",
        ),
        locator="entry",
    )


def _aims(page: Page, entry: etree._Element, who: str) -> None:
    if goals := _text(entry, "goals"):
        page.say(who, "says", value=goals[:LONGEST_GOALS], locator="goals", speaker=who)
    for interest in _all(entry, "interests/interest"):
        topic = _words()["interests"].get(fold(_text(interest, "name") or (interest.text or "")), "")
        if topic:
            page.say(who, "concerns", f"topic:{topic}", locator="interests", confidence=800)
    costs = [_text(entry, f"financialData/closedYear/costs/range/{end}") for end in ("min", "max")]
    if any(costs):
        page.say(
            who, "describes", value=f"yearly costs of its work on EU law, as stated: {costs[0] or '0'} to {costs[1] or 'more'} EUR", locator="financialData"
        )


def _belongings(page: Page, entry: etree._Element, who: str) -> None:
    for name in _listed(_text(entry, "structure/isMemberOf")):
        _member(page, who, page.party(Party("organisation", name), locator="isMemberOf"), "isMemberOf")
    for name in _listed(_text(entry, "structure/organisationMembers")):
        _member(page, page.party(Party("organisation", name), locator="organisationMembers"), who, "organisationMembers")


def _member(page: Page, member: str, body: str, where: str) -> None:
    if member != body:
        page.say(member, "member_of", body, status=Status.PROPOSED, confidence=600, locator=where, gloss="named in free text of the register")


def _clients(page: Page, entry: etree._Element, who: str) -> None:
    for client in _all(entry, "financialData/closedYear/clients/client"):
        if name := _text(client, "name"):
            other = page.party(Party("organisation", calm_body(name)), locator="clients")
            if other != who:
                page.say(who, "represents", other, when=_year(entry), locator="clients", gloss="named as a client of the closed year")


def _year(entry: etree._Element) -> str:
    start, end = (_text(entry, f"financialData/closedYear/{name}")[:10] for name in ("startDate", "endDate"))
    return f"{start}..{end}" if start and end else ""


def _listed(text: str) -> list[str]:
    """The names in a free text that is a list; what is too long to be a name is none."""
    parts = [part.strip(" .,:()\t") for part in SEPARATORS.split(text)]
    return list(dict.fromkeys(part for part in parts if 3 <= len(part) <= LONGEST_NAME and part[0].isupper()))[:MOST_NAMES]


def _text(element: etree._Element, path: str) -> str:
    """The text at a path of tags, whatever their namespace; "" where there is none, or the word null stands for it."""
    found = element.find("/".join(f"{{*}}{tag}" for tag in path.split("/")))
    said = (found.text or "").strip() if found is not None else ""
    return "" if said == "null" else said


def _all(element: etree._Element, path: str) -> list[etree._Element]:
    return list(element.iterfind("/".join(f"{{*}}{tag}" for tag in path.split("/"))))


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _words() -> Mapping[str, Any]:
    return wordlist("loaders.registers", "eu_transparency_words")
