"""Positions that a statement implies: praise and blame of an agreement, words of advocacy, what is told to governments."""

import re
from collections.abc import Iterator
from functools import cache

from graph.claims import Modality
from loaders.documents.attribution import Attribution, pattern, words
from loaders.documents.clauses import main_subject
from loaders.documents.frames import SLOT, Frame
from loaders.documents.gates import Gated
from loaders.documents.model import RelationFound, Span
from loaders.documents.patterns import Match, Rule, stretch
from loaders.documents.positions import FLIPS, REVIEW, agreement_before, cut, positions
from loaders.documents.reading import Reading, relation
from loaders.documents.relations_urging import PLACED, ask_text, from_ask
from loaders.documents.said import Said, held_by_speakers, spoken, view

TOLD = Rule("told-must", "urges", (), 0.75, False, "", (), "")
STATED_FOCUS = Rule("stated-priority", "supports", (), 0.6, False, "", (), "")
OWN_STANCE = Rule("own-stance", "supports", (), 0.85, True, "", (), "")
OWN_URGE = Rule("own-urge", "urges", (), 0.88, True, "", (), "")
PRAISE = Rule("view-good", "supports", (), 0.85, True, "", (), "")
BLAME = Rule("view-bad", "opposes", (), 0.85, True, "", (), "")
AGAIN = Rule("view-again", "supports", (), 0.7, False, "", (), "")
FAR = 80  # letters after words of need
PARTS = frozenset({"agreement", "chapter", "article"})


def find_views(reading: Reading, place: int, own: tuple[str, ...]) -> Iterator[RelationFound]:
    """`supports` and `opposes` that one sentence implies for whoever says it."""
    for said in spoken(reading, place, own):
        yield from _judged(reading, said)
        yield from _needed(reading, said)
        yield from _leant(reading, said)
        yield from _again(reading, place, said)
    yield from _statement(reading, place, own)


OF = re.compile(r"(?P<head>⟦T\d+⟧)?\s?\b(?:of|del?|de la|du|in|en|under|bajo)\s(?:the |el |la )?$", re.I)
REVIEW_OF = re.compile(r"\b(?:review|revisi[óo]n|renegotiation|renegociaci[óo]n)\s(?:conjunta\s)?(?:of|del?)\s(?:the\s|el\s)?$", re.I)
LAST_CLAUSE = re.compile(r"[,;:—]|\b(?:but|pero|and|y|while|mientras|although|aunque)\b")


def _judged(reading: Reading, said: Said) -> Iterator[RelationFound]:
    """An agreement or text with words of praise or blame right after it."""
    text, (first, last) = said.frame.text, said.region
    for mark in SLOT.finditer(text, first, last):
        if mark[1] not in "TW":
            continue
        before = text[max(first, mark.start() - 70) : mark.start()]
        if view("other").search(text, first, mark.start()):
            continue
        part = OF.search(before)
        if part and view("doing").search(before):
            part = None
        if part and not part["head"]:
            if REVIEW_OF.search(before) and (found := view("occasion").match(text, mark.end(), last)):
                yield from _of_slot(reading, said, PRAISE, mark, found.end())
            continue
        subject = SLOT.search(part["head"]) if part else mark
        for name, rule in (("good", PRAISE), ("bad", BLAME)):
            found = view(name).match(text, mark.end(), last)
            if found and subject and not doubted(text, max(first, mark.start() - 70), found, mark.start()):
                yield from _of_slot(reading, said, rule, subject, found.end())
                break


@cache
def _need() -> Gated:
    keep, thing = words("stance")["words"]["keep"], words("stance")["words"]["thing"]
    return Gated(rf"{view('need').pattern}(?:{keep}) (?:the |el |la |al )?(?:{thing}){{0,4}}(?P<t>⟦[TW]\d+⟧)(?!'s? (?:review|rules))", re.I)


@cache
def _vital() -> Gated:
    return Gated(
        rf"{view('need').pattern}(?:the |el |la )?(?P<t>⟦[TW]\d+⟧) "
        rf"(?:be |is |se |sea |siga )?(?:{view('kept').pattern}|prorrogue|renueve|mantenga|preserve|extienda)\b",
        re.I,
    )


def _needed(reading: Reading, said: Said) -> Iterator[RelationFound]:
    """ "It is essential to preserve the agreement": whoever says so is for it."""
    for found in (*_need().finditer(said.frame.text, *said.region), *_vital().finditer(said.frame.text, *said.region)):
        before = said.frame.text[max(said.region[0], found.start() - 40) : found.end()]
        mark = SLOT.match(found["t"])
        if mark and not view("not").search(before) and not view("other").search(said.frame.text, said.region[0], found.start()):
            yield from _of_slot(reading, said, PRAISE, mark, found.end())


OWNS = re.compile(r"'s|\s(?:review|rules|revisi[óo]n)\b", re.I)


def _leant(reading: Reading, said: Said) -> Iterator[RelationFound]:
    """ "We need the agreement", "creemos en el tratado"."""
    for mark in SLOT.finditer(said.frame.text, *said.region):
        leant = mark[1] in "TW" and view("leant").search(said.frame.text[max(said.region[0], mark.start() - 40) : mark.start()])
        if leant and not OWNS.match(said.frame.text, mark.end()):
            yield from _of_slot(reading, said, PRAISE, mark, mark.end())


def _of_slot(reading: Reading, said: Said, rule: Rule, mark: re.Match[str], end: int) -> Iterator[RelationFound]:
    for node in said.frame.slots[int(mark[2])].nodes:
        if node.group in ("agreement", "work"):
            yield from held_by_speakers(reading, said, rule, (mark.start(), end), node.id)


def doubted(text: str, first: int, found: re.Match[str], at: int) -> bool:
    """True when the clause negates or doubts what is found."""
    start = max((match.end() for match in LAST_CLAUSE.finditer(text, first, at)), default=first)
    return bool(view("not").search(found[0]) or view("not").search(text, start, at) or view("unsure").search(text, start, at))


IT = re.compile(r"(?:^|[\s\"])(?:it|éste|este|ello|sabemos que|we know that it|que) ?(?=\w)|^\"?(?=(?:ha|es)\s)", re.I)


def _again(reading: Reading, place: int, said: Said) -> Iterator[RelationFound]:
    """ "It has worked well": the agreement or chapter spoken of before."""
    text, (first, last) = said.frame.text, said.region
    for it in IT.finditer(text, first, last):
        found = view("good").match(text, it.end() - (text[it.end() - 1] == " "), last)
        if found and not doubted(text, first, found, it.start()):
            for node in agreement_before(reading, place, PARTS):
                yield from held_by_speakers(reading, said, AGAIN, (it.start(), found.end()), node.id)
            return


def _statement(reading: Reading, place: int, own: tuple[str, ...]) -> Iterator[RelationFound]:
    """A statement with an advocacy word: its speaker is for the topics it names, and tells governments what to do."""
    frame, voice = reading.bare[place], reading.voices[place]
    marker = pattern("advocacy", "marker").search(frame.text)
    speakers = [node.id for node in voice.speakers] if voice else list(own)
    if not speakers or not marker or (not voice and _of_another(frame, speakers)):
        return
    if pattern("advocacy", "not_asked").search(frame.text[max(0, marker.start() - 14) : marker.end() + 8]):
        yield from _refused(reading, frame, speakers, marker)
        yield from (_quoted if voice else _told)(reading, frame, speakers)
        return
    if pattern("advocacy", "strong").search(marker[0]) and (voice or frame.kind == "prose"):
        rule = STATED_FOCUS if voice else OWN_STANCE
        for topic, predicate in positions(reading, frame, _needed_in(frame, voice, marker)):
            for speaker in speakers if topic != REVIEW and (topic not in FLIPS or predicate == "opposes") else ():
                match = Match(rule, frame, stretch(frame))
                yield relation(reading, match, speaker, topic, predicate=predicate, speaker=speaker, held=Modality.ASSERTED)
    yield from (_quoted if voice else _told)(reading, frame, speakers)


def _needed_in(frame: Frame, voice: Attribution | None, marker: re.Match[str]) -> Span:
    """The stretch of a statement in which what is named is surely what is needed: near the words of need, before a condition or an aim."""
    first, last = _clause(frame.text, marker.start(), marker.end())
    if voice and voice.last:
        first, last = (first, min(last, voice.first)) if marker.start() < voice.first else (max(first, voice.last), last)
    first = max([first, *(opened.end() for opened in THAT.finditer(frame.text, first, marker.start()))])
    last = cut(frame, (marker.end(), max(last, marker.end())))[1]
    if pattern("advocacy", "ahead").search(marker[0]):
        first = marker.end()
    ends = [found.start() for said in (ELSE, BEYOND) if (found := said.search(frame.text, marker.end(), last))]
    return first, max(first, min([last, marker.end() + FAR, *ends]))


def _of_another(frame: Frame, own: list[str]) -> bool:
    """Whether a sentence is about what somebody else than the author says or does."""
    subject = main_subject(frame)
    acting = [node.id for slot in frame.slots_in(*subject, "PO") for node in slot.nodes] if subject else []
    return bool(acting) and not set(acting) & set(own)


# Where a sentence goes on about what another does: ", and in December the O raised".
ELSE = re.compile(
    r",? (?:and|but|y|pero|while|mientras)\s(?:[^,;.⟦]{0,20}(?:⟦D\d+⟧ ?,? ?)?)(?:the |el |la |los )?(?:⟦J\d+⟧ )?⟦[OGP]\d+⟧ (?!(?:and|y|to|a|de|of)\b)[a-zà-ÿ]",
    re.I,
)
BEYOND = re.compile(r"\b(?:before|until|unless|without|so that|in order to|antes de|hasta|sin|para que|a fin de)\b", re.I)
# Where the clause begins in which something is said to be needed.
THAT = re.compile(r"\b(?:that|que)\s|,? (?:and|y) (?=(?:it|he|she|they|we|se|que)\b)", re.I)


def _refused(reading: Reading, frame: Frame, speakers: list[str], marker: re.Match[str]) -> Iterator[RelationFound]:
    """A burden that should not be laid on."""
    region = cut(frame, (marker.end(), min(len(frame.text), marker.end() + 90)))
    for topic, predicate in positions(reading, frame, region, "opposes"):
        for speaker in speakers if topic in FLIPS and predicate == "opposes" else ():
            yield relation(reading, Match(STATED_FOCUS, frame, stretch(frame)), speaker, topic, predicate="opposes", speaker=speaker, held=Modality.ASSERTED)


def _clause(text: str, first: int, last: int) -> Span:
    """The stretch around a word that dashes, semicolons and turning conjunctions bound."""
    breaks = [
        (match.start(), match.end())
        for match in re.finditer(r"\s—\s|;|,? (?:while|but|although|because|whereas|mientras|aunque|pero|porque|mais|alors que)\b", text, re.I)
    ]
    start = max((end for begin, end in breaks if end <= first), default=0)
    return start, min((begin for begin, _ in breaks if begin >= last), default=len(text))


def _quoted(reading: Reading, frame: Frame, speakers: list[str]) -> Iterator[RelationFound]:
    """What somebody is quoted to say of a law or agreement that a government should end or keep: likely their own view of it."""
    for found in pattern("advocacy", "must").finditer(frame.text):
        if not PLACED.search(frame.text, 0, found.start("b")):
            for speaker in speakers:
                yield from from_ask(reading, Match(TOLD, frame, found), speaker)


def _told(reading: Reading, frame: Frame, speakers: list[str]) -> Iterator[RelationFound]:
    """What a text of one's own tells governments to do."""
    for found in (*pattern("advocacy", "must").finditer(frame.text), *pattern("advocacy", "we_ask").finditer(frame.text)):
        if "v" in found.re.groupindex and PLACED.search(frame.text, 0, found.start("b")):
            continue
        match = Match(OWN_URGE, frame, found)
        for speaker in speakers:
            yield from from_ask(reading, match, speaker)
            for slot in match.slots("b"):
                for node in slot.nodes:
                    if node.id != speaker:
                        yield relation(reading, match, speaker, node.id, ask=ask_text(reading, match), speaker=speaker, held=Modality.ASSERTED)
