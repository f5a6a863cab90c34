"""`trilateral history`."""

import click

from api.options import Command, Session


@click.command("history", cls=Command, examples="trilateral history\ntrilateral history USTR --limit 10\ntrilateral history org:acme --layer ours")
@click.argument("entity", metavar="[ENTITY]", default="")
@click.option("--limit", metavar="N", type=click.IntRange(1, 1000), default=50, show_default=True, help="Entries to list.")
@click.option("--layer", metavar="NAME", multiple=True, help="Also look in this layer; may be repeated.")
@click.pass_obj
def command(session: Session, entity: str, limit: int, layer: tuple[str, ...]) -> int:
    """List decisions, merges and splits, and what was filed when, newest first; of one entity or of all.

    The id of a decision or merge can be given to `trilateral undo`.
    """
    from api.text import history_text, json_text

    with session.graph() as graph:
        result = graph.history(entity, limit=limit, layer=layer)
    click.echo(json_text(result) if session.json else history_text(result))
    return 0 if result.items else 1
