"""`trilateral check`."""

from dataclasses import asdict

import click

from api.options import Command, Session


@click.command("check", cls=Command, examples="trilateral check\ntrilateral --store copy.db check --json")
@click.pass_obj
def command(session: Session) -> int:
    """Verify the store: counts, content hashes, quotes, the database itself, the snapshots beside it. Exit status 3 when faults are found."""
    from api.text import bullets, stamped, table

    with session.graph() as graph:
        found = graph.check()
        answer = stamped(asdict(found), graph.stamp())
    if session.json:
        click.echo(answer)
    else:
        rows = [(name, str(count)) for name, count in found.counts.items()]
        rows += [(f"hash of {layer}", digest) for layer, digest in found.hashes.items()]
        click.echo(table([*rows, ("content hash", found.content_hash)]))
        if found.snapshots:
            click.echo(bullets(found.snapshots))
        click.echo("sound" if not found.faults else f"{len(found.faults)} faults:\n{bullets(found.faults)}")
    return 3 if found.faults else 0
