"""Our scorer gives the figures of the one that comes with the gold annotations, whatever is predicted."""

import json
import random
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from graph.errors import SourceError
from loaders.documents.scoring import ITEMS, LISTS, Score, Tally, score, total
from loaders.evaluation import evaluate, reliability

Json = dict[str, Any]
GOLD: Json = {
    "actors": [
        {"name": "Industry Council", "aliases": ["IC"], "type": "association"},
        {"name": "Trade Office", "aliases": [], "type": "agency"},
        {"name": "Jo Long", "aliases": [], "type": "person", "peripheral": True},
    ],
    "agreements": [],
    "topics": [{"id": "data-flows", "mentions": []}],
    "relations": [
        {"subject": "Industry Council", "predicate": "urges", "object": "Trade Office", "certainty": "explicit"},
        {"subject": "Industry Council", "predicate": "met_with", "object": "Trade Office", "certainty": "weak"},
        {"subject": "Trade Office", "predicate": "opposes", "object": "data-flows", "certainty": "negated"},
    ],
    "trade_flows": [{"reporter": "Mexico", "partner": "World", "value": 5e9, "currency": "USD", "period": "2024"}],
    "statistics": [{"value": 80, "unit": "%"}],
    "must_not_extract": ["Essay Mill"],
}


def relation(subject: str, predicate: str, target: str, **more: object) -> Json:
    return {"subject": subject, "predicate": predicate, "object": target, "certainty": "explicit", "status": "accepted", "evidence": "x", **more}


def kinds(found: Json) -> list[tuple[str, str]]:
    return [(miss.item, miss.kind) for miss in score({**{key: [] for key in LISTS}, **found}, GOLD, "d").misses]


def actors() -> list[Json]:
    return [{"name": "IC", "type": "association"}, {"name": "Trade Office", "type": "agency"}]


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        (relation("Trade Office", "urges", "IC"), "wrong direction"),
        (relation("IC", "supports", "Trade Office"), "wrong predicate"),
        (relation("IC", "supports", "data-flows"), "spurious"),
        (relation("IC", "urges", "Nobody"), "spurious"),
        (relation("Trade Office", "opposes", "data-flows"), "wrong negation"),
    ],
)
def test_a_wrong_relation_is_told_by_kind(made: Json, kind: str) -> None:
    assert ("relations accepted", kind) in kinds({"actors": actors(), "relations": [made]})


def test_what_gold_is_in_doubt_about_counts_neither_way() -> None:
    found = score({"actors": actors(), "relations": [relation("Trade Office", "met_with", "IC")]}, GOLD, "d")
    assert (found.tallies["relations accepted"].right, found.tallies["relations accepted"].wrong) == (0, 0)


def test_nodes_are_missed_spurious_repeated_or_of_a_wrong_type() -> None:
    found = kinds({"actors": [{"name": "IC", "type": "company"}, {"name": "Industry Council", "type": "association"}, {"name": "Other", "type": "company"}]})
    assert {("actors", "repeated"), ("actors", "spurious"), ("actors", "missed"), ("actor types", "wrong type"), ("topics", "missed")} <= set(found)


def test_a_flow_with_a_wrong_slot_is_a_right_value() -> None:
    flow = {"reporter": "Mexico", "partner": "World", "value": 5.01e9, "currency": "USD", "period": "2023", "evidence": "x"}
    found = score({"trade_flows": [flow]}, GOLD, "d")
    assert (found.tallies["flow values"].right, found.tallies["flow records"].wrong) == (1, 1)


def test_boilerplate_and_evidence_that_is_not_there_are_problems() -> None:
    found = score({"actors": [{"name": "Essay Mill", "type": "company"}], "relations": [relation("IC", "urges", "Trade Office")]}, GOLD, "d", "nothing")
    assert found.problems == ["d: extracted from boilerplate: Essay Mill", "d: evidence not in the text: 'x'"]


def test_of_relations_as_sure_the_share_that_is_right_is_told() -> None:
    judged = [(0.95, True)] * 9 + [(0.95, False)] + [(0.65, False), (1.0, True)]
    one = Score("d", {item: Tally() for item in ITEMS}, judged=judged)
    assert reliability([one]) == [(0.6, 0.7, 1, 0), (0.9, 1.0, 11, 10)]


def _disturbed(gold: Json, seed: int) -> Json:
    """A prediction made of gold with things dropped, doubled, turned round, renamed and changed."""
    random_ = random.Random(seed)
    made: Json = {}
    for key in LISTS:
        rows = [deepcopy(row) for row in gold[key] if random_.random() < 0.8]
        rows += [deepcopy(row) for row in rows if random_.random() < 0.1]
        made[key] = rows
    for row in made["actors"]:
        if random_.random() < 0.2:
            row["type"] = "company"
        if random_.random() < 0.1:
            row["name"], row["aliases"] = f"The {row['name']} of Nowhere", []
    for row in made["relations"]:
        row["status"] = random_.choice(["accepted", "proposed"])
        if random_.random() < 0.2:
            row["subject"], row["object"] = row["object"], row["subject"]
        if random_.random() < 0.1:
            row["predicate"] = "opposes"
        if random_.random() < 0.1:
            row["certainty"] = "negated"
    for row in made["trade_flows"] + made["statistics"]:
        if random_.random() < 0.2 and isinstance(row["value"], int | float):
            row["value"] = row["value"] * random_.choice([1.002, 1.2])
        if random_.random() < 0.2:
            row["period"] = "1999"
    return made


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", ["seeds", "federal-register"])
def test_figures_are_those_of_the_scorer_that_comes_with_the_gold(shared: Path, tmp_path: Path, name: str, seed: int) -> None:
    scores = []
    for path in sorted((shared / "gold" / name).glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        made, document = _disturbed(gold, seed), path.name.removesuffix(".gold.json")
        (tmp_path / f"{document}.json").write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
        scores.append(score(made, gold, document))
    command = [sys.executable, str(shared / "tools/score_extraction.py"), str(tmp_path), str(shared / "gold" / name), "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    ours = {item: {"precision": t.precision, "recall": t.recall, "f1": t.f1, "tp": t.right, "fp": t.wrong, "fn": t.missed} for item, t in total(scores).items()}
    assert ours == theirs["scores"]
    assert [problem for one in scores for problem in one.problems] == theirs["problems"]


@pytest.mark.slow
def test_evaluate_finds_the_documents_beside_their_gold_or_further_up(shared: Path) -> None:
    result = evaluate(shared / "gold")
    assert result.documents == 12
    assert result.problems == ()
    assert all(cells.f1 is not None and cells.f1 > 0.5 for cells in result.scores.values())


def test_the_command_prints_the_table_the_misses_and_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Talks resume\n\nThe Information Technology Industry Council (ITI) met with Canada on May 2, 2025."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "a.gold.json").write_text(json.dumps(GOLD), encoding="utf-8")
    (tmp_path / "b.gold.json").write_text(json.dumps(GOLD), encoding="utf-8")
    assert main(["evaluate", str(tmp_path), "--misses"]) == 4
    printed = capsys.readouterr()
    assert "trilateral: b: " in printed.err
    for part in ("precision", "By document", "By kind of miss", "b: actors: missed: Industry Council"):
        assert part in printed.out
    assert main(["evaluate", str(tmp_path), "--json"]) == 4
    answer = json.loads(capsys.readouterr().out)
    assert answer["documents"] == 2
    assert set(answer["scores"]) == set(ITEMS)


@pytest.mark.parametrize("content", [None, "{", "[]", '{"actors": []}'])
def test_a_folder_without_gold_or_with_damaged_gold_is_refused(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "a.gold.json").write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=r"gold|JSON"):
        evaluate(tmp_path)
