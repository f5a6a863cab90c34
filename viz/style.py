"""What things look like: palette, stances, shapes of kinds and widths of ties.

A stance is never told by colour alone: each has a symbol and an outline of its own. The colours pass
a contrast of 4.5 against their symbol and 3 against the ground in both themes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log2, sqrt
from typing import Literal

from graph import ontology
from graph.results import Tie

Theme = Literal["light", "dark"]

FONT = "Inter, 'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
MAX_NODES = 60


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one theme: ground, cards, text, weaker text, ties, faint lines and the accent of the centre."""

    ground: str
    card: str
    ink: str
    muted: str
    tie: str
    faint: str
    accent: str


LIGHT = Palette(ground="#FFFFFF", card="#F4F6F8", ink="#16202B", muted="#55616E", tie="#7C8896", faint="#D5DBE1", accent="#16202B")
DARK = Palette(ground="#12181F", card="#1D2630", ink="#EDF1F5", muted="#A9B5C1", tie="#7F8D9B", faint="#35414D", accent="#EDF1F5")
PALETTES: Mapping[str, Palette] = {"light": LIGHT, "dark": DARK}


@dataclass(frozen=True, slots=True)
class Stance:
    """How a stance is shown: its word, symbol, fill, outline, dash and the symbol's colour."""

    label: str
    symbol: str
    fill: str
    line: str
    dash: str
    ink: str


STANCES: Mapping[str, Stance] = {
    "support": Stance("supports", "+", "#0072B2", "#0072B2", "", "#FFFFFF"),
    "oppose": Stance("opposes", "−", "#C14A00", "#C14A00", "4 3", "#FFFFFF"),
    "conditional": Stance("conditional", "±", "#4D4D4D", "#8A8A8A", "1 3", "#FFFFFF"),
    "ambivalent": Stance("both ways", "±", "#4D4D4D", "#8A8A8A", "1 3", "#FFFFFF"),
    "neutral": Stance("says it is neutral", "=", "#FFFFFF", "#4D4D4D", "", "#333333"),
    "unknown": Stance("unknown on this", "?", "#FFFFFF", "#666666", "", "#333333"),
}
PLAIN = Stance("", "", "#5B7083", "#5B7083", "", "#FFFFFF")

ORGANISATION, COMPANY, BODY, PERSON, TEXT, TOPIC, PLACE, OTHER = "square", "diamond", "hexagon", "dot", "page", "star", "triangle", "small"
SHAPES: Mapping[str, str] = {
    **dict.fromkeys(("association", "chamber", "organisation", "think_tank", "media"), ORGANISATION),
    **dict.fromkeys(("agency", "legislature", "government", "intergovernmental", "statistics_publisher"), BODY),
    **dict.fromkeys(("agreement", "chapter", "article", "annex", "work", "docket"), TEXT),
    **dict.fromkeys(("topic", "ask"), TOPIC),
    **dict.fromkeys(("person", "role"), PERSON),
    "company": COMPANY,
    "place": PLACE,
}
SHAPE_LABELS: Mapping[str, str] = {
    ORGANISATION: "association or organisation",
    COMPANY: "company",
    BODY: "public body",
    PERSON: "person",
    TEXT: "agreement or text",
    TOPIC: "topic or ask",
    PLACE: "place",
    OTHER: "other",
}


def stance(key: str) -> Stance:
    """The look of a stance; "" (no ask was chosen) is plain."""
    return STANCES.get(key, PLAIN)


def shape(kind: str) -> str:
    """The shape of an entity kind."""
    return SHAPES.get(kind, OTHER)


def kind_label(kind: str) -> str:
    """The ontology's word for an entity kind."""
    known = ontology.load().entities.get(kind)
    return known.label if known else kind


def tie_label(kind: str, *, reverse: bool = False) -> str:
    """The ontology's word for a tie kind, read forwards or backwards."""
    known = ontology.load().ties.get(kind)
    if known is None:
        return kind.replace("_", " ")
    return known.reverse if reverse else known.label


def radius(size: float, largest: float, *, centre: bool = False) -> float:
    """The radius of a node in pixels: its area grows with its size; the centre is never small."""
    share = sqrt(max(size, 0.0) / largest) if largest > 0 else 0.5
    return round(max(9.0 + 8.0 * share, 17.0 if centre else 0.0), 1)


def tie_width(tie: Tie) -> float:
    """The width of a tie in pixels, growing with the number of its claims; proposed ones are thin."""
    if tie.status != "accepted":
        return 1.0
    return round(min(1.4 + 1.1 * log2(max(len(tie.evidence), 1)), 6.0), 1)


def tie_dash(tie: Tie) -> str:
    """The dash of a tie: solid when certain, dashed when only possible, dotted when proposed."""
    if tie.status != "accepted":
        return "2 4"
    return "7 4" if tie.certainty == "possible" else ""
