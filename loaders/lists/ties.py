"""Ties that somebody keeps by hand: who has met, works for, belongs to or partners with whom."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from graph import ontology
from graph.claims import Line
from graph.errors import shown
from graph.ontology import Predicate
from graph.spelling import fold
from loaders.inputs import Input
from loaders.intake import Intake
from loaders.lists.cited import CITING, BadCell, Citations, end, fields, interval, partial, whole_interval
from loaders.lists.names import introduce, is_personal
from loaders.tables import Row, lower_case, rows

WANTED = ("subject", "kind", "object")
READ = CITING | {"subject", "kind", "object", "start", "end", "when"}
# Which of several predicates a kind of tie is claimed by.
PREFERRED = {"about_topic": "concerns", "former_post": "works_for", "delegation": "met_with", "partnership": "partners_with", "decides_on": "decides_on"}


@dataclass(frozen=True, slots=True)
class Sort:
    """What a kind of tie is claimed by; `turned`: from the object to the subject."""

    predicate: Predicate
    tie: str
    qualifiers: tuple[str, ...] = ()
    turned: bool = False


def read(source: Input, intake: Intake) -> Iterator[Line]:
    """The ties of a list; a new name that any row has where only a person can stand is a person's."""
    cited = Citations("ties", source, intake)
    for name in _people(source):
        introduce(intake.known, name)
    for row in rows(source, fault=intake.fault, header=lower_case, wanted=WANTED):
        intake.audit(row.cells, READ)
        try:
            yield from _said(cited, row)
        except BadCell as error:
            intake.fault(str(error), row=row.number, column=error.column)
    cited.close()


@cache
def sorts() -> dict[str, Sort]:
    """Kinds of ties by the folded words that a list may use: predicate, kind of tie, its label, its label the other way round."""
    known = ontology.load()
    said = [predicate for predicate in known.predicates.values() if not (predicate.attribute or predicate.figure)]
    made: dict[str, Sort] = {}
    for predicate in sorted(said, key=lambda predicate: predicate.key not in PREFERRED.values()):
        ways = {predicate.tie: ()} | {tie: (mark,) for mark, tie in predicate.when.items()}
        for tie, marks in ways.items():
            if tie and not predicate.stance and PREFERRED.get(tie, predicate.key) == predicate.key:
                made.setdefault(tie, Sort(predicate, tie, marks))
    words = [(predicate.key, Sort(predicate, predicate.tie)) for predicate in said]
    words += [(word, sort) for tie, sort in made.items() for word in (tie, known.ties[tie].label)]
    words += [(known.ties[tie].reverse, replace(sort, turned=True)) for tie, sort in made.items()]
    found: dict[str, Sort] = {}
    for word, sort in words:
        found.setdefault(fold(word), sort)
    return found


def _people(source: Input) -> Iterator[str]:
    """The names that stand where a person can and an organisation cannot."""
    for row in rows(source, fault=lambda *_, **__: None, header=lower_case):
        if sort := sorts().get(fold(row["kind"])):
            for column, allowed in zip(("subject", "object"), _ends(sort), strict=True):
                if is_personal(allowed):
                    yield row[column]


def _ends(sort: Sort) -> tuple[frozenset[str], frozenset[str]]:
    """The kinds that can stand as subject and as object of a row."""
    ends = sort.predicate.subject, sort.predicate.object
    return (ends[1], ends[0]) if sort.turned else ends


def _said(cited: Citations, row: Row) -> Iterator[Line]:
    sort = sorts().get(fold(row["kind"]))
    if sort is None:
        raise BadCell(
            "kind", f"{shown(row['kind']) or 'nothing'} is no kind of tie; write one of {', '.join(sorted(ontology.load().ties.keys() - {'stance'}))}"
        )
    when, qualifiers = _when(row, sort)
    page, where = cited.page(row), f"row {row.number}"
    ends = _ends(sort)
    said = fields(page, row, where)
    first, second = end(page, row, "subject", ends[0], where), end(page, row, "object", ends[1], where)
    if first == second:
        raise BadCell("object", f"{shown(row['object'])} is the subject itself")
    if sort.turned:
        first, second = second, first
    gloss = "" if row["quote"] else f"{row['subject']} {row['kind'].replace('_', ' ')} {row['object']}"
    page.say(first, sort.predicate.key, second, when=when, qualifiers=(*sort.qualifiers, *qualifiers), gloss=gloss, **said)  # type: ignore[arg-type]
    yield from page.take()


def _when(row: Row, sort: Sort) -> tuple[str, tuple[str, ...]]:
    """When a tie holds, and which of its ends are said; an event with one date is on that day."""
    start, last = partial(row, "start"), partial(row, "end")
    if row["when"]:
        return whole_interval(row), ()
    if sort.tie and ontology.load().ties[sort.tie].temporal == "event" and start and not last:
        return start, ()
    marks = tuple(mark for mark, said in (("since", start), ("ended", last)) if said)
    return interval(row), marks
