"""What a run of loading reports: of each file, of those left out, and of all."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import Field

from graph.claims import Frozen, Line, Record, Source, Status
from loaders.intake import Fault


class Loaded(Frozen):
    """One file that was read: its sources, its claims by status, how many of them were new, known or took the place of others.

    `again`: it was filed before and not read again, since that could have found nothing else. `examples`, of a dry run, are the first
    claims that would be new (+), are known (=) and would be superseded (-). `faults` are the places that were left out, up to a
    thousand of the `faulty` ones; `unread` counts the filled fields that no loader reads, by name.
    """

    name: str
    loader: str
    sources: tuple[str, ...] = ()
    accepted: int = 0
    proposed: int = 0
    new: int = 0
    known: int = 0
    superseded: int = 0
    again: bool = False
    examples: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    notes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    faulty: int = 0
    unread: Mapping[str, int] = Field(default_factory=dict)


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
            return 4 if any(one.faulty for one in self.loaded) else 0
        return 4 if self.loaded or self.unchanged else 3


@dataclass(slots=True)
class Tally:
    """Counts the lines that pass through it."""

    sources: dict[str, Source] = field(default_factory=dict)
    statuses: dict[Status, int] = field(default_factory=lambda: dict.fromkeys(Status, 0))
    lines: int = 0

    def count(self, lines: Iterable[Line]) -> Iterator[Line]:
        """The same lines, counted."""
        for line in lines:
            self.lines += 1
            if isinstance(line, Record):
                self.statuses[line.status] += 1
            elif isinstance(line, Source):
                self.sources[line.id] = line
            yield line
