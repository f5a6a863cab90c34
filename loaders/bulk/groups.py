"""Rows of a partition that is sorted by a key, cut where the key changes: whole groups, as many at once as a share of memory allows."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyarrow import RecordBatch

AT_ONCE = 20_000
Row = Mapping[str, Any]


def groups(batches: "Iterator[RecordBatch]", key: Callable[[Row], object]) -> Iterator[list[Row]]:
    """Lists of about so many rows; all rows of one key are in the same list."""
    rows: list[Row] = []
    for batch in batches:
        for row in batch.to_pylist():
            if len(rows) >= AT_ONCE and key(row) != key(rows[-1]):
                yield rows
                rows = []
            rows.append(row)
    if rows:
        yield rows
