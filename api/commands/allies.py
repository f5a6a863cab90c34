"""`trilateral allies`."""

from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from api.options import Command, Session, view_options
from graph.errors import RequestError

if TYPE_CHECKING:
    from api.knowledge import KnowledgeGraph

MODES = ("grid", "next", "gaps", "coalition")
BELONGS = {
    "scope": ("", "grid"),
    "kinds": ("", "grid"),
    "limit": ("", "grid", "next"),
    "draws": ("grid",),
    "seed": ("grid",),
    "budget": ("next",),
    "start": ("next", "gaps"),
    "max_ties": ("next", "gaps"),
    "threshold": ("gaps",),
}


@click.command(
    "allies",
    cls=Command,
    examples="trilateral allies 'sectoral annex' --as-of 2025-10-28\ntrilateral allies ask:reopen-text --scope mx\n"
    "trilateral allies 'sectoral annex' --grid --as-of 2025-10-28\ntrilateral allies 'sectoral annex' --next --from AMITI --as-of 2025-10-28\n"
    "trilateral allies 'sectoral annex' --gaps --from AMITI --as-of 2025-10-28\ntrilateral allies 'sectoral annex' --coalition --as-of 2025-10-28\n"
    "trilateral allies 'keep the USMCA going' --json",
)
@click.argument("ask", metavar="ASK")
@click.option("--grid", is_flag=True, help="The actors by power and interest, both with intervals, and by role and side.")
@click.option("--next", is_flag=True, help="Whom to call next: allies to mobilise, the undecided to persuade, concerns to address.")
@click.option("--gaps", is_flag=True, help="Where our campaign is weak, and what would close each gap.")
@click.option("--coalition", is_flag=True, help="The fewest allies that cover countries and branches; takes the options of the view alone.")
@click.option("--scope", metavar="COUNTRY", default="", help="Only actors of a country: us, mx, ca.")
@click.option("--kinds", metavar="KINDS", multiple=True, help="Only these kinds of actors, separated by commas.")
@click.option("--limit", metavar="N", type=click.IntRange(1, 1000), default=200, show_default=True, help="Actors to show in each list.")
@click.option("--draws", metavar="N", type=click.IntRange(0, 10_000), default=200, show_default=True, help="Draws for the intervals of power, for --grid.")
@click.option("--seed", metavar="N", type=click.IntRange(0), default=0, show_default=True, help="Seed of the draws, for --grid.")
@click.option("--budget", metavar="N", type=click.IntRange(1, 50), default=3, show_default=True, help="How many calls to choose, for --next.")
@click.option("--from", "start", metavar="NAME", multiple=True, help="Who calls, for --next and --gaps; may be repeated [us, where TRILATERAL_US is set].")
@click.option("--max-ties", metavar="N", type=click.IntRange(1, 8), default=3, show_default=True, help="Longest path, in ties, for --next and --gaps.")
@click.option("--threshold", metavar="X", type=click.FloatRange(0, 1), help="Score below which a path counts as none, for --gaps [.15].")
@view_options
@click.pass_context
def command(ctx: click.Context, /, ask: str, **options: object) -> int:
    """Who stands where on ASK: what each actor stated itself, dated, apart from what is inferred, and who that matters is silent.

    ASK is an id, name or alias. Unknown is never neutral. Exit status 1 says that nobody has a position in evidence; with --next, that nobody is to be called.
    """
    session: Session = ctx.obj
    mode = _mode(ctx)
    kept = {name: value for name, value in options.items() if name not in MODES and mode in BELONGS.get(name, (mode,))}
    with session.graph() as graph:
        found, text = _answer(session, graph, mode, ask, kept)
    click.echo(text)
    return 0 if found else 1


def _mode(ctx: click.Context) -> str:
    """The one question asked, "" for who stands where. Raises RequestError for two, and for an option that belongs to another."""
    chosen = [mode for mode in MODES if ctx.params[mode]]
    if len(chosen) > 1:
        raise RequestError(f"--{chosen[0]} and --{chosen[1]}: are two questions; ask one at a time")
    mode = chosen[0] if chosen else ""
    for name, modes in BELONGS.items():
        if mode not in modes and ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            flag = next(parameter.opts[0] for parameter in ctx.command.params if parameter.name == name)
            wanted = " or ".join(f"--{each}" if each else "the plain question" for each in modes)
            raise RequestError(f"{flag}: belongs to {wanted}; leave it out" + (f" with --{mode}" if mode else ""))
    return mode


def _answer(session: Session, graph: "KnowledgeGraph", mode: str, ask: str, options: dict[str, object]) -> tuple[bool, str]:
    """Whether anything was found, and the answer as it is printed."""
    from api.progress import bar, clear
    from api.text import allies_text, coalition_text, gaps_text, grid_text, json_text, next_text

    if mode == "grid":
        try:
            grid = graph.grid(ask, progress=bar("drawing", quiet=session.quiet), **options)
        finally:
            clear()
        return grid.found, json_text(grid) if session.json else grid_text(grid)
    if mode == "next":
        calls = graph.next(ask, **options)
        return calls.found, json_text(calls) if session.json else next_text(calls)
    if mode == "gaps":
        gaps = graph.gaps(ask, **options)
        return gaps.found, json_text(gaps) if session.json else gaps_text(gaps)
    if mode == "coalition":
        covering = graph.coalition(ask, **options)
        return covering.found, json_text(covering) if session.json else coalition_text(covering)
    found = graph.allies(ask, **options)
    return found.found, json_text(found) if session.json else allies_text(found)
