"""Pictures' data: the nearest of an entity and the paths between two, always in the same order."""

from datetime import date

import pytest
from pydantic import ValidationError

from graph.claims import Claim, Line, Record, Source, Status
from graph.errors import UnknownName
from graph.neighbourhood import EgoQuery, ego, path_view
from graph.paths.introduce import PathQuery, introduce
from graph.results import GraphView
from graph.snapshot.build import build
from graph.view import View

DAY = date(2025, 10, 28)


def record(subject: str, predicate: str, object_: str = "", *, src: str = "news", status: Status = Status.ACCEPTED, **fields: object) -> Record:
    claim = Claim.model_validate({"subject": subject, "predicate": predicate, "object": object_, "source": f"source:{src}"} | fields)
    return Record(claim=claim, status=status)


def met(a: str, b: str, confidence: int = 900) -> Record:
    return record(a, "met_with", b, when="2025-04-22", confidence=confidence)


def around(entity: str, *lines: Line, **fields: object) -> GraphView:
    return ego(build([Source(id="source:news", title="News"), *lines]), EgoQuery.model_validate({"entity": entity, "as_of": DAY} | fields))


def ids(view: GraphView) -> list[str]:
    return [node.id for node in view.nodes]


STAR = [
    met("org:a", "org:d"),
    met("org:a", "org:c"),
    met("org:a", "org:b", 500),
    met("org:d", "org:e"),
    met("org:e", "org:f"),
    met("org:c", "org:d", 100),
]


def test_nearest_come_strongest_first_then_by_id() -> None:
    view = around("org:a", *STAR)
    assert ids(view) == ["org:a", "org:c", "org:d", "org:b"]
    assert view.title == "org:a has documented contact with three actors; the strongest tie is to org:c"
    assert {(tie.a.id, tie.b.id) for tie in view.ties} == {("org:a", "org:b"), ("org:a", "org:c"), ("org:a", "org:d"), ("org:c", "org:d")}
    assert (view.total, view.folded, view.stances) == (3, (), ("",) * 4)
    assert len(view.sizes) == 4
    assert view == around("org:a", *reversed(STAR))


def test_steps_reach_further() -> None:
    assert ids(around("org:a", *STAR, steps=2)) == ["org:a", "org:c", "org:d", "org:b", "org:e"]
    assert ids(around("org:a", *STAR, steps=3))[-1] == "org:f"
    with pytest.raises(ValidationError):
        around("org:a", *STAR, steps=4)


def test_what_does_not_fit_is_counted_by_kind() -> None:
    kinds = [record("org:b", "kind", value="agency"), record("org:d", "kind", value="association")]
    view = around("org:a", *STAR, *kinds, limit=2)
    assert ids(view) == ["org:a", "org:c"]
    assert view.folded == (("agencies", 1), ("associations", 1))
    assert view.total == 3


def test_only_ties_with_evidence_are_drawn_and_their_sources_are_listed() -> None:
    view = around("org:a", *STAR)
    assert all(tie.evidence for tie in view.ties)
    assert [source.id for source in view.sources] == ["source:news"]


def test_an_actor_without_contact_and_an_agreement_with_any_tie() -> None:
    urges = record("org:a", "urges", "gov:us")
    assert around("org:a", urges).title == "org:a has no documented contact in evidence"
    party = record("gov:us", "party_to", "agreement:usmca")
    view = around("agreement:usmca", party, urges)
    assert ids(view) == ["agreement:usmca", "gov:us"]
    assert view.title == "agreement:usmca has documented ties to gov:us"


def test_one_contact_is_named() -> None:
    assert around("org:a", met("org:a", "org:b")).title == "org:a has documented contact with org:b"


def test_stances_count_in_their_own_voice_and_unknown_is_not_neutral() -> None:
    lines = [
        *STAR,
        record("org:a", "supports", "ask:annex", when="2025-04-29", modality="conditional", speaker="person:head"),
        record("person:head", "leads", "org:a", when="2025-04-29"),
        record("org:b", "opposes", "ask:annex", when="2025-04-29", speaker="org:a"),
        record("org:c", "opposes", "ask:annex", when="2025-04-29", status=Status.PROPOSED),
        record("org:d", "supports", "ask:annex", when="2024"),
        record("org:d", "opposes", "ask:annex", when="2025-04-29"),
    ]
    view = around("org:a", *lines, ask="ask:annex")
    stances = dict(zip(ids(view), view.stances, strict=True))
    assert stances == {"org:a": "conditional", "person:head": "unknown", "org:b": "unknown", "org:c": "unknown", "org:d": "oppose"}
    both = around("org:d", *lines, record("org:d", "supports", "ask:annex", when="2025-04-29"), ask="ask:annex")
    assert both.stances[0] == "ambivalent"
    earlier = around("org:d", *lines, ask="ask:annex", as_of=date(2024, 12, 31))
    assert earlier.stances[0] == "support"


def test_unknown_names_are_errors() -> None:
    with pytest.raises(UnknownName):
        around("org:nobody", *STAR)
    with pytest.raises(UnknownName):
        around("org:a", *STAR, ask="ask:none")


def test_views_apply() -> None:
    assert ids(around("org:a", *STAR, view=View(exclude=("org:c",)))) == ["org:a", "org:d", "org:b"]
    assert ids(around("org:a", *STAR, view=View(min_confidence=0.6))) == ["org:a", "org:c", "org:d"]


def test_a_path_is_drawn_under_its_finding() -> None:
    kinds = [record(key, "kind", value="association") for key in ("org:amiti", "org:technation")]
    named = [record("org:technation", "name", value="Technation"), record("org:ustr", "name", value="USTR")]
    lines = [record("org:amiti", "joint_statement_with", "org:technation", when="2025-04-29"), met("org:amiti", "org:ustr")]
    snapshot = build([*kinds, *named, *lines])
    query = PathQuery(start="org:technation", end="org:ustr", as_of=DAY)
    view = path_view(introduce(snapshot, query))
    assert view.kind == "path"
    assert view.title == "A joint statement and one meeting connect Technation to USTR"
    assert ids(view) == ["org:technation", "org:amiti", "org:ustr"]
    assert view.centre == ("org:technation", "org:ustr")
    assert len(view.ties) == 2
    old = path_view(introduce(snapshot, query.model_copy(update={"as_of": date(2026, 11, 25)})))
    assert old.title.endswith("USTR; the newest evidence is 18 months old")


def test_no_path_is_drawn_as_two_ends() -> None:
    snapshot = build([met("org:a", "org:b"), met("org:c", "org:d")])
    view = path_view(introduce(snapshot, PathQuery(start="org:a", end="org:d", as_of=DAY)))
    assert view.title == "No path in evidence connects org:a to org:d"
    assert (ids(view), view.ties) == (["org:a", "org:d"], ())


def test_who_opposes_the_contrary_of_an_ask_supports_the_ask() -> None:
    lines = [
        record("org:a", "met_with", "org:b", when="2025-04-29"),
        record("ask:closed", "distinct_from", "ask:reopen", qualifiers=("contrary",)),
        record("org:a", "opposes", "ask:reopen", when="2025-04-29"),
    ]
    view = around("org:a", *lines, ask="ask:closed")
    assert dict(zip(ids(view), view.stances, strict=True)) == {"org:a": "support", "org:b": "unknown"}
