"""Stances that somebody keeps by hand: who supports or opposes what, on which day, in which words."""

from collections.abc import Iterator
from functools import cache

from graph import ontology
from graph.claims import Line, Modality
from graph.errors import shown
from loaders.inputs import Input
from loaders.intake import Intake, Page
from loaders.lists.cited import CITING, BadCell, Citations, end, fields, partial, speakers, whole_interval
from loaders.tables import Row, lower_case, rows

WANTED = ("actor", "ask", "stance")
READ = CITING | {"actor", "ask", "stance", "date", "when", "modality"}
UNSAID = {"confirmed"}
ASKS = frozenset({"ask"})


def read(source: Input, intake: Intake) -> Iterator[Line]:
    """The stances of a list."""
    cited = Citations("stances", source, intake)
    for row in rows(source, fault=intake.fault, header=lower_case, wanted=WANTED):
        intake.audit(row.cells, READ | UNSAID)
        try:
            page = cited.page(row)
            _say(page, row)
            yield from page.take()
        except BadCell as error:
            intake.fault(str(error), row=row.number, column=error.column)
    cited.close()


@cache
def stances() -> dict[str, str]:
    """The predicate of each stance."""
    return {predicate.stance: predicate.key for predicate in ontology.load().predicates.values() if predicate.stance}


def _say(page: Page, row: Row) -> None:
    predicate = stances().get(row["stance"].casefold())
    if not predicate:
        raise BadCell("stance", f"{shown(row['stance']) or 'nothing'} is no stance; write one of {', '.join(stances())}")
    when, where = whole_interval(row) or partial(row, "date"), f"row {row.number}"
    said = fields(page, row, where) | {"modality": _modality(row)}
    actor, ask = end(page, row, "actor", speakers(), where), _ask(page, row, where)
    gloss = "" if row["quote"] else f"{row['actor']}: {row['stance']} on {row['ask']}"
    page.say(actor, predicate, ask, when=when, gloss=gloss, **said)  # type: ignore[arg-type]


def _modality(row: Row) -> Modality:
    """How the stance is held, where an export says more than that it is. Raises BadCell."""
    try:
        return Modality(row["modality"].casefold() or "asserted")
    except ValueError as error:
        raise BadCell("modality", f"{shown(row['modality'])} is none of {', '.join(Modality)}") from error


def _ask(page: Page, row: Row, where: str) -> str:
    """What the stance is on: an ask by its id or name, else whatever else is known by that name, else a new ask. Raises BadCell."""
    known = page.intake.known
    named = known.named(row["ask"])
    elsewhere = ":" in row["ask"] or (named and not any("ask" in known.kinds(one) for one in named))
    return end(page, row, "ask", frozenset(ontology.load().entities) if elsewhere else ASKS, where)
