"""The smallest coalition: fewest allies for the most cells, and no cell filled by guess."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.campaign.cover import CoalitionQuery, cells, coalition, smallest
from graph.claims import Claim, Record, Source
from graph.errors import RequestError
from graph.results import CoalitionResult
from graph.snapshot.arrays import Snapshot
from graph.snapshot.build import build

DAY = date(2025, 10, 28)
KINDS = {"org:chamber": ("association", "mx"), "org:chamber-two": ("association", "mx"), "org:ministry": ("agency", "ca"), "org:foe": ("association", "us")}


def told(subject: str, predicate: str, object_: str = "", value: str = "", when: str = "") -> Record:
    return Record(claim=Claim(subject=subject, predicate=predicate, object=object_, value=value, when=when, source="source:a"))


def snapshot_of(stances: dict[str, str]) -> Snapshot:
    facts = [told("ask:data", "name", value="Data")]
    for key, (kind, country) in KINDS.items():
        facts += [told(key, "kind", value=kind), told(key, "country", value=country), told(key, "name", value=key.partition(":")[2])]
    said = [told(actor, stance, "ask:data", when="2025-10-01") for actor, stance in stances.items()]
    return build([Source(id="source:a", title="A"), *facts, *said])


def answer(stances: dict[str, str]) -> CoalitionResult:
    return coalition(snapshot_of(stances), CoalitionQuery(as_of=DAY, ask="ask:data"))


def test_one_ally_for_each_cell_and_the_empty_cells_are_said() -> None:
    found = answer({"org:chamber": "supports", "org:chamber-two": "supports", "org:ministry": "supports", "org:foe": "opposes"})
    assert [one.standing.entity.id for one in found.members] == ["org:chamber", "org:ministry"]
    assert found.covered == (("mx", "pressure group"), ("ca", "executive"))
    assert set(found.covered) | set(found.uncovered) == set(cells())
    assert [node.id for node in found.members[0].instead] == ["org:chamber-two"]
    assert "no ally in evidence for US (executive" in found.sentence
    assert found.would_change == "without ministry nobody else in evidence covers all of CA (executive)"
    assert all(one.standing.evidence for one in found.members)


@pytest.mark.parametrize("stances", [{}, {"org:foe": "opposes"}])
def test_without_allies_there_is_no_coalition(stances: dict[str, str]) -> None:
    found = answer(stances)
    assert not found.found
    assert found.members == ()
    assert found.uncovered == cells()
    assert "nobody in evidence is an ally" in found.sentence


def test_what_is_no_ask_is_refused() -> None:
    with pytest.raises(RequestError):
        coalition(snapshot_of({}), CoalitionQuery(as_of=DAY, ask="org:foe"))


def test_the_same_question_has_the_same_answer() -> None:
    stances = {"org:chamber": "supports", "org:ministry": "supports"}
    assert answer(stances).model_dump_json() == answer(dict(reversed(stances.items()))).model_dump_json()


@given(
    st.dictionaries(st.sampled_from("abcdefg"), st.frozensets(st.integers(0, 8), min_size=1, max_size=4), max_size=7),
    st.sets(st.sampled_from("abcdefg")),
)
def test_the_cover_is_the_smallest_then_the_least_inferred_then_the_first_by_id(covers: dict[str, frozenset[int]], inferred: set[str]) -> None:
    everything = frozenset().union(*covers.values())
    covering = [
        keys
        for size in range(len(covers) + 1)
        for keys in combinations(sorted(covers), size)
        if frozenset().union(*(covers[key] for key in keys)) == everything
    ]
    assert smallest(covers, inferred) == min(covering, key=lambda keys: (len(keys), len(inferred & set(keys)), keys))
