"""The contract of every store: whatever is written to it, in whatever order, it answers and reports what a file does."""

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graph.claims import Claim, Decision, Judgement, Line, Record, Source, Status, Text, read_lines
from graph.errors import ClaimError
from graph.results import EntityHit
from graph.snapshot import columnar, layout, refresh
from graph.store import Credentials, open_store
from graph.store.base import GraphStore, Retraction, Unit

BASIC: list[Line] = list(read_lines((Path(__file__).parent / "fixtures" / "store.jsonl").read_text(encoding="utf-8").splitlines()))
LAYERS = (("public",), ("ours",), ("public", "ours"), ())
ORGS, PEOPLE = [f"org:o{number}" for number in range(7)], [f"person:p{number}" for number in range(4)]
WORDS = ("Alpha", "Beta", "Cámara", "de", "Industria", "Trade", "Council", "株式", "O'Brien", "'}) DETACH DELETE (n) //")
TEXTS = [f"Alpha met Beta on day {number}. They agreed. 株式 too." for number in range(3)]
QUESTIONS = ("alpha", "Alpha Beta", "camara de industria", "counsil", "trade", "org:o3", "tra", "株式", "obrien", "it", "'}) DETACH DELETE", "x")


@pytest.fixture
def twin(tmp_path: Path) -> Iterator[GraphStore]:
    """A store in a file, which is written the same as the one that is tested."""
    store = open_store(str(tmp_path / "twin.db"))
    yield store
    store.close()


class History:
    """Loads as they come: claims of a few sources, read again by newer extractors, private ones, decisions, merges, new texts."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.filed: list[Record] = []

    def load(self) -> list[Line | Retraction]:
        """The lines of a load; some are refused."""
        lines: list[Line | Retraction] = []
        for number in self.random.sample(range(4), self.random.randint(1, 3)):
            lines.append(self.source(number))
            if number < 3 and self.random.random() < 0.6:
                lines.append(Text(source=f"source:s{number}", text=TEXTS[number] + " More." * self.random.randint(0, 1)))
            lines += [self.record(number) for _ in range(self.random.randint(0, 12))]
        lines += [self.decision() for _ in range(self.random.randint(0, 2)) if self.filed]
        lines += [self.judgement() for _ in range(self.random.randint(0, 1))]
        if self.random.random() < 0.1:
            lines.append(Retraction(f"source:s{self.random.randint(0, 3)}", self.random.choice(("public", "ours"))))
        return lines

    def source(self, number: int) -> Source:
        kind = ("document", "register", "curated", "document")[number]
        title = f"Source {number}{self.random.choice(('', '', ', told anew'))}"
        group = "source:group" if number == 1 else ""
        layer = self.random.choice(("", "", "public", "ours"))
        return Source.model_validate(
            {"id": f"source:s{number}", "title": title, "kind": kind, "group": group, "layer": layer, "url": f"https://s{number}.example"}
        )

    def record(self, number: int) -> Record:
        chance = self.random.random()
        subject, other = self.random.choice(ORGS + PEOPLE), self.random.choice(ORGS)
        when = self.random.choice(("", "2025", "2025-03", "2024-05-01..", "..2025-06-30", "2025-01-02"))
        said: dict[str, object] = {"subject": subject, "source": f"source:s{number}", "confidence": self.random.choice((500, 900, 910)), "when": when}
        if chance < 0.3:
            value = " ".join(self.random.choices(WORDS, k=self.random.randint(1, 4)))
            said |= {"predicate": self.random.choice(("name", "alias")), "value": value}
        elif chance < 0.4:
            said |= {"subject": other, "predicate": "kind", "value": self.random.choice(("company", "chamber", "agency"))}
        elif chance < 0.5:
            said |= {
                "predicate": "supports",
                "object": "ask:annex",
                "ask": self.random.choice(("ask:annex", "free text")),
                "speaker": self.random.choice(PEOPLE),
            }
        elif chance < 0.6 and number < 3:
            said |= {"predicate": "met_with", "object": other, "quote": "Alpha met", "span": (0, 9)}
        else:
            said |= {"predicate": self.random.choice(("met_with", "partners_with", "represents")), "object": other}
            said["modality"] = self.random.choice(("asserted", "asserted", "planned", "negated"))
        record = Record(
            claim=Claim.model_validate(said),
            status=self.random.choice((Status.ACCEPTED, Status.ACCEPTED, Status.PROPOSED, Status.REJECTED)),
            layer=self.random.choice(("public", "public", "public", "ours")),
            extractor=f"{self.random.choice(('one', 'two'))}/{self.random.randint(1, 3)}",
        )
        self.filed.append(record)
        return record

    def decision(self) -> Decision:
        claim = self.random.choice(self.filed).claim.id if self.random.random() < 0.9 else "claim:" + "1" * 32
        return Decision(
            claim=claim, status=self.random.choice(list(Status)), by=self.random.choice(("ana", "luis")), at=f"2025-0{self.random.randint(1, 9)}-01"
        )

    def judgement(self) -> Judgement:
        left, right = self.random.sample(ORGS[:4], 2)
        verdict = self.random.choice(("same", "same", "different", "undecided"))
        return Judgement.model_validate({"left": left, "right": right, "verdict": verdict, "layer": self.random.choice(("public", "ours"))})


def outcome(store: GraphStore, lines: Sequence[Line | Retraction], **how: Any) -> object:
    """What comes of a write: the report, or the words of the refusal."""
    try:
        return store.write(lines, **how)
    except ClaimError as error:
        return str(error)


def answers(store: GraphStore, layers: Sequence[str]) -> dict[str, object]:
    """What a store says of some layers."""
    with store.state(layers) as (revision, lines):
        state = (revision, list(lines))
    return {
        "revision": store.revision(layers),
        "state": state,
        "sources": store.sources(layers),
        "some sources": store.sources(layers, prefix="source:s1"),
        "records": list(store.records(layers=layers)),
        "past": list(store.records(layers=layers, past=True)),
        "texts": [store.text(f"source:s{number}", layers) for number in range(4)],
        "about": [list(store.records(layers=layers, about=id)) for id in (*ORGS, "ask:annex", "free text", "org:none")],
        "of a source": [list(store.records(layers=layers, source=f"source:s{number}", predicate="met_with")) for number in range(3)],
        "told": store.told(("name", "kind", "alias", "met_with"), layers),
        "decisions": (store.decisions(layers), store.decisions(layers, past=True)),
        "judgements": (store.judgements(layers), store.judgements(layers, past=True)),
        "dump": list(store.dump(layers)),
        "changes": [(change.number, change.action, change.digest, change.layer) for change in store.changes(0, layers)],
        "search": [found(store, text, layers) for text in QUESTIONS],
        "units": store.recall("ab" * 16, layers, ("name", "alias")) is None,
    }


def found(store: GraphStore, text: str, layers: Sequence[str]) -> list[EntityHit]:
    return store.search(text, layers=layers, limit=50)


def snapshot(store: GraphStore, layers: Sequence[str]) -> dict[str, object]:
    """The arrays of the snapshot that the store's columns make."""
    with store.columns(layers) as columns:
        made = columnar.build(columns)
    return {name: np.asarray(array).tolist() for name, array in layout.arrays_of(made)} | {"revision": made.revision}


@pytest.mark.parametrize("seed", range(6))
def test_a_random_history_leaves_what_it_leaves_in_a_file(store: GraphStore, twin: GraphStore, seed: int) -> None:
    history = History(seed)
    for step in range(9):
        lines, supersede, batch = history.load(), step % 2 == 1, (10_000, 3)[step % 3 == 2]
        if step == 4:
            units = [Unit("ab" * 16, *reported(one), ("source:s0",), "{}") for one in (store, twin)]
            store.remember(units[0])
            twin.remember(units[1])
        assert outcome(store, lines, batch=batch, supersede=supersede) == outcome(twin, lines, batch=batch, supersede=supersede), step
        assert [store.revision(layers) for layers in LAYERS] == [twin.revision(layers) for layers in LAYERS]
    assert store.retract("source:s1") == twin.retract("source:s1")
    for layers in LAYERS:
        ours, theirs = answers(store, layers), answers(twin, layers)
        assert ours == theirs
        assert not layers or snapshot(store, layers) == snapshot(twin, layers)
    checked, other = store.check(), twin.check()
    assert checked == other
    assert checked.faults == ()
    assert list(store.dump()) == list(twin.dump())
    assert [tuple(change)[0::2] for change in map(told, store.changes())] == [tuple(change)[0::2] for change in map(told, twin.changes())]


def told(change: object) -> tuple[object, ...]:
    return tuple(getattr(change, name) for name in ("number", "at", "action", "at", "digest", "at", "layer"))


def reported(store: GraphStore) -> tuple[int, str]:
    """The end of the log and its time."""
    report = store.write([Source(id="source:s0", title="Source 0")])
    return report.mark, report.at


def test_only_what_changed_is_handed_over_after_a_mark(store: GraphStore, twin: GraphStore) -> None:
    history = History(99)
    for one in (store, twin):
        one.write(BASIC)
    first = history.load()
    assert outcome(store, first) == outcome(twin, first)
    with store.columns() as columns:
        last = columnar.build(columns)
        mark = columns.mark
    later = [*history.load(), Decision(claim=next(line.claim.id for line in BASIC if isinstance(line, Record)), status=Status.REJECTED)]
    assert outcome(store, later) == outcome(twin, later)
    with store.columns(since=mark, most=10_000) as columns:
        assert columns.changed is not None
        fresh = refresh.refreshed(last, columns)
    if fresh is not None:
        assert {name: np.asarray(array).tolist() for name, array in layout.arrays_of(fresh)} | {"revision": fresh.revision} == snapshot(twin, ("public",))
    for since, most in (("7 never nothing", 100), (mark, 0), ("", 10), ("nonsense", 10)):
        with store.columns(since=since, most=most) as columns:
            assert columns.changed is None


def test_an_empty_store_answers_with_nothing(store: GraphStore, twin: GraphStore) -> None:
    for layers in LAYERS:
        assert answers(store, layers) == answers(twin, layers)
    assert snapshot(store, ("public",)) == snapshot(twin, ("public",))
    assert store.check() == twin.check()


def test_memos_are_kept_beside_the_record_and_one_of_two_writers_wins(store: GraphStore) -> None:
    before = store.revision()
    assert store.keep("drawer", "b", "1")
    assert store.keep("drawer", "a", "2")
    assert not store.keep("drawer", "a", "3")
    assert store.keep("drawer", "a", "'}) DETACH DELETE (n) //", was="2")
    assert store.memos("drawer") == {"a": "'}) DETACH DELETE (n) //", "b": "1"}
    assert not store.keep("drawer", "b", None, was="2")
    assert store.keep("drawer", "b", None, was="1")
    assert list(store.memos("drawer")) == ["a"]
    assert store.memos("other") == {}
    assert store.revision() == before
    with ThreadPoolExecutor(4) as pool:
        wins = list(pool.map(lambda number: store.keep("drawer", "one", str(number)), range(8)))
    assert sum(wins) == 1


@pytest.mark.parametrize("text", ["'}) DETACH DELETE (n) //", '"; DROP', "`Claim`", "${x}", "\\u0027", "$ids", "}]->()", "line\nline", "\0nul"])
def test_statements_in_texts_are_texts(store: GraphStore, text: str) -> None:
    source = Source(id="source:odd", title=text, publisher=text, url=text)
    named = Record(claim=Claim(subject="org:odd", predicate="name", value=f"x {text}", source=source.id), extractor=text)
    says = Claim.model_validate({"subject": "org:odd", "predicate": "met_with", "object": "org:even", "source": source.id, "gloss": text, "ask": text})
    lines: list[Line] = [
        source,
        Text(source=source.id, text=text),
        named,
        Record(claim=says),
        Decision(claim=says.id, status=Status.PROPOSED, by=text, at=text),
    ]
    store.write([*BASIC, *lines])
    assert store.sources(prefix=source.id) == [source]
    assert store.text(source.id) == text
    assert {record.claim for record in store.records(source=source.id)} == {named.claim, says}
    assert [hit.id for hit in store.search(f"x {text}") if hit.score == 1] == ["org:odd"]
    assert store.decisions()[0].by == text
    assert len(list(store.records())) == 10
    assert store.check().faults == ()


def test_two_loaders_at_once_leave_what_one_after_the_other_would(store: GraphStore, twin: GraphStore, signed_in: Credentials) -> None:
    def lines(number: int) -> list[Line]:
        source = Source(id=f"source:l{number}", title="A list")
        named = [Claim(subject=f"org:n{place}", predicate="name", value=f"Name {place}", source=source.id) for place in range(300)]
        shared = [Claim(subject=f"org:n{place}", predicate="met_with", object=f"org:n{place + 1}", source="source:both") for place in range(200)]
        return [source, Source(id="source:both", title="Both"), *(Record(claim=claim) for claim in (*named, *shared))]

    other = open_store(store.url, credentials=signed_in)
    with ThreadPoolExecutor(2) as pool:
        reports = [done.result() for done in [pool.submit(one.write, lines(number), batch=50) for number, one in enumerate((store, other))]]
    other.close()
    for number in range(2):
        twin.write(lines(number))
    assert sum(report.added["claim"] for report in reports) == 800
    checked, alone = store.check(), twin.check()
    assert checked.faults == ()
    assert (checked.content_hash, checked.counts["claims"], checked.counts["entities"]) == (alone.content_hash, 800, 300)
    assert store.revision() == twin.revision()


def test_a_long_reading_keeps_to_one_state_while_another_writes(store: GraphStore) -> None:
    store.write(BASIC)
    with store.state() as (revision, lines):
        store.write([Record(claim=Claim(subject="org:new", predicate="name", value="New", source="source:paper"))])
        records = [line for line in lines if isinstance(line, Record)]
    assert len(records) == 8
    assert revision != store.revision()


def test_a_load_longer_than_a_transaction_is_filed_whole(store: GraphStore, twin: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """What needs a later line waits for it, over the end of a transaction too; what is no longer read is superseded with the last."""
    monkeypatch.setattr("graph.store.server.store.MOST", 40)
    source = Source(id="source:long", title="A long list")
    names = [Record(claim=Claim(subject=f"org:n{place}", predicate="name", value=f"Name {place}", source=source.id), extractor="one/1") for place in range(150)]
    needs = Record(claim=Claim(subject="org:union", predicate="party_to", object="agreement:pact", source=source.id), extractor="one/1")
    kind = Record(claim=Claim(subject="org:union", predicate="kind", value="intergovernmental", source=source.id), extractor="one/1")
    for load in ([source, needs, *names, kind], [source, *names[:100]], [source, *names[50:]]):
        assert store.write(load, batch=1_000_000, supersede=True) == twin.write(load, batch=1_000_000, supersede=True)
        assert store.revision() == twin.revision()
    assert store.check() == twin.check()
