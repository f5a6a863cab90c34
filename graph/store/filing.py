"""Filing a batch of lines inside the caller's transaction, in whatever store; after a ClaimError the caller takes it back."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from hashlib import blake2b

from graph.claims import Claim, Decision, Judgement, Line, Record, Source, Text, family, is_row
from graph.errors import ClaimError, shown
from graph.store import curating, rows
from graph.store.base import Retraction
from graph.store.ledger import Ledger, missing
from graph.store.tables import PUBLIC, Current, Decided, Filed, HeldSource, Key, NewSource
from graph.store.vetting import quote_fault, vet


def file_some(ledger: Ledger, lines: Iterable[Line | Retraction], *, last: bool) -> None:
    """File a part of the lines of a transaction. What needs a later part of them (the kinds of its ends, its source) waits for the `last` one."""
    sources, texts, records, decisions, judgements, gone = _sorted(lines)
    ledger.gone += gone
    records += ledger.waiting
    ledger.waiting = []
    touched = {s.id for s in sources} | {t.source for t in texts} | {r.claim.source for r in records}
    ledger.weigh_sources(touched, -1)
    held = ledger.tables.sources(touched)
    outranked = _file_sources(ledger, sources, held)
    ledger.sources.update(held)
    ledger.reworded += _file_texts(ledger, texts, held, outranked)
    _place_sources(ledger, _file_records(ledger, records, last=last), held)
    ledger.weigh_sources(touched, 1)
    if decisions:
        curating.file_decisions(ledger, decisions)
    if judgements:
        curating.file_judgements(ledger, judgements)
    ledger.end()


def finish(ledger: Ledger, *, supersede: bool, last: bool) -> None:
    """End a transaction. With `supersede` what the same families of extractors read in the sources before, and not in this call, is superseded:
    in the `last` one, since a later part may file it again, but at once where another text stands now. So is, in the last, what is taken back."""
    if last:
        _take_back(ledger)
    if supersede:
        earlier = sorted(ledger.read if last else ledger.read.keys() & set(ledger.reworded))
        ledger.weigh_sources(earlier, -1)
        _supersede_unread(ledger, earlier)
        ledger.weigh_sources(earlier, 1)
    for name in ledger.reworded:
        _requote(ledger, name)
    ledger.reworded.clear()
    ledger.end()


def retract(ledger: Ledger, source: str) -> int:
    """Supersede every current claim of a source and return how many there were."""
    ledger.begin()
    ledger.weigh_sources([source], -1)
    gone = _supersede(ledger, source, lambda _: True)
    ledger.weigh_sources([source], 1)
    ledger.end()
    return gone


def _take_back(ledger: Ledger) -> None:
    """Supersede what sources say in the layers of which they are taken back."""
    sources = sorted({one.source for one in ledger.gone})
    ledger.weigh_sources(sources, -1)
    for source in sources:
        layers = {one.layer for one in ledger.gone if one.source == source}

        def taken(one: Current, layers: Set[str] = layers) -> bool:
            return one.layer in layers

        ledger.superseded += _supersede(ledger, source, taken)
    ledger.weigh_sources(sources, 1)
    ledger.gone.clear()


Sorted = tuple[list[Source], list[Text], list[Record], list[Decision], list[Judgement], list[Retraction]]


def _sorted(lines: Iterable[Line | Retraction]) -> Sorted:
    sources: list[Source] = []
    texts: list[Text] = []
    records: list[Record] = []
    decisions: list[Decision] = []
    judgements: list[Judgement] = []
    gone: list[Retraction] = []
    for line in lines:
        match line:
            case Record():
                records.append(line)
            case Source():
                sources.append(line)
            case Text():
                texts.append(line)
            case Decision():
                decisions.append(line)
            case Judgement():
                judgements.append(line)
            case Retraction():
                gone.append(line)
    return sources, texts, records, decisions, judgements, gone


def _file_sources(ledger: Ledger, sources: Iterable[Source], held: dict[str, HeldSource]) -> set[str]:
    """File sources, bring `held` up to date, and return those that stay as the public knows them, since this reading of them is a private one."""
    outranked: set[str] = set()
    put: dict[str, NewSource] = {}
    for source in sources:
        before = held.get(source.id)
        if before and before.public and source.layer not in ("", PUBLIC):
            ledger.count("source", new=False)
            outranked.add(source.id)
            continue
        layer = before.layer if before else ""
        after = HeldSource(rows.source_body(source), PUBLIC if PUBLIC in (layer, source.layer) else layer or source.layer, bool(before and before.claimed))
        if before is None:
            ledger.fresh.add(source.id)
        ledger.count("source", new=after != before)
        if after != before:
            put[source.id] = NewSource(source.id, source.source_group, after.body, after.layer)
            held[source.id] = after
            ledger.note("source", blake2b(after.body.encode(), digest_size=16).hexdigest(), after.layer)
    if put:
        ledger.tables.put_sources(list(put.values()), ledger.now)
    return outranked


def _place_sources(ledger: Ledger, records: Iterable[Record], held: Mapping[str, HeldSource]) -> None:
    """A source without a layer takes that of its claims; one with a public claim becomes public for good."""
    claimed: defaultdict[str, set[str]] = defaultdict(set)
    for record in records:
        claimed[record.claim.source].add(record.layer)
    placed = {source: PUBLIC if PUBLIC in layers else held[source].layer or min(layers) for source, layers in claimed.items()}
    placed = {source: layer for source, layer in placed.items() if layer != held[source].layer}
    if placed:
        ledger.tables.place_sources(placed)


def _file_texts(ledger: Ledger, texts: Sequence[Text], held: Mapping[str, HeldSource], outranked: Set[str]) -> list[str]:
    """File texts and return the sources of those that took the place of another one. Raises ClaimError when one would take a public one's place in private."""
    if not texts:
        return []
    kept = ledger.tables.text_digests({text.source for text in texts})
    put: dict[str, tuple[str, str, bytes]] = {}
    reworded: list[str] = []
    for text in texts:
        digest = blake2b(text.text.encode(), digest_size=16).digest()
        if text.source not in held:
            raise missing(text.source)
        before = kept.get(text.source)
        ledger.count("text", new=before != digest)
        if before == digest:
            continue
        if before and text.source in outranked:
            raise ClaimError(f"{shown(text.source)}: the public record holds another text of it; file this one as another source")
        put[text.source] = (text.source, text.text, digest)
        kept[text.source] = digest
        ledger.note("text", digest.hex(), held[text.source].layer)
        if before:
            reworded.append(text.source)
    if put:
        ledger.tables.put_texts(list(put.values()))
    return reworded


def _requote(ledger: Ledger, source: str) -> None:
    """Claims that remain current must be literal in the text that took the place of theirs."""
    text = ledger.tables.texts([source]).get(source)
    for claim in ledger.tables.claims_of(source):
        if quote_fault(claim, text):
            raise ClaimError(f"{shown(source)}: its new text does not hold the quote of {claim.id}; retract it first, or file the text as another source")


def _file_records(ledger: Ledger, records: Sequence[Record], *, last: bool) -> list[Record]:
    """File those that can be filed and return them; unless these are the last, others wait."""
    if not records:
        return []
    _learn_kinds(ledger, records)
    known, fresh, read = ledger.sources, ledger.fresh, ledger.read
    quoted = {r.claim.source for r in records if r.claim.span} & known
    texts = ledger.tables.texts(quoted) if quoted else {}
    unique: dict[Key, Record] = {}
    ready: list[Record] = []
    for record in records:
        claim = record.claim
        try:
            if claim.source not in known:
                raise missing(claim.source)
            vet(claim, ledger.kinds, texts.get(claim.source))
        except ClaimError:
            if last:
                raise
            ledger.waiting.append(record)
            continue
        ready.append(record)
        key = (rows.number_of(claim.id), record.layer)
        unique[key] = record
        if claim.source not in fresh:
            read[claim.source][record.layer, family(record.extractor)].add(key[0])
    filed, new, other = _put(ledger, unique)
    ledger.added["claim"] += new + other
    ledger.known["claim"] += len(ready) - new - other
    ledger.repeated += len(ready) - len(unique) + sum(1 for key, row in filed.items() if row.number > ledger.before and key in unique)
    return ready


def _put(ledger: Ledger, unique: Mapping[Key, Record]) -> tuple[dict[Key, Filed], int, int]:
    """File those that are new or read otherwise; returns what was filed of them before, how many were new and how many were filed anew."""
    claims = [claim for claim, _ in unique]
    filed, decisions = ledger.tables.filed(claims), ledger.tables.decided(claims)
    new = {key: record for key, record in unique.items() if key not in filed} if filed else unique
    other = {key: unique[key] for key, row in filed.items() if key in unique and row[1:] != (unique[key].status, unique[key].extractor, None)}
    weights: Counter[str] = Counter()
    for (claim, layer), record in new.items():
        weights[layer] += rows.filed_digest(claim, record.status, record.extractor, decisions.get(claim))
        ledger.note("file", claim.hex(), layer)
    for layer, weight in weights.items():
        ledger.weigh(layer, weight)
    if new:
        ledger.tables.insert(new, decisions, ledger.now)
    for key, record in other.items():
        _refile(ledger, key, record, filed[key], decisions)
    _move(ledger, {filed[key].number: (key, record.claim) for key, record in unique.items() if key in filed and is_row(record.claim.locator)})
    if other:
        ledger.tables.refile([(record, filed[key]) for key, record in other.items()])
    return filed, len(new), len(other)


def _move(ledger: Ledger, claims: Mapping[int, tuple[Key, Claim]]) -> None:
    """Note in which rows of their tables filed claims, by number, stand now."""
    for number in ledger.tables.move({number: claim for number, (_, claim) in claims.items()}) if claims else ():
        claim, layer = claims[number][0]
        ledger.note("refile", claim.hex(), layer)


def _refile(ledger: Ledger, key: Key, record: Record, before: Filed, decisions: Mapping[bytes, Decided]) -> None:
    """The newest reading of a filed claim decides its status and extractor; a superseded claim is current again."""
    claim, layer = key
    if before.superseded_at is None:
        ledger.weigh(layer, -rows.filed_digest(claim, before.status, before.extractor, decisions.get(claim)))
    ledger.weigh(layer, rows.filed_digest(claim, record.status, record.extractor, decisions.get(claim)))
    ledger.note("refile", claim.hex(), layer)


def _learn_kinds(ledger: Ledger, records: Sequence[Record]) -> None:
    ends = {end for r in records for end in (r.claim.subject, r.claim.object) if end and end not in ledger.kinds}
    ledger.kinds.update((end, set()) for end in ends)
    for entity, kind in ledger.tables.kinds(ends):
        ledger.kinds[entity].add(kind)
    for record in records:
        if record.claim.predicate == "kind" and record.claim.subject:
            ledger.kinds[record.claim.subject].add(record.claim.value)


def _supersede_unread(ledger: Ledger, sources: Iterable[str]) -> None:
    for source in sources:
        read = ledger.read[source]

        def unread(one: Current, read: Mapping[tuple[str, str], Set[bytes]] = read) -> bool:
            return one.claim not in read.get((one.layer, family(one.extractor)), {one.claim})

        ledger.superseded += _supersede(ledger, source, unread)


def _supersede(ledger: Ledger, source: str, goes: Callable[[Current], bool]) -> int:
    """Supersede those current claims of a source that go; returns how many."""
    gone = [one for one in ledger.tables.current(source) if goes(one)]
    if not gone:
        return 0
    decisions = ledger.tables.decided([one.claim for one in gone])
    for one in gone:
        ledger.weigh(one.layer, -rows.filed_digest(one.claim, one.status, one.extractor, decisions.get(one.claim)))
        ledger.note("supersede", one.claim.hex(), one.layer)
    ledger.tables.supersede(gone, ledger.now)
    return len(gone)
