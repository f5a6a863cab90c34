"""No introduction path: the nearest gap, the tie that would close it, and what the view and the day left out."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from graph.claims import Claim, Judgement, Line, Record, Source, Status
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


def small(*claims: Record, kinds: dict[str, str] | None = None) -> Snapshot:
    ends = {end for record in claims for end in (record.claim.subject, record.claim.object)}
    names = {end: ((kinds or {}).get(end, "person" if end.startswith("person:") else "association"), end.split(":")[1].upper()) for end in ends if end}
    sources = sorted({record.claim.source for record in claims})
    return build([*named(names), *(Source(id=source, title=source) for source in sources), *claims])


def chain(*ids: str, when: str = WEEK) -> list[Record]:
    return [said(a, "met_with", b, when) for a, b in pairwise(ids)]


def test_before_everything_there_is_no_tie_and_the_day_it_comes_is_named():
    none = ask(small(*chain("org:a", "org:b")), "org:a", "org:b", "1990").none
    assert none.excluded_by_view == ("A – B is first evidenced 2025-04-20, after 1990-12-31",)


def test_a_tie_to_come_closes_no_gap_of_two_ties():
    none = ask(small(*chain("org:a", "org:b", "org:c")), "org:a", "org:c", "2025-01-01").none
    assert [node.id for node in none.missing_tie] == ["org:a", "org:c"]
    assert len(none.excluded_by_view) == 2


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
