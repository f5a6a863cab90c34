"""Brokerage: reference networks, enumeration as the oracle, groups that are not known, doubt, and that it is no influence."""

import csv
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from graph.claims import Claim, Line, Record, Source
from graph.errors import RequestError, UnknownName
from graph.influence.brokerage import BrokersQuery, brokers
from graph.influence.brokered import around
from graph.influence.ground import ground
from graph.influence.matrices import matrix
from graph.influence.measured import MeasuresQuery, measure
from graph.influence.triads import NO_GROUP, census, open_triads, role_of
from graph.results import BrokersResult
from graph.results.brokerage import ROLES
from graph.snapshot.build import Snapshot, build
from graph.view import View

AS_OF = "2025-10-28"


def said(subject: str, predicate: str, object_: str = "", when: str = "2025-09-01", source: str = "source:one", **fields: Any) -> Record:
    return Record(claim=Claim(subject=subject, predicate=predicate, object=object_, when=when, source=source, locator="row", **fields))


def sought(a: str, b: str, **fields: Any) -> Record:
    return said(f"org:{a}", "met_with", f"org:{b}", qualifiers=("sought-by-subject",), **fields)


def record(*claims: Record, countries: dict[str, str] | None = None, kinds: dict[str, str] | None = None) -> Snapshot:
    sources = sorted({line.claim.source for line in claims} | {"source:registry"})
    lines: list[Line] = [Source(id=source, title=source.removeprefix("source:"), reliability=0.9) for source in sources]
    for predicate, told in (("country", countries or {}), ("kind", kinds or {})):
        lines += [said(f"org:{key}", predicate, value=value, source="source:registry", when="") for key, value in told.items()]
    return build([*lines, *claims])


def ask(snapshot: Snapshot, **fields: Any) -> BrokersResult:
    return brokers(snapshot, BrokersQuery(as_of=AS_OF, **{"draws": 0, "top": 1000} | fields))


def counts(result: BrokersResult) -> dict[str, dict[str, int]]:
    return {item.entity.id.removeprefix("org:"): {role: getattr(item, role) for role in ROLES if getattr(item, role)} for item in result.items}


# Reference networks


def test_four_nodes_by_hand(shared):
    case = json.loads((shared / "reference" / "analytic" / "expected.json").read_text(encoding="utf-8"))["gould_fernandez_4_nodes"]
    groups = {name.lower(): "mx" if group == 1 else "us" for name, group in case["groups"].items()}
    result = ask(record(*(sought(a.lower(), b.lower()) for a, b in case["arcs"]), countries=groups))
    assert counts(result) == {name.lower(): roles for name, roles in case["expected"].items()}


def test_chemnet_roles_and_betweenness(shared):
    folder = shared / "reference" / "chemnet"
    rows = list(csv.reader((folder / "pol.csv").open(encoding="utf-8")))
    told = {row["actor"]: row for row in csv.DictReader((folder / "expected_nodes.csv").open(encoding="utf-8"))}
    kinds = {"gov": "agency", "sci": "think_tank", "par": "legislature", "ig": "association", "io": "intergovernmental"}
    pairs = [(row[0], name) for row in rows[1:] for name, cell in zip(rows[0][1:], row[1:], strict=True) if cell == "1" and name != row[0]]
    snapshot = record(*(sought(a.lower(), b.lower()) for a, b in pairs), kinds={name.lower(): kinds[row["type"]] for name, row in told.items()})
    result = ask(snapshot, groups="kind")
    found = {item.entity.id.removeprefix("org:").upper(): item for item in result.items}
    for name, row in told.items():
        expected = [int(row[role]) for role in ROLES]
        assert (sum(expected) > 0) <= (name in found)
        if name in found:
            assert [getattr(found[name], role) for role in ROLES] == expected
            assert found[name].betweenness == pytest.approx(float(row["pol_betweenness"]), abs=1e-8)
    assert result.items[0].entity.id == "org:vci"


def test_chemnet_measures_follow_reputation_as_computed_elsewhere(shared):
    folder = shared / "reference" / "chemnet"
    rows = list(csv.reader((folder / "pol.csv").open(encoding="utf-8")))
    told = {f"org:{row['actor'].lower()}": float(row["infrep_in"]) for row in csv.DictReader((folder / "expected_nodes.csv").open(encoding="utf-8"))}
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    agreement = next(value for key, value in expected.items() if key.startswith("spearman"))
    pairs = [(row[0], name) for row in rows[1:] for name, cell in zip(rows[0][1:], row[1:], strict=True) if cell == "1" and name != row[0]]
    items = measure(record(*(sought(a.lower(), b.lower()) for a, b in pairs)), MeasuresQuery(as_of=AS_OF)).items
    columns = {
        "pol.betweenness": [item.betweenness for item in items],
        "pol.closeness_in": [item.closeness for item in items],
        "pol.hits_authority": [item.authority for item in items],
        "pol.hits_hub": [item.hub for item in items],
        "pol.-constraint": [-(item.constraint or 0) for item in items],
        "pol.kcore": [item.core for item in items],
        "pol.indegree": [item.sought_by for item in items],
        "pol.outdegree": [item.seeks for item in items],
    }
    for key, column in columns.items():
        found = spearmanr(column, [told[item.entity.id] for item in items]).statistic
        assert found == pytest.approx(agreement[key][0], abs=0.005), key


# Enumeration


def by_hand(arcs: set[tuple[int, int]], group: list[int], n: int) -> tuple[np.ndarray, list[int]]:
    found, totals = np.zeros((n, 5), dtype=int), [0] * n
    names = ["" if g == NO_GROUP else str(g) for g in group]
    for a, b in arcs:
        for other, c in arcs:
            if other == b and len({a, b, c}) == 3 and (a, c) not in arcs:
                totals[b] += 1
                role = role_of(names[a], names[b], names[c])
                if role != "ungrouped":
                    found[b, ROLES.index(role)] += 1
    return found, totals


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_roles_and_open_triads_are_those_of_enumeration(data):
    n = data.draw(st.integers(1, 10))
    pairs = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda pair: pair[0] != pair[1])
    arcs = data.draw(st.sets(pairs, max_size=60)) if n > 1 else set()
    group = data.draw(st.lists(st.integers(NO_GROUP, 2), min_size=n, max_size=n))
    source, target = (np.array([arc[side] for arc in arcs], dtype=np.int64) for side in (0, 1))
    found = matrix(source, target, np.ones(len(arcs)), n)
    expected, totals = by_hand(arcs, group, n)
    counted = census(found, np.array(group))
    assert (counted[:, :-1] == expected).all()
    assert counted[:, -1].tolist() == open_triads(found).tolist() == totals


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_what_is_left_of_a_broker_when_arcs_fall_is_a_count_of_the_arcs_that_stand(data):
    n = data.draw(st.integers(2, 8))
    pairs = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda pair: pair[0] != pair[1])
    met = sorted(data.draw(st.sets(pairs, min_size=1, max_size=40)))
    base = ground(record(*(sought(f"n{a}", f"n{b}") for a, b in met)), BrokersQuery(as_of=AS_OF))
    arcs = base.arcs
    stands = np.array(data.draw(st.lists(st.booleans(), min_size=len(met), max_size=len(met))))
    expected = open_triads(matrix(arcs.source, arcs.target, stands.astype(float), len(arcs.actors)))
    for at in range(len(arcs.actors)):
        assert around(arcs, at).open_triads(np.stack([stands, np.ones_like(stands)], axis=1)).tolist() == [expected[at], open_triads(base.matrix())[at]]


# What the answer says


def test_brokerage_is_said_to_be_no_influence():
    result = ask(record(sought("a", "b"), sought("b", "c")))
    assert any("not as influence" in warning for warning in result.warnings)
    assert "not influence" in result.sentence
    assert "not influence" in str(result)


def test_no_known_group_is_in_no_role_and_is_said():
    result = ask(record(sought("a", "b"), sought("b", "c"), countries={"a": "mx", "b": "mx"}))
    (item,) = result.items
    assert (item.total, item.ungrouped) == (1, 1)
    assert counts(result) == {"b": {}}
    assert any("no known country" in warning for warning in result.warnings)


def test_a_closed_triad_is_not_brokered_and_a_way_back_is_none():
    assert ask(record(sought("a", "b"), sought("b", "c"), sought("a", "c"))).items == ()
    assert ask(record(sought("a", "b"), sought("b", "a"))).items == ()


def test_groups_by_branch_put_people_where_their_body_is():
    claims = [
        said("org:firm", "met_with", "person:chief", qualifiers=("sought-by-subject",)),
        said("person:chief", "leads", "org:agency"),
        said("person:chief", "met_with", "org:house", qualifiers=("sought-by-subject",)),
    ]
    kinds = {"firm": "company", "agency": "agency", "house": "legislature"}
    result = ask(record(*claims, kinds=kinds), groups="branch")
    chief = result.items[0]
    assert (chief.entity.id, chief.group) == ("person:chief", "executive")
    assert (chief.gatekeeper, chief.liaison) == (1, 1)


def test_every_pair_opens_to_the_claims_of_both_arcs():
    snapshot = record(sought("a", "b", source="source:two"), sought("b", "c"))
    (triad,) = ask(snapshot).items[0].triads
    assert (triad.seeker.id, triad.sought.id) == ("org:a", "org:c")
    assert {proof.source.id for proof in triad.evidence} == {"source:one", "source:two"}
    assert triad.strength < 0.4


def test_a_broker_on_two_sources_may_lose_its_pair_and_the_answer_says_without_which():
    snapshot = record(sought("a", "b", source="source:two"), sought("b", "c"))
    result = ask(snapshot, draws=500)
    assert (result.items[0].lo90, result.items[0].hi90) == (0, 1)
    assert "nobody would stand between others" in result.would_change


def test_copies_of_one_text_are_one_source_and_one_pair():
    claims = [sought("a", "b"), sought("a", "b", source="source:two"), sought("b", "c")]
    result = ask(record(*claims))
    assert (result.items[0].total, result.items[0].evidence_count, result.items[0].source_count) == (1, 3, 2)


def test_equal_brokers_share_a_rank_and_are_ordered_by_id():
    result = ask(record(sought("x", "b"), sought("b", "y"), sought("p", "a"), sought("a", "q")))
    assert [(item.rank, item.entity.id) for item in result.items] == [(1, "org:a"), (1, "org:b")]
    assert any("share a rank" in warning for warning in result.warnings)


def test_topics_and_places_stand_between_nobody():
    result = ask(record(said("org:a", "concerns", "topic:ai"), said("org:b", "concerns", "topic:ai")), view=View(tie_kinds=("about_topic",)))
    assert (result.items, result.total_actors) == ((), 0)
    assert "No actor stands between two others" in result.sentence


def test_the_same_question_gives_the_same_bytes():
    rng = np.random.default_rng(3)
    claims = {(int(a), int(b)): sought(f"n{a}", f"n{b}", source=f"source:{(a + b) % 5}") for a, b in rng.integers(0, 30, (120, 2)) if a != b}
    snapshot = record(*claims.values())
    first, again = (ask(snapshot, draws=50, seed=4).model_dump_json() for _ in range(2))
    assert first == again
    assert "NaN" not in first
    assert "Infinity" not in first


def test_a_graph_too_dense_is_said_and_ordered_by_betweenness(monkeypatch):
    from graph.influence import triads

    monkeypatch.setattr(triads, "PLAIN", -1)
    monkeypatch.setattr(triads, "WEDGES", -1)
    result = ask(record(sought("a", "b"), sought("b", "c")), draws=50)
    assert result.items[0].entity.id == "org:b"
    assert result.items[0].total == 0
    assert any("too dense for open triads" in warning for warning in result.warnings)


# The table of measures


def test_measures_of_a_chain():
    result = measure(record(sought("a", "b"), sought("b", "c"), sought("x", "y")), MeasuresQuery(as_of=AS_OF, start="org:a"))
    found = {item.entity.id: item for item in result.items}
    assert [found[f"org:{key}"].steps for key in "abcx"] == [0, 1, 2, None]
    assert found["org:b"].cost == pytest.approx(found["org:c"].cost / 2)
    assert found["org:x"].cost is None
    assert found["org:b"].betweenness == pytest.approx(1 / 12)
    assert {item.component for item in result.items} == {"org:a", "org:x"}
    assert "none is influence" in result.sentence


def test_measures_from_whoever_has_no_arc_or_does_not_exist_are_refused():
    snapshot = record(sought("a", "b"), said("org:lone", "concerns", "topic:ai"))
    with pytest.raises(RequestError, match="has no arc"):
        measure(snapshot, MeasuresQuery(as_of=AS_OF, start="org:lone"))
    with pytest.raises(RequestError, match="is no actor"):
        measure(snapshot, MeasuresQuery(as_of=AS_OF, start="topic:ai"))
    with pytest.raises(UnknownName):
        measure(snapshot, MeasuresQuery(as_of=AS_OF, start="org:nobody"))


def test_an_empty_graph_has_nothing_to_measure():
    result = measure(record(), MeasuresQuery(as_of=AS_OF))
    assert (result.items, "nothing to measure" in result.sentence) == ((), True)
    assert ask(record()).items == ()
