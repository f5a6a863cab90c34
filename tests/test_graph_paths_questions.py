"""Introduction paths: what the record of two articles answers, and what every answer is."""

import json
import subprocess
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph import ontology
from graph.claims import Claim, Line, Record, Source, Status
from graph.errors import RequestError, UnknownName
from graph.paths.introduce import PathQuery, introduce
from graph.results import PathResult
from graph.snapshot.build import Snapshot, build
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


def test_a_path_in_json_opens_each_tie_to_its_evidence_and_can_be_read_back(snapshot):
    result = ask(snapshot, "org:technation", "org:ustr")
    told = json.loads(result.model_dump_json())
    tie = told["paths"][0]["ties"][1]
    assert tie.keys() >= {"kind", "label", "direction", "start", "end", "strength", "status", "evidence"}
    assert tie["evidence"][0].keys() >= {"claim", "quote", "locator", "source", "confidence", "speaker"}
    assert tie["evidence"][0]["source"].keys() >= {"id", "title", "publisher", "published", "url"}
    assert told["paths"][0].keys() >= {"nodes", "hops", "reliability", "hub_penalty", "score", "weakest_tie", "oldest", "newest", "sentence", "why_not_shorter"}
    assert PathResult.model_validate_json(result.model_dump_json()) == result


def test_same_and_unknown_ends_are_refused(snapshot):
    with pytest.raises(RequestError, match="two different ends"):
        ask(snapshot, "org:amiti", "org:amiti")
    with pytest.raises(UnknownName):
        ask(snapshot, "org:amiti", "org:nobody")
    with pytest.raises(RequestError, match="no such kind"):
        ask(snapshot, "org:amiti", "org:ustr", view=View(tie_kinds=("friendship",)))
    with pytest.raises(RequestError, match="no such kind"):
        ask(snapshot, "org:amiti", "org:ustr", view=View(inside=("friend",)))


def test_view_cannot_make_a_stance_walkable(snapshot):
    assert not ask(snapshot, "org:amiti", "agreement:usmca", view=View(tie_kinds=("stance",))).found


def test_same_question_same_answer(snapshot):
    again = build(reversed(record_of_2025()))
    for end in ("org:cisa", "org:ustr", "org:atdt"):
        assert ask(snapshot, "org:technation", end).model_dump() == ask(again, "org:technation", end).model_dump()


def test_lines_in_any_order_give_the_same_answer():
    lines: Iterable[Line] = record_of_2025()
    shuffled = sorted(lines, key=lambda line: line.model_dump_json())
    assert ways(ask(build(shuffled), "org:iti", "org:cisa")) == ways(ask(build(lines), "org:iti", "org:cisa"))


def test_neither_paths_nor_influence_import_what_starts_slowly():
    code = "import sys, graph.paths, graph.influence; print(sorted({'numba', 'scipy', 'networkx', 'fastapi'} & set(sys.modules)))"
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
