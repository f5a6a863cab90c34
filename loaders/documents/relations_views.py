"""Positions that a statement implies: praise and blame of an agreement, fear of a burden, words of advocacy, what is told to governments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from graph.claims import Modality
from loaders.documents.attribution import attribution, pattern, words
from loaders.documents.clauses import main_subject
from loaders.documents.frames import SLOT, Frame
from loaders.documents.gates import Gated
from loaders.documents.model import NodeFound, RelationFound, Span
from loaders.documents.patterns import Match, Rule, stretch
from loaders.documents.positions import FLIPS, REVIEW, agreement_before, cut, positions
from loaders.documents.reading import Reading, relation
from loaders.documents.relations_urging import HOLDS, ask_text, from_ask

STATEMENT = Rule("statement", "supports", (), 0.7, False, "", (), "")
STATED_FOCUS = Rule("stated-priority", "supports", (), 0.85, True, "", (), "")
OWN_STANCE = Rule("own-stance", "supports", (), 0.85, True, "", (), "")
OWN_VOICE = Rule("own-voice", "supports", (), 0.75, False, "", (), "")
OWN_URGE = Rule("own-urge", "urges", (), 0.88, True, "", (), "")
TOLD = Rule("told-must", "urges", (), 0.75, False, "", (), "")
PRAISE = Rule("view-good", "supports", (), 0.85, True, "", (), "")
MILD = Rule("view-mild", "supports", (), 0.65, False, "", (), "")
BLAME = Rule("view-bad", "opposes", (), 0.85, True, "", (), "")
FEAR = Rule("view-fear", "opposes", (), 0.82, True, "", (), "")
FEAR_TOLD = Rule("view-fear-told", "opposes", (), 0.65, False, "", (), "")
WORRY = Rule("view-worry", "opposes", (), 0.82, True, "", (), "")
AGAIN = Rule("view-again", "supports", (), 0.7, False, "", (), "")
PARTS = frozenset({"agreement", "chapter", "article"})
ADVOCATES = frozenset({"person", "role", "association", "chamber", "company", "organisation", "government"})


@dataclass(frozen=True, slots=True)
class Said:
    """A stretch of a frame and who says it."""

    frame: Frame
    region: Span
    speakers: tuple[NodeFound, ...]


def find_views(reading: Reading, place: int, own: tuple[str, ...]) -> Iterator[RelationFound]:
    """`supports` and `opposes` that one sentence implies for whoever says it."""
    for said in _spoken(reading, place, own):
        yield from _judged(reading, said)
        yield from _needed(reading, said)
        yield from _again(reading, place, said)
        yield from _feared(reading, place, said)
    yield from _statement(reading, place, own)


@cache
def _view(name: str) -> Gated:
    said = dict(words("views"))
    text: str = said[name]
    for _ in range(4):
        text = re.sub(r"\{([a-z_]+)\}", lambda match: f"(?:{said[match[1]]})", text)
    return Gated(text, re.I)


@cache
def _and_said() -> Gated:
    said = words("speech")
    return Gated(rf"(?<!⟧),?\s(?:y|e|and)\s(?:(?:{said['adverbs']})\s)?(?:{said['say']})\s(?:que|that)\b", re.I)


def _spoken(reading: Reading, place: int, own: tuple[str, ...]) -> Iterator[Said]:
    """What somebody says in a sentence: beside the words of saying, after "and said that", in a clause, in a text of one's own."""
    frame, voice = reading.bare[place], reading.voices[place]
    end = len(frame.text)
    if voice:
        yield Said(frame, (voice.last, end), voice.speakers)
        if voice.first > 20 and re.search(r"[,\"'—]\s?$", frame.text[: voice.first + 1]):
            yield Said(frame, (0, voice.first), voice.speakers)
    elif own and '"' not in frame.text:
        yield Said(frame, (0, end), tuple(reading.nodes[id] for id in own if id in reading.nodes))
    subject = main_subject(frame)
    for found in _and_said().finditer(frame.text, subject[1]) if subject else ():
        slots = frame.slots_in(*subject, "POG") if subject else ()
        yield Said(frame, (found.end(), end), tuple(node for slot in slots for node in slot.nodes if node.kind != "place"))
    for clause in reading.clauses[place]:
        if told := attribution(clause):
            yield Said(clause, (told.last, len(clause.text)), told.speakers)


def _relations(reading: Reading, said: Said, rule: Rule, found: Span, target: str, predicate: str = "") -> Iterator[RelationFound]:
    """One relation for each speaker; the proof goes from the speaker's words to what is said."""
    whole = stretch(said.frame, 0 if said.frame.kind != "list" else found[0], max(found[1], 1))
    if said.region[0] == 0 and said.region[1] < len(said.frame.text):
        whole = stretch(said.frame)
    for speaker in said.speakers:
        if speaker.kind in HOLDS and speaker.id != target:
            match = Match(rule, said.frame, whole)
            yield relation(reading, match, speaker.id, target, predicate=predicate, speaker=speaker.id, held=Modality.ASSERTED)


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
        if _view("other").search(text, first, mark.start()):
            continue
        part = OF.search(before)
        if part and _view("doing").search(before):
            part = None
        if part and not part["head"]:
            if REVIEW_OF.search(before) and (found := _view("occasion").match(text, mark.end(), last)):
                yield from _of_slot(reading, said, PRAISE, mark, found.end())
            continue
        subject = SLOT.search(part["head"]) if part else mark
        for name, rule in (("good", PRAISE), ("bad", BLAME), ("mild", MILD)):
            found = _view(name).match(text, mark.end(), last)
            if found and subject and not _doubted(text, max(first, mark.start() - 70), found, mark.start()):
                yield from _of_slot(reading, said, rule, subject, found.end())
                break


@cache
def _need() -> Gated:
    keep, thing = words("stance")["words"]["keep"], words("stance")["words"]["thing"]
    return Gated(rf"{_view('need').pattern}(?:{keep}) (?:the |el |la |al )?(?:{thing}){{0,4}}(?P<t>⟦[TW]\d+⟧)(?!'s? (?:review|rules))", re.I)


def _needed(reading: Reading, said: Said) -> Iterator[RelationFound]:
    """ "It is essential to preserve the agreement": whoever says so is for it."""
    for found in _need().finditer(said.frame.text, *said.region):
        before = said.frame.text[max(said.region[0], found.start() - 40) : found.end()]
        mark = SLOT.match(found["t"])
        if mark and not _view("not").search(before) and not _view("other").search(said.frame.text, said.region[0], found.start()):
            yield from _of_slot(reading, said, PRAISE, mark, found.end())


def _of_slot(reading: Reading, said: Said, rule: Rule, mark: re.Match[str], end: int) -> Iterator[RelationFound]:
    for node in said.frame.slots[int(mark[2])].nodes:
        if node.group in ("agreement", "work"):
            yield from _relations(reading, said, rule, (mark.start(), end), node.id)


def _doubted(text: str, first: int, found: re.Match[str], at: int) -> bool:
    """True when the clause negates or doubts what is found."""
    start = max((match.end() for match in LAST_CLAUSE.finditer(text, first, at)), default=first)
    return bool(_view("not").search(found[0]) or _view("not").search(text, start, at) or _view("unsure").search(text, start, at))


IT = re.compile(r"(?:^|[\s\"])(?:it|éste|este|ello|sabemos que|we know that it|que) ?(?=\w)|^\"?(?=(?:ha|es)\s)", re.I)


def _again(reading: Reading, place: int, said: Said) -> Iterator[RelationFound]:
    """ "It has worked well": the agreement or chapter spoken of before."""
    text, (first, last) = said.frame.text, said.region
    for it in IT.finditer(text, first, last):
        found = _view("good").match(text, it.end() - (text[it.end() - 1] == " "), last)
        if found and not _doubted(text, first, found, it.start()):
            for node in agreement_before(reading, place, PARTS):
                yield from _relations(reading, said, AGAIN, (it.start(), found.end()), node.id)
            return


def _feared(reading: Reading, place: int, said: Said) -> Iterator[RelationFound]:
    """A burden that does harm, or that the speaker worries about or regrets."""
    frame, (first, last) = said.frame, said.region
    if first >= last:
        return
    named = [(topic.id, span) for topic, span in reading.topics_in(frame.source(first, last)) if topic.id in FLIPS]
    places = [(topic, _place(frame, span[0], first, last), _place(frame, span[1], first, last)) for topic, span in named]
    if not places and (again := _view("burden").search(frame.text, first, last)) and (burden := _burden_before(reading, place)):
        places = [(burden, again.start(), again.end())]
    for topic, start, end in places:
        if _view("other").search(frame.text, first, start):
            continue
        harm = _harm().match(frame.text, end, last)
        if harm and not _view("not").search(harm[0]) and not _view("gone").search(frame.text[first:start]):
            for rule, speakers in _split(said):
                yield from _relations(reading, Said(frame, said.region, speakers), rule, (start, harm.end()), topic)
            continue
        good = _view("good").match(frame.text, end, last)
        if good and not _doubted(frame.text, max(first, start - 70), good, start):
            yield from _relations(reading, said, PRAISE, (start, good.end()), topic)
            continue
        worry = _worry().search(frame.text, max(0, start - 130), start)
        if worry and not _view("not").search(frame.text, max(0, worry.start() - 25), start):
            yield from _relations(reading, said, WORRY, (worry.start(), end), topic)


def _split(said: Said) -> Iterator[tuple[Rule, tuple[NodeFound, ...]]]:
    """Those whose fear is a position, and those (offices, media, analysts) whose fear may be a forecast."""
    yield FEAR, tuple(node for node in said.speakers if node.kind in ADVOCATES)
    yield FEAR_TOLD, tuple(node for node in said.speakers if node.kind not in ADVOCATES)


@cache
def _harm() -> Gated:
    return Gated(rf"{words('views')['between']}(?:{_view('modal').pattern}{_view('harm').pattern}|\b{_view('harms').pattern})", re.I)


@cache
def _worry() -> Gated:
    return Gated(rf"{_view('worry').pattern}[^.;⟦]{{0,40}}(?:⟦[JGDO]\d+⟧[^.;⟦]{{0,50}}){{0,2}}$", re.I)


def _place(frame: Frame, offset: int, first: int, last: int) -> int:
    return next((place for place in range(first, last) if frame.starts[place] >= offset), last)


def _burden_before(reading: Reading, place: int) -> str:
    """The burden that the sentences before named last."""
    for other in reversed(reading.bare[max(0, place - 3) : place]):
        named = [topic.id for topic, _ in reading.topics_in(other.span) if topic.id in FLIPS]
        if named:
            return named[-1]
    return ""


def _statement(reading: Reading, place: int, own: tuple[str, ...]) -> Iterator[RelationFound]:
    """A statement with an advocacy word: its speaker is for the topics it names, and tells governments what to do."""
    frame, voice = reading.bare[place], reading.voices[place]
    marker = pattern("advocacy", "marker").search(frame.text)
    speakers = [node.id for node in voice.speakers] if voice else list(own)
    listed = bool(own) and not voice and frame.kind == "list"
    if not speakers or not (marker or listed):
        return
    if voice and re.search(r"\baccording to\b|\bseg[úu]n\b|\bselon\b", frame.text[voice.first : voice.first + 14], re.I) and not marker:
        return
    if marker and pattern("advocacy", "not_asked").search(frame.text[max(0, marker.start() - 14) : marker.end() + 8]):
        yield from _refused(reading, frame, speakers, marker)
        yield from _told(reading, frame, speakers, own_text=not voice)
        return
    whole = stretch(frame)
    strong = marker is not None and pattern("advocacy", "strong").search(marker[0]) is not None
    said, own_said = (STATED_FOCUS, OWN_STANCE) if strong else (STATEMENT, OWN_VOICE)
    rule = said if voice else own_said if frame.kind == "prose" else OWN_VOICE
    region = _clause(frame.text, marker.start(), marker.end()) if marker else (0, len(frame.text))
    if voice and voice.last:
        inverted = marker is not None and marker.start() < voice.first
        region = (region[0], min(region[1], voice.first)) if inverted else (max(region[0], voice.last), region[1])
    if marker:
        region = (region[0], cut(frame, (marker.end(), max(region[1], marker.end())))[1])
    if marker and pattern("advocacy", "ahead").search(marker[0]):
        region = (marker.end(), max(region[1], marker.end()))
    for speaker in speakers:
        for topic, predicate in positions(reading, frame, region):
            if topic == REVIEW or (topic in FLIPS and predicate == "supports"):
                continue
            yield relation(reading, Match(rule, frame, whole), speaker, topic, predicate=predicate, speaker=speaker, held=Modality.ASSERTED)
    yield from _told(reading, frame, speakers, own_text=not voice)


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


def _told(reading: Reading, frame: Frame, speakers: list[str], *, own_text: bool) -> Iterator[RelationFound]:
    for found in (*pattern("advocacy", "must").finditer(frame.text), *(pattern("advocacy", "we_ask").finditer(frame.text) if own_text else ())):
        match = Match(OWN_URGE if own_text else TOLD, frame, found)
        for speaker in speakers:
            yield from from_ask(reading, match, speaker)
            for slot in match.slots("b"):
                for node in slot.nodes:
                    if node.id != speaker:
                        yield relation(reading, match, speaker, node.id, ask=ask_text(reading, match), speaker=speaker, held=Modality.ASSERTED)
