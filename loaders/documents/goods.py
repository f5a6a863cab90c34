"""What is traded: the noun phrase of goods or services that a sum belongs to."""

import re
from functools import lru_cache

from loaders.documents.engine import compiled
from loaders.documents.frames import Frame
from loaders.documents.places import category

LONGEST = 8  # words of a phrase
NOT_IN = (
    r"(?!(?:and|y|e|or|of|de|del|the|la|el|los|las|a|an|un|una|to|from|with|in|en|al|con|por|for|at|on|that|que|which|is|are"
    r"|was|were|be|been|has|have|had|will|would|could|"
    r"may|es|son|fue|fueron|ha|han|sum[óo]\w*|total\w*|reach\w*|alcanz\w+|lleg\w+|exceed\w*|super\w+|rose|fell|grew|cay\w+"
    r"|crec\w+|subi\w+|worth|valued|value|valor|more|less|"
    r"than|m[áa]s|menos|about|nearly|some|over|almost|casi|cerca|unos|unas|also|too|included|each|other|others|otros|otras"
    r"|it|its|his|their|sus?|these|those|this|last|past|"
    r"year|years|a[ñn]os?|month|months|mes|meses|quarter|trimestre|day|d[íi]a|billion|million|trillion|millones|mil|billones"
    r"|dollars|d[óo]lares|pesos|percent|total|totals?|"
    r"sum|figure|amount|monto|cifra|cantidad|exports?|imports?|trade|sales|shipments?|exportaciones|importaciones|ventas"
    r"|compras|env[íi]os|comercio|border|frontera|world|"
    r"country|pa[íi]s|market|mercado|partners?|socios?|neighbou?rs?|vecinos?|s[óo]lo|only|just|together|following|followed"
    r"|siguen?|ranked|while|mientras|today|hoy|ayer|yesterday|"
    r"during|durante|since|desde|between|entre|until|hasta|through|across|sobre|after|tras|before|antes|despu[ée]s|two-way"
    r"|bilateral(?:es)?|trilateral(?:es)?|annual|anual(?:es)?|record|r[ée]cord|"
    r"exported|imported|sold|bought|shipped|purchased|crosses|cross|hit|top|led|make|makes|made|compuest\w+|integrad\w+"
    r"|national|nacional(?:es)?|foreign|own|new|nuev[oa]s?|"
    r"their|all|both|any|most|many|no|first|second|third|fourth|fifth|same|corresponding|period|half|halves|quarters?|semester|primer[oa]?s?|segund[oa]|tercer[oa]?"
    r"|cuart[oa]|mism[oa]s?|igual|lapso|per[íi]odo|semestre|our|nuestr[oa]s?|apenas|against|contra|rondan?|lista|que|esos|esas|est[oa]s)\b)"
)
WORD = rf"(?:{NOT_IN}[^\W\d_][\w'’&/-]*(?![\w$€]))"
OF_KIND = r"(?:\s(?:of|de)\s(?:la\s|los\s|las\s)?)"
NOUNS = rf"{WORD}(?:(?:\s|{OF_KIND}){WORD}){{0,4}}"
LIST = rf"{NOUNS}(?:,\s{NOUNS}){{0,4}}(?:,?\s(?:and|y|e)\s{NOUNS})?"
SUM = (
    r"(?:(?:US|CA?|MX)?\s?[$€]\s?)?\d[\d.,]*(?:\s(?:mil|millones|million|billion|trillion|billones|bn|mn|mdd"
    r"|mmdd)){0,3}(?:\sde)?(?:\s(?:d[óo]lares|pesos|dollars))?"
)
ADJECTIVE = r"(?:⟦[GJ]\d+⟧\s)?"
# "$128 billion worth of oil, gas and electricity", "$91 billion in machinery", "$5.6 billion of U.S. corn".
AFTER = compiled(
    rf"(?:\s(?:a year|per year|annually|al a[ñn]o|anuales))?\s(?:worth\s(?:of|in)|of|in|de|en|em)\s(?:the\s|las\s|los\s)?{ADJECTIVE}(?P<c>{LIST})", re.I
)
# "machinery ($46 billion)", "vehículos por cerca de 78 mil", "computers worth $52 billion", "autopartes por valor de".
BEFORE = compiled(
    rf"(?<![\w'’-])(?P<c>{LIST})(?:\s⟦J\d+⟧)?(?:\s(?:a|to)\s(?:the\s)?⟦[GJ]\d+⟧)?(?:\s\(|,?\s(?:worth|valued at"
    rf"|por(?: un)?(?: valor de)?|con un valor de|with|con)\s)"
    r"(?:(?:about|nearly|some|more than|over|almost|around|roughly|cerca de|casi|unos|m[áa]s de|alrededor de|de)\s){0,2}(?:US\s?|C|CA|MX)?[$€]?\s?$",
    re.I,
)
# "Vehicles and parts accounted for", "Machinery follows, at", "Le siguió la maquinaria, con".
SUBJECT = compiled(
    rf"(?:^|[,;]\s|\s(?:and|y|while|mientras)\s)(?:(?:the|las?|los|el)\s)?(?P<c>{LIST})(?:\s(?:alone|also|then|s[óo]lo|tambi[ée]n))?\s(?:accounted for"
    r"|made up|add(?:ed|s)|brought in"
    r"|dej(?:ó|aron)|añadi(?:ó|eron)|agreg(?:ó|aron)"
    rf"|represent\w+|totall?ed|contributed|came to|amounted to|"
    r"reached|follow(?:s|ed)|comes? (?:next|second|third)|came (?:next|second|third)|was next|were next|sum(?:ó|aron)"
    r"|aport(?:ó|aron)|alcanz(?:ó|aron)|lleg(?:ó|aron) a|"
    r"ascendi(?:ó|eron) a|le sigui?e\w*|les sigui?e\w*)\b[^⟦.;$\d]{0,40}(?:US|C|CA)?[$€]?\s?$",
    re.I,
)
# "shipments of cars, trucks and parts", "auto exports".
HEADS = (
    compiled(
        rf"\b(?:exports?|imports?|shipments?|sales|purchases|trade|suppl(?:y|ies)|exporta(?:ciones|ci[óo]n)|importa(?:ciones"
        rf"|ci[óo]n)|env[íi]os|ventas|compras|comercio|exporters?|importers?)\s"
        rf"(?:of|in|de)\s(?:the\s|la\s|las\s|los\s)?{ADJECTIVE}(?P<c>{LIST})",
        re.I,
    ),
    compiled(rf"(?<![\w'’-])(?P<c>{WORD}(?:(?:\s|,\s|\sand\s){WORD}){{0,4}})\s(?:exports|imports|shipments|sales|purchases|trade)\b", re.I),
    compiled(
        r"\b(?:exportaciones|importaciones|ventas|compras|env[íi]os|comercio)\s(?:⟦J\d+⟧\s)?"
        r"(?P<c>(?:(?:no\s)?(?:automotri\w+|agr[íi]col\w+|agropecuari\w+|agroalimentari\w+|manufacturer\w+|petroler\w+"
        r"|electr[óo]nic\w+|textil\w*|miner\w+|sider[úu]rgic\w+|digital\w*|"
        r"farmac[ée]utic\w+|aeroespacial\w*|energ[ée]tic\w+|qu[íi]mic\w+|forestal\w*|pesquer\w+|transfronteriz\w+)(?:\sy\s(?=\w))?)+)",
        re.I,
    ),
)
PLAIN_NOUN = compiled(
    r"^(?:goods|services|bienes|mercanc[íi]as|productos|products|merchandise|servicios|goods and services|bienes y servicios|part|parte)$", re.I
)
WHOLE = compiled(rf"{ADJECTIVE}{LIST}", re.I)


def traded(frame: Frame, first: int, last: int, piece: tuple[int, int]) -> str:
    """The goods or services of the sum at [first, last) of a piece of its sentence; "" where no noun phrase says them."""
    text = frame.text
    found = AFTER.match(text, last)
    if found and not PLAIN_NOUN.match(found["c"]):
        return _phrase(found["c"])
    for rule in (BEFORE, SUBJECT):
        matches = [match for match in rule.finditer(text, max(0 if rule is BEFORE else piece[0], first - 120), first) if match.end() == first]
        if matches and not PLAIN_NOUN.match(matches[-1]["c"]):
            return _phrase(matches[-1]["c"])
    heads = [match for match in _heads(text) if match.end() <= last + 60]
    own = [match for match in heads if piece[0] <= match.start() < piece[1]] or heads
    near = min(own, key=lambda match: (PLAIN_NOUN.match(match["c"]) is not None, match.start() > first, abs(first - match.end())), default=None)
    told = (_electronic(near) or _phrase(near["c"])) if near else ""
    if told and not PLAIN_NOUN.match(told):
        return told
    other = category(frame, first)
    return _phrase(other) if WHOLE.fullmatch(other) and not PLAIN_NOUN.match(other) else told


def _electronic(found: re.Match[str]) -> str:
    """Trade by electronic means is no trade in goods of that kind."""
    if found["c"].casefold() not in ("digital", "cross-border digital", "digital transfronterizo"):
        return ""
    return "comercio digital" if "comercio" in found[0].casefold() else "digital trade"


@lru_cache(maxsize=4)
def _heads(text: str) -> tuple[re.Match[str], ...]:
    return tuple(match for rule in HEADS for match in rule.finditer(text))


def _phrase(words: str) -> str:
    """The noun phrase without a verb that follows it, at most so many words, a bare adjective with its noun."""
    kept: list[str] = []
    for word in words.strip(" ,").split():
        if kept and VERB.fullmatch(word.strip(",")):
            break
        kept.append(word)
    if kept and re.fullmatch(r"[a-záéíóú]{2,}(?:aron|ieron|ó)", kept[0], re.I):
        return ""
    if len(kept) > LONGEST:
        kept = " ".join(kept[:LONGEST]).rpartition(",")[0].split() or kept[:LONGEST]
    while kept and LOOSE_END.fullmatch(kept[-1].strip(",")):
        kept.pop()
    if kept and kept[0][1:].islower():
        kept[0] = kept[0].lower()
    phrase = " ".join(kept).strip(" ,")
    if SPANISH_ADJECTIVE.fullmatch(phrase):
        return "productos " + re.sub(r"as\b", "os", phrase)
    return f"{phrase} goods" if ENGLISH_ADJECTIVE.fullmatch(phrase) else phrase


# A finite verb after the noun: "beer topped", "vehicles plunged".
VERB = compiled(r"[a-z]+ed|[a-záéíóú]{3,}(?:aron|ieron|ó)|rises?|grows?|falls?|fell|rose|went|goes|crosses|plunged?|came|comes|stood|amounts?", re.I)
LOOSE_END = compiled(r"and|y|e|of|de|del|by|the|la|los|las|el|or|o", re.I)
SPANISH_ADJECTIVE = compiled(
    r"(?:no\s)?(?:automotri(?:z|ces)|agr[íi]colas?|agropecuarias|agroalimentarias|manufactureras|petroleras|electr[óo]nicas"
    r"|mineras|sider[úu]rgicas|farmac[ée]uticas|aeroespaciales|energ[ée]ticas|"
    r"qu[íi]micas|forestales|pesqueras)",
    re.I,
)
ENGLISH_ADJECTIVE = compiled(r"(?:agricultural|automotive|electronic|industrial|medical|pharmaceutical|chemical|agri-food|non-oil|manufactured)", re.I)
