"""How two entities are linked: the union of their top paths, small enough to be read, one sentence a tie."""

from pydantic import Field

from graph.entities import evidence_of
from graph.paths.introduce import introduce
from graph.paths.walk import PathQuery
from graph.results import ExplainedTie, ExplainResult, Node, Path, PathResult, Tie
from graph.snapshot.arrays import Snapshot
from graph.speech import read_tie
from graph.words import count

MOST_NODES = 15


class ExplainQuery(PathQuery):
    """Which link to explain, by at most `most_nodes` entities."""

    most_nodes: int = Field(default=MOST_NODES, ge=9, le=MOST_NODES)


def explain(snapshot: Snapshot, query: ExplainQuery) -> ExplainResult:
    """The union of the best introduction paths, added best first while it has at most 15 nodes. Raises as `introduce` does."""
    found = introduce(snapshot, query)
    kept = _fitting(found.paths, query.most_nodes)
    nodes: dict[str, Node] = {}
    ties: dict[tuple[str, ...], tuple[Tie, list[int]]] = {}
    for number, path in enumerate(kept, 1):
        nodes |= {node.id: node for node in path.nodes}
        for tie in path.ties:
            ties.setdefault(tuple(sorted((tie.a.id, tie.b.id))), (tie, []))[1].append(number)
    explained = tuple(_explained(tie, numbers) for tie, numbers in ties.values())
    left_out = len(found.paths) - len(kept)
    cut = (f"{count(left_out, 'further path is', 'further paths are')} left out: with them the picture has more than {query.most_nodes} entities",)
    return ExplainResult(
        **snapshot.answer_fields(query, evidence_of(one.tie for one in explained)) | {"not_searched": found.not_searched},
        found=found.found,
        sentence=_sentence(found, len(kept), len(nodes), len(ties)),
        start=found.start,
        end=found.end,
        nodes=tuple(nodes.values()),
        ties=explained,
        paths=tuple(tuple(node.name for node in path.nodes) for path in kept),
        left_out=left_out,
        none=found.none,
        why_not_shorter=next((path.why_not_shorter for path in kept if path.why_not_shorter), ""),
        would_change=found.would_change,
        warnings=(*found.warnings, *(cut if left_out else ())),
    )


def _fitting(paths: tuple[Path, ...], most: int) -> list[Path]:
    """The paths, best first, that together have at most `most` nodes; the best one always fits."""
    kept: list[Path] = []
    nodes: set[str] = set()
    for path in paths:
        union = nodes | {node.id for node in path.nodes}
        if len(union) <= most:
            kept.append(path)
            nodes = union
    return kept


def _explained(tie: Tie, numbers: list[int]) -> ExplainedTie:
    quoted = [proof for proof in tie.evidence if proof.quote]
    return ExplainedTie(tie=tie, sentence=f"{read_tie(tie)}.", proof=[*quoted, *tie.evidence][0], paths=tuple(dict.fromkeys(numbers)))


def _sentence(found: PathResult, paths: int, nodes: int, ties: int) -> str:
    start, end = found.start.name, found.end.name
    if not found.found:
        return f"Nothing in evidence links {start} to {end} by introduction."
    others = nodes - 2
    through = f"through {count(others, 'other', 'others')}" if others > 0 else "directly"
    return f"{start} and {end} are linked {through}, by {count(paths, 'path', 'paths')} over {count(ties, 'tie', 'ties')}."
