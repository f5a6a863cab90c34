"""Positions: who urges whom to do what, who is for or against an agreement, a text, a topic or an ask.

A position counts in one's own voice or as reported; an aim, a benefit or a description is none. Threats
to leave an agreement are no opposition to it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.claims import Modality
from loaders.documents.attribution import pattern
from loaders.documents.frames import SLOT, Frame
from loaders.documents.model import NodeFound, RelationFound
from loaders.documents.patterns import Match, Rule, matches, stretch
from loaders.documents.reading import Reading, held_by_verb, relation
from loaders.documents.relations_asks import find_asks

FLIPS = frozenset(
    "topic:" + name
    for name in [
        "tariffs",
        "trade-restrictions",
        "data-localization",
        "digital-taxation",
        "media-levies",
        "intermediary-liability",
        "export-controls",
        "trade-remedies",
    ]
)
HOLDS = frozenset(
    ["person", "role", "association", "chamber", "company", "think_tank", "organisation", "agency", "legislature", "government", "intergovernmental", "media"]
)
NEAR = 60
STATEMENT = Rule("statement", "supports", (), 0.7, False, "", (), "")
STATED_FOCUS = Rule("stated-priority", "supports", (), 0.85, True, "", (), "")
OWN_STANCE = Rule("own-stance", "supports", (), 0.85, True, "", (), "")
OWN_VOICE = Rule("own-voice", "supports", (), 0.75, False, "", (), "")
OWN_URGE = Rule("own-urge", "urges", (), 0.88, True, "", (), "")
TOLD = Rule("told-must", "urges", (), 0.75, False, "", (), "")
KEEP = Rule("urges-keeping", "supports", (), 0.9, True, "", (), "")


def find_stances(reading: Reading) -> Iterator[RelationFound]:
    """`urges`, `supports`, `opposes`, sentence by sentence."""
    own = own_voice(reading)
    for place, frame in enumerate(reading.bare):
        if frame.kind in ("byline", "heading"):
            continue
        for match in matches(frame, "stance"):
            if match.rule.predicate == "urges":
                yield from _urge(reading, match)
            else:
                yield from _stance(reading, match)
        yield from _statement(reading, place, own)
        yield from find_asks(reading, place, own)


FIRST_PERSON = re.compile(
    r"(?:^|[\s—(])(?:I|I'm|we|our|nosotros|nuestr[oa]s?|creemos|consideramos|hacemos|pedimos|debemos|queremos|proponemos|necesitamos|estamos|nous|notre)\b",
    re.I,
)
SPOKEN_FOR = (
    re.compile(r"\b(?:Our|our|Nuestra|nuestra|Notre) [\w-]+, (?:the |la )?⟦O(\d+)⟧"),
    re.compile(
        r"\b(?:At|at|En|Desde|desde|Chez) (?:the |la |el )?⟦O(\d+)⟧,? (?:we|nosotros|nous|creemos|consideramos|hacemos|pedimos|queremos|proponemos|estamos)\b"
    ),
    re.compile(r"\b(?:We|we|Nosotros) at (?:the )?⟦O(\d+)⟧"),
)


def own_voice(reading: Reading) -> tuple[str, ...]:
    """The author and the body that a text in the first person speaks for; empty for a report."""
    first_person = [frame for frame in reading.bare if frame.kind in ("prose", "list") and '"' not in frame.text and FIRST_PERSON.search(frame.text)]
    if not first_person:
        return ()
    author = reading.document.author
    speaking = [
        node.id for node in reading.nodes.values() if (node.kind == "role" and not node.named) or (node.kind == "person" and author and node.name == author)
    ]
    for frame in first_person:
        for spoken in SPOKEN_FOR:
            speaking += [frame.slots[int(match[1])].nodes[0].id for match in spoken.finditer(frame.text)]
    return tuple(dict.fromkeys(speaking))


def _holders(match: Match) -> list[NodeFound]:
    seekers = (*match.slots("a"), *match.slots("x"))
    return [node for node in dict.fromkeys(node for slot in seekers for node in slot.nodes) if node.kind in HOLDS]


def _urge(reading: Reading, match: Match) -> Iterator[RelationFound]:
    held = held_by_verb(match)
    ask = _ask_text(reading, match)
    if held is Modality.NEGATED or not ask:
        return
    held = Modality.ASSERTED if held is Modality.URGED else held
    for seeker in _holders(match):
        for slot in match.slots("b"):
            for sought in slot.nodes:
                if sought.id != seeker.id and sought.kind in HOLDS:
                    yield relation(reading, match, seeker.id, sought.id, held=held, ask=ask)
        yield from _from_ask(reading, match, seeker.id)


def _ask_text(reading: Reading, match: Match) -> str:
    first, last = match.frame.source(*match.found.span("ask"))
    text = " ".join(reading.document.text[first:last].split())
    text = re.split(r",? (?:and|y|et) (?:also )?(?:called on|urged|asked|calls on|urges|pidi[óo]|inst[óo]|exhort[óo]|llam[óo])\b", text)[0]
    return re.sub(r"^(?:to|that|a que|a|que|para que|de|d'|à)\s+", "", text, flags=re.I)[:200]


def _from_ask(reading: Reading, match: Match, seeker: str) -> Iterator[RelationFound]:
    """To ask that an agreement go on is to support it."""
    first, last = match.found.span("ask")
    text = match.frame.text[first:last]
    for mark in SLOT.finditer(text):
        predicate = _wanted(text, mark) if mark[1] in "TW" else ""
        for node in match.frame.slots[int(mark[2])].nodes if predicate else ():
            yield replace(relation(reading, match, seeker, node.id, predicate=predicate), rule=KEEP.id)


def _wanted(text: str, mark: re.Match[str]) -> str:
    """Whether what is asked for keeps or ends the text at a mark; "" when the words before it have another object."""
    before = text[max(0, mark.start() - 60) : mark.start()]
    keeping = [found.end() for found in pattern("advocacy", "keep_agreement").finditer(before)]
    if (keeping and not SETTING_OF.search(before[keeping[-1] :])) or pattern("advocacy", "keep_agreement").search(text[mark.end() : mark.end() + 25]):
        return "supports"
    ending = [found.end() for found in pattern("advocacy", "leave_agreement").finditer(before)]
    return "opposes" if ending and OBJECT_NEXT.fullmatch(before[ending[-1] :]) else ""


# "Drop the tax before the review of X" says nothing on X: X is where or when, not what.
SETTING_OF = re.compile(
    r"\b(?:before|after|during|until|ahead of|in|under|within|amid|at|on|for|when|while|antes|durante|ante|bajo|en|dentro|hasta|para|sobre|avant|pendant"
    r"|sous|dans|pour)\b",
    re.I,
)
OBJECT_NEXT = re.compile(
    r"(?:\s+(?:⟦[GO]\d+⟧'s?|[A-Z][\w&-]*|from|out|of|the|its|their|an?|current|entire|whole|this|that|del|de|el|la|al|los|las|su|le|du))*\s*(?:l')?"
)


def _stance(reading: Reading, match: Match) -> Iterator[RelationFound]:
    held = held_by_verb(match)
    if held in (Modality.NEGATED, Modality.CONDITIONAL):
        return
    first, last = match.found.span("o")
    cut = pattern("advocacy", "clause_end").search(match.frame.text, first, last)
    region = (first, cut.start() if cut else last)
    if IDEA.match(match.frame.text, *region):
        return
    for holder in _holders(match):
        if match.rule.id == "supports-extension":
            for node in _agreement_before(reading, match.frame):
                yield relation(reading, match, holder.id, node.id, held=held)
        elif match.rule.id in ("supports-known", "opposes-known", "supports-too"):
            if ABOUT.search(match.frame.text[region[0] : region[1]]):
                continue
            for node in (node for slot in match.frame.slots_in(*region, "TW") for node in slot.nodes):
                yield relation(reading, match, holder.id, node.id, held=held)
        else:
            near = (region[0], min(region[1], region[0] + NEAR))
            close = {topic for topic, _ in _positions(reading, match.frame, near, match.rule.predicate)}
            for topic, predicate in _positions(reading, match.frame, region, match.rule.predicate):
                found = relation(reading, match, holder.id, topic, predicate=predicate, held=held)
                yield replace(found, rule="stance-near") if topic in close else found


# To reject an idea of something says nothing on the thing itself.
IDEA = re.compile(r"(?:the |any |la |l')?(?:idea|notion|argument|claim|suggestion|premise|argumento|premisa|noción|idée|notion)\b", re.I)


def _agreement_before(reading: Reading, frame: Frame) -> list[NodeFound]:
    """The agreement named last in this sentence or the few before it."""
    here = reading.bare.index(frame)
    for other in reversed(reading.bare[max(0, here - 4) : here + 1]):
        named = [node for slot in other.slots_in(0, len(other.text), "T") for node in slot.nodes if node.kind == "agreement"]
        if named:
            return named[-1:]
    known = [node for node in reading.nodes.values() if node.kind == "agreement"]
    return known if len(known) == 1 else []


# "Opposes any commitment in the review of X" is no position on X.
ABOUT = re.compile(
    r"\b(?:in|under|during|through|within|against|before|after|until|ahead of|amid|towards?|en|bajo|durante|dentro|contra|antes|ante|hacia|rumbo"
    r"|dans|sous|avant|après|lors|that|que)\s[^⟦]{0,40}⟦[TW]\d+⟧",
    re.I,
)


def _positions(reading: Reading, frame: Frame, region: tuple[int, int], predicate: str = "supports") -> Iterator[tuple[str, str]]:
    """Topics of a region with the position that the words before each give it."""
    if region[0] >= region[1]:
        return
    seen = set()
    for topic, span in reading.topics_in(frame.source(*region)):
        if topic.id in seen:
            continue
        seen.add(topic.id)
        at = next((place for place in range(region[0], region[1]) if frame.starts[place] >= span[0]), region[1])
        if topic.id == "topic:usmca-review" and SETTING.search(frame.text[max(region[0], at - 30) : at]):
            continue
        turned = pattern("advocacy", "against").search(frame.text[max(region[0], at - 70) : at]) is not None
        if topic.id == "topic:china" and (predicate == "supports") != turned:
            continue
        if not turned:
            yield topic.id, predicate
        elif topic.id in FLIPS:
            yield topic.id, "opposes" if predicate == "supports" else "supports"


# A review that is only when or where something happens.
SETTING = re.compile(r"\b(?:in|during|under|before|after|amid|at|en|durante|ante|hacia|rumbo|dans|pendant|lors|of|de|del|for|para)\s(?:[\w-]+\s){0,3}$", re.I)


def _statement(reading: Reading, place: int, own: tuple[str, ...]) -> Iterator[RelationFound]:
    """A statement with an advocacy word: its speaker is for the topics it names, and tells governments what to do."""
    frame, voice = reading.bare[place], reading.voices[place]
    marker = pattern("advocacy", "marker").search(frame.text)
    speakers = [node.id for node in voice.speakers] if voice else list(own)
    listed = bool(own) and not voice and frame.kind == "list"
    if not speakers or not (marker or listed):
        return
    if voice and re.search(r"\baccording to\b|\bseg[úu]n\b|\bselon\b", frame.text[voice.first : voice.first + 14], re.I) and not marker:
        return
    if marker and NOT_ASKED.search(frame.text[max(0, marker.start() - 14) : marker.end() + 8]):
        yield from _told(reading, frame, speakers, own_text=not voice)
        return
    whole = stretch(frame)
    strong = marker is not None and STRONG.search(marker[0]) is not None
    said, own_said = (STATED_FOCUS, OWN_STANCE) if strong else (STATEMENT, OWN_VOICE)
    rule = said if voice else own_said if frame.kind == "prose" else OWN_VOICE
    region = _clause(frame.text, marker.start(), marker.end()) if marker else (0, len(frame.text))
    if voice and voice.last:
        inverted = marker is not None and marker.start() < voice.first
        region = (region[0], min(region[1], voice.first)) if inverted else (max(region[0], voice.last), region[1])
    if marker and (cut := pattern("advocacy", "clause_end").search(frame.text, marker.end(), max(region[1], marker.end()))):
        region = (region[0], cut.start())
    if marker and AHEAD.search(marker[0]):
        region = (marker.end(), max(region[1], marker.end()))
    for speaker in speakers:
        for topic, predicate in _positions(reading, frame, region):
            if topic == "topic:usmca-review" or (topic in FLIPS and predicate == "supports"):
                continue
            yield relation(reading, Match(rule, frame, whole), speaker, topic, predicate=predicate, speaker=speaker, held=Modality.ASSERTED)
    yield from _told(reading, frame, speakers, own_text=not voice)


# What should not be is not wanted: the topics beside such words are left to rules that know what is refused.
NOT_ASKED = re.compile(r"n't\b|\b(?:should|must|need|ought|can)\s(?:not|never)\b|\bno\s(?:se\s)?(?:debe|deber|hay|tiene|es)|\bne\s(?:doi|devrai|faut)", re.I)
WE_ASK = re.compile(
    (
        r"\b(?:we (?:urge|call on|ask)|(?:hacemos un llamado|pedimos|instamos|exhortamos|llamamos|solicitamos) (?:a(?:l)?|a"
        r" la|a los)|nous (?:demandons à|appelons))"
        r" (?P<b>(?:(?:the|el|la|los)\s)?⟦[GO]\d+⟧(?:(?:,? (?:and|y|et) |, )(?:the |el |la )?⟦[GO]\d+⟧)*),? (?:to|a|para que"
        r"|para|que|de|d') (?P<ask>[^.;\"]{4,200})"
    ),
    re.I,
)


def _clause(text: str, first: int, last: int) -> tuple[int, int]:
    """The stretch around a word that dashes, semicolons and turning conjunctions bound."""
    breaks = [
        (match.start(), match.end())
        for match in re.finditer(r"\s—\s|;|,? (?:while|but|although|because|whereas|mientras|aunque|pero|porque|mais|alors que)\b", text, re.I)
    ]
    start = max((end for begin, end in breaks if end <= first), default=0)
    return start, min((begin for begin, _ in breaks if begin >= last), default=len(text))


STRONG = re.compile(
    (
        r"\bshould\b|\bmust\b|\bpriori|\bfocus\b|\bonly be realized if\b|\bdebe|\bdebemos|\bdedicated|\bcommit|\bneed|\bhave to\b"
        r"|\bhas to\b|\bought|\bcall|\burg|\bessential|\bimperative|\bes |\bhay que|\btiene|\bllam|\bpidi|\bse requiere"
        r"|\bnecesi|\bil faut|\bdoi|\bdevrai"
    ),
    re.I,
)
# After these words comes what is asked for; what stands before them is only described.
AHEAD = re.compile(
    (
        r"\bneed|\bhave to\b|\bhas to\b|\bought|\bcall|\burg|\bdedicated|\bcommit|\bhay que|\btiene|\bllam|\bpidi|\bse"
        r" requiere|\bnecesi|\bil faut|\bonly be realized"
    ),
    re.I,
)
MUST = re.compile(
    (
        r"(?:^|[\s\"(])(?P<b>(?:(?:the|el|la|los)\s)?⟦G\d+⟧(?:(?:,? (?:and|y|et) |, )(?:the |el |la )?⟦G\d+⟧)*) (?P<v>must"
        r"|should|needs? to|has to|have to|ought to|debe[nr]?(?: de)?|deber[íi]an?|tienen? que|doi(?:t|vent)|devrai(?:t"
        r"|ent)) (?P<ask>(?!have\b|be able)[^.;\"]{4,200})"
    ),
    re.I,
)


def _told(reading: Reading, frame: Frame, speakers: list[str], *, own_text: bool) -> Iterator[RelationFound]:
    for found in (*MUST.finditer(frame.text), *(WE_ASK.finditer(frame.text) if own_text else ())):
        match = Match(OWN_URGE if own_text else TOLD, frame, found)
        for speaker in speakers:
            yield from _from_ask(reading, match, speaker)
            for slot in match.slots("b"):
                for node in slot.nodes:
                    if node.id != speaker:
                        yield relation(reading, match, speaker, node.id, ask=_ask_text(reading, match), speaker=speaker, held=Modality.ASSERTED)
