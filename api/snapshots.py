"""The snapshots that a process has at hand: one a layer set, each of the store's present revision."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

from graph.snapshot.build import Snapshot, canonical_layers, open_snapshot
from graph.store.base import PUBLIC, GraphStore

MOST = 4


class Snapshots:
    """Snapshots by layer set; of those with private layers the `most` used last are kept, the public one always.

    Threads that ask for the same new one at once wait for one build; those that ask for another do not wait.
    """

    def __init__(self, store: GraphStore, *, most: int = MOST) -> None:
        self.store = store
        self.most = most
        self._kept: OrderedDict[tuple[str, ...], Snapshot] = OrderedDict()
        self._building: dict[tuple[str, ...], threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, layers: Sequence[str] = PUBLIC) -> Snapshot:
        """The snapshot of the layers at the store's present revision."""
        key = canonical_layers(layers)
        revision = self.store.revision(key)
        if found := self._at(key, revision):
            return found
        with self._lock:
            building = self._building.setdefault(key, threading.Lock())
        with building:
            found = self._at(key, revision)
            if not found:
                found = open_snapshot(self.store, key, last=self._kept.get(key))
                self._keep(key, found)
        with self._lock:
            self._building.pop(key, None)
        return found

    def clear(self) -> None:
        """Let go of all of them."""
        with self._lock:
            self._kept.clear()

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
