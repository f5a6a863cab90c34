"""`trilateral export`."""

import io
import sys
from pathlib import Path

import click

from api.options import Command, Session


@click.command(
    "export",
    cls=Command,
    examples="trilateral export > record.jsonl\ntrilateral export -o record.jsonl --layer private\ntrilateral export | trilateral --store copy.db load -",
)
@click.option("--format", "form", type=click.Choice(["jsonl"]), default="jsonl", show_default=True, help="JSON lines lose nothing.")
@click.option("-o", "--output", metavar="FILE", default="", help="File to write [standard output].")
@click.option("--layer", metavar="NAME", multiple=True, help="Also write this layer; may be repeated. Private layers are left out unless named.")
@click.pass_obj
def command(session: Session, form: str, output: str, layer: tuple[str, ...]) -> int:
    """Write the public record, and the layers named, as JSON lines."""
    from graph.claims import write_lines

    with session.graph() as graph:
        if not output:
            count = write_lines(graph.export(layer), sys.stdout)
        else:
            from api.files import write_whole

            text = io.StringIO()
            count = write_lines(graph.export(layer), text)
            write_whole(Path(output), text.getvalue())
            if session.json:
                from api.text import stamped

                click.echo(stamped({"file": output, "lines": count}, graph.stamp(layer)))
    session.log(f"{count} lines, layers: {', '.join(sorted({'public', *layer}))}")
    return 0
