"""The sentences of a document as rules on what texts regulate read them.

A part and its whole are one slot ("Chapter 19 of the USMCA", "USMCA Chapter 19"), so are texts joined by "and"; a law stands
for its own words; "that chapter", "it" and "its rules" are the text named before.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from loaders.documents.attribution import words
from loaders.documents.frames import SLOT, Frame
from loaders.documents.gates import Gated
from loaders.documents.model import NodeFound
from loaders.documents.patterns import expand
from loaders.documents.reading import Reading
from loaders.documents.relations_works import marked
from loaders.documents.slot import Slot
from loaders.documents.works import UNNAMED

REACH = 3  # sentences back that "it" and "that chapter" may reach
THE = r"(?:the |an? |el |la |los |las |l')?"
WHOLE_AFTER = re.compile(
    rf"(?P<keep>⟦T(?P<a>\d+)⟧(?:\s\([^()⟦]{{2,70}}\))?),? (?:of|in|under|to|del?|en|du|de) {THE}"
    r"(?:original |old |new |updated |nuevo |propio |l')?⟦T(?P<b>\d+)⟧(?!')"
)
WHOLE_BEFORE = re.compile(r"⟦T(?P<b>\d+)⟧(?:'s?)?,? (?:in its |through its |and its |en su |y su )?(?P<keep>⟦T(?P<a>\d+)⟧)")
# "The USMCA bars, in its Article 19.3, ...": the article does.
INSIDE = re.compile(r"⟦T(?P<b>\d+)⟧(?P<v>,? \w+(?: \w+)?),? (?:in its|in|through its|under its|en su|en el|a través de su) ⟦T(?P<a>\d+)⟧,")
TWICE = re.compile(r"(?P<keep>⟦[TW](?P<a>\d+)⟧)\s\((?:the )?⟦[TW](?P<b>\d+)⟧\)")
BOTH = re.compile(rf"⟦[TW](?P<a>\d+)⟧(?:, | ?,? (?:and|as well as|y|e|así como|et) ){THE}⟦[TW](?P<b>\d+)⟧(?!')")
KINDS = {"c": "chapter", "a": "article"}


def ruling_frames(reading: Reading) -> Iterator[tuple[int, Frame]]:
    """Every sentence that names or stands for a text, with its place, ready for the patterns of `rules/regulates.yaml`."""
    done: list[Frame] = []
    unnamed = [(mention, node) for node in reading.nodes.values() if node.group == "work" for mention in node.mentions if mention.rule == UNNAMED]
    for place, frame in enumerate(reading.full):
        if frame.kind == "byline":
            done.append(frame)
            continue
        frame = marked(frame, [(mention, node) for mention, node in unnamed if frame.span[0] <= mention.span[0] < frame.span[1]])
        if "⟦T" in frame.text or "⟦W" in frame.text:
            frame = _joined(reading, _shortened(reading, frame))
        before = [other for other in done[-REACH:] if other.block == frame.block]
        frame = _again(frame, before) if before else frame
        done.append(frame)
        yield place, frame


def _shortened(reading: Reading, frame: Frame) -> Frame:
    """The frame with works standing for their words, and parts for themselves and their wholes."""

    def part(match: re.Match[str]) -> tuple[int, int] | None:
        a, b = (frame.slots[int(match[name])].nodes for name in "ab")
        return match.span("keep") if a and b and _is_part(reading, a[0], b[0]) else match.span()

    def twice(match: re.Match[str]) -> tuple[int, int] | None:
        same = set(frame.slots[int(match["a"])].ids) & set(frame.slots[int(match["b"])].ids)
        return match.span("keep") if same else match.span()

    for mark in reversed(list(SLOT.finditer(frame.text)) if "⟦W" in frame.text else []):
        if mark[1] == "W":
            start = frame.slots[int(mark[2])].span[0]
            first = next((at for at in range(mark.start(), -1, -1) if at == 0 or frame.starts[at - 1] < start), mark.start())
            frame = frame.put((first, mark.start()), "") if first < mark.start() else frame
    if "(" in frame.text:
        frame = frame.without(TWICE, twice)
    inside = INSIDE.search(frame.text)
    if inside and all(frame.slots[int(inside[name])].nodes for name in "ab"):
        a, b = (frame.slots[int(inside[name])].nodes[0] for name in "ab")
        frame = frame.put(inside.span(), f"⟦T{inside['a']}⟧{inside['v']}") if _is_part(reading, a, b) else frame
    for _ in range(2):  # an article of a chapter of an agreement
        frame = frame.without(WHOLE_AFTER, part) if "⟦T" in frame.text else frame
    return frame.without(WHOLE_BEFORE, part) if "⟦T" in frame.text else frame


def _is_part(reading: Reading, part: NodeFound, whole: NodeFound) -> bool:
    """Whether an article or a chapter belongs to the other, at once or by way of a chapter."""
    if part.kind == "agreement" or part.id == whole.id:
        return False
    parent = reading.nodes.get(part.part_of)
    entry = reading.registry.entries.get(part.id)
    return whole.id in (part.part_of, parent.part_of if parent else "", entry.part_of if entry else "")


def _joined(reading: Reading, frame: Frame) -> Frame:
    """The frame with one slot for "the A and the B"."""
    while match := BOTH.search(frame.text):
        first, second = (frame.slots[int(match[name])] for name in "ab")
        nodes = (*first.nodes, *(node for node in second.nodes if node not in first.nodes))
        frame = frame.put(match.span(), f"⟦T{len(frame.slots)}⟧", (Slot("T", (first.span[0], second.span[1]), nodes),))
    return frame


@cache
def _patterns() -> dict[str, Gated]:
    said = words("regulates")
    return {name: Gated(expand(text, said["words"]), re.I) for name, text in said["again"].items()}


def _again(frame: Frame, before: list[Frame]) -> Frame:
    """The frame with the text named before in place of "that chapter", and of "it", "its" or nothing at the beginning."""
    for match in reversed(list(_patterns()["part"].finditer(frame.text))):
        kind = next((kind for letter, kind in KINDS.items() if match["n"].casefold().startswith(letter)), "annex")
        earlier = [slot for other in before for slot in _texts(other) if slot.nodes[0].kind == kind]
        if earlier and not _named(frame, match.end(), earlier[-1]):
            frame = _put(frame, match.span(), earlier[-1], "")
    opening = _patterns()["it"].match(frame.text) or _patterns()["its"].match(frame.text)
    subject = next((found for other in reversed(before) if _texts(other) and (found := _subject(other))), None) if opening else None
    if opening and subject:
        own = "'s" if "p" in opening.re.groupindex and opening["p"] else ""
        return _put(frame, opening.span("p" if own else "w"), subject, own)
    alone = _patterns()["rules_that"].search(frame.text) if not _texts(frame) else None
    named = {slot.ids: slot for other in before[-1:] for slot in _texts(other) if slot.nodes[0].kind == "agreement"} if alone else {}
    return _put(frame, alone.span("w"), next(iter(named.values())), "'s") if alone and len(named) == 1 else frame


def _named(frame: Frame, end: int, slot: Slot) -> bool:
    """Whether the sentence says at once what "the chapter" it means ("the chapter on trade")."""
    return bool(re.match(r" (?:on|de|sobre|of|que|that|\d)\b", frame.text[end : end + 8])) or any(set(slot.ids) & set(other.ids) for other in _texts(frame))


def _put(frame: Frame, span: tuple[int, int], slot: Slot, after: str) -> Frame:
    space = " " if span[1] < len(frame.text) and frame.text[span[1]] != " " else ""
    return frame.put(span, f"⟦T{len(frame.slots)}⟧{after}{space}", (replace(slot, letter="T", pronoun=True),))


def _texts(frame: Frame) -> list[Slot]:
    return [frame.slots[int(mark[2])] for mark in SLOT.finditer(frame.text) if mark[1] in "TW" and frame.slots[int(mark[2])].nodes]


def _subject(frame: Frame) -> Slot | None:
    """The text that a sentence is about: the one that it opens with, else the only one it names."""
    opening = re.match(rf"(?:[\w,]+ )?{THE}⟦[TW](\d+)⟧", frame.text)
    if opening:
        return frame.slots[int(opening[1])]
    texts = {slot.ids: slot for slot in _texts(frame)}
    return next(iter(texts.values())) if len(texts) == 1 else None
