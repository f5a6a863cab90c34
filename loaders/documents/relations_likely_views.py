"""Positions that go with what somebody says: "al rechazar el arancel, dijo P", what is not up for negotiation, what the head of a body says beside it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from graph.claims import Modality
from loaders.documents.attribution import words
from loaders.documents.frames import SLOT, Frame
from loaders.documents.gates import Gated
from loaders.documents.model import NodeFound, RelationFound
from loaders.documents.patterns import Match, Rule, stretch
from loaders.documents.positions import FLIPS, REVIEW, cut, positions
from loaders.documents.reading import Reading, implied, relation
from loaders.documents.relations_urging import HOLDS

BESIDE = Rule("said-beside", "supports", (), 0.7, False, "", (), "")
FIRM = Rule("not-negotiable", "supports", (), 0.7, False, "", (), "")
HEAD = 0.65  # how often the head of a body holds what the body does, in a quote beside it
NEAR = 70  # letters before words that set something beyond negotiation
HELD = frozenset({"supports", "opposes"})


@cache
def _said(name: str) -> Gated:
    return Gated(words("likely")["said"][name], re.I)


def likely_views(reading: Reading, found: Iterable[RelationFound]) -> Iterator[RelationFound]:
    """`supports` and `opposes` of speakers, by what stands beside their words."""
    for place, frame in enumerate(reading.bare):
        voice = reading.voices[place]
        speakers = [node for node in voice.speakers if node.kind in HOLDS] if voice and frame.kind != "byline" else []
        if speakers:
            for name, predicate in (("beside_pro", "supports"), ("beside_con", "opposes")):
                for match in _said(name).finditer(frame.text):
                    yield from _positions(reading, frame, speakers, BESIDE, predicate, match.span("o"))
            for match in _said("firm").finditer(frame.text):
                yield from _positions(reading, frame, speakers, FIRM, "supports", (max(0, match.start() - NEAR), match.start()))
    yield from _of_heads(reading, found)


def _positions(reading: Reading, frame: Frame, speakers: list[NodeFound], rule: Rule, predicate: str, span: tuple[int, int]) -> Iterator[RelationFound]:
    region = cut(frame, span) if rule is BESIDE else span
    match = Match(rule, frame, stretch(frame))
    named = [(topic, side) for topic, side in positions(reading, frame, region, predicate) if topic != REVIEW]
    if rule is FIRM:
        named = [(topic, side) for topic, side in named if topic not in FLIPS]
    texts = [node for mark in SLOT.finditer(frame.text, *region) if mark[1] in "TW" for node in frame.slots[int(mark[2])].nodes][:1]
    for speaker in speakers:
        for target, side in (*named, *((node.id, predicate) for node in texts)):
            yield relation(reading, match, speaker.id, target, predicate=side, held=Modality.ASSERTED, speaker=speaker.id)


def _of_heads(reading: Reading, found: Iterable[RelationFound]) -> Iterator[RelationFound]:
    """What a body holds in a sentence, said of its head too who speaks in that sentence or the next."""
    heads = [
        (place, speaker.id, body)
        for place, voice in enumerate(reading.voices)
        for speaker in (voice.speakers if voice else ())
        if speaker.kind == "person"
        for body in reading.heads.get(speaker.id, ())
        if not body.startswith("gov:")
    ]
    for item in found if heads else ():
        if item.predicate in HELD and item.modality is Modality.ASSERTED:
            for place, head, body in heads:
                beside = [frame.span for frame in reading.bare[max(0, place - 1) : place + 1] if frame.block == reading.bare[place].block]
                if item.subject == body and item.object != head and beside and beside[0][0] <= item.evidence[0] < beside[-1][1]:
                    yield replace(implied(item, head), rule="head-beside", confidence=HEAD)
