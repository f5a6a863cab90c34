"""Which part an economy plays in the trade that a sentence tells: exporter, importer, partner; by the words right beside its name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from loaders.documents.attribution import strings
from loaders.documents.frames import Frame
from loaders.documents.gates import Gated
from loaders.documents.places import REGION, TRIO, Place, places, together

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
        head=re.compile(heads, re.I),
        after_head=re.compile(rf"(?:'s?)?\s{FEW}(?:{heads})", re.I),
        after_verb=re.compile(rf"{between}(?:{verbs})", re.I),
        before_head=re.compile(rf"(?:{heads})\s(?:(?!(?:of|de|from|to|a|del|with|con|en|in|and|y)\b)[\w-]+\s){{0,2}}$", re.I),
        that_makes=re.compile(rf"(?:{heads})\s(?:[a-z]+\s)?(?:que|that|which)\s(?:hac(?:e|en|ían?)|hizo|hicieron|realiz\w+|efect[úu]\w+)\s{DET}$", re.I),
        made=re.compile(rf"(?:{heads})\s(?:[a-z]+\s)?(?:(?:que|that|which)\s)?{DET}$", re.I),
        of_head=re.compile(rf"(?:{heads})(?P<gap>[^⟦.;:]{{0,60}}?)\s(?:de|del|of|du|des)\s{DET}$", re.I),
        by=re.compile(rf"(?:{either})[^⟦.;:]{{0,60}}?\s(?:by|por|hech[ao]s? por)\s{DET}$", re.I),
        bought=re.compile(rf"(?:(?:{lists['verb_import']}|\bcompras?)\b[^⟦.;:]{{0,60}}?|\bcompras\sque\s[^.;:]{{4,40}}?)\s(?:al?|de|del|from)\s{DET}$", re.I),
    )


BETWEEN = re.compile(rf"\b(?:between|entre|among)\s{DET}$", re.I)
MARKET_BEFORE = Gated(
    r"\b(?:mercado|mercados|consumidor(?:es)?|comprador(?:es)?|cliente|clientes|importador(?:es)?|socio|socios|marché)\s(?:de\s|del\s|en\s)?(?:los\s|la\s)?$",
    re.I,
)
MARKET_AFTER = re.compile(r"(?:'s?)?\s(?:market|buyers?|consumers?|customers?|importers|firms that import)\b", re.I)
GOODS = r"(?:goods|products?|merchandise|produce|productos?|bienes|mercanc[íi]as|art[íi]culos|manufacturas|insumos|marchandises|produits)"
GOODS_AFTER = re.compile(rf"(?:'s?)?(?:\s(?:[a-z-]+\s){{0,2}}?{GOODS}\b|-(?:made|built|grown|assembled|produced|origin)\b)", re.I)
LENT_AFTER = re.compile(
    r"\s(?!(?:government|economy|firms?|companies|officials?|president|minister|market|consumers?|investment|dollars?|pesos|data|figures|statistics"
    r"|numbers|census|agency|department|ministry|bureau|office|tariffs?|law)\b)[a-z]{3,}"
)
OWN_GOODS = re.compile(r"\s(?:goods|products?|merchandise|produce|providers|suppliers|producers|growers|manufacturers)\b", re.I)
# "acero chino", "maíz estadounidense".
LENT_BEFORE = re.compile(r"\b(?:de|del)\s(?:el\s|la\s)?(?!gobierno|econom|empresa|presidente|mercado|sector)[a-zñáéíóú]{3,}\s$")
GOODS_BEFORE = re.compile(rf"\b{GOODS}\s(?:[a-zà-ÿ]+\s)?(?:de\s|of\s)?$", re.I)
ORIGIN = Gated(
    r"\b(?:from|desde|provenientes? del?|procedentes? del?|proven[íi]an? del?|provino del?|originari[oa]s? del?|de origen|en provenance d[eu']|made in"
    rf"|hech[oa]s en|fabricad[oa]s en|produced in|producid[oa]s en|supplied by)\s{DET}$",
    re.I,
)
THOSE = re.compile(rf"\b(?:las|los|those)\s(?:de|del|of|from)\s{DET}$", re.I)
TOWARD = re.compile(
    rf"\b(?:to|toward|towards|into|hacia|al?|con destino al?|(?:como|por) destino(?: final)?(?: al?)?|destinad[oa]s al?"
    rf"|destined for|bound for|vers|aux?)\s{DET}$",
    re.I,
)
ITS_BUYER = re.compile(r"\b(?:suppl(?:y|ies|ied)|sold|sells?|shipped|ships?|sent|sends?|enter(?:s|ed|ing)?)\s(?:the\s)?$", re.I)
# "El aguacate dejó a México 3 mil millones": the exporter earns.
EARNS = re.compile(r"\b(?:dej[óa]\w*|gener(?:ó|a|an|aron)|report(?:ó|a|an|aron)|brought|netted)\s(?:a\s|para\s)?(?:el\s)?$", re.I)
MAKES = re.compile(r"\s(?:makes?|made|has|hac(?:e|en|ía)|hizo|realiz\w+|efect[úu]\w+)\s", re.I)
WITH = re.compile(rf"\b(?:with|con|avec)\s{DET}$", re.I)
PREPOSED = re.compile(
    r"\b(?:against|contra|de|del|to|a|al|in|en|of|by|por|desde|on|para|for|than|que|after|tras|behind|como|as|ante|bajo|under|over|sobre|frente a"
    r"|según|according to"
    rf"|como de|sin|without|within|outside|across)\s{DET}$",
    re.I,
)
GOES_ON = Gated(
    rf"(?:\)|billion|million|millones|trillion|percent|por ciento|%|dollars|dólares),?(?:\s(?:and|y|e))?\s(?:(?:to|a|al|from|de|desde|with|con)\s)?{DET}$", re.I
)
NUMBERED = re.compile(r"\s?(?:\(|,?\s?(?:with|con|at)?\s?(?:nearly |about |casi |unos )?(?:US)?\$?\d)", re.I)


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
    part, way = _part(frame.text, match, len(named), frame)
    return Role(match.start(), match.end(), part, way, named)


def _part(text: str, match: re.Match[str], count: int, frame: Frame) -> tuple[Part, str]:
    first, last = match.span()
    before = text[max(0, first - 90) : first]
    shapes = _shapes()
    adjective = match[0][1] == "J" or text.startswith("'", last) or _short(frame, match)
    after = text[last : last + 90]
    if FRONTED.search(text[max(0, first - 30) : first]) and (text.startswith(",", last) or LLEGA.match(text, last)):
        return "from", "import"
    joint = match[0][1] == "G" and frame.slots_in(first, last)[0].pronoun
    if count > 1 and joint and (verb := shapes.after_verb.match(after)):
        return "owner", _way(verb)
    if count > 1 and (BETWEEN.search(before) or re.search(r"⟧\s?[-—/]\s?⟦", match[0]) or joint):
        return "pair", "trade"
    if MARKET_BEFORE.search(before) or MARKET_AFTER.match(after):
        return "market", ""
    head = shapes.after_head.match(after)
    if head and (adjective or (match[0][1] == "G" and not PREPOSED.search(before)) or not PREPOSED.search(before)):
        return "owner", _way(head)
    if adjective and (head := shapes.before_head.search(before)):
        return "owner", _way(head)
    if (makes := shapes.that_makes.search(before)) or (MAKES.match(after) and (makes := shapes.made.search(before))):
        return "owner", _way(makes)
    if (adjective and (GOODS_AFTER.match(after) or GOODS_BEFORE.search(before))) or OWN_GOODS.match(after):
        return "goods", ""
    if THOSE.search(before):
        return "owner", ""
    if ORIGIN.search(before):
        return "from", ""
    verb = shapes.after_verb.match(after)
    if verb and (not PREPOSED.search(before.removesuffix(" que ").removesuffix(" that ")) or re.match(r",\s(?:which|que)\s", after)):
        return "owner", _way(verb)
    if by := shapes.by.search(before):
        return "owner", _way(by)
    if shapes.bought.search(before):
        return "from", "import"
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


# "De Estados Unidos, México importó", "; de la India le llegaron".
FRONTED = re.compile(rf"(?:^|[,;]\s|\s[yeé]\s|\sand\s)(?:de|desde|from)\s{DET}$", re.I)
LLEGA = re.compile(r"\s(?:le\s|les\s)?(?:lleg(?:ó|an?|aron)|vin(?:o|ieron)|vien(?:e|en)|provien(?:e|en)|comes?|came)\b", re.I)


def _short(frame: Frame, match: re.Match[str]) -> bool:
    """True for "U.S." and "EU" in English, which stand before a noun as an adjective does."""
    slots = frame.slots_in(*match.span())
    return frame.language == "en" and len(slots) == 1 and not slots[0].pronoun and slots[0].span[1] - slots[0].span[0] <= SHORT_NAME


def _way(match: re.Match[str]) -> str:
    return next(way for way in WAYS if match[way] is not None)


@dataclass(frozen=True, slots=True)
class Ends:
    """Reporters (usually one) and partner of a flow; empty where the sentence names none."""

    reporters: tuple[Place, ...] = ()
    partner: Place | None = None


EXPORTERS: tuple[tuple[Part, ...], ...] = (("owner",), ("from", "goods"), ("pair",), ("subject",), ("lent",))
PARTNERS: dict[str, tuple[tuple[Part, ...], ...]] = {
    "export": (("to", "market"), ("with",)),
    "import": (("from", "goods"), ("lent",)),
    "trade": (("with",), ("to", "from", "market")),
}


def ends_of(known: tuple[Role, ...], way: str, first: int, piece: tuple[int, int], following: int) -> Ends:
    """Who trades with whom, for the number at `first` of a piece of its sentence, the piece's own words before those of the rest."""
    if way == "trade" and any({id for id, _ in role.places} >= TRIO for role in known):
        return Ends((REGION,), REGION)
    own = [role for role in known if piece[0] <= role.first < piece[1]]
    earlier = [role for role in known if role.first < piece[0]]
    later = [role for role in known if piece[1] <= role.first < following]
    for near in (own, earlier, later):
        pair = next((role for role in _by_distance(near, first) if role.part == "pair" and len(role.places) == 2), None)
        if pair and way == "trade":
            return Ends(pair.places[:1], pair.places[1])
    there = {place for role in own if role.part in PARTNERS[way][0] for place in role.places}
    reporter = _reporter(way, own, [role for role in earlier if not there.intersection(role.places)], first)
    partner = _partner(way, own, earlier, later, first, reporter)
    both = next((role for role in _by_distance(own, first) if role.part in ("owner", "subject") and len(role.places) == 2), None)
    if way == "trade" and both and partner is None:
        return Ends(both.places[:1], both.places[1])
    return Ends((together(reporter.places),) if reporter else (), partner)


def _by_distance(near: Iterable[Role], first: int) -> list[Role]:
    """Those before the number from the nearest, then those after it."""
    return sorted(near, key=lambda role: (role.first > first, abs(role.first - first)))


def _reporter(way: str, own: list[Role], earlier: list[Role], first: int) -> Role | None:
    order: tuple[tuple[Part, ...], ...] = (
        (("owner",), ("market", "to"), ("subject",)) if way == "import" else (("owner",), ("subject",)) if way == "trade" else EXPORTERS
    )
    before = [role for role in own if role.first < first or role.part != "subject"]
    for near in (before, earlier, own):
        ordered = _by_distance(near, first)
        for parts in order:
            if parts == ("market", "to") and not any(role.part in ("from", "goods", "lent") for role in (*own, *earlier)):
                continue
            fitting = [role for role in ordered if role.part in parts and (role.part != "owner" or role.way in (way, "", "trade") or near is earlier)]
            if fitting:
                return fitting[0]
    return next((role for role in _by_distance(own, first) if role.part == "owner"), None)


def _partner(way: str, own: list[Role], earlier: list[Role], later: list[Role], first: int, reporter: Role | None) -> Place | None:
    for near in (own, earlier, later):
        ordered = _by_distance(near, first)
        for parts in PARTNERS[way]:
            for role in ordered:
                if role.part in parts and role is not reporter and (not reporter or not set(role.places) & set(reporter.places)):
                    return together(role.places)
        turned = {"export": "import", "import": "export"}.get(way)
        other = next((role for role in ordered if near is not later and role.part == "owner" and role.way == turned and role is not reporter), None)
        if other and (not reporter or other.places != reporter.places):
            return together(other.places)
        if way == "import" and reporter:
            # "las importaciones mexicanas de China": what follows a known importer is the origin.
            other = next(
                (role for role in ordered if role.part == "owner" and role.way == "import" and role is not reporter and role.places != reporter.places), None
            )
            if other:
                return together(other.places)
    return None
