"""Persons by the words around their names: a title, a role, a verb of saying."""

import re
from collections.abc import Iterator, Sequence

from loaders.documents.candidates import Candidate, Passage
from loaders.documents.heads import heads_of
from loaders.documents.shadow import Token, fold_word
from loaders.documents.vocabulary import COMMON, COMMON_FIRST, COMMON_LAST, GIVEN, HONORIFICS, MONTHS_AND_DAYS, PARTICLES, ROLES, SAYING, STARTERS, SURNAMES

LONGEST = 6
LINKING = frozenset(["de", "del", "la", "las", "los", "y", "e", "da", "do", "du"])
ROLE_AFTER = re.compile(
    r"^\s?(?:,| -|-|\()\s*(?:the |an? |el |la |un |una |le |l'|son |su |its |her |his |who is |quien es |then |now |former |current "
    r"|actual |senior |ex ?-?|our )*((?:[\w'&-]+\s){0,5}[\w'-]+)"
)
SAID_AFTER = re.compile(
    r"^(?:\s?,[^,.;]{1,80},)?\s(?:has |have |had |also |later |then |ha |han |a |le |se |also |recently |further |tambi[ée]n |[aà] "
    r")*([\w-]+)"
)
IS_AFTER = re.compile(
    r"^\s(?:is|was|became|becomes|serves as|served as|works as|es|fue|funge como|est)\s(?:the |an? |el |la |un |una |le |l')?((?:[\w'-]+\s){0,4}[\w'-]+)"
)
NO_OFFICE = frozenset(
    {"leader", "lider", "member", "partner", "socio", "socia", "owner", "lead", "principal", "associate", "executive", "expert", "chief", "head", "dirigeant"}
)
OFFICES = ROLES - NO_OFFICE
QUOTED_BEFORE = re.compile(r"[\"',]\s?([\w-]+)\s$|\b([\w-]+)\s$")
ACCORDING = re.compile(
    r"(?:according to|said by|led by|headed by|interview with|signed by|seg[úu]n|de acuerdo con|encabezad[oa] por|liderad[oa] por"
    r"|entrevista con|selon|d'apr[èe]s|dirig[ée]e? par)\s$",
    re.IGNORECASE,
)
HEADED_BY = re.compile(r"(?:encabezad[oa]|presidid[oa]|headed|chaired|moderated|moderad[oa]|fundad[oa][^.,;]{0,20}?|founded[^.,;]{0,20}?)\s(?:por|by)\s$", re.I)
PLACE_HEADS = frozenset(["san", "santa", "villa", "puerto", "ciudad", "monte", "rio", "cerro", "nueva", "nuevo", "port", "fort", "mount", "lake", "saint"])
LEADS_AFTER = re.compile(
    r"^\s?,\s(?:who|quien|que|qui)\s(?:also\s|tambi[ée]n\s)?(?:leads|heads|chairs|runs|directs|preside|encabeza|dirige|lidera|préside)\b", re.IGNORECASE
)
ROLE_BEFORE = re.compile(r"(?:\b(?:the|el|la|le|l'|al|del|su|son|sa|its|their|y|and|et)|'s)\s((?:[\w'&.-]+\s){0,9}[\w'&.-]+),\s$", re.IGNORECASE)
AS_AFTER = re.compile(
    r"^,?\s(?:as|como|its|su|their|his|her)\s(?:(?:the|its|su|el|la|a|an|new|next|nuev[oa]|interim|first)\s){0,2}((?:[\w'-]+\s){0,3}[\w'-]+)"
    r"|^\s(?:was|has been|had been|fue|ha sido|será)\s(?:re)?(?:named|appointed|elected|nombrad[oa]|designad[oa]|elect[oa]"
    r"|ratificad[oa])\s((?:[\w'-]+\s){0,5}[\w'-]+)"
)
# What only people do: sit, resign, join a board.
LIVES_AFTER = re.compile(
    r"^\s(?:(?:is|are)\s(?:joining|leaving|retiring|stepping)\b|(?:will|has|had)\s(?:join(?:ed)?|retired?|resign(?:ed)?|step(?:ped)?)\s"
    r"|(?:(?:re)?joined|left|leaves|joins)\s[^.,;]{3,40}?\s(?:to|as|after|in)\s|(?:chairs|presides|testified|testifies|resigned|retired)\b"
    r"|(?:preside|presidió|encabeza|encabezó|renunció|moderó|nació)\b)"
    r"|^,\s(?:\d{2}(?:,|\saños)|(?:whose|cuy[oa])\s(?:firm|company|business|bakery|farm|empresa|firma|negocio)\b)"
)
OF_BODY = re.compile(r"\s(?:of|from|with|at|del?)\s(?:the\s|la\s|el\s|los\s)?|\s\(|,\s(?:of|from|del?)\s(?:the\s|la\s|el\s)?")
BODIES = frozenset({"association", "chamber", "think_tank", "legislature", "agency", "company", "organisation", "media"})
SIGNED = re.compile(r"(?:^|[.!?\"]\s?)-\s?$")


# Who speaks in a transcript: "Mr. RIVERA.", "Chairman SMITH."
SPEAKER = re.compile(
    r"(?:(?:Mr|Ms|Mrs|Dr|Sen|Rep)\.|Chair(?:man|woman)?|Senator|Ambassador|Sr\.|Sra\.|Dip\.|Presidente|Diputad[oa]|Senador[a]?)\s([A-ZÁÉÍÓÚÑ]{3,20}(?:\s[A-ZÁÉÍÓÚÑ]{3,20})?)[.:]\s"
)


def find_people(passage: Passage, known: Sequence[Candidate]) -> Iterator[Candidate]:
    """Names of two or more words that something around them shows to be a person's, and titles with a surname."""
    if passage.headline and passage.block.kind != "byline":
        yield from _announced(passage)
        return
    tokens = passage.shadow.tokens
    if speaker := SPEAKER.match(passage.text):
        yield Candidate(passage.start + speaker.start(1), passage.start + speaker.end(1), "person", "title", block=passage.number)
    for first, end in _runs(passage, known):
        name, titled = _name(passage, first, end)
        if name == end or not _plausible(tokens[name:end]):
            continue
        size = sum(token.capital for token in tokens[name:end])
        start = tokens[name].start
        last = tokens[end - 1].end
        last = hyphened.end() if (hyphened := HYPHENED.match(passage.shadow.text, last, passage.end)) else last
        told = titled or (size >= 2 and (_evident(passage, tokens, name, end) or _of_body(passage, tokens[name:end], known)))
        if told and not any(c.start <= start and last <= c.end for c in known):
            yield Candidate(start, last, "person", "title" if titled else "person", block=passage.number)


HYPHENED = re.compile(r"-[a-zà-ÿ]{2,6}(?![\w-])")  # "Huang Wei-lun"
SIGNS = re.compile(r"(?:\b(?:by|por|par|and|y|et|author|autora?|texto|escrito|written)|[:&])\s?(?:by\s|por\s)?$", re.IGNORECASE)
SPEAKS = re.compile(
    r"^(?:(?:Written|Prepared|Opening|Oral)\s)?(?:Statement|Testimony|Remarks|Comments|Declaraci[óo]n|Palabras|Testimonio)\s(?:of|by|from|de)\s", re.IGNORECASE
)


def _announced(passage: Passage) -> Iterator[Candidate]:
    """Whose statement or testimony a heading announces."""
    opening = SPEAKS.match(passage.text)
    if not opening:
        return
    tokens = passage.shadow.tokens
    first = passage.shadow.first(passage.start + opening.end())
    while first < passage.tokens.stop and tokens[first].folded in HONORIFICS | PARTICLES:
        first += 1
    end = first
    while end < passage.tokens.stop and _name_word(tokens[end]) and (end == first or tokens[end].joint in (" ", ".", "'")) and end - first < 4:
        end += 1
    if end - first >= 2 and _plausible(tokens[first:end]):
        yield Candidate(tokens[first].start, tokens[end - 1].end, "person", "person", block=passage.number)


def _runs(passage: Passage, known: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
    """Ranges of tokens that may be titles and a name, none touching a known name of anything but a person."""
    tokens = passage.shadow.tokens
    taken = bytearray(passage.end - passage.start)
    for c in known:
        if c.kind != "person":
            taken[c.start - passage.start : c.end - passage.start] = b"\1" * (c.end - c.start)
    at, stop = passage.tokens.start, passage.tokens.stop

    single = {c.start: c.end for c in known if c.kind in ("company", "media", "association") and " " not in passage.shadow.text[c.start : c.end]}

    def free(i: int) -> bool:
        if not _name_word(tokens[i]):
            return _surname_month(tokens, i, at)
        inside = tokens[i].start - passage.start, tokens[i].end - passage.start
        return 1 not in taken[slice(*inside)] or (single.get(tokens[i].start) == tokens[i].end and _ends_name(tokens, i, at))

    while at < stop:
        if not free(at):
            at += 1
            continue
        end = at + 1
        while end < stop:
            step = end
            while step < stop and step - end < 3 and tokens[step].folded in PARTICLES and not tokens[step].capital and tokens[step].joint in (" ", "'"):
                step += 1
            if step < stop and ".-" in passage.shadow.text[tokens[step - 1].end : tokens[step].start]:
                break  # a dateline: "Torreón, Coah.- Ana Ruiz"
            if step > end and step < stop and (tokens[step].folded in HONORIFICS or _two_people(tokens, at, end, step, stop)):
                break
            if step < stop and free(step) and (tokens[step].joint in (" ", "'") or (tokens[step].joint == "." and step == end and _short(tokens[step - 1]))):
                end = step + 1
            else:
                break
        yield at, end
        at = end


def _ends_name(tokens: Sequence[Token], i: int, first: int) -> bool:
    """Whether a word comes right after a given name and a surname: "Javier Gaxiola Coppel" is a person although Coppel is a firm."""
    return i - first == 2 and tokens[first].folded in GIVEN and tokens[i].joint == " " and tokens[i - 1].joint == " " and tokens[i - 1].capital


def _surname_month(tokens: Sequence[Token], i: int, first: int) -> bool:
    """ "Petronila Xool May": a month's name with a capital after a given name and a surname, and no date after it."""
    dated = i + 1 < len(tokens) and tokens[i + 1].surface[0].isdigit()
    return tokens[i].capital and tokens[i].folded in ("may", "abril", "julio") and _ends_name(tokens, i, first) and not dated


def _short(token: Token) -> bool:
    return len(token.surface) <= 2 or token.folded in HONORIFICS


TRADES = ("worker", "maker", "smith", "ican", "crat", "grower", "farmer", "rancher", "tarian", "ologist")  # "Steelworker Ana Ruiz", "Republican Omar Paz"
# Titles that several share ("Senators Ana Ruiz and Omar Paz"); a full name must follow.
PLURAL_TITLES = frozenset(
    [
        *("senators", "representatives", "congressmen", "professors", "ministers", "governors", "premiers", "mayors", "economists", "lawyers", "analysts"),
        *("senadores", "senadoras", "diputados", "diputadas", "ministros", "secretarios", "gobernadores", "alcaldes", "embajadores", "profesores", "abogados"),
    ]
)
HALVES = frozenset(["prime", "vice", "primer", "primera", "premiere"])  # of "prime minister": alone they are no title


def _name(passage: Passage, first: int, end: int) -> tuple[int, bool]:
    """The token where the name begins behind its titles (`end` if there is none), and whether it has a title."""
    tokens = passage.shadow.tokens
    given_first = passage.block.language == "en" and tokens[first].surface == "Don"  # a given name in English, a title in Spanish
    titles = (i for i in range(first + given_first, end) if tokens[i].folded in HONORIFICS and not (i < end - 1 and tokens[i].folded in HALVES))
    last_title = max(titles, default=-1)
    start = last_title + 1 if last_title >= 0 else first
    while start < end and tokens[start].folded in STARTERS and last_title < 0:
        start += 1
    if start == end or (tokens[start].folded in LINKING and not tokens[start].capital):
        return end, False  # "Dirección General de Reglas": a preposition, no surname
    before = tokens[start - 1] if start > passage.tokens.start and tokens[start].joint == " " else None
    titled = last_title >= 0 or (
        before is not None
        and before.folded in HONORIFICS
        and not (before.folded in ROLES and passage.block.language == "en" and before.surface.islower() and end - start < 2)
    )
    if end - start > 2 and tokens[start].folded in PLURAL_TITLES and tokens[start + 1].joint == " " and not _no_given(tokens[start + 1]):
        start, last_title = start + 1, start
        titled = sum(token.capital for token in tokens[start:end]) > 1
    if end - start > 2 and last_title < 0 and tokens[start].folded.endswith(TRADES) and tokens[start].folded not in GIVEN and tokens[start + 1].folded in GIVEN:
        start += 1
    start += end - start > 2 and last_title < 0 and tokens[start].folded == "estado"  # "el subsecretario de Estado Juan Ruiz"
    given = next((i for i in range(start, end - 1) if tokens[i].folded in GIVEN), start)
    if (given > start and any(_no_given(token) for token in tokens[start:given])) or end - start > LONGEST - 1:
        start = given
    while start < end - 2 and tokens[start].folded not in GIVEN and _no_given(tokens[start]) and (start == passage.tokens.start or tokens[start].joint != " "):
        start += 1
    return (end, False) if tokens[start].folded in STARTERS else (start, titled)


def _no_given(token: Token) -> bool:
    """A word with a capital that begins no name of a person: one of running text, or a verb that begins a sentence ("Asistieron")."""
    return token.folded in COMMON | ROLES or token.folded in STARTERS or token.folded in COMMON_FIRST or token.folded.endswith(("aron", "ieron"))


def _two_people(tokens: Sequence[Token], first: int, end: int, step: int, stop: int) -> bool:
    """Whether an "y" parts two names of two words each rather than two surnames of one."""
    follows = step + 1 < stop and tokens[step + 1].capital and tokens[step + 1].joint == " "
    return tokens[end].folded in ("y", "e") and sum(token.capital for token in tokens[first:end]) > 1 and (follows or tokens[step].folded in GIVEN)


def _of_body(passage: Passage, run: Sequence[Token], known: Sequence[Candidate]) -> bool:
    """Whether words of no common use stand right before a body that they are of ("X Y of the Z Institute", "X Y (Z)")."""
    if len(run) > 4 or any(token.folded in COMMON for token in run) or not all(token.capital or token.folded in PARTICLES for token in run):
        return False
    link = OF_BODY.match(passage.shadow.text, run[-1].end, passage.end)
    if not link or (link[0].endswith("(") and sum(c.isupper() for c in run[0].surface) > 1):
        return False
    return any(c.start == link.end() and c.kind in BODIES and c.strength == "full" and (c.kind != "company" or link[0][-1] == "(") for c in known)


def _name_word(token: Token) -> bool:
    month = token.folded in MONTHS_AND_DAYS and token.folded not in GIVEN  # "Julio" has a capital only as a name
    return token.capital and not month and not (len(token.surface) > 3 and token.surface.isupper())


def _plausible(run: Sequence[Token]) -> bool:
    folded = [token.folded for token in run]
    if heads_of(folded) or any(word in HONORIFICS and len(word) > 4 for word in folded[1:]) or run[0].folded in STARTERS or len(run) > LONGEST:
        return False
    if len(run) > 2 and folded[-1] in ROLES:
        return False
    return not all(token.surface.isupper() for token in run) and len(run[-1].surface) > 1


def _evident(passage: Passage, tokens: Sequence[Token], first: int, end: int) -> bool:
    """Whether the words around, or the first name itself, speak for a person."""
    text, start, stop = passage.shadow.text, tokens[first].start, tokens[end - 1].end
    if tokens[first].folded not in GIVEN and all(token.folded in COMMON or not token.capital for token in tokens[first:end]):
        return False
    if passage.block.kind == "byline":
        return tokens[first].folded in GIVEN or SIGNS.search(text, passage.start, start) is not None
    last = tokens[end - 1].folded
    if tokens[first].folded in GIVEN and end - first <= 5 and last not in COMMON_LAST and (last not in COMMON or last in SURNAMES):
        return True
    if end - first > 2 and tokens[end - 2].folded in SURNAMES and last in SURNAMES and tokens[first].folded not in COMMON | PLACE_HEADS:
        return True
    before, after = text[max(passage.start, start - 60) : start], text[stop : min(passage.end, stop + 160)]
    office = tokens[first - 1] if first > passage.tokens.start and tokens[first].joint == " " else None
    if office and office.folded in OFFICES and tokens[first].folded not in COMMON and office.folded != "vice":
        return True
    if (
        office
        and not office.capital
        and passage.block.language == "es"
        and first - 2 >= passage.tokens.start
        and office.joint == " "
        and len(office.surface) > 3
    ):
        kind = tokens[first - 2].folded
        if kind in OFFICES and office.folded not in PARTICLES | LINKING and tokens[first].folded not in COMMON:
            return True
    if HEADED_BY.search(before) and tokens[first].folded not in COMMON:
        return True
    if ACCORDING.search(before) or SIGNED.search(before):
        return tokens[first].folded in GIVEN or bool(ROLE_AFTER.match(after) and _has_role(after))
    if _has_role(after) or LEADS_AFTER.match(after):
        return True
    if tokens[first].folded not in COMMON and (LIVES_AFTER.match(after) or _is_made(after)):
        return True
    being = IS_AFTER.match(after)
    if being and tokens[first].folded not in COMMON_FIRST and any(fold_word(word) in OFFICES for word in being[1].split()):
        return True
    role = ROLE_BEFORE.search(before)
    said_role = [fold_word(word) for word in role[1].split()] if role else []
    said_role = said_role[1:] if said_role and said_role[0] in ("el", "la", "the", "le", "los") else said_role
    if said_role and (said_role[0] in ROLES or said_role[-1] in ROLES) and tokens[first].folded not in COMMON_FIRST:
        return True
    said = SAID_AFTER.match(after)
    if said and fold_word(said[1]) in SAYING:
        return tokens[first].folded not in COMMON_FIRST
    verb = QUOTED_BEFORE.search(before)
    return bool(verb and fold_word(verb[1] or verb[2]) in SAYING and tokens[first].folded not in COMMON_FIRST)


def _is_made(after: str) -> bool:
    """Whether what follows makes the name an officer: "as head of ...", "its president", "was named chairman"."""
    made = AS_AFTER.match(after)
    return made is not None and any(fold_word(word) in OFFICES or fold_word(word) in NO_OFFICE for word in (made[1] or made[2]).split())


def _has_role(after: str) -> bool:
    match = ROLE_AFTER.match(after)
    if not match:
        return False
    words = [fold_word(word) for word in re.findall(r"[\w]+", match[1])]
    found = next((i for i, word in enumerate(words) if word in (OFFICES if i and words[i - 1] != "s" else ROLES)), None)
    return found is not None and not any(word in ("of", "de", "that", "which", "and", "y", "et") for word in words[:found])
