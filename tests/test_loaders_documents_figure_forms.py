"""Statistics in the forms of releases (tests/fixtures/statistics.yaml), what is traded as a noun phrase, sums of several economies, pages around a text."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from loaders.documents import Extraction, document_from_text, extract
from loaders.documents.annotation import annotation
from loaders.documents.claims import lines

PUBLISHED = date(2025, 11, 20)
ROWS = [(row["text"], row["values"]) for row in yaml.safe_load((Path(__file__).parent / "fixtures" / "statistics.yaml").read_text())]


def read(text: str) -> Extraction:
    return extract(document_from_text(text, "note.txt", published=PUBLISHED))


@pytest.mark.parametrize(("text", "values"), ROWS)
def test_a_text_tells_its_statistics_and_no_others(text: str, values: list[float]) -> None:
    found = annotation(read(text))["statistics"]
    assert sorted(row["value"] for row in found if not isinstance(row["value"], str)) == pytest.approx(values)


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        ("Canada exported $128 billion worth of oil, gas and electricity to the United States in 2024.", ["oil, gas and electricity exports"]),
        ("Mexico sold the United States $91 billion in machinery in 2024.", ["machinery exports"]),
        ("Mexico bought $5.6 billion of U.S. corn in 2024.", ["corn exports (Mexico imports)"]),
        ("Mexican exports of avocados to the United States hit $3.3 billion in 2024.", ["avocados exports"]),
        ("U.S. purchases of Mexican beer topped $6 billion in 2024.", ["beer exports (United States imports)"]),
        ("Steel shipments from Canada to the United States fell to $1.3 billion in 2024.", ["steel exports"]),
        ("U.S. agricultural exports to Mexico were $30 billion in 2024.", ["agricultural goods exports"]),
        ("Las exportaciones agropecuarias de México a Estados Unidos sumaron 49 mil millones de dólares en 2024.", ["productos agropecuarios exports"]),
        ("México vendió a Estados Unidos autopartes por 82.500 millones de dólares en 2024.", ["autopartes exports"]),
        (
            "The top U.S. export categories to Canada in 2024 were machinery ($46 billion) and mineral fuels ($27 billion).",
            ["machinery exports", "mineral fuels exports"],
        ),
        # No noun phrase of goods: the words before the sum are none.
        ("Canada's exports to the United States rose in June to $46.8 billion, while imports fell.", ["exports"]),
        ("Mexico was the largest exporter to the United States, reaching exports of $66.6 billion in 2024.", ["exports"]),
    ],
)
def test_what_is_traded_is_a_noun_phrase(text: str, categories: list[str]) -> None:
    assert [row["category"] for row in annotation(read(text))["trade_flows"]] == categories


def test_a_rate_of_trade_says_what_it_is_a_rate_of() -> None:
    text = (
        "Mexico is the largest exporter of high technologies to the United States, reaching exports of US$66.6 billion in 2024, representing a growth of 51%."
    )
    subjects = [row["subject"] for row in annotation(read(text))["statistics"] if row["unit"] == "%"]
    assert subjects == ["exports of high technologies, Mexico to United States"]


def test_a_sum_of_two_economies_is_told_of_both_and_claimed_of_no_pair() -> None:
    extraction = read("Canada and Mexico together sold the United States $918 billion worth of goods in 2024.")
    found = annotation(extraction)
    assert [(row["reporter"], row["partner"]) for row in found["trade_flows"]] == [("Canada and Mexico", "United States")]
    assert {(row["subject"], row["object"]) for row in found["relations"] if row["predicate"] == "exports_to"} == {
        ("Canada", "United States"),
        ("Mexico", "United States"),
    }
    assert not any('"predicate":"flow"' in line.replace(" ", "") for line in map(str, lines(extraction)))


def test_a_deficit_is_a_flow_of_its_owner_and_a_statistic() -> None:
    found = annotation(read("The U.S. goods deficit with Mexico grew to $157 billion in 2024. With Canada it narrowed to $55 billion."))
    assert [(row["reporter"], row["partner"], row["value"], row["currency"]) for row in found["trade_flows"]] == [
        ("United States", "Mexico", 157e9, "USD"),
        ("United States", "Canada", 55e9, "USD"),
    ]
    assert [row["value"] for row in found["statistics"]] == [157e9, 55e9]


@pytest.mark.parametrize(
    "text",
    [
        "The federal budget deficit reached $1.8 trillion in 2024.",
        "Mexico's current account deficit was $5 billion in 2024.",
        "The surplus fell by $2 billion from a year earlier.",
        "El déficit público de México llegó a 5 mil millones de dólares.",
        "The company said sales in Mexico rose 8 percent to $1.2 billion in the quarter.",
        "The minister sent the sector a cheque for $600 million.",
    ],
)
def test_other_deficits_changes_and_sales_of_firms_are_no_flows(text: str) -> None:
    assert annotation(read(text))["trade_flows"] == []


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("From: Global Affairs Canada\n\nNews release\n\nTrade between Canada and Mexico reached $56 billion in 2024.", "CAD"),
        ("HAMILTON, Ont. (Northern Wire) – Canada sold $11 billion worth of steel to the United States in 2024.", "CAD"),
        ("Under CUSMA, Canada sold $11 billion worth of steel to the United States in 2024.", "CAD"),
        ("Under CUSMA, Canada sold US$11 billion worth of steel to the United States in 2024.", "USD"),
        ("Under the USMCA, Canada sold $11 billion worth of steel to the United States in 2024.", "USD"),
        ("Canada sold C$12 billion of aluminum to the United States in 2024, or $9 billion in U.S. currency.", "CAD"),
    ],
)
def test_a_bare_dollar_is_of_the_country_that_writes(text: str, currency: str) -> None:
    assert annotation(read(text))["trade_flows"][0]["currency"] == currency


@pytest.mark.parametrize(
    ("text", "flows"),
    [
        ("Canada ran a trade surplus of $1.2 billion with the rest of the world in June.", 1),
        ("The U.S. deficit in goods with its two neighbors came to $235 billion in 2024.", 1),
        ("U.S. exports to Mexico decreased by $9.1 billion to $256.4 billion in 2019.", 1),
        ("El superávit de México ante Estados Unidos alcanzó 171 mil 800 millones de dólares en 2024.", 1),
        ("Duties on $155 billion in U.S. goods would follow, Ottawa said.", 0),
        ("Remittances to Mexico from the United States totaled $64.7 billion in 2024.", 0),
        ("La empresa factura 900 millones de dólares, 70% por exportaciones a Canadá.", 0),
        ("El gobierno destinará 3 mil millones de pesos a apoyar a los exportadores.", 0),
    ],
)
def test_sums_of_trade_and_sums_beside_trade(text: str, flows: int) -> None:
    assert len(annotation(read(text))["trade_flows"]) == flows


@pytest.mark.parametrize(
    ("tail", "banned"),
    [
        (
            "Afíliate | Centros empresariales | Bolsa de trabajo | Revista Entorno\nLotería Nacional rinde homenaje a emprendedores\nSíguenos en TikTok",
            "TikTok",
        ),
        ("Afíliate | Centros empresariales | Bolsa de trabajo | Revista Entorno\nLotería Nacional rinde homenaje a emprendedores", "Lotería Nacional"),
        ("¿Te gustó esta nota? Compártela\nNewsletter matutino · Podcast · Shein y Temu: ofertas de la semana", "Shein"),
    ],
)
def test_what_stands_around_a_text_names_nobody(tail: str, banned: str) -> None:
    body = "La Cámara Norteña de Software pidió al Gobierno de México bajar los aranceles.\n\nMéxico exportó 5 mil millones de dólares a Canadá en 2024."
    found = annotation(read(f"La cámara pide bajar aranceles\n\n{body}\n\n{tail}"))
    assert not any(banned in name for row in found["actors"] for name in (row["name"], *row["aliases"]))


def test_a_signature_at_the_end_is_kept() -> None:
    body = "Canada must act, the Northern Software Chamber said.\n\nIt asked the Government of Canada to lower tariffs."
    text = f"{body}\n\nJane Roe\nPresident, Northern Software Chamber"
    assert any("Northern Software Chamber" in row["name"] for row in annotation(read(text))["actors"])
