"""`trilateral simulate`."""

import click

from api.options import Command, Session, view_options


@click.command(
    "simulate",
    cls=Command,
    examples='trilateral simulate USTR --move "AMITI=50..80"\ntrilateral simulate USTR --move AMITI=0 --ask "sectoral annex" --as-of 2025-10-28\n'
    "trilateral simulate USTR --move AMITI=80 --move ITI=40..60 --json",
)
@click.argument("target", metavar="TARGET")
@click.option("--move", metavar="NAME=[START..]TO", multiple=True, required=True, help="Who moves where, from 0 (against) to 100 (for); may be repeated.")
@click.option("--ask", metavar="ASK", default="", help="Stated stances on this ask are the starts.")
@click.option(
    "--listens-to",
    "listens",
    type=click.Choice(["seekers", "sought"]),
    default="seekers",
    show_default=True,
    help="Whom actors listen to: those who seek them, or those they seek.",
)
@view_options
@click.pass_obj
def command(session: Session, /, target: str, move: tuple[str, ...], **options: object) -> int:
    """What TARGET's position would do if others moved: a scenario, not a forecast.

    The target listens to those who seek it unless --listens-to says otherwise: contact opens a way for a position, it does
    not prove that the target yields. `influence --on TARGET` lists who is heard.

    The change is a range, since nobody knows how far actors yield to others. A start that is neither given nor stated
    is not assumed: every start from 0 to 100 is admitted. Exit status 1 says that no move could reach TARGET.
    """
    with session.graph() as graph:
        found = graph.simulate(target, move, **options)
    from api.text import json_text, simulation_text

    click.echo(json_text(found) if session.json else simulation_text(found))
    return 0 if any(one.share for one in found.moves) else 1
