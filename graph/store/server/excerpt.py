"""An excerpt of the record in columns: what a look-up reads, found by Cypher, so that nothing else need be streamed.

A snapshot of these columns answers as one of all would: it holds every claim that the answer reads, the names of all whom these claims
name, their sources, and one register source of each register that was loaded. Numbers differ, but not their order.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from graph import identity
from graph.claims import Source
from graph.jurisdictions import registers
from graph.snapshot.columns import ASK, ClaimRows, Columns
from graph.store.base import PUBLIC, Excerpt
from graph.store.server import columns, cypher, model, reading
from graph.store.server import rows as properties
from graph.store.server.columns import Column, Keys
from graph.store.server.cypher import COLLECTED, Tx

ENDS = [COLLECTED.index(end) for end in ("subject", "object", "ask", "speaker")]
SUBJECT, OBJECT, SOURCE, LAYER, PREDICATE, BODY = (COLLECTED.index(name) for name in ("subject", "object", "source", "layer", "predicate", "body"))
MARK = '"delegation"'


class TooLarge(Exception):
    """The excerpt holds more claims than it may."""


@dataclass(slots=True)
class _Reading:
    """What is read of an excerpt so far: records of `cypher.COLLECT`, and who is who."""

    tx: Tx
    layers: tuple[str, ...]
    most: int
    canonical: Mapping[str, str]
    found: list[Sequence[Column]] = field(default_factory=list)

    def members(self, ids: Iterable[str]) -> list[str]:
        """The ids, those that they were merged into, and all that were merged into these."""
        roots = {self.canonical.get(id, id) for id in ids}
        return sorted(roots | {id for id, root in self.canonical.items() if root in roots})

    def take(self, statement: str, **given: object) -> Sequence[Column]:
        """The claims that a statement finds. Raises TooLarge."""
        more = self.tx.run(statement, given, layers=list(self.layers), most=self.most + 1).single(strict=True)
        self.found.append(more)
        if len(more[0]) > self.most or sum(len(one[0]) for one in self.found) > 4 * self.most:
            raise TooLarge
        return more

    def about(self, ids: Collection[str]) -> Sequence[Column]:
        """The claims that name one of the ids."""
        return self.take(cypher.part("about"), about=list(ids))

    def named(self) -> set[str]:
        """Every entity that a claim read so far names."""
        return {id for one in self.found for end in ENDS for id in one[end] if id and (end != ENDS[2] or id.startswith(ASK))}

    def public(self) -> set[str]:
        """Those named by a public claim read so far, as they are known."""
        seen: set[str] = set()
        for one in self.found:
            rows = [row for row, layer in enumerate(one[LAYER]) if layer == PUBLIC[0]]
            seen |= {self.canonical.get(id, id) for end in ENDS for row in rows if (id := one[end][row])}
        return seen


def read(tx: Tx, wanted: Excerpt, layers: tuple[str, ...]) -> Columns | None:
    """The columns of an excerpt, or None where it is too large; see `GraphStore.excerpt`."""
    revision, judgements = reading.stand(tx, layers)
    all = _Reading(tx, layers, wanted.most, identity.clusters(judgements))
    try:
        _claims(all, wanted)
        _faces(all, wanted)
    except TooLarge:
        return None
    keys = Keys()
    rows: list[ClaimRows] = [columns.claim_rows(one, layers, keys) for one in all.found]
    told = {*wanted.sources, *filter(None, (wanted.source,)), *(id for one in all.found for id in one[SOURCE])}
    return Columns(
        revision=revision,
        mark="",
        layers=layers,
        sources=list(_sources(tx, told, layers)),
        judgements=judgements,
        changed=None,
        judged=False,
        rows=iter(rows),
        entities={number: id for id, number in keys.entities.items() if number},
        source_keys={number: id for id, number in keys.sources.items()},
        extractors=keys.extractors,
    )


def _claims(all: _Reading, wanted: Excerpt) -> None:
    """The claims that the excerpt asks for."""
    if wanted.claims:
        all.take(cypher.part("ids"), ids=list(wanted.claims))
    if wanted.predicates:
        all.take(cypher.part("predicates"), predicates=list(wanted.predicates))
    if wanted.source:
        all.take(cypher.part("source"), source=wanted.source)
    if not wanted.about:
        return
    seen = set(all.members(wanted.about))
    near = all.about(seen)
    for _ in range(wanted.rings):
        new = set(all.members(_joined(near, wanted.along))) - seen
        near = all.about(sorted(new))
        seen |= new
    if delegates := _delegates(all.found):
        all.take(cypher.DELEGATED, rows=sorted(delegates))


def _joined(near: Sequence[Column], along: Collection[str]) -> Iterator[str]:
    """The ends of claims of some predicates."""
    for row, predicate in enumerate(near[PREDICATE]):
        if predicate in along:
            yield from filter(None, (near[SUBJECT][row], near[OBJECT][row]))


def _delegates(found: Iterable[Sequence[Column]]) -> set[tuple[str, str]]:
    """Who met others as part of a delegation, with the source that may tell whose it was."""
    return {
        (end, one[SOURCE][row])
        for one in found
        for row, predicate in enumerate(one[PREDICATE])
        if predicate == "met_with" and MARK in one[BODY][row]
        for end in (one[SUBJECT][row], one[OBJECT][row])
        if end
    }


def _faces(all: _Reading, wanted: Excerpt) -> None:
    """The names of all whom the claims name, and who else is to be known."""
    asked = set(wanted.named)
    if wanted.beginning:
        asked |= {id for (id,) in all.tx.run(cypher.BEGINNING_LIKE, beginning=list(wanted.beginning), most=all.most + 1)}
    for kind in wanted.kinds:
        for label in model.labels(kind):
            asked |= {id for (id,) in all.tx.run(cypher.of_kind(label), most=all.most + 1)}
    if len(asked) > all.most:
        raise TooLarge
    all.take(cypher.NAMED_AS, ids=all.members(all.named() | asked))
    if unseen := asked - all.named():
        all.take(cypher.ONE_EACH, ids=all.members(unseen))
    if all.layers != PUBLIC and PUBLIC[0] in all.layers and (private := {all.canonical.get(id, id) for id in all.named()} - all.public()):
        some = all.tx.run(cypher.ONE_EACH, ids=all.members(private), layers=list(PUBLIC)).single(strict=True)
        all.found.append(some)


def _sources(tx: Tx, wanted: Collection[str], layers: Sequence[str]) -> Iterator[Source]:
    found = {id: row for id, *row in tx.run(cypher.SOME_SOURCES, ids=sorted(wanted), prefixes=list(_prefixes()), layers=list(layers))}
    return (properties.source(found[id], list(layers)) for id in sorted(found))


@cache
def _prefixes() -> tuple[str, ...]:
    """How the ids of sources begin of which an answer tells whether any was loaded."""
    from graph.trade.terms import reading as trade

    return tuple(dict.fromkeys((*(one.prefix for one in registers()), *(one.prefix for one in trade().registers))))
