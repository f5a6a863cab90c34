"""`trilateral keys create|list|revoke`."""

import click

from api.keys import Role
from api.options import Command, Session


@click.command(
    "keys",
    cls=Command,
    examples="trilateral keys create analyst\ntrilateral keys create desk --role editor --layer ours --expires 2027-12-31\n"
    "trilateral keys list\ntrilateral keys revoke analyst",
)
@click.argument("action", type=click.Choice(["create", "list", "revoke"]))
@click.argument("name", metavar="[NAME]", default="")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.READER.value, show_default=True, help="What its holder may do.")
@click.option("--layer", metavar="NAME", multiple=True, help="A private layer that the key opens; may be repeated.")
@click.option("--expires", metavar="DATE", default="", help="Last day on which it opens anything [none].")
@click.pass_obj
def command(session: Session, action: str, name: str, role: str, layer: tuple[str, ...], expires: str) -> int:
    """Make, list and revoke the keys by which others are answered.

    A key is shown once, when it is made; the store keeps a digest of it. It opens the public layer and the layers named;
    a reader asks, an editor also loads and curates, an admin also sees how the server does. A key is revoked by its id or name.
    """
    from datetime import UTC, datetime, time

    from api import keys
    from api.text import key_text, keys_text
    from graph.dates import parse_day
    from graph.errors import RequestError

    if (action == "list") == bool(name):
        raise RequestError("keys list: takes no name" if name else f"keys {action}: name the key")
    with session.graph() as graph:
        if action == "create":
            end = datetime.combine(parse_day(expires), time(23, 59, 59), UTC) if expires else None
            token, key = keys.create(graph.store, name, Role(role), layer, expires=end)
            session.log(f"{key_text(key)}\nThis is the only time that the key is shown:")
            click.echo(token)
            return 0
        if action == "revoke":
            session.log(f"revoked: {key_text(keys.revoke(graph.store, name))}")
            return 0
        found = keys.keys(graph.store)
    click.echo(keys_text(found, json=session.json))
    return 0 if found else 1
