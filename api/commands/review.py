"""`trilateral review`."""

import click

from api.options import Command, Session


@click.command(
    "review",
    cls=Command,
    examples="trilateral review\ntrilateral review --about AMITI --limit 10\ntrilateral review --merges\n"
    "trilateral review accept claim:1f3a\ntrilateral review reject claim:1f3a claim:77b0",
)
@click.argument("decision", type=click.Choice(["accept", "reject"]), required=False)
@click.argument("claims", metavar="[CLAIM...]", nargs=-1)
@click.option("--about", metavar="ENTITY", default="", help="Only proposed claims that name this entity.")
@click.option("--merges", is_flag=True, help="Only entities that may be one.")
@click.option("--limit", metavar="N", type=click.IntRange(1, 1000), default=50, show_default=True, help="Merges, and as many other claims, to list.")
@click.option("--by", metavar="NAME", default="", help="Who decides.")
@click.option("--layer", metavar="NAME", multiple=True, help="Also look in this layer; may be repeated.")
@click.pass_obj
def command(session: Session, decision: str | None, claims: tuple[str, ...], about: str, merges: bool, limit: int, by: str, layer: tuple[str, ...]) -> int:
    """List proposed claims; accept or reject them by id or by the beginning of an id.

    Entities that may be one come first, each with what it is known for: to accept merges them, to reject keeps them apart.
    Proposed claims are not walked until someone accepts them. A decision outlives later extractions.
    """
    from api.text import json_text, reviews_text, stamped
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
        result = graph.reviews(about, limit=limit, merges_only=merges, layer=layer)
    click.echo(json_text(result) if session.json else reviews_text(result))
    return 0 if result.items or result.merges else 1
