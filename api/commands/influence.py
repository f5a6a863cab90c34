"""`trilateral influence`."""

import click

from api.options import Command, Session, view_options


@click.command(
    "influence",
    cls=Command,
    examples="trilateral influence --top 10\ntrilateral influence --scope us --as-of 2025-10-28\ntrilateral influence --kinds agency --json\n"
    "trilateral influence --by activity --top 5\ntrilateral influence --on USTR --as-of 2025-10-28",
)
@click.option("--on", metavar="TARGET", default="", help="Who moves this target instead, as a range over how far it yields to others.")
@click.option(
    "--listens-to",
    "listens",
    type=click.Choice(["seekers", "sought"]),
    default="seekers",
    show_default=True,
    help="With --on: whom actors listen to, those who seek them or (the direction of PageRank and of spread) those they seek.",
)
@click.option(
    "--by",
    type=click.Choice(["score", "activity"]),
    default="score",
    show_default=True,
    help="score: PageRank, influence; activity: how much an actor seeks others, which is no influence.",
)
@click.option("--scope", metavar="COUNTRY", default="", help="Only actors of a country: us, mx, ca.")
@click.option("--ask", metavar="ASK", default="", help="Put those who decide on this ask first; with --on: show stances on it.")
@click.option("--kinds", metavar="KINDS", multiple=True, help="Only these kinds of actors, separated by commas.")
@click.option("--top", metavar="N", type=click.IntRange(1, 1000), default=20, show_default=True, help="Actors to show.")
@click.option("--draws", metavar="N", type=click.IntRange(0, 10_000), default=1000, show_default=True, help="Draws for the intervals.")
@click.option("--seed", metavar="N", type=click.IntRange(0), default=0, show_default=True, help="Seed of the draws.")
@click.option("--with-members", is_flag=True, help="With --on: rank members of the target too, who are a part of it.")
@view_options
@click.pass_obj
def command(
    session: Session, /, on: str, listens: str, by: str, scope: str, kinds: tuple[str, ...], draws: int, seed: int, with_members: bool, **options: object
) -> int:
    """Rank actors by influence, with intervals, and with the share of each tie kind and source; or who moves one target.

    Exit status 1 says that nobody can be ranked.
    """
    from api.progress import bar, clear

    if on and (by != "score" or scope or kinds):
        raise click.UsageError("--on ranks all who move the target; leave out --by, --scope and --kinds")
    if on:
        return _on(session, on, listens=listens, draws=draws, seed=seed, with_members=with_members, **options)
    with session.graph() as graph:
        try:
            heard = bar("drawing", quiet=session.quiet)
            result = graph.influence("", progress=heard, by=by, scope=scope, kinds=kinds, draws=draws, seed=seed, **options)
        finally:
            clear()
    from api.text import json_text, ranking_text

    click.echo(json_text(result) if session.json else ranking_text(result))
    return 0 if result.items else 1


def _on(session: Session, target: str, **options: object) -> int:
    """Who moves one target."""
    from api.progress import bar, clear
    from api.text import json_text, movers_text

    with session.graph() as graph:
        try:
            found = graph.movers(target, progress=bar("drawing", quiet=session.quiet), **options)
        finally:
            clear()
    click.echo(json_text(found) if session.json else movers_text(found))
    return 0 if found.items else 1
