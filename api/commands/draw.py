"""`trilateral draw`."""

from pathlib import Path

import click

from api.options import Command, Session, view_options


@click.command(
    "draw",
    cls=Command,
    examples="trilateral draw ego USTR -o ustr.svg\ntrilateral draw path AMITI USTR -o path.html\n"
    "trilateral draw ranking -o ranking.png\ntrilateral draw ego USTR -o ustr.graphml",
)
@click.argument("view", type=click.Choice(["ego", "path", "ranking"]))
@click.argument("entities", metavar="[ENTITY...]", nargs=-1)
@click.option("-o", "--output", metavar="FILE", required=True, help="File to write; its suffix says the format: svg, png, pdf, html, graphml, gexf, csv, json.")
@click.option("--steps", metavar="N", type=click.IntRange(1, 3), default=1, show_default=True, help="Ties from the centre, for ego.")
@click.option("--limit", metavar="N", type=click.IntRange(1, 300), default=60, show_default=True, help="Entities to draw.")
@click.option("--ask", metavar="ASK", default="", help="Colour actors by their stance on this ask.")
@view_options
@click.pass_obj
def command(session: Session, /, view: str, entities: tuple[str, ...], output: str, **options: object) -> int:
    """Write a picture (svg, png, pdf, html) or a graph file (graphml, gexf, csv, json) of a view.

    ego takes one entity, path two, ranking none. The file is written whole or not at all.
    png and pdf need the extra `briefing`; a picture of more than 40 million pixels is refused.
    """
    from api.drawing import drawn, supported
    from api.files import write_whole
    from api.text import safe

    path = Path(output)
    form = supported(view, path.suffix)
    with session.graph() as graph:
        picture = graph.picture(view, *entities, **options)
    write_whole(path, drawn(picture, form))
    if session.json:
        from api.text import stamped

        click.echo(stamped({"file": output}, picture.model_dump(include={"revision", "as_of", "view", "layers"})))
    session.log(safe(output))
    return 0
