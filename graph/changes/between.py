"""What differs between two days in one view: ties, stances, posts and statements, ageing kept apart from news.

Both days are as-of days: what happened, was said or ended between them, by the dates that claims state, with
all that is on record now. It is not what was filed between them.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from pydantic import Field, field_validator

from graph import dates
from graph.allies.asked import ask_of
from graph.authority import authority
from graph.changes.aloud import change_sentence
from graph.changes.posts import post_changes
from graph.changes.stances import spoken_of, stance_changes
from graph.changes.statements import new_statements, statement_change
from graph.changes.ties import TOLD, counts, tie_changes, two_days
from graph.changes.words import change_words
from graph.errors import RequestError
from graph.results.changes import Ageing, ChangesResult
from graph.snapshot.arrays import UNKNOWN_DAY, Snapshot
from graph.view import Query


class ChangesQuery(Query):
    """Between which days; `about`: only of these entities (ids); at most `top` of each kind of change are listed.

    `ask`: stances and statements on this ask only, and first the ties and posts of those with a say on it.
    The day asked for is the later one.
    """

    earlier: date
    later: date
    about: tuple[str, ...] = ()
    ask: str = ""
    top: int = Field(default=10, ge=1, le=1000)

    @field_validator("earlier", "later", mode="before")
    @classmethod
    def _partial_day(cls, value: object) -> object:
        return dates.parse_day(value) if isinstance(value, str) else value


def changes(snapshot: Snapshot, query: ChangesQuery) -> ChangesResult:
    """What differs. Raises RequestError for days that run backwards and for what is no ask, UnknownName for an unknown id."""
    if query.earlier > query.later:
        raise RequestError(f"{query.earlier}: is later than {query.later}; write the earlier day first")
    query = query.model_copy(update={"as_of": query.later})
    view, earlier, later = query.view, query.earlier, query.later
    about = tuple(sorted({snapshot.index(key) for key in query.about}))
    ask = ask_of(snapshot, query.ask) if query.ask else -1
    deciding = authority(snapshot, view, later, query.ask) if query.ask else {}
    days = two_days(snapshot, view, earlier, later, about)
    ties = tuple(tie_changes(snapshot, days, deciding, query.top))
    spoken = [ask] if query.ask else spoken_of(snapshot, later).tolist()
    stances = stance_changes(snapshot, view, earlier, later, spoken[: change_words().asks], about)
    posts = post_changes(snapshot, view, earlier, later, about, deciding)
    told = {proof.claim for each in stances for proof in each.evidence}
    statements = new_statements(snapshot, view, earlier.toordinal(), later.toordinal(), about, told)
    if query.ask:
        on_ask = set(snapshot.about(ask).tolist())
        statements = [each for each in statements if each[0] in on_ask]
    said = tuple(statement_change(snapshot, number, move) for number, move in statements[: query.top])
    numbers = counts(days) | _counted("stances", [each.move for each in stances]) | _counted("posts", [each.move for each in posts])
    numbers |= _counted("statements", [move for _, move in statements])
    aged, loss, weak = days.compared.ageing()
    ageing = Ageing(ties=aged, median_loss=loss, now_weak=weak)
    proofs = [proof for tie in ties for proof in tie.evidence] + [proof for stance in stances[: query.top] for proof in stance.evidence]
    proofs += [proof for post in posts[: query.top] for proof in post.evidence] + [each.statement.evidence for each in said]
    found = bool(stances or posts or statements) or any(numbers[f"ties {move}"] for move in TOLD)
    return ChangesResult(
        earlier=earlier,
        later=later,
        found=found,
        ties_earlier=len(days.earlier.low),
        ties_later=len(days.later.low),
        ties=ties,
        stances=tuple(stances[: query.top]),
        posts=tuple(posts[: query.top]),
        statements=said,
        ageing=ageing,
        counts=numbers,
        left_out=_left_out(numbers, query.top, {"stances": len(stances), "posts": len(posts), "statements": len(statements)}),
        sentence=change_sentence(earlier, later, numbers, ageing),
        warnings=tuple(_warnings(snapshot, query, len(spoken))),
        **snapshot.answer_fields(query, proofs),
    )


def _counted(what: str, moves: Sequence[str]) -> dict[str, int]:
    return {f"{what} {move}": moves.count(move) for move in sorted(set(moves))}


def _left_out(numbers: Mapping[str, int], top: int, sizes: Mapping[str, int]) -> tuple[str, ...]:
    """What the lists do not show: ties of each kind, then the other lists as wholes."""
    cut = [f"{numbers[f'ties {move}'] - top} more: ties {move}" for move in TOLD if numbers[f"ties {move}"] > top]
    return (*cut, *(f"{size - top} more: {what}" for what, size in sizes.items() if size > top))


def _warnings(snapshot: Snapshot, query: ChangesQuery, asks: int) -> list[str]:
    found = []
    if query.earlier == query.later:
        found.append("both dates are the same day, so nothing can differ")
    dated = snapshot.claim_start[snapshot.claim_start != UNKNOWN_DAY]
    first = date.fromordinal(int(dated.min())) if len(dated) else None
    if first is None or query.later < first:
        found.append("no dated evidence is that old" + (f": the oldest is of {first}" if first else ""))
    elif query.earlier < first:
        found.append(f"the oldest dated evidence is of {first}: what is older counts as new here")
    if asks > change_words().asks:
        found.append(f"stances were compared on {change_words().asks} of {asks} asks; name one with the option ask")
    return found
