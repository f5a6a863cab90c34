"""Chapters, articles and annexes of agreements, by number, in three languages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.documents.candidates import Candidate, Passage
from loaders.documents.gates import Gated

ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
EN = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
ES = "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte"
FR = "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf vingt"
NUMBER_WORDS = {word: number for words in (EN, ES, FR) for number, word in enumerate(words.split(), 1)}
TENS = {"twenty": 20, "thirty": 30, "veinti": 20, "treinta y ": 30, "vingt": 20, "trente": 30}
NUMBER_WORDS |= {
    f"{ten}{joint}{word}": value + i
    for ten, value in TENS.items()
    for joint in ("-", " ", "", "-et-", " et ")
    for words in (EN, ES, FR)
    for i, word in enumerate(words.split()[:9], 1)
}
UNITS = [word for words in (EN, ES, FR) for word in words.split()[:9]]
WORD_NUMBER = rf"(?:{'|'.join(TENS)})(?:-et-| et |-| |)(?:{'|'.join(sorted(UNITS, key=len, reverse=True))})|" + "|".join(
    sorted((word for words in (EN, ES, FR) for word in words.split()), key=len, reverse=True)
)
CHAPTER = rf"(?:\d{{1,3}}(?![\d.,]*\d|%)|[IVXL]{{1,7}}\b|(?:{WORD_NUMBER})\b)"
LIST = r"(?:\s*,\s*(?:and|y|et)?\s*|\s*(?:and|y|et|e|&|to|through|a)\s+)"
CHAPTERS = Gated(
    rf"\b(?:chapters?|cap[ií]tulos?|chapitres?)\s+(?:n[o°ú]m?\.?\s*)?(?P<numbers>{CHAPTER}(?:{LIST}(?!(?:un|uno|une|one)\b){CHAPTER})*)",
    re.IGNORECASE,
)
ARTICLE = r"(?:\d{1,2}(?:\.\d{1,2}){1,3}|\d{1,4})(?![\d%])"
ARTICLES = Gated(rf"\b(?:articles?|art[ií]culos?|arts?\.)\s+(?P<numbers>{ARTICLE}(?:{LIST}{ARTICLE})*)", re.IGNORECASE)
ANNEXES = Gated(r"\b(?:annex(?:es)?|anexos?|annexes?)\s+(?P<numbers>\d{1,2}-[A-Z])\b", re.IGNORECASE)
ONE = Gated(rf"\d{{1,2}}-[A-Z]\b|{ARTICLE}|{CHAPTER}", re.IGNORECASE)
OLD = r"(?:old|former|original|new|current|now-defunct|existing|antiguo|anterior|viejo|nuevo|ancien|nouvel)"
TITLE = (
    r"(?:\s*\([^()]{2,70}\)|\s*:\s*(?-i:[A-Z])[\w -]{2,60}|,\s[\w\s]{3,60},|\s+on\s[\w\s]{3,60}?"
    r"|\s+(?:of|in|del?|en)\s(?:(?:the|its|el|su)\s)?(?:cap[ií]tulo\s(?:de|sobre)\s[\w\s]{3,50}?|(?:chapter\son\s[\w\s]{3,50}?|[\w\s-]{3,40}\schapter)))?"
)
LINK_AFTER = re.compile(
    rf"^{TITLE}\s*,?\s*(?:of|in|under|del?|de la|en el|en la|du|de l'|dans l'|dans le)\s*(?:the|its|l'|el|la)?\s*(?:{OLD}\s+)?\s*$", re.IGNORECASE
)
LINK_BEFORE = re.compile(r"^\s*\)?(?:'s?)?\s*[,:;(]?\s*(?:(?:whose|cuyo|cuya|and its|y su)\s)?(?:\([^()]{1,12}\)\s*[,:]?\s*)?$")
OTHER_OWNER = re.compile(
    rf"^{TITLE}\s+(?:of|del?|de la|du|des)\s+(?:the |l'|la |el |its |their )?(?!(?:{OLD}\s)?(?:agreement|accord|treaty|pact|deal"
    rf"|tratado|acuerdo|same|this)\b)[\w'-]+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """A numbered part as written: `agreement` is the candidate that names its agreement beside it, if any."""

    start: int
    end: int
    kind: str
    number: str
    agreement: Candidate | None
    block: int


def find_parts(passage: Passage, agreements: Sequence[Candidate]) -> Iterator[Part]:
    """The chapters, articles and annexes named in a passage; parts of something that is no agreement are left out."""
    text, offset = passage.text, passage.start
    yield from _alone(text, offset, passage.number)
    for kind, pattern in (("chapter", CHAPTERS), ("article", ARTICLES), ("annex", ANNEXES)):
        for match in pattern.finditer(text):
            owner = _owner(text, offset, match.span(), agreements)
            if owner is None and OTHER_OWNER.match(text[match.end() : match.end() + 120]):
                continue
            for one in ONE.finditer(text, match.start("numbers"), match.end("numbers")):
                number = _number(one.group(), kind)
                if number and (kind != "article" or owner or "." in number):
                    start = match.start() if one.start() == match.start("numbers") else one.start()
                    yield Part(start + offset, one.end() + offset, kind, number, owner, passage.number)


# "El tratado le dedica el capítulo 19: ... El 25 se ocupa de las pymes y el 27 de la corrupción", "un capítulo, el 19", "Chapter 19 ... and 25 covers"
ALONE = Gated(
    r"(?:(?<=[.;:?] )|^)[Ee]l (?P<first>\d{1,2})(?= (?:se|trata|regula|habla|obliga|protege"
    r"|versa|abarca|cubre|aborda|dedica|de l[ao]s?|sobre|prohíbe|establece|exige)\b)"
    r"|\b(?:y|,) el (?P<next>\d{1,2})(?= (?:se|trata|regula|de l[ao]s?|sobre|aborda|versa|que)\b|[,.;])|\bun cap[ií]tulo, el (?P<one>\d{1,2})\b"
    r"|\b(?:a|one) chapter, (?:number )?(?P<un>\d{1,2})\b|\b[Cc]ap[ií]tulo[^.;]{3,60}?, el (?P<aside>\d{1,2}),"
)
SPOKEN_OF = re.compile(r"\bcap[ií]tulos?\b|\bchapters?\b", re.IGNORECASE)
LAST = 34


def _alone(text: str, offset: int, block: int) -> Iterator[Part]:
    """Chapters that only their number names, in a paragraph that speaks of chapters."""
    spoken = SPOKEN_OF.search(text)
    if not spoken:
        return
    said = False
    for match in ALONE.finditer(text):
        name = match.lastgroup or "one"
        if match.end() < spoken.start() or (name == "next" and not said) or not 1 <= int(match[name]) <= LAST:
            continue
        said = True
        yield Part(match.start(name) + offset, match.end(name) + offset, "chapter", match[name], None, block)


def _owner(text: str, offset: int, span: tuple[int, int], agreements: Sequence[Candidate]) -> Candidate | None:
    """The agreement whose name stands right before or right after."""
    for agreement in agreements:
        start, end = agreement.start - offset, agreement.end - offset
        if start >= span[1] and LINK_AFTER.match(text[span[1] : start]):
            return agreement
    for agreement in agreements:
        start, end = agreement.start - offset, agreement.end - offset
        if 0 <= end <= span[0] and span[0] - end < 24 and LINK_BEFORE.match(text[end : span[0]]):
            return agreement
    return None


def _number(text: str, kind: str) -> str:
    """The number in digits; "" when it is none after all."""
    if kind == "annex":
        return text.lower()
    if text[0].isdigit():
        return text
    word = text.casefold()
    if word in NUMBER_WORDS:
        return str(NUMBER_WORDS[word])
    if not text.isupper():
        return ""
    values = [ROMAN[c] for c in word]
    return str(sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True)))
