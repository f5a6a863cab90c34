"""Introduction paths: officials, former posts, hubs, equal scores, near-duplicates."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from graph.claims import Claim, Line, Record, Source, Status
from graph.paths.introduce import PathQuery, introduce
from graph.results import PathResult
from graph.snapshot.build import Snapshot, build

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


def test_more_paths_than_there_are_is_all_of_them_and_one_tie_is_the_direct_one():
    snapshot = small(*chain("org:a", "org:b", "org:c"), *chain("org:a", "org:c"))
    assert ways(ask(snapshot, "org:a", "org:c", k=50, max_ties=8)) == [["org:a", "org:c"], ["org:a", "org:b", "org:c"]]
    assert ways(ask(snapshot, "org:a", "org:c", k=50, max_ties=1)) == [["org:a", "org:c"]]


def test_former_post_carries_nothing():
    snapshot = small(*chain("org:a", "person:b"), said("person:b", "works_for", "org:c", "2020", qualifiers=("former",)))
    result = ask(snapshot, "org:a", "org:c")
    assert not result.found
    assert result.none.missing_tie is not None


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
