"""Paths in time against every way in which the dates may fall out."""

from datetime import date, timedelta
from itertools import combinations, pairwise, product

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.claims import Claim, Line, Record, Source, Status
from graph.errors import RequestError
from graph.paths.modes import ModeQuery, paths
from graph.results import PathResult
from graph.snapshot.build import Snapshot, build

DAY = date(2025, 6, 1)
EVENTS = {"met_with": "event", "partners_with": "state"}

Contact = tuple[str, str, str, int, int]


def day(number: int) -> date:
    return DAY + timedelta(number)


def said(subject: str, predicate: str, object_: str, when: str = "", **fields: str) -> Record:
    return Record(
        claim=Claim(subject=subject, predicate=predicate, object=object_, when=when, source="source:s", locator="p", **fields), status=Status.ACCEPTED
    )


def record(contacts: list[Contact], kinds: dict[str, str] | None = None) -> Snapshot:
    lines: list[Line] = [Source(id="source:s", title="s")]
    ends = sorted({end for a, _, b, *_ in contacts for end in (a, b)})
    for end in ends:
        lines += [said(end, "kind", "", value=(kinds or {}).get(end, "association")), said(end, "name", "", value=end.split(":")[1].upper())]
    return build([*lines, *(said(a, predicate, b, f"{day(first)}..{day(last)}") for a, predicate, b, first, last in contacts)])


def in_time(snapshot: Snapshot, start: str, end: str, first: int, last: int, **options: object) -> PathResult:
    given = {"start": start, "end": end, "mode": "temporal", "since": day(first), "until": day(last), **options}
    return paths(snapshot, ModeQuery.model_validate(given))


def found(result: PathResult) -> dict[tuple[str, ...], str]:
    return {tuple(node.id for node in path.nodes): path.certainty for path in result.paths}


@st.composite
def networks(draw: st.DrawFn) -> list[Contact]:
    names = [f"org:n{v}" for v in range(draw(st.integers(2, 5)))]
    pairs = [(a, b, predicate) for a, b in combinations(names, 2) for predicate in EVENTS]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, min_size=1, max_size=7))
    spans = [sorted(draw(st.tuples(st.integers(0, 5), st.integers(0, 5)))) for _ in chosen]
    return [(a, predicate, b, first, last) for (a, b, predicate), (first, last) in zip(chosen, spans, strict=True)]


def every_order(contacts: list[Contact], first: int, last: int, max_ties: int) -> dict[tuple[str, ...], str]:
    graph = nx.Graph((a, b) for a, _, b, *_ in contacts)
    if not {"org:n0", "org:n1"} <= set(graph):
        return {}
    answer = {}
    for way in nx.all_simple_paths(graph, "org:n0", "org:n1", cutoff=max_ties):
        options = [[c for c in contacts if {c[0], c[2]} == set(pair) and c[3] <= last] for pair in pairwise(way)]
        choices = list(product(*options))
        if any(_certain(choice, first, last) for choice in choices):
            answer[tuple(way)] = "certain"
        elif any(_in_order([_span(c, first, last) for c in choice]) for choice in choices):
            answer[tuple(way)] = "possible"
    return answer


def _span(contact: Contact, first: int, last: int) -> tuple[int, int]:
    end = last if EVENTS[contact[1]] == "state" else contact[4]
    return max(contact[3], first), min(end, last)


def _in_order(spans: list[tuple[int, int]]) -> bool:
    """Whether days can be chosen, one in each span, that do not run backwards."""
    return any(all(x <= y for x, y in pairwise(days)) for days in product(*(range(low, high + 1) for low, high in spans)))


def _certain(choice: tuple[Contact, ...], first: int, last: int) -> bool:
    """Whether days can be chosen for the states however the days of the events fall out."""
    events = [c for c in choice if EVENTS[c[1]] == "event"]
    if any(c[3] < first or c[4] > last for c in events):
        return False
    for days in product(*(range(c[3], c[4] + 1) for c in events)):
        fixed = iter(days)
        spans = [(d := next(fixed), d) if EVENTS[c[1]] == "event" else (max(c[3], first), min(c[4], last)) for c in choice]
        if not _in_order(spans):
            return False
    return True


@settings(max_examples=400, deadline=None)
@given(networks(), st.integers(0, 5), st.integers(0, 5), st.integers(1, 4))
def test_certain_and_possible_are_every_way_the_dates_may_fall(contacts, first, last, max_ties):
    first, last = min(first, last), max(first, last)
    snapshot = record([*contacts, ("org:n0", "met_with", "org:zz", 0, 0), ("org:n1", "met_with", "org:zy", 0, 0)])
    result = in_time(snapshot, "org:n0", "org:n1", first, last, max_ties=max_ties, k=50, diverse=False)
    assert found(result) == every_order(contacts, first, last, max_ties)
    order = [(path.certainty != "certain", -round(path.score, 12), path.hops) for path in result.paths]
    assert order == sorted(order)
    for path in result.paths:
        assert all(day(first) <= moment.earliest <= moment.latest <= day(last) for moment in path.moments)
        assert all(a.earliest <= b.earliest and a.latest <= b.latest for a, b in pairwise(path.moments))


def test_a_contact_that_came_too_late_breaks_the_way():
    late = record([("org:a", "met_with", "org:b", 4, 4), ("org:b", "met_with", "org:c", 2, 2)])
    assert not in_time(late, "org:a", "org:c", 0, 5).found
    assert in_time(late, "org:c", "org:a", 0, 5).found
    gap = in_time(late, "org:a", "org:c", 0, 5).none
    assert gap
    assert "A → B → C is documented, but not in this order" in gap.nearest_gap
    assert gap.missing_tie
    assert [node.id for node in gap.missing_tie] == ["org:b", "org:c"]


def test_contacts_of_one_day_are_in_order_and_vague_ones_only_possible():
    assert found(in_time(record([("org:a", "met_with", "org:b", 2, 2), ("org:b", "met_with", "org:c", 2, 2)]), "org:a", "org:c", 0, 5)) == {
        ("org:a", "org:b", "org:c"): "certain"
    }
    vague = in_time(record([("org:a", "met_with", "org:b", 1, 4), ("org:b", "met_with", "org:c", 2, 3)]), "org:a", "org:c", 0, 5)
    assert found(vague) == {("org:a", "org:b", "org:c"): "possible"}
    assert [(m.earliest, m.latest) for m in vague.paths[0].moments] == [(day(1), day(3)), (day(2), day(3))]
    assert "In order of time (possible): A – B 2025-06-02 to 2025-06-04, then B – C 2025-06-03 to 2025-06-04." in vague.paths[0].sentence


def test_a_state_is_used_on_whichever_of_its_days_fits():
    held = record([("org:a", "partners_with", "org:b", 0, 5), ("org:b", "met_with", "org:c", 1, 4), ("org:c", "partners_with", "org:d", 0, 5)])
    assert found(in_time(held, "org:a", "org:d", 0, 5)) == {("org:a", "org:b", "org:c", "org:d"): "certain"}


def test_a_certain_way_stands_before_a_better_possible_one():
    contacts = [
        ("org:a", "partners_with", "org:b", 0, 5),
        ("org:b", "met_with", "org:z", 1, 6),
        ("org:a", "met_with", "org:c", 0, 0),
        ("org:c", "met_with", "org:z", 1, 1),
    ]
    result = in_time(record(contacts), "org:a", "org:z", 0, 5)
    assert [path.certainty for path in result.paths] == ["certain", "possible"]


def test_nobody_who_may_not_introduce_stands_inside():
    contacts = [("org:a", "met_with", "org:agency", 1, 1), ("org:agency", "met_with", "org:c", 2, 2)]
    assert not in_time(record(contacts, {"org:agency": "agency"}), "org:a", "org:c", 0, 5).found


@pytest.mark.parametrize(("given", "fault"), [({}, "needs two days"), ({"since": day(5), "until": day(1)}, "comes after")])
def test_bad_windows_are_clear_errors(given, fault):
    snapshot = record([("org:a", "met_with", "org:b", 1, 1)])
    with pytest.raises(RequestError, match=fault):
        paths(snapshot, ModeQuery.model_validate({"start": "org:a", "end": "org:b", "mode": "temporal", **given}))


def test_a_window_before_everything_is_an_honest_none():
    result = in_time(record([("org:a", "met_with", "org:b", 1, 1)]), "org:a", "org:b", -40, -30)
    assert not result.found
    assert result.none
    assert "NaN" not in result.model_dump_json()
