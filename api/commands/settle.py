"""`trilateral settle`."""

from collections.abc import Sequence
from pathlib import Path

import click

from api.options import Command, Session, view_options
from graph.errors import RequestError, SourceError, shown


@click.command(
    "settle",
    cls=Command,
    examples='trilateral settle "keep the USMCA going" --as-of 2025-10-28\ntrilateral settle "sectoral annex" --inputs own.json\n'
    "trilateral settle ask:reopen-text --json",
)
@click.argument("ask", metavar="ASK")
@click.option("--inputs", metavar="FILE", type=click.Path(path_type=Path), help="JSON: a list of {actor, capability, salience, position}.")
@click.option("--draws", metavar="N", type=click.IntRange(0, 10_000), default=1000, show_default=True, help="Draws for the interval.")
@click.option("--seed", metavar="N", type=click.IntRange(0), default=0, show_default=True, help="Seed of the draws.")
@view_options
@click.pass_obj
def command(session: Session, /, ask: str, inputs: Path | None, **options: object) -> int:
    """Where ASK would settle if stated positions were averaged by capability times salience, with an interval.

    Such means missed what was decided by about 20 of 100 points. Who has stated nothing is listed and not counted.
    Inputs of your own make it a scenario. Exit status 1 says that nobody's position is known.
    """
    given = _given(inputs) if inputs else ()
    with session.graph() as graph:
        found = graph.settle(ask, given, **options)
    from api.text import json_text, settlement_text

    click.echo(json_text(found) if session.json else settlement_text(found))
    return 0 if found.items else 1


def _given(path: Path) -> Sequence[object]:
    """The list in a file. Raises SourceError when it cannot be read, RequestError when it is no list of objects."""
    import json

    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SourceError(f"{shown(str(path))}: {(error.strerror or str(error)).lower()}") from error
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{shown(str(path))}: no JSON in UTF-8; write a list of {{actor, capability, salience, position}}") from error
    if not isinstance(found, list) or not found:
        raise RequestError(f"{shown(str(path))}: no list of actors; write a list of {{actor, capability, salience, position}}")
    return found
