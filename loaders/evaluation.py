"""How well documents are read: every document of a folder of gold annotations, read anew and scored."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from graph.claims import Frozen
from graph.errors import SourceError, shown
from loaders.ahead import ahead
from loaders.documents.scoring import LISTS, Score, Tally, score, total
from loaders.inputs import LONGEST_PATH, Input
from loaders.reading import Annotated, annotated, killed

GOLD = ".gold.json"
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf", ".docx")


class Cells(Frozen):
    """A row of the table; the shares are None where there is nothing to divide."""

    precision: float | None
    recall: float | None
    f1: float | None
    tp: int
    fp: int
    fn: int


class Wrong(Frozen):
    """One thing that is missed, spurious, repeated or wrong in its type, predicate, direction, negation or slot."""

    document: str
    item: str
    kind: str
    what: str


class Bin(Frozen):
    """Relations whose confidence is at least `low` and below `high`: how many, and how many of them are right."""

    low: float
    high: float
    relations: int
    right: int


class Evaluation(Frozen):
    """The scorer's table over all documents, by document and by kind of miss, and how sure relations were against how often right."""

    documents: int
    scores: Mapping[str, Cells]
    by_document: Mapping[str, Mapping[str, Cells]]
    by_kind: Mapping[str, Mapping[str, int]]
    reliability: tuple[Bin, ...]
    misses: tuple[Wrong, ...]
    problems: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        """0 all well, 4 when a document could not be read or holds what it may not."""
        return 4 if self.problems else 0


def evaluate(gold: Path, texts: Path | None = None, *, jobs: int = 0, progress: Callable[[int, int], None] | None = None) -> Evaluation:
    """Read and score the document of every `NAME.gold.json` in a folder and those within.

    `texts` has the documents (`NAME.txt`, .md, .html, .pdf or .docx); else they stand beside their gold, or in a folder
    of the same name further up. Raises SourceError when there is no gold or a gold file cannot be read.
    """
    files = sorted(gold.rglob(f"*{GOLD}")) if gold.is_dir() else []
    if not files:
        raise SourceError(f"{shown(str(gold), LONGEST_PATH)}: holds no NAME{GOLD}; name a folder of annotated documents")
    sources = [Input(path.name.removesuffix(GOLD), _text_of(path, texts)) for path in files]
    scores = []
    for number, (path, (source, read)) in enumerate(zip(files, ahead(sources, annotated, _lost, jobs), strict=True), 1):
        scores.append(_scored(path, source, read))
        if progress:
            progress(number, len(files))
    return _evaluation(scores)


def reliability(scores: Iterable[Score]) -> list[tuple[float, float, int, int]]:
    """How sure relations were against how often they were right: (from, to, how many, how many right) for each bin that has any."""
    judged = [pair for one in scores for pair in one.judged]
    rows = []
    for low, high in pairwise(BINS):
        inside = [right for confidence, right in judged if low <= confidence < high or (high == BINS[-1] and confidence >= high)]
        if inside:
            rows.append((low, high, len(inside), sum(inside)))
    return rows


def _lost(source: Input) -> Annotated:
    return Annotated(reason=killed(source))


def _text_of(gold: Path, texts: Path | None) -> Path:
    """The document of a gold file; where there is none, the path that it should have."""
    name, folder = gold.name.removesuffix(GOLD), gold.resolve().parent
    places = [texts] if texts else [folder, *(parent / folder.name for parent in list(folder.parents)[1:3])]
    found = (place / (name + suffix) for place in places for suffix in SUFFIXES)
    return next((path for path in found if path.is_file()), places[0] / f"{name}.txt")


def _scored(path: Path, source: Input, read: Annotated) -> Score:
    from loaders.documents.annotation import annotation

    gold = _gold(path)
    if read.extraction is None:
        missed = score({}, gold, source.name)
        missed.problems.append(read.reason)
        return missed
    return score(annotation(read.extraction), gold, source.name, read.extraction.document.text)


def _gold(path: Path) -> dict[str, Any]:
    name = shown(str(path), LONGEST_PATH)
    try:
        gold = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SourceError(f"{name}: cannot be read as JSON ({shown(str(error), 120)}); save it anew") from error
    if not isinstance(gold, dict) or not all(isinstance(gold.get(key), list) for key in LISTS):
        raise SourceError(f"{name}: is no gold annotation; it must have the lists {', '.join(LISTS)}")
    return gold


def _evaluation(scores: list[Score]) -> Evaluation:
    kinds: dict[str, Counter[str]] = {}
    for one in scores:
        for miss in one.misses:
            kinds.setdefault(miss.item, Counter())[miss.kind] += 1
    return Evaluation(
        documents=len(scores),
        scores=dict(_cells(total(scores))),
        by_document={one.document: dict(_cells(one.tallies)) for one in scores},
        by_kind={item: dict(sorted(counts.items())) for item, counts in kinds.items()},
        reliability=tuple(Bin(low=low, high=high, relations=many, right=right) for low, high, many, right in reliability(scores)),
        misses=tuple(Wrong(document=m.document, item=m.item, kind=m.kind, what=m.what) for one in scores for m in one.misses),
        problems=tuple(problem for one in scores for problem in one.problems),
    )


def _cells(tallies: Mapping[str, Tally]) -> Iterator[tuple[str, Cells]]:
    for item, tally in tallies.items():
        yield item, Cells(precision=tally.precision, recall=tally.recall, f1=tally.f1, tp=tally.right, fp=tally.wrong, fn=tally.missed)
