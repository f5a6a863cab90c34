"""Traps of the query catalogue that more than one question can fall into, each put to all the questions concerned."""

import random
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from graph.allies.classify import AlliesQuery, classify
from graph.claims import Claim, Judgement, Line, Record, Source
from graph.influence.brokerage import BrokersQuery, brokers
from graph.influence.measured import MeasuresQuery, measure
from graph.influence.opinion import OnQuery, on
from graph.influence.scenario import Move, SimulateQuery, simulate
from graph.influence.score import InfluenceQuery, score
from graph.influence.settlement import SettlementQuery, settle
from graph.paths.explanation import ExplainQuery, explain
from graph.paths.modes import ModeQuery, paths
from graph.results import PathResult
from graph.snapshot.build import Snapshot, build
from graph.spread.seeds import SpreadQuery, spread

AS_OF = "2025-10-28"
FRESH = "2025-10-20"
ASK = "ask:annex"
MODES = ("introduce", "reliable", "widest", "disjoint", "temporal")
WINDOW = {"since": date(2024, 1, 1), "until": date(2025, 10, 28)}


def said(subject: str, predicate: str, object_: str = "", when: str = FRESH, source: str = "source:paper", **fields: Any) -> Record:
    return Record(claim=Claim(subject=subject, predicate=predicate, object=object_, when=when, source=source, locator="paragraph", **fields))


def met(*ids: str, **fields: Any) -> list[Record]:
    return [said(a, "met_with", b, qualifiers=("sought-by-subject",), **fields) for a, b in pairwise(ids)]


def known(*records: Record, kinds: dict[str, str] | None = None) -> list[Line]:
    """The records with a kind and a name for whoever is in them; associations unless said otherwise."""
    by_prefix = {"topic": "topic", "place": "place", "person": "person", "ask": "ask", "agreement": "agreement"}
    ids = sorted({end for record in records for end in (record.claim.subject, record.claim.object) if end})
    of = {id: (kinds or {}).get(id) or by_prefix.get(id.partition(":")[0], "association") for id in ids}
    rows = [(id, predicate, value) for id in ids for predicate, value in (("kind", of[id]), ("name", id.partition(":")[2].upper()))]
    sources = [Source(id=source, title=source.partition(":")[2]) for source in sorted({record.claim.source for record in records} | {"source:paper"})]
    return [*sources, *(said(id, predicate, value=value, when="") for id, predicate, value in rows), *records]


def ask(snapshot: Snapshot, start: str, end: str, mode: str, **fields: Any) -> PathResult:
    window = WINDOW if mode == "temporal" else {}
    return paths(snapshot, ModeQuery(start=start, end=end, mode=mode, as_of=AS_OF, **window, **fields))


def ways(result: PathResult) -> list[list[str]]:
    return [[node.id for node in path.nodes] for path in result.paths]


CIRCLE = [
    *met("org:a", "org:b", "org:c", "org:a"),
    *met("org:d", "org:b"),
    *met("org:e", "org:a"),
    *met("person:p", "org:c"),
    said("org:a", "joint_statement_with", "org:d"),
    said("org:a", "supports", ASK),
    said("org:e", "opposes", ASK),
]

Numbers = Callable[[Snapshot], Any]
NUMBERS: dict[str, Numbers] = {
    "influence": lambda s: [(one.entity.id, one.value, one.lo90, one.hi90) for one in score(s, InfluenceQuery(as_of=AS_OF, draws=50)).items],
    "activity": lambda s: [(one.entity.id, one.value) for one in score(s, InfluenceQuery(as_of=AS_OF, draws=0, by="activity")).items],
    "movers": lambda s: [(one.entity.id, one.share, one.lo, one.hi) for one in on(s, OnQuery(target="org:b", as_of=AS_OF)).items],
    "brokers": lambda s: [(one.entity.id, one.total, one.betweenness) for one in brokers(s, BrokersQuery(as_of=AS_OF, draws=20)).items],
    "measures": lambda s: [(one.entity.id, one.closeness, one.betweenness, one.core) for one in measure(s, MeasuresQuery(as_of=AS_OF)).items],
    "spread": lambda s: [(one.entity.id, one.gain) for one in spread(s, SpreadQuery(as_of=AS_OF, k=2, worlds=500)).items],
    "settle": lambda s: settle(s, SettlementQuery(ask=ASK, as_of=AS_OF, draws=50)).mean,
    "allies": lambda s: [(one.entity.id, one.stance, one.position) for one in classify(s, AlliesQuery(ask=ASK, as_of=AS_OF)).items],
    **{
        f"path {mode}": lambda s, mode=mode: [(path.score, *[node.id for node in path.nodes]) for path in ask(s, "org:e", "org:c", mode).paths]
        for mode in MODES
    },
}


@pytest.mark.parametrize("question", NUMBERS)
def test_topics_and_places_that_everybody_is_tied_to_change_no_number(question: str) -> None:
    actors = ("org:a", "org:b", "org:c", "org:d", "org:e")
    mixed = [
        *(said(actor, "concerns", "topic:trade") for actor in actors),
        *(said(actor, "located_in", "place:us") for actor in actors),
        *(said(actor, "party_to", "agreement:usmca") for actor in actors),
    ]
    assert NUMBERS[question](build(known(*CIRCLE, *mixed))) == NUMBERS[question](build(known(*CIRCLE)))


@pytest.mark.parametrize("question", NUMBERS)
def test_a_text_that_others_copy_word_for_word_changes_no_number(question: str) -> None:
    copies = [
        record.model_copy(update={"claim": record.claim.model_copy(update={"source": f"source:copy{number}"})}) for number in range(3) for record in CIRCLE
    ]
    copied = [line.model_copy(update={"group": "group:paper"}) if isinstance(line, Source) else line for line in known(*CIRCLE, *copies)]
    assert NUMBERS[question](build(copied)) == NUMBERS[question](build(known(*CIRCLE)))


@pytest.mark.parametrize("question", NUMBERS)
def test_common_generators_in_whatever_state_change_no_answer(question: str) -> None:
    snapshot = build(known(*CIRCLE))
    answers = []
    for seed in (1, 2):
        random.seed(seed)
        np.random.seed(seed)
        state = np.random.get_state()[1].tolist(), random.getstate()
        answers.append(NUMBERS[question](snapshot))
        assert (np.random.get_state()[1].tolist(), random.getstate()) == state
    assert answers[0] == answers[1]


@pytest.mark.parametrize("degree", [20, 1000])
@pytest.mark.parametrize("mode", ["introduce", "temporal"])
def test_a_hub_is_no_short_cut(mode: str, degree: int) -> None:
    """The hub meets both ends and `degree` others; a friend of the two ends meets nobody else."""
    spokes = [one for number in range(degree) for one in met("person:hub", f"org:x{number}")]
    snapshot = build(known(*met("org:a", "person:hub", "org:z"), *met("org:a", "person:friend", "org:z"), *spokes))
    first, second = ask(snapshot, "org:a", "org:z", mode).paths
    assert [path.nodes[1].id for path in (first, second)] == ["person:friend", "person:hub"]
    assert first.hub_penalty > second.hub_penalty
    assert first.reliability == second.reliability


@pytest.mark.parametrize("mode", MODES)
def test_a_stronger_tie_is_a_better_one_never_a_longer_one(mode: str) -> None:
    weak = met("org:a", "org:dull", "org:z", confidence=300)
    strong = met("org:a", "org:sharp", "org:z", confidence=900)
    result = ask(build(known(*weak, *strong)), "org:a", "org:z", mode)
    assert ways(result) == [["org:a", "org:sharp", "org:z"], ["org:a", "org:dull", "org:z"]]
    assert result.paths[0].reliability > result.paths[1].reliability


@pytest.mark.parametrize("mode", MODES)
def test_parallel_ties_are_one_step_and_all_of_them_are_shown(mode: str) -> None:
    twice = [*met("org:a", "org:b"), said("org:a", "joint_statement_with", "org:b"), *met("org:b", "org:z"), *met("org:b", "org:z", when="2025-02-01")]
    result = ask(build(known(*twice)), "org:a", "org:z", mode)
    assert ways(result) == [["org:a", "org:b", "org:z"]]
    assert [len(tie.interactions) for tie in result.paths[0].ties] == [2, 2]
    assert [len(tie.evidence) for tie in result.paths[0].ties] == [2, 2]


@pytest.mark.parametrize("mode", MODES)
def test_a_tie_of_strength_zero_carries_nobody(mode: str) -> None:
    result = ask(build(known(*met("org:a", "org:b"), *met("org:b", "org:z", confidence=0))), "org:a", "org:z", mode)
    assert not result.found
    assert result.none is not None


@pytest.mark.parametrize("mode", MODES)
def test_a_former_post_carries_nobody(mode: str) -> None:
    once = said("person:p", "works_for", "org:z", when="2025-09-01", qualifiers=("former",))
    result = ask(build(known(*met("org:a", "person:p"), once)), "org:a", "org:z", mode)
    assert not result.found


@pytest.mark.parametrize("mode", MODES)
def test_a_wrong_merge_builds_a_bridge_only_while_it_stands(mode: str) -> None:
    """Two people of one name: joined by mistake they lead from a to z, parted again they do not."""
    lines = known(*met("org:a", "person:j-smith"), *met("person:j-smith-2", "org:z"))
    wrong = Judgement(left="person:j-smith", right="person:j-smith-2", verdict="same")
    bridged = ask(build([*lines, wrong]), "org:a", "org:z", mode)
    assert ways(bridged) == [["org:a", "person:j-smith", "org:z"]]
    assert "without" in bridged.would_change or mode == "temporal"
    assert not ask(build([*lines, wrong, wrong.model_copy(update={"verdict": "undecided"})]), "org:a", "org:z", mode).found
    assert not ask(build(lines), "org:a", "org:z", mode).found


@pytest.mark.parametrize("mode", MODES)
def test_equal_paths_are_in_the_order_of_ids(mode: str) -> None:
    lines = [one for name in "dbca" for one in met("org:start", f"org:{name}", "org:stop")]
    found = [way[1] for way in ways(ask(build(known(*lines)), "org:start", "org:stop", mode))]
    assert found == ["org:a", "org:b", "org:c", "org:d"]


BARRED = [*met("org:a", "gov:us", "org:z"), *met("org:a", "org:b", "org:c", "org:z")]


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_says_whom_the_shorter_way_would_run_through(mode: str) -> None:
    result = ask(build(known(*BARRED, kinds={"gov:us": "government"})), "org:a", "org:z", mode)
    assert ways(result)[0] == ["org:a", "org:b", "org:c", "org:z"]
    assert result.paths[0].why_not_shorter == "the shorter way A → US → Z runs through US (government, does not introduce)"


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_says_whom_an_equally_short_way_would_run_through(mode: str) -> None:
    lines = [*met("org:a", "gov:us", "org:z"), *met("org:a", "org:b", "org:z")]
    result = ask(build(known(*lines, kinds={"gov:us": "government"})), "org:a", "org:z", mode)
    assert ways(result) == [["org:a", "org:b", "org:z"]]
    assert result.paths[0].why_not_shorter == "the equally short way A → US → Z runs through US (government, does not introduce)"


def test_an_explanation_says_it_too() -> None:
    result = explain(build(known(*BARRED, kinds={"gov:us": "government"})), ExplainQuery(start="org:a", end="org:z", as_of=AS_OF))
    assert "runs through US (government, does not introduce)" in result.why_not_shorter
    assert "runs through US (government, does not introduce)" in str(result)


def test_a_shorter_way_with_a_weaker_tie_is_told_by_its_weakest_tie() -> None:
    lines = [*met("org:a", "org:z", confidence=200), *met("org:a", "org:b", "org:z")]
    result = ask(build(known(*lines)), "org:a", "org:z", "widest", k=1)
    assert ways(result) == [["org:a", "org:b", "org:z"]]
    assert "A → Z has a weakest tie of 0.1" in result.paths[0].why_not_shorter


def test_a_shorter_way_out_of_order_in_time_is_told_by_what_came_too_early() -> None:
    """b met z before a met b, so the word of a cannot have passed."""
    early, late = met("org:b", "org:z", when="2025-02-01"), met("org:a", "org:b", when="2025-06-01")
    longer = met("org:a", "org:c", when="2025-03-01") + met("org:c", "org:d", when="2025-04-01") + met("org:d", "org:z", when="2025-05-01")
    result = ask(build(known(*early, *late, *longer)), "org:a", "org:z", "temporal")
    assert ways(result) == [["org:a", "org:c", "org:d", "org:z"]]
    reason = result.paths[0].why_not_shorter
    assert "is not in this order between 2024-01-01 and 2025-10-28" in reason
    assert "B – Z does not follow in time" in reason


def test_a_shorter_way_that_disjoint_ways_use_up_is_told_by_whom_it_shares_with_them() -> None:
    lines = [*met("org:a", "org:x", "org:y", "org:z"), *met("org:a", "org:p", "org:r", "org:y"), *met("org:x", "org:zz", "org:z")]
    result = ask(build(known(*lines)), "org:a", "org:z", "disjoint", k=2)
    assert ways(result) == [["org:a", "org:x", "org:zz", "org:z"], ["org:a", "org:p", "org:r", "org:y", "org:z"]]
    assert result.paths[1].why_not_shorter == "the shorter way A → X → Y → Z shares X with path 1 and Y with path 2"


def test_a_scenario_is_never_read_as_a_forecast() -> None:
    answer = simulate(build(known(*CIRCLE)), SimulateQuery(target="org:b", moves=(Move(actor="org:a", to=80),), as_of=AS_OF))
    assert answer.label == "scenario"
    assert "not a forecast" in " ".join(answer.warnings)
    assert str(answer).lower().startswith(("scenario", "a scenario"))
