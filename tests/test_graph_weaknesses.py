"""Gaps of a campaign: each kind on a graph made by hand, with its evidence and what would close it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.campaign.weaknesses import GapsQuery, gaps
from graph.claims import Claim, Line, Record, Source
from graph.errors import RequestError, UnknownName
from graph.results import Gap, GapsResult
from graph.snapshot.build import build
from graph.view import View
from loaders.documents import extract, read_document
from loaders.documents.claims import lines as claim_lines
from loaders.registry import lines as registry_lines
from loaders.registry import load_registry

DAY = date(2025, 10, 28)
ASK = "ask:annex"
KINDS = {
    "org:us": ("association", "mx"),
    "org:friend": ("association", "ca"),
    "org:other": ("association", "us"),
    "org:office": ("agency", "ca"),
    "org:senate": ("legislature", "us"),
}


def said(subject: str, predicate: str, object_: str = "", when: str = "", **fields: Any) -> Record:
    return Record(claim=Claim.model_validate({"subject": subject, "predicate": predicate, "object": object_, "when": when, "source": "source:list"} | fields))


def met(a: str, b: str, when: str = "2025-09-01", source: str = "source:news") -> Record:
    return said(a, "met_with", b, when, source=source)


BASE: list[Line] = [
    Source(id="source:news", title="News", published=date(2025, 9, 1)),
    Source(id="source:more", title="More", published=date(2025, 9, 1)),
    Source(id="source:list", title="List"),
    *(said(key, "kind", value=kind) for key, (kind, _) in KINDS.items()),
    *(said(key, "country", value=country) for key, (_, country) in KINDS.items()),
    *(said(key, "name", value=key.removeprefix("org:").capitalize()) for key in KINDS),
    said(ASK, "name", value="An annex"),
    said("post:minister", "name", value="Minister"),
]
RULES: list[Line] = [
    said(ASK, "granted_by", "vehicle:v"),
    said("post:minister", "post_at", "org:office", qualifiers=("heads",)),
    said("post:minister", "decides_on", "vehicle:v"),
    said("org:senate", "must_agree_to", "vehicle:v"),
]


def answer(*lines: Line, rules: bool = True, **fields: Any) -> GapsResult:
    return gaps(build([*BASE, *(RULES if rules else []), *lines]), GapsQuery.model_validate({"ask": ASK, "start": "org:us", "as_of": DAY} | fields))


def of(found: GapsResult, kind: str) -> dict[str, Gap]:
    return {gap.about[0].id: gap for gap in found.gaps if gap.kind == kind}


def test_a_decision_maker_without_a_path_and_the_tie_that_would_close_it() -> None:
    found = answer(met("org:us", "org:friend"))
    office, senate = (of(found, "no path")[key] for key in ("post:minister", "org:senate"))
    assert [node.id for node in office.missing or ()] == ["org:friend", "org:office"]
    assert [node.id for node in senate.missing or ()] == ["org:us", "org:senate"]
    assert office.closes == "a contact of Friend and Office"
    assert "no path to Minister within three ties" in office.words
    assert (office.weight, senate.weight) == pytest.approx((4 / 6, 2 / 6))
    assert office.evidence
    closed = answer(met("org:us", "org:friend"), met("org:friend", "org:office"))
    assert "post:minister" not in of(closed, "no path")
    assert found.reached == 0
    assert closed.reached == 1


def test_a_path_below_the_threshold_is_a_gap_that_shows_the_path() -> None:
    lines = [met("org:us", "org:friend"), met("org:friend", "org:office")]
    gap = of(answer(*lines, threshold=0.9), "no path")["post:minister"]
    assert "below 0.90: Us → Friend → Office" in gap.words
    assert "post:minister" not in of(answer(*lines, threshold=0), "no path")
    assert "org:senate" in of(answer(*lines, threshold=0), "no path")
    for value in (-0.1, 1.1):
        with pytest.raises(ValueError, match="threshold"):
            GapsQuery(ask=ASK, start="org:us", threshold=value)


def test_power_of_which_nothing_is_known() -> None:
    found = of(answer(met("org:us", "org:office")), "unknown stance")
    assert {"org:office", "org:senate"} <= found.keys()
    assert "org:us" not in found
    assert found["org:office"].words == "where Office stands is not known; it decides on vehicle:v"
    assert found["org:office"].closes == "a statement of its own by Office"
    spoken = of(answer(said("org:senate", "supports", ASK, "2025-09-01")), "unknown stance")
    assert "org:senate" not in spoken
    stale = of(answer(said("org:senate", "neutral_on", ASK, "2023-09-01")), "unknown stance")
    assert "any more (stated 2023-09-01" in stale["org:senate"].words


def test_a_single_route_names_whom_it_hangs_on() -> None:
    chain = [met("org:us", "org:friend"), met("org:friend", "org:office")]
    gap = of(answer(*chain, threshold=0), "single route")["post:minister"]
    assert [node.id for node in gap.cut] == ["org:friend"]
    assert "everything runs through Friend" in gap.words
    assert gap.closes == "a second route to Minister that does not need Friend"
    direct = of(answer(met("org:us", "org:office")), "single route")["post:minister"]
    assert direct.cut == ()
    assert "it hangs on the tie of Us and Office" in direct.words
    second = [*chain, met("org:us", "org:other"), met("org:other", "org:office")]
    assert "post:minister" not in of(answer(*second, threshold=0), "single route")


def test_ties_with_old_evidence_on_the_routes_used() -> None:
    old = met("org:us", "org:office", "2024-10-27", source="source:list")
    gap = of(answer(old, threshold=0), "stale tie")["org:us"]
    assert [node.id for node in gap.about] == ["org:us", "org:office"]
    assert "the newest evidence of Us and Office is of 2024-10-27, 12 months old" in gap.words
    assert gap.closes.startswith("a new contact of Us and Office")
    assert gap.evidence
    assert not of(answer(met("org:us", "org:office", "2024-11-27", source="source:list"), threshold=0), "stale tie")
    assert not of(answer(met("org:us", "org:friend", "2024-01-01"), met("org:us", "org:office"), threshold=0), "stale tie")


def test_what_rests_on_one_source_group() -> None:
    one = of(answer(met("org:us", "org:office"), said("org:us", "supports", ASK, "2025-09-01", source="source:news")), "one source")["post:minister"]
    assert one.words == "one tie on the routes to Minister and the position of Us rest on one source: News"
    assert one.weight == pytest.approx(4 / 6)
    two = answer(met("org:us", "org:office"), met("org:us", "org:office", "2025-09-02", source="source:more"))
    assert not of(two, "one source")


def test_a_vacant_post_and_one_whose_holder_is_not_known() -> None:
    gone = answer(said("post:minister", "vacant", when="2025-01-01"), met("org:us", "org:office"))
    assert "is vacant" in of(gone, "vacant")["post:minister"].words
    assert not of(gone, "holder not known")
    silent = answer(met("org:us", "org:office"))
    assert "post:minister" in of(silent, "holder not known")
    assert not of(silent, "vacant")
    held = said("person:minister", "holds_post", "post:minister", "2025-01-01..2025-12-31", qualifiers=("since",))
    assert {"vacant", "holder not known"}.isdisjoint(gap.kind for gap in answer(held, met("org:us", "org:office")).gaps)


def test_who_is_left_out_is_named() -> None:
    found = answer(met("org:us", "org:office"), view=View(exclude=("org:senate",)))
    assert any("left out, though their part is needed: Senate" in warning for warning in found.warnings)
    assert found.makers == 1


def test_without_a_vehicle_nobody_has_a_say_and_what_is_no_ask_is_refused() -> None:
    bare = answer(met("org:us", "org:office"), rules=False)
    assert not bare.found
    assert "Nobody is known to have a say" in bare.sentence
    for fields in ({"ask": "org:us"}, {"start": ASK}):
        with pytest.raises(RequestError):
            gaps(build([*BASE, *RULES]), GapsQuery.model_validate({"ask": ASK, "start": "org:us"} | fields))
    with pytest.raises(UnknownName):
        gaps(build([]), GapsQuery(ask=ASK, start="org:us"))


def test_the_same_question_has_the_same_answer_and_reads_aloud() -> None:
    lines = [met("org:us", "org:friend"), met("org:friend", "org:office")]
    assert answer(*lines).model_dump_json() == answer(*reversed(lines)).model_dump_json()
    assert "what would close it" in str(answer(*lines))
    assert "a gap is one of the record: that no tie is in evidence does not say that there is none" in answer(*lines).warnings


def test_the_five_articles(shared: Path) -> None:
    registry = load_registry()
    files = sorted((shared / "seeds").glob("*.txt"))
    snapshot = build([*registry_lines(registry), *(line for path in files for line in claim_lines(extract(read_document(path), registry)))])
    query = GapsQuery(ask="ask:digital-sectoral-annex", start="org:amiti", also_start=("person:sofia-perez-gasque",), as_of=DAY)
    found = gaps(snapshot, query)
    assert (found.makers, found.reached) == (10, 3)
    assert {"gov:ca", "gov:us"} <= of(found, "no path").keys()
    assert [node.id for node in of(found, "no path")["gov:ca"].missing or ()] == ["org:technation", "gov:ca"]
    assert {"org:ustr", "gov:mx"} <= of(found, "unknown stance").keys()
    assert "person:sofia-perez-gasque" not in of(found, "unknown stance")
    assert any("every path here rests on one source" in warning for warning in found.warnings)
