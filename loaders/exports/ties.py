"""The flat file of ties: who has met, works for, belongs to or partners with whom, by ids; stances have a file of their own.

What is planned, urged, only possible or denied is no tie and is left out. `when` stands where start and end would say something else.
"""

from typing import IO

from graph import ontology
from graph.claims import Modality
from graph.spelling import fold
from loaders.exports.rows import cited, days, hidden, mark_lost, write_rows
from loaders.exports.told import Tie, Told
from loaders.lists.ties import Sort, sorts

COLUMNS = ("subject", "kind", "object", "start", "end", "confidence", "quote", "source", "url", "published", "speaker", "status", "when", "layer")
ENDS = frozenset({"since", "ended"})


def write(told: Told, out: IO[str], layers: str) -> None:
    """Write the rows; `layers` is said by the command; in the file only what is not public says its layer."""
    told.lost["names and kinds of entities (they are in the file of entities)"] += len(told.beings)
    write_rows(out, COLUMNS, (_row(tie, told) for tie in told.ties() if _is_tie(tie, told)), told)
    del told.counts["ties"]


def _is_tie(tie: Tie, told: Told) -> bool:
    claim = tie.claim
    if claim.figure:
        told.lost["figures"] += 1
    elif tie.stance:
        told.lost["stances (they are in the file of stances)"] += 1
    elif claim.modality is not Modality.ASSERTED:
        told.lost["ties that are planned, urged, only possible or denied"] += 1
    elif tie.start == tie.end:
        told.lost["ties of an entity with itself"] += 1
    else:
        return True
    return False


def _row(tie: Tie, told: Told) -> list[str]:
    claim, sort = tie.claim, _sort(tie)
    mark_lost(tie, told.lost, {*sort.qualifiers, *ENDS})
    kind = sort.tie if sort.qualifiers or sorts().get(fold(sort.tie)) == sort else claim.predicate
    first, last = days(claim)
    event = sort.tie and ontology.load().ties[sort.tie].temporal == "event"
    goes_on = event and first and not last
    if event and first == last:
        last = ""
    marks = set() if event and not last else {mark for mark, said in (("since", first), ("ended", last)) if said}
    when = claim.when if goes_on or marks != ENDS & set(claim.qualifiers) else ""
    title, url, published = cited(tie.source)
    confidence = f"{claim.confidence / 1000:g}"
    return [
        tie.start,
        kind,
        tie.end,
        first,
        last,
        confidence,
        claim.quote,
        title,
        url,
        published,
        told.entity(claim.speaker),
        str(tie.status),
        when,
        hidden(tie.layer),
    ]


def _sort(tie: Tie) -> Sort:
    """What the list calls the tie: its kind where that says its qualifier too, else its predicate alone."""
    predicate, kind = ontology.load().predicates[tie.claim.predicate], tie.kind
    found = sorts().get(fold(kind))
    if found and found.predicate == predicate and not found.turned and set(found.qualifiers) <= set(tie.claim.qualifiers):
        return found
    return Sort(predicate, predicate.tie)
