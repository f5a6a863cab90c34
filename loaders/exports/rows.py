"""Rows of the flat files that people keep by hand, as exports write them: ids for names, cells that no spreadsheet computes."""

import csv
from collections.abc import Iterable, Sequence
from typing import IO

from graph.claims import Claim, Source
from loaders.cells import guarded
from loaders.exports.told import Lost, Tie, Told


def write_rows(out: IO[str], columns: Sequence[str], rows: Iterable[Sequence[str]], told: Told) -> None:
    """Write a header and rows, counted."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        told.counts["rows"] += 1
        writer.writerow([guarded(cell) for cell in row])


def cited(source: Source) -> tuple[str, str, str]:
    """The cells source, url and published."""
    return source.title, source.url, source.published.isoformat() if source.published else ""


def hidden(layer: str) -> str:
    """The cell layer: empty for what is public, so that what is not stays in its layer when the file is loaded."""
    return "" if layer == "public" else layer


def days(claim: Claim) -> tuple[str, str]:
    """The first and the last day that a claim holds for, each "" where it is not known."""
    found = claim.interval
    return found.start.isoformat() if found.start else "", found.last.isoformat() if found.last else ""


def mark_lost(tie: Tie, lost: Lost, kept: Iterable[str] = ()) -> None:
    """Count what the flat files of ties and stances have no column for."""
    claim, source = tie.claim, tie.source
    told = {
        "our own words beside a quote, or for want of one": claim.gloss,
        "places of quotes in their sources": claim.locator or claim.span,
        "qualifiers": set(claim.qualifiers) - set(kept),
        "asks": claim.ask and claim.ask != claim.object,
        "publishers and other marks of sources": source.publisher or source.author,
    }
    for what, has in told.items():
        lost[what] += bool(has)
