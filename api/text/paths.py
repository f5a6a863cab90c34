"""Answers about paths as text."""

from api.text.base import foot, head, tie_text, wrapped
from graph.results import Path, PathResult


def path_text(result: PathResult) -> str:
    """Warnings, the finding, each path hop by hop; or the honest none."""
    blocks = [head(result).rstrip()] if result.warnings else []
    if result.none:
        blocks += [_none_text(result)]
    for number, path in enumerate(result.paths, 1):
        blocks.append(_path_text(number, path))
    if len(result.without_penalty) > 0:
        order = "; ".join(" → ".join(nodes) for nodes in result.without_penalty)
        blocks.append(wrapped(f"Without the penalty for well-connected go-betweens the order is: {order}", hang=2))
    if result.would_change:
        blocks.append(wrapped(f"What would change this: {result.would_change}", hang=2))
    return "\n\n".join([*blocks, foot(result, searched=True)])


def _path_text(number: int, path: Path) -> str:
    hops = f"{path.hops} hop{'s' * (path.hops != 1)}"
    facts = f"{hops}, {path.certainty}, score {path.score:.3f} = reliability {path.reliability:.3f} × hub penalty {path.hub_penalty:.3f}"
    lines = [wrapped(f"{number}. {path.sentence}", hang=3), wrapped(facts, 3)]
    for tie in path.ties:
        lines += tie_text(tie, 3)
    if path.why_not_shorter:
        lines.append(wrapped(f"Why not shorter: {path.why_not_shorter}", 3, 2))
    return "\n".join(lines)


def _none_text(result: PathResult) -> str:
    none = result.none
    assert none
    lines = [f"No path in evidence from {result.start.name} to {result.end.name}.", none.nearest_gap]
    if none.missing_tie:
        lines.append(f"The tie that would close it: {none.missing_tie[0].name} – {none.missing_tie[1].name}.")
    lines += [f"Left out by the view: {line}" for line in none.excluded_by_view]
    return "\n".join(wrapped(line, hang=2) for line in lines if line)
