"""Figures that are no flows, in both languages: growth with its sign, shares, ranks, counts, multiples; the texts are invented."""

from datetime import date
from functools import cache

import pytest

from loaders.documents import document_from_text, extract
from loaders.documents.claims import lines
from loaders.documents.model import FigureFound
from loaders.documents.numbers import find_quantities
from loaders.documents.times import find_times

PUBLISHED = date(2025, 11, 20)


@cache
def figures(text: str) -> tuple[FigureFound, ...]:
    return extract(document_from_text(text, "note.txt", published=PUBLISHED)).figures


def told(text: str) -> list[tuple[str, float]]:
    return sorted((item.figure.kind, item.figure.value) for item in figures(text) if item.figure.kind != "flow")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Falls are below zero; a level that something fell to is none.
        ("Mexico's auto exports dropped 11% in the first half of the year.", [("growth", -11)]),
        ("Auto exports were down 4 percent and steel shipments fell by 12%.", [("growth", -12), ("growth", -4)]),
        ("Vehicle exports were 5.5% fewer than a year ago.", [("growth", -5.5)]),
        ("Exports to Mexico meant a fall of 3 percent.", [("growth", -3)]),
        ("La exportación de autos cayó 11.4 por ciento.", [("growth", -11.4)]),
        ("Los envíos retrocedieron 4.7 por ciento y las compras crecieron 2%.", [("growth", -4.7), ("growth", 2)]),
        ("Las exportaciones fueron 2.8% menores que en 2024.", [("growth", -2.8)]),
        ("Steel imports from Canada and Mexico dropped by a third in the second quarter.", [("growth", -33.3)]),
        ("Mexico's share of U.S. imports climbed to 15.7% from 13.5% in 2017 as China's fell to 9%.", [("share", 9), ("share", 13.5), ("share", 15.7)]),
        ("La participación de México subió a 15.7%.", [("share", 15.7)]),
        # A rate that changed is two rates.
        ("The tariff fell, and its share rose from 2.4 to 3 percent.", [("share", 2.4), ("share", 3)]),
        # Fractions in words.
        ("About a third of Mexico's exports are vehicles.", [("share", 33.3)]),
        ("Casi una tercera parte de las exportaciones son vehículos.", [("share", 33.3)]),
        ("Una de cada cinco empresas exporta, y dos terceras partes de los envíos van al norte.", [("share", 1), ("share", 66.7)]),
        ("Nine out of ten trucks and half of the tomatoes go north.", [("share", 9), ("share", 50)]),
        ("Exports grew in the first half of the year.", []),
        # One share beside another.
        (
            "México captó 15.4% de todo lo que importó Estados Unidos, por delante de Canadá (11.2%) y de China (9.3%).",
            [("share", 9.3), ("share", 11.2), ("share", 15.4)],
        ),
        (
            "Mexico supplied 15.4 percent of everything the United States imported, ahead of Canada (11.2%) and China (9.3%).",
            [("share", 9.3), ("share", 11.2), ("share", 15.4)],
        ),
        # Balances, tariffs and money of other kinds.
        ("The U.S. trade deficit with Mexico widened to $171.8 billion in 2024.", [("macro", 171.8e9)]),
        ("El superávit de México con Estados Unidos fue de 171 mil 809 millones de dólares, 12.7% mayor al de 2023.", [("growth", 12.7), ("macro", 171_809e6)]),
        ("A 35% tariff on Canadian goods took effect on August 1.", [("macro", 35)]),
        ("El arancel de 25 por ciento a los camiones entró en vigor el 1 de noviembre.", [("macro", 25)]),
        # Multiples.
        ("Trade has grown tenfold since 1994.", [("multiple", 10)]),
        ("El comercio se multiplicó por 12 en 30 años.", [("multiple", 12)]),
        ("La brecha se cuadruplicó.", [("multiple", 4)]),
        ("Exports more than tripled.", [("multiple", 3)]),
        # Counts; dates, ages, pages and articles are none.
        ("The chamber has 1,400 members and hosts 240 suppliers.", [("count", 240), ("count", 1400)]),
        ("La industria emplea a un millón de personas y exportó 280 mil 500 unidades.", [("count", 280_500), ("count", 1e6)]),
        ("Los artículos 4.2 y 19.11 del capítulo 19 fueron citados en la página 12 el 3 de mayo.", []),
        ("The tribunal read Article 19.11 of the 2020 agreement at 10:30 on page 7.", []),
    ],
)
def test_a_figure_has_its_kind_and_sign(text: str, expected: list[tuple[str, float]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Canada is the third-largest supplier of steel to the United States.", 3),
        ("México es el segundo proveedor de acero de Estados Unidos.", 2),
        ("México fue el primer destino de los productos estadounidenses.", 1),
        ("Mexico was the fifth destination of Canadian exports.", 5),
        ("It is the second largest trading partner of the United States, as Mexico knows.", 2),
        ("Mexico ranked third among the suppliers of Canada.", 3),
        ("Canadá ocupó el segundo lugar entre los proveedores de México.", 2),
        ("Foreign investment came from Canada, the fourth largest of any country.", 4),
        ("Las computadoras fueron el producto de mayor valor que México vendió a Estados Unidos.", 1),
        ("Computers became the top export of Mexico.", 1),
        ("Mexico overtook China as the top source of goods imported by the United States.", 1),
    ],
)
def test_a_rank_is_read_however_it_is_told(text: str, value: int) -> None:
    assert value in [item.figure.value for item in figures("Mexico trades. " + text) if item.figure.kind == "rank"]


@pytest.mark.parametrize(
    "text", ["Mexico is one of the main partners of Canada.", "México es uno de los principales proveedores de Canadá.", "It rose for a third year."]
)
def test_one_of_the_first_has_no_rank(text: str) -> None:
    assert not [item for item in figures(text) if item.figure.kind == "rank"]


def test_a_fall_and_a_fraction_are_read_again_from_their_quotes() -> None:
    text = "Mexico's exports to Canada fell 4.7 percent in 2024. About a third of them were vehicles. La participación pasó de 2.4 a 3 por ciento."
    document = document_from_text(text, "note.txt", published=PUBLISHED)
    assert len(list(lines(extract(document)))) > 3


@pytest.mark.parametrize(
    ("phrase", "interval"),
    [
        ("in the first nine months of the year", "2025-01-01..2025-09-30"),
        ("en los primeros nueve meses del año", "2025-01-01..2025-09-30"),
        ("en los nueve primeros meses de 2024", "2024-01-01..2024-09-30"),
        ("en el primer bimestre de 2025", "2025-01-01..2025-02-28"),
        ("en el segundo cuatrimestre de 2025", "2025-05-01..2025-08-31"),
        ("al tercer trimestre de 2025", "2025-01-01..2025-09-30"),
        ("in the first half of last year", "2024-01-01..2024-06-30"),
        ("en el primer semestre del año pasado", "2024-01-01..2024-06-30"),
        ("in the third quarter", "2025-07-01..2025-09-30"),
        ("so far this year", "2025-01-01..2025-11-20"),
        ("en lo que va del año", "2025-01-01..2025-11-20"),
        ("en lo que va de 2025", "2025-01-01..2025-11-20"),
        ("in the 12 months to June 2025", "2024-07-01..2025-06-30"),
        ("enero-septiembre de este año", "2025-01-01..2025-09-30"),
        ("en septiembre del año pasado", "2024-09-01..2024-09-30"),
        ("en diciembre", "2024-12-01..2024-12-31"),
        ("in FY2024", "2024-01-01..2024-12-31"),
        ("en el 1T 2025", "2025-01-01..2025-03-31"),
    ],
)
def test_parts_of_a_year_are_counted_from_publication(phrase: str, interval: str) -> None:
    (found,) = find_times(f"It happened {phrase}.", PUBLISHED)
    assert str(found.interval) == interval


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("253 mil 600 millones de dólares", "es", [253_600e6]),
        ("44.6 mil millones de dólares", "es", [44.6e9]),
        ("un billón de pesos", "es", [1e12]),
        ("a million jobs", "en", [1e6]),
        ("280 mil 500 unidades", "es", [280_500]),
        ("399,500 millones de dólares y casi 26,000 millones por encima", "es", [399_500e6, 26_000e6]),
        ("4,5 %", "es", [4.5]),
        ("from $1.2 billion in 2019 to $2.8 billion", "en", [1.2e9, 2019, 2.8e9]),
    ],
)
def test_numbers_are_read_as_the_press_writes_them(text: str, language: str, values: list[float]) -> None:
    assert [item.value for item in find_quantities(text, language)] == values
