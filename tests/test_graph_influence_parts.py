"""What a score is made of: its bill of materials and the evidence behind it."""

import json
from typing import Any

import pytest

from graph import ontology
from graph.claims import Claim, Line, Record, Source, Status
from graph.influence.score import InfluenceQuery, score
from graph.results import RankingResult
from graph.snapshot.build import Snapshot, build

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


def test_copies_of_one_text_are_one_source():
    texts = [Source(id=f"source:{name}", title=name, group="wire") for name in ("one", "two")]
    result = rank(build([*texts, sought("org:a", "org:b"), sought("org:a", "org:b", source="source:two")]))
    assert (result.items[0].evidence_count, result.items[0].source_count, result.items[0].note) == (2, 1, "rests on one source")


def test_a_ranking_in_json_names_each_part_by_kind_or_by_source(mixed):
    result = rank(mixed)
    told = json.loads(result.model_dump_json())["items"][0]
    assert told.keys() >= {"entity", "value", "lo90", "hi90", "rank", "rank_lo", "rank_hi", "evidence_count", "source_count", "parts"}
    assert {tuple(part) for part in told["parts"]} == {("tie_kind", "label", "share"), ("source", "label", "share"), ("share",)}
    assert RankingResult.model_validate_json(result.model_dump_json()) == result


def test_parts_of_a_value_that_hundreds_of_sources_make_up_still_sum_to_one():
    told = rank(record(*(sought(f"org:a{i}", "org:z", source=f"source:s{i:03}") for i in range(200)))).items[0]
    shares = [part for part in told.parts if part.of == "source"]
    assert sum(part.share for part in shares) + told.parts[-1].share == pytest.approx(1)
    assert shares[-1].name == "175 other sources"
    assert told.evidence_count == told.source_count == 200
