"""Widest paths: the weakest tie as strong as possible, ties by reliability (max-min; Pollack 1960)."""

from collections.abc import Sequence

import numpy as np

from graph.paths import route
from graph.paths.frontier import LABELS, Onward, Opened, State, best_first, lasting, rest
from graph.paths.roads import Roads, Route, reliability, rounded, strengths, without_penalty
from graph.paths.route import Found


def widest_paths(roads: Roads, ids: Sequence[str], *, k: int = 5, max_ties: int = 4, diverse: bool = True, labels: int = LABELS) -> Found:
    """Up to `k` simple paths of at most `max_ties` ties: weakest tie, then reliability, fewer ties, ids.

    `diverse` and `labels` as in `route.best_paths`; being a hub costs nothing here.
    """
    flat = without_penalty(roads)
    walked = route.field(flat)
    widths, products = route.reach(walked, flat.ends, max_ties, along=np.minimum), route.reach(walked, flat.ends, max_ties)

    def opener(path: Route, state: State, onward: Onward) -> Opened:
        width, product = state
        left = max_ties - len(path)
        beyond = rest(widths, onward, left, np.inf)
        keep = beyond > 0
        onward = lasting(onward, keep)
        strength = walked.strength[onward.places]
        narrow, through = np.minimum(width, strength), product * strength
        keys = (np.minimum(narrow, beyond[keep]), through * rest(products, onward, left))
        return Opened(onward.nodes, (narrow, through), keys)

    return best_first(flat, ids, opener, (np.inf, 1.0), k=k, max_ties=max_ties, diverse=diverse, labels=labels)


def width(roads: Roads, path: Route) -> float:
    """The strength of the weakest tie of a path."""
    return min(strengths(roads, path))


def order_key(roads: Roads, path: Route, ids: Sequence[str]) -> tuple[float, float, int, tuple[str, ...]]:
    """Sort key: weakest tie, reliability, fewer ties, ids."""
    return -rounded(width(roads, path)), -rounded(reliability(roads, path)), len(path), tuple(ids[v] for v in path)
