"""Ministries that only their head's title names: "U.S. Agriculture Secretary X", "la secretaria de Energía, X", also where the registry knows no such post."""

import re
from collections.abc import Iterator

from graph.spelling import slug
from loaders.documents.bodies import STATES, look_up
from loaders.documents.engine import compiled
from loaders.documents.gathering import Gathering
from loaders.documents.metonyms import home_country

WORD = r"[A-ZÁÉÍÓÚÑ][\w-]+"
FIELD = rf"(?P<field>{WORD}(?:(?:,? (?:y|e|and|&|de|del)(?: la| el| los)?|,)? {WORD}){{0,5}})"
ES = r"(?:secretari[oa]|ministr[oa]|titular)(?: federal)? (?:de|del)(?: la| los| las)? "
COUNTRY = r"(?P<country>U\.S\.|US|United States|American|Mexican|Mexico's) "
BEFORE = {
    "es": (compiled(rf"(?<![\w-]){ES}{FIELD},?\s$", re.M),),
    "en": (
        compiled(rf"(?<![\w'-])(?:{COUNTRY})?(?P<field>{WORD}(?:(?:,? and|,)? {WORD}){{0,3}}) (?P<head>Secretary|Minister),?\s$"),
        compiled(rf"(?<![\w'-])(?:{COUNTRY})?(?P<head>Secretary|Minister) of (?:the )?{FIELD},?\s$"),
    ),
}
AFTER = {
    "es": (compiled(rf",\s(?:la |el )?{ES}{FIELD}(?=[,.;:)]|\s\s|$)"),),
    "en": (
        compiled(rf",\s(?:the )?(?:{COUNTRY})?(?P<field>{WORD}(?:(?:,? and|,)? {WORD}){{0,3}}) (?P<head>[Ss]ecretary|[Mm]inister)(?=[,.;:)]|\s\s|$)"),
        compiled(rf",\s(?:the )?(?:{COUNTRY})?(?P<head>[Ss]ecretary|[Mm]inister) of (?:the )?{FIELD}(?=[,.;:)]|\s\s|$)"),
    ),
}
SHAPES = {
    "us": ("U.S. Department of {}", "Department of {}", "Department of the {}"),
    "mx": ("Mexico's Ministry of {}", "Mexico's {} Ministry", "Mexico's {} Secretariat"),
    "": ("Secretaría de {}", "Secretaría del {}", "Secretaría de la {}", "Ministerio de {}", "Departamento de {}", "Departamento del {}"),
}
NAMED = {"U.S.": "us", "US": "us", "United States": "us", "American": "us", "Mexican": "mx", "Mexico's": "mx"}
OTHER = compiled(
    r"(?:\b(?!(?:The|El|La|And|Y|But|With|His|Her|Its|Their|Su|As|When|Con)\b)[A-ZÀ-Ý][\w.]+(?:'s)?|\b(?:ex|former|then|deputy|vice|acting|under|assistant|sub|future|next))[\s-]$"
)


def add_ministries(gathering: Gathering) -> None:
    """The ministry of a title that stands right beside a person's name, if the registry has it in the country that the text means."""
    plain, language = gathering.plain, gathering.document.language or "en"
    if language == "es":
        _add_state_ministries(gathering)
    for person in list(gathering.of_kind("person")):
        for span in list(person.mentions):
            start, end = plain.place(span[0]), plain.place(span[1] - 1) + 1
            for match in _titles(plain.text, start, end, language):
                first, last = match.span("field")
                if gathering.stands_at(first, last) or OTHER.search(plain.text[max(0, match.start() - 24) : match.start()]):
                    continue
                if id := _ministry(gathering, match, language, person.id):
                    gathering.add(id, first, last, "in-title")
                    said = " ".join(match[0].strip(" ,").split())
                    bare = said.removeprefix(match["country"] + " ") if match.groupdict().get("country") else said
                    gathering.things[id].titles += (said, bare)


STATE_FIELD = (
    rf"[Ss]ecretari[oa] de(?: la| los| las)? (?P<field>{WORD}(?:(?:,? (?:y|e|de)(?: la| el| los)?|,)? {WORD}){{0,4}}?)"
    rf" (?:(?:de|del [Ee]stado de) (?P<state>{STATES})|del [Ee]stado|estatal)(?![\w-])"
)
STATE_AFTER, STATE_BEFORE = (
    compiled(rf",\s(?:la |el )?(?P<said>{STATE_FIELD})(?=[,.;:)\n]|\s\s|$| (?:y|e)\b|\s[•\-*])"),
    compiled(rf"(?P<said>{STATE_FIELD}),?\s$"),
)


def _add_state_ministries(gathering: Gathering) -> None:
    """The ministry of a state that its head's title names beside a person: "X, secretario de Educación y Cultura del Estado"."""
    plain = gathering.plain
    ranked = sorted((thing for thing in gathering.of_kind("government") if thing.id.startswith("gov:mx-")), key=lambda thing: (-len(thing.mentions), thing.id))
    named = ranked[:1] if len(ranked) < 2 or len(ranked[0].mentions) > len(ranked[1].mentions) else []
    for person in list(gathering.of_kind("person")):
        for span in list(person.mentions):
            start, end = plain.place(span[0]), plain.place(span[1] - 1) + 1
            match = STATE_AFTER.match(plain.text, end, min(len(plain.text), end + 110)) or STATE_BEFORE.search(plain.text, max(0, start - 110), start)
            if not match or gathering.stands_at(*match.span("field")):
                continue
            states = look_up(match["state"], gathering.registry, "es") if match["state"] else tuple(thing.id for thing in named) if len(named) == 1 else ()
            if states:
                name = f"Secretaría de {match['field']} de {match['state'] or named[0].name}"
                known = look_up(name, gathering.registry, "es")
                gathering.add(known[0] if known else f"org:{slug(name)}", *match.span("said"), "in-title", kind="agency", name=name, part_of=states[0])


def _titles(text: str, start: int, end: int, language: str) -> Iterator[re.Match[str]]:
    for pattern in BEFORE.get(language, ()):
        if match := pattern.search(text, max(0, start - 90), start):
            yield match
    for pattern in AFTER.get(language, ()):
        if match := pattern.match(text, end, min(len(text), end + 90)):
            yield match


def _ministry(gathering: Gathering, match: re.Match[str], language: str, person: str) -> str:
    said = NAMED.get(match.groupdict().get("country") or "", "")
    known = gathering.registry.entries.get(person)
    country = said or (known.country if known else "") or home_country(gathering, language)
    if country == "us" and (match.groupdict().get("head") or "").casefold() == "minister":
        country = "mx" if "gov:mx" in gathering.things else ""  # the United States have secretaries
    for shape in SHAPES["" if language == "es" else country] if country in SHAPES else ():
        for id in look_up(shape.format(match["field"]), gathering.registry, language):
            entry = gathering.registry.entries[id]
            if entry.kind == "agency" and (entry.country == country or (not said and f"gov:{entry.country}" in gathering.things)):
                return id
    return ""
