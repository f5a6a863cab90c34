"""Snapshots from columns: equal in every array to those made of lines, which are the oracle."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import ontology
from graph.claims import Claim, Decision, Judgement, Line, Modality, Record, Source, Status
from graph.errors import ClaimError
from graph.snapshot.arrays import Reports, Snapshot, Texts
from graph.snapshot.build import build, canonical_layers, open_snapshot
from graph.snapshot.columnar import build as build_columns
from graph.snapshot.refresh import refreshed
from graph.store import open_store
from graph.store.base import GraphStore
from loaders.documents import extract, read_document
from loaders.documents.claims import lines as claim_lines
from loaders.registry import lines as registry_lines
from loaders.registry import load_registry

LAYER_SETS = (("public",), ("public", "ours"), ("public", "ours", "theirs"), ("ours",))
IDS = [f"{prefix}:{name}" for prefix in ("org", "person", "gov", "ask", "post", "agreement", "vehicle") for name in "abc"]
SOURCES = ("source:a", "source:b", "source:c")
EXTRACTORS = ("", "hand/1", "text/2")
LAYERS = ("public", "public", "ours", "theirs")
DATES = ("", "", "2024", "2024-03", "2024-03-05", "2024-03..2025-01-07", "..2024-06-30", "2025-02..", "9998..")
MARKS = ("former", "ended", "since", "delegation", "one-sided", "sought-by-subject", "structure", "unnamed-officials")
VALUES = ("Alpha", "alpha", "", "Ünïcode \u202e🎉", 'say "x", "qualifiers":["former"]', "association", "country", "\x7f\u2028\x01")


def whole(snapshot: Snapshot) -> dict[str, object]:
    """Every column, with its type, but the mark, which lines do not have."""
    found: dict[str, object] = {}
    for field in fields(Snapshot):
        value = getattr(snapshot, field.name)
        if isinstance(value, Texts):
            found[field.name] = list(value)
        elif isinstance(value, Reports):
            found |= {f"reports.{column.name}": _listed(getattr(value, column.name)) for column in fields(Reports)}
        elif field.name != "mark":
            found[field.name] = _listed(value) if isinstance(value, np.ndarray) else value
    return found


def _listed(column: np.ndarray) -> tuple[object, ...]:
    return column.dtype.str, column.shape, column.tolist()


def assert_same(one: Snapshot, other: Snapshot) -> None:
    first, second = whole(one), whole(other)
    for name, value in first.items():
        assert value == second[name], name


def of_lines(store: GraphStore, layers: Sequence[str]) -> Snapshot:
    with store.state(layers) as (revision, lines):
        return build(lines, revision=revision, layers=layers)


def of_columns(store: GraphStore, layers: Sequence[str]) -> Snapshot:
    with store.columns(canonical_layers(layers)) as columns:
        return build_columns(columns)


def _fitting(predicate: str) -> tuple[list[str], list[str]]:
    known = ontology.load()
    said = known.predicates[predicate]
    subjects, objects = ([key for key in IDS if known.implied_kind(key) in ends] + [""] * ("" in ends) for ends in (said.subject, said.object))
    return subjects, [""] if said.attribute else objects


FITTING = {name: ends for name in ontology.load().predicates if all(ends := _fitting(name))}


@st.composite
def records(draw: st.DrawFn) -> Record:
    predicate = draw(st.sampled_from(["met_with", "works_for", "leads", "member_of", "name", "kind", "part_of", *FITTING]))
    subjects, objects = FITTING[predicate]
    naming = predicate in ("name", "alias")
    value = draw(st.sampled_from([value for value in VALUES if value.strip()] if naming else VALUES))
    claim = Claim(
        subject=draw(st.sampled_from(subjects)),
        predicate=predicate,
        object=draw(st.sampled_from(objects)),
        value="association" if predicate == "kind" else value if ontology.load().predicates[predicate].attribute else "",
        ask=draw(st.sampled_from(["", "", "ask:a", "ask:new", "the annex"])),
        speaker=draw(st.sampled_from(["", "", "person:a", "org:b"])),
        qualifiers=tuple(draw(st.sets(st.sampled_from(MARKS), max_size=2))),
        modality=draw(st.sampled_from([Modality.ASSERTED, Modality.ASSERTED, *Modality])),
        when=draw(st.sampled_from(DATES)),
        source=draw(st.sampled_from(SOURCES)),
        gloss=draw(st.sampled_from(["", "in short", '"modality":"negated"'])),
        confidence=draw(st.sampled_from([0, 700, 900, 1000])),
    )
    return Record(claim=claim, status=draw(st.sampled_from(list(Status))), layer=draw(st.sampled_from(LAYERS)), extractor=draw(st.sampled_from(EXTRACTORS)))


def sources() -> st.SearchStrategy[Source]:
    return st.builds(
        Source,
        id=st.sampled_from([*SOURCES, "source:silent"]),
        title=st.sampled_from(["A", "B"]),
        published=st.sampled_from([None, date(2024, 5, 1), date(2025, 5, 1)]),
        kind=st.sampled_from(["document", "register", "curated"]),
        group=st.sampled_from(["", "wire"]),
        reliability=st.sampled_from([0.5, 0.9]),
        layer=st.sampled_from(["", "", "public", "ours"]),
    )


def judgements() -> st.SearchStrategy[Judgement]:
    actors = [key for key in IDS if key.startswith(("org", "person", "ask"))] + ["org:zzz"]
    return st.builds(
        Judgement,
        left=st.sampled_from(actors),
        right=st.sampled_from(actors),
        verdict=st.sampled_from(["same", "same", "different", "undecided"]),
        layer=st.sampled_from(["public", "ours"]),
    )


Step = Sequence[Line] | str
"""Lines to write, or a source to retract."""


@st.composite
def histories(draw: st.DrawFn) -> list[Step]:
    """Loads, decisions, merges and retractions, one after another."""
    filed: list[Record] = []
    steps: list[Step] = [[*(Source(id=key, title=key, layer="public") for key in SOURCES), *_filed(draw, filed, 12)]]
    for _ in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(["load", "load", "load", "again", "decide", "decide", "retract", "merge", "sources"]))
        if kind == "load":
            steps.append(_filed(draw, filed, 4))
        elif kind == "again" and filed:
            changed = {"extractor": "text/3", "status": draw(st.sampled_from(list(Status))), "layer": draw(st.sampled_from(LAYERS))}
            steps.append([draw(st.sampled_from(filed)).model_copy(update=changed)])
        elif kind == "decide" and filed:
            chosen = draw(st.sampled_from(filed))
            steps.append([Decision(claim=chosen.claim.id, status=draw(st.sampled_from(list(Status))))])
        elif kind == "retract":
            steps.append(draw(st.sampled_from(SOURCES)))
        elif kind == "merge":
            steps.append([draw(judgements())])
        elif kind == "sources":
            steps.append([draw(sources())])
    return steps


def _filed(draw: st.DrawFn, filed: list[Record], most: int) -> list[Line]:
    new = draw(st.lists(records(), max_size=most))
    filed.extend(new)
    return list(new)


def played(store: GraphStore, steps: list[Step]) -> Iterator[None]:
    """Take the steps, pausing after each; what the store refuses is left out."""
    for step in steps:
        try:
            if isinstance(step, str):
                store.retract(step)
            else:
                store.write(step)
        except ClaimError:
            pass
        yield


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=histories())
def test_columns_give_the_snapshot_that_lines_give(steps: list[Step]) -> None:
    with TemporaryDirectory() as folder:
        store = open_store(str(Path(folder) / "t.db"))
        for _ in played(store, steps):
            pass
        for layers in LAYER_SETS:
            assert_same(of_columns(store, layers), of_lines(store, layers))
        store.close()


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=histories(), layers=st.sampled_from(LAYER_SETS))
def test_a_refreshed_snapshot_is_the_one_that_all_claims_give(steps: list[Step], layers: tuple[str, ...]) -> None:
    with TemporaryDirectory() as folder:
        store = open_store(str(Path(folder) / "t.db"))
        last = of_columns(store, layers)
        for _ in played(store, steps):
            expected = of_columns(store, layers)
            with store.columns(layers, since=last.mark, most=1000) as columns:
                last = (refreshed(last, columns) if columns.changed is not None else None) or expected
            assert_same(last, expected)
            assert last.mark == expected.mark
        store.close()


@pytest.fixture(scope="module")
def articles(shared: Path) -> list[Line]:
    """The registry, and what is read in the five articles."""
    registry = load_registry()
    read = (claim_lines(extract(read_document(path), registry)) for path in sorted((shared / "seeds").glob("*.txt")))
    return [*registry_lines(registry), *chain.from_iterable(read)]


def test_the_articles_and_the_registry_give_the_same_from_columns(articles: list[Line], tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "t.db"))
    store.write(articles)
    assert len(of_columns(store, ("public",)).reports.low) > 100
    assert_same(of_columns(store, ("public",)), of_lines(store, ("public",)))
    store.close()


def test_the_articles_one_after_another_are_refreshed(articles: list[Line], tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "t.db"))
    half = len(articles) // 2
    store.write(articles[:half])
    last = of_columns(store, ("public",))
    assert len(last.claim_ids)
    store.write(articles[half:])
    with store.columns(("public",), since=last.mark, most=len(articles)) as columns:
        assert columns.changed
        found = refreshed(last, columns)
    assert found is not None
    assert_same(found, of_lines(store, ("public",)))
    store.close()


# -- the contract of every store --------------------------------------------------------------------


def said(a: str, b: str, **fields: object) -> Record:
    return Record(claim=Claim.model_validate({"subject": a, "predicate": "met_with", "object": b, "source": "source:a"} | fields))


def test_columns_tell_what_changed_since_a_mark(store: GraphStore) -> None:
    first, second = said("org:a", "org:b"), said("org:a", "org:c")
    store.write([Source(id="source:a", title="A", layer="public"), first])
    with store.columns() as columns:
        assert columns.changed is None
        assert sum(len(batch.bodies) for batch in columns.rows) == 1
        mark = columns.mark
    with store.columns(since=mark, most=10) as columns:
        assert (columns.changed, columns.judged, columns.mark) == (frozenset(), False, mark)
    store.write([second, Decision(claim=first.claim.id, status=Status.REJECTED)])
    with store.columns(since=mark, most=10) as columns:
        assert columns.changed == frozenset(bytes.fromhex(one.claim.id.removeprefix("claim:")) for one in (first, second))
        (batch,) = columns.rows
        assert sorted(batch.decided.tolist()) == [False, True]
    store.write([Judgement(left="org:a", right="org:b", verdict="same")])
    with store.columns(since=mark, most=10) as columns:
        assert columns.judged


def test_columns_tell_everything_where_the_mark_is_unknown_or_too_much_changed(store: GraphStore, make: Callable[[str], GraphStore]) -> None:
    source = Source(id="source:a", title="A", layer="public")
    store.write([source, said("org:a", "org:b")])
    other = make("other")
    other.write([source, said("org:a", "org:c")])
    with other.columns() as columns:
        foreign = columns.mark
    with store.columns() as columns:
        mark = columns.mark
    store.write([said("org:a", "org:d"), said("org:a", "org:e")])
    for since, most in (("", 10), ("nonsense", 10), ("x y z", 10), (foreign, 10), (mark, 1)):
        with store.columns(since=since, most=most) as columns:
            assert columns.changed is None
            assert sum(len(batch.bodies) for batch in columns.rows) == 3


def test_a_small_load_is_refreshed_when_the_snapshot_is_opened(store: GraphStore) -> None:
    store.write([Source(id="source:a", title="A", layer="public"), *(said(f"org:n{number}", f"org:n{number + 1}") for number in range(50))])
    last = open_snapshot(store)
    store.write([said("org:n3", "org:new")])
    assert_same(open_snapshot(store, last=last), of_lines(store, ("public",)))
    store.write([said("org:n4", "org:newer")])
    assert_same(open_snapshot(store), of_lines(store, ("public",)))
