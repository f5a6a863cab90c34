"""Organisations that the words beside their names explain: a noun ("trade group X"), an apposition ("X, a Canadian association"), their staff."""

import re
from collections.abc import Iterator, Sequence

from loaders.documents.candidates import Candidate, Passage
from loaders.documents.shadow import Token, fold_word
from loaders.documents.vocabulary import BODY_NOUNS, COMMON, CONNECTORS, HONORIFICS, MONTHS_AND_DAYS, ROLES, SAYING, STARTERS, SUBNATIONAL

APPOSITION = re.compile(r"^\s?(?:,| -|-| \()\s*(?P<article>(?:an?|the|una?|une?|el|la|l'|le)\s)?\s?((?:[\w'-]+\s){0,5}[\w'-]+)\b")
PLAIN_NOUNS = {**BODY_NOUNS, "tank": "think_tank", "group": "association", "chamber": "chamber", "unit": "company", "division": "company"}
LINKS = frozenset(["of", "that", "which", "who", "de", "que", "qui", "in", "for", "with", "and", "or", "y", "et"])
AMBIGUOUS_NOUNS = frozenset(["association", "camara", "confederacion", "federacion", "asociacion", "coalition", "federation"])
PARTNERS = re.compile(r"(?:, [A-Z][\w'-]+)*,? (?:& [A-Z][\w'-]+|(?:and|y|et) (?:Asociados|Associates|Associés|Socios|Partners|Cía|Hermanos)\b)")
PLACES = frozenset(fold_word(word) for name in SUBNATIONAL for word in (name, name.split()[0])) | {"washington", "ottawa", "mexico", "canada", "wall"}
FIRMS = frozenset({"company", "association", "think_tank"})


def find_explained(passage: Passage, known: Sequence[Candidate]) -> Iterator[Candidate]:
    """Names after a noun ("trade group X") or before an apposition ("X, a Canadian association")."""
    tokens, text = passage.shadow.tokens, passage.shadow.text
    at, stop = passage.tokens.start, passage.tokens.stop
    while at < stop:
        end = at
        while end < stop and tokens[end].capital and tokens[end].folded not in CHIEFS and end - at < 5 and (end == at or tokens[end].joint in (" ", "'")):
            end += 1
        if end == at:
            at += 1
            continue
        labelled = _label(tokens, at, end, passage)
        at += bool(labelled)
        kind = (
            labelled
            or _noun_before(tokens, at, passage)
            or _staffed(text[max(passage.start, tokens[at].start - 40) : tokens[at].start])
            or (_headed_by(text[tokens[end - 1].end : passage.end][:60]) if any(token.folded not in COMMON for token in tokens[at:end]) else "")
            or _noun_after(text[tokens[end - 1].end : passage.end][:90])
        )
        initial = at == passage.tokens.start or not tokens[at].joint
        usable = (
            not (kind and end - at == 1 and tokens[at].folded in PLACES)
            and not (initial and tokens[at].folded in STARTERS)
            and not any(token.folded in MONTHS_AND_DAYS | HONORIFICS for token in tokens[at:end])
        )
        overlapping = [c for c in known if c.start < tokens[end - 1].end and tokens[at].start < c.end] if kind and usable else []
        longer = end - at > 1 and all(c.start == tokens[at].start and c.end == tokens[at].end and c.kind in FIRMS for c in overlapping)
        if kind and usable and (not overlapping or longer):
            last = tokens[end - 1].end
            partners = PARTNERS.match(text, last, passage.end) or _spanning(passage, at, end, known)
            yield Candidate(tokens[at].start, partners.end() if partners else last, kind, "noun", block=passage.number)
        at = end


NAMED_ON = re.compile(r"(?:\s(?:de la|de los|de las|del?|of)\s[A-ZÁÉÍÓÚÑ][\w'-]+(?:\s[A-ZÁÉÍÓÚÑ][\w'-]+)?)|\sy\s[A-ZÁÉÍÓÚÑ][\w'-]+(?=\s[a-záéíóú]|,)")
ADVISERS = frozenset(["consultora", "consultoria", "despacho", "bufete", "revista", "periodico", "portal", "semanario"])


def _spanning(passage: Passage, at: int, end: int, known: Sequence[Candidate]) -> re.Match[str] | None:
    """The rest of a name over "de" or, for advisers, "y" ("diario El Faro de La Laguna", "despacho Ibarra y Salcedo"), if nothing known stands there."""
    tokens = passage.shadow.tokens
    rest = (
        NAMED_ON.match(passage.shadow.text, tokens[end - 1].end, passage.end)
        if passage.block.language == "es" and tokens[at - 1].folded in BODY_NOUNS
        else None
    )
    if rest and rest[0].startswith(" y ") and tokens[at - 1].folded not in ADVISERS:
        return None
    return None if rest and any(c.strength == "full" and c.start < rest.end() and rest.start() < c.end for c in known) else rest


def _label(tokens: Sequence[Token], at: int, end: int, passage: Passage) -> str:
    """The kind of body that a noun with a capital makes of the name after it: it begins a sentence ("Chipmaker Novasil") or is an acronym ("ONG Mar")."""
    word = tokens[at].folded
    initial = at == passage.tokens.start or tokens[at].joint != " "
    if end - at < 2 or word not in BODY_NOUNS or word in AMBIGUOUS_NOUNS or not (initial or tokens[at].surface.isupper()):
        return ""
    return BODY_NOUNS[word] if any(token.folded not in COMMON for token in tokens[at + 1 : end]) else ""


STUDIES = frozenset(["estudios", "investigacion", "pensamiento", "analisis", "ideas"])  # "el centro de estudios Norte Claro"
DEMONYMS = frozenset(
    [
        *("canadiense", "mexicana", "estadounidense", "norteamericana", "regiomontana", "tapatia", "capitalina", "jalisciense", "texana", "californiana"),
        *("poblana", "queretana", "sonorense", "tijuanense", "duranguense", "coahuilense", "sinaloense", "yucateca", "china", "japonesa", "alemana", "coreana"),
        *("china", "taiwanesa", "francesa", "italiana", "espanola", "britanica", "india", "brasilena"),
    ]
)


def _noun_before(tokens: Sequence[Token], at: int, passage: Passage) -> str:
    """The kind of body that the noun before a name makes of it; in Spanish and French an adjective may stand between."""
    if at <= passage.tokens.start or tokens[at].joint != " ":
        return ""
    if tokens[at - 1].capital and not (tokens[at - 1].joint != " " or at - 1 == passage.tokens.start):
        return ""
    word, before = tokens[at - 1].folded, tokens[at - 2].folded if at - 2 >= passage.tokens.start else ""
    if word == "tank" and before == "think":
        return "think_tank"
    if word in STUDIES and before == "de" and at - 3 >= passage.tokens.start and tokens[at - 3].folded in ("centro", "instituto", "laboratorio"):
        return "think_tank"
    if word in DEMONYMS and before == "firma":
        return "company"
    if word == "group" and before in ("trade", "industry", "lobby", "advocacy", "business", "lobbying"):
        return "association"
    if word == "group" or word in AMBIGUOUS_NOUNS:
        return ""
    if word not in BODY_NOUNS and passage.block.language in ("es", "fr") and word not in CONNECTORS | STARTERS | SAYING and tokens[at - 1].joint == " ":
        word = before if before not in AMBIGUOUS_NOUNS else ""
    if word not in BODY_NOUNS and at - 3 >= passage.tokens.start and tokens[at - 2].folded in ("de", "en", "del") and not tokens[at - 3].capital:
        word = tokens[at - 3].folded if tokens[at - 3].folded not in AMBIGUOUS_NOUNS and tokens[at].folded not in COMMON else ""
    return BODY_NOUNS.get(word, "")


# Officers whose title parts a firm's name from a person's.
CHIEFS = frozenset(["ceo", "cto", "cfo", "coo", "cofounder", "spokesman", "spokeswoman", "spokesperson"])
HEADED_BY = re.compile(
    r"(?:'s)? (?:CEO|chief executive(?: officer)?|[Pp]resident and CEO|CTO|co-?founder|[Mm]anaging [Dd]irector|[Ss]pokes(?:man|woman|person)"
    r"|founder|chairman|president|[Cc]hief [Ee]conomist|lobbyist)"
    r"\s[A-Z][\w.]+ [A-Z]"
)


def _headed_by(rest: str) -> str:
    """A name right before a firm's officer and a person is a firm ("Dorsey Chips CEO Peter Dorsey")."""
    return "company" if HEADED_BY.match(rest) else ""


STAFF = re.compile(
    r"\b(?:analysts?|economists?|strategists?|researchers?|attorneys?|lawyers?|consultants?)\s(?:at|with|from)\s$"
    r"|\b(?:analistas?|economistas?|estrategas?|abogados?|consultores)\s(?:de|en)\s$",
    re.IGNORECASE,
)


def _staffed(before: str) -> str:
    """A name without an article whose analysts or lawyers speak is a firm ("analysts at Delmar", "economistas de Delmar")."""
    return "company" if STAFF.search(before) else ""


def _noun_after(rest: str) -> str:
    """The kind of body that an apposition ("a Canadian industry association") makes of the name before it; "" if none."""
    match = APPOSITION.match(rest)
    words = re.findall(r"[\w-]+", match[2].casefold()) if match else []
    for i, word in enumerate(fold_word(word) for word in words):
        if word in LINKS or word in ROLES or (match and not match["article"] and i):
            break
        if words[i + 1 : i + 2] == ["s"] or (match and rest[match.end() :].startswith("'s")):
            break  # "P, the association's director"
        if word == "cabinet" and not set(words[i + 1 : i + 2]) <= LINKS:
            break  # "a cabinet colleague"
        if word in PLAIN_NOUNS and (i + 1 == len(words) or fold_word(words[i + 1]) not in BODY_NOUNS):
            return PLAIN_NOUNS[word]
    return ""
