"""The exchange format for annotated documents: what the scorer and `extract` read and write."""

import re
from collections.abc import Iterator
from typing import Any

from graph import ontology
from graph.claims import Bound, Figure, Modality
from loaders.documents.balances import is_measured
from loaders.documents.model import Extraction, FigureFound, NodeFound, RelationFound, Span
from loaders.documents.relations import SYMMETRIC, is_accepted

BOUNDS = {Bound.MORE: "more than", Bound.LESS: "less than", Bound.ABOUT: "about", Bound.NEARLY: "nearly", Bound.UP_TO: "up to"}
EXCHANGED = frozenset(
    [
        "leads",
        "works_for",
        "member_of",
        "part_of",
        "met_with",
        "joint_statement_with",
        "partners_with",
        "counterpart_of",
        "supports",
        "opposes",
        "urges",
        "regulates",
        "party_to",
        "publishes",
        "exports_to",
    ]
)


def annotation(extraction: Extraction) -> dict[str, Any]:
    """The extraction as one JSON object; a country's place and government are one actor, symmetric pairs stand once."""
    document = extraction.document
    names = _names(extraction)
    return {
        "meta": {
            "title": document.title,
            "publisher": document.publisher or None,
            "date": document.published.isoformat() if document.published else None,
            "language": document.language,
        },
        "actors": [_actor(node) for node in _folded(extraction) if node.group == "actor"],
        "agreements": [
            {"name": node.name, "aliases": _forms(node), "part_of": names.get(node.part_of)} for node in extraction.nodes if node.group == "agreement"
        ],
        "works": [{"name": names[node.id], "aliases": list(node.surfaces)} for node in extraction.nodes if node.group == "work"],
        "topics": [{"id": topic.id.removeprefix("topic:"), "mentions": list(topic.mentions)} for topic in extraction.topics],
        "relations": list(_relations(extraction, names)),
        "trade_flows": [
            _flow(extraction, found) if _is_flow(found.figure) else _balance(extraction, found)
            for found in extraction.figures
            if _is_flow(found.figure) or _is_balance(found.figure)
        ],
        "statistics": [_statistic(extraction, found) for found in extraction.figures if not _is_flow(found.figure)],
        "must_not_extract": [],
    }


def _forms(node: NodeFound) -> list[str]:
    """The surfaces of an agreement; a numbered part also without its title ("USMCA Chapter 21", "Chapter 21")."""
    plain = node.name.partition(" (")[0]
    numbered = [plain, plain.partition(" ")[2]] if node.kind in ("chapter", "article") and re.search(r"\d$", plain) else []
    return list(dict.fromkeys((*node.surfaces, *numbered)))


def folded_id(id: str) -> str:
    """A country as a place under its government's id: the format knows one node for both."""
    kind, _, name = id.partition(":")
    return f"gov:{name}" if kind == "place" and name not in ("world", "north-america") else id


def _folded(extraction: Extraction) -> Iterator[NodeFound]:
    """The nodes without the places whose government is a node too, and without regions."""
    ids = {node.id for node in extraction.nodes}
    for node in extraction.nodes:
        if not (node.kind == "place" and (folded_id(node.id) in ids or folded_id(node.id) == node.id)):
            yield node


def _names(extraction: Extraction) -> dict[str, str]:
    names = {folded_id(node.id): node.name for node in extraction.nodes if node.kind == "place"}
    names |= {node.id: node.name for node in extraction.nodes}
    names |= {node.id: max(node.surfaces, key=len) for node in extraction.nodes if node.group == "work" and node.surfaces}
    names |= {topic.id: topic.id.removeprefix("topic:") for topic in extraction.topics}
    return names


def _actor(node: NodeFound) -> dict[str, Any]:
    kind = ontology.load().entities[node.kind].annotation
    row = {"name": node.name, "aliases": list(dict.fromkeys((*node.surfaces, *node.called))), "type": kind, "peripheral": node.peripheral}
    return row | ({} if node.named else {"named": False}) | _signed(node)


def _signed(found: NodeFound | RelationFound | FigureFound) -> dict[str, str]:
    """The optional extractor that proposes it; nothing for what the rules found."""
    return {"proposed_by": found.extractor} if found.extractor else {}


def certainty(found: RelationFound) -> str:
    """The format's certainty of a relation; "" for what it does not hold (conditions and wishes)."""
    if "former" in found.qualifiers:
        return "former"
    if found.modality is Modality.NEGATED:
        return "negated"
    if found.modality is Modality.PLANNED:
        return "planned"
    if found.modality is not Modality.ASSERTED:
        return ""
    return "implied" if "implied" in found.qualifiers else "explicit"


def _relations(extraction: Extraction, names: dict[str, str]) -> Iterator[dict[str, Any]]:
    seen: set[tuple[str, str, str]] = set()
    ranked = sorted(extraction.relations, key=lambda found: (not is_accepted(found), certainty(found) != "explicit", found.evidence))
    for found in ranked:
        subject, target = folded_id(found.subject), folded_id(found.object)
        sure = certainty(found)
        if not sure or found.predicate not in EXCHANGED or subject not in names or target not in names or subject == target:
            continue
        if found.predicate == "member_of" and "delegation" in found.qualifiers:
            continue
        ends = (min(subject, target), max(subject, target)) if found.predicate in SYMMETRIC else (subject, target)
        if (ends[0], found.predicate, ends[1]) in seen:
            continue
        seen.add((ends[0], found.predicate, ends[1]))
        row = {
            "subject": names[subject],
            "predicate": found.predicate,
            "object": names[target],
            "evidence": _quote(extraction, found.evidence),
            "certainty": sure,
            "status": "accepted" if is_accepted(found) else "proposed",
            "confidence": round(found.confidence, 3),
        }
        yield row | ({"ask": found.ask} if found.ask else {}) | _signed(found)


def _quote(extraction: Extraction, span: Span) -> str:
    return extraction.document.quote(span)


def _is_flow(figure: Figure) -> bool:
    """True for flows and for projected ones, which the format does not tell apart."""
    return figure.kind == "flow" or (figure.kind == "projection" and figure.measure == "projected sum")


def _flow(extraction: Extraction, found: FigureFound) -> dict[str, Any]:
    """The format tells imports from a named economy as that economy's exports."""
    figure = found.figure
    reporter, partner = figure.reporter or "World", figure.partner or "World"
    what = f"{figure.category} {figure.direction}{'' if figure.direction == 'trade' else 's'}".strip()
    if figure.direction == "import" and partner != "World":
        reporter, partner, what = partner, reporter, f"{figure.category} exports ({reporter} imports)".strip()
    if figure.kind == "projection":
        what = f"{what}, projected"
    row = {
        "reporter": reporter,
        "partner": partner,
        "category": what,
        "value": figure.value,
        "currency": figure.unit,
        "period": figure.period or None,
        "evidence": _quote(extraction, found.evidence),
    }
    return row | ({"bound": BOUNDS[figure.bound]} if figure.bound in BOUNDS else {}) | _signed(found)


def _is_balance(figure: Figure) -> bool:
    """True for deficits and surpluses of a named economy, which the format tells as flows and as statistics."""
    return figure.net and bool(figure.reporter) and is_measured(figure.measure)


def _balance(extraction: Extraction, found: FigureFound) -> dict[str, Any]:
    figure = found.figure
    row = {
        "reporter": figure.reporter,
        "partner": figure.partner or "World",
        "category": figure.measure,
        "value": figure.value,
        "currency": figure.unit,
        "period": figure.period or None,
        "evidence": _quote(extraction, found.evidence),
    }
    return row | ({"bound": BOUNDS[figure.bound]} if figure.bound in BOUNDS else {}) | _signed(found)


def _statistic(extraction: Extraction, found: FigureFound) -> dict[str, Any]:
    figure = found.figure
    value: float | str = figure.value if figure.upper is None else f"{figure.value:g}..{figure.upper:g}"
    row = {
        "subject": figure.subject,
        "measure": figure.measure,
        "value": value,
        "unit": figure.unit,
        "period": figure.period or None,
        "evidence": _quote(extraction, found.evidence),
    }
    return row | ({"bound": BOUNDS[figure.bound]} if figure.bound in BOUNDS else {}) | _signed(found)
