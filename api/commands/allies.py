"""`trilateral allies`."""

import click

from api.options import Command, Session, view_options


@click.command(
    "allies",
    cls=Command,
    examples="trilateral allies 'sectoral annex' --as-of 2025-10-28\ntrilateral allies ask:reopen-text --scope mx\n"
    "trilateral allies 'sectoral annex' --grid --as-of 2025-10-28\ntrilateral allies 'sectoral annex' --coalition --as-of 2025-10-28\n"
    "trilateral allies 'keep the USMCA going' --json",
)
@click.argument("ask", metavar="ASK")
@click.option("--grid", "by_power", is_flag=True, help="The actors by power and interest, both with intervals, and by role and side.")
@click.option("--coalition", is_flag=True, help="The fewest allies that cover three countries and three branches; takes the options of the view alone.")
@click.option("--scope", metavar="COUNTRY", default="", help="Only actors of a country: us, mx, ca.")
@click.option("--kinds", metavar="KINDS", multiple=True, help="Only these kinds of actors, separated by commas.")
@click.option("--limit", metavar="N", type=click.IntRange(1, 1000), default=200, show_default=True, help="Actors to show in each list.")
@click.option("--draws", metavar="N", type=click.IntRange(0, 10_000), default=200, show_default=True, help="Draws for the intervals of power, for --grid.")
@click.option("--seed", metavar="N", type=click.IntRange(0), default=0, show_default=True, help="Seed of the draws, for --grid.")
@view_options
@click.pass_obj
def command(session: Session, /, ask: str, by_power: bool, coalition: bool, draws: int, seed: int, **options: object) -> int:
    """Who stands where on ASK: what each actor stated itself, dated, apart from what is inferred, and who that matters is silent.

    ASK is an id, name or alias. Unknown is never neutral. Exit status 1 says that nobody has a position in evidence.
    """
    from api.progress import bar, clear
    from api.text import allies_text, coalition_text, grid_text, json_text

    with session.graph() as graph:
        if coalition:
            covering = graph.coalition(ask, **{key: value for key, value in options.items() if key not in ("scope", "kinds", "limit")})
            click.echo(json_text(covering) if session.json else coalition_text(covering))
            return 0 if covering.found else 1
        if not by_power:
            found = graph.allies(ask, **options)
            click.echo(json_text(found) if session.json else allies_text(found))
            return 0 if found.found else 1
        try:
            placed = graph.grid(ask, progress=bar("drawing", quiet=session.quiet), draws=draws, seed=seed, **options)
        finally:
            clear()
    click.echo(json_text(placed) if session.json else grid_text(placed))
    return 0 if placed.found else 1
