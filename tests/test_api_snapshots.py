"""The snapshots of a process: of the present revision, built once, few, and none waits for another's build."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.snapshots import Snapshots
from graph.claims import Claim, Record, Source
from graph.snapshot.columns import Columns
from graph.store.base import PUBLIC
from graph.store.sqlite import SqliteStore

NEWS = Source(id="source:news", title="News", layer="public")


def met(a: str, b: str, layer: str = "public") -> Record:
    return Record(claim=Claim(subject=a, predicate="met_with", object=b, when="2025-05-01", source=NEWS.id), layer=layer)


class CountingStore(SqliteStore):
    """A store that counts builds, and keeps those with private layers waiting until it is told."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.builds = 0
        self.begun, self.go_on = threading.Event(), threading.Event()

    @contextmanager
    def columns(self, layers: Sequence[str] = PUBLIC, *, since: str = "", most: int = 0) -> Iterator[Columns]:
        self.builds += 1
        if tuple(layers) != PUBLIC:
            self.begun.set()
            assert self.go_on.wait(20)
        with super().columns(layers, since=since, most=most) as columns:
            yield columns


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CountingStore]:
    opened = CountingStore(tmp_path / "t.db")
    opened.write([NEWS, met("org:a", "org:b"), met("org:a", "org:p", "ours")])
    yield opened
    opened.close()


def test_many_threads_build_once(store: CountingStore) -> None:
    snapshots = Snapshots()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: snapshots.get(store), range(32)))
    assert len(set(map(id, found))) == 1
    assert store.builds == 1


def test_nobody_waits_for_the_build_of_another_layer_set(store: CountingStore) -> None:
    snapshots = Snapshots()
    with ThreadPoolExecutor(2) as pool:
        private = pool.submit(snapshots.get, store, ("public", "ours"))
        assert store.begun.wait(20)
        assert len(snapshots.get(store).ids) == 2
        assert not private.done()
        store.go_on.set()
        assert len(private.result().ids) == 3


def test_the_order_and_repetition_of_layers_do_not_matter(store: CountingStore) -> None:
    store.go_on.set()
    snapshots = Snapshots()
    assert snapshots.get(store, ("ours", "public")) is snapshots.get(store, ("public", "ours", "ours"))


def test_a_snapshot_follows_the_revision_and_stays_while_that_does(store: CountingStore) -> None:
    store.go_on.set()
    snapshots = Snapshots()
    first = snapshots.get(store)
    store.write([met("org:a", "org:q", "ours")])
    assert snapshots.get(store) is first, "a private load is nothing to the public"
    store.write([met("org:a", "org:c")])
    assert list(snapshots.get(store).ids) == ["org:a", "org:b", "org:c"]
    assert list(first.ids) == ["org:a", "org:b"]


def test_private_layer_sets_do_not_pile_up(store: CountingStore) -> None:
    store.go_on.set()
    snapshots = Snapshots(most=2)
    public = snapshots.get(store)
    sets = [("public", f"layer-{number}") for number in range(5)]
    found = [snapshots.get(store, layers) for layers in sets]
    assert snapshots.get(store) is public
    assert [snapshots.get(store, layers) is one for layers, one in zip(sets[3:], found[3:], strict=True)] == [True, True]
    assert snapshots.get(store, sets[0]) is not found[0]


def test_with_patience_the_snapshot_before_answers_until_the_new_one_is_built(store: CountingStore) -> None:
    store.go_on.set()
    ours = ("ours", "public")
    snapshots = Snapshots(patience=0.01)
    before = snapshots.get(store, ours)
    store.go_on.clear()
    store.begun.clear()
    store.write([met("org:a", "org:q", "ours")])
    assert snapshots.get(store, ours) is before
    assert store.begun.wait(20)
    assert snapshots.revision(store, ours) == before.revision != store.revision(ours)
    assert store.builds == 2, "what is under way is not begun again"
    store.go_on.set()
    waiting = Snapshots(patience=20)
    assert waiting.get(store, ours).revision == store.revision(ours)
    while (found := snapshots.get(store, ours)) is before:
        assert snapshots.revision(store, ours) == before.revision or snapshots.get(store, ours) is not before
    assert found.revision == snapshots.revision(store, ours) == store.revision(ours)
