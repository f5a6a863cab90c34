"""What filing lines would change, found by comparing them with the record: nothing is written."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import islice

from graph.claims import Claim, Decision, Line, Record, family
from graph.errors import shown
from graph.store.base import PUBLIC, GraphStore, Retraction

AT_ONCE = 2_000
EXAMPLES = 3
LONGEST = 200


@dataclass(slots=True)
class Outcome:
    """How many claims would be new, are known and would be superseded; the first of each in a line that begins with +, = or -.

    A claim that would be filed anew, with another status or by another version of its reader, counts as new and begins with ~; so does a decision.
    """

    new: int = 0
    known: int = 0
    superseded: int = 0
    examples: dict[str, list[str]] = field(default_factory=lambda: {"+": [], "=": [], "~": [], "-": []})

    def show(self, sign: str, claim: Claim, more: str = "") -> None:
        """Keep a claim as an example, if there are too few."""
        if len(self.examples[sign]) < EXAMPLES:
            self.examples[sign].append(f"{sign} {said(claim)}{more}")


def rehearse(lines: Iterable[Line | Retraction], store: GraphStore | None, *, supersede: bool) -> Outcome:
    """What `store.write` would do with the lines; without a store all is new."""
    outcome = Outcome()
    read: defaultdict[str, defaultdict[tuple[str, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    seen: set[tuple[str, str]] = set()
    gone: list[Retraction] = []
    decided: list[Decision] = []
    records = _records(lines, gone, decided)
    while some := list(islice(records, AT_ONCE)):
        fresh = {(record.claim.id, record.layer): record for record in some if (record.claim.id, record.layer) not in seen}
        seen.update(fresh)
        filed = _filed(store, fresh) if store else {}
        for key, record in fresh.items():
            _compare(outcome, record, filed.get(key))
            read[record.claim.source][record.layer, family(record.extractor)].add(record.claim.id)
    if store:
        for record in _superseded(store, read if supersede else {}, gone):
            outcome.superseded += 1
            outcome.show("-", record.claim)
        _decisions(outcome, store, decided, {layer for _, layer in seen})
    return outcome


def _records(lines: Iterable[Line | Retraction], gone: list[Retraction], decided: list[Decision]) -> Iterator[Record]:
    """The records; what is taken back and what is decided goes into the two lists."""
    for line in lines:
        if isinstance(line, Record):
            yield line
        elif isinstance(line, Retraction):
            gone.append(line)
        elif isinstance(line, Decision):
            decided.append(line)


def _compare(outcome: Outcome, record: Record, before: Record | None) -> None:
    """Count a record beside the one that is filed of its claim. A person's decision hides which status it was read with, and outlives any."""
    if before is None:
        outcome.new += 1
        outcome.show("+", record.claim)
    elif before.extractor == record.extractor and (before.decided or before.status == record.status):
        outcome.known += 1
        outcome.show("=", record.claim)
    else:
        outcome.new += 1
        outcome.show("~", record.claim, _change(before, record))


def _change(before: Record, record: Record) -> str:
    if before.decided:
        return f": read anew by {record.extractor}; a person's word ({before.status}) stays"
    if before.status != record.status:
        return f": {before.status} before, {record.status} now"
    return f": read by {before.extractor} before, {record.extractor} now"


def _superseded(store: GraphStore, read: Mapping[str, Mapping[tuple[str, str], Set[str]]], gone: Sequence[Retraction]) -> Iterator[Record]:
    """The claims that would no longer count: those not read again of sources that are, and those of whole sources that are taken back."""
    for source, found in sorted(read.items()):
        for record in store.records(layers=sorted({layer for layer, _ in found}), source=source):
            if record.claim.id not in found.get((record.layer, family(record.extractor)), {record.claim.id}):
                yield record
    for one in gone:
        yield from store.records(layers=(one.layer,), source=one.source)


def _decisions(outcome: Outcome, store: GraphStore, decided: Sequence[Decision], layers: Iterable[str]) -> None:
    """Show the decisions on filed claims that are not in force."""
    if not decided:
        return
    before = {decision.claim: decision for decision in store.decisions()}
    filed = {record.claim.id: record for record in store.records(layers=sorted({*PUBLIC, *layers}), ids=[one.claim for one in decided])}
    for one in decided:
        if one.claim in filed and before.get(one.claim) != one:
            record = filed[one.claim]
            outcome.show("~", record.claim, f": {record.status} before, by a person's word {one.status} now")


def said(claim: Claim) -> str:
    """A claim in one line: what is said, when, and where that stands."""
    what = claim.object or f"“{claim.value}”" if claim.object or claim.value else ""
    when = f", {claim.when}" if claim.when else ""
    where = f", {claim.locator}" if claim.locator else ""
    return shown(f"{claim.subject} {claim.predicate} {what}{when} ({claim.source}{where})", LONGEST)


def _filed(store: GraphStore, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Record]:
    ids, layers = zip(*wanted, strict=True)
    return {(record.claim.id, record.layer): record for record in store.records(layers=sorted(set(layers)), ids=ids)}
