"""The flat file of stances: who supports or opposes what, on which day, in which words; `confirmed` says whether a person has confirmed it.

`when` and `modality` stand where a date and a stance alone would say something else.
"""

from typing import IO

from graph.claims import Modality
from loaders.exports.rows import cited, days, hidden, mark_lost, write_rows
from loaders.exports.told import Tie, Told

COLUMNS = ("actor", "ask", "stance", "date", "quote", "source", "url", "published", "speaker", "confidence", "status", "confirmed", "when", "modality", "layer")


def write(told: Told, out: IO[str], layers: str) -> None:
    """Write the rows; `layers` is said by the command; in the file only what is not public says its layer."""
    told.lost["names and kinds of entities (they are in the file of entities)"] += len(told.beings)
    stances = [tie for tie in told.ties() if tie.stance]
    told.lost["ties and figures (they have files of their own)"] += told.counts.pop("ties", 0) - len(stances)
    write_rows(out, COLUMNS, (_row(tie, told) for tie in stances), told)


def _row(tie: Tie, told: Told) -> list[str]:
    claim = tie.claim
    mark_lost(tie, told.lost)
    first, last = days(claim)
    day = first if first == last else ""
    title, url, published = cited(tie.source)
    sure = f"{claim.confidence / 1000:g}"
    modality = "" if claim.modality is Modality.ASSERTED else str(claim.modality)
    confirmed = "yes" if tie.confirmed else "no"
    when = "" if day else claim.when
    speaker = told.entity(claim.speaker)
    return [
        tie.start,
        tie.end,
        tie.stance,
        day,
        claim.quote,
        title,
        url,
        published,
        speaker,
        sure,
        str(tie.status),
        confirmed,
        when,
        modality,
        hidden(tie.layer),
    ]
