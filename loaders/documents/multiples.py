"""Multiples in words: "twice the rate", "doubled", "el doble de", "se triplicó"."""

import re

from graph.claims import Figure
from loaders.documents.attribution import Attribution
from loaders.documents.frames import Frame
from loaders.documents.model import FigureFound

WORDS = (
    (
        2.0,
        (
            r"twice (?:the|as|that)|double (?:the|that)|(?:has |have |had |more than )?doubled|doubling|el doble|se (?:ha |han"
            r" )?duplic\w+|duplicando|le double|a doublé|ont doublé|deux fois plus"
        ),
    ),
    (3.0, r"(?:has |have |more than )?tripled|triple (?:the|that)|tripling|threefold|el triple|se (?:ha |han )?triplic\w+|le triple|a triplé"),
    (4.0, r"(?:has |have |more than )?quadrupled|fourfold|se (?:ha |han )?cuadruplic\w+|a quadruplé"),
)
PATTERNS = tuple((value, re.compile(rf"\b(?:{words})\b", re.I)) for value, words in WORDS)


def find_multiples(frame: Frame, voice: Attribution | None) -> list[FigureFound]:
    """The multiples of one sentence, with the words before each as what they are about."""
    found = []
    for value, pattern in PATTERNS:
        for match in pattern.finditer(frame.text):
            subject = frame.text[max(0, match.start() - 90) : match.start()].strip(" ,;")
            figure = Figure(
                kind="multiple", value=value, unit="times", subject=re.sub(r"⟦\w+⟧", "…", subject), measure="multiple", slots=(("value", "stated"),)
            )
            found.append(FigureFound(figure, frame.span, speaker=voice.speakers[0].id if voice else ""))
    return found
