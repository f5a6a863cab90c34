"""Claims of a document: literal quotes, stable ids, statuses by rule, asks of the registry, numbers that read again."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from graph import ontology
from graph.claims import Line, Modality, Record, Source, Status, Text
from graph.errors import ClaimError
from loaders.documents import document_from_text, extract, read_document
from loaders.documents.claims import EXTRACTOR, lines
from loaders.documents.model import Extraction
from loaders.registry import load_registry

NOTE = (
    "Trade groups ask for more time\n\n"
    "AMITI, ITI and Technation issued a joint statement last month urging the United States, Mexico and Canada to ensure the USMCA's continuation.\n\n"
    "Technation met with Global Affairs Canada on June 3, 2025. AMITI did not meet with USTR.\n\n"
    "According to AMITI, exports of software from Mexico exceeded $7 billion in 2024, and grew 12 percent.\n\n"
    "The Northern Coders Association opposes data localization requirements."
)


@pytest.fixture(scope="module")
def extraction() -> Extraction:
    return extract(document_from_text(NOTE, "note.txt", published=date(2025, 6, 10), publisher="The Note"))


@pytest.fixture(scope="module")
def written(extraction: Extraction) -> list[Line]:
    return list(lines(extraction))


@pytest.fixture(scope="module")
def records(written: list[Line]) -> list[Record]:
    return [line for line in written if isinstance(line, Record)]


def test_source_and_text_come_first_and_name_the_document(written: list[Line], extraction: Extraction) -> None:
    source, text = written[:2]
    assert isinstance(source, Source)
    assert isinstance(text, Text)
    assert source.id.endswith(extraction.document.sha256[:8])
    assert (source.kind, source.publisher, source.reliability, source.source_group) == ("document", "The Note", 0.9, f"text:{extraction.document.sha256}")
    assert text.text == extraction.document.text


def test_without_a_publisher_a_source_is_less_reliable() -> None:
    (source,) = [line for line in lines(extract(document_from_text(NOTE, "note.txt"))) if isinstance(line, Source)]
    assert source.reliability == 0.7


def test_every_claim_quotes_the_text_literally_and_says_where(records: list[Record], extraction: Extraction) -> None:
    for record in records:
        claim = record.claim
        assert claim.span is not None
        assert claim.quote == extraction.document.text[slice(*claim.span)] != ""
        assert claim.locator
        assert record.extractor == EXTRACTOR


def test_ends_are_of_the_kinds_that_the_ontology_allows(records: list[Record], extraction: Extraction) -> None:
    registry = load_registry()
    kinds = (
        {id: entry.kind for id, entry in registry.entries.items()} | dict.fromkeys(registry.topics, "topic") | {node.id: node.kind for node in extraction.nodes}
    )
    for record in records:
        ontology.load().check(record.claim, kinds)


def test_the_same_document_twice_gives_the_same_claims(written: list[Line]) -> None:
    again = list(lines(extract(document_from_text(NOTE, "note.txt", published=date(2025, 6, 10), publisher="The Note"))))
    assert again == written
    ids = [line.claim.id for line in again if isinstance(line, Record)]
    assert len(ids) == len(set(ids))


def test_known_things_need_no_name_and_new_ones_bring_kind_and_name(records: list[Record]) -> None:
    named = {record.claim.subject for record in records if record.claim.predicate == "name"}
    assert "org:amiti" not in named
    (coders,) = [record.claim for record in records if record.claim.predicate == "name" and "Coders" in record.claim.value]
    assert any(record.claim.subject == coders.subject and record.claim.predicate == "kind" for record in records)


def test_trusted_rules_are_accepted_and_the_rest_is_for_review(records: list[Record]) -> None:
    statements = {(r.claim.subject, r.claim.predicate, r.claim.object): r for r in records if r.claim.object}
    assert statements["org:technation", "met_with", "org:ca-gac"].status is Status.ACCEPTED
    denied = statements["org:amiti", "met_with", "org:ustr"]
    assert (denied.status, denied.claim.modality) == (Status.PROPOSED, Modality.NEGATED)
    assert ontology.load().tie_kind(denied.claim) == ""


def test_an_ask_is_one_that_the_registry_knows(records: list[Record]) -> None:
    urged = [record.claim for record in records if record.claim.predicate == "urges"]
    assert len(urged) == 9
    assert {claim.ask for claim in urged} == {"ask:usmca-continuation"}
    assert {claim.when for claim in urged} == {"2025-05-01..2025-05-31"}


def test_dates_are_those_of_the_text_or_marked(records: list[Record]) -> None:
    (met,) = [r.claim for r in records if r.claim.predicate == "met_with" and r.claim.modality is Modality.ASSERTED]
    assert met.when == "2025-06-03"
    assert "undated" not in met.qualifiers
    (against,) = [r.claim for r in records if r.claim.predicate == "opposes"]
    assert (against.when, "undated" in against.qualifiers) == ("2025-05-12..2025-06-10", True)


def test_a_figure_keeps_its_speaker_and_its_ends_as_places(records: list[Record]) -> None:
    (flow,) = [record.claim for record in records if record.claim.predicate == "flow"]
    assert (flow.subject, flow.object, flow.speaker) == ("place:mx", "place:world", "org:amiti")
    assert flow.figure is not None
    assert (flow.figure.value, flow.when) == (7e9, "2024-01-01..2024-12-31")
    assert flow.confidence < 900


def test_a_topic_is_recorded_with_its_words(records: list[Record]) -> None:
    (said,) = [record.claim for record in records if record.claim.subject == "topic:data-localization" and record.claim.predicate == "says"]
    assert "data localization" in said.value
    assert said.value.split(", ")[0] in said.quote


def test_a_private_layer_is_kept(extraction: Extraction) -> None:
    assert {line.layer for line in lines(extraction, layer="private") if isinstance(line, Record)} == {"private"}


def test_a_figure_that_is_not_in_its_quote_is_refused(extraction: Extraction) -> None:
    found = extraction.figures[0]
    forged = replace(found, figure=found.figure.model_copy(update={"value": 8e9}))
    with pytest.raises(ClaimError, match="cannot be read from its quote"):
        list(lines(replace(extraction, figures=(forged,))))


def test_hostile_text_is_quoted_as_it_is() -> None:
    text = 'AMITI met with ITI on June 3, 2025, <script>alert("x")</script> \u202eabc ⟦P0⟧ said.\n\nA second paragraph of prose stands here.'
    extraction = extract(document_from_text(text, "x.txt"))
    for line in lines(extraction):
        if isinstance(line, Record):
            assert line.claim.span is not None
            assert line.claim.quote == extraction.document.text[slice(*line.claim.span)]


def test_the_five_articles_need_no_acceptance_by_hand_for_their_ties(shared: Path) -> None:
    wanted = {
        ("person:sofia-perez-gasque", "leads", "org:amiti"),
        ("org:amiti", "met_with", "org:ustr"),
        ("org:amiti", "counterpart_of", "org:iti"),
        ("org:amiti", "partners_with", "org:iti"),
        ("org:amiti", "joint_statement_with", "org:technation"),
    }
    accepted = set()
    for path in sorted((shared / "seeds").glob("*.txt")):
        for line in lines(extract(read_document(path))):
            if isinstance(line, Record) and line.status is Status.ACCEPTED:
                accepted.add((line.claim.subject, line.claim.predicate, line.claim.object))
    assert wanted <= accepted
