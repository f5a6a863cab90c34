"""Answers about decisions as text."""

from api.text.base import foot, fresh, head, tie_text, wrapped
from graph.allies.aloud import read_step, read_vehicle
from graph.results import DecisionsResult, Step, VehicleRoute


def decisions_text(result: DecisionsResult) -> str:
    """The finding, each vehicle with those who have a say, and the evidence of every path once."""
    blocks = [head(result) + wrapped(result.sentence)]
    shown: set[str] = set()
    proved: set[str] = set()
    blocks += [_route(route, proved, shown) for route in result.vehicles]
    if not result.start and result.vehicles:
        blocks.append(wrapped("Name who asks with --from, or set TRILATERAL_US, to see which of them are reached."))
    if result.would_change:
        blocks.append(wrapped(f"What would change this: {result.would_change}", hang=2))
    return "\n\n".join([*blocks, foot(result, searched=True)])


def _route(route: VehicleRoute, proved: set[str], shown: set[str]) -> str:
    lines = [wrapped(read_vehicle(route), hang=2)]
    lines += [wrapped(route.about, 2)] if route.about else []
    for step in route.steps:
        lines.append(wrapped(f"- {read_step(step)}", 2, 2))
        lines += _proofs(step, proved, shown)
    if route.steps:
        lines += ["  Who decides, agrees and is consulted:", *fresh(route.steps[0].evidence[:1], shown, 4)]
    if route.would_change:
        lines.append(wrapped(f"What would change it: {route.would_change}", 2, 2))
    return "\n".join(lines)


def _proofs(step: Step, proved: set[str], shown: set[str]) -> list[str]:
    """The ties of the step's path and the proof of its stance, unless they stand above: `proved` holds whose do."""
    if step.actor.id in proved:
        return []
    proved.add(step.actor.id)
    lines = [line for tie in (step.path.ties if step.path else ()) for line in tie_text(tie, 4, shown)]
    return [*lines, *fresh(step.standing.evidence[:1], shown, 4)]
