"""Letters and statements told of in a text: who makes them, who gets them and what they ask for, over several sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.documents.clause_words import actors_in, clause_patterns, small_letters, told_of
from loaders.documents.frames import Frame
from loaders.documents.model import NodeFound, Span
from loaders.documents.slot import Slot


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom sentences before were about: the last subject, and the writers of the last letter or statement."""

    last: tuple[NodeFound, ...] = ()
    age: int = 0
    writers: tuple[NodeFound, ...] = ()
    told: bool = False  # the sentence before is about the letter itself
    addressees: tuple[NodeFound, ...] = ()


# A sentence whose subject is a text: "The joint statement of A and B was released".
ABOUT_TEXT = re.compile(
    r"(?:the|an?|this|la|el|una?|est[ea])\s(?:[\w-]+\s){0,2}?(?:letter|statement|declaration|communiqu|petition|carta|declaraci|comunicado"
    r"|pronunciamiento|posicionamiento|misiva|documento|desplegado)"
)


def signing(frame: Frame) -> tuple[NodeFound, ...]:
    """Those whom a sentence names as the makers of a letter or statement: "a letter from A and B", "una carta firmada por A y B"."""
    found = clause_patterns()["from"].search(small_letters(frame))
    listed = clause_patterns()["list"].match(frame.text, found.end()) if found else None
    return actors_in(frame, listed.span()) if listed else ()


def getting(frame: Frame) -> tuple[NodeFound, ...]:
    """Those to whom a sentence says that a letter goes: "a letter to B", "wrote to B"."""
    found = clause_patterns()["to"].search(small_letters(frame))
    listed = clause_patterns()["list"].match(frame.text, found.end()) if found else None
    return actors_in(frame, listed.span()) if listed else ()


def joining(frame: Frame) -> tuple[NodeFound, ...]:
    """Those with whom the subject of a sentence writes: "A joined B and C in a letter"."""
    found = clause_patterns()["joined"].search(small_letters(frame))
    listed = clause_patterns()["list"].match(frame.text, found.end()) if found else None
    return actors_in(frame, listed.span()) if listed else ()


def addressed(clause: Frame, nodes: tuple[NodeFound, ...]) -> Iterator[Frame]:
    """ "The letter asks for X", asked of those who get it; not where the clause says of whom."""
    found = clause_patterns()["wanted"].match(small_letters(clause))
    if found and not re.match(r"(?:a|al|que|on|upon|that|to)\b|(?:the |a )?⟦[POG]", clause.text[found.end() :]):
        verb = "pide a " if clause.language == "es" else "asks "
        yield _with(clause, (found.start("v"), found.end()), verb, nodes, "" if clause.language == "es" else "for ")


def items(frame: Frame, before: Subject, at: int) -> Iterator[Frame]:
    """ "The letter makes three requests: keep X; open Y": each, as asked for by those who wrote it of those who get it."""
    spanish = frame.language == "es"
    for item in re.finditer(r"[^;]{3,}", frame.text[at:]):
        first = at + item.start() + len(item[0]) - len(item[0].lstrip())
        first += len(match[0]) if (match := re.match(r"(?:and|y|e) |\(?\w\) ", frame.text[first : at + item.end()])) else 0
        told = told_of(frame, before.writers, first)
        start = told.text.index("⟧") + 2
        told = told.clause((0, start - 1), "", (start, start + at + item.end() - first))
        if before.addressees:
            yield _with(told, (start, start), "pide a " if spanish else "asks ", before.addressees, "" if spanish else "to ")
        else:
            yield told.put((start, start), "pide " if spanish else "asks to ")


def _with(clause: Frame, span: Span, verb: str, nodes: tuple[NodeFound, ...], then: str) -> Frame:
    letter = "P" if nodes[0].kind in ("person", "role") else "G" if nodes[0].kind == "government" else "O"
    place = (clause.starts[span[0]], clause.ends[max(span[0], span[1] - 1)])
    return clause.put(span, f"{verb}⟦{letter}{len(clause.slots)}⟧ {then}", (Slot(letter, place, nodes, pronoun=True),))
