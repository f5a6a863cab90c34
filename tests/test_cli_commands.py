"""The commands in one process: what they print, and where."""

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from api.cli import COMMANDS, main, root
from api.options import Command

RECORD = Path(__file__).parent / "fixtures" / "record.jsonl"
AS_OF = ("--as-of", "2025-10-28")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with a small record."""
    store = str(tmp_path_factory.mktemp("commands") / "record.db")
    assert main(["--quiet", "--store", store, "load", str(RECORD)]) == 0
    return store


@pytest.fixture
def run(store: str, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on the store: exit status, standard output, standard error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = main(["--store", store, *arguments])
        return status, *capsys.readouterr()

    return run


@pytest.fixture
def own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """The same on a store of the test's own, which it may change."""
    url = str(tmp_path / "own.db")
    main(["--quiet", "--store", url, "load", str(RECORD)])

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = main(["--store", url, *arguments])
        return status, *capsys.readouterr()

    return run


def test_a_load_that_reads_nothing_leaves_no_store_behind(tmp_path: Path) -> None:
    store = tmp_path / "new.db"
    assert main(["--quiet", "--store", str(store), "load", str(tmp_path / "missing.txt")]) == 3
    assert main(["--quiet", "--store", str(store), "load", str(RECORD), "--layer", "no layer"]) == 2
    assert list(tmp_path.iterdir()) == []


def test_help_and_commands_agree() -> None:
    with root.make_context("trilateral", ["--version"], resilient_parsing=True) as ctx:
        for name in COMMANDS:
            command = root.get_command(ctx, name)
            assert isinstance(command, Command)
            assert command.name == name
            assert command.help
            assert "trilateral" in (command.epilog or "")


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_help_has_examples(run: Run, name: str) -> None:
    status, out, _ = run(name, "--help")
    assert status == 0
    assert "Examples:" in out
    assert "--store" in out


@pytest.mark.parametrize("arguments", [["--json", "search", "amiti"], ["search", "amiti", "--json"], ["search", "--json", "amiti"]])
def test_global_options_come_before_or_after_the_command(run: Run, arguments: list[str]) -> None:
    assert json.loads(run(*arguments)[1])["items"][0]["id"] == "org:amiti"


def test_the_later_store_wins(run: Run, tmp_path: Path) -> None:
    assert run("search", "amiti", "--store", str(tmp_path / "none.db"))[0] == 3


def test_the_store_may_come_from_the_environment(store: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("TRILATERAL_STORE", store)
    assert main(["search", "amiti"]) == 0
    monkeypatch.setenv("TRILATERAL_PORT", "eighty")
    assert main(["search", "amiti"]) == 2
    assert "TRILATERAL_PORT=eighty" in capsys.readouterr().err


def test_a_path_is_read_aloud_with_its_evidence(run: Run) -> None:
    status, out, _ = run("path", "amiti", "OFFICE OF THE united states trade representative", *AS_OF)
    text = " ".join(out.split())
    assert status == 0
    assert "“On 22 April 2025 representatives of AMITI met officials of USTR.”" in text
    assert "Industry groups meet officials, Our own desk, 2025-04-29 [confidence 0.90]" in text
    assert "AMITI → USTR: met (2025-04-22, certain, strength 0.43)" in text
    assert "no official is named" in text
    assert out.index("!") < out.index("1. ")


def test_an_honest_none_names_the_gap_and_what_was_not_searched(run: Run) -> None:
    status, out, err = run("path", "AMITI", "ATDT", *AS_OF)
    assert status == 1
    assert "No path in evidence from AMITI to ATDT" in out
    assert "One tie that would close it" in out
    assert "Not searched:" in out
    assert err == ""


def test_old_evidence_is_said_first(run: Run) -> None:
    assert run("path", "Technation", "USTR", "--as-of", "2026-11-25")[1].startswith("! The newest evidence is 18 months old")


def test_proposed_ties_are_walked_only_when_asked_for(run: Run) -> None:
    question = ("path", "Technation", "USTR", "-k", "1", "--json", *AS_OF)
    hops = [json.loads(run(*question, *more)[1])["paths"][0]["hops"] for more in ((), ("--with-proposed",))]
    assert hops == [2, 1]


@pytest.mark.parametrize("without", ["AMITI", "source:note", "note", "Industry groups meet officials"])
def test_entities_and_sources_can_be_left_out(run: Run, without: str) -> None:
    assert run("path", "Technation", "USTR", "--exclude", without, *AS_OF)[0] == 1


def test_private_layers_are_seen_only_when_named(run: Run) -> None:
    assert run("path", "AMITI", "NIST", *AS_OF)[0] == 1
    status, out, _ = run("path", "AMITI", "NIST", "--layer", "private", *AS_OF)
    assert status == 0
    assert "layer private" in out


def test_explain_shows_one_sentence_a_tie_with_its_claim(run: Run) -> None:
    status, out, _ = run("path", "Technation", "USTR", "--explain", *AS_OF)
    assert status == 0
    assert out.count("claim:") == out.count("[path ") == 2
    shown = json.loads(run("path", "Technation", "USTR", "--explain", "--json", *AS_OF)[1])
    assert [one["paths"] for one in shown["ties"]] == [[1], [1]]


@pytest.mark.parametrize("mode", ["reliable", "widest", "disjoint"])
def test_every_mode_of_path_answers(run: Run, mode: str) -> None:
    status, out, _ = run("path", "Technation", "USTR", "--mode", mode, *AS_OF)
    assert status == 0
    assert "reliability" in out
    assert json.loads(run("path", "Technation", "USTR", "--mode", mode, "--json", *AS_OF)[1])["mode"] == mode


def test_paths_in_time_need_two_days_and_patterns_a_pattern(run: Run) -> None:
    assert run("path", "Technation", "USTR", "--mode", "temporal", "--between", "2025-01", "2025-06")[0] == 0
    assert run("path", "Technation", "USTR", "--mode", "temporal", "--between", "2024-01", "2024-06")[0] == 1
    status, out, _ = run("path", "AMITI", "USTR", "--mode", "metapath", "--pattern", "association -met- agency", *AS_OF)
    assert status == 0
    assert "joined one time by the pattern association -met- agency" in out
    assert run("path", "AMITI", "USTR", "--mode", "metapath", "--pattern", "association -lobbied- agency", *AS_OF)[0] == 1


def test_several_ends_and_us(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    named = json.loads(run("path", "--from", "Technation", "--from", "AMITI", "--to", "USTR", "--json", *AS_OF)[1])
    assert named["paths"][0]["nodes"][0]["name"] == "AMITI"
    assert [node["name"] for node in named["starts"]] == ["Technation", "AMITI"]
    monkeypatch.setenv("TRILATERAL_US", "AMITI")
    status, out, _ = run("path", "us", "USTR", "--json", *AS_OF)
    assert status == 0
    assert "Sofía Pérez Gasque" in [node["name"] for node in json.loads(out)["starts"]]
    assert run("path", "USTR", "--from", "us", *AS_OF)[0] == 0


def test_show_prints_ties_with_evidence_and_statements(run: Run) -> None:
    out = run("show", "perez gasque", *AS_OF)[1]
    assert "Sofía Pérez Gasque → AMITI: heads" in out
    assert "“Sofía Pérez Gasque, president of AMITI”" in out
    only = json.loads(run("show", "AMITI", "--tie-kinds", "officer_of,met", "--json", *AS_OF)[1])
    assert {tie["kind"] for tie in only["ties"]} == {"officer_of", "met"}


def test_claims_are_listed_with_their_quotes(run: Run) -> None:
    status, out, _ = run("claims", "--about", "sectoral annex", "--predicate", "supports")
    assert status == 0
    assert "1 claim" in out
    assert "could be added to the agreement" in " ".join(out.split())
    assert run("claims", "--source", "diary")[0] == 2
    assert run("claims", "--source", "diary", "--layer", "private")[0] == 0


def test_search_finds_nothing_with_status_1(run: Run) -> None:
    status, out, err = run("search", "zzzzqqqq")
    assert (status, out) == (1, "")
    assert "zzzzqqqq" in err


def test_influence_shows_scores_with_their_parts(run: Run) -> None:
    status, out, _ = run("influence", "--draws", "50", "--top", "3", *AS_OF)
    assert status == 0
    assert "USTR" in out
    assert "%" in out
    assert run("influence", "--scope", "zz")[0] == 2
    assert run("influence", "--on", "USTR", *AS_OF)[0] == 0
    assert run("influence", "--on", "USTR", "--scope", "us")[0] == 2


def test_hostile_text_stays_inert_on_a_terminal_and_in_json(run: Run) -> None:
    for arguments in (("show", "org:hostile"), ("show", "org:hostile", "--json"), ("claims", "--about", "org:hostile"), ("path", "org:hostile", "USTR")):
        _, out, err = run(*arguments)
        assert all(c.isprintable() or c == "\n" for c in out + err)


@pytest.mark.parametrize("form", ["svg", "html", "graphml", "gexf", "csv", "json"])
def test_draw_writes_every_format_whole(run: Run, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"map.{form}"
    target.write_text("old")
    status, out, err = run("draw", "ego", "USTR", "-o", str(target), *AS_OF)
    assert (status, out, err) == (0, "", f"{target}\n")
    content = target.read_text(encoding="utf-8")
    assert "AMITI" in content
    if form in ("svg", "graphml", "gexf"):
        assert ElementTree.fromstring(content).tag
    if form in ("svg", "html"):
        assert "<script>alert" not in content
    assert run("draw", "ego", "USTR", "-o", str(target), *AS_OF)[0] == 0
    assert target.read_text(encoding="utf-8") == content
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize(("form", "begins"), [("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_draw_writes_pictures_for_paper(run: Run, tmp_path: Path, form: str, begins: bytes) -> None:
    for arguments in (("ego", "USTR"), ("path", "AMITI", "USTR"), ("ranking",)):
        target = tmp_path / f"{arguments[0]}.{form}"
        assert run("draw", *arguments, "-o", str(target), *AS_OF)[0] == 0
        assert target.read_bytes().startswith(begins)


def test_draw_says_what_it_can_write(run: Run, tmp_path: Path) -> None:
    status, _, err = run("draw", "ranking", "-o", str(tmp_path / "ranking.gexf"))
    assert status == 2
    assert ".svg, .png, .pdf, .csv, .json" in err
    assert run("draw", "ranking", "-o", str(tmp_path / "ranking.svg"))[0] == 0
    assert not (tmp_path / "ranking.gexf").exists()


def test_accepting_rejecting_and_taking_back(own: Run) -> None:
    question = ("path", "Technation", "USTR", "-k", "1", "--json", *AS_OF)
    listed = json.loads(own("review", "--json")[1])["items"]
    assert len(listed) == 1
    assert own("review", "accept", listed[0]["claim"][:16], "--by", "a tester")[0] == 0
    assert json.loads(own(*question)[1])["paths"][0]["hops"] == 1
    assert own("review")[0] == 1
    assert own("undo")[0] == 0
    assert json.loads(own(*question)[1])["paths"][0]["hops"] == 2
    assert own("review", "reject", listed[0]["claim"])[0] == 0
    assert own("review")[0] == 1
    assert own("undo")[0] == 0
    assert own("undo")[0] == 1


def test_undo_brings_back_the_decision_before(own: Run) -> None:
    claim = json.loads(own("review", "--json")[1])["items"][0]["claim"]

    def status() -> str:
        return next(state for state in ("accepted", "rejected", "proposed") if claim in own("claims", "--json", "--limit", "1000", "--status", state)[1])

    seen = []
    for step in (("review", "accept", claim), ("review", "reject", claim), ("undo",), ("undo",)):
        assert own(*step)[0] == 0
        seen.append(status())
    assert seen == ["accepted", "rejected", "accepted", "proposed"]
    assert own("undo")[0] == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["path", "AMITI", "USTR"],
        ["search", "AMITI"],
        ["show", "AMITI"],
        ["claims"],
        ["influence"],
        ["review"],
        ["review", "accept", "{claim}"],
        ["undo"],
        ["check"],
        ["load", str(RECORD)],
        ["load", "--dry-run", str(RECORD)],
        ["draw", "ego", "AMITI", "-o", "{folder}/ego.svg"],
        ["export", "-o", "{folder}/all.jsonl"],
        ["demo", "{folder}/demo", "--no-serve", "--store", "{folder}/demo.db"],
    ],
)
def test_every_answer_in_json_says_revision_day_view_and_layers(own: Run, tmp_path: Path, arguments: list[str]) -> None:
    claim = json.loads(own("review", "--json")[1])["items"][0]["claim"]
    status, out, _ = own("--json", *(argument.format(folder=tmp_path, claim=claim) for argument in arguments))
    assert status == (1 if arguments == ["undo"] else 0)
    assert {"revision", "as_of", "view", "layers"} <= set(json.loads(out))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["path", "AMITI"], "needs both ends: A and B, or --from and --to; see `trilateral path --help`"),
        (["nonsense"], "No such command 'nonsense'; see `trilateral --help`"),
        (["path", "AMITI", "USTR", "-k", "0"], "see `trilateral path --help`"),
        (["claims", "--predicate", "loves"], "loves: no such predicate; known are"),
        (["claims", "--source", "nowhere"], "nowhere: no source of that name"),
        (["review", "accept", "claim:zz"], "claim:zz: no claim of that name"),
        (["path", " ", "USTR"], "nothing: no entity of that name"),
        (["path", "AMITI", "USTR", "--as-of", "2025-04-20..2025-04-28"], "not a date; write 2025, 2025-04 or 2025-04-22\n"),
        (["draw", "ego", "-o", "x.svg"], "takes one entity"),
    ],
)
def test_a_wrong_request_is_one_line_that_names_the_thing(run: Run, arguments: list[str], said: str) -> None:
    status, out, err = run(*arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("trilateral: ")
    assert said in err


def test_an_empty_store_address_is_refused_rather_than_replaced(run: Run) -> None:
    assert run("search", "AMITI", "--store", "")[0] == 3


def test_a_decision_travels_with_the_export(own: Run, tmp_path: Path) -> None:
    claim = json.loads(own("review", "--json")[1])["items"][0]["claim"]
    own("review", "accept", claim)
    own("export", "-o", str(tmp_path / "all.jsonl"), "--layer", "private")
    assert main(["--quiet", "--store", str(tmp_path / "copy.db"), "load", str(tmp_path / "all.jsonl")]) == 0
    hashes = [json.loads(own("check", "--json", *more)[1])["content_hash"] for more in ((), ("--store", str(tmp_path / "copy.db")))]
    assert hashes[0] == hashes[1]


def test_an_export_leaves_private_layers_out(run: Run) -> None:
    assert "old colleague" not in run("export")[1]
    assert "old colleague" in run("export", "--layer", "private")[1]


def test_a_dry_run_makes_no_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--store", str(tmp_path / "none.db"), "load", str(RECORD), "--dry-run"]) == 0
    assert "nothing was written" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_quiet_says_nothing_beside_the_answer(run: Run, tmp_path: Path) -> None:
    assert run("--quiet", "draw", "ego", "USTR", "-o", str(tmp_path / "map.csv")) == (0, "", "")
    assert run("search", "zzzzqqqq", "--quiet") == (1, "", "")


def test_loaders_are_listed(run: Run) -> None:
    assert {card["name"] for card in json.loads(run("loaders", "--json")[1])} >= {"documents", "jsonl", "registry", "fara"}
    assert "licence" in run("loaders")[1]
