"""The record as an Oligrapher map: a node for each entity on a circle, an edge for each claim between two.

The format has no fields for kinds, dates or doubts: the kind opens the description, and date, doubt, modality and qualifiers
close the label, where `loaders.graphs.oligrapher` finds them again. Quotes, speakers, asks, sources and confidence have no place in it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from math import cos, pi, sin
from typing import IO

from graph import ontology
from graph.claims import Modality
from loaders.exports.fields import doubts
from loaders.exports.networkx_json import text
from loaders.exports.told import Being, Tie, Told
from loaders.graphs.labels import label
from loaders.graphs.words import spoken

APART = 40
LOST: Mapping[str, Callable[[Tie], object]] = {
    "quotes and glosses": lambda tie: tie.claim.quote or tie.claim.gloss,
    "speakers": lambda tie: tie.claim.speaker,
    "asks": lambda tie: tie.claim.ask,
    "sources of ties (but for their addresses), and places in them": lambda tie: tie.source,
    "confidences": lambda tie: tie.claim.confidence,
}


def write(told: Told, out: IO[str], layers: str) -> None:
    """Write the map, a node or edge a line; `layers` stands in its description."""
    told.counts["entities"] = len(told.beings)
    edges: defaultdict[str, list[str]] = defaultdict(list)
    drawn = [(tie.claim.id, _edge(tie)) for tie in _drawn(told)]
    for key, edge in drawn:
        for end in ("node1_id", "node2_id"):
            edges[str(edge[end])].append(key)
    out.write(f'{{"title":"Trilateral","description":{text(f"layers: {layers}")},"graph":{{"nodes":{{')
    for number, being in enumerate(told.beings.values()):
        place = 2 * pi * number / len(told.beings)
        node = _node(being, place, len(told.beings)) | {"edgeIds": edges[being.id]}
        out.write(f"{',' if number else ''}\n{text(being.id)}:{text(node)}")
    out.write('\n},"edges":{')
    for number, (key, edge) in enumerate(drawn):
        out.write(f"{',' if number else ''}\n{text(key)}:{text(edge)}")
    out.write('\n},"captions":{}}}\n')
    for name, count in (("countries", _count(told, "country")), ("other names", _count(told, "aliases")), ("identifiers", _count(told, "identifiers"))):
        told.lost[f"{name} of entities"] += count


def _drawn(told: Told) -> Iterator[Tie]:
    """The ties that the format can show; of each, what it loses is counted."""
    for tie in told.ties():
        if tie.claim.figure:
            told.lost["figures"] += 1
            told.counts["ties"] -= 1
            continue
        for what, has in LOST.items():
            if has(tie):
                told.lost[what] += 1
        yield tie


def _count(told: Told, name: str) -> int:
    return sum(1 for being in told.beings.values() if getattr(being, name))


def _node(being: Being, place: float, count: int) -> dict[str, object]:
    radius = APART * count / (2 * pi)
    return {
        "id": being.id,
        "name": being.name,
        "x": round(radius * cos(place), 1),
        "y": round(radius * sin(place), 1),
        "scale": 1,
        "url": being.url or None,
        "description": f"[{ontology.load().entities[being.kind].label}] {being.description}".strip(),
    }


def _edge(tie: Tie) -> dict[str, object]:
    claim = tie.claim
    asserted = claim.modality is Modality.ASSERTED
    marks = (doubts(tie), "" if asserted else claim.modality.value, *claim.qualifiers)
    symmetric = ontology.load().predicates[claim.predicate].symmetric
    return {
        "id": claim.id,
        "node1_id": tie.start,
        "node2_id": tie.end,
        "label": label(spoken(claim.predicate), claim.when, marks),
        "arrow": None if symmetric else "1->2",
        "dash": bool(doubts(tie)) or not asserted,
        "scale": 1,
        "url": tie.source.url or None,
    }
