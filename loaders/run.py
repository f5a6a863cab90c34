"""Loaders by name, and the run that files what they read: recognise, read, check, write, report."""

import gc
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from typing import IO, Any

from graph.claims import Line, Record, Source, Status
from graph.cores import cores
from graph.errors import ClaimError, RequestError, SourceError, shown
from graph.store.base import PUBLIC, GraphStore, Retraction, Unit, WriteReport
from loaders import catalogue, jsonl, units
from loaders.ahead import ahead
from loaders.alike import proposing, proposing_document
from loaders.desk import Filing, intake_of, seen, who
from loaders.earlier import is_stale, keeping
from loaders.extras import Extras
from loaders.inputs import LONGEST_PATH, Input, discard, inputs
from loaders.intake import Intake
from loaders.known import TELLING, Known
from loaders.reading import Reading, check_layer, killed, read, relayered
from loaders.rehearsal import rehearse
from loaders.reports import Failure, Loaded, LoadReport, Tally

__all__ = ["ONE_TRANSACTION", "Failure", "LoadReport", "Loaded", "Progress", "file_registry", "load", "readers"]

ONE_TRANSACTION = 1_000_000
LARGE = 1_000_000  # bytes: below, a second process takes longer to start than to write
MANY = 5  # documents, from which on it is faster to know all names than to search for each
Progress = Callable[[int, str], None]


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
    filed, unless an older extractor read them, and other files that are filed as they are. `jobs` processes
    read documents (0: one a core, if there are many), and more than one let a second process write what a large file
    says; the order of filing, and so the record, does not depend on it. `extras` are the optional
    extractors that read documents beside the rules. `progress` is told the number and name of each file.
    Raises RequestError for an unknown loader or a layer that cannot be
    one, and StoreError when the store cannot be written.
    """
    check_layer(layer)
    if loader and loader not in readers():
        raise RequestError(f"{shown(loader)}: no loader of that name; use one of {', '.join(readers())}")
    filing = Filing(store, layer, dry_run, resume, jobs)
    with tempfile.TemporaryDirectory(prefix="trilateral-") as folder:
        scratch = Path(folder)
        known = _known(store, layer, scratch) if resume and store else None
        work = partial(read, loader=loader, layer=layer, known=known, extras=extras)
        with closing(ahead(inputs(sources, stdin or sys.stdin.buffer, scratch, catalogue.together), work, _lost, jobs)) as readings:
            for number, (source, reading) in enumerate(readings, 1):
                if progress:
                    progress(number, source.name)
                with _uncollected():
                    _take(filing, source, reading)
                discard(source)
    return LoadReport(loaded=tuple(filing.loaded), unchanged=tuple(filing.unchanged), failures=tuple(filing.failures), dry_run=dry_run)


@contextmanager
def _uncollected() -> Iterator[None]:
    """The garbage collector off: a load makes millions of values without cycles, which it would look through over and over."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _take(filing: Filing, source: Input, reading: Reading) -> None:
    """File one file, or note why it was left out."""
    try:
        outcome = _file(filing, source, reading)
    except SourceError as error:
        filing.failures.append(Failure(name=source.name, reason=str(error)))
    except ClaimError as error:
        place = jsonl.place(source.path, source.name, error.claim) if error.claim and reading.loader == "jsonl" else shown(source.name, LONGEST_PATH)
        filing.failures.append(Failure(name=source.name, reason=f"{place}: {error}; nothing of this file was loaded"))
    else:
        if outcome:
            filing.loaded.append(outcome)
            _learn(filing, reading)
            return
        filing.unchanged.append(source.name)
        return
    filing.forget()  # it may have learned from what was not filed in the end


def _learn(filing: Filing, reading: Reading) -> None:
    """Know those whom a document names too; of an export ask the store again."""
    if filing.who and reading.loader == "documents":
        for line in reading.lines:
            if isinstance(line, Record):
                filing.who.note(line)
    elif reading.loader == "jsonl":
        filing.forget()


def _lost(source: Input) -> Reading:
    return Reading(reason=killed(source))


def readers() -> tuple[str, ...]:
    """The names of the loaders that read files."""
    return tuple(name for name in catalogue.names() if name != "registry")


def file_registry(store: GraphStore) -> None:
    """File the registry's facts, unless these very facts are filed."""
    from loaders.registry import lines, load_registry

    facts = lines(load_registry())
    source = next(facts)
    if isinstance(source, Source) and source not in store.sources(prefix=source.id):
        store.write(chain([source], facts), batch=ONE_TRANSACTION, supersede=True)


def _file(filing: Filing, source: Input, reading: Reading) -> Loaded | None:
    """File what was read, the registry before the first that is no export; None when its text is among the known ones."""
    if reading.reason:
        raise SourceError(reading.reason)
    if reading.unchanged:
        return None
    store, dry = filing.store, filing.dry_run or filing.store is None
    if store and not dry and filing.with_registry and reading.loader != "jsonl":
        file_registry(store)
        filing.with_registry = False
    if reading.loader == "documents":
        return _filed(filing, source, reading, None)
    if reading.loader == "jsonl":
        return _filed(filing, source, reading, intake_of(filing, Known()))
    unit = units.digest(source, reading.loader, filing.layer) if store else ""
    before = store.recall(unit, seen(filing), TELLING) if store else None
    if before and filing.resume:
        return None
    if before and not before[1]:
        return _again(before[0].said, source)
    intake = intake_of(filing)
    return _filed(filing, source, reading, intake, unit)


def _filed(filing: Filing, source: Input, reading: Reading, intake: Intake | None, unit: str = "") -> Loaded:
    """File what is read now, or rehearse that, and note the unit where reading it again could only find the same."""
    store, supersede, tally = filing.store, reading.loader != "jsonl", Tally()
    read = _enough(tally.count(_lines(filing, source, reading, intake)), reading.loader, source, tally, intake)
    lines = _taken_back(read, intake) if intake else read
    written = None
    if filing.dry_run or store is None:
        found = rehearse(lines, store, supersede=supersede)
        counts: dict[str, Any] = {"new": found.new, "known": found.known, "superseded": found.superseded, "examples": found.examples}
    else:
        written = _write(filing, store, source, lines, supersede=supersede)
        counts = {"new": written.added["claim"], "known": written.known["claim"] - written.repeated, "superseded": written.superseded}
    loaded = Loaded(
        name=source.name,
        loader=reading.loader,
        sources=tuple(tally.sources),
        accepted=tally.statuses[Status.ACCEPTED],
        proposed=tally.statuses[Status.PROPOSED],
        notes=reading.notes,
        faults=tuple(intake.faults) if intake else (),
        faulty=intake.faulty if intake else 0,
        unread=dict(sorted(intake.unread.items())) if intake else {},
        **counts,
    )
    if unit and written and store and intake and not (intake.passed or intake.gone or filing.asked_under):
        store.remember(Unit(unit, written.mark, written.at, loaded.sources, loaded.model_dump_json()))
    filing.keep(tally.sources.values())
    return loaded


def _again(said: str, source: Input) -> Loaded:
    """What was reported of a file that is filed and need not be read again: all of it is known."""
    before = Loaded.model_validate_json(said)
    return before.model_copy(update={"name": source.name, "new": 0, "known": before.new + before.known, "superseded": 0, "again": True})


def _taken_back(lines: Iterator[Line], intake: Intake) -> Iterator[Line | Retraction]:
    """The lines of a file, then what it no longer says, which is known when all are read."""
    yield from lines
    yield from intake.gone


def _write(filing: Filing, store: GraphStore, source: Input, lines: Iterator[Line | Retraction], *, supersede: bool) -> WriteReport:
    """Write in this process, or a large file's lines in a second one."""
    size = sum(path.stat().st_size for path in (source.path.rglob("*") if source.bundle else [source.path]))
    if filing.jobs != 1 and size >= LARGE and cores() > 1:
        from graph.store import apart

        if apart.serves(store.url):
            return apart.write(store.url, lines, batch=ONE_TRANSACTION, supersede=supersede)
    return store.write(lines, batch=ONE_TRANSACTION, supersede=supersede)


def _enough(lines: Iterator[Line], name: str, source: Input, tally: Tally, intake: Intake | None) -> Iterator[Line]:
    """The lines; SourceError after too few of them, so that nothing of these is filed."""
    yield from lines
    fewest = catalogue.card(name).expectations["lines"]
    if tally.lines < fewest and not (intake and (intake.faulty or intake.passed)):
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: gave {tally.lines} lines where {name} gives at least {fewest}; nothing to file")


def _lines(filing: Filing, source: Input, reading: Reading, intake: Intake | None) -> Iterator[Line]:
    if reading.loader == "jsonl" and intake:
        return relayered(jsonl.read(source.path, source.name, intake), filing.layer)
    if intake:
        return proposing(catalogue.loader(reading.loader).read(source, intake), intake, filing.store)
    kept = keeping(filing.store, reading.lines, filing.layer or PUBLIC[0]) if filing.store else []
    known = who(filing) if len(filing.loaded) >= MANY else filing.who
    alike = proposing_document(reading.lines, filing.store, seen(filing), known) if filing.store else []
    return chain(reading.lines, kept, alike)


def _known(store: GraphStore, layer: str, scratch: Path) -> Path:
    """A file of the digests of documents that the present extractor has read, one a line."""
    home = (layer or PUBLIC[0],)
    path = scratch / "known"
    with path.open("w", encoding="ascii") as file:
        file.writelines(f"{source.sha256}\n" for source in store.sources(home) if source.sha256 and not is_stale(store, source.id, home[0]))
    return path
