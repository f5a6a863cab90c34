"""Posts that were taken up, left or fell vacant between two days."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

import numpy as np

from graph import ontology
from graph.allies.seats import Seats, seats
from graph.changes.words import change_words
from graph.results.base import Evidence
from graph.results.changes import PostChange, PostMove
from graph.snapshot.arrays import STATUSES, Snapshot
from graph.view import View
from graph.words import fill, plain

MOVES: tuple[PostMove, ...] = ("fallen vacant", "vacant", "taken up", "left")
TELLING = ("holds_post", "vacant")


def post_changes(snapshot: Snapshot, view: View, earlier: date, later: date, about: Collection[int], deciding: Collection[int]) -> list[PostChange]:
    """Posts with a say first, then by kind of change, post and holder; only where the post, its body or its holder is asked about, if any is."""
    was, now = seats(snapshot, view, earlier), seats(snapshot, view, later)
    moves = [each for each in _moves(was, now) if not about or {each[0], each[1], *now.bodies.get(each[0], ())} & set(about)]

    def order(each: tuple[int, int, PostMove]) -> tuple[bool, int, str, str]:
        post, holder, move = each
        spoken = bool({post, *now.bodies.get(post, ())} & set(deciding))
        return not spoken, MOVES.index(move), snapshot.ids[post], snapshot.ids[holder] if holder >= 0 else ""

    return [_told(snapshot, view, now, later, *each) for each in sorted(moves, key=order)]


def _moves(was: Seats, now: Seats) -> Iterator[tuple[int, int, PostMove]]:
    """Post, holder (-1: none) and what happened."""
    for post in sorted({*was.holders, *now.holders, *was.emptied, *now.emptied}):
        before, after = was.holders.get(post, set()), now.holders.get(post, set())
        yield from ((post, person, "taken up") for person in after - before)
        yield from ((post, person, "left") for person in before - after)
        if now.is_vacant(post) and not was.is_vacant(post):
            yield post, -1, "fallen vacant" if before else "vacant"


def _told(snapshot: Snapshot, view: View, now: Seats, later: date, post: int, holder: int, move: PostMove) -> PostChange:
    bodies = sorted(now.bodies.get(post, ()))
    who = snapshot.node(holder) if holder >= 0 else None
    proofs = tuple(_proofs(snapshot, view, later, post, holder if move == "taken up" else -1))
    names = {
        "post": plain(snapshot.names[post]),
        "holder": plain(who.name) if who else "",
        "at": f" at {plain(snapshot.names[bodies[0]])}" if bodies else "",
        "since": _since(proofs, move),
    }
    return PostChange(
        move=move,
        post=snapshot.node(post),
        body=snapshot.node(bodies[0]) if bodies else None,
        holder=who,
        evidence=proofs,
        sentence=fill(change_words().posts[move], **names) + ".",
    )


def _since(proofs: Sequence[Evidence], move: PostMove) -> str:
    """In brackets, the first day of a term, or the newest that is stated of a post without a holder."""
    starts = [start for proof in proofs if (start := proof.when.partition("..")[0])]
    return f" ({min(starts) if move == 'taken up' else max(starts)})" if starts else ""


def _proofs(snapshot: Snapshot, view: View, later: date, post: int, holder: int) -> Iterator[Evidence]:
    """What is said by the later day of who holds the post, of one holder where that is given, newest first."""
    codes = [code for code, key in enumerate(ontology.load().predicates) if key in TELLING]
    numbers = snapshot.about(post)
    kept = np.isin(snapshot.claim_predicate[numbers], codes) & (snapshot.claim_start[numbers] <= later.toordinal())
    kept &= np.isin(snapshot.claim_status[numbers], [STATUSES.index(status) for status in view.statuses])
    kept &= snapshot.claim_confidence[numbers] / 1000 >= view.min_confidence
    numbers = numbers[kept]
    for number in numbers[np.lexsort((numbers, -snapshot.claim_day[numbers]))].tolist():
        claim = snapshot.record(number).claim
        if (holder < 0 or snapshot.index(claim.subject) == holder) and claim.source not in view.exclude:
            yield snapshot.evidence(number)
