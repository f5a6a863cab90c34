"""Stage 3: which runs of a text name something, and which do not. The sentences are ours."""

import pytest

from loaders.documents import document_from_text, find_nodes
from loaders.documents.shadow import shadow
from loaders.registry import load_registry


def found(text: str) -> dict[str, tuple[str, ...]]:
    """Ids and surfaces of what a text names."""
    return {node.id: node.surfaces for node in find_nodes(document_from_text(text, "x"), load_registry())}


def kinds(text: str) -> dict[str, str]:
    return {node.name: node.kind for node in find_nodes(document_from_text(text, "x"), load_registry()) if node.group == "actor"}


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("She met officials of the Office of the U.S. Trade Representative there.", "Office of the U.S. Trade Representative"),
        ("She met officials of the Office of the United States\nTrade Representative there.", "Office of the United States\nTrade Representative"),
        ("She met officials of the Office of the U.S. Trade Repre\u00adsentative there.", "Office of the U.S. Trade Representative"),
        ("She met officials of the Office\u00a0of the U.S. Trade Representative there.", "Office\u00a0of the U.S. Trade Representative"),
    ],
)
def test_breaks_and_invisible_characters_do_not_hide_a_name_and_stay_in_its_quote(text: str, surface: str) -> None:
    assert found(text)["org:ustr"] == (surface,)


def test_curly_marks_and_line_hyphens_are_seen_through() -> None:
    plain = shadow("AMITI’s “Infor-\nmation” rules on cross-\nborder data (https://e.example/a- b)")
    assert plain.text.startswith('AMITI\'s "Information" rules on cross- border data (')
    assert "https" not in plain.text
    first = plain.text.index("Information")
    assert plain.literal(first, first + len("Information")) == (9, 22)


def test_spanish_eu_is_the_united_states_and_english_eu_the_union() -> None:
    assert "gov:us" in found("Las exportaciones de México a la EU crecieron, y los aranceles de EU bajaron este año.")
    english = found("The EU said that it would follow the talks of Canada with interest this year.")
    assert "gov:us" not in english
    assert "org:european-union" in english


def test_dollar_signs_and_pronouns_name_no_country() -> None:
    assert not found("Trade of US$5 billion matters to all of us, and it is worth US$700billion in the end.")
    assert not found("The price is paid in U.S. dollars by all of the firms here.")


@pytest.mark.parametrize(
    "text",
    [
        "Chinese investment worries the firms.",
        "Mexican officials and Canadian counterparts agreed.",
        "Las empresas mexicanas y los funcionarios chinos hablaron.",
        "Les entreprises canadiennes en parlent.",
    ],
)
def test_adjectives_alone_make_no_actor(text: str) -> None:
    assert not found(text)


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("The Mexican government agreed.", "gov:mx"),
        ("Le gouvernement du Canada est d'accord.", "gov:ca"),
        ("El Gobierno de Estados Unidos aceptó.", "gov:us"),
        ("The Trump administration agreed.", "gov:us"),
    ],
)
def test_governments(text: str, id: str) -> None:
    assert id in found(text)


def test_places_that_hold_a_countrys_name_are_not_the_country() -> None:
    assert not found("Ships crossed the Gulf of Mexico to reach North America while people in Mexico City slept.")
    assert "gov:mx" not in found("Firms in New Mexico grew.")


def test_bodies_of_a_state_or_another_country_are_not_the_federal_ones() -> None:
    assert "org:us-commerce" not in found("He led the Arizona Department of Commerce for years.")
    assert "org:us-commerce" in found("He led the Department of Commerce for years.")
    assert "org:mx-economia" not in found("La Secretaría de Economía de Jalisco no vino al acto.")
    assert "org:secretaria-de-economia-de-jalisco" in found("La Secretaría de Economía de Jalisco no vino al acto.")


def test_iti_is_not_itif() -> None:
    both = found("ITIF wrote to ITI about the talks.")
    assert both["org:iti"] == ("ITI",)
    assert both["org:itif"] == ("ITIF",)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The Northern Widget Council met on Tuesday.", "Northern Widget Council", "association"),
        ("The Council of Widget Makers met.", "Council of Widget Makers", "association"),
        ("La Cámara Nacional de la Industria del Tornillo se reunió.", "Cámara Nacional de la Industria del Tornillo", "chamber"),
        ("La Asociación Regional de Tornilleros y Afines se reunió.", "Asociación Regional de Tornilleros y Afines", "association"),
        ("L'Association des fabricants de vis a parlé.", "", ""),
        ("Le Conseil des Fabricants de Vis a parlé.", "Conseil des Fabricants de Vis", "association"),
        ("The Institute for Widget Studies wrote a paper.", "Institute for Widget Studies", "think_tank"),
        ("The Widget and Bolt Safety Agency wrote rules.", "Widget and Bolt Safety Agency", "agency"),
        ("A request came from Grimby Tube Corporation.", "Grimby Tube Corporation", "company"),
        ("A request came from Acme Cloud Systems, Inc. last year.", "Acme Cloud Systems, Inc.", "company"),
        ("It came from NovaGrid, a Canadian startup, in May.", "NovaGrid", "company"),
        ("It came from the trade group TechForward in May.", "TechForward", "association"),
        ("La consultora Datavisión firmó la carta.", "Datavisión", "company"),
        ("L'entreprise montréalaise Nuagetech a signé la lettre.", "Nuagetech", "company"),
    ],
)
def test_new_organisations_by_the_shape_of_their_names(text: str, name: str, kind: str) -> None:
    assert kinds(text) == ({name: kind} if name else {})


@pytest.mark.parametrize(
    "text",
    ["The Council met the Commission.", "Our Association is strong.", "In May The Talks Went On.", "The Good Council Matters To All Of The Councils"],
)
def test_common_nouns_and_headlines_name_no_body(text: str) -> None:
    assert not found(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Zanele Whitcombe, vice president of the club, spoke.", "Zanele Whitcombe"),
        ("“It works,” said Zanele Whitcombe.", "Zanele Whitcombe"),
        ("Ms. Zanele Whitcombe came.", "Zanele Whitcombe"),
        ("It was seen by Executive Vice President Zanele Whitcombe.", "Zanele Whitcombe"),
        ("Mary Whitcombe and others came.", "Mary Whitcombe"),
        ("Según la subsecretaria Zulema de la Torre Vega, todo va bien.", "Zulema de la Torre Vega"),
        ("Xóchitl Barragán Ruiz, directora general del club, habló.", "Xóchitl Barragán Ruiz"),
        ("« Oui », a déclaré Jean-Noël Tremblay-Roy.", "Jean-Noël Tremblay-Roy"),
        ("Mme Océane Lavigueur est venue.", "Océane Lavigueur"),
    ],
)
def test_persons_by_the_words_around_their_names(text: str, name: str) -> None:
    assert kinds(text) == {name: "person"}


@pytest.mark.parametrize(
    "text", ["Grand Canyon tours are sold there.", "In January Digital Services grew.", "Los Angeles grew.", "Monday Morning said little."]
)
def test_capitals_alone_are_no_person(text: str) -> None:
    assert "person" not in kinds(text).values()


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Chapter 19 of the USMCA helps.", "chapter:usmca/19"),
        ("USMCA Chapter 19 helps.", "chapter:usmca/19"),
        ("The USMCA’s Chapter Nineteen helps.", "chapter:usmca/19"),
        ("Chapter XIX of the CUSMA helps.", "chapter:usmca/19"),
        ("El Capítulo 19 del T-MEC ayuda.", "chapter:usmca/19"),
        ("Le chapitre 19 de l'ACEUM aide.", "chapter:usmca/19"),
        ("Article 19.11 of the USMCA helps.", "article:usmca/19.11"),
        ("See Article 24.26.8 of the USMCA.", "article:usmca/24.26.8"),
        ("El artículo 34.7 del T-MEC ayuda.", "article:usmca/34.7"),
        ("NAFTA's Chapter 19 is gone.", "chapter:nafta/19"),
        ("Chapter 19 of the old NAFTA is gone.", "chapter:nafta/19"),
    ],
)
def test_numbered_parts(text: str, id: str) -> None:
    assert id in found(text)


def test_lists_of_parts_are_parts_each() -> None:
    parts = found("Chapters 17, 19 and 20 of the USMCA go together, as do Articles 19.8 and 19.11 of the USMCA.")
    assert {"chapter:usmca/17", "chapter:usmca/19", "chapter:usmca/20", "article:usmca/19.8", "article:usmca/19.11"} <= set(parts)
    assert parts["chapter:usmca/20"] == ("20",)


@pytest.mark.parametrize(
    "text", ["The USMCA is old. Chapter 5 of the book explains it.", "El T-MEC cambia. El artículo 28 de la Constitución no.", "Chapter 19 helps."]
)
def test_parts_of_other_things_are_left_out(text: str) -> None:
    assert not [id for id in found(text) if id.startswith(("chapter:", "article:"))]


def test_works() -> None:
    works = {
        node.name
        for node in find_nodes(
            document_from_text("The Widget Safety Act of 1995 and Executive Order 14999 led to a joint statement and the World Widget Report 2025.", "x"),
            load_registry(),
        )
        if node.group == "work"
    }
    assert works == {"Widget Safety Act of 1995", "Executive Order 14999", "joint statement", "World Widget Report 2025"}
