"""Burdens that are feared, regretted or refused: who says so is against them."""

import re
from collections.abc import Iterator
from functools import cache

from loaders.documents.attribution import words
from loaders.documents.frames import SLOT, Frame
from loaders.documents.gates import Gated
from loaders.documents.model import NodeFound, RelationFound
from loaders.documents.patterns import Rule
from loaders.documents.positions import FLIPS
from loaders.documents.reading import Reading
from loaders.documents.relations_views import PRAISE, doubted
from loaders.documents.said import Said, held_by_speakers, spoken, view

FEAR = Rule("view-fear", "opposes", (), 0.82, True, "", (), "")
FEAR_TOLD = Rule("view-fear-told", "opposes", (), 0.65, False, "", (), "")
WORRY = Rule("view-worry", "opposes", (), 0.82, True, "", (), "")
ADVOCATES = frozenset({"person", "role", "association", "chamber", "company", "organisation", "government"})


def find_fears(reading: Reading, place: int, own: tuple[str, ...]) -> Iterator[RelationFound]:
    """`opposes` of burdens in what one sentence has somebody say."""
    for said in spoken(reading, place, own):
        yield from _feared(reading, place, said)


def _feared(reading: Reading, place: int, said: Said) -> Iterator[RelationFound]:
    """A burden that does harm, or that the speaker worries about or regrets."""
    frame, (first, last) = said.frame, said.region
    if first >= last:
        return
    named = [(topic.id, span) for topic, span in reading.topics_in(frame.source(first, last)) if topic.id in FLIPS]
    places = [(topic, _place(frame, span[0], first, last), _place(frame, span[1], first, last)) for topic, span in named]
    if not places and (again := view("burden").search(frame.text, first, last)) and (burden := _burden_before(reading, place)):
        places = [(burden, again.start(), again.end())]
    for topic, start, end in places:
        if view("other").search(frame.text, first, start):
            continue
        harm = _harm().match(frame.text, end, last)
        if harm and not view("not").search(harm[0]) and not view("gone").search(frame.text[first:start]):
            for rule, speakers in _split(said):
                yield from held_by_speakers(reading, Said(frame, said.region, speakers), rule, (start, harm.end()), topic)
            continue
        good = view("good").match(frame.text, end, last)
        if good and not doubted(frame.text, max(first, start - 70), good, start):
            yield from held_by_speakers(reading, said, PRAISE, (start, good.end()), topic)
            continue
        refused = view("refused").search(frame.text[max(first, start - 70) : start])
        if refused and not _anothers(frame, max(first, start - 70) + refused.start()):
            yield from held_by_speakers(reading, said, WORRY, (first, end), topic)
            continue
        worry = _worry().search(frame.text, max(0, start - 130), start)
        if worry and not view("not").search(frame.text, max(0, worry.start() - 25), start):
            yield from held_by_speakers(reading, said, WORRY, (worry.start(), end), topic)


def _anothers(frame: Frame, at: int) -> bool:
    """True when a name that is not the speaker's own word stands right before a place ("Canada will not accept")."""
    marks = [mark for mark in SLOT.finditer(frame.text, max(0, at - 8), at) if mark.end() + 1 >= at]
    return any(not frame.slots[int(mark[2])].pronoun for mark in marks)


def _split(said: Said) -> Iterator[tuple[Rule, tuple[NodeFound, ...]]]:
    """Those whose fear is a position, and those (offices, media, analysts) whose fear may be a forecast."""
    yield FEAR, tuple(node for node in said.speakers if node.kind in ADVOCATES)
    yield FEAR_TOLD, tuple(node for node in said.speakers if node.kind not in ADVOCATES)


@cache
def _harm() -> Gated:
    return Gated(rf"{words('views')['between']}\"?(?:{view('modal').pattern}{view('harm').pattern}|\b{view('harms').pattern})", re.I)


@cache
def _worry() -> Gated:
    return Gated(rf"{view('worry').pattern}[^.;⟦]{{0,40}}(?:⟦[JGDO]\d+⟧[^.;⟦]{{0,50}}){{0,2}}$", re.I)


def _place(frame: Frame, offset: int, first: int, last: int) -> int:
    return next((place for place in range(first, last) if frame.starts[place] >= offset), last)


def _burden_before(reading: Reading, place: int) -> str:
    """The burden that the sentences before named last."""
    for other in reversed(reading.bare[max(0, place - 3) : place]):
        named = [topic.id for topic, _ in reading.topics_in(other.span) if topic.id in FLIPS]
        if named:
            return named[-1]
    return ""
