"""The arrays of a snapshot by name, as a file holds them."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.snapshot.arrays import Reports, Snapshot, Texts


def arrays_of(snapshot: Snapshot) -> Iterator[tuple[str, NDArray[Any]]]:
    """Every array of a snapshot with its name."""
    for field in fields(Snapshot):
        value = getattr(snapshot, field.name)
        if isinstance(value, Texts):
            yield f"{field.name}.text", value.blob
            yield f"{field.name}.offsets", value.offsets
        elif isinstance(value, Reports):
            yield from ((f"reports.{column.name}", getattr(value, column.name)) for column in fields(Reports))
        elif isinstance(value, np.ndarray):
            yield field.name, value


def snapshot_of(arrays: Mapping[str, NDArray[Any]], others: Mapping[str, Any]) -> Snapshot:
    """The snapshot of such arrays, with its other fields. Raises KeyError when one is missing."""
    values = dict(others)
    for field in fields(Snapshot):
        if field.type is Texts:
            values[field.name] = Texts(arrays[f"{field.name}.text"], arrays[f"{field.name}.offsets"])
        elif field.type is Reports:
            values[field.name] = Reports(**{column.name: arrays[f"reports.{column.name}"] for column in fields(Reports)})
        elif field.name not in values and field.default is MISSING:
            values[field.name] = arrays[field.name]
    return Snapshot(**values)
