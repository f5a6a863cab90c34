"""`trilateral undo`."""

import click

from api.options import Command, Session


@click.command("undo", cls=Command, examples="trilateral undo")
@click.pass_obj
def command(session: Session) -> int:
    """Take the latest decision on a claim back."""
    with session.graph() as graph:
        taken = graph.undo()
        stamp = graph.stamp()
    if session.json:
        from api.text import stamped

        click.echo(stamped({"undone": taken}, stamp))
    session.log(f"{taken.claim}: no longer {taken.status.value}" if taken else "trilateral: there is no decision to take back")
    return 0 if taken else 1
