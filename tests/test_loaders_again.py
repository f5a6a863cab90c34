"""Loading what is filed already: passed over where reading it again could find nothing else, read where it could, and shown before it is done."""

import io
import json
from pathlib import Path

import pytest

from api.cli import main
from graph.claims import Claim, Decision, Judgement, Record, Source, Status, Text, write_lines
from graph.errors import SourceError
from graph.store import open_store
from graph.store.base import GraphStore
from loaders import catalogue, units
from loaders.inputs import Input
from loaders.run import LoadReport, load

FIXTURES = Path(__file__).parent / "fixtures" / "fara"
PRINCIPALS = FIXTURES / "FARA_All_ForeignPrincipals.csv"


def agents(store: GraphStore) -> set[tuple[str, str]]:
    return {(record.claim.subject, record.claim.object) for record in store.records(predicate="agent_of")}


def export(*lines: Source | Record | Judgement) -> io.BytesIO:
    stream = io.StringIO()
    write_lines(lines, stream)
    return io.BytesIO(stream.getvalue().encode())


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    path = tmp_path / PRINCIPALS.name
    path.write_bytes(PRINCIPALS.read_bytes())
    return path


def test_a_filed_file_is_passed_over_and_reported_as_known(store: GraphStore) -> None:
    first = load(store, [str(FIXTURES)])
    before = store.check()
    again = load(store, [str(FIXTURES)])
    assert [one.again for one in again.loaded] == [True, True]
    assert [(one.new, one.known) for one in again.loaded] == [(0, one.new + one.known) for one in first.loaded]
    assert [(one.faulty, one.unread, one.accepted) for one in again.loaded] == [(one.faulty, one.unread, one.accepted) for one in first.loaded]
    assert again.exit_code == first.exit_code == 4
    assert store.check() == before


def test_an_older_copy_is_read_again_when_a_newer_one_took_its_place(store: GraphStore, copied: Path) -> None:
    older = copied.read_bytes()
    load(store, [str(copied)])
    filed = store.check().content_hash
    copied.write_bytes(older.replace(b"01/15/2022", b"01/20/2022"))
    assert load(store, [str(copied)]).loaded[0].superseded == 1
    copied.write_bytes(older)
    report = load(store, [str(copied)])
    assert (report.loaded[0].again, report.loaded[0].new, report.loaded[0].superseded) == (False, 1, 1)
    assert store.check().content_hash == filed


def test_what_was_retracted_is_filed_again(store: GraphStore, copied: Path) -> None:
    load(store, [str(copied)])
    filed = store.check().content_hash
    assert store.retract("source:fara/principals")
    assert load(store, [str(copied)]).loaded[0].new > 0
    assert store.check().content_hash == filed


def test_who_became_known_later_is_recognised_when_a_file_is_loaded_again(store: GraphStore, copied: Path) -> None:
    """A list says under another id what a principal of the register is called: the next load finds that one, as a load without a note of the file would."""
    load(store, [str(copied)])
    assert ("org:fictional-counsel-llp", "org:backwards-board") in agents(store)
    judged = Judgement(left="org:backwards-board", right="org:other-board", verdict="different")
    load(store, ["-"], stdin=export(judged))
    report = load(store, [str(copied)])
    assert (report.loaded[0].again, report.loaded[0].new) == (False, 0)
    assert load(store, [str(copied)]).loaded[0].again
    source = Source(id="source:elsewhere", title="Numbers", kind="curated")
    number = Claim(subject="org:counsel", predicate="identifier", value="fara:7001", source=source.id)
    load(store, ["-"], stdin=export(source, Record(claim=number)))
    assert not load(store, [str(copied)]).loaded[0].again


def test_another_edition_of_the_loaders_reads_again(store: GraphStore, copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(store, [str(copied)])
    monkeypatch.setattr(units, "edition", lambda **_: "another")
    report = load(store, [str(copied)])
    assert (report.loaded[0].again, report.loaded[0].new) == (False, 0)


def test_a_layer_has_its_own_memory(store: GraphStore, copied: Path) -> None:
    load(store, [str(copied)])
    assert not load(store, [str(copied)], layer="ours").loaded[0].again
    assert load(store, [str(copied)]).loaded[0].again
    assert load(store, [str(copied)], layer="ours").loaded[0].again


def test_resume_passes_over_files_that_are_filed_as_they_are(store: GraphStore, copied: Path) -> None:
    load(store, [str(copied)])
    report = load(store, [str(copied), str(FIXTURES / "FARA_All_Registrants.csv")], resume=True)
    assert (report.unchanged, len(report.loaded)) == ((str(copied),), 1)


def test_a_second_process_files_the_same(copied: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    one, two = open_store(str(tmp_path / "one.db")), open_store(str(tmp_path / "two.db"))
    monkeypatch.setattr("loaders.run.LARGE", 0)
    monkeypatch.setattr("loaders.run.cores", lambda: 2)
    assert load(one, [str(FIXTURES)], jobs=1) == load(two, [str(FIXTURES)], jobs=2)
    assert one.check() == two.check()
    one.close()
    two.close()


def test_too_few_lines_file_nothing(store: GraphStore, tmp_path: Path) -> None:
    path = tmp_path / PRINCIPALS.name
    path.write_bytes(PRINCIPALS.read_bytes().split(b"\n", 1)[0] + b"\n")
    report = load(store, [str(path)])
    assert report.exit_code == 3
    assert [source.id for source in store.sources()] == ["source:registry"]


def test_a_dry_run_shows_what_would_come_stay_and_go(store: GraphStore, copied: Path) -> None:
    load(store, [str(copied)])
    revision = store.revision()
    copied.write_bytes(PRINCIPALS.read_bytes().replace(b"01/15/2022", b"01/20/2022"))
    dry = load(store, [str(copied)], dry_run=True).loaded[0]
    assert store.revision() == revision
    assert [example.partition(", 2")[0] for example in (*dry.examples["+"], *dry.examples["-"])] == [
        "+ org:northgate-advocacy-llc agent_of org:sample-trade-promotion-board-of-nowhere",
        "- org:northgate-advocacy-llc agent_of org:sample-trade-promotion-board-of-nowhere",
    ]
    assert len(dry.examples["="]) == 3
    done = load(store, [str(copied)]).loaded[0]
    assert (dry.new, dry.known, dry.superseded) == (done.new, done.known, done.superseded) == (1, done.known, 1)


def test_the_command_shows_it_as_well(tmp_path: Path, copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = str(tmp_path / "record.db")
    main(["--quiet", "--store", url, "load", str(copied)])
    copied.write_bytes(PRINCIPALS.read_bytes().replace(b"01/15/2022", b"01/20/2022"))
    capsys.readouterr()
    assert main(["--quiet", "--store", url, "load", "--dry-run", str(copied)]) == 4
    shown = capsys.readouterr().out
    assert "\n+ org:northgate-advocacy-llc agent_of" in shown
    assert "\n- org:northgate-advocacy-llc agent_of" in shown
    main(["--quiet", "--store", url, "--json", "load", "--dry-run", str(copied)])
    one = json.loads(capsys.readouterr().out)["loaded"][0]
    assert (one["new"], one["superseded"], len(one["examples"]["-"])) == (1, 1, 1)


def test_a_file_that_went_away_is_named(tmp_path: Path) -> None:
    gone = Input("gone.csv", tmp_path / "gone.csv")
    with pytest.raises(SourceError, match="gone"):
        units.digest(gone, "fara", "")


LIST = "subject,kind,object,source,status,layer\n"


def listed(folder: Path, *rows: str) -> str:
    path = folder / "list.csv"
    path.write_text(LIST + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return str(path)


def told(report: LoadReport) -> tuple[int, int, int]:
    (one,) = report.loaded
    return one.new, one.known, one.superseded


def test_a_dry_run_tells_a_change_of_status(store: GraphStore, tmp_path: Path) -> None:
    load(store, [listed(tmp_path, "AMITI,met_with,ITI,A,proposed,")])
    path = listed(tmp_path, "AMITI,met_with,ITI,A,accepted,")
    dry = load(store, [path], dry_run=True)
    assert [line.rpartition(": ")[2] for line in dry.loaded[0].examples["~"]] == ["proposed before, accepted now"]
    assert told(dry) == told(load(store, [path]))
    assert dry.loaded[0].new == 1


def test_a_dry_run_tells_what_whole_sources_lose(store: GraphStore, tmp_path: Path) -> None:
    load(store, [listed(tmp_path, "AMITI,met_with,ITI,A,,", "AMITI,met_with,Technation,B,,")])
    path = listed(tmp_path, "AMITI,met_with,ITI,A,,")
    dry = load(store, [path], dry_run=True)
    assert any("org:amiti met_with org:technation" in line for line in dry.loaded[0].examples["-"])
    assert told(dry) == told(load(store, [path]))
    assert dry.loaded[0].superseded > 0


def test_a_dry_run_tells_a_decision_that_an_export_brings(store: GraphStore, tmp_path: Path) -> None:
    load(store, [listed(tmp_path, "AMITI,met_with,ITI,A,proposed,")])
    claim = next(record.claim for record in store.records(predicate="met_with"))
    export = tmp_path / "decided.jsonl"
    export.write_text(Decision(claim=claim.id, status=Status.ACCEPTED, by="Ana").model_dump_json() + "\n", encoding="utf-8")
    dry = load(store, [str(export)], dry_run=True)
    (line,) = dry.loaded[0].examples["~"]
    assert line.endswith(": proposed before, by a person's word accepted now")
    assert not list(store.decisions())


def test_a_source_that_a_private_list_no_longer_cites_stays_in_the_public_layer(store: GraphStore, tmp_path: Path) -> None:
    path = listed(tmp_path, "AMITI,met_with,ITI,A,,", "AMITI,met_with,Technation,B,,")
    load(store, [path])
    load(store, [path], layer="ours")
    listed(tmp_path, "AMITI,met_with,ITI,A,,")
    report = load(store, [path], layer="ours")
    assert report.loaded[0].superseded > 0
    met = {(record.claim.object, record.layer) for record in store.records(layers=("public", "ours"), predicate="met_with")}
    assert met == {("org:iti", "public"), ("org:iti", "ours"), ("org:technation", "public")}


def test_rows_of_a_private_layer_are_taken_back_in_it(store: GraphStore, tmp_path: Path) -> None:
    load(store, [listed(tmp_path, "AMITI,met_with,ITI,A,,", "AMITI,met_with,Technation,A,,ours", "AMITI,met_with,USTR,B,,ours")])
    load(store, [listed(tmp_path, "AMITI,met_with,ITI,A,,", "AMITI,met_with,USTR,B,,ours")])
    met = {(record.claim.object, record.layer) for record in store.records(layers=("public", "ours"), predicate="met_with")}
    assert met == {("org:iti", "public"), ("org:ustr", "ours")}


def test_what_a_list_loses_goes_with_what_it_gains_or_not_at_all(store: GraphStore, tmp_path: Path) -> None:
    load(store, [listed(tmp_path, "AMITI,met_with,ITI,A,,", "AMITI,met_with,Technation,B,,")])
    before = max(change.number for change in store.changes())
    load(store, [listed(tmp_path, "AMITI,met_with,USTR,A,,")])
    logged = [change for change in store.changes(before) if change.action in ("file", "supersede")]
    assert {change.action for change in logged} == {"file", "supersede"}
    assert len({change.at for change in logged}) == 1
    assert not store.check().faults


def test_a_bad_line_of_an_export_is_told_and_the_rest_is_filed(store: GraphStore, tmp_path: Path) -> None:
    path = tmp_path / "export.jsonl"
    claims = [Claim(subject="org:a", predicate="name", value=name, source="source:list", locator=name) for name in ("A", "Aa")]
    lines = io.StringIO()
    write_lines([Source(id="source:list", title="List"), *(Record(claim=claim) for claim in claims)], lines)
    first, *rest = lines.getvalue().splitlines()
    path.write_text("\n".join([first, '{"type": "claim", "cla', *rest]), encoding="utf-8")
    report = load(store, [str(path)])
    assert report.exit_code == 4
    assert [str(fault).partition(":")[0] for fault in report.loaded[0].faults] == ["line 2"]
    assert {record.claim.value for record in store.records(source="source:list")} == {"A", "Aa"}


def test_what_rests_on_a_bad_line_of_an_export_is_told_too(store: GraphStore, tmp_path: Path) -> None:
    path = tmp_path / "export.jsonl"
    text = "Nobody said so."
    quoting = Claim(subject="org:a", predicate="name", value="A", source="source:good", quote="Nobody", span=(0, 6))
    lines = io.StringIO()
    write_lines(
        [
            *(Source(id=f"source:{name}", title=name) for name in ("good", "bad")),
            Text(source="source:good", text=text),
            Record(claim=quoting),
            Record(claim=Claim(subject="org:a", predicate="name", value="Aa", source="source:good", locator="1")),
            Record(claim=Claim(subject="org:b", predicate="name", value="B", source="source:bad", locator="1")),
        ],
        lines,
    )
    good, bad, said, *rest = lines.getvalue().splitlines()
    path.write_text("\n".join([good, bad[:-5], said[:-5], *rest]), encoding="utf-8")
    report = load(store, [str(path)])
    assert [str(fault) for fault in report.loaded[0].faults][2:] == [
        "line 4: quotes the text of source:good, whose line was left out; left out as well",
        "line 6: of source:bad, whose line was left out; left out as well",
    ]
    assert {record.claim.value for record in store.records()} == {"Aa"}


def test_loaders_that_read_prose_are_those_that_use_the_documents_reader() -> None:
    """A change of its rules reads their files again; whoever begins to use it must say so on its card."""
    home = Path(catalogue.__file__).parent
    modules = [path for group in catalogue.GROUPS for path in (home / group).glob("*.py") if "loaders.documents" in path.read_text(encoding="utf-8")]
    users = {name for name in catalogue.names() for path in modules if path.stem == name or path.stem.startswith(f"{name}_")}
    assert {card.name for card in catalogue.cards() if card.prose} == users != set()


def test_changed_rules_for_documents_read_again_what_uses_them_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    path.write_text("text")
    before = {name: units.digest(Input("file", path), name, "") for name in ("regulations", "federal_register", "lda")}
    units.edition.cache_clear()
    monkeypatch.setattr(units, "PROSE", "loaders/extras")  # other rules
    after = {name: units.digest(Input("file", path), name, "") for name in before}
    units.edition.cache_clear()
    assert {name for name in before if before[name] != after[name]} == {"regulations", "federal_register"}
