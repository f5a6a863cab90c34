"""Search of entities by name: exact, then by beginning, then by words, then by likeness; each store finds the names in its own way."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from graph import ontology
from graph.claims import ENTITY_ID
from graph.results import EntityHit
from graph.spelling import fold

LONGEST = 200
CANDIDATES = 2_000
ACRONYM = 8
LIKE_ENOUGH = 50
OFFERED = 3
Best = dict[str, tuple[float, str]]
Named = tuple[str, str, str]


class Names(Protocol):
    """The names in the layers seen that current claims give which are not rejected, as (entity, name, folded name).

    What may find very many gives CANDIDATES at most, the shortest folded name first, then by folded name, entity and name.
    """

    def called(self, folded: str) -> Iterable[Named]:
        """Names that fold to this."""
        ...

    def beginning(self, folded: str) -> Iterable[Named]:
        """Names that fold to something longer that begins so."""
        ...

    def holding(self, words: Sequence[str]) -> Iterable[Named]:
        """Names that hold all these words, of the last one perhaps only the beginning."""
        ...

    def alike(self, trigrams: Sequence[str]) -> Iterable[Named]:
        """Names that share most of these trigrams, in any order."""
        ...

    def of_length(self, low: int, high: int) -> Iterable[Named]:
        """Names that fold to so many characters, by folded name, entity and name."""
        ...

    def is_named(self, entities: Collection[str]) -> bool:
        """Whether a current claim names one of the entities."""
        ...

    def told(self, entities: Collection[str]) -> Iterable[Named]:
        """(entity, predicate, value) of their names, aliases and kinds, by predicate, those that count most last.

        Accepted ones count more than proposed ones, then those of curated, reference, document and other sources, then by the claim's id, the first most.
        """
        ...


def search(names: Names, text: str, kind: str, limit: int, merged: Mapping[str, str]) -> list[EntityHit]:
    """Hits by falling score, then id; each entity once, under its canonical id.

    Exact names and ids score 1, names that begin with the text .8 to 1, names that hold all its words
    .6 to .8. Fewer than three hits and none of them exact are filled up with the names that are most
    alike; their score is rapidfuzz's ratio / 100.
    """
    folded = fold(text)[:LONGEST]
    best: Best = {}
    for identity in _ids(names, text, merged):
        _keep(best, merged, identity, identity, 1.0)
    if folded:
        _by_spelling(names, folded, best, merged)
        if len(best) < OFFERED and not any(score == 1 for score, _ in best.values()):
            _by_likeness(names, folded, best, merged)
    faces = describe(names, best, merged)
    hits = [EntityHit(id=i, name=faces[i][0], kind=faces[i][1], matched=matched, score=score) for i, (score, matched) in best.items()]
    return sorted((hit for hit in hits if not kind or hit.kind == kind), key=lambda hit: (-hit.score, hit.id))[: max(limit, 0)]


def describe(names: Names, ids: Iterable[str], merged: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Name and kind of canonical ids. Without a name the first alias stands in, then the id; without a kind that says more, the one of the id's prefix."""
    faces = {entity: (entity, ontology.load().implied_kind(entity)) for entity in ids}
    members = {entity: entity for entity in faces} | {member: root for member, root in merged.items() if root in faces}
    for entity, predicate, value in names.told(members) if members else ():
        name, kind = faces[members[entity]]
        special = predicate == "kind" and value != ontology.load().implied_kind(entity)
        faces[members[entity]] = (name, value if special else kind) if predicate == "kind" else (value, kind)
    return faces


def _keep(best: Best, merged: Mapping[str, str], entity: str, matched: str, score: float) -> None:
    entity = merged.get(entity, entity)
    before = best.get(entity)
    if not before or (score, before[1]) > (before[0], matched):
        best[entity] = (score, matched)


def _ids(names: Names, text: str, merged: Mapping[str, str]) -> list[str]:
    """The id that the text is, when a current claim of the layers names it or one that it is merged with."""
    entity = text.strip().lower()
    if not re.fullmatch(ENTITY_ID, entity):
        return []
    root = merged.get(entity, entity)
    return [entity] if names.is_named({entity} | {member for member, canonical in merged.items() if canonical == root}) else []


def _by_spelling(names: Names, folded: str, best: Best, merged: Mapping[str, str]) -> None:
    for entity, value, _ in names.called(folded):
        _keep(best, merged, entity, value, 1.0)
    for entity, value, name in names.beginning(folded):
        _keep(best, merged, entity, value, 0.8 + 0.2 * len(folded) / (len(name) + 1))
    words = [word for word in folded.split() if word.isalnum()]
    if words:
        for entity, value, name in names.holding(words):
            _keep(best, merged, entity, value, 0.6 + 0.2 * len(folded) / (max(len(name), len(folded)) + 1))


def _by_likeness(names: Names, folded: str, best: Best, merged: Mapping[str, str]) -> None:
    """Fill up with the names most alike. Long names are found by shared trigrams; misspelt acronyms may share none, so short ones by length."""
    from rapidfuzz import fuzz, process

    trigrams = sorted({folded[i : i + 3] for i in range(len(folded) - 2)})
    found = set(names.alike(trigrams)) if trigrams else set()
    if len(folded) <= ACRONYM:
        found.update(names.of_length(len(folded) - 2, len(folded) + 2))
    candidates = sorted(found)
    spellings = [name for _, _, name in candidates]
    for _, score, place in process.extract(folded, spellings, scorer=fuzz.ratio, limit=10 * OFFERED, score_cutoff=LIKE_ENOUGH):
        entity, value, _ = candidates[place]
        if len(best) < OFFERED or merged.get(entity, entity) in best:
            _keep(best, merged, entity, value, min(score / 100, 0.99))
