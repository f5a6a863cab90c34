"""Networks with the same degrees, at random: pairs of ties exchange an end (Maslov and Sneppen 2002)."""

import numpy as np

from graph.snapshot.arrays import Flags, Ints, Longs, Smalls

ROUNDS = 10


def shuffled(low: Ints, high: Ints, kinds: Smalls, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """As many ties with other ends: every entity keeps how many neighbours it has of each kind of entity.

    low and high are the ends of m distinct ties, kinds the kind of every entity. In each round every tie is
    offered one exchange; what would double a tie or join an entity to itself is not done.
    """
    turned = kinds[low] > kinds[high]
    tails, heads = np.where(turned, high, low), np.where(turned, low, high)
    block = kinds[tails].astype(np.int64) << 8 | kinds[heads]
    alike = kinds[tails] == kinds[heads]
    n = len(kinds)
    for _ in range(ROUNDS):
        order = np.lexsort((rng.random(len(tails)), block))
        first, second = order[0 : len(order) - 1 : 2], order[1::2]
        same = block[first] == block[second]
        first, second = first[same], second[same]
        flip = alike[second] & (rng.random(len(second)) < 0.5)
        tails[second], heads[second] = np.where(flip, heads[second], tails[second]), np.where(flip, tails[second], heads[second])
        done = _fresh(tails, heads, first, second, n)
        first, second = first[done], second[done]
        heads[first], heads[second] = heads[second], heads[first]
    return tails, heads


def _fresh(tails: Ints, heads: Ints, first: Longs, second: Longs, n: int) -> Flags:
    """Exchanges whose two new ties join different entities, are not there yet and come up only once."""
    there = np.sort(_keys(tails, heads, n))
    new = np.concatenate([_keys(tails[first], heads[second], n), _keys(tails[second], heads[first], n)])
    at = np.minimum(np.searchsorted(there, new), max(len(there) - 1, 0))
    _, which, times = np.unique(new, return_inverse=True, return_counts=True)
    bad = (there[at] == new) | (times[which] > 1) if len(new) else np.zeros(0, dtype=np.bool_)
    bad |= np.concatenate([tails[first] == heads[second], tails[second] == heads[first]])
    fine: Flags = ~(bad[: len(first)] | bad[len(first) :])
    return fine


def _keys(a: Ints, b: Ints, n: int) -> Longs:
    return np.minimum(a, b).astype(np.int64) * n + np.maximum(a, b)
