"""Introduction paths: what is said beside them of word, source, register and law."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from graph.claims import Claim, Line, Record, Source, Status
from graph.paths.introduce import PathQuery, introduce
from graph.results import PathResult
from graph.snapshot.build import Snapshot, build

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


def small(*claims: Record, kinds: dict[str, str] | None = None) -> Snapshot:
    ends = {end for record in claims for end in (record.claim.subject, record.claim.object)}
    names = {end: ((kinds or {}).get(end, "person" if end.startswith("person:") else "association"), end.split(":")[1].upper()) for end in ends if end}
    sources = sorted({record.claim.source for record in claims})
    return build([*named(names), *(Source(id=source, title=source) for source in sources), *claims])


def chain(*ids: str, when: str = WEEK) -> list[Record]:
    return [said(a, "met_with", b, when) for a, b in pairwise(ids)]


def test_newest_evidence_of_what_lasts_is_the_day_on_which_it_was_said():
    since = said("person:b", "leads", "org:a", "2015..", qualifiers=("since",))
    result = ask(build([Source(id=TRADE, title="t", published=date(2025, 4, 29)), since]), "person:b", "org:a")
    assert (result.paths[0].oldest, result.paths[0].newest) == (date(2015, 1, 1), date(2025, 4, 29))
    assert not any("months old" in warning for warning in result.warnings)


def test_attributed_tie_says_on_whose_word():
    snapshot = small(said("org:a", "partners_with", "org:b", WEEK, speaker="org:a"))
    assert "A – B is on the word of A" in ask(snapshot, "org:a", "org:b").warnings


def test_disclosed_contact_is_not_persuasion():
    snapshot = small(said("org:a", "lobbied", "org:b", WEEK))
    assert "A – B is disclosed contact, which is not persuasion" in ask(snapshot, "org:a", "org:b").warnings


def test_last_hop_carries_the_notice_of_its_country():
    record = [*chain("org:a", "org:agency"), said("org:agency", "country", "", value="ca"), said("org:a", "country", "", value="ca")]
    snapshot = small(*record, kinds={"org:agency": "agency"})
    assert any(warning.startswith("In Canada, arranging a meeting") for warning in ask(snapshot, "org:a", "org:agency").warnings)
    assert not any("In Canada" in warning for warning in ask(snapshot, "org:agency", "org:a").warnings)
    official = said("person:head", "leads", "org:agency", WEEK)
    snapshot = small(*record, official, *chain("org:a", "person:head"), kinds={"org:agency": "agency"})
    assert any(warning.startswith("In Canada") for warning in ask(snapshot, "org:a", "person:head").warnings), "an official is a public office too"


@pytest.mark.parametrize(
    ("countries", "named"),
    [(("ca", "ca"), ["Canada"]), (("us", "mx"), ["U.S.", "Mexico"]), (("us", "jp"), ["U.S."]), (("us", ""), ["U.S.", "Canada", "Mexico", "EU"])],
)
def test_registers_not_searched_are_those_of_both_countries_and_all_where_one_is_unknown(countries, named):
    given = [said(end, "country", "", value=country) for end, country in zip(("org:a", "org:b"), countries, strict=True) if country]
    for record in (chain("org:a", "org:b"), [*chain("org:a", "org:x"), *chain("org:b", "org:y")]):
        names = ask(small(*record, *given), "org:a", "org:b").not_searched
        assert {word for word in ("U.S.", "Canada", "Mexico", "EU") if any(word in name for name in names)} == set(named)


def test_a_document_about_a_register_is_not_the_register():
    piece = Source(id="source:lda-reports-are-up", title="LDA reports are up")
    result = ask(build([piece, said("org:a", "met_with", "org:b", WEEK, source=piece.id)]), "org:a", "org:b")
    assert any("LDA" in name for name in result.not_searched)


def test_copies_of_one_text_are_called_so():
    texts = [Source(id=f"source:{i}", title=f"copy {i}", group="agency-text") for i in range(2)]
    copies = [said("org:a", "met_with", "org:b", WEEK, source=f"source:{i}") for i in range(2)]
    assert "every tie rests on copies of one text: copy 0, copy 1" in ask(build([*texts, *copies]), "org:a", "org:b").warnings
    assert not any("rests on" in warning for warning in ask(small(*copies), "org:a", "org:b").warnings)


def test_a_shorter_way_that_the_view_leaves_out_is_not_called_incapable():
    event = said("org:a", "same_event_as", "org:c", WEEK)
    reason = ask(small(*chain("org:a", "org:b", "org:c"), event), "org:a", "org:c").paths[0].why_not_shorter
    assert reason == "the shorter way A → C rests on A – C, which the view does not walk (was at the same event as)"


def test_copied_text_counts_once():
    texts = [Source(id=f"source:{i}", title=f"copy {i}", group="agency-text") for i in range(2)]
    once = build([*texts, said("org:a", "met_with", "org:b", WEEK, source="source:0")])
    twice = build([*texts, *(said("org:a", "met_with", "org:b", WEEK, source=f"source:{i}") for i in range(2))])
    assert ask(once, "org:a", "org:b").paths[0].score == ask(twice, "org:a", "org:b").paths[0].score
