"""`trilateral backup`."""

from pathlib import Path

import click

from api.options import Command, Session


@click.command("backup", cls=Command, examples="trilateral backup record.jsonl.gz\ntrilateral --store neo4j://db.example:7687 backup record.jsonl")
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def command(session: Session, file: Path) -> int:
    """Write the whole record into a file: all layers, private ones too, with decisions and judgements.

    JSON lines, gzipped where the name ends in .gz. The last line seals the others with their number and hash, which
    `trilateral restore` verifies. The file is there whole or not at all; an older one of that name is replaced.
    """
    from api.backups import backup
    from api.progress import clear, line
    from api.text import stamped

    told = line(quiet=session.quiet)
    with session.graph() as graph:
        extent = backup(graph.store, file, (lambda done: told(done, "lines")) if told else None)
        stamp = graph.stamp()
    clear()
    counts = ", ".join(f"{number} {what}{'s' * (number != 1)}" for what, number in extent.counts.items())
    if session.json:
        click.echo(stamped({"file": str(file), **extent.counts, "content_hash": extent.content_hash}, stamp))
    else:
        click.echo(f"{counts}; content hash {extent.content_hash}")
    return 0
