"""Introduction paths: the reference graph of the seed articles, its scores and its traps."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

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


def seed_lines(folder: Path) -> tuple[list[Line], dict[str, str]]:
    """The reference graph as claims; its context edges make ties of their own kinds."""
    kinds = {
        "Sofia Perez Gasque": "person",
        "Government of Mexico": "government",
        "Cybersecurity": "topic",
        "USMCA": "agreement",
        "USMCA Chapter 19": "chapter",
    }
    kinds |= dict.fromkeys(("United States", "Mexico", "Canada"), "place")
    kinds |= dict.fromkeys(("USTR", "Commerce Department", "State Department", "CISA", "NIST", "ATDT"), "agency")
    prefix = {"person": "person", "government": "gov", "topic": "topic", "agreement": "agreement", "chapter": "chapter", "place": "place"}
    predicates = {
        "officer_of": "leads",
        "joint_statement": "joint_statement_with",
        "works_with": "partners_with",
        "met": "met_with",
        "partnership": "counterpart_of",
    }
    predicates |= {"delegation": "member_of", "stance_supports": "supports", "about_topic": "concerns", "part_of_agreement": "part_of"}
    rows = list(csv.DictReader((folder / "edges.csv").open(encoding="utf-8")))
    names = sorted({row[end] for row in rows for end in ("source", "target")})
    ids = {name: f"{prefix.get(kinds.get(name, 'association'), 'org')}:{name.lower().replace(' ', '-')}" for name in names}
    lines: list[Line] = [*named({ids[name]: (kinds.get(name, "association"), name) for name in names})]
    lines += [Source(id=f"source:{seed}", title=seed) for seed in ("000", "001")]
    for row in rows:
        ends = [ids[row["source"]], ids[row["target"]]]
        if row["type"] == "officer_of":
            ends.reverse()
        marks = {"delegation": ("delegation",), "part_of_agreement": ("structure",)}.get(row["type"], ())
        when = f"{row['date_from']}..{row['date_to']}"
        confidence = round(float(row["confidence"]) * 1000)
        # The reference counts each row as an interaction of its own, whatever text reports it.
        lines.append(said(ends[0], predicates.get(row["type"], row["type"]), ends[1], when, f"source:{row['seed']}", qualifiers=marks, confidence=confidence))
    return lines, ids


@pytest.fixture(scope="module")
def seed(shared: Path) -> tuple[Snapshot, dict[str, str], dict[str, Any]]:
    folder = shared / "reference" / "seed-warm-intro"
    lines, ids = seed_lines(folder)
    return build(lines), ids, json.loads((folder / "expected.json").read_text(encoding="utf-8"))


def test_reference_strengths(seed):
    snapshot, ids, expected = seed
    ties = derive(snapshot, View(), date(2025, 10, 28))
    found = {frozenset((snapshot.ids[a], snapshot.ids[b])): s for a, b, s in zip(ties.low, ties.high, ties.strength, strict=True)}
    assert len(found) == expected["n_ties"]
    for pair, strength in expected["tie_strengths"].items():
        assert found[frozenset(ids[name] for name in pair.split(" -- "))] == pytest.approx(strength, abs=5e-7)


def test_reference_paths(seed):
    snapshot, ids, expected = seed
    for row in expected["queries"]:
        query = {"k": 50, "max_ties": 5, "diverse": False, "hub_exponent": expected["hub_exponent_w"]}
        wide = View(inside=("government", "agency"))
        result = ask(snapshot, ids[row["from"]], ids[row["to"]], expected["as_of"], view=wide, **query)
        assert len(result.paths) == row["n_simple_paths_traversable_le5"]
        for path, known in zip(result.paths, row["top3_by_rank_score"], strict=False):
            assert [node.name for node in path.nodes] == known["path"]
            assert path.reliability == pytest.approx(known["reliability"], abs=5e-7)
            assert path.hub_penalty == pytest.approx(known["hub_penalty"], abs=5e-7)
            assert path.score == pytest.approx(known["rank_score"], abs=5e-7)
            assert path.ties[path.weakest_tie].strength == pytest.approx(known["bottleneck"], abs=5e-7)
        flat = ask(snapshot, ids[row["from"]], ids[row["to"]], expected["as_of"], view=wide, **query | {"hub_exponent": 0.0})
        assert [node.name for node in flat.paths[0].nodes] == row["most_reliable_path"]


def test_reference_traps_are_not_walked(seed):
    snapshot, ids, expected = seed
    traps = expected["trap_all_edges_traversable (context edges at their confidence, simple paths <=5 ties)"]
    for pair, by_penalty in traps.items():
        if "->" not in pair:
            continue
        start, end = pair.split("->")
        result = ask(snapshot, ids[start], ids[end], expected["as_of"], k=50, diverse=False, max_ties=5, view=View(inside=("government", "agency")))
        assert not [way for way in by_penalty.values() if [ids[name] for name in way] in ways(result)]


def test_reference_naive_way_is_named_as_the_one_not_taken(seed):
    snapshot, ids, _ = seed
    result = ask(snapshot, ids["ITI"], ids["CISA"])
    assert result.paths[0].why_not_shorter == "the shorter way ITI → United States → CISA runs through United States (place, does not introduce)"
    assert ask(snapshot, ids["ITI"], ids["USTR"]).paths[0].why_not_shorter == ""
