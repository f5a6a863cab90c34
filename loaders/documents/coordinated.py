"""Names that nothing but their company shows: an unknown name in a list of firms, and a long form in small letters that an acronym defines."""

import re
from collections.abc import Iterator, Sequence

from loaders.documents.acronyms import stands_for
from loaders.documents.candidates import Candidate, Passage
from loaders.documents.shadow import fold_word
from loaders.documents.vocabulary import COMMON_FIRST, GIVEN, HONORIFICS, MONTHS_AND_DAYS, OPENING, ROLES, STARTERS

FIRM, OTHER = "\x01", "\x02"
WORD = r"[A-ZÀ-Ý][\w&'-]*"
ITEM = rf"(?:{FIRM}+|{WORD}(?:\s{WORD}){{0,2}})"
SERIES = re.compile(rf"{ITEM}(?:,\s{ITEM})*,?\s(?:and|y|e|et)\s{ITEM}(?=[\s,.;)]|$)")
SHORT = re.compile(r"\s\(([A-Z][A-Za-z&]{1,9})\)")
BREAK = re.compile(r"[.;:()\"]\s|\s-\s|^")
HEAD = re.compile(r"\b[A-ZÀ-Ý][\w-]+")
REACH = 140
NO_NAME = HONORIFICS | MONTHS_AND_DAYS | STARTERS | ROLES | GIVEN | COMMON_FIRST


def find_coordinated(passage: Passage, known: Sequence[Candidate]) -> Iterator[Candidate]:
    """Unknown names in a list of three or more of which two are known firms, or one if the list is longer than that one and two words."""
    if passage.headline or not any(c.kind == "company" for c in known):
        return
    text = list(passage.text)
    for c in known:
        text[c.start - passage.start : c.end - passage.start] = (FIRM if c.kind == "company" else OTHER) * (c.end - c.start)
    masked = "".join(text)
    for series in SERIES.finditer(masked):
        items = [match for match in re.finditer(ITEM, series[0]) if match[0] not in ("Y", "E")]
        firms = sum(item[0][0] == FIRM for item in items)
        if len(items) < 3 or firms < 1 or (firms < 2 and any(" " in item[0] for item in items)):
            continue
        for item in items:
            words = [fold_word(word) for word in re.findall(r"[\w&]+", item[0])]
            if item[0][0] != FIRM and words and not NO_NAME.intersection(words):
                start = passage.start + series.start() + item.start()
                yield Candidate(start, start + len(item[0]), "company", "coordinated", block=passage.number)


def find_defined(passage: Passage, known: Sequence[Candidate]) -> Iterator[Candidate]:
    """Spanish and French names that begin with a head ("Conseil", "Asociación"), go on in small letters and end at their acronym in brackets."""
    if passage.headline or passage.block.language not in ("es", "fr"):
        return
    for short in SHORT.finditer(passage.text):
        before = passage.text[max(0, short.start() - REACH) : short.start()]
        first = max(match.end() for match in BREAK.finditer(before))
        heads = [
            match
            for match in HEAD.finditer(before, first)
            if fold_word(match[0]) in OPENING and fold_word(match[0])[0] == short[1][0].casefold() and len(before[match.start() :].split()) >= 3
        ]
        if heads and stands_for(short[1], before[heads[-1].start() :]):
            start = passage.start + short.start() - len(before) + heads[-1].start()
            found = Candidate(start, passage.start + short.start(), OPENING[fold_word(heads[-1][0])], "defined", block=passage.number)
            if not any(c.covers(found) or (c.overlaps(found) and not found.covers(c)) for c in known):
                yield found
