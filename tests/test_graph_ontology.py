"""The ontology: three files that agree, and what a claim makes of itself."""

import pytest

from graph import ontology
from graph.claims import Claim, Modality
from graph.errors import ClaimError

KINDS = {"org:a": "association", "org:b": "agency", "person:p": "person", "gov:mx": "government", "topic:t": "topic", "agreement:x": "agreement"}


def claim(subject: str, predicate: str, object: str = "", *qualifiers: str, modality: Modality = Modality.ASSERTED, value: str = "") -> Claim:
    return Claim(subject=subject, predicate=predicate, object=object, qualifiers=qualifiers, modality=modality, value=value, source="source:x")


@pytest.mark.parametrize(
    ("said", "tie"),
    [
        (claim("person:p", "leads", "org:a"), "officer_of"),
        (claim("person:p", "leads", "org:a", "former"), "former_post"),
        (claim("person:p", "works_for", "org:a", "former"), "former_post"),
        (claim("org:a", "met_with", "org:b"), "met"),
        (claim("person:p", "met_with", "org:b", "delegation"), "delegation"),
        (claim("person:p", "member_of", "gov:mx", "delegation"), "delegation"),
        (claim("org:a", "partners_with", "org:b"), "works_with"),
        (claim("org:a", "partners_with", "org:b", "one-sided"), "partnership"),
        (claim("org:a", "partners_with", "gov:mx", "of-agencies"), ""),
        (claim("org:a", "counterpart_of", "org:b"), "partnership"),
        (claim("org:a", "urges", "gov:mx"), "urged"),
        (claim("org:b", "part_of", "gov:mx"), "part_of"),
        (claim("org:b", "part_of", "gov:mx", "structure"), "structure"),
        (claim("org:a", "met_with", "org:b", modality=Modality.PLANNED), ""),
        (claim("org:a", "met_with", "org:b", modality=Modality.NEGATED), ""),
        (claim("person:p", "met_with", "org:b", "delegation", modality=Modality.NEGATED), ""),
    ],
)
def test_what_a_text_says_becomes_this_kind_of_tie(said: Claim, tie: str) -> None:
    assert ontology.load().tie_kind(said) == tie


@pytest.mark.parametrize("kind", ["stance", "about_topic", "party_to", "located_in", "trade_flow", "urged", "structure", "publishes", "former_post"])
def test_no_stance_topic_place_flow_or_request_carries_an_introduction(kind: str) -> None:
    assert not ontology.load().ties[kind].carries


def test_large_events_and_co_mentions_are_off_unless_asked_for() -> None:
    ties = ontology.load().ties
    assert {key for key, kind in ties.items() if kind.carries and not kind.default} == {"same_event", "co_mention"}


def test_only_people_and_private_bodies_stand_inside_a_path() -> None:
    inside = {key for key, kind in ontology.load().entities.items() if kind.inside}
    assert inside == {"person", "association", "chamber", "company", "think_tank", "organisation"}


@pytest.mark.parametrize(
    "said",
    [
        claim("org:a", "leads", "org:b"),
        claim("topic:t", "met_with", "org:b"),
        claim("org:a", "regulates", "org:b"),
        claim("org:a", "party_to", "agreement:x"),
        claim("org:a", "likes", "org:b"),
        claim("org:a", "met_with"),
    ],
)
def test_a_claim_against_the_ontology_is_refused(said: Claim) -> None:
    with pytest.raises(ClaimError):
        ontology.load().check(said, KINDS)


def test_attributes_need_no_object() -> None:
    ontology.load().check(claim("org:a", "name", value="A"), KINDS)
