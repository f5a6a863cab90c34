"""Arithmetic of trade: known answers, inverses, and intervals that hold the truth."""

import csv
import json
import re
from math import inf, isfinite
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graph.trade.indicators import as_percent, balassa, cagr, change, compounded, fob, hhi, implied_base, mirror_gap, share, shares_of, symmetric
from graph.trade.ranges import Range, exactly, ratio
from graph.trade.terms import reading

AMOUNTS = st.floats(0.01, 1e6)


def point(range: Range) -> float:
    assert range.point is not None
    return range.point


# Known answers


@pytest.fixture(scope="module")
def figures(shared: Path) -> dict[str, dict[str, str]]:
    """The rows of the reference by what they are about."""
    with (shared / "reference" / "trade-figures" / "figures.csv").open(encoding="utf-8") as stream:
        return {f"{row['source']}: {row['what']}": row for row in csv.DictReader(stream)}


def row(figures: dict[str, dict[str, str]], words: str) -> dict[str, str]:
    (found,) = [one for name, one in figures.items() if words in name]
    return found


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]


def test_growth_of_twelve_percent_over_four_periods(figures):
    one = row(figures, "Digital service exports")
    total = compounded(exactly(float(one["value"]) / 100), 4)
    assert round(point(as_percent(total)), 2) == numbers(one["check"])[1] == 57.35
    assert point(ratio(exactly(12), exactly(3))) == 4


def test_base_implied_by_a_level_and_its_growth(figures):
    one = row(figures, "Jan-Jun 2025")
    assert round(point(implied_base(exactly(float(one["value"])), exactly(0.51))), 2) == numbers(one["check"])[-1] == 44.11


def test_fall_of_world_trade_and_a_share_of_it(figures):
    one = row(figures, "World trade in AI-enabling")
    first, last = numbers(one["value"].replace(" / ", " "))
    assert round(point(as_percent(change(exactly(first), exactly(last)))), 2) == -20.69
    assert round(point(as_percent(share(exactly(100), exactly(first)))), 2) == 3.45
    assert "-20.69%" in one["check"]
    assert "3.45%" in one["check"]


def test_a_share_of_a_net_balance_exceeds_the_whole(figures):
    part, net = float(row(figures, "US ATP ICT deficit 2018")["value"]), float(row(figures, "US ATP deficit 2018")["value"])
    assert round(point(as_percent(share(exactly(part), exactly(net), net=True))), 1) == 134.6
    assert "134.6%" in row(figures, "US ATP ICT deficit 2018")["check"]
    assert point(share(exactly(part), exactly(net))) == 1


def test_imports_from_mexico_grew_and_have_a_share(figures):
    one = row(figures, "mexiconewsdaily")
    more, percent, of, total = numbers(one["check"])
    value = float(one["value"])
    assert round(point(as_percent(change(exactly(value - more), exactly(value)))), 2) == percent == 35.16
    assert round(point(as_percent(share(exactly(value), exactly(total)))), 2) == of == 13.43


def test_concentration_of_exporters_of_goods_for_ai(figures):
    values, total = [700, 500, 300, 200, 200, 200, 200, 100], 2900
    found = hhi([exactly(value / total) for value in values], rest=True, largest_rest=100 / total)
    assert f"{round(found.lo)}..{round(found.hi)}" == row(figures, "AI-enabling exporters")["value"] == "1189..1249"


def test_concentration_of_suppliers_of_advanced_technology(figures):
    one = row(figures, "US ATP suppliers")
    values, total = [112.345, 102.287, 78.937, 69.038, 38.533], numbers(one["check"])[0]
    found = hhi([exactly(value / total) for value in values], rest=True, largest_rest=values[-1] / total)
    assert f"{round(found.lo)}..{round(found.hi)}" == one["value"] == "611..844"


def test_published_concentrations(shared, figures):
    expected = json.loads((shared / "reference" / "analytic" / "expected.json").read_text(encoding="utf-8"))["hhi"]
    for name, answer in expected.items():
        listed = [float(number) for number in re.findall(r"\d+", name)]
        found = hhi(shares_of([exactly(value) for value in listed], None), rest=False)
        assert point(found) == pytest.approx(answer)
    assert float(row(figures, "HHI of 30")["value"]) == expected["doj_30_30_20_20"] == 2600


def test_the_margin_of_freight_is_the_published_average(figures):
    assert reading().cif_margin * 100 == float(row(figures, "CIF/FOB")["value"])
    assert point(fob(exactly(105), 0.05)) == pytest.approx(100)


# Intervals hold the truth

PIECES = st.lists(AMOUNTS, min_size=1, max_size=8)


@given(PIECES, st.lists(AMOUNTS, max_size=8))
def test_bounds_of_concentration_hold_however_the_rest_is_split(listed, rest):
    total = sum(listed) + sum(rest)
    truth = sum((piece / total) ** 2 for piece in (*listed, *rest)) * 10_000
    found = hhi(shares_of([exactly(piece) for piece in listed], exactly(total)), rest=True)
    assert found.lo - 1e-6 <= truth <= found.hi + 1e-6
    assert 0 <= found.lo <= found.hi <= 10_000 + 1e-6


@given(PIECES, st.lists(st.floats(0.01, 1), max_size=8))
def test_bounds_hold_where_nobody_unlisted_is_larger(listed, rest):
    smallest = min(listed)
    pieces = [share * smallest for share in rest]
    total = sum(listed) + sum(pieces)
    truth = sum((piece / total) ** 2 for piece in (*listed, *pieces)) * 10_000
    found = hhi([exactly(piece / total) for piece in listed], rest=True, largest_rest=smallest / total)
    assert found.lo - 1e-6 <= truth <= found.hi + 1e-6


@given(st.lists(st.tuples(AMOUNTS, st.floats(0, 0.3), st.floats(0, 0.3), st.booleans()), min_size=1, max_size=6), st.lists(AMOUNTS, max_size=5), st.booleans())
def test_bounds_hold_where_what_is_listed_is_itself_a_range(listed, rest, known):
    """Figures said with "about" or "more than", of a known total or as all there is."""
    pieces = [value for value, *_ in listed] + (rest if known else [])
    total = sum(pieces)
    truth = sum((piece / total) ** 2 for piece in pieces) * 10_000
    ranges = [Range(value * (1 - below), inf if open_ended else value * (1 + above)) for value, below, above, open_ended in listed]
    found = hhi(shares_of(ranges, exactly(total) if known else None), rest=known)
    assert found.lo - 1e-6 <= truth <= found.hi + 1e-6
    assert isfinite(found.hi)


@given(AMOUNTS, AMOUNTS, st.floats(0, 0.5), st.floats(0, 0.5))
def test_what_is_worked_out_of_ranges_holds_what_is_worked_out_of_points(a, b, wide, slack):
    above, below = Range(a * (1 - wide), a * (1 + slack)), Range(b * (1 - slack), b * (1 + wide))
    for function in (ratio, share, change, lambda x, y: cagr(x, y, 3), mirror_gap):
        truth, found = point(function(exactly(a), exactly(b))), function(above, below)
        assert found.lo - 1e-9 <= truth <= found.hi + 1e-9


def test_a_lower_bound_gives_lower_bounds_only():
    more = Range(160, inf)
    assert share(more, exactly(1000)) == Range(0.16, 1)
    assert change(exactly(100), more) == Range(pytest.approx(0.6), inf)
    assert change(exactly(100), more).shown == (pytest.approx(0.6), None)
    assert share(exactly(10), more) == Range(0, 10 / 160)
    assert mirror_gap(more, exactly(100)) == Range(0, 2)


# Inverses and ranges


@given(AMOUNTS, st.floats(-0.9, 3), st.integers(1, 30))
def test_growth_by_the_year_undoes_compounding(first, rate, periods):
    last = first * (1 + rate) ** periods
    assume(last > first * 1e-6)  # a fall to nearly nothing, as a rate near -1, no longer holds the digits of the level before
    assert point(cagr(exactly(first), exactly(last), periods)) == pytest.approx(rate, abs=1e-6)
    assert point(implied_base(exactly(last), compounded(exactly(rate), periods))) == pytest.approx(first)


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_advantage_is_symmetric_about_par(own, other, world, everything):
    rca = balassa(exactly(own), exactly(own + other), exactly(world), exactly(world + everything))
    assert -1 < point(symmetric(rca)) < 1
    assert point(symmetric(exactly(1 / point(rca)))) == pytest.approx(-point(symmetric(rca)), abs=1e-9)


def test_advantage_is_one_where_the_shares_are_alike():
    assert point(balassa(exactly(10), exactly(100), exactly(1000), exactly(10_000))) == pytest.approx(1)
    assert symmetric(Range(0, inf)) == Range(-1, 1)


@given(AMOUNTS, AMOUNTS)
def test_mirror_gap_lies_between_nothing_and_two(m, x):
    assert 0 <= point(mirror_gap(exactly(m), exactly(x))) <= 2
    assert point(mirror_gap(exactly(m), exactly(m))) == 0
    assert point(mirror_gap(exactly(0), exactly(x))) == 2
