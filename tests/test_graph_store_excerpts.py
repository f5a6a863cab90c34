"""What a look-up reads of a server: an excerpt answers as a snapshot of everything does, ties broken the same way."""

import random
from datetime import date
from pathlib import Path
from typing import Any

from neo4j import GraphDatabase

from api.questions import excerpts
from graph.claims import Claim, Decision, Figure, Judgement, Line, Record, Source, Status
from graph.entities import ClaimsQuery, EntityQuery, list_claims, show
from graph.neighbourhood import EgoQuery, drawn_kinds, ego
from graph.results.base import Answer
from graph.snapshot.arrays import Snapshot
from graph.snapshot.build import canonical_layers, excerpted, open_snapshot
from graph.snapshot.layout import arrays_of
from graph.store import Credentials, open_store
from graph.store.base import Excerpt, GraphStore
from graph.trade.flows import flows
from graph.trade.scope import TradeQuery
from graph.view import View

DAY = date(2025, 10, 28)
LAYERS = (("public",), ("public", "ours"))
RECORDS, GRAPHS = 8, 25
BODIES = [f"org:o{number}" for number in range(6)]
PEOPLE = [f"person:p{number}" for number in range(4)]
PLACES, TOPICS, ASKS = ["gov:mx", "place:us", "place:mx"], ["topic:digital-trade", "topic:steel"], ["ask:one", "ask:two"]
POSTS, CHAPTERS = ["post:head", "post:deputy"], ["agreement:usmca", "chapter:usmca/19"]
SOURCES = [
    Source(id="source:curated", title="Curated", kind="curated"),
    Source(id="source:paper", title="Paper", kind="document", published=date(2025, 5, 1), publisher="The Paper"),
    Source(id="source:copy", title="Copy", kind="document", published=date(2025, 5, 2), group="wire"),
    Source(id="source:lda-1", title="Filing", kind="register", layer="ours"),
]


def random_lines(seed: int, mark: str = "") -> list[Line]:
    """Claims of every sort, some private, decided or merged; bodies and people of one graph are marked as its own."""
    chance = random.Random(seed)
    bodies, people = [f"{one}{mark}" for one in BODIES], [f"{one}{mark}" for one in PEOPLE]
    lines: list[Line] = [_record(chance, bodies, people, number) for number in range(chance.randint(20, 70))]
    claims = [line.claim for line in lines if isinstance(line, Record)]
    lines += [Decision(claim=chance.choice(claims).id, status=chance.choice(list(Status))) for _ in range(3)]
    if chance.random() < 0.6:
        left, right = sorted(chance.sample(bodies, 2))
        lines.append(Judgement(left=left, right=right, verdict="same", layer=chance.choice(("public", "ours"))))
    return lines


def _record(chance: random.Random, bodies: list[str], people: list[str], number: int) -> Record:
    said = _said(chance, bodies, people)
    when = chance.choice(("", "2025", "2025-02", "2024..2025-01", "2025-03-04"))
    claim = Claim(
        **said,
        when=when,
        source=chance.choice(SOURCES).id,
        locator=f"row {number}",
        confidence=chance.choice((600, 800, 1000)),
        speaker=chance.choice(("", "", chance.choice(bodies + people))),
    )
    return Record(claim=claim, layer=chance.choice(("public", "public", "ours")), status=chance.choice((Status.ACCEPTED, Status.ACCEPTED, Status.PROPOSED)))


def _said(chance: random.Random, bodies: list[str], people: list[str]) -> dict[str, Any]:
    a, b = chance.sample(bodies, 2)
    person, ask = chance.choice(people), chance.choice(ASKS)
    figure = Figure(
        kind="flow", value=chance.choice((1.0, 2.5)), unit="USD", direction="export", period="2024", category=chance.choice(("steel", "software", ""))
    )
    return chance.choice(
        [
            {"subject": a, "predicate": chance.choice(("name", "alias")), "value": chance.choice(("Alpha", "Beta", a))},
            {"subject": person, "predicate": "name", "value": f"Person {chance.randint(1, 3)}"},
            {"subject": a, "predicate": "kind", "value": chance.choice(("chamber", "agency", "association"))},
            {"subject": a, "predicate": "country", "value": chance.choice(("mx", "us"))},
            {"subject": a, "predicate": "met_with", "object": b, "qualifiers": chance.choice(((), ("delegation",), ("sought-by-subject",)))},
            {"subject": person, "predicate": "met_with", "object": b, "qualifiers": chance.choice(((), ("delegation",)))},
            {"subject": person, "predicate": "member_of", "object": a, "qualifiers": chance.choice(((), ("delegation",)))},
            {"subject": a, "predicate": "joint_statement_with", "object": b},
            {"subject": person, "predicate": "works_for", "object": a, "qualifiers": chance.choice(((), ("former",), ("since",)))},
            {"subject": person, "predicate": "leads", "object": a},
            {"subject": person, "predicate": "holds_post", "object": chance.choice(POSTS)},
            {"subject": chance.choice(POSTS), "predicate": "post_at", "object": a, "qualifiers": chance.choice(((), ("heads",)))},
            {"subject": a, "predicate": "located_in", "object": chance.choice(PLACES[1:])},
            {"subject": a, "predicate": "part_of", "object": b},
            {"subject": chance.choice((a, person)), "predicate": chance.choice(("supports", "opposes")), "object": chance.choice((ask, *TOPICS, *CHAPTERS))},
            {"subject": ask, "predicate": "concerns", "object": chance.choice(TOPICS)},
            {"subject": CHAPTERS[1], "predicate": "regulates", "object": chance.choice(TOPICS)},
            {"subject": CHAPTERS[1], "predicate": "part_of", "object": CHAPTERS[0]},
            {"subject": "gov:mx", "predicate": "exports_to", "object": "place:us"},
            {"subject": chance.choice(PLACES), "predicate": "flow", "object": chance.choice(PLACES), "figure": figure},
            {"subject": chance.choice(PLACES), "predicate": "statistic", "object": chance.choice(TOPICS), "figure": figure},
        ]
    )


def same(found: Answer, expected: Answer) -> None:
    """Two answers are one but for what worked them out."""
    assert found.model_dump(exclude={"engine"}) == expected.model_dump(exclude={"engine"})


def excerpt(store: GraphStore, wanted: Excerpt | None, layers: tuple[str, ...]) -> Snapshot:
    """The snapshot of an excerpt of the store."""
    assert wanted is not None
    columns = store.excerpt(wanted, canonical_layers(layers))
    assert columns is not None
    found = excerpted(columns)
    assert found.engine == "server"
    return found


def test_two_hundred_random_graphs_answer_on_a_server_as_in_a_file(on_server: GraphStore, signed_in: Credentials, tmp_path: Path) -> None:
    for number in range(RECORDS):
        chance = random.Random(number)
        lines = [*SOURCES, *(line for graph in range(GRAPHS) for line in random_lines(number * GRAPHS + graph, f"-{graph}"))]
        server, file = _emptied(on_server, signed_in), open_store(str(tmp_path / f"{number}.db"))
        for store in (server, file):
            store.write(lines)
        for layers in LAYERS:
            whole, theirs = open_snapshot(file, layers), open_snapshot(server, layers)
            assert theirs.revision == whole.revision
            for (name, ours), (_, array) in zip(arrays_of(whole), arrays_of(theirs), strict=True):
                assert ours.tobytes() == array.tobytes(), name
            for view in (
                View(layers=layers),
                View(layers=layers, statuses=(Status.ACCEPTED, Status.PROPOSED), exclude=(chance.choice(whole.ids), "source:copy")),
            ):
                ask(server, whole, view, chance)
        server.close()
        file.close()


def _emptied(store: GraphStore, signed_in: Credentials) -> GraphStore:
    with GraphDatabase.driver(store.url, auth=(signed_in.user, signed_in.password)) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
    return open_store(store.url, credentials=signed_in)


def ask(server: GraphStore, whole: Snapshot, view: View, chance: random.Random) -> None:
    """Every look-up about some entities, on excerpts of the server and on a snapshot of everything."""
    layers = view.layers
    for entity in chance.sample(list(whole.ids), 1):
        shown = EntityQuery(entity=entity, view=view, as_of=DAY)
        same(show(excerpt(server, excerpts.about(view, entity), layers), shown), show(whole, shown))
        for listed in (
            ClaimsQuery(about=entity, view=view),
            ClaimsQuery(about=entity, source="source:paper", view=view, as_of=DAY),
            ClaimsQuery(ids=tuple(chance.sample(list(whole.claim_ids), 3)), view=view, statuses=tuple(Status)),
        ):
            same(list_claims(excerpt(server, excerpts.claims(listed), layers), listed), list_claims(whole, listed))
        near = EgoQuery(entity=entity, view=view, as_of=DAY, steps=chance.choice((1, 2)), limit=chance.choice((3, 60)), ask=chance.choice(("", *ASKS)))
        first = excerpt(server, excerpts.about(view, entity), layers)
        same(ego(excerpt(server, excerpts.around(near, drawn_kinds(first, near)), layers), near), ego(whole, near))
    for listed in (ClaimsQuery(source="source:copy", view=view), ClaimsQuery(predicate="leads", view=view)):
        same(list_claims(excerpt(server, excerpts.claims(listed), layers), listed), list_claims(whole, listed))
    asked: list[dict[str, str]] = [{}, {"topic": TOPICS[0]}, {"actor": chance.choice(list(whole.ids))}, {"chapter": CHAPTERS[0]}, {"reporter": "place:us"}]
    for about in chance.sample(asked, 2):
        query = TradeQuery(view=view, as_of=DAY, **about)
        same(flows(excerpt(server, excerpts.flows(query), layers), query), flows(whole, query))


def test_an_excerpt_that_is_too_large_is_none(on_server: GraphStore) -> None:
    on_server.write([*SOURCES, *random_lines(1)])
    assert on_server.excerpt(Excerpt(source="source:paper", most=2)) is None
