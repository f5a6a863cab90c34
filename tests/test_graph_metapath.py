"""Patterns of kinds: the published degree-weighted count, brute force, similarities by hand, shuffles that keep degrees."""

import json
import re
from collections import Counter
from datetime import date
from itertools import pairwise, permutations
from math import prod
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.claims import Claim, Line, Record, Source, Status
from graph.errors import RequestError, UnknownName
from graph.paths.metapath import MetapathQuery, instances, lay_steps, metapath
from graph.paths.pattern import parse
from graph.paths.shuffles import shuffled
from graph.results import MetapathResult
from graph.snapshot.build import Snapshot, build
from graph.strength import derive
from graph.view import View

WEEK = "2025-04-20..2025-04-28"


def said(subject: str, predicate: str, object_: str, when: str = "", **fields: str) -> Record:
    return Record(
        claim=Claim(subject=subject, predicate=predicate, object=object_, when=when, source="source:s", locator="p", **fields), status=Status.ACCEPTED
    )


def record(kinds: dict[str, str], *ties: tuple[str, str, str]) -> Snapshot:
    lines: list[Line] = [Source(id="source:s", title="s")]
    for entity, kind in kinds.items():
        lines += [said(entity, "kind", "", value=kind), said(entity, "name", "", value=entity.split(":")[1])]
    return build([*lines, *(said(a, predicate, b, WEEK) for a, predicate, b in ties)])


def measured(snapshot: Snapshot, start: str, end: str, pattern: str, **options: object) -> MetapathResult:
    return metapath(snapshot, MetapathQuery.model_validate({"as_of": "2025-10-28", "start": start, "end": end, "pattern": pattern, **options}))


def slug(name: str) -> str:
    return "org:" + re.sub("[^a-z0-9]+", "-", name.lower())


@pytest.fixture(scope="module")
def published(shared: Path) -> tuple[Snapshot, dict[str, object]]:
    """Genes as associations that met, diseases as agencies that genes lobbied."""
    known = json.loads((shared / "reference/analytic/expected.json").read_text(encoding="utf-8"))["dwpc_disease_gene"]
    met = [(slug(a), "met_with", slug(b)) for a, b in known["G_interacts_G"]]
    lobbied = [(slug(a), "lobbied", slug(b)) for a, b in known["G_associates_D"]]
    kinds = {end: "association" for a, _, b in met for end in (a, b)} | {a: "association" for a, *_ in lobbied} | {b: "agency" for *_, b in lobbied}
    return record(kinds, *met, *lobbied), known


def test_published_degree_weighted_count(published):
    snapshot, known = published
    start, end = map(slug, known["pair"])
    pattern = "association -met- association -lobbied- agency"
    result = measured(snapshot, start, end, pattern, damping=0.5)
    assert result.path_count == known["path_count"]
    assert result.dwpc == pytest.approx(known["dwpc_w0.5"], abs=1e-12)
    assert measured(snapshot, start, end, pattern).dwpc == pytest.approx(known["dwpc_w0.4"], abs=5e-9)
    assert sum(path.weight for path in result.paths) == pytest.approx(result.dwpc)


KINDS = ("association", "company", "agency")


@st.composite
def networks(draw: st.DrawFn) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    n = draw(st.integers(2, 6))
    kinds = {f"org:n{v}": draw(st.sampled_from(KINDS)) for v in range(n)}
    pairs = [(a, b) for a in kinds for b in kinds if a < b]
    ties = [(a, "met_with", b) for a, b in draw(st.lists(st.sampled_from(pairs), unique=True, max_size=10))]
    ties += [(a, "partners_with", b) for a, b in draw(st.lists(st.sampled_from(pairs), unique=True, max_size=10))]
    return kinds, ties


@settings(max_examples=150, deadline=None)
@given(networks(), st.lists(st.sampled_from([*KINDS, "association|company"]), min_size=2, max_size=4), st.data())
def test_counts_are_brute_force(network, kinds, data):
    of, ties = network
    steps = [data.draw(st.sampled_from(["met", "works_with", "met|works_with"])) for _ in kinds[1:]]
    start, end = next(((a, b) for a, b in permutations(of, 2) if of[a] in kinds[0].split("|") and of[b] in kinds[-1].split("|")), ("", ""))
    if not start:
        return
    pattern = kinds[0] + "".join(f" -{step}- {kind}" for step, kind in zip(steps, kinds[1:], strict=True))
    keys = {"met_with": "met", "partners_with": "works_with"}
    arcs = [{(x, y) for a, p, b in ties if keys[p] in step.split("|") for x, y in ((a, b), (b, a))} for step in steps]
    arcs = [{(x, y) for x, y in some if of[x] in k.split("|") and of[y] in m.split("|")} for some, (k, m) in zip(arcs, pairwise(kinds), strict=True)]
    degrees = [(Counter(x for x, _ in some), Counter(y for _, y in some)) for some in arcs]
    weights = [
        prod((out[x] * into[y]) ** -0.4 for (x, y), (out, into) in zip(pairwise(way), degrees, strict=True))
        for way in permutations(of, len(kinds))
        if (way[0], way[-1]) == (start, end) and all(pair in some for pair, some in zip(pairwise(way), arcs, strict=True))
    ]
    result = measured(record(of, *ties), start, end, pattern, shuffles=0)
    assert result.path_count == len(weights)
    assert result.dwpc == pytest.approx(sum(weights))
    assert result.found == bool(weights)
    assert 0 <= result.hete_sim <= 1
    assert result.path_sim is None or 0 <= result.path_sim <= 1


def star() -> Snapshot:
    """Two companies that met the same association; one of them met a second one."""
    kinds = {"org:a": "company", "org:b": "company", "org:x": "association", "org:y": "association"}
    return record(kinds, ("org:a", "met_with", "org:x"), ("org:b", "met_with", "org:x"), ("org:b", "met_with", "org:y"))


def test_similarities_by_hand():
    result = measured(star(), "org:a", "org:b", "company -met- association -met- company")
    assert result.path_sim == pytest.approx(2 * 1 / (1 + 2))
    assert result.hete_sim == pytest.approx(1 / 2**0.5)
    assert result.path_count == 1


def test_hetesim_of_one_step_meets_on_the_tie():
    result = measured(star(), "org:b", "org:x", "company -met- association")
    assert result.hete_sim == pytest.approx((1 / 2 * 1 / 2) / (2 * (1 / 2) ** 2))
    assert result.path_sim is None
    assert any("no PathSim" in warning for warning in result.warnings)


def test_the_more_two_have_beyond_chance_the_higher_z():
    companies = [f"org:c{v:02}" for v in range(20)]
    bodies = [f"org:b{v:02}" for v in range(20)]
    rng = np.random.default_rng(1)
    ties = {(a, "met_with", bodies[j]) for a in companies for j in rng.choice(20, 3, replace=False)}
    ties |= {(a, "met_with", bodies[j]) for a in companies[:2] for j in range(6)}
    snapshot = record(dict.fromkeys(companies, "company") | dict.fromkeys(bodies, "association"), *sorted(ties))
    pattern = "company -met- association -met- company"
    close, other = (measured(snapshot, "org:c00", end, pattern) for end in ("org:c01", "org:c10"))
    assert close.shuffles == 200
    assert close.z is not None
    assert close.z > 2
    assert other.z is None or other.z < close.z
    assert close.z == measured(snapshot, "org:c00", "org:c01", pattern).z
    assert close.z != measured(snapshot, "org:c00", "org:c01", pattern, seed=1).z


@settings(max_examples=200, deadline=None)
@given(st.integers(2, 20), st.integers(1, 3), st.integers(0, 40), st.integers(0, 2**32 - 1))
def test_shuffles_keep_every_degree_by_kind(n, kinds, m, seed):
    rng = np.random.default_rng(seed)
    pairs = np.array([(a, b) for a in range(n) for b in range(a + 1, n)], dtype=np.int32)
    chosen = np.sort(rng.choice(len(pairs), min(m, len(pairs)), replace=False))
    low, high = pairs[chosen].T.copy() if len(chosen) else np.zeros((2, 0), dtype=np.int32)
    kind = rng.integers(0, kinds, n).astype(np.int8)
    before = (low.copy(), high.copy())
    tails, heads = shuffled(low, high, kind, rng)
    assert (low == before[0]).all()
    assert (high == before[1]).all()

    def degrees(a: np.ndarray, b: np.ndarray) -> Counter[tuple[int, int]]:
        return Counter((int(v), int(kind[u])) for x, y in zip(a, b, strict=True) for v, u in ((x, y), (y, x)))

    assert degrees(tails, heads) == degrees(low, high)
    assert (tails != heads).all()
    assert len({frozenset(pair) for pair in zip(tails.tolist(), heads.tolist(), strict=True)}) == len(low)


def test_shuffles_do_move_ties():
    low, high = np.arange(0, 40, 2, dtype=np.int32), np.arange(1, 41, 2, dtype=np.int32)
    tails, heads = shuffled(low, high, np.zeros(41, dtype=np.int8), np.random.default_rng(0))
    assert {frozenset(pair) for pair in zip(tails.tolist(), heads.tolist(), strict=True)} != {
        frozenset(pair) for pair in zip(low.tolist(), high.tolist(), strict=True)
    }


def test_a_pattern_over_topics_is_no_introduction_and_says_so():
    kinds = {"org:a": "company", "org:b": "agency", "topic:t": "topic"}
    snapshot = record(kinds, ("org:a", "concerns", "topic:t"), ("org:b", "concerns", "topic:t"))
    result = measured(snapshot, "org:a", "org:b", "company -about_topic- topic -about_topic- agency")
    assert result.found
    assert any("not who can introduce them" in warning for warning in result.warnings)
    starred = measured(snapshot, "org:a", "org:b", "company -about_topic- * -about_topic- agency")
    assert not starred.found


def test_too_many_instances_are_cut_to_the_heaviest_and_that_is_said():
    kinds = {"org:a": "company", "org:b": "agency"} | {f"org:x{v}": "association" for v in range(5)}
    ties = [(end, "met_with", f"org:x{v}") for v in range(5) for end in ("org:a", "org:b")]
    snapshot = record(kinds, *ties)
    pattern = parse("company -met- association -met- agency")
    met = derive(snapshot, View(), date(2025, 10, 28), ("met",))
    steps = lay_steps(snapshot, pattern, {("met",): (met.low, met.high)})
    ends = snapshot.index("org:a"), snapshot.index("org:b")
    assert len(instances(steps, *ends, 0.4).weights) == 5
    assert not instances(steps, *ends, 0.4, most=5).bounded
    deeper = parse("company -met- association -met- company -met- association -met- agency")
    more = record(kinds | {"org:c": "company", "org:d": "company"}, *ties, *((end, "met_with", f"org:x{v}") for v in range(5) for end in ("org:c", "org:d")))
    met = derive(more, View(), date(2025, 10, 28), ("met",))
    steps = lay_steps(more, deeper, {("met",): (met.low, met.high)})
    ends = more.index("org:a"), more.index("org:b")
    whole, cut = instances(steps, *ends, 0.4), instances(steps, *ends, 0.4, most=12)
    assert (len(whole.weights), whole.bounded) == (5 * 2 * 4, False)
    assert cut.bounded
    assert 0 < len(cut.weights) <= 12


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "not a pattern"),
        ("company", "not a pattern"),
        ("company met agency", "not a pattern"),
        ("wizard -met- agency", "wizard: no such kind of entity"),
        ("company -likes- agency", "likes: no such kind of tie"),
        ("company -met- * -met- * -met- * -met- * -met- * -met- * -met- agency", "too many"),
    ],
)
def test_a_bad_pattern_is_told_with_what_is_known(text: str, fault: str):
    with pytest.raises(RequestError, match=fault) as caught:
        parse(text)
    assert "\n" not in str(caught.value)
    if "no such kind" in fault:
        assert "known are" in str(caught.value)


def test_labels_plurals_and_alternatives_are_kinds():
    pattern = parse("think tanks -met|works_with- Association|chamber")
    assert pattern.kinds == (frozenset({"think_tank"}), frozenset({"association", "chamber"}))
    assert pattern.ties == (("met", "works_with"),)


def test_bad_ends_are_clear_errors():
    snapshot = star()
    with pytest.raises(RequestError, match="two different ends"):
        measured(snapshot, "org:a", "org:a", "company -met- company")
    with pytest.raises(RequestError, match="write association or"):
        measured(snapshot, "org:x", "org:b", "company -met- company")
    with pytest.raises(UnknownName):
        measured(snapshot, "org:zz", "org:b", "company -met- company")


def test_nothing_in_common_is_an_answer_without_nan():
    result = measured(star(), "org:a", "org:y", "company -works_with- association")
    assert (result.found, result.path_count, result.dwpc, result.hete_sim, result.z, result.shuffles) == (False, 0, 0.0, 0.0, None, 0)
    assert "NaN" not in result.model_dump_json()
    assert str(result).startswith("Nothing in evidence joins")
