"""Filing a batch of lines inside the caller's transaction; after a ClaimError the caller rolls back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from hashlib import blake2b

from graph import identity
from graph.claims import Decision, Judgement, Line, Record, Source, Text, family
from graph.errors import ClaimError, shown
from graph.store import claim_table, rows
from graph.store.claim_table import Key
from graph.store.ledger import Ledger, in_json, missing
from graph.store.vetting import quote_fault, vet
from graph.store.weights import current_judgements

PUBLIC = "public"


def file_some(ledger: Ledger, lines: Iterable[Line], *, last: bool) -> None:
    """File a part of the lines of a transaction. What needs a later part of them (the kinds of its ends, its source) waits for the `last` one."""
    sources, texts, records, decisions, judgements = _sorted(lines)
    records += ledger.waiting
    ledger.waiting = []
    touched = {s.id for s in sources} | {t.source for t in texts} | {r.claim.source for r in records}
    ledger.weigh_sources(touched, -1)
    outranked = {source.id for source in sources if not _file_source(ledger, source)}
    ledger.find_sources(touched)
    ledger.reworded += [text.source for text in texts if _file_text(ledger, text, outranked)]
    _place_sources(ledger, _file_records(ledger, records, last=last))
    ledger.weigh_sources(touched, 1)
    for decision in decisions:
        _file_decision(ledger, decision)
    for judgement in judgements:
        _file_judgement(ledger, judgement)
    if judgements:
        _agree(current_judgements(ledger.connection))
    ledger.end()


def finish(ledger: Ledger, *, supersede: bool, last: bool) -> None:
    """End a transaction. With `supersede` what the same families of extractors read in the sources before, and not in this call, is superseded:
    in the `last` one, since a later part may file it again, but at once where another text stands now."""
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
    gone = claim_table.supersede(ledger, source, lambda *_: True)
    ledger.weigh_sources([source], 1)
    ledger.end()
    return gone


def _sorted(lines: Iterable[Line]) -> tuple[list[Source], list[Text], list[Record], list[Decision], list[Judgement]]:
    sources: list[Source] = []
    texts: list[Text] = []
    records: list[Record] = []
    decisions: list[Decision] = []
    judgements: list[Judgement] = []
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
    return sources, texts, records, decisions, judgements


def _file_source(ledger: Ledger, source: Source) -> bool:
    """File a source and return True, or False for a private reading of a public one, which stays as the public knows it."""
    body = rows.source_body(source)
    seen = "SELECT 1 FROM source_layer v WHERE v.source = s.number AND v.name = 'public'"
    query = f"SELECT s.body, l.name, EXISTS ({seen}) FROM source s LEFT JOIN layer l ON l.number = s.layer WHERE s.id = ?"
    before, layer, public = ledger.connection.execute(query, (source.id,)).fetchone() or (None, None, False)
    if public and source.layer not in ("", PUBLIC):
        ledger.count("source", new=False)
        return False
    after = PUBLIC if PUBLIC in (layer, source.layer) else layer or source.layer
    new = (before, layer or "") != (body, after)
    if before is None:
        ledger.fresh.add(source.id)
    ledger.count("source", new=new)
    if new:
        ledger.connection.execute(
            "INSERT INTO source (id, source_group, body, recorded_at, layer) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
            " source_group = excluded.source_group, body = excluded.body, recorded_at = excluded.recorded_at, layer = excluded.layer",
            (source.id, source.source_group, body, ledger.now, ledger.layer(after) if after else None),
        )
        ledger.note("source", blake2b(body.encode(), digest_size=16).hexdigest(), after)
    return True


def _place_sources(ledger: Ledger, records: Iterable[Record]) -> None:
    """A source without a layer takes that of its claims; one with a public claim becomes public for good."""
    claimed: defaultdict[str, set[str]] = defaultdict(set)
    for record in records:
        claimed[record.claim.source].add(record.layer)
    for source, layers in claimed.items():
        number, public = ledger.sources[source], ledger.layer(PUBLIC)
        if PUBLIC in layers:
            ledger.connection.execute("UPDATE source SET layer = ? WHERE number = ? AND layer IS NOT ?", (public, number, public))
        else:
            ledger.connection.execute("UPDATE source SET layer = ? WHERE number = ? AND layer IS NULL", (ledger.layer(min(layers)), number))


def _file_text(ledger: Ledger, text: Text, outranked: Set[str]) -> bool:
    """File a text and return whether it took the place of another one. Raises ClaimError when it would take a public one's place in private."""
    digest = blake2b(text.text.encode(), digest_size=16).digest()
    if text.source not in ledger.sources:
        raise missing(text.source)
    number = ledger.sources[text.source]
    found = ledger.connection.execute("SELECT digest FROM text WHERE source = ?", (number,)).fetchone()
    ledger.count("text", new=found != (digest,))
    if found == (digest,):
        return False
    if found and text.source in outranked:
        raise ClaimError(f"{shown(text.source)}: the public record holds another text of it; file this one as another source")
    ledger.connection.execute(
        "INSERT INTO text (source, body, digest) VALUES (?, ?, ?) ON CONFLICT (source) DO UPDATE SET body = excluded.body, digest = excluded.digest",
        (number, text.text, digest),
    )
    ledger.note("text", digest.hex())
    return found is not None


def _text_of(ledger: Ledger, source: str) -> str | None:
    found = ledger.connection.execute("SELECT body FROM text WHERE source = ?", (ledger.sources[source],)).fetchone()
    return str(found[0]) if found else None


def _requote(ledger: Ledger, source: str) -> None:
    """Claims that remain current must be literal in the text that took the place of theirs."""
    text = _text_of(ledger, source)
    query = rows.SELECT + "WHERE c.source = ? AND c.superseded_at IS NULL"
    for row in ledger.connection.execute(query, (ledger.sources[source],)):
        if quote_fault(claim := rows.claim(row), text):
            raise ClaimError(f"{shown(source)}: its new text does not hold the quote of {claim.id}; retract it first, or file the text as another source")


def _file_records(ledger: Ledger, records: Sequence[Record], *, last: bool) -> list[Record]:
    """File those that can be filed and return them; unless these are the last, others wait."""
    _learn_kinds(ledger, records)
    known, fresh, read = ledger.sources, ledger.fresh, ledger.read
    texts = {source: _text_of(ledger, source) for source in {r.claim.source for r in records if r.claim.span} if source in known}
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
    claims = [claim for claim, _ in unique]
    filed, decisions = claim_table.filed(ledger.connection, claims), claim_table.decided(ledger.connection, claims)
    new = {key: record for key, record in unique.items() if key not in filed} if filed else unique
    other = {key: unique[key] for key, row in filed.items() if key in unique and row[1:] != (unique[key].status, unique[key].extractor, None)}
    claim_table.insert(ledger, new, decisions)
    for key, record in other.items():
        claim_table.refile(ledger, key, record, filed[key], decisions)
    ledger.added["claim"] += len(new) + len(other)
    ledger.known["claim"] += len(ready) - len(new) - len(other)
    ledger.repeated += len(ready) - len(unique) + sum(1 for key, row in filed.items() if row.number > ledger.before and key in unique)
    return ready


def _learn_kinds(ledger: Ledger, records: Sequence[Record]) -> None:
    ends = {end for r in records for end in (r.claim.subject, r.claim.object) if end and end not in ledger.kinds}
    ledger.kinds.update((end, set()) for end in ends)
    query = """
        SELECT e.id, c.value FROM entity e JOIN claim c ON c.subject = e.number AND c.predicate = 'kind'
        WHERE e.id IN (SELECT value FROM json_each(?))"""
    for entity, kind in ledger.connection.execute(query, (in_json(ends),)):
        ledger.kinds[entity].add(kind)
    for record in records:
        if record.claim.predicate == "kind" and record.claim.subject:
            ledger.kinds[record.claim.subject].add(record.claim.value)


def _supersede_unread(ledger: Ledger, sources: Iterable[str]) -> None:
    for source in sources:
        read = ledger.read[source]

        def unread(claim: bytes, layer: str, extractor: str, read: Mapping[tuple[str, str], Set[bytes]] = read) -> bool:
            return claim not in read.get((layer, family(extractor)), {claim})

        ledger.superseded += claim_table.supersede(ledger, source, unread)


def _file_decision(ledger: Ledger, decision: Decision) -> None:
    claim = rows.number_of(decision.claim)
    before = claim_table.decided(ledger.connection, [claim]).get(claim)
    after = (decision.status, decision.by, decision.at)
    ledger.count("decision", new=before != after)
    if before == after:
        return
    claim_table.redecide(ledger, claim, before, after, blake2b(decision.model_dump_json().encode(), digest_size=16).hexdigest())
    ledger.connection.execute("UPDATE decision SET superseded_at = ? WHERE claim = ? AND superseded_at IS NULL", (ledger.now, claim))
    ledger.connection.execute("INSERT INTO decision (claim, status, by, at, recorded_at) VALUES (?, ?, ?, ?, ?)", (claim, *after, ledger.now))


def _agree(judgements: Sequence[Judgement]) -> None:
    """Raise ClaimError when judgements contradict one another for those who see one layer besides the public one, or all."""
    layers = {judgement.layer for judgement in judgements}
    for seen in ({"public"}, *({"public", layer} for layer in sorted(layers)), layers):
        identity.clusters(judgement for judgement in judgements if judgement.layer in seen)


def _file_judgement(ledger: Ledger, judgement: Judgement) -> None:
    if judgement.left == judgement.right:
        raise ClaimError(f"{judgement.left}: judged against itself; name two entities")
    left, right = sorted((judgement.left, judgement.right))
    judgement = judgement.model_copy(update={"left": left, "right": right})
    number = ledger.layer(judgement.layer)
    current = '"left" = ? AND "right" = ? AND layer = ? AND superseded_at IS NULL'
    found = ledger.connection.execute(f"SELECT verdict, by, at FROM judgement WHERE {current}", (left, right, number)).fetchone()
    before = judgement.model_copy(update=dict(zip(("verdict", "by", "at"), found, strict=True))) if found else None
    withdrawn = judgement.verdict == "undecided"
    new = bool(before) if withdrawn else judgement != before
    ledger.count("judgement", new=new)
    if not new:
        return
    ledger.note("judge", blake2b(judgement.model_dump_json().encode(), digest_size=16).hexdigest(), judgement.layer)
    if before:
        ledger.weigh(judgement.layer, -rows.judgement_digest(before))
        ledger.connection.execute(f"UPDATE judgement SET superseded_at = ? WHERE {current}", (ledger.now, left, right, number))
    if not withdrawn:
        ledger.weigh(judgement.layer, rows.judgement_digest(judgement))
    ledger.connection.execute(
        'INSERT INTO judgement ("left", "right", layer, verdict, by, at, recorded_at, superseded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        (left, right, number, judgement.verdict, judgement.by, judgement.at, ledger.now, ledger.now if withdrawn else None),
    )
