"""Merges and splits by name, and the history of what persons said and what was filed."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal

from api.cursor import position
from api.questions.review import now, refuse_apart
from api.requests import MergeRequest, SplitRequest, checked
from graph.claims import ENTITY_ID, Decision, Judgement, Record, Status
from graph.errors import Contradicted, RequestError, shown
from graph.identity import chain, clusters, judgement_id, resolve
from graph.results import HistoryItem, HistoryResult
from graph.spelling import fold
from graph.store.base import PUBLIC, GraphStore

if TYPE_CHECKING:
    from api.knowledge import KnowledgeGraph

BODIES = frozenset({"org", "gov"})
FILED: dict[str, tuple[Literal["filed", "filed again", "superseded", "source filed", "text filed"], str, str]] = {
    "file": ("filed", "claim was filed", "claims were filed"),
    "refile": ("filed again", "claim was read anew", "claims were read anew"),
    "supersede": ("superseded", "claim was superseded", "claims were superseded"),
    "source": ("source filed", "source was filed", "sources were filed"),
    "text": ("text filed", "text was filed", "texts were filed"),
}
DECIDED: dict[Status, Literal["accepted", "rejected", "taken back"]] = {
    Status.ACCEPTED: "accepted",
    Status.REJECTED: "rejected",
    Status.PROPOSED: "taken back",
}
ACTS: dict[str, Literal["merged", "kept apart", "taken back"]] = {"same": "merged", "different": "kept apart", "undecided": "taken back"}


def merge(graph: "KnowledgeGraph", left: str, right: str, by: str, layer: str) -> Judgement:
    """The judgement that two entities, by name or id, are one, filed.

    Raises UnknownName, AmbiguousName, RequestError where they cannot be one or are already, Contradicted where they are judged different.
    """
    checked(MergeRequest, left=left, right=right, by=by, layer=layer)
    layers = tuple(sorted({*PUBLIC, layer}))
    ends = sorted(_member(graph.store, name, layers) for name in (left, right))
    canonical = clusters(graph.store.judgements(layers))
    if canonical.get(ends[0], ends[0]) == canonical.get(ends[1], ends[1]):
        raise RequestError(f"{ends[0]} and {ends[1]}: one entity already; nothing to merge")
    kinds = {end.partition(":")[0] for end in ends}
    if len(kinds) > 1 and not kinds <= BODIES:
        raise RequestError(f"{ends[0]} and {ends[1]}: a {' and a '.join(sorted(kinds))} cannot be one entity; merge entities of one sort")
    judgement = Judgement.model_validate({"left": ends[0], "right": ends[1], "verdict": "same", "layer": layer, "by": by, "at": now()})
    refuse_apart(graph.store, judgement)
    graph.store.write([judgement])
    return judgement


def split(graph: "KnowledgeGraph", entity: str, other: str, by: str, layer: str) -> list[Judgement]:
    """What takes an entity out of what it was merged with, filed; with `other`, that these two are different.

    In a layer of one's own a public merge is overruled for those who see the layer, never taken back. Raises as `merge`.
    """
    checked(SplitRequest, entity=entity, other=other, by=by, layer=layer)
    layers = tuple(sorted({*PUBLIC, layer}))
    one = _member(graph.store, entity, layers)
    judgements = graph.store.judgements(layers)
    if other:
        told = _apart(judgements, one, _member(graph.store, other, layers, but=one), by, layer)
    else:
        told = [_withdrawn(each, by, layer) for each in judgements if each.verdict == "same" and one in (each.left, each.right)]
        if not told:
            raise RequestError(f"{one}: merged with nobody; `trilateral merge` joins two entities")
    graph.store.write(told)
    return told


def history(graph: "KnowledgeGraph", entity: str, limit: int, cursor: str, layers: Sequence[str]) -> HistoryResult:
    """What persons said of an entity, or of all, and what was filed, newest first."""
    about = graph.entity_id(entity, layers) if entity else ""
    records = {record.claim.id: record for record in graph.store.records(layers=layers, about=about)} if about else None
    members = _members(graph.store, about, layers) if about else None
    names = _Names(graph.store, layers)
    items = [*_decided(graph.store, records, layers, names), *_judged(graph.store, members, layers, names), *_logged(graph.store, records, layers)]
    items.sort(key=lambda item: (item.at, item.act, item.claim, item.merge), reverse=True)
    stamp = graph.stamp(layers)
    offset = position(cursor, stamp["revision"])
    return HistoryResult(items=tuple(items[offset : offset + limit]), total=len(items), query={"entity": entity, "limit": limit}, **stamp)


class _Names:
    """Names of entities, each asked of the store once."""

    def __init__(self, store: GraphStore, layers: Sequence[str]) -> None:
        self.store, self.layers = store, layers
        self._names: dict[str, str] = {"": ""}

    def __getitem__(self, entity: str) -> str:
        if entity not in self._names:
            called = (record.claim for record in self.store.records(layers=self.layers, about=entity, predicate="name"))
            self._names[entity] = next((claim.value for claim in called if claim.subject == entity), entity)
        return self._names[entity]


def _member(store: GraphStore, name: str, layers: Sequence[str], but: str = "") -> str:
    """The very id that a name or id stands for, also where it is merged with others; `but` is another of them."""
    if re.match(ENTITY_ID, name) and any(name in (record.claim.subject, record.claim.object) for record in store.records(layers=layers, about=name)):
        return name
    root = resolve(store, name, layers).id
    called = [
        record.claim.subject
        for kind in ("name", "alias")
        for record in store.records(layers=layers, about=root, predicate=kind)
        if fold(record.claim.value) == fold(name)
    ]
    return next((id for id in dict.fromkeys(called) if id != but), root)


def _members(store: GraphStore, entity: str, layers: Sequence[str]) -> set[str]:
    return {entity, *(member for member, root in clusters(store.judgements(layers)).items() if root == entity)}


def _apart(judgements: Sequence[Judgement], one: str, two: str, by: str, layer: str) -> list[Judgement]:
    if one == two:
        raise RequestError(f"{one}: one entity under one id; it cannot be split from itself")
    between = chain(judgements, one, two)
    if len(between) > 1:
        through = ", ".join(sorted({end for each in between for end in (each.left, each.right)} - {one, two}))
        raise Contradicted(f"{one} and {two}: joined through {shown(through)}; split one of those first")
    left, right = sorted((one, two))
    return [Judgement.model_validate({"left": left, "right": right, "verdict": "different", "layer": layer, "by": by, "at": now()})]


def _withdrawn(judgement: Judgement, by: str, layer: str) -> Judgement:
    verdict = "undecided" if judgement.layer == layer else "different"
    return judgement.model_copy(update={"verdict": verdict, "layer": layer, "by": by, "at": now()})


def _decided(store: GraphStore, records: dict[str, Record] | None, layers: Sequence[str], names: _Names) -> Iterator[HistoryItem]:
    """Decisions on claims that these layers show, with those replaced since."""
    shown_layers = {change.digest: change.layer for change in store.changes() if change.action == "decide"}
    in_force = {(one.claim, one.at) for one in store.decisions()}
    decisions = store.decisions(past=True)
    filed = {record.claim.id: record for record in store.records(layers=layers, ids=[one.claim for one in decisions])} if decisions else {}
    for one in decisions:
        layer = shown_layers.get(blake2b(one.model_dump_json().encode(), digest_size=16).hexdigest(), "")
        if (layer and layer not in layers) or (records is not None and one.claim not in records):
            continue
        act = DECIDED[one.status]
        yield HistoryItem(
            at=one.at,
            act=act,
            sentence=_said(filed.get(one.claim), one, names),
            by=one.by,
            claim=one.claim,
            layer=layer,
            in_force=(one.claim, one.at) in in_force,
        )


def _said(record: Record | None, decision: Decision, names: _Names) -> str:
    """A claim in a few words: who, what, whom."""
    if record is None:
        return f"{decision.claim[:14]}, a claim that is no longer filed"
    claim = record.claim
    parts = (names[claim.subject], claim.predicate.replace("_", " "), names[claim.object] or claim.value)
    return " ".join(shown(part) for part in parts if part)


def _judged(store: GraphStore, members: set[str] | None, layers: Sequence[str], names: _Names) -> Iterator[HistoryItem]:
    in_force = {(judgement_id(one), one.at) for one in store.judgements(layers)}
    for one in store.judgements(layers, past=True):
        if members is None or members & {one.left, one.right}:
            yield HistoryItem(
                at=one.at,
                act=ACTS[one.verdict],
                sentence=f"{shown(names[one.left])} ({one.left}) and {shown(names[one.right])} ({one.right})",
                by=one.by,
                merge=judgement_id(one),
                layer=one.layer,
                in_force=(judgement_id(one), one.at) in in_force,
            )


def _logged(store: GraphStore, records: dict[str, Record] | None, layers: Sequence[str]) -> Iterator[HistoryItem]:
    """What was filed at each moment: of an entity, its claims alone."""
    digests = None if records is None else {id.removeprefix("claim:") for id in records}
    counts: Counter[tuple[str, str, str]] = Counter()
    for change in store.changes():
        if change.action in FILED and (not change.layer or change.layer in layers) and (digests is None or change.digest in digests):
            counts[change.at, change.action, change.layer] += 1
    for (at, action, layer), lines in counts.items():
        act, one, many = FILED[action]
        yield HistoryItem(at=at, act=act, sentence=f"{lines} {one if lines == 1 else many}", layer=layer, lines=lines)
