"""Positions on what was named before and is now "it" or "the measure": the text or the burden that the sentence or the one before names last."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from graph.claims import Modality
from loaders.documents.attribution import pattern
from loaders.documents.frames import Frame
from loaders.documents.model import Mention, NodeFound, RelationFound
from loaders.documents.patterns import Match, matches
from loaders.documents.positions import FLIPS
from loaders.documents.reading import Reading, held_by_verb, relation
from loaders.documents.relations_urging import holders
from loaders.documents.works import ENACTED, UNNAMED

MEASURE = re.compile(
    r"\b(?:measure|step|move|plan|proposal|tax|levy|duties|duty|levies|initiative|bill|law|rule|decree|decision|reform|medida|propuesta|plan|gravamen"
    r"|gravámenes|impuesto|cobro|paso|iniciativa|ley|regla|decreto|decisi[óo]n|reforma)s?\b",
    re.I,
)


# What a noun can stand for: "the tax" is no tariff.
SORTS = (
    (re.compile(r"\b(?:tax|taxes|impuestos?)\b", re.I), frozenset({"topic:digital-taxation"})),
    (re.compile(r"\b(?:levy|levies|cobros?|gravamen|gravámenes)\b", re.I), frozenset({"topic:digital-taxation", "topic:media-levies", "topic:tariffs"})),
    (re.compile(r"\b(?:duty|duties)\b", re.I), frozenset({"topic:tariffs", "topic:trade-remedies"})),
)


def find_echoed(reading: Reading, frame: Frame, place: int) -> Iterator[RelationFound]:
    """`supports` and `opposes` of such words, of whatever alone they can stand for."""
    for match in matches(frame, "echoes"):
        held = held_by_verb(match)
        if held is Modality.NEGATED:
            continue
        if held is Modality.URGED:
            held = Modality.ASSERTED
        for target, undone in _meant(reading, match, place):
            predicate = {"supports": "opposes", "opposes": "supports"}[match.rule.predicate] if undone else match.rule.predicate
            for holder in holders(match):
                if holder.id != target and not (undone and predicate == "supports"):
                    yield relation(reading, match, holder.id, target, predicate=predicate, held=held)


def _meant(reading: Reading, match: Match, place: int) -> list[tuple[str, bool]]:
    """What the words stand for, and whether they stand for its end; nothing where two may be meant.

    A measure stands for a burden or a law, a pronoun for an agreement or a law, else a burden.
    """
    measure = MEASURE.search(match.text("o")) is not None
    before = reading.document.text[: match.frame.source(*match.found.span("o"))[0]]
    for other in reversed(reading.bare[max(0, place - 2 if measure else place - 1) : place + 1]):
        named = [slot for slot in other.slots_in(0, len(other.text), "W" if measure else "TW") if slot.span[1] <= len(before)]
        texts = {node.id for slot in named for node in slot.nodes if not measure or ENACTED.search(node.name)}
        unnamed = {node.id for mention, node in _unnamed(reading) if other.span[0] <= mention.span[0] < other.span[1] and mention.span[1] <= len(before)}
        texts = texts or (unnamed if measure else set())
        burdens = {topic.id for topic, span in reading.topics_in(other.span) if topic.id in FLIPS and span[1] <= len(before)}
        sort = next((topics for noun, topics in SORTS if noun.search(match.text("o"))), None)
        burdens = burdens & sort if sort else burdens
        found = (burdens or texts) if measure else (texts or burdens)
        if found:
            ending = bool(found & burdens) and measure and _ended(reading, other, before)
            return [(found.pop(), ending)] if len(found) == 1 else []
    return []


def _unnamed(reading: Reading) -> list[tuple[Mention, NodeFound]]:
    """The laws that only their kind names ("a decree that favors local plants")."""
    return [(mention, node) for node in reading.nodes.values() if node.group == "work" for mention in node.mentions if mention.rule == UNNAMED]


def _ended(reading: Reading, frame: Frame, before: str) -> bool:
    """True where a sentence tells that its burden goes: "Canada would rescind the tax. The move was welcomed"."""
    for topic, span in reading.topics_in(frame.span):
        if topic.id in FLIPS and span[1] <= len(before):
            start = bisect_left(frame.starts, span[0])
            if pattern("advocacy", "against").search(frame.text[max(0, start - 70) : start]) or pattern("advocacy", "undone").match(
                frame.text, start, start + 100
            ):
                return True
    return False
