"""`trilateral claims`."""

import click

from api.options import Command, Session, record_options


@click.command(
    "claims",
    cls=Command,
    examples='trilateral claims --about AMITI\ntrilateral claims 9a9cb3db\ntrilateral claims --about "sectoral annex"\n'
    "trilateral claims --source source:registry --limit 10",
)
@click.argument("claims", metavar="[CLAIM...]", nargs=-1)
@click.option("--about", metavar="ENTITY", default="", help="Claims that name this entity.")
@click.option("--source", metavar="SOURCE", default="", help="Claims of this source: id or title.")
@click.option("--predicate", metavar="NAME", default="", help="Only claims that say this, such as met_with.")
@click.option("--status", type=click.Choice(["accepted", "proposed", "rejected"]), default=None, help="Only claims of this status.")
@click.option("--limit", metavar="N", type=click.IntRange(1, 1000), default=50, show_default=True, help="Claims to show.")
@record_options
@click.pass_obj
def command(session: Session, /, claims: tuple[str, ...], about: str, source: str, status: str | None, **options: object) -> int:
    """List claims, newest first: who says what of whom, with the quote and its source; or those named by id, of which eight digits will do.

    About an entity, names and aliases are left out; --predicate alias lists them.
    """
    with session.graph() as graph:
        result = graph.claims(about, source, status=status or "", ids=claims, **options)
    from api.text import claims_text, json_text

    click.echo(json_text(result) if session.json else claims_text(result))
    return 0 if result.items else 1
