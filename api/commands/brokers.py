"""`trilateral brokers`."""

import click

from api.options import Command, Session, view_options


@click.command(
    "brokers",
    cls=Command,
    examples="trilateral brokers --top 10\ntrilateral brokers --groups branch --as-of 2025-10-28\ntrilateral brokers --measures --from AMITI --json",
)
@click.option("--groups", type=click.Choice(["country", "kind", "branch"]), default="country", show_default=True, help="Groups between which roles are told.")
@click.option("--top", metavar="N", type=click.IntRange(1, 1000), default=20, show_default=True, help="Actors to show.")
@click.option("--draws", metavar="N", type=click.IntRange(0, 10_000), default=200, show_default=True, help="Draws for the intervals.")
@click.option("--seed", metavar="N", type=click.IntRange(0), default=0, show_default=True, help="Seed of the draws and of drawn searches.")
@click.option("--measures", is_flag=True, help="A table of whole-graph measures of every actor instead.")
@click.option("--from", "start", metavar="NAME", default="", help="With --measures: also steps and cost from this actor.")
@view_options
@click.pass_obj
def command(session: Session, /, groups: str, top: int, draws: int, seed: int, measures: bool, start: str, **view: object) -> int:
    """Rank actors by brokerage: pairs of others that only they join, in five roles, with constraint and betweenness.

    This is brokerage, not influence. Exit status 1 says that nobody stands between others.
    """
    from api.progress import bar, clear
    from api.text import brokers_text, json_text, measures_text

    if start and not measures:
        raise click.UsageError("--from goes with --measures")
    with session.graph() as graph:
        if measures:
            measured = graph.measures(start=start, seed=seed, **view)
            click.echo(json_text(measured) if session.json else measures_text(measured))
            return 0 if measured.items else 1
        try:
            found = graph.brokers(progress=bar("searching", quiet=session.quiet), groups=groups, top=top, draws=draws, seed=seed, **view)
        finally:
            clear()
    click.echo(json_text(found) if session.json else brokers_text(found))
    return 0 if found.items else 1
