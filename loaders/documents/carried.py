"""Rates that go on from the one before: "exports fell 4 percent and imports 9 percent"."""

import re
from dataclasses import replace

from loaders.documents.measures import LEVEL
from loaders.documents.memory import Memory
from loaders.documents.model import FigureFound
from loaders.documents.places import pattern
from loaders.documents.spots import Spot

# "los de Canadá, 27.7 %", "and those to China 9 percent": the same change of something else, without the verb.
ELLIPTIC = re.compile(
    r"(?:\s(?:en|in|during|durante)\s\w+|\s⟦D\d+⟧)?[,;]?\s(?:(?:and|y|e|while|mientras que|en tanto)\s)?(?:[\w⟦⟧'-]+\s){0,6}?(?:[\w⟦⟧'-]+,?\s)?(?:by\s|un\s)?",
    re.I,
)
ENDS_THERE = re.compile(r"\s?(?:[.;,)]|$|(?:in|en|during|durante|respectively|respectivamente|and|y)\b)", re.I)


def going_on(found: FigureFound, spot: Spot, memory: Memory) -> FigureFound:
    """A rate told without a verb after another: of the same kind and sign."""
    figure, (span, last, before) = found.figure, memory.rate
    if span != spot.frame.span or not before or before.kind != "growth" or figure.kind not in ("share", "growth"):
        return found
    between = spot.frame.text[last : spot.first]
    told = pattern("growth").search(between) or pattern("share").search(between)
    if told or LEVEL.search(between) or not ELLIPTIC.fullmatch(between) or not ENDS_THERE.match(spot.frame.text, spot.last):
        return found
    value = -abs(figure.value) if before.value < 0 else figure.value
    return replace(found, figure=figure.model_copy(update={"kind": "growth", "measure": before.measure, "value": value}))
