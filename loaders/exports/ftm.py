"""The record as FollowTheMoney entities, one a line: actors, places, posts and events, and a relation entity for each claim between two.

The model has no topics, asks, agreements or texts: those are left out with the ties to them, so that no stance is exported here.
A tie that has no schema of its own is an UnknownLink whose role says it in words; our kinds stand in `classification`.
"""

from collections.abc import Mapping
from typing import IO

from graph import ontology
from graph.claims import Modality
from loaders.exports.fields import doubts
from loaders.exports.networkx_json import text
from loaders.exports.told import Being, Tie, Told
from loaders.graphs.labels import label
from loaders.graphs.words import spoken

PUBLIC_BODY = "PublicBody"
SCHEMAS = {
    "person": "Person",
    "role": "LegalEntity",
    "company": "Company",
    "agency": PUBLIC_BODY,
    "legislature": PUBLIC_BODY,
    "government": PUBLIC_BODY,
    "statistics_publisher": PUBLIC_BODY,
    "place": "Territory",
    "post": "Position",
    "event": "Event",
} | dict.fromkeys(("association", "chamber", "think_tank", "organisation", "media", "intergovernmental"), "Organization")
LEGAL = frozenset({"Person", "LegalEntity", "Company", "Organization", PUBLIC_BODY})
BODIES = frozenset({"Company", "Organization", PUBLIC_BODY})
# By predicate: schema, the properties of its two ends, and what may stand at each.
RELATIONS = {
    "leads": ("Directorship", "director", "organization", LEGAL, BODIES),
    "works_for": ("Employment", "employee", "employer", frozenset({"Person"}), BODIES),
    "member_of": ("Membership", "member", "organization", LEGAL, BODIES),
    "agent_of": ("Representation", "agent", "client", LEGAL, LEGAL),
    "represents": ("Representation", "agent", "client", LEGAL, LEGAL),
    "contributed_to": ("Payment", "payer", "beneficiary", LEGAL, LEGAL),
    "holds_post": ("Occupancy", "holder", "post", frozenset({"Person"}), frozenset({"Position"})),
    "succeeded_by": ("Succession", "predecessor", "successor", LEGAL, LEGAL),
}
SAID_IN_ROLE = frozenset({"Directorship", "Employment", "Membership", "Representation", "Succession", "UnknownLink"})
IDENTIFIERS = {"wikidata": "wikidataId", "lei": "leiCode"}
Entity = Mapping[str, object]


def write(told: Told, out: IO[str], layers: str) -> None:
    """Write the entities, then the relations; the layers cannot be said in this format, and the command says them."""
    schemas = {being.id: SCHEMAS[being.kind] for being in told.beings.values() if being.kind in SCHEMAS}
    told.counts["entities"] = len(schemas)
    told.lost["topics, asks, agreements, texts and vehicles"] += len(told.beings) - len(schemas)
    for being in told.beings.values():
        if being.id in schemas:
            out.write(f"{text(_thing(being, schemas[being.id], told))}\n")
    for tie in told.ties():
        if tie.start in schemas and tie.end in schemas and not tie.claim.figure and tie.claim.modality is Modality.ASSERTED:
            out.write(f"{text(_relation(tie, schemas, told))}\n")
            continue
        told.counts["ties"] -= 1
        told.lost[_reason(tie)] += 1


def _reason(tie: Tie) -> str:
    if tie.claim.figure:
        return "figures"
    if tie.claim.modality is not Modality.ASSERTED:
        return "ties that are planned, urged, only possible or denied"
    return "stances" if tie.stance else "ties to topics, asks, agreements, texts and vehicles"


def _entity(key: str, schema: str, properties: Mapping[str, str | tuple[str, ...]]) -> Entity:
    filled = {name: [value] if isinstance(value, str) else list(value) for name, value in properties.items() if value}
    return {"id": key, "schema": schema, "properties": filled}


def _thing(being: Being, schema: str, told: Told) -> Entity:
    known = [item.partition(":") for item in being.identifiers]
    told.lost["identifiers other than Wikidata's and LEI"] += sum(1 for scheme, _, _ in known if scheme not in IDENTIFIERS)
    found = {IDENTIFIERS[scheme]: value for scheme, _, value in known if scheme in IDENTIFIERS and (scheme != "lei" or schema in LEGAL)}
    said: dict[str, str | tuple[str, ...]] = {"name": being.name, "alias": being.aliases, "country": being.country, "description": being.description}
    if schema in LEGAL:
        said |= {"website": being.url, "classification": ontology.load().entities[being.kind].label}
    else:
        said |= {"sourceUrl": being.url}
    return _entity(being.id, schema, said | found)


def _relation(tie: Tie, schemas: Mapping[str, str], told: Told) -> Entity:
    claim = tie.claim
    schema, start, end, left, right = RELATIONS.get(claim.predicate, ("", "", "", LEGAL, LEGAL))
    if not schema or schemas[tie.start] not in left or schemas[tie.end] not in right:
        schema, start, end = "UnknownLink", "subject", "object"
    for what, has in (("speakers", claim.speaker), ("asks", claim.ask), ("places in sources", claim.locator), ("confidences and names of sources", True)):
        told.lost[what] += bool(has)
    days = claim.interval
    first, last = days.start, days.last
    said: dict[str, str | tuple[str, ...]] = {start: tie.start, end: tie.end, "recordId": claim.id}
    if first and first == last:
        said["date"] = first.isoformat()
    else:
        said |= {"startDate": first.isoformat() if first else "", "endDate": last.isoformat() if last else ""}
    said |= {"description": claim.quote, "summary": claim.gloss, "sourceUrl": tie.source.url, "publisher": tie.source.publisher}
    if schema in SAID_IN_ROLE:
        said["role"] = label(spoken(claim.predicate), "", (doubts(tie), *claim.qualifiers))
    elif doubts(tie) or claim.qualifiers:
        told.lost["doubts and qualifiers of payments and posts"] += 1
    return _entity(claim.id, schema, said)
