"""The next calls: who is in which list, what a call covers, and no call that hides that it rests on a guess."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.campaign.mobilise import NextQuery, next_calls
from graph.claims import Claim, Line, Record, Source
from graph.errors import RequestError, UnknownName
from graph.paths.introduce import introduce
from graph.paths.walk import PathQuery
from graph.results import Call, NextResult
from graph.snapshot.build import Snapshot, build
from graph.view import View
from loaders.documents import extract, read_document
from loaders.documents.claims import lines as claim_lines
from loaders.registry import lines as registry_lines
from loaders.registry import load_registry

DAY = date(2025, 10, 28)
ASK = "ask:annex"
KINDS = {
    "org:us": "association",
    "org:friend": "association",
    "org:busy": "association",
    "org:maybe": "company",
    "org:foe": "association",
    "org:office": "agency",
    "org:senate": "legislature",
}


def said(subject: str, predicate: str, object_: str = "", when: str = "", **fields: Any) -> Record:
    return Record(claim=Claim.model_validate({"subject": subject, "predicate": predicate, "object": object_, "when": when, "source": "source:list"} | fields))


def met(a: str, b: str, when: str = "2025-09-01", source: str = "source:news") -> Record:
    return said(a, "met_with", b, when, source=source)


def took(actor: str, stance: str, about: str = ASK, when: str = "2025-08-01", **fields: Any) -> Record:
    return said(actor, stance, about, when, **({"source": "source:news"} | fields))


NAMES: list[Line] = [
    Source(id="source:news", title="News", published=date(2025, 9, 1)),
    Source(id="source:list", title="List"),
    *(said(key, "kind", value=kind) for key, kind in KINDS.items()),
    *(said(key, "name", value=key.removeprefix("org:").capitalize()) for key in KINDS),
    said(ASK, "name", value="An annex"),
    said("ask:other", "name", value="Another thing"),
]
RULES: list[Line] = [
    said(ASK, "granted_by", "vehicle:v"),
    said("post:minister", "post_at", "org:office", qualifiers=("heads",)),
    said("post:minister", "decides_on", "vehicle:v"),
    said("org:senate", "must_agree_to", "vehicle:v"),
]
CONTACT = [met("org:us", "org:office"), met("org:us", "org:friend"), met("org:friend", "org:senate")]
ALLY = took("org:friend", "supports")


def graph(*lines: Line, rules: bool = True) -> Snapshot:
    return build([*NAMES, *(RULES if rules else []), *lines])


def answer(*lines: Line, rules: bool = True, **fields: Any) -> NextResult:
    return next_calls(graph(*lines, rules=rules), NextQuery.model_validate({"ask": ASK, "start": "org:us", "as_of": DAY} | fields))


def test_an_ally_reaches_by_its_people_but_never_by_ours() -> None:
    ours = [
        said("person:p", "leads", "org:us", "2025-01-01..2025-10-28"),
        met("org:friend", "person:p"),
        met("person:p", "org:senate"),
        met("org:us", "org:friend"),
    ]
    assert call(answer(*ours, ALLY), "org:friend").covers == ()
    theirs = [said("person:p", "leads", "org:friend", "2025-01-01..2025-10-28"), met("person:p", "org:senate"), met("org:us", "org:friend")]
    assert [one.maker.id for one in call(answer(*theirs, ALLY), "org:friend").covers] == ["org:senate"]


def call(found: NextResult, key: str) -> Call:
    (only,) = [each for each in found.listed if each.standing.entity.id == key]
    return only


def best(a: str, b: str, *lines: Line) -> float:
    return introduce(graph(*lines), PathQuery(start=a, end=b, as_of=DAY, max_ties=3, k=1)).paths[0].score


def test_the_calls_and_what_they_cover_by_hand() -> None:
    found = answer(*CONTACT, ALLY)
    to_office, to_friend, onward = best("org:us", "org:office", *CONTACT), best("org:us", "org:friend", *CONTACT), best("org:friend", "org:senate", *CONTACT)
    assert [node.id for node in found.calls] == ["org:office", "org:friend"]
    office, friend = call(found, "org:office"), call(found, "org:friend")
    assert office.reach == pytest.approx(4 / 6 * to_office)
    assert friend.reach == pytest.approx(2 / 6 * to_friend * onward)
    assert found.coverage == pytest.approx(office.reach + friend.reach)
    assert [office.gain, friend.gain] == pytest.approx([office.reach, friend.reach])
    assert found.loss == pytest.approx(office.reach)
    assert [one.maker.id for one in friend.covers] == ["org:senate"]
    assert friend.covers[0].reach == pytest.approx(to_friend * onward)
    assert (office.hops, office.cost, friend.hops) == (1, 1, 1)
    assert found.would_change.startswith(f"without Office the calls cover {100 * friend.reach:.0f} % rather than {100 * found.coverage:.0f} %")
    assert "2 of the 2 that decide or must agree" in found.sentence


def test_everybody_stands_in_the_list_of_what_is_known_of_him() -> None:
    lines = [
        *CONTACT,
        ALLY,
        *(met("org:us", key) for key in ("org:busy", "org:maybe", "org:foe")),
        took("org:busy", "supports"),
        said("org:busy", "urges", "org:office", "2025-08-01", ask=ASK),
        took("org:maybe", "conditional_on"),
        took("org:foe", "opposes"),
        took("org:foe", "supports", "ask:other"),
    ]
    found = answer(*lines)
    assert [each.standing.entity.id for each in found.mobilise] == ["org:friend"]
    assert [each.standing.entity.id for each in found.persuade] == ["org:office", "org:senate"]
    assert sorted(each.standing.entity.id for each in found.address) == ["org:foe", "org:maybe"]
    assert [one.entity.id for one in found.active] == ["org:busy"]
    assert "Busy is at work on it already: agree with them before calling others" in found.warnings
    foe = call(found, "org:foe")
    assert [(want.about.id, want.stance) for want in foe.wants] == [("ask:other", "support")]
    assert foe.to_ask == "say what it would need to stop opposing “An annex”"
    assert "into full support" in call(found, "org:maybe").to_ask


def test_nobody_reached_is_unreached_and_an_end_of_no_interest_is_left_out() -> None:
    found = answer(met("org:us", "org:office"), said("org:maybe", "country", value="mx"))
    assert [one.entity.id for one in found.unreached] == ["org:senate"]
    assert [each.standing.entity.id for each in found.listed] == ["org:office"]


def test_a_call_that_rests_on_a_guess_says_so() -> None:
    found = answer(*CONTACT)
    office = call(found, "org:office")
    assert office.shift is None
    assert "not known" in office.expect
    assert office.doubts[0] == "where it stands is not known: that it would help is a guess"
    assert "Office and Senate (to find out where they stand)" in found.sentence
    assert any("these calls are to find out, not to count on" in warning for warning in found.warnings)
    assert "find out before asking for more" in office.to_ask
    assert office.evidence


def test_who_is_not_known_to_be_for_it_carries_it_to_nobody() -> None:
    for stance in ("opposes", "neutral_on", "ambivalent_on"):
        found = answer(*CONTACT, took("org:friend", stance))
        assert [node.id for node in found.calls] == ["org:office", "org:senate"]
        assert call(found, "org:friend").reach == 0


def test_an_ally_who_comes_to_a_decision_maker_only_through_us_adds_nothing() -> None:
    lines = [met("org:us", "org:friend"), met("org:us", "org:senate"), ALLY]
    assert call(answer(*lines), "org:friend").covers == ()
    assert [node.id for node in answer(*lines).calls] == ["org:senate"]


def test_the_shift_is_a_scenario_with_an_interval_from_the_priors() -> None:
    foe = call(answer(*CONTACT, met("org:us", "org:foe"), took("org:foe", "opposes")), "org:foe")
    assert foe.shift
    assert (foe.shift.now_lo, foe.shift.now, foe.shift.now_hi, foe.shift.scenario) == (0, 0, 10, True)
    assert (foe.shift.lo, foe.shift.value, foe.shift.hi) == pytest.approx((foe.score * 18, foe.score * 50, foe.score * 80))
    assert foe.expect.startswith("scenario: from 0 (stated; 0 to 10)")


def test_an_inferred_ally_is_marked_and_counts_less() -> None:
    told = took("org:friend", "supports", speaker="org:maybe", qualifiers=("attributed",))
    guessed, stated = call(answer(*CONTACT, told), "org:friend"), call(answer(*CONTACT, ALLY), "org:friend")
    assert guessed.standing.inferred
    assert guessed.reach < stated.reach
    assert "its position is inferred, not stated" in guessed.doubts


def test_a_stale_stance_is_asked_for_again() -> None:
    found = answer(*CONTACT, met("org:us", "org:foe"), took("org:foe", "supports", when="2024-01-01"))
    foe = [each for each in found.listed if each.standing.entity.id == "org:foe"]
    assert all("still holds" in each.to_ask and not each.place for each in foe)


def test_an_introducer_who_opposes_is_named() -> None:
    lines = [met("org:us", "org:foe"), met("org:foe", "org:senate"), took("org:foe", "opposes")]
    assert "Foe, who would introduce us, is an opponent" in call(answer(*lines), "org:senate").doubts
    unknown = [met("org:us", "org:foe"), met("org:foe", "org:senate")]
    assert "where Foe, who would introduce us, stands is not known" in call(answer(*unknown), "org:senate").doubts


def test_a_path_that_is_only_possible_is_called_so() -> None:
    found = answer(met("org:us", "org:office", "2025-10-01..2025-12-31"))
    assert "the path is possible, not certain: the dates leave open whether it holds on this day" in call(found, "org:office").doubts
    assert "possible, not certain on this day: the path to Office" in found.warnings


def test_a_path_below_the_threshold_is_listed_but_is_no_next_call() -> None:
    found = answer(met("org:us", "org:friend", "2021-01-01"), met("org:friend", "org:senate", "2021-01-01"))
    assert not found.found
    assert call(found, "org:senate").place == 0
    assert "no path of 0.15 or better" in found.sentence
    assert "the best, to Senate, scores" in found.sentence


def test_the_budget_is_how_many_are_called() -> None:
    lines = [*CONTACT, met("org:us", "org:senate"), ALLY]
    assert [node.id for node in answer(*lines, budget=1).calls] == ["org:office"]
    assert len(answer(*lines, budget=3).calls) == 2
    assert [node.id for node in answer(*CONTACT, ALLY, budget=1).instead] == ["org:friend"]
    for budget in (0, 51):
        with pytest.raises(ValueError, match="budget"):
            NextQuery(ask=ASK, start="org:us", budget=budget)


def test_without_stance_vehicle_or_path_there_is_an_answer_that_says_so() -> None:
    bare = answer(*CONTACT, ALLY, rules=False)
    assert (bare.found, bare.makers, bare.coverage) == (False, 0, 0.0)
    assert "No decision maker is in evidence" in bare.sentence
    assert [each.standing.entity.id for each in bare.mobilise] == ["org:friend"]
    alone = answer()
    assert not alone.found
    assert alone.would_change.startswith("a path to")
    assert alone.listed == ()


def test_what_is_no_ask_no_actor_or_not_there_is_refused() -> None:
    refused: tuple[tuple[dict[str, str], type[RequestError]], ...] = (
        ({"ask": "org:foe"}, RequestError),
        ({"start": ASK}, RequestError),
        ({"start": "org:none"}, UnknownName),
        ({"ask": "ask:none"}, UnknownName),
    )
    for fields, error in refused:
        with pytest.raises(error):
            next_calls(graph(*CONTACT), NextQuery.model_validate({"ask": ASK, "start": "org:us", "as_of": DAY} | fields))
    with pytest.raises(UnknownName):
        next_calls(build([]), NextQuery(ask=ASK, start="org:us"))


def test_who_is_left_out_is_not_called_and_is_named() -> None:
    found = answer(*CONTACT, ALLY, view=View(exclude=("org:office",)))
    assert "org:office" not in {each.standing.entity.id for each in found.listed}
    assert any("left out, though their part is needed: Office" in warning for warning in found.warnings)
    with pytest.raises(RequestError):
        answer(*CONTACT, view=View(exclude=("org:us",)))


def test_we_never_call_ourselves() -> None:
    lines = [*CONTACT, ALLY, took("org:us", "opposes"), said("org:us", "must_agree_to", "vehicle:v")]
    found = answer(*lines, also_start=("org:friend",))
    assert {"org:us", "org:friend"}.isdisjoint(each.standing.entity.id for each in found.listed)
    assert found.makers == 2
    assert "Us, who would call, is itself an opponent of it" in found.warnings


def test_the_same_question_has_the_same_answer_in_any_order_of_lines() -> None:
    lines = [*CONTACT, ALLY, met("org:us", "org:foe"), took("org:foe", "opposes")]
    assert answer(*lines).model_dump_json() == answer(*reversed(lines)).model_dump_json()
    assert str(answer(*lines)).startswith("On “An annex”, the next calls of Us:")


def test_the_five_articles(shared: Path) -> None:
    registry = load_registry()
    files = sorted((shared / "seeds").glob("*.txt"))
    snapshot = build([*registry_lines(registry), *(line for path in files for line in claim_lines(extract(read_document(path), registry)))])

    def ask(start: str, name: str, *also: str) -> NextResult:
        return next_calls(snapshot, NextQuery(ask=name, start=start, also_start=also, as_of=DAY))

    annex = ask("org:amiti", "ask:digital-sectoral-annex", "person:sofia-perez-gasque")
    assert [node.id for node in annex.calls] == ["org:ustr", "gov:mx", "org:us-congress"]
    assert (annex.mobilise, annex.active) == ((), ())
    assert all(each.standing.stance == "unknown" and each.shift is None for each in annex.listed)
    assert annex.makers == 10
    assert any("every path here rests on one source" in warning for warning in annex.warnings)
    assert {"gov:ca", "gov:us"} <= {one.entity.id for one in annex.unreached}
    going = ask("org:technation", "ask:usmca-continuation")
    assert not going.found
    assert {one.entity.id for one in going.active} == {"org:amiti", "org:iti"}


def test_an_ally_whose_only_tie_is_to_us_is_answered_for_where_an_office_is_held() -> None:
    held = said("person:minister", "holds_post", "post:minister", "2025-01-01..2025-12-31", qualifiers=("since",))
    found = answer(met("org:us", "org:friend"), ALLY, held)
    assert call(found, "org:friend").covers == ()
    assert not found.found
