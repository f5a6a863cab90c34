"""Elliptic lists of bodies: "the Commerce and State departments", "las secretarías de Economía y de Relaciones Exteriores"."""

import re
from collections.abc import Iterator

from loaders.documents.bodies import look_up
from loaders.documents.candidates import Passage
from loaders.documents.gates import Gated
from loaders.documents.shadow import fold_word
from loaders.documents.vocabulary import LISTS
from loaders.registry import Registry

CAP = r"[A-ZÁÉÍÓÚÑÉ][\w'&-]*"
AFTER = Gated(
    rf"\b(?P<items>{CAP}(?:\s{CAP}){{0,3}}(?:(?:,\s|,?\sand\s){CAP}(?:\s{CAP}){{0,4}}){{1,8}})\s(?P<head>[Dd]epartments|[Mm]inistries"
    rf"|[Ss]ecretariats|[Cc]ommittees|[Aa]gencies|[Cc]ommissions)\b"
)
BEFORE_EN = Gated(
    rf"\b(?P<head>[Dd]epartments|[Mm]inistries|[Ss]ecretariats)\sof\s(?:the\s)?(?P<items>{CAP}(?:\s{CAP}){{0,3}}(?:(?:,\s|,?\sand\s)(?:of\s)?(?:the\s)?{CAP}(?:\s{CAP}){{0,3}}){{1,8}})"
)
BEFORE_ES = Gated(
    rf"\b(?P<head>[Ss]ecretar[íi]as|[Mm]inisterios|[Dd]epartamentos|[Cc]omisiones)\s(?:de|del)\s(?:la\s|los\s|las\s)?(?P<items>{CAP}(?:\s(?:y\s)?{CAP}){{0,3}}(?:(?:,\s"
    rf"|,?\s[ye]\s)(?:(?:de|del)\s)?(?:la\s|los\s|las\s)?{CAP}(?:\s(?:y\s)?{CAP}){{0,3}}){{1,8}})"
)
BEFORE_FR = Gated(
    rf"\b(?P<head>[Mm]inist[èe]res|[Dd][ée]partements)\s(?:de\sla\s|de\sl'|de\s|du\s|des\s|d')(?P<items>{CAP}(?:\s(?:et\s)?{CAP}){{0,3}}(?:(?:,\s"
    rf"|,?\set\s)(?:de\sla\s|de\sl'|de\s|du\s|des\s|d')?{CAP}(?:\s(?:et\s)?{CAP}){{0,3}}){{1,8}})"
)
SHAPES = {plural: tuple(shapes.split("; ")) for plural, shapes in LISTS.items()}


def find_listed(passage: Passage, registry: Registry) -> Iterator[tuple[str, int, int]]:
    """(id, start, end) of each body of an elliptic list that the registry knows; the last one's run takes the head in, the first one's if the head leads."""
    for pattern in (AFTER, BEFORE_EN, BEFORE_ES, BEFORE_FR):
        for match in pattern.finditer(passage.text):
            head = fold_word(match["head"])
            items = list(_items(match["items"], head, passage, registry))
            for number, (id, first, last) in enumerate(items):
                start, end = match.start("items") + first, match.start("items") + last
                if pattern is AFTER and number == len(items) - 1:
                    end = match.end()
                elif pattern is not AFTER and number == 0:
                    start = match.start()
                yield id, passage.start + start, passage.start + end


def _items(text: str, head: str, passage: Passage, registry: Registry) -> Iterator[tuple[str, int, int]]:
    """The longest pieces of a list that are names once the head is put to them."""
    breaks = [
        (0, 0),
        *(
            (m.start(), m.end())
            for m in re.finditer(
                r",\s(?:(?:and|y|e|et)\s)?(?:(?:of|de la|de los|de las|del|de l'|de|du|des|d')\s?)?(?:the\s)?|\s(?:and|y|e|et)\s(?:(?:of|de "
                r"la|de los|de las|del|de l'|de|du|des|d')\s?)?(?:the\s)?",
                text,
            )
        ),
        (len(text), len(text)),
    ]
    at = 0
    while at < len(breaks) - 1:
        start = breaks[at][1]
        for stop in range(len(breaks) - 1, at, -1):
            phrase = text[start : breaks[stop][0]]
            found = next((ids for shape in SHAPES[head] if (ids := look_up(shape.format(phrase), registry, passage.block.language))), ())
            if found:
                yield found[0], start, breaks[stop][0]
                at = stop
                break
        else:
            at += 1
