"""Who stands between whom: Gould and Fernandez's five roles over the arcs of a graph (Gould and Fernandez 1989).

An open triad is a -> b -> c with a, b, c different and no arc a -> c; b brokers it. By the groups of
the three the broker is coordinator (A-A-A), itinerant (A-B-A), representative (A-A-B), gatekeeper
(A-B-B) or liaison (A-B-C).
"""

from typing import TYPE_CHECKING

import numpy as np

from graph.influence.matrices import pattern, products
from graph.influence.triangles import PLAIN, WEDGES, closed, orient
from graph.results.brokerage import BrokerRole
from graph.snapshot.arrays import Flags, Floats, Ints, Longs

if TYPE_CHECKING:
    from scipy.sparse import csr_array

NO_GROUP = -1


def countable(arcs: "csr_array") -> bool:
    """Whether triads can be counted within bounds: among too many hubs that are tied to one another it would take too long."""
    return _is_small(arcs) or orient(arcs).wedges <= WEDGES


def census(arcs: "csr_array", group: Ints | Longs) -> Longs:
    """Counts (n, 6) of the open triads that each brokers: by role in the order of ROLES, then all.

    `group` (n) numbers groups, -1 for none: triads with such a member are in no role, but among all.
    """
    every = pattern(arcs)
    source = np.repeat(np.arange(arcs.shape[0]), np.diff(every.indptr))
    known = (group[source] != NO_GROUP) & (group[every.indices] != NO_GROUP)
    within = group[source] == group[every.indices]
    same, across = _only(every, known & within), _only(every, known & ~within)
    around = _ways_through(same, across, every, group)
    if _is_small(arcs):
        shut = [_closed(same, same, same), _closed(across, same, across), _closed(same, across, across)]
        shut += [_closed(across, across, same), _closed(across, across, across), _closed(every, every, every)]
        return np.rint(around - np.column_stack(shut)).astype(np.int64)
    return np.rint(around).astype(np.int64) - closed(orient(arcs), group.astype(np.int64))[0]


def open_triads(arcs: "csr_array") -> Longs:
    """How many open triads (n) each brokers, whatever the groups."""
    return census(arcs, np.zeros(arcs.shape[0], dtype=np.int64))[:, 5]


def role_of(seeker: str, broker: str, sought: str) -> BrokerRole:
    """The role of a broker by the groups of the three, "ungrouped" where one has none."""
    if not (seeker and broker and sought):
        return "ungrouped"
    if seeker == broker:
        return "coordinator" if sought == broker else "representative"
    if sought == broker:
        return "gatekeeper"
    return "itinerant" if seeker == sought else "liaison"


def _is_small(arcs: "csr_array") -> bool:
    return products(arcs.T.tocsr(), arcs) <= PLAIN


def _ways_through(same: "csr_array", across: "csr_array", every: "csr_array", group: Ints | Longs) -> Floats:
    """All ways a -> b -> c (n, 6) through each b with a and c different, by role, then all, whether or not an arc closes them."""
    same_in, same_out = same.sum(axis=0), same.sum(axis=1)
    across_in, across_out = across.sum(axis=0), across.sum(axis=1)
    back_to_group = _back_to_group(across, group)
    return np.column_stack(
        [
            same_in * same_out - _returning(same),
            back_to_group - _returning(across),
            same_in * across_out,
            across_in * same_out,
            across_in * across_out - back_to_group,
            every.sum(axis=0) * every.sum(axis=1) - _returning(every),
        ]
    )


def _closed(first: "csr_array", closing: "csr_array", second: "csr_array") -> Floats:
    """For each b how many a, c have a -> b in `first`, a -> c in `closing` and b -> c in `second`."""
    found: Floats = second.multiply(first.T @ closing).sum(axis=1)
    return found


def _returning(arcs: "csr_array") -> Floats:
    found: Floats = arcs.multiply(arcs.T).sum(axis=1)
    return found


def _back_to_group(across: "csr_array", group: Ints | Longs) -> Floats:
    """For each b how many pairs a, c of one group (a may be c) have a -> b and b -> c."""
    from scipy.sparse import csr_array

    n = across.shape[0]
    width = int(group.max(initial=0)) + 1
    member = csr_array((np.ones(n), (np.arange(n), np.maximum(group, 0))), shape=(n, width))
    found: Floats = (across.T @ member).multiply(across @ member).sum(axis=1)
    return found


def _only(arcs: "csr_array", kept: Flags) -> "csr_array":
    found = arcs.copy()
    found.data = kept.astype(np.float64)
    found.eliminate_zeros()
    return found
