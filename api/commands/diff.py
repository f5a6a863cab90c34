"""`trilateral diff`."""

import click

from api.options import Command, Session, view_options


@click.command(
    "diff",
    cls=Command,
    examples="trilateral diff 2025-04 2025-10\ntrilateral diff 2025-03-01 2025-10-28 --about AMITI --quotes\n"
    'trilateral diff 2024 2025-10-28 --ask "sectoral annex" --json',
)
@click.argument("earlier", metavar="DATE")
@click.argument("later", metavar="DATE")
@click.option("--about", metavar="ENTITY", multiple=True, help="Only what changed for this entity; may be repeated. us: our organisation.")
@click.option("--ask", metavar="ASK", default="", help="Stances and statements on this ask only; ties of those with a say on it first.")
@click.option("--top", metavar="N", type=click.IntRange(1, 1000), default=10, show_default=True, help="Changes to list of each kind.")
@click.option("--quotes", is_flag=True, help="Every change with the evidence behind it.")
@view_options
@click.pass_obj
def command(session: Session, /, earlier: str, later: str, about: tuple[str, ...], quotes: bool, **options: object) -> int:
    """What moved between two days: ties, stances, posts and statements; what only grew older is counted apart.

    A month or a year stands for its last day. The two DATEs take the place of --as-of. Exit status 1 says that nothing changed.
    """
    from api.text import changes_text, json_text

    with session.graph() as graph:
        found = graph.diff(earlier, later, about, **options)
    click.echo(json_text(found) if session.json else changes_text(found, quotes=quotes))
    return 0 if found.found else 1
