"""What agreements, chapters, works and agencies have rules on."""

import re
from collections.abc import Iterator
from functools import cache

from graph.claims import Modality
from loaders.documents.attribution import words
from loaders.documents.frames import Frame
from loaders.documents.gates import Gated
from loaders.documents.model import RelationFound, Span
from loaders.documents.patterns import Match, Rule, stretch
from loaders.documents.reading import Reading, relation

PART = re.compile(r"⟦T(\d+)⟧ (?:of|del|de|du|de l')(?: the| el)? ?$")


@cache
def _patterns() -> tuple[tuple[Rule, Gated], ...]:
    said = words("regulates")
    return tuple(
        (Rule(row["id"], "regulates", (), 0.88, row["accept"], "", (), ""), Gated(row["pattern"].replace("{verb}", said["verb"]), re.I))
        for row in said["patterns"]
    )


@cache
def _pattern(name: str) -> Gated:
    return Gated(words("regulates")[name], re.I)


def find_rules(reading: Reading) -> Iterator[RelationFound]:
    """`regulates`, of the text named and, implied, of the agreement that it is part of."""
    for place, (frame, voice) in enumerate(zip(reading.full, reading.voices, strict=True)):
        if frame.kind == "byline":
            continue
        for rule, pattern in _patterns():
            for found in pattern.finditer(frame.text):
                yield from _found(reading, frame, rule, found, int(found["n"]), "o")
        yield from _again(reading, place)
        for found in _pattern("work").finditer(frame.text):
            slot, group = (found["n"], "o") if found["n"] else (found["m"], "q")
            yield from _found(reading, frame, Rule("rules-work", "regulates", (), 0.88, True, "", (), ""), found, int(slot), group)
        for found in _pattern("benefit").finditer(frame.text):
            match = Match(Rule("benefit", "concerns", (), 0.85, True, "", (), ""), frame, _proof(frame, found, spoken=voice is not None))
            for topic in _heads(reading, frame.source(*found.span("o"))):
                for node in frame.slots[_owner(frame, found, int(found["n"]))].nodes:
                    speaker = voice.speakers[0].id if voice else ""
                    yield relation(reading, match, node.id, topic, held=Modality.ASSERTED, event=False, speaker=speaker)
    for node in reading.nodes.values():
        yield from _own_name(reading, node.id)


def _again(reading: Reading, place: int) -> Iterator[RelationFound]:
    """ "It bans ..." after a sentence whose subject is a text."""
    frame = reading.full[place]
    found = _it().match(frame.text)
    back = next((other for other in reversed(reading.full[max(0, place - 4) : place]) if not _it().match(other.text)), None) if found else None
    opening = SUBJECT.match(back.text) if back and back.block == frame.block else None
    if found and back and opening:
        for topic in _heads(reading, frame.source(*found.span("o"))):
            for node in back.slots[_owner(back, opening, int(opening["n"]))].nodes:
                match = Match(Rule("rules-again", "regulates", (), 0.85, True, "", (), ""), frame, found)
                yield relation(reading, match, node.id, topic, held=Modality.ASSERTED, event=False)


SUBJECT = re.compile(r"(?:The |El |Le |L')?⟦T(?P<n>\d+)⟧")


@cache
def _it() -> Gated:
    return Gated(rf"(?:It|Also,? it) (?:also )?(?P<v>{words('regulates')['verb']}|stops?|keeps?)\b(?P<o>[^.;]{{3,200}})", re.I)


def _found(reading: Reading, frame: Frame, rule: Rule, found: re.Match[str], slot: int, group: str) -> Iterator[RelationFound]:
    match = Match(rule, frame, _proof(frame, found))
    owner = _owner(frame, found, slot)
    first, last = found.span(group)
    stop = _pattern("stop").search(frame.text, first, last)
    for topic in _heads(reading, frame.source(first, stop.start() if stop else last)):
        for node in (node for node in frame.slots[owner].nodes if node.group != "actor" and (rule.id != "rules-law" or _pattern("law").search(node.name))):
            yield relation(reading, match, node.id, topic, held=Modality.ASSERTED, event=False)
            for parent in _above(reading, node.id):
                yield relation(reading, match, parent, topic, held=Modality.ASSERTED, event=False, qualifiers=("implied",))


def _proof(frame: Frame, found: re.Match[str], *, spoken: bool = False) -> re.Match[str]:
    """The match widened to the part that it is about, and to the sentence's beginning where that names the speaker."""
    part = PART.search(frame.text[: found.start()])
    first = 0 if spoken else part.start() if part else found.start()
    return stretch(frame, first, found.end())


def _owner(frame: Frame, found: re.Match[str], slot: int) -> int:
    """The part when a rule's match begins at the whole: "Chapter 19 of the USMCA prohibits ...", "USMCA Chapter 19, on ..."."""
    part = PART.search(frame.text[: found.start()])
    beside = re.search(rf"⟦T{slot}⟧ ⟦T(\d+)⟧", found[0])
    return int(part[1]) if part else int(beside[1]) if beside else slot


def _heads(reading: Reading, span: Span) -> list[str]:
    """The topics of a stretch; one that only completes another ("non-discrimination of digital services") is left out."""
    kept: list[tuple[str, Span]] = []
    for topic, place in reading.topics_in(span):
        before = kept[-1][1] if kept else None
        between = reading.document.text[before[1] : place[0]] if before else ""
        if before and kept[-1][0] != topic.id and (place[0] < before[1] or re.fullmatch(r"\s(?:of|de)\s(?:the\s|los\s|las\s)?", between)):
            continue
        kept.append((topic.id, place))
    return list(dict.fromkeys(id for id, _ in kept))


def _above(reading: Reading, id: str) -> list[str]:
    node = reading.nodes[id]
    entry = reading.registry.entries.get(id)
    parent = node.part_of or (entry.part_of if entry else "")
    return [parent] if node.group == "agreement" and parent in reading.nodes else []


def _own_name(reading: Reading, id: str) -> Iterator[RelationFound]:
    """An article, a mechanism or a law whose own name names a topic."""
    node = reading.nodes[id]
    if node.group == "work" and not _pattern("law").search(node.name):
        return
    if node.group not in ("agreement", "work"):
        return
    for mention in node.mentions:
        for topic, _ in reading.topics_in(mention.span):
            when = reading.document.published.isoformat() if reading.document.published else ""
            rule, confidence = ("rules-in-name", 0.85) if node.group == "agreement" else ("rules-in-law", 0.65)
            yield RelationFound(id, "regulates", topic.id, mention.span, rule, confidence, qualifiers=("implied",), when=when)
