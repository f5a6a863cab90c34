"""How sure a ranking is: draws of the sources, ties deleted at random, and what is left out."""

import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from graph.claims import Claim, Line, Record, Source, Status
from graph.influence.score import InfluenceQuery, score
from graph.results import RankingResult
from graph.snapshot.build import Snapshot, build
from graph.view import View

AS_OF = "2025-10-28"


def said(subject: str, predicate: str, object_: str = "", when: str = "2025-09-01", source: str = "source:one", **fields: Any) -> Record:
    status = Status(fields.pop("status", "accepted"))
    return Record(claim=Claim(subject=subject, predicate=predicate, object=object_, when=when, source=source, locator="row", **fields), status=status)


def sought(a: str, b: str, **fields: Any) -> Record:
    return said(a, "met_with", b, qualifiers=("sought-by-subject",), **fields)


def record(*claims: Record, kinds: dict[str, str] | None = None, countries: dict[str, str] | None = None, reliability: float = 0.9) -> Snapshot:
    sources = sorted({line.claim.source for line in claims} | {"source:registry"})
    lines: list[Line] = [Source(id=source, title=source.removeprefix("source:"), reliability=reliability) for source in sources]
    lines += [said(entity, "kind", value=kind, source="source:registry", when="") for entity, kind in (kinds or {}).items()]
    lines += [said(entity, "country", value=country, source="source:registry", when="") for entity, country in (countries or {}).items()]
    return build([*lines, *claims])


def rank(snapshot: Snapshot, **fields: Any) -> RankingResult:
    return score(snapshot, InfluenceQuery(as_of=AS_OF, **fields))


def values(result: RankingResult) -> dict[str, float]:
    return {item.entity.id: item.value for item in result.items}


@pytest.fixture(scope="module")
def mixed() -> Snapshot:
    claims = [
        sought("org:a", "org:agency"),
        sought("org:b", "org:agency", source="source:two"),
        sought("org:a", "org:b", source="source:two"),
        said("org:b", "urges", "org:agency"),
        said("org:a", "joint_statement_with", "org:b"),
        said("org:a", "concerns", "topic:data-flows"),
        said("org:b", "concerns", "topic:data-flows"),
        said("org:agency", "concerns", "topic:data-flows"),
        said("org:a", "supports", "agreement:usmca"),
        said("org:silent", "located_in", "place:us"),
    ]
    return record(*claims, kinds={"org:agency": "agency"})


def test_interval_holds_the_draws_and_repeats_with_the_seed(mixed):
    first, again, other = rank(mixed, seed=3), rank(mixed, seed=3), rank(mixed, seed=4)
    assert first.model_dump() == again.model_dump()
    assert values(first) == values(other)
    for item in first.items:
        assert item.lo90 <= item.value <= item.hi90
        assert item.rank_lo <= item.rank <= item.rank_hi


def test_draws_follow_the_coins_of_the_source_groups():
    """Two sources of reliability .5: the agency is known in 3 of 4 worlds, and then comes first."""
    snapshot = record(sought("org:a", "org:z", source="source:one"), sought("org:b", "org:z", source="source:two"), reliability=0.5)
    top = rank(snapshot).items[0]
    assert top.entity.id == "org:z"
    assert top.lo90 == pytest.approx(1 / 3)
    assert (top.rank_lo, top.rank_hi) == (1, 2)


def test_one_source_is_said_to_be_one_coin():
    result = rank(record(sought("org:a", "org:b")))
    assert any("one source" in warning for warning in result.warnings)
    assert result.items[0].note == "rests on one source"


def test_source_that_copies_another_has_no_coin_of_its_own():
    claims = [sought("org:a", "org:b", source="source:one"), sought("org:a", "org:b", source="source:copy")]
    sources = [Source(id=line.claim.source, title="t", group="wire", reliability=0.9) for line in claims]
    assert any("one source" in warning for warning in rank(build([*sources, *claims])).warnings)


def test_without_draws_there_is_no_interval(mixed):
    for item in rank(mixed, draws=0).items:
        assert (item.lo90, item.hi90) == (item.value, item.value)


def test_leaving_out_sources_and_actors(mixed):
    result = rank(mixed)
    answers = {one.left_out: one for one in result.leave_one_out}
    assert {"one", "two", "org:agency", "org:a", "org:b"} == set(answers)
    assert "org:agency" not in answers["org:agency"].top
    assert answers["one"].top[0] == "org:agency"


def test_removed_actor_is_gone(mixed):
    assert set(values(rank(mixed, view=View(exclude=("org:agency",))))) == {"org:a", "org:b"}


def test_chance_of_being_among_those_asked_for_is_a_share_of_the_draws(mixed):
    assert {item.p_rank_le_k for item in rank(mixed, top=1000).items} == {1.0}
    rivals = [sought("org:a", "org:x"), sought("org:b", "org:x"), sought("org:c", "org:y", source="source:two")]
    (first,) = rank(record(*rivals, reliability=0.8), top=1).items
    assert first.p_rank_le_k == pytest.approx(0.8, abs=0.05), "x leads whenever its source holds"
    assert rank(record(*rivals, reliability=1.0), top=1).items[0].p_rank_le_k == 1


def test_nothing_to_rank_is_an_answer():
    result = rank(record(said("org:a", "supports", "agreement:usmca")))
    assert result.items == ()
    assert "nobody can be ranked" in result.sentence


@pytest.fixture(scope="module")
def rivals() -> Snapshot:
    """x leads by one tie, on one source; y follows on another."""
    claims = [sought(f"org:x{i}", "org:x") for i in range(4)] + [sought(f"org:y{i}", "org:y", source="source:two") for i in range(3)]
    return record(*claims, reliability=0.8)


def test_chance_of_being_above_the_next_is_a_share_of_the_draws(rivals):
    first, second, *_ = rank(rivals).items
    assert (first.entity.id, second.entity.id) == ("org:x", "org:y")
    assert first.p_above_next == pytest.approx(0.8 * 1 + 0.2 * 0.2 / 2, abs=0.04), "x leads unless its source fails; if both do, all are equal"
    assert rank(rivals).items[-1].p_above_next is None
    assert rank(rivals, draws=0).items[0].p_above_next is None


def test_the_tie_without_which_another_would_come_first_is_named():
    claims = [sought("org:a", "org:x"), sought("org:b", "org:x"), sought("org:c", "org:y"), sought("org:d", "org:y", confidence=400), sought("org:d", "org:e")]
    result = rank(record(*claims))
    assert result.items[0].entity.id == "org:x"
    assert result.tipping is not None
    assert {result.tipping.a.id, result.tipping.b.id} <= {"org:a", "org:b", "org:x"}
    assert (result.tipping.first.id, result.tipping.kinds) == ("org:y", ("met",))
    assert "would come first" in result.would_change


def test_where_no_single_tie_decides_that_is_said():
    many = rank(record(*(sought(f"org:a{i}", "org:x") for i in range(20)), sought("org:b", "org:y")))
    assert many.tipping is None
    assert "no single one" in many.would_change


def test_an_omission_is_what_the_view_without_it_says():
    rng = np.random.default_rng(1)
    for seed in range(30):
        pairs = {(int(a), int(b)) for a, b in rng.integers(0, 9, (14, 2)) if a != b}
        snapshot = record(
            *(sought(f"org:n{a}", f"org:n{b}", source=f"source:s{(a * 5 + b * 3 + seed) % 4}", confidence=900 - 50 * a) for a, b in sorted(pairs))
        )
        result = rank(snapshot, draws=0)
        for one in result.leave_one_out:
            left_out = one.left_out if one.left_out.startswith("org:") else f"source:{one.left_out}"
            without = rank(snapshot, draws=0, view=View(exclude=(left_out,)))
            assert list(one.top) == [item.entity.id for item in without.items[:3]], (seed, left_out)


def test_a_source_that_alone_says_that_a_state_ended_is_left_out_in_full():
    claims = [
        said("person:p", "works_for", "org:x", when="2025-01-01..2025-06-30", qualifiers=("ended",), source="source:two"),
        said("person:p", "works_for", "org:x", when="2025-01-01", source="source:one"),
        sought("org:a", "org:y", source="source:two"),
    ]
    result = rank(record(*claims))
    tops = {one.left_out: one.top for one in result.leave_one_out}
    assert tops["two"][0] == "org:x"


def test_deleted_ties_say_how_often_an_order_holds(rivals):
    ten, thirty = rank(rivals).missing
    assert (ten.share, thirty.share, ten.draws) == (0.1, 0.3, 64)
    assert 1 >= ten.order_holds > thirty.order_holds > 0.5
    assert 1 >= ten.first_holds > thirty.first_holds > 0.3
    assert len(ten.neighbours) == len(rank(rivals).items) - 1
    assert rank(rivals, draws=0).missing == ()
    assert rank(rivals, seed=5).missing == rank(rivals, seed=5).missing != rank(rivals, seed=6).missing


def test_draws_leave_the_common_generator_alone(mixed):
    np.random.seed(1)
    before = np.random.get_state()[1].tolist()
    rank(mixed)
    assert np.random.get_state()[1].tolist() == before


# At scale


@pytest.fixture(scope="module")
def wide() -> Snapshot:
    """Large enough that the draws are made by the compiled kernels."""
    rng = np.random.default_rng(0)
    pairs = {(int(a), int(b)) for a, b in rng.integers(0, 120, (9000, 2)) if a != b}
    return record(*(sought(f"org:n{a}", f"org:n{b}", source=f"source:s{(a + b) % 40}") for a, b in sorted(pairs)))


@pytest.mark.slow
def test_all_draws_are_made_on_graphs_of_ten_thousand_arcs(wide):
    told: list[tuple[int, int]] = []
    result = score(wide, InfluenceQuery(as_of=AS_OF), progress=lambda done, total: told.append((done, total)))
    assert not any("draws instead of" in warning for warning in result.warnings)
    assert all(item.lo90 < item.hi90 for item in result.items[:5])
    assert told == sorted(told)
    assert told[-1] == (100, 100)


@pytest.mark.slow
def test_what_progress_raises_cancels_and_the_next_answer_is_whole(wide):
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        score(wide, InfluenceQuery(as_of=AS_OF), progress=stop)
    assert rank(wide, draws=200) == rank(wide, draws=200)


PROGRAM = """
import os, sys
import numpy as np
from graph.claims import Claim, Record, Source
from graph.influence.score import InfluenceQuery, score
from graph.snapshot.build import build
os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: int(sys.argv[1])])
rng = np.random.default_rng(0)
pairs = sorted({(int(a), int(b)) for a, b in rng.integers(0, 80, (3000, 2)) if a != b})
lines = [Source(id=f"source:s{i}", title=str(i)) for i in range(30)]
for a, b in pairs:
    said = Claim(subject=f"org:n{a}", predicate="met_with", object=f"org:n{b}", when="2025-09-01", source=f"source:s{(a + b) % 30}", locator="r")
    lines.append(Record(claim=said))
print(score(build(lines), InfluenceQuery(as_of="2025-10-28", draws=500, top=5)).model_dump_json())
"""


@pytest.mark.slow
def test_answers_are_the_same_in_two_processes_on_one_core_and_on_all():
    one, all_ = (subprocess.run([sys.executable, "-c", PROGRAM, cores], capture_output=True, check=True).stdout for cores in ("1", "64"))
    assert one == all_
    assert len(one) > 1000
