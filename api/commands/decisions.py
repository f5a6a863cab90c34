"""`trilateral decisions`."""

import click

from api.options import Command, Session, view_options


@click.command(
    "decisions",
    cls=Command,
    examples="trilateral decisions 'sectoral annex' --from AMITI --as-of 2025-10-28\n"
    "trilateral decisions 'sectoral annex' --vehicle 'side letter' --exclude 'Government of Mexico'\n"
    "trilateral decisions 'keep the USMCA going' --from us --json",
)
@click.argument("ask", metavar="ASK")
@click.option("--vehicle", metavar="NAME", default="", help="Only this way of granting it.")
@click.option("--from", "start", metavar="NAME", multiple=True, help="Who wants to reach them; may be repeated [us, where TRILATERAL_US is set].")
@click.option("--max-ties", metavar="N", type=click.IntRange(1, 8), default=3, show_default=True, help="Longest path to them, in ties.")
@view_options
@click.pass_obj
def command(session: Session, /, ask: str, **options: object) -> int:
    """By whom ASK could be granted: for each vehicle who decides, who must agree and who is consulted, which of them we reach, and where they stand.

    A vehicle is open, narrow or blocked; --exclude a post, body or person to see what it would block. Exit status 1 says that no vehicle is in evidence.
    """
    with session.graph() as graph:
        result = graph.decisions(ask, **options)
    from api.text import decisions_text, json_text

    click.echo(json_text(result) if session.json else decisions_text(result))
    return 0 if result.found else 1
