"""Names and judgements: which two ids mean one entity.

`clusters` works on judgements, `resolve` on what a person typed; spellings are in `graph.spelling`.
"""

from collections.abc import Iterable, Sequence

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
        raise UnknownName(name, [hit.matched for hit in hits[:NEAREST]])
    if len(found) > 1:
        raise AmbiguousName(name, [f"{hit.id} ({shown(hit.name)})" for hit in found])
    return found[0]


def _without_shadows(hits: list[EntityHit]) -> list[EntityHit]:
    ids = {hit.id for hit in hits}
    bodies = any(hit.id.startswith(("org:", "gov:")) for hit in hits)
    return [hit for hit in hits if not (hit.kind == "place" and hit.id.replace("place:", "gov:", 1) in ids) and not (hit.kind == "post" and bodies)]


def _is_surname(folded: str, hit: EntityHit) -> bool:
    return hit.kind == "person" and " " in folded and fold(hit.matched).endswith(f" {folded}")
