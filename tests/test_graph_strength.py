"""Tie strength: the arrays agree with the plain oracle, with networkx and with published figures."""

import csv
import json
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import ontology
from graph.arrays import OPEN_DAY, UNKNOWN_DAY
from graph.assemble import assemble
from graph.claims import Claim, Judgement, Line, Modality, Record, Source, Status
from graph.errors import RequestError, UnknownName
from graph.snapshot import Snapshot, build
from graph.strength import Ties, derive, derive_about
from graph.view import View

DAY = date(2025, 10, 28)
NAMES = ("org:a", "org:b", "org:c", "person:d", "gov:e")
MADE_BY = {
    "officer_of": ("leads", ()),
    "joint_statement": ("joint_statement_with", ()),
    "works_with": ("partners_with", ()),
    "partnership": ("counterpart_of", ()),
    "met": ("met_with", ()),
    "delegation": ("member_of", ("delegation",)),
    "part_of": ("part_of", ()),
}


def source(name: str = "s", **fields: object) -> Source:
    return Source.model_validate({"id": f"source:{name}", "title": name} | fields)


def record(subject: str, predicate: str, object_: str, *, src: str = "s", status: Status = Status.ACCEPTED, layer: str = "public", **fields: object) -> Record:
    claim = Claim.model_validate({"subject": subject, "predicate": predicate, "object": object_, "source": f"source:{src}"} | fields)
    return Record(claim=claim, status=status, layer=layer)


def strengths(lines: Iterable[Line], view: View | None = None, day: date = DAY) -> dict[tuple[str, str], float]:
    snapshot = build(lines)
    ties = derive(snapshot, view or View(), day)
    return {(snapshot.ids[low], snapshot.ids[high]): float(s) for low, high, s in zip(ties.low, ties.high, ties.strength, strict=True)}


def only(lines: Iterable[Line], view: View | None = None, day: date = DAY) -> tuple[object, bool]:
    """Strength and doubt of the single tie."""
    ties = derive(build(lines), view or View(), day)
    assert len(ties.low) == 1
    return float(ties.strength[0]), bool(ties.possible[0])


# -- agreement with the plain oracle ------------------------------------------------------------

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


# -- known answers --------------------------------------------------------------------------------


def test_reference_strengths_are_reproduced(shared: Path) -> None:
    folder = shared / "reference" / "seed-warm-intro"
    expected = json.loads((folder / "expected.json").read_text())
    with (folder / "edges.csv").open(newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["type"] in MADE_BY]
    ids = {name: f"org:{name.lower().replace(' ', '-')}" for row in rows for name in (row["source"], row["target"])}
    lines: list[Line] = []
    for row in rows:
        predicate, qualifiers = MADE_BY[row["type"]]
        when = f"{row['date_from']}..{row['date_to']}"
        confidence = round(float(row["confidence"]) * 1000)
        lines.append(record(ids[row["source"]], predicate, ids[row["target"]], src=row["seed"], qualifiers=qualifiers, when=when, confidence=confidence))
    found = strengths(lines, day=date.fromisoformat(expected["as_of"]))
    named = {tuple(sorted(ids[name] for name in pair.split(" -- "))): s for pair, s in expected["tie_strengths"].items()}
    assert found.keys() == named.keys()
    assert found == pytest.approx(named, abs=1e-6)


def test_a_meeting_loses_half_in_a_half_life() -> None:
    met = record("org:a", "met_with", "org:b", when="2025-10-28")
    assert only([met])[0] == pytest.approx(0.54)
    half_life = timedelta(days=round(18 * 30.4375))
    assert only([met], day=DAY + half_life)[0] == pytest.approx(0.27, rel=1e-3)
    assert only([met], day=DAY + 2 * half_life)[0] == pytest.approx(0.135, rel=1e-3)


def test_parallel_ties_add_up_under_the_cap() -> None:
    one = record("org:a", "met_with", "org:b", when="2025-10-28", confidence=1000)
    two = record("org:a", "joint_statement_with", "org:b", when="2025-10-28", confidence=1000)
    assert only([one]) == (pytest.approx(0.6), False)
    assert only([one, two]) == (pytest.approx(1 - 0.4 * 0.4), False)
    third = record("person:d", "leads", "org:b", when="2025-10-28", confidence=1000)
    assert only([third]) == (0.95, False)


def test_copied_press_text_counts_once_as_the_surest_copy() -> None:
    reports = [record("org:a", "met_with", "org:b", src=name, when="2025-10-28", confidence=500) for name in ("s", "t")]
    assert only([source("s", group="wire"), source("t", group="wire"), *reports])[0] == pytest.approx(0.6 * 0.5)
    assert only([source("s"), source("t"), *reports])[0] == pytest.approx(0.6 * 0.75)
    surer = record("org:a", "met_with", "org:b", src="t", when="2025-10-28", confidence=800)
    assert only([source("s", group="wire"), source("t", group="wire"), reports[0], surer])[0] == pytest.approx(0.6 * 0.8)


def test_overlapping_reports_are_one_meeting_and_distinct_ones_two() -> None:
    vague = record("org:a", "met_with", "org:b", src="t", when="2025", confidence=1000)
    exact = record("org:a", "met_with", "org:b", when="2025-10-28", confidence=1000)
    earlier = record("org:a", "met_with", "org:b", when="2025-10-27", confidence=1000)
    assert only([exact, vague]) == (pytest.approx(0.6), False), "the vague report takes nothing from the exact one"
    assert only([exact, earlier])[0] == pytest.approx(1 - 0.4 * 0.4, abs=1e-3)


def test_a_later_report_does_not_exist_yet() -> None:
    met = record("org:a", "met_with", "org:ustr", when="2025-04-20..2025-04-28")
    assert strengths([met], day=date(2025, 3, 1)) == {}
    assert only([met], day=date(2025, 4, 28))[1] is False
    assert only([met], day=date(2025, 4, 27))[1] is True


def test_vague_dates_are_possible_before_their_end() -> None:
    said = record("org:a", "joint_statement_with", "org:b", when="2025-01-01..2025-04-29")
    assert only([said], day=date(2025, 3, 1))[1] is True
    assert only([said], day=date(2025, 4, 29))[1] is False


def test_a_state_is_possible_after_its_last_confirmation_and_ages_from_it() -> None:
    heads = record("person:d", "leads", "org:a", when="2025-04-29", confidence=1000)
    assert only([heads], day=date(2025, 4, 29)) == (0.95, False)
    strength, possible = only([heads])
    assert possible
    assert strength == pytest.approx(0.95 * 2 ** (-(182 / 30.4375) / 36))


def test_an_unstated_start_reaches_back_but_a_stated_one_does_not() -> None:
    heads = record("person:d", "leads", "org:a", when="2025-04-29", confidence=1000)
    assert only([heads], day=date(2024, 12, 1)) == (0.95, True)
    assert strengths([heads], day=date(2024, 10, 1)) == {}
    since = record("person:d", "leads", "org:a", when="2025-04-29", qualifiers=["since"])
    assert strengths([since], day=date(2025, 4, 28)) == {}
    works = record("org:a", "partners_with", "org:b", when="2025-04-29")
    assert strengths([works], day=date(2025, 4, 28)) == {}, "no look-back in the ontology"


def test_a_state_whose_end_is_stated_is_over() -> None:
    ended = record("person:d", "leads", "org:a", when="2024-01-01..2025-04-29", qualifiers=["ended"])
    earlier = record("person:d", "leads", "org:a", src="t", when="2023-05-01")
    later = record("person:d", "leads", "org:a", src="t", when="2025-08-01")
    assert only([ended], day=date(2025, 4, 29))[1] is False
    assert strengths([ended], day=date(2025, 4, 30)) == {}
    assert strengths([ended, earlier]) == {}, "an earlier confirmation does not outlive the stated end"
    assert len(strengths([ended, later])) == 1, "a later one does"


def test_a_state_confirmed_twice_is_one_state() -> None:
    early = record("person:d", "leads", "org:a", when="2019-05-01", confidence=500)
    late = record("person:d", "leads", "org:a", src="t", when="2025-10-28", confidence=500)
    wire = [source("s", group="wire"), source("t", group="wire")]
    assert only([early, late]) == (pytest.approx(0.95 * 0.75), False), "two sources, one interaction"
    assert only([*wire, early, late]) == (pytest.approx(0.95 * 0.5), False), "copies of one text count once"
    many = [record("person:d", "leads", "org:a", when=f"2025-10-{day:02}", confidence=500) for day in range(1, 29)]
    assert only(many) == (pytest.approx(0.95 * 0.5), False), "one source repeats itself"


def test_a_state_between_two_confirmations_is_only_possible() -> None:
    early = record("person:d", "leads", "org:a", when="2025-01-01", confidence=1000)
    late = record("person:d", "leads", "org:a", src="t", when="2025-10-28", confidence=1000)
    assert only([early, late], day=date(2025, 9, 1)) == (0.95, True), "within the look-back of the second"


def test_confirmations_before_and_after_a_stated_end_are_two_states() -> None:
    early = record("person:d", "leads", "org:a", when="2024-01-01", confidence=500)
    ended = record("person:d", "leads", "org:a", when="2024-02-01..2024-03-31", qualifiers=["ended"], confidence=500)
    again = record("person:d", "leads", "org:a", src="t", when="2025-10-28", confidence=500)
    assert only([early, ended, again]) == (pytest.approx(0.95 * 0.5), False), "what was over before does not vouch for the new post"
    assert strengths([early, ended]) == {}


@pytest.mark.parametrize("predicate", ["member_of", "part_of", "partners_with", "works_for"])
@pytest.mark.parametrize("said", [{"qualifiers": ["former"]}, {"modality": "negated"}])
def test_a_state_that_is_denied_or_called_former_is_over(predicate: str, said: dict[str, object]) -> None:
    subject = "person:d" if predicate == "works_for" else "org:a"
    held = record(subject, predicate, "org:b", when="2024-05-01")
    over = record(subject, predicate, "org:b", src="t", when="2025-04-29", **said)
    assert len(strengths([held, over], day=date(2025, 4, 28))) == 1
    assert strengths([held, over]) == {}
    assert len(strengths([held, over, record(subject, predicate, "org:b", when="2025-06-01")])) == 1
    undated = record(subject, predicate, "org:b", src="t", **said)
    assert strengths([source("t", published=date(2025, 4, 29)), held, undated]) == {}, "it was over when the text appeared"


def test_a_denied_delegation_ends_no_membership() -> None:
    member = record("org:a", "member_of", "org:b", when="2024-05-01")
    stayed = record("org:a", "member_of", "org:b", src="t", when="2025-04-29", qualifiers=["delegation"], modality="negated")
    assert len(strengths([member, stayed])) == 1


def test_former_posts_carry_nothing() -> None:
    former = record("person:d", "works_for", "org:a", when="2020", qualifiers=["former"])
    assert strengths([former]) == {}
    assert strengths([former], View(tie_kinds=("former_post",))) == {("org:a", "person:d"): 0.0}


def test_a_post_called_former_later_is_over_and_with_it_every_post_there() -> None:
    headed = record("person:d", "leads", "org:a", when="2024-05-01")
    former = record("person:d", "leads", "org:a", src="t", when="2025-04-29", qualifiers=["former"])
    assert len(strengths([headed, former], day=date(2025, 4, 28))) == 1
    assert strengths([headed, former], day=date(2025, 4, 29)) == {}
    other = record("person:d", "works_for", "org:a", src="t", when="2025-04-29", qualifiers=["former"])
    assert strengths([headed, other]) == {}, "a former president is not said to have been its head"
    promoted = record("person:d", "leads", "org:a", src="t", when="2025-04-29")
    assert len(strengths([headed, other, promoted])) == 1, "who left one post for another holds the other"
    back = record("person:d", "leads", "org:a", when="2025-08-01")
    assert len(strengths([headed, former, back])) == 1
    assert len(strengths([source("s"), source("t"), headed, former], View(exclude=("source:t",)))) == 1


@pytest.mark.parametrize("modality", ["planned", "urged", "conditional", "negated"])
def test_what_is_not_asserted_makes_no_tie(modality: str) -> None:
    for qualifiers in ([], ["delegation"]):
        said = record("org:a", "met_with", "org:b", when="2025-04-22", modality=modality, qualifiers=qualifiers)
        assert strengths([said]) == {}


def test_self_loops_are_dropped_even_those_that_a_merge_makes() -> None:
    met = record("org:a", "met_with", "org:b", when="2025-04-22")
    assert strengths([record("org:a", "met_with", "org:a", when="2025-04-22")]) == {}
    assert strengths([met, Judgement(left="org:a", right="org:b", verdict="same")]) == {}


def test_no_confidence_is_a_tie_of_strength_zero() -> None:
    assert only([record("org:a", "met_with", "org:b", when="2025-04-22", confidence=0)]) == (0.0, False)


def test_views_leave_out_sources_entities_and_doubtful_claims() -> None:
    lines: list[Line] = [source("s"), source("t"), record("org:a", "met_with", "org:b", when="2025-04-22", confidence=600)]
    lines.append(record("org:a", "met_with", "org:c", src="t", when="2025-04-22", status=Status.PROPOSED))
    assert list(strengths(lines)) == [("org:a", "org:b")]
    assert len(strengths(lines, View(statuses=(Status.ACCEPTED, Status.PROPOSED)))) == 2
    assert strengths(lines, View(min_confidence=0.6)) != {}
    assert strengths(lines, View(min_confidence=0.61)) == {}
    assert strengths(lines, View(exclude=("source:s",))) == {}
    assert strengths(lines, View(exclude=("org:b",))) == {}


def test_a_wrong_view_is_an_error_rather_than_an_empty_answer() -> None:
    lines = [record("org:a", "met_with", "org:b", when="2025-04-22")]
    with pytest.raises(UnknownName):
        strengths(lines, View(exclude=("source:nowhere",)))
    with pytest.raises(UnknownName):
        strengths(lines, View(exclude=("org:nobody",)))
    with pytest.raises(RequestError, match="no such kind of tie"):
        strengths(lines, View(tie_kinds=("friendship",)))


def test_direction_of_met_is_kept_where_the_text_says_who_sought() -> None:
    def forward(*lines: Line) -> list[int]:
        return list(derive(build(lines), View(), DAY).forward)

    plain = record("org:b", "met_with", "org:a", when="2025-04-22")
    sought = record("org:b", "met_with", "org:a", when="2025-04-22", qualifiers=["sought-by-subject"])
    other = record("org:a", "met_with", "org:b", when="2025-04-22", qualifiers=["sought-by-subject"])
    assert forward(plain) == [0]
    assert forward(sought) == [-1]
    assert forward(plain, sought) == [-1], "silence on direction does not contradict it"
    assert forward(sought, other) == [0]


def test_open_and_unknown_days() -> None:
    undated = record("org:a", "met_with", "org:b", confidence=1000)
    assert only([undated]) == (pytest.approx(0.6), True)
    assert only([source("s", published=DAY), undated]) == (pytest.approx(0.6), False), "it had happened when it was published"
    belongs = record("org:a", "part_of", "org:b", confidence=1000)
    assert only([belongs]) == (pytest.approx(0.7), True), "a state without dates was confirmed on no day that we know"
    assert only([source("s", published=DAY), belongs]) == (pytest.approx(0.7), False), "it held when its source appeared"
    party = record("gov:mx", "party_to", "agreement:usmca")
    assert only([party], View(tie_kinds=("party_to",)))[1] is False, "what cannot fade holds always"
    heads = record("person:d", "leads", "org:a", when="2020..", confidence=1000)
    aged = pytest.approx(0.95 * 2 ** (-(365 / 30.4375) / 36))
    assert only([source("s", published=date(2024, 10, 28)), heads]) == (aged, True), "confirmed only until it was published"
    assert only([heads], day=date(2020, 12, 31)) == (aged, True), "confirmed only when it began"
    met = record("org:a", "met_with", "org:b", when="2025-04-20..")
    assert only([met], day=DAY)[1] is True
    assert only([source("s", published=date(2025, 4, 29)), met], day=DAY)[1] is False, "it had happened when it was published"


def isolated(snapshot: Snapshot) -> list[int]:
    ties = derive(snapshot, View(), DAY)
    return [i for i in range(len(snapshot.ids)) if ties.indptr[i] == ties.indptr[i + 1]]


def test_entities_without_ties_are_isolated() -> None:
    snapshot = build([record("org:a", "met_with", "org:b", when="2025-04-22"), record("org:z", "name", "", value="Zed")])
    assert [snapshot.ids[i] for i in isolated(snapshot)] == ["org:z"]
