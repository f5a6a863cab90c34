"""Flows of trade that somebody keeps by hand, a figure a row, each with its terms."""

from collections.abc import Iterator

from graph.claims import Line
from graph.errors import shown
from loaders.inputs import Input
from loaders.intake import Intake, Page
from loaders.lists.cited import SURE, BadCell, Citations, interval, partial
from loaders.statistics.economies import Economies, economy
from loaders.statistics.figures import amount, bound, category, currency, direction, multiplier, period, say_flow
from loaders.tables import Row, lower_case, rows

WANTED = ("reporter", "partner", "flow", "value", "currency")
READ = {
    *("reporter", "partner", "flow", "category_scheme", "category_code", "category_label", "value", "currency", "unit_multiplier", "period_start"),
    *("period_end", "bound", "source", "evidence", "url", "published", "layer"),
}


def read(source: Input, intake: Intake) -> Iterator[Line]:
    """The flows of a list."""
    cited = Citations("flows", source, intake)
    told: dict[str, Economies] = {}
    for row in rows(source, fault=intake.fault, header=lower_case, wanted=WANTED):
        intake.audit(row.cells, READ)
        try:
            page = cited.page(row)
            _say(page, told.setdefault(page.source.id, Economies(page)), row)
            yield from page.take()
        except BadCell as error:
            intake.fault(str(error), row=row.number, column=error.column)
    cited.close()


def _say(page: Page, economies: Economies, row: Row) -> None:
    ends = _end(row, "reporter"), _end(row, "partner")
    if ends[0] == ends[1]:
        raise BadCell("partner", f"{shown(row['partner'])} is the reporter itself")
    figure = {
        "value": amount(row["value"], "value") * multiplier(row["unit_multiplier"], "unit_multiplier"),
        "unit": currency(row["currency"], "currency"),
        "bound": bound(row["bound"], "bound"),
        "direction": direction(row["flow"], "flow"),
        "period": period(_when(row)),
        **category(row["category_scheme"], row["category_code"], row["category_label"]),
    }
    say_flow(page, economies, ends, figure, locator=f"row {row.number}", confidence=SURE, gloss=row["evidence"])


def _when(row: Row) -> str:
    """The period: with one date only, that one."""
    return interval(row, "period_start", "period_end") if row["period_end"] else partial(row, "period_start")


def _end(row: Row, column: str) -> str:
    key = economy(row[column])
    if not key:
        raise BadCell(column, f"{shown(row[column]) or 'nothing'} is no economy that is known; write its name in English or its ISO code")
    return key
