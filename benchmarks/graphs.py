"""Random graphs with a few large hubs, as claims: R-MAT (Chakrabarti, Zhan and Faloutsos 2004)."""

from collections.abc import Iterator
from datetime import date, timedelta

import networkx as nx
import numpy as np

from graph import ontology
from graph.claims import Claim, Line, Record, Source
from graph.strength import Ties

CORNERS = (0.57, 0.19, 0.19, 0.05)
SOURCES = 40
FIRST_DAY = date(2024, 1, 1)
AS_OF = date(2025, 10, 28)
PREDICATES = ("met_with", "joint_statement_with", "partners_with")


def rmat_pairs(scale: int, ties: int, seed: int) -> list[tuple[int, int]]:
    """`ties` different pairs among 2 ** scale nodes, smaller node first, in order."""
    rng = np.random.default_rng(seed)
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < ties:
        quadrants = rng.choice(4, size=(ties, scale), p=CORNERS)
        places = 1 << np.arange(scale)
        a, b = (quadrants // 2) @ places, (quadrants % 2) @ places
        pairs.update((min(pair), max(pair)) for pair in zip(a.tolist(), b.tolist(), strict=True) if pair[0] != pair[1])
    return sorted(pairs)[:: max(1, len(pairs) // ties)][:ties]


def claims_of(pairs: list[tuple[int, int]], seed: int) -> Iterator[Line]:
    """One claim for each pair, of varying kind, day, confidence and source."""
    rng = np.random.default_rng(seed)
    yield from (Source(id=f"source:s{i}", title=f"source {i}", reliability=0.9) for i in range(SOURCES))
    columns = (rng.integers(0, high, len(pairs)).tolist() for high in (len(PREDICATES), 600, 400, SOURCES))
    for (a, b), predicate, day, doubt, source in zip(pairs, *columns, strict=True):
        claim = Claim(
            subject=f"org:n{a}",
            predicate=PREDICATES[predicate],
            object=f"org:n{b}",
            when=(FIRST_DAY + timedelta(days=day)).isoformat(),
            source=f"source:s{source}",
            locator="row",
            confidence=990 - doubt,
        )
        yield Record(claim=claim)


def networkx_of(ties: Ties) -> nx.DiGraph:
    """The same ties for networkx; an arc costs -log of its strength and of the hub penalty of the node entered."""
    gamma = ontology.load().entities["organisation"].gamma
    degree = np.diff(ties.indptr)
    graph = nx.DiGraph()
    for a, b, strength in zip(ties.low.tolist(), ties.high.tolist(), ties.strength.tolist(), strict=True):
        for source, target in ((a, b), (b, a)):
            graph.add_edge(source, target, cost=-np.log(strength) + gamma * np.log(degree[target]))
    return graph
