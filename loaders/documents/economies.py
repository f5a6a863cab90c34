"""Which part an economy plays in the trade that a sentence tells: exporter, importer, partner; by the words right beside its name."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from loaders.documents.attribution import strings
from loaders.documents.engine import compiled
from loaders.documents.frames import Frame
from loaders.documents.gates import Gated
from loaders.documents.places import Place, places, together

SHORT_NAME = 4  # letters of "U.S."
Part = Literal["owner", "to", "from", "with", "pair", "goods", "market", "lent", "subject", "none"]
WAYS = ("export", "import", "trade")
DET = r"(?:(?:the|el|la|los|las|l'|le|les|its|su|sus|both)\s?){0,2}"
PLACE = r"⟦[GOJ]\d+⟧"
GROUP = Gated(
    rf"{PLACE}(?:\s?[-—/]\s?{PLACE}|'s?\sand\s{PLACE}|,\s{DET}{PLACE}(?=,|\s(?:and|y|e|et)\s)|,?\s(?:and|y|e|et)\s(?:de\s|del\s|a\s|to\s|from\s|con\s"
    rf"|with\s)?{DET}{PLACE}){{0,6}}"
)
FEW = r"(?:(?!(?:and|y|of|de|to|a|from|with|con|que|that)\b)[\w&'-]+,?\s){0,4}?"


@dataclass(frozen=True, slots=True)
class Role:
    """One or more economies at [first, last) of a frame, what they are there, and to which way of trade that belongs ("" any)."""

    first: int
    last: int
    part: Part
    way: str
    places: tuple[Place, ...]
    opened: int = -1  # where the clause that it stands in begins, if that has a number of its own: ", y de China vinieron"


@dataclass(frozen=True, slots=True)
class Shapes:
    """The patterns before and after a name, compiled from the word lists."""

    head: re.Pattern[str]
    after_head: re.Pattern[str]
    after_verb: re.Pattern[str]
    before_head: re.Pattern[str]
    that_makes: re.Pattern[str]
    made: re.Pattern[str]
    of_head: re.Pattern[str]
    by: re.Pattern[str]
    bought: re.Pattern[str]


@lru_cache(maxsize=1)
def _shapes() -> Shapes:
    lists = strings("figures")
    heads = "|".join(f"(?P<{way}>{lists['noun_' + way]})" for way in WAYS)
    verbs = "|".join(f"(?P<{way}>{lists['verb_' + way]})" for way in WAYS)
    either = "|".join(f"(?P<{way}>{lists['verb_' + way]}|{lists['noun_' + way]})" for way in WAYS)
    # Between a subject and its verb: an apposition, adverbs, auxiliaries.
    between = (
        r"(?:,[^,⟦]{1,60},|,(?=\s(?:which|que)\s))?\s(?:(?:has|have|had|ha|han|había|also|también|already|ya|alone|sólo|solo|only|itself|le|les"
        r"|que|which|that)\s){0,3}"
    )
    return Shapes(
        head=compiled(heads, re.I),
        after_head=compiled(rf"(?:'s?)?\s{FEW}(?:{heads})", re.I),
        after_verb=compiled(rf"{between}(?:{verbs})", re.I),
        before_head=compiled(rf"(?:{heads})\s(?:(?!(?:of|de|from|to|a|del|with|con|en|in|and|y)\b)[\w-]+\s){{0,2}}$", re.I),
        that_makes=compiled(rf"(?:{heads})\s(?:[a-z]+\s)?(?:que|that|which)\s(?:hac(?:e|en|ían?)|hizo|hicieron|realiz\w+|efect[úu]\w+)\s{DET}$", re.I),
        made=compiled(rf"(?:{heads})\s(?:[a-z]+\s)?(?:(?:que|that|which)\s)?{DET}$", re.I),
        of_head=compiled(rf"(?:{heads})(?P<gap>[^⟦.;:]{{0,60}}?)\s(?:de|del|of|du|des)\s{DET}$", re.I),
        by=compiled(rf"(?:{either})[^⟦.;:]{{0,60}}?\s(?:by|por|hech[ao]s? por)\s{DET}$", re.I),
        bought=compiled(
            rf"(?:(?:{lists['verb_import']}|\bcompras?)\b[^⟦.;:]{{0,60}}?|\bcompras\sque\s[^.;:]{{4,40}}?)\s(?:al?|de|del|from)\s{DET}(?:(?:productores|proveedores"
            rf"|empresas|agricultores|granjeros|fabricantes|exportadores|ganaderos)\s)?$",
            re.I,
        ),
    )


BETWEEN = compiled(rf"\b(?:between|entre|among)\s{DET}$", re.I)
MARKET_BEFORE = Gated(
    r"\b(?:mercado|mercados|consumidor(?:es)?|comprador(?:es)?|cliente|clientes|importador(?:es)?|socio|socios|marché)\s(?:de\s|del\s|en\s)?(?:los\s|la\s)?$",
    re.I,
)
MARKET_AFTER = compiled(r"(?:'s?)?\s(?:market|buyers?|consumers?|customers?|importers|firms that import)\b", re.I)
GOODS = r"(?:goods|products?|merchandise|produce|productos?|bienes|mercanc[íi]as|art[íi]culos|manufacturas|insumos|marchandises|produits)"
GOODS_AFTER = compiled(rf"(?:'s?)?(?:\s(?:[a-z-]+\s){{0,2}}?{GOODS}\b|-(?:made|built|grown|assembled|produced|origin)\b)", re.I)
LENT_AFTER = compiled(
    r"\s(?!(?:government|economy|firms?|companies|officials?|president|minister|market|consumers?|investment|dollars?|pesos|data|figures|statistics"
    r"|numbers|census|agency|department|ministry|bureau|office|tariffs?|law)\b)[a-z]{3,}"
)
OWN_GOODS = compiled(r"\s(?:goods|products?|merchandise|produce|providers|suppliers|producers|growers|manufacturers)\b", re.I)
# "acero chino", "maíz estadounidense".
LENT_BEFORE = compiled(r"\b(?:de|del)\s(?:el\s|la\s)?(?!gobierno|econom|empresa|presidente|mercado|sector)[a-zñáéíóú]{3,}\s$")
GOODS_BEFORE = compiled(rf"\b{GOODS}\s(?:[a-zà-ÿ]+\s)?(?:de\s|of\s)?$", re.I)
ORIGIN = Gated(
    r"\b(?:from|desde|provenientes? del?|procedentes? del?|proven[íi]an? del?|provino del?|originari[oa]s? del?|de origen|en provenance d[eu']|made in"
    rf"|hech[oa]s en|fabricad[oa]s en|produced in|producid[oa]s en|supplied by)\s{DET}$",
    re.I,
)
THOSE = compiled(rf"\b(?:las|los|those)\s(?:de|del|of|from)\s{DET}$", re.I)
TOWARD = compiled(
    rf"\b(?:to|toward|towards|into|hacia|al?|con destino al?|(?:como|por) destino(?: final)?(?: al?)?|destinad[oa]s al?"
    rf"|destined for|bound for|vers|aux?)\s{DET}$",
    re.I,
)
ITS_BUYER = compiled(r"\b(?:suppl(?:y|ies|ied)|sold|sells?|shipped|ships?|sent|sends?|enter(?:s|ed|ing)?)\s(?:the\s)?$", re.I)
# "La industria del mueble sumó 3 mil millones de dólares en el país": the land that a line of trade is counted in.
IN_LAND = compiled(
    r"\b(?:fabricaci[óo]n|industria|sector|rama|ramo|rubro|subsector)\b[^⟦.;]{0,80}\b(?:sum|aport|alcanz|totaliz|ascend)\w+\s(?:[^⟦.;]|\.\d){0,40}\sen\s(?:el\s)?$",
    re.I,
)
# "El aguacate dejó a México 3 mil millones": the exporter earns.
EARNS = compiled(r"\b(?:dej[óa]\w*|gener(?:ó|a|an|aron)|report(?:ó|a|an|aron)|brought|netted)\s(?:a\s|para\s)?(?:el\s)?$", re.I)
MAKES = compiled(r"\s(?:makes?|made|has|hac(?:e|en|ía)|hizo|realiz\w+|efect[úu]\w+)\s", re.I)
WITH = compiled(rf"\b(?:with|con|avec)\s{DET}$", re.I)
PREPOSED = compiled(
    r"\b(?:against|contra|de|del|to|a|al|in|en|of|by|por|desde|on|para|for|than|que|after|tras|behind|como|as|ante|bajo|under|over|sobre|frente a"
    r"|según|according to"
    rf"|como de|sin|without|within|outside|across)\s{DET}$",
    re.I,
)
GOES_ON = Gated(
    rf"(?:\)|billion|million|millones|trillion|percent|por ciento|%|dollars|dólares),?(?:\s(?:and|y|e))?\s(?:(?:to|a|al|from|de|desde|with|con)\s)?{DET}$", re.I
)
NUMBERED = compiled(r"\s?(?:\(|,?\s?(?:with|con|at)?\s?(?:nearly |about |casi |unos )?(?:US)?\$?\d)", re.I)


def roles(frame: Frame) -> tuple[Role, ...]:
    """The economies of a sentence by place, each with its part."""
    found: list[Role] = []
    for match in GROUP.finditer(frame.text):
        named = places(frame.slots_in(*match.span()))
        if not named:
            continue
        role = _role(frame, match, tuple(named))
        listed = found and GOES_ON.search(frame.text[max(0, role.first - 30) : role.first]) and NUMBERED.match(frame.text, role.last)
        if listed and (role.part in ("subject", "none") or (role.part == "to" and found[-1].part == "from")):
            role = replace(role, part=found[-1].part, way=found[-1].way)
        if found and found[-1].part == "from" and THOSE.search(frame.text[max(0, role.first - 30) : role.first]):
            role = replace(role, part="from", way=found[-1].way)
        found.append(role)
    return tuple(found)


def _role(frame: Frame, match: re.Match[str], named: tuple[Place, ...]) -> Role:
    slots = frame.slots_in(*match.span())
    if len(slots) == 2 and len(slots[1].nodes) == 2 and len(named) == 3 and BETWEEN.search(frame.text[: match.start()]):
        # "between the United States and its two neighbors".
        named = (named[0], together(named[1:]))
    part, way = _part(frame.text, match, len(named), frame)
    opened = OPENS.search(frame.text, max(0, match.start() - 90), match.start())
    return Role(match.start(), match.end(), part, way, named, opened.start() if opened else -1)


def _part(text: str, match: re.Match[str], count: int, frame: Frame) -> tuple[Part, str]:
    first, last = match.span()
    before = text[max(0, first - 90) : first]
    shapes = _shapes()
    adjective = match[0][1] == "J" or text.startswith("'", last) or _short(frame, match)
    after = text[last : last + 90]
    if EXCEPTED.search(before) or OVERTAKEN.search(before) or SHARED.match(text, last):
        return "none", ""
    if FRONTED.search(text[max(0, first - 30) : first]) and (text.startswith(",", last) or LLEGA.match(text, last) or BUYS.match(text, last)):
        return "from", "import"
    joint = match[0][1] == "G" and frame.slots_in(first, last)[0].pronoun
    if count > 1 and joint and (verb := shapes.after_verb.match(after)):
        return "owner", _way(verb)
    if count > 1 and (
        BETWEEN.search(before) or re.search(r"⟧\s?[-—/]\s?⟦", match[0]) or (joint and not any(rule.search(before) for rule in (PREPOSED, ORIGIN, TOWARD)))
    ):
        return "pair", "trade"
    if MARKET_BEFORE.search(before) or MARKET_AFTER.match(after):
        return "market", ""
    head = shapes.after_head.match(after)
    if head and not WITH.search(before) and (adjective or (match[0][1] == "G" and not PREPOSED.search(before)) or not PREPOSED.search(before)):
        return "owner", _way(head)
    if adjective and (head := shapes.before_head.search(before)):
        return "owner", _way(head)
    if (makes := shapes.that_makes.search(before)) or (MAKES.match(after) and (makes := shapes.made.search(before))):
        return "owner", _way(makes)
    if match[0][1] == "G" and not adjective and ITS_BUYER.search(before) and OWN_GOODS.match(after):
        return "to", ""
    if (adjective and (GOODS_AFTER.match(after) or GOODS_BEFORE.search(before))) or OWN_GOODS.match(after):
        return "goods", ""
    if match[0][1] == "J" and ARTICLE.search(before) and SAYS_SUM.match(after):
        return "owner", ""
    if THOSE.search(before):
        return "owner", ""
    if ORIGIN.search(before):
        return "from", ""
    verb = shapes.after_verb.match(after)
    if verb and (not PREPOSED.search(before.removesuffix(" que ").removesuffix(" that ")) or re.match(r",\s(?:which|que)\s", after)):
        return "owner", _way(verb)
    if by := shapes.by.search(before):
        return "owner", _way(by)
    if OWN_PURCHASES.search(before) and re.match(r"\s(?:al?|en|desde)\b", after):
        return "owner", "import"
    if MAKERS.search(before):
        return "from", "import"
    if shapes.bought.search(before):
        return "from", "import"
    if IN_LAND.search(before):
        return "owner", ""
    if EARNS.search(before):
        return "owner", ""
    if WITH.search(before):
        return "with", ""
    if TOWARD.search(before) or ITS_BUYER.search(before):
        return "to", ""
    lent = (match[0][1] == "J" or (adjective and not text.startswith("'", last))) and LENT_AFTER.match(after)
    if (of := shapes.of_head.search(before)) and not (lent and of["import"]):
        return "owner", _way(of)
    if GOODS_BEFORE.search(before):
        return "goods", ""
    if lent or (match[0][1] == "J" and LENT_BEFORE.search(before)):
        return "lent", ""
    return ("none", "") if PREPOSED.search(before) else ("subject", "")


# "exports to countries other than the United States".
EXCEPTED = compiled(
    rf"\b(?:other than|except(?: for)?|excluding|outside|apart from|distint[oa]s (?:de|a)|excepto|salvo|sin contar|excluyendo|fuera de)\s{DET}$", re.I
)
# "Mexico overtook China as the first supplier", "desplazó a Canadá": the one passed trades nothing here.
OVERTAKEN = compiled(
    r"\b(?:overt(?:ook|aken?|akes|aking)|surpass(?:ed|es|ing)?|displac(?:ed|es|ing)|dethron(?:ed|es|ing)|leapfrogg(?:ed|ing)|eclips(?:ed|es|ing)|unseat(?:ed|ing)"
    r"|outsold|(?:passed|passing|edged out|edging out|pushed aside|ahead of|replac(?:ed|es|ing))"
    rf"|(?:desplaz|super|rebas|aventaj|destron|relev|reemplaz|sustitu|adelant)(?:[óo]|aron|a|an|ando|ar|y[óo]|yeron|ye|yen|yendo|uir)\sal?)\s{DET}$",
    re.I,
)
# "from the United States (40%), China (21%)": parts of a sum that is no one's alone.
SHARED = re.compile(r"\s?\((?:about |nearly |casi |cerca del? )?\d[\d.,·]*\s?(?:%|percent|per cent|por ciento)")
# ", y de China vinieron 130 mil", ", and to Japan went 4", "de esos dólares vinieron de clientes en".
OPENS = compiled(
    rf"[,;]\s(?:y|e|and|while|mientras(?: que)?|pero|but)\s(?:a|al|de|del|desde|to|from|con|with)\s{DET}$"
    r"|\b(?:of (?:those|these|that|which|every|each)|de (?:es[eao]s?|est[eao]s?|cada|las cuales|los cuales))\b[^.;]{0,70}$",
    re.I,
)
# "De Estados Unidos, México importó", "; de la India le llegaron".
FRONTED = compiled(rf"(?:^|[,;]\s|\s[yeé]\s|\sand\s)(?:de|desde|from)\s{DET}$", re.I)
LLEGA = compiled(r"\s(?:le\s|les\s)?(?:lleg(?:ó|an?|aron)|vin(?:o|ieron)|vien(?:e|en)|provien(?:e|en)|comes?|came)\b", re.I)


# "y las sonorenses de 24 mil millones", "las japonesas sumaron".
ARTICLE = compiled(r"(?:^|[,;]\s|\b(?:y|e|que)\s)las\s$", re.I)
SAYS_SUM = compiled(r",?\s(?:de|por|con|a|sum\w+|fueron|llegaron|ascendi\w+|alcanz\w+|totaliz\w+)\s", re.I)
# "Las compras de México a productores estadounidenses".
OWN_PURCHASES = compiled(rf"\bcompras\s(?:[a-z]+\s)?del?\s{DET}$", re.I)
MAKERS = compiled(r"\bcompr[^.;:]{0,60}\sa\s(?:l[oa]s\s)?(?:productor|proveedor|agricultor|granjer|fabricant|exportador|ganader|empres)[a-z]+\s$", re.I)
BUYS = compiled(r"\s(?:traj(?:o|eron)|import(?:ó|aron|a|an)|compr(?:ó|aron|a|an)|recib(?:ió|ieron|e|en)|adquiri(?:ó|eron))\b", re.I)


def _short(frame: Frame, match: re.Match[str]) -> bool:
    """True for "U.S." and "EU" in English, which stand before a noun as an adjective does."""
    slots = frame.slots_in(*match.span())
    return frame.language == "en" and len(slots) == 1 and not slots[0].pronoun and slots[0].span[1] - slots[0].span[0] <= SHORT_NAME


def _way(match: re.Match[str]) -> str:
    return next(way for way in WAYS if match[way] is not None)
