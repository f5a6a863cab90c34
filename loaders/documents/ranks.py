"""Ranks: "the eighth-largest exporter", "the leading U.S. supplier is China, followed by Taiwan, with Mexico ranking third".

A supplier of a country exports to it, so such phrases turn reporter and partner round.
"""

import re
from dataclasses import replace

from graph.claims import Figure
from loaders.documents.attribution import Attribution
from loaders.documents.frames import Frame
from loaders.documents.lapses import Lapse, lapse_of
from loaders.documents.model import FigureFound, Span
from loaders.documents.places import WORLD, Place, category, pattern, places, subject_country
from loaders.documents.rank_words import CARRY, ELIDED, INDEFINITE, IS_AFTER, ON, PASSED, TO, TOPS, WHOSE, among, elliptic, lists, phrases, telling, unowned


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
    if not telling().search(frame.text):
        return []
    phrase, ranked, led, _ = phrases()
    found: list[FigureFound] = []
    for match in phrase.finditer(frame.text):
        found += _from_phrase(frame, sentences, match, inherited, year, times, voice)
    for match in led.finditer(frame.text):
        found += _row(frame, places(frame.slots_in(*match.span("who")))[:1], 1, "export", WORLD, inherited, year, times, voice, match.start())
    for match in TOPS.finditer(frame.text):
        within = among().match(frame.text, match.end())
        way: str = lists()[2][within["role"].casefold()] if within else "export" if pattern("export").search(frame.text) else "trade"
        partner = next(iter(places(frame.slots_in(*within.span("of")))), WORLD) if within and within["of"] else WORLD
        found += _row(frame, places(frame.slots_in(*match.span("who")))[:1], 1, way, partner, inherited, year, times, voice, match.start())
    leader = found[0] if found else before if ON.match(frame.text) else None
    for match in ranked.finditer(frame.text):
        value = lists()[0][match["ord"].casefold()]
        partner = (leader.partner, leader.figure.partner) if leader else WORLD
        way = leader.figure.direction if leader else "export" if pattern("export").search(frame.text) else "trade"
        if within := among().match(frame.text, match.end()):
            way = lists()[2][within["role"].casefold()]
            partner = next(iter(places(frame.slots_in(*within.span("of")))), WORLD) if within["of"] else WORLD
        who = places(frame.slots_in(*match.span("who")))[-1:]
        if not any(item.reporter == place_id and item.figure.value == value for item in found for place_id, _ in who):
            found += _row(frame, who, value, way, partner, inherited, year, times, voice, match.start())
    leader = found[0] if found else None
    for match in elliptic().finditer(frame.text) if leader else ():
        who, value = places(frame.slots_in(*match.span("who"))), lists()[0][match["ord"].casefold()]
        if leader and not any(item.reporter == place_id for item in found for place_id, _ in who):
            found += _row(frame, who, value, leader.figure.direction, (leader.partner, leader.figure.partner), inherited, year, times, voice, match.start())
    found += _followers(frame, sentences, leader, inherited, year, times, voice)
    return found + _others(frame, found, inherited, year, times, voice)


def _others(frame: Frame, found: list[FigureFound], inherited: str, year: str, times: tuple[Lapse, ...], voice: Attribution | None) -> list[FigureFound]:
    """Ranks of products ("la mayor exportación de México") and of anything "of any country": no economy holds them."""
    rows: list[FigureFound] = []
    for rule in unowned():
        for match in rule.finditer(frame.text):
            value = lists()[0][next((word for word in match.groups() if word), "first").casefold()]
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
    ordinals, _, roles, *_ = lists()
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
    *_, followed = phrases()
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
