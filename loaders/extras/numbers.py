"""Checks one figure of an answer: its number is read again by our own grammar, its slots must stand in the text."""

import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache
from typing import Literal

from graph.claims import Figure
from loaders.documents.frames import Frame, interval_near
from loaders.documents.model import FigureFound, Span
from loaders.documents.numbers import find_quantities
from loaders.documents.places import WORLD, Place, is_place, period, place
from loaders.documents.quantity import Quantity
from loaders.extras.answers import Number
from loaders.extras.ground import Ground, Passage
from loaders.extras.quotes import contains, locate
from loaders.extras.words import said

Kind = Literal["flow", "growth", "share", "count", "multiple", "macro", "projection"]
Way = Literal["export", "import", "trade"]
Slots = dict[str, Literal["stated", "inherited", "guessed"]]
KINDS: Mapping[Kind, frozenset[str]] = {
    "flow": frozenset({"money"}),
    "macro": frozenset({"money"}),
    "growth": frozenset({"percent"}),
    "share": frozenset({"percent"}),
    "multiple": frozenset({"multiple"}),
    "count": frozenset({"plain"}),
    "projection": frozenset({"money", "percent"}),
}
WAYS: tuple[Way, ...] = ("export", "import", "trade")
UNITS = {"percent": "%", "multiple": "times", "plain": "count"}
SIGNS = {"$": "USD", "US$": "USD", "C$": "CAD", "MX$": "MXN", "€": "EUR", "£": "GBP", "¥": "JPY"}
EVERYBODY = frozenset({"world", "mundo", "monde"})
NOBODY: Place = ("", "")


def figure(ground: Ground, shown: tuple[Passage, ...], item: Number, extractor: str) -> FigureFound | str:
    """The figure as a proposal of `extractor`, or why it is none; `shown` are the passages that the model saw."""
    kind = next((kind for kind in KINDS if kind == item.kind), None)
    if kind is None:
        return "kind of figure not of the closed list"
    places = [(passage, span) for passage in shown if (span := locate(item.quote, ground.text, passage.span))]
    if not places:
        return "quote not in the text"
    for passage, span in places:
        if read := _number(ground, passage, span, kind, item.value):
            return _checked(ground, passage, span, kind, *read, item, extractor)
    return "number not read from the quote"


def _number(ground: Ground, passage: Passage, span: Span, kind: Kind, value: float) -> tuple[Frame, Quantity] | None:
    """The number of the quote with the value given, the same in its whole sentence and in the quote by itself."""
    for frame in passage.frames_at(span):
        alone = {quantity.value for quantity in find_quantities(ground.text[slice(*span)], frame.language)}
        for number in find_quantities(ground.text, frame.language, *frame.span):
            inside = span[0] <= number.span[0] and number.span[1] <= span[1]
            if inside and number.value == value and value in alone and number.kind in KINDS[kind]:
                return frame, number
    return None


def _checked(ground: Ground, passage: Passage, span: Span, kind: Kind, frame: Frame, number: Quantity, item: Number, extractor: str) -> FigureFound | str:
    slots: Slots = {"value": "stated"}
    unit = UNITS.get(number.kind, "USD" if number.unit == "$" else number.unit)
    if number.kind == "money":
        slots["unit"] = "guessed" if number.unit == "$" else "stated"
        if item.unit and SIGNS.get(item.unit.strip().upper(), item.unit.strip().upper()) != unit:
            return "another currency in the text"
    way = _way(frame, item.direction or "")
    if kind == "flow" and way is None:
        return "not the trade that the text tells of"
    economies = _economies(ground, passage, frame, way if kind == "flow" else None, item, slots)
    if isinstance(economies, str):
        return economies
    speaker = ground.node(passage, item.speaker) if item.speaker else None
    if item.speaker and (speaker is None or speaker.group != "actor"):
        return "speaker not named beside the quote"
    reporter, partner = economies
    near = interval_near(frame, *(bisect_left(frame.starts, at) for at in number.span))
    when = period(near) if near else ""
    made = Figure(
        kind=kind,
        value=number.value,
        upper=number.upper,
        unit=unit,
        bound=number.bound,
        subject=_said(ground, frame, item.subject),
        measure=_said(ground, frame, item.measure),
        reporter=reporter[1],
        partner=partner[1],
        direction=way or "",
        category=_said(ground, frame, item.category),
        period=when,
        slots=tuple(sorted((slots | ({"period": "stated"} if when else {})).items())),
    )
    found = FigureFound(made, span, reporter[0], partner[0], speaker=speaker.id if speaker else "", extractor=extractor)
    return "read by the rules too" if _known(ground, found, number) else found


def _way(frame: Frame, given: str) -> Way | None:
    """The way of trade given, if the sentence has a word for it."""
    way = next((way for way in WAYS if way == given), None)
    return way if way and _words(way).search(frame.text) else None


def _economies(ground: Ground, passage: Passage, frame: Frame, way: Way | None, item: Number, slots: Slots) -> tuple[Place, Place] | str:
    """Reporter and partner by the names given: economies of the passage that do not stand the other way round in the sentence."""
    named: list[Place] = []
    for name in (item.reporter, item.partner):
        node = ground.node(passage, name) if name else None
        if name and name.strip().casefold() in EVERYBODY:
            named.append(WORLD)
        elif name and (node is None or not is_place(node)):
            return "an economy not named beside the quote"
        else:
            named.append(place(node) if node else NOBODY)
    reporter, partner = named
    if way is None:
        return reporter, partner
    if reporter in (NOBODY, partner):
        return "no reporter named"
    if _stands_behind(frame, reporter, "to" if way == "export" else "from" if way == "import" else "none"):
        return "reporter and partner the other way round"
    slots["reporter"], slots["partner"] = "stated", "guessed" if partner == NOBODY else "stated"
    return reporter, WORLD if partner == NOBODY else partner


def _stands_behind(frame: Frame, economy: Place, word: str) -> bool:
    """Whether the economy stands behind "to" (or "from") in the sentence, and nowhere else."""
    numbers = [number for number, slot in enumerate(frame.slots) for node in slot.nodes if is_place(node) and place(node) == economy]
    behind = [re.search(rf"(?:{said('directions').get(word, '(?!)')})\s(?:the\s|el\s|la\s|los\s|las\s)?⟦\w{number}⟧", frame.text) for number in numbers]
    return bool(numbers) and all(behind)


@cache
def _words(way: Way) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{said('trade')[way]})", re.IGNORECASE)


def _said(ground: Ground, frame: Frame, words: str | None) -> str:
    """Words for a slot, if the sentence has them; a model's own words are not kept."""
    return " ".join(words.split())[:120] if words and contains(words, ground.text, frame.span) else ""


def _known(ground: Ground, found: FigureFound, number: Quantity) -> bool:
    """Whether the rules read this very number too: what they make of it stands."""
    return any(
        (one.figure.value, one.figure.upper) == (found.figure.value, found.figure.upper)
        and one.evidence[0] <= number.span[0]
        and number.span[1] <= one.evidence[1]
        for one in ground.extraction.figures
    )
