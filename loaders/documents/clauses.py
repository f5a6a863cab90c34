"""The clauses of a sentence that share a subject named elsewhere, each as a sentence of its own.

"The A sent a letter in which it urged B to act and met with C" also reads "the A urged B to act" and "the A met with C"; "Pidió a B ..."
reads with the subject of the sentence before, "The letter asks B ..." with those who wrote the letter. Families of rules then
need to know one order of words. Every character of a clause stands where it stands in the document.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from loaders.documents.attribution import Attribution
from loaders.documents.clause_words import ACTOR, ACTORS, LEADS, OTHERS, PLURAL, SIGNED, actors_in, clause_patterns, small_letters, told_of
from loaders.documents.frames import SLOT, Frame
from loaders.documents.letters import ABOUT_TEXT, Subject, addressed, getting, items, joining, signing
from loaders.documents.model import Span

BACK = 3  # sentences that a subject left out may reach back
AHEAD = re.compile(r"before|ahead|antes|previo|de cara", re.I)


VERB_NEXT = re.compile(
    OTHERS + r"(?:,?\s(?:⟦D\d+⟧,?\s)?(?!(?:of|de|del|and|y|e|with|con|in|en|from|to|a|al|for|para|por|by|on|at|as|or|o|que|who|which)\b)[a-zà-ÿ])"
)


def main_subject(frame: Frame) -> Span | None:
    """Where the subject of a sentence stands: the first list of actors that nothing but an opening precedes and a verb follows."""
    return _subject(frame.text)


@lru_cache(maxsize=32)
def _subject(text: str) -> Span | None:
    patterns = clause_patterns()
    actor = ACTOR.search(text)
    if not actor or actor.start() > 200:
        return None
    at = max(0, actor.start() - LEADS)
    while (found := patterns["list"].search(text, at)) and found.start() <= 200:
        before = text[: found.start()]
        if (not before or patterns["opening"].fullmatch(before)) and VERB_NEXT.match(text, found.end()):
            return found.span()
        at = text.index("⟧", found.start()) + 1
    return None


def clauses(wide: Frame, bare: Frame, voice: Attribution | None, before: Subject) -> tuple[Frame, ...]:
    """The clauses of a sentence, given whole (`wide`) and without its asides (`bare`)."""
    if wide.kind == "byline" or not clause_patterns()["verb"].search(small_letters(wide)):
        return ()
    carried = [*_continued(bare, before), *_reported(bare, voice)]
    made = [*_relative(wide), *_bodies(wide), *_apposed(wide), *_shared(bare, voice), *carried, *(part for clause in carried for part in _parts(clause))]
    return tuple({clause.text: clause for clause in made}.values())


def _end(frame: Frame) -> int:
    return len(frame.text)


def _relative(frame: Frame) -> Iterator[Frame]:
    """ "A, who met with B, said": "A met with B"."""
    for found in clause_patterns()["who"].finditer(small_letters(frame)):
        whose = _list_before(frame, found.start(), plural=bool(PLURAL.search(found["go"])) and found["w"][0] in "ql")
        if whose and found["w"] in ("who", "quien") and (person := OF_BODY.search(frame.text, 0, whose[1])):
            whose = person.span(1)
        if whose:
            close = frame.text.find(",", found.end() + 25)
            yield frame.clause(whose, "", (found.start("go"), close if close > 0 and frame.text[found.start()] == "," else _end(frame)))


# "of A, of B and of C".
BETWEEN = re.compile(r"(?:\s\(⟦[A-Z]\d+⟧\))?(?:,|,? (?:and|y|e)) (?:of |de |del )?(?:the |la |el |los |las )?")


def _bodies(frame: Frame) -> Iterator[Frame]:
    """ "Leaders of A, of B and of C, bodies that signed a statement": A, B and C signed it."""
    for found in clause_patterns()["bodies"].finditer(small_letters(frame)):
        marks = [mark for mark in SLOT.finditer(frame.text, 0, found.start()) if mark[1] in "OG"]
        run = marks[-1:]
        for mark in reversed(marks[:-1]):
            if not BETWEEN.fullmatch(frame.text, mark.end(), run[0].start()):
                break
            run.insert(0, mark)
        nodes = tuple(dict.fromkeys(node for mark in run for node in frame.slots[int(mark[2])].nodes if node.kind != "place"))
        if len(nodes) > 1:
            yield told_of(frame, nodes, found.start("go"))


# "P, of the O, who said": P said.
OF_BODY = re.compile(r"(⟦P\d+⟧),? (?:of|from|with|at|del?) (?:the |la |el |los |las )?⟦O\d+⟧(?:\s\(⟦O\d+⟧\))?$")


def _apposed(frame: Frame) -> Iterator[Frame]:
    """ "A, a critic of the tax, said": "A, a critic of the tax"."""
    for found in clause_patterns()["apposed"].finditer(small_letters(frame)):
        if whose := _list_before(frame, found.start(), plural=False):
            close = frame.text.find(",", found.end())
            yield frame.clause(whose, "", (found.start("go"), close if close > 0 else _end(frame)))


def _list_before(frame: Frame, at: int, *, plural: bool) -> Span | None:
    """The actor named right before a place, or the whole list that ends there."""
    slots = [mark for mark in SLOT.finditer(frame.text, max(0, at - 400), at) if mark.end() == at]
    if not slots or slots[0][1] not in ACTORS:
        return None
    if plural:
        for found in clause_patterns()["list"].finditer(frame.text, 0, at):
            if found.end() == at:
                return found.span()
    return slots[0].span()


def _shared(frame: Frame, voice: Attribution | None) -> Iterator[Frame]:
    """Clauses that have the sentence's subject for theirs."""
    patterns = clause_patterns()
    small = small_letters(frame)
    subject = main_subject(frame)
    spoken = _speaker(frame, voice)
    for name in ("and", "text", "where", "asking"):
        for found in patterns[name].finditer(small, subject[1] if subject else 0):
            doer = (_signers(frame, found) if name == "text" else None) or subject
            if not doer and spoken and spoken[1] <= found.start():
                doer = spoken
            if doer:
                yield frame.clause(doer, "", (found.start("go"), _end(frame)))
    for found in patterns["said"].finditer(small):
        doer = spoken if spoken and spoken[1] <= found.end() else subject
        if doer and doer[1] <= found.end() and not ACTOR.search(frame.text, doer[1], found.start()):
            yield frame.clause(doer, "", (found.start("go"), _end(frame)))
    for found in (*patterns["signed"].finditer(frame.text), *patterns["signing"].finditer(frame.text)):
        yield frame.clause(found.span("by"), "", (found.start("go"), _end(frame)))
    for name in ("after", "talks"):
        for found in patterns[name].finditer(small):
            doer = spoken if spoken and spoken[1] <= found.start() else subject
            if doer and doer[1] <= found.start():
                spanish = frame.language == "es"
                later = AHEAD.match(found["w"]) is not None
                if name == "after":
                    held = ("va a " if spanish else "will be ") if later else ("tras " if spanish else "after ")
                else:
                    held = ("sostendrá " if later else "sostuvo ") if spanish else ("will hold " if later else "held ")
                yield frame.clause(doer, held, (found.start("go"), _end(frame)))


def _speaker(frame: Frame, voice: Attribution | None) -> Span | None:
    """Where the speaker stands who is named after the verb of saying ("anunció el secretario P")."""
    if not voice or not voice.slots or not voice.last:
        return None
    marks = [mark for mark in SLOT.finditer(frame.text) if frame.slots[int(mark[2])] in voice.slots]
    return (marks[0].start(), marks[-1].end()) if marks else None


def _signers(frame: Frame, found: re.Match[str]) -> Span | None:
    """Those by whom a letter is signed, when the words between say so."""
    signed = re.search(SIGNED, found["gap"], re.I)
    if not signed:
        return None
    listed = clause_patterns()["list"].search(frame.text, found.start("gap") + signed.end(), found.end("gap"))
    return listed.span() if listed else None


def _reported(frame: Frame, voice: Attribution | None) -> Iterator[Frame]:
    """ "Contó que viajó y que se reunió con B", after a sentence on A: "A se reunió con B"."""
    if voice and not voice.slots and not voice.inside and len(voice.speakers) == 1:
        patterns, small = clause_patterns(), small_letters(frame)
        beside = None if voice.last else patterns["beside"].search(small)
        first = voice.first if voice.last else beside.end() if beside else len(small)
        for found in (*patterns["that"].finditer(small, first), *patterns["and"].finditer(small, first)):
            if not ACTOR.search(frame.text, found.start(), found.end()) and not PLURAL.search(found["go"].split()[-1]):
                yield told_of(frame, voice.speakers, found.start("go"))


def _parts(clause: Frame) -> Iterator[Frame]:
    """What a clause goes on with after "and", by the same subject."""
    subject = (0, clause.text.index("⟧") + 1)
    for found in clause_patterns()["and"].finditer(small_letters(clause), subject[1]):
        if not ACTOR.search(clause.text, found.start(), found.end()):
            yield clause.clause(subject, "", (found.start("go"), _end(clause)))


def _continued(frame: Frame, before: Subject) -> Iterator[Frame]:
    """A sentence without a subject of its own, with that of the sentence before; one on a letter, with those who wrote it."""
    patterns = clause_patterns()
    small = small_letters(frame)
    if before.writers and (found := patterns["items"].match(small)):
        yield from items(frame, before, found.end())
    elif before.writers and (found := patterns["letter"].match(small) or (patterns["again"].match(small) if before.told else None)):
        told = told_of(frame, before.writers, found.start("go"))
        yield told
        if before.addressees:
            yield from addressed(told, before.addressees)
    elif before.last and before.age <= BACK and frame.language == "es":
        found = patterns["elided"].match(small)
        if found and (len(before.last) > 1) == (PLURAL.search(found["go"].split()[-1]) is not None):
            yield told_of(frame, before.last, found.start("go"))


def after(frame: Frame, voice: Attribution | None, before: Subject) -> Subject:
    """What the next sentence may leave out, once this one is read."""
    patterns, small = clause_patterns(), small_letters(frame)
    place = main_subject(frame)
    nodes = actors_in(frame, place) if place else voice.speakers if voice and voice.slots else ()
    writers, told = before.writers, False
    if patterns["writes"].search(small):
        signers = signing(frame)
        others = patterns["got"].search(small) or (writers and not patterns["new"].search(small))
        writers = signers or (tuple(dict.fromkeys((*nodes, *joining(frame)))) if nodes and not others else writers)
        told = bool(writers) and (not nodes or (bool(signers) and signers != nodes)) and ABOUT_TEXT.match(small) is not None
    addressees = getting(frame) or (before.addressees if writers == before.writers else ())
    return Subject(nodes or before.last, 0 if nodes else before.age + 1, writers, told, tuple(node for node in addressees if node not in writers))
