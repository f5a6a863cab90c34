"""Decision routes: who decides, who is reached, and what taking one away blocks."""

from datetime import date
from typing import Any

import pytest

from graph.campaign.decisions import DecisionsQuery, routes
from graph.claims import Claim, Line, Record, Source
from graph.errors import RequestError, UnknownName
from graph.results import DecisionsResult, Step, VehicleRoute
from graph.snapshot.build import Snapshot, build
from graph.view import View
from loaders import example
from loaders.registry import lines as registry_lines
from loaders.registry import load_registry

DAY = date(2025, 10, 28)
ASK = "ask:annex"
KINDS = {
    "org:us": "association",
    "org:friend": "association",
    "org:office": "agency",
    "org:senate": "legislature",
    "org:panel": "legislature",
}


def said(subject: str, predicate: str, object_: str = "", when: str = "", **fields: Any) -> Record:
    return Record(claim=Claim.model_validate({"subject": subject, "predicate": predicate, "object": object_, "when": when, "source": "source:list"} | fields))


def met(a: str, b: str) -> Record:
    return said(a, "met_with", b, "2025-09-01", source="source:news")


HOLDS = said("person:minister", "holds_post", "post:minister", "2025-01-01..2025-12-31", qualifiers=("since",))
BASE: list[Line] = [
    Source(id="source:news", title="News", published=date(2025, 9, 1)),
    *(said(key, "kind", value=kind) for key, kind in KINDS.items()),
    said(ASK, "name", value="An annex"),
    said(ASK, "granted_by", "vehicle:v"),
    said("post:minister", "post_at", "org:office", qualifiers=("heads",)),
    said("post:minister", "decides_on", "vehicle:v"),
    said("org:senate", "must_agree_to", "vehicle:v"),
    said("org:panel", "consulted_on", "vehicle:v"),
]
CONTACT = [met("org:us", "org:office"), met("org:us", "org:friend"), met("org:friend", "org:senate")]


def answer(*lines: Line, holds: bool = True, **fields: Any) -> DecisionsResult:
    snapshot = build([*BASE, *([HOLDS] if holds else []), *lines])
    return routes(snapshot, DecisionsQuery.model_validate({"ask": ASK, "as_of": DAY} | fields))


def route(*lines: Line, **fields: Any) -> VehicleRoute:
    (only,) = answer(*lines, **fields).vehicles
    return only


def steps(found: VehicleRoute) -> dict[str, Step]:
    return {step.actor.id: step for step in found.steps}


def test_a_route_is_open_when_everyone_needed_is_in_place_and_reached() -> None:
    found = route(*CONTACT, start="org:us")
    assert (found.status, found.blocked_by) == ("open", ())
    assert [(step.part, step.actor.id) for step in found.steps] == [
        ("decides", "post:minister"),
        ("must agree", "org:senate"),
        ("is consulted", "org:panel"),
    ]
    assert "the stance of all 2 needed is unknown" in found.reason
    assert found.would_change.startswith("the tie of org:us and org:friend: without it there is no path to org:senate")


def test_a_step_shows_its_holder_the_path_and_that_a_body_is_not_a_person() -> None:
    found = steps(route(*CONTACT, start="org:us"))
    minister = found["post:minister"]
    assert ([node.id for node in minister.holders], minister.body.id if minister.body else "") == (["person:minister"], "org:office")
    assert (minister.reached, minister.in_person) == (True, False)
    assert "not person:minister in person" in minister.reach
    assert minister.path is not None
    assert minister.score == minister.path.score > 0
    assert [node.id for node in found["org:senate"].path.nodes] == ["org:us", "org:friend", "org:senate"]  # type: ignore[union-attr]
    assert found["org:panel"].reach == "no path in evidence within three ties"
    in_person = steps(route(met("org:us", "person:minister"), start="org:us"))["post:minister"]
    assert (in_person.reached, in_person.in_person) == (True, True)


@pytest.mark.parametrize("taken", ["org:senate", "org:office", "person:minister", "post:minister"])
def test_taking_one_that_is_needed_away_blocks_and_says_by_whom(taken: str) -> None:
    result = answer(*CONTACT, start="org:us", view=View(exclude=(taken,)))
    (found,) = result.vehicles
    assert (found.status, [node.id for node in found.blocked_by]) == ("blocked", [taken])
    assert taken in found.reason
    assert found.would_change == f"{taken} taking part again"
    assert f"for want of {taken}" in result.sentence


def test_taking_one_that_is_only_consulted_away_blocks_nothing() -> None:
    assert route(*CONTACT, start="org:us", view=View(exclude=("org:panel",))).status == "open"


def test_taking_a_go_between_away_narrows_the_route() -> None:
    found = route(*CONTACT, start="org:us", view=View(exclude=("org:friend",)))
    assert (found.status, steps(found)["org:senate"].reached) == ("narrow", False)
    assert found.reason.startswith("1 of the 2 needed is reached")
    assert found.would_change == "a path to org:senate"


def test_a_vacant_post_that_is_needed_blocks() -> None:
    vacant = said("post:minister", "vacant", when="2025-10-01..2025-10-20", value="vacant")
    for lines, holds in (([vacant], False), ([vacant], True)):
        found = route(*lines, holds=holds, view=View())
        if holds:
            assert found.status == "open"  # the holder was confirmed after the vacancy began
        else:
            assert (found.status, [node.id for node in found.blocked_by]) == ("blocked", ["post:minister"])
            assert found.would_change == "a holder of post:minister"
    left = said("person:minister", "holds_post", "post:minister", "2025-01-01..2025-06-30", qualifiers=("since", "ended"))
    assert steps(route(left, holds=False))["post:minister"].vacant
    assert route(left, holds=False, as_of=date(2025, 6, 1)).status == "open"


def test_a_former_holder_holds_nothing_and_a_successor_does() -> None:
    successor = said("person:next", "holds_post", "post:minister", "2026-02-01..2026-03-01", qualifiers=("since",))
    before, after = (steps(route(successor, as_of=day))["post:minister"].holders for day in (DAY, date(2026, 3, 1)))
    assert ([node.id for node in before], [node.id for node in after]) == (["person:minister"], ["person:next"])


def test_an_unknown_holder_is_not_a_vacancy() -> None:
    found = route(holds=False)
    assert (found.status, steps(found)["post:minister"].holder_known) == ("narrow", False)
    assert "who holds post:minister is not known" in found.reason
    early = route(as_of=date(2024, 1, 1))
    assert (early.status, steps(early)["post:minister"].vacant) == ("narrow", False)


def test_stated_opposition_of_one_needed_narrows_and_an_unknown_stance_is_said() -> None:
    opposed = said("org:senate", "opposes", ASK, "2025-09-01", source="source:news")
    result = answer(*CONTACT, opposed, start="org:us")
    (found,) = result.vehicles
    assert (found.status, found.would_change) == ("narrow", "org:senate coming round")
    assert "org:senate, which must agree, has stated opposition" in found.reason
    assert steps(found)["org:senate"].standing.stance == "oppose"
    assert steps(found)["post:minister"].standing.stance == "unknown"
    assert any("unknown is not neutral" in warning for warning in result.warnings)
    attributed = said("org:senate", "opposes", ASK, "2025-09-01", source="source:news", speaker="org:us")
    assert route(*CONTACT, attributed, start="org:us").status == "open"


def test_the_holders_word_is_the_stance_of_the_body_that_the_post_heads() -> None:
    spoke = said("person:minister", "supports", ASK, "2025-09-01", source="source:news")
    standing = steps(route(spoke))["post:minister"].standing
    assert (standing.entity.id, standing.stance) == ("org:office", "support")


def test_without_a_start_reach_is_not_judged() -> None:
    result = answer(*CONTACT)
    assert result.start is None
    assert result.vehicles[0].status == "open"
    assert "reach is not judged" in result.vehicles[0].reason
    assert not any(step.reached for step in result.vehicles[0].steps)


def test_several_who_ask_stand_for_one_and_may_be_among_those_needed() -> None:
    found = steps(route(met("person:staff", "org:senate"), start="org:us", also_start=("person:staff", "org:office")))
    assert found["org:senate"].reached
    assert (found["post:minister"].reach, found["post:minister"].score) == ("that is ourselves", 1.0)


def test_a_vehicle_can_be_chosen_and_a_wrong_one_is_refused() -> None:
    other = [said(ASK, "granted_by", "vehicle:w"), said("org:office", "decides_on", "vehicle:w"), said("org:panel", "decides_on", "vehicle:x")]
    assert [one.vehicle.id for one in answer(*other, vehicle="vehicle:w").vehicles] == ["vehicle:w"]
    with pytest.raises(RequestError, match="does not grant"):
        answer(*other, vehicle="vehicle:x")
    assert [one.vehicle.id for one in answer(*other, view=View(exclude=("vehicle:v",))).vehicles] == ["vehicle:w"]


def test_an_ask_that_nothing_grants_and_what_is_no_ask() -> None:
    snapshot = build([*BASE, said("ask:other", "name", value="Another")])
    result = routes(snapshot, DecisionsQuery(ask="ask:other", as_of=DAY))
    assert (result.found, result.vehicles) == (False, ())
    assert result.sentence == "No vehicle is in evidence by which “Another” could be granted."
    with pytest.raises(RequestError, match="no ask"):
        routes(snapshot, DecisionsQuery(ask="org:us", as_of=DAY))
    with pytest.raises(UnknownName):
        routes(snapshot, DecisionsQuery(ask=ASK, start="org:nobody", as_of=DAY))


def test_excluding_the_source_of_the_rules_leaves_no_vehicle() -> None:
    assert not answer(view=View(exclude=("source:list",))).found


@pytest.fixture(scope="module")
def articles() -> Snapshot:
    return build([*registry_lines(load_registry()), *example.lines()])


def test_the_annex_has_three_vehicles_and_amiti_reaches_ustr_and_congress(articles: Snapshot) -> None:
    result = routes(articles, DecisionsQuery(ask="ask:digital-sectoral-annex", start="org:amiti", as_of=DAY))
    assert {one.vehicle.id for one in result.vehicles} == {"vehicle:usmca-commission-decision", "vehicle:usmca-amendment", "vehicle:usmca-side-letter"}
    assert {one.status for one in result.vehicles} == {"narrow"}
    reached = {step.actor.id: step for one in result.vehicles for step in one.steps if step.reached}
    assert {"post:us-trade-representative", "org:us-congress"} <= set(reached)
    assert "not Jamieson Greer in person" in reached["post:us-trade-representative"].reach
    assert all(proof.quote or proof.gloss for step in reached.values() if step.path for tie in step.path.ties for proof in tie.evidence)
    assert "From AMITI" in result.sentence
    assert str(result) == str(routes(articles, DecisionsQuery(ask="ask:digital-sectoral-annex", start="org:amiti", as_of=DAY)))


def test_without_mexico_every_vehicle_of_the_annex_is_blocked(articles: Snapshot) -> None:
    result = routes(articles, DecisionsQuery(ask="ask:digital-sectoral-annex", as_of=DAY, view=View(exclude=("gov:mx",))))
    assert {(one.status, one.blocked_by[0].id) for one in result.vehicles} == {("blocked", "gov:mx")}


def test_rules_that_were_not_checked_say_so(articles: Snapshot) -> None:
    result = routes(articles, DecisionsQuery(ask="ask:digital-sectoral-annex", vehicle="vehicle:usmca-side-letter", as_of=DAY))
    assert any("was not compared with the official text" in warning for warning in result.warnings)
