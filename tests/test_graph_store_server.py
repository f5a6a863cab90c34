"""The store on a server: its addresses, its errors, and the graph that people see with Neo4j's own tools."""

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from neo4j import Driver, GraphDatabase

from graph.claims import Claim, Decision, Judgement, Line, Record, Source, Status
from graph.errors import StoreError, StoreForeign, StoreLocked, StoreRefused, StoreUnreachable
from graph.store import Credentials, exists, is_server, open_store
from graph.store.base import GraphStore

PAPER, LIST = Source(id="source:paper", title="A paper"), Source(id="source:list", title="A list", kind="curated")


@pytest.mark.parametrize(
    ("url", "wrong"),
    [
        ("neo4j://neo4j:sesame@host:7687", "user or password"),
        ("bolt://sesame@host", "user or password"),
        ("neo4j+s://:sesame@host/db", "user or password"),
        ("neo4j://host:sesame", "none"),
        ("neo4j://host:99999", "none"),
        ("neo4j://", "not the address"),
        ("bolt://:7687", "not the address"),
        ("neo4j://host/db/more", "not the address"),
        ("neo4j://host/db?x=1", "not the address"),
        ("neo4j://host/db#x", "not the address"),
    ],
)
def test_an_address_that_is_none_or_holds_a_password_is_refused(url: str, wrong: str) -> None:
    for ask in (open_store, exists):
        with pytest.raises(StoreError, match=wrong) as refused:
            ask(url)
        assert "\n" not in str(refused.value)
        assert "@" not in url or "sesame" not in str(refused.value)


def test_addresses_of_servers_are_told_from_files() -> None:
    assert all(is_server(f"{scheme}://host") for scheme in ("neo4j", "NEO4J+S", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"))
    assert not any(map(is_server, ("neo4j.db", "sqlite:///neo4j", "./bolt", "bolts://x", "http://host")))


def test_a_password_is_not_shown() -> None:
    assert "sesame" not in repr(Credentials("neo4j", "sesame"))


def test_a_server_that_does_not_answer_is_an_error_at_once() -> None:
    began = time.monotonic()
    with pytest.raises(StoreUnreachable, match=r"bolt://127.0.0.1:9.*start it"):
        open_store("bolt://127.0.0.1:9", credentials=Credentials("neo4j", "sesame"), timeout=2)
    assert time.monotonic() - began < 20


@pytest.fixture
def driver(on_server: GraphStore, signed_in: Credentials) -> Iterator[Driver]:
    """What people see of the store with tools of their own."""
    with GraphDatabase.driver(on_server.url, auth=(signed_in.user, signed_in.password)) as driver:
        yield driver


def rows(driver: Driver, statement: str, **given: Any) -> list[tuple[Any, ...]]:
    return [tuple(record) for record in driver.execute_query(statement, given).records]


def said(subject: str, predicate: str, object: str = "", *, status: Status = Status.ACCEPTED, layer: str = "public", **more: Any) -> Record:
    claim = Claim.model_validate({"subject": subject, "predicate": predicate, "object": object, "source": PAPER.id} | more)
    return Record(claim=claim, status=status, layer=layer, extractor="test/1")


def test_what_cannot_be_opened_says_why(on_server: GraphStore, driver: Driver, signed_in: Credentials) -> None:
    with pytest.raises(StoreRefused, match="TRILATERAL_NEO4J_PASSWORD"):
        open_store(on_server.url, credentials=Credentials("neo4j", "wrong"))
    with pytest.raises(StoreRefused):
        open_store(on_server.url)
    with pytest.raises(StoreError, match="no such database"):
        open_store(f"{on_server.url}/elsewhere", credentials=signed_in)
    assert exists(on_server.url, credentials=signed_in)
    driver.execute_query("MATCH (n:Trilateral {name: 'record'}) SET n.version = 99")
    with pytest.raises(StoreForeign, match="upgrade"):
        open_store(on_server.url, credentials=signed_in)
    driver.execute_query("MATCH (n) DETACH DELETE n")
    assert not exists(on_server.url, credentials=signed_in)
    with pytest.raises(StoreError, match="there is no store"):
        open_store(on_server.url, create=False, credentials=signed_in)
    driver.execute_query("CREATE (:Movie)")
    with pytest.raises(StoreForeign, match="another program"):
        open_store(on_server.url, credentials=signed_in)
    assert rows(driver, "MATCH (n) RETURN labels(n)") == [(["Movie"],)]


def test_entities_carry_labels_names_and_what_is_said_of_them(on_server: GraphStore, driver: Driver) -> None:
    chamber = [said("org:alpha", "kind", value="chamber"), said("org:alpha", "name", value="Alpha Chamber"), said("org:alpha", "alias", value="Alfa")]
    careful = said("org:alpha", "name", value="The Alpha Chamber", source=LIST.id)
    on_server.write([PAPER, LIST, *chamber, said("org:alpha", "country", value="mx"), said("person:ana", "works_for", "org:alpha")])
    look = "MATCH (n:Entity) RETURN n.id, labels(n), n.name, n.aliases, n.kind, n.country ORDER BY n.id"
    assert [(id, set(labels), *rest) for id, labels, *rest in rows(driver, look)] == [
        ("org:alpha", {"Entity", "Organisation", "Chamber"}, "Alpha Chamber", ["Alfa"], "chamber", "mx"),
        ("person:ana", {"Entity", "Person"}, "person:ana", None, "person", None),
    ]
    on_server.write([careful])
    assert rows(driver, "MATCH (n:Chamber) RETURN n.name, n.aliases") == [("The Alpha Chamber", ["Alfa", "Alpha Chamber"])]
    on_server.write([Decision(claim=chamber[0].claim.id, status=Status.REJECTED)])
    assert rows(driver, "MATCH (n:Organisation) RETURN n.kind, labels(n)") == [("organisation", ["Entity", "Organisation"])]


def test_a_tie_tells_what_current_claims_say_of_it(on_server: GraphStore, driver: Driver) -> None:
    tie = "MATCH (a:Entity)-[r:MET_WITH]->(b:Entity) RETURN a.id, b.id, r.claims, r.sources, r.since, r.until, r.status, r.confidence, r.layer, r.quote"
    first = said("org:a", "met_with", "org:b", when="2025-03-01", quote="They met", confidence=700, status=Status.PROPOSED)
    second = said("org:a", "met_with", "org:b", source=LIST.id, when="2025-05", gloss="A visit", confidence=900)
    planned = said("org:a", "met_with", "org:c", modality="negated")
    on_server.write([PAPER, LIST, first, planned])
    assert rows(driver, tie) == [("org:a", "org:b", 1, [PAPER.id], "2025-03-01", "2025-03-01", "proposed", 0.7, "public", "They met")]
    on_server.write([second, said("org:a", "met_with", "org:b", layer="ours")])
    assert rows(driver, f"{tie} ORDER BY r.layer DESC")[0] == (
        "org:a", "org:b", 2, [PAPER.id, LIST.id], "2025-03-01", "2025-05-31", "accepted", 0.9, "public", "A visit",
    )  # fmt: skip
    on_server.retract(LIST.id)
    on_server.write([Decision(claim=first.claim.id, status=Status.ACCEPTED)])
    assert rows(driver, f"{tie} ORDER BY r.layer DESC")[0][2:8] == (1, [PAPER.id], "2025-03-01", "2025-03-01", "accepted", 0.7)
    on_server.retract(PAPER.id)
    assert rows(driver, tie) == []


def test_judgements_are_ties_that_come_and_go(on_server: GraphStore, driver: Driver) -> None:
    same = Judgement(left="org:b", right="org:a", verdict="same", by="ana")
    on_server.write([same, PAPER, said("org:a", "name", value="A"), said("org:b", "name", value="B")])
    look = "MATCH (a)-[r:SAME_AS|DIFFERENT_FROM]->(b) RETURN type(r), a.id, b.id, r.judged, r.by"
    assert rows(driver, look) == [("SAME_AS", "org:a", "org:b", True, "ana")]
    on_server.write([same.model_copy(update={"verdict": "different"})])
    assert rows(driver, look) == [("DIFFERENT_FROM", "org:a", "org:b", True, "ana")]
    on_server.write([same.model_copy(update={"verdict": "undecided"})])
    assert rows(driver, look) == []


def pictured(driver: Driver) -> tuple[list[Any], list[Any]]:
    """All of the readable model, in an order of its own."""
    entities = rows(driver, "MATCH (n:Entity) RETURN n.id, labels(n), n.name, n.aliases, n.kind, n.country")
    ties = rows(driver, "MATCH (a:Entity)-[r]->(b:Entity) RETURN a.id, type(r), b.id, properties(r)")
    told = [(a, type, b, sorted((key, sorted(value) if isinstance(value, list) else value) for key, value in held.items())) for a, type, b, held in ties]
    return sorted((id, sorted(labels), *rest) for id, labels, *rest in entities), sorted(told, key=repr)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_the_history_the_graph_that_people_see_is_that_of_the_claims(on_server: GraphStore, driver: Driver, signed_in: Credentials, seed: int) -> None:
    chance = random.Random(seed)
    filed: list[Record] = []
    for _ in range(8):
        lines: list[Line] = [PAPER, LIST]
        for _ in range(chance.randint(1, 15)):
            about: dict[str, Any] = {
                "source": chance.choice((PAPER.id, LIST.id)),
                "layer": chance.choice(("public", "public", "ours")),
                "status": chance.choice(list(Status)),
            }
            subject, other = chance.sample([f"org:o{number}" for number in range(5)], 2)
            when, confidence = chance.choice(("", "2025", "2025-02", "2024..2025-01")), chance.choice((700, 900))
            lines += [
                said(subject, chance.choice(("met_with", "partners_with")), other, when=when, confidence=confidence, quote=f"q{chance.randint(1, 3)}", **about),
                said(subject, "kind", value=chance.choice(("chamber", "agency")), **about),
                said(subject, chance.choice(("name", "alias")), value=chance.choice(("One", "Two", "Three")), **about),
            ]
        filed += [line for line in lines if isinstance(line, Record)]
        lines += [Decision(claim=chance.choice(filed).claim.id, status=chance.choice(list(Status)), at=str(number)) for number in range(2)]
        lines += [Judgement(left="org:o1", right="org:o2", verdict=chance.choice(("same", "different", "undecided")))]
        on_server.write(lines, supersede=chance.random() < 0.5)
        if chance.random() < 0.2:
            on_server.retract(chance.choice((PAPER.id, LIST.id)))
    assert on_server.check().faults == ()
    seen, lines = pictured(driver), list(on_server.dump())
    driver.execute_query("MATCH (n) DETACH DELETE n")
    fresh = open_store(on_server.url, credentials=signed_in)
    fresh.write(lines)
    fresh.close()
    entities, ties = pictured(driver)
    assert ties == seen[1]
    left = {row[0] for row in entities}
    assert entities == [row for row in seen[0] if row[0] in left]


def test_a_write_whose_answer_was_lost_is_found_or_done_again(on_server: GraphStore, driver: Driver) -> None:
    """The same lines again after an error of the connection change nothing and say so."""
    lines: list[Line] = [PAPER, said("org:a", "met_with", "org:b")]
    on_server.write(lines)
    before, logged = pictured(driver), len(list(on_server.changes()))
    report = on_server.write(lines)
    assert not any(report.added.values())
    assert (pictured(driver), len(list(on_server.changes()))) == (before, logged)


def test_who_waits_for_another_writer_is_told_when_stopped(on_server: GraphStore, driver: Driver) -> None:
    with driver.session() as session, session.begin_transaction() as held, ThreadPoolExecutor(1) as pool:
        held.run("MATCH (n:Trilateral {name: 'record'}) SET n.writer = 'somebody'").consume()
        waiting = pool.submit(on_server.write, [PAPER])
        mine = "SHOW TRANSACTIONS YIELD transactionId, currentQuery WHERE currentQuery CONTAINS $text RETURN transactionId"
        while not (found := rows(driver, mine, text="SET r.writer")):
            assert not waiting.done()
        driver.execute_query("TERMINATE TRANSACTIONS $id", id=found[0][0])
        with pytest.raises(StoreLocked, match="another process"):
            waiting.result()
        held.rollback()
    assert on_server.sources() == []
    assert on_server.write([PAPER]).added["source"] == 1
