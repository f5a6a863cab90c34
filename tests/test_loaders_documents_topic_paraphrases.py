"""Topics told in other words than their names, in English and Spanish, and sentences that only sound like a topic. All are ours."""

from pathlib import Path

import pytest
import yaml

from loaders.documents import document_from_text, find_topics
from loaders.registry import load_registry

TOLD: dict[str, dict[str, str]] = yaml.safe_load((Path(__file__).parent / "fixtures" / "topic_paraphrases.yaml").read_text(encoding="utf-8"))
OPENING = {"en": "The officials said at the meeting that this was so. ", "es": "Los funcionarios dijeron en la reunión que así es. "}
SENTENCES = [(topic, key, text) for topic, texts in TOLD.items() for key, text in texts.items()]


def topics(text: str) -> dict[str, list[str]]:
    document = document_from_text(text, "note.txt")
    return {found.id.removeprefix("topic:"): [document.quote(span) for span in found.spans] for found in find_topics(document, load_registry())}


@pytest.mark.parametrize(("topic", "language", "text"), [row for row in SENTENCES if not row[1].startswith("not_")])
def test_a_topic_is_found_in_a_paraphrase(topic: str, language: str, text: str) -> None:
    assert topic in topics(OPENING[language] + text)


@pytest.mark.parametrize(("topic", "key", "text"), [row for row in SENTENCES if row[1].startswith("not_")])
def test_what_only_sounds_like_a_topic_is_none(topic: str, key: str, text: str) -> None:
    assert topic not in topics(OPENING[key.removeprefix("not_")] + text)


def test_two_halves_of_a_phrase_are_found_in_either_order() -> None:
    before = topics(OPENING["en"] + "Ottawa wants to tax what the largest digital platforms earn.")
    after = topics(OPENING["en"] + "For digital platforms the coming tax is dear.")
    assert before["digital-taxation"] == ["tax what the largest digital platforms"]
    assert after["digital-taxation"] == ["platforms the coming tax"]


def test_two_halves_of_a_phrase_do_not_meet_over_the_end_of_a_sentence() -> None:
    assert "digital-taxation" not in topics(OPENING["en"] + "Nobody likes that tax. Platforms grow.")


def test_two_halves_of_a_phrase_do_not_meet_over_many_words() -> None:
    assert "digital-taxation" not in topics(OPENING["en"] + "The tax that farmers in the north of the province pay each spring was cut, and platforms grow.")


def test_half_of_a_phrase_alone_is_no_topic() -> None:
    assert "digital-taxation" not in topics(OPENING["en"] + "The tax was cut.")


def test_an_amount_does_not_part_a_phrase() -> None:
    assert "investment" in topics(OPENING["en"] + "The firm will put $2 billion into new plants.")
