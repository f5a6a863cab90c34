"""`trilateral restore`."""

from pathlib import Path

import click

from api.options import Command, Session


@click.command(
    "restore", cls=Command, examples="trilateral --store new.db restore record.jsonl.gz\ntrilateral --store neo4j://db.example:7687 restore record.jsonl"
)
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--merge", is_flag=True, help="File it beside what the store holds already, instead of refusing.")
@click.pass_obj
def command(session: Session, file: Path, merge: bool) -> int:
    """Fill an empty store, whether a file or a server, with what `trilateral backup` wrote.

    The seal of the file is verified before anything is written, and the store is read back at the end. A restore that was
    broken off goes on when the same command runs again.
    """
    from api.backups import restore
    from api.commands.copy import show
    from api.progress import bar, clear
    from graph.store import discard, exists

    made, written = not exists(session.settings.store, credentials=session.credentials), True
    try:
        with session.graph(create=True) as graph:
            try:
                moved = restore(graph.store, file, merge=merge, progress=bar("restoring", quiet=session.quiet))
            finally:
                clear()
                written = next(graph.store.changes(), None) is not None
            show(session, moved, {"file": str(file), "to": graph.url}, graph.stamp())
    finally:
        if made and not written:
            discard(session.settings.store)
    return 0
