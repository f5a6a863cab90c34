"""Stage 6: relations of the closed list, by families of rules over typed slots.

Each family is a module; here they are put together: heads first (so that a head's act can be ascribed to
the body), ends checked against the ontology, every pair and predicate kept once for each way of holding it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from graph import ontology
from graph.claims import Modality
from loaders.documents.attribution import words
from loaders.documents.figures import find_figures
from loaders.documents.gates import Gated
from loaders.documents.model import Document, NodeFound, RelationFound, TopicFound
from loaders.documents.patterns import rules
from loaders.documents.reading import Reading, implied, read
from loaders.documents.relations_agreeing import find_agreeing
from loaders.documents.relations_contact import find_contacts
from loaders.documents.relations_likely import find_likely, spoken_through
from loaders.documents.relations_posts import find_posts
from loaders.documents.relations_rules import find_rules
from loaders.documents.relations_signing import find_signing
from loaders.documents.relations_stance import find_stances, own_voice
from loaders.documents.relations_structure import find_parts
from loaders.documents.relations_trade import find_exports
from loaders.documents.relations_urging import find_urges
from loaders.documents.relations_works import find_publications
from loaders.registry import Registry

FAMILIES = ("contact", "posts", "structure", "urging", "stance", "echoes", "publishing", "likely")
SYMMETRIC = frozenset({"met_with", "joint_statement_with", "partners_with", "counterpart_of"})
TOGETHER = frozenset({"met_with", "partners_with", "joint_statement_with"})
BY_HEAD = frozenset({"met_with", "urges", "supports", "opposes"})

# What a medium takes back.
RETRACTED = Gated(
    r"\b(?:we (?:wrote|said|reported|stated)|(?:misstated|misidentified|incorrectly|erroneously|wrongly) (?:\w+ )?(?:that|as|said|wrote)?"
    r"|(?:fe de erratas|correcci[óo]n|precisi[óo]n):.*\b(?:escribimos|publicamos|dijimos|se dijo|se public[óo]|por error)"
    r"|(?:escribimos|publicamos|dijimos|informamos) (?:por error|err[óo]neamente))\b",
    re.I,
)


@cache
def accepted_rules() -> frozenset[str]:
    """The ids of the rules whose relations are accepted without a person's word."""
    by_rule: dict[str, bool] = dict(words("trust"))
    for family in FAMILIES:
        by_rule |= {rule.id: rule.accept for rule in rules(family)}
    by_rule |= {row["id"]: row["accept"] for family in ("patterns", "agency") for row in words("regulates")[family]}
    return frozenset(rule for rule, accept in by_rule.items() if accept)


def is_accepted(found: RelationFound) -> bool:
    """True when the rule is trusted and the text states it: negations, wishes and what an optional extractor found are for review."""
    if found.extractor or found.rule not in accepted_rules():
        return False
    return found.modality in (Modality.ASSERTED, Modality.PLANNED) or "suggestion" in found.qualifiers


def find_relations(document: Document, nodes: Iterable[NodeFound], topics: Iterable[TopicFound], registry: Registry) -> tuple[RelationFound, ...]:
    """All relations, most trusted first for each pair, in the order of their evidence."""
    known = tuple(nodes)
    reading = read(document, known, topics, registry)
    posts = list(find_posts(reading))
    reading = replace(reading, heads=_heads(reading, posts))
    contacts = list(find_contacts(reading))
    positions = [*find_urges(reading), *find_stances(reading)]
    raw = [
        *posts,
        *find_parts(reading),
        *contacts,
        *find_signing(reading, contacts),
        *positions,
        *find_agreeing(reading, positions),
        *find_rules(reading),
        *find_publications(reading),
        *find_exports(reading, find_figures(document, known, registry)),
    ]
    raw += spoken_through(reading, [item for item in raw if is_accepted(item)])
    raw += find_likely(reading, raw)
    officers = frozenset((found.subject, found.object) for found in posts if found.predicate == "works_for" and found.object.startswith("gov:"))
    retracted = [frame.span for frame in reading.full if RETRACTED.search(frame.text)]
    return _distinct(
        found
        for found in (*raw, *_of_bodies(reading, raw, officers))
        if _allowed(reading, found) and not any(first <= found.evidence[0] < last for first, last in retracted)
    )


def _heads(reading: Reading, posts: Iterable[RelationFound]) -> dict[str, tuple[str, ...]]:
    """Whom a person speaks for: the bodies of present posts, and that of an author in the first person."""
    speaking = own_voice(reading)
    # A professor's column is no word of the university.
    writing = {node.id for node in reading.nodes.values() if node.kind == "person" and node.name == reading.document.author}
    schools = {node.id for node in reading.nodes.values() if node.kind in ("think_tank", "media")}
    present = [
        found
        for found in posts
        if "former" not in found.qualifiers and not (found.predicate == "works_for" and found.subject in writing and found.object in schools)
    ]
    pairs = [(found.subject, found.object) for found in present]
    pairs += [(author, body) for author in speaking if author.startswith(("role:", "person:")) for body in speaking if body.startswith("org:")]
    heads: dict[str, tuple[str, ...]] = {}
    for person, body in dict.fromkeys(pairs):
        heads[person] = (*heads.get(person, ()), body)
    return heads


def _of_bodies(reading: Reading, found: Iterable[RelationFound], officers: frozenset[tuple[str, str]]) -> Iterator[RelationFound]:
    """What a head does in office, the body does too; not so inside another body's delegation, nor is to meet one of its officers to meet a government."""
    for item in found:
        if item.predicate in BY_HEAD and not {"delegation", "personal"} & set(item.qualifiers) and item.modality is not Modality.NEGATED:
            for body in reading.heads.get(item.subject, ()):
                if body != item.object and not (item.predicate == "met_with" and (item.subject, body) in officers):
                    yield implied(item, body)
        if item.predicate in TOGETHER and item.modality is not Modality.NEGATED:
            for left in (body for body in reading.heads.get(item.subject, ()) if body.startswith("gov:")):
                for right in (body for body in reading.heads.get(item.object, ()) if body.startswith("gov:")):
                    yield replace(implied(item, left), object=right)


def _allowed(reading: Reading, found: RelationFound) -> bool:
    """Ends of the kinds that the ontology allows; nothing with itself."""
    if found.subject == found.object:
        return False
    predicate = ontology.load().predicates[found.predicate]
    subject, target = _kind(reading, found.subject), _kind(reading, found.object)
    return subject in predicate.subject and target in predicate.object


def _kind(reading: Reading, id: str) -> str:
    if id in reading.nodes:
        return reading.nodes[id].kind
    return {"topic": "topic", "ask": "ask", "place": "place"}.get(id.partition(":")[0], "")


def _distinct(found: Iterable[RelationFound]) -> tuple[RelationFound, ...]:
    """Each statement once: the best reading of a pair, predicate, modality and delegation or former mark."""
    best: dict[tuple[object, ...], RelationFound] = {}
    for item in found:
        ends = tuple(sorted((item.subject, item.object))) if item.predicate in SYMMETRIC else (item.subject, item.object)
        marks = tuple(mark for mark in item.qualifiers if mark in ("delegation", "former", "of-agencies"))
        key = (ends, item.predicate, item.modality, marks, item.ask if item.predicate == "urges" else "")
        first = best.get(key)
        if first is None or _rank(item) > _rank(first):
            best[key] = item
    return tuple(sorted(best.values(), key=lambda item: (item.evidence, item.predicate, item.subject, item.object, item.ask)))


def _rank(found: RelationFound) -> tuple[bool, bool, bool, float]:
    return is_accepted(found), "implied" not in found.qualifiers, "undated" not in found.qualifiers, found.confidence
