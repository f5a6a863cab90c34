"""What the question of changes between two days answers."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from pydantic import computed_field

from graph.claims import Frozen
from graph.results.allies import Stance
from graph.results.base import Answer, Certainty, Evidence, Interaction, Node
from graph.results.entities import Statement

TieMove = Literal["appeared", "ended", "became certain", "renewed", "reduced", "became possible", "confirmed"]
StanceMove = Literal["taken", "changed", "restated", "gone stale", "lapsed"]
PostMove = Literal["taken up", "left", "fallen vacant", "vacant"]
StatementMove = Literal["new", "became certain"]


class TieChange(Frozen):
    """One tie that differs by more than age; `interactions` are those that make the difference.

    appeared, ended: it is there on one of the days only. became certain, became possible: it, or one of its
    interactions, is so on the later day. renewed: a further interaction. reduced: part of it ended.
    confirmed: a further claim, of the time in between, of what was known or possible before. Strengths are in [0, .95], None on a day without the tie.
    `ending` holds the claims that say what is over.
    """

    move: TieMove
    a: Node
    b: Node
    before: float | None
    after: float | None
    certainty_before: Certainty | None
    certainty_after: Certainty | None
    decides: bool
    interactions: tuple[Interaction, ...]
    ending: tuple[Evidence, ...] = ()
    sentence: str

    @computed_field  # type: ignore[prop-decorator]
    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Every claim behind the change, the claims of an end first."""
        return (*self.ending, *(proof for each in self.interactions for proof in each.evidence))


class StanceChange(Frozen):
    """A stated stance on an ask that differs; inferred ones are left to `allies`.

    gone stale: said too long ago to be counted on, by the later day. lapsed: whose word it was has changed.
    """

    move: StanceMove
    actor: Node
    ask: Node
    before: Stance
    after: Stance
    said_on: date | None
    note: str
    evidence: tuple[Evidence, ...]
    sentence: str


class PostChange(Frozen):
    """A post that was taken up, left, fell vacant, or is vacant with nobody known before; `holder` is who came or went."""

    move: PostMove
    post: Node
    body: Node | None
    holder: Node | None
    evidence: tuple[Evidence, ...]
    sentence: str


class StatementChange(Frozen):
    """A statement first made between the days, or whose vague date left open before whether it had been made."""

    move: StatementMove
    statement: Statement
    sentence: str


class Ageing(Frozen):
    """Ties that lost strength by age alone: how many, how much in the median, how many fell below the mark of a weak contact."""

    ties: int
    median_loss: float
    now_weak: int


class ChangesResult(Answer):
    """What differs between two days in one view; `as_of` is the later one.

    Each list is ordered by kind of change, then importance (those with a say on the ask first, then strength,
    or the newest day), then ids. `counts` gives all changes of each kind, listed or not ("ties unchanged" among
    them); `left_out` what the lists leave out.
    """

    earlier: date
    later: date
    found: bool
    ties_earlier: int
    ties_later: int
    ties: tuple[TieChange, ...]
    stances: tuple[StanceChange, ...]
    posts: tuple[PostChange, ...]
    statements: tuple[StatementChange, ...]
    ageing: Ageing
    counts: dict[str, int]
    left_out: tuple[str, ...]
    sentence: str

    @property
    def rows(self) -> Sequence[Mapping[str, object]]:
        """The changes of the four lists."""
        return [{"list": name, **dict(one)} for name in ("ties", "stances", "posts", "statements") for one in getattr(self, name)]

    def __str__(self) -> str:
        from graph.changes.aloud import read_changes

        return read_changes(self)
