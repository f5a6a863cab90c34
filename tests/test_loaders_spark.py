"""Bulk work on Spark gives what one machine gives: the same claims of the same documents, the same entities, ties, scores and components."""

import io
import random
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from graph.claims import Claim, Line, Record, Source, Text
from graph.errors import RequestError, SourceError
from graph.influence.measures import components as components_here
from graph.influence.pagerank import pagerank
from graph.influence.score import InfluenceQuery, ground
from graph.snapshot.arrays import Snapshot
from graph.snapshot.build import build
from graph.store import open_store
from loaders import example
from loaders.bulk.assemble import assemble
from loaders.bulk.extract import extract
from loaders.bulk.scores import score
from loaders.bulk.session import opened
from loaders.bulk.tables import place
from loaders.exports import formats
from loaders.exports.parquet import entity_row
from loaders.exports.told import tell
from loaders.graphs.parquet import record_of, source_of
from loaders.inputs import Input, inputs
from loaders.reading import DOCUMENT_BYTES, read, read_text
from loaders.registry import lines as registry_lines
from loaders.registry import load_registry
from loaders.run import load

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.slow
FIXTURES = Path(__file__).parent / "fixtures"
DAY = date(2025, 10, 28)
GRAPHS = 20
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def spark(spark_extra: None) -> "Iterator[SparkSession]":
    """A session on two cores of this machine."""
    with opened("local[2]", {"spark.sql.shuffle.partitions": "2"}) as session:
        yield session


def rows(folder: Path, name: str) -> Rows:
    from pyarrow import dataset

    found: Rows = dataset.dataset(place(str(folder), name), format="parquet").to_table().to_pylist()
    return found


@pytest.fixture(scope="module")
def documents(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five articles, our fixtures of prose, an archive, a document twice, odd names, and files that are no document or a bad one."""
    folder = tmp_path_factory.mktemp("documents")
    for path in [*(shared / "seeds").glob("*.txt"), *FIXTURES.glob("*.txt")]:
        shutil.copy(path, folder / path.name)
    note = Path(example.__file__).parent / "documents" / "usmca-digital-trade-note.md"
    for name in ("_under 50%41 #1.md", "Ñandú/again.md"):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(note, folder / name)
    with zipfile.ZipFile(folder / "archive.zip", "w") as archive:
        archive.write(FIXTURES / "recognition.txt", "one/recognition.txt")
        archive.writestr("empty.txt", "")
    (folder / "empty.txt").touch()
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 9)
    (folder / ".hidden.txt").write_text("Nobody reads this.", encoding="utf-8")
    shutil.copy(FIXTURES / "record.jsonl", folder / "record.jsonl")
    return folder


@pytest.fixture(scope="module")
def extracted(spark: "SparkSession", documents: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    out = tmp_path_factory.mktemp("extracted")
    return extract(spark, [str(documents)], str(out)), out


@pytest.fixture(scope="module")
def record(spark: "SparkSession", extracted: tuple[Any, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("record")
    assemble(spark, [str(extracted[1])], str(out))
    return out


@pytest.fixture(scope="module")
def here(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[tuple[Line, ...], str]]:
    """What one machine reads in every document, by name: its lines, or why it has none."""
    found = {}
    for source in inputs([str(documents)], io.BytesIO(), tmp_path_factory.mktemp("scratch")):
        reading = read(source)
        found[source.name] = (reading.lines, reading.reason or reading.loader)
    return found


def test_every_document_says_claim_by_claim_what_it_says_on_one_machine(extracted: tuple[Any, Path], here: dict[str, tuple[tuple[Line, ...], str]]) -> None:
    report, out = extracted
    found = {row["name"]: row for row in rows(out, "documents")}
    assert found.keys() == here.keys()
    for name, (lines, _) in here.items():
        if lines:
            row = found[name]
            assert [record_of(claim) for claim in row["claims"]] == [line for line in lines if isinstance(line, Record)]
            assert [source_of(row["source"]), Text(source=row["source"]["id"], text=row["text"])] == list(lines[:2])
    assert report.accepted + report.proposed == sum(isinstance(line, Record) for lines, _ in here.values() for line in lines)
    assert report.read == sum(bool(lines) for lines, _ in here.values())


def test_a_document_that_cannot_be_read_is_a_row_with_the_reason_of_one_machine(
    extracted: tuple[Any, Path], here: dict[str, tuple[tuple[Line, ...], str]]
) -> None:
    report, out = extracted
    reasons = {row["name"]: row["reason"] for row in rows(out, "documents") if row["reason"]}
    bad = {name: reason for name, (lines, reason) in here.items() if not lines}
    assert {Path(name).name for name in bad} == {"archive.zip:empty.txt", "binary.txt", "empty.txt", "record.jsonl"}
    assert reasons.keys() == bad.keys()
    for name, reason in reasons.items():
        expected = "is no document but for the loader jsonl; file it with `trilateral load`" if name.endswith(".jsonl") else bad[name]
        assert reason.endswith(expected)
    assert {one.name: one.reason for one in report.failures} == reasons
    assert (report.failed, report.exit_code) == (4, 4)


def test_the_record_holds_each_claim_once_with_the_registry(record: Path, here: dict[str, tuple[tuple[Line, ...], str]]) -> None:
    lines = [*registry_lines(load_registry()), *(line for name in sorted(here) for line in here[name][0])]
    expected = {line.claim.id: line for line in lines if isinstance(line, Record)}
    found = [record_of(row) for row in rows(record, "claims")]
    assert len(found) == len(expected)
    assert {line.claim.id: line for line in found} == expected
    assert {row["id"]: source_of(row) for row in rows(record, "sources")} == {line.id: line for line in lines if isinstance(line, Source)}
    assert {row["source"]: row["text"] for row in rows(record, "texts")} == {line.source: line.text for line in lines if isinstance(line, Text)}
    entities = {row["id"]: row for row in rows(record, "entities")}
    assert entities == {key: entity_row(being) for key, being in tell(lambda: lines).beings.items()}


def test_the_record_that_is_loaded_is_the_one_that_one_machine_loads(record: Path, documents: Path, tmp_path: Path) -> None:
    stores = [open_store(f"sqlite:///{tmp_path / name}.db") for name in ("bulk", "here")]
    assert not load(stores[0], [str(record)]).failures
    (documents / "record.jsonl").rename(tmp_path / "record.jsonl")
    load(stores[1], [str(documents)])
    (tmp_path / "record.jsonl").rename(documents / "record.jsonl")
    # What looks alike is proposed as documents are filed one after the other; it is no document's claim.
    bulk, alone = ({one.claim.id: one for one in store.records() if not one.extractor.startswith("alike/")} for store in stores)
    assert bulk == alone
    assert stores[0].text(next(iter(alone.values())).claim.source) == stores[1].text(next(iter(alone.values())).claim.source)
    for store in stores:
        store.close()


def test_texts_in_a_table_say_what_they_say_in_files(spark: "SparkSession", shared: Path, tmp_path: Path) -> None:
    import pyarrow
    from pyarrow import parquet

    texts = [path.read_text(encoding="utf-8") for path in sorted((shared / "seeds").glob("*.txt"))[:2]]
    given: Rows = [
        {"name": "one", "text": texts[0], "published": date(2024, 1, 2)},
        {"name": "two", "text": f"<html><body><p>{texts[1]}</p></body></html>", "format": "html"},
    ]
    given = [{"published": None, "format": None, **row} for row in [*given, {"name": "none", "text": " "}]]
    parquet.write_table(pyarrow.Table.from_pylist(given), tmp_path / "texts.parquet")
    report = extract(spark, [str(tmp_path / "texts.parquet")], str(tmp_path / "out"), layer="ours")
    assert (report.read, report.failed) == (2, 1)
    for row in rows(tmp_path / "out", "documents"):
        (one,) = [one for one in given if one["name"] == row["name"]]
        expected = read_text(one["text"], one["name"], format=one["format"] or "text", published=one["published"], layer="ours")
        assert row["reason"] == expected.reason
        assert [record_of(claim) for claim in row["claims"]] == [line for line in expected.lines if isinstance(line, Record)]


def test_a_folder_by_the_address_of_its_file_system_says_the_same(spark: "SparkSession", shared: Path, tmp_path: Path) -> None:
    folder = tmp_path / "far"
    folder.mkdir()
    (article,) = sorted((shared / "seeds").glob("*.txt"))[:1]
    shutil.copy(article, folder / "an article 50%41 é.txt")
    with (folder / "big.txt").open("wb") as file:
        file.truncate(DOCUMENT_BYTES + 1)
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.write(FIXTURES / "recognition.txt", "recognition.txt")
    report = extract(spark, [f"file://{folder}"], f"file://{tmp_path}/out")
    assert (report.read, report.failed) == (2, 1)
    assert [one.reason for one in report.failures] == [f"file:{folder}/big.txt: 20 MB is more than a document may have (20 MB); split it"]
    found = {row["name"]: [record_of(claim) for claim in row["claims"]] for row in rows(tmp_path / "out", "documents")}
    expected = [read(Input("it", path)).lines for path in (folder / "an article 50%41 é.txt", FIXTURES / "recognition.txt")]
    names = [f"file:{folder}/an article 50%41 é.txt", f"file:{folder}/more.zip:recognition.txt"]
    assert [found[name] for name in names] == [[line for line in lines if isinstance(line, Record)] for lines in expected]


def random_graph(number: int) -> list[Line]:
    """Actors of one graph, some of them joined by ties of every sort, on days and in sources at random."""
    rng = random.Random(number)
    actors = [f"{rng.choice(['org', 'person', 'gov'])}:g{number:02}-{at}" for at in range(rng.randint(2, 14))] + ["topic:digital-trade"]
    said = []
    for _ in range(rng.randint(1, 40)):
        predicate = rng.choice(["met_with", "lobbied", "works_for", "leads", "member_of", "partners_with", "joint_statement_with"])
        a, b = rng.sample(actors[:-1], 2)
        begun = DAY - timedelta(rng.randint(-200, 900))
        when = rng.choice(["", str(begun), f"{begun}..", f"..{begun}", f"{begun}..{begun + timedelta(rng.randint(0, 400))}"])
        marks = tuple(rng.sample(["since", "ended", "former", "sought-by-subject"], rng.choice([0, 0, 0, 1])))
        source = f"source:s{rng.randint(0, 5)}"
        said.append(
            Claim(
                subject=a, predicate=predicate, object=b, when=when, qualifiers=marks, source=source, confidence=rng.randint(100, 990), locator=str(len(said))
            )
        )
    return [Record(claim=claim) for claim in said]


def sources() -> list[Line]:
    groups = ["", "wire", "wire", "", "", ""]
    days = [date(2025, 1, day + 1) if day % 2 else None for day in range(6)]
    return [
        Source(id=f"source:s{at}", title=str(at), group=group, published=day, sha256="ab" * 32 if at > 3 else "")
        for at, (group, day) in enumerate(zip(groups, days, strict=True))
    ]


def alone(snapshot: Snapshot) -> tuple[dict[str, float], dict[str, float], dict[str, str], dict[tuple[str, str], float]]:
    """By graph's own: influence, activity, components of the actors, and the strengths of ties."""
    base = ground(snapshot, InfluenceQuery(as_of=DAY))
    arcs, n = base.arcs, len(base.actors)
    ids = [snapshot.ids[int(at)] for at in base.actors]
    values = pagerank(arcs.source, arcs.target, base.weights[:, None], n, tolerance=1e-12)[:, 0] if n else np.zeros(0)
    active = np.bincount(arcs.source, weights=base.weights, minlength=n)
    joined = [ids[at] for at in components_here(base.matrix())] if n else []
    ties = {(snapshot.ids[low], snapshot.ids[high]): float(s) for low, high, s in zip(arcs.ties.low, arcs.ties.high, arcs.ties.strength, strict=True)}
    return dict(zip(ids, values.tolist(), strict=True)), dict(zip(ids, active.tolist(), strict=True)), dict(zip(ids, joined, strict=True)), ties


@pytest.fixture(scope="module")
def scored(spark: "SparkSession", tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path, list[list[Line]]]:
    """Twenty random graphs, exported as one record and scored together."""
    graphs = [random_graph(number) for number in range(GRAPHS)]
    folder = tmp_path_factory.mktemp("graphs")
    formats.write_files(partial(list, [*sources(), *(line for graph in graphs for line in graph)]), "parquet", ("public",), folder)
    return score(spark, str(folder), str(folder), on=DAY, top=1000), folder, graphs


def test_ties_scores_and_components_of_twenty_graphs_are_those_of_one_machine(scored: tuple[Any, Path, list[list[Line]]]) -> None:
    report, folder, graphs = scored
    values, active, joined, ties = alone(build([*sources(), *(line for graph in graphs for line in graph)]))
    found = {row["entity"]: row for row in rows(folder, "scores")}
    assert found.keys() == values.keys()
    assert {key: row["influence"] for key, row in found.items()} == pytest.approx(values, abs=1e-9)
    assert {key: row["activity"] for key, row in found.items()} == pytest.approx(active, abs=1e-9)
    assert {key: row["component"] for key, row in found.items()} == joined
    assert {(row["low"], row["high"]): row["strength"] for row in rows(folder, "ties")} == pytest.approx(ties, abs=1e-12)
    assert [one.entity for one in report.items] == sorted(found, key=lambda key: (-found[key]["influence"], key))
    assert (report.ties, report.actors, report.components) == (len(ties), len(values), len(set(joined.values())))
    assert all(row["size"] == sum(other == row["component"] for other in joined.values()) for row in found.values())


def test_so_are_the_scores_of_each_graph_by_itself(scored: tuple[Any, Path, list[list[Line]]]) -> None:
    """A walk that starts again anywhere shares its score out among graphs apart; within each the shares are its own scores."""
    _, folder, graphs = scored
    found = {row["entity"]: row["influence"] for row in rows(folder, "scores")}
    for graph in graphs:
        values, *_ = alone(build([*sources(), *graph]))
        share = sum(found[key] for key in values)
        assert {key: found[key] / share for key in values} == pytest.approx(values, abs=1e-9)


def test_components_of_long_chains_stars_and_rings_are_found(spark: "SparkSession") -> None:
    from loaders.bulk.components import components

    chain = [(f"c{at:03}", f"c{at + 1:03}") for at in range(99)]
    ring = [(f"r{at:02}", f"r{(at + 1) % 30:02}") for at in range(30)]
    star = [("s00", f"s{at:02}") for at in range(1, 40)]
    pairs = [*chain, *ring, *star, ("x", "x")]
    random.Random(1).shuffle(pairs)
    found = components(spark.createDataFrame(pairs, "low string, high string"))
    assert {row["entity"]: row["component"] for row in found.collect()} == {end: f"{end[0]}{'0' * (len(end) - 1)}" for pair in pairs for end in pair}


def test_two_exports_and_a_reading_join_in_one_record(spark: "SparkSession", extracted: tuple[Any, Path], record: Path, tmp_path: Path) -> None:
    again = assemble(spark, [str(record), str(extracted[1]), str(record)], str(tmp_path / "again"))
    assert again.counts == {name: len(rows(record, name)) for name in ("claims", "sources", "texts", "entities")}


def test_what_is_there_is_not_written_over_and_what_is_missing_is_named(
    spark: "SparkSession", extracted: tuple[Any, Path], documents: Path, tmp_path: Path
) -> None:
    with pytest.raises(RequestError, match=r"documents\.parquet: is there already"):
        extract(spark, [str(documents)], str(extracted[1]))
    with pytest.raises(SourceError, match="no such file or folder"):
        extract(spark, [str(tmp_path / "nowhere")], str(tmp_path / "out"))
    with pytest.raises(SourceError, match=r"has neither documents\.parquet nor"):
        assemble(spark, [str(documents)], str(tmp_path / "out"))
    with pytest.raises(SourceError, match=r"has no claims.parquet; make it with `trilateral bulk assemble`"):
        score(spark, str(documents), str(tmp_path / "out"), on=DAY)
    with pytest.raises(RequestError, match="no name of a layer"):
        extract(spark, [str(documents)], str(tmp_path / "out"), layer="no layer")


def test_a_record_without_ties_has_no_scores(spark: "SparkSession", tmp_path: Path) -> None:
    lines: list[Line] = [Source(id="source:s", title="s"), Record(claim=Claim(subject="org:a", predicate="name", value="A", source="source:s"))]
    formats.write_files(lambda: lines, "parquet", ("public",), tmp_path)
    found = score(spark, str(tmp_path), str(tmp_path / "out"), on=DAY)
    assert (found.ties, found.actors, found.components, found.items) == (0, 0, 0, ())
