"""`trilateral review`."""

import click

from api.options import Command, Session


@click.command(
    "review",
    cls=Command,
    examples="trilateral review\ntrilateral review --about AMITI --limit 10\n"
    "trilateral review accept claim:1f3a\ntrilateral review reject claim:1f3a claim:77b0",
)
@click.argument("decision", type=click.Choice(["accept", "reject"]), required=False)
@click.argument("claims", metavar="[CLAIM...]", nargs=-1)
@click.option("--about", metavar="ENTITY", default="", help="Only proposed claims that name this entity.")
@click.option("--limit", metavar="N", type=click.IntRange(1, 1000), default=50, show_default=True, help="Claims to list.")
@click.option("--by", metavar="NAME", default="", help="Who decides.")
@click.option("--layer", metavar="NAME", multiple=True, help="Also look in this layer; may be repeated.")
@click.pass_obj
def command(session: Session, decision: str | None, claims: tuple[str, ...], about: str, limit: int, by: str, layer: tuple[str, ...]) -> int:
    """List proposed claims; accept or reject them by id or by the beginning of an id.

    Proposed claims are not walked until someone accepts them. A decision outlives later extractions.
    """
    from api.text import claims_text, json_text, stamped
    from graph.claims import Status
    from graph.errors import RequestError

    if decision and not claims:
        raise RequestError(f"review {decision}: name at least one claim; `trilateral review` lists them")
    with session.graph() as graph:
        if decision:
            decided = graph.decide(claims, Status.ACCEPTED if decision == "accept" else Status.REJECTED, by=by, layer=layer)
            if session.json:
                click.echo(stamped({"decided": decided}, graph.stamp(layer)))
            session.log(f"{len(decided)} claim{'s' * (len(decided) != 1)} {decision}ed")
            return 0
        result = graph.claims(about, status="proposed", limit=limit, layer=layer)
    click.echo(json_text(result) if session.json else claims_text(result))
    return 0 if result.items else 1
