"""Search of entities by name: exact, then by beginning, then by words, then by likeness."""

import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph import ontology
from graph.claims import ENTITY_ID
from graph.results import EntityHit
from graph.spelling import fold
from graph.store.ledger import in_json

LONGEST = 200
CANDIDATES = 2_000
ACRONYM = 8
LIKE_ENOUGH = 50
OFFERED = 3
STANDING = "coalesce((SELECT d.status FROM decision d WHERE d.claim = c.id AND d.superseded_at IS NULL), c.status)"
SEEN = f"c.superseded_at IS NULL AND l.name IN (SELECT value FROM json_each(:layers)) AND {STANDING} <> 'rejected'"
NAMES = f"""
    SELECT e.id, c.value, n.folded FROM name n JOIN claim c ON c.number = n.claim JOIN entity e ON e.number = c.subject
    JOIN layer l ON l.number = c.layer WHERE {SEEN}"""
SHORTEST_FIRST = "ORDER BY length(n.folded), n.folded, e.id, c.value LIMIT :limit"
Best = dict[str, tuple[float, str]]


def search(connection: sqlite3.Connection, text: str, kind: str, limit: int, layers: Sequence[str], merged: Mapping[str, str]) -> list[EntityHit]:
    """Hits by falling score, then id; each entity once, under its canonical id.

    Exact names and ids score 1, names that begin with the text .8 to 1, names that hold all its words
    .6 to .8. Fewer than three hits and none of them exact are filled up with the names that are most
    alike; their score is rapidfuzz's ratio / 100.
    """
    folded = fold(text)[:LONGEST]
    best: Best = {}
    for identity in _ids(connection, text, layers, merged):
        _keep(best, merged, identity, identity, 1.0)
    if folded:
        seen = {"text": folded, "layers": in_json(layers), "limit": CANDIDATES}
        _by_spelling(connection, seen, best, merged)
        if len(best) < OFFERED and not any(score == 1 for score, _ in best.values()):
            _by_likeness(connection, seen, best, merged)
    faces = describe(connection, best, layers, merged)
    hits = [EntityHit(id=i, name=faces[i][0], kind=faces[i][1], matched=matched, score=score) for i, (score, matched) in best.items()]
    return sorted((hit for hit in hits if not kind or hit.kind == kind), key=lambda hit: (-hit.score, hit.id))[: max(limit, 0)]


def describe(connection: sqlite3.Connection, ids: Iterable[str], layers: Sequence[str], merged: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Name and kind of canonical ids.

    Accepted claims come before proposed ones, then the order of sources is curated, reference,
    document, register, then the claim's id. Without a name the first alias stands in, then the id;
    without a kind that says more, the one that the id's prefix implies.
    """
    faces = {entity: (entity, ontology.load().implied_kind(entity)) for entity in ids}
    members = {entity: entity for entity in faces} | {member: root for member, root in merged.items() if root in faces}
    query = f"""
        SELECT e.id, c.predicate, c.value FROM claim c
        JOIN entity e ON e.number = c.subject JOIN layer l ON l.number = c.layer JOIN source s ON s.number = c.source
        WHERE c.predicate IN ('name', 'alias', 'kind') AND e.id IN (SELECT value FROM json_each(:ids)) AND {SEEN}
        ORDER BY c.predicate, {STANDING} = 'accepted',
            CASE json_extract(s.body, '$.kind') WHEN 'curated' THEN 0 WHEN 'reference' THEN 1 WHEN 'document' THEN 2 ELSE 3 END DESC, c.id DESC"""
    for entity, predicate, value in connection.execute(query, {"ids": in_json(members), "layers": in_json(layers)}):
        name, kind = faces[members[entity]]
        special = predicate == "kind" and value != ontology.load().implied_kind(entity)
        faces[members[entity]] = (name, value if special else kind) if predicate == "kind" else (value, kind)
    return faces


def _keep(best: Best, merged: Mapping[str, str], entity: str, matched: str, score: float) -> None:
    entity = merged.get(entity, entity)
    before = best.get(entity)
    if not before or (score, before[1]) > (before[0], matched):
        best[entity] = (score, matched)


def _ids(connection: sqlite3.Connection, text: str, layers: Sequence[str], merged: Mapping[str, str]) -> list[str]:
    """The id that the text is, when a current claim of the layers names it or one that it is merged with."""
    entity = text.strip().lower()
    if not re.fullmatch(ENTITY_ID, entity):
        return []
    root = merged.get(entity, entity)
    members = {entity} | {member for member, canonical in merged.items() if canonical == root}
    query = """
        SELECT 1 FROM entity e WHERE e.id IN (SELECT value FROM json_each(:ids)) AND EXISTS (
            SELECT 1 FROM claim c JOIN layer l ON l.number = c.layer WHERE {} = e.number
            AND c.superseded_at IS NULL AND l.name IN (SELECT value FROM json_each(:layers)))"""
    given = {"ids": in_json(members), "layers": in_json(layers)}
    named = any(connection.execute(query.format(end), given).fetchone() for end in ("c.subject", "c.object", "c.ask", "c.speaker"))
    return [entity] if named else []


def _by_spelling(connection: sqlite3.Connection, seen: dict[str, Any], best: Best, merged: Mapping[str, str]) -> None:
    folded = seen["text"]
    for entity, value, _ in connection.execute(f"{NAMES} AND n.folded = :text", seen):
        _keep(best, merged, entity, value, 1.0)
    beginning = f"{NAMES} AND n.folded > :text AND n.folded < :text || char(0x10FFFF) {SHORTEST_FIRST}"
    for entity, value, name in connection.execute(beginning, seen):
        _keep(best, merged, entity, value, 0.8 + 0.2 * len(folded) / (len(name) + 1))
    words = [word for word in folded.split() if word.isalnum()]
    if words:
        query = " ".join(f'"{word}"' for word in words) + "*"
        containing = f"{NAMES} AND n.claim IN (SELECT rowid FROM name_words WHERE name_words MATCH :query) {SHORTEST_FIRST}"
        for entity, value, name in connection.execute(containing, seen | {"query": query}):
            _keep(best, merged, entity, value, 0.6 + 0.2 * len(folded) / (max(len(name), len(folded)) + 1))


def _by_likeness(connection: sqlite3.Connection, seen: dict[str, Any], best: Best, merged: Mapping[str, str]) -> None:
    """Fill up with the names most alike. Long names are found by shared trigrams; misspelt acronyms may share none, so short ones by length."""
    from rapidfuzz import fuzz, process

    folded = seen["text"]
    found: set[tuple[str, str, str]] = set()
    trigrams = sorted({folded[i : i + 3] for i in range(len(folded) - 2)})
    if trigrams:
        query = " OR ".join('"{}"'.format(trigram.replace('"', '""')) for trigram in trigrams)
        alike = f"{NAMES} AND n.claim IN (SELECT rowid FROM name_trigrams WHERE name_trigrams MATCH :query ORDER BY rank LIMIT :limit)"
        found.update(connection.execute(alike, seen | {"query": query}))
    if len(folded) <= ACRONYM:
        lengths = {"low": len(folded) - 2, "high": len(folded) + 2}
        found.update(connection.execute(f"{NAMES} AND length(n.folded) BETWEEN :low AND :high ORDER BY n.folded, e.id, c.value LIMIT :limit", seen | lengths))
    candidates = sorted(found)
    names = [name for _, _, name in candidates]
    for _, score, place in process.extract(folded, names, scorer=fuzz.ratio, limit=10 * OFFERED, score_cutoff=LIKE_ENOUGH):
        entity, value, _ = candidates[place]
        if len(best) < OFFERED or merged.get(entity, entity) in best:
            _keep(best, merged, entity, value, min(score / 100, 0.99))
