"""The flat file of flows of trade: a figure a row, each with its terms. Shares, growth and ranks have no place in it."""

from typing import IO

from graph import dates
from graph.claims import Claim, Figure, Modality
from graph.errors import BadDate
from loaders.exports.rows import cited, hidden, write_rows
from loaders.exports.told import Lost, Told
from loaders.statistics.economies import economy

ENDS = ("reporter", "partner", "flow", "category_scheme", "category_code", "category_label", "value", "currency", "unit_multiplier")
COLUMNS = (*ENDS, "period_start", "period_end", "bound", "source", "evidence", "url", "published", "layer")
WAYS = {"export": "X", "import": "M", "trade": "trade"}
MORE = ("basis", "concept", "system", "valuation", "mode", "recorded_by")


def write(told: Told, out: IO[str], layers: str) -> None:
    """Write the rows; `layers` is said by the command; in the file only what is not public says its layer."""
    rows: list[list[str]] = []
    for record, _, _ in told.records():
        claim, figure = record.claim, record.claim.figure
        if figure and (reason := _unfit(claim, figure)):
            told.lost[reason] += 1
        elif figure:
            rows.append([*_row(claim, figure, told), hidden(record.layer)])
        elif claim.object:
            told.lost["ties and stances (they have files of their own)"] += 1
    write_rows(out, COLUMNS, rows, told)


def _unfit(claim: Claim, figure: Figure) -> str:
    """Why a figure has no place in the list, "" where it has."""
    if figure.kind != "flow" or claim.predicate != "flow":
        return "figures that are no flows (shares, growth, ranks, counts)"
    if claim.modality is not Modality.ASSERTED:
        return "flows that are not asserted"
    if figure.value < 0 or figure.upper is not None or figure.net:
        return "flows that are ranges or balances"
    if claim.subject == claim.object:
        return "flows within one economy"
    if not (economy(claim.subject) and economy(claim.object) and figure.direction):
        return "flows without a reporter, a partner or a direction"
    return "" if len(figure.unit) == 3 and figure.unit.isupper() else "flows in no currency"


def _row(claim: Claim, figure: Figure, told: Told) -> list[str]:
    _count_lost(claim, figure, told.lost)
    start, end = figure.period.partition("..")[::2]
    if not _is_period(figure.period):
        told.lost["periods in words"] += bool(figure.period)
        start, end = claim.when.partition("..")[::2]
    title, url, published = cited(told.sources[claim.source])
    scheme = figure.scheme or ("text" if figure.category else "")
    way = WAYS[figure.direction]
    terms = [claim.subject, claim.object, way, scheme, figure.code, figure.category, repr(figure.value), figure.unit, "1"]
    return [*terms, start, end, str(figure.bound), title, claim.quote or claim.gloss, url, published]


def _is_period(period: str) -> bool:
    try:
        dates.parse(period)
    except BadDate:
        return False
    return bool(period)


def _count_lost(claim: Claim, figure: Figure, lost: Lost) -> None:
    lost["terms of figures (basis, valuation, mode and their like)"] += any(getattr(figure, name) for name in MORE)
    lost["which parts of a figure were stated and which inferred"] += bool(figure.slots)
    lost["speakers"] += bool(claim.speaker)
    lost["places in sources"] += bool(claim.locator or claim.span)
