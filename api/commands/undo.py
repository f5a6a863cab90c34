"""`trilateral undo`."""

import click

from api.options import Command, Session


@click.command("undo", cls=Command, examples="trilateral undo")
@click.pass_obj
def command(session: Session) -> int:
    """Take the latest decision on a claim back."""
    with session.graph() as graph:
        taken = graph.undo()
    session.log(f"{taken.claim}: no longer {taken.status.value}" if taken else "trilateral: there is no decision to take back")
    return 0 if taken else 1
