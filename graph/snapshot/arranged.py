"""Claims from columns in the order of a snapshot, and the sources that they come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.claims import Source
from graph.snapshot.arrays import UNKNOWN_DAY, Bytes, Flags, Floats, Ints, Longs, Smalls, Texts
from graph.snapshot.columns import ClaimRows, Columns
from graph.snapshot.filed import SOURCE_ORDER
from graph.snapshot.texts import joined

PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Arranged(ClaimRows):
    """c claims, public ones first, then by id; of a claim in several layers the first of `Columns.layers` counts."""

    private: Flags


@dataclass(frozen=True, slots=True)
class SourceColumns:
    """s sources by id: place of the kind in SOURCE_ORDER, day of publication (UNKNOWN_DAY: none), group; g groups with their reliability."""

    ids: Texts
    bodies: Texts
    order: Smalls
    published: Ints
    group: Ints
    groups: Texts
    reliability: Floats


def arrange(found: Columns) -> Arranged:
    """All rows, read, sorted, and each claim once."""
    batches = list(found.rows)
    fields = ("ends", "source", "layer", "predicate", "start", "last", "confidence", "status", "decided", "extractor")
    ids = np.concatenate([batch.id for batch in batches])
    whole: dict[str, NDArray[Any]] = {name: np.concatenate([getattr(batch, name) for batch in batches]) for name in fields}
    private = np.array([name != PUBLIC for name in found.layers], dtype=np.bool_)[whole["layer"]]
    order = _order(ids, whole["layer"], private)
    place = np.full(len(ids), -1, dtype=np.int64)
    place[order] = np.arange(len(order))
    starts = np.concatenate([[0], np.cumsum([len(batch.bodies) for batch in batches])]).astype(np.int64).tolist()
    values = {start + row: value for start, batch in zip(starts, batches, strict=False) for row, value in batch.values.items()}
    return Arranged(
        id=ids[order],
        private=private[order],
        values={row: value for row, value in zip(place[np.array(list(values), dtype=np.int64)].tolist(), values.values(), strict=True) if row >= 0},
        bodies=joined([batch.bodies for batch in batches]).taken(order),
        **{name: column[order] for name, column in whole.items()},
    )


def _order(ids: Bytes, layer: Smalls, private: Flags) -> Longs:
    """Rows in the order of a snapshot, without the second and later ones of a claim."""
    high, low = (half.astype(np.uint64) for half in np.ascontiguousarray(ids).view(">u8").T)
    order = np.argsort(high)
    if (np.diff(high[order]) == 0).any():
        order = np.lexsort((layer, low, high))
        again = (np.diff(high[order]) == 0) & (np.diff(low[order]) == 0)
        order = order[np.append(True, ~again)]
    return order[np.argsort(private[order], kind="stable")] if private.any() else order


def source_columns(sources: Sequence[Source]) -> SourceColumns:
    """Columns of sources, which are sorted by id."""
    groups = sorted({source.source_group for source in sources})
    number = {group: place for place, group in enumerate(groups)}
    reliability = np.zeros(len(groups))
    group = np.array([number[source.source_group] for source in sources], dtype=np.int32)
    np.maximum.at(reliability, group, [source.reliability for source in sources])
    return SourceColumns(
        ids=Texts.of(source.id for source in sources),
        bodies=Texts.of(source.model_dump_json(exclude_defaults=True) for source in sources),
        order=np.array([SOURCE_ORDER.index(source.kind) for source in sources], dtype=np.int8),
        published=np.array([source.published.toordinal() if source.published else UNKNOWN_DAY for source in sources], dtype=np.int32),
        group=group,
        groups=Texts.of(groups),
        reliability=reliability,
    )


def by_key(keys: Mapping[int, str], numbers: Mapping[str, int]) -> Ints:
    """The number of each key's text, in a table to look keys up in; -1 for what has none."""
    table = np.full(max(keys, default=0) + 1, -1, dtype=np.int32)
    table[list(keys)] = [numbers.get(text, -1) for text in keys.values()]
    return table
