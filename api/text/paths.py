"""Answers about paths as text."""

from api.text.base import days, foot, fresh, head, table, tie_text, wrapped
from graph.paths.aloud import additions, figures, read_standing
from graph.results import ExplainResult, MetapathResult, NoPath, Path, PathResult
from graph.results.base import Answer


def path_text(result: PathResult) -> str:
    """Warnings, what the mode found, each path hop by hop; or the honest none."""
    blocks = _beginning(result)
    if result.none:
        blocks += [_none_text(result.start.name, result.end.name, result.none)]
    blocks += [wrapped(line, hang=2) for line in additions(result)]
    shown: set[str] = set()
    blocks += [_path_text(number, path, result.mode, shown) for number, path in enumerate(result.paths, 1)]
    if len(result.without_penalty) > 0:
        order = "; ".join(" → ".join(nodes) for nodes in result.without_penalty)
        blocks.append(wrapped(f"Without the penalty for well-connected go-betweens the order is: {order}", hang=2))
    return "\n\n".join([*blocks, *_ending(result, result.would_change)])


def explain_text(result: ExplainResult) -> str:
    """The finding, then each tie as one sentence with its quote and the paths it is in."""
    blocks = [*_beginning(result), wrapped(result.sentence)]
    if result.none:
        blocks += [_none_text(result.start.name, result.end.name, result.none)]
    shown: set[str] = set()
    for one in result.ties:
        paths = f"path{'s' * (len(one.paths) != 1)} {', '.join(map(str, one.paths))}"
        blocks.append("\n".join([wrapped(f"- {one.sentence} [{paths}]", hang=2), *fresh([one.proof], shown, 2)]))
    if result.paths:
        blocks.append("\n".join(wrapped(f"{number}. {' → '.join(names)}", hang=3) for number, names in enumerate(result.paths, 1)))
    if result.why_not_shorter:
        blocks.append(wrapped(f"Why not shorter: {result.why_not_shorter}", hang=2))
    return "\n\n".join([*blocks, *_ending(result, result.would_change)])


def metapath_text(result: MetapathResult) -> str:
    """The finding, a table of the figures, the heaviest instances with their evidence."""
    blocks = [*_beginning(result), wrapped(result.sentence)]
    if result.found:
        blocks += [wrapped(figures(result)), table(_measures(result))]
    shown: set[str] = set()
    for number, path in enumerate(result.paths, 1):
        lines = [wrapped(f"{number}. {path.sentence} (weight {path.weight:.4g})", hang=3)]
        blocks.append("\n".join([*lines, *(line for tie in path.ties for line in tie_text(tie, 3, shown))]))
    return "\n\n".join([*blocks, *_ending(result, "")])


def _beginning(result: Answer) -> list[str]:
    return [head(result).rstrip()] if result.warnings else []


def _ending(result: Answer, would_change: str) -> list[str]:
    change = [wrapped(f"What would change this: {would_change}", hang=2)] if would_change else []
    return [*change, foot(result, searched=True)]


def _path_text(number: int, path: Path, mode: str, shown: set[str]) -> str:
    hops = f"{path.hops} hop{'s' * (path.hops != 1)}"
    worth = {
        "reliable": f"reliability {path.reliability:.3f}",
        "disjoint": f"reliability {path.reliability:.3f}",
        "widest": f"weakest tie {path.ties[path.weakest_tie].strength:.3f}, reliability {path.reliability:.3f}",
    }.get(mode, f"score {path.score:.3f} = reliability {path.reliability:.3f} × hub penalty {path.hub_penalty:.3f}")
    lines = [wrapped(f"{number}. {path.sentence}", hang=3), wrapped(f"{hops}, {path.certainty}, {worth}", 3)]
    for place, tie in enumerate(path.ties):
        if path.moments:
            moment = path.moments[place]
            lines.append(wrapped(f"When, in this order: {days(moment.earliest, moment.latest)}", 3, 2))
        lines += tie_text(tie, 3, shown)
    lines += [wrapped(f"Introducer: {read_standing(one)}", 3, 2) for one in path.introducers]
    if path.why_not_shorter:
        lines.append(wrapped(f"Why not shorter: {path.why_not_shorter}", 3, 2))
    return "\n".join(lines)


def _measures(result: MetapathResult) -> list[list[str]]:
    rows = [
        ["instances without a repeated node", str(result.path_count)],
        [f"degree-weighted count (w {result.damping:g})", f"{result.dwpc:.6g}"],
        ["PathSim", "not defined for this pattern" if result.path_sim is None else f"{result.path_sim:.6g}"],
        ["HeteSim", f"{result.hete_sim:.6g}"],
    ]
    if result.shuffled_mean is not None:
        shuffled = f"mean {result.shuffled_mean:.4g}, deviation {result.shuffled_sd or 0.0:.4g}, {result.shuffles} networks, seed {result.seed}"
        rows.append(["z", f"{'none' if result.z is None else format(result.z, '.2f')} ({shuffled})"])
    return [*rows, ["ties of these kinds", str(result.ties)]]


def _none_text(start: str, end: str, none: NoPath) -> str:
    lines = [f"No path in evidence from {start} to {end}.", none.nearest_gap]
    if none.missing_tie:
        lines.append(f"One tie that would close it: {none.missing_tie[0].name} – {none.missing_tie[1].name}.")
    lines += [f"Left out by the view: {line}" for line in none.excluded_by_view]
    return "\n".join(wrapped(line, hang=2) for line in lines if line)
