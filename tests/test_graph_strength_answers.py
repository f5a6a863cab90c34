"""Tie strength: published figures, halving, parallel ties, copies, views."""

import csv
import json
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest

from graph.claims import Claim, Judgement, Line, Record, Source, Status
from graph.errors import RequestError, UnknownName
from graph.snapshot.build import Snapshot, build
from graph.strength import derive
from graph.view import View

DAY = date(2025, 10, 28)
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


def isolated(snapshot: Snapshot) -> list[int]:
    ties = derive(snapshot, View(), DAY)
    return [i for i in range(len(snapshot.ids)) if ties.indptr[i] == ties.indptr[i + 1]]


def test_entities_without_ties_are_isolated() -> None:
    snapshot = build([record("org:a", "met_with", "org:b", when="2025-04-22"), record("org:z", "name", "", value="Zed")])
    assert [snapshot.ids[i] for i in isolated(snapshot)] == ["org:z"]
