"""The time that reading takes grows with the length of a text, whatever the text is."""

import gc
import re
from datetime import date
from time import process_time

import pytest

from graph.errors import SourceError
from loaders.documents import document_from_text, extract
from loaders.documents.attribution import words
from loaders.documents.patterns import expand, rules

FAMILIES = ("contact", "posts", "structure", "urging", "stance", "publishing")
OPENING = "A note on trade between Mexico and Canada. AMITI spoke.\n\n"
LETTERS = 12_000
RATIO = 2.6  # of the time for twice as much; a square would be 4
SHORTEST = 0.05  # seconds that can be measured
REPEATED = {
    "blanks": "word          ",
    "sums": "$5 ",
    "chains of and": "AMITI, and CCE, and ",
    "lists": "AMITI, CCE, ITI, USTR, ",
    "quotes": '"he said "',
    "quotes that never close": "«dijo ",
    "brackets that never close": "AMITI (the (",
    "dashes": "AMITI — the body — ",
    "dates": "May 5, 2025, ",
    "years": "2025 ",
    "chapters": "Chapter 19, ",
    "per cents": "5% and 6% ",
    "capitals": "The National Chamber of ",
    "initials": "A. B. ",
    "one word": "a",
    "exports": "exports from Mexico to Canada and ",
    "meetings": "AMITI met with CCE and ",
    "relative clauses": "AMITI, who met with CCE, ",
    "posts": "the president of the CCE, Juan Pérez, ",
    "adjectives": "Mexican Canadian American ",
    "sentences": "AMITI met CCE. It urged Mexico to act. ",
    "lines": "AMITI\n",
    "paragraphs": "AMITI met CCE.\n\n",
    "tables": "Mexico\t5\t6\n",
    "ranks": "the second largest supplier of Canada, followed by ",
    "fractions": "a third of half of ",
    "addresses": "https://x.example/a?b=c&d ",
    "slots in the text": "⟦P1⟧ ",
    "whom": "AMITI and CCE, whom they urge, ",
}
# Sentences of slots and small words, the longest that are read as one.
HOSTILE = (
    "⟦O1⟧, and ⟦O2⟧, and ",
    "⟦O1⟧, ⟦G2⟧, the ⟦P3⟧, ",
    "⟦O1⟧, who met with ⟦P2⟧, ",
    "⟦O1⟧ (⟦O2⟧) ",
    "⟦O1⟧ — ",
    '"⟦P1⟧ said "',
    "the ",
    " ",
    "⟦O1⟧ also then ",
    "A B ",
)
SENTENCE = 1400


def _seconds(text: str) -> float:
    """The least of two times that a text takes to read."""
    taken = []
    for _ in range(2):
        gc.collect()
        begun = process_time()
        try:
            extract(document_from_text(OPENING + text, "note.txt", published=date(2025, 6, 10)))
        except SourceError:
            return 0.0
        taken.append(process_time() - begun)
    return min(taken)


@pytest.mark.slow
@pytest.mark.parametrize("name", REPEATED)
def test_twice_the_text_takes_twice_the_time(name: str) -> None:
    count = LETTERS // len(REPEATED[name])
    _seconds(REPEATED[name] * (count // 8))
    shorter = max(SHORTEST, _seconds(REPEATED[name] * count))
    longer = _seconds(REPEATED[name] * 4 * count)
    assert longer <= RATIO**2 * shorter


@pytest.mark.slow
@pytest.mark.parametrize(
    ("family", "text"),
    [pytest.param(family, pattern.text, id=f"{rule.id}-{at}") for family in FAMILIES for rule in rules(family) for at, pattern in enumerate(rule.patterns)],
)
def test_no_rule_takes_more_than_the_square_of_a_sentence(family: str, text: str) -> None:
    pattern = re.compile(expand(text, words(family)["words"]), re.I)
    for part in HOSTILE:
        shorter, longer = (_search(pattern, (part * SENTENCE)[:letters]) for letters in (SENTENCE // 2, SENTENCE))
        assert longer <= 6 * max(shorter, SHORTEST)


def _search(pattern: re.Pattern[str], text: str) -> float:
    begun = process_time()
    for _ in pattern.finditer(text):
        pass
    return process_time() - begun
