"""What Python does with a partition of facts by entity: each entity shows the face that exports give it."""

from collections import defaultdict
from collections.abc import Iterator
from operator import itemgetter
from typing import TYPE_CHECKING

from loaders.bulk.groups import groups
from loaders.exports.parquet import entity_row
from loaders.exports.told import Fact, beings

if TYPE_CHECKING:
    from pyarrow import RecordBatch, Schema

NAMED = ("entity", "layer", "rank", "claim", "predicate", "sure", "value", "object")
"""Of an entity, the layers that name it and, where `claim` is given, what that claim says of it."""


def entity_batches(batches: "Iterator[RecordBatch]", table: "Schema") -> "Iterator[RecordBatch]":
    """A row for each entity; the rows of one entity follow each other."""
    from pyarrow import RecordBatch

    for rows in groups(batches, itemgetter("entity")):
        facts: defaultdict[str, list[tuple[Fact, str]]] = defaultdict(list)
        layers: defaultdict[str, set[str]] = defaultdict(set)
        for row in rows:
            layers[row["entity"]].add(row["layer"])
            if row["claim"]:
                fact = (row["rank"], row["claim"], row["predicate"], row["sure"], row["value"], row["object"])
                facts[row["entity"]].append((fact, row["layer"]))
        yield RecordBatch.from_pylist([entity_row(being) for being in beings(facts, layers, {}, set(), {}).values()], schema=table)
