"""Ties that differ between two days, the weightiest of each kind of change with its evidence."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from graph import ontology
from graph.changes.compared import MOVES, Compared, compare
from graph.changes.words import change_words
from graph.entities import tie
from graph.results import Certainty, Evidence, Tie
from graph.results.changes import TieChange, TieMove
from graph.snapshot.arrays import UNKNOWN_DAY, Flags, Ints, Longs, Snapshot
from graph.speech import read_tie
from graph.strength import Ties, admitted_rows, derive, derive_rows, walked_kinds
from graph.view import View
from graph.words import fill

TOLD: tuple[TieMove, ...] = ("appeared", "ended", "became certain", "renewed", "reduced", "became possible", "confirmed")


@dataclass(frozen=True, slots=True, eq=False)
class TwoDays:
    """The ties of two days and how they compare."""

    earlier: Ties
    later: Ties
    compared: Compared

    def ends(self, t: int) -> tuple[int, int]:
        """The entities that tie t of the comparison joins."""
        there, number = self.side(t)
        return int(there.low[number]), int(there.high[number])

    def side(self, t: int) -> tuple[Ties, int]:
        """The later day and the tie's number on it, or the earlier one where it is over by then."""
        later = int(self.compared.later[t])
        return (self.later, later) if later >= 0 else (self.earlier, int(self.compared.earlier[t]))


def two_days(snapshot: Snapshot, view: View, earlier: date, later: date, about: Collection[int]) -> TwoDays:
    """The ties of both days, of some entities only or (about nobody) of all."""
    kinds = walked_kinds(view)
    if about:
        chosen = list(about)
        rows = np.flatnonzero(np.isin(snapshot.reports.low, chosen) | np.isin(snapshot.reports.high, chosen))
        before, after = (derive_rows(snapshot, view, day, kinds, rows) for day in (earlier, later))
    else:
        before, after = (derive(snapshot, view, day) for day in (earlier, later))
    return TwoDays(before, after, compare(before, after, snapshot.reports))


def counts(days: TwoDays) -> dict[str, int]:
    """How many ties there are of each kind of change, "ties unchanged" among them."""
    numbers = np.bincount(days.compared.move, minlength=len(MOVES)).tolist()
    return {f"ties {move}": count for move, count in zip(MOVES, numbers, strict=True)}


def tie_changes(snapshot: Snapshot, days: TwoDays, deciding: Collection[int], top: int) -> Iterator[TieChange]:
    """At most `top` ties of each kind of change: those of whom something hangs on first, then the strongest, then by ids."""
    for move in TOLD:
        for t in _first(days, days.compared.numbers(move), deciding)[:top].tolist():
            yield _told(snapshot, days, t, move, deciding)


def _first(days: TwoDays, numbers: Longs, deciding: Collection[int]) -> Longs:
    low, high = _ends(days, numbers)
    strength = np.maximum(days.compared.before[numbers], days.compared.after[numbers])
    decide = np.isin(low, list(deciding)) | np.isin(high, list(deciding))
    ordered: Longs = numbers[np.lexsort((high, low, -strength, ~decide))]
    return ordered


def _ends(days: TwoDays, numbers: Longs) -> tuple[Ints, Ints]:
    earlier, later = days.compared.earlier[numbers], days.compared.later[numbers]
    ends = []
    for name in ("low", "high"):
        before, after = (np.append(getattr(ties, name), -1) for ties in (days.earlier, days.later))
        ends.append(np.where(later >= 0, after[later], before[earlier]).astype(np.int32))
    return ends[0], ends[1]


def _told(snapshot: Snapshot, days: TwoDays, t: int, move: TieMove, deciding: Collection[int]) -> TieChange:
    compared = days.compared
    earlier, later = int(compared.earlier[t]), int(compared.later[t])
    over = move in ("ended", "reduced")
    ties, number, marks = (days.earlier, earlier, compared.changed_earlier) if over else (days.later, later, compared.changed_later)
    whole = tie(snapshot, ties, number)
    claims = _claims(snapshot, ties, number, marks)
    changed = tuple(each for each in whole.interactions if claims & {proof.claim for proof in each.evidence})
    if move == "became certain":
        changed = tuple(each for each in changed if each.certainty == "certain")
    before = None if earlier < 0 else float(days.earlier.strength[earlier])
    after = None if later < 0 else float(days.later.strength[later])
    ending = tuple(_ending(snapshot, days, t, {each.kind for each in changed})) if over else ()
    return TieChange(
        move=move,
        a=whole.a,
        b=whole.b,
        before=before,
        after=after,
        certainty_before=_certainty(days.earlier, earlier),
        certainty_after=_certainty(days.later, later),
        decides=bool(set(days.ends(t)) & set(deciding)),
        interactions=changed,
        ending=ending,
        sentence=_sentence(whole.model_copy(update={"interactions": changed}), move, _strengths(before, after), ending),
    )


def _claims(snapshot: Snapshot, ties: Ties, number: int, marks: Flags) -> set[str]:
    """Ids of the claims behind the interactions of a tie that are marked."""
    found: set[str] = set()
    for i in range(int(ties.interaction_ptr[number]), int(ties.interaction_ptr[number + 1])):
        if marks[i]:
            rows = ties.reports[ties.report_ptr[i] : ties.report_ptr[i + 1]]
            found |= {snapshot.claim_ids[claim] for claim in snapshot.reports.claim[rows].tolist()}
    return found


def _certainty(ties: Ties, number: int) -> Certainty | None:
    return None if number < 0 else "possible" if ties.possible[number] else "certain"


def _strengths(before: float | None, after: float | None) -> dict[str, str]:
    return {name: "none" if value is None else f"{value:.2f}" for name, value in (("before", before), ("after", after))}


def _ending(snapshot: Snapshot, days: TwoDays, t: int, kinds: Collection[str]) -> Iterator[Evidence]:
    """The claims that say, by the later day, that a state of one of the kinds is over, by number."""
    low, high = days.ends(t)
    reports = snapshot.reports
    first, last = np.searchsorted(reports.low, [low, low + 1])
    begin, end = np.searchsorted(reports.high[first:last], [high, high + 1])
    rows = np.arange(first + begin, first + end)
    known = tuple(ontology.load().ties)
    over = (reports.over[rows] != UNKNOWN_DAY) & (reports.over[rows] < days.later.day.toordinal())
    rows = rows[over & np.isin(reports.ends[rows], [known.index(kind) for kind in kinds])]
    table = type(reports)(**{name: getattr(reports, name)[rows] for name in type(reports).__slots__})
    kept = rows[admitted_rows(snapshot, table, days.later.view, days.later.day)]
    yield from (snapshot.evidence(claim) for claim in sorted(set(reports.claim[kept].tolist())))


def _sentence(changed: Tie, move: TieMove, strengths: Mapping[str, str], ending: Collection[Evidence]) -> str:
    said = fill(change_words().ties[move], tie=read_tie(changed), **strengths)
    since = max((proof.when.rpartition("..")[2] for proof in ending), default="")
    return f"{said}; over by {since}." if since else f"{said}."
