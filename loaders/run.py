"""Loaders by name, and the run that files what they read: recognise, read, check, write, report."""

import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING

import yaml

from graph.claims import LAYER, Frozen, Judgement, Line, Record, Source, Status
from graph.errors import ClaimError, RequestError, SourceError, shown
from graph.store.base import PUBLIC, GraphStore
from loaders import jsonl
from loaders.inputs import LONGEST_PATH, Input, head, inputs, unreadable

if TYPE_CHECKING:
    from loaders.documents.model import Document, Extraction

LOADERS = ("documents", "jsonl", "registry")
DOCUMENT_BYTES = 20_000_000
ONE_TRANSACTION = 1_000_000
JSON_LINES = frozenset({".jsonl", ".ndjson"})
Progress = Callable[[int, str], None]


class Card(Frozen):
    """What a loader reads, where that comes from, under which licence, and the fewest lines it must give."""

    name: str
    reads: str
    where: str
    licence: str
    publisher: str
    expectations: Mapping[str, int]


class Loaded(Frozen):
    """One file that was read: its sources, its claims by status, how many of them were new or known."""

    name: str
    loader: str
    sources: tuple[str, ...] = ()
    accepted: int = 0
    proposed: int = 0
    new: int = 0
    known: int = 0
    notes: tuple[str, ...] = ()


class Failure(Frozen):
    """A file that was left out, and why in one line."""

    name: str
    reason: str


class LoadReport(Frozen):
    """What a run did; `unchanged` names files that `resume` passed over."""

    loaded: tuple[Loaded, ...] = ()
    unchanged: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
    dry_run: bool = False

    @property
    def exit_code(self) -> int:
        """0 all well, 3 nothing could be read, 4 in part."""
        if not self.failures:
            return 0
        return 4 if self.loaded or self.unchanged else 3


@dataclass(slots=True)
class Tally:
    """Counts the lines that pass through it."""

    sources: list[str] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    statuses: dict[Status, int] = field(default_factory=lambda: dict.fromkeys(Status, 0))
    lines: int = 0

    def count(self, lines: Iterable[Line]) -> Iterator[Line]:
        """The same lines, counted."""
        for line in lines:
            self.lines += 1
            if isinstance(line, Source):
                self.sources.append(line.id)
            elif isinstance(line, Record):
                self.claims.append(line.claim.id)
                self.statuses[line.status] += 1
            yield line


@cache
def cards() -> tuple[Card, ...]:
    """The card of every loader, by name."""
    return tuple(Card.model_validate(yaml.safe_load((files("loaders") / f"{name}.yaml").read_text(encoding="utf-8"))) for name in LOADERS)


def load(
    store: GraphStore | None,
    sources: Sequence[str],
    *,
    loader: str = "",
    layer: str = "",
    dry_run: bool = False,
    resume: bool = False,
    progress: Progress | None = None,
    stdin: IO[bytes] | None = None,
) -> LoadReport:
    """File what the sources hold and report; a file that cannot be read is listed and the rest is filed.

    `layer` is where claims go (empty: public; JSON lines keep their own). `dry_run` reads all and
    writes nothing, and alone may go without a store; `resume` passes over documents whose text is
    filed. `progress` is told the number and name of each file. Raises RequestError for an unknown
    loader or a layer that cannot be one, and StoreError when the store cannot be written.
    """
    if layer and not re.fullmatch(LAYER, layer):
        raise RequestError(f"{shown(layer)}: no name of a layer; use up to 64 of a-z, 0-9, dot, hyphen and underscore, such as ours")
    if loader and loader not in LOADERS[:2]:
        raise RequestError(f"{shown(loader)}: no loader of that name; use one of {', '.join(LOADERS[:2])}")
    loaded: list[Loaded] = []
    unchanged: list[str] = []
    failures: list[Failure] = []
    known = _digests(store, layer) if resume and store else frozenset()
    bare = True
    with tempfile.TemporaryDirectory(prefix="trilateral-") as scratch:
        for number, source in enumerate(inputs(sources, stdin or sys.stdin.buffer, Path(scratch)), 1):
            if progress:
                progress(number, source.name)
            try:
                outcome = _file(store, source, loader, layer, known, dry_run, with_registry=bare)
            except SourceError as error:
                failures.append(Failure(name=source.name, reason=str(error)))
            except ClaimError as error:
                place = jsonl.place(source.path, source.name, error.claim) if error.claim and recognise(source) == "jsonl" else shown(source.name, LONGEST_PATH)
                failures.append(Failure(name=source.name, reason=f"{place}: {error}; nothing of this file was loaded"))
            else:
                if outcome:
                    loaded.append(outcome)
                    bare = bare and outcome.loader != "documents"
                else:
                    unchanged.append(source.name)
    return LoadReport(loaded=tuple(loaded), unchanged=tuple(unchanged), failures=tuple(failures), dry_run=dry_run)


def file_registry(store: GraphStore) -> None:
    """File the registry's facts, unless these very facts are filed."""
    from loaders.registry import lines, load_registry

    facts = lines(load_registry())
    source = next(facts)
    if source not in store.sources():
        store.write(chain([source], facts), batch=ONE_TRANSACTION, supersede=True)


def recognise(source: Input) -> str:
    """The name of the loader for a file. Raises SourceError when none reads it."""
    start = head(source)
    if jsonl.recognise(start) or source.path.suffix.lower() in JSON_LINES:
        return "jsonl"
    if start.lstrip().startswith(b"{") or source.path.suffix.lower() == ".json":
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: JSON, but not an export of Trilateral; see `trilateral loaders`")
    return "documents"


def _file(store: GraphStore | None, source: Input, loader: str, layer: str, known: frozenset[str], dry_run: bool, *, with_registry: bool) -> Loaded | None:
    """Read and file one input, a document `with_registry` after the registry; None when its text is among the known ones."""
    if source.fault:
        raise SourceError(source.fault)
    name = loader or recognise(source)
    if name == "jsonl":
        lines = _relayered(jsonl.read(source.path, source.name), layer)
        notes: tuple[str, ...] = ()
    else:
        read = _document_lines(source, layer, known)
        if read is None:
            return None
        lines, notes = read
        if store and with_registry and not dry_run:
            file_registry(store)
    tally = Tally()
    counted = tally.count(lines)
    if dry_run or store is None:
        for _ in counted:
            pass
        new = len(set(tally.claims)) - (_count_known(store, tally.claims, layer) if store else 0)
    else:
        new = store.write(counted, batch=ONE_TRANSACTION, supersede=name == "documents").added["claim"]
    _expect(name, source, tally)
    return Loaded(
        name=source.name,
        loader=name,
        sources=tuple(dict.fromkeys(tally.sources)),
        accepted=tally.statuses[Status.ACCEPTED],
        proposed=tally.statuses[Status.PROPOSED],
        new=new,
        known=len(set(tally.claims)) - new,
        notes=notes,
    )


def extracted(path: Path, name: str) -> "Extraction":
    """What a document says. Raises SourceError when it is too big, no text, or has no prose."""
    from loaders.documents import extract

    return extract(_document(path, name))


def _document(path: Path, name: str) -> "Document":
    from loaders.documents import read_document

    try:
        size = path.stat().st_size
        if size > DOCUMENT_BYTES:
            raise SourceError(f"{shown(name, LONGEST_PATH)}: {size // 10**6} MB is more than a document may have ({DOCUMENT_BYTES // 10**6} MB); split it")
        return read_document(path)
    except OSError as error:
        raise unreadable(name, error) from error
    except SourceError as error:
        # The reader knows the file by the last part of its path; people named it otherwise.
        raise SourceError(f"{shown(name, LONGEST_PATH)}: {str(error).removeprefix(f'{shown(path.name)}: ')}") from error


def _document_lines(source: Input, layer: str, known: frozenset[str]) -> tuple[Iterator[Line], tuple[str, ...]] | None:
    """The lines and notes of a document, or None when its text is filed already."""
    from loaders.documents import extract
    from loaders.documents.claims import lines

    document = _document(source.path, source.name)
    if document.sha256 in known:
        return None
    extraction = extract(document)
    home = layer or PUBLIC[0]
    return _relayered(lines(extraction, layer=home), home), extraction.notes


def _expect(name: str, source: Input, tally: Tally) -> None:
    fewest = next(card for card in cards() if card.name == name).expectations["lines"]
    if tally.lines < fewest:
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: gave {tally.lines} lines where {name} gives at least {fewest}; nothing to file")


def _relayered(lines: Iterator[Line], layer: str) -> Iterator[Line]:
    """The lines with all that has a layer in this one, unless it is empty."""
    for line in lines:
        yield line.model_copy(update={"layer": layer}) if layer and isinstance(line, Source | Record | Judgement) else line


def _digests(store: GraphStore, layer: str) -> frozenset[str]:
    return frozenset(source.sha256 for source in store.sources((layer or PUBLIC[0],)) if source.sha256)


def _count_known(store: GraphStore, claims: Sequence[str], layer: str) -> int:
    distinct = sorted(set(claims))
    chunks = (distinct[i : i + 500] for i in range(0, len(distinct), 500))
    return sum(1 for chunk in chunks for _ in store.records(layers=(layer or PUBLIC[0],), ids=chunk))
