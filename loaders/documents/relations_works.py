"""Who published what: letters, statements, reports, notices, each with everyone who issued it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from loaders.documents.attribution import words
from loaders.documents.frames import Frame
from loaders.documents.model import Mention, NodeFound, RelationFound
from loaders.documents.patterns import Match, matches
from loaders.documents.reading import Reading, held_by_verb, relation
from loaders.documents.slot import Slot

SPOKEN = frozenset({"work-spoken", "work-notice"})  # the rules of mentions that fill no slot: rules of other families read the noun itself


def find_publications(reading: Reading) -> Iterator[RelationFound]:
    """`publishes`, sentence by sentence."""
    spoken = [(mention, node) for node in reading.nodes.values() if node.group == "work" for mention in node.mentions if mention.rule in SPOKEN]
    for bare, clauses in zip(reading.bare, reading.clauses, strict=True):
        for frame in (bare, *clauses):
            ready = marked(frame, [(mention, node) for mention, node in spoken if frame.span[0] <= mention.span[0] < frame.span[1]])
            if "⟦W" in ready.text:
                for match in matches(ready, "publishing"):
                    yield from _published(reading, match)


def marked(frame: Frame, spoken: list[tuple[Mention, NodeFound]]) -> Frame:
    """The frame with a slot after each work that is spoken of by its noun alone."""
    for mention, node in spoken:
        if mention.span[1] in frame.ends and mention.span[0] in frame.starts:
            at = frame.ends.index(mention.span[1]) + 1
            frame = frame.put((at, at), f" ⟦W{len(frame.slots)}⟧", (Slot("W", mention.span, (node,)),))
    return frame


@cache
def _another() -> re.Pattern[str]:
    """Words between maker and work that give the work to somebody else, or make it something else than what was issued."""
    publish = words("publishing")["words"]["publish"]
    return re.compile(rf"⟧,? (?:{publish})\b|\b(?:of|on|about|against|under|sobre|contra|bajo|conforme a|seg[úu]n|in response to) (?:\w+ ){{0,2}}$", re.I)


def _published(reading: Reading, match: Match) -> Iterator[RelationFound]:
    if _another().search(match.text("gap")):
        return
    held = held_by_verb(match)
    makers = [
        node
        for group in ("a", "c")
        if match.text(group)
        for slot in match.frame.slots_in(*match.found.span(group))
        for node in slot.nodes
        if node.kind != "place"
    ]
    for maker in dict.fromkeys(makers):
        for slot in match.slots("b"):
            for work in slot.nodes:
                found = relation(reading, match, maker.id, work.id, held=held)
                yield (
                    replace(found, rule="published-plain", confidence=0.55)
                    if match.rule.accept and match.rule.id != "will-publish" and _is_plain(work)
                    else found
                )


TOGETHER = re.compile(r"\b(?:joint|common|conjunt[oa]|com[úu]n|commune?)\b|\bpara\b|\bon\b|\d", re.I)


def _is_plain(work: NodeFound) -> bool:
    """Whether a text has no name but its kind: "a letter"."""
    return all(surface.islower() and not TOGETHER.search(surface) for surface in work.surfaces)
