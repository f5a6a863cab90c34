"""Agreements in their parts: our miniature in the shape of a collection of treaties, our outline of the USMCA, and broken files."""

import json
import time
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from graph.claims import Claim, Line, Record, Source, Status
from graph.errors import SourceError
from graph.store.base import GraphStore
from loaders import catalogue
from loaders.inputs import Input
from loaders.intake import Intake
from loaders.known import Known
from loaders.registers.agreements import read
from loaders.registers.agreements_model import number_of
from loaders.registry import lines, load_registry
from loaders.run import load

OURS = Path(__file__).parent / "fixtures" / "agreements" / "nafta_miniature.xml"
OUTLINE = Path("data/agreements/usmca_outline.json")
TREATY = "<treaty><meta><name>{name}</name><language>{language}</language>{meta}</meta><body>{body}</body></treaty>"


@cache
def registry() -> tuple[Record, ...]:
    """What the registry says, made once."""
    return tuple(line for line in lines(load_registry()) if isinstance(line, Record))


@pytest.fixture
def intake() -> Intake:
    """A desk that knows the registry."""
    return Intake(Known(registry()))


def found(path: Path, intake: Intake) -> list[Line]:
    return list(read(Input(path.name, path), intake))


def claims(path: Path, intake: Intake) -> list[Claim]:
    return [line.claim for line in found(path, intake) if isinstance(line, Record)]


def treaty(folder: Path, body: str, *, name: str = "Lamp Accord (LA)", language: str = "en", meta: str = "", head: str = "") -> Path:
    path = folder / "treaty.xml"
    path.write_text(head + TREATY.format(name=name, language=language, meta=meta, body=body), encoding="utf-8")
    return path


def outline(folder: Path, **fields: Any) -> Path:
    path = folder / "outline.json"
    path.write_text(json.dumps({"agreement": "Lamp Accord", "chapters": [{"number": 1, "title": "Wicks"}]} | fields), encoding="utf-8")
    return path


def said(found: list[Claim], predicate: str) -> list[tuple[str, str]]:
    return [(claim.subject, claim.object or claim.value) for claim in found if claim.predicate == predicate]


def test_both_shapes_are_recognised(shared: Path) -> None:
    for path in (OURS, shared / OUTLINE):
        assert catalogue.recognise(path.name, path.read_bytes()[:65_536]) == "agreements"


def test_a_chapter_is_known_by_its_agreement(shared: Path, intake: Intake) -> None:
    ours, real = claims(OURS, intake), claims(shared / OUTLINE, intake)
    nafta, usmca = dict(said(ours, "name") + said(ours, "alias")), dict(said(real, "name"))
    assert nafta["chapter:nafta/19"].startswith("NAFTA Chapter 19 (Review and Dispute Settlement in Antidumping")
    assert usmca["chapter:usmca/19"] == "USMCA Chapter 19 (Digital Trade)"
    assert ("chapter:nafta/19", "topic:trade-remedies") in said(ours, "regulates")
    assert ("chapter:usmca/19", "topic:digital-trade") in said(real, "regulates")
    assert ("chapter:usmca/19", "topic:trade-remedies") not in said(real, "regulates")


def test_articles_are_parts_of_chapters_and_they_of_the_agreement(intake: Intake) -> None:
    assert said(claims(OURS, intake), "part_of") == [
        ("chapter:nafta/preamble", "agreement:nafta"),
        ("article:nafta/preamble.text-1", "chapter:nafta/preamble"),
        ("chapter:nafta/12", "agreement:nafta"),
        ("article:nafta/1201", "chapter:nafta/12"),
        ("article:nafta/1202", "chapter:nafta/12"),
        ("chapter:nafta/19", "agreement:nafta"),
        ("article:nafta/1901", "chapter:nafta/19"),
        ("chapter:nafta/conclusion", "agreement:nafta"),
        ("article:nafta/conclusion.text-1", "chapter:nafta/conclusion"),
    ]


def test_parties_and_dates_are_claimed(intake: Intake) -> None:
    ours = claims(OURS, intake)
    parties = [(claim.subject, claim.object, claim.when) for claim in ours if claim.predicate == "party_to"]
    assert parties == [(f"gov:{code}", "agreement:nafta", "1994-01-01..") for code in ("ca", "mx", "us")]
    scheduled = [(claim.subject, claim.when) for claim in ours if claim.predicate == "scheduled"]
    assert scheduled == [("event:nafta-signature", "1992-12-17"), ("event:nafta-entry-into-force", "1994-01-01")]
    assert ("event:nafta-signature", "agreement:nafta") in said(ours, "event_of")
    assert {claim.value for claim in ours if claim.predicate == "identifier"} == {"tota:112", "wto-rta:122"}


def test_topics_by_the_title_alone_are_only_proposed(intake: Intake) -> None:
    records = [line for line in found(OURS, intake) if isinstance(line, Record) and line.claim.predicate == "regulates"]
    status = {(record.claim.subject, record.claim.object): record.status for record in records}
    assert status["chapter:nafta/12", "topic:services-trade"] is Status.ACCEPTED
    assert status["article:nafta/1201", "topic:services-trade"] is Status.ACCEPTED
    assert status["article:nafta/1202", "topic:rules-of-origin"] is Status.PROPOSED
    assert status["chapter:nafta/19", "topic:dispute-settlement"] is Status.PROPOSED


def test_no_text_of_a_treaty_is_kept(intake: Intake) -> None:
    lines_ = found(OURS, intake)
    assert not [line for line in lines_ if not isinstance(line, Source | Record)]
    assert not [claim for claim in claims(OURS, intake) if claim.quote or "our own words" in f"{claim.gloss}{claim.value}".casefold()]
    source = next(line for line in lines_ if isinstance(line, Source))
    assert (source.licence, source.url, source.kind) == ("CC BY-NC 4.0", "https://lamp.example/en", "reference")


def test_the_outline_has_its_chapters_articles_and_review(shared: Path, intake: Intake) -> None:
    records = [line for line in found(shared / OUTLINE, intake) if isinstance(line, Record)]
    real = [record.claim for record in records]
    parts = Counter(part.partition(":")[0] for part, _ in said(real, "part_of"))
    assert parts == {"chapter": 34, "article": 18}
    assert (intake.faults, intake.unread) == ([], {})
    assert {record.status for record in records if record.claim.predicate == "regulates"} == {Status.PROPOSED}
    assert ("agreement:nafta", "agreement:usmca") in said(real, "succeeded_by")
    assert ("event:usmca-joint-review", "article:usmca/34.7") in said(real, "event_of")
    assert {(claim.subject, claim.when) for claim in real if claim.predicate == "scheduled"} == {
        ("event:usmca-signature", "2018-11-30"),
        ("event:usmca-amendment", "2019-12-10"),
        ("event:usmca-entry-into-force", "2020-07-01"),
        ("event:usmca-joint-review", "2026-07-01"),
    }


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("CHAPTER NINETEEN", "19"),
        ("CHAPTER TWENTY-TWO", "22"),
        ("Chapter 14", "14"),
        ("CHAPTER XIV", "14"),
        ("Capítulo XIX", "19"),
        ("Capítulo Primero", "1"),
        ("CAPÍTULO VEINTIUNO", "21"),
        ("Chapitre vingt et un", "21"),
        ("ARTICLE 1901", "1901"),
        ("Article 14.1", "14.1"),
        ("Artículo 14.D.3", "14.d.3"),
        ("Article 12-A", "12-a"),
        ("Art. 3 bis", "3-bis"),
        ("", ""),
        ("Preamble", ""),
        ("CHAPTER CIVIL", ""),
    ],
)
def test_numbers_of_parts_are_read_however_they_are_written(written: str, number: str) -> None:
    assert number_of(written) == number


def test_spanish_agreements_with_numbers_that_begin_anew_in_each_chapter(intake: Intake, tmp_path: Path) -> None:
    body = "".join(
        f'<chapter number="CAPÍTULO {n}" name="Comercio Electrónico"><article number="Artículo 1" name="Ámbito">.</article></chapter>' for n in ("I", "II")
    )
    spanish = claims(treaty(tmp_path, body, name="Acuerdo del Farol", language="es"), intake)
    assert [part for part, _ in said(spanish, "part_of")] == [
        *("chapter:acuerdo-del-farol/1", "article:acuerdo-del-farol/1.1", "chapter:acuerdo-del-farol/2", "article:acuerdo-del-farol/2.1"),
    ]
    assert ("chapter:acuerdo-del-farol/1", "Acuerdo del Farol Capítulo 1 (Comercio Electrónico)") in said(spanish, "name")
    assert ("chapter:acuerdo-del-farol/2", "topic:digital-trade") in said(spanish, "regulates")


def test_two_chapters_of_one_number_are_two(intake: Intake, tmp_path: Path) -> None:
    chapters = ('name="Wicks"', 'name="Oil"', 'name="Oil" chapter_identifier="77"')
    body = "".join(f'<chapter number="CHAPTER ONE" {chapter}/>' for chapter in chapters)
    parts = [part for part, _ in said(claims(treaty(tmp_path, body), intake), "part_of")]
    assert parts == ["chapter:lamp-accord/1", "chapter:lamp-accord/1-oil", "chapter:lamp-accord/1-77"]


def test_parties_that_left_or_are_not_known_are_reported(intake: Intake, tmp_path: Path) -> None:
    codes = "<parties_original><partyisocode>GBR</partyisocode></parties_original><parties><partyisocode>EUN</partyisocode><partyisocode>XQZ</partyisocode>"
    parties = claims(treaty(tmp_path, "", meta=f"{codes}<partyisocode>TUV</partyisocode></parties><date_signed>soon</date_signed>"), intake)
    assert said(parties, "party_to") == [("org:european-union", "agreement:lamp-accord"), ("gov:tv", "agreement:lamp-accord")]
    assert [str(fault) for fault in intake.faults] == [
        "column parties: XQZ: no country that is known; left out",
        "column parties_original: GBR: an original party that is no party now; left out",
        "column meta: soon: not a date; write 2025, 2025-04, 2025-04-22 or 2025-04-20..2025-04-28",
    ]


def test_a_file_that_declares_entities_is_refused(intake: Intake, tmp_path: Path) -> None:
    bombs = '<!DOCTYPE treaty [<!ENTITY a "tariff tariff tariff"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "secret">]>'
    with pytest.raises(SourceError, match="nothing of this file was loaded"):
        claims(treaty(tmp_path, '<chapter number="CHAPTER ONE" name="Oil &b; &f;"/>', head=bombs), intake)


def test_control_characters_of_xml_1_1_are_left_out(intake: Intake, tmp_path: Path) -> None:
    body = '<chapter number="CHAPTER ONE" name="Oil &#xb;and &#11;wicks&#9;too"/>'
    told = claims(treaty(tmp_path, body, head='<?xml version="1.1" encoding="UTF-8"?>'), intake)
    assert ("chapter:lamp-accord/1", "Lamp Accord Chapter 1 (Oil and wicks too)") in said(told, "name")
    assert "control characters" in str(intake.faults[0])


@pytest.mark.parametrize(
    "content",
    [
        "<treaty><meta><name>Cut</name></meta><body><chapter",
        "",
        "<letter/>",
        "<treaty><body/></treaty>",
        "<treaty><meta><name/></meta></treaty>",
        "\0",
        '<?xml version="1.0"?><a>' * 9,
    ],
)
def test_a_file_that_is_no_treaty_is_refused_as_a_whole(content: str, intake: Intake, tmp_path: Path) -> None:
    (tmp_path / "treaty.xml").write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match="nothing of this file was loaded"):
        claims(tmp_path / "treaty.xml", intake)


@pytest.mark.parametrize("fields", [{"chapters": []}, {"chapters": "many"}, {"agreement": None}, {"agreement": "null"}])
def test_an_outline_without_name_or_chapters_is_refused(fields: dict[str, Any], intake: Intake, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nothing of this file was loaded"):
        claims(outline(tmp_path, **fields), intake)


def test_articles_of_a_chapter_that_is_not_listed_and_fields_that_nobody_reads_are_reported(intake: Intake, tmp_path: Path) -> None:
    claims(outline(tmp_path, chapter_9_articles=[{"number": "9.1", "title": "Oil"}], colour="blue"), intake)
    assert [str(fault) for fault in intake.faults] == ["column chapter_9_articles: articles of a chapter that the outline does not list; left out"]
    assert intake.unread == {"colour": 1}


@pytest.mark.slow
def test_the_largest_agreement_is_read_in_seconds(intake: Intake, tmp_path: Path) -> None:
    text = "Our own words: each lamp of a Party may cross the border without tariffs on lamps, and data may flow. " * 20
    body = "".join(
        f'<chapter number="Chapter {c}" name="Lamps">'
        + "".join(f'<article number="Article {c}.{a}" name="Oil">{text}</article>' for a in range(1, 21))
        + "</chapter>"
        for c in range(1, 26)
    )
    path = treaty(tmp_path, body)
    started = time.perf_counter()
    assert len(said(claims(path, intake), "part_of")) == 25 + 500
    assert path.stat().st_size > 1_000_000
    assert time.perf_counter() - started < 20


def test_loading_again_changes_nothing_and_a_corrected_outline_takes_its_place(make: Callable[[str], GraphStore], tmp_path: Path) -> None:
    store = make("agreements")
    load(store, [str(outline(tmp_path, signed="2031-01-01"))])
    revision = store.revision()
    assert load(store, [str(outline(tmp_path, signed="2031-01-01"))]).loaded[0].new == 0
    assert store.revision() == revision
    load(store, [str(outline(tmp_path, signed="2031-02-01"))])
    assert [record.claim.when for record in store.records(predicate="scheduled")] == ["2031-02-01"]
