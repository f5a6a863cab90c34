"""Positions on asks that the registry knows: not to reopen the text, an annex that could be made."""

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.claims import Modality
from loaders.documents.attribution import pattern
from loaders.documents.frames import Frame
from loaders.documents.model import RelationFound, Span, TopicFound
from loaders.documents.patterns import Match, Rule, stretch
from loaders.documents.reading import Reading, relation

REOPEN = Rule("against-reopening", "opposes", (), 0.9, True, "", (), "")
ANNEX = Rule("suggested-annex", "supports", (), 0.9, True, "", ("suggestion",), "")


def find_asks(reading: Reading, place: int, own: tuple[str, ...]) -> Iterator[RelationFound]:
    """Positions on asks that the registry knows: not to reopen the text, an annex that could be made."""
    frame, voice = reading.full[place], reading.voices[place]
    if not voice and not own:
        return
    speakers = [node.id for node in voice.speakers] if voice else list(own)
    asks = reading.registry.asks
    # The sentence is the proof: who says it stands away from what is asked.
    whole = stretch(frame)
    reopening = pattern("advocacy", "reopen").search(frame.text)
    if reopening and "ask:reopen-text" in asks:
        for speaker in speakers:
            yield relation(reading, Match(REOPEN, frame, whole), speaker, "ask:reopen-text", speaker=speaker, held=Modality.ASSERTED)
        for other in _subjects(frame, reopening.start(), speakers, reading):
            yield replace(
                relation(
                    reading, Match(REOPEN, frame, whole), other, "ask:reopen-text", speaker=speakers[0], qualifiers=("attributed",), held=Modality.ASSERTED
                ),
                confidence=0.7,
            )
    annex = re.search(r"(?:sector(?:al|ial)|digital) annex\b|\banexo (?:sectorial|digital)|\bannexe (?:sectorielle|numérique)", frame.text, re.I)
    if annex and "ask:digital-sectoral-annex" in asks:
        held = Modality.CONDITIONAL if _could(reading, place, annex.start()) else Modality.ASSERTED
        marked = held is Modality.CONDITIONAL or pattern("advocacy", "marker").search(frame.text)
        fits = _digital(reading.topics_in(frame.span))
        for speaker in speakers if marked and fits else ():
            yield relation(reading, Match(ANNEX, frame, whole), speaker, "ask:digital-sectoral-annex", speaker=speaker, held=held)


def _could(reading: Reading, place: int, at: int) -> bool:
    """True when the annex is put as a possibility, in this sentence or the unfinished one before it."""
    frame = reading.full[place]
    if pattern("advocacy", "could").search(frame.text[:at]):
        return True
    before = reading.full[place - 1] if place else None
    return bool(before and not re.search(r"[.?!][\"')]?\s*$", before.text) and pattern("advocacy", "could").search(before.text))


def _digital(found: list[tuple[TopicFound, Span]]) -> bool:
    return any(
        topic.id in ("topic:artificial-intelligence", "topic:cloud", "topic:data-flows", "topic:digital-trade", "topic:cybersecurity") for topic, _ in found
    )


def _subjects(frame: Frame, at: int, speakers: list[str], reading: Reading) -> list[str]:
    """The bodies that the sentence says this of, beside the speaker and the speaker's own body."""
    bodies = [node.id for slot in frame.slots_in(0, at, "O") for node in slot.nodes if node.kind in ("association", "chamber", "organisation", "company")]
    heads = {body for speaker in speakers for body in reading.heads.get(speaker, ())}
    return [body for body in dict.fromkeys(bodies) if body not in speakers and body not in heads]
