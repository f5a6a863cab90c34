"""`trilateral copy`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from api.options import Command, Session

if TYPE_CHECKING:
    from graph.store.base import GraphStore
    from graph.store.moving import Moved


EXAMPLES = """trilateral copy trilateral.db neo4j://db.example:7687
trilateral copy neo4j://db.example:7687 copy.db
trilateral copy trilateral.db public.db --layer public"""


@click.command("copy", cls=Command, examples=EXAMPLES)
@click.argument("origin", metavar="FROM")
@click.argument("target", metavar="TO")
@click.option("--layer", metavar="NAME", multiple=True, help="Copy only this layer; may be repeated [all layers].")
@click.option("--merge", is_flag=True, help="File it beside what TO holds already, instead of refusing.")
@click.pass_obj
def command(session: Session, origin: str, target: str, layer: tuple[str, ...], merge: bool) -> int:
    """Copy a record from one store into another, whether files or servers.

    A copy that was broken off goes on when the same command runs again. At the end TO is read back: counts and content hash
    must be those of FROM. What is current is copied with its decisions and judgements; what was superseded, and the log of
    changes, are not: they tell the history of a store, and TO begins its own.
    """
    from api.knowledge import KnowledgeGraph
    from api.progress import bar, clear
    from graph.errors import RequestError, shown
    from graph.store import discard, exists
    from graph.store.moving import move

    signed_in = session.credentials
    made, written = not exists(target, credentials=signed_in), True
    try:
        with KnowledgeGraph(origin, credentials=signed_in) as source, KnowledgeGraph(target, create=True, credentials=signed_in) as into:
            try:
                layers = [one for one in source.layers(layer) if one in layer] if layer else None
                if _is_same(source.store, into.store):
                    raise RequestError(f"{shown(target)}: FROM and TO are the same store; name another")
                moved = move(lambda: source.store.dump(layers), into.store, merge=merge, progress=bar("copying", quiet=session.quiet))
            finally:
                clear()
                written = next(into.store.changes(), None) is not None
            show(session, moved, {"from": source.url, "to": into.url}, into.stamp())
    finally:
        if made and not written:
            discard(target)
    return 0


def show(session: Session, moved: "Moved", places: dict[str, str], stamp: Mapping[str, object]) -> None:
    """Say what was moved, on standard output."""
    from api.text import stamped

    extent = moved.extent
    if session.json:
        told = {**places, **extent.counts, "content_hash": extent.content_hash, "resumed": moved.resumed, "already": moved.already}
        click.echo(stamped({**told, "otherwise": moved.otherwise}, stamp))
        return
    counts = ", ".join(f"{number} {what}{'s' * (number != 1)}" for what, number in extent.counts.items())
    click.echo(f"{counts}; content hash {extent.content_hash}")
    if moved.already:
        click.echo("it was there already: nothing was written")
    if moved.resumed:
        click.echo(f"went on after the {moved.resumed} lines that were written before")
    if moved.otherwise:
        click.echo(f"{moved.otherwise} lines stand there in another form: what was said later, or of the source in public, goes before")


def _is_same(one: "GraphStore", other: "GraphStore") -> bool:
    """Whether two addresses lead to one store: a note put into the one is seen in the other."""
    from uuid import uuid4

    from graph.store.moving import DRAWER

    key = uuid4().hex
    other.keep(DRAWER, key, "the same?")
    try:
        return one.memo(DRAWER, key) is not None
    finally:
        other.keep(DRAWER, key, None, was="the same?")
