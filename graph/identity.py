"""Names and judgements: which two ids mean one entity.

`clusters` works on judgements, `resolve` on what a person typed; spellings are in `graph.spelling`.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from graph.claims import Judgement
from graph.errors import AmbiguousName, ClaimError, UnknownName, shown
from graph.results import EntityHit
from graph.spelling import fold
from graph.store.base import PUBLIC, GraphStore

NEAREST = 3


def clusters(judgements: Iterable[Judgement]) -> dict[str, str]:
    """Each merged id with the canonical id of its cluster (itself included); other ids are not in it.

    The canonical id is the smallest of the cluster in the order of text. A later judgement on a pair
    replaces an earlier one, `undecided` takes it back. Raises ClaimError when two ids that are
    judged different would be merged.
    """
    verdicts = {(min(j.left, j.right), max(j.left, j.right)): j.verdict for j in judgements}
    parent: dict[str, str] = {}
    for (left, right), verdict in verdicts.items():
        if verdict == "same":
            first, second = sorted((_root(parent, left), _root(parent, right)))
            parent[first] = parent[second] = first
    for (left, right), verdict in sorted(verdicts.items()):
        if verdict == "different" and _root(parent, left) == _root(parent, right):
            raise ClaimError(f"{shown(left)} and {shown(right)}: judged different, but other judgements make them the same; take one of those back")
    return {member: _root(parent, member) for member in sorted(parent)}


def judgement_id(judgement: Judgement) -> str:
    """`merge:` and 16 hex digits, the same for every judgement on a pair in a layer: one of them is in force at a time."""
    left, right = sorted((judgement.left, judgement.right))
    return "merge:" + blake2b("\n".join((left, right, judgement.layer)).encode(), digest_size=8).hexdigest()


def kept_apart(judgements: Sequence[Judgement], left: str, right: str) -> Judgement | None:
    """The judgement by which two ids, or ids merged with them, are different; None where there is none."""
    canonical = clusters(judgements)
    ends = {canonical.get(left, left), canonical.get(right, right)}
    in_force = {(one.left, one.right): one for one in judgements}
    return next((one for one in in_force.values() if one.verdict == "different" and {canonical.get(end, end) for end in (one.left, one.right)} == ends), None)


def chain(judgements: Sequence[Judgement], left: str, right: str) -> list[Judgement]:
    """The fewest judgements that make two ids the same, in order from left to right; empty where they are not."""
    joins: dict[str, list[tuple[str, Judgement]]] = {}
    for one in {(one.left, one.right): one for one in judgements}.values():
        if one.verdict == "same":
            joins.setdefault(one.left, []).append((one.right, one))
            joins.setdefault(one.right, []).append((one.left, one))
    ways: dict[str, list[Judgement]] = {left: []}
    queue = deque([left])
    while queue and right not in ways:
        at = queue.popleft()
        for other, judgement in joins.get(at, ()):
            if other not in ways:
                ways[other] = [*ways[at], judgement]
                queue.append(other)
    return ways.get(right, [])


def _root(parent: dict[str, str], member: str) -> str:
    while (above := parent.get(member, member)) != member:
        parent[member] = parent.get(above, above)
        member = above
    return member


def resolve(store: GraphStore, name: str, layers: Sequence[str] = PUBLIC) -> EntityHit:
    """The one entity that an id, name or alias stands for, in any case and with or without accents.

    A government wins over the place of the same code, a body over a post of that name; the last two
    or more names of a person find the person. Raises UnknownName with the nearest three, or
    AmbiguousName with the candidates.
    """
    hits = store.search(name, layers=layers)
    exact = _without_shadows([hit for hit in hits if hit.score == 1])
    found = exact or [hit for hit in hits if _is_surname(fold(name), hit)]
    if not found:
        raise UnknownName(name, told_apart(hits[:NEAREST]))
    if len(found) > 1:
        raise AmbiguousName(name, [f"{hit.id} ({shown(hit.name)})" for hit in found])
    return found[0]


def told_apart(hits: Sequence[EntityHit]) -> list[str]:
    """What each hit is called; where two are called alike, with their ids."""
    called = [fold(hit.matched) for hit in hits]
    return [f"{hit.matched} ({hit.id})" if called.count(word) > 1 else hit.matched for hit, word in zip(hits, called, strict=True)]


def _without_shadows(hits: list[EntityHit]) -> list[EntityHit]:
    ids = {hit.id for hit in hits}
    bodies = any(hit.id.startswith(("org:", "gov:")) for hit in hits)
    return [hit for hit in hits if not (hit.kind == "place" and hit.id.replace("place:", "gov:", 1) in ids) and not (hit.kind == "post" and bodies)]


def _is_surname(folded: str, hit: EntityHit) -> bool:
    return hit.kind == "person" and " " in folded and fold(hit.matched).endswith(f" {folded}")
