"""`trilateral influence`."""

import click

from api.options import Command, Session, view_options


@click.command(
    "influence",
    cls=Command,
    examples="trilateral influence --top 10\ntrilateral influence --scope us --as-of 2025-10-28\ntrilateral influence --kinds agency --json",
)
@click.option("--on", metavar="TARGET", default="", help="Influence on one target (comes later).")
@click.option("--scope", metavar="COUNTRY", default="", help="Only actors of a country: us, mx, ca.")
@click.option("--ask", metavar="ASK", default="", help="Put those who decide on this ask first.")
@click.option("--kinds", metavar="KINDS", multiple=True, help="Only these kinds of actors, separated by commas.")
@click.option("--top", metavar="N", type=click.IntRange(1, 1000), default=20, show_default=True, help="Actors to show.")
@click.option("--draws", metavar="N", type=click.IntRange(0, 10_000), default=1000, show_default=True, help="Draws for the intervals.")
@click.option("--seed", metavar="N", type=click.IntRange(0), default=0, show_default=True, help="Seed of the draws.")
@view_options
@click.pass_obj
def command(session: Session, /, on: str, **options: object) -> int:
    """Rank actors by influence, with intervals, and with the share of each tie kind and source."""
    with session.graph() as graph:
        result = graph.influence(on, **options)
    from api.text import json_text, ranking_text

    click.echo(json_text(result) if session.json else ranking_text(result))
    return 0 if result.items else 1
