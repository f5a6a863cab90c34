"""UN Comtrade, as its API (v1) gives it in JSON or CSV: what an economy reports of its trade with another.

Since 2015 rows of second partners, means of transport and customs procedures stand beside the rows of all of them: only these
are read. Codes tell who trades; descriptions may be empty.
"""

import re
from collections.abc import Iterator
from typing import Any

from graph.claims import Line
from graph.errors import SourceError, shown
from loaders.inputs import LONGEST_PATH, Input
from loaders.intake import Intake
from loaders.lists.cited import BadCell
from loaders.statistics.economies import economy, is_group, un_economy
from loaders.statistics.editions import Editions, is_json, json_of
from loaders.statistics.figures import amount, check_hs, say_flow
from loaders.tables import Row, rows

EXTRACTOR = "comtrade/1"
OFFICE = {"publisher": "United Nations (UN Comtrade)", "url": "https://comtradeplus.un.org", "licence": "no redistribution without the permission of the UN"}
FLOWS = {"X": {"direction": "export"}, "M": {"direction": "import"}, "DX": {"direction": "export", "system": "domestic"}}
PARTS = {"partner2Code": ("", "0"), "motCode": ("", "0"), "mosCode": ("", "0"), "customsCode": ("", "C00")}
PERIOD = re.compile(r"(\d{4})(0[1-9]|1[0-2])?")
SCHEMES = (("EB", "EBOPS"), ("HS", "HS"), ("H", "HS"), ("SS", "SITC"), ("S", "SITC"), ("BE", "BEC"), ("B", "BEC"))
SERVICES = "S"
WANTED = ("reporterCode", "partnerCode", "flowCode", "primaryValue")
READ = {
    *("typeCode", "freqCode", "refYear", "refMonth", "period", "reporterCode", "reporterISO", "reporterDesc", "flowCode", "partnerCode", "partnerISO"),
    *("partnerDesc", "partner2Code", "classificationCode", "cmdCode", "cmdDesc", "customsCode", "mosCode", "motCode", "cifvalue", "fobvalue", "primaryValue"),
}
UNSAID = {
    *("refPeriodId", "flowDesc", "partner2ISO", "partner2Desc", "classificationSearchCode", "isOriginalClassification", "aggrLevel", "isLeaf", "customsDesc"),
    *("motDesc", "mosDesc", "qtyUnitCode", "qtyUnitAbbr", "qty", "isQtyEstimated", "altQtyUnitCode", "altQtyUnitAbbr", "altQty", "isAltQtyEstimated", "netWgt"),
    *("isNetWgtEstimated", "grossWgt", "isGrossWgtEstimated", "legacyEstimationFlag", "isReported", "isAggregate"),
}


def read(source: Input, intake: Intake) -> Iterator[Line]:
    """The flows of a file."""
    editions = Editions(source, intake, EXTRACTOR, "source:comtrade", "UN Comtrade", dict(OFFICE))
    known = READ | UNSAID
    for row in _rows(source, intake):
        intake.audit(row.cells, known)
        try:
            if part := _left_out(row):
                intake.unread[part] += 1
            else:
                yield from _said(editions, row)
        except BadCell as error:
            intake.fault(str(error), row=row.number, column=error.column)


def _rows(source: Input, intake: Intake) -> Iterator[Row]:
    if not is_json(source):
        yield from rows(source, fault=intake.fault, wanted=WANTED)
        return
    content = json_of(source)
    data = content.get("data") if isinstance(content, dict) else content
    if not isinstance(data, list):
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: no answer with data; nothing of this file was loaded")
    for number, record in enumerate(data, 1):
        if isinstance(record, dict):
            yield Row(number, {name: _text(value) for name, value in record.items()})
        else:
            intake.fault("no record", row=number)


def _text(value: Any) -> str:
    """A value as the table has it."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _left_out(row: Row) -> str:
    """What a row is a part of, or why it is of no one partner; "" for a row to read. Raises BadCell."""
    if row["flowCode"] not in FLOWS:
        return f"rows of the flow {shown(row['flowCode'])}"
    for column, totals in PARTS.items():
        if row[column].removesuffix(".0") not in totals:
            return f"rows of one {column}"
    partner = _end(row, "partner")
    if is_group(partner):
        return "rows of a group of countries"
    return "" if partner else "rows of areas that are no one country"


def _end(row: Row, which: str) -> str:
    code = row[f"{which}Code"].removesuffix(".0")
    if code and not code.isdigit():
        raise BadCell(f"{which}Code", f"{shown(code)} is no code of an economy")
    return (un_economy(code) if code else "") or economy(row[f"{which}ISO"]) or economy(row[f"{which}Desc"])


def _said(editions: Editions, row: Row) -> list[Line]:
    reporter = _end(row, "reporter")
    if not reporter:
        raise BadCell("reporterCode", f"{shown(row['reporterCode']) or 'nothing'} is no economy that is known")
    period = _period(row)
    figure = {"value": amount(row["primaryValue"], "primaryValue"), "unit": "USD", "period": period, **FLOWS[row["flowCode"]], **_terms(row)}
    said = f"primaryValue; reporterCode {row['reporterCode']}, partnerCode {row['partnerCode']}, cmdCode {row['cmdCode']}, flowCode {row['flowCode']}"
    economies = editions.of(period)
    say_flow(economies.page, economies, (reporter, _end(row, "partner")), figure, locator=f"row {row.number}", gloss=said)
    return economies.page.take()


def _period(row: Row) -> str:
    """A year or a month; month 52 is a year."""
    found = PERIOD.fullmatch(row["period"].removesuffix(".0")) or PERIOD.fullmatch(row["refYear"].removesuffix(".0"))
    if not found:
        raise BadCell("period", f"{shown(row['period'])} is no year or month")
    return f"{found[1]}-{found[2]}" if found[2] else found[1]


def _terms(row: Row) -> dict[str, object]:
    """Basis, valuation and category."""
    services = row["typeCode"] == SERVICES
    terms: dict[str, object] = {"basis": "services", "concept": "bop"} if services else {"basis": "goods", "concept": "customs"}
    stated = [
        name for name, column in (("cif", "cifvalue"), ("fob", "fobvalue")) if _number(row[column]) and _number(row[column]) == _number(row["primaryValue"])
    ]
    if not services and (stated or row["flowCode"] != "M"):
        terms["valuation"] = stated[0] if stated else "fob"
    code = row["cmdCode"]
    if code.upper() in ("TOTAL", ""):
        return terms | {"category": "total"}
    scheme = next((name for mark, name in SCHEMES if row["classificationCode"].upper().startswith(mark)), "EBOPS" if services else "HS")
    if scheme == "HS":
        try:
            check_hs(code)
        except BadCell as error:
            raise BadCell("cmdCode", str(error)) from error
    return terms | {"scheme": scheme, "code": code, "category": row["cmdDesc"]}


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
