"""What on the routes of a campaign rests on one source alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from graph.allies.classify import own_rows
from graph.allies.standing import standings
from graph.campaign.makers import Campaign, Maker
from graph.entities import evidence_of
from graph.proofs import titles_by_group
from graph.results import Evidence, Gap, Standing, Tie
from graph.words import count, few, listing


def used_ties(near: Sequence[Maker]) -> dict[tuple[str, str], tuple[Tie, list[Maker]]]:
    """Each tie on the best routes, with the decision makers to whom it leads."""
    found: dict[tuple[str, str], tuple[Tie, list[Maker]]] = {}
    for maker in near:
        for (a, b), tie in zip(pairwise(maker.step.path.nodes), maker.step.path.ties, strict=True) if maker.step.path else ():
            found.setdefault((min(a.id, b.id), max(a.id, b.id)), (tie, []))[1].append(maker)
    return found


@dataclass(slots=True)
class Resting:
    """What rests on one source group alone."""

    title: str
    ties: list[Tie] = field(default_factory=list)
    makers: list[Maker] = field(default_factory=list)
    placed: list[Standing] = field(default_factory=list)


def one_source(ground: Campaign, near: Sequence[Maker]) -> Iterator[Gap]:
    """For each source group the ties on the routes and the positions that have no other behind them."""
    query = ground.query
    resting: dict[int, Resting] = {}
    for tie, makers in used_ties(near).values():
        if found := _alone(ground, resting, tie.evidence):
            found.ties.append(tie)
            found.makers += makers
    known = standings(ground.snapshot, query.view, query.day, query.ask)
    for one in own_rows(ground.snapshot, query.view, query.day, known).values():
        if one.position != "unknown" and (found := _alone(ground, resting, one.evidence)):
            found.placed.append(one)
    yield from (_resting(ground, found) for _, found in sorted(resting.items()))


def _alone(ground: Campaign, resting: dict[int, Resting], proofs: Sequence[Evidence]) -> Resting | None:
    """The entry of the one source group behind some evidence; None where there are several."""
    groups = titles_by_group(ground.snapshot, proofs)
    if len(groups) != 1:
        return None
    ((group, title),) = groups.items()
    return resting.setdefault(group, Resting(title))


def _resting(ground: Campaign, found: Resting) -> Gap:
    makers = tuple({maker.caller: maker for maker in found.makers}.values())
    pairs = [f"{tie.a.name} – {tie.b.name}" for tie in found.ties]
    positions = [one.entity.name for one in found.placed]
    parts = [f"{count(len(pairs), 'tie', 'ties')} on the routes to {listing(few([maker.step.actor.name for maker in makers]))}"] if pairs else []
    parts += [f"the {'position' if len(positions) == 1 else 'positions'} of {listing(few(positions))}"] if positions else []
    verb = "rests" if len(pairs) + len(positions) == 1 else "rest"
    return Gap(
        kind="one source",
        about=(*(maker.step.actor for maker in makers), *(one.entity for one in found.placed)),
        weight=ground.share(*makers),
        words=f"{listing(parts)} {verb} on one source: {found.title}",
        closes=f"a second, independent source for {listing(few([*pairs, *(f'the position of {name}' for name in positions)]))}",
        evidence=(*evidence_of(found.ties), *(proof for one in found.placed for proof in one.evidence)),
    )
