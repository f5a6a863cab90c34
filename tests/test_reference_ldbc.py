"""LDBC Graphalytics: every output file of the example and the validation graphs."""

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_array

from graph.influence.matrices import matrix
from graph.influence.measures import cheapest, clustering, components, label_propagation, steps
from graph.influence.pagerank import pagerank
from graph.snapshot.arrays import Floats

DIRECTED = {"dir": True, "undir": False}
UNREACHED = 9223372036854775807


def read(path: Path) -> list[list[str]]:
    return [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def graph(pairs: list[tuple[int, int]], weights: list[float], nodes: set[int], *, both: bool) -> tuple[list[int], csr_array]:
    """Ids ascending, and the matrix over their places."""
    ids = sorted(nodes | {end for pair in pairs for end in pair})
    place = {id: at for at, id in enumerate(ids)}
    arcs = {(place[a], place[b]): w for (a, b), w in zip(pairs, weights, strict=True)}
    if both:
        arcs |= {(b, a): w for (a, b), w in arcs.items()}
    source, target = (np.array([arc[side] for arc in arcs], dtype=np.int64) for side in (0, 1))
    return ids, matrix(source, target, np.array(list(arcs.values())), len(ids))


def from_edges(stem: Path, *, both: bool) -> tuple[list[int], csr_array]:
    rows = read(stem.with_name(f"{stem.name}.e"))
    nodes = {int(row[0]) for row in read(stem.with_name(f"{stem.name}.v"))}
    return graph([(int(a), int(b)) for a, b, _ in rows], [float(w) for *_, w in rows], nodes, both=both)


def from_lists(path: Path) -> tuple[list[int], csr_array]:
    rows = [[int(word) for word in row] for row in read(path)]
    pairs = [(row[0], other) for row in rows for other in row[1:]]
    return graph(pairs, [1.0] * len(pairs), {row[0] for row in rows}, both=False)


def expected(path: Path, ids: list[int]) -> list[str]:
    told = dict(read(path))
    assert sorted(map(int, told)) == ids
    return [told[str(id)] for id in ids]


def ranked(arcs: csr_array, rounds: int) -> Floats:
    found = arcs.tocoo()
    order = np.lexsort((found.row, found.col))
    return pagerank(found.row[order], found.col[order], np.ones((arcs.nnz, 1)), arcs.shape[0], rounds=rounds)[:, 0]


@pytest.mark.parametrize("folder", ["ldbc-graphalytics-example", "ldbc-graphalytics-validation/example"])
@pytest.mark.parametrize("name", ["directed", "undirected"])
def test_the_example_graphs(shared, folder, name):
    stem = shared / "reference" / folder / f"example-{name}"
    ids, arcs = from_edges(stem, both=name == "undirected")
    start = ids.index(1 if name == "directed" else 2)

    def told(what: str) -> list[str]:
        return expected(stem.with_name(f"{stem.name}-{what}"), ids)

    assert [UNREACHED if step < 0 else step for step in steps(arcs, start).tolist()] == list(map(int, told("BFS")))
    assert cheapest(arcs, start) == pytest.approx(list(map(float, told("SSSP"))))
    assert [ids[at] for at in label_propagation(arcs, 2).tolist()] == list(map(int, told("CDLP")))
    assert clustering(arcs) == pytest.approx(list(map(float, told("LCC"))))
    assert ranked(arcs, 2) == pytest.approx(list(map(float, told("PR"))), rel=1e-9)
    labels = list(map(int, told("WCC")))
    parts = components(arcs).tolist()
    assert len(set(zip(labels, parts, strict=True))) == len(set(labels)) == len(set(parts))


@pytest.mark.parametrize("name", ["directed", "undirected"])
def test_the_example_given_as_lists_is_the_same_graph(shared, name):
    folder = shared / "reference" / "ldbc-graphalytics-validation" / "example"
    ids, arcs = from_lists(folder / f"example-{name}-input")
    others, same = from_edges(folder / f"example-{name}", both=name == "undirected")
    assert ids == others
    assert ((arcs != 0) != (same != 0)).nnz == 0


@pytest.mark.parametrize("kind", ["dir", "undir"])
class TestValidationGraphs:
    """One graph and one output for each measure; rounds as the Graphalytics validation tests have them."""

    def case(self, shared: Path, what: str, kind: str) -> tuple[list[int], csr_array, list[str]]:
        folder = shared / "reference" / "ldbc-graphalytics-validation" / what
        ids, arcs = from_edges(folder / f"{kind}-input", both=kind == "undir") if what == "sssp" else from_lists(folder / f"{kind}-input")
        return ids, arcs, expected(folder / f"{kind}-output", ids)

    def test_breadth_first(self, shared, kind):
        ids, arcs, told = self.case(shared, "bfs", kind)
        assert [UNREACHED if step < 0 else step for step in steps(arcs, ids.index(1)).tolist()] == list(map(int, told))

    def test_cheapest_ways(self, shared, kind):
        ids, arcs, told = self.case(shared, "sssp", kind)
        assert cheapest(arcs, ids.index(1)) == pytest.approx(list(map(float, told)))

    def test_label_propagation(self, shared, kind):
        ids, arcs, told = self.case(shared, "cdlp", kind)
        assert [ids[at] for at in label_propagation(arcs, 5).tolist()] == list(map(int, told))

    def test_local_clustering(self, shared, kind):
        _, arcs, told = self.case(shared, "lcc", kind)
        assert clustering(arcs) == pytest.approx(list(map(float, told)))

    def test_pagerank(self, shared, kind):
        _, arcs, told = self.case(shared, "pr", kind)
        assert ranked(arcs, 26) == pytest.approx(list(map(float, told)), rel=1e-6)

    def test_weakly_connected_components(self, shared, kind):
        ids, arcs, told = self.case(shared, "wcc", kind)
        assert [ids[at] for at in components(arcs).tolist()] == list(map(int, told))
