"""What a person says of claims and entities: merges that never overwrite, each taken back, and the history of all."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.cli import main
from api.knowledge import KnowledgeGraph
from api.settings import Settings
from graph.claims import Claim, Judgement, Line, Record, Source, Status
from graph.errors import Contradicted, RequestError, UnknownName
from graph.identity import judgement_id

SOURCE = Source(id="source:test/names", title="Register of samples", publisher="Sample Office")
ACME, ACME_INC, ARIZONA, DANA, OTHER_DANA = "org:acme", "org:acme-inc", "org:acme-of-arizona", "person:dana-doe", "person:dana-doe-2"


def record(
    subject: str, predicate: str, object_: str = "", *, value: str = "", status: Status = Status.ACCEPTED, layer: str = "public", gloss: str = ""
) -> Record:
    """A claim as filed."""
    claim = Claim(subject=subject, predicate=predicate, object=object_, value=value, source=SOURCE.id, gloss=gloss, confidence=700)
    return Record(claim=claim, status=status, layer=layer, extractor="test/1")


SAME = record(ACME_INC, "same_as", ACME, status=Status.PROPOSED, gloss="the same name but for the legal form")
OWN = record(ARIZONA, "same_as", ACME, status=Status.PROPOSED, layer="ours", gloss="a hunch")


def lines() -> Iterator[Line]:
    yield SOURCE
    for entity, kind, name in (
        (ACME, "company", "Acme"),
        (ACME_INC, "company", "Acme, Inc."),
        (ARIZONA, "company", "Acme of Arizona"),
        (DANA, "person", "Dana Doe"),
        (OTHER_DANA, "person", "Dana Doe"),
    ):
        yield from (record(entity, "kind", value=kind), record(entity, "name", value=name))
    yield record(DANA, "works_for", ACME)
    yield record(ACME_INC, "alias", value="Acme Incorporated")
    yield SAME
    yield OWN


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A store of a few names, two of which may be one."""
    url = str(tmp_path / "names.db")
    with KnowledgeGraph(url, create=True) as graph:
        graph.store.write(lines())
    return url


@pytest.fixture
def graph(url: str) -> Iterator[KnowledgeGraph]:
    with KnowledgeGraph(url) as graph:
        yield graph


@pytest.fixture
def client(url: str) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(store=url))) as client:
        yield client


def one(graph: KnowledgeGraph, layer: tuple[str, ...] = ()) -> bool:
    """Whether the two spellings of Acme are one entity."""
    return graph.entity_id("Acme, Inc.", ("public", *layer)) == graph.entity_id("Acme", ("public", *layer))


def test_to_accept_that_two_are_the_same_merges_them_and_undo_takes_both_back(graph: KnowledgeGraph) -> None:
    graph.decide([SAME.claim.id], Status.ACCEPTED, by="a tester")
    (judgement,) = graph.store.judgements()
    assert (judgement.left, judgement.right, judgement.verdict, judgement.by) == (ACME, ACME_INC, "same", "a tester")
    assert one(graph)
    assert graph.undo()
    assert graph.store.judgements() == []
    assert not one(graph)
    assert graph.undo() is None
    assert [merge.claim for merge in graph.reviews().merges] == [SAME.claim.id]


def test_to_reject_it_keeps_them_apart_and_undo_takes_both_back(graph: KnowledgeGraph) -> None:
    graph.decide([SAME.claim.id], Status.REJECTED)
    assert [judgement.verdict for judgement in graph.store.judgements()] == ["different"]
    assert graph.reviews().merges == ()
    graph.undo()
    assert graph.store.judgements() == []


def test_a_person_may_think_again_of_the_same_claim(graph: KnowledgeGraph) -> None:
    graph.decide([SAME.claim.id], Status.REJECTED)
    graph.decide([SAME.claim.id], Status.ACCEPTED)
    assert one(graph)
    graph.undo()
    assert [judgement.verdict for judgement in graph.store.judgements()] == ["different"]
    graph.undo()
    assert graph.store.judgements() == []
    assert [item.act for item in graph.history(ACME).items if item.claim or item.merge][:2] == ["taken back", "taken back"]


def test_a_merge_that_contradicts_a_person_is_refused_with_the_reason(graph: KnowledgeGraph) -> None:
    graph.decide([SAME.claim.id], Status.REJECTED, by="a tester")
    before = graph.store.revision()
    with pytest.raises(Contradicted, match=r"judged different by a tester on 20.*trilateral undo merge:"):
        graph.merge("Acme", "Acme, Inc.")
    graph.merge(ARIZONA, ACME_INC)
    with pytest.raises(Contradicted, match="judged different by a tester"):
        graph.merge(ACME, ARIZONA)
    graph.undo()
    assert graph.store.revision() == before
    graph.undo(judgement_id(graph.store.judgements()[0]))
    graph.merge(ACME, ACME_INC)
    assert one(graph)


def test_an_accepted_claim_that_contradicts_a_split_is_refused_and_nothing_is_decided(graph: KnowledgeGraph) -> None:
    graph.split(ACME, ACME_INC, by="a tester")
    with pytest.raises(Contradicted):
        graph.decide([SAME.claim.id], Status.ACCEPTED)
    assert graph.store.decisions() == []


def test_merge_by_name_and_split_by_id(graph: KnowledgeGraph) -> None:
    merged = graph.merge("Acme", "Acme Incorporated", by="a tester")
    assert (merged.left, merged.right) == (ACME, ACME_INC)
    assert graph.show("Acme, Inc.").entity.merged
    with pytest.raises(RequestError, match="one entity already"):
        graph.merge(ACME, ACME_INC)
    graph.split("Acme, Inc.")
    assert not one(graph)
    graph.undo()  # what was taken back is no word that counts
    graph.merge(ACME, ACME_INC)
    told = graph.split("Acme, Inc.", "Acme")
    assert [judgement.verdict for judgement in told] == ["different"]
    graph.undo()
    assert one(graph)


def test_entities_joined_through_a_third_are_not_split_over_its_head(graph: KnowledgeGraph) -> None:
    graph.merge(ACME, ACME_INC)
    graph.merge(ACME, ARIZONA)
    with pytest.raises(Contradicted, match=f"joined through {ACME}; split one of those first"):
        graph.split(ACME_INC, ARIZONA)
    graph.split(ARIZONA)
    assert one(graph)
    assert graph.entity_id("Acme of Arizona") == ARIZONA


def test_what_cannot_be_one_is_refused(graph: KnowledgeGraph) -> None:
    for left, right, said in ((ACME, ACME, "one entity already"), (ACME, DANA, "cannot be one entity"), ("Acme", "Nobody", "no entity of that name")):
        with pytest.raises(RequestError, match=said):
            graph.merge(left, right)
    with pytest.raises(RequestError, match="several entities are called that"):
        graph.merge("Dana Doe", ACME)
    with pytest.raises(RequestError, match="merged with nobody"):
        graph.split(ACME)
    with pytest.raises(RequestError, match="layer"):
        graph.merge(ACME, ACME_INC, layer="No Layer")
    with pytest.raises(UnknownName, match="decision or merge in force"):
        graph.undo("merge:ffff")


def test_a_merge_in_a_layer_of_ones_own_changes_nothing_for_others(graph: KnowledgeGraph) -> None:
    before = graph.store.revision()
    graph.decide([OWN.claim.id], Status.ACCEPTED, layer=("ours",))
    assert graph.store.revision() == before
    assert graph.entity_id("Acme of Arizona") == ARIZONA
    assert graph.entity_id("Acme of Arizona", ("public", "ours")) == ACME
    assert [item.act for item in graph.history(ACME).items if item.merge] == []
    assert [item.act for item in graph.history(ACME, layer=("ours",)).items if item.merge] == ["merged"]
    graph.merge(ACME, ACME_INC)
    graph.split(ACME_INC, layer="ours")
    assert one(graph)
    assert not one(graph, ("ours",))


def test_a_review_says_who_both_are_and_why(graph: KnowledgeGraph, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    (merge,) = graph.reviews().merges
    assert (merge.left.name, merge.right.name, merge.why, merge.confidence) == ("Acme, Inc.", "Acme", "the same name but for the legal form", 0.7)
    assert merge.left.aliases == ("Acme Incorporated",)
    assert merge.right.known_for == ("Dana Doe works for it",)
    assert len(graph.reviews(layer=("ours",)).merges) == 2
    assert main(["--store", url, "review", "--merges"]) == 0
    text = capsys.readouterr().out
    assert "Acme, Inc. = Acme?\n  the same name but for the legal form\n    Acme, Inc. (org:acme-inc; company)\n      also called Acme Incorporated" in text
    assert "    Acme (org:acme; company)\n      Dana Doe works for it\n      named by Sample Office" in text


def test_history_tells_everything_newest_first(graph: KnowledgeGraph) -> None:
    graph.decide([SAME.claim.id], Status.ACCEPTED, by="a tester")
    graph.undo()
    graph.merge(ACME, ARIZONA, by="another")
    result = graph.history(ACME)
    said = [(item.act, item.by, item.in_force) for item in result.items if item.claim or item.merge]
    assert said == [
        ("merged", "another", True),
        ("taken back", "a tester", False),
        ("taken back", "a tester", True),
        ("merged", "a tester", False),
        ("accepted", "a tester", False),
    ]
    assert result.items[-1].act == "filed"
    assert [item.at for item in result.items] == sorted((item.at for item in result.items), reverse=True)
    assert graph.history(DANA).total < graph.history().total


def test_judgements_travel_with_the_export_and_the_store_stays_sound(graph: KnowledgeGraph, tmp_path: Path) -> None:
    graph.merge(ACME, ACME_INC)
    graph.split(ACME_INC)
    graph.merge(ACME, ACME_INC)
    assert graph.check().faults == ()
    copy = KnowledgeGraph(str(tmp_path / "copy.db"), create=True)
    copy.store.write(graph.export())
    assert copy.store.judgements() == graph.store.judgements()
    assert copy.store.revision() == graph.store.revision()
    copy.close()


def test_the_doors_of_the_command_line(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["--store", url, *arguments])
        return status, *capsys.readouterr()

    status, out, _ = run("merge", "Acme", "Acme, Inc.", "--by", "a tester", "--json")
    merged = json.loads(out)
    assert (status, merged["merged"]["verdict"], merged["layers"]) == (0, "same", ["public"])
    assert merged["id"][:12] in run("history", "Acme")[1]
    assert run("merge", "Acme", "Acme, Inc.")[0] == 2
    assert "no longer judged same" in run("undo", merged["id"][:12])[2]
    assert run("undo")[0] == 1
    assert run("review", "accept", SAME.claim.id[:16])[0] == 0
    assert f"{ACME} and {ACME_INC}: no longer merged" in run("split", "org:acme-inc")[2]
    assert run("history", "--json", "--limit", "1")[0] == 0


def test_the_doors_of_http(client: TestClient) -> None:
    assert client.get("/api/v1/reviews").json()["merges"][0]["left"]["name"] == "Acme, Inc."
    decided = client.post("/api/v1/reviews", json={"decision": "accept", "claims": [SAME.claim.id], "by": "a tester"})
    assert (decided.status_code, decided.json()["decided"][0]["status"]) == (200, "accepted")
    (entry,) = [item for item in client.get("/api/v1/history?entity=Acme").json()["items"] if item["act"] == "merged"]
    assert client.delete(f"/api/v1/merges/{entry['merge']}").json()["undone"]["claim"] == SAME.claim.id
    assert client.get("/api/v1/reviews").json()["merges_total"] == 1
    merged = client.post("/api/v1/merges", json={"left": "Acme", "right": "Acme, Inc."})
    assert merged.status_code == 201
    assert client.delete(f"/api/v1/merges/{merged.json()['id']}").status_code == 200
    assert client.delete(f"/api/v1/merges/{merged.json()['id']}").status_code == 404
    client.post("/api/v1/reviews", json={"decision": "reject", "claims": [SAME.claim.id]})
    refused = client.post("/api/v1/merges", json={"left": "Acme", "right": "Acme, Inc."})
    assert (refused.status_code, refused.headers["content-type"]) == (409, "application/problem+json")
    assert "judged different" in refused.json()["detail"]
    first = client.get("/api/v1/history?limit=2").json()
    assert client.get(f"/api/v1/history?limit=2&cursor={first['next']}").json()["items"] != first["items"]
    wrong = client.post("/api/v1/reviews", json={"decision": "perhaps", "claims": []})
    assert (wrong.status_code, wrong.headers["content-type"]) == (422, "application/problem+json")


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}, {"Origin": "http://testserver"}, {"Origin": "http://["}],
)
def test_a_page_of_another_site_may_not_write(client: TestClient, headers: dict[str, str]) -> None:
    for method, path in (("POST", "/api/v1/reviews"), ("POST", "/api/v1/merges"), ("DELETE", "/api/v1/merges/merge:0000")):
        answer = client.request(method, path, headers=headers, json={"left": ACME, "right": ACME_INC})
        assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
    assert client.get("/api/v1/history?entity=Acme", headers=headers).status_code == 200


@pytest.mark.parametrize("here", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_a_page_of_this_server_may(client: TestClient, here: str) -> None:
    headers = {"Origin": f"http://{here}", "Host": here, "Sec-Fetch-Site": "same-origin"}
    assert client.post("/api/v1/merges", headers=headers, json={"left": ACME, "right": ACME_INC}).status_code == 201


def test_a_store_that_cannot_be_written_says_so(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with KnowledgeGraph(url) as graph:
        graph.store.write([Judgement(left=ARIZONA, right=ACME, verdict="different")])
    monkeypatch.setattr("graph.store.connection._may_write", lambda path: False)
    with TestClient(create_app(Settings(store=url))) as client:
        answer = client.post("/api/v1/merges", json={"left": "Acme", "right": "Acme, Inc."})
        assert (answer.status_code, answer.headers["content-type"], answer.json()["title"]) == (503, "application/problem+json", "Store is read-only")


def test_a_store_that_another_holds_says_so(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    from graph.store.sqlite import SqliteStore

    monkeypatch.setattr("api.knowledge.open_store", lambda url, create=False, credentials=None: SqliteStore(Path(url), create=create, timeout=0.05))
    holder = sqlite3.connect(url, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with TestClient(create_app(Settings(store=url))) as client:
        answer = client.post("/api/v1/merges", json={"left": "Acme", "right": "Acme, Inc."})
        assert (answer.status_code, answer.headers["content-type"], answer.json()["title"]) == (503, "application/problem+json", "Store locked")
    holder.close()


def test_a_misspelt_layer_is_said_with_the_near_names_by_every_door(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / "layers.db")
    with KnowledgeGraph(path, create=True) as graph:
        source = Source(id="source:notes", title="Notes")
        claims = [Claim(subject="org:friend", predicate="name", value="A Friend", source=source.id, locator=str(number)) for number in range(2)]
        graph.store.write([source, *(Record(claim=claim, layer=layer) for claim, layer in zip(claims, ("public", "partners"), strict=True))])
        for ask in (graph.search, graph.show, lambda name, layer: graph.claims(name, layer=layer)):
            with pytest.raises(UnknownName, match="partnrs: no layer of that name is in the store; did you mean “partners”"):
                ask("A Friend", layer=("partnrs",))
            assert ask("A Friend", layer=("partners",))
    capsys.readouterr()
    assert main(["--store", path, "show", "A Friend", "--layer", "partnrs"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    with TestClient(create_app(Settings(store=path))) as client:
        assert client.get("/api/v1/entities", params={"q": "friend", "layer": "partnrs"}).status_code == 404


def test_who_sees_some_layers_only_is_told_no_names_of_others(tmp_path: Path) -> None:
    with KnowledgeGraph(str(tmp_path / "layers.db"), create=True) as graph:
        source = Source(id="source:notes", title="Notes")
        graph.store.write([source, Record(claim=Claim(subject="org:friend", predicate="name", value="A Friend", source=source.id), layer="partners")])
        seen = graph.seen_by(("ours",))
        messages = []
        for layer in ("partners", "partnrs"):
            with pytest.raises(UnknownName) as refused:
                seen.search("A Friend", layer=(layer,))
            messages.append(str(refused.value).replace(layer, "X"))
        assert messages[0] == messages[1]
        assert seen.search("A Friend", layer=("ours",)).items == ()


def test_a_claim_is_found_by_the_beginning_of_its_id(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / "short.db")
    with KnowledgeGraph(path, create=True) as graph:
        source = Source(id="source:notes", title="Notes")
        made = [Record(claim=Claim(subject="org:friend", predicate="alias", value=f"Friend {number}", source=source.id)) for number in range(50)]
        graph.store.write([source, *made])
        wanted = made[7].claim
        for name in (wanted.id, wanted.id[:14], wanted.id[6:14], wanted.id[6:20]):
            assert graph.claim(name).claim == wanted
            assert [item.claim for item in graph.claims(ids=(name,)).items] == [wanted.id]
        for name in (wanted.id[6:13], "ffffffff", "", "claim:"):
            with pytest.raises(UnknownName):
                graph.claim(name)
    capsys.readouterr()
    assert main(["--store", path, "--json", "claims", wanted.id[6:14]]) == 0
    assert [item["claim"] for item in json.loads(capsys.readouterr().out)["items"]] == [wanted.id]
    with TestClient(create_app(Settings(store=path))) as client:
        assert client.get(f"/api/v1/claims/{wanted.id[:14]}").json()["claim"]["value"] == wanted.value
        assert client.get(f"/api/v1/claims/{wanted.id[:10]}").status_code == 404
