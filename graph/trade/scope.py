"""Which figures a question about trade is about; its answers are worked out in the modules beside this one."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Literal

import numpy as np
from pydantic import Field, field_validator

from graph import dates
from graph.entities import ClaimsQuery, chosen_claims
from graph.errors import UnknownName
from graph.results import Observation
from graph.snapshot.arrays import Ints, Snapshot
from graph.spelling import fold
from graph.trade.economies import economy
from graph.trade.observations import category_key, months, observe, same_economy
from graph.trade.terms import reading
from graph.view import Query
from graph.words import count

PREDICATES = ("flow", "statistic")
OTHER_PERIODS = ("per year",)
MOST_READ = 20_000


class TradeQuery(Query):
    """Which figures, all that are given must hold: about a topic, of economies (ids), a category (words or
    `scheme code`), a period, a direction. An empty field admits all.

    `chapter` and `actor` choose topics for `flows`. `listed`: take those listed for all there is; `ranked`: nobody
    that is not listed is larger than the smallest listed (both for concentration). At most `limit`
    observations are given.
    """

    topic: str = ""
    chapter: str = ""
    actor: str = ""
    reporter: str = ""
    partner: str = ""
    category: str = Field(default="", max_length=300)
    period: str = Field(default="", max_length=40)
    flow: Literal["", "import", "export", "trade"] = ""
    listed: bool = False
    ranked: bool = False
    limit: int = Field(default=50, ge=1, le=1000)

    @field_validator("period")
    @classmethod
    def _known_period(cls, text: str) -> str:
        if text and text not in OTHER_PERIODS:
            dates.parse(text)
        return text


def observations(snapshot: Snapshot, query: TradeQuery) -> tuple[list[Observation], list[str]]:
    """The figures of trade that the query admits, newest first, then by claim; and what was left out.

    A figure that texts of one source group repeat counts once.
    """
    numbers = _numbers(snapshot, query)
    hit = [f"only the newest {MOST_READ} of {len(numbers)} figures were read"] if len(numbers) > MOST_READ else []
    kept: dict[tuple[object, ...], Observation] = {}
    copies = 0
    for number in numbers[:MOST_READ].tolist():
        seen = observe(snapshot, number)
        if seen and admits(query, seen):
            key = _said(seen, snapshot.claim_group(number))
            copies += key in kept
            kept.setdefault(key, seen)
    hit += [f"{count(copies, 'figure repeats', 'figures repeat')} another of the same source and {'is' if copies == 1 else 'are'} left out"] if copies else []
    return list(kept.values()), hit


def _said(seen: Observation, group: int) -> tuple[object, ...]:
    """All that two figures must share to be one figure told twice."""
    told = seen.model_dump(exclude={"claim", "evidence", "doubts", "sentence", "reporter", "partner"})
    return group, seen.evidence.speaker_id, *(node and economy(node.id) for node in (seen.reporter, seen.partner)), *told.values()


def admits(query: TradeQuery, seen: Observation) -> bool:
    """True when the observation is one that the query asks for."""
    if query.topic and query.topic not in seen.topics:
        return False
    if query.reporter and not same_economy(seen.reporter, economy(query.reporter)):
        return False
    if query.partner and not same_economy(seen.partner, economy(query.partner)):
        return False
    if query.flow and seen.flow != query.flow:
        return False
    return _of_category(query.category, seen) and _in_period(query.period, seen)


def unsearched(snapshot: Snapshot) -> tuple[str, ...]:
    """Registers of trade from which nothing is loaded."""
    loaded = [source.id for source in snapshot.sources if source.kind == "register"]
    return tuple(register.name for register in reading().registers if not any(id.startswith(register.prefix) for id in loaded))


def answer_fields(snapshot: Snapshot, query: TradeQuery, seen: Iterable[Observation]) -> dict[str, object]:
    """What every answer about trade carries; `not_searched` are the registers of trade."""
    return snapshot.answer_fields(query, [each.evidence for each in seen]) | {"not_searched": unsearched(snapshot)}


def _numbers(snapshot: Snapshot, query: TradeQuery) -> Ints:
    """Claims with figures, newest first; flows only of the economies asked for (a flow has them as its ends)."""
    found = []
    for predicate in PREDICATES:
        asked = ClaimsQuery(as_of=query.as_of, view=query.view, predicate=predicate, statuses=query.view.statuses)
        numbers = chosen_claims(snapshot, asked)
        for end in (query.reporter, query.partner):
            if predicate == "flow" and end:
                numbers = numbers[np.isin(numbers, _about(snapshot, economy(end)))]
        found.append(numbers)
    numbers = np.concatenate(found)
    return numbers[np.lexsort((numbers, -snapshot.claim_day[numbers]))]


def _about(snapshot: Snapshot, key: str) -> Ints:
    """Claims that name the economy as a place, a government or a body."""
    found: list[Ints] = []
    for prefix in ("place", "gov", "org"):
        with suppress(UnknownName):
            found.append(snapshot.about(snapshot.index(f"{prefix}:{key}")))
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int32)


def _of_category(wanted: str, seen: Observation) -> bool:
    return not wanted or fold(wanted) == category_key(seen) or fold(wanted) in fold(seen.category)


def _in_period(wanted: str, seen: Observation) -> bool:
    """True when the period is the one asked for, or lies in it."""
    if not wanted or wanted == seen.period:
        return True
    asked = months(wanted)
    return bool(asked and seen.months and asked[0] <= seen.months[0] and sum(seen.months) <= sum(asked))
