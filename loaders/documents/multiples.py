"""Multiples in words: "twice the rate", "doubled", "el doble de", "se triplicó"."""

import re

from graph.claims import Figure
from loaders.documents.attribution import Attribution
from loaders.documents.frames import Frame
from loaders.documents.gates import Gated
from loaders.documents.model import FigureFound
from loaders.documents.numbers import number
from loaders.documents.quantity import WORDS as WORD_VALUES

WORDS = (
    (
        2.0,
        (
            r"twice (?:the|as|that)|double (?:the|that)|(?:has |have |had |more than )?doubled|doubling|doubles?(?= the| its| their)|(?:to|will|would"
            r"|could|may|can) double|podr[íi]an? duplicar\w*|twofold|el doble|(?:m[áa]s del|al|del) doble(?= (?:de|del|que)\b|[.,;])|se (?:ha |han"
            r" )?duplic\w+|duplicando|duplica(?:r|ron|rá|rán)|duplicó|le double|a doublé|ont doublé|deux fois plus"
        ),
    ),
    (
        3.0,
        r"(?:has |have |more than )?tripled|triple (?:the|that)|tripling|threefold|three-fold|el triple|triplica(?:r|ron|rá|rán)|triplicó|se (?:ha "
        r"|han )?triplic\w+|le triple|a triplé",
    ),
    (5.0, r"(?:has |have |more than )?quintupled|fivefold|five-fold|(?:se )?(?:ha |han )?quintuplic\w+"),
    (6.0, r"sixfold|six-fold|(?:se )?sextuplic\w+"),
    (10.0, r"tenfold|ten-fold"),
    (
        4.0,
        r"(?:has |have |more than )?quadrupled|fourfold|four-fold|quadrupling|el cu[áa]druple|cuadruplica(?:r|ron|rá|rán)|cuadruplicó|se (?:ha "
        r"|han )?cuadruplic\w+|a quadruplé",
    ),
)
# "se multiplicó por 12", "multiplied by twelve", "a 12-fold increase", "12 veces más".
TIMES = Gated(
    r"\b(?:multiplic\w+ por|multiplied (?:by|nearly|about|more than))\s(?:m[áa]s de |casi |cerca de |about |nearly )?(?P<n>\d+(?:[.,]\d+)?|[a-z]+)\b"
    r"|\b(?P<f>\d+|seven|eight|nine|twelve|twenty|thirty)-?fold\b",
    re.I,
)
PATTERNS = tuple((value, Gated(rf"\b(?:{words})\b", re.I)) for value, words in WORDS)


def find_multiples(frame: Frame, voice: Attribution | None) -> list[FigureFound]:
    """The multiples of one sentence, with the words before each as what they are about."""
    found = []
    said = [(value, match) for value, pattern in PATTERNS for match in pattern.finditer(frame.text)]
    for match in TIMES.finditer(frame.text):
        word = (match["n"] or match["f"]).casefold()
        value = WORD_VALUES.get(word) or (number(word, frame.language) if word[0].isdigit() else 0)
        if value > 1:
            said.append((float(value), match))
    for value, match in said:
        subject = frame.text[max(0, match.start() - 90) : match.start()].strip(" ,;")
        figure = Figure(kind="multiple", value=value, unit="times", subject=re.sub(r"⟦\w+⟧", "…", subject), measure="multiple", slots=(("value", "stated"),))
        found.append(FigureFound(figure, frame.span, speaker=voice.speakers[0].id if voice else ""))
    return found
