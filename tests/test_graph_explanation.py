"""Explanations, who stands for whom, introducers' stances, and what holds in every mode."""

import csv
import json
import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.claims import Claim, Line, Record, Source, Status
from graph.errors import RequestError, UnknownName
from graph.paths.explanation import ExplainQuery, explain
from graph.paths.modes import ModeQuery, paths
from graph.paths.ours import ours
from graph.results import PathResult
from graph.snapshot.build import Snapshot, build
from graph.view import View

AS_OF = date(2025, 10, 28)
WEEK = "2025-04-20..2025-04-28"
MODES = ("introduce", "reliable", "widest", "disjoint", "temporal")
KINDS = {"org:agency": "agency", "org:office": "agency", "gov:mx": "government", "topic:ai": "topic", "ask:annex": "ask", "org:wto": "intergovernmental"}


def said(subject: str, predicate: str, object_: str, when: str = WEEK, source: str = "source:s", **fields: Any) -> Record:
    return Record(claim=Claim(subject=subject, predicate=predicate, object=object_, when=when, source=source, locator="p. 1", **fields), status=Status.ACCEPTED)


def record(*claims: Record) -> Snapshot:
    ends = sorted({end for one in claims for end in (one.claim.subject, one.claim.object) if end})
    lines: list[Line] = [Source(id="source:s", title="Trade daily", published=date(2025, 4, 29))]
    for end in ends:
        kind = KINDS.get(end, "person" if end.startswith("person:") else "association")
        lines += [said(end, "kind", "", "", value=kind), said(end, "name", "", "", value=end.split(":")[1].upper())]
    return build([*lines, *claims])


def chain(*ids: str) -> list[Record]:
    return [said(a, "met_with", b, quote=f"{a} met {b}") for a, b in pairwise(ids)]


def asked(snapshot: Snapshot, start: str, end: str, mode: str = "introduce", **options: Any) -> PathResult:
    window = {"since": date(2025, 1, 1), "until": AS_OF} if mode == "temporal" else {}
    return paths(snapshot, ModeQuery.model_validate({"as_of": AS_OF, "start": start, "end": end, "mode": mode, **window, **options}))


def ways(result: PathResult) -> list[list[str]]:
    return [[node.id for node in path.nodes] for path in result.paths]


# In every mode


def mixed() -> Snapshot:
    """A short way over a government, a topic, an agency and an intergovernmental body, and a longer one over associations."""
    barred = ("gov:mx", "org:office", "org:wto")
    return record(
        *(claim for body in barred for claim in chain("org:a", body, "org:agency")),
        said("org:a", "concerns", "topic:ai"),
        said("org:agency", "concerns", "topic:ai"),
        *chain("org:a", "org:b", "org:c", "org:agency"),
        *chain("org:a", "org:d", "org:agency"),
    )


@pytest.mark.parametrize("mode", MODES)
def test_nobody_who_does_not_introduce_stands_inside(mode):
    result = asked(mixed(), "org:a", "org:agency", mode, diverse=False, k=50)
    assert result.found
    assert {node.kind for path in result.paths for node in path.nodes[1:-1]} == {"association"}
    assert result.mode == mode
    assert result.query["mode"] == mode


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_carries_evidence_registers_and_warnings(mode):
    result = asked(mixed(), "org:a", "org:agency", mode)
    assert result.not_searched
    assert [ref.id for ref in result.sources] == ["source:s"]
    assert all(tie.evidence for path in result.paths for tie in path.ties)
    assert any("no official is named" in warning for warning in result.warnings)
    assert "NaN" not in result.model_dump_json()
    assert PathResult.model_validate_json(result.model_dump_json()) == result
    assert str(result)


@pytest.mark.parametrize("mode", MODES)
def test_the_same_end_twice_is_a_clear_error(mode):
    with pytest.raises(RequestError, match="two different ends"):
        asked(mixed(), "org:a", "org:a", mode)
    with pytest.raises(UnknownName):
        asked(mixed(), "org:a", "org:nobody", mode)


@pytest.mark.parametrize("mode", MODES)
def test_without_a_path_there_is_an_honest_none(mode):
    snapshot = record(*chain("org:a", "org:b"), *chain("org:c", "org:agency"))
    result = asked(snapshot, "org:a", "org:agency", mode)
    assert not result.found
    assert result.none
    assert result.none.nearest_gap
    assert result.none.missing_tie
    assert result.chance is None or result.chance.value == 0.0
    assert result.not_searched
    before = asked(
        snapshot, "org:a", "org:agency", mode, **({"since": date(2000, 1, 1), "until": date(2000, 2, 1)} if mode == "temporal" else {"as_of": date(2000, 1, 1)})
    )
    assert not before.found


def test_what_each_mode_prefers():
    snapshot = mixed()
    assert ways(asked(snapshot, "org:a", "org:agency", "disjoint")) == [["org:a", "org:d", "org:agency"], ["org:a", "org:b", "org:c", "org:agency"]]
    reliable = asked(snapshot, "org:a", "org:agency", "reliable").paths[0]
    assert (reliable.hub_penalty, reliable.score) == (1.0, reliable.reliability)
    assert asked(snapshot, "org:a", "org:agency", "introduce").paths[0].hub_penalty < 1


def test_cut_actors_are_named_with_what_their_loss_means():
    snapshot = record(*chain("org:a", "org:b", "org:c", "org:agency"), *chain("org:a", "org:d", "org:c"))
    result = asked(snapshot, "org:a", "org:agency", "disjoint")
    assert [[node.id for node in cut] for cut in result.cuts] == [["org:c"]]
    assert result.sentence == "no two ways exist that share no go-between"
    assert result.would_change == "without C no way is left"
    assert result.chance
    assert result.chance.exact


def test_disjoint_ways_that_take_more_ties_than_asked_for_are_told():
    """Each arc lies on a walk of three ties, but the cheapest pair of ways needs a longer one."""
    tie = {"org:a": ("org:b", "org:c"), "org:d": ("org:e",), "org:b": ("org:d", "org:f"), "org:c": ("org:d",), "org:f": ("org:e",)}
    snapshot = record(*(said(a, "met_with", b) for a, others in tie.items() for b in others))
    result = asked(snapshot, "org:a", "org:e", "disjoint", max_ties=3)
    assert len(result.paths) == 2
    assert all(path.hops <= 3 for path in result.paths) or any("more than the 3 asked for" in warning for warning in result.warnings)


@pytest.mark.parametrize("mode", MODES)
def test_two_processes_answer_byte_for_byte_alike(mode, tmp_path):
    code = (
        f"import sys; sys.path.insert(0, {str(__file__.rsplit('/', 1)[0])!r}); import test_graph_explanation as t; "
        f"print(t.asked(t.mixed(), 'org:a', 'org:agency', {mode!r}, seed=7).model_dump_json())"
    )
    answers = {subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path).stdout for _ in range(2)}
    assert len(answers) == 1
    assert json.loads(answers.pop())["found"]


# The reference graph of the seed documents


@pytest.fixture(scope="module")
def seed(shared: Path) -> tuple[Snapshot, dict[str, str], dict[str, Any]]:
    """Its ties that can carry an introduction; contexts are left to the tests of the best introductions."""
    said_as = {"officer_of": "leads", "joint_statement": "joint_statement_with", "works_with": "partners_with", "met": "met_with"}
    said_as |= {"partnership": "counterpart_of", "delegation": "member_of", "part_of": "part_of"}
    kinds = {"Sofia Perez Gasque": "person", "Government of Mexico": "government"}
    kinds |= dict.fromkeys(("USTR", "Commerce Department", "State Department", "CISA", "NIST", "ATDT"), "agency")
    prefix = {"person": "person", "government": "gov"}
    folder = shared / "reference" / "seed-warm-intro"
    rows = [row for row in csv.DictReader((folder / "edges.csv").open(encoding="utf-8")) if row["type"] in said_as]
    names = sorted({row[end] for row in rows for end in ("source", "target")})
    ids = {name: f"{prefix.get(kinds.get(name, ''), 'org')}:{name.lower().replace(' ', '-')}" for name in names}
    lines: list[Line] = [Source(id=f"source:{number}", title=number) for number in ("s", "000", "001")]
    for name in names:
        lines += [said(ids[name], "kind", "", "", value=kinds.get(name, "association")), said(ids[name], "name", "", "", value=name)]
    for row in rows:
        ends = [ids[row["source"]], ids[row["target"]]][:: -1 if row["type"] == "officer_of" else 1]
        marks = ("delegation",) if row["type"] == "delegation" else ()
        confidence = round(float(row["confidence"]) * 1000)
        when = f"{row['date_from']}..{row['date_to']}"
        lines.append(said(ends[0], said_as[row["type"]], ends[1], when, f"source:{row['seed']}", qualifiers=marks, confidence=confidence))
    return build(lines), ids, json.loads((folder / "expected.json").read_text(encoding="utf-8"))


def test_the_reference_paths_of_every_mode(seed):
    snapshot, ids, expected = seed
    wide = View(inside=("government", "agency"))
    for row in expected["queries"]:
        ends = ids[row["from"]], ids[row["to"]]
        widest = asked(snapshot, *ends, "widest", view=wide, max_ties=5, diverse=False)
        assert widest.paths[0].ties[widest.paths[0].weakest_tie].strength == pytest.approx(row["widest_path_bottleneck"], abs=5e-7)
        reliable = asked(snapshot, *ends, "reliable", view=wide, max_ties=5)
        assert [node.name for node in reliable.paths[0].nodes] == row["most_reliable_path"]


def test_the_reference_chance_that_some_path_works(seed):
    snapshot, ids, expected = seed
    chance = asked(snapshot, ids["ITI"], ids["CISA"], "reliable", view=View(inside=("government", "agency")), max_ties=8).chance
    assert chance
    assert chance.exact
    assert chance.value == pytest.approx(expected["two_terminal_reliability_ITI_CISA_exact"], abs=5e-7)


# Sets of ends


def household() -> Snapshot:
    return record(
        said("person:head", "leads", "org:us"),
        said("person:clerk", "works_for", "org:us"),
        said("org:firm", "member_of", "org:us"),
        said("org:us", "member_of", "org:umbrella"),
        said("person:gone", "works_for", "org:us", "2024-01-01..2024-06-01"),
        said("person:gone", "works_for", "org:us", "2024-07-01..2024-07-01", qualifiers=("former",)),
        said("org:partner", "partners_with", "org:us"),
        *chain("person:clerk", "org:agency"),
        *chain("org:partner", "org:agency"),
    )


def test_ours_are_staff_board_and_members_of_that_day():
    snapshot = household()
    own = [snapshot.ids[i] for i in ours(snapshot, View(), AS_OF, snapshot.index("org:us"))]
    assert own == ["org:us", "org:firm", "person:clerk", "person:head"]
    early = [snapshot.ids[i] for i in ours(snapshot, View(), date(2024, 3, 1), snapshot.index("org:us"))]
    assert early == ["org:us", "person:gone"]
    assert ours(snapshot, View(exclude=("person:head",)), AS_OF, snapshot.index("org:us")) == tuple(map(snapshot.index, ("org:us", "org:firm", "person:clerk")))


@pytest.mark.parametrize("mode", MODES)
def test_whoever_stands_for_us_starts_at_no_cost_and_is_named(mode):
    snapshot = household()
    others = ("org:firm", "person:clerk", "person:head")
    result = asked(snapshot, "org:us", "org:agency", mode, also_start=others)
    assert ways(result)[0] == ["person:clerk", "org:agency"]
    assert [node.id for node in result.starts] == ["org:us", *others]
    assert [(one.entity.id, one.stands_for.id, one.why) for one in result.stand_ins if one.entity.id == "person:clerk"] == [
        ("person:clerk", "org:us", "works for US")
    ]
    assert any("CLERK stands for US" in warning for warning in result.warnings)


def test_disjoint_ways_may_share_an_end_but_no_go_between():
    snapshot = record(*chain("org:a", "org:x", "org:agency"), *chain("org:b", "org:x"), *chain("org:b", "org:y", "org:agency"))
    result = asked(snapshot, "org:a", "org:agency", "disjoint", also_start=("org:b",), k=3)
    assert len(result.paths) == 2
    assert [[node.id for node in cut] for cut in result.cuts] == [["org:x", "org:y"]]


# Stances


def opinions() -> Snapshot:
    return record(
        *chain("org:a", "org:foe", "org:agency"),
        *chain("org:a", "org:friend", "org:agency"),
        *chain("org:a", "org:silent", "org:agency"),
        said("org:foe", "opposes", "ask:annex", "2025-06-01", speaker="org:foe"),
        said("org:friend", "supports", "ask:annex", "2025-06-01", speaker="org:friend"),
    )


@pytest.mark.parametrize("mode", MODES)
def test_an_introducer_who_opposes_the_ask_is_told_first(mode):
    result = asked(opinions(), "org:a", "org:agency", mode, ask="ask:annex")
    stances = {one.entity.id: one.stance for path in result.paths for one in path.introducers}
    assert stances == {"org:foe": "oppose", "org:friend": "support", "org:silent": "unknown"}
    assert all([one.entity.id for one in path.introducers] == [node.id for node in path.nodes[1:-1]] for path in result.paths)
    words = [warning for warning in result.warnings if "ANNEX" in warning]
    assert words[0].startswith("introducer FOE opposes this ask, said on 2025-06-01")
    assert words[1].startswith("introducer FRIEND supports this ask")
    assert words[2] == "where SILENT stands on ANNEX is not known; unknown is not neutral"


def test_old_evidence_is_still_said_first():
    result = asked(opinions(), "org:a", "org:agency", ask="ask:annex", as_of=date(2026, 10, 1))
    assert result.warnings[0].startswith("The newest evidence is")
    assert result.warnings[1].startswith("introducer FOE")


def test_an_unknown_ask_is_a_clear_error():
    with pytest.raises(UnknownName):
        asked(opinions(), "org:a", "org:agency", ask="ask:none")
    assert asked(opinions(), "org:a", "org:agency").paths[0].introducers == ()


# Explanations


def test_an_explanation_is_the_union_of_the_top_paths_with_a_quote_a_tie():
    snapshot = mixed()
    result = explain(snapshot, ExplainQuery(as_of=AS_OF, start="org:a", end="org:agency"))
    assert result.sentence == "A and AGENCY are linked through three others, by two paths over five ties."
    assert [[node.id for node in result.nodes]] == [["org:a", "org:d", "org:agency", "org:b", "org:c"]]
    assert {one.proof.quote for one in result.ties} == {"org:a met org:d", "org:d met org:agency", "org:a met org:b", "org:b met org:c", "org:c met org:agency"}
    assert all(one.sentence.endswith(".") and one.paths for one in result.ties)
    assert result.not_searched
    assert "“org:a met org:d”" in str(result)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 30), st.integers(9, 15))
def test_an_explanation_has_at_most_fifteen_nodes_and_says_what_it_leaves_out(width, most):
    snapshot = record(*(claim for v in range(width) for claim in chain("org:a", f"org:m{v:02}", "org:agency")))
    result = explain(snapshot, ExplainQuery(as_of=AS_OF, start="org:a", end="org:agency", k=50, most_nodes=most))
    assert len(result.nodes) <= most
    assert result.left_out == max(0, width - (most - 2))
    assert any("left out" in warning for warning in result.warnings) == bool(result.left_out)
    assert len(result.paths) == min(width, most - 2)


def test_an_explanation_of_nothing_is_an_honest_none():
    snapshot = record(*chain("org:a", "org:b"), *chain("org:c", "org:agency"))
    result = explain(snapshot, ExplainQuery(as_of=AS_OF, start="org:a", end="org:agency"))
    assert not result.found
    assert result.none
    assert result.ties == ()
    assert str(result).startswith("Nothing in evidence links A to AGENCY by introduction.")
