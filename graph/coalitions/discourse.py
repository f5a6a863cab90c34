"""Discourse networks: who says the same, and who the contrary, of the same concepts.

Two-mode affiliations of actors and concepts and their one-mode projections are those of discourse network
analysis (Leifeld 2016, 2017): congruence counts the concepts of which two actors say the same, conflict
those of which they say the contrary, subtract is congruence less conflict. Statements of a stretch of time
are chosen by the caller. Nothing here knows entities, evidence or Results.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from graph.snapshot.arrays import Flags, Floats, Longs

Duplicates = Literal["all", "document", "ever"]
Normalisation = Literal["none", "average", "jaccard", "cosine"]


@dataclass(frozen=True, slots=True, eq=False)
class Discourse:
    """The affiliation of n actors and c concepts: how often, or how surely, each is for and against each; both (n, c) and at least 0."""

    agrees: Floats
    disagrees: Floats

    @property
    def mentions(self) -> Floats:
        """The two-mode network that ignores sides (n, c)."""
        return self.agrees + self.disagrees

    @property
    def leaning(self) -> Floats:
        """The two-mode network of agreement less disagreement (n, c)."""
        return self.agrees - self.disagrees


def discourse(actors: Longs, concepts: Longs, agree: Flags, documents: Longs, shape: tuple[int, int], duplicates: Duplicates = "document") -> Discourse:
    """The affiliation of s statements, each by an actor on a concept in a document, all numbered from 0; shape is (n, c).

    `duplicates`: an actor's same statement (concept and side) counts every time it is made ("all"), once a
    document ("document") or once at all ("ever").
    """
    said = np.stack([actors, concepts, agree.astype(np.int64), documents if duplicates == "document" else np.zeros_like(actors)], axis=1)
    said = said if duplicates == "all" else np.unique(said, axis=0)
    sides = np.zeros((2, *shape))
    np.add.at(sides, (said[:, 2], said[:, 0], said[:, 1]), 1)
    return Discourse(sides[1], sides[0])


def congruence(said: Discourse, normalisation: Normalisation = "none") -> Floats:
    """How much two actors say the same (n, n): the sum over concepts and sides of products of counts; the diagonal is 0."""
    return _projected(said.agrees @ said.agrees.T + said.disagrees @ said.disagrees.T, said, normalisation)


def conflict(said: Discourse, normalisation: Normalisation = "none") -> Floats:
    """How much two actors say the contrary (n, n); the diagonal is 0."""
    against = said.agrees @ said.disagrees.T
    return _projected(against + against.T, said, normalisation)


def ignoring(said: Discourse, normalisation: Normalisation = "none") -> Floats:
    """How much two actors speak of the same concepts, whatever they say (n, n): congruence and conflict together."""
    return congruence(said, normalisation) + conflict(said, normalisation)


def subtract(said: Discourse, normalisation: Normalisation = "none") -> Floats:
    """Congruence less conflict (n, n)."""
    return congruence(said, normalisation) - conflict(said, normalisation)


def _projected(weights: Floats, said: Discourse, normalisation: Normalisation) -> Floats:
    """The weights over the norm of each pair, 0 where the norm is."""
    norm = _norm(np.hstack([said.agrees, said.disagrees]), normalisation)
    found = np.divide(weights, norm, out=np.zeros_like(weights), where=norm > 0)
    np.fill_diagonal(found, 0)
    return found


def _norm(rows: Floats, normalisation: Normalisation) -> Floats:
    """What the weight of each pair (n, n) is divided by; rows (n, 2c) are counts by concept and side.

    average: the mean number of statements of both (Leifeld 2017). jaccard: what both say, as the product of
    counts, and what only one says (Jaccard 1912, weighted as in DNA). cosine: the product of the lengths of
    the rows, so that congruence is their true cosine (Salton and McGill 1983).
    """
    if normalisation == "average":
        each = rows.sum(axis=1)
        mean: Floats = (each[:, None] + each[None, :]) / 2
        return mean
    if normalisation == "jaccard":
        only = rows @ (rows == 0).T
        either: Floats = only + only.T + rows @ rows.T
        return either
    if normalisation == "cosine":
        length = np.sqrt((rows**2).sum(axis=1))
        return np.outer(length, length)
    return np.ones((len(rows), len(rows)))
