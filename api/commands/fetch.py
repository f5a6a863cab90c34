"""`trilateral fetch`."""

from datetime import datetime
from pathlib import Path

import click

from api.options import Command, Session


@click.command(
    "fetch",
    cls=Command,
    examples="trilateral fetch fara -o fara/\n"
    "trilateral fetch lda --since 2025-10-01 --query filing_period=third_quarter -o lda/\n"
    "trilateral fetch federal_register --query 'conditions[term]=USMCA' --pages 3\n"
    "trilateral fetch regulations --query 'filter[docketId]=USTR-2025-0016' -o docket/",
)
@click.argument("loader", metavar="LOADER")
@click.option("-o", "--out", "folder", metavar="DIR", type=click.Path(path_type=Path), default=None, help="Folder for the files [named like the loader].")
@click.option("--since", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Only what was published from that day on.")
@click.option("--query", "queries", metavar="NAME=VALUE", multiple=True, help="Part of the question that the address is asked; may be repeated.")
@click.option("--base", metavar="URL", default="", help="Another address of the same shape.")
@click.option("--pages", metavar="N", type=click.IntRange(1), default=1000, show_default=True, help="Most pages to fetch.")
@click.pass_obj
def command(session: Session, loader: str, folder: Path | None, since: datetime | None, queries: tuple[str, ...], base: str, pages: int) -> int:
    """Download what LOADER reads from the public address on its card; `load` then reads the folder.

    A run that was cut short goes on where it stopped. Asking again brings only what changed. A manifest
    in the folder says what was fetched when. A key, where the address wants one, is read from TRILATERAL_FETCH_KEY
    or from the file named in TRILATERAL_FETCH_KEY_FILE; it is never written.
    """
    from api.keyfile import read_key
    from api.progress import clear, line
    from api.text import table, wrapped
    from graph.errors import RequestError, shown
    from loaders.catalogue import card, names
    from loaders.fetching import fetch

    if loader not in names():
        raise RequestError(f"{shown(loader)}: no loader of that name; use one of {', '.join(name for name in names() if card(name).fetch)}")
    asked = dict(_parted(query) for query in queries)
    settings = session.settings
    report = fetch(
        card(loader),
        folder or Path(loader),
        since=since.date() if since else None,
        query=asked,
        base=base,
        key=read_key(settings.fetch_key, settings.fetch_key_file, "FETCH_KEY"),
        pages=pages,
        progress=line(quiet=session.quiet),
    )
    clear()
    if session.json:
        click.echo(report.model_dump_json(indent=2))
    else:
        click.echo(table([("folder", "new or changed", "as before"), (report.folder, str(len(report.files)), str(report.unchanged))]))
        if report.files:
            click.echo(wrapped(f"trilateral load {report.folder} --as {loader} files them."))
    if report.failure:
        click.echo(f"trilateral: {report.failure}", err=True)
    return report.exit_code


def _parted(query: str) -> tuple[str, str]:
    from graph.errors import RequestError, shown

    name, sign, value = query.partition("=")
    if not (name and sign):
        raise RequestError(f"--query {shown(query)}: no question; write NAME=VALUE")
    return name, value
