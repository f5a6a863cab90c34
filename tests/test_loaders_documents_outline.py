"""Outlines of patterns: they never stand in the way of a match, and they turn away most sentences that have none."""

import re

import pytest

from loaders.documents.attribution import words
from loaders.documents.outline import Outlines
from loaders.documents.patterns import expand, rules

SENTENCES = (
    "⟦O0⟧, ⟦O1⟧ and ⟦O2⟧ met with officials at the ⟦O3⟧ and the ⟦G4⟧ ⟦D5⟧.",
    "The ⟦O0⟧, based in the capital, strongly supports ⟦T1⟧ and opposes tariffs on ⟦G2⟧ goods.",
    "⟦P0⟧, presidenta de la ⟦O1⟧, se reunió con ⟦P2⟧ y pidió al ⟦G3⟧ eliminar los aranceles.",
    "La ⟦O0⟧ y la ⟦O1⟧ exhortaron a la ⟦O2⟧ a revisar el ⟦T3⟧.",
    "⟦O0⟧ urged the ⟦G1⟧ to extend ⟦T2⟧.",
    "La ⟦O0⟧ rechaza los aranceles y respalda la revisión del ⟦T1⟧.",
    "The committee met ⟦O0⟧ while ⟦O1⟧ issued a joint statement ⟦W2⟧ with ⟦O3⟧.",
    "⟦P0⟧, chief executive of ⟦O1⟧, said the ⟦G2⟧ should renew ⟦T3⟧.",
    "Members of ⟦O0⟧ such as ⟦O1⟧, ⟦O2⟧ and ⟦O3⟧ called for a review.",
)
FAMILIES = ("contact", "stance", "urging", "posts", "structure", "publishing", "echoes")


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_where_a_pattern_matches_its_outline_stands(family: str) -> None:
    lists = words(family)["words"]
    outlines = Outlines(lists)
    for text in dict.fromkeys(pattern.text for rule in rules(family) for pattern in rule.patterns):
        outline, expression = outlines.of(text), re.compile(expand(text, lists), re.IGNORECASE)
        for sentence in SENTENCES:
            if expression.search(sentence):
                assert outline.first(sentence, 0, len(sentence)) is not None, (text, sentence)


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_a_pattern_said_in_short_finds_the_same_where_no_list_goes_on_with_as_well_as(family: str) -> None:
    lists = words(family)["words"]
    for text in dict.fromkeys(pattern.text for rule in rules(family) for pattern in rule.patterns if re.search(r"<\w+:[A-Z]+>", pattern.text)):
        whole, short = (re.compile(expand(text, lists, short=short), re.IGNORECASE) for short in (False, True))
        for sentence in SENTENCES:
            found = [[(match.span(), {name: match[name] for name in whole.groupindex}) for match in each.finditer(sentence)] for each in (whole, short)]
            assert found[0] == found[1], (text, sentence)


@pytest.mark.parametrize(
    ("pattern", "stands", "does_not"),
    [
        ("<a:O> (?P<v>{met}) with <b:O>", "⟦O0⟧ met with the ⟦O1⟧", "⟦O0⟧ with ⟦O1⟧ met"),
        ("<a:O> (?P<v>{met}) with <b:O>", "⟦P0⟧, of ⟦O1⟧ and ⟦O2⟧ too, met with the ⟦O3⟧", "⟦O0⟧ met with ⟦P1⟧"),
        ("<a:O>~ (?:{met}|{wrote}) ....(?:now|then)", "⟦O0⟧ today wrote a letter then", "⟦O0⟧ then wrote a letter"),
        ("(?P<v>{met})s? <b:O!>", "they meet the ⟦O0⟧", "metal for the ⟦O0⟧"),
        ("^{met}", "Met", "They met"),
    ],
)
def test_words_must_stand_in_order(pattern: str, stands: str, does_not: str) -> None:
    outline = Outlines({"met": "met|meet", "wrote": "wrote|sent"}).of(pattern)
    assert outline.first(stands, 0, len(stands)) is not None
    assert outline.first(does_not, 0, len(does_not)) is None


def test_what_may_be_missing_is_not_asked_for() -> None:
    outline = Outlines({"met": "met|meet"}).of("<a:O>(?: {met})?(?:, too)* now")
    assert outline.first("⟦O0⟧ now", 0, 8) is not None
