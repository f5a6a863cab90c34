"""The figures of tables: what head and line say together."""

import re
from dataclasses import replace
from datetime import date

from graph.claims import Figure
from loaders.documents.economies import WAYS, roles
from loaders.documents.ends import ends_of
from loaders.documents.frames import Frame
from loaders.documents.lapses import lapses
from loaders.documents.listings import Head, head_of
from loaders.documents.measures import Kind
from loaders.documents.memory import Memory
from loaders.documents.model import Document, FigureFound
from loaders.documents.places import WORLD, Place, category, direction, is_country_id, pattern, period
from loaders.documents.spans_of_time import month_number
from loaders.documents.tables import YEAR, Row, Table
from loaders.documents.times import MONTH, find_times
from loaders.registry import Registry

SPAN = re.compile(r"\d{4}\.\.\d{4}")
MONTH_NAME = re.compile(rf"\b{MONTH}", re.I)
ALL = re.compile(r"(?:the |el )?(?:total|world|all countries|mundo|todos los pa[íi]ses|resto del mundo|rest of (?:the )?world|others?|otros)\b", re.I)


def tabled(document: Document, table: Table, frame: Frame, memory: Memory, registry: Registry) -> list[FigureFound]:
    """One figure for each number of a table whose head stands in `frame`."""
    known = roles(frame)
    head = head_of(frame, known, len(frame.text))
    way = direction(frame, len(frame.text), len(frame.text), (0, len(frame.text)))[0]
    partner = ends_of(known, way, len(frame.text), (0, len(frame.text)), len(frame.text)).partner if way in WAYS else None
    dates = [lapse for lapse in lapses(frame, document, memory.anchor, memory.last) if period(lapse.interval)]
    when = period(dates[0].interval) if dates else _month(frame.text, memory.anchor)
    home = memory.reporter if memory.near(frame) else memory.home
    found = []
    for row in table.rows:
        year = next((text for text in (row.column, row.label) if YEAR.fullmatch(text)), "")
        dated = YEAR.sub(year, when) if year and when and not SPAN.fullmatch(when) else year or _time(row.column, document, memory.anchor) or when
        item = _place(row.label, registry)
        told = _with_way(head, row, memory.country or home)
        if table.unit == "%" or not told:
            found.append(_statistic(table, row, frame, dated, item))
        else:
            ends = told.ends(item) if item else (told.fixed, partner) if told.listed == "partner" else (None, told.fixed)
            found.append(_flow(document, table, row, frame, told, dated, (ends[0] or home or WORLD, ends[1] or WORLD)))
    return found


COLUMNS = (
    ("export", re.compile(r"exports?\b|exportaci|ventas|sales|env[íi]os|shipments", re.I)),
    ("import", re.compile(r"imports?\b|importaci|compras|purchases", re.I)),
    ("trade", re.compile(r"(?:total )?trade\b|comercio|total\b", re.I)),
)


def _with_way(head: Head | None, row: Row, home: Place | None) -> Head | None:
    """The head with the way of trade that the title of the number's column, or of its line, says; None for columns of anything else."""
    if head is None and row.column and home:
        way = next((name for name, words in COLUMNS if words.match(row.column)), "")
        return Head(way, home, "partner") if way else None
    if not head:
        return None
    for title in (row.column, row.label):
        way = next((name for name, words in COLUMNS if words.match(title)), "")
        if way:
            return replace(head, way=way)
    return None if row.column and OTHER.search(row.column) else head


OTHER = re.compile(r"balance|saldo|deficit|d[ée]ficit|surplus|super[áa]vit|change|variaci|growth|share|participa|%|rank|lugar", re.I)


def _time(title: str, document: Document, anchor: date | None) -> str:
    """The time that the title of a column names; "" for none."""
    found = find_times(title, document.published or anchor) if re.search(r"\d", title) else []
    return period(found[0].interval) if found else ""


def _month(text: str, anchor: date | None) -> str:
    """The month that a head names without its year ("Trade, September"): the last one of that name."""
    named = MONTH_NAME.search(text) if anchor else None
    if not named or not anchor:
        return ""
    month = month_number(named[0])
    return f"{anchor.year - (month > anchor.month)}-{month:02d}"


def _flow(document: Document, table: Table, row: Row, frame: Frame, head: Head, when: str, ends: tuple[Place, Place]) -> FigureFound:
    reporter, partner = ends if ends[0] != ends[1] else (ends[0], WORLD)
    unit = ("MXN" if document.language == "es" and "pesos" in document.text.casefold() else "USD") if table.unit == "$" else table.unit
    plain = not YEAR.fullmatch(row.label) and not ALL.match(row.label)
    figure = Figure(
        kind="flow",
        value=row.value,
        unit=unit,
        reporter=reporter[1],
        partner=partner[1],
        direction=head.way,
        category=category(frame, len(frame.text)) or (row.label.casefold() if plain and reporter[1] != row.label and partner[1] != row.label else ""),
        period=when,
        slots=(("period", "inherited"), ("unit", "guessed" if table.unit == "$" else "stated"), ("value", "stated")),
    )
    return FigureFound(figure, (table.head[0], row.line[1]), reporter[0], partner[0])


def _statistic(table: Table, row: Row, frame: Frame, when: str, item: Place | None) -> FigureFound:
    growth = pattern("growth").search(frame.text) is not None
    kind: Kind = "macro" if table.unit != "%" else "growth" if growth else "share"
    figure = Figure(
        kind=kind,
        value=row.value,
        unit=table.unit if table.unit != "$" else "USD",
        subject=row.label,
        measure=kind,
        reporter=item[1] if item else "",
        period=when,
        slots=(("value", "stated"),),
    )
    return FigureFound(figure, (table.head[0], row.line[1]), item[0] if item else "")


def _place(label: str, registry: Registry) -> Place | None:
    return _countries(registry).get(re.sub(r"^(?:the|el|la|los|las|a|to|from|de)\s", "", label.strip(" .").casefold()))


_known: list[tuple[Registry, dict[str, Place]]] = []


def _countries(registry: Registry) -> dict[str, Place]:
    """Every name of an economy, in small letters."""
    for of, names in _known:
        if of is registry:
            return names
    names = {
        name.casefold(): ("place:" + entry.id.partition(":")[2] if entry.kind == "government" else entry.id, entry.name)
        for entry in registry.entries.values()
        if is_country_id(entry.id)
        for name in (*entry.forms, *entry.aliases)
    }
    _known[:] = [(registry, names)]
    return names
