"""What holds a coalition together, and who says the contrary, each with its evidence."""

from collections.abc import Sequence

import numpy as np

from graph.coalitions.beliefs import Beliefs
from graph.results import Evidence, Node, Rival, SharedAsk
from graph.snapshot.arrays import Floats, Snapshot

PROOFS = 8
RIVALS = 10
EVEN = 1e-9


def shared_asks(snapshot: Snapshot, held: Beliefs, members: Sequence[int]) -> tuple[SharedAsk, ...]:
    """The sides that at least two members take, those of most members and of the stated first."""
    found = []
    for ask in held.asks:
        taken = [(v, held.held[v, ask]) for v in members if (v, ask) in held.held]
        for sign in (1, -1):
            of = [(v, one) for v, one in taken if one.sign == sign]
            if len(of) < 2:
                continue
            stated = [v for v, one in of if not one.place.inferred]
            shared = SharedAsk(
                ask=snapshot.node(ask),
                side="support" if sign > 0 else "oppose",
                stated=nodes(snapshot, stated),
                inferred=nodes(snapshot, [v for v, one in of if one.place.inferred]),
                dissent=nodes(snapshot, [v for v, one in taken if one.sign == -sign]),
                evidence=_evidence(snapshot, held, [v for v, _ in of], ask, sign),
            )
            found.append(((-len(of), -len(stated), snapshot.ids[ask], -sign), shared))
    return tuple(shared for _, shared in sorted(found, key=lambda pair: pair[0]))


def _evidence(snapshot: Snapshot, held: Beliefs, actors: Sequence[int], ask: int, sign: int) -> tuple[Evidence, ...]:
    """Claims by which actors are on a side of an ask: of each actor the newest own words, then the weightiest."""
    found: dict[int, None] = {}
    for v in actors:
        one = held.held[v, ask]
        words = [word for word in one.words if word.side == sign]
        words.sort(key=lambda word: (word not in one.place.latest, -word.weight, word.claim))
        found |= dict.fromkeys(word.claim for word in words[:2])
    return tuple(snapshot.evidence(claim) for claim in list(found)[:PROOFS])


def rivals(snapshot: Snapshot, held: Beliefs, group: Sequence[int], ties: Floats) -> tuple[Rival, ...]:
    """Actors that say the contrary of a group (positions of actors) on the whole, those most opposed first; ties (n, n) are signed."""
    members = [held.actors[at] for at in group]
    net = ties[:, group].sum(axis=1)
    net[group] = 0
    found = []
    most = sorted(np.flatnonzero(net < -EVEN).tolist(), key=lambda at: (round(net[at], 9), snapshot.ids[held.actors[at]]))
    for at in most[:RIVALS]:
        v = held.actors[at]
        disputed = [
            (ask, held.held[v, ask].sign)
            for ask in held.asks
            if (v, ask) in held.held and any((m, ask) in held.held and held.held[m, ask].sign * held.held[v, ask].sign < 0 for m in members)
        ]
        proofs = tuple(dict.fromkeys(proof for ask, sign in disputed for proof in _evidence(snapshot, held, [v], ask, sign)))
        asks = nodes(snapshot, [ask for ask, _ in disputed])
        found.append(Rival(entity=snapshot.node(v), weight=-float(net[at]), asks=asks, evidence=proofs[:PROOFS]))
    return tuple(found)


def nodes(snapshot: Snapshot, numbers: Sequence[int]) -> tuple[Node, ...]:
    """Entities by id."""
    return tuple(snapshot.node(v) for v in sorted(numbers, key=lambda v: snapshot.ids[v]))
