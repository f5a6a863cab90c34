"""Allies, the grid and decisions through the doors: command line, HTTP and Python give one answer."""

import json

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.cli import main
from api.commands.allies import MODES
from api.knowledge import KnowledgeGraph
from api.settings import Settings
from graph.claims import Claim, Record, Source, Status, write_lines
from graph.errors import UnknownName
from loaders import example
from loaders.registry import lines as registry_lines
from loaders.registry import load_registry

AS_OF = "2025-10-28"
ANNEX = "sectoral annex"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("allies")
    own = Claim(subject="org:iti", predicate="supports", object="ask:digital-sectoral-annex", when="2025-10-01", source="source:notes")
    forged = Claim(subject="org:technation", predicate="supports", object="ask:open-data-flows", when="2025-10-01", source="source:open")
    lines = [*registry_lines(load_registry()), *example.lines(), Source(id="source:notes", title="Notes"), Record(claim=own, layer="private")]
    lines += [Source(id="source:open", title="Open"), Record(claim=forged, decided=True)]
    with (folder / "all.jsonl").open("w", encoding="utf-8") as stream:
        write_lines(lines, stream)
    store = str(folder / "allies.db")
    assert main(["--quiet", "--store", store, "load", str(folder / "all.jsonl")]) == 0
    return store


def test_the_doors_give_the_same_answers(url, capsys):
    day = {"as_of": AS_OF}
    with KnowledgeGraph(url) as graph:
        expected = {
            "allies/ask:digital-sectoral-annex": graph.allies(ANNEX, **day),
            "allies/sectoral annex/grid": graph.grid(ANNEX, **day),
            "allies/sectoral annex/coalition": graph.coalition(ANNEX, **day),
            "allies/ask:digital-sectoral-annex/next?from=AMITI&budget=2": graph.next(ANNEX, start="AMITI", budget=2, **day),
            "allies/sectoral annex/gaps?from=AMITI&from=ITI&threshold=.3": graph.gaps(ANNEX, start=("AMITI", "ITI"), threshold=0.3, **day),
            "decisions/sectoral annex?from=AMITI&vehicle=side letter": graph.decisions(ANNEX, start="AMITI", vehicle="side letter", **day),
        }
    with TestClient(create_app(Settings(store=url))) as client:
        for path, answer in expected.items():
            assert client.get(f"/api/v1/{path}{'&' if '?' in path else '?'}as_of={AS_OF}").json() == answer.model_dump(mode="json")
    commands = (
        ["allies", ANNEX],
        ["allies", ANNEX, "--grid"],
        ["allies", ANNEX, "--coalition"],
        ["allies", ANNEX, "--next", "--from", "AMITI", "--budget", "2"],
        ["allies", ANNEX, "--gaps", "--from", "AMITI", "--from", "ITI", "--threshold", ".3"],
        ["decisions", ANNEX, "--from", "AMITI", "--vehicle", "side letter"],
    )
    for command, answer in zip(commands, expected.values(), strict=True):
        assert main(["--store", url, *command, "--as-of", AS_OF, "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == answer.model_dump(mode="json")


def test_the_text_tells_stated_from_inferred_and_opens_to_the_proof(url, capsys):
    assert main(["--store", url, "allies", "reopen the text of the USMCA", "--as-of", AS_OF]) == 0
    out = capsys.readouterr().out
    assert out.index("! ") < out.index("On “Reopen")
    rows = {line.split()[-1]: line for line in out.splitlines() if line.startswith(("opponent", "leaning opponent"))}
    assert "stated" in rows["AMITI"]
    assert "oppose" in rows["AMITI"]
    assert "inferred" in rows["ITI"]
    assert "unknown" in rows["ITI"]
    assert "Its head stresses that the text should not be reopened." in out
    assert "Unknown among those that matter" in out


def test_the_grid_and_the_decisions_as_text(url, capsys):
    assert main(["--store", url, "allies", ANNEX, "--grid", "--as-of", AS_OF]) == 0
    assert "Roles by sides, in actors" in capsys.readouterr().out
    assert main(["--store", url, "decisions", ANNEX, "--from", "AMITI", "--as-of", AS_OF]) == 0
    out = capsys.readouterr().out
    assert "no path in evidence within three ties" in out
    assert "not Jamieson Greer in person" in " ".join(out.split())
    assert main(["--store", url, "decisions", ANNEX, "--exclude", "Government of Mexico", "--as-of", AS_OF]) == 0
    assert "blocked, without Government of Mexico" in " ".join(capsys.readouterr().out.split())


def test_us_asks_where_it_is_set(url, monkeypatch, capsys):
    monkeypatch.setenv("TRILATERAL_US", "AMITI")
    assert main(["--store", url, "decisions", ANNEX, "--as-of", AS_OF, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["start"]["id"] == "org:amiti"
    monkeypatch.delenv("TRILATERAL_US")
    assert main(["--store", url, "decisions", ANNEX, "--from", "us"]) == 2
    assert "TRILATERAL_US" in capsys.readouterr().err


def test_only_a_person_confirms_by_accepting(url):
    with KnowledgeGraph(url) as graph:
        amiti = graph.allies(ANNEX, as_of=AS_OF).items[0]
        assert not amiti.confirmed
        graph.decide([amiti.evidence[0].claim], Status.ACCEPTED)
        assert graph.allies(ANNEX, as_of=AS_OF).items[0].confirmed
        (technation,) = graph.allies("ask:open-data-flows", as_of=AS_OF).items
        assert (technation.stance, technation.confirmed) == ("support", False)  # a file cannot confirm itself


def test_private_stances_are_seen_only_in_their_layer(url):
    with KnowledgeGraph(url) as graph:
        public, private = graph.allies(ANNEX, as_of=AS_OF), graph.allies(ANNEX, as_of=AS_OF, layer="private")
    assert "org:iti" not in {item.entity.id for item in public.items}
    assert {item.entity.id: item.stance for item in private.items}["org:iti"] == "support"
    assert private.layers == ("public", "private")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["allies", "tariff relief"], 2),
        (["allies", "ask:tariff-relief"], 1),
        (["allies", "ask:tariff-relief", "--grid"], 1),
        (["decisions", "ask:tariff-relief"], 1),
        (["allies", "USTR"], 2),
        (["allies", "nothing like it"], 2),
        (["allies", ""], 2),
        (["allies", ANNEX, "--scope", "zz"], 2),
        (["allies", ANNEX, "--kinds", "wizard"], 2),
        (["allies", ANNEX, "--as-of", "soon"], 2),
        (["decisions", ANNEX, "--vehicle", "joint review"], 2),
        (["decisions", ANNEX, "--from", "Nobody at all"], 2),
    ],
)
def test_exit_statuses_and_one_line_of_error(url, capsys, arguments, status):
    assert main(["--store", url, *arguments]) == status
    assert capsys.readouterr().err.count("\n") == (1 if status == 2 else 0)


def test_an_unknown_ask_names_the_nearest_asks(url):
    with KnowledgeGraph(url) as graph, pytest.raises(UnknownName, match=r"no ask .* did you mean “Sectoral annex on cloud"):
        graph.allies("sectorl anex")


def test_http_answers_errors_as_problems(url):
    with TestClient(create_app(Settings(store=url))) as client:
        assert client.get("/api/v1/allies/USTR").status_code == 400
        assert client.get("/api/v1/allies/nothing-like-it").status_code == 404
        assert client.get("/api/v1/allies/ask:reopen-text?colour=red").status_code == 422
        assert client.get("/api/v1/allies/ask:tariff-relief").json()["found"] is False


def test_the_next_calls_and_the_gaps_as_text(url, capsys):
    assert main(["--store", url, "allies", ANNEX, "--next", "--from", "AMITI", "--as-of", AS_OF]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "1. USTR (executive, us): persuade" in out
    assert "Ask it to say where it stands on" in out
    assert "find out before asking for more" in out
    assert "not at Jamieson Greer in person" in out
    assert "nobody has calibrated" in out
    assert main(["--store", url, "allies", ANNEX, "--gaps", "--from", "AMITI", "--as-of", AS_OF]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "no path to Government of Canada within three ties" in out
    assert "would close it: a contact of" in out
    assert "In our words:" in out


def test_us_stands_for_our_organisation_and_its_absence_is_said(url, capsys, monkeypatch):
    with KnowledgeGraph(url, us="AMITI") as graph:
        ours, named = graph.next(ANNEX, as_of=AS_OF), graph.next(ANNEX, as_of=AS_OF, start="us")
        assert ours == named
        assert ours.start.name == "AMITI"
        assert graph.gaps(ANNEX, as_of=AS_OF).start.name == "AMITI"
    monkeypatch.delenv("TRILATERAL_US", raising=False)
    for mode in ("--next", "--gaps"):
        assert main(["--store", url, "allies", ANNEX, mode]) == 2
        error = capsys.readouterr().err
        assert error.count("\n") == 1
        assert "TRILATERAL_US" in error
        assert "--from" in error


@pytest.mark.parametrize(("mode", "other"), [(one, two) for one in MODES for two in MODES if one < two])
def test_two_questions_at_once_are_refused(url, capsys, mode, other):
    assert main(["--store", url, "allies", ANNEX, f"--{mode}", f"--{other}", "--from", "AMITI"]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "ask one at a time" in error


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--budget", "2"), "--budget: belongs to --next"),
        (("--coalition", "--scope", "mx"), "--scope: belongs to the plain question or --grid"),
        (("--gaps", "--draws", "5"), "--draws: belongs to --grid"),
        (("--next", "--threshold", ".2"), "--threshold: belongs to --gaps"),
        (("--next", "--budget", "0"), "--budget"),
        (("--gaps", "--threshold", "2"), "--threshold"),
        (("--next", "--from", "nobody at all"), "nobody at all"),
        (("--next", "--from", "sectoral annex"), "is no actor"),
    ],
)
def test_an_option_of_another_question_or_out_of_range_is_refused(url, capsys, options, words):
    assert main(["--store", url, "allies", ANNEX, *options, "--as-of", AS_OF]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert words in error


def test_campaign_questions_refuse_bad_requests_over_http(url):
    with TestClient(create_app(Settings(store=url))) as client:
        assert client.get("/api/v1/allies/sectoral annex/next").status_code == 400
        assert client.get("/api/v1/allies/sectoral annex/next?from=AMITI&budget=0").status_code in (400, 422)
        assert client.get("/api/v1/allies/sectoral annex/gaps?from=AMITI&threshold=nan").status_code in (400, 422)
        assert client.get("/api/v1/allies/no such ask/gaps?from=AMITI").status_code == 404


def test_an_empty_store_has_no_ask(tmp_path, capsys):
    store = str(tmp_path / "empty.db")
    with KnowledgeGraph(store, create=True, us="AMITI") as graph:
        for question in (graph.next, graph.gaps):
            with pytest.raises(UnknownName):
                question(ANNEX)


def test_nobody_to_call_is_exit_status_1(url, capsys):
    assert main(["--store", url, "allies", ANNEX, "--next", "--from", "Parliament of Canada", "--as-of", AS_OF]) == 1
    assert "no path of 0.15 or better" in " ".join(capsys.readouterr().out.split())
