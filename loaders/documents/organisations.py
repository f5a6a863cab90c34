"""Organisations that the registry does not know, by the shape of their names."""

import re
from collections.abc import Iterator, Sequence

from loaders.documents.candidates import Candidate, Passage, closed
from loaders.documents.described import find_branches, find_described, find_french
from loaders.documents.explained import find_explained
from loaders.documents.heads import describes, has_purpose, is_fresh, is_proper, is_ranked, kind_of
from loaders.documents.shadow import Token, fold_word
from loaders.documents.vocabulary import (
    CLOSING,
    COMMON,
    CONNECTORS,
    GENERIC_BODIES,
    GIVEN,
    HONORIFICS,
    INDUSTRIES,
    MONTHS_AND_DAYS,
    OPENING,
    OPENS_WITH,
    ROLES,
    STARTERS,
    SUFFIXES,
    WEAK_HEADS,
)

LONGEST = 14
DOUBLE = re.compile(r"(?<![\w-])[A-Z][A-Z&]{1,8}\s?(?:[–—]\s?(?:The\s)?|-\s?The\s)$")  # "NGA—The Northern Growers Association"
UNION = "Unión"  # opens a name in Spanish, as "Union" closes one in English
FOREIGN = frozenset(["in", "on", "the", "for", "we", "by", "our"])  # words that begin no sentence of a Spanish text
DOUBTFUL = frozenset(["review", "ledger", "weekly", "daily"])  # heads that need a word before them that running text has not
WORLDLY = frozenset(["mundial", "internacional", "latinoamericano", "anual", "iberoamericano"])  # a congress of this kind is a meeting
# What follows a firm's name for its house in a region ("Norlin Motors Latinoamérica").
BRANCHES = frozenset(["latinoamerica", "mexico", "canada", "america", "usa", "internacional", "latam", "iberoamerica"])


def find_organisations(passage: Passage, known: Sequence[Candidate]) -> Iterator[Candidate]:
    """Names built around a head ("... Council", "Cámara de ...", "... Inc.") and names that a noun or an apposition explains."""
    if passage.headline:
        yield from _items(passage, known)
        return
    for run in capital_runs(passage, known):
        yield from _headed(passage, run, known)
    yield from find_explained(passage, known)
    yield from find_described(passage, known)
    yield from find_branches(passage, known)
    yield from find_french(passage)


POST_FIRST = re.compile(r"((?:[\w'&-]+\s){0,5}[\w'&-]+),\s(?:(?:the|la|el)\s)?")
ITEM_END = re.compile(r"\s?(?:\([^()]{2,30}\))?[\s.,;]*")


def _items(passage: Passage, known: Sequence[Candidate]) -> Iterator[Candidate]:
    """The one name that an item of a list is ("- Northern Growers Organization (NGO)"), or that follows a post in a heading ("Vice President, A Council")."""
    if passage.block.kind not in ("list", "heading"):
        return
    office = POST_FIRST.match(passage.text)
    titled = office is not None and any(fold_word(word) in ROLES for word in office[1].split())
    alone = len(passage.tokens) > 2  # "Northern Growers Association", below a signature
    if passage.block.kind == "heading" and not titled and not alone:
        return
    office = office if titled or passage.block.kind == "list" else None
    for run in capital_runs(passage, known):
        for candidate in _headed(passage, run, known):
            first = passage.start + office.end() if office else passage.shadow.tokens[passage.tokens.start].start
            if candidate.start == first and ITEM_END.fullmatch(passage.shadow.text, candidate.end, passage.end):
                yield candidate


CAUSES = frozenset(["coalition", "campaign", "alliance", "citizens", "friends", "partnership"])  # "Coalition to Save Small Farms"


def capital_runs(passage: Passage, known: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
    """Ranges of tokens that capitals and the small words between them hold together."""
    tokens = passage.shadow.tokens
    at, stop = passage.tokens.start, passage.tokens.stop
    while at < stop:
        if not _carries(tokens[at]):
            at += 1
            continue
        end = at + 1
        while end < stop:
            step = end
            while step < stop and step - end < 3 and tokens[step].joint in (" ", "'") and _links(tokens, step) and not tokens[step].capital:
                step += 1
            if step < stop and _carries(tokens[step]) and _held(tokens, step, end):
                end = step + 1
            else:
                break
        yield at, end
        at = end


def _links(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].folded in CONNECTORS or (tokens[at].folded in ("to", "against") and tokens[at - 1].folded in CAUSES)


def _carries(token: Token) -> bool:
    return (token.capital and token.folded not in MONTHS_AND_DAYS) or token.surface == "&"


def _held(tokens: Sequence[Token], step: int, end: int) -> bool:
    token = tokens[step]
    if token.joint == "." and step == end:
        return len(tokens[step - 1].surface) <= 2
    if token.joint == "," and step == end:
        return token.folded in SUFFIXES
    return token.joint == " " or (token.joint == "'" and (tokens[step - 1].folded in ("d", "l") or _of_many(tokens, step)))


def _of_many(tokens: Sequence[Token], at: int) -> bool:
    """Whether the word before is a plural that owns the name's rest ("Postal Workers' Alliance")."""
    return tokens[at].joint == "'" and tokens[at - 1].surface.endswith("s") and tokens[at].start - tokens[at - 1].end == 2


def _headed(passage: Passage, run: tuple[int, int], known: Sequence[Candidate]) -> Iterator[Candidate]:
    tokens = passage.shadow.tokens
    first, stop = run
    done = first
    for at in range(first, stop):
        if at < done or not tokens[at].capital:
            continue
        word = tokens[at].folded
        if at + 1 < stop and _of_many(tokens, at + 1):
            continue
        opening = OPENING.get(word, "") if at + 1 < stop and _opens(tokens, at, stop) else ""
        closing = CLOSING.get(word, "") or ("company" if word in INDUSTRIES and at > first and (at + 1 == stop or not tokens[at + 1].capital) else "")
        if not opening and not closing:
            continue
        if not opening and at + 1 < stop and tokens[at + 1].capital and tokens[at + 1].joint == " " and not _ends_here(tokens[at + 1]):
            continue
        left = _left(passage, done, at, known) if closing or word in ("council", "chamber") or passage.block.language == "en" else at
        end = _right(passage, at, stop, known) if opening else at + 1
        end = _portfolio(passage, end, known) if word in MINISTRIES else end
        if (opening or closing) == "company" and end < stop and tokens[end].folded in BRANCHES and tokens[end].joint == " ":
            end += 1
        if end < stop and tokens[end].folded in SUFFIXES and tokens[end].capital:
            end += 1
        start = tokens[left].start
        if doubled := DOUBLE.search(passage.shadow.text, max(passage.start, start - 16), start):
            start = doubled.start()
        if end - left < 2 or end - left > LONGEST or _names_none(passage, (left, at, end), opening, known):
            continue
        kind = kind_of(opening or closing, tokens[left:end])
        if kind == "agency" and "committee" in (opening, closing) and passage.block.language != "en" and not is_ranked(tokens[left:end]):
            continue
        yield Candidate(start, closed(passage, end), kind, "head", block=passage.number)
        done = end


def _names_none(passage: Passage, place: tuple[int, int, int], opening: str, known: Sequence[Candidate]) -> bool:
    """Whether a head at the second of three tokens makes no name of the run from the first to before the third: too common, a meeting, a part of every body."""
    tokens, (left, at, end) = passage.shadow.tokens, place
    word, before = tokens[at].folded, tokens[left:at]
    if (word in DOUBTFUL or (word in INDUSTRIES and not opening and word not in CLOSING)) and not is_fresh(before, known):
        return True
    if word in WEAK_HEADS and tokens[at].surface != UNION and not is_proper(before, known) and not has_purpose(tokens[at:end]):
        return True
    if " ".join(token.folded for token in tokens[left:end]) in GENERIC_BODIES or describes(tokens[left:end], known):
        return True
    if opening == "legislature" and tokens[at + 1].folded in WORLDLY:
        return True
    # "Desarrollo Tecnológico de la Secretaría"
    inside = at > passage.tokens.start and tokens[at - 1].capital and tokens[at - 1].folded not in STARTERS and tokens[at].joint == " "
    return word == "tecnologico" and inside


def _ends_here(follower: Token) -> bool:
    """Whether a capitalised word after a head belongs to something else: a title, a day, a legal form."""
    return follower.folded in HONORIFICS | BRANCHES | ROLES | MONTHS_AND_DAYS | SUFFIXES | STARTERS


def _opens(tokens: Sequence[Token], at: int, stop: int) -> bool:
    follower = tokens[at + 1]
    return follower.folded in OPENS_WITH or ((tokens[at].folded not in CLOSING or tokens[at].surface == UNION) and follower.capital)


def _left(passage: Passage, first: int, at: int, known: Sequence[Candidate]) -> int:
    """The first token of a name that token `at` closes."""
    tokens = passage.shadow.tokens
    left = at
    while left > first:
        before = left - 1
        word = tokens[before].folded
        if (tokens[left].joint not in (" ", ".") and not _of_many(tokens, left)) or tokens[before].surface == "s":
            break
        if (
            word in ("and", "y", "et")
            and CLOSING.get(tokens[at].folded) != "company"
            and before > first
            and left < at
            and tokens[before - 1].capital
            and not _ends_known(tokens[before - 1], known, organisations=True)
            and not _acronym(tokens[before - 1])
        ):
            left = before
            continue
        if not tokens[before].capital and tokens[before].surface != "&":
            break
        if word in ("primera", "primer") and CLOSING.get(tokens[at].folded) == "media":
            left = before  # "Primera Línea Radio"
            continue
        if (
            word in HONORIFICS | ROLES | MONTHS_AND_DAYS
            or (word in STARTERS and before == passage.tokens.start)
            or (word in STARTERS and word not in ("new", "over"))
        ):
            break
        left = before
    while left < at and (tokens[left].surface == "&" or not tokens[left].capital):
        left += 1
    return left


# A ministry's further portfolios ("Ministerio de Minas, Aguas y Obras Rurales").
MINISTRIES = frozenset(["secretaria", "ministerio", "ministry", "department", "departamento", "ministere"])
FIELD = "[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+"
PORTFOLIOS = re.compile(rf"(?:, (?:de )?{FIELD}(?: {FIELD})?){{1,3}},? (?:y|e|and) (?:de )?{FIELD}(?: {FIELD}){{0,2}}(?![\w'-])")


def _portfolio(passage: Passage, end: int, known: Sequence[Candidate]) -> int:
    """The number of the token after the portfolios that a comma adds to a ministry's name; `end` where names of others follow."""
    tokens = passage.shadow.tokens
    rest = PORTFOLIOS.match(passage.shadow.text, tokens[end - 1].end, passage.end)
    if not rest or any(c.start < rest.end() and rest.start() < c.end for c in known):
        return end
    last = end
    while last < passage.tokens.stop and tokens[last].start < rest.end():
        last += 1
    added = tokens[end:last]
    fields = any(token.folded in COMMON for token in added if token.capital)
    return last if fields and not any(token.folded in GIVEN or token.folded in CLOSING for token in added) else end


def _acronym(token: Token) -> bool:
    return len(token.surface) > 1 and token.surface.isupper()


def _right(passage: Passage, at: int, stop: int, known: Sequence[Candidate]) -> int:
    """The number of the token after a name that token `at` opens."""
    tokens, stop = passage.shadow.tokens, min(stop, at + LONGEST + 1)
    end = at + 1
    foreign = FOREIGN if passage.block.language == "es" else frozenset()  # "Alianza In México"
    while end < stop and tokens[end].capital and (tokens[end].folded not in STARTERS or (tokens[end].folded in foreign and end == at + 1)):
        end += 1
    while end < stop:
        step = end
        while step < stop and not tokens[step].capital and tokens[step].surface != "&":
            step += 1
        words = [token.folded for token in tokens[end:step]]
        if step >= stop or (not words and tokens[step].surface != "&"):
            break
        if (words[:2] == ["on", "the"] or words[:1] == ["por"]) and end > at + 1:
            break
        if words and words[0] in ("and", "y", "e", "et") and _starts_another(tokens, step, stop, known):
            break
        if OPENING.get(tokens[at].folded) == "think_tank" and words and words[0] in ("de", "del", "of") and _acronym(tokens[step]) and len(words) > 1:
            break  # "Instituto de Ingeniería de la UNAM"
        if (words and words[0] in ("the", "el", "la", "los", "las", "le")) or (
            set(words) & {"for"} and CLOSING.get(tokens[at].folded) == "agency" and "of" not in words and end > at + 3
        ):
            break
        end = step + 1
        while end < stop and tokens[end].capital and tokens[end].folded not in STARTERS:
            end += 1
    return end


def _starts_another(tokens: Sequence[Token], step: int, stop: int, known: Sequence[Candidate]) -> bool:
    """Whether what follows an "and" is a name of its own rather than the rest of this one."""
    rest = tokens[step:stop]
    if _acronym(tokens[step]) or any(token.folded in CLOSING or token.folded in OPENING or token.folded == "foro" for token in rest):
        return True
    return any(c.start == tokens[step].start and c.strength == "full" and c.kind != "topic" for c in known)


def _ends_known(token: Token, known: Sequence[Candidate], *, organisations: bool) -> bool:
    return any(c.end == token.end and c.strength == "full" and (c.kind != "agreement" or not organisations) for c in known)
