"""The record as GEXF 1.3: one node for each entity, one edge for each claim between two, with all that it says and rests on.

Every edge is written as directed, since common readers refuse graphs of both sorts; its field `directed` is false where both ends are alike.
Its `kind` is that of the tie, so that Gephi keeps parallel edges apart.
"""

from collections.abc import Mapping
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from loaders.exports.fields import Value, edge_fields, node_fields
from loaders.exports.told import Lost, Told
from loaders.exports.xml_text import held, written
from loaders.graphs.elements import EDGE_FIELDS, NODE_FIELDS, NUMBERS, TRUTHS

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
"""
APART = frozenset({"label", "name"})  # of the element itself, not among its attributes


def write(told: Told, out: IO[str], layers: str) -> None:
    """Write the graph; `layers` stands in its description."""
    told.counts["entities"] = len(told.beings)
    out.write(HEAD)
    out.write(f"  <meta>\n    <creator>Trilateral</creator>\n    <description>layers: {escape(layers)}</description>\n  </meta>\n")
    out.write('  <graph mode="static" defaultedgetype="directed">\n')
    for of, names in (("node", NODE_FIELDS), ("edge", EDGE_FIELDS)):
        out.write(f'    <attributes class="{of}">\n')
        out.writelines(f'      <attribute id="{name}" title="{name}" type="{_type(name)}"/>\n' for name in names if name not in APART)
        out.write("    </attributes>\n")
    out.write("    <nodes>\n")
    for being in told.beings.values():
        values = _values(node_fields(being, told.lost), told.lost)
        out.write(f"      <node id={quoteattr(being.id)} label={quoteattr(held(being.name, told.lost))}>{values}</node>\n")
    out.write("    </nodes>\n    <edges>\n")
    for number, tie in enumerate(told.ties()):
        fields = edge_fields(tie, told)
        ends = f"source={quoteattr(tie.start)} target={quoteattr(tie.end)}"
        shown = f"kind={quoteattr(tie.kind)} label={quoteattr(str(fields['label']))}"
        out.write(f'      <edge id="{number}" {ends} {shown}>{_values(fields, told.lost)}</edge>\n')
    out.write("    </edges>\n  </graph>\n</gexf>\n")


def _type(name: str) -> str:
    return "double" if name in NUMBERS else "boolean" if name in TRUTHS else "string"


def _values(fields: Mapping[str, Value], lost: Lost) -> str:
    values = (f"<attvalue for={quoteattr(name)} value={quoteattr(written(value, lost))}/>" for name, value in fields.items() if name not in APART)
    return f"<attvalues>{''.join(values)}</attvalues>"
