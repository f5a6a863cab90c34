"""Membership, parts and wholes, parties to agreements."""

import re
from collections.abc import Iterator

from loaders.documents.model import Mention, NodeFound, RelationFound
from loaders.documents.patterns import Match, matches
from loaders.documents.posts import HEADED
from loaders.documents.reading import Reading, held_by_verb, relation

PEERS = frozenset({"association", "chamber", "company"})
GROUPS = frozenset({"association", "chamber", "organisation"})
OWNED = re.compile(r"subsidiar|filial|unit|division|divisi[óo]n|affiliate|brand|marca|unidad|filiale", re.I)
UNIT = re.compile(
    (
        r"\b(?:committee|subcommittee|section|bureau|office|division|unit|directorate|comit[ée]|(?:sub)?comisi[óo]n"
        r"|secci[óo]n|oficina|unidad|direcci[óo]n|subsecretar[íi]a|commission|direction|cent(?:re|er|ro)|team|institut[oe]|laborator[yi]o?|secretariat|secretariado|coordinaci[óo]n)\b"
    ),
    re.I,
)


def find_parts(reading: Reading) -> Iterator[RelationFound]:
    """`part_of`, `party_to` and `member_of`: said in prose, or plain from a name."""
    for place, (whole, bare, clauses) in enumerate(zip(reading.full, reading.bare, reading.clauses, strict=True)):
        yield from _of_last(reading, place)
        for frame in {frame.text: frame for frame in (whole, bare, *clauses)}.values():
            for match in matches(frame, "structure", lambda rule: rule.id != "members-of-last"):
                yield from _stated(reading, match)
    for node in reading.nodes.values():
        if node.mentions:
            yield from _by_name(reading, node)


def _of_last(reading: Reading, place: int) -> Iterator[RelationFound]:
    """ "Its members, among them A and B": of the association named before in the sentence, else of the one that the sentences before are about."""
    for match in matches(reading.full[place], "structure", lambda rule: rule.id == "members-of-last"):
        here = [node for slot in match.frame.slots_in(0, match.found.start()) for node in slot.nodes if node.kind in GROUPS]
        before = [node for frame in reversed(reading.bare[max(0, place - 2) : place]) for slot in frame.slots for node in slot.nodes if node.kind in GROUPS]
        for owner in (here[-1:] or before)[:1]:
            for node in dict.fromkeys(node for slot in match.slots("a") for node in slot.nodes if node.kind in PEERS and node.id != owner.id):
                yield relation(reading, match, node.id, owner.id, held=held_by_verb(match), event=False)


def _stated(reading: Reading, match: Match) -> Iterator[RelationFound]:
    allowed = {"unit-in-name": HEADED - {"government", "company", "media"}}.get(match.rule.id)
    held = held_by_verb(match)
    lefts = [node for slot in match.frame.slots_in(*match.found.span("a")) for node in slot.nodes if slot.letter != "J"]
    rights = [node for slot in match.frame.slots_in(*match.found.span("b")) for node in slot.nodes if slot.letter != "J"]
    for left in lefts:
        for right in rights:
            if left.id == right.id or (allowed and (left.kind not in allowed or right.kind not in allowed)):
                continue
            if match.rule.id == "unit-of" and left.kind in PEERS and right.kind in PEERS and not OWNED.search(match.text("k") or ""):
                continue  # an association that is part of another is its member
            if match.rule.id == "unit-in-name" and not UNIT.search(" ".join(left.surfaces)):
                continue
            if match.rule.id in ("member-grouped", "member-part") and (right.kind not in GROUPS or left.kind not in PEERS):
                continue
            if match.rule.id == "agency-of" and left.kind not in ("agency", "legislature", "statistics_publisher"):
                continue
            if match.rule.id == "new-body" and left.kind not in ("agency", "legislature"):
                continue
            predicate = match.rule.predicate
            if predicate == "member_of" and left.group == "actor" and left.kind in ("person", "role") and right.kind == "company":
                continue  # a partner of a law firm works there
            if predicate == "member_of" and right.group == "agreement":
                if left.kind not in ("government", "place"):
                    continue
                predicate = "party_to"  # who belongs to an agreement is a party to it
            yield relation(reading, match, left.id, right.id, predicate=predicate, held=held, event=False)


def _by_name(reading: Reading, node: NodeFound) -> Iterator[RelationFound]:
    """What a name itself says: an article's agreement, an agency's country, an agreement's parties."""
    first = node.mentions[0]
    entry = reading.registry.entries.get(node.id)
    if node.group == "agreement":
        yield from _agreement_parts(reading, node)
        spelled = next((mention for mention in node.mentions if _spells_parties(mention.surface)), None)
        if entry and spelled:
            for party in entry.parties:
                if party in reading.nodes:
                    yield _named(party, "party_to", node.id, spelled, reading, ("implied",), "party-in-name", 0.95)
        return
    if node.kind in ("agency", "legislature", "intergovernmental", "statistics_publisher"):
        yield from _body_in_name(reading, node)
        parent = node.part_of or (entry.part_of if entry else "")
        government = parent if parent.startswith("gov:") else f"gov:{entry.country}" if entry and entry.country else ""
        telling = next((mention for mention in node.mentions if _names_country(mention.surface, entry.country if entry else "")), None)
        if parent in reading.nodes and parent not in (node.id, government) and (within := _within(reading, node, parent)):
            yield _named(node.id, "part_of", parent, within, reading, ("implied", "structure"), "part-in-registry", 0.95)
        if government in reading.nodes and node.kind != "intergovernmental" and (telling or not parent or parent == government):
            yield _named(
                node.id,
                "part_of",
                government,
                telling or first,
                reading,
                ("implied", "structure"),
                "country-in-name" if telling else "country-known",
                0.95 if telling else 0.8,
            )
        for agreement in (other for other in reading.nodes.values() if other.kind == "agreement" and node.kind == "intergovernmental" and other.id != parent):
            naming = next((mention for mention in node.mentions if any(form in mention.surface for form in agreement.surfaces)), None)
            if naming:
                yield _named(node.id, "part_of", agreement.id, naming, reading, ("implied", "structure"), "agreement-in-name", 0.95)


WHOLES = ("agency", "legislature", "think_tank", "government", "intergovernmental")


def _body_in_name(reading: Reading, node: NodeFound) -> Iterator[RelationFound]:
    """The body or the country that the name of a unit or an embassy ends with ("Comisión de Ciberseguridad del Senado")."""
    if node.id in reading.registry.entries:
        return
    for mention in node.mentions[:1]:
        for other in reading.nodes.values():
            ends = (mention.surface.removesuffix(form) for form in other.surfaces if (len(form) > 2 or form.isupper()) and mention.surface.endswith(f" {form}"))
            if other.kind in WHOLES and other.id != node.id and any(re.search(r"\s(?:of|of the|de|del|de la|de los)\s$", before) for before in ends):
                yield _named(node.id, "part_of", other.id, mention, reading, ("structure",), "part-in-name", 0.95)


def _within(reading: Reading, node: NodeFound, parent: str) -> Mention | None:
    """The mention of a part that names its whole or stands beside it; any mention for a body of an agreement."""
    forms = reading.nodes[parent].surfaces
    named = next((mention for mention in node.mentions if any(form in mention.surface for form in forms) or _beside(reading, mention, parent)), None)
    return named or (node.mentions[0] if node.kind == "intergovernmental" else None)


def _agreement_parts(reading: Reading, node: NodeFound) -> Iterator[RelationFound]:
    entry = reading.registry.entries.get(node.id)
    parents = {node.part_of or (entry.part_of if entry else "")}
    parents |= {above.part_of for parent in list(parents) if (above := reading.registry.entries.get(parent))}
    chapter = entry.part_of if entry and entry.part_of.startswith("chapter:") and entry.part_of in reading.nodes else ""
    if chapter and chapter != node.part_of and not _told_before(reading, node, chapter):
        chapter = ""
    parents |= {chapter}
    whole = node.part_of if chapter and node.part_of != chapter and node.part_of in reading.nodes else ""
    if whole and any(_beside(reading, found, whole) or any(form in found.surface for form in reading.nodes[whole].surfaces) for found in node.mentions):
        parents -= {chapter}  # "Article 19.11 of the USMCA"
        chapter = ""
    for parent in sorted(parents & set(reading.nodes) - {node.id, ""}):
        forms = reading.nodes[parent].surfaces
        mention = next((mention for mention in node.mentions if any(form in mention.surface for form in forms)), None)
        near = mention or next((found for found in node.mentions if _beside(reading, found, parent)), node.mentions[0])
        stated = mention is not None or _beside(reading, near, parent)
        if chapter and parent != chapter and not stated:
            continue  # an article is part of its chapter, where the text names that
        yield _named(node.id, "part_of", parent, near, reading, ("structure",) if stated else ("implied", "structure"), "part-in-name", 0.95)


NEAR = 1500  # letters back in which a chapter is still what the text is about


def _told_before(reading: Reading, node: NodeFound, chapter: str) -> bool:
    """Whether the text tells of a chapter shortly before it first names an article."""
    first = node.mentions[0].span[0]
    return any(0 <= first - mention.span[1] <= NEAR for mention in reading.nodes[chapter].mentions)


def _beside(reading: Reading, mention: Mention, parent: str) -> bool:
    """True when the whole is named within twelve characters of the part ("Article 10.12 of the USMCA")."""
    return any(0 <= other.span[0] - mention.span[1] <= 12 or 0 <= mention.span[0] - other.span[1] <= 12 for other in reading.nodes[parent].mentions)


def _named(
    subject: str, predicate: str, target: str, mention: Mention, reading: Reading, qualifiers: tuple[str, ...], rule: str, confidence: float
) -> RelationFound:
    published = reading.document.published
    return RelationFound(subject, predicate, target, mention.span, rule, confidence, qualifiers=qualifiers, when=published.isoformat() if published else "")


COUNTRY_WORDS = {
    "us": re.compile(r"\bU\.?\s?S\.?(?=\W|$)|United States|Estados Unidos|EE\.?\s?UU|American\b|États-Unis", re.I),
    "mx": re.compile(r"\bM[ée]xic\w+|\bMexique", re.I),
    "ca": re.compile(r"\bCanad\w+", re.I),
}


def _names_country(surface: str, country: str) -> bool:
    return country in COUNTRY_WORDS and COUNTRY_WORDS[country].search(surface) is not None


def _spells_parties(surface: str) -> bool:
    return sum(pattern.search(surface) is not None for pattern in COUNTRY_WORDS.values()) >= 2
