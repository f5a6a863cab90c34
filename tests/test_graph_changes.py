"""Changes between two days: known answers, the acceptance table, and plain derivation of both days as the oracle."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from graph.changes.between import ChangesQuery, changes
from graph.claims import Claim, Line, Modality, Record, Source, Status
from graph.errors import RequestError, UnknownName
from graph.results import ChangesResult, TieChange
from graph.snapshot.build import Snapshot, build
from graph.strength import derive
from graph.view import View
from loaders import example
from loaders.documents import extract, read_document
from loaders.documents.claims import lines as claim_lines
from loaders.registry import lines as registry_lines
from loaders.registry import load_registry

ASK = "ask:annex"


def said(subject: str, predicate: str, object_: str = "", when: str = "2025-05-01", source: str = "source:one", **fields: Any) -> Record:
    status = fields.pop("status", Status.ACCEPTED)
    claim = Claim(subject=subject, predicate=predicate, object=object_, when=when, source=source, locator=fields.pop("locator", "row"), **fields)
    return Record(claim=claim, status=status)


def record(*claims: Record) -> Snapshot:
    sources: list[Line] = [Source(id=source, title=source, published=date(2025, 6, 1)) for source in sorted({line.claim.source for line in claims})]
    return build([*sources, *claims])


def between(snapshot: Snapshot, earlier: str, later: str, **fields: Any) -> ChangesResult:
    return changes(snapshot, ChangesQuery(earlier=earlier, later=later, **{"top": 1000} | fields))


def moves(result: ChangesResult) -> dict[tuple[str, str], str]:
    return {(each.a.id, each.b.id): each.move for each in result.ties}


def only(result: ChangesResult) -> TieChange:
    (tie,) = result.ties
    return tie


# Ties


def test_a_tie_that_appears_carries_its_evidence_and_a_sentence():
    result = between(record(said("org:a", "met_with", "org:b")), "2025-04", "2025-10")
    tie = only(result)
    assert (tie.move, tie.before, tie.certainty_after) == ("appeared", None, "certain")
    assert [proof.when for proof in tie.evidence] == ["2025-05-01"]
    assert "2025-05-01" in tie.sentence
    assert result.found
    assert (result.ties_earlier, result.ties_later) == (0, 1)
    assert result.as_of == date(2025, 10, 31)


def test_ageing_is_counted_and_no_news():
    result = between(record(said("org:a", "met_with", "org:b", "2025-01-01")), "2025-04", "2025-10")
    assert not result.ties
    assert not result.found
    assert result.ageing.ties == 1
    assert 0.09 < result.ageing.median_loss < 0.1
    assert "only grew older" in result.sentence


def test_ageing_below_the_mark_of_a_weak_contact_is_said():
    result = between(record(said("org:a", "met_with", "org:b", "2023-01-01")), "2024-01", "2026-12")
    assert result.ageing.now_weak == 1
    assert "weak contact" in result.sentence


def test_a_further_contact_renews_a_tie_and_only_it_is_shown():
    snapshot = record(said("org:a", "met_with", "org:b", "2025-01-01"), said("org:a", "met_with", "org:b", "2025-09-01"))
    tie = only(between(snapshot, "2025-04", "2025-10"))
    assert tie.move == "renewed"
    assert tie.before is not None
    assert tie.after is not None
    assert tie.after > tie.before
    assert [each.start for each in tie.interactions] == [date(2025, 9, 1)]


def test_a_post_left_ends_the_tie_and_the_claim_of_the_end_is_its_evidence():
    snapshot = record(said("person:p", "works_for", "org:b", "2025-01-01"), said("person:p", "works_for", "org:b", "..2025-07-01", qualifiers=("former",)))
    result = between(snapshot, "2025-04", "2025-10")
    tie = only(result)
    assert (tie.move, tie.after) == ("ended", None)
    assert [proof.when for proof in tie.ending] == ["..2025-07-01"]
    assert "over by 2025-07-01" in tie.sentence
    assert (result.ties_earlier, result.ties_later) == (1, 0)


def test_an_end_of_one_part_reduces_the_tie():
    snapshot = record(
        said("person:p", "works_for", "org:b", "2025-01-01"),
        said("person:p", "works_for", "org:b", "..2025-07-01", qualifiers=("former",)),
        said("person:p", "met_with", "org:b", "2025-02-01"),
    )
    tie = only(between(snapshot, "2025-04", "2025-10"))
    assert (tie.move, [each.kind for each in tie.interactions]) == ("reduced", ["employed_by"])


def test_vague_dates_go_from_possible_to_certain():
    tie = only(between(record(said("org:a", "met_with", "org:b", "2025-01..2025-06")), "2025-04", "2025-10"))
    assert (tie.move, tie.certainty_before, tie.certainty_after) == ("became certain", "possible", "certain")


def test_a_state_that_is_not_confirmed_again_is_no_longer_sure():
    tie = only(between(record(said("person:p", "works_for", "org:b", "2025-04")), "2025-04", "2025-10"))
    assert (tie.move, tie.certainty_before, tie.certainty_after) == ("became possible", "certain", "possible")


@pytest.mark.parametrize("again", ["2025-08-01", "2025-11-20"])
def test_a_second_text_on_the_same_state_confirms_it(again: str) -> None:
    snapshot = record(said("person:p", "works_for", "org:b", "2025-01-01"), said("person:p", "works_for", "org:b", again, source="source:two"))
    assert only(between(snapshot, "2025-04", "2025-11")).move == "confirmed"


def test_the_strongest_come_first_ids_break_ties_and_what_is_left_out_is_said():
    snapshot = record(*(said("org:a", kind, f"org:{end}") for kind, end in (("met_with", "d"), ("lobbied", "b"), ("met_with", "c"))))
    result = between(snapshot, "2025-04", "2025-10", top=2)
    assert [each.b.id for each in result.ties] == ["org:c", "org:d"]
    assert result.left_out == ("1 more: ties appeared",)
    assert result.counts["ties appeared"] == 3


def test_about_keeps_only_what_touches_the_entity():
    snapshot = record(said("org:a", "met_with", "org:b"), said("org:c", "met_with", "org:d"), said("org:c", "supports", "topic:t"))
    assert moves(between(snapshot, "2025-04", "2025-10", about=("org:b",))) == {("org:a", "org:b"): "appeared"}
    assert not between(snapshot, "2025-04", "2025-10", about=("org:b",)).statements


def test_the_view_decides_what_is_seen():
    snapshot = record(said("org:a", "met_with", "org:b"), said("org:c", "met_with", "org:d", status=Status.PROPOSED))
    assert set(moves(between(snapshot, "2025-04", "2025-10"))) == {("org:a", "org:b")}
    wide = View(statuses=(Status.ACCEPTED, Status.PROPOSED), exclude=("org:a",))
    assert set(moves(between(snapshot, "2025-04", "2025-10", view=wide))) == {("org:c", "org:d")}
    assert not between(snapshot, "2025-04", "2025-10", view=View(exclude=("source:one",))).found


# Stances, posts, statements


def stated(*when: tuple[str, str]) -> Snapshot:
    return record(*(said("org:a", kind, ASK, day, locator=day) for kind, day in when))


@pytest.mark.parametrize(
    ("words", "move", "after"),
    [
        ([("supports", "2025-05-01")], "taken", "support"),
        ([("supports", "2025-01-01"), ("opposes", "2025-05-01")], "changed", "oppose"),
        ([("supports", "2025-01-01"), ("supports", "2025-05-01")], "restated", "support"),
        ([("supports", "2024-08-01")], "gone stale", "support"),
    ],
)
def test_stances(words: list[tuple[str, str]], move: str, after: str) -> None:
    (stance,) = between(stated(*words), "2025-04", "2025-10").stances
    assert (stance.move, stance.after, stance.actor.id, stance.ask.id) == (move, after, "org:a", ASK)
    assert stance.evidence
    assert [proof.when for proof in stance.evidence] == [words[-1][1]]


def test_a_stance_that_only_has_a_vague_date_is_not_said_again():
    snapshot = record(said("org:a", "supports", ASK, "2025-01-01..2025-06-30"))
    result = between(snapshot, "2025-04", "2025-10")
    assert not result.stances
    assert [each.move for each in result.statements] == ["became certain"]


def test_an_ask_keeps_only_its_stances_and_statements():
    snapshot = record(said("org:a", "supports", ASK), said("org:a", "supports", "ask:other"), said("org:a", "supports", "topic:t"))
    result = between(snapshot, "2025-04", "2025-10", ask=ASK)
    assert [each.ask.id for each in result.stances] == [ASK]
    assert not result.statements
    assert len(between(snapshot, "2025-04", "2025-10").stances) == 2


def test_posts_taken_up_left_and_fallen_vacant():
    snapshot = record(
        said("post:one", "post_at", "org:body", ""),
        said("post:two", "post_at", "org:body", ""),
        said("person:old", "holds_post", "post:one", "2024-01-01"),
        said("person:new", "holds_post", "post:one", "2025-05-01"),
        said("person:gone", "holds_post", "post:two", "2024-01-01"),
        said("post:two", "vacant", when="2025-06-01", value="vacant"),
    )
    result = between(snapshot, "2025-04", "2025-10")
    found = {(each.move, each.post.id, each.holder.id if each.holder else "") for each in result.posts}
    assert found == {
        ("taken up", "post:one", "person:new"),
        ("left", "post:one", "person:old"),
        ("left", "post:two", "person:gone"),
        ("fallen vacant", "post:two", ""),
    }
    assert all(each.evidence for each in result.posts)
    assert {each.body.id for each in result.posts if each.body} == {"org:body"}
    assert [each.holder.id for each in between(snapshot, "2025-04", "2025-10", about=("person:new",)).posts if each.holder] == ["person:new"]


def test_a_post_of_which_no_holder_is_known_did_not_fall_vacant():
    snapshot = record(said("post:one", "post_at", "org:body", ""), said("post:one", "vacant", when="2025-06-01", value="vacant"))
    (post,) = between(snapshot, "2025-04", "2025-10").posts
    assert post.move == "vacant"
    assert "who held it before is not in evidence" in post.sentence
    assert "2025-06-01" in post.sentence


def test_statements_are_told_once_a_text_and_figures_and_names_are_none():
    snapshot = record(
        said("org:a", "urges", "gov:us", locator="1"),
        said("org:a", "urges", "gov:us", locator="2"),
        said("org:a", "met_with", "org:b", modality=Modality.PLANNED),
        said("org:a", "alias", value="A"),
        said("org:a", "urges", "gov:mx", "2025-01-01"),
    )
    result = between(snapshot, "2025-04", "2025-10")
    assert sorted((each.statement.predicate, each.statement.modality.value) for each in result.statements) == [("met_with", "planned"), ("urges", "asserted")]


def test_an_undated_statement_counts_from_its_publication():
    snapshot = record(said("org:a", "urges", "gov:us", ""))
    assert between(snapshot, "2025-04", "2025-10").statements
    assert not between(snapshot, "2025-07", "2025-10").statements


def test_who_is_party_to_what_is_news_only_where_it_says_since_when():
    snapshot = record(said("gov:us", "party_to", "agreement:usmca", ""), said("gov:mx", "party_to", "agreement:usmca", "2025-05-01.."))
    assert [each.statement.subject.id for each in between(snapshot, "2025-04", "2025-10").statements if each.statement.subject] == ["gov:mx"]


# Odd requests


def test_days_that_run_backwards_are_refused():
    with pytest.raises(RequestError, match="is later than"):
        between(record(said("org:a", "met_with", "org:b")), "2025-10", "2025-04")


def test_the_same_day_twice_changes_nothing_and_says_so():
    result = between(record(said("org:a", "met_with", "org:b")), "2025-05", "2025-05")
    assert not result.found
    assert result.counts["ties unchanged"] == 1
    assert any("same day" in warning for warning in result.warnings)


def test_days_before_any_evidence_say_so():
    snapshot = record(said("org:a", "met_with", "org:b"))
    assert "no dated evidence is that old: the oldest is of 2025-05-01" in between(snapshot, "1990", "1991").warnings
    assert any("counts as new" in warning for warning in between(snapshot, "1990", "2026").warnings)


def test_an_empty_graph_changes_nothing():
    result = between(build([]), "2025-04", "2025-10")
    assert not result.found
    assert str(result)


def test_unknown_names_and_what_is_no_ask():
    snapshot = record(said("org:a", "met_with", "org:b"))
    with pytest.raises(UnknownName):
        between(snapshot, "2025-04", "2025-10", about=("org:nobody",))
    with pytest.raises(RequestError, match="is no ask"):
        between(snapshot, "2025-04", "2025-10", ask="org:a")
    with pytest.raises(ValidationError):
        between(snapshot, "2025-04", "2025-10", top=0)


def test_hostile_names_are_inert_in_the_sentence():
    snapshot = record(said("org:a", "met_with", "org:b"), said("org:a", "name", value="A\x1b[31m\u202e{after}", when=""))
    text = str(between(snapshot, "2025-04", "2025-10"))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "{after}" in text


# Acceptance


@pytest.fixture(scope="module", params=["extracted", "example"])
def graph(request: pytest.FixtureRequest) -> Snapshot:
    registry = load_registry()
    told: Iterator[Line] = example.lines()
    if request.param == "extracted":
        seeds = request.getfixturevalue("shared") / "seeds"
        told = (line for path in sorted(seeds.glob("*.txt")) for line in claim_lines(extract(read_document(path), registry)))
    return build([*registry_lines(registry), *told])


def test_between_march_and_october_the_meetings_appear_and_the_vague_ones_become_certain(graph: Snapshot) -> None:
    found = moves(between(graph, "2025-03-01", "2025-10-28"))
    assert found["org:amiti", "org:ustr"] == "appeared"
    assert found["org:amiti", "org:technation"] == "became certain"
    assert {found["org:cisa", "person:sofia-perez-gasque"], found["org:nist", "person:sofia-perez-gasque"]} == {"became certain"}


def test_after_the_articles_everything_only_ages(graph: Snapshot) -> None:
    result = between(graph, "2025-04-30", "2025-10-28")
    assert not result.ties
    assert result.ageing.ties > 10


def test_amitis_stances_are_news_of_april(graph: Snapshot) -> None:
    found = {(each.actor.id, each.ask.id): (each.move, each.after) for each in between(graph, "2025-03-01", "2025-10-28").stances}
    assert found["org:amiti", "ask:digital-sectoral-annex"] == ("taken", "conditional")
    stale = between(graph, "2025-10-28", "2026-10-28").stances
    assert ("org:amiti", "ask:digital-sectoral-annex") in {(each.actor.id, each.ask.id) for each in stale}
    assert {each.move for each in stale} == {"gone stale"}


# The oracle

FIRST = date(2025, 1, 1)
ENDS = ("person:p", "org:a", "org:b", "org:c")
DAYS = st.integers(0, 400)


@st.composite
def claims(draw: st.DrawFn) -> Record:
    a, b = draw(st.sampled_from([(x, y) for x in ENDS for y in ENDS[1:] if x != y]))
    start, length = draw(DAYS), draw(st.sampled_from([0, 0, 10, 90]))
    first, last = FIRST + timedelta(days=start), FIRST + timedelta(days=start + length)
    state = a.startswith("person") and draw(st.booleans())
    over = state and draw(st.booleans())
    return said(
        a,
        "works_for" if state else draw(st.sampled_from(["met_with", "joint_statement_with", "partners_with"])),
        b,
        f"..{last}" if over else f"{first}..{last}",
        draw(st.sampled_from(["source:one", "source:two"])),
        qualifiers=("former",) if over else (),
        locator=str(draw(st.integers(0, 99))),
    )


def pairs(snapshot: Snapshot, day: date) -> dict[tuple[str, str], tuple[float, bool]]:
    ties = derive(snapshot, View(), day)
    ends = zip(ties.low.tolist(), ties.high.tolist(), ties.strength.tolist(), ties.possible.tolist(), strict=True)
    return {(snapshot.ids[low], snapshot.ids[high]): (strength, possible) for low, high, strength, possible in ends}


@settings(max_examples=150, deadline=None)
@given(st.lists(claims(), max_size=14), st.lists(DAYS, min_size=3, max_size=3).map(sorted))
def test_changes_agree_with_both_days_derived_plainly_and_add_up(told: list[Record], on: list[int]) -> None:
    snapshot = record(*told)
    days = [FIRST + timedelta(days=number) for number in on]
    known = [pairs(snapshot, day) for day in days]
    present = set(known[0])
    for i in (0, 1):
        result = between(snapshot, str(days[i]), str(days[i + 1]))
        found, before, after = moves(result), known[i], known[i + 1]
        appeared = {pair for pair, move in found.items() if move == "appeared"}
        ended = {pair for pair, move in found.items() if move == "ended"}
        assert (appeared, ended) == (set(after) - set(before), set(before) - set(after))
        present = (present | appeared) - ended
        for tie in result.ties:
            pair = (tie.a.id, tie.b.id)
            assert (tie.before, tie.after) == (before.get(pair, (None,))[0], after.get(pair, (None,))[0])
            assert tie.interactions
            assert tie.evidence
        surer = {pair for pair in set(before) & set(after) if before[pair][1] and not after[pair][1]}
        assert surer <= {pair for pair, move in found.items() if move == "became certain"}
        silent = [pair for pair in set(before) & set(after) if pair not in found]
        assert all(after[pair][0] <= before[pair][0] and after[pair][1] == before[pair][1] for pair in silent)
        assert result.ageing.ties == sum(after[pair][0] < before[pair][0] for pair in silent)
        assert sum(count for key, count in result.counts.items() if key.startswith("ties ")) == len(set(before) | set(after))
    whole = moves(between(snapshot, str(days[0]), str(days[2])))
    assert present == set(known[2])
    assert {pair for pair, move in whole.items() if move == "appeared"} == present - set(known[0])
    assert {pair for pair, move in whole.items() if move == "ended"} == set(known[0]) - present


@settings(max_examples=50, deadline=None)
@given(st.lists(claims(), max_size=14), DAYS, st.sampled_from(ENDS))
def test_about_an_entity_gives_the_part_of_the_whole(told: list[Record], on: int, entity: str) -> None:
    snapshot = record(*told, said(entity, "met_with", "org:z"))
    earlier, later = FIRST + timedelta(days=on), FIRST + timedelta(days=on + 150)
    whole = between(snapshot, str(earlier), str(later))
    part = between(snapshot, str(earlier), str(later), about=(entity,))
    assert part.ties == tuple(each for each in whole.ties if entity in (each.a.id, each.b.id))
