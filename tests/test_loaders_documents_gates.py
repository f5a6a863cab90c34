"""A pattern is never kept from a text that it matches."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.documents.attribution import words
from loaders.documents.gates import Gated, Gates
from loaders.documents.patterns import expand, rules

FAMILIES = ("contact", "posts", "structure", "urging", "stance", "publishing")
PATTERNS = [(family, pattern.text) for family in FAMILIES for rule in rules(family) for pattern in rule.patterns]

# Pattern, a text that it matches, texts that it cannot match and is not tried on.
NEEDS = (
    (r"\bmet(?: up)?(?: \w+ly)? with\b", "They MET quietly with us", ("They met us", "metal with", "meeting with")),
    (r"reuni(?:[óo]|eron) con", "Se reunió con ellos", ("Se reúne con ellos", "reunión de todos")),
    (r"(?:chapters?|cap[ií]tulos?)\s+\d+", "CAPÍTULO 19", ("the chapter", "article 19")[1:]),
    (r"foo|bar", "a barge", ("a large fee",)),
    (r"⟦[PO]\d+⟧ said", "⟦O12⟧ said", ("⟦G1⟧ said", "they said", "⟦O1⟧ wrote")),
    (r"(?<!not )done(?! yet)", "well done", ("to do",)),
    (r"(?P<w>a|b)(?P=w) cat", "aa cat", ("aa dog",)),
    (r"(?:very )*good", "good", ("very bad",)),
    (r"[^^]x+ray", "xxray", ("x-day",)),
    (r"caf[ée]s?\b", "Cafés", ("coffee",)),
)


@pytest.mark.parametrize(("pattern", "right", "wrong"), NEEDS)
def test_a_pattern_is_tried_where_its_words_stand_and_nowhere_else(pattern: str, right: str, wrong: tuple[str, ...]) -> None:
    gated = Gated(pattern, re.I)
    assert gated.may_match(right)
    assert not any(gated.may_match(text) for text in wrong)


@pytest.mark.parametrize(("pattern", "right", "wrong"), NEEDS)
def test_a_gated_pattern_finds_what_a_compiled_one_does(pattern: str, right: str, wrong: tuple[str, ...]) -> None:
    gated, plain = Gated(pattern, re.I), re.compile(pattern, re.I)
    for text in (right, *wrong, "", f"{right} and {right}", f"  {right.upper()}"):
        assert [found.span() for found in gated.finditer(text)] == [found.span() for found in plain.finditer(text)]
        assert (gated.search(text) is None, gated.match(text) is None, gated.fullmatch(text) is None) == (
            plain.search(text) is None,
            plain.match(text) is None,
            plain.fullmatch(text) is None,
        )


def test_only_the_part_that_is_searched_of_a_long_text_is_looked_at() -> None:
    text = "filler " * 2000 + "they met with us"
    assert Gated("met with").search(text, len(text) - 20) is not None
    assert Gated("met with").search(text, 0, 100) is None


@pytest.mark.parametrize("family", FAMILIES)
def test_every_rule_needs_something(family: str) -> None:
    gates = Gates((text for name, text in PATTERNS if name == family), words(family)["words"])
    assert gates.fitting("") == ()


def _words_of(family: str, text: str) -> list[str]:
    """Words and slots out of which a text may be made that a pattern matches."""
    return re.findall(r"\w{2,}", re.sub(r"\\[a-zA-Z]|\(\?P<\w+>", " ", expand(re.sub(r"<\w+:[A-Z]+!?>|~|\.{3,4}\??", " ", text), words(family)["words"])))


@st.composite
def matching_sentences(draw: st.DrawFn) -> tuple[str, str, str]:
    """A rule's family and pattern with a sentence of its own words among slots."""
    family, pattern = draw(st.sampled_from(PATTERNS))
    own = st.sampled_from(["word", *_words_of(family, pattern)])
    slots = st.sampled_from(["⟦P1⟧", "⟦O2⟧", "⟦G3⟧", "⟦T4⟧", "⟦W5⟧", "⟦D6⟧", "⟦J7⟧"])
    parts = draw(st.lists(st.one_of(own, slots, st.sampled_from(["with", "and", "the", "of", "de", "con", "la", ",", "Word"])), min_size=2, max_size=9))
    case = draw(st.sampled_from([str, str.upper, str.title, str.lower]))
    return family, pattern, " ".join(part if part.startswith("⟦") else case(part) for part in parts)


@given(matching_sentences())
@settings(max_examples=400, deadline=None)
def test_no_rule_is_kept_from_a_sentence_that_it_matches(made: tuple[str, str, str]) -> None:
    family, pattern, sentence = made
    gates = Gates((pattern,), words(family)["words"])
    if re.search(expand(pattern, words(family)["words"]), sentence, re.I):
        assert gates.fitting(sentence) == (0,)


@given(
    st.lists(st.sampled_from(["met", "MET", "with", "wıth", "ſaid", "said", "reunió", "REUNIÓ", "⟦O1⟧", "-", "_", ".", " ", "  ", "\u00a0"]), max_size=8).map(
        "".join
    )
)
def test_gates_hold_for_any_spelling(text: str) -> None:
    for pattern in (r"met with", r"\bsaid\b", r"reuni[óo]", r"⟦[O]\d⟧ ?met", r"with|said", r"(?:met|said)[\s-]with"):
        found = re.search(pattern, text, re.I)
        assert (Gated(pattern, re.I).search(text) is None) == (found is None)
