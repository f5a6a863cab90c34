"""Filing what people say: decisions on claims and judgements of entities, inside the transaction of `filing`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from hashlib import blake2b

from graph import identity
from graph.claims import Decision, Judgement
from graph.errors import ClaimError
from graph.store import rows
from graph.store.ledger import Ledger
from graph.store.tables import Decided, Filed


def file_decisions(ledger: Ledger, decisions: Sequence[Decision]) -> None:
    """File decisions, each in place of the one before on its claim."""
    claims = list(dict.fromkeys(rows.number_of(decision.claim) for decision in decisions))
    decided = ledger.tables.decided(claims)
    held: defaultdict[bytes, dict[str, Filed]] = defaultdict(dict)
    for (claim, layer), row in ledger.tables.filed(claims).items():
        if row.superseded_at is None:
            held[claim][layer] = row
    put: list[tuple[bytes, Decided]] = []
    for decision in decisions:
        claim = rows.number_of(decision.claim)
        before, after = decided.get(claim), (decision.status.value, decision.by, decision.at)
        ledger.count("decision", new=before != after)
        if before != after:
            _redecide(ledger, claim, held[claim], before, after, blake2b(decision.model_dump_json().encode(), digest_size=16).hexdigest())
            decided[claim] = after
            put.append((claim, after))
    if put:
        ledger.tables.put_decisions(put, ledger.now)


def _redecide(ledger: Ledger, claim: bytes, held: Mapping[str, Filed], before: Decided | None, after: Decided, digest: str) -> None:
    """Weigh and log another decision on a claim, in each layer that holds it."""
    for layer, row in held.items():
        ledger.weigh(layer, -rows.filed_digest(claim, row.status, row.extractor, before))
        ledger.weigh(layer, rows.filed_digest(claim, row.status, row.extractor, after))
    for layer in held or ("",):
        ledger.note("decide", digest, layer)


def file_judgements(ledger: Ledger, judgements: Sequence[Judgement]) -> None:
    """File judgements, each in place of the one before on its pair and layer. Raises ClaimError when they contradict one another."""
    current = {(one.left, one.right, one.layer): one for one in ledger.tables.judgements()}
    put: list[Judgement] = []
    for judgement in judgements:
        if judgement.left == judgement.right:
            raise ClaimError(f"{judgement.left}: judged against itself; name two entities")
        left, right = sorted((judgement.left, judgement.right))
        after = judgement.model_copy(update={"left": left, "right": right})
        before = current.get((left, right, judgement.layer))
        withdrawn = judgement.verdict == "undecided"
        new = before is not None if withdrawn else after != before
        ledger.count("judgement", new=new)
        if not new:
            continue
        put.append(after)
        ledger.note("judge", blake2b(after.model_dump_json().encode(), digest_size=16).hexdigest(), after.layer)
        if before:
            ledger.weigh(after.layer, -rows.judgement_digest(before))
        if withdrawn:
            del current[left, right, after.layer]
        else:
            ledger.weigh(after.layer, rows.judgement_digest(after))
            current[left, right, after.layer] = after
    if put:
        ledger.tables.put_judgements(put, ledger.now)
    _agree(ledger.tables.judgements())


def _agree(judgements: Sequence[Judgement]) -> None:
    """Raise ClaimError when judgements contradict one another for those who see one layer besides the public one, or all."""
    layers = {judgement.layer for judgement in judgements}
    for seen in ({"public"}, *({"public", layer} for layer in sorted(layers)), layers):
        identity.clusters(judgement for judgement in judgements if judgement.layer in seen)
