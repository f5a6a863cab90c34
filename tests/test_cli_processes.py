"""The command as people start it: exit statuses, one-line errors, start-up, pipes."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

NOTE = """# Industry groups meet officials

On 22 April 2025, representatives of AMITI met with officials of the Office of the United States Trade Representative (USTR) in Washington.
AMITI and Technation issued a joint statement on digital trade.
"""
RECORD = Path(__file__).parent / "fixtures" / "record.jsonl"
HEAVY = {"numba", "scipy", "fastapi", "networkx", "pandas", "pyvis", "pygraphviz", "uvicorn", "trafilatura"}


def start(*arguments: str, cwd: Path, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "import sys; from api.cli import main; sys.exit(main())", *arguments]
    return subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, env=os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)} | env)


def one_line(run: subprocess.CompletedProcess[bytes]) -> str:
    message = run.stderr.decode()
    assert "Traceback" not in message
    assert message.count("\n") == 1
    return message


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store that holds a small record."""
    folder = tmp_path_factory.mktemp("cli")
    assert start("load", str(RECORD), cwd=folder).returncode == 0
    return folder


def test_help_names_every_command(folder: Path) -> None:
    run = start("--help", cwd=folder)
    assert run.returncode == 0
    assert all(name in run.stdout.decode() for name in ("path", "influence", "serve"))


@pytest.mark.parametrize("command", [["path", "AMITI", "USTR"], ["search", "amiti"], ["show", "AMITI"], ["claims", "--about", "AMITI"]])
def test_questions_import_nothing_heavy(folder: Path, command: list[str]) -> None:
    code = f"import sys; from api.cli import main; main({command!r}); print(sorted({HEAVY!r} & set(sys.modules)), file=sys.stderr)"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    )
    assert run.stderr.splitlines()[-1] == "[]"


def test_a_path_does_not_pay_for_masked_arrays(folder: Path) -> None:
    code = "import sys; from api.cli import main; main(['path', 'AMITI', 'USTR']); print('numpy.ma' in sys.modules, file=sys.stderr)"
    root = str(Path(__file__).parent.parent)
    run = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": root})
    assert run.stderr.splitlines()[-1] == "False"


def test_a_folder_with_its_own_graph_package_is_no_trouble(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "graph").mkdir()
    (tmp_path / "graph" / "__init__.py").write_text("raise RuntimeError('the wrong graph')")
    code = "import sys; sys.path.remove(''); from api.cli import main; sys.exit(main())"
    run = subprocess.run(
        [sys.executable, "-c", code, "--store", str(folder / "trilateral.db"), "search", "AMITI"],
        cwd=tmp_path,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)},
    )
    assert run.returncode == 0


def test_answer_and_honest_none_have_their_statuses(folder: Path) -> None:
    found = start("path", "AMITI", "USTR", cwd=folder)
    none = start("path", "AMITI", "ATDT", cwd=folder)
    assert (found.returncode, none.returncode) == (0, 1)
    assert b"representatives of AMITI met officials of USTR" in b" ".join(found.stdout.split())
    assert b"No path in evidence" in none.stdout


def test_export_piped_into_a_new_store_gives_the_same_content(folder: Path, tmp_path: Path) -> None:
    exported = start("export", "--layer", "private", cwd=folder)
    loaded = start("--store", str(tmp_path / "new.db"), "load", "-", cwd=folder, stdin=exported.stdout)
    assert (exported.returncode, loaded.returncode) == (0, 0)
    checks = [json.loads(start("check", "--json", "--store", store, cwd=folder).stdout) for store in ("trilateral.db", str(tmp_path / "new.db"))]
    assert checks[0]["content_hash"] == checks[1]["content_hash"]
    assert checks[0]["faults"] == checks[1]["faults"] == []


def test_a_closed_pipe_is_silent(folder: Path) -> None:
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    with subprocess.Popen(
        [sys.executable, "-c", "from api.cli import main; main(['export'])"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env
    ) as run:
        assert run.stdout
        assert run.stderr
        run.stdout.readline()
        run.stdout.close()
        assert b"Traceback" not in run.stderr.read()


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["path", "AMITI", "Nobody At All"], 2, "Nobody At All"),
        (["path", "AMITI", "USTR", "--as-of", "yesterday"], 2, "yesterday"),
        (["path", "AMITI", "USTR", "--as-of", "2025-02-30"], 2, "2025-02-30"),
        (["path", "AMITI", "USTR", "--mode", "sideways"], 2, "no such mode"),
        (["path", "AMITI", "USTR", "--mode", "temporal"], 2, "needs between"),
        (["path", "AMITI", "USTR", "--mode", "temporal", "--between", "2025", "soon"], 2, "soon"),
        (["path", "AMITI", "USTR", "--mode", "temporal", "--between", "2025-06", "2025-01"], 2, "comes after"),
        (["path", "AMITI", "USTR", "--between", "2025", "2026"], 2, "belongs to the mode temporal"),
        (["path", "AMITI", "USTR", "--mode", "metapath"], 2, "needs pattern"),
        (["path", "AMITI", "USTR", "--mode", "metapath", "--pattern", "association -likes- agency"], 2, "known are"),
        (["path", "AMITI", "USTR", "--explain", "--mode", "widest"], 2, "--explain shows introductions"),
        (["path", "AMITI", "USTR", "--ask", "nothing at all"], 2, "nothing at all"),
        (["path", "AMITI"], 2, "needs both ends"),
        (["path", "AMITI", "USTR", "CISA"], 2, "takes two names"),
        (["path", "us", "USTR"], 2, "TRILATERAL_US"),
        (["path", "AMITI", "USTR", "--tie-kinds", "friendship"], 2, "friendship"),
        (["path", "AMITI", "amiti"], 2, "two different ends"),
        (["show", "shared name"], 2, "org:ic"),
        (["show", "AMITI", "--exclude", "source:none-such"], 2, "source:none-such"),
        (["claims", "--source", "none-such"], 2, "none-such"),
        (["search", "amiti", "--kind", "wizard"], 2, "wizard"),
        (["draw", "ego", "AMITI", "-o", "map.docx"], 2, ".docx"),
        (["draw", "path", "AMITI", "-o", "map.svg"], 2, "takes two entities"),
        (["draw", "ego", "AMITI", "-o", "no/such/folder/map.svg"], 2, "map.svg"),
        (["review", "accept"], 2, "at least one claim"),
        (["review", "accept", "claim:ffff"], 2, "claim:ffff"),
        (["load", "record.jsonl", "--as", "pdf"], 2, "pdf"),
        (["serve", "--host", "0.0.0.0"], 2, "everybody there needs a key"),
        (["--store", "nowhere/none.db", "check"], 3, "nowhere/none.db"),
        (["--store", "nowhere/none.db", "serve"], 3, "nowhere/none.db"),
        (["load", "missing.txt"], 3, "missing.txt"),
    ],
)
def test_a_wrong_request_is_one_line_with_its_status(folder: Path, arguments: list[str], status: int, said: str) -> None:
    run = start("--quiet", *arguments, cwd=folder)
    message = run.stderr.decode()
    assert run.returncode == status
    assert "Traceback" not in message
    assert said in message
    assert len(message.splitlines()) == 1


def test_what_leaves_the_process_is_utf_8_whatever_the_locale(folder: Path) -> None:
    plain = start("export", cwd=folder).stdout
    assert start("export", cwd=folder, PYTHONIOENCODING="latin-1").stdout == plain
    assert start("export", cwd=folder, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0").stdout == plain


def test_click_usage_errors_have_status_2(folder: Path) -> None:
    assert start("path", "AMITI", cwd=folder).returncode == 2
    assert start("nonsense", cwd=folder).returncode == 2
    assert start("path", "AMITI", "USTR", "-k", "0", cwd=folder).returncode == 2
    assert start(cwd=folder).returncode == 2


def test_debug_shows_the_traceback(folder: Path) -> None:
    assert b"Traceback" in start("path", "AMITI", "Nobody At All", "--debug", cwd=folder).stderr


def test_bad_files_are_listed_and_the_rest_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(NOTE, encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 64)
    (tmp_path / "prose-less.txt").write_text("\n\n   \n")
    (tmp_path / "broken.jsonl").write_text('{"type":"source","id":"source:x","title":"X"}\n{"type":"claim","claim":{}}\n')
    (tmp_path / "big.txt").write_bytes(b"word " * 20_000_000)
    os.mkfifo(tmp_path / "pipe")
    names = ["good.md", "empty.txt", "binary.txt", "prose-less.txt", "broken.jsonl", "big.txt", "pipe", "missing.txt"]
    run = start("load", *names, cwd=tmp_path)
    assert run.returncode == 4
    messages = run.stderr.decode().splitlines()
    unread = [name for name in names[1:] if name != "broken.jsonl"]
    assert len(messages) == len(unread)
    assert all(any(name in message for message in messages) for name in unread)
    assert b"broken.jsonl: line 2" in run.stdout, "one bad line is told by its place, and the others are filed"
    assert start("search", "AMITI", cwd=tmp_path).returncode == 0
    assert start("claims", "--source", "source:x", cwd=tmp_path).returncode == 1


def test_a_folder_of_only_bad_files_has_status_3(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    assert start("load", "articles", cwd=tmp_path).returncode == 3
    (tmp_path / "articles" / "empty.txt").write_bytes(b"")
    assert start("load", "articles", cwd=tmp_path).returncode == 3


def test_extract_writes_one_annotation_a_document(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text(NOTE, encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    run = start("extract", "note.md", "empty.txt", "--out", "out", cwd=tmp_path)
    assert run.returncode == 4
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["note.json"]
    found = json.loads((tmp_path / "out" / "note.json").read_text(encoding="utf-8"))
    assert found.keys() >= {"actors", "agreements", "topics", "relations", "trade_flows", "statistics"}
    assert json.loads(start("extract", "note.md", "--json", cwd=tmp_path).stdout) == found
    assert b"met_with" in start("extract", "note.md", cwd=tmp_path).stdout
    assert start("extract", "empty.txt", cwd=tmp_path).returncode == 3


def test_the_demo_answers_draws_and_can_be_run_again(tmp_path: Path) -> None:
    for _ in range(2):
        run = start("demo", "tour", "--no-serve", cwd=tmp_path)
        assert run.returncode == 0
    text = " ".join(run.stdout.decode().split())
    assert "No path in evidence" in text
    assert "Who moves whom" in text
    assert {"ego.svg", "ego.html", "path.svg", "ranking.svg", "trilateral.db"} <= {path.name for path in (tmp_path / "tour").iterdir()}
    assert start("path", "Technation", "USTR", "--store", "tour/trilateral.db", cwd=tmp_path).returncode == 0


def test_stores_that_cannot_be_used_are_named(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("this is no database, whatever its name says\n" * 100)
    assert "text.db" in one_line(start("--store", "text.db", "check", cwd=tmp_path))
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE cooking (recipe TEXT)")
    other.close()
    run = start("--store", "other.db", "search", "AMITI", cwd=tmp_path)
    assert (run.returncode, "other.db" in one_line(run)) == (3, True)
    newer = tmp_path / "newer.db"
    newer.write_bytes((folder / "trilateral.db").read_bytes())
    with sqlite3.connect(newer) as connection:
        connection.execute("PRAGMA user_version = 9999")
    connection.close()
    run = start("--store", "newer.db", "search", "AMITI", cwd=tmp_path)
    assert (run.returncode, "newer" in one_line(run)) == (3, True)


def test_a_locked_store_is_said_to_be_locked_and_readers_still_read(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "locked.db"
    copy.write_bytes((folder / "trilateral.db").read_bytes())
    (tmp_path / "more.jsonl").write_text('{"type":"source","id":"source:more","title":"More"}\n')
    writer = sqlite3.connect(copy, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    try:
        run = start("--store", "locked.db", "load", "more.jsonl", cwd=tmp_path)
        assert (run.returncode, "locked.db" in one_line(run)) == (3, True)
        assert start("--store", "locked.db", "search", "AMITI", cwd=tmp_path).returncode == 0
    finally:
        writer.close()


def test_interrupting_the_server_has_status_130(folder: Path) -> None:
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    command = [sys.executable, "-c", "import sys; from api.cli import main; sys.exit(main(['serve', '--port', '0']))"]
    server = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True, env=env)
    assert server.stderr
    try:
        address = server.stderr.readline().split()[3]
        assert urllib.request.urlopen(address + "healthz", timeout=30).status == 200
        with pytest.raises(urllib.error.HTTPError, match="400"):
            urllib.request.urlopen(urllib.request.Request(address, headers={"Host": "evil.example"}), timeout=30)
        port = address.rstrip("/").rpartition(":")[2]
        taken = start("serve", "--port", port, cwd=folder)
        assert (taken.returncode, port in one_line(taken)) == (2, True)
        server.send_signal(signal.SIGINT)
        assert server.wait(10) == 130
    finally:
        server.kill()
        server.wait()
        server.stderr.close()
