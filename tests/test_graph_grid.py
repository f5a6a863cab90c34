"""Power and interest: both with intervals, formal authority counts, copies count once, unknown is no side."""

from datetime import date
from itertools import groupby
from typing import Any

import pytest
from scipy.stats import beta

from graph.allies.grid import GridQuery, grid
from graph.claims import Claim, Line, Record, Source
from graph.errors import RequestError
from graph.results import GridItem, GridResult
from graph.snapshot.build import Snapshot, build
from loaders import example
from loaders.registry import lines as registry_lines
from loaders.registry import load_registry

DAY = date(2025, 10, 28)
ASK = "ask:annex"


def said(subject: str, predicate: str, object_: str = "", when: str = "2025-09-01", src: str = "news", **fields: Any) -> Record:
    return Record(claim=Claim.model_validate({"subject": subject, "predicate": predicate, "object": object_, "when": when, "source": f"source:{src}"} | fields))


def sought(a: str, b: str, when: str) -> Record:
    return said(a, "met_with", b, when, qualifiers=("sought-by-subject",))


KINDS = {"org:a": "association", "org:b": "association", "org:c": "company", "org:office": "agency", "org:house": "legislature"}
BASE: list[Line] = [
    *(said(key, "kind", value=kind, when="", src="list") for key, kind in KINDS.items()),
    said(ASK, "name", value="An annex", when="", src="list"),
    said(ASK, "granted_by", "vehicle:v", "", "list"),
    said("org:office", "decides_on", "vehicle:v", "", "list"),
    said("org:house", "consulted_on", "vehicle:v", "", "list"),
    said("org:a", "supports", ASK),
    said("org:b", "opposes", ASK),
    sought("org:a", "org:office", "2025-09-02"),
    sought("org:b", "org:office", "2025-09-03"),
    sought("org:c", "org:a", "2025-09-04"),
]


def answer(*lines: Line, **fields: Any) -> GridResult:
    return grid(build([*BASE, *lines]), GridQuery.model_validate({"ask": ASK, "as_of": DAY} | fields))


def item(found: GridResult, entity: str) -> GridItem:
    (one,) = [each for each in found.items if each.standing.entity.id == entity]
    return one


def test_actors_with_evidence_and_those_with_a_say_are_placed_the_powerful_first() -> None:
    found = answer()
    assert [each.standing.entity.id for each in found.items] == ["org:office", "org:a", "org:b", "org:house"]
    office, house = item(found, "org:office"), item(found, "org:house")
    assert (office.influence, office.authority, office.power) == (1.0, 1.0, 1.0)
    assert (office.decides, house.decides) == (("decides: vehicle:v",), ("is consulted: vehicle:v",))
    assert (house.influence, house.authority, house.power) == (None, 0.0, 0.0)
    assert item(found, "org:a").authority == 0.0
    assert 0 < (item(found, "org:a").influence or 0) < 1


def test_every_interval_holds_its_value_and_is_in_range() -> None:
    for each in answer().items:
        for low, value, high in ((each.power_lo90, each.power, each.power_hi90), (each.interest_lo90, each.interest, each.interest_hi90)):
            assert value is None or 0 <= (low or 0) <= value <= (high or 0) <= 1


def test_interest_is_the_share_of_what_was_said_and_met_of_late_with_a_beta_interval() -> None:
    lines = [said("org:a", "supports", "topic:ai"), said("org:a", "supports", "ask:other"), said("org:a", "supports", ASK, "2020-01-01", "old")]
    one = item(answer(*lines), "org:a")
    assert (one.on_ask, one.happenings, one.interest) == (1, 5, 0.2)  # the ask, a topic, another ask and two meetings
    assert one.interest_lo90 == pytest.approx(beta.ppf(0.05, 2, 5), abs=1e-9)
    assert one.interest_hi90 == pytest.approx(beta.ppf(0.95, 2, 5), abs=1e-9)
    assert [proof.source.id for proof in one.evidence] == ["source:news"]


def test_copies_of_one_text_and_two_reports_of_one_meeting_count_once() -> None:
    copies: list[Line] = []
    for number in range(4):
        copies += [Source(id=f"source:copy-{number}", title="Copy", group="wire"), said("org:a", "supports", ASK, src=f"copy-{number}")]
    copies += [said("org:a", "met_with", "org:office", "2025-09-02", "other-paper")]
    one = item(answer(Source(id="source:news", title="News", group="wire"), *copies), "org:a")
    assert (one.on_ask, one.happenings) == (1, 3)


def test_a_stance_on_the_contrary_ask_is_on_the_ask() -> None:
    lines = [said(ASK, "distinct_from", "ask:no", "", "list", qualifiers=("contrary",)), said("org:c", "opposes", "ask:no")]
    found = item(answer(*lines), "org:c")
    assert (found.standing.stance, found.on_ask) == ("support", 1)


def test_without_anything_of_late_there_is_no_quadrant_rather_than_a_low_one() -> None:
    house = item(answer(), "org:house")
    assert (house.interest, house.quadrant, house.sure) == (None, "not enough data", False)
    assert any("not enough data" in warning for warning in answer().warnings)


def test_roles_by_sides_keep_the_unknown_apart() -> None:
    cells = {(cell.role, cell.side): [node.id for node in cell.actors] for cell in answer().cells}
    assert cells["pressure group", "for"] == ["org:a"]
    assert cells["pressure group", "against"] == ["org:b"]
    assert (cells["executive", "unknown"], cells["legislature", "unknown"]) == (["org:office"], ["org:house"])
    assert cells["executive", "undecided"] == []
    assert [role for role, _ in groupby(role for role, _ in cells)] == ["executive", "legislature", "pressure group", "other"]


def test_seed_and_draws_decide_the_intervals_and_nothing_else_does() -> None:
    assert answer().model_dump_json() == answer().model_dump_json()
    none = answer(draws=0)
    assert none.draws == 0
    assert all(each.power_lo90 == each.power == each.power_hi90 for each in none.items)


def test_progress_is_heard_and_can_end_the_work() -> None:
    heard: list[tuple[int, int]] = []
    grid(build(BASE), GridQuery(ask=ASK, as_of=DAY), lambda done, total: heard.append((done, total)))
    assert heard

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grid(build(BASE), GridQuery(ask=ASK, as_of=DAY), stop)


def test_an_ask_of_which_nobody_spoke_and_what_is_no_ask() -> None:
    empty = grid(build([said("ask:none", "name", value="Nothing", when="")]), GridQuery(ask="ask:none", as_of=DAY))
    assert (empty.found, empty.items, empty.sentence) == (False, (), "Nobody is known to have a say or a position on “Nothing”.")
    with pytest.raises(RequestError):
        grid(build(BASE), GridQuery(ask="org:a", as_of=DAY))


@pytest.fixture(scope="module")
def articles() -> Snapshot:
    return build([*registry_lines(load_registry()), *example.lines()])


def test_on_the_articles_power_and_positions_are_told_apart(articles: Snapshot) -> None:
    found = grid(articles, GridQuery(ask="ask:digital-sectoral-annex", as_of=DAY))
    amiti, ustr = item(found, "org:amiti"), item(found, "org:ustr")
    assert (amiti.standing.position, amiti.authority) == ("leaning ally", 0.0)
    assert (ustr.standing.position, ustr.standing.stance) == ("unknown", "unknown")
    assert ustr.authority > 0.5
    assert any("disclose differently" in warning for warning in found.warnings)
    only = grid(articles, GridQuery(ask="ask:digital-sectoral-annex", as_of=DAY, scope="mx"))
    assert {each.standing.country for each in only.items} == {"mx"}
    assert "leaning ally" in str(found)
