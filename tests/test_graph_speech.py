"""Answers read aloud say dates, doubts and whose word it is; nothing from outside can break a line."""

from datetime import date

import pytest

from graph.claims import Claim, Line, Record, Source, Status
from graph.entities import ClaimsQuery, list_claims
from graph.paths.introduce import PathQuery, introduce
from graph.results import Node, NoPath, PathResult, RankedItem, RankingResult
from graph.snapshot.build import build
from graph.speech import read_age, read_none, read_path, read_path_result, read_ranking
from graph.view import View
from graph.words import count, days, listing, number

DAY = date(2025, 10, 28)
HOSTILE = "Evil\u202e\nCorp"


def record(subject: str, predicate: str, object_: str = "", *, status: Status = Status.ACCEPTED, **fields: object) -> Record:
    claim = Claim.model_validate({"subject": subject, "predicate": predicate, "object": object_, "source": "source:news"} | fields)
    return Record(claim=claim, status=status)


def name(entity: str, value: str, kind: str) -> list[Line]:
    return [record(entity, "name", value=value), record(entity, "kind", value=kind)]


NAMES: list[Line] = [
    Source(id="source:news", title="News of April", published=date(2025, 4, 29)),
    *name("org:amiti", "AMITI", "association"),
    *name("org:technation", "Technation", "association"),
    *name("org:ustr", "USTR", "agency"),
    *name("org:cisa", "CISA", "agency"),
    *name("gov:mx", "Government of Mexico", "government"),
    *name("person:spg", "Sofía Pérez Gasque", "person"),
]
STATEMENT = record("org:amiti", "joint_statement_with", "org:technation", when="2025-01-01..2025-04-29", confidence=950)
MEETING = record("org:amiti", "met_with", "org:ustr", when="2025-04-20..2025-04-28", qualifiers=["sought-by-subject", "unnamed-officials"])
HEADS = record("person:spg", "leads", "org:amiti", when="2025-04-29", confidence=980)
JOINED = record("person:spg", "member_of", "gov:mx", when="2025-01-01..2025-04-29", qualifiers=["delegation"])
DELEGATION = record("person:spg", "met_with", "org:cisa", when="2025-01-01..2025-04-29", qualifiers=["delegation", "unnamed-officials"])


def asked(start: str, end: str, *lines: Line, day: date = DAY, view: View | None = None) -> PathResult:
    return introduce(build([*NAMES, *lines]), PathQuery(start=start, end=end, as_of=day, view=view or View()))


def test_two_hops_are_read_in_one_breath() -> None:
    result = asked("org:technation", "org:ustr", STATEMENT, MEETING)
    assert read_path(result.paths[0]) == (
        "Technation and AMITI made a joint statement (between 2025-01-01 and 2025-04-29); "
        "AMITI met USTR (2025-04-20 to 2025-04-28; no official is named). Documented contact, two hops."
    )
    assert "warm" not in str(result).lower()


def test_a_delegation_says_whose_it_was_and_weak_paths_say_so() -> None:
    result = asked("org:technation", "org:cisa", STATEMENT, HEADS, JOINED, DELEGATION)
    said = read_path(result.paths[0])
    assert "Sofía Pérez Gasque heads AMITI (confirmed 2025-04-29; only possible on the day asked for)" in said
    assert "Sofía Pérez Gasque met CISA (between 2025-01-01 and 2025-04-29; as part of a delegation of Government of Mexico; no official is named)" in said
    assert said.endswith("Documented contact, three hops, weak, possible rather than certain on the day asked for.")


def test_a_tie_read_from_its_other_end_keeps_its_direction() -> None:
    assert read_path(asked("org:ustr", "org:amiti", MEETING).paths[0]).startswith("AMITI met USTR (")
    assert read_path(asked("gov:mx", "person:spg", JOINED).paths[0]).startswith("Sofía Pérez Gasque took part in a delegation of Government of Mexico (")


def test_attribution_and_status_are_in_words() -> None:
    claimed = record("org:amiti", "partners_with", "org:technation", when="2025-04-29", speaker="org:amiti", status=Status.PROPOSED)
    result = asked("org:technation", "org:amiti", claimed, view=View(statuses=(Status.ACCEPTED, Status.PROPOSED)))
    said = read_path(result.paths[0])
    assert "according to AMITI" in said
    assert "proposed, not confirmed" in said


def test_an_event_that_may_lie_ahead_says_so() -> None:
    result = asked("org:technation", "org:amiti", STATEMENT, day=date(2025, 3, 1))
    assert "may lie after the day asked for" in read_path(result.paths[0])


def test_parallel_ties_are_counted() -> None:
    more = record("org:amiti", "met_with", "org:technation", when="2025-04-22")
    assert "and one more tie of this pair" in read_path(asked("org:technation", "org:amiti", STATEMENT, more).paths[0])


def test_old_evidence_leads_the_answer() -> None:
    fresh = asked("org:technation", "org:ustr", STATEMENT, MEETING)
    assert str(fresh).startswith("1. Technation and AMITI")
    old = asked("org:technation", "org:ustr", STATEMENT, MEETING, day=date(2026, 11, 25))
    assert str(old).splitlines()[0] == "The newest evidence is 18 months old."
    assert str(old).count("months old") == 1
    assert str(old).splitlines()[1].startswith("1. ")


@pytest.mark.parametrize(("newest", "said"), [(date(2024, 10, 29), ""), (date(2024, 10, 27), "The newest evidence is 12 months old."), (None, "")])
def test_age_is_said_from_a_year_on(newest: date | None, said: str) -> None:
    assert read_age(newest, DAY) == said


def test_none_is_said_first_with_what_was_not_searched() -> None:
    result = asked("org:technation", "org:cisa", STATEMENT)
    lines = read_none(result).splitlines()
    assert lines[0] == "No path in evidence from Technation to CISA."
    assert lines[-1].startswith("Not searched: U.S. lobbying reports (LDA)")
    assert str(result) == read_none(result) == read_path_result(result)


def test_the_gap_and_the_view_are_named() -> None:
    ends = [Node(id=f"org:{key}", name=key, kind="association") for key in ("a", "b")]
    none = NoPath(nearest_gap="nothing ties a to b", missing_tie=(ends[0], ends[1]), excluded_by_view=("United States: government",))
    result = asked("org:technation", "org:cisa").model_copy(update={"none": none})
    assert "Nothing ties a to b.\nA tie between a and b would close the gap.\nLeft out by the view: United States: government.\n" in read_none(result)


def test_a_ranking_shows_ranges_evidence_and_authority() -> None:
    shared = {"query": {}, "revision": "r", "as_of": DAY, "view": View(), "layers": ("public",)}
    item = RankedItem(
        entity=Node(id="org:ustr", name=HOSTILE, kind="agency"),
        country="us",
        value=0.25,
        lo90=0.2,
        hi90=0.3,
        rank=1,
        rank_lo=1,
        rank_hi=2,
        in_strength=1.0,
        authority=("side letter",),
        evidence_count=1,
        source_count=1,
        parts=(),
    )
    result = RankingResult.model_validate(shared | {"items": (item,), "sentence": "USTR decides", "warnings": ("few sources",)})
    assert read_ranking(result).splitlines() == [
        "USTR decides.",
        "1 (between 1 and 2). Evil\\u202e\\nCorp: 0.250 (90 %: 0.200 to 0.300); one claim from one source; decides on side letter",
        "Few sources.",
    ]


def test_hostile_names_and_quotes_stay_on_one_line() -> None:
    lines = [*name("org:evil", HOSTILE, "association"), record("org:evil", "met_with", "org:ustr", when="2025-04-22", quote=HOSTILE)]
    result = asked("org:evil", "org:ustr", *lines)
    assert all(line.isprintable() for line in str(result).splitlines())
    assert read_path(result.paths[0]).startswith("Evil\\u202e\\nCorp met USTR")
    assert result.paths[0].ties[0].evidence[0].quote == HOSTILE, "the quote itself is never altered"


@pytest.mark.parametrize(
    ("start", "last", "said"),
    [
        (date(2025, 4, 22), date(2025, 4, 22), "2025-04-22"),
        (date(2025, 4, 20), date(2025, 4, 28), "2025-04-20 to 2025-04-28"),
        (date(2025, 1, 1), date(2025, 4, 29), "between 2025-01-01 and 2025-04-29"),
        (None, date(2025, 4, 29), "by 2025-04-29"),
        (date(2025, 4, 29), None, "from 2025-04-29"),
        (None, None, "no date is given"),
    ],
)
def test_intervals_in_words(start: date | None, last: date | None, said: str) -> None:
    assert days(start, last) == said


def test_numbers_and_lists_in_words() -> None:
    words = ["66.6 billion", "1.5 trillion", "5 million", "1,250", "77.4", "-2 billion"]
    assert [number(value) for value in (66.6e9, 1.5e12, 5e6, 1250.0, 77.4, -2e9)] == words
    assert [count(n, "hop", "hops") for n in (0, 1, 2, 11)] == ["no hops", "one hop", "two hops", "11 hops"]
    assert [listing(items) for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    ("when", "qualifiers", "started"),
    [("", [], False), ("..2025-06-30", [], False), ("2025-04-29", [], False), ("2025-04-29", ["since"], True), ("2025-04-29..", [], True)],
)
def test_whoever_holds_a_post_without_a_first_day_is_said_to(when: str, qualifiers: list[str], started: bool) -> None:
    held = record("person:spg", "holds_post", "post:chair", when=when, qualifiers=qualifiers)
    snapshot = build([*NAMES, *name("post:chair", "Chair", "post"), held])
    (said,) = list_claims(snapshot, ClaimsQuery(as_of=DAY, predicate="holds_post")).items
    assert said.sentence == f"Sofía Pérez Gasque holds the post Chair{'' if started else '; since when is not in evidence'}."
