"""`trilateral extract`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.options import Command, Session

if TYPE_CHECKING:
    from loaders.documents.model import Extraction


@click.command(
    "extract", cls=Command, examples="trilateral extract article.txt\ntrilateral extract articles/*.txt --out extracted/\ntrilateral extract page.html --json"
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--out", metavar="DIR", default="", help="Write <stem>.json for each document, in the annotation format.")
@click.pass_obj
def command(session: Session, files: tuple[str, ...], out: str) -> int:
    """Show what documents say (nodes, relations, figures), without a store."""
    from graph.errors import SourceError
    from loaders.run import extracted

    done = failed = 0
    annotations: list[dict[str, Any]] = []
    for name in files:
        try:
            extraction = extracted(Path(name), name)
        except SourceError as error:
            failed += 1
            click.echo(f"trilateral: {error}", err=True)
            continue
        done += 1
        if out:
            _write(session, extraction, Path(out), Path(name).stem)
        elif session.json:
            annotations.append(_annotation(extraction))
        else:
            click.echo(("\n" if done > 1 else "") + _text(extraction))
    if annotations:
        click.echo(_json(annotations[0] if len(files) == 1 else annotations))
    return 0 if not failed else 4 if done else 3


def _annotation(extraction: "Extraction") -> dict[str, Any]:
    from loaders.documents.annotation import annotation

    return annotation(extraction)


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
    nodes = [(node.id, node.kind, node.name) for node in extraction.nodes]
    topics = [(topic.id, "topic", ", ".join(topic.mentions)) for topic in extraction.topics]
    lines += [f"\n{len(nodes)} nodes, {len(topics)} topics", table(nodes + topics)] if nodes or topics else ["\nNo known or new actor, agreement or topic"]
    lines += [f"\n{len(extraction.relations)} relations"]
    for relation in extraction.relations:
        ends = f"{relation.subject} {relation.predicate} {relation.object or relation.ask}"
        marks = ", ".join(
            part for part in (relation.when, relation.modality.value, *relation.qualifiers, relation.speaker and f"according to {relation.speaker}") if part
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
            )
            if part
        )
        lines += [wrapped(said, hang=2), wrapped(f"“{document.quote(found.evidence)}”", 4, 1)]
    lines += [wrapped(f"note: {note}") for note in extraction.notes]
    return "\n".join(lines)
