"""Parquet tables: a record that was exported comes back claim by claim, and what is damaged is named."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from graph.claims import Bound, Claim, Figure, Line, Modality, Record, Source, Status, Text
from graph.errors import SourceError
from graph.store import open_store
from loaders import catalogue, example
from loaders.exports import formats
from loaders.graphs.parquet import read
from loaders.inputs import inputs
from loaders.intake import Intake
from loaders.known import Known
from loaders.registry import lines as registry_lines
from loaders.registry import load_registry
from loaders.run import load

pyarrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")
TOLD = "Mexico sold goods for $5 billion, “=1+1” said.\x0b 加拿大 🙂"


def full() -> list[Line]:
    """A claim with every field, in a layer of its own, beside a plain one."""
    figure = Figure(
        kind="flow",
        value=5e9,
        upper=6e9,
        unit="USD",
        bound=Bound.ABOUT,
        reporter="Mexico",
        partner="Canada",
        direction="export",
        slots=(("period", "guessed"),),
    )
    source = Source(
        id="source:note", title="=cmd", publisher="P", published=date(2025, 3, 1), url="https://e.org", sha256="ab" * 32, reliability=0.4, layer="ours"
    )
    claim = Claim(
        subject="place:mx",
        predicate="flow",
        object="place:ca",
        figure=figure,
        qualifiers=("b", "a"),
        modality=Modality.PLANNED,
        speaker="org:amiti",
        when="2025-04..",
        source="source:note",
        quote=TOLD[:6],
        gloss="said",
        locator="paragraph 1",
        span=(0, 6),
        confidence=333,
    )
    plain = Claim(subject="org:amiti", predicate="name", value="AMITI; = “x”", source="source:note")
    return [
        source,
        Text(source="source:note", text=TOLD),
        Record(claim=claim, status=Status.PROPOSED, layer="ours", extractor="documents/2"),
        Record(claim=plain),
    ]


def exported(lines: list[Line], folder: Path, layers: tuple[str, ...] = ("public",)) -> Path:
    formats.write_files(lambda: lines, "parquet", layers, folder)
    return folder


def back(folder: Path, layer: str = "public") -> tuple[list[Line], Intake]:
    (source,) = inputs([str(folder)], io.BytesIO(), folder, catalogue.together)
    assert catalogue.names().count(source.bundle) == 1
    intake = Intake(Known(), layer)
    return list(read(source, intake)), intake


def records(lines: list[Line]) -> dict[str, Record]:
    return {line.claim.id: line for line in lines if isinstance(line, Record)}


def test_every_field_of_a_claim_a_source_and_a_text_comes_back(tmp_path: Path) -> None:
    found, intake = back(exported(full(), tmp_path, ("ours", "public")))
    assert records(found) == records(full())
    assert [line for line in found if not isinstance(line, Record)] == full()[:2]
    assert not intake.faulty


def test_the_whole_example_comes_back_claim_by_claim(tmp_path: Path) -> None:
    lines = [*registry_lines(load_registry()), *example.lines()]
    found, intake = back(exported(lines, tmp_path))
    assert records(found) == records(lines)
    assert not intake.faulty


def test_a_record_moves_from_store_to_store(tmp_path: Path) -> None:
    one = open_store(f"sqlite:///{tmp_path / 'one.db'}")
    one.write([*registry_lines(load_registry()), *example.lines()])
    exported(list(one.dump(("public",))), tmp_path)
    other = open_store(f"sqlite:///{tmp_path / 'other.db'}")
    report = load(other, [str(tmp_path / "claims.parquet").rsplit("/", 1)[0]])
    assert [outcome.loader for outcome in report.loaded if outcome.new] == ["parquet"]
    assert {line.claim.id for line in other.records()} == {line.claim.id for line in one.records()}
    assert other.text("source:nobody") is None
    one.close()
    other.close()


def test_loaded_into_a_layer_all_of_it_stays_there(tmp_path: Path) -> None:
    found, _ = back(exported(full(), tmp_path, ("ours", "public")), "theirs")
    assert {line.layer for line in found if isinstance(line, Record | Source)} == {"theirs"}


def test_without_its_text_a_quote_loses_only_its_place(tmp_path: Path) -> None:
    exported(full(), tmp_path, ("ours", "public"))
    (tmp_path / "texts.parquet").unlink()
    found, _ = back(tmp_path)
    (claim,) = [line.claim for line in found if isinstance(line, Record) and line.claim.predicate == "flow"]
    assert (claim.span, claim.quote) == (None, TOLD[:6])


def rewritten(path: Path, **changed: Any) -> None:
    rows = [{**row, **changed} for row in parquet.read_table(path).to_pylist()]
    parquet.write_table(pyarrow.Table.from_pylist(rows), path)


def test_rows_that_are_no_claims_are_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    exported(full(), tmp_path, ("ours", "public"))
    path = tmp_path / "claims.parquet"
    rows = parquet.read_table(path).to_pylist()
    bad = [{**rows[1], "when": "next week"}, {**rows[1], "subject": "nobody"}, {**rows[1], "status": "certain"}]
    parquet.write_table(pyarrow.Table.from_pylist([*rows, *bad], schema=parquet.read_schema(path)), path)
    found, intake = back(tmp_path)
    assert records(found) == records(full())
    assert [(fault.file, fault.row) for fault in intake.faults] == [("claims.parquet", row) for row in (3, 4, 5)]


@pytest.mark.parametrize("name", ["claims", "sources", "texts"])
def test_damaged_and_foreign_tables_are_refused_in_one_line(tmp_path: Path, name: str) -> None:
    exported(full(), tmp_path, ("ours", "public"))
    (tmp_path / f"{name}.parquet").write_bytes(b"PAR1 no table")
    with pytest.raises(SourceError, match=rf"^.*: {name}.parquet cannot be read \(.*\); write it again$"):
        back(tmp_path)
    parquet.write_table(pyarrow.table({"a": [1]}), tmp_path / f"{name}.parquet")
    with pytest.raises(SourceError, match=f"{name}.parquet has no column"):
        back(tmp_path)


def test_one_table_alone_names_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exported(full(), tmp_path, ("ours", "public"))
    assert main(["--store", str(tmp_path / "x.db"), "load", str(tmp_path / "claims.parquet")]) == 3
    assert "name the folder with claims.parquet and sources.parquet" in capsys.readouterr().err


def test_a_table_in_parts_is_one_table(tmp_path: Path) -> None:
    exported(full(), tmp_path, ("ours", "public"))
    table = parquet.read_table(tmp_path / "claims.parquet")
    (tmp_path / "claims.parquet").unlink()
    (tmp_path / "claims.parquet").mkdir()
    for part in range(table.num_rows):
        parquet.write_table(table.slice(part, 1), tmp_path / "claims.parquet" / f"part-{part}.parquet")
    (tmp_path / "claims.parquet" / "_SUCCESS").touch()
    found, intake = back(tmp_path)
    assert records(found) == records(full())
    assert not intake.faulty
