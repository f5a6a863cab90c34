"""Every topic of the closed list by ten natural wordings in English and in Spanish, and the phrases that only look like it."""

from pathlib import Path

import pytest
import yaml

from loaders.documents import document_from_text, find_topics
from loaders.registry import load_registry

WORDS: dict[str, dict[str, str]] = yaml.safe_load((Path(__file__).parent / "fixtures" / "topic_words.yaml").read_text(encoding="utf-8"))
OPENING = {"en": "The officials said that this is what they spoke of at the meeting: ", "es": "Los funcionarios dijeron que de esto se habló en la reunión: "}


def topics(phrase: str, language: str) -> set[str]:
    return {found.id.removeprefix("topic:") for found in find_topics(document_from_text(f"{OPENING[language]}{phrase}.", "note.txt"), load_registry())}


def test_every_topic_is_there() -> None:
    assert {f"topic:{topic}" for topic in WORDS} == set(load_registry().topics)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("topic", WORDS)
def test_a_topic_is_found_in_any_wording(topic: str, language: str) -> None:
    assert [phrase for phrase in WORDS[topic][language].split("|") if topic not in topics(phrase, language)] == []


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("topic", WORDS)
def test_a_false_friend_is_no_topic(topic: str, language: str) -> None:
    assert [phrase for phrase in WORDS[topic][f"not_{language}"].split("|") if topic in topics(phrase, language)] == []


def test_an_acronym_in_brackets_does_not_part_a_phrase() -> None:
    assert "electronics" in topics("barriers to information and communications technology (ICT) products", "en")
