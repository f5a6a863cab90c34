"""`trilateral evaluate`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.options import Command, Session

if TYPE_CHECKING:
    from loaders.evaluation import Cells, Evaluation

COLUMNS = {
    "actors": "actors",
    "agreements": "agreements",
    "topics": "topics",
    "relations accepted": "accepted",
    "relations all": "relations",
    "flow records": "flows",
    "statistics": "figures",
}


@click.command(
    "evaluate", cls=Command, examples="trilateral evaluate gold/\ntrilateral evaluate gold/ --texts articles/ --misses\ntrilateral evaluate gold/ --json"
)
@click.argument("gold", metavar="GOLD_DIR", type=click.Path(path_type=Path))
@click.option("--texts", metavar="DIR", type=click.Path(path_type=Path), default=None, help="Folder of the documents [beside their gold].")
@click.option("--misses", is_flag=True, help="List every thing that is missed or wrong.")
@click.option("--jobs", metavar="N", type=click.IntRange(1), default=None, help="Processes that read [one a core, if there are many documents].")
@click.pass_obj
def command(session: Session, gold: Path, texts: Path | None, misses: bool, jobs: int | None) -> int:
    """Read documents that people annotated (NAME.gold.json) and say how well that went.

    Precision and recall of each kind of thing, over all documents and by document, what went wrong by
    kind of miss, and of the relations of each confidence how many are right.
    """
    from api.progress import bar, clear
    from loaders.evaluation import evaluate

    result = evaluate(gold, texts, jobs=jobs or 0, progress=bar("reading", quiet=session.quiet))
    clear()
    if session.json:
        from api.text import inert

        click.echo(inert(result.model_dump_json(indent=2)))
    else:
        click.echo(_text(result, misses=misses))
    for problem in result.problems:
        click.echo(f"trilateral: {problem}", err=True)
    return result.exit_code


def _text(result: "Evaluation", *, misses: bool) -> str:
    from api.text import table, wrapped

    rows = [("what", "precision", "recall", "F1", "right", "wrong", "missed")]
    rows += [(item, _two(c.precision), _two(c.recall), _two(c.f1), str(c.tp), str(c.fp), str(c.fn)) for item, c in result.scores.items()]
    parts = [f"{result.documents} {'document' if result.documents == 1 else 'documents'}", table(rows)]
    documents = [("document", *COLUMNS.values())]
    documents += [(name, *(_pair(cells[column]) for column in COLUMNS)) for name, cells in result.by_document.items()]
    parts += ["\nBy document, precision/recall", table(documents)]
    kinds = [(f"{item}: {kind}", str(count)) for item, counts in result.by_kind.items() for kind, count in counts.items()]
    parts += ["\nBy kind of miss", table([("miss", "times"), *kinds])] if kinds else []
    bins = [(f"{b.low:.1f} to {b.high:.1f}", str(b.relations), str(b.right), _two(b.right / b.relations)) for b in result.reliability]
    parts += ["\nHow sure relations are, and how often right", table([("confidence", "relations", "right", "share"), *bins])] if bins else []
    if misses and result.misses:
        parts += ["\nMisses", *(wrapped(f"{miss.document}: {miss.item}: {miss.kind}: {miss.what}", hang=2) for miss in result.misses)]
    return "\n".join(parts)


def _two(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _pair(cells: "Cells") -> str:
    return f"{_two(cells.precision)}/{_two(cells.recall)}"
