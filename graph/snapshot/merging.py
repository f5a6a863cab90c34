"""Sorted columns with rows taken out and rows put in."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.snapshot.arrays import Flags, Ints, Longs, Texts


@dataclass(frozen=True, slots=True)
class Merge:
    """Which of n old rows stay, and where the new ones come to lie.

    kept holds the numbers of the rows that stay, ascending; at the numbers that the new rows get, ascending.
    """

    kept: Longs
    at: Longs
    all_kept: bool

    def column(self, old: NDArray[Any], new: NDArray[Any]) -> NDArray[Any]:
        """The merged column, of the old one's type."""
        return np.insert(old if self.all_kept else old[self.kept], self._places(), new, axis=0)

    def texts(self, old: Texts, new: Texts) -> Texts:
        """The merged texts; what stays is copied in runs."""
        sizes = self.column(np.diff(old.offsets), np.diff(new.offsets))
        offsets = np.zeros(len(sizes) + 1, dtype=np.int64)
        np.cumsum(sizes, out=offsets[1:])
        places = self._places()
        breaks = np.flatnonzero(np.diff(self.kept) != 1) + 1
        cuts = np.unique(np.concatenate([[0], places, breaks, [len(self.kept)]])).astype(np.int64)
        fresh = new.offsets[np.searchsorted(places, cuts)], new.offsets[np.searchsorted(places, cuts, side="right")]
        begin, end = old.offsets[self.kept[cuts[:-1]]], old.offsets[self.kept[cuts[1:] - 1] + 1]
        pieces = []
        for run in range(len(cuts)):
            pieces.append(new.blob[fresh[0][run] : fresh[1][run]])
            if run < len(begin):
                pieces.append(old.blob[begin[run] : end[run]])
        return Texts(np.concatenate(pieces), offsets)

    def moved(self, n: int) -> Ints:
        """The new number of each of the n old rows, -1 for those that went."""
        found = np.full(n, -1, dtype=np.int32)
        staying = np.ones(len(self.kept) + len(self.at), dtype=np.bool_)
        staying[self.at] = False
        found[self.kept] = np.flatnonzero(staying)
        return found

    def _places(self) -> Longs:
        """Among the rows that stay, the one before which each new row is put."""
        places: Longs = self.at - np.arange(len(self.at))
        return places


def merge(n: int, gone: NDArray[np.integer[Any]], before: NDArray[np.integer[Any]]) -> Merge:
    """The merge of n old rows, of which some go, with new ones, each put before an old row; `gone` and `before` ascend."""
    places = before - np.searchsorted(gone, before)
    return Merge(np.flatnonzero(_others(n, gone)), (places + np.arange(len(before))).astype(np.int64), not len(gone))


def replacing(n: int, out: NDArray[np.integer[Any]], at: NDArray[np.integer[Any]]) -> Merge:
    """The merge of n old rows without `out` with new ones that get the numbers `at`; both ascend."""
    return Merge(np.flatnonzero(_others(n, out)), at.astype(np.int64), not len(out))


def _others(n: int, out: NDArray[np.integer[Any]]) -> Flags:
    others = np.ones(n, dtype=np.bool_)
    others[out] = False
    return others
