"""Who may do what: keys, roles, and layers that do not exist for those whose key does not open them."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import anyio
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from mcp import Client

from api import keys
from api.app import create_app
from api.keys import Role
from api.knowledge import KnowledgeGraph
from api.mcp import server
from api.settings import Settings
from graph.claims import Claim, Decision, Judgement, Line, Record, Source, Status, Text
from graph.errors import UnknownName
from graph.identity import judgement_id

RECORD = Path(__file__).parent / "fixtures" / "record.jsonl"
LAYERS = ("ours", "theirs")
TOKEN = "tri_" + "0" * 12 + "_" + "a" * 43
SAID = "Zurcher & Co met USTR in private on 2025-06-01. They support the annex."
NOTES = Source(id="source:secret-notes", title="Secret notes", layer="ours", published="2025-06-02")
FACTS: list[dict[str, object]] = [
    {"subject": "org:zurcher", "predicate": "kind", "value": "company"},
    {"subject": "org:zurcher", "predicate": "name", "value": "Zurcher & Co"},
    {"subject": "org:ustr", "predicate": "alias", "value": "Zurcher's friend"},
    {"subject": "org:zurcher", "predicate": "met_with", "object": "org:ustr", "when": "2025-06-01", "quote": SAID[:46], "span": (0, 46)},
    {"subject": "org:zurcher", "predicate": "met_with", "object": "org:amiti", "when": "2025-06"},
    {"subject": "org:zurcher", "predicate": "same_as", "object": "org:technation", "value": "proposed"},
]


def private_lines() -> list[Line]:
    """A layer of our own: an entity, names, ties, a text, a decision, a merge of two public entities."""
    records = [
        Record(
            claim=Claim.model_validate({"source": NOTES.id, **fact}),
            status=Status.PROPOSED if fact["predicate"] == "same_as" else Status.ACCEPTED,
            layer="ours",
        )
        for fact in FACTS
    ]
    decision = Decision(claim=records[3].claim.id, status=Status.ACCEPTED, by="Z. Zurcher", at="2025-07-01T00:00:00+00:00")
    merge = Judgement.model_validate(
        {"left": "org:nist", "right": "org:ntia", "verdict": "same", "layer": "ours", "by": "Z. Zurcher", "at": "2025-07-01T00:00:00+00:00"}
    )
    return [NOTES, Text(source=NOTES.id, text=SAID), *records, decision, merge]


def filed(url: str, *, private: bool) -> None:
    with KnowledgeGraph(url, create=True) as graph:
        if private:
            graph.store.write([NOTES, Text(source=NOTES.id, text=SAID)])
        assert graph.load(str(RECORD)).exit_code == 0
        if private:
            graph.store.write(private_lines())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("access")
    filed(str(folder / "with.db"), private=True)
    filed(str(folder / "without.db"), private=False)
    return folder


def app(folder: Path, name: str) -> FastAPI:
    return create_app(Settings(store=str(folder / name), need_keys=True, per_minute=0))


def token(folder: Path, name: str, role: Role = Role.READER, layers: tuple[str, ...] = (), **options: datetime) -> dict[str, str]:
    with KnowledgeGraph(str(folder / name)) as graph:
        return {"Authorization": f"Bearer {keys.create(graph.store, 'someone', role, layers, **options)[0]}"}


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(app(folder, "with.db"), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def both(folder: Path) -> Iterator[list[tuple[TestClient, dict[str, str]]]]:
    """The store with the layer and the one that never held it, each with a reader's key."""
    with ExitStack() as stack:
        yield [
            (stack.enter_context(TestClient(app(folder, name), raise_server_exceptions=False)), token(folder, name, Role.EDITOR))
            for name in ("with.db", "without.db")
        ]


def operations() -> list[str]:
    """Every GET operation with parameters that make it answer about what the private layer speaks of."""
    known = {
        "ask": "ask:sectoral-annex",
        "id": "org:ustr",
        "claim": "claim:00",
        "view": "ego",
        "form": "json",
        "format": "jsonl",
        "on": "USTR",
        "from": "AMITI",
        "to": "USTR",
        "q": "zurcher",
        "entity": "USTR",
        "target": "USTR",
        "about": "USTR",
        "pattern": "association -met- agency",
        "move": "AMITI=80",
    }
    paths = []
    for path, item in create_app(Settings()).openapi()["paths"].items():
        if "get" not in item:
            continue
        filled = re.sub(r"\{(\w+)\}", lambda match: known.get(match[1], "x"), path)
        asked = [f"{p['name']}={known[p['name']]}" for p in item["get"].get("parameters", []) if p["in"] == "query" and p["name"] in known]
        paths += [filled, f"{filled}?{'&'.join(asked)}", f"{filled}?layer=ours", f"{filled}?layer=nothing"]
    pages = [
        "/",
        "/?entity=USTR",
        "/?entity=Zurcher",
        "/search?q=zurcher",
        "/path?from=AMITI&to=USTR",
        "/api/v1/entities/org:zurcher",
        "/api/v1/history?entity=NIST",
    ]
    ids = [f"/api/v1/claims/{line.claim.id}" for line in private_lines() if isinstance(line, Record)]
    return [*dict.fromkeys(paths), *pages, *ids, "/api/v1/paths?from=Zurcher&to=USTR", "/api/v1/claims?source=source:secret-notes"]


MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(\+00:00|Z)?")  # two stores were written at two moments


def answer(client: TestClient, path: str, headers: dict[str, str], **sent: object) -> tuple[int, bytes, dict[str, str]]:
    got = client.request("POST" if "json" in sent else "GET", path, headers=headers, **sent)
    body = re.sub(rb'"(recorded_)?at": ?"[^"]*"', b"", MOMENT.sub(b"", got.content))
    return got.status_code, body, {name: value for name, value in got.headers.items() if name not in ("content-length", "x-request-id")}


def test_without_a_key_nothing_is_answered_but_that_the_server_lives(client: TestClient) -> None:
    refused = client.get("/api/v1/entities?q=amiti")
    assert (refused.status_code, refused.headers["content-type"]) == (401, "application/problem+json")
    assert refused.headers["www-authenticate"].startswith("Bearer")
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").json() == {"status": "ready"}


@pytest.mark.parametrize("given", ["Bearer", "Bearer x", "Basic eDp4", f"Bearer {TOKEN}", f"Bearer {TOKEN}x", "Bearer \u00e9".encode().decode("latin-1")])
def test_what_is_no_key_opens_nothing_and_is_not_repeated(client: TestClient, given: str) -> None:
    refused = client.get("/api/v1/entities", headers={"Authorization": given.encode("latin-1")})
    assert refused.status_code == 401
    assert TOKEN not in refused.text


def test_a_key_works_until_it_is_revoked_or_expires(client: TestClient, folder: Path) -> None:
    mine = token(folder, "with.db", expires=datetime.now(UTC) + timedelta(days=1))
    assert client.get("/api/v1/entities", headers=mine).status_code == 200
    id = mine["Authorization"].split("_")[1]
    with KnowledgeGraph(str(folder / "with.db")) as graph:
        (key,) = [key for key in keys.keys(graph.store) if key.id == id]
        assert key.used
        assert mine["Authorization"].rpartition("_")[2] not in key.model_dump_json(), "the secret is not kept"
        keys.revoke(graph.store, id)
        with pytest.raises(UnknownName):
            keys.revoke(graph.store, id)
    assert client.get("/api/v1/entities", headers=mine).status_code == 401
    late = token(folder, "with.db", expires=datetime.now(UTC) + timedelta(days=1))
    with KnowledgeGraph(str(folder / "with.db")) as graph:
        id = late["Authorization"].split("_")[1]
        body = graph.store.memos("key")[id]
        past = json.dumps(json.loads(body) | {"expires": "2020-01-01T00:00:00Z"})
        assert graph.store.keep("key", id, past, was=body)
    assert client.get("/api/v1/entities", headers=late).status_code == 401


def test_readers_do_not_write_and_editors_do_in_their_own_name(client: TestClient, folder: Path) -> None:
    merge = {"left": "org:cisa", "right": "org:ised", "layer": "theirs"}
    reader, editor = token(folder, "with.db", layers=LAYERS), token(folder, "with.db", Role.EDITOR, LAYERS)
    refused = client.post("/api/v1/merges", json=merge, headers=reader)
    assert (refused.status_code, refused.json()["title"]) == (403, "Not allowed")
    made = client.post("/api/v1/merges", json=merge, headers=editor)
    assert (made.status_code, made.json()["merged"]["by"]) == (201, "someone")
    assert client.delete(f"/api/v1/merges/{made.json()['id']}", headers=editor).status_code == 200


def test_nobody_writes_into_a_layer_that_does_not_exist_for_them(client: TestClient, folder: Path) -> None:
    editor = token(folder, "with.db", Role.EDITOR)
    refused = client.post("/api/v1/merges", json={"left": "org:cisa", "right": "org:ised", "layer": "ours"}, headers=editor)
    assert refused.status_code == 404
    claim = next(line.claim.id for line in private_lines() if isinstance(line, Record))
    hidden = client.post("/api/v1/reviews", json={"claims": [claim], "decision": "reject"}, headers=editor)
    other = client.post("/api/v1/reviews", json={"claims": [f"claim:{'0' * 32}"], "decision": "reject"}, headers=editor)
    assert (hidden.status_code, other.status_code) == (404, 404)
    assert hidden.text.replace(claim, "") == other.text.replace(f"claim:{'0' * 32}", "")


def test_who_holds_the_layer_sees_it(client: TestClient, folder: Path) -> None:
    mine = token(folder, "with.db", layers=("ours",))
    assert client.get("/api/v1/entities?q=zurcher&layer=ours", headers=mine).json()["total"] == 2
    assert client.get("/api/v1/entities?q=zurcher&layer=theirs", headers=mine).status_code == 404


@pytest.mark.parametrize("path", operations())
def test_for_others_the_layer_was_never_there(both: list[tuple[TestClient, dict[str, str]]], path: str) -> None:
    held, never = [answer(client, path, key) for client, key in both]
    assert held == never
    assert b"ecret notes" not in held[1]
    assert held[0] < 500


SCENARIOS: list[dict[str, object]] = [
    {"target": "USTR", "move": {"AMITI": 80}},
    {"target": "USTR", "move": {"Zurcher": 80}},
    {"target": "Zurcher", "move": {"AMITI": 80}},
    {"target": "USTR", "move": {"AMITI": 80}, "layer": ["ours"]},
    {"ask": "ask:sectoral-annex", "given": [{"actor": "Zurcher", "capability": 1, "salience": 1, "position": 90}]},
    {"ask": "ask:sectoral-annex", "given": [{"actor": "AMITI", "capability": 1, "salience": 1, "position": 90}]},
]


@pytest.mark.parametrize("body", SCENARIOS, ids=json.dumps)
def test_scenarios_know_nothing_of_the_layer(both: list[tuple[TestClient, dict[str, str]]], body: dict[str, object]) -> None:
    held, never = [answer(client, "/api/v1/scenarios", key, json=body) for client, key in both]
    assert held == never
    assert held[0] < 500


@pytest.mark.parametrize(
    "path", ["/entities?q=zurcher", "/entities", "/sources", "/claims?about=USTR", "/history", "/influence?draws=20", "/trade/flows", "/watch/USTR"]
)
@pytest.mark.parametrize("form", ["text/csv", "application/vnd.apache.parquet"])
def test_tables_know_nothing_of_the_layer(both: list[tuple[TestClient, dict[str, str]]], path: str, form: str) -> None:
    held, never = [answer(client, f"/api/v1{path}", key | {"Accept": form}) for client, key in both]
    assert (held[0], held[2]) == (never[0], never[2])
    assert len(held[1]) == len(never[1])
    assert b"urcher &" not in held[1]


def test_tags_and_marks_of_the_one_are_those_of_the_other(both: list[tuple[TestClient, dict[str, str]]]) -> None:
    (with_it, key), (without, other) = both
    for path in (
        "/api/v1/entities?q=USTR",
        "/api/v1/claims?about=USTR&limit=2",
        "/api/v1/watch/USTR",
        "/api/v1/history?limit=2",
        "/api/v1/paths?from=AMITI&to=USTR",
    ):
        first = without.get(path, headers=other)
        assert with_it.get(path, headers=key | {"If-None-Match": first.headers["etag"]}).status_code == 304
        if cursor := first.json().get("next"):
            name = "since" if "watch" in path else "cursor"
            separator = "&" if "?" in path else "?"
            pages = [answer(client, f"{path}{separator}{name}={cursor}", mine) for client, mine in both]
            assert pages[0] == pages[1]
            assert pages[0][0] == 200


def test_jobs_and_kept_questions_of_others_are_not_there(both: list[tuple[TestClient, dict[str, str]]], folder: Path) -> None:
    theirs = token(folder, "with.db", Role.EDITOR, ("ours",))
    client, mine = both[0]
    job = client.post("/api/v1/influence", json={"draws": 20, "layer": ["ours"]}, headers=theirs).json()
    kept = client.put("/api/v1/saved/secret", json={"question": "show", "options": {"entity": "org:zurcher", "layer": ["ours"]}}, headers=theirs)
    assert kept.status_code == 200, kept.text
    assert job["id"] not in client.get("/api/v1/jobs", headers=mine).text
    for path in (f"/api/v1/jobs/{job['id']}", "/api/v1/saved/secret"):
        hidden, other = client.get(path, headers=mine), client.get(path[:-2] + "00", headers=mine)
        assert (hidden.status_code, other.status_code) == (404, 404)
        assert hidden.text.replace(path.rpartition("/")[2], "") == other.text.replace(path.rpartition("/")[2][:-2] + "00", "")
    assert client.delete(f"/api/v1/jobs/{job['id']}", headers=mine).status_code == 404


def test_hidden_judgements_and_claims_are_taken_back_by_nobody_else(both: list[tuple[TestClient, dict[str, str]]]) -> None:
    merge = judgement_id(next(line for line in private_lines() if isinstance(line, Judgement)))
    for id in (merge, merge.removeprefix("merge:")[:8]):
        held, never = [client.delete(f"/api/v1/merges/{id}", headers=key) for client, key in both]
        assert (held.status_code, held.text) == (never.status_code, never.text)
        assert held.status_code == 404
    merges = [{"left": "Zurcher", "right": "USTR"}, {"left": "org:zurcher", "right": "org:ustr"}, {"left": "org:nist", "right": "org:zurcher"}]
    for body in merges:
        told = [answer(client, "/api/v1/merges", key, json=body) for client, key in both]
        assert told[0] == told[1]


def test_a_source_of_an_id_that_stands_behind_the_curtain_neither_changes_it_nor_tells_of_it(tmp_path: Path) -> None:
    url = str(tmp_path / "with.db")
    filed(url, private=True)
    mine = Source(id=NOTES.id, title="My own notes", layer="theirs", published="2025-06-03")
    said = "AMITI met USTR again on 2025-06-03."
    met = {"subject": "org:amiti", "predicate": "met_with", "object": "org:ustr", "when": "2025-06-03", "quote": said, "span": (0, len(said))}
    claim = Claim.model_validate({"source": NOTES.id, **met})
    with KnowledgeGraph(url) as graph:
        before = [list(graph.store.dump(("ours",))), graph.store.text(NOTES.id, ("ours",)), graph.store.revision(("ours",))]
        report = graph.seen_by(("theirs",)).store.write([mine, Text(source=NOTES.id, text=said), Record(claim=claim, layer="theirs")])
        assert report.added["claim"] == 1
        seen = graph.seen_by(("theirs",)).store
        assert [list(graph.store.dump(("ours",))), graph.store.text(NOTES.id, ("ours",)), graph.store.revision(("ours",))] == before
        (own,) = [source for source in seen.sources(("theirs",)) if source.title == "My own notes"]
        assert seen.text(own.id, ("theirs",)) == said
        assert not any("Secret" in source.title for source in seen.sources(("public", "theirs")))
        again = graph.seen_by(("theirs",)).store.write([mine, Text(source=NOTES.id, text=said), Record(claim=claim, layer="theirs")])
        assert again.added["claim"] == 0


def test_tools_for_language_models_know_nothing_of_the_layer(folder: Path) -> None:
    def told(name: str) -> list[str]:
        with KnowledgeGraph(str(folder / name)) as whole:
            tools = server(lambda _: whole.seen_by(()))

            async def ask() -> list[str]:
                async with Client(tools) as client:
                    calls = [("search", {"query": "zurcher"}), ("show", {"entity": "USTR"}), ("claims", {"about": "USTR"}), ("show", {"entity": "Zurcher"})]
                    calls += [("path", {"start": "AMITI", "end": "USTR"}), ("search", {"query": "USTR", "layers": ["ours"]})]
                    return [str(await client.call_tool(*call)) for call in calls]

            return anyio.run(ask)

    held, never = told("with.db"), told("without.db")
    assert held == never
    assert "ecret notes" not in "".join(held)
