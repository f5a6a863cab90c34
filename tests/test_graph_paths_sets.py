"""Ends that are sets of entities, bounds that are said, and what every entity can be reached with."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.claims import Claim, Line, Record, Source
from graph.errors import RequestError
from graph.paths.introduce import PathQuery, introduce
from graph.paths.walk import reach_all
from graph.results import PathResult
from graph.snapshot.build import Snapshot, build
from graph.view import View

AS_OF = "2025-10-28"
PAPER = "source:paper"


def said(subject: str, predicate: str, object_: str, **fields: object) -> Record:
    claim = {"subject": subject, "predicate": predicate, "object": object_, "when": "2025-04-20", "source": PAPER, "locator": "p"} | fields
    return Record(claim=Claim.model_validate(claim))


def small(*claims: Record, kinds: dict[str, str] | None = None) -> Snapshot:
    ends = {end for record in claims for end in (record.claim.subject, record.claim.object)}
    named = {end: (kinds or {}).get(end, "person" if end.startswith("person:") else "association") for end in ends}
    lines: list[Line] = [Source(id=PAPER, title="paper"), *(said(end, "kind", "", value=kind, when="") for end, kind in named.items()), *claims]
    return build(lines)


def chain(*ids: str) -> list[Record]:
    return [said(a, "met_with", b) for a, b in pairwise(ids)]


def ask(snapshot: Snapshot, start: str, end: str, **fields: object) -> PathResult:
    return introduce(snapshot, PathQuery.model_validate({"start": start, "end": end, "as_of": AS_OF} | fields))


def ways(result: PathResult) -> list[list[str]]:
    return [[node.id for node in path.nodes] for path in result.paths]


def test_a_path_may_begin_with_whoever_stands_for_the_start_and_end_likewise():
    snapshot = small(*chain("person:ours", "org:b", "person:theirs"), *chain("org:a", "person:ours"), *chain("person:theirs", "org:z"))
    assert ways(ask(snapshot, "org:a", "org:z")) == [["org:a", "person:ours", "org:b", "person:theirs", "org:z"]]
    assert ways(ask(snapshot, "org:a", "org:z", also_start=("person:ours",), also_end=("person:theirs",))) == [["person:ours", "org:b", "person:theirs"]]


def test_whoever_stands_for_both_sides_stands_for_the_start():
    snapshot = small(*chain("org:a", "person:both", "org:z"))
    assert ways(ask(snapshot, "org:a", "org:z", also_start=("person:both",), also_end=("person:both",))) == [["person:both", "org:z"]]
    assert ways(ask(snapshot, "org:a", "org:z", also_start=("org:z",), also_end=("org:a",))) == [["org:a", "person:both", "org:z"]]


def test_an_end_outside_the_view_or_not_yet_there_is_an_answer_and_one_that_is_the_start_an_error():
    snapshot = small(*chain("org:a", "org:b"), *chain("org:b", "person:z"))
    nobody = ask(snapshot, "org:a", "person:z", view=View(entity_kinds=("association",)))
    assert "is a person, and the view sees only ties between entities of the kinds association" in nobody.none.nearest_gap
    early = ask(snapshot, "org:a", "org:b", as_of="2001-01-01")
    assert "is first evidenced 2025-04-20" in "".join(early.none.excluded_by_view)
    with pytest.raises(RequestError, match="two different ends"):
        ask(snapshot, "org:a", "org:a", also_end=("org:b",))


def test_a_limit_that_is_hit_is_a_warning():
    many = [said(f"person:p{a:02}", "met_with", f"person:p{b:02}") for a in range(30) for b in range(a)]
    limited = ask(small(*many), "person:p00", "person:p29", k=50, diverse=False, labels=100, max_ties=8)
    assert any("stopped at its limit" in warning for warning in limited.warnings)
    assert limited.paths[0].hops == 1


def test_what_every_entity_is_reached_with_is_the_score_of_its_best_path():
    record = [*chain("org:a", "org:b", "org:agency"), *chain("org:b", "person:head"), said("person:head", "leads", "org:agency"), *chain("org:x", "org:y")]
    snapshot = small(*record, kinds={"org:agency": "agency"})
    agrees(snapshot, 4)


def agrees(snapshot: Snapshot, max_ties: int) -> None:
    start = snapshot.ids[0]
    query = PathQuery(start=start, end=start, as_of=date(2025, 10, 28), max_ties=max_ties, k=1)
    reached = reach_all(snapshot, query, (0,))
    assert reached[0] == 1
    for v in range(1, len(snapshot.ids)):
        paths = ask(snapshot, start, snapshot.ids[v], max_ties=max_ties, k=1).paths
        assert reached[v] == pytest.approx(paths[0].score if paths else 0.0, rel=1e-9)


KINDS = {"org:a": "association", "person:b": "person", "org:c": "agency", "person:d": "person", "org:e": "company", "org:f": "agency"}
TIES = st.tuples(st.sampled_from(list(KINDS)), st.sampled_from(["met_with", "leads", "joint_statement_with"]), st.sampled_from(list(KINDS)))


@settings(max_examples=150, deadline=None)
@given(st.lists(TIES, min_size=1, max_size=14), st.integers(1, 5))
def test_reach_is_that_of_the_paths_on_random_records(rows, max_ties):
    fit = [row for row in rows if row[1] != "leads" or (row[0].startswith("person:") and row[2].startswith("org:"))]
    agrees(small(*(said(*row) for row in fit), *(said(end, "alias", "", value="x", when="") for end in KINDS), kinds=KINDS), max_ties)
