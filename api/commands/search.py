"""`trilateral search`."""

import click

from api.options import Command, Session


@click.command("search", cls=Command, examples='trilateral search gasque\ntrilateral search "digital trade" --kind topic')
@click.argument("text")
@click.option("--kind", metavar="KIND", default="", help="Only entities of this kind.")
@click.option("--limit", metavar="N", type=click.IntRange(1, 200), default=20, show_default=True, help="Matches to show.")
@click.option("--layer", metavar="NAME", multiple=True, help="Also search this layer; may be repeated.")
@click.pass_obj
def command(session: Session, text: str, kind: str, limit: int, layer: tuple[str, ...]) -> int:
    """Find entities by name or alias, in any case, with or without accents."""
    with session.graph() as graph:
        result = graph.search(text, kind=kind, limit=limit, layer=layer)
    from api.text import hits_text, json_text, safe

    if session.json:
        click.echo(json_text(result))
    elif result.items:
        click.echo(hits_text(result))
    else:
        session.log(f"trilateral: {safe(text) or 'nothing'}: no entity of that name")
    return 0 if result.items else 1
