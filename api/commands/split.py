"""`trilateral split`."""

import click

from api.options import Command, Session


@click.command("split", cls=Command, examples="trilateral split org:acme\ntrilateral split org:acme org:acme-of-arizona --by 'A. Reviewer'")
@click.argument("entity", metavar="ENTITY")
@click.argument("other", metavar="[OTHER]", default="")
@click.option("--by", metavar="NAME", default="", help="Who says so.")
@click.option("--layer", metavar="NAME", default="public", show_default=True, help="Layer that the split holds in.")
@click.pass_obj
def command(session: Session, entity: str, other: str, by: str, layer: str) -> int:
    """Take an entity out of what it was merged with; with OTHER say that the two are different, so that nobody merges them again.

    ENTITY is best given by its own id. In a layer of one's own a public merge is overruled for those who see the layer.
    """
    from api.text import stamped
    from graph.identity import judgement_id

    with session.graph() as graph:
        told = graph.split(entity, other, by=by, layer=layer)
        if session.json:
            click.echo(stamped({"split": [{"id": judgement_id(one), **one.model_dump(exclude={"type"})} for one in told]}, graph.stamp((layer,))))
    for one in told:
        session.log(f"{one.left} and {one.right}: {'different' if one.verdict == 'different' else 'no longer merged'} ({judgement_id(one)})")
    return 0
