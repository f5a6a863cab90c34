"""`trilateral extract`."""

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.options import Command, Session, with_option

if TYPE_CHECKING:
    from loaders.documents.model import Extraction
    from loaders.extras import Extras
    from loaders.reading import Annotated


@click.command(
    "extract",
    cls=Command,
    examples="trilateral extract article.txt\ntrilateral extract articles/ --out extracted/\ntrilateral extract page.html --json",
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--out", metavar="DIR", default="", help="Write <stem>.json for each document, in the annotation format.")
@click.option("--jobs", metavar="N", type=click.IntRange(1), default=None, help="Processes that read [one a core, if there are many documents].")
@with_option
@click.pass_obj
def command(session: Session, files: tuple[str, ...], out: str, jobs: int | None, extractors: tuple[str, ...]) -> int:
    """Show what documents say (nodes, relations, figures), without a store: files, folders, ZIP archives, or - for standard input.

    Documents are plain text, Markdown, HTML, PDF or Word (.docx), told by their content. A file that cannot be
    read is listed, and the rest is read: exit status 4.
    """
    extras = session.extras(extractors)
    done = failed = 0
    annotations: list[dict[str, Any]] = []
    stems: Counter[str] = Counter()
    for name, found in _read(session, files, jobs or 0, extras):
        if found.extraction is None:
            failed += 1
            click.echo(f"trilateral: {found.reason}", err=True)
            continue
        done += 1
        for note in found.extraction.notes if extras and (out or session.json) else ():
            session.log(_safe(f"{name}: {note}"))
        if out:
            stem = Path(name.rpartition(":")[2]).stem
            stems[stem] += 1
            _write(session, found.extraction, Path(out), stem if stems[stem] == 1 else f"{stem}-{stems[stem]}")
        elif session.json:
            annotations.append(_annotation(found.extraction))
        else:
            click.echo(("\n" if done > 1 else "") + _text(found.extraction))
    if annotations:
        click.echo(_json(annotations[0] if done + failed == 1 else annotations))
    return 0 if not failed else 4 if done else 3


def _read(session: Session, files: tuple[str, ...], jobs: int, extras: "Extras | None") -> "Iterator[tuple[str, Annotated]]":
    """The name of every document with what it says, in order; a bar on a terminal where there are several."""
    from api.progress import clear, line
    from loaders.ahead import ahead
    from loaders.inputs import count, discard, inputs
    from loaders.reading import Annotated, annotated, killed

    show = line(quiet=session.quiet, total=count(files)) if line(quiet=session.quiet) else None
    with tempfile.TemporaryDirectory(prefix="trilateral-") as scratch:
        sources = inputs(files, sys.stdin.buffer, Path(scratch))
        with closing(ahead(sources, partial(annotated, extras=extras), lambda source: Annotated(reason=killed(source)), jobs)) as found:
            for number, (source, read) in enumerate(found, 1):
                if show:
                    show(number, source.name)
                    clear()
                yield source.name, read
                discard(source)


def _annotation(extraction: "Extraction") -> dict[str, Any]:
    from loaders.documents.annotation import annotation

    return annotation(extraction)


def _safe(text: str) -> str:
    from api.text import safe

    return safe(text)


def _json(value: object) -> str:
    from api.text import inert

    return inert(json.dumps(value, ensure_ascii=False, indent=2))


def _write(session: Session, extraction: "Extraction", folder: Path, stem: str) -> None:
    from api.files import make_folder, write_whole

    make_folder(folder)
    path = folder / f"{stem}.json"
    write_whole(path, _json(_annotation(extraction)) + "\n")
    session.log(str(path))


def _text(extraction: "Extraction") -> str:
    """Nodes, topics, relations and figures of a document, each with its quote."""
    from api.text import safe, table, wrapped

    document = extraction.document
    lines = [
        safe(document.title or document.name),
        wrapped(", ".join(str(part) for part in (document.publisher, document.published, document.language) if part)),
    ]
    nodes = [(node.id, node.kind, node.name + (f" [proposed by {node.extractor}]" if node.extractor else "")) for node in extraction.nodes]
    topics = [(topic.id, "topic", ", ".join(topic.mentions)) for topic in extraction.topics]
    lines += [f"\n{len(nodes)} nodes, {len(topics)} topics", table(nodes + topics)] if nodes or topics else ["\nNo known or new actor, agreement or topic"]
    lines += [f"\n{len(extraction.relations)} relations"]
    for relation in extraction.relations:
        ends = f"{relation.subject} {relation.predicate} {relation.object or relation.ask}"
        marks = ", ".join(
            part
            for part in (
                relation.when,
                relation.modality.value,
                *relation.qualifiers,
                relation.speaker and f"according to {relation.speaker}",
                relation.extractor and f"proposed by {relation.extractor}",
            )
            if part
        )
        lines += [wrapped(f"{ends} [{marks}; confidence {relation.confidence:.2f}]", hang=2), wrapped(f"“{document.quote(relation.evidence)}”", 4, 1)]
    lines += [f"\n{len(extraction.figures)} figures"]
    for found in extraction.figures:
        figure = found.figure
        value = f"{figure.bound.value} {figure.value:g} {figure.unit}"
        said = ", ".join(
            part
            for part in (
                figure.kind,
                value,
                figure.measure,
                figure.subject or figure.category,
                figure.period,
                found.speaker and f"according to {found.speaker}",
                found.extractor and f"proposed by {found.extractor}",
            )
            if part
        )
        lines += [wrapped(said, hang=2), wrapped(f"“{document.quote(found.evidence)}”", 4, 1)]
    lines += [wrapped(f"note: {note}") for note in extraction.notes]
    return "\n".join(lines)
