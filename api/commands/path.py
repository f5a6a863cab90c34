"""`trilateral path`."""

from typing import TYPE_CHECKING

import click

from api.options import Command, Session, view_options

if TYPE_CHECKING:
    from api.knowledge import KnowledgeGraph
    from graph.results import ExplainResult, MetapathResult, PathResult

MODES = (
    "introduce, reliable (no hub penalty; the chance that some path works), widest (strongest weakest tie), "
    "disjoint (no shared go-between), temporal (in order of time), metapath (a pattern of kinds)"
)


@click.command(
    "path",
    cls=Command,
    examples="trilateral path AMITI USTR\ntrilateral path technation cisa --as-of 2025-10-28 -k 3\n"
    "trilateral path AMITI USTR --exclude source:inside-us-trade --json\n"
    "trilateral path technation cisa --mode disjoint\n"
    "trilateral path technation cisa --mode temporal --between 2025-01 2025-06\n"
    "trilateral path technation ustr --mode metapath --pattern 'association -joint_statement- association -met- agency'\n"
    "trilateral path --from us --to USTR --ask 'sectoral annex'",
)
@click.argument("names", metavar="[A] [B]", nargs=-1)
@click.option(
    "--from", "starts", metavar="NAME", multiple=True, help="Also a start; may be repeated. us: our organisation (TRILATERAL_US), its staff, board and members."
)
@click.option("--to", "ends", metavar="NAME", multiple=True, help="Also an end; may be repeated.")
@click.option("-k", metavar="N", type=click.IntRange(1, 50), default=5, show_default=True, help="Paths to show.")
@click.option("--max-ties", metavar="N", type=click.IntRange(1, 8), default=4, show_default=True, help="Longest path, in ties.")
@click.option("--mode", metavar="MODE", default="introduce", show_default=True, help=f"{MODES}.")
@click.option("--explain", is_flag=True, help="How the two are linked: the union of the best paths, at most 15 entities, one sentence a tie.")
@click.option("--ask", metavar="ASK", default="", help="Also show where each introducer stands on this ask.")
@click.option("--between", metavar="DATE DATE", nargs=2, default=None, help="First and last day, for --mode temporal.")
@click.option("--pattern", metavar="PATTERN", default="", help="Kinds of entities and of ties in turn, for --mode metapath.")
@click.option("--hub-exponent", metavar="X", type=click.FloatRange(0, 5), default=None, help="What being a hub costs, for every kind of entity.")
@click.option("--diverse/--no-diverse", default=True, show_default=True, help="Leave out near-duplicates of better paths.")
@click.option("--engine", type=click.Choice(["cypher"]), default=None, help="Introduce by a Neo4j server's own search of fewest ties: approximate.")
@click.option("--seed", metavar="N", type=click.IntRange(0), default=0, show_default=True, help="Seed of what is drawn.")
@view_options
@click.pass_obj
def command(session: Session, /, names: tuple[str, ...], starts: tuple[str, ...], ends: tuple[str, ...], explain: bool, **options: object) -> int:
    """Who can introduce A to B: several paths, each hop with verb, dates, quote and confidence.

    A and B are ids, names or aliases. Exit status 1 says that there is no path in evidence.
    """
    starts, ends = _sides(names, starts, ends)
    with session.graph() as graph:
        result = _answer(graph, starts, ends, explain=explain, quiet=session.quiet, **options)
    from api.text import explain_text, json_text, metapath_text, path_text
    from graph.results import ExplainResult, PathResult

    if session.json:
        click.echo(json_text(result))
    elif isinstance(result, PathResult):
        click.echo(path_text(result))
    else:
        click.echo(explain_text(result) if isinstance(result, ExplainResult) else metapath_text(result))
    return 0 if result.found else 1


def _sides(names: tuple[str, ...], starts: tuple[str, ...], ends: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Everybody at the start and everybody at the end; one name alone stands for the side that has none."""
    if len(names) == 1 and bool(starts) != bool(ends):
        starts, ends = (starts, names) if starts else (names, ends)
    elif len(names) == 2:
        starts, ends = (names[0], *starts), (names[1], *ends)
    elif len(names) > 2 or (names and starts):
        raise click.UsageError("takes two names, A and B; give further ones with --from and --to")
    if not starts or not ends:
        raise click.UsageError("needs both ends: A and B, or --from and --to")
    return starts, ends


def _answer(
    graph: "KnowledgeGraph", starts: tuple[str, ...], ends: tuple[str, ...], *, explain: bool, quiet: bool, **options: object
) -> "PathResult | ExplainResult | MetapathResult":
    options["between"], options["engine"] = options["between"] or (), options["engine"] or ""
    if explain:
        own = {name: options.pop(name) for name in ("mode", "ask", "between", "pattern", "seed", "engine")}
        if own["mode"] != "introduce" or own["ask"] or own["between"] or own["pattern"] or own["engine"]:
            raise click.UsageError("--explain shows introductions; leave out --mode, --ask, --between, --pattern and --engine")
        return graph.explain(starts, ends, **options)
    if options["mode"] == "metapath":
        from api.progress import bar, clear

        try:
            return graph.metapath(starts, ends, str(options.pop("pattern")), progress=bar("shuffling", quiet=quiet), **options)
        finally:
            clear()
    return graph.path(starts, ends, **options)
