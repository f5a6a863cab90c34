"""The record as GraphML: one node for each entity, one edge for each claim between two, with all that it says and rests on.

Every edge is written as directed, since common readers refuse graphs of both sorts; its field `directed` is false where both ends are alike.
"""

from collections.abc import Mapping
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from loaders.exports.fields import Value, edge_fields, node_fields
from loaders.exports.told import Lost, Told
from loaders.exports.xml_text import written
from loaders.graphs.elements import EDGE_FIELDS, NODE_FIELDS, NUMBERS, TRUTHS

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


def write(told: Told, out: IO[str], layers: str) -> None:
    """Write the graph; `layers` is said of the graph itself."""
    told.counts["entities"] = len(told.beings)
    out.write(HEAD)
    out.write('  <key id="g_layers" for="graph" attr.name="layers" attr.type="string"/>\n')
    for of, names in (("node", NODE_FIELDS), ("edge", EDGE_FIELDS)):
        for name in names:
            out.write(f'  <key id="{of}_{name}" for="{of}" attr.name="{name}" attr.type="{_type(name)}"/>\n')
    out.write(f'  <graph id="record" edgedefault="directed">\n    <data key="g_layers">{escape(layers)}</data>\n')
    for being in told.beings.values():
        out.write(f"    <node id={quoteattr(being.id)}>{_data('node', node_fields(being, told.lost), told.lost)}</node>\n")
    for number, tie in enumerate(told.ties()):
        data = _data("edge", edge_fields(tie, told), told.lost)
        out.write(f'    <edge id="e{number}" source={quoteattr(tie.start)} target={quoteattr(tie.end)}>{data}</edge>\n')
    out.write("  </graph>\n</graphml>\n")


def _type(name: str) -> str:
    return "double" if name in NUMBERS else "boolean" if name in TRUTHS else "string"


def _data(of: str, fields: Mapping[str, Value], lost: Lost) -> str:
    return "".join(f'<data key="{of}_{name}">{_text(value, lost)}</data>' for name, value in fields.items())


def _text(value: Value, lost: Lost) -> str:
    return escape(written(value, lost), {"\r": "&#13;"})
