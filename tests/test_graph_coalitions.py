"""Coalitions: what the five articles say, each layer by itself, and every trap of a record that knows little."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.claims import Claim, Line, Modality, Record, Source, Status
from graph.coalitions.find import CoalitionsQuery, coalitions
from graph.errors import RequestError, UnknownName
from graph.results import Coalition, CoalitionsResult
from graph.snapshot.build import Snapshot, build
from graph.view import View
from loaders import example
from loaders.documents import extract, read_document
from loaders.documents.claims import lines as claim_lines
from loaders.registry import lines as registry_lines
from loaders.registry import load_registry

DAY = date(2025, 10, 28)
NEWS = "2025-04-29"


def seed_lines(shared: Path) -> Iterator[Line]:
    for path in sorted((shared / "seeds").glob("*.txt")):
        yield from claim_lines(extract(read_document(path), load_registry()))


@pytest.fixture(scope="module", params=["extracted", "example"])
def articles(request: pytest.FixtureRequest) -> Snapshot:
    registry = list(registry_lines(load_registry()))
    return build([*registry, *(example.lines() if request.param == "example" else seed_lines(request.getfixturevalue("shared")))])


def ask(graph: Snapshot, *asks: str, **fields: Any) -> CoalitionsResult:
    return coalitions(graph, CoalitionsQuery.model_validate({"asks": asks, "as_of": DAY, "draws": 50} | fields))


def who(one: Coalition) -> set[str]:
    return {member.entity.id.removeprefix("org:") for member in one.members}


def said_groups(result: CoalitionsResult) -> list[set[str]]:
    return [who(one) for one in result.belief.coalitions]


def acted_groups(result: CoalitionsResult) -> list[set[str]]:
    return [who(one) for one in result.coordination.coalitions]


def said(subject: str, predicate: str, object_: str = "", when: str = NEWS, **fields: Any) -> Record:
    status = fields.pop("status", Status.ACCEPTED)
    claim = {"subject": subject, "predicate": predicate, "object": object_, "when": when, "source": "source:news"} | fields
    return Record(claim=Claim.model_validate(claim), status=status)


def graph(*lines: Line) -> Snapshot:
    known = [said(f"org:{key}", "kind", value="association", when="", source="source:list") for key in "abcdef"]
    asks = [said(f"ask:{key}", "name", value=f"Ask {key}", when="") for key in "xyz"]
    sources = [Source(id=f"source:{key}", title=f"Paper {key}", publisher="P", published=date(2025, 4, 29)) for key in ("news", "other")]
    return build([*sources, *known, *asks, *lines])


def test_the_three_industry_groups_hold_together_in_both_layers(articles: Snapshot) -> None:
    result = ask(articles)
    assert said_groups(result)[0] == acted_groups(result)[0] == {"amiti", "iti", "technation"}
    (belief,) = result.belief.coalitions
    asks = {shared.ask.id: shared for shared in belief.asks}
    assert {node.id for node in asks["ask:usmca-continuation"].stated} == {"org:amiti", "org:iti", "org:technation"}
    assert {node.id for node in asks["ask:keep-text-closed"].inferred} == {"org:iti"}
    assert all(shared.evidence for shared in belief.asks)
    assert (belief.against, result.belief.frustration, result.belief.exact) == ((), 0.0, True)
    assert (result.overlap.both, result.overlap.share) == (3, 1.0)
    assert "no coalition by what they say would be known" in result.would_change
    assert any("rests on one source" in warning for warning in result.warnings)
    assert any("do not confirm one another" in warning for warning in result.warnings)
    assert any("confirmed by a person" in warning for warning in result.warnings)


def test_whom_a_delegation_met_is_no_joint_action(articles: Snapshot) -> None:
    result = ask(articles)
    acting = {member.entity.id for one in result.coordination.coalitions for member in one.members}
    assert not acting & {"org:cisa", "org:nist", "org:ustr"}
    assert {"gov:mx", "person:sofia-perez-gasque"} <= acting


def test_an_ask_without_a_stance_is_said_to_be_one(articles: Snapshot) -> None:
    result = ask(articles, "ask:moratorium-permanent")
    assert not result.found
    assert [node.id for node in result.silent] == ["ask:moratorium-permanent"]
    assert "nobody in evidence takes a side, which is not to say that they are neutral" in result.sentence
    assert result.belief.frustration is None


def test_with_one_actor_there_is_no_coalition_and_it_is_named(articles: Snapshot) -> None:
    result = ask(articles, "ask:digital-sectoral-annex")
    assert result.belief.total == 0
    assert [node.id for node in result.belief.alone] == ["org:amiti"]
    assert "only AMITI takes a side" in result.sentence
    assert acted_groups(result) == [{"amiti", "iti", "technation"}]


def test_two_contrary_asks_count_once(articles: Snapshot) -> None:
    one = ask(articles, "ask:usmca-withdrawal")
    both = ask(articles, "ask:usmca-withdrawal", "ask:usmca-continuation")
    assert [member.attachment for member in both.belief.coalitions[0].members] == [member.attachment for member in one.belief.coalitions[0].members]
    assert any("is the contrary of" in warning for warning in both.warnings)
    assert not both.silent


def test_a_year_later_stances_count_less_and_the_answer_begins_with_its_age(articles: Snapshot) -> None:
    later = ask(articles, as_of=date(2026, 11, 25))
    assert "newest evidence" in later.warnings[0]
    assert all(not shared.stated for one in later.belief.coalitions for shared in one.asks)
    assert ask(articles, as_of=date(2026, 11, 25), stated=True).belief.total == 0


def test_supporters_stand_against_opponents() -> None:
    sides = {"a": "supports", "b": "supports", "c": "supports", "d": "opposes", "e": "opposes"}
    result = ask(graph(*(said(f"org:{key}", side, "ask:x") for key, side in sides.items())))
    assert said_groups(result) == [{"a", "b", "c"}, {"d", "e"}]
    first, second = result.belief.coalitions
    assert [rival.entity.id for rival in first.against] == ["org:d", "org:e"]
    assert all(rival.asks[0].id == "ask:x" and rival.weight == 3 and rival.evidence for rival in first.against)
    assert (first.asks[0].side, second.asks[0].side) == ("support", "oppose")
    assert (result.belief.contradicting, result.belief.frustration, result.belief.two_camps) == (0, 0.0, 0.0)
    assert first.leaves_first == ()
    assert "against them stands" in first.sentence


def test_the_member_that_agrees_on_least_is_named() -> None:
    lines = [said(f"org:{key}", "supports", f"ask:{which}") for which, keys in (("x", "abc"), ("y", "abc"), ("z", "ab")) for key in keys]
    (one,) = ask(graph(*lines, said("org:c", "opposes", "ask:z"))).belief.coalitions
    assert [node.id for node in one.leaves_first] == ["org:c"]
    assert {shared.ask.id: [node.id for node in shared.dissent] for shared in one.asks} == {"ask:x": [], "ask:y": [], "ask:z": ["org:c"]}
    assert "likeliest to leave first: " in one.sentence


def test_a_member_in_two_minds_makes_frustration() -> None:
    lines = [said("org:a", "supports", "ask:x"), said("org:b", "supports", "ask:x"), said("org:b", "supports", "ask:y"), said("org:c", "supports", "ask:y")]
    apart = [said("org:a", "supports", "ask:z"), said("org:c", "opposes", "ask:z")]
    result = ask(graph(*lines, *apart))
    assert result.belief.contradicting == 1
    assert 0 < (result.belief.frustration or 0) < 1


def test_the_neutral_the_ambivalent_and_the_unknown_are_on_no_side() -> None:
    lines = [said("org:a", "supports", "ask:x"), said("org:b", "supports", "ask:x"), said("org:c", "supports", "ask:x"), said("org:c", "opposes", "ask:x")]
    result = ask(graph(*lines, said("org:d", "met_with", "org:a")))
    assert said_groups(result) == [{"a", "b"}]
    assert not {"org:c", "org:d"} & {node.id for node in result.belief.alone}
    assert any("on both sides or neutral" in warning and "org:c" in warning for warning in result.warnings)


def test_all_negative_and_all_positive() -> None:
    foes = [said("org:a", "supports", "ask:x"), said("org:b", "opposes", "ask:x")]
    result = ask(graph(*foes))
    assert (result.found, result.belief.total, result.belief.ties) == (False, 0, 1)
    assert "no two of them hold together" in result.sentence
    friends = ask(graph(*(said(f"org:{key}", "opposes", "ask:x") for key in "abcd")))
    assert said_groups(friends) == [{"a", "b", "c", "d"}]
    assert "nobody in evidence stands against them" in friends.belief.coalitions[0].sentence


def test_nothing_in_evidence_between_two_parts_them_not_and_parts_that_nothing_joins_stay_apart() -> None:
    lines = [said("org:a", "supports", "ask:x"), said("org:b", "supports", "ask:x"), said("org:b", "supports", "ask:y"), said("org:c", "supports", "ask:y")]
    others = [said("org:d", "supports", "ask:z"), said("org:e", "supports", "ask:z")]
    assert said_groups(ask(graph(*lines, *others))) == [{"a", "b", "c"}, {"d", "e"}]


def test_an_empty_record_has_an_answer() -> None:
    result = ask(build([]))
    assert not result.found
    assert "nothing is known of coalitions" in result.sentence
    assert "No joint action is in evidence" in result.sentence


def test_stated_stances_count_before_inferred_ones() -> None:
    told = said("org:b", "supports", "ask:x", speaker="org:a")
    snapshot = graph(said("org:a", "supports", "ask:x"), told, said("org:c", "supports", "ask:x"))
    both = ask(snapshot).belief.coalitions[0]
    assert [node.id for node in both.asks[0].inferred] == ["org:b"]
    assert both.members[-1].entity.id == "org:b"
    assert [node.id for node in both.leaves_first] == ["org:b"]
    assert said_groups(ask(snapshot, stated=True)) == [{"a", "c"}]


def test_copies_of_a_word_count_once() -> None:
    lines = [said(f"org:{key}", "supports", "ask:x") for key in "ab"]
    copies = [said(f"org:{key}", "supports", "ask:x", source="source:other") for key in "ab"]
    once, twice = ask(graph(*lines)).belief.coalitions[0], ask(graph(*lines, *copies)).belief.coalitions[0]
    assert [member.attachment for member in once.members] == [member.attachment for member in twice.members] == [1, 1]


def test_what_more_sources_say_is_more_stable() -> None:
    lines = [said(f"org:{key}", "supports", "ask:x") for key in "ab"]
    more = [said(f"org:{key}", "supports", "ask:x", source="source:other") for key in "ab"]
    once, twice = (ask(graph(*each), draws=400, seed=1).belief.coalitions[0].stability or 0 for each in (lines, [*lines, *more]))
    assert once == pytest.approx(0.7, abs=0.07)
    assert twice == pytest.approx(1 - 0.3**2, abs=0.05)


def test_without_draws_nothing_is_said_of_stability() -> None:
    result = ask(graph(said("org:a", "supports", "ask:x"), said("org:b", "supports", "ask:x")), draws=0)
    assert result.belief.coalitions[0].stability is None
    assert {member.stability for member in result.belief.coalitions[0].members} == {None}


def test_layers_differ_and_the_pairs_are_listed() -> None:
    stances = [said("org:a", "supports", "ask:x"), said("org:b", "supports", "ask:x"), said("org:c", "opposes", "ask:x")]
    result = ask(graph(*stances, said("org:a", "partners_with", "org:c"), said("org:b", "partners_with", "org:d")))
    assert [(pair.a.id, pair.b.id) for pair in result.overlap.agree_only] == [("org:a", "org:b")]
    assert [(pair.a.id, pair.b.id) for pair in result.overlap.act_only] == [("org:a", "org:c")]
    assert (result.overlap.pairs, result.overlap.both, result.overlap.share) == (3, 0, 0.0)
    assert all(one.ties and one.ties[0].evidence for one in result.coordination.coalitions)


def test_meetings_and_posts_are_no_joint_action_unless_asked_for() -> None:
    snapshot = graph(said("org:a", "met_with", "org:b"), said("org:c", "joint_statement_with", "org:d"))
    assert acted_groups(ask(snapshot)) == [{"c", "d"}]
    assert acted_groups(ask(snapshot, view=View(tie_kinds=("met",)))) == [{"a", "b"}]


def test_what_the_view_leaves_out_does_not_count() -> None:
    lines = [said(f"org:{key}", "supports", "ask:x") for key in "abc"]
    snapshot = graph(*lines, said("org:d", "supports", "ask:x", status=Status.PROPOSED))
    assert said_groups(ask(snapshot)) == [{"a", "b", "c"}]
    assert any("wait" in warning and "review" in warning for warning in ask(snapshot).warnings)
    assert said_groups(ask(snapshot, view=View(exclude=("org:c",)))) == [{"a", "b"}]
    assert said_groups(ask(snapshot, view=View(exclude=("source:news",)))) == []
    assert said_groups(ask(snapshot, view=View(statuses=(Status.ACCEPTED, Status.PROPOSED)))) == [{"a", "b", "c", "d"}]


def test_what_is_said_later_does_not_exist_yet() -> None:
    lines = [said("org:a", "supports", "ask:x"), said("org:b", "supports", "ask:x", when="2025-12-01")]
    assert said_groups(ask(graph(*lines))) == []


def test_what_is_denied_or_planned_is_no_stance() -> None:
    lines = [said("org:a", "supports", "ask:x"), said("org:b", "supports", "ask:x", modality=Modality.NEGATED)]
    assert said_groups(ask(graph(*lines))) == []


def test_a_president_and_the_body_spoken_for_are_one_actor() -> None:
    person = [said("person:p", "kind", value="person", when=""), said("person:p", "leads", "org:a")]
    result = ask(graph(*person, said("person:p", "supports", "ask:x"), said("org:b", "supports", "ask:x")))
    assert said_groups(result) == [{"a", "b"}]


def test_wrong_asks_are_refused() -> None:
    with pytest.raises(UnknownName):
        ask(graph(), "ask:nothing")
    with pytest.raises(RequestError):
        ask(graph(), "org:a")


def test_progress_is_told_and_can_cancel() -> None:
    snapshot = graph(*(said(f"org:{key}", "supports", "ask:x") for key in "ab"), said("org:a", "partners_with", "org:b"))
    heard: list[tuple[int, int]] = []
    coalitions(snapshot, CoalitionsQuery(as_of=DAY), lambda done, total: heard.append((done, total)))
    assert heard
    assert all(0 <= done <= total for done, total in heard)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        coalitions(snapshot, CoalitionsQuery(as_of=DAY), stop)


def test_only_the_first_coalitions_are_shown_and_it_is_said() -> None:
    lines = [said(f"org:{key}", "supports", f"ask:{which}") for which, keys in (("x", "ab"), ("y", "cd"), ("z", "ef")) for key in keys]
    result = ask(graph(*lines), top=1)
    assert (len(result.belief.coalitions), result.belief.total) == (1, 3)
    assert any("only the first 1 of 3 coalitions" in warning for warning in result.warnings)


def test_it_reads_itself_aloud_and_becomes_rows(articles: Snapshot) -> None:
    result = ask(articles)
    assert "AMITI, ITI and Technation hold together" in str(result)
    rows = result.rows
    assert {row["layer"] for row in rows} == {"belief", "coordination"}
    assert len(rows) == sum(len(one.members) for layer in (result.belief, result.coordination) for one in layer.coalitions)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["supports", "opposes"]), st.sampled_from("xyz")), max_size=14), st.integers(0, 2))
def test_every_answer_keeps_its_bounds_whatever_is_said(words: list[tuple[str, str, str]], seed: int) -> None:
    snapshot = graph(*{said(f"org:{key}", side, f"ask:{which}") for key, side, which in words})
    result = ask(snapshot, seed=seed, draws=10)
    again = ask(snapshot, seed=seed, draws=10)
    assert result.model_dump_json() == again.model_dump_json()
    assert "NaN" not in result.model_dump_json()
    assert "Infinity" not in result.model_dump_json()
    members = [member.entity.id for one in result.belief.coalitions for member in one.members]
    assert len(members) == len(set(members))
    assert len(members) + len(result.belief.alone) == result.belief.actors
    assert result.belief.two_camps is None or (result.belief.frustration or 0) <= result.belief.two_camps + 1e-9
    for one in result.belief.coalitions:
        assert one.stability is not None
        assert 0 <= one.stability <= 1
        assert one.asks


@settings(max_examples=20, deadline=None)
@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["supports", "opposes"]), min_size=1))
def test_on_one_ask_the_groups_are_its_sides(sides: dict[str, str]) -> None:
    result = ask(graph(*(said(f"org:{key}", side, "ask:x") for key, side in sides.items())), draws=0)
    wanted = [{key for key, each in sides.items() if each == side} for side in ("supports", "opposes")]
    assert sorted(map(sorted, said_groups(result))) == sorted(sorted(group) for group in wanted if len(group) > 1)
    assert not result.belief.contradicting
