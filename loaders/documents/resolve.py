"""Stage 4: from mentions to things, each once."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from graph.spelling import slug
from loaders.documents import acronyms
from loaders.documents.bodies import choose, identify, merge_tails, propose_similar, qualified
from loaders.documents.candidates import Candidate, Passage
from loaders.documents.gathering import Gathering
from loaders.documents.law_parts import add_law_parts
from loaders.documents.lists import find_listed
from loaders.documents.mentions import READ, Reading, readings
from loaders.documents.metonyms import add_metonyms, home_country
from loaders.documents.ministries import add_ministries
from loaders.documents.model import Document, NodeFound
from loaders.documents.persons import add_heads, add_people, add_surnames
from loaders.documents.roles import add_author, add_presidents, add_titles
from loaders.documents.treaties import add_echoes, add_parties, add_parts
from loaders.documents.vocabulary import HONORIFICS, STARTERS
from loaders.documents.works import UNNAMED
from loaders.documents.works import add_echoes as add_work_echoes
from loaders.registry import Registry

ACTS = re.compile(
    r"'s (?:government|cabinet|legislature)\b|\s(?:has|is|was|will|had|would|could|and its|[a-z]{2,9}(?:ed|ó|á))\b|\s(?:says?|said|ha"
    r"|busca|quiere|a|veut)\s"
)
GOVERNED = re.compile(
    r"\b(?:[Gg]obernador(?:a)?(?: constitucional)?|[Gg]obierno|[Gg]overnor|[Pp]remier|[Pp]rovince|[Gg]overnment|[Cc]ongreso"
    r"|[Pp]rimera? [Mm]inistr[oa]|[Mm]andatari[oa]|[Pp]rime [Mm]inister"
    r"|(?:[Ss]ecretari[oa]|[Mm]inistr[oa]|[Mm]inister|[Ss]ecretary) (?:de|of|for) (?:[A-ZÀ-Ý]\w+(?: (?:y |and )?[A-ZÀ-Ý]\w+)?|[Tt]rade))"
    r"\s(?:of|de|del)\s(?:the\s|estado de\s)?$"
)
# The head of a state or town beside its name: "Michigan Gov. Gretchen Whitmer", "Mayor Drew Dilkens of Windsor", "Quebec's premier".
HEADED_AFTER = re.compile(r"(?:'s)?\s(?:(?:outgoing|incoming|former)\s)?(?:[Gg]ov\.|(?:[Pp]remier|[Gg]overnor|[Mm]ayor)\b)|'s\s[A-Z][\w.-]+\s[A-Z][\w-]+\b")
HEADED_BEFORE = re.compile(
    r"\b(?:Premier|Gov\.|Governor|Mayor|[Gg]obernadora?|[Aa]lcalde(?:sa)?)\s(?:[A-ZÀ-Ý][\w.-]*\s){1,4}(?:of|de)\s$|\b(?:[Gg]obernadora?"
    r"|[Aa]lcalde(?:sa)?) (?:electo |electa )?de (?:la )?$"
)
PLACED = re.compile(r"\b(?:in|from|of|to|near|across|at|en|de|desde|a|au|du)\s$|,\s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Placed:
    """A candidate with its passage."""

    passage: Passage
    candidate: Candidate


def find_nodes(document: Document, registry: Registry, read: Sequence[Reading] | None = None) -> tuple[NodeFound, ...]:
    """Actors, agreements (with chapters, articles) and works that the text names, in order of first mention.

    A name of the registry has the registry's id; a new one gets an id made of its name, with up to three
    registry ids that come close in `similar`. Unnamed roles have `named` false.
    """
    gathering = Gathering(document, registry)
    read = readings(document, registry) if read is None else read
    passages = [reading.passage for reading in read]
    shorts = _add_names(gathering, read)
    _add_repeated(gathering)
    add_heads(gathering)
    add_people(gathering, [(reading.passage, person) for reading in read for person in reading.people])
    for passage in passages:
        for id, start, end in find_listed(passage, registry):
            gathering.add(id, start, end, "list")
    _add_shorts(gathering, passages, shorts)
    add_surnames(gathering, passages)
    _add_weak(gathering, read)
    merge_tails(gathering)
    add_parts(gathering, [part for reading in read for part in reading.parts])
    add_parties(gathering, passages)
    add_metonyms(gathering, passages)
    add_echoes(gathering, passages)
    add_titles(gathering, [c for reading in read for c in reading.names if c.strength == "title"])
    add_ministries(gathering)
    add_presidents(gathering, passages)
    add_author(gathering, passages)
    _add_works(gathering, read)
    add_law_parts(gathering, passages)
    add_work_echoes(gathering, passages)
    _add_adjectives(gathering, read)
    _drop_bare_states(gathering)
    propose_similar(gathering)
    return gathering.nodes()


def _add_names(gathering: Gathering, read: Sequence[Reading]) -> dict[str, str]:
    """Adds known and new bodies, countries and agreements; returns the short forms that the text defines, with their ids."""
    full = [Placed(r.passage, qualified(r.passage, c, r.names, gathering.registry)) for r in read for c in r.names if c.strength == "full"]
    sure = frozenset(p.candidate.ids[0] for p in full if len(p.candidate.ids) == 1)
    shorts: dict[str, str] = {}
    for placed in sorted(full, key=lambda p: (len(p.candidate.ids) == 1 and p.candidate.end - p.candidate.start < 12, p.candidate.start)):
        candidate, passage = placed.candidate, placed.passage
        if candidate.ids:
            id, name, kind, part_of = choose(candidate, gathering, sure, shorts), "", candidate.kind, ""
        elif candidate.kind == "agreement":
            name, kind, part_of = " ".join(gathering.plain.text[candidate.start : candidate.end].split()), "agreement", ""
            id = f"agreement:{slug(name)}"
        else:
            id, name, kind, part_of = identify(candidate, passage, gathering)
            if candidate.rule in ("noun", "coordinated"):
                id = shorts.get(name, id)
        known = gathering.registry.entries.get(id)
        for short, start, end in acronyms.defined(passage, candidate, known.called if known else "") if kind not in ("government", "person") else ():
            id = id if candidate.ids else _same_by_short(gathering, short, id)
            shorts[short] = id
            gathering.add(id, start, end, "acronym", kind=kind, name=name, part_of=part_of)
        gathering.add(id, candidate.start, candidate.end, candidate.rule, kind=kind, name=name, part_of=part_of)
        _add_chamber(gathering, candidate)
    return shorts


def _add_repeated(gathering: Gathering) -> None:
    """A new name of two words and more wherever it stands again; there it outdoes a shorter known name that it begins with."""
    text, covered = gathering.document.text, gathering.covered
    fresh = {
        mention.surface: thing
        for thing in gathering.things.values()
        if thing.id not in gathering.registry.entries and thing.group == "actor"
        for mention in thing.mentions.values()
        if mention.rule == "noun" and " " in mention.surface
    }
    begun = {at[0]: (thing, at) for thing in gathering.things.values() for at in thing.mentions} if fresh else {}
    for surface, thing in fresh.items():
        first = text.find(surface)
        while first >= 0:
            last = first + len(surface)
            other, at = begun.get(first, (None, (first, first)))
            whole = not text[first - 1 : first].isalnum() and not text[last : last + 1].isalnum()
            if whole and other is not thing and 1 not in covered[at[1] : last] and (other or not covered[first]) and _is_read(gathering, first):
                if other:
                    del other.mentions[at]
                gathering.add(thing.id, gathering.plain.place(first), gathering.plain.place(last - 1) + 1, "again")
            first = text.find(surface, last)
    for id in [id for id, thing in gathering.things.items() if not thing.mentions]:
        del gathering.things[id]


def _is_read(gathering: Gathering, offset: int) -> bool:
    """Whether a place is in a block that belongs to the article."""
    return gathering.document.blocks[bisect_right(gathering.starts, offset) - 1].kind in READ


def _same_by_short(gathering: Gathering, short: str, id: str) -> str:
    """A long form the registry does not know, with a short form that it does: the same body if the letters are many."""
    known = [entry.id for entry in gathering.registry.entries.values() if short in (entry.name, *entry.cased, *entry.aliases)]
    return known[0] if len(known) == 1 and len(short) >= 4 and id not in gathering.registry.entries else id


CHAMBERS = (
    (" of the Senate", "org:us-senate"),
    (" of the House of Representatives", "org:us-house"),
    (" of the House", "org:us-house"),
    (" de la Cámara de Diputados", "org:mx-diputados"),
    (" del Senado", "org:mx-senate"),
    (" del Senado de la República", "org:mx-senate"),
)


def _add_chamber(gathering: Gathering, candidate: Candidate) -> None:
    """ "Committee on Finance of the Senate" names the Senate too."""
    text = gathering.plain.text[candidate.start : candidate.end]
    for words, id in CHAMBERS:
        if text.endswith(words) and (words != " del Senado" or text.startswith("Comisi")) and id in gathering.registry.entries and candidate.ids[:1] != (id,):
            gathering.add(id, candidate.end - len(words.split(" ", 3 if words.startswith((" de la ", " of the ")) else 2)[-1]), candidate.end, "in-name")
            return


def _add_shorts(gathering: Gathering, passages: Sequence[Passage], shorts: dict[str, str]) -> None:
    """The defined short forms wherever they stand; one that the registry reads otherwise follows the text."""
    for passage in passages:
        for id, start, end in acronyms.uses(passage, shorts, gathering.stands_at):
            gathering.add(id, start, end, "acronym")


def _add_weak(gathering: Gathering, read: Sequence[Reading]) -> None:
    """Short names that stand for a registry entry only where the text calls nothing else so."""
    for reading in read:
        for candidate in reading.names:
            if candidate.strength == "weak" and candidate.kind != "agreement" and not gathering.stands_at(candidate.start, candidate.end):
                named = [id for id in candidate.ids if id in gathering.things] or _at_home(gathering, reading.passage, candidate)
                alone = not _in_longer_name(reading.passage, candidate)
                if named and (alone or reading.passage.headline):
                    gathering.add(named[0], candidate.start, candidate.end, "weak")
                elif (candidate.kind == "person" and alone and not reading.passage.headline) or (
                    alone and not reading.passage.headline and _definite(reading.passage, candidate)
                ):
                    gathering.add(candidate.ids[0], candidate.start, candidate.end, "weak")


def _at_home(gathering: Gathering, passage: Passage, candidate: Candidate) -> list[str]:
    """The chamber or office of the country that the text tells of, where its bare name ("the Senate", "Parliament") could be several countries'."""
    if candidate.kind not in ("legislature", "agency") or not (_definite(passage, candidate) or candidate.kind == "legislature"):
        return []
    acting = [id for id in candidate.ids if f"gov:{gathering.registry.entries[id].country}" in gathering.things]
    if len(acting) == 1 and candidate.kind == "legislature":
        return acting
    home = home_country(gathering, passage.block.language or gathering.document.language)
    return [id for id in candidate.ids if home and gathering.registry.entries[id].country == home]


def _definite(passage: Passage, candidate: Candidate) -> bool:
    return (
        passage.shadow.text[max(passage.start, candidate.start - 4) : candidate.start]
        .casefold()
        .endswith(("the ", " el ", "el ", "la ", " le ", " al ", "del ", " au ", " du "))
    )


def _in_longer_name(passage: Passage, candidate: Candidate) -> bool:
    """Whether capitals beside it show that a short name is part of a longer one."""
    tokens = passage.shadow.tokens
    first = passage.shadow.first(candidate.start)
    after = passage.shadow.first(candidate.end)
    right = after < passage.tokens.stop and tokens[after].joint == " " and tokens[after].capital and passage.shadow.text[candidate.end] in " -"
    before = tokens[first - 1] if first > passage.tokens.start and tokens[first].joint == " " else None
    left = before is not None and before.capital and before.folded not in STARTERS and not (candidate.kind == "person" and before.folded in HONORIFICS)
    return (
        right
        or left
        or (candidate.kind == "person" and NAMED_PLACE.search(passage.shadow.text, max(passage.start, candidate.start - 24), candidate.start) is not None)
    )


NAMED_PLACE = re.compile(
    r"\b(?:Mar|Avenida|Calle|Puerto|Palacio|Hospital|Teatro|Valle|Islas?|Golfo|Plaza|Parque|Estadio|Aeropuerto|Colonia|Presa|Laguna|Mount|Lake"
    r"|Port)\s(?:de|of)\s$"
)


def _add_works(gathering: Gathering, read: Sequence[Reading]) -> None:
    sha = gathering.document.sha256[:8]
    for reading in read:
        for work in reading.works:
            # The reform of a law is another text than the law that its name names; a notice is one whatever it is on.
            if work.rule in ("work-reform", "work-notice", "work-titled") or not gathering.stands_at(work.start, work.end):
                own = work.rule in ("work-name", "work-reform")
                id = f"work:{slug(work.name)}" if own else f"work:{sha}/{slug(work.name)}"
                gathering.add(id, work.start, work.end, work.rule, kind="work", name=work.name, named=work.rule != UNNAMED)


def _add_adjectives(gathering: Gathering, read: Sequence[Reading]) -> None:
    """Demonyms make no actor; beside a country that the text names they lend it to a noun."""
    for reading in read:
        for candidate in reading.names:
            if candidate.strength == "adjective" and not gathering.stands_at(candidate.start, candidate.end):
                thing = gathering.things.get(candidate.ids[0])
                if thing:
                    gathering.add(thing.id, candidate.start, candidate.end, "adjective", adjectival=True)


def _drop_bare_states(gathering: Gathering) -> None:
    """A state or province named once by its bare name is where something is, unless it does something."""
    for thing in list(gathering.of_kind("government")):
        entry = gathering.registry.entries.get(thing.id)
        if entry and "-" in entry.id and len(thing.mentions) == 1:
            (start, end), mention = next(iter(thing.mentions.items()))
            text = gathering.document.text
            if (
                mention.surface == entry.name
                and not GOVERNED.search(text[max(0, start - 32) : start])
                and not HEADED_AFTER.match(text, end)
                and not HEADED_BEFORE.search(text[max(0, start - 60) : start])
                and not (ACTS.match(text[end : end + 16]) and not PLACED.search(text[max(0, start - 12) : start]))
            ):
                del gathering.things[thing.id]
