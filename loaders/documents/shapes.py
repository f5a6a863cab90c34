"""Names that the words right beside them show: firms called by their partners, long forms that an acronym defines, embassies, local houses."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from loaders.documents.acronyms import stands_for
from loaders.documents.candidates import Candidate, Passage
from loaders.documents.described import PLACES
from loaders.documents.gates import Gated
from loaders.documents.shadow import fold_word
from loaders.documents.vocabulary import COMMON, GIVEN, MONTHS_AND_DAYS, SAYING, STARTERS, read_rules

_SAID = read_rules("shapes")
CAPITAL = r"[A-ZÀ-Ý][\w'’&-]*"
RUN = rf"{CAPITAL}(?: {CAPITAL}){{0,3}}"
PARTNERS = Gated(rf"(?P<n>{CAPITAL}(?: {CAPITAL})? (?:y|e|&|and|et) (?:{_SAID['partners']}))(?![\w-])")
MEMBERS = Gated(rf"(?:\b(?:La|El|Las|Los|The) )?\b(?P<n>{RUN})(?:,| \([^()]{{2,12}}\),) (?:{_SAID['gathers']})\b")
STAFFED = Gated(rf"\b(?:{_SAID['staff']}) (?P<n>{RUN})")
FIRM = Gated(rf"\b(?:of|at|with|from|firm|despacho|bufete|firma|de) (?P<n>{CAPITAL}(?:, {CAPITAL})? & {CAPITAL})(?![\w-]| {CAPITAL})")
GROUP = Gated(rf"\b(?:el|del|al|un|este|the) (?P<n>grupo {CAPITAL})(?= |,|\.)")
DEFINED = re.compile(rf"(?P<n>(?:U\.S\. )?{CAPITAL}(?: (?:(?:of|and|for|on|the) ){{0,2}}{CAPITAL}){{1,7}}) \((?P<short>[A-Z][A-Za-z&-]{{1,9}})\)")
PROJECT = Gated(rf"\b(?:{_SAID['heads']}) of (?:the|its) (?P<n>{CAPITAL}(?: (?:(?:and|of|for|on) )?{CAPITAL}){{1,5}})")
EMBASSY = re.compile(r"\b(?:[Ee]mbajada|[Ee]mbassy|[Cc]onsulado(?: [Gg]eneral)?) (?:del?|of)(?: la| los| the)? $")
HOUSE = re.compile(rf" (?:{_SAID['branch_words']})?(?:{_SAID['branches']})(?![\w-]| (?:y|and|e) (?:{_SAID['branches']})\b)")
PORT_ACTS = frozenset(
    [
        *("asked", "asks", "reported", "reports", "wants", "plans", "signed", "opposes", "supports", "expects"),
        *("informo", "informa", "pidio", "pide", "firmo", "quiere", "espera"),
    ]
)
REGIONS = frozenset(["Noreste", "Noroeste", "Sureste", "Occidente"])
PORT = re.compile(rf"(?P<n>(?:Port of|Puerto de) {CAPITAL}(?: {CAPITAL})?) (?:has |ha |also |también )?(?P<verb>[\w]+)")
CAPITAL_CITY = re.compile(r" de México\b")
BRANCHED = frozenset({"company", "association", "chamber", "think_tank"})


def find_shaped(passage: Passage, known: Sequence[Candidate]) -> Iterator[Candidate]:
    """New names of a passage; none that shares a letter with a known one, but for those inside a longer new one."""
    if passage.headline:
        return
    for pattern, kind in ((PARTNERS, "company"), (MEMBERS, "association"), (STAFFED, "company"), (FIRM, "company"), (GROUP, "company")):
        for found in pattern.finditer(passage.text):
            if _is_new(passage, found, known) and not (pattern is FIRM and _is_plain(found["n"])):
                yield _candidate(passage, found, kind)
    if passage.block.language == "en":
        yield from _defined(passage, known)
    for found in PORT.finditer(passage.text):
        if fold_word(found["verb"]) in SAYING | PORT_ACTS:  # elsewhere a port is a place
            yield _candidate(passage, found, "company")
    for c in known:
        if c.kind == "government" and (mission := EMBASSY.search(passage.shadow.text, max(passage.start, c.start - 30), c.start)):
            yield Candidate(mission.start(), c.end, "agency", "embassy", block=passage.number)


def _is_plain(name: str) -> bool:
    """Whether some word of a name is one of running text ("Food & Beverage")."""
    return any(fold_word(word) in COMMON for word in re.findall(r"[\w'-]+", name))


def _defined(passage: Passage, known: Sequence[Candidate]) -> Iterator[Candidate]:
    """English names that end in a word of teams, services and projects, with the acronym that they define or the post of their head."""
    for pattern, kinds in ((DEFINED, _SAID["defined"]), (PROJECT, _SAID["projects"])):
        for found in pattern.finditer(passage.text):
            last = fold_word(found["n"].rpartition(" ")[2])
            kind = next((kind for kind, words in kinds.items() if last in words.split()), "")
            start = _opening(found) if pattern is DEFINED else found.start("n")
            end = passage.start + found.end("n")
            if kind and start >= 0 and not any(c.start < end <= c.end for c in known):
                yield Candidate(passage.start + start, end, kind, "noun", block=passage.number)


def _opening(found: re.Match[str]) -> int:
    """Where the long form of an acronym begins in the words before it ("Officials of the Northern Trade Team (NTT)"); -1 if nowhere."""
    short = found["short"].rpartition("-")[2]
    for word in re.finditer(CAPITAL, found["n"]):
        rest = found["n"][word.start() :]
        if word[0][0] == short[0] and stands_for(short, rest) and len(rest.split()) > 1:
            first = found.start("n") + word.start()
            return first - 5 if found.string[:first].endswith("U.S. ") else first
    return -1


def _candidate(passage: Passage, found: re.Match[str], kind: str) -> Candidate:
    return Candidate(passage.start + found.start("n"), passage.start + found.end("n"), kind, "noun", block=passage.number)


def _is_new(passage: Passage, found: re.Match[str], known: Sequence[Candidate]) -> bool:
    start, end = passage.start + found.start("n"), passage.start + found.end("n")
    words = [fold_word(word) for word in re.findall(r"[\w&-]+", found["n"])]
    if words[0] in STARTERS | MONTHS_AND_DAYS or all(word in COMMON or word in PLACES for word in words):
        return False
    if words[0] in GIVEN or (len(words) == 1 and words[0] in PLACES):
        return False
    return not any(c.start < end and start < c.end for c in known)


def branched(names: Sequence[Candidate], passage: Passage) -> list[Candidate]:
    """Known firms and associations with the country of their local house in the name ("Delmar Canada"); that country acts no more."""
    text = passage.shadow.text
    longer: list[Candidate] = []
    for c in names:
        house = HOUSE.match(text, c.end, passage.end) if c.kind in BRANCHED and c.strength == "full" else None
        if c.rule == "branch" and text[c.start : c.end].endswith(" Ciudad"):
            house = CAPITAL_CITY.match(text, c.end, passage.end)
        own = house is not None and house[0].strip() in REGIONS and c.kind != "company"  # a chapter with a voice of its own
        longer.append(replace(c, end=house.end(), ids=() if own else c.ids) if house else c)
    ends = {c.end: c for c, before in zip(longer, names, strict=True) if c is not before}
    return [c for c in longer if c in ends.values() or not any(other.covers(c) for other in ends.values())]
