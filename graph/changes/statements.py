"""Statements and asks that are new between two days, or certain only by the later one."""

from collections.abc import Collection

import numpy as np

from graph import ontology
from graph.changes.words import change_words
from graph.entities import admitted_claims, statement
from graph.interactions import run_starts
from graph.results.changes import StatementChange, StatementMove
from graph.snapshot.arrays import ENDS, UNKNOWN_DAY, Flags, Ints, Longs, Snapshot
from graph.view import View
from graph.words import fill

MOVES: tuple[StatementMove, ...] = ("new", "became certain")


def new_statements(snapshot: Snapshot, view: View, earlier: int, later: int, about: Collection[int], told: Collection[str]) -> list[tuple[int, StatementMove]]:
    """Claims that state something, by kind of change, newest first, then by number; what one text says twice counts once.

    Days are ordinals. A statement without a day counts from when its source was published. `told`: ids of claims that are
    told elsewhere.
    """
    numbers = np.unique(np.concatenate([snapshot.about(i) for i in about])) if about else np.arange(len(snapshot.claim_ids), dtype=np.int32)
    start, last = snapshot.claim_start[numbers], snapshot.claim_last[numbers]
    first = np.where(start == UNKNOWN_DAY, snapshot.claim_day[numbers], start)
    new = (first > earlier) & (first <= later)
    settled = (start != UNKNOWN_DAY) & (start <= earlier) & (last > earlier) & (last <= later)
    numbers = numbers[new | settled]
    numbers = numbers[_stated(snapshot, numbers) & admitted_claims(snapshot, view, numbers)]
    numbers = _once(snapshot, numbers)
    order = numbers[np.lexsort((numbers, -snapshot.claim_day[numbers]))].tolist()
    found: list[tuple[int, StatementMove]] = [(n, MOVES[bool(snapshot.claim_start[n] != UNKNOWN_DAY and snapshot.claim_start[n] <= earlier)]) for n in order]
    return sorted(((n, move) for n, move in found if snapshot.claim_ids[n] not in told), key=lambda each: MOVES.index(each[1]))


def statement_change(snapshot: Snapshot, number: int, move: StatementMove) -> StatementChange:
    """A statement with its evidence."""
    said = statement(snapshot, number)
    return StatementChange(move=move, statement=said, sentence=fill(change_words().statements[move], said=said.sentence))


def _stated(snapshot: Snapshot, numbers: Ints) -> Flags:
    """Claims of an actor that make no tie that carries an introduction, end none, and are none of what is left untold."""
    kinds, reports = ontology.load(), snapshot.reports
    words = change_words()
    untold, dated = ([code for code, key in enumerate(kinds.predicates) if key in keys] for keys in (words.untold, words.dated))
    quiet = np.array([kind.carries or key in words.quiet for key, kind in kinds.ties.items()])
    tied = np.zeros(len(snapshot.claim_ids), dtype=np.bool_)
    tied[reports.claim[(reports.ends >= 0) | ((reports.kind >= 0) & quiet[reports.kind])]] = True
    actor = np.array([kind.actor for kind in kinds.entities.values()])
    subject = snapshot.ends_of(numbers)[:, ENDS.index("subject")]
    stated: Flags = ~tied[numbers] & ~np.isin(snapshot.claim_predicate[numbers], untold)
    stated &= ~np.isin(snapshot.claim_predicate[numbers], dated) | (snapshot.claim_start[numbers] != UNKNOWN_DAY)
    stated &= (subject >= 0) & actor[snapshot.kind_codes[subject]]
    return stated


def _once(snapshot: Snapshot, numbers: Ints) -> Longs:
    """The first claim of each statement of one source group; claims that give a value are each their own."""
    if not len(numbers):
        return numbers.astype(np.int64)
    attribute = np.array([kind.attribute for kind in ontology.load().predicates.values()])[snapshot.claim_predicate[numbers]]
    ends = snapshot.claim_ends[numbers][:, [ENDS.index(end) for end in ("subject", "object", "ask")]]
    groups = snapshot.source_group[snapshot.claim_source[numbers]]
    columns: list[Ints] = [*ends.T, snapshot.claim_predicate[numbers].astype(np.int32), groups, np.where(attribute, numbers, -1)]
    order = np.lexsort((numbers, *columns))
    first: Longs = numbers[order][run_starts(*(column[order] for column in columns))].astype(np.int64)
    return first
