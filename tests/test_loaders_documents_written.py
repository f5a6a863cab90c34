"""The time of an undated text by its own words, and what "last year" and months without a year mean in it. Writers and figures are invented."""

import pytest

from loaders.documents import document_from_text, extract
from loaders.documents.annotation import annotation

SALES = "Mexico's exports of tiles to Canada were $2 billion last year"
VENTAS = "Las exportaciones de mosaico de México a Canadá sumaron el año pasado 2 mil millones de dólares"


def periods(text: str) -> list[str | None]:
    return [row["period"] for row in annotation(extract(document_from_text(text, "note.txt")))["trade_flows"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The issue of a paper, by month or by season.
        (f"Tile Notes No. 7\nJanuary 2026\n\n{SALES}.", ["2025"]),
        (f"The Tile Quarterly, Spring 2024\n\n{SALES}.", ["2023"]),
        (f"Boletín 12 | Otoño de 2025\n\n{VENTAS}.", ["2024"]),
        (f"Cuadernos del Mosaico, marzo de 2024\n\n{VENTAS}.", ["2023"]),
        (f"Winter 2026\n\n{SALES}, and in October they reached $160 million.", ["2025", "2025-10"]),
        # The year that the figures are compared with.
        (f"{SALES}, 4 percent more than in 2022.", ["2023"]),
        ("Mexico sold Canada $1.1 billion of tiles between July and September, twice as much as in the same quarter of 2023.", ["2024-07..2024-09"]),
        ("TOLUCA, 23 dic (Agencia Llano).- México vendió mosaico a Canadá por 2 mil millones de dólares entre julio y septiembre, "
         "5% más que en igual trimestre de 2024.", ["2025-07..2025-09"]),
        # The last whole year that is told as over.
        (f"El mosaico cerró 2023 con cifras récord. {VENTAS}.", ["2023"]),
        (f"Mexico bought $900 million of clay from Peru in 2024. {SALES}.", ["2024", "2024"]),
        ("Trucks moved $80 billion of freight between Mexico and Texas in 2024. U.S. exports to Mexico came to $338 billion last year.", ["2024", "2024"]),
        # What lies ahead dates nothing.
        (f"Mexico will export $3 billion of tiles by 2030. {SALES}.", ["2030", None]),
        (f"The review of 2026 is near. {SALES}.", [None]),
    ],
)  # fmt: skip
def test_an_undated_text_dates_its_sums_by_its_own_words(text: str, expected: list[str | None]) -> None:
    assert periods(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Another paragraph goes on with the time of the first, but for what is so in general.
        ("Mexico's exports reached $600 billion in 2024.\n\nChihuahua sold $70 billion abroad.", ["2024", "2024"]),
        ("Mexico's exports reached $600 billion in 2024.\n\nChile's exports of wine are worth some $2 billion.", ["2024", None]),
        (
            "México exportó 600 mil millones de dólares en 2024.\n\nLas exportaciones de vino de Chile rondan los 2 mil millones de dólares.",
            ["2024", None],
        ),
    ],
)
def test_another_paragraph_goes_on_with_the_time_told(text: str, expected: list[str | None]) -> None:
    assert periods(text) == expected
