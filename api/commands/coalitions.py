"""`trilateral coalitions`."""

import click

from api.options import Command, Session, view_options


@click.command(
    "coalitions",
    cls=Command,
    examples="trilateral coalitions --as-of 2025-10-28\n"
    "trilateral coalitions --ask 'keep the USMCA going' --ask 'sectoral annex' --as-of 2025-10-28\n"
    "trilateral coalitions --stated --json",
)
@click.option("--ask", metavar="ASK", multiple=True, help="Only this ask; may be repeated. [all asks]")
@click.option("--stated", is_flag=True, help="Only stances stated within a year, nothing inferred.")
@click.option(
    "--normalisation",
    type=click.Choice(["none", "average", "jaccard", "cosine"]),
    default="average",
    show_default=True,
    help="By what agreement of two actors is divided.",
)
@click.option("--top", metavar="N", type=click.IntRange(1, 1000), default=20, show_default=True, help="Coalitions to show of each layer.")
@click.option("--draws", metavar="N", type=click.IntRange(0, 10_000), default=200, show_default=True, help="Draws of the sources for stability.")
@click.option("--seed", metavar="N", type=click.IntRange(0), default=0, show_default=True, help="Seed of the draws and searches.")
@view_options
@click.pass_obj
def command(session: Session, /, **options: object) -> int:
    """Who holds together: by what they say of asks, and by what they do together, kept apart and compared.

    Exit status 1 says that no coalition is in evidence.
    """
    from api.progress import bar, clear
    from api.text import coalitions_text, json_text

    with session.graph() as graph:
        try:
            found = graph.coalitions(progress=bar("drawing", quiet=session.quiet), **options)
        finally:
            clear()
    click.echo(json_text(found) if session.json else coalitions_text(found))
    return 0 if found.found else 1
