"""Sequences over arrays: texts in one blob, and values read when they are asked for."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")
Longs = NDArray[np.int64]
Bytes = NDArray[np.uint8]

BLOCK = 65_536  # texts


class Texts(Sequence[str]):
    """Many texts in one blob of UTF-8; item i lies between offsets[i] and offsets[i + 1]."""

    __slots__ = ("_at", "_bytes", "blob", "offsets")

    def __init__(self, blob: Bytes, offsets: Longs) -> None:
        self.blob = blob
        self.offsets = offsets
        self._bytes, self._at = blob.data, offsets.data  # one item is read several times faster than through numpy

    def __reduce__(self) -> tuple[type["Texts"], tuple[Bytes, Longs]]:
        return Texts, (self.blob, self.offsets)

    @classmethod
    def of(cls, items: Iterable[str]) -> "Texts":
        """Pack texts in the order given."""
        return cls.packed([item.encode() for item in items])

    @classmethod
    def packed(cls, encoded: Sequence[bytes]) -> "Texts":
        """The same from their UTF-8."""
        offsets = np.zeros(len(encoded) + 1, dtype=np.int64)
        np.cumsum(np.fromiter(map(len, encoded), dtype=np.int64, count=len(encoded)), out=offsets[1:])
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), offsets)

    def __len__(self) -> int:
        return len(self._at) - 1

    @overload
    def __getitem__(self, i: int) -> str: ...
    @overload
    def __getitem__(self, i: slice) -> list[str]: ...
    def __getitem__(self, i: int | slice) -> str | list[str]:
        if isinstance(i, slice):
            return [self[j] for j in range(*i.indices(len(self)))]
        if i < 0:
            i += len(self)
        if not 0 <= i < len(self):
            raise IndexError(i)
        return str(self._bytes[self._at[i] : self._at[i + 1]], "utf-8")

    def taken(self, numbers: Longs) -> "Texts":
        """The items of these numbers, in their order."""
        begin, size = self.offsets[numbers], self.offsets[numbers + 1] - self.offsets[numbers]
        offsets = np.zeros(len(numbers) + 1, dtype=np.int64)
        np.cumsum(size, out=offsets[1:])
        blob = np.empty(offsets[-1], dtype=np.uint8)
        for first in range(0, len(numbers), BLOCK):
            some = slice(first, first + BLOCK)
            low, high = offsets[first], offsets[min(first + BLOCK, len(numbers))]
            blob[low:high] = self.blob[np.arange(low, high) + np.repeat(begin[some] - offsets[:-1][some], size[some])]
        return Texts(blob, offsets)

    def raw(self, i: int) -> bytes:
        """The UTF-8 of item i."""
        return bytes(self._bytes[self._at[i] : self._at[i + 1]])


def joined(several: Sequence[Texts]) -> Texts:
    """All items of several, one after another."""
    sizes = np.concatenate([np.diff(texts.offsets) for texts in several])
    offsets = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=offsets[1:])
    return Texts(np.concatenate([texts.blob for texts in several]), offsets)


class Parsed(Sequence[T]):
    """Values read from the items of another sequence, each when it is asked for."""

    __slots__ = ("items", "read")

    def __init__(self, items: Texts | NDArray[Any], read: Callable[[Any], T]) -> None:
        self.items = items
        self.read = read

    def __len__(self) -> int:
        return len(self.items)

    @overload
    def __getitem__(self, i: int) -> T: ...
    @overload
    def __getitem__(self, i: slice) -> list[T]: ...
    def __getitem__(self, i: int | slice) -> T | list[T]:
        return [self.read(item) for item in self.items[i]] if isinstance(i, slice) else self.read(self.items[i])
