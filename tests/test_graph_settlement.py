"""Settlement: the published case, unknown is never counted, inputs of one's own, doubt, bad input."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.claims import Claim, Line, Record, Source
from graph.errors import RequestError, UnknownName
from graph.influence.settlement import Given, SettlementQuery, compromise, settle, weighted_median
from graph.results import SettlementResult
from graph.snapshot.build import Snapshot, build

AS_OF = "2025-10-28"
ASK = "ask:annex"


def said(subject: str, predicate: str, object_: str = "", when: str = "2025-09-01", source: str = "source:one", **fields: Any) -> Record:
    return Record(claim=Claim(subject=subject, predicate=predicate, object=object_, when=when, source=source, locator="row", **fields))


def record(*claims: Record) -> Snapshot:
    sources = sorted({line.claim.source for line in claims} | {"source:registry"})
    lines: list[Line] = [Source(id=source, title=source.removeprefix("source:"), reliability=0.7) for source in sources]
    return build([*lines, said(ASK, "concerns", "topic:ai", source="source:registry"), *claims])


def settled(snapshot: Snapshot, *given: Given, **fields: Any) -> SettlementResult:
    return settle(snapshot, SettlementQuery(as_of=AS_OF, ask=ASK, given=given, **{"draws": 200} | fields))


def test_the_emissions_case_of_bueno_de_mesquita(shared):
    case = json.loads((shared / "reference" / "analytic" / "expected.json").read_text(encoding="utf-8"))["bueno_de_mesquita_1994_emissions"]
    rows = case["actor_capability_position_salience"]
    ids = [f"org:{name.lower().replace(' ', '-')}" for name, *_ in rows]
    snapshot = record(*(said(id, "concerns", "topic:ai") for id in ids))
    given = [Given(actor=id, capability=c, position=x, salience=s) for id, (_, c, x, s) in zip(ids, rows, strict=True)]
    result = settled(snapshot, *given)
    assert result.mean == pytest.approx(case["compromise_weighted_mean"], abs=1e-6)
    assert result.median == case["weighted_median"]
    assert result.label == "scenario"
    assert sum(item.weight for item in result.items) == pytest.approx(1)
    assert (result.lo90, result.hi90) == (pytest.approx(result.mean), pytest.approx(result.mean))


@given(st.lists(st.tuples(st.floats(0.01, 10), st.floats(0, 100)), min_size=1, max_size=12))
def test_mean_and_median_lie_among_the_positions_and_halve_the_weight(actors):
    weights, where = (np.array(column) for column in zip(*actors, strict=True))
    mean, median = compromise(weights, where), weighted_median(weights, where)
    assert where.min() - 1e-9 <= mean <= where.max() + 1e-9
    assert where.min() <= median <= where.max()
    half = weights.sum() / 2 * (1 + 1e-9)
    assert weights[where < median].sum() <= half
    assert weights[where > median].sum() <= half


def test_exactly_half_on_each_side_meets_midway():
    assert weighted_median(np.array([1.0, 1.0]), np.array([0.0, 100.0])) == 50


def test_nobody_stated_a_position_is_a_clear_answer():
    result = settled(record(said("org:a", "met_with", "org:b")))
    assert (result.mean, result.median, result.lo90, result.items) == (None, None, None, ())
    assert "Nobody has stated a position" in result.sentence


def test_unknown_is_listed_and_never_counted_as_the_middle():
    told = said("org:b", "supports", ASK, speaker="org:c", source="source:two")
    result = settled(record(said("org:a", "opposes", ASK), told))
    assert [item.entity.id for item in result.items] == ["org:a"]
    assert [one.entity.id for one in result.unknown] == ["org:b"]
    assert result.mean == 0
    assert any("only one position" in warning for warning in result.warnings)
    assert "everything rests on org:a" in result.would_change


def test_a_person_and_its_body_are_one_voice():
    chief = said("person:chief", "leads", "org:a", when="2025-09")
    result = settled(record(chief, said("org:a", "supports", ASK), said("person:chief", "supports", ASK), said("org:b", "opposes", ASK)))
    assert {item.entity.id for item in result.items} == {"org:a", "org:b"}
    assert any("for which it speaks" in warning for warning in result.warnings)


def test_conditions_of_supporters_and_of_opponents_lie_on_their_sides():
    snapshot = record(said("org:a", "conditional_on", ASK), said("org:b", "ambivalent_on", ASK), said("org:c", "neutral_on", ASK))
    found = {item.entity.id: item.position for item in settled(snapshot).items}
    assert found == {"org:a": 75, "org:b": 50, "org:c": 50}


def test_the_interval_holds_the_mean_and_comes_from_source_groups():
    sides = [said("org:a", "supports", ASK), said("org:b", "opposes", ASK, source="source:two")]
    result = settled(record(*sides), draws=500)
    assert result.lo90 is not None
    assert result.hi90 is not None
    assert result.mean is not None
    assert 0 <= result.lo90 < result.mean < result.hi90 <= 100
    assert (result.lo90, result.hi90) == (pytest.approx(0, abs=10), pytest.approx(100, abs=10))


def test_who_decides_formally_weighs_fully_and_salience_is_the_share_of_late_words():
    claims = [
        said(ASK, "granted_by", "vehicle:letter", when="", source="source:registry"),
        said("org:agency", "decides_on", "vehicle:letter", when="", source="source:registry"),
        said("org:agency", "supports", ASK),
        said("org:agency", "opposes", "ask:other", when="2025-08-01"),
        said("org:a", "opposes", ASK),
        said("org:a", "met_with", "org:agency", qualifiers=("sought-by-subject",)),
    ]
    found = {item.entity.id: item for item in settled(record(*claims)).items}
    assert found["org:agency"].capability == 1
    assert found["org:agency"].decides_on
    assert found["org:agency"].statements == 3
    assert found["org:agency"].salience == pytest.approx(1 / 3)
    assert found["org:a"].capability < 1
    assert found["org:a"].salience == pytest.approx(1 / 2)
    assert all(item.evidence for item in found.values())


def test_own_inputs_override_the_record_and_make_it_a_scenario():
    snapshot = record(said("org:a", "opposes", ASK), said("org:b", "supports", ASK))
    result = settled(snapshot, Given(actor="org:a", position=40, capability=2, salience=0.5))
    found = {item.entity.id: item for item in result.items}
    assert (found["org:a"].basis, found["org:a"].position, found["org:a"].capability, found["org:a"].salience) == ("given", 40, 2, 0.5)
    assert found["org:b"].basis == "stated"
    assert result.sentence.startswith("Scenario")
    assert any("inputs that the user gave" in warning for warning in result.warnings)


def test_the_error_of_such_means_is_said():
    result = settled(record(said("org:a", "supports", ASK)))
    assert any("about 20 of 100 points" in warning for warning in result.warnings)
    assert "about 20 of 100 points" in str(result)


def test_bad_input_is_refused():
    snapshot = record(said("org:a", "supports", ASK), said("org:a", "met_with", "org:b"))
    with pytest.raises(RequestError, match="is no ask"):
        settle(snapshot, SettlementQuery(as_of=AS_OF, ask="org:a"))
    with pytest.raises(UnknownName):
        settle(snapshot, SettlementQuery(as_of=AS_OF, ask="ask:nothing"))
    with pytest.raises(RequestError, match="given twice"):
        settled(snapshot, Given(actor="org:a"), Given(actor="org:a"))
    with pytest.raises(RequestError, match="is no actor"):
        settled(snapshot, Given(actor="topic:ai", position=5))
    with pytest.raises(RequestError, match="nothing to weigh by"):
        settled(snapshot, Given(actor="org:a", salience=0))
    for bad in ({"position": 101}, {"capability": -1}, {"salience": float("nan")}, {"capability": float("inf")}):
        with pytest.raises(ValueError, match="input"):
            Given(actor="org:a", **bad)


def test_one_position_alone_is_said_to_be_no_settlement():
    found = settled(record(said("org:a", "supports", ASK)))
    assert found.mean is not None
    assert "tells nothing of where" in found.sentence
    assert "would settle at" not in found.sentence


def test_the_same_question_gives_the_same_bytes():
    snapshot = record(*(said(f"org:n{i}", "supports" if i % 2 else "opposes", ASK, source=f"source:{i}") for i in range(8)))
    first, again = (settled(snapshot, seed=9).model_dump_json() for _ in range(2))
    assert first == again
    assert "NaN" not in first
