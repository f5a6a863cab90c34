"""Moving a record from one store to another, or from a file into a store: resumed where it was broken off, and read back at the end.

What is current moves: sources, texts, claims of every layer asked for, decisions and judgements in force. What was superseded or replaced
before, the log and memos stay where they are: the target's log tells when it was given each line.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice

from graph.claims import Decision, Judgement, Line
from graph.errors import RequestError, StoreError, shown
from graph.progress import Progress, part
from graph.store.base import GraphStore

AT_ONCE = 10_000  # lines between two notes of how far it is
DRAWER = "copy"
TYPES = ("source", "text", "claim", "decision", "judgement")

Lines = Callable[[], Iterable[Line]]
Subject = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extent:
    """How many lines of each type a record has, and their content hash (blake2b-128 in hex), the one that `check` tells."""

    counts: dict[str, int]
    content_hash: str

    @property
    def lines(self) -> int:
        """How many lines in all."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved. `resumed`: lines that an earlier, broken attempt had written; `already`: the target held the very record before;
    `otherwise`: after a merge the lines that the target holds in another form, since a later word there replaces them."""

    extent: Extent
    resumed: int = 0
    already: bool = False
    otherwise: int = 0


class Measure:
    """Counts and hashes the lines that pass through."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter(dict.fromkeys(TYPES, 0))
        self._state = blake2b(digest_size=16)

    def passing(self, lines: Iterable[Line]) -> Iterator[Line]:
        """The lines as they come."""
        for line in lines:
            self.add(line)
            yield line

    def add(self, line: Line) -> bytes:
        """Count a line; returns its JSON with the end of the line."""
        said = line.model_dump_json().encode() + b"\n"
        self._counts[line.type] += 1
        self._state.update(said)
        return said

    @property
    def extent(self) -> Extent:
        """What passed so far."""
        return Extent(dict(self._counts), self._state.hexdigest())


def measure(lines: Iterable[Line]) -> Extent:
    """The extent of a record."""
    taken = Measure()
    for line in lines:
        taken.add(line)
    return taken.extent


def move(lines: Lines, target: GraphStore, *, merge: bool = False, progress: Progress | None = None) -> Moved:
    """File into `target` the lines of a record, which `lines` gives anew each time in one order.

    A target that holds another record is refused unless it is to be merged: then each line is filed beside what is there, as `write` files it,
    but of two decisions on a claim, or judgements of a pair, the later one stands.
    A copy that was broken off goes on after the last lines that were noted. Raises RequestError for such a target, and StoreError where
    the record changed meanwhile or what was written does not read back as it was.
    """
    wanted = measure(lines())
    done = _written_before(target, wanted)
    if not done and not merge:
        there = measure(target.dump()) if next(iter(target.dump()), None) else None
        if there == wanted:
            return Moved(wanted, already=True)
        if there:
            raise RequestError(
                f"{shown(target.url)}: holds another record ({there.counts['claim']} claims); name an empty store, or add --merge to file this one beside it"
            )
    taken = _write(lines, target, wanted, done, part(progress, 0, 90), _later_words(target) if merge else {})
    if taken != wanted:
        raise StoreError(f"{shown(target.url)}: the record was written to while it was read, so that a mixture stands here; copy again into an empty store")
    otherwise = _missing(lines(), target) if merge else 0
    if not merge and (found := measure(target.dump())) != wanted:
        raise StoreError(f"{shown(target.url)}: {_difference(found, wanted)}; somebody else wrote to it: copy into an empty store")
    _note(target, wanted, None)
    if progress:
        progress(100, 100)
    return Moved(wanted, resumed=done, otherwise=otherwise)


def _write(lines: Lines, target: GraphStore, wanted: Extent, done: int, progress: Progress | None, said: Mapping[Subject, str]) -> Extent:
    """Write the lines after the first `done` unless more was `said` later, noting after each batch how many stand; returns what was read."""
    taken = Measure()
    rest = taken.passing(lines())
    for _ in islice(rest, done):
        pass
    while some := list(islice(rest, AT_ONCE)):
        if not done:
            _note(target, wanted, 0)
        target.write([line for line in some if not isinstance(line, Decision | Judgement) or said.get(_subject(line), "") <= line.at])
        done += len(some)
        _note(target, wanted, done)
        if progress:
            progress(done, max(done, wanted.lines))
    return taken.extent


def _later_words(target: GraphStore) -> dict[Subject, str]:
    """When the target's decisions and judgements were given, by what they are on."""
    words: list[Decision | Judgement] = [*target.decisions(), *target.judgements(None)]
    return {_subject(word): word.at for word in words}


def _subject(word: Decision | Judgement) -> Subject:
    return (word.claim,) if isinstance(word, Decision) else (word.left, word.right, word.layer)


def _written_before(target: GraphStore, wanted: Extent) -> int:
    """How many lines of this very record an earlier attempt wrote."""
    found = target.memo(DRAWER, wanted.content_hash)
    return int(found) if found else 0


def _note(target: GraphStore, wanted: Extent, done: int | None) -> None:
    """Note how many lines stand; None: take the note away."""
    before = target.memo(DRAWER, wanted.content_hash)
    body = None if done is None else str(done)
    if body != before:
        target.keep(DRAWER, wanted.content_hash, body, was=before)


def _missing(lines: Iterable[Line], target: GraphStore) -> int:
    """How many of the lines the target does not hold just so."""
    wanted = {_digest(line) for line in lines}
    for line in target.dump():
        wanted.discard(_digest(line))
    return len(wanted)


def _digest(line: Line) -> bytes:
    return blake2b(line.model_dump_json().encode(), digest_size=16).digest()


def _difference(found: Extent, wanted: Extent) -> str:
    differing = [f"{found.counts[what]} of {count} {what}s" for what, count in wanted.counts.items() if found.counts[what] != count]
    return f"holds {', '.join(differing)}" if differing else f"its content hash is {found.content_hash}, not {wanted.content_hash}"
