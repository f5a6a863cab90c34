"""What filing lines would change, found by comparing them with the record: nothing is written."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from graph.claims import Claim, Line, Record, family
from graph.errors import shown
from graph.store.base import GraphStore

AT_ONCE = 2_000
EXAMPLES = 3
LONGEST = 200


@dataclass(slots=True)
class Outcome:
    """How many claims would be new, are known and would be superseded; the first of each in a line that begins with +, = or -."""

    new: int = 0
    known: int = 0
    superseded: int = 0
    examples: dict[str, list[str]] = field(default_factory=lambda: {"+": [], "=": [], "-": []})

    def show(self, sign: str, claim: Claim) -> None:
        """Keep a claim as an example, if there are too few."""
        if len(self.examples[sign]) < EXAMPLES:
            self.examples[sign].append(f"{sign} {said(claim)}")


def rehearse(lines: Iterable[Line], store: GraphStore | None, *, supersede: bool) -> Outcome:
    """What `store.write` would do with the lines; without a store all is new."""
    outcome = Outcome()
    read: defaultdict[str, defaultdict[tuple[str, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    seen: set[tuple[str, str]] = set()
    records = (line for line in lines if isinstance(line, Record))
    while some := list(islice(records, AT_ONCE)):
        fresh = {(record.claim.id, record.layer): record for record in some if (record.claim.id, record.layer) not in seen}
        seen.update(fresh)
        filed = _filed(store, fresh) if store else set()
        for key, record in fresh.items():
            known = (*key, record.extractor) in filed
            outcome.known += known
            outcome.new += not known
            outcome.show("=" if known else "+", record.claim)
            read[record.claim.source][record.layer, family(record.extractor)].add(record.claim.id)
    if not store or not supersede:
        return outcome
    for source, found in sorted(read.items()):
        for record in store.records(layers=sorted({layer for layer, _ in found}), source=source):
            if record.claim.id not in found.get((record.layer, family(record.extractor)), {record.claim.id}):
                outcome.superseded += 1
                outcome.show("-", record.claim)
    return outcome


def retracted(outcome: Outcome, store: GraphStore, sources: Iterable[str], layer: str) -> None:
    """Count what would be retracted with whole sources."""
    for record in _of(store, sources, layer):
        outcome.superseded += 1
        outcome.show("-", record.claim)


def said(claim: Claim) -> str:
    """A claim in one line: what is said, when, and where that stands."""
    what = claim.object or f"“{claim.value}”" if claim.object or claim.value else ""
    when = f", {claim.when}" if claim.when else ""
    where = f", {claim.locator}" if claim.locator else ""
    return shown(f"{claim.subject} {claim.predicate} {what}{when} ({claim.source}{where})", LONGEST)


def _filed(store: GraphStore, wanted: Iterable[tuple[str, str]]) -> set[tuple[str, str, str]]:
    ids, layers = zip(*wanted, strict=True)
    return {(record.claim.id, record.layer, record.extractor) for record in store.records(layers=sorted(set(layers)), ids=ids)}


def _of(store: GraphStore, sources: Iterable[str], layer: str) -> Iterator[Record]:
    return (record for source in sources for record in store.records(layers=(layer,), source=source))
