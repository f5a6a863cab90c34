"""Standing on an ask: only own words are a stance, the rest is inferred and marked, no evidence is unknown."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betainc, betaincinv

from graph.allies import beta
from graph.allies.standing import stances, standing, standings
from graph.claims import Claim, Decision, Line, Record, Source, Status
from graph.errors import UnknownName
from graph.results import Standing
from graph.snapshot.build import Snapshot, build
from graph.view import View

ASK, OTHER, CONTRARY = "ask:annex", "ask:frameworks", "ask:no-annex"
DAY = date(2025, 10, 28)
SPRING = "2025-04-29"


def said(subject: str, predicate: str, object_: str = "", when: str = SPRING, *, src: str = "news", layer: str = "public", **fields: Any) -> Record:
    status = fields.pop("status", Status.ACCEPTED)
    claim = Claim(subject=subject, predicate=predicate, object=object_, when=when, source=f"source:{src}", **fields)
    return Record(claim=claim, status=status, layer=layer)


ORGANISATIONS = [said(f"org:{key}", "kind", value="association", when="", src="list") for key in ("a", "b", "c")]
ASKS: list[Line] = [
    said(ASK, "concerns", "topic:ai", "", src="list"),
    said(ASK, "concerns", "topic:cloud", "", src="list"),
    said(OTHER, "concerns", "topic:ai", "", src="list"),
    said(OTHER, "concerns", "topic:cloud", "", src="list"),
    said(ASK, "distinct_from", CONTRARY, "", src="list", qualifiers=("contrary",)),
]


def graph(*lines: Line, layers: tuple[str, ...] = ("public",)) -> Snapshot:
    return build([*ORGANISATIONS, *ASKS, *lines], layers=layers)


def where(*lines: Line, of: str = "org:a", day: date = DAY, view: View | None = None, ask: str = ASK) -> Standing:
    snapshot = graph(*lines, layers=view.layers if view else ("public",))
    return standing(snapshot, view or View(), day, ask, snapshot.index(of))


def word(stance: str, day: str = SPRING, **fields: Any) -> Record:
    return said("org:a", stance, ASK, day, **fields)


def reported(stance: str, number: int, confidence: int = 900, of: str = "org:a", day: str = SPRING, **fields: Any) -> Record:
    """Somebody else's word on where an actor stands, in a source of its own."""
    return said(of, stance, ASK, day, speaker="org:c", src=f"paper-{number}", confidence=confidence, **fields)


@pytest.mark.parametrize(
    ("predicate", "stance", "position"),
    [
        ("supports", "support", "ally"),
        ("opposes", "oppose", "opponent"),
        ("conditional_on", "conditional", "leaning ally"),
        ("ambivalent_on", "ambivalent", "swing"),
        ("neutral_on", "neutral", "neutral"),
    ],
)
def test_what_an_actor_states_itself_is_its_stance(predicate, stance, position):
    found = where(word(predicate))
    assert (found.stance, found.basis, found.position, found.said_on) == (stance, "stated", position, date(2025, 4, 29))
    assert (found.p_support, found.lo90, found.hi90) == (None, None, None)
    assert [proof.source.id for proof in found.evidence] == ["source:news"]


def test_no_evidence_is_unknown_and_never_neutral():
    found = where(word("supports"), of="org:b")
    assert (found.stance, found.basis, found.position, found.evidence) == ("unknown", "none", "unknown", ())
    assert graph(word("supports")).index("org:b") not in standings(graph(word("supports")), View(), DAY, ASK)


def test_a_could_is_conditional_and_says_so():
    found = where(word("supports", modality="conditional"))
    assert (found.stance, found.position) == ("conditional", "leaning ally")
    assert "something that could be done" in found.note
    assert where(word("opposes", modality="conditional")).position == "leaning opponent"


@pytest.mark.parametrize("modality", ["planned", "urged", "negated"])
def test_what_is_planned_urged_or_denied_is_no_stance(modality):
    assert where(word("supports", modality=modality)).stance == "unknown"


def test_older_than_a_year_is_stale_and_keeps_its_stance():
    on_the_day, after = where(word("supports"), day=date(2026, 4, 29)), where(word("supports"), day=date(2026, 4, 30))
    assert (on_the_day.stale, after.stale) == (False, True)
    assert (after.stance, after.position, after.basis) == ("support", "leaning ally", "stated")
    assert after.p_support is not None
    assert "stale" in after.note
    long_after = where(word("neutral_on"), day=date(2035, 1, 1))
    assert (long_after.stance, long_after.position, long_after.stale) == ("neutral", "unknown", True)


def test_undated_words_are_a_stance_of_which_nobody_knows_whether_it_holds():
    found = where(said("org:a", "supports", ASK, ""))
    assert (found.stance, found.said_on, found.stale, found.basis) == ("support", None, False, "stated")
    assert "undated" in found.note
    assert found.position == "leaning ally"
    assert found.p_support is not None


def test_the_newest_word_counts_and_two_of_one_day_that_differ_are_ambivalent():
    changed = where(word("supports", "2025-01-10"), word("opposes", "2025-04-29"))
    assert (changed.stance, changed.position) == ("oppose", "opponent")
    assert [proof.when for proof in changed.against] == ["2025-01-10"]
    both = where(word("supports"), word("opposes"))
    assert (both.stance, both.position) == ("ambivalent", "swing")
    assert len(both.evidence) == 2


def test_officers_and_staff_speak_for_their_body_on_the_days_of_their_post():
    by_head = word("supports", speaker="person:head")
    assert where(by_head).stance == "unknown"
    assert where(by_head, said("person:head", "leads", "org:a")).stance == "support"
    assert where(by_head, said("person:head", "works_for", "org:a")).stance == "support"
    once = [said("person:head", "leads", "org:a", "2023"), said("person:head", "leads", "org:a", "2024-06", qualifiers=("former",))]
    assert where(by_head, *once).stance == "unknown"
    assert where(word("supports", "2023-05-01", speaker="person:head"), *once).stance == "support"


def test_what_a_head_says_alone_is_said_by_the_one_body_that_it_heads():
    own, leads = said("person:head", "supports", ASK), said("person:head", "leads", "org:a")
    found = where(own, leads)
    assert (found.stance, found.note) == ("support", "said by person:head, who speaks for it")
    assert where(own, leads, said("person:head", "leads", "org:b")).stance == "unknown"
    assert where(own, said("person:head", "works_for", "org:a")).stance == "unknown"


def test_who_holds_the_post_that_heads_a_body_speaks_for_it_and_other_members_do_not():
    def held(*marks: str) -> list[Line]:
        post = said("post:p", "post_at", "org:a", "", qualifiers=marks)
        return [post, said("person:p", "holds_post", "post:p", "2025-01..2025-12", qualifiers=("since",)), said("person:p", "opposes", ASK)]

    assert where(*held("heads")).stance == "oppose"
    assert where(*held()).stance == "unknown"


def test_what_others_say_of_an_actor_is_shown_and_never_its_stance():
    found = where(reported("opposes", 1, 700))
    assert (found.stance, found.basis, found.position) == ("unknown", "inferred", "leaning opponent")
    assert "only on the word of org:c" in found.note
    assert [proof.speaker_id for proof in found.evidence] == ["org:c"]
    marked = [where(word("opposes", qualifiers=(mark,))) for mark in ("attributed", "reported")]
    assert [one.stance for one in marked] == ["unknown", "unknown"]


def test_what_others_say_does_not_move_a_fresh_stance_but_is_shown_against_it():
    found = where(word("supports"), *(reported("opposes", number) for number in range(5)))
    assert (found.stance, found.position, len(found.against)) == ("support", "ally", 5)


def test_signing_another_text_or_another_ask_is_no_stance():
    signed = [
        said("org:a", "publishes", "work:statement"),
        said("org:a", "joint_statement_with", "org:b"),
        said("org:a", "supports", OTHER),
        said("org:a", "urges", "gov:us", ask=OTHER),
        said("org:a", "supports", "agreement:usmca"),
    ]
    found = where(*signed)
    assert (found.stance, found.position) == ("unknown", "unknown")
    assert "has not spoken on this one" in found.note
    assert where(*signed[:2]).basis == "none"


def test_to_ask_for_something_is_to_support_it():
    asked = [said("org:a", "urges", f"gov:{country}", ask=ASK) for country in ("us", "mx")]
    assert where(*asked).stance == "support"
    assert where(said("org:a", "urges", "gov:us", ask=CONTRARY)).stance == "oppose"


def test_a_stance_on_the_contrary_ask_turns():
    assert where(said("org:a", "opposes", CONTRARY)).stance == "support"
    assert where(said("org:a", "supports", CONTRARY)).position == "opponent"
    turned = where(said("org:a", "conditional_on", CONTRARY))
    assert (turned.stance, turned.position) == ("conditional", "leaning opponent")
    assert where(word("supports"), ask=CONTRARY).stance == "oppose"


def test_related_asks_and_topics_weigh_little_and_only_in_own_words():
    one_topic = where(said("org:a", "supports", "topic:ai"))
    assert (one_topic.position, one_topic.basis) == ("unknown", "inferred")
    assert one_topic.p_support == pytest.approx(1 - 0.5 ** (1 + 0.25 * 0.9 * 2 ** (-182 / 30.4375 / 18)))
    assert where(said("org:a", "supports", "topic:ai", speaker="org:c")).basis == "none"
    many = [said("org:a", "supports", "topic:ai", src=f"s{number}") for number in range(10)]
    assert where(*many).position == "leaning ally"
    assert where(said("org:a", "supports", "topic:tariffs"), said(ASK, "concerns", "topic:tariffs", "")).basis == "none"


@pytest.mark.parametrize(
    ("pro", "contra", "position"),
    [(3, 0, "ally"), (1, 0, "leaning ally"), (2, 2, "swing"), (0, 1, "leaning opponent"), (0, 3, "opponent"), (6, 1, "ally")],
)
def test_classes_follow_the_posterior(pro, contra, position):
    lines = [reported("supports", number) for number in range(pro)] + [reported("opposes", 100 + number) for number in range(contra)]
    found = where(*lines)
    weight = 0.9 * 2 ** (-182 / 30.4375 / 18)
    alpha, beta_ = 1 + pro * weight, 1 + contra * weight
    assert (found.position, found.basis, found.stance) == (position, "inferred", "unknown")
    assert found.p_support == pytest.approx(1 - betainc(alpha, beta_, 0.5), abs=1e-12)
    assert (found.lo90, found.hi90) == pytest.approx((betaincinv(alpha, beta_, 0.05), betaincinv(alpha, beta_, 0.95)), abs=1e-9)


def test_weak_one_sided_evidence_is_unknown_and_a_leaning_needs_one_side():
    assert where(reported("supports", 1, 300)).position == "unknown"
    assert where(reported("supports", 1), reported("opposes", 2, 100)).position == "swing"


def test_copies_of_one_text_count_once():
    copies = [Source(id=f"source:paper-{number}", title="Wire", group="wire") for number in range(6)]
    lines = [reported("supports", number) for number in range(6)]
    assert where(*copies, *lines).p_support == where(lines[0]).p_support
    assert where(*lines).position == "ally"


@given(st.floats(0.001, 0.999), st.floats(0.5, 200), st.floats(0.5, 200))
def test_the_posterior_agrees_with_scipy(x, alpha, beta_):
    assert beta.below(x, alpha, beta_) == pytest.approx(betainc(alpha, beta_, x), abs=1e-10)
    assert beta.quantile(x, alpha, beta_) == pytest.approx(betaincinv(alpha, beta_, x), abs=1e-8)


def test_as_of_before_the_statement_nothing_is_known():
    assert where(word("supports"), day=date(2025, 4, 28)).stance == "unknown"
    published = Source(id="source:news", title="News", published=date(2025, 4, 29))
    undated = said("org:a", "supports", ASK, "")
    assert where(published, undated, day=date(2025, 4, 28)).stance == "unknown"
    assert where(published, undated).said_on == date(2025, 4, 29)
    vague = where(word("supports", "2025"), day=date(2025, 3, 1))
    assert (vague.stance, vague.said_on) == ("support", date(2025, 3, 1))
    assert "leave open" in vague.note


def test_an_excluded_source_or_actor_is_not_heard():
    assert where(word("supports"), view=View(exclude=("source:news",))).stance == "unknown"
    assert where(reported("opposes", 1), view=View(exclude=("org:c",))).basis == "none"
    assert where(word("supports", confidence=300), view=View(min_confidence=0.5)).stance == "unknown"


def test_private_words_are_heard_only_in_their_layer():
    private = word("supports", layer="private")
    assert where(private, word("opposes", "2025-01-01")).stance == "oppose"
    assert where(private, word("opposes", "2025-01-01"), view=View(layers=("public", "private"))).stance == "support"


def test_only_a_person_confirms():
    read = word("supports", status=Status.PROPOSED)
    assert where(read).stance == "unknown"
    shown = where(read, view=View(statuses=(Status.ACCEPTED, Status.PROPOSED)))
    assert (shown.stance, shown.confirmed) == ("support", False)
    assert "accepted by nobody" in shown.note
    assert not where(word("supports")).confirmed
    accepted = Decision(claim=read.claim.id, status=Status.ACCEPTED, by="me", at="2025-10-01")
    assert where(read, accepted).confirmed
    assert where(word("supports"), accepted.model_copy(update={"claim": word("supports").claim.id, "status": Status.REJECTED})).stance == "unknown"


def test_roles_follow_the_kind_and_people_have_that_of_their_office():
    kinds = {"org:b": "agency", "org:c": "legislature", "gov:us": "government"}
    lines = [*(said(key, "kind", value=kind, when="") for key, kind in kinds.items() if key.startswith("org:")), said("person:p", "works_for", "org:b")]
    lines = [line for line in lines if isinstance(line, Record)]
    snapshot = build([*ASKS, *lines, said("gov:us", "met_with", "org:b"), word("supports"), said("org:a", "kind", value="chamber", when="")])
    found = {key: standing(snapshot, View(), DAY, ASK, snapshot.index(key)).role for key in ("org:a", "org:b", "org:c", "gov:us", "person:p")}
    assert found == {"org:a": "pressure group", "org:b": "executive", "org:c": "legislature", "gov:us": "executive", "person:p": "executive"}


def test_stances_are_the_stated_ones_only_and_nothing_depends_on_the_order_of_lines():
    lines = [word("supports"), reported("opposes", 1, of="org:b"), said("org:c", "neutral_on", ASK)]
    snapshot, other = graph(*lines), graph(*reversed(lines))
    assert {snapshot.ids[v]: stance for v, stance in stances(snapshot, View(), DAY, ASK).items()} == {"org:a": "support", "org:c": "neutral"}
    assert standings(snapshot, View(), DAY, ASK) == standings(other, View(), DAY, ASK)
    with pytest.raises(UnknownName):
        standings(snapshot, View(), DAY, "ask:none")
