"""Flows in every form that trade journalism and bulletins give them (tests/fixtures/flows.yaml), and the time that reading numbers takes."""

import importlib
import re
import time
from datetime import date
from pathlib import Path

import pytest
import yaml

from loaders.documents import document_from_text, extract
from loaders.documents.annotation import annotation
from loaders.documents.claims import lines
from loaders.documents.gates import Gated
from loaders.documents.numbers import find_quantities
from loaders.documents.tables import find_tables
from loaders.documents.times import find_times

PUBLISHED = date(2025, 11, 20)
ROWS = [
    pytest.param(row["text"], row["flows"], id=f"{part}-{number}", marks=pytest.mark.xfail(strict=True) if row.get("open") else ())
    for part, rows in yaml.safe_load((Path(__file__).parent / "fixtures" / "flows.yaml").read_text()).items()
    for number, row in enumerate(rows)
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_a_text_tells_its_flows_whole(text: str, expected: list[str]) -> None:
    found = extract(document_from_text(text, "note.txt", published=PUBLISHED))
    assert sorted(_told(row) for row in annotation(found)["trade_flows"]) == sorted(expected)
    assert list(lines(found))


def _told(row: dict[str, object]) -> str:
    value, period, bound = row["value"], row["period"] or "-", row.get("bound")
    assert isinstance(value, float)
    return f"{row['reporter']} > {row['partner']}, {value / 1e9:g} {row['currency']}, {period}" + (f", {bound}" if bound else "")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Los envíos a Estados Unidos cayeron 12.3 % en mayo; los de Canadá, 27.7 %.", [-12.3, -27.7]),
        ("Exports to Japan fell 4 percent and those to China 9 percent.", [-4, -9]),
        ("Exports fell 3% in May, while imports grew 2%.", [-3, 2]),
        ("Steel imports declined 6.5 percent; aluminum, 11 percent.", [-6.5, -11]),
        ("El 84.1 % de las exportaciones fue a Estados Unidos y el 3.2 % a Canadá.", [84.1, 3.2]),
        ("Nueve de cada diez dólares exportados vienen de Estados Unidos.", [9]),
        ("De cada diez pymes, solo tres venden en línea.", [3]),
        ("In 2023, 92 countries had such measures, up from 35 in 2017.", [92, 35]),
        ("The rate went from 19% to 33.5%.", [19, 33.5]),
    ],
)
def test_rates_go_on_and_counts_are_told_again(text: str, values: list[float]) -> None:
    found = annotation(extract(document_from_text(text, "note.txt", published=PUBLISHED)))
    assert sorted(row["value"] for row in found["statistics"]) == sorted(values)


def test_a_table_of_shares_is_no_table_of_flows() -> None:
    text = "Share of Mexico's exports, March 2025 (%)\n\nUnited States ........ 84.1\nRest of the world ........ 15.9"
    found = annotation(extract(document_from_text(text, "note.txt", published=PUBLISHED)))
    assert not found["trade_flows"]
    assert [row["value"] for row in found["statistics"]] == [84.1, 15.9]


MODULES = (
    "balances carried counts currencies days economies elided elsewhere figures flows following goods inherited lapses left_behind listings measures multiples"
    " numbers pieces places ports proportions quantity rank_words ranks regions respective tabled tables written"
)
HOSTILE = (
    *("1 ", "1,", "1.", "12 345 ", "$1 ", "mil ", "1 mil ", "millones ", "one of ", "de cada 1 ", "a ", "to ", "and ", "y de ", "% ", "up to ", ". . "),
    *(
        "from $1 to ",
        "in January to ",
        "first half of ",
        "2024-",
        "trimestre de ",
        "⟦G0⟧, ",
        "⟦G0⟧ and ",
        "(⟦G0⟧ ",
        "| 1 ",
        "exports of ",
        "que ",
        "the ",
        "more than ",
    ),
)
LENGTH = 12_000


def _patterns(module: str) -> list[re.Pattern[str] | Gated]:
    return [value for value in vars(importlib.import_module(f"loaders.documents.{module}")).values() if isinstance(value, re.Pattern | Gated)]


@pytest.mark.parametrize("module", MODULES.split())
def test_no_pattern_of_numbers_takes_more_than_linear_time(module: str) -> None:
    for pattern in _patterns(module):
        for piece in HOSTILE:
            text = piece * (LENGTH // len(piece))
            began = time.process_time()
            for _ in pattern.finditer(text):
                pass
            assert time.process_time() - began < 1, (pattern, piece)


@pytest.mark.parametrize("piece", HOSTILE)
def test_numbers_times_and_tables_of_hostile_texts_are_read_in_linear_time(piece: str) -> None:
    text = "Exports (millions of dollars)\n" + piece * (LENGTH // len(piece))
    for language in ("en", "es"):
        began = time.process_time()
        find_quantities(text, language)
        find_times(text, PUBLISHED)
        find_tables(text, language)
        find_tables(text.replace(". ", "\n"), language)
        assert time.process_time() - began < 3, (piece, language)


@pytest.mark.parametrize("piece", HOSTILE)
def test_figures_of_a_hostile_text_are_read_in_bounded_time(piece: str) -> None:
    document = document_from_text(
        f"Mexico exported $5 billion to Canada in 2024. The exports of Mexico {piece * (4_000 // len(piece))} reached $2 billion.", "note.txt"
    )
    began = time.process_time()
    extract(document)
    assert time.process_time() - began < 5
