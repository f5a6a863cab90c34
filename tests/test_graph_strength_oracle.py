"""Tie strength: the arrays agree with the plain oracle and with networkx."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import ontology
from graph.assemble import assemble
from graph.claims import Claim, Judgement, Line, Modality, Record, Source, Status
from graph.snapshot.arrays import OPEN_DAY, UNKNOWN_DAY
from graph.snapshot.build import build
from graph.strength import Ties, derive, derive_about
from graph.view import View

DAY = date(2025, 10, 28)
NAMES = ("org:a", "org:b", "org:c", "person:d", "gov:e")


def source(name: str = "s", **fields: object) -> Source:
    return Source.model_validate({"id": f"source:{name}", "title": name} | fields)


def record(subject: str, predicate: str, object_: str, *, src: str = "s", status: Status = Status.ACCEPTED, layer: str = "public", **fields: object) -> Record:
    claim = Claim.model_validate({"subject": subject, "predicate": predicate, "object": object_, "source": f"source:{src}"} | fields)
    return Record(claim=claim, status=status, layer=layer)


def strengths(lines: Iterable[Line], view: View | None = None, day: date = DAY) -> dict[tuple[str, str], float]:
    snapshot = build(lines)
    ties = derive(snapshot, view or View(), day)
    return {(snapshot.ids[low], snapshot.ids[high]): float(s) for low, high, s in zip(ties.low, ties.high, ties.strength, strict=True)}


days = st.dates(date(2023, 1, 1), date(2026, 6, 30))
whens = st.one_of(
    st.just(""),
    days.map(str),
    st.tuples(days, st.integers(0, 500)).map(lambda pair: f"{pair[0]}..{pair[0] + timedelta(pair[1])}"),
    days.map(lambda d: f"{d}.."),
    days.map(lambda d: f"..{d}"),
)
predicates = st.sampled_from(["leads", "works_for", "met_with", "joint_statement_with", "partners_with", "member_of", "urges", "supports", "co_mentioned_with"])
marks = st.lists(st.sampled_from(["since", "ended", "delegation", "former", "sought-by-subject", "one-sided"]), max_size=2).map(tuple)
near = st.integers(0, 40).map(lambda offset: date(2025, 3, 1) + timedelta(offset))
dense = st.builds(
    lambda predicate, day, length, src, confidence, qualifiers, modality: record(
        "person:d", predicate, "org:b", src=src, when=f"{day}..{day + timedelta(length)}", confidence=confidence, qualifiers=qualifiers, modality=modality
    ),
    st.sampled_from(["met_with", "works_for", "works_for", "leads"]),
    near,
    st.sampled_from([0, 0, 3, 25]),
    st.sampled_from(["s", "t", "u"]),
    st.sampled_from([300, 500, 900]),
    st.sampled_from([(), (), ("ended",), ("former",), ("sought-by-subject",)]),
    st.sampled_from([Modality.ASSERTED] * 5 + [Modality.NEGATED]),
)


@st.composite
def records(draw: st.DrawFn) -> Record:
    return record(
        draw(st.sampled_from(NAMES)),
        draw(predicates),
        draw(st.sampled_from(NAMES)),
        src=draw(st.sampled_from(["s", "t", "u"])),
        status=draw(st.sampled_from(list(Status))),
        when=draw(whens),
        qualifiers=draw(marks),
        confidence=draw(st.sampled_from([0, 500, 900, 900, 1000])),
        modality=draw(st.sampled_from([Modality.ASSERTED] * 6 + [Modality.PLANNED, Modality.NEGATED])),
    )


sources = st.tuples(st.sampled_from(["", "wire"]), st.sampled_from(["", "wire"]), st.none() | days).map(
    lambda drawn: [source("s", group=drawn[0]), source("t", group=drawn[1]), source("u", published=drawn[2])]
)
merges = st.lists(st.tuples(st.sampled_from(NAMES[:3]), st.sampled_from(NAMES[:3])), max_size=1).map(
    lambda pairs: [Judgement(left=left, right=right, verdict="same") for left, right in pairs if left != right]
)
worlds = st.tuples(sources, st.lists(records(), max_size=25), merges).map(lambda parts: [line for part in parts for line in part])
views = st.builds(
    View,
    min_confidence=st.sampled_from([0.0, 0.6]),
    statuses=st.sampled_from([(Status.ACCEPTED,), (Status.ACCEPTED, Status.PROPOSED)]),
    tie_kinds=st.sampled_from([(), ("met", "officer_of", "urged", "co_mention", "former_post")]),
)


@settings(max_examples=300, deadline=None)
@given(lines=worlds, view=views, day=days)
def test_arrays_agree_with_the_oracle(lines: list[Line], view: View, day: date) -> None:
    agrees(lines, view, day)


def agrees(lines: list[Line], view: View, day: date) -> None:
    snapshot = build(lines)
    ties = derive(snapshot, view, day)
    expected = assemble(lines, view, day)
    assert [(snapshot.ids[low], snapshot.ids[high]) for low, high in zip(ties.low, ties.high, strict=True)] == [(bond.low, bond.high) for bond in expected.ties]
    np.testing.assert_allclose(ties.strength, [bond.strength for bond in expected.ties], rtol=0, atol=1e-12)
    assert ties.possible.tolist() == [bond.possible for bond in expected.ties]
    happenings = [happening for bond in expected.ties for happening in bond.happenings]
    kinds = tuple(ontology.load().ties)
    assert [kinds[code] for code in ties.kind] == [happening.kind for happening in happenings]
    assert ties.forward.tolist() == [happening.forward for happening in happenings]
    assert ties.interaction_possible.tolist() == [happening.possible for happening in happenings]
    assert ties.start.tolist() == [happening.when.start.toordinal() if happening.when.start else UNKNOWN_DAY for happening in happenings]
    assert ties.last.tolist() == [happening.when.last.toordinal() if happening.when.last else OPEN_DAY for happening in happenings]
    np.testing.assert_allclose(ties.p, [happening.p for happening in happenings], rtol=0, atol=1e-12)
    rows = [ties.reports[a:b] for a, b in zip(ties.report_ptr[:-1], ties.report_ptr[1:], strict=True)]
    assert [{snapshot.claim_ids[c] for c in snapshot.reports.claim[row]} for row in rows] == [set(happening.claims) for happening in happenings]


@settings(max_examples=200, deadline=None)
@given(lines=st.tuples(sources, st.lists(dense, min_size=3, max_size=10)).map(lambda parts: [line for part in parts for line in part]), day=near)
def test_many_reports_of_one_pair_agree_with_the_oracle(lines: list[Line], day: date) -> None:
    agrees(lines, View(), day)


@settings(max_examples=150, deadline=None)
@given(lines=worlds, day=days)
def test_adjacency_is_that_of_networkx(lines: list[Line], day: date) -> None:
    snapshot = build(lines)
    ties = derive(snapshot, View(), day)
    graph = nx.Graph()
    graph.add_nodes_from(range(len(snapshot.ids)))
    graph.add_weighted_edges_from(zip(ties.low.tolist(), ties.high.tolist(), ties.strength.tolist(), strict=True))
    assert ties.indptr[-1] == 2 * len(ties.low) == len(ties.neighbour)
    for i in range(len(snapshot.ids)):
        mine = ties.neighbour[ties.indptr[i] : ties.indptr[i + 1]].tolist()
        assert mine == sorted(graph[i])
        assert [float(ties.strength[t]) for t in ties.tie[ties.indptr[i] : ties.indptr[i + 1]]] == [graph[i][j]["weight"] for j in mine]


@settings(max_examples=100, deadline=None)
@given(lines=worlds, day=days)
def test_the_ties_of_one_entity_are_those_of_all(lines: list[Line], day: date) -> None:
    snapshot = build(lines)
    ties = derive(snapshot, View(), day)
    kinds = [key for key, kind in ontology.load().ties.items() if kind.carries and kind.default]

    def rows(found: Ties, of: int) -> list[tuple[int, int, float]]:
        return [row for row in zip(found.low.tolist(), found.high.tolist(), found.strength.tolist(), strict=True) if of in row[:2]]

    for i in range(len(snapshot.ids)):
        assert rows(derive_about(snapshot, View(), day, kinds, i), i) == rows(ties, i)


@settings(max_examples=150, deadline=None)
@given(lines=worlds, day=days)
def test_leaving_out_is_the_same_as_never_having_heard(lines: list[Line], day: date) -> None:
    everyone = [record("org:witness", "name", "", value=name, src=src) for name in NAMES for src in "stu"]
    everyone += [record(name, "alias", "", value=name, src="witness") for name in NAMES]

    def without(leaves: Callable[[Record], bool]) -> list[Line]:
        return [line for line in lines if not (isinstance(line, Record) and leaves(line))]

    told = [*lines, *everyone]
    assert strengths(told, View(exclude=("source:t",)), day) == strengths([*without(lambda line: line.claim.source == "source:t"), *everyone], day=day)
    assert strengths(told, View(min_confidence=0.6), day) == strengths([*without(lambda line: line.claim.confidence < 600), *everyone], day=day)
    later = without(lambda line: line.claim.interval.start is not None and (line.claim.interval.start - day).days > 183)
    assert strengths(told, day=day) == strengths([*later, *everyone], day=day)
