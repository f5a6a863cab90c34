"""`trilateral spread`."""

import click

from api.options import Command, Session, view_options


@click.command(
    "spread",
    cls=Command,
    examples="trilateral spread -k 3\ntrilateral spread -k 5 --kinds association,chamber --target-kinds agency --as-of 2025-10-28\n"
    "trilateral spread --budget 4 --cost USTR=3 --p .02\ntrilateral spread -k 3 --model wc --json",
)
@click.option("-k", metavar="N", type=click.IntRange(1, 1000), help="Seeds to choose [5, or what the budget buys].")
@click.option("--budget", metavar="X", type=float, help="What all seeds may cost together.")
@click.option("--cost", metavar="NAME=X", multiple=True, help="What a seed costs; 1 unless given; may be repeated.")
@click.option("--p", metavar="P,...", default="", help="Assumed chances to try; the middle one is answered for [.01,.05,.1].")
@click.option(
    "--model", type=click.Choice(["ic", "wc"]), default="ic", show_default=True, help="ic: every chance is p; wc: an actor's chances to be moved sum to 1."
)
@click.option(
    "--per",
    type=click.Choice(["contact", "tie", "strength"]),
    default="contact",
    show_default=True,
    help="What has a chance: a contact, a tie, or a tie by strength.",
)
@click.option("--scope", metavar="COUNTRY", default="", help="Only seeds of a country: us, mx, ca.")
@click.option("--kinds", metavar="KINDS", multiple=True, help="Only seeds of these kinds, separated by commas.")
@click.option("--target", metavar="NAME", multiple=True, help="Count only this actor as reached; may be repeated.")
@click.option("--target-kinds", metavar="KINDS", multiple=True, help="Count only these kinds of actors as reached, separated by commas.")
@click.option("--worlds", metavar="N", type=click.IntRange(100, 1_000_000), help="Worlds to simulate for each estimate [20000].")
@click.option("--seed", metavar="N", type=click.IntRange(0), default=0, show_default=True, help="Seed of the simulated worlds.")
@view_options
@click.pass_obj
def command(session: Session, /, **options: object) -> int:
    """Choose the actors from whom a word would reach most others, if it passed with assumed chances: a scenario, not a forecast.

    A word passes from the sought to the seeker. The answer says how far the choice depends on the assumed chance.
    """
    from api.progress import bar, clear

    with session.graph() as graph:
        try:
            result = graph.spread(progress=bar("simulating", quiet=session.quiet), **options)
        finally:
            clear()
    from api.text import json_text, spread_text

    click.echo(json_text(result) if session.json else spread_text(result))
    return 0 if result.items else 1
