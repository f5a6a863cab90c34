"""Flows told in both languages: who trades with whom, how much, when. The writers and figures are invented.

Imports are told here as the exchange format tells them, as exports of the economy they come from.
"""

from datetime import date
from functools import cache

import pytest

from graph.claims import Bound
from loaders.documents import document_from_text, extract
from loaders.documents.annotation import annotation
from loaders.documents.model import Extraction

PUBLISHED = date(2025, 11, 20)
M, U, C, W, N, CH = "Mexico", "United States", "Canada", "World", "North America", "China"
Flow = tuple[str, str, float, str, str | None]


@cache
def read(text: str, *, dated: bool = True) -> Extraction:
    return extract(document_from_text(text, "note.txt", published=PUBLISHED if dated else None))


def flows(text: str, *, dated: bool = True) -> list[Flow]:
    rows = annotation(read(text, dated=dated))["trade_flows"]
    return [(row["reporter"], row["partner"], row["value"] / 1e9, row["currency"], row["period"]) for row in rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Possessives, adjectives, "from A to B".
        ("Mexico's exports to Canada reached $20 billion in 2024.", [(M, C, 20, "USD", "2024")]),
        ("Las exportaciones mexicanas a Canadá sumaron 20 mil millones de dólares en 2024.", [(M, C, 20, "USD", "2024")]),
        ("Exports from Mexico to the United States totaled $466.6 billion through November.", [(M, U, 466.6, "USD", "2025-01..2025-11")]),
        # The economy that exports reports imports too.
        ("In the first nine months of the year, U.S. imports from Canada fell 4.2% to $290 billion.", [(C, U, 290, "USD", "2025-01..2025-09")]),
        ("Las importaciones canadienses de productos mexicanos llegaron a 47 mil millones de dólares en 2024.", [(M, C, 47, "USD", "2024")]),
        ("Canada bought $83 billion worth of Mexican goods in 2024.", [(M, C, 83, "USD", "2024")]),
        ("Estados Unidos compró a México bienes por 44.6 mil millones de dólares en septiembre.", [(M, U, 44.6, "USD", "2025-09")]),
        # Verbs with two sums.
        (
            "Mexico exported $12 billion of auto parts to Canada and imported $7 billion from that country in 2024.",
            [(M, C, 12, "USD", "2024"), (C, M, 7, "USD", "2024")],
        ),
        (
            "México exportó autopartes a Canadá por 12 mil millones de dólares e importó 7 mil millones de ese país en 2024.",
            [(M, C, 12, "USD", "2024"), (C, M, 7, "USD", "2024")],
        ),
        (
            "Estados Unidos importó de México mercancías por 505 mil 851 millones de dólares en 2024, mientras que le vendió 334 mil 41 millones.",
            [(M, U, 505.851, "USD", "2024"), (U, M, 334.041, "USD", "2024")],
        ),
        # What a sum counts stands after it.
        (
            "Canada's trade with the United States reached $918 billion in 2024, of which $477 billion were exports and $441 billion imports.",
            [(C, U, 918, "USD", "2024"), (C, U, 477, "USD", "2024"), (U, C, 441, "USD", "2024")],
        ),
        (
            "Agricultural trade with Mexico reached $78 billion in 2024, said the U.S. ministry: $30 billion in U.S. exports and $48 billion in imports.",
            [(U, M, 78, "USD", "2024"), (U, M, 30, "USD", "2024"), (M, U, 48, "USD", "2024")],
        ),
        # Neighbours, borders, countries named again.
        ("So far this year, Canada has sold $30 billion in goods to its southern neighbour.", [(C, U, 30, "USD", "2025")]),
        ("En lo que va del año, Canadá ha vendido a su vecino del sur productos por 30 mil millones de dólares.", [(C, U, 30, "USD", "2025")]),
        ("Canada's aluminum exports south of the border were worth US$14 billion in 2024.", [(C, U, 14, "USD", "2024")]),
        # Two-way trade; the region.
        ("Two-way trade between Canada and Mexico exceeded $56 billion last year.", [(C, M, 56, "USD", "2024")]),
        ("El comercio entre México y Canadá superó los 56 mil millones de dólares el año pasado.", [(M, C, 56, "USD", "2024")]),
        ("Mexico and the United States traded $840 billion in goods last year.", [(M, U, 840, "USD", "2024")]),
        ("Trilateral trade surpassed $1.9 trillion in 2024.", [(N, N, 1900, "USD", "2024")]),
        ("Los tres países comerciaron 1.93 billones de dólares en 2024.", [(N, N, 1930, "USD", "2024")]),
        ("Trade in goods among USMCA partners rose to $1.6 trillion in 2023.", [(N, N, 1600, "USD", "2023")]),
        # Abroad is the world.
        ("Las ventas de México al exterior cayeron 2.3 por ciento en octubre, a 50 mil 200 millones de dólares.", [(M, W, 50.2, "USD", "2025-10")]),
        # Ranks lend their ends.
        ("Mexico is the largest trading partner of the United States, with $840 billion in two-way trade in 2024.", [(M, U, 840, "USD", "2024")]),
        (
            "Mexico ranked third among the suppliers of Canada in 2024, behind the United States and China, with 34.3 billion dollars.",
            [(M, C, 34.3, "USD", "2024")],
        ),
        ("Mexico was the fifth destination of Canadian exports in 2024, with 6.3 billion dollars.", [(C, M, 6.3, "USD", "2024")]),
        # Lists.
        (
            "The top buyers of Canadian canola were China ($4 billion), the United States ($3 billion) and Mexico ($1 billion).",
            [(C, CH, 4, "USD", None), (C, U, 3, "USD", None), (C, M, 1, "USD", None)],
        ),
        (
            "Japan sold $8 billion of auto parts to Mexico in 2024; Germany, $5 billion; South Korea, $4 billion.",
            [("Japan", M, 8, "USD", "2024"), ("Germany", M, 5, "USD", "2024"), ("South Korea", M, 4, "USD", "2024")],
        ),
        (
            "De enero a agosto, México compró a China 86 mil millones de dólares, 3.8 por ciento menos que un año antes, y a Estados Unidos, 167 mil millones.",
            [(CH, M, 86, "USD", "2025-01..2025-08"), (U, M, 167, "USD", "2025-01..2025-08")],
        ),
        # A sum that grew from one to another: each has its year.
        (
            "Exports of semiconductors from Mexico grew from $1.2 billion in 2019 to $2.8 billion in 2023.",
            [(M, W, 1.2, "USD", "2019"), (M, W, 2.8, "USD", "2023")],
        ),
        ("Between 2019 and 2023, U.S. imports of semiconductors from Mexico grew 41%, to $2.8 billion.", [(M, U, 2.8, "USD", "2023")]),
        # Money that is no trade of economies.
        ("Ford's sales in Mexico were $3 billion in 2024.", []),
        ("Las remesas que envían los mexicanos desde Estados Unidos sumaron 64 mil 745 millones de dólares en 2024.", []),
        ("The plan sets aside $5 billion for roads, $1.2 billion for ports and $300 million for training.", []),
        ("The U.S. trade deficit with Mexico widened to $171.8 billion in 2024.", [(U, M, 171.8, "USD", "2024")]),
    ],
)
def test_a_sentence_tells_its_flows(text: str, expected: list[Flow]) -> None:
    assert flows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Mexico's exports to the U.S. grew 5.5 percent in September. They reached $44.6 billion that month.",
            [(M, U, 44.6, "USD", "2025-09")],
        ),
        ("U.S. goods exports to Canada totaled $349 billion in 2024. Imports were $412 billion.", [(U, C, 349, "USD", "2024"), (C, U, 412, "USD", "2024")]),
        (
            "Mexico was the top trading partner of the United States in 2024. Total trade was $840 billion.",
            [(M, U, 840, "USD", "2024")],
        ),
        (
            "México se consolidó como el principal socio comercial de Estados Unidos en los primeros ocho meses de 2025. El intercambio bilateral alcanzó"
            " 581 mil 500 millones de dólares. Canadá ocupó el segundo lugar, con 483 mil 100 millones, y China el tercero, con 293 mil millones.",
            [(M, U, 581.5, "USD", "2025-01..2025-08"), (C, U, 483.1, "USD", "2025-01..2025-08"), (CH, U, 293, "USD", "2025-01..2025-08")],
        ),
        (
            "Las computadoras fueron lo que más vendió México a Estados Unidos. Los envíos sumaron 38 mil millones de dólares en 2024. Los vehículos"
            " retrocedieron 4.7 por ciento, a 22 mil 400 millones.",
            [(M, U, 38, "USD", "2024"), (M, U, 22.4, "USD", "2024")],
        ),
        (
            "Las importaciones de acero chino a México fueron de 3 mil millones de dólares en el primer semestre. En el mismo lapso, México exportó"
            " 2 mil millones a Canadá.",
            [(CH, M, 3, "USD", "2025-01..2025-06"), (M, C, 2, "USD", "2025-01..2025-06")],
        ),
    ],
)
def test_what_a_sentence_leaves_out_comes_from_those_before(text: str, expected: list[Flow]) -> None:
    assert flows(text) == expected


def test_an_undated_text_counts_its_months_from_the_year_that_it_names() -> None:
    text = (
        "Las exportaciones de México a Estados Unidos sumaron 399,500 millones de dólares entre enero y septiembre de 2025. Tan sólo en septiembre, los"
        " envíos mexicanos fueron por 44.6 mil millones de dólares. A noviembre llegaron a 492 mil 513 millones de dólares."
    )
    assert [(flow[2], flow[4]) for flow in flows(text, dated=False)] == [
        (399.5, "2025-01..2025-09"),
        (44.6, "2025-09"),
        (492.513, "2025-01..2025-11"),
    ]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("OTTAWA — Exports of Canada rose to $64 billion in September.", "CAD"),
        ("OTTAWA — Exports of Canada rose to US$64 billion in September.", "USD"),
        ("WASHINGTON — Exports of Canada rose to $64 billion in September.", "USD"),
        ("OTTAWA — Exports of Canada rose to $64 billion (C$89 billion) in September.", "USD"),
        ("Canadá envió a México mercancías por 2,100 millones de dólares canadienses en 2024.", "CAD"),
        ("Las exportaciones de México sumaron $64,000 millones de pesos en septiembre.", "MXN"),
    ],
)
def test_dollars_are_those_of_the_place_that_writes(text: str, unit: str) -> None:
    assert flows(text)[0][3] == unit


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("more than", Bound.MORE),
        ("nearly", Bound.NEARLY),
        ("up to", Bound.UP_TO),
        ("roughly", Bound.ABOUT),
        ("less than", Bound.LESS),
    ],
)
def test_a_flow_keeps_its_bound(words: str, bound: Bound) -> None:
    (found,) = read(f"Mexico's exports to Canada were {words} $20 billion in 2024.").figures
    assert found.figure.bound is bound


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("más de", Bound.MORE),
        ("cerca de", Bound.ABOUT),
        ("casi", Bound.NEARLY),
        ("hasta", Bound.UP_TO),
        ("menos de", Bound.LESS),
        ("alrededor de", Bound.ABOUT),
    ],
)
def test_un_flujo_conserva_su_cota(words: str, bound: Bound) -> None:
    (found,) = read(f"Las exportaciones de México a Canadá fueron de {words} 20 mil millones de dólares en 2024.").figures
    assert found.figure.bound is bound


def test_a_sum_still_ahead_is_a_projection_and_no_flow() -> None:
    text = "De mantenerse el ritmo, las ventas mexicanas a Estados Unidos rebasarán los 500 mil millones de dólares en un año."
    (found,) = read(text).figures
    assert (found.figure.kind, found.figure.value, found.figure.partner) == ("projection", 500e9, U)
    assert flows(text) == [(M, U, 500, "USD", "per year")]
    assert not any(relation.predicate == "exports_to" and relation.rule == "exports-flow" for relation in read(text).relations)


def test_each_slot_says_how_it_is_known() -> None:
    first, second = read("Mexico's exports of steel to Canada were $2 billion in 2024. Imports reached $1 billion.").figures
    assert {dict(first.figure.slots)[slot] for slot in ("reporter", "partner", "period", "category")} == {"stated"}
    assert {dict(second.figure.slots)[slot] for slot in ("reporter", "partner", "period", "category")} == {"inherited"}


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("Mexico's exports of goods to Canada were $20 billion in 2024.", "goods"),
        ("Las exportaciones de servicios de México a Canadá fueron de 2 mil millones de dólares.", "services"),
        ("U.S. trade in goods and services with Mexico was $935 billion in 2024.", "goods and services"),
        ("Mexico's exports to Canada were $20 billion in 2024.", ""),
    ],
)
def test_goods_and_services_are_told_apart(text: str, basis: str) -> None:
    assert read(text).figures[0].figure.basis == basis
