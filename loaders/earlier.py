"""What an earlier reading of a document filed, and how a new reading takes its place without a person's word being lost."""

from collections.abc import Iterator, Sequence, Set

from graph.claims import Claim, Decision, Line, Record, Source, Status, family
from graph.store.base import GraphStore

FAMILY = "documents"


def is_stale(store: GraphStore, source: str, layer: str) -> bool:
    """Whether an older version of the extractor filed what the store holds of a document."""
    from loaders.documents.claims import EXTRACTOR  # the rules take a while to import, and only documents need them

    return any(record.extractor != EXTRACTOR and not record.decided for record in _own(store, source, layer, {FAMILY}))


def keeping(store: GraphStore, lines: Sequence[Line], layer: str) -> list[Line]:
    """The lines that keep a person's decisions on what was read in a document before its present `lines`.

    A claim that says the same as a decided one, at the same place, takes over the decision even if its
    confidence or the bounds of its quote have changed; a decided claim that is not found again stays, as a proposal
    that the decision holds up or down.
    """
    fresh = {line.claim.id: line.claim for line in lines if isinstance(line, Record)}
    source = next(line.id for line in lines if isinstance(line, Source))
    families = {FAMILY, *(family(line.extractor) for line in lines if isinstance(line, Record))}
    gone = [record for record in _own(store, source, layer, families) if record.decided and record.claim.id not in fresh]
    decisions = {decision.claim: decision for decision in store.decisions()} if gone else {}
    kept: list[Line] = []
    for record in gone:
        again = [claim for claim in fresh.values() if _says_same(claim, record.claim)]
        if not again:
            kept.append(record.model_copy(update={"status": Status.PROPOSED, "decided": False}))
        made = decisions[record.claim.id]
        kept += [Decision(claim=claim.id, status=made.status, by=made.by, at=made.at) for claim in again]
    return kept


def _own(store: GraphStore, source: str, layer: str, families: Set[str]) -> Iterator[Record]:
    """What some extractors, in any version, filed of a document."""
    return (record for record in store.records(layers=(layer,), source=source) if family(record.extractor) in families)


def _says_same(claim: Claim, before: Claim) -> bool:
    """Whether two claims of one document say the same on the strength of the same words."""
    return _said(claim) == _said(before) and (claim.span is None or before.span is None or (claim.span[0] < before.span[1] and before.span[0] < claim.span[1]))


def _said(claim: Claim) -> tuple[object, ...]:
    figure = claim.figure and (claim.figure.kind, claim.figure.value, claim.figure.unit)
    return claim.subject, claim.predicate, claim.object, claim.value, figure, claim.ask, claim.modality
