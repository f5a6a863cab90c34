"""The record as node-link JSON, which networkx reads as a MultiDiGraph: one edge for each claim between two entities."""

from typing import IO

import orjson

from loaders.exports.fields import edge_fields, node_fields
from loaders.exports.told import Told


def write(told: Told, out: IO[str], layers: str) -> None:
    """Write the graph, an element a line; `layers` is a field of the graph."""
    told.counts["entities"] = len(told.beings)
    out.write(f'{{"directed":true,"multigraph":true,"graph":{text({"layers": layers})},"nodes":[')
    for number, being in enumerate(told.beings.values()):
        out.write(f"{',' if number else ''}\n{text({'id': being.id} | node_fields(being, told.lost))}")
    out.write('\n],"edges":[')
    for number, tie in enumerate(told.ties()):
        ends = {"source": tie.start, "target": tie.end, "key": tie.claim.id}
        out.write(f"{',' if number else ''}\n{text(ends | edge_fields(tie, told))}")
    out.write("\n]}\n")


def text(value: object) -> str:
    """JSON on one line."""
    return orjson.dumps(value).decode()
