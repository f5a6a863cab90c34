"""`trilateral loaders`."""

import json

import click

from api.options import Command, Session


@click.command("loaders", cls=Command, examples="trilateral loaders")
@click.pass_obj
def command(session: Session) -> int:
    """List what can be read: name, what it reads, where to get it, licence."""
    from api.text import table
    from loaders.catalogue import cards

    if session.json:
        click.echo(json.dumps([card.model_dump() for card in cards()], indent=2))
    else:
        click.echo("\n\n".join(f"{card.name}\n" + table([("  reads", card.reads), ("  where", card.where), ("  licence", card.licence)]) for card in cards()))
    return 0
