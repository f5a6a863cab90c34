"""Claims become entities and ties that keep their claim ids, in plain Python."""

from datetime import date

import pytest

from graph.assemble import assemble
from graph.claims import Claim, Decision, Judgement, Line, Record, Source, Status
from graph.view import View

DAY = date(2025, 10, 28)


def source(name: str, **fields: object) -> Source:
    return Source.model_validate({"id": f"source:{name}", "title": name} | fields)


def record(
    subject: str, predicate: str, object_: str = "", *, src: str = "s", status: Status = Status.ACCEPTED, layer: str = "public", **fields: object
) -> Record:
    claim = Claim.model_validate({"subject": subject, "predicate": predicate, "object": object_, "source": f"source:{src}"} | fields)
    return Record(claim=claim, status=status, layer=layer)


def test_the_best_source_names_an_entity_and_the_rest_are_aliases() -> None:
    lines: list[Line] = [source("press"), source("list", kind="curated"), source("known", kind="reference")]
    lines += [record("org:amiti", "name", src="press", value="Amiti A.C."), record("org:amiti", "name", src="known", value="AMITI")]
    lines += [record("org:amiti", "alias", src="known", value="Mexican IT association"), record("org:amiti", "kind", src="known", value="association")]
    lines += [record("org:amiti", "country", src="known", value="mx"), record("org:amiti", "describes", src="known", value="Speaks for IT firms")]
    entity = assemble(lines).entities["org:amiti"]
    assert (entity.name, entity.kind, entity.country, entity.description) == ("AMITI", "association", "mx", "Speaks for IT firms")
    assert set(entity.aliases) == {"Amiti A.C.", "Mexican IT association"}
    assert set(entity.claims) == {line.claim.id for line in lines if isinstance(line, Record)}
    hand = record("org:amiti", "name", src="list", value="AMITI (ours)")
    assert assemble([*lines, hand]).entities["org:amiti"].name == "AMITI (ours)"


@pytest.mark.parametrize(
    ("entity", "kind"), [("org:x", "organisation"), ("person:x", "person"), ("gov:mx", "government"), ("place:mx", "place"), ("topic:x", "topic")]
)
def test_an_id_implies_a_kind_and_stands_in_for_a_missing_name(entity: str, kind: str) -> None:
    found = assemble([record(entity, "urges", "org:y")]).entities[entity]
    assert (found.kind, found.name, found.country, found.url) == (kind, entity, "", "")


def test_proposed_names_yield_to_accepted_ones_and_rejected_ones_count_for_nothing() -> None:
    proposed = record("org:x", "name", value="Proposed", status=Status.PROPOSED)
    rejected = record("org:x", "name", value="Rejected", status=Status.REJECTED)
    assert assemble([proposed, rejected]).entities["org:x"].name == "Proposed"
    accepted = record("org:x", "name", value="Accepted")
    assert assemble([proposed, accepted]).entities["org:x"].name == "Accepted"


def test_speakers_and_asks_are_entities_too() -> None:
    said = record("org:a", "urges", "gov:us", speaker="person:p", ask="ask:annex")
    assert set(assemble([said]).entities) == {"org:a", "gov:us", "person:p", "ask:annex"}


def test_structure_and_prose_both_place_a_body_but_only_prose_makes_a_tie() -> None:
    structure = record("org:ustr", "part_of", "gov:us", qualifiers=["structure"])
    prose = record("org:office", "part_of", "gov:us", when="2025-10-28")
    found = assemble([structure, prose], on=DAY)
    assert found.entities["org:ustr"].part_of == ("gov:us",)
    assert found.entities["org:office"].part_of == ("gov:us",)
    assert [(bond.low, bond.high) for bond in found.ties] == [("gov:us", "org:office")]


def test_ties_keep_every_claim_and_the_order_of_lines_does_not_matter() -> None:
    one = record("org:a", "met_with", "org:b", when="2025-04-20..2025-04-28")
    two = record("org:b", "met_with", "org:a", src="t", when="2025-04-22")
    found = assemble([one, two], on=DAY)
    assert found == assemble([two, one], on=DAY)
    (bond,) = found.ties
    (happening,) = bond.happenings
    assert set(happening.claims) == {one.claim.id, two.claim.id}
    assert str(happening.when) == "2025-04-22"


def test_a_merge_joins_claims_and_undecided_takes_it_back() -> None:
    met = record("org:amiti", "met_with", "org:ustr", when="2025-04-22")
    lines: list[Line] = [met, record("org:amiti-ac", "joint_statement_with", "org:iti", when="2025-04")]
    merge = Judgement(left="org:amiti", right="org:amiti-ac", verdict="same")
    merged = assemble([*lines, merge], on=DAY)
    assert merged.entities["org:amiti"].merged == ("org:amiti-ac",)
    assert {(bond.low, bond.high) for bond in merged.ties} == {("org:amiti", "org:ustr"), ("org:amiti", "org:iti")}
    parted = assemble([*lines, merge, merge.model_copy(update={"verdict": "undecided"})], on=DAY)
    assert "org:amiti-ac" in parted.entities


def test_decisions_rule_over_the_extractor() -> None:
    proposed = record("org:a", "met_with", "org:b", when="2025-04-22", status=Status.PROPOSED)
    assert assemble([proposed], on=DAY).ties == ()
    assert len(assemble([proposed, Decision(claim=proposed.claim.id, status=Status.ACCEPTED)], on=DAY).ties) == 1


def test_other_layers_stay_out() -> None:
    private = record("org:a", "met_with", "person:friend", when="2025-04-22", layer="private")
    merge = Judgement(left="org:a", right="org:b", verdict="same", layer="private")
    lines: list[Line] = [record("org:a", "met_with", "org:b", when="2025-04-22"), private, merge]
    assert list(assemble(lines, on=DAY).entities) == ["org:a", "org:b"]
    both = assemble(lines, View(layers=("public", "private")), DAY)
    assert list(both.entities) == ["org:a", "person:friend"]
