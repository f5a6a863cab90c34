"""Lazy greedy coverage: the choice of plain greedy, and never below 1 - 1/e of the best one."""

from itertools import combinations
from math import e

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from graph.campaign.coverage import choose, covered, gain
from graph.snapshot.arrays import Floats

# Shares of 1/8 add up exactly, so that equal gains are equal in every order of adding.
SHARES = st.integers(0, 8).map(lambda n: n / 8)
INSTANCES = st.tuples(st.integers(1, 6), st.integers(1, 5)).flatmap(
    lambda size: st.tuples(arrays(np.float64, size, elements=SHARES), arrays(np.float64, size[1], elements=SHARES))
)


def plain_greedy(reach: Floats, weight: Floats, budget: int) -> list[tuple[int, float]]:
    """Every gain worked out anew in every round."""
    best = np.zeros(len(weight))
    chosen: list[tuple[int, float]] = []
    while len(chosen) < budget:
        gains = [(-gain(reach, weight, best, n), n) for n in range(len(reach)) if n not in [one for one, _ in chosen]]
        if not gains or min(gains)[0] >= 0:
            break
        value, first = min(gains)
        chosen.append((first, -value))
        best = np.maximum(best, reach[first])
    return chosen


@given(INSTANCES, st.integers(1, 6))
def test_lazy_greedy_is_plain_greedy(instance: tuple[Floats, Floats], budget: int) -> None:
    assert list(choose(*instance, budget)) == plain_greedy(*instance, budget)


@given(INSTANCES, st.integers(1, 4))
def test_it_is_never_below_the_bound_of_the_best_choice(instance: tuple[Floats, Floats], budget: int) -> None:
    reach, weight = instance
    found = [row for row, _ in choose(reach, weight, budget)]
    best = max(covered(reach, weight, rows) for rows in combinations(range(len(reach)), min(budget, len(reach))))
    assert covered(reach, weight, found) >= (1 - 1 / e) * best - 1e-12


@given(INSTANCES, st.integers(1, 4))
def test_what_each_adds_sums_to_what_all_cover_and_never_grows(instance: tuple[Floats, Floats], budget: int) -> None:
    chosen = choose(*instance, budget)
    gains = [value for _, value in chosen]
    assert abs(sum(gains) - covered(*instance, [row for row, _ in chosen])) < 1e-9
    assert gains == sorted(gains, reverse=True)
    assert all(value > 0 for value in gains)


def test_greedy_is_not_the_best_choice_where_that_is_known() -> None:
    reach = np.array([[1, 1, 0, 1, 1, 0], [1, 1, 1, 0, 0, 0], [0, 0, 0, 1, 1, 1]], dtype=np.float64)
    chosen = choose(reach, np.ones(6), 2)
    assert chosen == ((0, 4.0), (1, 1.0))
    assert covered(reach, np.ones(6), [1, 2]) == 6.0


def test_nobody_is_chosen_who_adds_nothing_or_is_left_out() -> None:
    reach = np.array([[0.5, 0.0], [0.5, 0.0], [0.0, 0.0]])
    assert choose(reach, np.ones(2), 3) == ((0, 0.5),)
    assert choose(reach, np.ones(2), 3, {0}) == ((1, 0.5),)
    assert choose(np.zeros((0, 2)), np.ones(2), 3) == ()
    assert choose(np.zeros((3, 0)), np.zeros(0), 3) == ()
