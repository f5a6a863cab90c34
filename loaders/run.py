"""Loaders by name, and the run that files what they read: recognise, read, check, write, report."""

import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache, partial
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import IO

import yaml

from graph.claims import LAYER, Frozen, Line, Record, Source, Status
from graph.errors import ClaimError, RequestError, SourceError, shown
from graph.store.base import PUBLIC, GraphStore
from loaders import jsonl
from loaders.ahead import ahead
from loaders.earlier import is_stale, keeping
from loaders.extras import Extras
from loaders.inputs import LONGEST_PATH, Input, discard, inputs
from loaders.reading import Reading, killed, read, relayered

LOADERS = ("documents", "jsonl", "registry")
ONE_TRANSACTION = 1_000_000
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
    jobs: int = 1,
    extras: Extras | None = None,
    progress: Progress | None = None,
    stdin: IO[bytes] | None = None,
) -> LoadReport:
    """File what the sources hold and report; a file that cannot be read is listed and the rest is filed.

    `layer` is where claims go (empty: public; JSON lines keep their own). `dry_run` reads all and
    writes nothing, and alone may go without a store; `resume` passes over documents whose text is
    filed, unless an older extractor read them. `jobs` processes read documents (0: one a core, if there
    are many); the order of filing, and so the record, does not depend on it. `extras` are the optional
    extractors that read documents beside the rules. `progress` is told the number and name of each file.
    Raises RequestError for an unknown loader or a layer that cannot be
    one, and StoreError when the store cannot be written.
    """
    if layer and not re.fullmatch(LAYER, layer):
        raise RequestError(f"{shown(layer)}: no name of a layer; use up to 64 of a-z, 0-9, dot, hyphen and underscore, such as ours")
    if loader and loader not in LOADERS[:2]:
        raise RequestError(f"{shown(loader)}: no loader of that name; use one of {', '.join(LOADERS[:2])}")
    loaded: list[Loaded] = []
    unchanged: list[str] = []
    failures: list[Failure] = []
    bare = True
    with tempfile.TemporaryDirectory(prefix="trilateral-") as folder:
        scratch = Path(folder)
        known = _known(store, layer, scratch) if resume and store else None
        work = partial(read, loader=loader, layer=layer, known=known, extras=extras)
        with closing(ahead(inputs(sources, stdin or sys.stdin.buffer, scratch), work, _lost, jobs)) as readings:
            for number, (source, reading) in enumerate(readings, 1):
                if progress:
                    progress(number, source.name)
                try:
                    outcome = _file(store, source, reading, layer, dry_run, with_registry=bare)
                except SourceError as error:
                    failures.append(Failure(name=source.name, reason=str(error)))
                except ClaimError as error:
                    place = (
                        jsonl.place(source.path, source.name, error.claim) if error.claim and reading.loader == "jsonl" else shown(source.name, LONGEST_PATH)
                    )
                    failures.append(Failure(name=source.name, reason=f"{place}: {error}; nothing of this file was loaded"))
                else:
                    if outcome:
                        loaded.append(outcome)
                        bare = bare and outcome.loader != "documents"
                    else:
                        unchanged.append(source.name)
                discard(source)
    return LoadReport(loaded=tuple(loaded), unchanged=tuple(unchanged), failures=tuple(failures), dry_run=dry_run)


def _lost(source: Input) -> Reading:
    return Reading(reason=killed(source))


def file_registry(store: GraphStore) -> None:
    """File the registry's facts, unless these very facts are filed."""
    from loaders.registry import lines, load_registry

    facts = lines(load_registry())
    source = next(facts)
    if source not in store.sources():
        store.write(chain([source], facts), batch=ONE_TRANSACTION, supersede=True)


def _file(store: GraphStore | None, source: Input, reading: Reading, layer: str, dry_run: bool, *, with_registry: bool) -> Loaded | None:
    """File what was read, a document `with_registry` after the registry; None when its text is among the known ones."""
    if reading.reason:
        raise SourceError(reading.reason)
    if reading.unchanged:
        return None
    document = reading.loader == "documents"
    lines = iter(reading.lines) if document else relayered(jsonl.read(source.path, source.name), layer)
    if store and document and not dry_run:
        if with_registry:
            file_registry(store)
        lines = chain(reading.lines, keeping(store, reading.lines, layer or PUBLIC[0]))
    tally = Tally()
    counted = tally.count(lines)
    if dry_run or store is None:
        for _ in counted:
            pass
        new = len(set(tally.claims)) - (_count_known(store, tally.claims, layer) if store else 0)
    else:
        new = store.write(counted, batch=ONE_TRANSACTION, supersede=document).added["claim"]
    _expect(reading.loader, source, tally)
    return Loaded(
        name=source.name,
        loader=reading.loader,
        sources=tuple(dict.fromkeys(tally.sources)),
        accepted=tally.statuses[Status.ACCEPTED],
        proposed=tally.statuses[Status.PROPOSED],
        new=new,
        known=len(set(tally.claims)) - new,
        notes=reading.notes,
    )


def _expect(name: str, source: Input, tally: Tally) -> None:
    fewest = next(card for card in cards() if card.name == name).expectations["lines"]
    if tally.lines < fewest:
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: gave {tally.lines} lines where {name} gives at least {fewest}; nothing to file")


def _known(store: GraphStore, layer: str, scratch: Path) -> Path:
    """A file of the digests of documents that the present extractor has read, one a line."""
    home = (layer or PUBLIC[0],)
    path = scratch / "known"
    with path.open("w", encoding="ascii") as file:
        file.writelines(f"{source.sha256}\n" for source in store.sources(home) if source.sha256 and not is_stale(store, source.id, home[0]))
    return path


def _count_known(store: GraphStore, claims: Sequence[str], layer: str) -> int:
    distinct = sorted(set(claims))
    chunks = (distinct[i : i + 500] for i in range(0, len(distinct), 500))
    return sum(1 for chunk in chunks for _ in store.records(layers=(layer or PUBLIC[0],), ids=chunk))
