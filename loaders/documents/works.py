"""Laws, proclamations, reports, statements and dockets that a text names or speaks of."""

import re
from collections.abc import Iterator, Sequence

from loaders.documents.candidates import Candidate, Passage

CAP = r"(?:[A-ZÁÉÍÓÚÑÉÈÊÎ][\w'&-]*|\d{4})"
SMALL = r"(?:of|and|the|for|on|in|to|de|del|la|las|los|el|y|e|para|en|des|du|et|sur|les|le|au|aux|d'|l')"
NAME = rf"{CAP}(?:[ ,]{{1,2}}(?:{SMALL} )*{CAP})*"
NAMED = (
    re.compile(rf"\b(?:{CAP} (?:(?:and|of|for|the|to|in|on) )*){{1,8}}(?:Act|Directive|Ordinance|Proclamation)\b(?: of \d{{4}})?(?! of the)"),
    re.compile(r"\b(?:Presidential )?Proclamation (?:No\. )?\d{4,5}\b"),
    re.compile(r"\b(?:Executive Order|Orden Ejecutiva|D[ée]cret ex[ée]cutif) (?:(?:No\.|núm\.|n°) )?\d{4,5}\b"),
    re.compile(r"\b(?:Bill|projet de loi|Projet de loi) [CS]-\d{1,3}\b|\bH\.?\s?R\.?\s?\d{2,5}\b|\bPublic Law \d+-\d+\b|\bS\.\s?\d{3,5}\b"),
    re.compile(
        rf"\b(?:Ley|Código|Reglamento) (?:(?:Federal|General|Nacional|Orgánica|Aduanera|de|del|para|sobre|la|las|los|en|y|e) ?)+{CAP}(?: "
        rf"(?:(?:de|del|la|las|los|y|e|en|para|a) )*{CAP})*"
    ),
    re.compile(
        r"\bLoi (?:canadienne )?(?:sur|de|relative|concernant) (?:l'|la |le |les |des )?[\w'’]+(?: (?:en|de|du|des|et|à|sur|l'|la|le"
        r"|les) ?[\w'’]+){0,6}"
    ),
    re.compile(
        rf"\b(?:{CAP} (?:(?:and|of|for|the|on) )*){{1,8}}(?:Report|Outlook|Survey|Estimate|Questionnaire|Barometer|Whitepaper|White "
        rf"Paper)\b(?: (?:of )?\d{{4}}\b)?"
    ),
    re.compile(r"\b\d{4} (?:[A-Z][\w-]+ ){0,5}Report\b"),
)
GENERIC = re.compile(
    r"\b(?:(?:joint|common|open|official|written|trilateral|multi-association) (?:statement|declaration|letter|communiqu[ée]|press "
    r"release|op-ed|comments|submission)s?"
    r"|(?:policy|white|position|discussion|working) papers?|(?:interim )?final rule|proposed rule|questionnaire|request for (?:panel "
    r"review|comments|information)"
    r"|declaraci[óo]n (?:conjunta|com[úu]n)|carta (?:abierta|conjunta)|comunicado (?:conjunto|de prensa)|documento de (?:posici[óo]n"
    r"|pol[íi]tica)|libro blanco|iniciativa de ley|posicionamiento conjunto|pronunciamiento conjunto"
    r"|d[ée]claration (?:commune|conjointe)|lettre (?:ouverte|commune|conjointe)|communiqu[ée] (?:conjoint|commun)|livre blanc"
    r"|m[ée]moire conjoint|document d'orientation)\b",
    re.IGNORECASE,
)
ISSUED = re.compile(
    r"\b(?:publish\w*|released?|releases|issued?|issues|submit\w*|present(?:ed|s)|launched|according to)\s(?:an?|the|its|their"
    r"|this|that)\s(?:[\w-]+\s){0,2}?(report|study|survey|paper|statement|letter|brief|analysis)\b"
    r"|\b(?:public[óo]|present[óo]|difundi[óo]|emiti[óo]|divulg[óo]|dio a conocer|seg[úu]n)\s(?:un|una|el|la|su)\s(?:[\w-]+\s){0,1}?(informe"
    r"|estudio|an[áa]lisis|reporte|encuesta|comunicado|carta|documento)\b"
    r"|\b(?:a publi[ée]|a pr[ée]sent[ée]|a diffus[ée]|selon)\s(?:un|une|le|la|son|sa)\s(?:[\w-]+\s){0,1}?(rapport|[ée]tude|lettre|communiqu[ée]|m[ée]moire)\b",
    re.IGNORECASE,
)
AGREEMENT = (
    re.compile(
        rf"\b(?:(?:U\.S\.|{CAP})(?:,? (?:and |of |for |on |the )*| ?- ?)){{1,8}}(?:Free Trade|Trade|Partnership|Investment|Cooperation"
        rf"|Economic|Commerce|Digital Economy) (?:Agreement|Treaty|Accord|Pact)\b"
    ),
    re.compile(
        rf"\b(?:Tratado de Libre Comercio|Acuerdo de (?:Libre Comercio|Asociación Económica|Complementación Económica)|Acuerdo Comercial)(?: "
        rf"(?:entre|con|de|del) (?:la |el |los )?{CAP}(?:(?:, | y | e | con )(?:la |el |los )?{CAP})*)"
    ),
    re.compile(
        rf"\b[Aa]ccord de (?:libre-échange|partenariat économique) (?:entre (?:la |le |les |l')?{CAP}(?:(?:, | et | et (?:la |le |les "
        rf"|l'))(?:la |le |les |l')?{CAP})*|{CAP}(?:-{CAP})+)"
    ),
)
LEADING = re.compile(
    r"^(?:(?:The|This|That|In|Under|Of|And|By|For|To|On|A|An|Its|Their|As|With|From|La|El|Le|Les|Los|Las|En|According|Since|While"
    r"|When|After|Before)\s)+"
)
LONGEST = 130


def find_works(passage: Passage) -> Iterator[Candidate]:
    """Works by name, then those that are only spoken of ("a joint statement"); the latter have no name of their own."""
    text, offset = passage.text, passage.start
    taken: list[tuple[int, int]] = []
    if not passage.headline:
        for pattern in NAMED:
            for match in pattern.finditer(text):
                start = match.start() + (lead.end() if (lead := LEADING.match(match.group())) else 0)
                name = text[start : match.end()]
                if len(name.split()) >= 2 and len(name) <= LONGEST and not any(a < match.end() and start < b for a, b in taken):
                    taken.append((start, match.end()))
                    yield Candidate(start + offset, match.end() + offset, "work", "work-name", name=name, block=passage.number)
    for pattern in (GENERIC, ISSUED):
        for match in pattern.finditer(text):
            start, end = next((match.span(i) for i in range(1, pattern.groups + 1) if match[i]), match.span())
            if not any(a < end and start < b for a, b in taken):
                taken.append((start, end))
                yield Candidate(start + offset, end + offset, "work", "work-noun", name=text[start:end].casefold(), block=passage.number)


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
