"""Tie strength: how long a state lasts, and when it is over."""

from collections.abc import Iterable
from datetime import date

import pytest

from graph.claims import Claim, Line, Record, Source, Status
from graph.snapshot.build import build
from graph.strength import derive
from graph.view import View

DAY = date(2025, 10, 28)


def source(name: str = "s", **fields: object) -> Source:
    return Source.model_validate({"id": f"source:{name}", "title": name} | fields)


def record(subject: str, predicate: str, object_: str, *, src: str = "s", status: Status = Status.ACCEPTED, layer: str = "public", **fields: object) -> Record:
    claim = Claim.model_validate({"subject": subject, "predicate": predicate, "object": object_, "source": f"source:{src}"} | fields)
    return Record(claim=claim, status=status, layer=layer)


def strengths(lines: Iterable[Line], view: View | None = None, day: date = DAY) -> dict[tuple[str, str], float]:
    snapshot = build(lines)
    ties = derive(snapshot, view or View(), day)
    return {(snapshot.ids[low], snapshot.ids[high]): float(s) for low, high, s in zip(ties.low, ties.high, ties.strength, strict=True)}


def only(lines: Iterable[Line], view: View | None = None, day: date = DAY) -> tuple[object, bool]:
    """Strength and doubt of the single tie."""
    ties = derive(build(lines), view or View(), day)
    assert len(ties.low) == 1
    return float(ties.strength[0]), bool(ties.possible[0])


def test_a_state_is_possible_after_its_last_confirmation_and_ages_from_it() -> None:
    heads = record("person:d", "leads", "org:a", when="2025-04-29", confidence=1000)
    assert only([heads], day=date(2025, 4, 29)) == (0.95, False)
    strength, possible = only([heads])
    assert possible
    assert strength == pytest.approx(0.95 * 2 ** (-(182 / 30.4375) / 36))


def test_an_unstated_start_reaches_back_but_a_stated_one_does_not() -> None:
    heads = record("person:d", "leads", "org:a", when="2025-04-29", confidence=1000)
    assert only([heads], day=date(2024, 12, 1)) == (0.95, True)
    assert strengths([heads], day=date(2024, 10, 1)) == {}
    since = record("person:d", "leads", "org:a", when="2025-04-29", qualifiers=["since"])
    assert strengths([since], day=date(2025, 4, 28)) == {}
    works = record("org:a", "partners_with", "org:b", when="2025-04-29")
    assert strengths([works], day=date(2025, 4, 28)) == {}, "no look-back in the ontology"


def test_a_state_whose_end_is_stated_is_over() -> None:
    ended = record("person:d", "leads", "org:a", when="2024-01-01..2025-04-29", qualifiers=["ended"])
    earlier = record("person:d", "leads", "org:a", src="t", when="2023-05-01")
    later = record("person:d", "leads", "org:a", src="t", when="2025-08-01")
    assert only([ended], day=date(2025, 4, 29))[1] is False
    assert strengths([ended], day=date(2025, 4, 30)) == {}
    assert strengths([ended, earlier]) == {}, "an earlier confirmation does not outlive the stated end"
    assert len(strengths([ended, later])) == 1, "a later one does"


def test_a_state_confirmed_twice_is_one_state() -> None:
    early = record("person:d", "leads", "org:a", when="2019-05-01", confidence=500)
    late = record("person:d", "leads", "org:a", src="t", when="2025-10-28", confidence=500)
    wire = [source("s", group="wire"), source("t", group="wire")]
    assert only([early, late]) == (pytest.approx(0.95 * 0.75), False), "two sources, one interaction"
    assert only([*wire, early, late]) == (pytest.approx(0.95 * 0.5), False), "copies of one text count once"
    many = [record("person:d", "leads", "org:a", when=f"2025-10-{day:02}", confidence=500) for day in range(1, 29)]
    assert only(many) == (pytest.approx(0.95 * 0.5), False), "one source repeats itself"


def test_a_state_between_two_confirmations_is_only_possible() -> None:
    early = record("person:d", "leads", "org:a", when="2025-01-01", confidence=1000)
    late = record("person:d", "leads", "org:a", src="t", when="2025-10-28", confidence=1000)
    assert only([early, late], day=date(2025, 9, 1)) == (0.95, True), "within the look-back of the second"


def test_confirmations_before_and_after_a_stated_end_are_two_states() -> None:
    early = record("person:d", "leads", "org:a", when="2024-01-01", confidence=500)
    ended = record("person:d", "leads", "org:a", when="2024-02-01..2024-03-31", qualifiers=["ended"], confidence=500)
    again = record("person:d", "leads", "org:a", src="t", when="2025-10-28", confidence=500)
    assert only([early, ended, again]) == (pytest.approx(0.95 * 0.5), False), "what was over before does not vouch for the new post"
    assert strengths([early, ended]) == {}


@pytest.mark.parametrize("predicate", ["member_of", "part_of", "partners_with", "works_for"])
@pytest.mark.parametrize("said", [{"qualifiers": ["former"]}, {"modality": "negated"}])
def test_a_state_that_is_denied_or_called_former_is_over(predicate: str, said: dict[str, object]) -> None:
    subject = "person:d" if predicate == "works_for" else "org:a"
    held = record(subject, predicate, "org:b", when="2024-05-01")
    over = record(subject, predicate, "org:b", src="t", when="2025-04-29", **said)
    assert len(strengths([held, over], day=date(2025, 4, 28))) == 1
    assert strengths([held, over]) == {}
    assert len(strengths([held, over, record(subject, predicate, "org:b", when="2025-06-01")])) == 1
    undated = record(subject, predicate, "org:b", src="t", **said)
    assert strengths([source("t", published=date(2025, 4, 29)), held, undated]) == {}, "it was over when the text appeared"


def test_a_denied_delegation_ends_no_membership() -> None:
    member = record("org:a", "member_of", "org:b", when="2024-05-01")
    stayed = record("org:a", "member_of", "org:b", src="t", when="2025-04-29", qualifiers=["delegation"], modality="negated")
    assert len(strengths([member, stayed])) == 1


def test_former_posts_carry_nothing() -> None:
    former = record("person:d", "works_for", "org:a", when="2020", qualifiers=["former"])
    assert strengths([former]) == {}
    assert strengths([former], View(tie_kinds=("former_post",))) == {("org:a", "person:d"): 0.0}


def test_a_post_called_former_later_is_over_and_with_it_every_post_there() -> None:
    headed = record("person:d", "leads", "org:a", when="2024-05-01")
    former = record("person:d", "leads", "org:a", src="t", when="2025-04-29", qualifiers=["former"])
    assert len(strengths([headed, former], day=date(2025, 4, 28))) == 1
    assert strengths([headed, former], day=date(2025, 4, 29)) == {}
    other = record("person:d", "works_for", "org:a", src="t", when="2025-04-29", qualifiers=["former"])
    assert strengths([headed, other]) == {}, "a former president is not said to have been its head"
    promoted = record("person:d", "leads", "org:a", src="t", when="2025-04-29")
    assert len(strengths([headed, other, promoted])) == 1, "who left one post for another holds the other"
    back = record("person:d", "leads", "org:a", when="2025-08-01")
    assert len(strengths([headed, former, back])) == 1
    assert len(strengths([source("s"), source("t"), headed, former], View(exclude=("source:t",)))) == 1


def test_open_and_unknown_days() -> None:
    undated = record("org:a", "met_with", "org:b", confidence=1000)
    assert only([undated]) == (pytest.approx(0.6), True)
    assert only([source("s", published=DAY), undated]) == (pytest.approx(0.6), False), "it had happened when it was published"
    belongs = record("org:a", "part_of", "org:b", confidence=1000)
    assert only([belongs]) == (pytest.approx(0.7), True), "a state without dates was confirmed on no day that we know"
    assert only([source("s", published=DAY), belongs]) == (pytest.approx(0.7), False), "it held when its source appeared"
    party = record("gov:mx", "party_to", "agreement:usmca")
    assert only([party], View(tie_kinds=("party_to",)))[1] is False, "what cannot fade holds always"
    heads = record("person:d", "leads", "org:a", when="2020..", confidence=1000)
    aged = pytest.approx(0.95 * 2 ** (-(365 / 30.4375) / 36))
    assert only([source("s", published=date(2024, 10, 28)), heads]) == (aged, True), "confirmed only until it was published"
    assert only([heads], day=date(2020, 12, 31)) == (aged, True), "confirmed only when it began"
    met = record("org:a", "met_with", "org:b", when="2025-04-20..")
    assert only([met], day=DAY)[1] is True
    assert only([source("s", published=date(2025, 4, 29)), met], day=DAY)[1] is False, "it had happened when it was published"
