"""Ranks: "the eighth-largest exporter", "the leading U.S. supplier is China, followed by Taiwan, with Mexico ranking third".

A supplier of a country exports to it, so such phrases turn reporter and partner round.
"""

import re
from dataclasses import replace
from functools import cache

from graph.claims import Figure
from loaders.documents.attribution import Attribution, words
from loaders.documents.frames import Frame
from loaders.documents.gates import Gated
from loaders.documents.lapses import Lapse, lapse_of
from loaders.documents.model import FigureFound, Span
from loaders.documents.places import LIST, WORLD, Place, category, pattern, places, subject_country


@cache
def _lists() -> tuple[dict[str, int], str, dict[str, str], str, str]:
    """Ordinal words, the superlatives, role words with their direction, and both as one pattern each."""
    data = words("ranks")
    ordinals = {word.casefold(): int(value) for value, names in data["ordinals"].items() for word in names}
    roles = {word.casefold(): way for way, names in data["roles"].items() for word in names}

    def any_of(names: list[str]) -> str:
        return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))

    return ordinals, any_of(data["superlatives"]), roles, any_of(list(ordinals)), any_of(list(roles))


@cache
def _phrases() -> tuple[Gated, Gated, Gated, Gated]:
    lists = _lists()
    best, ordinals, roles = lists[1], lists[3], lists[4]
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


def find_ranks(
    frame: Frame,
    sentences: tuple[Frame, ...],
    inherited: str,
    year: str,
    times: tuple[Lapse, ...],
    voice: Attribution | None,
    before: FigureFound | None = None,
) -> list[FigureFound]:
    """The ranks of one sentence; a list that goes on ("It is followed by") counts on from the sentence before."""
    if not _telling().search(frame.text):
        return []
    phrase, ranked, led, _ = _phrases()
    found: list[FigureFound] = []
    for match in phrase.finditer(frame.text):
        found += _from_phrase(frame, sentences, match, inherited, year, times, voice)
    for match in led.finditer(frame.text):
        found += _row(frame, places(frame.slots_in(*match.span("who")))[:1], 1, "export", WORLD, inherited, year, times, voice, match.start())
    for match in TOPS.finditer(frame.text):
        among = _among().match(frame.text, match.end())
        way: str = _lists()[2][among["role"].casefold()] if among else "export" if pattern("export").search(frame.text) else "trade"
        partner = next(iter(places(frame.slots_in(*among.span("of")))), WORLD) if among and among["of"] else WORLD
        found += _row(frame, places(frame.slots_in(*match.span("who")))[:1], 1, way, partner, inherited, year, times, voice, match.start())
    leader = found[0] if found else before if ON.match(frame.text) else None
    for match in ranked.finditer(frame.text):
        value = _lists()[0][match["ord"].casefold()]
        partner = (leader.partner, leader.figure.partner) if leader else WORLD
        way = leader.figure.direction if leader else "export" if pattern("export").search(frame.text) else "trade"
        if among := _among().match(frame.text, match.end()):
            way = _lists()[2][among["role"].casefold()]
            partner = next(iter(places(frame.slots_in(*among.span("of")))), WORLD) if among["of"] else WORLD
        who = places(frame.slots_in(*match.span("who")))[-1:]
        if not any(item.reporter == place_id and item.figure.value == value for item in found for place_id, _ in who):
            found += _row(frame, who, value, way, partner, inherited, year, times, voice, match.start())
    leader = found[0] if found else None
    for match in _elliptic().finditer(frame.text) if leader else ():
        who, value = places(frame.slots_in(*match.span("who"))), _lists()[0][match["ord"].casefold()]
        if leader and not any(item.reporter == place_id for item in found for place_id, _ in who):
            found += _row(frame, who, value, leader.figure.direction, (leader.partner, leader.figure.partner), inherited, year, times, voice, match.start())
    found += _followers(frame, sentences, leader, inherited, year, times, voice)
    return found + _others(frame, found, inherited, year, times, voice)


TOPS = re.compile(
    rf"(?P<who>{LIST}),?\s(?:now\s|also\s|hoy\s|ya\s)?(?:leads|led|tops|topped|heads|headed|encabez[óa]|lider[óa])\s(?:the\s|la\s|el\s)(?:list|ranking"
    rf"|table|lista"
    r"|clasificaci[óo]n)\b",
    re.I,
)


@cache
def _telling() -> re.Pattern[str]:
    """Any word that a rank is told with."""
    return re.compile(
        rf"(?<![\w])(?:{_lists()[3]}|{_lists()[1]}|highest|followed|seguid[oa]s?|led|leads|tops|topped|heads|lider\w*|encabez\w*|m[áa]s"
        rf"|most|suivie?)(?![a-z])",
        re.I,
    )


@cache
def _elliptic() -> Gated:
    """ "Canada came second and China third"."""
    return Gated(rf"(?P<who>⟦[GJ]\d+⟧),?\s(?:el\s|la\s|the\s|in\s|en\s)?(?P<ord>{_lists()[3]})(?:\s(?:place|lugar))?(?=,?\s(?:con|with|at)\s|[.;,]|$)", re.I)


@cache
def _among() -> Gated:
    """ "third among the suppliers of Canada", "the list of suppliers of Canada"."""
    roles = _lists()[4]
    return Gated(
        rf"(?:[^.;⟦]{{0,25}}?\s(?:among|amongst|entre|as|como)|\s(?:of|de))\s(?:the\s|los\s|las\s|its\s"
        rf"|sus\s)?(?:[\w-]+\s){{0,2}}?(?P<role>{roles})(?:e?s)?(?:\s(?:of"
        rf"|to|de|del|for|a)\s(?P<of>{LIST}))?",
        re.I,
    )


@cache
def _unowned() -> tuple[Gated, ...]:
    data, ordinals = words("ranks"), _lists()[3]
    return tuple(Gated(data[name].replace("{ordinals}", ordinals), re.I) for name in ("product", "field"))


def _others(frame: Frame, found: list[FigureFound], inherited: str, year: str, times: tuple[Lapse, ...], voice: Attribution | None) -> list[FigureFound]:
    """Ranks of products ("la mayor exportación de México") and of anything "of any country": no economy holds them."""
    rows: list[FigureFound] = []
    for rule in _unowned():
        for match in rule.finditer(frame.text):
            value = _lists()[0][next((word for word in match.groups() if word), "first").casefold()]
            about = " ".join(re.sub(r"⟦\w+⟧", "…", frame.text[max(0, match.start() - 60) : match.start()]).split())
            rows += [
                replace(row, figure=row.figure.model_copy(update={"subject": about or row.figure.subject}))
                for row in _row(frame, [("", "")], value, "", WORLD, inherited, year, times, voice, match.start())
                if not any(other.figure.value == value for other in found)
            ]
    return rows


def _from_phrase(
    frame: Frame, sentences: tuple[Frame, ...], match: re.Match[str], inherited: str, year: str, times: tuple[Lapse, ...], voice: Attribution | None
) -> list[FigureFound]:
    ordinals, _, roles, *_ = _lists()
    role = match["role"] or match["role2"] or (match["ord"] and match["role3"])
    if not role or match["one"] or match["plural"] or match["plural3"]:
        return []
    if match["role2"] and INDEFINITE.search(frame.text, 0, match.start()) and not TO.match(frame.text, match.end()):
        return []
    value = ordinals.get((match["ord"] or "first").casefold(), 1)
    way = roles[role.casefold()]
    owner = places(frame.slots_in(match.start(), match.end(), "GJ"))
    after = IS_AFTER.match(frame.text, match.end())
    target = TO.match(frame.text, match.end())
    who = places(frame.slots_in(*after.span("who")))[:1] if after else []
    if role.casefold().endswith("exportaciones") and (whose := WHOSE.match(frame.text, match.end())):
        owner = places(frame.slots_in(*whose.span()))
    partner = owner[:1] or (places(frame.slots_in(*target.span("who")))[:1] if target else [])
    if not who:
        before = [slot for slot in frame.slots_in(0, match.start(), "GO") if places((slot,))]
        passed = len(before) > 1 and PASSED.search(frame.text, 0, match.start()) is not None
        who = places((before[-2],)) if passed else places(tuple(before[-1:])) or _subject_before(frame, sentences)
        if not who:
            return []
    if partner and who == partner:
        partner = []
    return _row(frame, who, value, way, partner[0] if partner else WORLD, inherited, year, times, voice, match.start())


def _subject_before(frame: Frame, sentences: tuple[Frame, ...]) -> list[Place]:
    """The country last spoken of, for "the country is the largest exporter"."""
    if not (pattern("country_again").search(frame.text) or ELIDED.match(frame.text)):
        return []
    here = next(place for place, other in enumerate(sentences) if other is frame)
    for earlier in reversed(sentences[max(0, here - 4) : here]):
        if seen := subject_country(earlier):
            return [seen]
    return []


def _followers(
    frame: Frame, sentences: tuple[Frame, ...], leader: FigureFound | None, inherited: str, year: str, times: tuple[Lapse, ...], voice: Attribution | None
) -> list[FigureFound]:
    """Those that follow the leader of the same sentence, or of the one before; equal figures ("each") give no order."""
    *_, followed = _phrases()
    match = followed.search(frame.text)
    if not match or re.search(r"\b(?:each|cada un[oa]|chacun)\b", frame.text, re.I):
        return []
    if leader is None and CARRY.match(frame.text):
        here = next(place for place, other in enumerate(sentences) if other is frame)
        before = find_ranks(sentences[here - 1], sentences, inherited, year, times, voice) if here else []
        leader = before[0] if before else None
    if leader is None:
        return []
    partner = (leader.partner, leader.figure.partner)
    rows: list[FigureFound] = []
    for place_found in places(frame.slots_in(*match.span("who"))):
        rows += _row(
            frame, [place_found], int(leader.figure.value) + 1 + len(rows), leader.figure.direction, partner, inherited, year, times, voice, match.start()
        )
    return rows


def _row(
    frame: Frame,
    who: list[Place],
    value: int,
    way: str,
    partner: Place,
    inherited: str,
    year: str,
    times: tuple[Lapse, ...],
    voice: Attribution | None,
    at: int,
) -> list[FigureFound]:
    what = category(frame, at) or _field(frame) or inherited
    when, _ = lapse_of(frame, times, at, at, (0, len(frame.text)), len(frame.text), percent=True)
    dated = bool(when)
    when = when or year
    span: Span = frame.span
    return [
        FigureFound(
            Figure(
                kind="rank",
                value=value,
                unit="rank",
                subject=name,
                measure=f"rank in {way}s" if way else "rank",
                reporter=name,
                partner=partner[1],
                direction=way,
                category=what,
                period=when,
                slots=(
                    ("category", "stated" if what != inherited else "inherited"),
                    ("partner", "guessed" if partner == WORLD else "stated"),
                    ("period", "stated" if dated else "inherited"),
                    ("reporter", "stated"),
                    ("value", "stated"),
                ),
            ),
            span,
            place_id,
            partner[0],
            speaker=voice.speakers[0].id if voice else "",
        )
        for place_id, name in who
    ]


def _field(frame: Frame) -> str:
    """The field named at the head of the sentence: "In ICT, the leading supplier ..."."""
    match = re.match(r"(?:In|En|Dans)\s+([^⟦,.;]{2,40}),", frame.text)
    return match[1] if match else ""
