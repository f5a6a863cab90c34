"""The snapshots that a process has at hand: one a layer set, each of the store's present revision."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

from api.cachefolder import snapshots_of
from graph.errors import TrilateralError
from graph.snapshot.build import Snapshot, canonical_layers, excerpted, kept_snapshot, open_snapshot
from graph.store.base import PUBLIC, Excerpt, GraphStore

MOST = 4
log = logging.getLogger("trilateral")


class Snapshots:
    """Snapshots by layer set; of those with private layers the `most` used last are kept, the public one always.

    Threads that ask for the same new one at once wait for one build; those that ask for another do not wait. With `patience` (seconds) nobody
    waits longer than that for what a load has changed: until the new snapshot is built, the one before it answers, under its own revision.
    """

    def __init__(self, *, most: int = MOST, patience: float | None = None) -> None:
        self.most, self.patience = most, patience
        self._kept: OrderedDict[tuple[str, ...], Snapshot] = OrderedDict()
        self._building: dict[tuple[str, ...], threading.Lock] = {}
        self._renewing: dict[tuple[str, ...], threading.Event] = {}
        self._lock = threading.Lock()
        self._folders: list[Path | None] = []

    def get(self, store: GraphStore, layers: Sequence[str] = PUBLIC, *, present: bool = False) -> Snapshot:
        """The snapshot of the layers at the present revision of the store, the same store at every call, behind a curtain or not.

        With `present` patience or none is the same: it is waited for.
        """
        key = canonical_layers(layers)
        revision = store.revision(key)
        if found := self._at(key, revision):
            return found
        if present or self.patience is None or not (before := self._kept.get(key)):
            return self._built(store, key, revision)
        self._renewed(store, key, revision).wait(self.patience)
        return self._kept.get(key, before)

    def excerpt(self, store: GraphStore, wanted: Excerpt, layers: Sequence[str] = PUBLIC) -> Snapshot:
        """What `get` gives where it is at hand, here or on the disk; else a snapshot of the excerpt, where the store can tell it without all the rest."""
        key = canonical_layers(layers)
        if self.patience is not None and key in self._kept:
            return self.get(store, key)
        revision = store.revision(key)
        if found := self._at(key, revision):
            return found
        if found := kept_snapshot(store, key, revision, folder=self._folder(store)):
            self._keep(key, found)
            return found
        columns = store.excerpt(wanted, key)
        return excerpted(columns) if columns else self.get(store, key)

    def revision(self, store: GraphStore, layers: Sequence[str] = PUBLIC) -> str:
        """The revision that `get` answers from now: the store's, or with patience that of the snapshot that answers meanwhile."""
        key = canonical_layers(layers)
        return self.get(store, key).revision if self.patience is not None and key in self._kept else store.revision(key)

    def _renewed(self, store: GraphStore, key: tuple[str, ...], revision: str) -> threading.Event:
        """What is set when a build of the layers, under way or begun now in a thread of its own, has ended."""
        with self._lock:
            if under_way := self._renewing.get(key):
                return under_way
            over = self._renewing[key] = threading.Event()

        def renew() -> None:
            try:
                self._built(store, key, revision)
            except TrilateralError:
                log.warning("the snapshot of %s could not be renewed; the one before it answers", ", ".join(key))
            finally:
                with self._lock:
                    del self._renewing[key]
                over.set()

        threading.Thread(target=renew, name="snapshot", daemon=True).start()
        return over

    def _built(self, store: GraphStore, key: tuple[str, ...], revision: str) -> Snapshot:
        with self._lock:
            building = self._building.setdefault(key, threading.Lock())
        with building:
            found = self._at(key, revision)
            if not found:
                found = open_snapshot(store, key, folder=self._folder(store), last=self._kept.get(key))
                self._keep(key, found)
        with self._lock:
            self._building.pop(key, None)
        return found

    def clear(self) -> None:
        """Let go of all of them."""
        with self._lock:
            self._kept.clear()

    def _folder(self, store: GraphStore) -> Path | None:
        """Where snapshots of a store that is no local file are kept."""
        if store.engine == "file":
            return None
        if not self._folders:
            self._folders.append(snapshots_of(store.url))
        return self._folders[0]

    def _at(self, key: tuple[str, ...], revision: str) -> Snapshot | None:
        with self._lock:
            found = self._kept.get(key)
            if found is None or found.revision != revision:
                return None
            self._kept.move_to_end(key)
            return found

    def _keep(self, key: tuple[str, ...], snapshot: Snapshot) -> None:
        with self._lock:
            self._kept[key] = snapshot
            private = [one for one in self._kept if one != PUBLIC]
            for one in private[: -self.most]:
                del self._kept[one]
