"""Nodes and edges of a graph file as claims.

A graph file is a source of its own. An edge that names the source it rests on is filed under that one, so that what we
exported comes back with its evidence; the file's name is part of the extractor's, so that two files that cite one
source do not supersede one another. What is not understood is counted by kind and left out, never guessed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from graph import ontology
from graph.claims import ENTITY_ID, LAYER, Claim, Figure, Line, Source, Status, family
from graph.errors import BadDate, shown
from graph.ontology import Predicate
from graph.spelling import slug
from loaders.graphs.elements import CLAIM_FIELDS, EDGE_FIELDS, SOURCE_FIELDS, Edge, Node, split
from loaders.graphs.words import Meaning, entity_kind, tie_meaning
from loaders.inputs import Input
from loaders.intake import Intake, Page
from loaders.known import Party

HAND_MADE = 900
NODE_READ = frozenset({"aliases", "country", "url", "description", "identifiers", "layer"})
NODE_KNOWN = NODE_READ | {"x", "y", "z", "size", "scale", "color", "colour", "status", "image", "edgeids"}
EDGE_READ = frozenset({*EDGE_FIELDS, "start_date", "end_date", "date", "url", "description"})
EDGE_KNOWN = EDGE_READ | {"weight", "color", "colour", "dash", "scale", "status", "arrow", "cx", "cy", "key", "id"}
STATUSES = {status.value: status for status in Status}
OTHERWISE = {"name": "alias", "alias": "name"}
OURS = re.compile(ENTITY_ID)


@dataclass(slots=True)
class Missed:
    """Elements that were left out for one reason: how many, and where the first stands."""

    count: int
    first: str


class NotUnderstood(Exception):
    """An edge that says nothing we can file: why."""


@dataclass(slots=True)
class Desk:
    """The filing of one graph file: `ids` of its nodes by key, "" for those that were left out; `pages` by source and layer; `told` by others of who is who."""

    name: str
    home: Source
    extractor: str
    intake: Intake
    ids: dict[str, str] = field(default_factory=dict)
    pages: dict[tuple[str, str], Page] = field(default_factory=dict)
    told: frozenset[tuple[str, str, str]] = frozenset()
    missed: dict[str, Missed] = field(default_factory=dict)

    def page(self, source: Source, layer: str) -> Page:
        """The page of a source in a layer."""
        key = (source.id, layer)
        if key not in self.pages:
            self.pages[key] = Page(source, self.extractor, self.intake, layer)
        return self.pages[key]

    def miss(self, reason: str, place: str) -> None:
        """Count an element that was left out for a reason that others may share."""
        self.missed.setdefault(reason, Missed(0, place)).count += 1


def lines(elements: Iterable[Node | Edge], source: Input, intake: Intake, form: str) -> Iterator[Line]:
    """The claims of a graph file of a format; edges that come before their nodes are kept until the end."""
    stem = source.name.replace("\\", "/").rpartition("/")[2].partition(".")[0] or "graph"
    reader = f"{form}:{slug(stem)}"
    home = Source(id=f"source:{form}/{slug(stem)}", title=f"Graph file {shown(source.name.rpartition('/')[2])}", kind="curated")
    desk = Desk(stem, intake.filed(home.id) or home, f"{reader}/1", intake, told=intake.told(home.id))
    waiting: list[Edge] = []
    for element in elements:
        if isinstance(element, Node):
            yield from _node(desk, element)
        elif element.start in desk.ids and element.end in desk.ids:
            yield from _edge(desk, element)
        else:
            waiting.append(element)
    for edge in waiting:
        yield from _edge(desk, edge)
    for reason, missed in desk.missed.items():
        more = f"; {missed.count} in all" if missed.count > 1 else ""
        intake.fault(f"{missed.first}: {reason}{more}")


def _layer(desk: Desk, fields: Mapping[str, str]) -> str:
    """Where an element goes: into the layer asked for, else into its own, so that what was private never becomes public by itself."""
    own = fields.get("layer", "")
    return own if desk.intake.layer == "public" and re.fullmatch(LAYER, own) else desk.intake.layer


def _node(desk: Desk, node: Node) -> list[Line]:
    fields = node.fields
    desk.intake.audit(fields, NODE_KNOWN, within="node ")
    if not node.key:
        desk.intake.fault(f"{node.place}: a node without an id; left out")
    elif node.key in desk.ids:
        desk.intake.fault(f"{node.place}: a second node {shown(node.key)}; left out")
    elif node.kind and not entity_kind(node.kind):
        desk.ids[node.key] = ""
        desk.miss(f"a node of the kind {shown(node.kind)}, which is none of ours; left out", node.place)
    else:
        party = _party(desk, node, fields)
        if party.id and _is_told(desk, party):
            desk.ids[node.key] = party.id
            desk.intake.passed += 1
        else:
            page = desk.page(desk.home, _layer(desk, fields))
            desk.ids[node.key] = page.party(party, locator=node.place)
            return page.take()
    return []


def _is_told(desk: Desk, party: Party) -> bool:
    """Whether other sources say all of a node that it says, as those say that it was exported from."""
    facts = desk.intake.known.facts(party.id, party)
    return all((party.id, predicate, value) in desk.told or (party.id, OTHERWISE.get(predicate), value) in desk.told for predicate, value in facts)


def _is_filed(desk: Desk, fields: Mapping[str, str], claim: Claim) -> bool:
    """Whether an edge is a claim that the record holds from elsewhere, as it was exported: without its place in the text."""
    held = desk.intake.record(fields.get("claim", ""))
    return held is not None and family(held.extractor) != family(desk.extractor) and held.claim.model_copy(update={"span": None}).id == claim.id


def _party(desk: Desk, node: Node, fields: Mapping[str, str]) -> Party:
    name = " ".join(node.name.split()) or node.key
    known, kinds = desk.intake.known, ontology.load().entities
    kind, own = entity_kind(node.kind), ""
    if OURS.match(node.key):
        kind = kind or ontology.load().implied_kind(node.key)
        own = node.key if kinds[kind].prefix == node.key.partition(":")[0] else ""
    if not kind:
        bodies = known.bodies(name)
        own = bodies[0] if len(bodies) == 1 else ""
        kind = min(known.kinds(own)) if own else "organisation"
    country = fields.get("country", "").strip().lower()
    identifiers = tuple((scheme, value) for item in split(fields.get("identifiers", "")) for scheme, _, value in [item.partition(":")] if scheme and value)
    return Party(
        kind,
        name,
        identifiers=identifiers,
        aliases=split(fields.get("aliases", "")),
        country=country,
        url=fields.get("url", ""),
        describes=fields.get("description", ""),
        id=own,
    )


def _edge(desk: Desk, edge: Edge) -> list[Line]:
    fields = edge.fields
    desk.intake.audit(fields, EDGE_KNOWN, within="edge ")
    try:
        source = _source(desk, fields)
        meaning = _meaning(edge, fields)
        subject, target = _ends(desk, edge, meaning)
        if subject == target and not ontology.load().predicates[meaning.predicate].figure:  # a region trades within itself
            raise ValueError(f"a tie {meaning.predicate} of {shown(subject)} with itself")
        said = _fields(desk, edge, fields, meaning) | (_placed(edge, fields) if source is desk.home else {})
        page = desk.page(source, _layer(desk, fields))
        claim = page.say(subject, meaning.predicate, target, status=_status(desk, fields), confidence=_confidence(fields.get("confidence", "")), **said)
        if not _is_filed(desk, fields, claim):
            return page.take()
        page.drop()
        desk.intake.passed += 1
    except NotUnderstood as error:
        desk.miss(str(error), edge.place)
    except (BadDate, ValueError) as error:
        desk.intake.fault(f"{edge.place}: {_first(error)}; left out")
    return []


def _first(error: Exception) -> str:
    if isinstance(error, ValidationError):
        one = error.errors()[0]
        return shown(f"{'.'.join(map(str, one['loc'][:2]))}: {one['msg']}", 200)
    return str(error)


def _source(desk: Desk, fields: Mapping[str, str]) -> Source:
    """The source that an edge rests on, as the record holds it where it does, else as the file describes it; the file itself where it names none."""
    cited = fields.get("source_id", "")
    if not cited:
        return desk.home
    if held := desk.pages.get((cited, desk.intake.layer)):
        return held.source
    told: dict[str, object] = {of: fields[name] for name, of in SOURCE_FIELDS.items() if fields.get(name)}
    return desk.intake.filed(cited) or Source.model_validate({"id": cited, "title": cited} | told)


def _ends(desk: Desk, edge: Edge, meaning: Meaning) -> tuple[str, str]:
    """The entities that a tie joins, in the order of its predicate. Raises NotUnderstood."""
    start, end = (desk.ids.get(key) for key in (edge.start, edge.end))
    if start is None or end is None:
        raise NotUnderstood(f"an edge to {shown(edge.start if start is None else edge.end) or 'nothing'}, which is no node of the file; left out")
    if not start or not end:
        raise NotUnderstood("an edge of a node that was left out; left out as well")
    return _directed(desk, meaning, (end, start) if meaning.reverse else (start, end), edge)


def _fields(desk: Desk, edge: Edge, fields: Mapping[str, str], meaning: Meaning) -> dict[str, Any]:
    """What else the claim of an edge says. Raises ValueError for a figure that is none."""
    said: dict[str, Any] = {name: fields[name] for name in CLAIM_FIELDS if fields.get(name)}
    if speaker := fields.get("speaker"):
        said["speaker"] = desk.ids.get(speaker) or speaker
    if figure := fields.get("figure"):
        said["figure"] = Figure.model_validate_json(figure)
    marks = split(fields.get("qualifiers", ""))
    return said | {"qualifiers": (*marks, meaning.qualifier) if meaning.qualifier else marks, "when": _when(fields)}


def _placed(edge: Edge, fields: Mapping[str, str]) -> dict[str, str]:
    """Where an edge without a source stands in the file, and what the file says of it."""
    where = ", ".join(filter(None, (edge.place, fields.get("url"))))
    return {"locator": fields.get("locator") or where, "gloss": fields.get("gloss") or fields.get("description", "")}


def _status(desk: Desk, fields: Mapping[str, str]) -> Status:
    """The status of a claim; a word of another program's is counted as unread."""
    said = fields.get("status", "")
    if said and said not in STATUSES:
        desk.intake.unread["edge status"] += 1
    return STATUSES.get(said, Status.ACCEPTED)


def _meaning(edge: Edge, fields: Mapping[str, str]) -> Meaning:
    stated = fields.get("predicate")
    words = [stated] if stated else [word for word in (edge.kind, fields.get("stance"), fields.get("label")) if word]
    meaning = next((found for word in words if (found := tie_meaning(word))), None)
    if meaning:
        return meaning
    raise NotUnderstood(f"a tie of the kind {shown(words[0])}, which is none of ours; left out" if words else "a tie without a kind; left out")


def _directed(desk: Desk, meaning: Meaning, ends: tuple[str, str], edge: Edge) -> tuple[str, str]:
    """The ends in the order of the predicate: as the file has them, or where it knows no direction, in the one order that their kinds allow."""
    rule = ontology.load().predicates[meaning.predicate]
    kinds, turned = _kinds(desk, ends), ends[::-1]
    fits = _fit(rule, *kinds)
    if fits and (edge.directed or rule.symmetric or not _fit(rule, *kinds[::-1])):
        return ends
    if not fits and not edge.directed and _fit(rule, *kinds[::-1]):
        return turned
    if fits:
        raise NotUnderstood(f"a tie {meaning.predicate} without a direction; left out")
    raise NotUnderstood(f"a tie {meaning.predicate} between kinds of things that it cannot join; left out")


def _kinds(desk: Desk, ends: tuple[str, str]) -> tuple[frozenset[str], frozenset[str]]:
    """The kinds that each end may be taken for: those said of it, and that which its id implies."""
    implied = ontology.load().implied_kind
    first, second = (desk.intake.known.kinds(end) | {implied(end)} for end in ends)
    return first, second


def _fit(rule: Predicate, subject: frozenset[str], target: frozenset[str]) -> bool:
    return not (rule.subject and rule.subject.isdisjoint(subject)) and not (rule.object and rule.object.isdisjoint(target))


def _when(fields: Mapping[str, str]) -> str:
    """The days that an edge holds for, in the form of a claim."""
    if when := fields.get("when"):
        return when
    start, end = (fields.get(name) or fields.get(f"{name}_date", "") for name in ("start", "end"))
    return f"{start}..{end}" if start or end else fields.get("date", "")


def _confidence(text: str) -> int:
    """Thousandths of a chance in [0, 1]; ours where none is stated. Raises ValueError."""
    if not text:
        return HAND_MADE
    chance = float(text)
    if not 0 <= chance <= 1:
        raise ValueError(f"confidence {shown(text)} is no chance between 0 and 1")
    return round(chance * 1000)
