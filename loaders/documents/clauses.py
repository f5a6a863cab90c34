"""The clauses of a sentence that share a subject named elsewhere, each as a sentence of its own.

"The A sent a letter in which it urged B to act and met with C" also reads "the A urged B to act" and "the A met with C"; "Pidió a B ..."
reads with the subject of the sentence before, "The letter asks B ..." with those who wrote the letter. Families of rules then
need to know one order of words. Every character of a clause stands where it stands in the document.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from loaders.documents.attribution import Attribution, words
from loaders.documents.frames import SLOT, Frame
from loaders.documents.gates import Gated
from loaders.documents.model import NodeFound, Span
from loaders.documents.patterns import listing
from loaders.documents.slot import Slot

ACTORS = "POG"
OTHERS = (
    r"(?:,?\s(?:and|y|e|along with)\s(?:(?:\d+|several|dozens of|more than \d+|two|three|four|five|six|seven|eight|nine|ten|a dozen|many"
    r"|varias|varios|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|decenas de|m[áa]s de \d+)\s)?"
    r"(?:other|others|otr[oa]s)(?:\s[\w-]+){0,3}?)?"
)
CASED = frozenset({"list", "opening", "signed"})  # patterns in which capitals have a meaning
ACTOR = re.compile(rf"⟦[{ACTORS}]")
LEADS = 60  # characters before a name that may belong to it ("officials at the O")
BACK = 3  # sentences that a subject left out may reach back
AHEAD = re.compile(r"before|ahead|antes|previo|de cara", re.I)
SIGNED = r"\b(?:signed|co-signed|issued|sent|written|firmad[oa]|suscrit[oa]|emitid[oa]|enviad[oa]|dirigid[oa])(?:\s\w+)?\s(?:by|por)\s"
PLURAL = re.compile(r"\w+(?:aron|ieron|eron|an|en|[áa]n)\b", re.I)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom sentences before were about: the last subject, and the writers of the last letter or statement."""

    last: tuple[NodeFound, ...] = ()
    age: int = 0
    writers: tuple[NodeFound, ...] = ()


@cache
def _patterns() -> dict[str, Gated]:
    said: dict[str, str] = {name: f"(?:{value})" for name, value in words("clauses").items()}
    finite, aux = said["finite"], said["aux"]
    some = r"(?:an?\s|the\s|its\s|their\s|his\s|her\s|una?\s|la\s|el\s|las\s|los\s|su\s|sus\s)?"
    built = {
        "list": rf"{listing(ACTORS)}",
        "opening": said["opening"],
        "verb": rf"(?:{finite})\b|(?:{said['stands']})|(?:{said['asking']}|{said['meeting']})\b|\b(?:{said['talks']})\b",
        "who": rf"(?<=⟧),?\s(?P<w>que|quien(?:es)?|who|which|that|el cual|la cual|l[oa]s cuales)\s(?P<go>{aux}{finite}\b)",
        "and": rf",?\s(?:y|e|and|but|pero|as[íi] como|por lo que|por lo cual|motivo por el cual|so|and so|therefore|and"
        rf" therefore)\s(?:they\s|it\s|ellos\s)?(?P<go>{aux}(?:{finite}|{said['asking']})\b)",
        "said": (
            rf"\b(?:{words('speech')['say']}|made (?:it )?clear|dej(?:[óo]|a|aron) (?:en )?claro|told|le dijo)\b(?:\s(?:reporters|lawmakers"
            rf"|members|journalists|legislators|⟦[pogd]\d+⟧|[\w-]+(?=\s(?:that|que)\b))){{0,3}}"
            rf"\s(?:(?:that\s)?(?:it|he|she|they)\s|que\s(?:ellos\s)?)(?:would\s)?"
            rf"(?P<go>{aux}(?:{finite}|continue to (?:support|back|defend|oppose|fight|resist))\b)"
        ),
        "text": (
            rf"(?:{said['statement']})\b(?P<gap>[^.;:\"]{{0,120}}?),?\s(?P<w>en (?:la|el|los|las) (?:que|cual(?:es)?)|in which|where|wherein|donde|que|which"
            rf"|that)\s(?:they\s|it\s)?(?P<go>{aux}{finite}\b)"
        ),
        "apposed": rf"(?<=⟧),\s(?P<go>{said['stands']})",
        "asking": rf"(?:,|\b(?:to|para|for|by|,? (?:and|y)))\s(?:{said['adverbs']})(?P<go>{said['asking']}\b)",
        "where": rf",?\s(?:en\s)?(?:donde|where)\s(?:they\s|he\s|she\s|it\s)?(?P<go>{aux}{finite}\b)",
        "after": (
            r"\b(?P<w>after|before|while|when|upon|by|despu[ée]s de|luego de|tras|antes de|al|previo a)\s"
            rf"(?P<go>{said['meeting']}\b)"
        ),
        "talks": (
            r"\b(?P<w>after|following|during|in|at|before|ahead of|on|tras|luego de|despu[ée]s de|durante|en|previo a|antes de|al t[ée]rmino de"
            rf"|al concluir|a la salida de|de cara a)l?\s{some}(?:[\w-]+\s){{0,3}}?(?P<go>{said['talks']})\b"
        ),
        "signed": (
            rf"\b{said['statement']}(?: ⟦W\d+⟧)?,?\s(?:{SIGNED}|(?:by|from|del?)\s)(?P<by>{listing(ACTORS)}){OTHERS},?\s"
            rf"(?:que\s|which\s|that\s)?(?P<go>{aux}{finite}\b)"
        ),
        "elided": rf"^(?:{said['opening']})?(?:{said['setting']} )?(?P<go>{aux}{finite}\b)(?!\s(?:el|la|los|las|the)?\s?⟦[POG])",
        "letter": (
            r"^(?:the|la|el|esta|este|this|in the|en la|en el)\s(?:(?:joint|open|misma|propi[ao])\s)?"
            rf"{said['statement']}(?:\s(?:conjunt[ao]|joint))?(?:,[^,;:.⟦\"]{{2,60}}(?:⟦[dlj]\d+⟧[^,;:.⟦\"]{{0,30}})?,|,)?\s(?P<go>{aux}{finite}\b)"
        ),
        "writes": rf"\b{said['statement']}\b",
    }
    return {name: Gated(text, re.I) if name in CASED else Gated(text.lower().replace("(?p<", "(?P<")) for name, text in built.items()}


def _small(frame: Frame) -> str:
    """The text without capitals, letter for letter: searched several times as fast as in any case."""
    small = frame.text.lower()
    return small if len(small) == len(frame.text) else frame.text


VERB_NEXT = re.compile(
    OTHERS + r"(?:,?\s(?:⟦D\d+⟧,?\s)?(?!(?:of|de|del|and|y|e|with|con|in|en|from|to|a|al|for|para|por|by|on|at|as|or|o|que|who|which)\b)[a-zà-ÿ])"
)


def main_subject(frame: Frame) -> Span | None:
    """Where the subject of a sentence stands: the first list of actors that nothing but an opening precedes and a verb follows."""
    return _subject(frame.text)


@lru_cache(maxsize=32)
def _subject(text: str) -> Span | None:
    patterns = _patterns()
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
    if wide.kind == "byline" or not _patterns()["verb"].search(_small(wide)):
        return ()
    made = [*_relative(wide), *_apposed(wide), *_shared(bare, voice), *_continued(bare, before)]
    return tuple({clause.text: clause for clause in made}.values())


def _end(frame: Frame) -> int:
    return len(frame.text)


def _relative(frame: Frame) -> Iterator[Frame]:
    """ "A, who met with B, said": "A met with B"."""
    for found in _patterns()["who"].finditer(_small(frame)):
        whose = _list_before(frame, found.start(), plural=bool(PLURAL.search(found["go"])) and found["w"][0] in "ql")
        if whose and found["w"] in ("who", "quien") and (person := OF_BODY.search(frame.text, 0, whose[1])):
            whose = person.span(1)
        if whose:
            close = frame.text.find(",", found.end() + 25)
            yield frame.clause(whose, "", (found.start("go"), close if close > 0 and frame.text[found.start()] == "," else _end(frame)))


# "P, of the O, who said": P said.
OF_BODY = re.compile(r"(⟦P\d+⟧),? (?:of|from|with|at|del?) (?:the |la |el |los |las )?⟦O\d+⟧(?:\s\(⟦O\d+⟧\))?$")


def _apposed(frame: Frame) -> Iterator[Frame]:
    """ "A, a critic of the tax, said": "A, a critic of the tax"."""
    for found in _patterns()["apposed"].finditer(_small(frame)):
        if whose := _list_before(frame, found.start(), plural=False):
            close = frame.text.find(",", found.end())
            yield frame.clause(whose, "", (found.start("go"), close if close > 0 else _end(frame)))


def _list_before(frame: Frame, at: int, *, plural: bool) -> Span | None:
    """The actor named right before a place, or the whole list that ends there."""
    slots = [mark for mark in SLOT.finditer(frame.text, max(0, at - 400), at) if mark.end() == at]
    if not slots or slots[0][1] not in ACTORS:
        return None
    if plural:
        for found in _patterns()["list"].finditer(frame.text, 0, at):
            if found.end() == at:
                return found.span()
    return slots[0].span()


def _shared(frame: Frame, voice: Attribution | None) -> Iterator[Frame]:
    """Clauses that have the sentence's subject for theirs."""
    patterns = _patterns()
    small = _small(frame)
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
    for found in patterns["signed"].finditer(frame.text):
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
    listed = _patterns()["list"].search(frame.text, found.start("gap") + signed.end(), found.end("gap"))
    return listed.span() if listed else None


def _continued(frame: Frame, before: Subject) -> Iterator[Frame]:
    """A sentence without a subject of its own, with that of the sentence before; one on a letter, with those who wrote it."""
    patterns = _patterns()
    if before.writers and (found := patterns["letter"].match(_small(frame))):
        yield _told_of(frame, before.writers, found.start("go"))
    elif before.last and before.age <= BACK and frame.language == "es":
        found = patterns["elided"].match(_small(frame))
        if found and (len(before.last) > 1) == (PLURAL.search(found["go"].split()[-1]) is not None):
            yield _told_of(frame, before.last, found.start("go"))


def _told_of(frame: Frame, nodes: tuple[NodeFound, ...], at: int) -> Frame:
    letter = "P" if nodes[0].kind in ("person", "role") else "G" if nodes[0].kind == "government" else "O"
    token = f"⟦{letter}{len(frame.slots)}⟧ "
    place = (frame.starts[at], frame.ends[at])
    named = frame.put((at, at), token, (Slot(letter, place, nodes, pronoun=True),))
    return named.clause((at, at + len(token) - 1), "", (at + len(token), _end(named)))


def after(frame: Frame, voice: Attribution | None, before: Subject) -> Subject:
    """What the next sentence may leave out, once this one is read."""
    place = main_subject(frame)
    nodes = _nodes(frame, place) if place else voice.speakers if voice and voice.slots else ()
    writers = before.writers
    if nodes and _patterns()["writes"].search(_small(frame)):
        writers = nodes
    return Subject(nodes or before.last, 0 if nodes else before.age + 1, writers)


def _nodes(frame: Frame, place: Span) -> tuple[NodeFound, ...]:
    return tuple(dict.fromkeys(node for slot in frame.slots_in(*place, ACTORS) for node in slot.nodes if node.kind != "place"))
