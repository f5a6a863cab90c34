"""The U.S. lobbying register: who represents whom, which bodies were lobbied on which issue, who lobbied, who gave money to whom.

The unit that an amendment replaces is the return: what one registrant says of one client for one period. A body is said
to be lobbied by the registrant; the client reaches it through whoever represents it. CISA is no body of this register:
contacts with it are filed under Homeland Security.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from graph.claims import Line, Source
from graph.errors import SourceError, shown
from loaders.capitals import calm_body, calm_person
from loaders.countries import country_code
from loaders.inputs import LONGEST_PATH, Input
from loaders.intake import Intake, Page
from loaders.json_records import read_json
from loaders.known import Party
from loaders.registers.lda_bodies import body, covered
from loaders.registers.lda_shape import misshapen, said
from loaders.wordlists import wordlist

EXTRACTOR = "lda/1"
REGISTRATIONS = frozenset({"RR", "RA"})
OWNER = 50.0
LONGEST = 400
OFFICES = r"senator|sen\.|congress(?:man|woman|member)|cong\.|representative|rep\.|governor|gov\.|honorable|hon\.|mr\.?|mrs\.?|ms\.?|dr\.?"
TITLE = re.compile(rf"^(?:(?:the |u\.?s\.? )?(?:{OFFICES}) +)+", re.IGNORECASE)
NOBODY = frozenset({"none", "n/a", "na", "not applicable", "null", "unknown", "-"})
CAMPAIGN = re.compile(r"\b(?:for|committee|pac|party|fund|foundation|friends of|caucus|campaign|inc|association)\b", re.IGNORECASE)
PERIODS = {
    "first_quarter": ("01-01", "03-31"),
    "second_quarter": ("04-01", "06-30"),
    "third_quarter": ("07-01", "09-30"),
    "fourth_quarter": ("10-01", "12-31"),
    "mid_year": ("01-01", "06-30"),
    "year_end": ("07-01", "12-31"),
}
READ = {
    *("filing_uuid", "filing_type", "filing_year", "filing_period", "dt_posted", "termination_date", "registrant", "client", "lobbying_activities", "income"),
    *("expenses", "foreign_entities", "affiliated_organizations", "filer_type", "lobbyist", "contribution_items", "filing_document_url", "pacs"),
    "filing_type_display",
}
UNSAID = {
    *("url", "filing_period_display", "filing_document_content_type", "expenses_method", "expenses_method_display", "posted_by_name", "registrant_country"),
    *("registrant_ppb_country", "registrant_address_1", "registrant_address_2", "registrant_different_address", "registrant_city", "registrant_state"),
    *("registrant_zip", "conviction_disclosures", "filer_type_display", "contact_name", "comments", "address_1", "address_2", "city", "state", "state_display"),
    *("zip", "country", "country_display", "no_contributions"),
}
ACTIVITY = {"general_issue_code", "general_issue_code_display", "description", "lobbyists", "government_entities", "foreign_entity_issues"}
Json = Mapping[str, Any]


class Return(NamedTuple):
    """What all activities of a return share; `told` are the covered positions that were said."""

    registrant: str
    client: str
    period: str
    told: set[tuple[str, str]]


def read(source: Input, intake: Intake) -> Iterator[Line]:
    """What a page of the register's answers or a single record says; of two filings of the same return, the one posted later."""
    latest: dict[str, Json] = {}
    for number, filing in enumerate(_records(source, intake), 1):
        try:
            if "filing_uuid" not in filing:
                yield from _listed(filing, intake)
                continue
            if wrong := misshapen(filing):
                intake.fault(f"no filing of the known shape ({wrong}); left out", row=number)
                continue
            intake.audit(filing, READ | UNSAID)
            key = _key(filing)
            latest[key] = max(latest.get(key, filing), filing, key=lambda one: str(one["dt_posted"]))
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            intake.fault(f"no filing of the known shape ({said(error)}); left out", row=number)
    for key, filing in latest.items():
        try:
            yield from _said(key, filing, intake)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            intake.fault(f"filing {shown(str(filing['filing_uuid']))}: not of the known shape ({said(error)}); left out")


def _records(source: Input, intake: Intake) -> Iterable[Json]:
    content = read_json(source, intake)
    found = content.get("results", [content]) if isinstance(content, dict) else content
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: no list of records; nothing of this file was loaded")
    return found


def _key(filing: Json) -> str:
    """The return that a filing is a version of."""
    filer = filing["registrant"]["id"]
    about = f"{filer}-{filing['client']['id']}" if filing.get("client") else f"{filer}-{(filing.get('lobbyist') or {}).get('id', 'own')}"
    sort = "contributions" if "contribution_items" in filing else "registration" if filing["filing_type"] in REGISTRATIONS else "report"
    return f"source:lda/{about}-{int(filing['filing_year'])}-{filing['filing_period'].replace('_', '-')}-{sort}"


def _said(key: str, filing: Json, intake: Intake) -> list[Line]:
    posted = date.fromisoformat(filing["dt_posted"][:10])
    before = intake.filed(key)
    if before and before.published and before.published > posted:
        intake.passed += 1
        return []
    registrant = calm_body(filing["registrant"]["name"])
    about = f" for {calm_body(filing['client']['name'])}" if filing.get("client") else ""
    title = f"{registrant}{about}: {filing['filing_type_display']}, {filing['filing_year']}"
    source = _source(key, title, posted, filing.get("filing_document_url") or "")
    page = Page(source, EXTRACTOR, intake)
    (_contributions if "contribution_items" in filing else _lobbying)(page, filing)
    return page.take()


def _listed(entry: Json, intake: Intake) -> list[Line]:
    """A registrant, a client or a lobbyist of the register's own lists."""
    sort = "registrant" if "house_registrant_id" in entry else "client" if "client_id" in entry else "lobbyist"
    where = f"{sort} {entry['id']}"
    page = Page(_source(f"source:lda/{sort}-{int(entry['id'])}", f"Register of lobbying: {where}"), EXTRACTOR, intake)
    if sort == "registrant":
        _registrant(page, entry, where)
    else:
        registrant = _registrant(page, entry["registrant"], where)
        if sort == "lobbyist":
            page.say(_lobbyist(page, entry, registrant, where), "works_for", registrant, locator=where, gloss="lobbyist of the registrant")
        elif (client := _client(page, entry, where)) != registrant:
            page.say(registrant, "represents", client, when=f"{entry.get('effective_date') or ''}..", locator=where, gloss="client of the registrant")
    return page.take()


def _source(key: str, title: str, posted: date | None = None, url: str = "") -> Source:
    return Source(
        id=key,
        title=title,
        publisher="U.S. Senate",
        published=posted,
        url=url,
        language="en",
        licence="public domain",
        kind="register",
        group="source:lda",
        reliability=0.95,
    )


def _lobbying(page: Page, filing: Json) -> None:
    where = f"filing {filing['filing_uuid']}"
    registrant, client = _registrant(page, filing["registrant"], where), _client(page, filing["client"], where)
    period = _period(filing)
    if registrant != client:
        started, ended = filing["client"].get("effective_date") or "", filing.get("termination_date") or ""
        when = f"{started}..{ended}" if filing["filing_type"] in REGISTRATIONS or ended else period
        page.say(registrant, "represents", client, when=when, locator=where, gloss=_terms(filing))
    told: set[tuple[str, str]] = set()
    for number, activity in enumerate(filing["lobbying_activities"], 1):
        page.intake.audit(activity, ACTIVITY, within="lobbying_activities.")
        _activity(page, activity, Return(registrant, client, period, told), f"{where}, activity {number}")
    for owner in filing.get("foreign_entities") or ():
        if float(owner.get("ownership_percentage") or 0) >= OWNER:
            foreign = page.party(Party("company", calm_body(owner["name"]), country=country_code(owner.get("country") or "")), locator=where)
            said = f"{owner['name']} owns {owner['ownership_percentage']} % of {filing['client']['name']}"
            page.say(client, "part_of", foreign, when=period, locator=where, gloss=said)
    for other in filing.get("affiliated_organizations") or ():
        ally = page.party(Party("organisation", calm_body(other["name"]), country=country_code(other.get("country") or "")), locator=where)
        if ally != client:
            said = f"{other['name']} is an affiliated organisation: it pays for and takes part in the lobbying for {filing['client']['name']}"
            page.say(client, "partners_with", ally, when=period, locator=where, qualifiers=("one-sided",), gloss=said)


def _activity(page: Page, activity: Json, of: Return, where: str) -> None:
    code, topic = activity["general_issue_code"], _topics().get(activity["general_issue_code"], "")
    described = " ".join((activity.get("description") or "no description").split())
    said = f"{activity['general_issue_code_display']}: {described if len(described) <= LONGEST else described[:LONGEST].rsplit(' ', 1)[0] + ' …'}"
    mark = f"issue:{code.lower()}"
    for entity in activity["government_entities"]:
        if party := body(entity):
            page.say(of.registrant, "lobbied", page.party(party, locator=where), when=of.period, locator=where, qualifiers=(mark,), gloss=said)
    if topic:
        page.say(of.client, "concerns", f"topic:{topic}", when=of.period, locator=where, confidence=800, gloss=said)
    for entry in activity["lobbyists"]:
        person = _lobbyist(page, entry["lobbyist"], of.registrant, where)
        page.say(person, "works_for", of.registrant, when=of.period, locator=where, qualifiers=(mark,), gloss=f"lobbyist on {said}")
        if entry.get("covered_position") and (person, entry["covered_position"]) not in of.told:
            of.told.add((person, entry["covered_position"]))
            _former(page, person, entry["covered_position"], where)


def _former(page: Page, person: str, position: str, where: str) -> None:
    """The public posts that a lobbyist held before, as far as their bodies can be told; else the words of the filing."""
    found = covered(position, page.intake.known)
    for identity in found:
        page.say(person, "works_for", identity, qualifiers=("former",), locator=where, confidence=850, gloss=f"covered position: {position}")
    if not found:
        page.say(person, "describes", value=f"covered position, as filed: {position}", locator=where)


def _contributions(page: Page, filing: Json) -> None:
    where = f"filing {filing['filing_uuid']}"
    registrant = _registrant(page, filing["registrant"], where)
    filer = _lobbyist(page, filing["lobbyist"], registrant, where) if filing.get("lobbyist") else registrant
    if filer != registrant:
        page.say(filer, "works_for", registrant, when=_period(filing), locator=where, gloss="lobbyist who files contributions")
    congress = ("org:us-senate", "org:us-house")
    for number, item in enumerate(filing["contribution_items"], 1):
        party = _honoured(item, congress)
        said = f"{item['contribution_type_display']}: {item['amount']} USD from {item['contributor_name']} to {item['payee_name']}"
        page.say(filer, "contributed_to", page.party(party, locator=where), when=item["date"], locator=f"{where}, item {number}", gloss=said)


def _honoured(item: Json, congress: tuple[str, ...]) -> Party:
    """Who was honoured, without title; the body that was paid where nobody is named, and a campaign or committee as the body that it is."""
    honoree = " ".join((item.get("honoree_name") or "").split())
    name = TITLE.sub("", honoree)
    if not name or name.casefold().strip(" .") in NOBODY:
        return Party("organisation", calm_body(item["payee_name"]))
    if CAMPAIGN.search(name):
        return Party("organisation", calm_body(honoree))
    return Party("person", calm_person(name), among=congress)


def _registrant(page: Page, entry: Json, where: str) -> str:
    identifiers = (("lda-registrant", str(entry["id"])),)
    name = calm_body(entry["name"])
    return page.party(Party("organisation", name, identifiers=identifiers, country=country_code(entry.get("country") or "")), locator=where)


def _client(page: Page, entry: Json, where: str) -> str:
    """The client; its number is one of its relation with the registrant, so that its name and country tell who it is."""
    party = Party("organisation", calm_body(entry["name"]), country=country_code(entry.get("country") or ""), describes=entry.get("general_description") or "")
    return page.party(party, locator=where)


def _lobbyist(page: Page, entry: Json, registrant: str, where: str) -> str:
    name = " ".join(entry[part] for part in ("first_name", "middle_name", "last_name", "suffix_display") if entry.get(part))
    return page.party(Party("person", calm_person(name), identifiers=(("lda-lobbyist", str(entry["id"])),), among=(registrant,)), locator=where)


def _period(filing: Json) -> str:
    start, end = PERIODS[filing["filing_period"]]
    return f"{filing['filing_year']}-{start}..{filing['filing_year']}-{end}"


def _terms(filing: Json) -> str:
    money = [f"{word} of {filing[word]} USD" for word in ("income", "expenses") if filing.get(word)]
    return f"{filing['filing_type_display']}" + (f": {' and '.join(money)} reported" if money else "")


def _topics() -> Mapping[str, str]:
    topics: Mapping[str, str] = wordlist("loaders.registers", "lda_words")["topics"]
    return topics
