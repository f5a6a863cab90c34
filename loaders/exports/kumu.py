"""The record as a Kumu blueprint: an element for each entity, a connection for each claim between two.

Kumu knows elements by their label: where two entities have one name, the label of each holds its id, and its name stands in a field.
"""

from collections import Counter
from typing import IO

from graph import ontology
from loaders.exports.fields import Value, edge_fields, node_fields
from loaders.exports.networkx_json import text
from loaders.exports.told import Being, Told


def write(told: Told, out: IO[str], layers: str) -> None:
    """Write the blueprint, an element a line; `layers` is said in a field of its own, which Kumu passes over."""
    told.counts["entities"] = len(told.beings)
    labels = _labels(told)
    out.write(f'{{"layers":{text(layers)},"elements":[')
    for number, being in enumerate(told.beings.values()):
        out.write(f"{',' if number else ''}\n{text(_element(being, labels[being.id], told))}")
    out.write('\n],"connections":[')
    for number, tie in enumerate(told.ties()):
        fields = edge_fields(tie, told)
        way = "directed" if fields.pop("directed") else "undirected"
        kind = ontology.load().ties.get(str(fields.pop("kind")))
        ends = {"from": labels[tie.start], "to": labels[tie.end], "direction": way, "type": kind.label if kind else tie.kind}
        out.write(f"{',' if number else ''}\n{text(ends | fields)}")
    out.write("\n]}\n")


def _labels(told: Told) -> dict[str, str]:
    named = Counter(_label(being) for being in told.beings.values())
    return {being.id: _label(being) if named[_label(being)] == 1 else f"{_label(being)} [{being.id}]" for being in told.beings.values()}


def _label(being: Being) -> str:
    return " ".join(being.name.split()) or being.id


def _element(being: Being, label: str, told: Told) -> dict[str, Value]:
    fields = node_fields(being, told.lost)
    kind = ontology.load().entities[str(fields.pop("kind"))].label
    if fields["name"] == label:
        del fields["name"]
    return {"id": being.id, "label": label, "type": kind} | fields
