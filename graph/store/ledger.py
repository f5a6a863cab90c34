"""The state of one call of `write`: what is known already, the log and the layers' digests.

Digests of layers are sums modulo 2^128 of the digests of what a layer holds, so that they are kept
up to date by adding and subtracting and do not depend on the order of filing.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from graph.claims import Record
from graph.errors import ClaimError, shown
from graph.store import rows
from graph.store.base import Retraction, WriteReport
from graph.store.tables import LogLine, Tables

TYPES = ("source", "text", "claim", "decision", "judgement")


class Saved(NamedTuple):
    """What a transaction that is tried again begins with."""

    added: Counter[str]
    known: Counter[str]
    superseded: int
    repeated: int
    mark: int
    waiting: list[Record]
    reworded: list[str]
    gone: list[Retraction]


@dataclass(slots=True)
class Ledger:
    """What a writer keeps between its batches.

    `now` is the recording time of the present transaction, `mark` the last line of the log, `before` the last claim that was there before;
    `repeated` counts records that this call had before. `sources` are known to be filed, `fresh` those that this call was the first to file,
    `read` holds, by other source, what it filed under each layer and family of extractors; `waiting` are records that a later part may
    complete, `reworded` the sources of this transaction that another text was filed of, `gone` what is taken back with the last of the lines.
    """

    tables: Tables
    now: str = ""
    added: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    superseded: int = 0
    repeated: int = 0
    before: int = -1
    mark: int = 0
    sources: set[str] = field(default_factory=set)
    kinds: dict[str, set[str]] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)
    waiting: list[Record] = field(default_factory=list)
    reworded: list[str] = field(default_factory=list)
    gone: list[Retraction] = field(default_factory=list)
    read: defaultdict[str, defaultdict[tuple[str, str], set[bytes]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    _difference: Counter[str] = field(default_factory=Counter)
    _log: list[LogLine] = field(default_factory=list)

    def begin(self) -> None:
        """Start a batch."""
        self.now = datetime.now(UTC).isoformat(timespec="microseconds")
        if self.before < 0:
            self.before = self.tables.last_claim()

    def count(self, kind: str, *, new: bool) -> None:
        """Count a line of input as new or as known."""
        (self.added if new else self.known)[kind] += 1

    def note(self, action: str, digest: str, layer: str = "") -> None:
        """Enter a change into the log."""
        self._log.append((self.now, action, digest, layer))

    def weigh(self, layer: str, amount: int) -> None:
        """Add a digest to a layer, or take it away when negative."""
        self._difference[layer] += amount

    def weigh_sources(self, sources: Collection[str], sign: int) -> None:
        """Add (1) or take away (-1) the sources' digests, for each layer that shows them."""
        for layer, source, text in self.tables.source_weights(sources):
            self.weigh(layer, sign * rows.source_digest(source, text))

    def end(self) -> None:
        """Write the log and the layers' digests; the caller commits."""
        self.mark = self.tables.end(self._log, self._difference)
        self._log.clear()
        self._difference.clear()

    def saved(self) -> Saved:
        """What a transaction changes here and must not change twice when it is tried again."""
        return Saved(
            self.added.copy(), self.known.copy(), self.superseded, self.repeated, self.mark, self.waiting.copy(), self.reworded.copy(), self.gone.copy()
        )

    def again(self, saved: Saved, tables: Tables) -> None:
        """Begin a transaction anew, on tables of its own. What was read and learned of the same lines is the same again."""
        self.tables = tables
        self.added, self.known = saved.added.copy(), saved.known.copy()
        self.superseded, self.repeated, self.mark = saved.superseded, saved.repeated, saved.mark
        self.waiting, self.reworded, self.gone = saved.waiting.copy(), saved.reworded.copy(), saved.gone.copy()
        self._log.clear()
        self._difference.clear()

    def report(self) -> WriteReport:
        """What was filed so far."""
        added, known = ({kind: counted[kind] for kind in TYPES} for counted in (self.added, self.known))
        return WriteReport(added, known, self.superseded, self.repeated, self.mark, self.now)


def missing(source: str) -> ClaimError:
    """The error of what is said of, or from, a source that is not filed."""
    return ClaimError(f"{shown(source)}: no such source; put its source line before its text and claims")


def in_json(values: Iterable[str]) -> str:
    """Values as a JSON list for json_each; halves of characters become escapes that match nothing."""
    return json.dumps(list(values))
