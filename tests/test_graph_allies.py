"""Who stands where on an ask: the acceptance rows on the five articles, and what is said beside the positions."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.allies.classify import AlliesQuery, classify
from graph.claims import Claim, Line, Record, Source, Status
from graph.errors import RequestError, UnknownName
from graph.results import AlliesResult, Standing
from graph.snapshot.build import Snapshot, build
from graph.view import View
from loaders import example
from loaders.documents import extract, read_document
from loaders.documents.claims import lines as claim_lines
from loaders.registry import lines as registry_lines
from loaders.registry import load_registry

DAY = date(2025, 10, 28)
ASK = "ask:annex"


def seed_lines(shared: Path) -> Iterator[Line]:
    for path in sorted((shared / "seeds").glob("*.txt")):
        yield from claim_lines(extract(read_document(path), load_registry()))


@pytest.fixture(scope="module", params=["extracted", "example"])
def articles(request: pytest.FixtureRequest) -> Snapshot:
    registry = list(registry_lines(load_registry()))
    return build([*registry, *(example.lines() if request.param == "example" else seed_lines(request.getfixturevalue("shared")))])


def ask(graph: Snapshot, ask: str, **fields: Any) -> AlliesResult:
    return classify(graph, AlliesQuery.model_validate({"ask": ask, "as_of": DAY} | fields))


def by_id(result: AlliesResult) -> dict[str, Standing]:
    return {item.entity.id: item for item in result.items}


def test_row_11_only_amiti_speaks_for_the_annex_and_as_something_that_could_be_done(articles: Snapshot) -> None:
    result = ask(articles, "ask:digital-sectoral-annex")
    placed = {key: item for key, item in by_id(result).items() if item.position != "unknown"}
    assert set(placed) == {"org:amiti"}
    amiti = placed["org:amiti"]
    assert (amiti.stance, amiti.basis, amiti.position, amiti.said_on) == ("conditional", "stated", "leaning ally", date(2025, 4, 29))
    assert "something that could be done" in amiti.note
    assert {"org:iti", "org:technation", "org:ustr"} <= {one.entity.id for one in result.silent} | {
        k for k, i in by_id(result).items() if i.stance == "unknown"
    }
    assert "AMITI supports it on conditions (stated 2025-04-29)" in result.sentence
    assert "nobody is known to oppose it" in result.sentence


def test_row_13_amiti_opposes_reopening_the_text_and_iti_only_on_its_word(articles: Snapshot) -> None:
    found = by_id(ask(articles, "ask:reopen-text"))
    assert (found["org:amiti"].stance, found["org:amiti"].position) == ("oppose", "opponent")
    iti = found["org:iti"]
    assert (iti.stance, iti.basis, iti.position) == ("unknown", "inferred", "leaning opponent")
    assert "it has not spoken itself" in iti.note
    assert {proof.speaker_id for proof in iti.evidence} <= {"org:amiti", "person:sofia-perez-gasque"}
    turned = by_id(ask(articles, "ask:keep-text-closed"))
    assert (turned["org:amiti"].stance, turned["org:iti"].position) == ("support", "leaning ally")


def test_row_14_on_the_annex_the_administration_is_unknown(articles: Snapshot) -> None:
    result = ask(articles, "ask:digital-sectoral-annex")
    assert "gov:us" not in by_id(result)
    (administration,) = [one for one in result.silent if one.entity.id == "gov:us"]
    assert any("must agree to" in why for why in administration.why)


def test_a_year_later_every_stance_is_stale_and_the_answer_begins_with_its_age(articles: Snapshot) -> None:
    result = ask(articles, "ask:usmca-continuation", as_of=date(2026, 11, 25))
    stated = [item for item in result.items if item.basis == "stated"]
    assert stated
    assert all(item.stale and item.stance == "support" for item in stated)
    assert "newest evidence is" in result.warnings[0]
    assert any("stale" in warning for warning in result.warnings)


def test_without_its_source_nobody_is_placed(articles: Snapshot) -> None:
    (source,) = [each.id for each in articles.sources if "Mexican IT sector" in each.title]
    result = ask(articles, "ask:reopen-text", view=View(exclude=(source,)))
    assert not [item for item in result.items if item.position != "unknown" or item.stance != "unknown"]
    assert not result.found
    assert "Mexican IT sector" in ask(articles, "ask:reopen-text").would_change


def said(subject: str, predicate: str, object_: str = "", when: str = "2025-04-29", **fields: Any) -> Record:
    status = fields.pop("status", Status.ACCEPTED)
    return Record(
        claim=Claim.model_validate({"subject": subject, "predicate": predicate, "object": object_, "when": when, "source": "source:news"} | fields),
        status=status,
    )


def graph(*lines: Line) -> Snapshot:
    known = [said(f"org:{key}", "kind", value="association", when="", source="source:list") for key in "abcdef"]
    country = [said("org:a", "country", value="mx", when="", source="source:list"), said("org:b", "country", value="us", when="", source="source:list")]
    return build([Source(id="source:news", title="News", published=date(2025, 4, 29)), *known, *country, said(ASK, "name", value="An annex", when=""), *lines])


def test_allies_come_first_unknown_last_and_the_stated_before_the_inferred() -> None:
    lines = [
        said("org:a", "opposes", ASK),
        said("org:b", "supports", ASK),
        *(said("org:c", "supports", ASK, speaker="org:f", source=f"source:{number}") for number in range(4)),
        said("org:d", "conditional_on", ASK),
        said("org:e", "ambivalent_on", ASK),
        said("org:f", "neutral_on", ASK),
    ]
    result = ask(graph(*lines), ASK)
    assert [item.entity.id for item in result.items] == ["org:b", "org:c", "org:d", "org:e", "org:f", "org:a"]
    assert [(count.position, count.stated, count.inferred) for count in result.counts] == [
        ("ally", 1, 1),
        ("leaning ally", 1, 0),
        ("swing", 1, 0),
        ("neutral", 1, 0),
        ("opponent", 1, 0),
    ]
    assert any(warning.startswith("inferred, not stated lately: the position of org:c") for warning in result.warnings)


def test_the_finding_counts_those_that_are_not_shown() -> None:
    lines = [*(said(f"org:{key}", "supports", ASK) for key in "abcd"), said("org:e", "opposes", ASK)]
    result = ask(graph(*lines), ASK, limit=1)
    assert (len(result.items), result.total) == (1, 5)
    assert "four actors are for it (4 stated, 0 inferred: org:a, org:b, org:c and 1 more); one actor is against it" in result.sentence
    assert "only the first 1 of 5 actors are shown" in result.warnings


def test_who_matters_and_is_silent_is_named_with_the_reason() -> None:
    lines = [
        said("org:a", "supports", ASK),
        said(ASK, "granted_by", "vehicle:v", ""),
        said("vehicle:v", "name", value="Decision", when=""),
        said("post:p", "post_at", "org:b", "", qualifiers=("heads",)),
        said("post:p", "decides_on", "vehicle:v", ""),
        said("org:c", "consulted_on", "vehicle:v", ""),
        said("org:a", "met_with", "org:d"),
        said("person:p", "works_for", "org:a"),
        said("org:e", "met_with", "org:f"),
    ]
    result = ask(graph(*lines), ASK)
    assert [(one.entity.id, one.why) for one in result.silent] == [
        ("org:b", ("decides on Decision",)),
        ("org:c", ("is consulted on Decision",)),
        ("org:d", ("has ties to org:a",)),
    ]
    assert "three others that matter have not spoken, which is not neutral" in result.sentence
    assert result.would_change.endswith("a statement of its own by org:b, which decides on Decision")
    assert ask(graph(*lines), ASK, scope="us").silent_total == 1
    assert ask(graph(*lines), ASK, limit=1).silent_total == 3


def test_the_head_of_a_body_is_no_second_actor() -> None:
    lines = [said("person:p", "supports", ASK), said("person:p", "leads", "org:a"), said("person:q", "supports", ASK)]
    assert [item.entity.id for item in ask(graph(*lines), ASK).items] == ["org:a", "person:q"]


def test_an_ask_without_a_single_stance_is_a_clear_answer() -> None:
    result = ask(graph(), ASK)
    assert (result.found, result.items, result.counts) == (False, (), ())
    assert result.sentence == "Nobody is known to have taken a position on “An annex”; unknown is not neutral."
    assert str(result).startswith(result.sentence)


def test_what_waits_for_review_is_counted_and_not_used() -> None:
    result = ask(graph(said("org:a", "supports", ASK, status=Status.PROPOSED)), ASK)
    assert not result.found
    assert "one claim about this ask waits for review and is not used here" in result.warnings


@pytest.mark.parametrize(
    ("fields", "error"),
    [({"ask": "ask:none"}, UnknownName), ({"ask": "org:a"}, RequestError), ({"scope": "zz"}, RequestError), ({"kinds": ("wizard",)}, RequestError)],
)
def test_a_wrong_question_is_a_clear_error(fields: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        classify(graph(), AlliesQuery.model_validate({"ask": ASK, "as_of": DAY} | fields))


def test_scope_and_kinds_narrow_the_list() -> None:
    snapshot = graph(said("org:a", "supports", ASK), said("org:b", "supports", ASK))
    assert list(by_id(ask(snapshot, ASK, scope="mx"))) == ["org:a"]
    assert ask(snapshot, ASK, kinds=("agency",)).items == ()


def test_reading_aloud_marks_what_is_inferred_and_neutralises_names() -> None:
    hostile = said("org:a", "name", value="Evil\n\u202eName", when="", source="source:list")
    text = str(ask(graph(hostile, said("org:a", "opposes", ASK, speaker="org:b"), said("org:b", "supports", ASK)), ASK))
    assert "may lean against it (inferred)" in text
    assert "\u202e" not in text
    assert "not confirmed by a person" in text


def test_the_same_lines_in_any_order_give_the_same_bytes() -> None:
    lines = [said("org:a", "supports", ASK), said("org:b", "opposes", ASK), said("org:a", "met_with", "org:d"), said("org:b", "met_with", "org:c")]
    assert ask(graph(*lines), ASK).model_dump_json() == ask(graph(*reversed(lines)), ASK).model_dump_json()


def test_nobody_is_said_to_oppose_it_only_where_nobody_was_ever_heard_to() -> None:
    lines = [
        Source(id="source:one", title="One"),
        *(Record(claim=Claim(subject="org:a", predicate=stance, object=ASK, when=when, source="source:one", locator=when)) for stance, when in STALE),
    ]
    sentence = ask(build(lines), ASK).sentence
    assert "opposes it (stated 2023-05-01, stale)" in sentence
    assert "nobody is known to oppose it" not in sentence


STALE = (("opposes", "2023-05-01"),)
