"""What is doubtful about coalitions."""

from collections.abc import Iterator, Sequence

from graph.allies.stances import pending
from graph.claims import Status
from graph.coalitions.beliefs import Beliefs, priors
from graph.coalitions.words import some
from graph.proofs import newest
from graph.results.base import Evidence
from graph.results.coalitions import CoalitionLayer
from graph.snapshot.arrays import Snapshot
from graph.speech import read_age
from graph.view import Query
from graph.words import count

UNSURE = 0.5


def doubts(
    snapshot: Snapshot, query: Query, held: Beliefs, belief: CoalitionLayer, coordination: CoalitionLayer, proofs: Sequence[Evidence], draws: int
) -> Iterator[str]:
    """How old it is first, then what counts less than a stated stance, what rests on one source, what was left out."""
    yield from filter(None, [read_age(newest(snapshot, proofs, query.day), query.day)])
    yield from _unconfirmed(snapshot, held)
    yield from _positions(snapshot, held)
    yield from _turned(snapshot, query, held)
    said = [proof for one in belief.coalitions for each in one.asks for proof in each.evidence]
    acted = [proof for one in coordination.coalitions for each in one.ties for proof in each.evidence]
    if len(groups := set(map(snapshot.group_of, said))) == 1:
        yield f"every coalition by what they say rests on one source: {some(sorted({proof.source.title for proof in said}))}"
        if groups <= set(map(snapshot.group_of, acted)):
            yield "joint action rests on the same source among others, so that the two layers do not confirm one another by themselves"
    for layer, what in ((belief, "what they say"), (coordination, "joint action")):
        if unsure := [one for one in layer.coalitions if one.stability is not None and one.stability < UNSURE]:
            whole = count(len(unsure), "coalition", "coalitions")
            yield f"{whole} by {what} {'holds' if len(unsure) == 1 else 'hold'} in fewer than half of the draws of the sources"
    waiting = sum(pending(snapshot, query.view, query.day, ask) for ask in held.asks)
    if waiting:
        yield f"{count(waiting, 'claim about these asks waits', 'claims about these asks wait')} for review, unused here"
    yield from _bounds(held, belief, coordination, draws)


def _unconfirmed(snapshot: Snapshot, held: Beliefs) -> Iterator[str]:
    """That stances must be confirmed by a person before they are passed on."""
    stated = [one for one in held.held.values() if one.value and not one.place.inferred]
    records = [[snapshot.record(word.claim) for word in one.place.latest] for one in stated]
    if missing := sum(not any(record.decided and record.status is Status.ACCEPTED for record in each) for each in records):
        which = "none is" if missing == len(stated) else f"{missing} are not"
        yield f"of {count(len(stated), 'stated stance', 'stated stances')} used {which} confirmed by a person: mark that before passing it on"


def _turned(snapshot: Snapshot, query: Query, held: Beliefs) -> Iterator[str]:
    """Asks that say the contrary of others: named where they were asked for."""
    asked = {snapshot.index(ask) for ask in getattr(query, "asks", ())}
    for ask in sorted(asked & held.folded.keys()):
        yield f"“{snapshot.names[ask]}” is the contrary of “{snapshot.names[held.folded[ask]]}”: stances on it count there, turned round, and once"
    if held.folded and not asked:
        number = count(len(held.folded), "ask says", "asks say")
        yield f"{number} the contrary of another: stances on {'it' if len(held.folded) == 1 else 'them'} count there, turned round, and once"


def _positions(snapshot: Snapshot, held: Beliefs) -> Iterator[str]:
    """Positions that are not plain fresh stances, and those on no side."""
    names: dict[str, set[str]] = {"inferred": set(), "conditional": set(), "neither": set()}
    for (actor, _), one in held.held.items():
        if one.place.position in ("neutral", "swing"):
            names["neither"].add(snapshot.names[actor])
        elif one.value:
            kind = "inferred" if one.place.inferred else "conditional" if one.place.position.startswith("leaning") else ""
            names.setdefault(kind, set()).add(snapshot.names[actor])
    if names["inferred"]:
        yield f"inferred, not stated within a year, and so counted less: some positions of {some(sorted(names['inferred']))}"
    if names["conditional"]:
        yield f"stated on conditions, and so counted less: some positions of {some(sorted(names['conditional']))}"
    if names["neither"]:
        yield f"on both sides or neutral on some ask, and so on none there: {some(sorted(names['neither']))}"


def _bounds(held: Beliefs, belief: CoalitionLayer, coordination: CoalitionLayer, draws: int) -> Iterator[str]:
    """What a bound left out."""
    if held.actors_cut:
        yield f"only the {priors().actors} actors that say most are compared; {held.actors_cut} are left out"
    if held.asks_cut:
        yield f"only the {priors().asks} asks of which most is said are compared; {held.asks_cut} are left out"
    if belief.ties and not belief.exact:
        yield "too many actors for every grouping by what they say to be weighed: the best one found is given, and a better one may exist"
    for layer, what in ((belief, "what they say"), (coordination, "joint action")):
        if 0 < layer.draws < draws:
            yield f"only {layer.draws} of {draws} draws were made for {what}, more would take minutes"
        if layer.total > len(layer.coalitions):
            yield f"only the first {len(layer.coalitions)} of {layer.total} coalitions by {what} are shown"
