"""Laws, proclamations, reports, statements and dockets that a text names or speaks of."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from loaders.documents.candidates import Candidate, Passage
from loaders.documents.gates import Gated
from loaders.documents.gathering import Gathering
from loaders.documents.vocabulary import read_rules

UNNAMED = "work-unnamed"  # a law that only its kind names; only what it rules on is read
CAP = r"(?:[A-ZÁÉÍÓÚÑÉÈÊÎ][\w'&-]*|\d{4})"
SMALL = r"(?:of|and|the|for|on|in|to|de|del|la|las|los|el|y|e|para|en|des|du|et|sur|les|le|au|aux|d'|l')"
MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
MES = r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)"
NAME = rf"{CAP}(?:[ ,]{{1,2}}(?:{SMALL} )*{CAP})*"
REFORM = Gated(
    r"\b(?:reformas?|iniciativa de reforma|modificaci[óo]n(?:es)?)\s(?:a|al|a la|del?|de la)\s(?:(?:Ley|Código"
    rf"|Reglamento)(?:\s(?:(?:de|del|la|las|los|y|e|en|para|a)\s)*{CAP}){{1,7}})"
    rf"|\bamendments?\s(?:to|of)\sthe\s(?:(?:{CAP}\s(?:(?:and|of|for|the|on)\s)*){{1,7}}(?:Act|Code|Law)\b)"
)
NAMED = (
    Gated(rf"\b(?:{CAP} (?:(?:and|of|for|the|to|in|on) )*){{1,8}}(?:Act|Directive|Ordinance|Proclamation)\b(?: of \d{{4}})?(?! of the)"),
    Gated(rf"\b(?:Presidential )?(?:Proclamation|Executive Order|Memorandum) (?:(?:No\. )?\d{{4,5}}\b|of {MONTH} \d{{1,2}}, \d{{4}}\b)"),
    Gated(r"\bInvestigation No(?:s)?\. [\d-]+\d\b|\b(?:Docket|Expediente) (?:No\. |núm\. )?[A-Z]{2,}[\w-]*\d[\w-]*\b"),
    Gated(rf"\b[Dd]ecreto del \d{{1,2}} de {MES} de \d{{4}}\b"),
    Gated(r"\b(?:Executive Order|Orden Ejecutiva|D[ée]cret ex[ée]cutif) (?:(?:No\.|núm\.|n°) )?\d{4,5}\b"),
    Gated(r"\b(?:Bill|projet de loi|Projet de loi) [CS]-\d{1,3}\b|\bH\.?\s?R\.?\s?\d{2,5}\b|\bPublic Law \d+-\d+\b|\bS\.\s?\d{3,5}\b"),
    Gated(
        rf"\b(?:Ley|Código|Reglamento) (?:(?:Federal|General|Nacional|Orgánica|Aduanera|de|del|para|sobre|la|las|los|en|y|e) ?)+{CAP}(?: "
        rf"(?:(?:de|del|la|las|los|y|e|en|para|a) )*{CAP})*"
    ),
    Gated(
        r"\bLoi (?:canadienne )?(?:sur|de|relative|concernant) (?:l'|la |le |les |des )?[\w'’]+(?: (?:en|de|du|des|et|à|sur|l'|la|le"
        r"|les) ?[\w'’]+){0,6}"
    ),
    Gated(
        rf"\b(?:{CAP} (?:(?:and|of|for|the|on) )*){{1,8}}(?:Report|Outlook|Survey|Estimate|Questionnaire|Barometer|Whitepaper|White "
        rf"Paper)\b(?: (?:of )?\d{{4}}\b)?"
    ),
    Gated(r"\b\d{4} (?:[A-Z][\w-]+ ){0,5}Report\b"),
    Gated(
        rf"\b(?:Encuesta|Informe|Reporte|Estudio|Bolet[íi]n|Índice|Anuario|Censo|Bar[óo]metro|Diagn[óo]stico|Registro Administrativo) "
        rf"(?:(?:de|del|la|las|los|el|y|e|en|sobre|para|a|por) )*{CAP}(?: (?:(?:de|del|la|las|los|el|y|e|en|sobre|para|a|por) )*{CAP})*"
    ),
    Gated(rf"\b(?:{CAP} (?:(?:and|of|for|the|on) )*){{1,8}}(?:Framework|Index|Roadmap|Scorecard|Guidelines|Profile|Handbook|Bulletin)\b(?: \d{{4}}\b)?"),
    Gated(r"\b(?:Norma Oficial Mexicana )?(?:NOM|NMX)-[A-Z\d]{2,6}(?:-[A-Z\d]+)*(?:/\d)?(?:-\d{4})?\b|\b(?:Law|Bill) \d{1,4}\b"),
)
GENERIC = Gated(
    r"\b(?:(?:this\s)?(?:joint|common|open|official|written|trilateral|multi-association) (?:statement|declaration|letter|communiqu[ée]|press "
    r"release|op-ed|comments|submission)s?"
    r"|(?:policy|white|position|discussion|working) papers?|(?:interim )?final rule|proposed rule|questionnaire|request for (?:panel "
    r"review|comments|information)"
    r"|(?:est[ae]\s)?(?:declaraci[óo]n (?:conjunta|com[úu]n)|carta (?:abierta|conjunta)|comunicado (?:conjunto|de prensa)|documento de (?:posici[óo]n"
    r"|pol[íi]tica)|libro blanco|iniciativa de ley|posicionamiento conjunto|pronunciamiento conjunto)"
    r"|d[ée]claration (?:commune|conjointe)|lettre (?:ouverte|commune|conjointe)|communiqu[ée] (?:conjoint|commun)|livre blanc"
    r"|m[ée]moire conjoint|document d'orientation)\b",
    re.IGNORECASE,
)
ISSUED = Gated(
    r"\b(?:publish\w*|released?|releases|issued?|issues|submit\w*|present(?:ed|s)|launched|according to)\s(?:an?|the|its|their"
    r"|this|that)\s(?:[\w-]+\s){0,2}?(report|study|survey|paper|statement|letter|brief|analysis)\b"
    r"|\b(?:public[óo]|present[óo]|difundi[óo]|emiti[óo]|divulg[óo]|dio a conocer|seg[úu]n)\s(?:un|una|el|la|su)\s(?:[\w-]+\s){0,1}?(informe"
    r"|estudio|an[áa]lisis|reporte|encuesta|comunicado|carta|documento)\b"
    r"|\b(?:a publi[ée]|a pr[ée]sent[ée]|a diffus[ée]|selon)\s(?:un|une|le|la|son|sa)\s(?:[\w-]+\s){0,1}?(rapport|[ée]tude|lettre|communiqu[ée]|m[ée]moire)\b",
    re.IGNORECASE,
)
AGREEMENT = (
    Gated(
        rf"\b(?:(?:U\.S\.|{CAP})(?:,? (?:and |of |for |on |the )*| ?- ?)){{1,8}}(?:Free Trade|Trade|Partnership|Investment|Cooperation"
        rf"|Economic|Commerce|Digital Economy) (?:Agreement|Treaty|Accord|Pact)\b"
    ),
    Gated(
        r"\bAcuerdo de Complementación Económica (?:(?:No\.|núm\.|N[.°º]+) ?)?\d{1,3}\b"
        rf"|\b(?:Tratado de Libre Comercio|Acuerdo de (?:Libre Comercio|Asociación Económica|Complementación Económica)|Acuerdo Comercial)(?: "
        rf"(?:entre|con|de|del) (?:la |el |los )?{CAP}(?:(?:, | y | e | con )(?:la |el |los )?{CAP})*)"
    ),
    Gated(
        rf"\b[Aa]ccord de (?:libre-échange|partenariat économique) (?:entre (?:la |le |les |l')?{CAP}(?:(?:, | et | et (?:la |le |les "
        rf"|l'))(?:la |le |les |l')?{CAP})*|{CAP}(?:-{CAP})+)"
    ),
)
ENACTED = Gated(
    r"\b(?:Act|Bill|Law|Ley|C[óo]digo|Code|Reform|Reforma|Iniciativa|Decreto|Orden|Order|Proclamation|Directive|Ordinance|Loi|Projet|Reglamento|Paquete"
    r"|iniciativa de ley|H\.?\s?R\.?|S\.)\b|\b(?:Bill|Law) \w",
    re.IGNORECASE,
)
DEMONSTRATIVE = re.compile(r"^(?:this|esta|este|ce|cette)\s")
LEADING = re.compile(
    r"^(?:(?:The|the|This|That|In|Under|Of|And|By|For|To|On|A|An|Its|Their|As|With|From|La|El|Le|Les|Los|Las|En|According|Since|While"
    r"|When|After|Before|(?:Canada|Mexico|America|Ottawa|Washington)['’]s|U\.S\.)\s)+"
)
LONGEST = 130


@cache
def _words() -> dict[str, Gated]:
    """What `rules/publishing.yaml` says of works without a name."""
    return {name: Gated(text, re.IGNORECASE) for name, text in read_rules("publishing")["works"].items()}


def find_works(passage: Passage) -> Iterator[Candidate]:
    """Works by name, then those that are only spoken of ("a joint statement"); the latter have no name of their own."""
    text, offset = passage.text, passage.start
    taken: list[tuple[int, int]] = []

    def fresh(start: int, end: int) -> bool:
        clear = not any(a < end and start < b for a, b in taken)
        if clear:
            taken.append((start, end))
        return clear

    for match in _words()["titled"].finditer(text) if not passage.headline else ():
        title = next(name for name in ("t", "u") if match[name])
        noun = "n" if title == "t" else "m"
        if _is_title(match[title], said="called" in match.re.groupindex and match["called"] is not None) and fresh(*match.span()):
            name = match[title].rstrip(",.")
            for part in (noun, title):
                end = match.end(part) - (len(match[part]) - len(name) if part == title else 0)
                yield Candidate(match.start(part) + offset, end + offset, "work", "work-titled", name=name, block=passage.number)
    for match in REFORM.finditer(text):
        if fresh(*match.span()):
            yield Candidate(match.start() + offset, match.end() + offset, "work", "work-reform", name=match[0], block=passage.number)
    for pattern in NAMED if not passage.headline else ():
        for match in pattern.finditer(text):
            start = match.start() + (lead.end() if (lead := LEADING.match(match.group())) else 0)
            name = text[start : match.end()]
            if (len(name.split()) >= 2 or re.search(r"-\d", name)) and len(name) <= LONGEST and fresh(start, match.end()):
                yield Candidate(start + offset, match.end() + offset, "work", "work-name", name=name, block=passage.number)
    spoken = (("work-notice", (_words()["notice"],)), ("work-spoken", (_words()["spoken"],)), (UNNAMED, (_words()["unnamed"],)))
    for rule, patterns in (("work-noun", (GENERIC, ISSUED)), *spoken):
        for pattern in patterns:
            for match in pattern.finditer(text):
                start, end = next((match.span(i) for i in range(1, match.re.groups + 1) if match[i]), match.span())
                name = DEMONSTRATIVE.sub("", text[start:end].casefold())
                if fresh(start, end):
                    yield Candidate(start + offset, end + offset, "work", rule, name=name, block=passage.number)


def _is_title(text: str, *, said: bool) -> bool:
    """Whether words in quotes are a title: after "titled" anything short, else what begins with a capital and does not end as a sentence does."""
    words = text.split()
    if len(words) < 2 or said:
        return len(words) > 1
    long = [word for word in words if len(word) > 4]
    capitals = sum(word[0].isupper() for word in long)
    return text[-1] not in ".!" and len(words) < 12 and (2 * capitals > len(long) or ":" in text or len(words) < 5)


def add_echoes(gathering: Gathering, passages: Iterable[Passage]) -> None:
    """ "The bill", "la reforma", "la medida": the law or order that the text named last before, by words that may be called so."""
    known = _enacted(gathering)
    alone = known[:1] if len({row.id for row in known}) == 1 else []
    for passage in passages if known else ():
        for match in _words()["echo"].finditer(passage.text):
            start, end = passage.start + match.start("n"), passage.start + match.end("n")
            noun = match["n"].casefold()
            # "The Act" is a law, not an article of it; "the article" is no law.
            enacted = [row for row in known if row.place < start and not (row.rule == "law-part" if WHOLE.fullmatch(noun) else row.inside)]
            before = [row for row in enacted if noun in row.said] or [row for row in enacted if noun in row.name]
            before = before or ([] if OF_ITS_KIND.fullmatch(noun) else enacted or alone)
            if before and not gathering.stands_at(start, end):
                gathering.add(before[-1].id, start, end, "work-echo")
        for match in _words()["measure"].finditer(passage.text):
            start, end = passage.start + match.start("n"), passage.start + match.end("n")
            near = [row for row in known if start - MEASURE_REACH < row.place < start and not row.inside]
            between = gathering.plain.text[near[-1].place : start] if near else ""
            if near and not BURDEN.search(between) and not gathering.stands_at(start, end):
                gathering.add(near[-1].id, start, end, "work-echo")


@dataclass(frozen=True, slots=True)
class Enacted:
    """Where the text names a law or order, how it says it and whether that stands inside the name of an article or a reform."""

    place: int
    id: str
    said: str
    name: str
    rule: str
    inside: bool


def _enacted(gathering: Gathering) -> list[Enacted]:
    works = [(thing, span, mention) for thing in gathering.of_kind("work") for span, mention in thing.mentions.items()]
    wider = [span for _, span, mention in works if mention.rule in ("law-part", "work-reform")]
    found = (
        Enacted(
            gathering.plain.place(span[0]),
            thing.id,
            mention.surface.casefold(),
            thing.name.casefold(),
            mention.rule,
            any(first < span[0] and span[1] <= last for first, last in wider),
        )
        for thing, span, mention in works
        if mention.rule != UNNAMED and ENACTED.search(thing.name)
    )
    return sorted(found, key=lambda row: (row.place, row.id))


WHOLE = re.compile(r"act|law|code|legislation|ley|c[óo]digo|loi", re.IGNORECASE)
# Nouns for one sort of text only: "the article" is no law.
OF_ITS_KIND = re.compile(r"art[íi]culo|article|section|secci[óo]n", re.IGNORECASE)
MEASURE_REACH = 900  # characters back that "the measure" may mean
# Between a law and "the measure": it may then mean these.
BURDEN = re.compile(r"\b(?:tariffs?|duties|levies|quotas?|sanctions?|arancel(?:es)?|cuotas?|sanci[óo]n(?:es)?)\b", re.IGNORECASE)


def find_agreements(passage: Passage, known: Sequence[Candidate]) -> Iterator[Candidate]:
    """Trade agreements that the registry does not know, by the shape of their names; one must say more than what it is."""
    if passage.headline:
        return
    for pattern in AGREEMENT:
        for match in pattern.finditer(passage.text):
            start = match.start() + (lead.end() if (lead := LEADING.match(match.group())) else 0)
            found = Candidate(start + passage.start, match.end() + passage.start, "agreement", "agreement-name", block=passage.number)
            if len(passage.text[start : match.end()].split()) >= 3 and not any(
                c.kind == "agreement" and c.strength == "full" and c.overlaps(found) for c in known
            ):
                yield found
