"""What is looked for in any case is found as the engine itself finds it, from the first search to the hundredth."""

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.documents.attribution import words
from loaders.documents.capitals import AnyCase, lowered
from loaders.documents.patterns import expand, rules

FAMILIES = ("contact", "posts", "structure", "urging", "stance", "publishing")
RULES = [expand(pattern.text, words(family)["words"]) for family in FAMILIES for rule in rules(family) for pattern in rule.patterns]
EXPRESSIONS = (
    r"met (?P<b>\w+) with",
    r"\bREUNI[ÓO]\b",
    r"(?P<a>[A-Z]{2})(?P=a)?\W\S",
    r"(?<!not )\bSaid\b(?! (?:no|NO))",
    r"⟦[POG]\d+⟧,? (?-i:[A-Z]\w+)",
    r"[^A-C]x",
    r"a (?!(?:the|An)\b)\w+",
    r"K[ms]",
    "stra[sß]e",
)
TEXTS = (
    "They MET us with care",
    "se Reunió",
    "ABAB !x",
    "not said, Said NO, sAID yes",
    "⟦P1⟧ Xavier, ⟦O2⟧ xavier",
    "ax bX Dx",
    "a the, a THEM, a An",
    "5 \u212am, k\u017f",
    "STRASSE straße STRA\u1e9eE",
)


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_matches_are_those_of_the_engine(expression: str) -> None:
    anyhow, plain = AnyCase(expression), re.compile(expression, re.I)
    for text in (*TEXTS, *map(str.upper, TEXTS), *map(str.title, TEXTS)) * 3:
        assert [found.group() for found in anyhow.finditer(text, 0, sys.maxsize)] == [found.group() for found in plain.finditer(text)]
        first, same = anyhow.search(text, 2, len(text)), plain.search(text, 2, len(text))
        assert (first.span() if first else None) == (same.span() if same else None)


def test_capitals_that_must_not_stand_keep_an_expression_as_it_is() -> None:
    assert lowered(r"A (?!(?-i:[A-Z]))\w") is None
    assert lowered(r"A(?-i:[A-Z])\W(?P<B>B)") == r"a(?:[a-z])\W(?P<B>b)"


@given(st.data())
def test_rules_match_what_the_engine_matches(data: st.DataObject) -> None:
    expression = data.draw(st.sampled_from(RULES))
    own = st.sampled_from(["the", *re.findall(r"[^\W\d_]{3,}", expression)])
    parts = st.one_of(own, st.sampled_from(["⟦P1⟧", "⟦O2⟧", "⟦G3⟧", "⟦T4⟧", "⟦J5⟧", "with", "and", "of", ",", "de"]))
    case = data.draw(st.sampled_from((str.lower, str.upper, str.title)))
    text = " ".join(part if part.startswith("⟦") else case(part) for part in data.draw(st.lists(parts, min_size=2, max_size=9)))
    small = lowered(expression)
    found = re.search(expression, text, re.I)
    if small and found:
        first = re.search(small, text.lower())
        assert first is not None
        assert first.start() <= found.start()
