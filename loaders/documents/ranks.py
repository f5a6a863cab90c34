"""Ranks: "the eighth-largest exporter", "the leading U.S. supplier is China, followed by Taiwan, with Mexico ranking third".

A supplier of a country exports to it, so such phrases turn reporter and partner round.
"""

import re
from functools import cache

from graph.claims import Figure
from loaders.documents.attribution import Attribution, words
from loaders.documents.frames import Frame
from loaders.documents.model import FigureFound, Span
from loaders.documents.places import LIST, WORLD, Place, category, pattern, period_near, places, subject_country


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
def _phrases() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    lists = _lists()
    best, ordinals, roles = lists[1], lists[3], lists[4]
    between = r"(?:(?!(?:and|y|to|of|de|in|for)\b)[\w-]+\s+){0,2}?"
    phrase = re.compile(
        (
            rf"(?<![\w-])(?P<one>one of |among |uno de |una de |entre |un de |dos de )?(?:the |its |el |la |los |las |su |le "
            rf"|l')?(?:(?P<owner>⟦[GJ]\d+⟧)(?:'s?)? )?(?:(?P<ord>{ordinals})[\s-]+)?"
            rf"(?:(?P<best>{best})\s+(?:(?P<inner>⟦[GJ]\d+⟧)(?:'s?)?\s+)?{between}(?P<role>{roles})(?P<plural>e?s)?"
            rf"|(?P<role2>{roles})\s+(?P<best2>{best})|(?<=-)(?P<none>))(?![\w-])"
        ),
        re.I,
    )
    ranked = re.compile(
        (
            rf"(?P<who>{LIST})\s*,?\s+(?:(?:which|que|qui|has|have|was|is)\s+)*(?:rank(?:s|ed|ing)|placed|(?:fell|slipped|dropped|rose|climbed"
            rf"|jumped|moved)(?: up| down)? to|came in|finished|cay[óo] al?|subi[óo] al?|escal[óo] al?|qued[óo] en|ocup[óoa]\w*|se (?:ubic"
            rf"|posicion|coloc|sitú|situ)\w+|occupe|se classe)\s+(?:as |in |en |como |at |the |el |la |number |a |au"
            rf" )*(?P<ord>{ordinals})(?![\w-])"
        ),
        re.I,
    )
    led = re.compile(
        (
            rf"(?:(?:ranking|list|table)[^.⟦]{{0,60}} (?:is|was) led by|(?:clasificaci[óo]n|lista|ranking)[^.⟦]{{0,60}}"
            rf" (?:encabezad[ao]|liderad[ao]) por|(?:encabeza|lidera) (?:la|el) (?:lista|clasificaci[óo]n|ranking))"
            rf" (?P<who>{LIST})"
        ),
        re.I,
    )
    followed = re.compile(rf"(?:followed by|seguid[oa]s? (?:de|por)|suivie? (?:de|par)) (?P<who>{SOME_LIST})", re.I)
    return phrase, ranked, led, followed


SOME_LIST = (
    r"(?:(?:the|el|la|los|las|l'|by|de|por)\s?)*⟦[GO]\d+⟧(?:\s*\([^)]*\))?(?:(?:,? (?:and|y|e|et) |, )(?:the |el |la "
    r"|los |by |de |por )?⟦[GO]\d+⟧(?:\s*\([^)]*\))?)*"
)
IS_AFTER = re.compile(rf"[^.;⟦]{{0,50}}?\b(?:is|was|are|es|fue|son|est|remains|sigue siendo)\s+(?P<who>{LIST})", re.I)
TO = re.compile(rf"[^.;⟦]{{0,60}}?\b(?:to|of|for|in|a|de|del|al|para|en|des|aux?)\s+(?P<who>{LIST})", re.I)
CARRY = re.compile(r"^(?:It is|They are|It was|This is|Le siguen?|Les siguen?)\b", re.I)


def find_ranks(frame: Frame, sentences: tuple[Frame, ...], inherited: str, year: str, voice: Attribution | None) -> list[FigureFound]:
    """The ranks of one sentence; a list that goes on ("It is followed by") counts on from the sentence before."""
    phrase, ranked, led, _ = _phrases()
    found: list[FigureFound] = []
    for match in phrase.finditer(frame.text):
        found += _from_phrase(frame, sentences, match, inherited, year, voice)
    for match in led.finditer(frame.text):
        found += _row(frame, places(frame.slots_in(*match.span("who")))[:1], 1, "export", WORLD, inherited, year, voice, match.start())
    leader = found[0] if found else None
    for match in ranked.finditer(frame.text):
        value = _lists()[0][match["ord"].casefold()]
        partner = (leader.partner, leader.figure.partner) if leader else WORLD
        way = leader.figure.direction if leader else "export" if pattern("export").search(frame.text) else "trade"
        who = places(frame.slots_in(*match.span("who")))[-1:]
        if not any(item.reporter == place_id and item.figure.value == value for item in found for place_id, _ in who):
            found += _row(frame, who, value, way, partner, inherited, year, voice, match.start())
    return found + _followers(frame, sentences, leader, inherited, year, voice)


def _from_phrase(frame: Frame, sentences: tuple[Frame, ...], match: re.Match[str], inherited: str, year: str, voice: Attribution | None) -> list[FigureFound]:
    ordinals, _, roles, *_ = _lists()
    role = match["role"] or match["role2"]
    if not role or match["one"] or match["plural"]:
        return []
    value = ordinals.get((match["ord"] or "first").casefold(), 1)
    way = roles[role.casefold()]
    owner = places(frame.slots_in(match.start(), match.end(), "GJ"))
    after = IS_AFTER.match(frame.text, match.end())
    target = TO.match(frame.text, match.end())
    who = places(frame.slots_in(*after.span("who")))[:1] if after else []
    partner = owner[:1] or (places(frame.slots_in(*target.span("who")))[:1] if target else [])
    if not who:
        before = [slot for slot in frame.slots_in(0, match.start(), "GO") if places((slot,))]
        who = places(tuple(before[-1:])) or _subject_before(frame, sentences)
        if not who:
            return []
    if partner and who == partner:
        partner = []
    return _row(frame, who, value, way, partner[0] if partner else WORLD, inherited, year, voice, match.start())


def _subject_before(frame: Frame, sentences: tuple[Frame, ...]) -> list[Place]:
    """The country last spoken of, for "the country is the largest exporter"."""
    if not pattern("country_again").search(frame.text):
        return []
    here = next(place for place, other in enumerate(sentences) if other is frame)
    for earlier in reversed(sentences[max(0, here - 4) : here]):
        if seen := subject_country(earlier):
            return [seen]
    return []


def _followers(
    frame: Frame, sentences: tuple[Frame, ...], leader: FigureFound | None, inherited: str, year: str, voice: Attribution | None
) -> list[FigureFound]:
    """Those that follow the leader of the same sentence, or of the one before; equal figures ("each") give no order."""
    *_, followed = _phrases()
    match = followed.search(frame.text)
    if not match or re.search(r"\b(?:each|cada un[oa]|chacun)\b", frame.text, re.I):
        return []
    if leader is None and CARRY.match(frame.text):
        here = next(place for place, other in enumerate(sentences) if other is frame)
        before = find_ranks(sentences[here - 1], sentences, inherited, year, voice) if here else []
        leader = before[0] if before else None
    if leader is None:
        return []
    partner = (leader.partner, leader.figure.partner)
    rows: list[FigureFound] = []
    for place_found in places(frame.slots_in(*match.span("who"))):
        rows += _row(frame, [place_found], int(leader.figure.value) + 1 + len(rows), leader.figure.direction, partner, inherited, year, voice, match.start())
    return rows


def _row(
    frame: Frame, who: list[Place], value: int, way: str, partner: Place, inherited: str, year: str, voice: Attribution | None, at: int
) -> list[FigureFound]:
    what = category(frame, at) or _field(frame) or inherited
    when, _ = period_near(frame, at, at, len(frame.text))
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
