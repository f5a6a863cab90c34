"""Agreements and their numbered parts: which agreement a bare "Chapter 19" belongs to, and the countries in an agreement's name."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence

from loaders.documents.candidates import Passage
from loaders.documents.gathering import Gathering, Thing
from loaders.documents.gazetteer import Node, gazetteer, longest
from loaders.documents.parts import Part
from loaders.documents.roles import closed_at
from loaders.documents.shadow import Token
from loaders.registry import Registry

WORDS = {"chapter": "Chapter", "article": "Article", "annex": "Annex"}
UNIONS = frozenset({"org:eu", "org:european-union"})
PACT = re.compile(
    r"\b(?:(?:trilateral|North American|tripartite|three-(?:way|country|nation))\s(?:(?:free[- ])?trade\s)?(?:agreement|pact|deal|accord|treaty)|(?:tratado"
    r"|acuerdo|pacto)\s(?:comercial\s)?(?:trilateral|regional|de Am[ée]rica del Norte|norteamericano)"
    r"|(?:accord|pacte)\s(?:commercial\s)?(?:trilat[ée]ral|nord-am[ée]ricain))\b(?!s)",
    re.IGNORECASE,
)
SAME = re.compile(
    r"\b(?:(?:the|this)\s(?:trade\s)?(?:agreement|pact|treaty|accord|deal)|(?:el|este|dicho)\s(?:tratado|acuerdo)(?:\scomercial)?"
    r"|(?:(?<=\bal\s)|(?<=\bdel\s)|(?<=\bpropio\s))(?:tratado|acuerdo)(?:\scomercial)?|(?:l'|cet\s)accord)"
    r"\b(?!\s(?:between|on|with|to|among|entre|sobre|con|sur|avec|that|que)\b)",
    re.IGNORECASE,
)
IN_FORCE = re.compile(r"\s(?:actual|vigente|en vigor|now in force|currently in force)\b")
IN_DOUBT = "agreement:usmca"
TRADE = re.compile(r"\b(?:trade|treaty|tratado|acuerdo|agreement|customs|arancel\w*|tariffs?|data|datos)\b", re.IGNORECASE)
BANKRUPT = re.compile(r"\b(?:bankrupt\w*|creditors|quiebra|concurso mercantil)\b", re.IGNORECASE)
NEAR = 400
TOGETHER = 160  # letters between an article and the chapter that it is said with
BESIDE = 34  # "Chapter 20 of the USMCA and Article 19.11": the same agreement's
LONGEST_COUNTRY = 5


def dominant(gathering: Gathering) -> str:
    """The agreement that the document names most, the first named among equals; "" if it names none."""
    known, entries = {thing.id for thing in gathering.of_kind("agreement")}, gathering.registry.entries
    counts = {
        thing.id: (len(thing.mentions), not (thing.id in entries and set(entries[thing.id].succeeded_by) & known), -min(thing.mentions)[0])
        for thing in gathering.of_kind("agreement")
    }
    return max(counts, key=lambda id: counts[id], default="")


def _unnamed(gathering: Gathering) -> str:
    """The agreement of a text that names none: that of the chapters which it calls by their subject, else the one in force if it speaks of trade."""
    parents = sorted({thing.part_of for thing in gathering.of_kind("chapter") if thing.part_of})
    text = gathering.plain.text
    spoken = TRADE.search(text) is not None and BANKRUPT.search(text) is None
    return parents[0] if parents else IN_DOUBT if spoken and IN_DOUBT in gathering.registry.chapters else ""


def add_parts(gathering: Gathering, parts: Sequence[Part]) -> None:
    """Chapters, articles and annexes; a bare number belongs where the same number did last, else to the dominant agreement."""
    main = dominant(gathering) or _unnamed(gathering)
    bound: dict[tuple[str, str], list[Part]] = {}
    for part in parts:
        if part.agreement:
            bound.setdefault((part.kind, part.number), []).append(part)
    for part in sorted(parts, key=lambda part: part.start):
        said = bound.get((part.kind, part.number), [])
        agreement = (
            part.agreement.ids[0]
            if part.agreement
            else _agreement_of(part, said, [other for other in parts if other.block == part.block], main, gathering.registry)
        )
        if agreement:
            _add_part(gathering, part, agreement)
    chapters = {thing.id for thing in gathering.of_kind("chapter")}
    for thing in gathering.of_kind("article"):
        chapter = f"chapter:{thing.id.partition(':')[2].partition('.')[0]}"
        thing.part_of = (
            chapter if chapter in chapters and _together(gathering.things[chapter], thing) else f"agreement:{thing.id.partition(':')[2].partition('/')[0]}"
        )


def _together(chapter: Thing, article: Thing) -> bool:
    """Whether some mention of a chapter stands near one of its article."""
    return any(abs(first[0] - second[0]) < TOGETHER for first in chapter.mentions for second in article.mentions)


def _agreement_of(part: Part, said: Sequence[Part], said_beside: Sequence[Part], main: str, registry: Registry) -> str:
    """Whose part a bare number is: what the text gave this number to last in the same paragraph, or ever if it is the only one, else the dominant agreement.

    An agreement that the dominant one replaced keeps its numbers to the paragraph that names it.
    """
    before = [(other.block, other.agreement.ids[0]) for other in said if other.agreement and other.start < part.start]
    beside = [other.agreement.ids[0] for other in said_beside if other.agreement and 0 < part.start - other.end < BESIDE]
    if beside:
        return beside[-1]
    near = [owner for block, owner in before if block == part.block]
    if near:
        return near[-1]
    owners = {owner for _, owner in before}
    owner = next(iter(owners)) if len(owners) == 1 else main
    entry = registry.entries.get(owner)
    return main if entry and main in entry.succeeded_by else owner


def _add_part(gathering: Gathering, part: Part, agreement: str) -> None:
    registry = gathering.registry
    id = registry.chapters.get(agreement, {}).get(part.number, "") if part.kind == "chapter" else ""
    id = id or f"{part.kind}:{agreement.partition(':')[2]}/{part.number}"
    known = registry.entries.get(agreement)
    if agreement not in gathering.things and re.split(r"[.-]", part.number)[0] not in registry.chapters.get(agreement, {}):
        return
    name = f"{known.name if known else gathering.things[agreement].name} {WORDS[part.kind]} {part.number.upper() if part.kind == 'annex' else part.number}"
    gathering.add(id, part.start, part.end, "number", kind=part.kind, name=name, part_of=agreement)


def add_parties(gathering: Gathering, passages: Iterable[Passage]) -> None:
    """The countries that an agreement's spelled-out name names are named by the text."""
    root, plain = gazetteer(gathering.registry), gathering.plain
    _add_in_bodies(gathering)
    spans = sorted(span for thing in gathering.of_kind("agreement") for span in thing.mentions)
    for passage in passages:
        first, last = (bisect_left(spans, (edge,)) for edge in passage.block.span)
        for span in spans[first:last]:
            inside = plain.between(span)
            at = inside.start
            while at < inside.stop:
                end, country = _country(root, plain.tokens, at, inside.stop - (at == inside.start), passage.block.language or "en")
                if country:
                    gathering.add(country, plain.tokens[at].start, plain.tokens[end - 1].end, "in-name")
                at = max(end, at + 1)


def _add_in_bodies(gathering: Gathering) -> None:
    """The agreement that a body's name names ("USMCA Committee on Digital Trade") is named by the text."""
    root, plain = gazetteer(gathering.registry), gathering.plain
    kinds = ("intergovernmental", "agency", "legislature", "statistics_publisher")
    bodies = [span for thing in gathering.things.values() if thing.kind in kinds for span in thing.mentions]
    for span in bodies:
        inside = plain.between(span)
        at = inside.start
        while at < inside.stop:
            end, country = _country(root, plain.tokens, at, inside.stop, gathering.document.language or "en")
            if country and end - at < len(inside):
                gathering.add(country, plain.tokens[at].start, closed_at(plain.text, plain.tokens[end - 1].end), "in-name")
            at = max(end, at + 1)
        for at in inside:
            end, forms = longest(root, plain.tokens, at, inside.stop, gathering.document.language or "en")
            if named := next((form for form in forms if form.kind == "agreement" and form.strength == "full"), None):
                gathering.add(named.entry, plain.tokens[at].start, plain.tokens[end - 1].end, "in-name")


def _country(root: Node, tokens: Sequence[Token], at: int, stop: int, language: str) -> tuple[int, str]:
    """The number of the token after a country's name that starts at `at`, and its id; (at, "") if none does."""
    for last in range(min(stop, at + LONGEST_COUNTRY), at, -1):
        end, forms = longest(root, tokens, at, last, language)
        if form := next((form for form in forms if form.strength == "full" and (form.kind == "government" or form.entry in UNIONS)), None):
            return end, form.entry
    return at, ""


def add_echoes(gathering: Gathering, passages: Iterable[Passage]) -> None:
    """ "The trilateral trade pact" and "the agreement": the agreement named last before, or the dominant one."""
    main = dominant(gathering)
    if not main:
        return
    starts = sorted((gathering.plain.place(span[0]), thing.id) for thing in gathering.of_kind("agreement") for span in thing.mentions)
    entries = gathering.registry.entries
    trilateral = Counter(id for _, id in starts if id in entries and len(entries[id].parties) == 3)
    for passage in passages:
        for match in PACT.finditer(passage.text):
            target = max(trilateral, key=lambda id: trilateral[id], default="")
            if target and not gathering.stands_at(passage.start + match.start(), passage.start + match.end()):
                gathering.add(target, passage.start + match.start(), passage.start + match.end(), "echo")
        for match in SAME.finditer(passage.text):
            start, end = passage.start + match.start(), passage.start + match.end()
            before = [id for at, id in starts if start - NEAR <= at < start]
            known = {id for _, id in starts}
            in_force = [id for id in known if id in entries and not set(entries[id].succeeded_by) & known]
            if IN_FORCE.match(passage.text, match.end()) and len(in_force) == 1:
                before = in_force
            target = before[-1] if before else main if len(known) == 1 and starts[0][0] < start else ""
            if target and not gathering.stands_at(start, end):
                gathering.add(target, start, end, "echo")
