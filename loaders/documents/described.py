"""Firms and media whose names say nothing of what they are: what stands right before them, after them, or a legal form shows it."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from loaders.documents.acronyms import stands_for
from loaders.documents.candidates import Candidate, Passage
from loaders.documents.gates import Gated
from loaders.documents.shadow import Token, fold_word
from loaders.documents.vocabulary import (
    BODY_NOUNS,
    CLOSING,
    COMMON,
    CONNECTORS,
    GIVEN,
    HONORIFICS,
    MONTHS_AND_DAYS,
    OPENING,
    ROLES,
    STARTERS,
    SUBNATIONAL,
    read_rules,
)

RULES = read_rules("described")
MEDIA_WORDS = frozenset(RULES["media_words"].split())
ARTICLES = frozenset(RULES["articles"].split())
STATES = frozenset({"republica", "republic", "nacion", "estado"})  # "la Presidenta de la República": of the country, of no body
PLACES = frozenset(fold_word(word) for name in SUBNATIONAL for word in (name, name.split()[0])) | {"washington", "ottawa", "mexico", "canada", "wall"}
LEGAL = re.compile(
    r"(?<![\w.])(?:S\.?\s?A\.?(?:\s?B\.?|\s?P\.?\s?I\.?)?\sde\sC\.?\s?V\b\.?|S\.\s?de\s?R\.\s?L\.(?:\s(?:MI\s)?de\sC\.?\s?V\b\.?)?|S\.A\.|S\.C\.(?=[\s,]+[a-z])"
    r"|Inc\b\.?|LLC\b|L\.L\.C\.|LLP\b|L\.L\.P\.|Ltd\b\.?|Ltée\b|Corp\b\.?|PLC\b|Co\.|GmbH\b|N\.V\.|B\.V\.)"
)
BOUND = 5
ANOTHER = re.compile(r"(?:,| y| and|, y|, and)\s(?:de|of|from|at|con|with)\s(?=[A-ZÁÉÍÓÚÑ])")
# "Ana Ruiz left Norlin to run the office", "Ana Ruiz (Norlin) and Eva Cano (Delmar)"
MOVED = Gated(r"\b(?:left|leaves|leaving|quit|joined|join|dejó|dejado)\s(?:a\s)?(?=[A-ZÁÉÍÓÚÑ])")
ONWARD = re.compile(r"\s(?:to|para|as|como|after|tras)\s|[.,]|\s(?:in|en)\s\d|$")
PAIR = re.compile(r"(?<![\w'-])[A-ZÁÉÍÓÚÑ][\w'-]{1,40}(?:\s[A-ZÁÉÍÓÚÑ][\w'-]{1,40}){1,3}\s\((?=[A-ZÁÉÍÓÚÑ])")
SEPARATOR = re.compile(r"(?:,\s(?:(?:and|y|e|o|or)\s)?|\s(?:and|y|e|o|or)\s|\sand\s)(?:(?:the|la|el)\s)?")


def find_described(passage: Passage, known: Sequence[Candidate]) -> Iterator[Candidate]:
    """Names that a cue beside them or a legal form at their end makes a firm's or a medium's."""
    yield from _legal(passage)
    text = passage.text
    for kind, cues in (("company", "company"), ("company", "employer"), ("media", "media")):
        for cue in _found(cues, passage):
            yield from _after_cue(passage, cue.end(), kind, known)
    for cue in MOVED.finditer(text):
        for found in _after_cue(passage, cue.end(), "company", known):
            if (
                ONWARD.match(passage.shadow.text, found.end, passage.end)
                and passage.shadow.text[passage.start : passage.start + cue.start()].rstrip()[-1:].isalpha()
            ):
                yield found
    pairs = list(PAIR.finditer(text))
    for pair in pairs if len(pairs) > 1 else ():
        for found in _after_cue(passage, pair.end(), "company", known):
            if passage.shadow.text[found.end : found.end + 1] == ")" and not stands_for(passage.shadow.text[found.start : found.end], pair[0][:-2]):
                yield found
    for cue in _found("lists", passage):
        yield from _listed(passage, cue.end(), known)
    yield from _before_cue(passage, known)


@cache
def _cues(kind: str, language: str) -> tuple[Gated, ...]:
    """The patterns of one list, each by itself, since each needs other words."""
    patterns: list[str] = []
    for piece in re.split(r"\s*\|(?=\S)", re.sub(r"\s+\|", "|", RULES[kind][language])):
        if patterns and patterns[-1].count("(") > patterns[-1].count(")"):
            patterns[-1] += f"|{piece}"
        else:
            patterns.append(piece)
    if kind == "after":
        return tuple(Gated(pattern, re.I) for pattern in patterns)
    return tuple(Gated(rf"\b{pattern}\s(?:(?-i:the|la|el|de la|la empresa|la firma)\s)?(?=(?-i:[A-ZÁÉÍÓÚÑ]))", re.I) for pattern in patterns)


def _found(kind: str, passage: Passage) -> Iterator[re.Match[str]]:
    language = "es" if passage.block.language == "es" else "en"
    for pattern in _cues(kind, language):
        yield from pattern.finditer(passage.text)


def _after_cue(passage: Passage, offset: int, kind: str, known: Sequence[Candidate]) -> Iterator[Candidate]:
    tokens = passage.shadow.tokens
    at = passage.shadow.first(passage.start + offset)
    end = _name_end(passage, at, spanning=passage.block.language == "es")
    run = tokens[at:end]
    if kind == "media":
        article = passage.block.language == "es" and len(run) > 1 and run[0].folded in ARTICLES
        if not (article or any(token.folded in MEDIA_WORDS for token in run)) or len(run) < 2:
            return
    elif run and (run[0].folded in ARTICLES or run[0].folded in STATES) and len(run) < 2:
        return
    if run and _names_something(run, known, kind):
        yield Candidate(run[0].start, run[-1].end, kind, "noun", block=passage.number)
    more = ANOTHER.match(passage.shadow.text, run[-1].end, passage.end) if run else None
    if more:
        yield from _after_cue(passage, more.end() - passage.start, kind, known)


def _listed(passage: Passage, offset: int, known: Sequence[Candidate]) -> Iterator[Candidate]:
    """The names of a list ("companies such as A, B and C")."""
    tokens, text = passage.shadow.tokens, passage.shadow.text
    place = passage.start + offset
    for _ in range(12):
        at = passage.shadow.first(place)
        if at >= passage.tokens.stop or tokens[at].start != place or not tokens[at].capital:
            return
        end = max([_name_end(passage, at, spanning=False), *(passage.shadow.first(c.end) for c in known if c.start == place and c.strength == "full")])
        if _names_something(tokens[at:end], known, "company"):
            yield Candidate(tokens[at].start, tokens[end - 1].end, "company", "noun", block=passage.number)
        more = SEPARATOR.match(text, tokens[end - 1].end, passage.end)
        if not more:
            return
        place = more.end()


def _before_cue(passage: Passage, known: Sequence[Candidate]) -> Iterator[Candidate]:
    tokens = passage.shadow.tokens
    for place in [passage.start + match.start() for match in _found("after", passage)]:
        end = passage.shadow.first(place)
        at = end
        while at > passage.tokens.start and end - at < 4 and tokens[at - 1].capital and (at == end or tokens[at].joint == " "):
            at -= 1
        while at < end and tokens[at].folded in STARTERS:
            at += 1
        run = tokens[at:end]
        if run and run[-1].end == place and not (run[0].folded in GIVEN and len(run) > 1) and _names_something(run, known, "company"):
            yield Candidate(run[0].start, run[-1].end, "company", "noun", block=passage.number)


def _legal(passage: Passage) -> Iterator[Candidate]:
    """Names that end in a legal form ("Molinos Norte, S.A. de C.V.")."""
    tokens, text = passage.shadow.tokens, passage.shadow.text
    for form in LEGAL.finditer(text, passage.start, passage.end):
        stop = passage.shadow.first(form.start())
        at = stop
        while at > passage.tokens.start and stop - at < 8:
            if at < stop and tokens[at].joint not in (" ", "'") and not (tokens[at].joint == "." and len(tokens[at - 1].surface) <= 2):
                break
            step = at - 1
            while (
                step > passage.tokens.start
                and at - step < 3
                and not tokens[step].capital
                and tokens[step].surface != "&"
                and tokens[step].folded in CONNECTORS
                and tokens[step].joint == " "
            ):
                step -= 1
            word = tokens[step]
            opens = word.folded in STARTERS and word.surface != "&" and (step == passage.tokens.start or word.joint != " ")
            if not (word.capital or word.surface == "&") or opens or word.folded in MONTHS_AND_DAYS:
                break
            if step < at - 1 and tokens[at - 1].folded in ("y", "e", "and") and tokens[at - 1].surface != "&":
                break
            at = step
        if at < stop and _whole(text, tokens[stop - 1].end, form.start()):
            yield Candidate(tokens[at].start, form.end(), "company", "head", block=passage.number)


# A French name in small letters ("Coalition des éditeurs de musique"), in a text of any language.
FRENCH = re.compile(
    r"(?<![\w-])(?:Coalition|Association|Fédération|Alliance|Union|Conseil|Chambre|Société|Syndicat|Regroupement|Guilde|Ligue)"
    r"(?: québécoise?| canadienne?| nationale?)?"
    r"(?= (?:des |du |de l['’]|pour l))(?:(?:(?: (?:des?|du|et|pour|les?|la|en|au|aux)){1,3} | (?:de |pour )?[ld]['’])[a-zà-ÿ-]{2,}){1,4}"
)


def find_french(passage: Passage) -> Iterator[Candidate]:
    """Bodies whose French names have one capital."""
    for found in FRENCH.finditer(passage.shadow.text, passage.start, passage.end) if passage.block.language != "fr" else ():
        yield Candidate(found.start(), found.end(), "association", "head", block=passage.number)


def find_branches(passage: Passage, known: Sequence[Candidate]) -> Iterator[Candidate]:
    """The local house of a known association, in Spanish: its short name and a place ("Canieti Sede Noroeste", "Index Sonora")."""
    if passage.block.language != "es":
        return
    tokens = passage.shadow.tokens
    for c in known:
        at = passage.shadow.first(c.end)
        if c.kind not in ("association", "chamber") or " " in passage.shadow.text[c.start : c.end] or c.strength not in ("full", "weak"):
            continue
        end = _branch_end(passage, at, known)
        if end > at:
            yield Candidate(c.start, tokens[end - 1].end, c.kind, "branch", block=passage.number)
    for at in range(passage.tokens.start, passage.tokens.stop - 1):
        if tokens[at].folded == "index" and tokens[at].capital and (end := _branch_end(passage, at + 1, known)) > at + 1:
            yield Candidate(tokens[at].start, tokens[end - 1].end, "association", "branch", block=passage.number)


def _branch_end(passage: Passage, at: int, known: Sequence[Candidate]) -> int:
    """The number of the token after the place of a branch that starts at `at`; `at` if none does."""
    tokens, stop, end = passage.shadow.tokens, passage.tokens.stop, at
    while end < stop and end - at < 4 and tokens[end].capital and tokens[end].joint == " " and passage.shadow.text[tokens[end - 1].end] == " ":
        if tokens[end].folded in GIVEN | ROLES | HONORIFICS | STARTERS | MONTHS_AND_DAYS or (
            end == at and tokens[end].folded in COMMON - {"sede", "seccion", "delegacion"}
        ):
            return at
        end += 1
    inside = [c for c in known if c.strength == "full" and c.start < tokens[end - 1].end and tokens[at].start <= c.start] if end > at else []
    return at if any(c.kind != "government" or "-" not in "".join(c.ids) for c in inside) else end


def _whole(text: str, end: int, start: int) -> bool:
    return text[end:start] in (" ", ", ", "")


def _name_end(passage: Passage, at: int, *, spanning: bool) -> int:
    """The number of the token after a name that starts at `at`; in Spanish it may span "de" and "del"."""
    tokens, stop = passage.shadow.tokens, passage.tokens.stop
    end = at
    while end < stop and end - at < BOUND + 2:
        if tokens[end].capital and (end == at or tokens[end].joint in (" ", "'")) and not (end > at and tokens[end].folded in STARTERS - ARTICLES | ROLES):
            end += 1
            continue
        step = end
        while spanning and step < stop and step - end < 2 and tokens[step].folded in ("de", "del", "la", "los", "las") and tokens[step].joint == " ":
            step += 1
        if end > at and end < step < stop and tokens[end].folded in ("de", "del") and tokens[step].capital and tokens[step].joint == " ":
            end = step + 1
            continue
        break
    return end


def _names_something(run: Sequence[Token], known: Sequence[Candidate], kind: str) -> bool:
    """Whether a run is a new name: some word of it is no word of running text, and nothing known shares a letter with it."""
    if not run or any(token.folded in MONTHS_AND_DAYS | HONORIFICS | ROLES for token in run):
        return False
    fresh = [token for token in run if token.folded not in COMMON and token.folded not in CONNECTORS and len(token.surface) > 1]
    if kind == "company" and not fresh:
        return False
    if len(run) == 1 and (run[0].folded in PLACES or run[0].folded in GIVEN or run[0].folded in STARTERS or run[0].folded in BODY_NOUNS):
        return False
    if kind == "company" and (run[0].folded in GIVEN and len(run) > 1):
        return False
    if any(token.folded in OPENING or token.folded in CLOSING for token in run) and kind == "company" and run[0].folded in OPENING:
        return False
    start, end = run[0].start, run[-1].end
    known = [c for c in known if not (len(run) > 1 and c.kind == "government" and c.end == end and c.start > start)]
    return not any(c.start < end and start < c.end and not (c.strength != "full" and start <= c.start and c.end <= end) for c in known)
