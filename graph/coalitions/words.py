"""Coalitions in sentences."""

from collections.abc import Mapping, Sequence

from graph.results.base import Node
from graph.results.coalitions import Coalition, CoalitionLayer, Overlap, SharedAsk
from graph.snapshot.arrays import Snapshot
from graph.words import count, few, listing

NAMED = 4
TITLES = 3


def named(nodes: Sequence[Node], most: int = NAMED) -> str:
    """The first names, and how many more there are."""
    return some([node.name for node in nodes], most)


def some(texts: Sequence[str], most: int = NAMED) -> str:
    """The first texts, and how many more there are."""
    return listing(few(texts, most))


def members_of(one: Coalition) -> str:
    """The names of the members, the most attached first."""
    return named([member.entity for member in one.members])


def belief_sentence(one: Coalition) -> str:
    """Who, on what, against whom, and who would leave first."""
    shared = [f"{'for' if each.side == 'support' else 'against'} “{each.ask.name}”{_held_by(one, each)}" for each in one.asks]
    said = f"{members_of(one)} hold together by what they say: {some(shared, TITLES)}" if shared else f"{members_of(one)} hold together by way of one another"
    against = f"; against them stands {named([rival.entity for rival in one.against])}" if one.against else "; nobody in evidence stands against them"
    return f"{said}{against}{_leaving(one)}."


def _held_by(one: Coalition, shared: SharedAsk) -> str:
    """How many hold a side where it is not all of them, and whose word is only inferred."""
    several = len(shared.stated) + len(shared.inferred)
    parts = [f"{several} of {len(one.members)}"] if several < len(one.members) else []
    parts += [f"inferred for {named(shared.inferred)}"] if shared.inferred else []
    parts += [f"but not {named(shared.dissent)}"] if shared.dissent else []
    return f" ({', '.join(parts)})" if parts else ""


def joint_sentence(one: Coalition, ties: int) -> str:
    """Who acts together, by what most of all, and who would leave first."""
    strongest = one.ties[0]
    first = f"most of all {strongest.a.name} and {strongest.b.name} ({strongest.label})" if ties > 1 else strongest.label
    return f"{members_of(one)} act together by {count(ties, 'tie', 'ties')}: {first}{_leaving(one)}."


def _leaving(one: Coalition) -> str:
    if not one.leaves_first:
        return ""
    return f"; least attached in evidence, and so likeliest to leave first: {named(one.leaves_first)}"


def answer_sentence(belief: CoalitionLayer, coordination: CoalitionLayer, overlap: Overlap, silent: Sequence[str]) -> str:
    """Both layers, and how far they agree."""
    parts = []
    if silent:
        parts.append(f"On {some([f'“{name}”' for name in silent], TITLES)} nobody in evidence takes a side, which is not to say that they are neutral.")
    if belief.total:
        parts.append(f"By what they say {_groups(belief)}.")
    elif belief.actors:
        only = belief.actors == 1
        who = f"only {named(belief.alone)} takes a side" if only else f"{named(belief.alone)} take sides, and no two of them hold together"
        parts.append(f"By what they say there is no coalition: {who}.")
    elif not silent:
        parts.append("Nobody in evidence takes a side on any ask, so that nothing is known of coalitions by what they say.")
    if coordination.total:
        parts.append(f"By what they do together {_groups(coordination)}.")
    else:
        parts.append("No joint action is in evidence.")
    if together := overlap.both + overlap.belief_only + overlap.coordination_only:
        pairs = count(together, "pair", "pairs")
        parts.append(f"Of {pairs} of actors together by either, {count(overlap.both, 'is', 'are')} together by both.")
    return " ".join(parts)


def _groups(layer: CoalitionLayer) -> str:
    """How many coalitions there are, and who is in the largest."""
    first = layer.coalitions[0]
    alone = f", and {count(len(layer.alone), 'actor is', 'actors are')} in none" if layer.alone else ""
    if layer.total == 1:
        return f"one coalition is in evidence, {members_of(first)}{alone}"
    second = layer.coalitions[1:2]
    then = f", then {members_of(second[0])}" if second else ""
    return f"{count(layer.total, 'coalition', 'coalitions')} are in evidence, the largest {members_of(first)}{then}{alone}"


def would_change(snapshot: Snapshot, titles: Mapping[int, set[str]], lost: Mapping[int, int], pairs: int) -> str:
    """The source without which most pairs would no longer be known to hold together by what they say."""
    if not lost or not max(lost.values()):
        return ""
    group = min(lost, key=lambda at: (-lost[at], snapshot.groups[at]))
    source = some([f"“{title}”" for title in sorted(titles[group])], TITLES)
    if lost[group] == pairs:
        return f"without {source} no coalition by what they say would be known"
    return f"without {source} {lost[group]} of {pairs} pairs would no longer hold together by what they say"
