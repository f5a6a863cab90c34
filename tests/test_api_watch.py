"""What changed since one last looked, by command, JSON, feed and webhook; questions kept by name."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from lxml import etree

from api import keys
from api.app import create_app
from api.cli import root
from api.keys import Role
from api.knowledge import KnowledgeGraph
from api.settings import Settings
from graph.claims import Claim, Record, Source, Status
from graph.errors import RequestError, UnknownName

RECORD = Path(__file__).parent / "fixtures" / "record.jsonl"
NEWS = Source(id="source:news", title="News & <b>views</b>", url="javascript:alert(1)", published="2025-09-01")
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def met(whom: str, layer: str = "public") -> Record:
    return Record(
        claim=Claim.model_validate({"subject": "org:ustr", "predicate": "met_with", "object": whom, "when": "2025-08", "source": NEWS.id}), layer=layer
    )


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[KnowledgeGraph]:
    with KnowledgeGraph(str(tmp_path / "record.db"), create=True) as graph:
        graph.load(str(RECORD))
        yield graph


def test_each_change_is_told_once_with_its_evidence(graph: KnowledgeGraph) -> None:
    first = graph.watch("USTR")
    assert first.items
    assert all(item.act == "filed" for item in first.items)
    assert graph.watch("USTR", since=first.next).items == ()
    graph.store.write([NEWS, met("org:nist")])
    (item,) = graph.watch("USTR", since=first.next).items
    assert (item.act, item.evidence and item.evidence.source.title) == ("filed", NEWS.title)
    assert "NIST" in item.sentence


def test_corrections_and_decisions_are_changes(graph: KnowledgeGraph) -> None:
    (waiting,) = graph.reviews().items
    mark = graph.watch("USTR").next
    graph.decide([waiting.evidence.claim], Status.ACCEPTED, by="Ana")
    graph.store.write([NEWS, met("org:nist")])
    graph.store.retract(NEWS.id)
    found = graph.watch("USTR", since=mark).items
    assert [(item.act, item.by, item.evidence is None) for item in found] == [("accepted", "Ana", False), ("filed", "", True), ("superseded", "", True)]
    assert "org:nist" in found[-1].sentence


def test_what_concerns_others_is_none_of_it_and_the_mark_goes_on(graph: KnowledgeGraph) -> None:
    mark = graph.watch("Technation").next
    graph.store.write([NEWS, met("org:nist")])
    after = graph.watch("Technation", since=mark)
    assert after.items == ()
    assert after.next != mark


def test_many_changes_come_in_parts(graph: KnowledgeGraph) -> None:
    whole = graph.watch("USTR")
    seen, mark, more = [], "", True
    while more:
        part = graph.watch("USTR", since=mark, limit=2)
        seen += part.items
        mark, more = part.next, part.more
    assert tuple(seen) == whole.items
    assert mark == whole.next


def test_what_only_names_the_target_is_no_change(graph: KnowledgeGraph) -> None:
    mark = graph.watch("USTR").next
    graph.store.write([NEWS, Record(claim=Claim(subject="org:ustr", predicate="alias", value="The Trade Office", source=NEWS.id))])
    assert graph.watch("USTR", since=mark).items == ()


def test_an_ask_is_watched_as_well(graph: KnowledgeGraph) -> None:
    assert graph.watch("ask:sectoral-annex").target.kind == "ask"


def test_a_mark_that_is_none_is_refused(graph: KnowledgeGraph) -> None:
    with pytest.raises(RequestError, match="not a cursor"):
        graph.watch("USTR", since="yesterday")


def test_a_private_layer_changes_nothing_for_those_who_do_not_see_it(graph: KnowledgeGraph) -> None:
    mark = graph.watch("USTR").next
    seen = graph.seen_by(())
    theirs = seen.watch("USTR").next
    graph.store.write([NEWS.model_copy(update={"layer": "ours"}), met("org:nist", "ours")])
    assert graph.watch("USTR", since=mark).items == ()
    assert len(graph.watch("USTR", since=mark, layer=["ours"]).items) == 1
    assert seen.watch("USTR", since=theirs).next == theirs, "not even the mark moves"
    with pytest.raises(UnknownName):
        seen.watch("USTR", layer=["ours"])


def test_the_feed_is_atom_newest_first_and_inert(graph: KnowledgeGraph) -> None:
    graph.store.write([NEWS, met("org:nist")])
    with TestClient(create_app(Settings(store=graph.url))) as client:
        answer = client.get("/api/v1/watch/USTR/feed")
        assert answer.headers["content-type"].startswith("application/atom+xml")
        feed = etree.fromstring(answer.content)
        entries = feed.findall("a:entry", ATOM)
        assert len(entries) == len(graph.watch("USTR").items)
        assert "NIST" in entries[0].findtext("a:title", "", ATOM)
        assert "<b>views</b>" in entries[0].findtext("a:content", "", ATOM)
        assert entries[0].find("a:link", ATOM) is None, "a script is no link"
        told = client.get("/api/v1/watch/USTR").json()
        assert client.get("/api/v1/watch/USTR", params={"since": told["next"]}).json()["items"] == []


class Hook(BaseHTTPRequestHandler):
    """Takes what is sent to it, after refusing it once."""

    taken: ClassVar[list[tuple[str, bytes]]] = []
    refuse = 1

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if Hook.refuse:
            Hook.refuse -= 1
            self.send_error(503)
            return
        Hook.taken.append((self.headers["Trilateral-Signature"], body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def hook() -> Iterator[str]:
    Hook.taken, Hook.refuse = [], 1
    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook"
    server.shutdown()
    server.server_close()


def test_changes_are_sent_signed_and_only_once(graph: KnowledgeGraph, hook: str, tmp_path: Path) -> None:
    secret = tmp_path / "hook.key"
    secret.write_text("a secret of some length\n")
    run = ["--store", graph.url, "watch", "USTR", "--keep", "desk", "--post", hook, "--secret-file", str(secret)]
    assert CliRunner().invoke(root, run, standalone_mode=False).return_value == 0
    ((signed, body),) = Hook.taken
    parts = dict(part.split("=") for part in signed.split(","))
    assert parts["v1"] == hmac.new(b"a secret of some length", parts["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
    assert json.loads(body)["target"]["id"] == "org:ustr"
    assert CliRunner().invoke(root, run, standalone_mode=False).return_value == 1
    assert len(Hook.taken) == 1


def test_what_could_not_be_sent_is_told_again(graph: KnowledgeGraph, tmp_path: Path) -> None:
    secret = tmp_path / "hook.key"
    secret.write_text("a secret of some length")
    run = ["--store", graph.url, "watch", "USTR", "--keep", "desk", "--post", "http://127.0.0.1:9/", "--secret-file", str(secret)]
    failed = CliRunner().invoke(root, run, standalone_mode=False)
    assert "told again" in str(failed.exception)
    assert CliRunner().invoke(root, ["--store", graph.url, "watch", "USTR", "--keep", "desk"], standalone_mode=False).return_value == 0


def test_a_kept_question_is_asked_as_things_stand(graph: KnowledgeGraph) -> None:
    with TestClient(create_app(Settings(store=graph.url))) as client:
        body = {"question": "path", "options": {"start": "AMITI", "end": "NIST", "as_of": "2025-10-28"}}
        assert client.put("/api/v1/saved/door", json=body).json()["name"] == "door"
        assert client.get("/api/v1/saved/door").json()["found"] is False
        graph.store.write(
            [
                NEWS,
                Record(
                    claim=Claim.model_validate({"subject": "org:amiti", "predicate": "met_with", "object": "org:nist", "when": "2025-08", "source": NEWS.id})
                ),
            ]
        )
        assert client.get("/api/v1/saved/door").json() == graph.path("AMITI", "NIST", as_of="2025-10-28").model_dump(mode="json")
        assert [one["name"] for one in client.get("/api/v1/saved").json()["items"]] == ["door"]
        client.delete("/api/v1/saved/door")
        assert client.get("/api/v1/saved/door").status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"question": "close", "options": {}}, 400),
        ({"question": "store", "options": {}}, 400),
        ({"question": "path", "options": {"start": "AMITI"}}, 400),
        ({"question": "show", "options": {"entity": "Nobody"}}, 404),
        ({"question": "show", "options": {"entity": "USTR", "nonsense": 1}}, 400),
        ({"question": "show", "what": 1}, 422),
    ],
)
def test_what_is_no_question_is_not_kept(graph: KnowledgeGraph, body: dict[str, object], status: int) -> None:
    with TestClient(create_app(Settings(store=graph.url)), raise_server_exceptions=False) as client:
        assert client.put("/api/v1/saved/x", json=body).status_code == status
        assert client.get("/api/v1/saved").json()["items"] == []


def test_everybody_has_questions_of_their_own(graph: KnowledgeGraph) -> None:
    made = [{"Authorization": f"Bearer {keys.create(graph.store, name, Role.READER)[0]}"} for name in ("one", "two")]
    with TestClient(create_app(Settings(store=graph.url, need_keys=True))) as client:
        assert client.put("/api/v1/saved/x", json={"question": "influence", "options": {"draws": 10}}, headers=made[0]).status_code == 200
        assert [client.get("/api/v1/saved/x", headers=key).status_code for key in made] == [200, 404]
