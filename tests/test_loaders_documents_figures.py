"""Figures of small texts of our own: value, unit, kind, ends, period, bound, and what each slot rests on."""

from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.claims import Bound
from loaders.documents import document_from_text, extract
from loaders.documents.model import FigureFound
from loaders.documents.numbers import find_quantities, number

PUBLISHED = date(2025, 6, 10)


@cache
def figures(text: str) -> tuple[FigureFound, ...]:
    return extract(document_from_text(text, "note.txt", published=PUBLISHED)).figures


def flows(text: str) -> list[tuple[str, str, float, str, str]]:
    found = [item.figure for item in figures(text) if item.figure.kind == "flow"]
    return [(figure.reporter, figure.partner, figure.value, figure.unit, figure.period) for figure in found]


def ranks(text: str) -> dict[tuple[str, str], float]:
    return {(item.figure.reporter, item.figure.partner): item.figure.value for item in figures(text) if item.figure.kind == "rank"}


def statistics(text: str) -> list[tuple[str, float]]:
    return [(item.figure.kind, item.figure.value) for item in figures(text) if item.figure.kind not in ("flow", "rank")]


@pytest.mark.parametrize(
    ("text", "language", "value", "unit"),
    [
        ("US$700billion", "en", 700e9, "USD"),
        ("US$1.5 trillion", "en", 1.5e12, "USD"),
        ("$475.6 billion", "en", 475.6e9, "$"),
        ("C$3.4 billion", "en", 3.4e9, "CAD"),
        ("USD 5.2bn", "en", 5.2e9, "USD"),
        ("160,000 millones de dólares", "es", 160e9, "USD"),
        ("1.5 billones de dólares", "es", 1.5e12, "USD"),
        ("264 mil 383 millones de dólares", "es", 264_383e6, "USD"),
        ("mil 200 millones de pesos", "es", 1.2e9, "MXN"),
        ("3.4 mil millones de dólares", "es", 3.4e9, "USD"),
        ("1,500 mdd", "es", 1.5e9, "USD"),
        ("200 mdp", "es", 200e6, "MXN"),
        ("1.234,5 millones de euros", "es", 1234.5e6, "EUR"),
        ("12 millones de dólares canadienses", "es", 12e6, "CAD"),
        ("12 milliards de dollars canadiens", "fr", 12e9, "CAD"),
        ("1 500 milliards de dollars", "fr", 1.5e12, "USD"),
        ("12,5 %", "es", 12.5, "%"),
        ("five percent", "en", 5, "%"),
        ("2.5 veces", "es", 2.5, "times"),
    ],
)
def test_a_quantity_is_read_whole(text: str, language: str, value: float, unit: str) -> None:
    (found,) = find_quantities(f"it is {text} now", language)
    assert (found.value, found.unit) == (value, unit)


@pytest.mark.parametrize("text", ["case CDA-USA-2026-10.12-01", "2020-2024", "at 10:30"])
def test_codes_and_clocks_are_no_quantities(text: str) -> None:
    assert find_quantities(text) == []


@pytest.mark.parametrize(
    ("text", "language", "low", "high"),
    [
        ("by 20% to 30% through", "en", 20, 30),
        ("20-30%", "en", 20, 30),
        ("entre 20 y 30 por ciento", "es", 20, 30),
        ("between $10 and $20 billion", "en", 10e9, 20e9),
        ("10 to 20 billion dollars", "en", 10e9, 20e9),
    ],
)
def test_a_range_has_two_ends(text: str, language: str, low: float, high: float) -> None:
    (found,) = find_quantities(text, language)
    assert (found.value, found.upper) == (low, high)


def test_a_change_from_one_value_to_another_is_no_range() -> None:
    assert [item.value for item in find_quantities("grew from 20% to 30%")] == [20, 30]


def test_currency_left_out_in_a_list_is_that_of_the_sum_before() -> None:
    found = [item for item in find_quantities("$20 billion in 2023 and 25 billion in 2024.") if item.kind == "money"]
    assert [(item.value, item.unit, item.elided) for item in found] == [(20e9, "$", False), (25e9, "$", True)]


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("more than", Bound.MORE),
        ("exceeding", Bound.MORE),
        ("less than", Bound.LESS),
        ("nearly", Bound.NEARLY),
        ("about", Bound.ABOUT),
        ("up to", Bound.UP_TO),
        ("más de", Bound.MORE),
        ("casi", Bound.NEARLY),
        ("plus de", Bound.MORE),
    ],
)
def test_the_words_before_a_number_bound_it(words: str, bound: Bound) -> None:
    (found,) = find_quantities(f"it was {words} US$5 million")
    assert found.bound is bound


@given(st.integers(min_value=0, max_value=10**9), st.integers(min_value=0, max_value=99))
def test_numerals_written_by_either_habit_mean_the_same(whole: int, cents: int) -> None:
    written = f"{whole:,}.{cents:02d}"
    continental = written.translate(str.maketrans(",.", ".,"))
    assert number(written) == pytest.approx(whole + cents / 100)
    assert number(continental, "es") == pytest.approx(whole + cents / 100)


@given(st.text(max_size=200), st.sampled_from(["en", "es", "fr", ""]))
def test_any_text_can_be_searched_and_spans_are_literal(text: str, language: str) -> None:
    for found in find_quantities(text, language):
        assert 0 <= found.span[0] < found.span[1] <= len(text)
        again = {value for item in find_quantities(text[slice(*found.span)], language) for value in (item.value, item.upper)}
        assert not again or found.value in again or found.upper in again


def test_a_list_of_exporters_inherits_category_and_period() -> None:
    text = (
        "Exports of medical robots reached US$90 billion worldwide in 2021. Exports of medical robots from Japan were US$30 billion in 2021. "
        "The ranking of exporters is led by Japan. It is followed by Germany (US$20 billion) and France (nearly US$9billion). "
        "They are followed by Italy and Spain, each with about US$4 billion."
    )
    assert {("Germany", "World", 20e9, "USD", "2021"), ("France", "World", 9e9, "USD", "2021")} <= set(flows(text))
    assert {("Italy", "World", 4e9, "USD", "2021"), ("Spain", "World", 4e9, "USD", "2021")} <= set(flows(text))
    assert {("Japan", "World"): 1, ("Germany", "World"): 2, ("France", "World"): 3}.items() <= ranks(text).items()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mexico exported $505.9 billion in goods to the United States in 2024.", ("Mexico", "United States", 505.9e9, "USD", "2024")),
        ("U.S. imports from Canada totaled $412 billion in 2023.", ("United States", "Canada", 412e9, "USD", "2023")),
        ("Las exportaciones de México a Canadá sumaron 20 mil millones de dólares en 2024.", ("Mexico", "Canada", 20e9, "USD", "2024")),
        (
            "Las exportaciones mexicanas a Estados Unidos sumaron 264 mil 383 millones de dólares en el primer semestre de 2025.",
            ("Mexico", "United States", 264_383e6, "USD", "2025-01..2025-06"),
        ),
        ("Trade between Canada and Mexico reached C$55 billion in 2022.", ("Canada", "Mexico", 55e9, "CAD", "2022")),
        ("In North America, trade in cloud services exceeds US$40 billion annually.", ("North America", "North America", 40e9, "USD", "per year")),
        ("Global trade in robots reached US$90 billion in 2021.", ("World", "World", 90e9, "USD", "2021")),
    ],
)
def test_a_flow_has_its_ends_and_period(text: str, expected: tuple[str, str, float, str, str]) -> None:
    assert flows(text) == [expected]


def test_a_dollar_sign_alone_is_a_guess_and_the_partner_is_marked() -> None:
    (found,) = figures("Exports of software from Mexico exceeded $7 billion in 2024.")
    slots = dict(found.figure.slots)
    assert (found.figure.unit, slots["unit"]) == ("USD", "guessed")
    assert (found.figure.partner, slots["partner"]) == ("World", "guessed")
    assert found.figure.bound is Bound.MORE


def test_the_speaker_of_a_figure_is_kept_apart() -> None:
    (said,) = figures("According to AMITI, exports of software from Mexico exceeded US$7 billion in 2024.")
    (plain,) = figures("Exports of software from Mexico exceeded US$7 billion in 2024.")
    assert said.speaker == "org:amiti"
    assert plain.speaker == ""


def test_money_that_is_no_trade_is_no_flow() -> None:
    assert flows("Microsoft announced an investment of US$5 billion in Mexico.") == []
    assert flows("The trade deficit with China was US$295 billion in 2024.") == []


def test_a_share_of_a_net_balance_is_flagged() -> None:
    (found,) = figures("Semiconductors account for 40% of the trade deficit.")
    assert (found.figure.kind, found.figure.net) == ("share", True)
    (other,) = figures("Semiconductors account for 40% of exports.")
    assert not other.figure.net


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The leading U.S. supplier is Vietnam, followed by India, with Mexico ranking third.",
            {("Vietnam", "United States"): 1, ("India", "United States"): 2, ("Mexico", "United States"): 3},
        ),
        ("Canada is the second-largest supplier to the U.S. market.", {("Canada", "United States"): 2}),
        ("Mexico has become the ninth-largest exporter of robots.", {("Mexico", "World"): 9}),
        ("México es el octavo mayor exportador de robots.", {("Mexico", "World"): 8}),
        (
            "México se mantuvo como el principal socio comercial de Estados Unidos, seguido de Canadá.",
            {("Mexico", "United States"): 1, ("Canada", "United States"): 2},
        ),
        ("Mexico is one of the largest exporters of robots.", {}),
        ("Mexico grew in the third quarter.", {}),
    ],
)
def test_ranks_turn_reporter_and_partner(text: str, expected: dict[tuple[str, str], float]) -> None:
    assert ranks(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Exports of robots grew 12 percent in 2024.", [("growth", 12)]),
        ("Las exportaciones de robots crecieron 4.5% a tasa anual.", [("growth", 4.5)]),
        ("Services account for 24 percent of exports.", [("share", 24)]),
        ("Robots could increase trade by 40% by 2035.", [("projection", 40)]),
        ("A 25% tariff on trucks took effect.", [("macro", 25)]),
        ("Digital trade has doubled since 2018.", [("multiple", 2)]),
        ("Sales outpaced those of goods by a ratio of three to one.", [("multiple", 3)]),
        ("Firms that go online are 2.5 times more likely to export.", [("multiple", 2.5)]),
        ("The group has 450 member companies.", [("count", 450)]),
        ("The meeting lasted 3 days in Room 12 on page 7 of Chapter 19.", []),
        ("The rate rose by 3 percentage points.", []),
    ],
)
def test_other_figures_have_their_kind(text: str, expected: list[tuple[str, float]]) -> None:
    assert statistics(text) == expected


def test_two_observations_are_two_and_one_told_twice_is_one() -> None:
    text = (
        "Mexican exports of robots to the United States reached US$6 billion in 2024. "
        "Mexican exports of robots to the United States reached US$2 billion from January to June 2025. "
        "Mexico's US$6 billion in exports of robots were a record."
    )
    assert [flow[2] for flow in flows(text)] == [6e9, 2e9]
