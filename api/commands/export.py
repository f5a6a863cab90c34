"""`trilateral export`."""

import sys
from typing import TYPE_CHECKING

import click

from api.options import Command, Session

if TYPE_CHECKING:
    from loaders.exports.formats import Exported

FORMATS = (
    *("jsonl", "graphml", "gexf", "kumu", "oligrapher", "networkx-json", "ties", "stances", "entities", "flows"),
    *("ftm", "neo4j-csv", "cypher", "parquet"),
)
EXAMPLES = """trilateral export > record.jsonl
trilateral export -o record.jsonl --layer private
trilateral export | trilateral --store copy.db load -
trilateral export --format gexf -o record.gexf
trilateral export --format neo4j-csv -o import/"""


@click.command("export", cls=Command, examples=EXAMPLES)
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="jsonl", show_default=True, help="JSON lines lose nothing; the others say what they cannot hold."
)
@click.option("-o", "--output", metavar="FILE", default="", help="File to write, or the folder of a format of several files [standard output].")
@click.option("--layer", metavar="NAME", multiple=True, help="Also write this layer; may be repeated. Private layers are left out unless named.")
@click.pass_obj
def command(session: Session, form: str, output: str, layer: tuple[str, ...]) -> int:
    """Write the public record, and the layers named, in a format of your choice.

    What the format cannot hold is counted on standard error. Stances that no person has confirmed are marked.
    """
    with session.graph() as graph:
        done = graph.export(layer, format=form, to=output or sys.stdout)
        if session.json and output:
            from api.text import stamped

            click.echo(stamped({"file": output, "format": form, **done.counts, "lost": done.lost}, graph.stamp(layer)))
    session.log(_told(done))
    return 0


def _told(done: "Exported") -> str:
    """What was written, and what the format could not hold."""
    counts = ", ".join(f"{number} {what}" for what, number in done.counts.items())
    written = f"{counts}, layers: {', '.join(done.layers)}"
    lost = "".join(f"\n  {number} {what}" for what, number in done.lost.items())
    return f"{written}\n{done.format} does not hold:{lost}" if lost else written
