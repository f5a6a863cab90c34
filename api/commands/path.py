"""`trilateral path`."""

import click

from api.options import Command, Session, view_options


@click.command(
    "path",
    cls=Command,
    examples="trilateral path AMITI USTR\ntrilateral path technation cisa --as-of 2025-10-28 -k 3\n"
    "trilateral path AMITI USTR --exclude source:inside-us-trade --json",
)
@click.argument("start", metavar="A")
@click.argument("end", metavar="B")
@click.option("-k", metavar="N", type=click.IntRange(1, 50), default=5, show_default=True, help="Paths to show.")
@click.option("--max-ties", metavar="N", type=click.IntRange(1, 8), default=4, show_default=True, help="Longest path, in ties.")
@click.option("--mode", metavar="MODE", default="introduce", show_default=True, help="introduce; reliable, widest, disjoint, temporal and metapath come later.")
@click.option("--explain", is_flag=True, help="Also show every claim behind the paths in one list.")
@view_options
@click.pass_obj
def command(session: Session, /, start: str, end: str, k: int, max_ties: int, mode: str, explain: bool, **view: object) -> int:
    """Who can introduce A to B: several paths, each hop with verb, dates, quote and confidence.

    A and B are ids, names or aliases. Exit status 1 says that there is no path in evidence.
    """
    with session.graph() as graph:
        result = graph.path(start, end, k=k, max_ties=max_ties, mode=mode, **view)
    from api.text import bullets, json_text, path_text

    click.echo(json_text(result) if session.json else path_text(result))
    if explain and result.found and not session.json:
        seen = dict.fromkeys(
            f"{item.claim} {item.source.id}: {item.quote or item.gloss or item.locator}" for path in result.paths for tie in path.ties for item in tie.evidence
        )
        click.echo("\nClaims behind these paths\n" + bullets(seen))
    return 0 if result.found else 1
