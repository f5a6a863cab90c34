"""Governments called by their capital ("Ottawa said"), by their kind ("the federal government") or by a chamber's bare name ("el Senado")."""

import re
from collections import Counter
from collections.abc import Iterable

from loaders.documents.attribution import words
from loaders.documents.candidates import Passage
from loaders.documents.engine import compiled
from loaders.documents.gathering import Gathering

NORTH_AMERICA = ("us", "mx", "ca")
PEOPLE = frozenset({"person", "company"})
PUBLIC = frozenset({"government", "agency", "legislature"})
ASKING = frozenset({"association", "chamber", "think_tank", "organisation"})
TOLD = 400


def add_metonyms(gathering: Gathering, passages: Iterable[Passage]) -> None:
    """A capital counts as its government only where it says, decides or is dealt with; a government without a name is the country's that the text tells of."""
    data = words("metonyms")
    capitals: dict[str, str] = {name: id for id, names in data["capitals"].items() for name in names}
    any_capital = "|".join(re.escape(name) for name in sorted(capitals, key=len, reverse=True))
    patterns = [compiled(text.replace("{capital}", f"(?P<c>{any_capital})").replace("{act}", data["act"])) for text in data["places"]]
    federal = {language: compiled(text) for language, text in data["federal"].items()}
    for passage in passages:
        text = passage.text
        if any(name in text for name in capitals):
            for pattern in patterns:
                for match in pattern.finditer(text):
                    _add(gathering, capitals[match["c"]], passage.start + match.start("c"), passage.start + match.end("c"))
    if "gov:us" in gathering.things and not any(
        mention.surface.endswith("Administration") for thing in gathering.things.values() for mention in thing.mentions.values()
    ):
        administration = compiled(data["administration"])
        for passage in passages:
            for match in administration.finditer(passage.text):
                _add(gathering, "gov:us", passage.start + match.start("c"), passage.start + match.end("c"))
    for passage in passages:
        language = passage.block.language or gathering.document.language
        if language in federal:
            for match in federal[language].finditer(passage.text):
                start = passage.start + match.start("c")
                if (
                    home := _of_speakers(gathering, passage, match.start("c"))
                    or _told_of(gathering, start, passage.start)
                    or home_country(gathering, language, margin=2)
                ):
                    _add(gathering, f"gov:{home}", start, passage.start + match.end("c"))


def _of_speakers(gathering: Gathering, passage: Passage, at: int) -> str:
    """The one of the three countries whose bodies alone the sentence names before a place: "the Canadian A and B asked the federal government"."""
    first = max(passage.text.rfind(mark, 0, at) for mark in (". ", "; ", "\n")) + 1
    opened, here = (gathering.plain.literal(passage.start + place, passage.start + place + 1)[0] for place in (first, at))
    countries = {
        entry.country
        for thing in gathering.things.values()
        if thing.kind in ASKING and (entry := gathering.registry.entries.get(thing.id))
        for span in thing.mentions
        if opened <= span[0] < here
    }
    return countries.pop() if len(countries) == 1 and countries <= set(NORTH_AMERICA) else ""


def _told_of(gathering: Gathering, at: int, first: int) -> str:
    """The one of the three countries whose body the text named last before a place, within a few sentences of its paragraph; "" if none."""
    here, opened = gathering.plain.literal(at, at + 1)[0], gathering.plain.literal(first, first + 1)[0]
    named = (
        (span[1], entry.country)
        for thing in gathering.things.values()
        if thing.kind in PUBLIC and (entry := gathering.registry.entries.get(thing.id)) and entry.country in NORTH_AMERICA
        for span, mention in thing.mentions.items()
        if max(here - TOLD, opened) < span[1] <= here and not mention.adjectival
    )
    return max(named, default=(0, ""))[1]


def _add(gathering: Gathering, id: str, start: int, end: int) -> None:
    if id in gathering.registry.entries and not gathering.stands_at(start, end):
        gathering.add(id, start, end, "metonym")


def home_country(gathering: Gathering, language: str, *, margin: int = 1) -> str:
    """The one of the three countries that the text names the bodies of most often; the country of its language among equals.

    It is "" if the text names none, or if the next is named `margin` times as often or nearly.
    """
    seen: Counter[str] = Counter()
    for thing in gathering.things.values():
        entry = gathering.registry.entries.get(thing.id)
        if entry and entry.country in NORTH_AMERICA and thing.kind not in PEOPLE:
            seen[entry.country] += sum(not mention.adjectival for mention in thing.mentions.values())
    own = {"es": "mx", "fr": "ca"}.get(language, "")
    if own and seen[own]:
        return own
    ranked = seen.most_common(2)
    if not ranked or (len(ranked) == 2 and (ranked[0][1] == ranked[1][1] or ranked[0][1] < margin * ranked[1][1])):
        return ""
    return ranked[0][0]
