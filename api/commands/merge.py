"""`trilateral merge`."""

import click

from api.options import Command, Session


@click.command("merge", cls=Command, examples="trilateral merge org:acme-inc org:acme\ntrilateral merge 'Acme Inc.' Acme --by 'A. Reviewer' --layer ours")
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option("--by", metavar="NAME", default="", help="Who says so.")
@click.option("--layer", metavar="NAME", default="public", show_default=True, help="Layer that the merge holds in.")
@click.pass_obj
def command(session: Session, a: str, b: str, by: str, layer: str) -> int:
    """Say that two entities, by name or id, are one.

    Nothing is rewritten: both ids stay, and answers show them as one entity until `split` or `undo`. A merge of what a person
    judged different is refused.
    """
    from api.text import stamped
    from graph.identity import judgement_id

    with session.graph() as graph:
        merged = graph.merge(a, b, by=by, layer=layer)
        if session.json:
            click.echo(stamped({"id": judgement_id(merged), "merged": merged}, graph.stamp((layer,))))
    session.log(f"{merged.left} and {merged.right}: one entity ({judgement_id(merged)})")
    return 0
