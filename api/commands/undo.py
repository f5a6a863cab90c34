"""`trilateral undo`."""

import click

from api.options import Command, Session


@click.command("undo", cls=Command, examples="trilateral undo\ntrilateral undo claim:1f3a\ntrilateral undo merge:5b0c")
@click.argument("name", metavar="[ID]", default="")
@click.pass_obj
def command(session: Session, name: str) -> int:
    """Take the latest decision, merge or split back, or the one named by the id of its claim or merge."""
    from graph.claims import Decision

    with session.graph() as graph:
        taken = graph.undo(name)
        stamp = graph.stamp()
    if session.json:
        from api.text import stamped

        click.echo(stamped({"undone": taken}, stamp))
    if taken is None:
        session.log("trilateral: there is no decision to take back")
    elif isinstance(taken, Decision):
        session.log(f"{taken.claim}: no longer {taken.status.value}")
    else:
        session.log(f"{taken.left} and {taken.right}: no longer judged {taken.verdict}")
    return 0 if taken else 1
