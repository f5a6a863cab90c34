"""Stage 5: topics by the words of the closed list. The sentences are ours."""

import csv
from pathlib import Path

import pytest

from loaders.documents import document_from_text, find_topics
from loaders.documents.model import TopicFound
from loaders.registry import load_registry


def topics(text: str) -> dict[str, TopicFound]:
    return {topic.id.removeprefix("topic:"): topic for topic in find_topics(document_from_text(text, "x"), load_registry())}


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Firms want cross-border data flows and more of them.", "data-flows"),
        ("Las firmas quieren el flujo transfronterizo de datos en la región.", "data-flows"),
        ("Les firmes veulent la cybersécurité dans toute la région.", "cybersecurity"),
        ("They fear the tariffs on cars.", "tariffs"),
        ("Los aranceles son un riesgo para las empresas.", "tariffs"),
        ("It runs on AI and on the cloud services of the firms.", "artificial-intelligence"),
    ],
)
def test_words_of_three_languages(text: str, topic: str) -> None:
    assert topic in topics(text)


def test_a_block_is_read_with_the_words_of_its_language() -> None:
    assert "artificial-intelligence" not in topics("J'ai un plan pour les ministres et pour la suite des pourparlers.")


def test_short_words_in_capitals_need_their_capitals() -> None:
    assert "artificial-intelligence" in topics("The AI of the firms is good.")
    assert "artificial-intelligence" not in topics("The ai of the sloth is long.")


def test_words_in_the_name_of_a_body_name_no_topic() -> None:
    assert "cybersecurity" not in topics("She met the Cybersecurity and Infrastructure Security Agency there.")
    assert "standards" not in topics("She met the National Institute of Standards and Technology there.")
    assert not {"labor", "energy"} & set(topics("She met the Departments of Commerce, Labor and Energy there."))


def test_words_in_the_name_of_a_body_count_where_the_text_tells_of_its_founding() -> None:
    assert "telecommunications" in topics("The law creates the Agency for Digital Transformation and Telecommunications this year.")
    assert "telecommunications" not in topics("She met the Agency for Digital Transformation and Telecommunications this year.")


def test_phrases_that_do_not_count() -> None:
    found = topics("The digital services tax is a risk for the firms of the region.")
    assert "digital-taxation" in found
    assert "digital-services" not in found


def test_boilerplate_names_no_topic() -> None:
    assert "cybersecurity" not in topics("Exports rise\n\nMexico sold more.\n\nRelated articles\n\nA cybersecurity guide")


def test_hits_are_literal_and_the_sentence_holds_the_most_of_them() -> None:
    document = document_from_text("Tariffs\n\nThe tariffs are here. New tariffs and old tariffs hurt trade, they say.", "x")
    found = {topic.id: topic for topic in find_topics(document, load_registry())}["topic:tariffs"]
    assert document.quote(found.sentence).startswith("New tariffs")
    assert [document.quote(span) for span in found.spans] == ["Tariffs", "tariffs", "tariffs", "tariffs"]
    assert found.mentions == ("Tariffs", "tariffs")


def test_a_line_break_does_not_hide_a_phrase() -> None:
    assert "data-localization" in topics(
        "They want no rules at all that would ask a firm for data\nlocalization in the place where it sells its goods and services."
    )


def test_only_topics_of_the_closed_list(shared: Path) -> None:
    with (shared / "spec" / "topics.csv").open(encoding="utf-8") as stream:
        closed = {row["id"] for row in csv.DictReader(stream)}
    assert {id.removeprefix("topic:") for id in load_registry().topics} == closed
