"""Who moves whom: the published group, the direction, ranges, scenarios that are no forecasts, unknown starts."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.claims import Claim, Line, Record, Source
from graph.errors import RequestError, UnknownName
from graph.influence.arcs import weigh
from graph.influence.draws import report_units
from graph.influence.listening import control, hearing
from graph.influence.opinion import OnQuery, on, priors
from graph.influence.pagerank import pagerank
from graph.influence.scenario import Move, SimulateQuery, simulate
from graph.results import MoversResult, SimulationResult
from graph.snapshot.build import Snapshot, build

AS_OF = "2025-10-28"
ASK = "ask:annex"


def said(subject: str, predicate: str, object_: str = "", when: str = "2025-09-01", source: str = "source:one", **fields: Any) -> Record:
    return Record(claim=Claim(subject=subject, predicate=predicate, object=object_, when=when, source=source, locator="row", **fields))


def sought(a: str, b: str, **fields: Any) -> Record:
    return said(f"org:{a}", "met_with", f"org:{b}", qualifiers=("sought-by-subject",), **fields)


def record(*claims: Record) -> Snapshot:
    lines: list[Line] = [Source(id=source, title=source.removeprefix("source:")) for source in sorted({line.claim.source for line in claims})]
    return build([*lines, *claims])


def moving(snapshot: Snapshot, target: str, **fields: Any) -> MoversResult:
    return on(snapshot, OnQuery(as_of=AS_OF, target=f"org:{target}", **fields))


def moved(snapshot: Snapshot, target: str, *moves: Move, **fields: Any) -> SimulationResult:
    return simulate(snapshot, SimulateQuery(as_of=AS_OF, target=f"org:{target}", moves=moves, **fields))


# The model


def rows(weights: list[list[float]], susceptibility: list[float]) -> np.ndarray:
    listener, heard = np.nonzero(np.array(weights))
    share = np.array(weights)[listener, heard]
    return np.array([control(listener, heard, share, np.array(susceptibility), at) for at in range(len(weights))])


def test_the_group_of_friedkin_and_johnsen(shared):
    case = json.loads((shared / "reference" / "analytic" / "expected.json").read_text(encoding="utf-8"))["friedkin_johnsen_1999_group"]
    found = rows(case["W"], [1 - case["W"][i][i] for i in range(4)])
    assert found == pytest.approx(np.array(case["V_published"]), abs=case["tolerance"]["V"])
    assert found @ case["y0"] == pytest.approx(case["y_inf_published"], abs=0.5)
    assert found @ case["second_issue_y0"] == pytest.approx(case["second_issue_y_inf"], abs=case["tolerance"]["y_inf"])


def test_without_positions_of_their_own_all_come_to_degroots_consensus(shared):
    case = json.loads((shared / "reference" / "analytic" / "expected.json").read_text(encoding="utf-8"))["degroot_1974_two_agents"]
    found = rows(case["P"], [0.999, 0.999])
    assert found == pytest.approx(np.array([case["pi"], case["pi"]]), abs=2e-3)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_row_is_that_of_the_inverse_and_sums_to_one(data):
    n = data.draw(st.integers(1, 8))
    arcs = sorted(data.draw(st.sets(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda pair: pair[0] != pair[1] or n == 1), max_size=25)))
    arcs = [arc for arc in arcs if arc[0] != arc[1]]
    weights = np.array([data.draw(st.sampled_from([0.2, 0.5, 0.95])) for _ in arcs])
    source, target = (np.array([arc[side] for arc in arcs], dtype=np.int64) for side in (0, 1))
    level, listens = data.draw(st.sampled_from([0.2, 0.5, 0.8])), data.draw(st.sampled_from(["seekers", "sought"]))
    listener, heard, share = hearing(source, target, weights, n, listens)
    dense = np.zeros((n, n))
    dense[listener, heard] = share
    assert dense.sum(axis=1) == pytest.approx(np.ones(n))
    inverse = np.linalg.inv(np.eye(n) - level * dense) * (1 - level)
    for at in range(n):
        found = control(listener, heard, share, np.full(n, level), at)
        assert found == pytest.approx(inverse[at], abs=1e-10)
        assert found.sum() == pytest.approx(1)


def test_listening_to_the_sought_is_the_direction_of_pagerank():
    """The mean of the rows at susceptibility .85 is the PageRank, where everybody seeks somebody."""
    source, target = np.array([1, 2, 0, 3, 2]), np.array([0, 0, 1, 2, 3])
    order = np.lexsort((source, target))
    source, target, weights = source[order], target[order], np.array([0.3, 0.6, 0.5, 0.2, 0.9])
    listener, heard, share = hearing(source, target, weights, 4, "sought")
    found = np.mean([control(listener, heard, share, np.full(4, 0.85), at) for at in range(4)], axis=0)
    assert found == pytest.approx(pagerank(source, target, weights[:, None], 4)[:, 0], abs=1e-9)


# Who moves a target


def test_those_who_seek_the_target_move_it_and_through_them_others():
    result = moving(record(sought("a", "t"), sought("b", "a"), sought("t", "boss")), "t")
    first, second = result.items
    assert (first.entity.id, first.direct, first.through) == ("org:a", True, None)
    assert second.entity.id == "org:b"
    assert second.through is not None
    assert (second.direct, second.through.id) == (False, "org:a")
    assert first.evidence[0].claim != second.evidence[0].claim
    assert sum(item.share for item in result.items) + result.own == pytest.approx(1)


def test_listening_the_other_way_the_sought_move_the_target():
    result = moving(record(sought("a", "t"), sought("t", "boss")), "t", listens="sought")
    assert [item.entity.id for item in result.items] == ["org:boss"]
    assert any("direction of PageRank" in warning for warning in result.warnings)


def test_shares_are_a_range_over_susceptibilities():
    result = moving(record(sought("a", "t"), sought("b", "a"), sought("c", "t")), "t")
    for item in result.items:
        assert 0 < item.lo <= item.share <= item.hi < 1
        assert item.rank_lo <= item.rank <= item.rank_hi
    assert result.own_lo < result.own < result.own_hi
    assert result.susceptibility == priors().susceptibility
    assert any("no confidence intervals" in warning for warning in result.warnings)


def drawn(snapshot: Snapshot, result: MoversResult, coins: np.ndarray) -> np.ndarray:
    """Shares of the movers when the sources of a row of `coins` hold, by the inverse of the whole matrix."""
    from graph.influence.ground import ground

    arcs = ground(snapshot, OnQuery(as_of=AS_OF, target=result.target.id)).arcs
    units = report_units(snapshot, arcs)
    n, shares = len(arcs.actors), []
    names = [snapshot.ids[v] for v in arcs.actors.tolist()]
    for alive in coins:
        weights = weigh(arcs, units.survivors(alive[:, None]))[:, 0]
        listener, heard, share = hearing(arcs.source, arcs.target, weights, n, "seekers")
        dense = np.zeros((n, n))
        np.add.at(dense, (listener, heard), share)
        row = (np.linalg.inv(np.eye(n) - 0.5 * dense) * 0.5)[names.index(result.target.id)]
        shares.append([row[names.index(item.entity.id)] for item in result.items])
    return np.array(shares)


def test_intervals_are_those_of_the_whole_matrix_over_draws_of_the_sources():
    claims = [sought("a", "t", source="source:one"), sought("b", "t", source="source:two"), sought("b", "a", source="source:three")]
    snapshot = record(*claims, sought("c", "b", source="source:one"), sought("t", "c", source="source:two"))
    result = moving(snapshot, "t", draws=400, seed=3)
    rng = np.random.default_rng(3)
    coins = np.stack([rng.random(len(snapshot.groups)) < snapshot.reliability for _ in range(400)])
    shares = drawn(snapshot, result, coins)
    for item, values in zip(result.items, shares.T, strict=True):
        low, high = np.quantile(values, [0.05, 0.95])
        assert (item.lo90, item.hi90) == pytest.approx((min(low, item.share), max(high, item.share)), abs=1e-7)
    assert result.draws == 400


def test_who_rests_on_a_source_that_may_fail_has_not_enough_data():
    result = moving(record(sought("a", "t"), sought("b", "t", source="source:two"), sought("b", "t", source="source:three")), "t")
    a, b = (next(item for item in result.items if item.entity.id == f"org:{name}") for name in "ab")
    assert (a.lo90, a.enough) == (0, False)
    assert a.note.startswith("not enough data")
    assert b.p_rank_le_k == 1
    assert "90 %" in result.sentence


def test_no_draws_no_intervals():
    result = moving(record(sought("a", "t")), "t", draws=0)
    assert (result.draws, result.items[0].lo90) == (0, result.items[0].share)
    assert "90 %" not in result.sentence


def test_draws_of_a_large_graph_are_those_of_a_small_one(monkeypatch):
    claims = [sought("a", "t", source="source:one"), sought("b", "a", source="source:two"), sought("t", "b", source="source:three")]
    plain = moving(record(*claims), "t", draws=50)
    monkeypatch.setattr("graph.influence.draws.SMALL", 0)
    for one, other in zip(plain.items, moving(record(*claims), "t", draws=50).items, strict=True):
        assert (one.lo90, one.hi90, one.p_rank_le_k) == pytest.approx((other.lo90, other.hi90, other.p_rank_le_k), abs=1e-7)


def test_what_progress_raises_cancels_the_draws():
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        on(record(sought("a", "t")), OnQuery(as_of=AS_OF, target="org:t"), stop)


def test_stronger_ties_move_more():
    result = moving(record(sought("a", "t", when="2023-01-01"), sought("b", "t")), "t")
    assert [item.entity.id for item in result.items] == ["org:b", "org:a"]


def test_a_target_nobody_seeks_is_moved_by_nobody_on_record_which_is_said():
    result = moving(record(sought("t", "a")), "t")
    assert (result.items, result.own) == ((), pytest.approx(1))
    assert "not the same as nobody moving it" in result.sentence
    lone = moving(record(sought("a", "b"), said("org:lone", "concerns", "topic:ai")), "lone")
    assert (lone.items, lone.own) == ((), 1)


def test_a_target_that_is_no_actor_or_unknown_or_excluded():
    snapshot = record(sought("a", "t"), said("org:a", "concerns", "topic:ai"))
    with pytest.raises(RequestError, match="is no actor"):
        on(snapshot, OnQuery(as_of=AS_OF, target="topic:ai"))
    with pytest.raises(UnknownName):
        moving(snapshot, "nobody")
    assert on(snapshot, OnQuery(as_of="2020-01-01", target="org:t")).items == ()


def test_what_would_change_it_names_the_source():
    snapshot = record(sought("a", "t"), sought("b", "t", source="source:two", when="2025-08-01"))
    assert "without “one” org:b would come first" in moving(snapshot, "t").would_change
    assert "nobody would be known to move it" in moving(record(sought("a", "t")), "t").would_change


def test_stances_of_movers_are_shown_and_silence_is_unknown():
    snapshot = record(sought("a", "t"), sought("b", "t"), said("org:a", "supports", ASK))
    found = {item.entity.id: item.stance for item in moving(snapshot, "t", ask=ASK).items}
    assert found == {"org:a": "support", "org:b": "unknown"}


# Scenarios


def test_the_change_is_the_share_times_the_move_and_labelled_scenario():
    snapshot = record(sought("a", "t"), sought("b", "t"))
    share = next(item for item in moving(snapshot, "t").items if item.entity.id == "org:a")
    result = moved(snapshot, "t", Move(actor="org:a", start=50, to=80))
    assert result.label == "scenario"
    assert result.change == pytest.approx(30 * share.share)
    assert (result.lo, result.hi) == (pytest.approx(30 * share.lo), pytest.approx(30 * share.hi))
    assert result.sentence.startswith("Scenario")
    assert str(result).startswith("Scenario, not a forecast:")
    assert any("not a forecast" in warning for warning in result.warnings)


def test_moves_add_up_and_opposite_ones_cancel():
    snapshot = record(sought("a", "t"), sought("b", "t"))
    result = moved(snapshot, "t", Move(actor="org:a", start=50, to=80), Move(actor="org:b", start=80, to=50))
    assert result.change == pytest.approx(0)
    assert result.lo == pytest.approx(0, abs=1e-12)


def test_an_unknown_start_is_every_start_never_fifty():
    snapshot = record(sought("a", "t"))
    share = moving(snapshot, "t").items[0]
    result = moved(snapshot, "t", Move(actor="org:a", to=80))
    assert (result.moves[0].start, result.moves[0].basis, result.change) == (None, "unknown", None)
    assert (result.lo, result.hi) == (pytest.approx(-20 * share.hi), pytest.approx(80 * share.hi))
    assert any("not known" in warning for warning in result.warnings)


def test_a_stated_stance_on_the_ask_is_the_start_with_its_proof():
    snapshot = record(sought("a", "t"), said("org:a", "opposes", ASK))
    move = moved(snapshot, "t", Move(actor="org:a", to=80), ask=ASK).moves[0]
    assert (move.start, move.basis) == (0, "stated")
    assert len(move.evidence) == 2


def test_a_move_that_cannot_reach_the_target_changes_nothing_and_says_so():
    result = moved(record(sought("a", "t"), sought("t", "c")), "t", Move(actor="org:c", start=0, to=100))
    assert (result.change, result.lo, result.hi) == (0, 0, 0)
    assert "would not move" in result.sentence
    assert any("not the same as no influence" in warning for warning in result.warnings)


def test_moves_that_cannot_be_are_refused():
    snapshot = record(sought("a", "t"))
    with pytest.raises(RequestError, match="the target itself"):
        moved(snapshot, "t", Move(actor="org:t", to=10))
    with pytest.raises(RequestError, match="moved twice"):
        moved(snapshot, "t", Move(actor="org:a", to=10), Move(actor="org:a", to=20))
    with pytest.raises(UnknownName):
        moved(snapshot, "t", Move(actor="org:nobody", to=10))
    for bad in (-1, 101, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="to"):
            Move(actor="org:a", to=bad)


def test_the_same_question_gives_the_same_bytes():
    rng = np.random.default_rng(5)
    claims = {(int(a), int(b)): sought(f"n{a}", f"n{b}") for a, b in rng.integers(0, 25, (90, 2)) if a != b}
    snapshot = record(*claims.values())
    first, again = (moving(snapshot, "n1").model_dump_json() for _ in range(2))
    assert first == again
    assert "NaN" not in first


# Members of the target


CHAMBER = (
    said("person:ann", "member_of", "org:chamber"),
    said("person:bob", "member_of", "org:chamber"),
    sought("visitor", "chamber"),
    sought("client", "visitor"),
)


def test_members_of_the_body_asked_about_are_counted_apart_from_who_moves_it():
    snapshot = record(*CHAMBER)
    result = moving(snapshot, "chamber")
    assert {item.entity.id for item in result.items} == {"org:visitor", "org:client"}
    assert (result.total, result.members) == (2, 2)
    assert 0 < result.members_lo < result.members_hi < 1
    assert any("wo members of" in warning and "ask with members" in warning for warning in result.warnings)
    assert result.items[0].rank == 1


def test_members_are_ranked_where_they_are_asked_for():
    result = moving(record(*CHAMBER), "chamber", with_members=True)
    assert {item.entity.id for item in result.items} == {"org:visitor", "org:client", "person:ann", "person:bob"}
    assert (result.total, result.members) == (4, 0)


def test_a_body_that_only_its_members_would_move_says_so():
    result = moving(record(*CHAMBER[:2]), "chamber")
    assert result.items == ()
    assert "nobody but its own members is on record as seeking it" in result.sentence


def test_who_belongs_to_another_body_is_no_member_of_the_target():
    result = moving(record(*CHAMBER, said("person:ann", "member_of", "org:visitor")), "visitor")
    assert [item.entity.id for item in result.items] == ["org:client"]
