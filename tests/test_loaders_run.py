"""The load runner: recognise, file, report; again changes nothing; what cannot be read is listed."""

import io
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph.claims import Claim, Record, Source, Status, write_lines
from graph.errors import RequestError
from graph.store import open_store
from graph.store.base import GraphStore
from loaders.catalogue import cards
from loaders.registry import EXTRACTOR, SOURCE, lines, load_registry
from loaders.run import load

NOTE = """# Industry groups meet officials

On 22 April 2025, representatives of AMITI met with officials of the Office of the United States Trade Representative (USTR) in Washington.
"""
OTHER = NOTE.replace("AMITI", "Technation").replace("Industry groups meet", "Canadian industry meets")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    store = open_store(str(tmp_path / "run.db"))
    yield store
    store.close()


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.md"
    path.write_text(NOTE, encoding="utf-8")
    return path


@contextmanager
def as_nobody(*readable: Path) -> Iterator[None]:
    """The superuser may read everything; as nobody it may not."""
    superuser = os.geteuid() == 0
    for path in readable:
        path.chmod(0o755)
        for above in path.parents:
            if superuser and above.stat().st_uid == 0 and str(above).startswith("/tmp/"):
                above.chmod(0o755)
    if superuser:
        os.seteuid(65534)
    try:
        yield
    finally:
        if superuser:
            os.seteuid(0)


def export(*lines: Source | Record) -> bytes:
    stream = io.StringIO()
    write_lines(lines, stream)
    return stream.getvalue().encode()


def met(layer: str = "public") -> tuple[Source, Record]:
    source = Source(id="source:list", title="A list", kind="curated")
    claim = Claim(subject="org:amiti", predicate="met_with", object="org:ustr", when="2025-04", source=source.id)
    return source, Record(claim=claim, layer=layer)


def test_a_document_is_filed_with_the_registry(store: GraphStore, note: Path) -> None:
    report = load(store, [str(note)])
    assert report.exit_code == 0
    assert (report.loaded[0].loader, report.loaded[0].new > 0) == ("documents", True)
    assert {"source:registry", *report.loaded[0].sources} <= {source.id for source in store.sources()}
    assert any(record.claim.predicate == "met_with" for record in store.records(source=report.loaded[0].sources[0]))


def test_a_registry_of_other_facts_is_replaced_by_the_present_one(store: GraphStore, note: Path) -> None:
    registry = load_registry()
    _, first, *_ = lines(registry)
    stale = Claim(subject="org:gone", predicate="kind", value="association", source="source:registry")
    store.write([Source(**SOURCE.model_dump(exclude={"sha256"}), sha256="0" * 64), Record(claim=stale, extractor=EXTRACTOR)])
    load(store, [str(note)])
    filed = {record.claim.id for record in store.records(source="source:registry")}
    assert isinstance(first, Record)
    assert first.claim.id in filed
    assert stale.id not in filed
    assert registry.digest in {source.sha256 for source in store.sources()}


def test_loading_again_changes_nothing(store: GraphStore, note: Path) -> None:
    load(store, [str(note)])
    before = store.check()
    report = load(store, [str(note)])
    assert (report.loaded[0].new, report.loaded[0].known > 0) == (0, True)
    assert store.check() == before


def test_resume_passes_over_what_is_filed(store: GraphStore, note: Path, tmp_path: Path) -> None:
    load(store, [str(note)])
    (tmp_path / "other.md").write_text(OTHER, encoding="utf-8")
    report = load(store, [str(note), str(tmp_path / "other.md")], resume=True)
    assert report.unchanged == (str(note),)
    assert len(report.loaded) == 1


def test_a_dry_run_counts_and_writes_nothing(store: GraphStore, note: Path) -> None:
    revision = store.revision()
    dry = load(store, [str(note)], dry_run=True)
    assert store.revision() == revision
    assert load(None, [str(note)], dry_run=True) == dry
    assert load(store, [str(note)]).loaded[0].new == dry.loaded[0].new
    assert load(store, [str(note)], dry_run=True).loaded[0].new == 0


def test_a_layer_keeps_the_public_record_as_it_is(store: GraphStore, note: Path, tmp_path: Path) -> None:
    load(store, [str(note)])
    revision = store.revision()
    (tmp_path / "other.md").write_text(OTHER, encoding="utf-8")
    report = load(store, [str(tmp_path / "other.md")], layer="private")
    assert store.revision() == revision
    assert list(store.records(source=report.loaded[0].sources[0])) == []
    assert list(store.records(source=report.loaded[0].sources[0], layers=("private", "public")))


def test_a_folder_is_read_in_order_without_hidden_files(store: GraphStore, note: Path, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    (folder / "deeper").mkdir(parents=True)
    (folder / "b.md").write_text(OTHER, encoding="utf-8")
    (folder / "deeper" / "c.jsonl").write_bytes(export(*met()))
    (folder / "a.md").write_text(NOTE, encoding="utf-8")
    (folder / ".hidden").write_bytes(b"\0\0")
    report = load(store, [str(folder)])
    assert [(Path(one.name).name, one.loader) for one in report.loaded] == [("a.md", "documents"), ("b.md", "documents"), ("c.jsonl", "jsonl")]
    assert report.failures == ()


def test_an_archive_is_unpacked_in_safety(store: GraphStore, tmp_path: Path) -> None:
    archive = tmp_path / "articles.zip"
    with zipfile.ZipFile(archive, "w") as content:
        content.writestr("one/note.md", NOTE)
        content.writestr("../../escaped.md", OTHER)
    report = load(store, [str(archive)])
    assert len(report.loaded) == 2
    assert not list(tmp_path.parent.rglob("escaped.md"))


def test_one_bad_file_of_an_archive_leaves_the_others(store: GraphStore, tmp_path: Path) -> None:
    archive = tmp_path / "articles.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as content:
        content.writestr("a-damaged.md", NOTE * 20)
        content.writestr("b-locked.md", NOTE)
        content.writestr(f"{'long' * 500}.md", OTHER)
        content.writestr("x", "not a folder")
        content.writestr("x/note.md", NOTE)
    data = bytearray(archive.read_bytes())
    start = data.index(b"a-damaged.md") + len(b"a-damaged.md")
    data[start : start + 40] = bytes(40)
    for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = next(at for at in range(len(data)) if data.startswith(mark, at) and b"b-locked" in data[at : at + 64] and b"damaged" not in data[at : at + 64])
        data[place + flags] |= 1
    archive.write_bytes(data)
    report = load(store, [str(archive)])
    assert report.exit_code == 4
    reasons = [failure.reason.removeprefix(f"{archive}:") for failure in report.failures]
    assert [reason.split(":")[0] for reason in reasons] == ["a-damaged.md", "b-locked.md"]
    assert "is encrypted; unpack the archive with its password" in reasons[1]
    assert len(report.loaded) == 3


def test_an_archive_inside_a_folder_is_unpacked_too(store: GraphStore, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    with zipfile.ZipFile(folder / "more.zip", "w") as content:
        content.writestr("note.md", NOTE)
    assert [one.name for one in load(store, [str(folder)]).loaded] == [f"{folder / 'more.zip'}:note.md"]


def test_what_a_folder_holds_but_nobody_may_read_is_named_and_the_rest_is_loaded(store: GraphStore, note: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    (folder / "closed").mkdir(parents=True)
    note.rename(folder / "note.md")
    (folder / "secret.md").write_text(NOTE)
    (folder / "nowhere.md").symlink_to("missing")
    os.mkfifo(folder / "pipe")
    (folder / "empty.md").touch()
    (folder / "secret.md").chmod(0)
    (folder / "closed").chmod(0)
    load(store, [str(folder / "note.md")])
    with as_nobody(tmp_path):
        report = load(store, [str(folder)], dry_run=True)
    (folder / "closed").chmod(0o755)
    assert [Path(one.name).name for one in report.loaded] == ["note.md"]
    assert [Path(failure.name).name for failure in report.failures] == ["closed", "empty.md", "nowhere.md", "pipe", "secret.md"]
    assert all(failure.reason.startswith(str(folder)) and "\n" not in failure.reason and "; " in failure.reason for failure in report.failures[:3])


@pytest.mark.parametrize("source", ["", " "])
def test_a_source_without_a_name_is_not_the_present_folder(store: GraphStore, source: str, monkeypatch: pytest.MonkeyPatch, note: Path) -> None:
    monkeypatch.chdir(note.parent)
    report = load(store, [source])
    assert (report.loaded, report.exit_code) == ((), 3)


@pytest.mark.parametrize("layer", ["our own", "\x1b[31m", "x" * 65, "Ours", "../up"])
def test_a_layer_has_a_plain_name(store: GraphStore, note: Path, layer: str) -> None:
    with pytest.raises(RequestError, match="no name of a layer"):
        load(store, [str(note)], layer=layer)


def test_a_private_load_shows_nothing_to_the_public(store: GraphStore, note: Path, tmp_path: Path) -> None:
    load(store, [str(note)])
    before = store.revision(), store.sources(), list(store.dump(["public"]))
    (tmp_path / "silent.md").write_text("# Weather\n\nIt rained all day long and nobody came to the garden.\n")
    (tmp_path / "other.md").write_text(OTHER)
    data = export(*met()) + b'{"type":"judgement","left":"org:amiti","right":"org:technation","verdict":"same"}\n'
    report = load(store, [str(tmp_path / "silent.md"), str(tmp_path / "other.md"), str(note), "-"], layer="ours", stdin=io.BytesIO(data))
    assert len(report.loaded) == 4
    assert (store.revision(), store.sources(), list(store.dump(["public"]))) == before
    assert len(store.sources(["ours"])) == 4


def test_office_documents_and_broken_archives_are_named(store: GraphStore, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "paper.docx", "w") as content:
        content.writestr("[Content_Types].xml", "<Types/>")
    with zipfile.ZipFile(tmp_path / "empty.zip", "w"):
        pass
    report = load(store, [str(tmp_path / "paper.docx"), str(tmp_path / "empty.zip")])
    assert report.exit_code == 3
    assert "paper.docx" in report.failures[0].reason
    assert "empty.zip" in report.failures[1].reason


@pytest.mark.parametrize("data", [export(*met()), NOTE.encode()], ids=["jsonl", "document"])
def test_standard_input_is_recognised_too(store: GraphStore, data: bytes) -> None:
    assert load(store, ["-"], stdin=io.BytesIO(data)).exit_code == 0


def test_json_lines_keep_their_layers_unless_one_is_given(store: GraphStore) -> None:
    data = export(*met("private"))
    load(store, ["-"], stdin=io.BytesIO(data))
    assert list(store.records(source="source:list")) == []
    load(store, ["-"], stdin=io.BytesIO(data), layer="public")
    assert len(list(store.records(source="source:list"))) == 1


def test_a_bad_line_of_json_lines_is_told_and_the_rest_is_filed(store: GraphStore, tmp_path: Path) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_bytes(export(*met()) + b'{"type":"claim","claim":{"subject":"nobody"}}\n')
    report = load(store, [str(path)])
    assert report.exit_code == 4
    assert str(report.loaded[0].faults[0]).startswith("line 3: ")
    assert [record.claim.predicate for record in store.records(source="source:list")] == ["met_with"]


def test_a_quote_that_is_not_in_its_text_is_refused_and_nothing_of_the_file_stays(store: GraphStore, tmp_path: Path) -> None:
    source, record = met()
    lie = Record(claim=record.claim.model_copy(update={"quote": "never said", "span": (0, 10)}))
    text = b'{"type":"text","source":"source:list","text":"something else entirely"}\n'
    path = tmp_path / "lie.jsonl"
    path.write_bytes(export(source) + text + export(lie))
    report = load(store, [str(path)])
    assert report.exit_code == 3
    assert f"{path}: line 3: {lie.claim.id}" in report.failures[0].reason
    assert list(store.records()) == []


@pytest.mark.parametrize(("name", "data"), [("list.jsonl", b"[1, 2]"), ("deep.jsonl", b'{"type":' + b"[" * 100_000), ("array.json", b'[{"type":"source"}]')])
def test_other_json_is_no_article(store: GraphStore, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert load(store, [str(tmp_path / name)]).exit_code == 3


def test_a_line_without_end_is_refused(store: GraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loaders.jsonl.LONGEST_LINE", 1000)
    path = tmp_path / "long.jsonl"
    path.write_bytes(export(*met()) + b'{"type":"source","title":"' + b"x" * 1000 + b'"}\n')
    assert "long.jsonl: line 3: longer than" in load(store, [str(path)]).failures[0].reason


def test_a_text_filed_under_two_names_is_one_voice(store: GraphStore, tmp_path: Path) -> None:
    sources = [Source(id=f"source:{name}", title=name, sha256="ab" * 32) for name in ("one", "two")]
    assert len({source.source_group for source in sources}) == 1
    assert Source(id="source:three", title="three").source_group == "source:three"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("blank.txt", b"\n \n\t\n"),
        ("binary.txt", bytes(range(256)) * 100),
        ("other.json", b'{"title": "not ours"}'),
        ("latin.jsonl", export(*met())[:-2].replace(b"A list", b"L\xe9")),
        ("utf16.jsonl", export(*met()).decode().encode("utf-16")),
    ],
)
def test_what_cannot_be_read_is_a_failure_of_one_line_that_names_it(store: GraphStore, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    report = load(store, [str(tmp_path / name)])
    assert report.exit_code == 3
    assert name in report.failures[0].reason
    assert "\n" not in report.failures[0].reason


def test_missing_files_pipes_and_folders_without_files_are_named(store: GraphStore, note: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "hollow").mkdir()
    report = load(store, [str(tmp_path / "missing.txt"), str(tmp_path / "pipe"), str(tmp_path / "hollow"), str(note)])
    assert report.exit_code == 4
    assert [Path(failure.name).name for failure in report.failures] == ["missing.txt", "pipe", "hollow"]
    assert all(failure.name in failure.reason for failure in report.failures)
    assert len(report.loaded) == 1


def test_a_document_of_100_mb_is_refused_at_once(store: GraphStore, tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    assert "100 MB" in load(store, [str(path)]).failures[0].reason


def test_an_unknown_loader_is_a_wrong_request(store: GraphStore, note: Path) -> None:
    with pytest.raises(RequestError, match="documents, jsonl"):
        load(store, [str(note)], loader="pdf")


def test_as_overrides_the_content(store: GraphStore, tmp_path: Path) -> None:
    path = tmp_path / "note.md"
    path.write_text(NOTE, encoding="utf-8")
    assert load(store, [str(path)], loader="jsonl").exit_code == 3


def test_progress_is_told_every_file(store: GraphStore, note: Path) -> None:
    seen: list[tuple[int, str]] = []
    load(store, [str(note), "missing.txt"], progress=lambda number, name: seen.append((number, name)))
    assert seen == [(1, str(note)), (2, "missing.txt")]


def test_counts_are_by_status(store: GraphStore) -> None:
    source, record = met()
    proposed = Record(claim=record.claim.model_copy(update={"object": "org:cisa"}), status=Status.PROPOSED)
    report = load(store, ["-"], stdin=io.BytesIO(export(source, record, proposed)))
    assert (report.loaded[0].accepted, report.loaded[0].proposed, report.loaded[0].new) == (1, 1, 2)


def test_every_loader_has_its_card() -> None:
    assert [card.name for card in cards()][:3] == ["documents", "jsonl", "registry"]
    assert all(card.reads and card.where and card.licence and card.publisher for card in cards())
    assert len({card.name for card in cards()}) == len(cards())
