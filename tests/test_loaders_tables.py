"""Tables as people keep them: encodings, separators, broken rows, and workbooks with their dates, formulas and errors."""

import csv
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from graph.errors import SourceError
from graph.store.base import GraphStore
from loaders import catalogue
from loaders.inputs import Input, head
from loaders.reading import recognise
from loaders.run import load
from loaders.tables import lower_case, rows

Told = list[tuple[int, str, str]]


def read(path: Path) -> tuple[list[dict[str, str]], Told]:
    told: Told = []
    found = [row.cells for row in rows(Input(path.name, path), fault=lambda reason, *, row=0, column="": told.append((row, column, reason)))]
    return found, told


def written(folder: Path, content: bytes, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def book(folder: Path, *lines: list[object], name: str = "table.xlsx") -> Path:
    made = Workbook()
    for line in lines:
        made.active.append(line)
    made.save(folder / name)
    return folder / name


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encoding_and_separator_are_told_by_the_file(tmp_path: Path, encoding: str, separator: str) -> None:
    text = "name,país\nPérez,México\n".replace(",", separator)
    assert read(written(tmp_path, text.encode(encoding))) == ([{"name": "Pérez", "país": "México"}], [])


def test_mixed_encodings_are_read_line_by_line_and_said(tmp_path: Path) -> None:
    found, told = read(written(tmp_path, b"name\nall ascii\n" + "Pérez\n".encode() + "Núñez\n".encode("cp1252") + "Muñoz\n".encode()))
    assert [row["name"] for row in found] == ["all ascii", "Pérez", "Núñez", "Muñoz"]
    assert told == [(0, "", "the file mixes encodings (utf-8 in line 3, cp1252 in line 4); each line was read in its own")]


def test_null_as_text_is_nothing_and_empty_rows_are_passed_over(tmp_path: Path) -> None:
    assert read(written(tmp_path, b"a,b\nnull,NULL\n,\n\\N, x \n")) == ([{"a": "", "b": ""}, {"a": "", "b": "x"}], [])


def test_rows_with_too_many_or_too_few_cells_are_reported_and_left_out(tmp_path: Path) -> None:
    found, told = read(written(tmp_path, b"a,b\n1\n1,2\n1,2,3\n"))
    assert found == [{"a": "1", "b": "2"}]
    assert [row for row, _, _ in told] == [2, 4]


@pytest.mark.parametrize(("content", "reason"), [(b"", "no header"), (b"\n", "no header"), (b"a,b,a\n1,2,3\n", "two columns are called a")])
def test_a_file_without_a_usable_header_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read(written(tmp_path, content))


def test_a_million_columns_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, ",".join(f"c{number}" for number in range(1_000_000)).encode() + b"\n" + b"," * 999_999 + b"\n")
    with pytest.raises(SourceError, match="more than 2000 columns"):
        read(path)
    with pytest.raises(SourceError, match="more than 2000 columns"):
        read(book(tmp_path, [f"c{number}" for number in range(3000)]))


def test_a_workbook_gives_dates_as_dates_and_numbers_without_needless_digits(tmp_path: Path) -> None:
    path = book(tmp_path, ["day", "time", "whole", "part", "big", "true"], [date(2025, 4, 22), datetime(2025, 4, 22, 10, 30), 5.0, 0.1, 1.5e12, True])
    assert read(path)[0] == [{"day": "2025-04-22", "time": "2025-04-22T10:30:00", "whole": "5", "part": "0.1", "big": "1500000000000", "true": "TRUE"}]


@pytest.mark.parametrize(("style", "shown"), [("mmm-yy", "2025-04"), ("yyyy", "2025"), ("yyyy-mm-dd", "2025-04-01"), ("d/m/yy", "2025-04-01")])
def test_a_date_of_which_the_sheet_shows_the_month_only_is_that_month(tmp_path: Path, style: str, shown: str) -> None:
    made = Workbook()
    made.active.append(["when"])
    made.active.append([date(2025, 4, 1)])
    made.active["A2"].number_format = style
    made.save(tmp_path / "table.xlsx")
    assert read(tmp_path / "table.xlsx")[0] == [{"when": shown}]


def test_a_formula_without_its_result_and_an_error_are_faults_of_their_cells(tmp_path: Path) -> None:
    path = book(tmp_path, ["a", "b", "c"], [1, "=1+1", "x"], [1, 2, "#N/A"])
    found, told = read(path)
    assert found == [{"a": "1", "b": "", "c": "x"}, {"a": "1", "b": "2", "c": ""}]
    assert [(row, column) for row, column, _ in told] == [(2, "b"), (3, "c")]
    assert "a formula whose result the file does not hold" in told[0][2]


def test_a_formula_with_its_result_is_the_result(tmp_path: Path) -> None:
    path = book(tmp_path, ["a", "b"], [1, "=1+1"])
    packed = tmp_path / "cached.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            new.writestr(member, content.replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>").replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>"))
    assert read(packed) == ([{"a": "1", "b": "2"}], [])


def test_empty_rows_above_and_cells_beside_a_sheet_do_not_matter(tmp_path: Path) -> None:
    path = book(tmp_path, [], ["a", "b", None], [1, None, None], [None, None, None], [1, 2, 3])
    found, told = read(path)
    assert found == [{"a": "1", "b": ""}]
    assert [row for row, _, _ in told] == [5]


def test_only_the_first_sheet_that_holds_rows_is_read_and_others_are_named(tmp_path: Path) -> None:
    made = Workbook()
    for title, cells in (("Rows", [["a"], [1]]), ("Notes", [["n"]])):
        sheet = made.create_sheet(title)
        for line in cells:
            sheet.append(line)
    made.save(tmp_path / "table.xlsx")
    found, told = read(tmp_path / "table.xlsx")
    assert found == [{"a": "1"}]
    assert told == [(0, "", "only its first sheet (Rows) was read, not Notes; save each as a file of its own")]


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    whole = book(tmp_path, ["a"], [1]).read_bytes()
    for content in (whole[: len(whole) // 2], b"PK\x03\x04nothing"):
        with pytest.raises(SourceError, match="no workbook that can be read"):
            read(written(tmp_path, content, "broken.xlsx"))


def test_a_workbook_that_swells_when_it_is_unpacked_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path, ["a"], [1])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/sharedStrings.xml", b" " * 60_000_000)
    with pytest.raises(SourceError, match="far larger than a workbook is"):
        read(path)


@pytest.mark.parametrize("entity", [b'SYSTEM "file:///etc/hostname"', b'"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"'])
def test_a_workbook_whose_xml_reaches_outside_or_swells_is_refused(tmp_path: Path, entity: bytes) -> None:
    swelling = b"".join(b'<!ENTITY %c "%s">' % (name, b"&%c;" % (name + 1) * 50 if name < ord("j") else b"x" * 50) for name in range(ord("b"), ord("k")))
    path = book(tmp_path, ["a"], ["needle"])
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "bomb.xlsx", "w") as new:
        for member in old.namelist():
            content = old.read(member).replace(b">needle<", b">&a;<")
            head = b"<!DOCTYPE x [" + swelling + b"<!ENTITY a " + entity + b">]>" if b"&a;" in content else b""
            new.writestr(member, head + content)
    with pytest.raises(SourceError, match="no workbook that can be read"):
        read(tmp_path / "bomb.xlsx")


def test_a_workbook_is_recognised_by_its_first_row_whatever_it_is_called(tmp_path: Path) -> None:
    path = book(tmp_path, [], ["Subject", "Kind", "Object"], ["A", "met", "B"], name="things.xlsx")
    assert recognise(Input(path.name, path)) == "ties"
    assert head(Input(path.name, path)) == b"Subject,Kind,Object"
    assert catalogue.recognise("-", b"subject,kind,object\n") == "ties"
    other = book(tmp_path, ["Unknown", "Columns"], name="other.xlsx")
    with pytest.raises(SourceError, match="data of no kind that is known"):
        recognise(Input(other.name, other))


def test_a_register_of_tables_is_read_from_a_workbook_as_from_its_csv(make: Callable[[str], GraphStore], tmp_path: Path) -> None:
    source = Path(__file__).parent / "fixtures" / "fara" / "FARA_All_Registrants.csv"
    with source.open(encoding="latin-1", newline="") as stream:
        path = book(tmp_path, *csv.reader(stream), name="FARA_All_Registrants.xlsx")
    said = []
    for name, file in (("csv", source), ("xlsx", path)):
        store = make(name)
        assert load(store, [str(file)]).loaded[0].loader == "fara"
        said.append(sorted((record.claim.subject, record.claim.predicate, record.claim.value) for record in store.records(source="source:fara/registrants")))
    assert said[0] == said[1]
    assert said[0]


def test_standard_input_is_recognised_as_any_file(store: GraphStore, tmp_path: Path) -> None:
    for content in (b"subject,kind,object\nOne,met,Two\n", book(tmp_path, ["subject", "kind", "object"], ["One", "met", "Three"]).read_bytes()):
        assert load(store, ["-"], stdin=BytesIO(content)).loaded[0].loader == "ties"
    assert {record.claim.object for record in store.records(predicate="met_with") if record.claim.subject == "org:one"} == {"org:three"}


def test_names_of_columns_are_those_of_the_lists_in_any_case() -> None:
    assert lower_case(["Unit multiplier", "PERIOD-START", "value "]) == ["unit_multiplier", "period_start", "value"]


def test_a_quote_that_is_never_closed_is_reported_with_the_lines_that_it_took_in(tmp_path: Path) -> None:
    found, told = read(written(tmp_path, b'a,b\n1,"x\ny"\n2,"never closed\n3,z\n4,z\n'))
    assert found == [{"a": "1", "b": "x\ny"}]
    assert told == [(3, "", "a quote is opened here and never closed, which took in 2 more lines to the end of the file; mend the row")]


def test_a_quote_over_several_lines_may_end_the_file(tmp_path: Path) -> None:
    assert read(written(tmp_path, b'a,b\n1,"x\ny"')) == ([{"a": "1", "b": "x\ny"}], [])


def test_an_instant_of_which_the_sheet_shows_the_day_only_is_that_day(tmp_path: Path) -> None:
    made = Workbook()
    made.active.append(["start"])
    made.active.append([datetime(2025, 4, 22, 13, 5)])
    made.active["A2"].number_format = "yyyy-mm-dd"
    made.save(tmp_path / "days.xlsx")
    assert read(tmp_path / "days.xlsx") == ([{"start": "2025-04-22"}], [])
