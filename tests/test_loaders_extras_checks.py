"""Whatever a model answers, what gets past the checks is literal, closed and a proposal; and nothing it answers raises."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import ontology
from graph.claims import Modality, Record, Status
from loaders.documents import claims as written
from loaders.documents import document_from_text, extract
from loaders.documents.model import FigureFound, RelationFound
from loaders.documents.numbers import find_quantities
from loaders.extras.answers import Answer, Number, Relation
from loaders.extras.ground import ground, plain
from loaders.extras.numbers import figure
from loaders.extras.quotes import contains, locate
from loaders.extras.relations import relation
from loaders.extras.words import said
from loaders.registry import load_registry

TEXT = """# Groups speak up

May 5, 2025

Between AMITI and Technation there is a shared office in Ottawa for “digital trade”. The USMCA owes a good deal to ITI, and 12% of its members sell abroad.

Sofía Pérez Gasque had US$1.7 billion in mind when she spoke of Canada and of what Mexico exports. The association has a soft spot for the USMCA.
"""
DOCUMENT = document_from_text(TEXT, "note", format="markdown")
GROUND = ground(replace(extract(DOCUMENT), relations=(), figures=()), load_registry())  # as if the rules had read nothing
SENTENCES = [DOCUMENT.quote(span).rstrip(".") for block in DOCUMENT.blocks for span in block.sentences]
NAMES = ("AMITI", "Technation", "ITI", "USMCA", "Canada", "Mexico", "Sofía Pérez Gasque", "digital-trade", "the association", "Globex", "org:amiti", "", "\x00")
quotes = st.one_of(
    st.tuples(st.integers(0, len(TEXT)), st.integers(0, 200)).map(lambda span: TEXT[span[0] : span[0] + span[1]]),
    st.sampled_from(SENTENCES),
    st.sampled_from(SENTENCES).map(lambda sentence: sentence.replace("“", '"').replace("”", '"').replace(" ", "\u00a0")),
    st.text(max_size=40),
)
words = st.one_of(st.none(), st.just(""), st.sampled_from(NAMES), st.text(max_size=10))
confidences = st.one_of(st.none(), st.floats())
relations = st.builds(
    Relation,
    quote=quotes,
    speaker=words,
    confidence=confidences,
    subject=st.sampled_from(NAMES),
    predicate=st.sampled_from([*said("predicates"), "alias", "bribes"]),
    object=st.sampled_from(NAMES),
    modality=st.sampled_from([None, *Modality, "sure"]),
    ask=words,
    former=st.booleans(),
)
figures = st.builds(
    Number,
    quote=quotes,
    speaker=words,
    confidence=confidences,
    kind=st.sampled_from(["share", "flow", "macro", "growth", "count", "multiple", "projection", "rank"]),
    value=st.one_of(st.sampled_from([12, 1.7e9]), st.sampled_from([1.7, 5, 2025]), st.floats()),
    unit=st.sampled_from(["USD", "%", "", "CAD", "US$", None]),
    reporter=words,
    partner=words,
    direction=st.sampled_from(["export", "import", "trade", "up", "", None]),
    category=words,
    subject=words,
    measure=words,
)


@given(relations)
def test_a_relation_that_passes_is_literal_closed_and_between_things_of_the_text(item: Relation) -> None:
    found = relation(GROUND, GROUND.passages, item, "llm:m/1")
    if isinstance(found, str):
        return
    kinds = {node.id: node.kind for node in GROUND.extraction.nodes} | {topic.id: "topic" for topic in GROUND.extraction.topics}
    predicate = ontology.load().predicates[found.predicate]
    assert kinds[found.subject] in predicate.subject
    assert kinds[found.object] in predicate.object
    assert plain(item.quote) == plain(DOCUMENT.quote(found.evidence))
    assert 0 <= found.confidence <= 0.5
    _filed(found)


@given(figures)
def test_a_figure_that_passes_is_read_again_from_its_quote(item: Number) -> None:
    found = figure(GROUND, GROUND.passages, item, "llm:m/1")
    if isinstance(found, str):
        return
    assert item.value in {quantity.value for quantity in find_quantities(DOCUMENT.quote(found.evidence), "en")}
    assert found.figure.kind == item.kind
    for words_of_the_model in (found.figure.category, found.figure.subject, found.figure.measure):
        assert not words_of_the_model or contains(words_of_the_model, DOCUMENT.text, (0, len(DOCUMENT.text)))
    _filed(found)


def _filed(found: RelationFound | FigureFound) -> None:
    """Written as claims, with the checks of the writer, it is a proposal."""
    only = replace(
        GROUND.extraction, relations=(found,) if isinstance(found, RelationFound) else (), figures=(found,) if isinstance(found, FigureFound) else ()
    )
    records = [line for line in written.lines(only) if isinstance(line, Record) and line.extractor == "llm:m/1"]
    assert records
    assert all(record.status is Status.PROPOSED and record.claim.quote in DOCUMENT.text for record in records)


@pytest.mark.parametrize("item", [{}, [], None, "AMITI", {"subject": []}, {"quote": "x" * 10_000, "value": 10**400}])
def test_odd_items_are_passed_over(item: object) -> None:
    assert Answer.model_validate({"relations": [item], "figures": [item]}).items == []


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_quote_is_found_only_where_it_stands(before: str, after: str) -> None:
    import unicodedata

    text = unicodedata.normalize("NFC", f"{before} ‘AMITI’ met – so it’s said – the USTR {after}")
    span = locate("'AMITI' met - so it's said - the USTR", text, (0, len(text)))
    assert span is not None
    assert text[slice(*span)].startswith("‘AMITI’ met")
    assert text[slice(*span)].endswith("the USTR")
    assert locate("AMITI met - so it's said - the USTR", text, (0, len(text))) is None
