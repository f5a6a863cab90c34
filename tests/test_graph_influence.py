"""Influence: PageRank against networkx, the reference network, the bill of materials, the doubt, the traps."""

import csv
import json
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from graph import ontology
from graph.claims import Claim, Judgement, Line, Record, Source, Status
from graph.errors import RequestError, UnknownName
from graph.influence import InfluenceQuery, score
from graph.pagerank import pagerank
from graph.results import RankingResult
from graph.snapshot import Snapshot, build
from graph.view import View

AS_OF = "2025-10-28"


def said(subject: str, predicate: str, object_: str = "", when: str = "2025-09-01", source: str = "source:one", **fields: Any) -> Record:
    status = Status(fields.pop("status", "accepted"))
    return Record(claim=Claim(subject=subject, predicate=predicate, object=object_, when=when, source=source, locator="row", **fields), status=status)


def sought(a: str, b: str, **fields: Any) -> Record:
    return said(a, "met_with", b, qualifiers=("sought-by-subject",), **fields)


def record(*claims: Record, kinds: dict[str, str] | None = None, countries: dict[str, str] | None = None, reliability: float = 0.9) -> Snapshot:
    sources = sorted({line.claim.source for line in claims} | {"source:registry"})
    lines: list[Line] = [Source(id=source, title=source.removeprefix("source:"), reliability=reliability) for source in sources]
    lines += [said(entity, "kind", value=kind, source="source:registry", when="") for entity, kind in (kinds or {}).items()]
    lines += [said(entity, "country", value=country, source="source:registry", when="") for entity, country in (countries or {}).items()]
    return build([*lines, *claims])


def rank(snapshot: Snapshot, **fields: Any) -> RankingResult:
    return score(snapshot, InfluenceQuery(as_of=AS_OF, **fields))


def values(result: RankingResult) -> dict[str, float]:
    return {item.entity.id: item.value for item in result.items}


# PageRank itself


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 12), st.data())
def test_pagerank_is_that_of_networkx(n, data):
    pairs = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1))
    arcs = data.draw(st.dictionaries(pairs, st.sampled_from([0.0, 0.2, 0.5, 0.95]), max_size=30))
    ordered = sorted(arcs, key=lambda arc: (arc[1], arc[0]))
    source, target = (np.array([arc[side] for arc in ordered], dtype=np.int64) for side in (0, 1))
    found = pagerank(source, target, np.array([[arcs[arc]] for arc in ordered]).reshape(-1, 1), n)[:, 0]
    graph = nx.DiGraph()
    graph.add_nodes_from(range(n))
    graph.add_weighted_edges_from((a, b, w) for (a, b), w in arcs.items() if w > 0)
    expected = nx.pagerank(graph, alpha=0.85, tol=1e-13, max_iter=10_000)
    assert found == pytest.approx([expected[v] for v in range(n)], abs=1e-8)
    assert found.sum() == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("arcs", [0, 200, 20_000])
def test_several_weightings_are_solved_as_if_alone(arcs):
    rng = np.random.default_rng(4)
    source, target = rng.integers(0, 300, arcs), np.sort(rng.integers(0, 300, arcs))
    weights = rng.random((arcs, 60)) * (rng.random((arcs, 60)) < 0.6)
    together = pagerank(source, target, weights, 300)
    alone = np.column_stack([pagerank(source, target, weights[:, [i]], 300)[:, 0] for i in range(60)])
    assert np.abs(together - alone).max() < 1e-9


# Known answers


@pytest.fixture(scope="module")
def chemnet(shared: Path) -> tuple[Snapshot, dict[str, float], dict[str, float]]:
    """The political exchange among 30 bodies, the reputation each has among the others, and the expected score."""
    folder = shared / "reference" / "chemnet"

    def matrix(name: str) -> dict[tuple[str, str], bool]:
        rows = list(csv.reader((folder / name).open(encoding="utf-8")))
        return {(row[0], column): cell == "1" for row in rows[1:] for column, cell in zip(rows[0][1:], row[1:], strict=True) if row[0] != column}

    sent, deemed = matrix("pol.csv"), matrix("infrep.csv")
    claims = [sought(f"org:{a.lower()}", f"org:{b.lower()}") for (a, b), tie in sent.items() if tie]
    reputation = {f"org:{b.lower()}": 0.0 for _, b in deemed}
    for (_, b), tie in deemed.items():
        reputation[f"org:{b.lower()}"] += tie
    expected = {f"org:{row['actor'].lower()}": float(row["pol_pagerank"]) for row in csv.DictReader((folder / "expected_nodes.csv").open(encoding="utf-8"))}
    return record(*claims), reputation, expected


def test_chemnet_scores_and_reputation(chemnet):
    snapshot, reputation, expected = chemnet
    found = values(rank(snapshot, top=100))
    assert found == pytest.approx(expected, abs=1e-8)
    assert spearmanr([found[actor] for actor in reputation], list(reputation.values())).statistic == pytest.approx(0.89, abs=0.005)


# The bill of materials


@pytest.fixture(scope="module")
def mixed() -> Snapshot:
    claims = [
        sought("org:a", "org:agency"),
        sought("org:b", "org:agency", source="source:two"),
        sought("org:a", "org:b", source="source:two"),
        said("org:b", "urges", "org:agency"),
        said("org:a", "joint_statement_with", "org:b"),
        said("org:a", "concerns", "topic:data-flows"),
        said("org:b", "concerns", "topic:data-flows"),
        said("org:agency", "concerns", "topic:data-flows"),
        said("org:a", "supports", "agreement:usmca"),
        said("org:silent", "located_in", "place:us"),
    ]
    return record(*claims, kinds={"org:agency": "agency"})


def test_parts_of_each_kind_sum_to_one_with_the_teleport(mixed):
    for item in rank(mixed).items:
        by = {of: sum(part.share for part in item.parts if part.of == of) for of in ("tie_kind", "source", "teleport")}
        assert by["tie_kind"] + by["teleport"] == pytest.approx(1)
        assert by["source"] + by["teleport"] == pytest.approx(1)


def test_scores_sum_to_one_and_only_actors_rank(mixed):
    result = rank(mixed)
    assert sum(values(result).values()) == pytest.approx(1, abs=1e-10)
    assert set(values(result)) == {"org:a", "org:b", "org:agency"}
    assert result.items[0].entity.id == "org:agency"


def test_urging_counts_a_little(mixed):
    parts = {part.name: part.share for part in rank(mixed).items[0].parts}
    assert 0 < parts["urged"] < parts["met"]


def test_each_score_opens_to_its_evidence(mixed):
    agency = rank(mixed).items[0]
    assert (agency.evidence_count, agency.source_count) == (3, 2)
    assert {proof.source.id for proof in agency.evidence} == {"source:one", "source:two"}
    assert agency.in_strength == pytest.approx(sum(x for x in _in_strengths(mixed)))


def _in_strengths(snapshot: Snapshot) -> list[float]:
    """Strengths of the arcs to the agency, by the formula: met .6 / 18 months, urged .2 / 18 months, confidence .9, 57 days."""
    ties = ontology.load().ties
    p = {kind: ties[kind].weight * 0.9 * 2 ** (-(57 / 30.4375) / ties[kind].half_life) for kind in ("met", "urged")}
    return [p["met"], 1 - (1 - p["met"]) * (1 - p["urged"])]


def test_silent_actors_are_counted_not_ranked_low(mixed):
    assert any("not enough data" in warning for warning in rank(mixed).warnings)


def test_direction_is_from_seeker_to_sought():
    asked, met = record(sought("org:a", "org:b")), record(said("org:a", "met_with", "org:b"))
    assert values(rank(asked))["org:b"] > values(rank(asked))["org:a"]
    assert values(rank(met))["org:a"] == pytest.approx(0.5)


# Doubt


def test_interval_holds_the_draws_and_repeats_with_the_seed(mixed):
    first, again, other = rank(mixed, seed=3), rank(mixed, seed=3), rank(mixed, seed=4)
    assert first.model_dump() == again.model_dump()
    assert values(first) == values(other)
    for item in first.items:
        assert item.lo90 <= item.value <= item.hi90
        assert item.rank_lo <= item.rank <= item.rank_hi


def test_draws_follow_the_coins_of_the_source_groups():
    """Two sources of reliability .5: the agency is known in 3 of 4 worlds, and then comes first."""
    snapshot = record(sought("org:a", "org:z", source="source:one"), sought("org:b", "org:z", source="source:two"), reliability=0.5)
    top = rank(snapshot).items[0]
    assert top.entity.id == "org:z"
    assert top.lo90 == pytest.approx(1 / 3)
    assert (top.rank_lo, top.rank_hi) == (1, 2)


def test_one_source_is_said_to_be_one_coin():
    result = rank(record(sought("org:a", "org:b")))
    assert any("one source" in warning for warning in result.warnings)
    assert result.items[0].note == "rests on one source"


def test_source_that_copies_another_has_no_coin_of_its_own():
    claims = [sought("org:a", "org:b", source="source:one"), sought("org:a", "org:b", source="source:copy")]
    sources = [Source(id=line.claim.source, title="t", group="wire", reliability=0.9) for line in claims]
    assert any("one source" in warning for warning in rank(build([*sources, *claims])).warnings)


def test_without_draws_there_is_no_interval(mixed):
    for item in rank(mixed, draws=0).items:
        assert (item.lo90, item.hi90) == (item.value, item.value)


# What is left out


def test_leaving_out_sources_and_actors(mixed):
    result = rank(mixed)
    answers = {one.left_out: one for one in result.leave_one_out}
    assert {"one", "two", "org:agency", "org:a", "org:b"} == set(answers)
    assert "org:agency" not in answers["org:agency"].top
    assert answers["one"].top[0] == "org:agency"


def test_removed_actor_is_gone(mixed):
    assert set(values(rank(mixed, view=View(exclude=("org:agency",))))) == {"org:a", "org:b"}


def test_nothing_to_rank_is_an_answer():
    result = rank(record(said("org:a", "supports", "agreement:usmca")))
    assert result.items == ()
    assert "nobody can be ranked" in result.sentence


# Scope, authority, order


def test_scope_ranks_within_a_country():
    claims = [sought("org:a", "org:us1"), sought("org:b", "org:us1"), sought("org:us1", "org:mx1"), sought("org:us2", "org:mx1")]
    snapshot = record(*claims, countries={"org:us1": "us", "org:us2": "us", "org:mx1": "mx"})
    result = rank(snapshot, scope="us")
    assert [(item.entity.id, item.rank) for item in result.items] == [("org:us1", 1), ("org:us2", 2)]
    assert not any("disclosure" in warning for warning in result.warnings)
    assert any("disclosure" in warning for warning in rank(snapshot).warnings)
    with pytest.raises(RequestError, match="mx, us"):
        rank(snapshot, scope="fr")


def test_authority_comes_first_only_where_an_ask_is_given():
    claims = [
        *(sought(f"org:{x}", "org:popular") for x in "abc"),
        sought("org:popular", "org:decider"),
        sought("org:decider", "org:a"),
        said("ask:annex", "granted_by", "vehicle:side-letter"),
        said("post:minister", "decides_on", "vehicle:side-letter"),
        said("post:minister", "post_at", "org:decider"),
        said("org:a", "decides_on", "vehicle:other"),
    ]
    snapshot = record(*claims)
    plain, asked = rank(snapshot), rank(snapshot, ask="ask:annex")
    assert asked.items[0].entity.id == "org:decider"
    assert asked.items[0].authority == ("vehicle:side-letter (as post:minister)",)
    assert asked.items[0].rank == 1
    assert values(plain) == values(asked)
    assert [item.value for item in plain.items] == sorted((item.value for item in plain.items), reverse=True)
    assert {item.entity.id for item in plain.items if item.authority} == {"org:decider", "org:a"}
    with pytest.raises(UnknownName):
        rank(snapshot, ask="ask:nothing")


def test_holder_of_a_post_has_its_authority_while_in_office():
    claims = [
        sought("org:a", "person:minister"),
        said("post:m", "decides_on", "vehicle:v"),
        said("person:minister", "holds_post", "post:m", when="2025-03-01.."),
    ]
    snapshot = record(*claims)
    held = {item.entity.id: item.authority for item in rank(snapshot).items}
    assert held["person:minister"] == ("vehicle:v (as post:m)",)
    before = score(snapshot, InfluenceQuery(as_of="2025-02-01"))
    assert not any(item.authority for item in before.items)


LATER = {
    "it fell vacant": said("post:m", "vacant", when="2025-06-01.."),
    "another took it": said("person:other", "holds_post", "post:m", when="2025-06-01.."),
    "its end is stated": said("person:minister", "holds_post", "post:m", when="2025-03-01..2025-05-31", qualifiers=("ended",)),
    "the holder is called former": said("person:minister", "holds_post", "post:m", when="2025-06-01", qualifiers=("former",)),
}
NOT_SAID = {
    "planned": said("person:minister", "holds_post", "post:m", modality="planned"),
    "denied": said("person:minister", "holds_post", "post:m", modality="negated"),
    "proposed": said("person:minister", "holds_post", "post:m", status="proposed"),
}


def holds(*claims: Record, **fields: Any) -> bool:
    asked = [sought("org:a", "person:minister"), said("post:m", "decides_on", "vehicle:v")]
    return any(item.authority for item in rank(record(*asked, *claims), **fields).items if item.entity.id == "person:minister")


@pytest.mark.parametrize("later", LATER)
def test_a_post_is_held_until_something_later_contradicts_it(later):
    held = said("person:minister", "holds_post", "post:m", when="2025-03-01..2025-04-30", qualifiers=("since",))
    assert holds(held)
    assert not holds(held, LATER[later])
    assert holds(held, LATER[later], said("person:minister", "holds_post", "post:m", when="2025-07-01"))


@pytest.mark.parametrize("claim", NOT_SAID)
def test_a_post_that_is_not_said_to_be_held_gives_no_authority(claim):
    assert not holds(NOT_SAID[claim])


def test_an_actor_excluded_by_a_merged_id_has_no_authority_and_no_rank():
    claims = [sought("org:a", "org:decider"), sought("org:a", "org:b"), said("org:decider", "decides_on", "vehicle:v")]
    lines = [Source(id="source:one", title="one"), *claims, Judgement(left="org:decider", right="org:former-name", verdict="same")]
    result = rank(build([*lines, said("org:former-name", "alias", value="Former name")]), view=View(exclude=("org:former-name",)))
    assert [item.entity.id for item in result.items] == ["org:b", "org:a"]
    assert not any(item.authority for item in result.items)


def test_chance_of_being_among_those_asked_for_is_a_share_of_the_draws(mixed):
    assert {item.p_rank_le_k for item in rank(mixed, top=1000).items} == {1.0}
    rivals = [sought("org:a", "org:x"), sought("org:b", "org:x"), sought("org:c", "org:y", source="source:two")]
    (first,) = rank(record(*rivals, reliability=0.8), top=1).items
    assert first.p_rank_le_k == pytest.approx(0.8, abs=0.05), "x leads whenever its source holds"
    assert rank(record(*rivals, reliability=1.0), top=1).items[0].p_rank_le_k == 1


def test_copies_of_one_text_are_one_source():
    texts = [Source(id=f"source:{name}", title=name, group="wire") for name in ("one", "two")]
    result = rank(build([*texts, sought("org:a", "org:b"), sought("org:a", "org:b", source="source:two")]))
    assert (result.items[0].evidence_count, result.items[0].source_count, result.items[0].note) == (2, 1, "rests on one source")


def test_a_ranking_in_json_names_each_part_by_kind_or_by_source(mixed):
    result = rank(mixed)
    told = json.loads(result.model_dump_json())["items"][0]
    assert told.keys() >= {"entity", "value", "lo90", "hi90", "rank", "rank_lo", "rank_hi", "evidence_count", "source_count", "parts"}
    assert {tuple(part) for part in told["parts"]} == {("tie_kind", "share"), ("source", "share"), ("share",)}
    assert RankingResult.model_validate_json(result.model_dump_json()) == result


def test_equal_scores_share_a_rank_and_are_listed_by_id():
    result = rank(record(sought("org:c", "org:z"), sought("org:b", "org:z"), sought("org:a", "org:z")))
    assert [(item.entity.id, item.rank) for item in result.items] == [("org:z", 1), ("org:a", 2), ("org:b", 2), ("org:c", 2)]
    assert any("equal scores" in warning for warning in result.warnings)


def test_hub_of_a_thousand_that_only_seeks_does_not_lead():
    """A lobbyist who seeks a thousand bodies has a thousand ties and no influence of its own."""
    claims = [sought("person:lobbyist", f"org:x{i}") for i in range(1000)] + [sought(f"org:x{i}", "org:ministry") for i in range(5)]
    result = rank(record(*claims), top=1000, draws=50)
    assert result.items[0].entity.id == "org:ministry"
    assert "person:lobbyist" not in values(result)


def test_kinds_choose_what_is_listed(mixed):
    assert [item.entity.kind for item in rank(mixed, kinds=("agency",)).items] == ["agency"]
    with pytest.raises(RequestError, match="unknown kinds"):
        rank(mixed, kinds=("friend",))


def test_proposed_arcs_do_not_count():
    assert rank(record(sought("org:a", "org:b", status="proposed"))).items == ()


@pytest.mark.slow
def test_large_graphs_say_that_fewer_draws_were_made():
    rng = np.random.default_rng(0)
    pairs = {(int(a), int(b)) for a, b in rng.integers(0, 120, (9000, 2)) if a != b}
    snapshot = record(*(sought(f"org:n{a}", f"org:n{b}", source=f"source:s{(a + b) % 40}") for a, b in sorted(pairs)))
    few, many = rank(snapshot, draws=200), rank(snapshot, draws=10_000)
    assert not any("draws instead of" in warning for warning in few.warnings)
    assert any("draws instead of 10000: the graph is large" in warning for warning in many.warnings)
    assert all(item.lo90 < item.value < item.hi90 for item in few.items[:5])
