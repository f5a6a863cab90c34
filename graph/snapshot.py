"""Immutable arrays of what a store's layers say, for one revision; strength is derived from them.

`build` makes a snapshot from lines, `open_snapshot` maps the one kept beside a store.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Smalls = NDArray[np.int8]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

UNKNOWN_DAY = 0
OPEN_DAY = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Reports:
    """One row for each claim that makes a tie, sorted by (low, high, kind, start, claim).

    low <= high are entity numbers; kind numbers `graph.ontology` tie kinds in file order; forward is
    1 for low to high, -1 for high to low, 0 for both; start and last are proleptic ordinals
    (UNKNOWN_DAY: unknown start, OPEN_DAY: open end); ended marks a state with a stated end.
    """

    low: Ints
    high: Ints
    kind: Smalls
    forward: Smalls
    start: Ints
    last: Ints
    ended: Flags
    confidence: Floats
    group: Ints
    source: Ints
    status: Smalls
    claim: Ints
