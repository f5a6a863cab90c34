"""The words that ranks are told with: ordinals, superlatives, roles, and the phrases that they make."""

import re
from functools import cache

from loaders.documents.attribution import words
from loaders.documents.gates import Gated
from loaders.documents.places import LIST


@cache
def lists() -> tuple[dict[str, int], str, dict[str, str], str, str]:
    """Ordinal words, the superlatives, role words with their direction, and both as one pattern each."""
    data = words("ranks")
    ordinals = {word.casefold(): int(value) for value, names in data["ordinals"].items() for word in names}
    roles = {word.casefold(): way for way, names in data["roles"].items() for word in names}

    def any_of(names: list[str]) -> str:
        return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))

    return ordinals, any_of(data["superlatives"]), roles, any_of(list(ordinals)), any_of(list(roles))


@cache
def phrases() -> tuple[Gated, Gated, Gated, Gated]:
    _, best, _, ordinals, roles = lists()
    between = r"(?:(?!(?:and|y|to|of|de|in|for)\b)[\w-]+\s+){0,2}?"
    phrase = Gated(
        (
            rf"(?<![\w-])(?P<one>one of |among |uno de |una de |entre |un de |dos de )?(?:the |its |el |la |los |las |su |le "
            rf"|l')?(?:(?P<owner>⟦[GJ]\d+⟧)(?:'s?)? )?(?:(?P<ord>{ordinals})[\s-]+)?"
            rf"(?:(?P<best>{best})\s+(?:(?P<inner>⟦[GJ]\d+⟧)(?:'s?)?\s+)?{between}(?P<role>{roles})(?P<plural>e?s)?"
            rf"|(?P<role2>{roles})\s+(?P<best2>{best})|(?P<role3>{roles})(?P<plural3>e?s)?|(?<=-)(?P<none>))(?![\w-])"
        ),
        re.I,
    )
    ranked = Gated(
        (
            rf"(?P<who>{LIST})\s*,?\s+(?:(?:which|que|qui|has|have|was|is)\s+){{0,4}}(?:rank(?:s|ed|ing)|placed|stood|(?:fell|slipped|dropped|rose|climbed"
            rf"|jumped|moved|went)(?: up| down)?(?: from (?:the )?(?:{ordinals})(?: place| spot| position)?)? to"
            rf"|(?:pas|cay|subi|baj|escal|avanz|retrocedi)[óo] del? (?:{ordinals})(?: lugar| sitio| puesto)? al?|came(?: in)?|finished|cay[óo] al?|subi[óo] al?"
            rf"|escal[óo] al?|qued[óo] en|ocup[óoa]\w*|se (?:ubic"
            rf"|posicion|coloc|sitú|situ|mantuv)\w+|occupe|se classe)\s+(?:as |in |en |como |at |the |el |la |number |a |au"
            rf" ){{0,5}}(?P<ord>{ordinals})(?![\w-])"
        ),
        re.I,
    )
    led = Gated(
        (
            rf"(?:(?:ranking|list|table)[^.⟦]{{0,60}} (?:is|was) led by|(?:clasificaci[óo]n|lista|ranking)[^.⟦]{{0,60}}"
            rf" (?:encabezad[ao]|liderad[ao]) por|(?:encabeza|lidera) (?:la|el) (?:lista|clasificaci[óo]n|ranking))"
            rf" (?P<who>{LIST})"
        ),
        re.I,
    )
    followed = Gated(rf"(?:followed by|seguid[oa]s? (?:de|por)|suivie? (?:de|par)) (?P<who>{SOME_LIST})", re.I)
    return phrase, ranked, led, followed


SOME_LIST = (
    r"(?:(?:the|el|la|los|las|l'|by|de|por)\s?){0,4}⟦[GO]\d+⟧(?:\s{0,2}\([^)]{0,80}\))?(?:(?:,? (?:and|y|e|et) |, )(?:the |el |la "
    r"|los |by |de |por )?⟦[GO]\d+⟧(?:\s{0,2}\([^)]{0,80}\))?){0,20}"
)
IS_AFTER = Gated(rf"[^.;⟦]{{0,50}}?\b(?:is|was|are|es|fue|son|est|remains|sigue siendo)\s+(?P<who>{LIST})", re.I)
PASSED = Gated(
    r"\b(?:overtook|overtaken|surpassed|displaced|passed|replaced|unseated|desplaz[óo] a|super[óo] a|rebas[óo] a|dej[óo] atr[áa]s a"
    r"|destron[óo] a)\s(?:the\s)?⟦[GJ]\d+⟧(?:\s⟦D\d+⟧)?"
    r"\s(?:as|como|to become|y se convirti[óo] en)\s(?:the\s|el\s|la\s)?$",
    re.I,
)
SOLD = r"(?:(?:los\s|las\s|the\s)?(?:productos|bienes|mercanc[íi]as|exportaciones|ventas|env[íi]os|compras|goods|products|exports|imports)\s)?"
TO = Gated(rf"[^.;⟦]{{0,60}}?\b(?:to|of|for|in|a|de|del|al|para|en|des|aux?|imported by|bought by|importad[oa]s por)\s+{SOLD}(?P<who>{LIST})", re.I)
# "no dependa del proveedor principal": nobody's rank.
INDEFINITE = re.compile(r"\b(?:del?|al|un|con (?:el|la|su)|por (?:el|la|su))\s$", re.I)
WHOSE = re.compile(r"\s⟦J\d+⟧")
# "Canada came second" goes on with the ranking of the sentence before; "Canada ranked second in robots" does not.
ON = re.compile(r"(?:[^⟦]{0,20}?)⟦[GJ]\d+⟧[^⟦]{0,60}(?:$|[,.;]|\swith\s|\scon\s)", re.I)
ELIDED = re.compile(r"(?:(?:Adem[áa]s|Also|Tambi[ée]n|Asimismo),?\s)?(?:It|Es|Fue|Sigue|Se mantiene|Hoy es|It's|Ya es)\b")
CARRY = re.compile(r"^(?:It is|They are|It was|This is|Le siguen?|Les siguen?)\b", re.I)


TOPS = re.compile(
    rf"(?P<who>{LIST}),?\s(?:now\s|also\s|hoy\s|ya\s)?(?:leads|led|tops|topped|heads|headed|encabez[óa]|lider[óa])\s(?:the\s|la\s|el\s)(?:list|ranking"
    rf"|table|lista"
    r"|clasificaci[óo]n)\b",
    re.I,
)


@cache
def telling() -> Gated:
    """Any word that a rank is told with."""
    return Gated(
        rf"(?<![\w])(?:{lists()[3]}|{lists()[1]}|highest|followed|seguid[oa]s?|led|leads|tops|topped|heads|lider\w*|encabez\w*|m[áa]s"
        rf"|most|suivie?)(?![a-z])",
        re.I,
    )


@cache
def elliptic() -> Gated:
    """ "Canada came second and China third"."""
    return Gated(rf"(?P<who>⟦[GJ]\d+⟧),?\s(?:el\s|la\s|the\s|in\s|en\s)?(?P<ord>{lists()[3]})(?:\s(?:place|lugar))?(?=,?\s(?:con|with|at)\s|[.;,]|$)", re.I)


@cache
def among() -> Gated:
    """ "third among the suppliers of Canada", "the list of suppliers of Canada"."""
    roles = lists()[4]
    return Gated(
        rf"(?:[^.;⟦]{{0,25}}?\s(?:among|amongst|entre|as|como)|\s(?:of|de))\s(?:the\s|los\s|las\s|its\s"
        rf"|sus\s)?(?:[\w-]+\s){{0,2}}?(?P<role>{roles})(?:e?s)?(?:\s(?:of"
        rf"|to|de|del|for|a)\s(?P<of>{LIST}))?",
        re.I,
    )


@cache
def unowned() -> tuple[Gated, ...]:
    data, ordinals = words("ranks"), lists()[3]
    return tuple(Gated(data[name].replace("{ordinals}", ordinals), re.I) for name in ("product", "field"))
