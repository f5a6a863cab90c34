"""`trilateral show`."""

import click

from api.options import Command, Session, view_options


@click.command("show", cls=Command, examples='trilateral show AMITI\ntrilateral show "perez gasque"\ntrilateral show T-MEC --json')
@click.argument("entity")
@view_options
@click.pass_obj
def command(session: Session, /, entity: str, **view: object) -> int:
    """Show an entity with its ties, strongest first, each with its evidence."""
    with session.graph() as graph:
        result = graph.show(entity, **view)
    from api.text import entity_text, json_text

    click.echo(json_text(result) if session.json else entity_text(result))
    return 0
