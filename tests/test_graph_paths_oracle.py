"""Introduction paths on random records: brute force over networkx is the oracle."""

from datetime import date
from itertools import pairwise
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import ontology
from graph.claims import Claim, Line, Record, Source, Status
from graph.paths.introduce import PathQuery, introduce
from graph.results import PathResult
from graph.snapshot.build import Snapshot, build
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
