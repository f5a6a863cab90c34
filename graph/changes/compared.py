"""The ties of two days side by side, over arrays: which are new, over, surer, renewed, or only older."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from graph.interactions import run_starts
from graph.snapshot.arrays import Flags, Floats, Ints, Longs, Reports, Smalls
from graph.strength import Ties, pair_keys
from graph.words import words

Kind = TypeVar("Kind", bound=np.generic)

MOVES = ("appeared", "ended", "became certain", "renewed", "reduced", "became possible", "confirmed", "aged", "unchanged")
CODES = {move: code for code, move in enumerate(MOVES)}


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """The u ties of either day, sorted by (low, high).

    earlier and later (u) number the tie on each day, -1 where it is not there; before and after (u) are its
    strengths, 0 where it is not there; move (u) numbers MOVES: the first of them that holds, "appeared" and
    "ended" meaning the tie, "reduced" one of its interactions. changed_earlier and changed_later mark the
    interactions of each day that make the difference.
    """

    earlier: Ints
    later: Ints
    before: Floats
    after: Floats
    move: Smalls
    changed_earlier: Flags
    changed_later: Flags

    def numbers(self, move: str) -> Longs:
        """The ties of one kind of change."""
        return np.flatnonzero(self.move == CODES[move])

    def ageing(self) -> tuple[int, float, int]:
        """How many ties only aged, their median loss of strength, how many became weak by it."""
        at = self.numbers("aged")
        before, after = self.before[at], self.after[at]
        return len(at), float(np.median(before - after)) if len(at) else 0.0, int(((before >= words().weak) & (after < words().weak)).sum())


def compare(earlier: Ties, later: Ties, reports: Reports) -> Compared:
    """Two days of the same view and kinds; `reports` are those of the snapshot.

    Interactions are matched by the reports behind them: a report that comes later may join two of them, or
    say that one is over, but never moves one to another pair. A state first met on a day may be possible
    before it; a report of the time in between confirms it all the same.
    """
    owner = np.full(len(reports.low), -1, dtype=np.int32)
    owner[earlier.reports] = np.repeat(np.arange(len(earlier.p), dtype=np.int32), np.diff(earlier.report_ptr))
    still = np.zeros(len(reports.low), dtype=np.bool_)
    still[later.reports] = True
    lost = _any(~still[earlier.reports], earlier.report_ptr)
    former = owner[later.reports]
    recent = reports.start[later.reports] > earlier.day.toordinal()
    known, more = _any(former >= 0, later.report_ptr), _any((former < 0) | recent, later.report_ptr)
    previous = np.maximum.reduceat(former, later.report_ptr[:-1]) if len(former) else former
    was_possible = np.zeros(len(previous), dtype=np.bool_)
    was_possible[known] = earlier.interaction_possible[previous[known]]
    surer, looser = known & was_possible & ~later.interaction_possible, known & ~was_possible & later.interaction_possible
    at_earlier, at_later = _side_by_side(earlier, later)
    flags = {
        "surer": _at(_any(surer, later.interaction_ptr), at_later),
        "looser": _at(_any(looser, later.interaction_ptr), at_later),
        "fresh": _at(_any(~known, later.interaction_ptr), at_later),
        "more": _at(_any(more, later.interaction_ptr), at_later),
        "lost": _at(_any(lost, earlier.interaction_ptr), at_earlier),
    }
    doubt = _at(earlier.possible, at_earlier), _at(later.possible, at_later)
    before, after = _at(earlier.strength, at_earlier), _at(later.strength, at_later)
    move = np.select(
        [
            at_earlier < 0,
            at_later < 0,
            doubt[0] & ~doubt[1],
            flags["fresh"],
            flags["lost"],
            (doubt[1] & ~doubt[0]) | flags["looser"],
            flags["surer"],
            flags["more"],
            after < before,
        ],
        [CODES[key] for key in ("appeared", "ended", "became certain", "renewed", "reduced", "became possible", "became certain", "confirmed", "aged")],
        CODES["unchanged"],
    )
    changed = ~known | more | surer | looser
    return Compared(at_earlier, at_later, before, after, move.astype(np.int8), lost, changed)


def _side_by_side(earlier: Ties, later: Ties) -> tuple[Ints, Ints]:
    """The number of each pair of either day, in order, on both days; -1 where it is not there."""
    ours, theirs = pair_keys(earlier), pair_keys(later)
    keys = np.concatenate((ours, theirs))
    keys.sort(kind="stable")  # two sorted runs, merged in one pass
    keys = keys[run_starts(keys)]
    found = []
    for side in (ours, theirs):
        numbers = np.full(len(keys), -1, dtype=np.int32)
        numbers[np.searchsorted(keys, side)] = np.arange(len(side), dtype=np.int32)
        found.append(numbers)
    return found[0], found[1]


def _any(flags: Flags, pointers: Ints) -> Flags:
    """Whether any flag of each run is set; no run is empty."""
    found: Flags = np.logical_or.reduceat(flags, pointers[:-1]) if len(flags) else flags
    return found


def _at(values: NDArray[Kind], numbers: Ints) -> NDArray[Kind]:
    """The value of each tie, 0 or False where the tie is not there."""
    return np.append(values, np.zeros(1, dtype=values.dtype))[numbers]
