"""Activity: how much an actor seeks others, which is never read as influence."""

from typing import Any

import numpy as np
import pytest

from graph.claims import Claim, Record, Source
from graph.influence.draws import Draws
from graph.influence.score import InfluenceQuery, score, solve
from graph.influence.verdicts import warnings
from graph.results import RankingResult
from graph.snapshot.build import Snapshot, build

AS_OF = "2025-10-28"


def sought(a: str, b: str, source: str = "source:one") -> Record:
    return Record(claim=Claim(subject=a, predicate="met_with", object=b, when="2025-09-01", source=source, locator="row", qualifiers=("sought-by-subject",)))


def record(*claims: Record) -> Snapshot:
    return build([*(Source(id=key, title=key) for key in sorted({one.claim.source for one in claims})), *claims])


def active(snapshot: Snapshot, **fields: Any) -> RankingResult:
    return score(snapshot, InfluenceQuery(as_of=AS_OF, by="activity", **fields))


@pytest.fixture(scope="module")
def lobby() -> Snapshot:
    """A lobbyist seeks ten offices, of which one also hears five others."""
    return record(*(sought("org:lobby", f"org:o{i}", f"source:{i % 3}") for i in range(10)), *(sought(f"org:c{i}", "org:o0") for i in range(5)))


def test_out_strength_is_the_sum_of_what_an_actor_seeks(lobby):
    strength = 0.6 * 0.9 * 2 ** (-(57 / 30.4375) / 18)
    first = active(lobby).items[0]
    assert (first.entity.id, first.rank) == ("org:lobby", 1)
    assert first.value == pytest.approx(10 * strength)
    assert first.lo90 <= first.value <= first.hi90


def test_activity_is_another_order_than_influence_and_says_that_it_is_no_influence(lobby):
    busy, heeded = active(lobby), score(lobby, InfluenceQuery(as_of=AS_OF))
    assert (busy.by, heeded.by) == ("activity", "score")
    assert heeded.items[0].entity.id == "org:o0"
    assert "not influence" in busy.sentence
    assert any("no influence" in warning for warning in busy.warnings)
    assert not any("activity" in text for text in (heeded.sentence, *heeded.warnings))


def test_parts_of_activity_have_no_teleport_and_sum_to_one(lobby):
    parts = active(lobby).items[0].parts
    assert {part.of for part in parts} == {"tie_kind", "source"}
    assert sum(part.share for part in parts if part.of == "source") == pytest.approx(1)


def test_whoever_seeks_nobody_has_no_data(lobby):
    assert {item.entity.id for item in active(lobby).items if not item.enough} == {f"org:o{i}" for i in range(10)}


def test_formal_authority_does_not_make_active(lobby):
    said = Record(claim=Claim(subject="org:o1", predicate="decides_on", object="vehicle:v", source="source:one", locator="row"))
    granted = Record(claim=Claim(subject="ask:a", predicate="granted_by", object="vehicle:v", source="source:one", locator="row"))
    snapshot = record(said, granted, sought("org:lobby", "org:o0"), sought("org:lobby", "org:o1"))
    assert active(snapshot, ask="ask:a").items[0].entity.id == "org:lobby"
    assert score(snapshot, InfluenceQuery(as_of=AS_OF, ask="ask:a")).items[0].entity.id == "org:o1"


def test_leaving_out_and_the_heaviest_tie_are_told_for_activity_too():
    result = active(record(sought("org:a", "org:x"), sought("org:a", "org:y"), sought("org:b", "org:x"), sought("org:b", "org:z"), sought("org:a", "org:z")))
    assert result.items[0].entity.id == "org:a"
    assert {one.left_out: one.top for one in result.leave_one_out}["org:a"][0] == "org:b"
    assert result.tipping is None


def test_fewer_draws_than_asked_for_are_said(lobby):
    query = InfluenceQuery(as_of=AS_OF, by="activity")
    found = score(lobby, query)
    arcs = solve(lobby, query, query.view).arcs
    made = Draws(values=np.zeros((1, 20)), ranks=np.zeros((1, 20)), groups=3)
    assert any("20 draws instead of 1000: the graph is large" in warning for warning in warnings(lobby, query, arcs, made, found.items))
