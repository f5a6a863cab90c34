"""Which body a name means: the right one of several, one of another country, or a new one."""

import re
from collections.abc import Sequence
from dataclasses import replace

from graph.spelling import fold, slug
from loaders.documents.candidates import Candidate, Passage
from loaders.documents.engine import compiled
from loaders.documents.gathering import Gathering
from loaders.documents.gazetteer import gazetteer, longest
from loaders.documents.shadow import fold_word, words
from loaders.documents.vocabulary import SUBNATIONAL
from loaders.registry import Registry

STATES = "|".join(sorted(map(re.escape, SUBNATIONAL), key=len, reverse=True))
STATE_BEFORE = compiled(rf"\b(?:{STATES}|City|State)(?:'s)?\s$")
STATE_AFTER = compiled(rf"^\s(?:of|de|del|du|d'|de l'|de la)\s?(?:the (?:State|City) of |estado de |[EÉ]tat de )?(?:{STATES})\b")
LINK_AFTER = compiled(r"^\s(?:of|de|del|du|des|d'|de l'|de la)\s?(?:the |la |l'|los |les )?$")
STATE_AFTER_NAME = compiled(rf"\s(?:of|de|del)\s(?:the (?:State|City) of |estado de )?({STATES})$|^({STATES})\s(?=Department|Ministry|Office|Secretariat)")
STATE_BODIES = frozenset({"agency", "statistics_publisher"})
OF_CHAMBER = compiled(r"^(?P<body>(?:Sub)?Committee on .+?) of the (?P<chamber>Senate|House(?: of Representatives)?)$")
NATIONAL = frozenset(["office", "oficina", "unit", "unidad", "directorate", "direccion", "embassy", "embajada", "bureau"])
CLOSE = 88


def qualified(passage: Passage, candidate: Candidate, names: Sequence[Candidate], registry: Registry) -> Candidate:
    """The candidate itself, or the body of another country or state whose name only ends (or begins) like it."""
    entry = registry.entries.get(candidate.ids[0]) if candidate.ids else None
    if entry is None or not entry.country or entry.kind not in STATE_BODIES | {"legislature", "chamber"}:
        return candidate
    text = passage.shadow.text
    if entry.kind in STATE_BODIES and not entry.part_of.startswith("gov:us-"):
        if state := STATE_BEFORE.search(text, max(passage.start, candidate.start - 40), candidate.start):
            return _new(candidate, state.start(), candidate.end)
        if state := STATE_AFTER.match(text[candidate.end : min(passage.end, candidate.end + 50)]):
            return _new(candidate, candidate.start, candidate.end + state.end())
    for other in names:
        country = registry.entries[other.ids[0]].country if other.kind == "government" and other.ids and other.strength in ("full", "adjective") else ""
        if not country or country == entry.country or registry.entries[other.ids[0]].part_of:
            continue
        if other.end <= candidate.start and text[other.end : candidate.start] in (" ", "'s ", "' "):
            return _new(candidate, other.start, candidate.end)
        if other.start >= candidate.end and other.strength == "full" and LINK_AFTER.match(text[candidate.end : other.start]):
            return _new(candidate, candidate.start, other.end)
    return candidate


def _new(candidate: Candidate, start: int, end: int) -> Candidate:
    return replace(candidate, start=start, end=end, ids=(), rule="qualified", strength="full")


def choose(candidate: Candidate, gathering: Gathering, sure: frozenset[str], shorts: dict[str, str]) -> str:
    """The id that a known name means here: as defined in the text, as named elsewhere in it, as its agreement suggests, else the first."""
    surface = gathering.plain.text[candidate.start : candidate.end]
    if surface in shorts:
        return shorts[surface]
    for id in candidate.ids:
        if id in sure:
            return id
    entries = gathering.registry.entries
    for id in candidate.ids:
        if id in entries and entries[id].part_of in sure and entries[id].part_of.startswith("agreement:"):
            return id
    return candidate.ids[0]


def look_up(phrase: str, registry: Registry, language: str = "en") -> tuple[str, ...]:
    """The ids of the entries that a whole phrase names."""
    tokens = words(phrase)
    if not tokens:
        return ()
    end, forms = longest(gazetteer(registry), tokens, 0, len(tokens), language)
    return tuple(dict.fromkeys(form.entry for form in forms if form.strength == "full")) if end == len(tokens) else ()


def identify(candidate: Candidate, passage: Passage, gathering: Gathering) -> tuple[str, str, str, str]:
    """(id, name, kind, part_of) of a body that the gazetteer did not find: a known one under another wording, or a new one."""
    registry = gathering.registry
    name = " ".join(gathering.plain.text[candidate.start : candidate.end].split())
    kind, part_of = candidate.kind, ""
    if match := OF_CHAMBER.match(name):
        chamber = "House" if match["chamber"].startswith("House") else "Senate"
        if ids := look_up(f"{chamber} {match['body']}", registry):
            return ids[0], name, kind, part_of
    root, tokens = gazetteer(registry), words(name)
    for i in range(len(tokens)):
        end, forms = longest(root, tokens, i, len(tokens), passage.block.language)
        agreement = next((form.entry for form in forms if form.kind == "agreement" and form.strength == "full"), "")
        if agreement and end - i < len(tokens) and tokens[0].folded in NATIONAL:
            break
        if agreement and end - i < len(tokens):
            short = _short(agreement, registry)
            name = (name[: tokens[i].start] + short + name[tokens[end - 1].end :]).strip()
            kind, part_of = "intergovernmental", agreement
            break
        if forms and forms[0].strength == "adjective" and i == 0 and candidate.rule != "qualified":
            country = registry.entries[forms[0].entry].country
            same = [id for id in look_up(name[tokens[end - 1].end :].strip(), registry, passage.block.language) if registry.entries[id].country == country]
            if same:
                return same[0], name, kind, part_of
    if kind in STATE_BODIES and (state := STATE_AFTER_NAME.search(name)):
        said = state[1] or state[2]
        owners = [id for form in (said, f"Estado de {said}") for id in look_up(form, registry, passage.block.language) if id.startswith("gov:")]
        part_of = part_of or next(iter(owners), "")
    ids = look_up(name, registry, passage.block.language) if candidate.rule != "qualified" else ()
    return (ids[0] if ids else f"org:{slug(name)}"), name, "agency" if kind == "committee" else kind, part_of


def _short(agreement: str, registry: Registry) -> str:
    entry = registry.entries[agreement]
    return min((form for form in entry.forms if form.isupper()), key=len, default=entry.name) if not entry.name.isupper() else entry.name


def merge_tails(gathering: Gathering) -> None:
    """Makes "Environment Committee" the "USMCA Environment Committee" where the text has both: a new name that ends a longer one."""
    bodies = [thing for thing in gathering.things.values() if thing.id.startswith("org:")]
    for thing in [thing for thing in bodies if thing.id not in gathering.registry.entries]:
        tail = [fold_word(token.surface) for token in words(thing.name)]
        for other in bodies:
            if other.id == thing.id or len(tail) < 2:
                continue
            forms = [other.name, *(mention.surface for mention in other.mentions.values())]
            longer = [[fold_word(token.surface) for token in words(form)] for form in forms]
            if any(len(form) > len(tail) and form[-len(tail) :] == tail for form in longer):
                other.mentions |= thing.mentions
                del gathering.things[thing.id]
                break


def propose_similar(gathering: Gathering) -> None:
    """Notes for each new thing up to three registry entries whose names come close; nothing is merged."""
    fresh = [thing for thing in gathering.things.values() if thing.id.startswith(("org:", "person:")) and thing.id not in gathering.registry.entries]
    if not fresh:
        return
    from rapidfuzz import fuzz, process

    for thing in fresh:
        names = _folded(gathering.registry)[thing.id.partition(":")[0]]
        found = process.extract(fold(thing.name), names, scorer=fuzz.token_sort_ratio, score_cutoff=CLOSE, limit=3)
        thing.similar = tuple(id for _, _, id in found)


_names: list[tuple[Registry, dict[str, dict[str, str]]]] = []


def _folded(registry: Registry) -> dict[str, dict[str, str]]:
    """The folded names of bodies and of persons, by id; made once for a registry."""
    for known, names in _names:
        if known is registry:
            return names
    made = {kind: {id: fold(entry.name) for id, entry in registry.entries.items() if id.startswith(f"{kind}:")} for kind in ("org", "person")}
    _names[:] = [(registry, made)]
    return made
