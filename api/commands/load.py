"""`trilateral load`."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import click

from api.options import Command, Session, with_option

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from loaders.extras import Extras
    from loaders.run import Loaded, LoadReport, Progress

SHOWN = 10


@click.command(
    "load",
    cls=Command,
    examples="trilateral load articles/ notes.html\ntrilateral load articles.zip --jobs 4 --resume\ntrilateral load --layer private meeting.txt\n"
    "trilateral load neo4j://db.example:7687/museum --mapping museum.yaml\n"
    "trilateral export | trilateral --store copy.db load -",
)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option("--as", "loader", metavar="LOADER", default="", help="Loader to use whatever the content looks like.")
@click.option("--layer", metavar="NAME", default="", help="Layer to file claims in [public].")
@click.option("--dry-run", is_flag=True, help="Read everything, write nothing, and show what would change.")
@click.option("--resume", is_flag=True, help="Pass over what is filed already.")
@click.option(
    "--jobs", metavar="N", type=click.IntRange(1), default=None, help="Processes that read, and write what large files say [one a core, where that pays]."
)
@click.option("--mapping", metavar="FILE", default="", help="Read the graph of another program on a Neo4j server as FILE says; it is not changed.")
@with_option
@click.pass_obj
def command(
    session: Session,
    sources: tuple[str, ...],
    loader: str,
    layer: str,
    dry_run: bool,
    resume: bool,
    jobs: int | None,
    mapping: str,
    extractors: tuple[str, ...],
) -> int:
    """File what sources say: files, folders, ZIP archives, or - for standard input.

    Documents are plain text, Markdown, HTML, PDF or Word. Loading the same source again changes
    nothing; a newer version of the reader replaces what an older one read, never what a person
    decided. A file that cannot be read is listed, and the rest is filed: exit status 4.
    """
    from api.progress import clear

    extras = session.extras(extractors)
    with _mapped(session, sources, mapping) as files:
        if dry_run:
            report, stamp = _dry(session, files, loader, layer, jobs or 0, extras)
        else:
            report, stamp = _load(session, files, loader, layer, resume, jobs or 0, extras)
    from api.text import stamped

    clear()
    click.echo(stamped(report.model_dump(), stamp) if session.json else _text(report))
    for failure in report.failures:
        click.echo(f"trilateral: {failure.reason}", err=True)
    return report.exit_code


def _mapped(session: Session, sources: tuple[str, ...], mapping: str) -> "AbstractContextManager[tuple[str, ...]]":
    """The sources as files. Raises RequestError for a server without a mapping."""
    from contextlib import nullcontext

    from graph.errors import RequestError, shown
    from graph.store import is_server

    if mapping:
        from api.foreign import mapped

        return mapped(sources, mapping, session.credentials)
    if server := next(filter(is_server, sources), ""):
        raise RequestError(f"{shown(server)}: a graph on a server is read through --mapping FILE; a record of ours is moved by `trilateral copy`")
    return nullcontext(sources)


def _load(
    session: Session, sources: tuple[str, ...], loader: str, layer: str, resume: bool, jobs: int, extras: "Extras | None"
) -> "tuple[LoadReport, Mapping[str, object]]":
    """File the sources; a store made for a load that wrote nothing does not stay."""
    from graph.store import discard, exists

    made, written = not exists(session.settings.store, credentials=session.credentials), True
    try:
        with session.graph(create=True) as graph:
            try:
                report = graph.load(*sources, loader=loader, layer=layer, resume=resume, jobs=jobs, extras=extras, progress=_line(session, sources))
                return report, graph.stamp(_seen(layer))
            finally:
                written = next(graph.store.changes(), None) is not None
    finally:
        if made and not written:
            discard(session.settings.store)


def _dry(session: Session, sources: tuple[str, ...], loader: str, layer: str, jobs: int, extras: "Extras | None") -> "tuple[LoadReport, Mapping[str, object]]":
    """Compare with the store if there is one; make none."""
    from graph.store import exists
    from loaders.run import load

    if not exists(session.settings.store, credentials=session.credentials):
        return load(None, sources, loader=loader, layer=layer, dry_run=True, jobs=jobs, extras=extras, progress=_line(session, sources)), {}
    with session.graph() as graph:
        report = graph.load(*sources, loader=loader, layer=layer, dry_run=True, jobs=jobs, extras=extras, progress=_line(session, sources))
        return report, graph.stamp(_seen(layer))


def _line(session: Session, sources: tuple[str, ...]) -> "Progress | None":
    from api.progress import line
    from loaders.inputs import count

    return line(quiet=session.quiet, total=count(sources)) if line(quiet=session.quiet) else None


def _seen(layer: str) -> tuple[str, ...]:
    return (layer,) if layer else ()


def _text(report: "LoadReport") -> str:
    from api.text import table, wrapped

    rows = [("file", "loader", "accepted", "proposed", "new", "known", "superseded")]
    rows += [(one.name, one.loader, str(one.accepted), str(one.proposed), str(one.new), str(one.known), str(one.superseded)) for one in report.loaded]
    blocks = [table(rows)] if report.loaded else []
    blocks += [example for one in report.loaded for some in one.examples.values() for example in some]
    blocks += [wrapped(f"{one.name}: {said}", hang=2) for one in report.loaded for said in (*one.notes, *_left_out(one))]
    counts = f"{len(report.loaded)} read, {sum(one.new for one in report.loaded)} new claims"
    counts += f", {len(report.unchanged)} filed before" if report.unchanged else ""
    counts += f", {len(report.failures)} could not be read" if report.failures else ""
    return "\n".join([*blocks, counts + ("; nothing was written (dry run)" if report.dry_run else "")])


def _left_out(one: "Loaded") -> "Iterator[str]":
    """The first places that were left out or mended, how many more there are, and the fields that nobody reads."""
    yield from map(str, one.faults[:SHOWN])
    if one.faulty > SHOWN:
        yield f"{one.faulty - SHOWN} more places were left out or mended; --json lists a thousand"
    if one.unread:
        yield "not read: " + ", ".join(f"{name} ({count})" for name, count in one.unread.items())
