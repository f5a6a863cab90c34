"""Introduction paths: known answers, the acceptance questions, the traps, and brute force as an oracle."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import ontology
from graph.claims import Claim, Judgement, Line, Record, Source, Status
from graph.errors import RequestError, UnknownName
from graph.paths import PathQuery, introduce
from graph.results import PathResult
from graph.snapshot import Snapshot, build
from graph.strength import derive
from graph.view import View

AS_OF = "2025-10-28"
WEEK = "2025-04-20..2025-04-28"
SPRING = "2025-01-01..2025-04-29"
TRADE = "source:trade-daily"
ANNEX = "source:annex-piece"
NAMES = {
    "org:amiti": ("association", "AMITI"),
    "org:iti": ("association", "ITI"),
    "org:technation": ("association", "Technation"),
    "org:us-chamber": ("chamber", "U.S. Chamber of Commerce"),
    "org:ustr": ("agency", "USTR"),
    "org:cisa": ("agency", "CISA"),
    "org:nist": ("agency", "NIST"),
    "org:atdt": ("agency", "ATDT"),
    "org:congress": ("legislature", "U.S. Congress"),
    "org:wto": ("intergovernmental", "WTO"),
    "gov:mx": ("government", "Government of Mexico"),
    "gov:ca": ("government", "Government of Canada"),
    "place:us": ("place", "United States"),
    "topic:cybersecurity": ("topic", "cybersecurity"),
    "agreement:usmca": ("agreement", "USMCA"),
    "person:perez": ("person", "Sofía Pérez Gasque"),
}


def said(subject: str, predicate: str, object_: str, when: str = "", source: str = TRADE, status: str = "accepted", **fields: Any) -> Record:
    return Record(
        claim=Claim(subject=subject, predicate=predicate, object=object_, when=when, source=source, locator="paragraph", **fields), status=Status(status)
    )


def named(names: dict[str, tuple[str, str]], source: str = "source:registry") -> list[Line]:
    rows = [(entity, predicate, value) for entity, pair in names.items() for predicate, value in zip(("kind", "name"), pair, strict=True)]
    return [Source(id=source, title="registry", kind="reference", reliability=0.9), *(said(e, p, "", value=v, source=source) for e, p, v in rows)]


def sought(a: str, b: str, when: str = WEEK, **fields: Any) -> Record:
    return said(a, "met_with", b, when, qualifiers=("sought-by-subject",), **fields)


def record_of_2025() -> list[Line]:
    """What two of the articles report, in claims."""
    both = ("org:amiti", "org:iti", "org:technation")
    lines: list[Line] = [
        Source(id=TRADE, title="Trade daily, 29 April", published=date(2025, 4, 29), reliability=0.9),
        Source(id=ANNEX, title="Annex piece, 27 October", published=date(2025, 10, 27), reliability=0.7),
        said("person:perez", "leads", "org:amiti", "2025-04-29", confidence=980),
        *(sought("org:amiti", body) for body in ("org:ustr", "org:congress", "org:us-chamber", "org:iti")),
        *(said(a, "joint_statement_with", b, SPRING, confidence=950) for a, b in (both[:2], both[1:], both[::2])),
        said("org:amiti", "partners_with", "org:iti", "2025-04-29", confidence=950),
        said("org:amiti", "counterpart_of", "org:iti", "2025-04-29"),
        said("person:perez", "member_of", "gov:mx", SPRING, qualifiers=("delegation",)),
        *(said("person:perez", "met_with", body, SPRING, qualifiers=("delegation",)) for body in ("org:cisa", "org:nist")),
        *(said("gov:mx", "met_with", body, SPRING) for body in ("org:cisa", "org:nist")),
        said("org:atdt", "part_of", "gov:mx", "2025-04-29", confidence=950),
        *(said(body, "urges", "gov:ca", SPRING, ask="ask:continuation") for body in both),
        *(said(body, "supports", "agreement:usmca", SPRING) for body in both),
        *(said(body, "located_in", "place:us", "2025-04-29") for body in ("org:iti", "org:cisa", "org:ustr")),
        *(said(body, "concerns", "topic:cybersecurity", "2025-04-29") for body in ("org:amiti", "org:nist", "org:atdt")),
        said("org:amiti", "supports", "chapter:usmca/19", "2025-10-27", source=ANNEX),
        said("org:iti", "partners_with", "org:ustr", "2025-10-27", source=ANNEX, qualifiers=("of-agencies",)),
    ]
    return [*named(NAMES), *lines]


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return build(record_of_2025())


def ask(snapshot: Snapshot, start: str, end: str, as_of: str = AS_OF, **fields: Any) -> PathResult:
    return introduce(snapshot, PathQuery(start=start, end=end, as_of=as_of, **fields))


def ways(result: PathResult) -> list[list[str]]:
    return [[node.id for node in path.nodes] for path in result.paths]


def everything(result: PathResult) -> str:
    none = result.none
    return "\n".join([*result.warnings, *((none.nearest_gap, *none.excluded_by_view) if none else ()), str(result)])


# The questions of the acceptance table


def test_direct_meeting_comes_first_with_its_days_and_no_official(snapshot):
    result = ask(snapshot, "org:amiti", "org:ustr")
    best = result.paths[0]
    assert ways(result)[0] == ["org:amiti", "org:ustr"]
    assert (best.ties[0].start, best.ties[0].end) == (date(2025, 4, 20), date(2025, 4, 28))
    assert (best.certainty, best.hops, best.hub_penalty, best.weakest_tie) == ("certain", 1, 1.0, 0)
    assert best.newest == date(2025, 4, 28)
    assert any("no official is named" in warning for warning in result.warnings)
    assert "every tie rests on one source: Trade daily, 29 April" in result.warnings


@pytest.mark.parametrize("agency", ["org:cisa", "org:nist"])
def test_delegation_is_weaker_and_vaguer_than_a_meeting(snapshot, agency):
    direct, result = ask(snapshot, "org:amiti", "org:ustr").paths[0], ask(snapshot, "org:amiti", agency)
    assert ways(result) == [["org:amiti", "person:perez", agency]]
    path = result.paths[0]
    assert path.ties[1].kind == "delegation"
    assert (path.ties[1].start, path.ties[1].end) == (date(2025, 1, 1), date(2025, 4, 29))
    assert path.score < direct.score
    assert path.ties[path.weakest_tie].kind == "delegation"


def test_joint_statement_then_meeting(snapshot):
    result = ask(snapshot, "org:technation", "org:ustr")
    assert ways(result)[0] == ["org:technation", "org:amiti", "org:ustr"]
    assert [tie.kind for tie in result.paths[0].ties] == ["joint_statement", "met"]
    assert "Documented contact" in result.paths[0].sentence


def test_low_path_says_so(snapshot):
    result = ask(snapshot, "org:technation", "org:cisa")
    assert ways(result)[0] == ["org:technation", "org:amiti", "person:perez", "org:cisa"]
    assert any("weak" in warning and "Sofía Pérez Gasque – CISA" in warning for warning in result.warnings)


def test_parallel_ties_are_one_step_with_all_of_them_shown(snapshot):
    result = ask(snapshot, "org:iti", "org:amiti")
    assert {i.kind for i in result.paths[0].ties[0].interactions} == {"joint_statement", "works_with", "met", "partnership"}
    assert ways(result)[0] == ["org:iti", "org:amiti"]


def test_nobody_who_does_not_introduce_stands_inside(snapshot):
    barred = {key for key, kind in ontology.load().entities.items() if not kind.inside}
    for start in NAMES:
        for end in NAMES:
            if start != end:
                inner = [node.kind for path in ask(snapshot, start, end, k=50, diverse=False).paths for node in path.nodes[1:-1]]
                assert not barred & set(inner)


def test_agency_behind_its_government_is_not_reached(snapshot):
    result = ask(snapshot, "org:amiti", "org:atdt")
    assert not result.found
    assert "Government of Mexico: government, does not introduce" in result.none.excluded_by_view
    assert [node.id for node in result.none.missing_tie] == ["person:perez", "org:atdt"]


def test_urging_is_not_contact(snapshot):
    result = ask(snapshot, "org:technation", "gov:ca")
    assert not result.found
    assert "urging is not contact" in everything(result)
    assert "Government of Canada has no tie in evidence that can carry an introduction" in result.none.nearest_gap


def test_congress_is_reached_but_nobody_in_it(snapshot):
    result = ask(snapshot, "org:amiti", "org:congress")
    assert ways(result)[0] == ["org:amiti", "org:congress"]
    assert any("not of a member, chamber or committee" in warning for warning in result.warnings)


def test_before_the_meetings_there_is_no_path_but_what_may_have_been_is_possible(snapshot):
    early = "2025-03-01"
    ustr = ask(snapshot, "org:amiti", "org:ustr", early)
    assert not ustr.found
    assert "AMITI – USTR is first evidenced 2025-04-20, after 2025-03-01" in ustr.none.excluded_by_view
    assert [node.id for node in ustr.none.missing_tie] == ["org:amiti", "org:ustr"]
    for start, end in (("org:amiti", "org:cisa"), ("org:amiti", "org:nist"), ("org:amiti", "org:technation")):
        result = ask(snapshot, start, end, early)
        assert result.paths[0].certainty == "possible"
        assert any("possible, not certain" in warning for warning in result.warnings)
    assert ask(snapshot, "org:amiti", "org:technation").paths[0].certainty == "certain"


def test_without_the_one_source_nothing_is_left_and_the_answer_says_so(snapshot):
    for body in ("org:ustr", "org:cisa", "org:nist", "org:congress"):
        result = ask(snapshot, "org:amiti", body, view=View(exclude=(TRADE,)))
        assert not result.found
        assert any("Trade daily, 29 April is excluded" in said_ and "rest on it alone" in said_ for said_ in result.none.excluded_by_view)


def test_stale_answer_leads_with_its_age(snapshot):
    now, later = ask(snapshot, "org:technation", "org:ustr"), ask(snapshot, "org:technation", "org:ustr", "2026-11-25")
    assert ways(later)[0] == ways(now)[0]
    assert later.paths[0].score < now.paths[0].score
    assert later.warnings[0] == "The newest evidence is 18 months old."
    assert str(later).startswith(later.warnings[0])
    assert not any("months old" in warning for warning in now.warnings)


# Known answers


def seed_lines(folder: Path) -> tuple[list[Line], dict[str, str]]:
    """The reference graph as claims; its context edges make ties of their own kinds."""
    kinds = {
        "Sofia Perez Gasque": "person",
        "Government of Mexico": "government",
        "Cybersecurity": "topic",
        "USMCA": "agreement",
        "USMCA Chapter 19": "chapter",
    }
    kinds |= dict.fromkeys(("United States", "Mexico", "Canada"), "place")
    kinds |= dict.fromkeys(("USTR", "Commerce Department", "State Department", "CISA", "NIST", "ATDT"), "agency")
    prefix = {"person": "person", "government": "gov", "topic": "topic", "agreement": "agreement", "chapter": "chapter", "place": "place"}
    predicates = {
        "officer_of": "leads",
        "joint_statement": "joint_statement_with",
        "works_with": "partners_with",
        "met": "met_with",
        "partnership": "counterpart_of",
    }
    predicates |= {"delegation": "member_of", "stance_supports": "supports", "about_topic": "concerns", "part_of_agreement": "part_of"}
    rows = list(csv.DictReader((folder / "edges.csv").open(encoding="utf-8")))
    names = sorted({row[end] for row in rows for end in ("source", "target")})
    ids = {name: f"{prefix.get(kinds.get(name, 'association'), 'org')}:{name.lower().replace(' ', '-')}" for name in names}
    lines: list[Line] = [*named({ids[name]: (kinds.get(name, "association"), name) for name in names})]
    lines += [Source(id=f"source:{seed}", title=seed) for seed in ("000", "001")]
    for row in rows:
        ends = [ids[row["source"]], ids[row["target"]]]
        if row["type"] == "officer_of":
            ends.reverse()
        marks = {"delegation": ("delegation",), "part_of_agreement": ("structure",)}.get(row["type"], ())
        when = f"{row['date_from']}..{row['date_to']}"
        confidence = round(float(row["confidence"]) * 1000)
        # The reference counts each row as an interaction of its own, whatever text reports it.
        lines.append(said(ends[0], predicates.get(row["type"], row["type"]), ends[1], when, f"source:{row['seed']}", qualifiers=marks, confidence=confidence))
    return lines, ids


@pytest.fixture(scope="module")
def seed(shared: Path) -> tuple[Snapshot, dict[str, str], dict[str, Any]]:
    folder = shared / "reference" / "seed-warm-intro"
    lines, ids = seed_lines(folder)
    return build(lines), ids, json.loads((folder / "expected.json").read_text(encoding="utf-8"))


def test_reference_strengths(seed):
    snapshot, ids, expected = seed
    ties = derive(snapshot, View(), date(2025, 10, 28))
    found = {frozenset((snapshot.ids[a], snapshot.ids[b])): s for a, b, s in zip(ties.low, ties.high, ties.strength, strict=True)}
    assert len(found) == expected["n_ties"]
    for pair, strength in expected["tie_strengths"].items():
        assert found[frozenset(ids[name] for name in pair.split(" -- "))] == pytest.approx(strength, abs=5e-7)


def test_reference_paths(seed):
    snapshot, ids, expected = seed
    for row in expected["queries"]:
        query = {"k": 50, "max_ties": 5, "diverse": False, "hub_exponent": expected["hub_exponent_w"]}
        wide = View(inside=("government", "agency"))
        result = ask(snapshot, ids[row["from"]], ids[row["to"]], expected["as_of"], view=wide, **query)
        assert len(result.paths) == row["n_simple_paths_traversable_le5"]
        for path, known in zip(result.paths, row["top3_by_rank_score"], strict=False):
            assert [node.name for node in path.nodes] == known["path"]
            assert path.reliability == pytest.approx(known["reliability"], abs=5e-7)
            assert path.hub_penalty == pytest.approx(known["hub_penalty"], abs=5e-7)
            assert path.score == pytest.approx(known["rank_score"], abs=5e-7)
            assert path.ties[path.weakest_tie].strength == pytest.approx(known["bottleneck"], abs=5e-7)
        flat = ask(snapshot, ids[row["from"]], ids[row["to"]], expected["as_of"], view=wide, **query | {"hub_exponent": 0.0})
        assert [node.name for node in flat.paths[0].nodes] == row["most_reliable_path"]


def test_reference_traps_are_not_walked(seed):
    snapshot, ids, expected = seed
    traps = expected["trap_all_edges_traversable (context edges at their confidence, simple paths <=5 ties)"]
    for pair, by_penalty in traps.items():
        if "->" not in pair:
            continue
        start, end = pair.split("->")
        result = ask(snapshot, ids[start], ids[end], expected["as_of"], k=50, diverse=False, max_ties=5, view=View(inside=("government", "agency")))
        assert not [way for way in by_penalty.values() if [ids[name] for name in way] in ways(result)]


def test_reference_naive_way_is_named_as_the_one_not_taken(seed):
    snapshot, ids, _ = seed
    result = ask(snapshot, ids["ITI"], ids["CISA"])
    assert result.paths[0].why_not_shorter == "the shorter way ITI → United States → CISA runs through United States (place, does not introduce)"
    assert ask(snapshot, ids["ITI"], ids["USTR"]).paths[0].why_not_shorter == ""


# Traps and edges


def small(*claims: Record, kinds: dict[str, str] | None = None) -> Snapshot:
    ends = {end for record in claims for end in (record.claim.subject, record.claim.object)}
    names = {end: ((kinds or {}).get(end, "person" if end.startswith("person:") else "association"), end.split(":")[1].upper()) for end in ends if end}
    sources = sorted({record.claim.source for record in claims})
    return build([*named(names), *(Source(id=source, title=source) for source in sources), *claims])


def chain(*ids: str, when: str = WEEK) -> list[Record]:
    return [said(a, "met_with", b, when) for a, b in pairwise(ids)]


def test_official_of_a_public_body_does_not_pass_lobbyists_on():
    record = [*chain("org:a", "person:head", "org:agency2"), said("person:head", "leads", "org:agency", WEEK)]
    snapshot = small(*record, kinds={"org:agency": "agency", "org:agency2": "agency"})
    result = ask(snapshot, "org:a", "org:agency2")
    assert not result.found
    assert any("in office at AGENCY; officials do not pass lobbyists on" in note for note in result.none.excluded_by_view)


def test_official_opens_the_door_of_the_own_body():
    record = [*chain("org:a", "person:head"), said("person:head", "leads", "org:agency", WEEK)]
    snapshot = small(*record, kinds={"org:agency": "agency"})
    result = ask(snapshot, "org:a", "org:agency")
    assert ways(result) == [["org:a", "person:head", "org:agency"]]
    assert not any("no official is named" in warning for warning in result.warnings)
    assert ways(ask(snapshot, "org:agency", "org:a")) == [["org:agency", "person:head", "org:a"]]


def test_agency_stands_for_whoever_holds_a_post_at_it():
    office = [said("post:head", "post_at", "org:agency"), said("person:head", "holds_post", "post:head", "2025-03-01..")]
    snapshot = small(*chain("org:a", "org:b", "person:head"), *office, kinds={"org:agency": "agency", "post:head": "post"})
    for start, end in (("org:a", "org:agency"), ("org:agency", "org:a")):
        result = ask(snapshot, start, end)
        assert sorted(node.id for node in result.paths[0].nodes) == ["org:a", "org:b", "person:head"]
        assert "HEAD stands for AGENCY, holding a post there" in result.warnings
    assert not ask(snapshot, "org:a", "org:agency", "2025-02-01").found


def test_a_path_in_json_opens_each_tie_to_its_evidence_and_can_be_read_back(snapshot):
    result = ask(snapshot, "org:technation", "org:ustr")
    told = json.loads(result.model_dump_json())
    tie = told["paths"][0]["ties"][1]
    assert tie.keys() >= {"kind", "label", "direction", "start", "end", "strength", "status", "evidence"}
    assert tie["evidence"][0].keys() >= {"claim", "quote", "locator", "source", "confidence", "speaker"}
    assert tie["evidence"][0]["source"].keys() >= {"id", "title", "publisher", "published", "url"}
    assert told["paths"][0].keys() >= {"nodes", "hops", "reliability", "hub_penalty", "score", "weakest_tie", "oldest", "newest", "sentence", "why_not_shorter"}
    assert PathResult.model_validate_json(result.model_dump_json()) == result


def test_newest_evidence_of_what_lasts_is_the_day_on_which_it_was_said():
    since = said("person:b", "leads", "org:a", "2015..", qualifiers=("since",))
    result = ask(build([Source(id=TRADE, title="t", published=date(2025, 4, 29)), since]), "person:b", "org:a")
    assert (result.paths[0].oldest, result.paths[0].newest) == (date(2015, 1, 1), date(2025, 4, 29))
    assert not any("months old" in warning for warning in result.warnings)


def test_before_everything_there_is_no_tie_and_the_day_it_comes_is_named():
    none = ask(small(*chain("org:a", "org:b")), "org:a", "org:b", "1990").none
    assert none.excluded_by_view == ("A – B is first evidenced 2025-04-20, after 1990-12-31",)


def test_a_tie_to_come_closes_no_gap_of_two_ties():
    none = ask(small(*chain("org:a", "org:b", "org:c")), "org:a", "org:c", "2025-01-01").none
    assert [node.id for node in none.missing_tie] == ["org:a", "org:c"]
    assert len(none.excluded_by_view) == 2


def test_more_paths_than_there_are_is_all_of_them_and_one_tie_is_the_direct_one():
    snapshot = small(*chain("org:a", "org:b", "org:c"), *chain("org:a", "org:c"))
    assert ways(ask(snapshot, "org:a", "org:c", k=50, max_ties=8)) == [["org:a", "org:c"], ["org:a", "org:b", "org:c"]]
    assert ways(ask(snapshot, "org:a", "org:c", k=50, max_ties=1)) == [["org:a", "org:c"]]


def test_former_post_carries_nothing():
    snapshot = small(*chain("org:a", "person:b"), said("person:b", "works_for", "org:c", "2020", qualifiers=("former",)))
    result = ask(snapshot, "org:a", "org:c")
    assert not result.found
    assert result.none.missing_tie is not None


def test_same_and_unknown_ends_are_refused(snapshot):
    with pytest.raises(RequestError, match="two different ends"):
        ask(snapshot, "org:amiti", "org:amiti")
    with pytest.raises(UnknownName):
        ask(snapshot, "org:amiti", "org:nobody")
    with pytest.raises(RequestError, match="no such kind"):
        ask(snapshot, "org:amiti", "org:ustr", view=View(tie_kinds=("friendship",)))
    with pytest.raises(RequestError, match="no such kind"):
        ask(snapshot, "org:amiti", "org:ustr", view=View(inside=("friend",)))


def test_entity_without_any_tie_is_named():
    snapshot = small(*chain("org:a", "org:b"), said("org:lone", "alias", "", value="Lone"))
    assert ask(snapshot, "org:a", "org:lone").none.nearest_gap == "LONE has no tie in evidence"


def test_two_separate_parts_are_bridged_at_one_end():
    snapshot = small(*chain("org:a", "org:b"), *chain("org:y", "org:z"))
    none = ask(snapshot, "org:a", "org:z").none
    assert "no tie joins the two" in none.nearest_gap
    assert [node.id for node in none.missing_tie] in (["org:b", "org:z"], ["org:a", "org:y"])


def test_way_that_is_too_long_is_named():
    snapshot = small(*chain("org:a", "org:b", "org:c", "org:d"))
    none = ask(snapshot, "org:a", "org:d", max_ties=2).none
    assert "takes 3 ties, more than the 2 asked for" in none.nearest_gap
    assert [node.id for node in none.missing_tie] == ["org:a", "org:c"]
    assert ask(snapshot, "org:a", "org:d", max_ties=3).found


def test_a_longer_way_that_may_be_walked_is_nearer_than_a_barred_one():
    """Through the agency it is two ties, but three people in a row lead there too."""
    record = [*chain("org:a", "org:agency", "org:z"), *chain("org:a", "person:b", "person:c", "person:d", "org:z")]
    none = ask(small(*record, kinds={"org:agency": "agency"}), "org:a", "org:z", max_ties=3).none
    assert none.nearest_gap == "the shortest documented way takes 4 ties, more than the 3 asked for: A → B → C → D → Z"
    assert "AGENCY: agency, does not introduce" in none.excluded_by_view


def test_two_barriers_are_passed_by_one_missing_tie():
    record = chain("org:a", "org:agency", "person:b", "org:senate", "org:z")
    none = ask(small(*record, kinds={"org:agency": "agency", "org:senate": "legislature"}), "org:a", "org:z").none
    assert [node.id for node in none.missing_tie] == ["org:a", "org:z"]
    assert "AGENCY (agency, does not introduce), SENATE (legislature, does not introduce)" in none.nearest_gap


def test_no_tie_is_missing_where_an_end_is_excluded():
    same = Judgement(left="org:a", right="org:a-old", verdict="same")
    snapshot = build([*named({"org:a": ("association", "A")}), Source(id=TRADE, title="t"), *chain("org:a", "org:b"), *chain("org:a-old", "org:c"), same])
    none = ask(snapshot, "org:b", "org:a", view=View(exclude=("org:a-old",))).none
    assert none.missing_tie is None
    assert "A is excluded by the view" in none.nearest_gap


def test_ties_that_rest_on_several_excluded_sources_rest_on_none_alone():
    copies = [said("org:a", "met_with", "org:b", WEEK, source=f"source:{name}") for name in ("one", "two")]
    none = ask(small(*copies), "org:a", "org:b", view=View(exclude=("source:one", "source:two"))).none
    assert "source source:one is excluded: 0 ties rest on it alone" in none.excluded_by_view


def test_proposed_tie_is_not_walked_but_named():
    snapshot = small(said("org:a", "met_with", "org:b", WEEK, status="proposed"))
    result = ask(snapshot, "org:a", "org:b")
    assert not result.found
    assert "1 tie is only proposed: A – B" in result.none.excluded_by_view
    assert ask(snapshot, "org:a", "org:b", view=View(statuses=(Status.ACCEPTED, Status.PROPOSED))).found


def test_view_limits_are_named_where_they_hide_a_path():
    snapshot = small(said("org:a", "met_with", "org:b", WEEK, confidence=300))
    assert "1 tie is below confidence 0.5: A – B" in ask(snapshot, "org:a", "org:b", view=View(min_confidence=0.5)).none.excluded_by_view
    left_out = ask(snapshot, "org:a", "org:b", view=View(tie_kinds=("works_with",))).none.excluded_by_view
    assert "1 tie is of a kind that the view leaves out: A – B" in left_out
    excluded = ask(small(*chain("org:a", "org:b", "org:c")), "org:a", "org:c", view=View(exclude=("org:b",))).none
    assert "B is excluded with 2 ties" in excluded.excluded_by_view


def test_view_cannot_make_a_stance_walkable(snapshot):
    assert not ask(snapshot, "org:amiti", "agreement:usmca", view=View(tie_kinds=("stance",))).found


def test_hub_shortcut_loses_and_both_orders_are_shown():
    """hub knows 20 others; friend knows only the two ends."""
    spokes = [said("person:hub", "leads", f"org:x{i}", "2025-10-01") for i in range(20)]
    record = [*spokes, *(said("person:hub", "partners_with", end, "2025-10-01") for end in ("org:a", "org:z")), *chain("org:a", "person:friend", "org:z")]
    snapshot = small(*record)
    result = ask(snapshot, "org:a", "org:z")
    assert ways(result) == [["org:a", "person:friend", "org:z"], ["org:a", "person:hub", "org:z"]]
    assert result.without_penalty == (("A", "HUB", "Z"), ("A", "FRIEND", "Z"))


def test_equal_scores_are_ordered_by_id_and_said():
    snapshot = small(*chain("org:a", "person:c", "org:z"), *chain("org:a", "person:b", "org:z"))
    result = ask(snapshot, "org:a", "org:z")
    assert ways(result) == [["org:a", "person:b", "org:z"], ["org:a", "person:c", "org:z"]]
    assert any("score the same" in warning for warning in result.warnings)


def test_near_duplicates_collapse_unless_all_are_wanted():
    snapshot = small(*chain("org:a", "org:b", "org:z"), *chain("org:a", "org:x", "org:b"))
    assert len(ask(snapshot, "org:a", "org:z").paths) == 1
    assert len(ask(snapshot, "org:a", "org:z", diverse=False).paths) == 2


def test_what_would_change_the_first_path():
    snapshot = small(*chain("org:a", "org:b", "org:z"), *chain("org:a", "org:c", "org:d", "org:z"))
    result = ask(snapshot, "org:a", "org:z")
    assert "without A – B the first path is A → C → D → Z" in result.would_change
    assert ask(snapshot, "org:a", "org:b", max_ties=1).would_change == "without A – B no path is left"


def test_attributed_tie_says_on_whose_word():
    snapshot = small(said("org:a", "partners_with", "org:b", WEEK, speaker="org:a"))
    assert "A – B is on the word of A" in ask(snapshot, "org:a", "org:b").warnings


def test_disclosed_contact_is_not_persuasion():
    snapshot = small(said("org:a", "lobbied", "org:b", WEEK))
    assert "A – B is disclosed contact, which is not persuasion" in ask(snapshot, "org:a", "org:b").warnings


def test_last_hop_carries_the_notice_of_its_country():
    record = [*chain("org:a", "org:agency"), said("org:agency", "country", "", value="ca"), said("org:a", "country", "", value="ca")]
    snapshot = small(*record, kinds={"org:agency": "agency"})
    assert any(warning.startswith("In Canada, arranging a meeting") for warning in ask(snapshot, "org:a", "org:agency").warnings)
    assert not any("In Canada" in warning for warning in ask(snapshot, "org:agency", "org:a").warnings)
    official = said("person:head", "leads", "org:agency", WEEK)
    snapshot = small(*record, official, *chain("org:a", "person:head"), kinds={"org:agency": "agency"})
    assert any(warning.startswith("In Canada") for warning in ask(snapshot, "org:a", "person:head").warnings), "an official is a public office too"


@pytest.mark.parametrize(
    ("countries", "named"),
    [(("ca", "ca"), ["Canada"]), (("us", "mx"), ["U.S.", "Mexico"]), (("us", "jp"), ["U.S."]), (("us", ""), ["U.S.", "Canada", "Mexico", "EU"])],
)
def test_registers_not_searched_are_those_of_both_countries_and_all_where_one_is_unknown(countries, named):
    given = [said(end, "country", "", value=country) for end, country in zip(("org:a", "org:b"), countries, strict=True) if country]
    for record in (chain("org:a", "org:b"), [*chain("org:a", "org:x"), *chain("org:b", "org:y")]):
        names = ask(small(*record, *given), "org:a", "org:b").not_searched
        assert {word for word in ("U.S.", "Canada", "Mexico", "EU") if any(word in name for name in names)} == set(named)


def test_a_document_about_a_register_is_not_the_register():
    piece = Source(id="source:lda-reports-are-up", title="LDA reports are up")
    result = ask(build([piece, said("org:a", "met_with", "org:b", WEEK, source=piece.id)]), "org:a", "org:b")
    assert any("LDA" in name for name in result.not_searched)


def test_copies_of_one_text_are_called_so():
    texts = [Source(id=f"source:{i}", title=f"copy {i}", group="agency-text") for i in range(2)]
    copies = [said("org:a", "met_with", "org:b", WEEK, source=f"source:{i}") for i in range(2)]
    assert "every tie rests on copies of one text: copy 0, copy 1" in ask(build([*texts, *copies]), "org:a", "org:b").warnings
    assert not any("rests on" in warning for warning in ask(small(*copies), "org:a", "org:b").warnings)


def test_a_shorter_way_that_the_view_leaves_out_is_not_called_incapable():
    event = said("org:a", "same_event_as", "org:c", WEEK)
    reason = ask(small(*chain("org:a", "org:b", "org:c"), event), "org:a", "org:c").paths[0].why_not_shorter
    assert reason == "the shorter way A → C rests on A – C, which the view does not walk (was at the same event as)"


def test_copied_text_counts_once():
    texts = [Source(id=f"source:{i}", title=f"copy {i}", group="agency-text") for i in range(2)]
    once = build([*texts, said("org:a", "met_with", "org:b", WEEK, source="source:0")])
    twice = build([*texts, *(said("org:a", "met_with", "org:b", WEEK, source=f"source:{i}") for i in range(2))])
    assert ask(once, "org:a", "org:b").paths[0].score == ask(twice, "org:a", "org:b").paths[0].score


def test_same_question_same_answer(snapshot):
    again = build(reversed(record_of_2025()))
    for end in ("org:cisa", "org:ustr", "org:atdt"):
        assert ask(snapshot, "org:technation", end).model_dump() == ask(again, "org:technation", end).model_dump()


KINDS = ("person", "association", "agency", "company", "government")


@st.composite
def records(draw: st.DrawFn) -> tuple[list[Line], dict[str, str]]:
    """Graphs with parallel ties, self-loops, isolated entities, officials, ties of equal strength and of strength 0."""
    n = draw(st.integers(2, 7))
    kinds = {
        ("person" if kind == "person" else "gov" if kind == "government" else "org") + f":n{i}": kind
        for i in range(n)
        for kind in [draw(st.sampled_from(KINDS))]
    }
    ids = list(kinds)
    triple = st.tuples(st.sampled_from(ids), st.sampled_from(["met_with", "joint_statement_with", "leads", "supports", "urges"]), st.sampled_from(ids))
    rows = draw(
        st.lists(st.tuples(triple, st.sampled_from(["2025-04", "2025-05-05", "2025-01..2025-03", "2026"]), st.sampled_from([0, 500, 900])), max_size=25)
    )
    fit = [row for row in rows if row[0][1] != "leads" or (row[0][0].startswith("person:") and not row[0][2].startswith("person:"))]
    lines = [said(a, predicate, b, when, confidence=confidence) for (a, predicate, b), when, confidence in fit]
    return [*named({key: (kind, key) for key, kind in kinds.items()}), Source(id=TRADE, title="t"), *lines], kinds


def enumerated(
    snapshot: Snapshot, kinds: dict[str, str], start: str, end: str, max_ties: int, without: frozenset[str] = frozenset()
) -> list[tuple[float, int, list[str]]]:
    ties = derive(snapshot, View(), date(2025, 10, 28))
    graph = nx.Graph()
    graph.add_nodes_from(kinds)
    graph.add_edges_from((snapshot.ids[a], snapshot.ids[b], {"s": s}) for a, b, s in zip(ties.low, ties.high, ties.strength, strict=True) if s > 0)
    graph.remove_edges_from([tuple(without)] if without else [])
    known = ontology.load().entities
    posts = derive(snapshot, View(), date(2025, 10, 28), ("officer_of",))
    offices: dict[str, set[str]] = {}
    for pair in zip(posts.low, posts.high, strict=True):
        person, body = sorted((snapshot.ids[v] for v in pair), key=lambda key: kinds[key] != "person")
        offices.setdefault(person, set()).update([body] if not known[kinds[body]].inside else [])

    def stands(v: str, way: list[str]) -> bool:
        held = offices.get(v)
        return known[kinds[v]].inside and (not held or (v == way[1] and way[0] in held) or (v == way[-2] and way[-1] in held))

    found = []
    for way in nx.all_simple_paths(graph, start, end, cutoff=max_ties):
        if all(stands(v, way) for v in way[1:-1]):
            value = 1.0
            for a, b in pairwise(way):
                value *= graph.edges[a, b]["s"]
            for v in way[1:-1]:
                value *= graph.degree(v) ** -known[kinds[v]].gamma
            found.append((-float(f"{value:.10g}"), len(way), way))
    return sorted(found)


@settings(max_examples=150, deadline=None)
@given(records(), st.integers(1, 6))
def test_paths_are_those_of_brute_force(graph, max_ties):
    lines, kinds = graph
    snapshot = build(lines)
    ids = list(kinds)
    result = ask(snapshot, ids[0], ids[-1], k=50, max_ties=max_ties, diverse=False)
    expected = enumerated(snapshot, kinds, ids[0], ids[-1], max_ties)
    assert result.found == bool(expected)
    assert (result.none is None) == result.found
    assert ways(result) == [way for *_, way in expected][:50]
    for path, (value, hops, _) in zip(result.paths, expected, strict=False):
        assert path.score == pytest.approx(-value, rel=1e-9)
        assert path.hops == hops - 1
        assert path.score == pytest.approx(path.reliability * path.hub_penalty)


@settings(max_examples=150, deadline=None)
@given(records(), st.integers(1, 5))
def test_the_missing_tie_closes_the_gap(graph, max_ties):
    lines, kinds = graph
    ids = list(kinds)
    none = ask(build(lines), ids[0], ids[-1], max_ties=max_ties).none
    if none:
        closing = said(none.missing_tie[0].id, "met_with", none.missing_tie[1].id, AS_OF)
        assert ask(build([*lines, closing]), ids[0], ids[-1], max_ties=max_ties).found


@settings(max_examples=100, deadline=None)
@given(records(), st.integers(1, 4))
def test_what_is_said_of_other_orders_and_losses_is_true(graph, max_ties):
    """`without_penalty` is the answer at exponent 0; without the tie named in `would_change` the path named there comes first."""
    lines, kinds = graph
    ids, snapshot = list(kinds), build(lines)
    result = ask(snapshot, ids[0], ids[-1], max_ties=max_ties)
    flat = ask(snapshot, ids[0], ids[-1], max_ties=max_ties, hub_exponent=0.0)
    names = tuple(tuple(node.name for node in path.nodes) for path in flat.paths)
    assert result.without_penalty == (names if ways(flat) != ways(result) else ())
    if result.found:
        pair = frozenset(result.would_change.removeprefix("without ").split(" the first path")[0].split(" no path")[0].split(" – "))
        left = enumerated(snapshot, kinds, ids[0], ids[-1], max_ties, pair)
        then = f"the first path is {' → '.join(left[0][2])} (score {-left[0][0]:.3f})" if left else "no path is left"
        assert result.would_change.endswith(then)
        for path in result.paths:
            shorter = [way for _, hops, way in enumerated(snapshot, kinds, ids[0], ids[-1], max_ties) if hops < len(path.nodes)]
            assert path.why_not_shorter or not shorter


def test_lines_in_any_order_give_the_same_answer():
    lines: Iterable[Line] = record_of_2025()
    shuffled = sorted(lines, key=lambda line: line.model_dump_json())
    assert ways(ask(build(shuffled), "org:iti", "org:cisa")) == ways(ask(build(lines), "org:iti", "org:cisa"))


def test_neither_paths_nor_influence_import_what_starts_slowly():
    code = "import sys, graph.paths, graph.influence; print(sorted({'numba', 'scipy', 'networkx', 'fastapi'} & set(sys.modules)))"
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
