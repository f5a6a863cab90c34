"""Rules of relations as data: patterns over frames, compiled from `rules/*.yaml`.

In a pattern `<a:POG>` is a list of slots of those letters ("the A, B (C) and officials at D"), `<a:P!>` one
slot alone, `{word}` a word list of the same file, `~` adverbs and dates, `...` up to 60 characters without
a slot, `....` up to 90 with any. English, Spanish and French patterns stand side by side.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from graph.claims import Modality
from loaders.documents.attribution import words
from loaders.documents.capitals import AnyCase
from loaders.documents.frames import Frame
from loaders.documents.gates import Gates
from loaders.documents.outline import Outline, Outlines
from loaders.documents.slot import Slot

DET = r"(?:(?:the|a|an|its|their|his|her|both|el|la|los|las|al|del|de|a|su|sus|le|les|l'|du|des|aux?|another|new|nuevo|nueva)\s?)"
KIND = (
    r"(?:(?:senior|top|chief|high-level|high-ranking|federal|key|trade|government|staff|business|industry|various|several|other|altos|varios|diversos"
    r"|hauts)\s)"
)
ROLE = (
    rf"(?:(?:(?:group|team|grupo|comitiva)\s(?:of|de)\s)?{KIND}*(?:governments?|gobiernos?|gouvernements?|officials?|representatives?|leaders?"
    rf"|executives?|staff"
    rf"|staffers|legislators|deputies|senators|members of congress|regulators|members?|counterparts?|delegates?|lawmakers?|ministers?|authorities"
    rf"|negotiators?|delegation|delegations"
    rf"|president|heads?|chiefs|bosses|CEOs|presidents|directors|leadership|team|funcionari[oa]s?|representantes?|autoridades|dirigentes|presidentes"
    rf"|empresarios|industriales|senator"
    rf"|senators|senadores|diputados|congresistas|oficina|office|offices|c[úu]pula|directivos|ejecutivos|miembros"
    rf"|integrantes|líderes|legisladores|equipos?|delegaci[óo]n|fonctionnaires|représentants|dirigeants|délégation"
    rf"|titular|presidente|presidenta)(?:\s(?:federal(?:es)?|estatal(?:es)?|local(?:es)?|nacional(?:es)?|central|comercial(?:es)?"
    rf"|ejecutiv[oa]s?))?\s(?:at|of|from|with|in|de|del|du|des|en)\s)"
)
LEAD = (
    rf"{DET}{{0,2}}(?:{ROLE}{DET}{{0,2}}|(?:(?:coalition|group|alliance|coalici[óo]n|grupo|docena|decena) (?:of|de) (?:[\w-]+ )?)?(?:groups?"
    rf"|organi[sz]ations?|associations?|firms?|companies|agencies|countries|governments|lawmakers|authorities|autoridades|organizaciones"
    rf"|asociaciones|empresas|c[áa]maras|organismos|gremios|dependencias|pa[íi]ses|gobiernos)(?: [\w-]+){{0,3}}?,? (?:such as|like|including|in particular"
    rf"|particularly|especially|notably|como|en particular|en especial|especialmente|incluid[oa]s|entre ell[oa]s)(?: a)? {DET}?|(?:coalition"
    rf"|coalici[óo]n|alliance) (?:led by|that includes|which includes|comprising|made up of|integrada por|encabezada por|liderada por|que integran) {DET}?)?"
)
AFTER_COUNTRY = (
    r"(?:\s(?:officials?|government|authorities|negotiators?|administration|lawmakers|counterparts?|representatives?|executives?"
    r"|leaders|staff|trade officials|delegation|delegates|team|lobbyists|gobierno|autoridades))?"
)
NOT_OWNER = (
    r"(?!'|\s(?:market|econom\w+|companies|firms|industry|exports?|imports?|goods|trade\b(?! officials)|tariffs?"
    r"|investment|members?hip|member compan\w+|supplier|chapter|content|review|decisions|data|website)\b)"
)
WITH = r"(?:(?:with|con|avec|a|al|by|por|from)\s)?"
AND = (
    rf"(?:\s?,)?\s(?:and|y|e|et|&|as well as|and also|along with|together with|así como|junto con|junto a|de la mano de|ainsi"
    rf" que)(?:,?\s(?:separately|then|later|por separado|después|luego),?)?\s(?:(?:of|by|from|de|del|por)\s(?=(?:the\s|la\s|el\s)?⟦)"
    rf"|{WITH})(?:(?:others?|otros|otras|d'autres)(?:\s[\w-]+)?,?\s(?:including|incluyendo|incluid[oa]s?|entre"
    rf" ell[oa]s|such as|como|dont),?\s)?"
)
ALONG_WITH = r"\s(?:as well as|along with|together with|así como|junto con|junto a|de la mano de|ainsi que)\s"
ALONG = re.compile(ALONG_WITH, re.IGNORECASE)
WITH_MORE = rf"(?:\s?,)?{ALONG_WITH}{WITH}"
# "A, B and nine other groups"
OTHERS = (
    r"(?:(?:\s?,)?\s(?:and|y|e|along with|junto con|así como)\s(?:(?:\d+|several|dozens of|scores of|more than \d+|two|three|four|five|six|seven"
    r"|eight|nine|ten|eleven"
    r"|twelve|a dozen|many|a number of|hundreds of|varias|varios|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|decenas de|una docena de"
    r"|una decena de"
    r"|m[áa]s de \d+|cientos de|medio centenar de)\s)?(?:m[áa]s de\s)?(?:other|others|otr[oa]s)(?:\s(?!to\b|and\b|y\b|have\b|has\b|were\b|are\b|on\b"
    r"|in\b)[\w-]+){0,3}?)?"
)
JOINING = r"(?:and|y|e|et|&|as well as|along with|together with|así como|junto con|junto a|de la mano de|ainsi que)"
NEXT = r"[^⟦.;,]{0,80}⟦[A-Z]\d+⟧(?:\s?\(⟦[A-Z]\d+⟧\))?(?:\s[a-z]+)?"
COMMA = rf"\s?,\s{WITH}(?={NEXT}(?:\s?,\s{NEXT})*(?:\s?,)?\s{JOINING}\s(?:[^⟦.;]{{0,60}}⟦|(?:[\w-]+\s)?(?:other|otr[oa]s)\b))"
ADVERB = (
    r"(?:\s?,?\s?(?:⟦D\d+⟧|today|yesterday|hoy|ayer|aujourd'hui|hier|who|which|quien(?:es)?|\w+ly|also|again|then|ya|also|tambi[ée]n|adem[áa]s"
    r"|a su vez|aussi|once"
    r" again|this time|together|juntos?|juntas?|jointly|por separado|separately|in turn|for (?:their|its|his|her) part"
    r"|por su parte|de (?:manera|forma) conjunta|conjuntamente|(?:on |el |este |le )?(?:monday|tuesday|wednesday|thursday|friday|saturday"
    r"|sunday|lunes|martes|mi[ée]rcoles|jueves|viernes"
    r"|s[áa]bado|domingo|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)|sin embargo|por ello|however|par ailleurs|(?:on|in|en|el|this|last|at"
    r"|a) (?:the sidelines|la capital|Washington(?:,? D\.?C\.?)?|Mexico City|la"
    r" Ciudad de México|Ottawa)|(?:in|en|at|à) (?-i:[A-ZÀ-Ý][\w.'-]+(?:,? [A-ZÀ-Ý][\w.]+){0,2})),?)*"
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern as written, compiled when a sentence first has the slots and the words that it needs."""

    text: str
    family: str
    needs: str = ""

    def finditer(self, frame: Frame) -> Iterator[re.Match[str]]:
        """Its matches in a frame."""
        length = len(frame.text)
        if _outline(self.text, self.family).first(frame.text, 0, length) is None:
            return iter(())
        if self.needs and not _compiled(self.needs, self.family, short=False).search(frame.text, 0, length):
            return iter(())
        return _compiled(self.text, self.family, short=not ALONG.search(frame.text)).finditer(frame.text, 0, length)


@dataclass(frozen=True, slots=True)
class Rule:
    """One family of patterns and what a match says. `pairs` names the groups whose members all pair with one another."""

    id: str
    predicate: str
    patterns: tuple[Pattern, ...]
    confidence: float
    accept: bool
    pairs: str
    qualifiers: tuple[str, ...]
    modality: str


@dataclass(frozen=True, slots=True)
class Match:
    """A rule's match in a frame, with the slots of its groups."""

    rule: Rule
    frame: Frame
    found: re.Match[str]

    def slots(self, group: str) -> tuple[Slot, ...]:
        """The slots of a group; none when the pattern has no such group."""
        if group not in self.found.re.groupindex or self.found[group] is None:
            return ()
        return tuple(slot for slot in self.frame.slots_in(*self.found.span(group)) if slot.nodes and slot.letter != "J")

    def text(self, group: str) -> str:
        """The words of a group, or ""."""
        return (self.found[group] or "") if group in self.found.re.groupindex else ""


ANYTHING = re.compile(r"[\s\S]+")


def stretch(frame: Frame, first: int = 0, last: int | None = None) -> re.Match[str]:
    """A match of all of a frame's text in [first, last), to the end by default: proof that is wider than a pattern."""
    found = ANYTHING.match(frame.text, first, len(frame.text) if last is None else last)
    assert found is not None
    return found


def matches(frame: Frame, family: str, wanted: Callable[[Rule], bool] = lambda rule: True) -> Iterator[Match]:
    """All matches of a family's rules (of those wanted) in one frame, rule by rule."""
    for rule, pattern in _fitting(family, frame.text):
        if wanted(rule):
            for found in pattern.finditer(frame):
                if not _governed(frame, found):
                    yield Match(rule, frame, found)
                elif (later := _later(frame, found)) is not None:
                    yield Match(rule, frame, later)


def _fitting(family: str, text: str) -> Iterator[tuple[Rule, Pattern]]:
    """A family's rules with the patterns that a sentence with such words and slots may match."""
    known, gates = _gated(family)
    return (known[number] for number in gates.fitting(text))


@cache
def _gated(family: str) -> tuple[tuple[tuple[Rule, Pattern], ...], Gates]:
    known = tuple((rule, pattern) for rule in rules(family) for pattern in rule.patterns)
    return known, Gates((pattern.text for _, pattern in known), words(family)["words"])


GOVERNED = re.compile(r"\b(?:of|for|with|by|from|at|in|between|against|con|por|del?|en|entre|contra|avec|par|du)\s+(?:the |la |el |los |las )?$", re.I)

# "a letter sent to A": one who gets it does not say what it says.
ADDRESSED = re.compile(
    r"(?:\b(?:letter|statement|message|carta|misiva|escrito|comunicado)\b[^⟦.;]{0,40}|\b(?:sent|addressed|enviad[oa]|dirigid[oa]) )"
    r"\b(?:to|al?)\s+(?:the |la |el |los )?$",
    re.I,
)


# "In a letter to A and B, C and D urged": B belongs to A.
CLOSED = re.compile(
    r"^(?:in|at|on|en|ante|tras|after|before|during|durante|mediante|through|by|along with|with|to)\b[^.;]*⟧\)?,? (?:and|y|e) (?:the "
    r"|la |el |los )?$",
    re.I,
)

# "partnerships between agencies in A, B and C have created": the whole list is a place.
PLACES = re.compile(r"\b(?:in|en|across|throughout|dans)\s(?:the |la |el )?(?:⟦G\d+⟧(?:, and |, y |, | and | y )){1,6}$", re.I)

# The same preposition read as the first word of the list: "tras el anuncio de la A, B y C emitieron".
OF_ANOTHER = re.compile(r"(?:del?|of|du|des)\s(?:the |la |el |los |las )?⟦[A-Z]\d+⟧(?:\s\(⟦[A-Z]\d+⟧\))?,\s", re.I)


OWNER = re.compile(r"(?:del?|of|du|des) (?:the |la |el |los |las )?⟦G", re.I)  # "Companies of A, B and C wrote": A, B and C did not


def _governed(frame: Frame, found: re.Match[str]) -> bool:
    """True when a pattern begins with its subject, but a preposition makes that subject part of something else ("at a hearing of A, B urged")."""
    groups = found.re.groupindex
    if "a" not in groups or found.start("a") != found.start():
        return False
    if found.start() and OWNER.match(found["a"]):
        return True
    named = frame.text.find("⟦", found.start())
    if CLOSED.search(frame.text, 0, named) and frame.text.startswith(", ", frame.text.find("⟧", named) + 1) and found["a"].count("⟦") > 1:
        return True
    if found.start() and OF_ANOTHER.match(frame.text, found.start()):
        return True
    if PLACES.search(frame.text, max(0, found.start() - 120), found.start()):
        return True
    return GOVERNED.search(frame.text[: found.start()]) is not None or ADDRESSED.search(frame.text[max(0, named - 100) : named]) is not None


def _later(frame: Frame, found: re.Match[str]) -> re.Match[str] | None:
    """The same pattern from the next name on: "in a letter to A, B and C urged" has B and C for its subject."""
    again = found.re.search(frame.text, frame.text.index("⟧", found.start("a")) + 1)
    return again if again and again.start() < found.end() and not _governed(frame, again) else None


@cache
def rules(family: str) -> tuple[Rule, ...]:
    """The rules of `rules/<family>.yaml`."""
    data = words(family)
    return tuple(
        Rule(
            row["id"],
            row["predicate"],
            tuple(Pattern(text, family, row.get("needs", "")) for text in row["patterns"]),
            row["confidence"],
            row.get("accept", False),
            row.get("pairs", ""),
            tuple(row.get("qualifiers", ())),
            row.get("modality", ""),
        )
        for row in data["rules"]
    )


@cache
def _outline(text: str, family: str) -> Outline:
    return _outlines(family).of(text)


@cache
def _outlines(family: str) -> Outlines:
    return Outlines(words(family)["words"])


@cache
def _compiled(text: str, family: str, *, short: bool) -> AnyCase:
    return AnyCase(expand(text, words(family)["words"], short=short))


def expand(text: str, lists: Mapping[str, str], *, short: bool = False) -> str:
    """A pattern of the rule files as a regular expression; `short` for texts in which no list goes on with "as well as" and its like."""
    for _ in range(3):
        text = re.sub(r"\{([a-z_]+)\}", lambda match: f"(?:{lists[match[1]]})" if match[1] in lists else match[0], text)
    text = re.sub(r"<(\w+):([A-Z]+)!>", lambda match: rf"{DET}{{0,2}}(?P<{match[1]}>⟦[{match[2]}]\d+⟧)", text)
    text = re.sub(r"<(\w+):([A-Z]+)>", lambda match: rf"(?P<{match[1]}>{short_listing(match[2], match[1]) if short else listing(match[2])})", text)
    text = re.sub(r"\.{4}\??", r"[^.;]{0,110}?", text)
    text = re.sub(r"\.{3}\??", r"[^⟦.;]{0,60}?", text)
    return text.replace("~", ADVERB)


def listing(letters: str) -> str:
    """A list of slots of these letters ("A, B and C"), with the words that may stand before each and brackets after it; a comma alone makes no list.

    What "and" closes goes on only with another "and": in "a letter to A and B, C and D" the names after the comma are a list of their own.
    """
    item = _item(letters)
    return rf"(?![\s,])(?:{AND})?{item}(?:{COMMA}{item})*(?:{AND}{item}|{WITH_MORE}{item}(?:{COMMA}{item})+)*{OTHERS}"


def short_listing(letters: str, name: str) -> str:
    """The same where no "as well as" stands: said with half the letters, since each list of each pattern is compiled; `name` makes its group the only one."""
    item = _item(letters)
    return rf"(?![\s,])(?:{AND})?{item}(?:(?:(?P<and_{name}>{AND})|(?(and_{name})(?!)|{COMMA})){item})*{OTHERS}"


def _item(letters: str) -> str:
    return rf"{LEAD}⟦[{letters}]\d+⟧{AFTER_COUNTRY}(?:\s\(⟦[{letters}]\d+⟧\))?{NOT_OWNER}"


def modality(text: str) -> Modality:
    """How the verb's own words hold it: "will meet" is planned, "did not meet" negated."""
    for value, pattern in _modalities():
        if pattern.search(text):
            return value
    return Modality.ASSERTED


@cache
def _modalities() -> tuple[tuple[Modality, re.Pattern[str]], ...]:
    said = words("modality")
    return tuple((Modality(name), re.compile(pattern, re.I)) for name, pattern in said.items())
