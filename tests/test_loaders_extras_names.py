"""A model of names adds persons and bodies that the words around bear out, as proposals, and changes nothing that the rules read."""

from pathlib import Path

import pytest

from graph.claims import Record, Status
from loaders.documents import Extraction, document_from_text, extract
from loaders.documents import claims as written
from loaders.documents.annotation import annotation
from loaders.extras import Extras

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nlp_extra")]

HEAD = "# Note\n\nMay 5, 2025\n\n"
UNSEEN = HEAD + "AMITI met with Technation on Monday. Brightwater said it would join the talks. Talks on the USMCA go on.\n"


def read(text: str) -> Extraction:
    """The text read by the rules and the model of names."""
    from loaders.extras.extend import extended

    return extended(document_from_text(text, "note", format="markdown"), Extras(names=True))


def added(extraction: Extraction) -> dict[str, str]:
    return {node.name: node.kind for node in extraction.nodes if node.extractor}


def test_names_that_the_rules_miss_are_proposed_and_signed() -> None:
    found = read(UNSEEN)
    assert added(found) == {"Brightwater": "organisation"}
    records = [line for line in written.lines(found) if isinstance(line, Record) and line.claim.subject == "org:brightwater"]
    assert records
    assert {(record.status, record.extractor.partition("/")[0]) for record in records} == {(Status.PROPOSED, "nlp:en_core_web_sm-3.8.0")}
    assert all(record.claim.confidence <= 500 and record.claim.quote in found.document.text for record in records)


def test_what_the_rules_read_stays_as_it_was() -> None:
    document = document_from_text(UNSEEN, "note", format="markdown")
    alone, found = extract(document), read(UNSEEN)
    assert [node for node in found.nodes if not node.extractor] == list(alone.nodes)
    assert [one for one in found.relations if not one.extractor] == list(alone.relations)
    assert (found.topics, found.figures) == (alone.topics, alone.figures)


def test_a_relation_of_a_proposed_name_is_a_proposal_however_sure_the_rule() -> None:
    found = read(HEAD + "Brightwater said it is ready. Brightwater met with the USTR on April 22, 2025.\n")
    met = [one for one in found.relations if one.predicate == "met_with" and "org:brightwater" in (one.subject, one.object)]
    assert met
    assert all(one.extractor for one in met)
    records = [line for line in written.lines(found) if isinstance(line, Record) and line.claim.predicate == "met_with"]
    assert {record.status for record in records} == {Status.PROPOSED}
    (row,) = [row for row in annotation(found)["relations"] if row["predicate"] == "met_with"]
    assert (row["status"], row["proposed_by"], row["confidence"]) == ("proposed", "nlp:en_core_web_sm-3.8.0/1", 0.5)


@pytest.mark.parametrize(
    "text",
    [
        "Smart Border and Big Data are the words of the day. The American Dream told no story. Old Town is near.",
        "La empresa Brightwater dijo que se sumará a las pláticas. Priyanka Raghunathan advirtió de los costos para todos los que comercian.",
        "AMITI said it met with the USTR. Sofía Pérez Gasque said so too, and Technation said nothing.",
    ],
    ids=["no evidence around", "another language", "all known to the rules"],
)
def test_nothing_is_added(text: str) -> None:
    assert added(read(HEAD + text + "\n")) == {}


def test_headings_menus_and_lists_are_not_read() -> None:
    text = "# Brightwater Said So\n\nMay 5, 2025\n\n- Brightwater said it would join\n\nThe talks on the USMCA go on, as everybody had said they would.\n"
    assert added(read(text)) == {}


def test_the_development_articles_get_no_actor_that_their_readers_did_not_mark(shared: Path) -> None:
    from loaders.documents import read_document
    from loaders.extras.extend import extended

    for path in sorted(shared.glob("seeds/*.txt"))[:3]:
        assert added(extended(read_document(path), Extras(names=True))) == {}
