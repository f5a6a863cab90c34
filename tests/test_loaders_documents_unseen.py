"""Lessons of articles never tuned on, in small texts of our own: who is meant, who speaks, what is no name, no word of a quote cut."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.documents import document_from_text, extract
from loaders.documents.model import Extraction
from loaders.documents.relations import is_accepted


def read(text: str) -> Extraction:
    return extract(document_from_text(text, "note.txt"))


def said(extraction: Extraction, *, accepted: bool = False) -> set[tuple[str, str, str]]:
    return {(found.subject, found.predicate, found.object) for found in extraction.relations if not accepted or is_accepted(found)}


def ids(extraction: Extraction) -> set[str]:
    return {node.id for node in extraction.nodes}


def test_a_capital_is_a_government_where_it_decides_or_is_dealt_with() -> None:
    assert "gov:ca" in ids(read("The levy is back. Ottawa has refused to drop it, and talks with Washington went on."))
    assert "gov:us" in ids(read("The levy is back. Ottawa has refused to drop it, and talks with Washington went on."))


def test_a_capital_where_something_happens_is_a_place() -> None:
    assert not {"gov:ca", "gov:us"} & ids(read("The two firms opened offices in Ottawa and in Washington, D.C., last spring."))


def test_the_federal_government_is_that_of_the_country_told_of() -> None:
    text = "Statistics Canada published the table. Technation asked the federal government to pause the levy. The CRTC applies it."
    assert ("org:technation", "urges", "gov:ca") in said(read(text), accepted=True)


def test_al_gobierno_is_the_mexican_one_in_a_mexican_text() -> None:
    text = "La Secretaría de Economía publicó la regla. La AMITI pidió al gobierno mantener abiertas las consultas."
    assert ("org:amiti", "urges", "gov:mx") in said(read(text), accepted=True)


def test_the_groups_are_those_listed_before_or_next() -> None:
    before = "AMITI, ITI and Technation published a paper. The groups also met last week with officials at USTR."
    assert {(org, "met_with", "org:ustr") for org in ("org:amiti", "org:iti", "org:technation")} <= said(read(before), accepted=True)
    assert ("org:amiti", "met_with", "org:iti") not in said(read(before))
    after = "Three technology groups asked USTR to keep the rules. In a letter, AMITI, ITI and Technation said the rules work."
    assert {("org:technation", "urges", "org:ustr"), ("org:iti", "joint_statement_with", "org:technation")} <= said(read(after), accepted=True)


def test_an_interview_is_told_of_whoever_answers() -> None:
    text = (
        "Rosa Duarte Peña, president of CANIETI, answered questions.\n\nThe Monitor: Whom did you see?\n\nDuarte: I met with officials at NIST in May.\n\n"
        "The Monitor: And then?\n\nDuarte: We support the USMCA."
    )
    found = said(read(text), accepted=True)
    assert any(predicate == "met_with" and target == "org:nist" and subject.startswith("person:rosa") for subject, predicate, target in found)
    assert ("org:canieti", "supports", "agreement:usmca") in found


def test_a_quote_in_the_first_person_is_its_speakers() -> None:
    text = '"Apoyamos el T-MEC y pedimos al Senado de la República ratificar la adenda", dijo Rosa Duarte Peña, presidenta de la CANIETI.'
    assert {("org:canieti", "supports", "agreement:usmca"), ("org:canieti", "urges", "org:mx-senate")} <= said(read(text), accepted=True)


def test_an_extension_is_that_of_the_agreement_just_named() -> None:
    text = "The USMCA is up for review in July. ITI strongly backs an extension."
    assert ("org:iti", "supports", "agreement:usmca") in said(read(text), accepted=True)


def test_to_oppose_something_in_a_review_is_not_to_oppose_the_agreement() -> None:
    found = said(read("ITI opposes any new commitment in the USMCA review that would limit cloud services."))
    assert not {("org:iti", "opposes", "agreement:usmca"), ("org:iti", "opposes", "topic:usmca-review")} & found


def test_ended_talks_and_rejected_ideas_prove_nothing() -> None:
    assert not said(read("ITI had ended talks with Technation over the dues.")) & {("org:iti", "met_with", "org:technation")}
    assert not {target for _, predicate, target in said(read("CANIETI rechaza la idea de que el cifrado estorbe.")) if predicate == "opposes"}


def test_an_unknown_name_in_a_list_of_firms_is_a_firm() -> None:
    names = {node.name: node.kind for node in read("The centre hosts servers of Google, Quarvo and Microsoft for the region.").nodes}
    assert names.get("Quarvo") == "company"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("L'Alliance régionale des fournisseurs de logiciels libres (ARFLL) appuie le texte.", "Alliance régionale des fournisseurs de logiciels libres"),
        (
            "La Asociación nacional de pequeñas empresas de cómputo (ANPEC) firmó ayer el convenio para los socios de la red.",
            "Asociación nacional de pequeñas empresas de cómputo",
        ),
    ],
)
def test_a_name_in_small_letters_ends_at_its_acronym(text: str, name: str) -> None:
    assert name in {node.name for node in read(text).nodes}


def test_a_registered_surname_behind_another_given_name_is_another_person() -> None:
    people = {node.id for node in read("Por su parte, Analilia García Solís, quien preside la CANIETI, agradeció el apoyo.").nodes if node.kind == "person"}
    assert people == {"person:analilia-garcia-solis"}


def test_a_byline_under_the_title_without_a_blank_line_is_a_byline() -> None:
    document = document_from_text("Why the chapter matters to small firms\nBy Rosa Duarte Peña\n\nThe chapter bars duties on software.", "a.txt")
    assert document.author == "Rosa Duarte Peña"


def test_nine_of_ten_dollars_is_no_sum() -> None:
    figures = [found.figure for found in read("México exportó servidores. Estados Unidos recibió 9 de cada 10 dólares de esas ventas.").figures]
    assert not [figure for figure in figures if figure.value == 10]


def test_a_page_is_published_by_whoever_owns_its_address() -> None:
    text = "---\ntitle: A note\nurl: https://insidetrade.com/daily/a-note\n---\n\nITI met with USTR on Monday to discuss cloud services."
    assert document_from_text(text, "a.md").publisher == "Inside U.S. Trade"


WORDS = [
    "AMITI", "ITI", "Technation", "the groups", "met with", "asked", "officials at USTR", "la propia Secretaría de Economía", "que encabeza", "Ottawa",
    "Undersecretary of Trade", "Rosa Duarte Peña", ",", "and", "to support the USMCA without new duties on any software", 
    "said", '"', "we", "$1.2 billion", ".",
]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=40))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_quote_starts_or_ends_inside_a_word(words: list[str]) -> None:
    extraction = read(" ".join(["They spoke about digital trade.", *words]))
    text = extraction.document.text
    for first, last in [found.evidence for found in (*extraction.relations, *extraction.figures)]:
        assert not (first and text[first - 1].isalnum() and text[first].isalnum())
        assert not (last < len(text) and text[last - 1].isalnum() and text[last].isalnum())


@pytest.mark.parametrize("text", ['"' * 30_000, "1" * 30_000, "A" * 30_000, "Abc " * 8_000, "(" * 15_000 + ")" * 15_000, "$1.2 billion, " * 2_000])
def test_a_hostile_text_is_read_to_its_end_and_says_nothing(text: str) -> None:
    extraction = read(f"They spoke about digital trade. {text}")
    assert extraction.document.text.strip().endswith(text.strip()[-100:])
    assert extraction.relations == ()


@pytest.mark.parametrize(
    "text",
    [
        "CANIETI and ITI urged Canada to drop the tax before the USMCA review begins.",
        "AMITI asked the United States to end tariffs on goods that qualify under the USMCA.",
        "CANIETI pidió a México eliminar los aranceles antes de la revisión del T-MEC.",
        "Technation welcomes new rules on artificial intelligence ahead of the USMCA talks.",
    ],
)
def test_what_an_agreement_only_dates_or_places_is_no_position_on_it(text: str) -> None:
    stances = [found for found in read(text).relations if found.predicate in ("supports", "opposes") and found.object.startswith("agreement:")]
    assert stances == []


def test_the_federal_government_is_the_one_that_the_text_was_telling_of() -> None:
    text = (
        "The U.S. Department of Commerce, USTR and the U.S. Congress watched. ITI met the Minister's staff and pressed Ottawa on data flows. "
        "The groups ITI and Technation urged the federal government to drop the levy."
    )
    assert {found.object for found in read(text).relations if found.predicate == "urges"} >= {"gov:ca"}
    assert "gov:us" not in {found.object for found in read(text).relations if found.predicate == "urges"}


@pytest.mark.parametrize(
    "text",
    [
        "Mexico's exports of software reached $12.4 billion in 2025, up from $10.1 billion a year earlier.",
        "Las exportaciones de software de México sumaron 12.4 mil millones de dólares en 2025, frente a 10.1 mil millones de dólares un año antes.",
    ],
)
def test_a_year_earlier_is_the_year_before(text: str) -> None:
    flows = {(found.figure.value, found.figure.period) for found in read(text).figures if found.figure.kind == "flow"}
    assert flows == {(12.4e9, "2025"), (10.1e9, "2024")}
