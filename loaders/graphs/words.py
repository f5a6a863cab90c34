"""What other programs call a kind of entity or of tie, as a kind of ours: by key, by label, by the words it is read with, or by `kinds.yaml`."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from graph import ontology
from graph.spelling import fold
from graph.words import words
from loaders.wordlists import wordlist


class Meaning(NamedTuple):
    """What a word for a tie says: a predicate, a qualifier it carries, and whether it runs from the second end to the first."""

    predicate: str
    qualifier: str = ""
    reverse: bool = False


def entity_kind(word: str) -> str:
    """The kind of entity that a word means, or "" where none is known."""
    return _entity_kinds().get(fold(word), "")


def tie_meaning(word: str) -> Meaning | None:
    """What a word for a tie says, or None where that is not known."""
    return _meanings().get(fold(word))


@cache
def spoken(predicate: str) -> str:
    """The words that stand between the two ends when a predicate is read aloud, such as "works for"."""
    phrase = words().predicates.get(predicate)
    if phrase is None or not phrase.says.startswith("{a} ") or "{v}" in phrase.says:
        return predicate.replace("_", " ")
    said = phrase.says.replace("{a} and {b} ", "").replace("{a} ", "").replace("{b}", "")
    return " ".join(said.split()).removesuffix(":")


@cache
def _entity_kinds() -> Mapping[str, str]:
    known: dict[str, str] = {}
    for key, kind in ontology.load().entities.items():
        known |= dict.fromkeys(map(fold, (key, kind.label, kind.plural)), key)
    for key, others in _synonyms()["entities"].items():
        known = dict.fromkeys(map(fold, others), key) | known
    return known


@cache
def _meanings() -> Mapping[str, Meaning]:
    known: dict[str, Meaning] = {}
    for word, meaning in _all_meanings():
        known.setdefault(fold(word), meaning)
    return known


def _all_meanings() -> Iterator[tuple[str, Meaning]]:
    """Every word with its meaning, those that are sure first."""
    predicates, ties = ontology.load().predicates, ontology.load().ties
    yield from ((key, Meaning(key)) for key, predicate in predicates.items() if not predicate.attribute)
    yield from ((spoken(key), Meaning(key)) for key, predicate in predicates.items() if not predicate.attribute)
    yield from _given("ties")
    yield from _given("reversed")
    made = [(predicate.tie, Meaning(key)) for key, predicate in predicates.items() if predicate.tie and not predicate.stance]
    made += [(tie, Meaning(key, mark)) for key, predicate in predicates.items() for mark, tie in predicate.when.items() if tie]
    for tie, meaning in made:
        yield tie, meaning
        yield ties[tie].label, meaning
        if ties[tie].reverse != ties[tie].label:
            yield ties[tie].reverse, meaning._replace(reverse=True)


def _given(part: str) -> Iterator[tuple[str, Meaning]]:
    for key, others in _synonyms()[part].items():
        predicate, _, qualifier = key.partition("+")
        yield from ((word, Meaning(predicate, qualifier, part == "reversed")) for word in others)


def _synonyms() -> Mapping[str, Mapping[str, list[str]]]:
    return wordlist("loaders.graphs", "kinds")
