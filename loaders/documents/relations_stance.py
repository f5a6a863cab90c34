"""Positions said outright: who supports, wants, praises, rejects an agreement, a text, a body or a topic.

A position counts in one's own voice or as reported; an aim, a benefit or a description is none. Threats
to leave an agreement are no opposition to it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from graph.claims import Modality
from loaders.documents.attribution import pattern, words
from loaders.documents.engine import compiled
from loaders.documents.frames import TITLE
from loaders.documents.gates import Gated
from loaders.documents.model import NodeFound, RelationFound, Span
from loaders.documents.own_words import issuer
from loaders.documents.patterns import Match, matches
from loaders.documents.positions import FLIPS, NEAR, REVIEW, agreement_before, cut, listed_with, positions
from loaders.documents.reading import Reading, held_by_verb, relation
from loaders.documents.relations_asks import find_asks
from loaders.documents.relations_echoes import find_echoed
from loaders.documents.relations_fears import find_fears
from loaders.documents.relations_lists import find_listed
from loaders.documents.relations_urging import holders
from loaders.documents.relations_views import find_views


def find_stances(reading: Reading) -> Iterator[RelationFound]:
    """`supports`, `opposes` and what is told to governments, sentence by sentence."""
    own = own_voice(reading)
    for place, frame in enumerate(reading.bare):
        if frame.kind == "byline":
            continue
        for said in (frame, *reading.clauses[place]):
            for match in matches(said, "stance"):
                yield from _stance(reading, match, place)
            yield from find_echoed(reading, said, place)
        if frame.kind != "heading":
            yield from find_views(reading, place, own)
            yield from find_fears(reading, place, own)
            yield from find_asks(reading, place, own)
    yield from find_listed(reading)


FIRST_PERSON = Gated(
    r"(?:^|[\s—(])(?:I|I'm|we|our|nosotros|nuestr[oa]s?|creemos|consideramos|hacemos|pedimos|debemos|queremos|proponemos|necesitamos|estamos|nous|notre)\b",
    re.I,
)
SPOKEN_FOR = (
    compiled(r"\b(?:Our|our|Nuestra|nuestra|Notre) [\w-]+, (?:the |la )?⟦O(\d+)⟧"),
    compiled(
        r"\b(?:At|at|En|Desde|desde|Chez) (?:the |la |el )?⟦O(\d+)⟧,? (?:we|nosotros|nous|creemos|consideramos|hacemos|pedimos|queremos|proponemos|estamos)\b"
    ),
    compiled(r"\b(?:We|we|Nosotros) at (?:the )?⟦O(\d+)⟧"),
)


def own_voice(reading: Reading) -> tuple[str, ...]:
    """The author and the body that a text in the first person speaks for; empty for a report."""
    first_person = [frame for frame in reading.full if frame.kind in ("prose", "list") and '"' not in frame.text and FIRST_PERSON.search(frame.text)]
    if not first_person:
        return ()
    author = reading.document.author
    speaking = [
        node.id for node in reading.nodes.values() if (node.kind == "role" and not node.named) or (node.kind == "person" and author and node.name == author)
    ]
    speaking += [node.id for node in issuer(reading.document, reading.bare)] if not speaking else []
    for frame in first_person:
        for spoken in SPOKEN_FOR:
            speaking += [frame.slots[int(match[1])].nodes[0].id for match in spoken.finditer(frame.text)]
    return tuple(dict.fromkeys(speaking))


# "Regrets that A did not endorse B" is no word against B.
UNDONE = re.compile(
    r"(?:that|que) [^.;,]{0,90}?\b(?:(?:did|does|would|has|have|had) not|didn't|failed to|refused to|no (?:se )?(?:haya|hayan|quis|aprob|apoy|aval)\w*)\b", re.I
)
CONDITION = Gated(words("views")["condition"], re.I)
# "The associations of A and B ask": A and B only own those who ask.
OWNED = compiled(r"(?:de|del|of|by|with|con|por)\b", re.I)
CHAIN = compiled(
    r"\b(?:of|del?|between|entre|from)\s(?:the |la |el )?⟦[A-Z]\d+⟧(?:, (?:the |la |el )?⟦[A-Z]\d+⟧){0,4},?\s(?:and|y|e)\s(?:the |la |el )?$", re.I
)


def _stance(reading: Reading, match: Match, place: int) -> Iterator[RelationFound]:
    held = held_by_verb(match)
    if QUESTION.search(match.frame.text) or LOST.search(match.frame.text[: match.found.start()]):
        return
    if _asked_whether(reading, match) or OTHERS.search(match.frame.text[: match.found.start()]):
        return
    if held is Modality.NEGATED and OWN_NO.match(match.text("v")) and not NO.search(match.frame.text[match.found.end("a") : match.found.start("v")]):
        held = Modality.ASSERTED
    owned = OWNED.match(match.text("a")) or ("a" in match.found.re.groupindex and CHAIN.search(match.frame.text[: match.found.start("a")]))
    if owned or held is Modality.NEGATED:
        return
    if held is Modality.URGED or match.text("v").casefold().startswith("would like"):
        held = Modality.ASSERTED
    if CONDITION.search(match.frame.text, match.found.end("v") if match.found["v"] else match.found.start()):
        held = Modality.CONDITIONAL
    region = cut(match.frame, match.found.span("o"))
    if UNDONE.match(match.frame.text, *region):
        return
    if pattern("advocacy", "idea").match(match.frame.text, *region):
        return
    holding = _with_speaker(reading, match, place, holders(match))
    predicate = match.rule.predicate
    if match.rule.id in ("supports-extension", "supports-agreement", "opposes-agreement"):
        objects = agreement_before(reading, place)
    elif "b" in match.found.re.groupindex:
        objects = [node for slot in match.slots("b") for node in slot.nodes if node.kind != "place"]
    elif "t" in match.found.re.groupindex:
        if pattern("advocacy", "about").search(match.frame.text[region[0] : region[1]]) or _turned(match):
            return
        predicate = _end(match, region)
        objects = [node for slot in match.frame.slots_in(*region, "TW") for node in slot.nodes if node.group != "actor" and predicate]
    else:
        text = match.frame.text
        undone = LEAVING_NEXT.match(text, region[0]) is not None and text.startswith(("⟦T", "⟦W"), _first_slot(text, region))
        if not undone:
            yield from _topics(reading, match, holding, region, held)
        if match.rule.id not in NAMED:
            return
        side = {"supports": "opposes", "opposes": "supports"}[predicate] if undone else predicate
        for node in _named(match, region):
            for holder, qualifiers in holding:
                if node.id != holder:
                    yield replace(relation(reading, match, holder, node.id, predicate=side, held=held, qualifiers=qualifiers), rule="stance-named")
        return
    for holder, qualifiers in holding:
        for node in objects:
            if node.id != holder:
                yield relation(reading, match, holder, node.id, predicate=predicate, held=held, qualifiers=qualifiers)


def _first_slot(text: str, region: Span) -> int:
    """Where the first name of a region stands; its end if there is none."""
    at = text.find("⟦", *region)
    return at if at >= 0 else region[1]


# Rules that say of a text what they say of a topic, where it is the first thing that their region names.
NAMED = frozenset(f"{side}-topic-noun" for side in ("supports", "opposes"))
NAME = compiled(r"(?:the |el |la |los |las |its |an? )?(?:[\w'-]+ (?:(?:of|to|for|de|del|a|al) (?:the |la |el )?)?){0,6}?⟦[TW](?P<n>\d+)⟧(?!'|⟧)", re.I)


def _named(match: Match, region: Span) -> list[NodeFound]:
    """The text that a region begins with; none where something in or about a text is meant."""
    found = NAME.match(match.frame.text, *region)
    if not found or pattern("advocacy", "about").search(match.frame.text[region[0] : found.end()]):
        return []
    return [node for node in match.frame.slots[int(found["n"])].nodes if node.group != "actor"]


@cache
def _said(name: str) -> re.Pattern[str]:
    return compiled(words("stance")["words"][name], re.I)


def _end(match: Match, region: Span) -> str:
    """The position on a text: turned round by words of leaving ("opposes withdrawing from T"); "" where it is on people ("praised a lawyer who ...")."""
    # A law's name stands before its slot.
    slot = match.slots("t")[:1]
    named = bisect_left(match.frame.starts, slot[0].span[0]) if slot else region[1]
    before = match.frame.text[region[0] : min(named, match.found.start("t"))]
    if _said("people").match(before):
        return ""
    turned = _said("leaving").search(before) is not None
    return {"supports": "opposes", "opposes": "supports"}[match.rule.predicate] if turned else match.rule.predicate


QUESTION = compiled(r"\?[\"')]?\s*$")
# "no acepta", "dijo no a", "cannot accept": the no is the verb's own.
OWN_NO = compiled(
    r"(?:(?:dijo|dice|dicen|dijeron|est[áa]n?|said|says?) )?(?:no|can(?:not|'t)|could not|(?:do|does|did|will|would)(?: not|n't)|won't|refuses?"
    r"|refused|has no|have no|had no|(?:sees?|saw) (?:no|little))\b",
    re.I,
)
NO = compiled(r"\b(?:no|not|never|nunca|neither|nor|ni|tampoco)\b", re.I)
# "withdrew U.S. support for": it is no more.
LOST = compiled(r"\b(?:withdr\w+|ended|dropped|pulled|lost|lacks?|without|despite losing|retir\w+|perdi\w+|sin)\s(?:the |its |el |la )?$", re.I)
# "Critics of A oppose": A is not among them.
OTHERS = compiled(
    r"(?:^|[.;:,] )(?:the |some |many |los |las |algunos )?(?:critics|opponents|rivals|detractors|cr[íi]ticos|detractores|opositores"
    r"|rivales) (?:of|del?) [^.;:]{0,60}$",
    re.I,
)
WHETHER = compiled(
    rf"\b(?:if|whether|unless|si|a menos que|en caso de que)\s+(?:the |la |el |los |las )?(?:[^.;,]{{0,40}}\b{TITLE}[^.;,]{{0,40}},?\s)?(?:the |la |el )?$",
    re.I,
)


def _asked_whether(reading: Reading, match: Match) -> bool:
    """True when the words before the one who acts, which a clause leaves out, put it as a question."""
    first = match.frame.source(*match.found.span("a"))[0] if match.text("a") else 0
    return first > 0 and WHETHER.search(reading.document.text[max(0, first - 110) : first]) is not None


# "I support" is a person's own word, not that of the body that the person heads.
SINGULAR = compiled(r"I|I'\w+|I am|(?:me |te )?[a-zé]+[oí]|j'.*|je .*", re.I)


def _with_speaker(reading: Reading, match: Match, place: int, acting: list[NodeFound]) -> list[tuple[str, tuple[str, ...]]]:
    """Those who hold a position, and whoever says so of the government or body that they head."""
    personal = any(slot.pronoun and SINGULAR.fullmatch(reading.document.quote(slot.span)) for slot in match.slots("a"))
    found: list[tuple[str, tuple[str, ...]]] = [(node.id, ("personal",) if personal else ()) for node in acting]
    voice = reading.voices[place]
    speakers = [speaker for speaker in voice.speakers if speaker.kind == "person"] if voice else []
    return found + [(speaker.id, ()) for speaker in speakers if any(node.id in reading.heads.get(speaker.id, ()) for node in acting)]


def _turned(match: Match) -> bool:
    """True when words between verb and text turn what is wanted round ("wants to stop renewing")."""
    gap = match.text("gap")
    return bool(gap) and pattern("advocacy", "turning").search(gap) is not None


# "supported the USMCA for its labor chapter": the reason is no object.
KNOWN = compiled(r"(?:an? |the |una? |el |la |its |su )?(?:⟦[TW]\d+⟧|(?:[\w-]+ ){0,3}?(?:agreement|deal|pact|treaty|tratado|acuerdo)\b)", re.I)
REASON = compiled(r"\s(?:for|because|por|porque|debido|as|como|in light|since|given)\b", re.I)
# Characters in which a burden must be named to be what is wanted: "seeks tariffs", not "seeks relief from tariffs".
WISH = 28
LEAVING_NEXT = compiled(rf"(?:[\w-]+ ){{0,4}}?(?:{words('stance')['words']['leave']})\b", re.I)
TOLD_TO = compiled(r"\b(?:to|a|que|that)$", re.I)
# Rules whose topics are sure when they stand near the verb.
OPEN = frozenset(
    {"asks-for", "fears", "no-place", "refused-before"}
    | {f"{side}-topic{how}" for side in ("supports", "opposes") for how in ("", "-passive", "-inverted", "-acted", "-noun")},
)
UNSURE = frozenset({"asks-for", "opposes-topic"})  # right less than half the time further off
# Rules that say something of burdens alone: to fear what a technology brings is not to be against it.
SUBORDINATE = compiled(
    r"(?:a )?(?:que|that)\b|(?!(?:\w*thing|processing|streaming|computing|manufacturing|banking|data)\b)\w{3,}ing\b|(?!(?:mar|militar"
    r"|digital)\b)[a-z]{3,}(?:ar|er|ir)\b",
    re.I,
)
ONLY_BURDENS = frozenset({"disparages-topic", "refused-before", "fears", "no-place", "opposes-loose"})


AT_ONCE = compiled(r"\W*(?:(?:the|an?|its|la|el|l[oa]s|una?|su|al?|del?|de la) )*(?!(?:that|que|to|of|en|in|for|para|nobody|nadie|no|few)\b)(?:[\w-]+ )?", re.I)


def _at_once(reading: Reading, match: Match, region: tuple[int, int]) -> set[str]:
    """The topics that a region begins with: "supports clear rules" is on no topic, "supports open data flows" is."""
    first, last = match.frame.source(*region)
    text = reading.document.text
    return {topic.id for topic, place in reading.topics_in((first, last)) if AT_ONCE.fullmatch(text[first : place[0]])}


def _topics(reading: Reading, match: Match, holding: list[tuple[str, tuple[str, ...]]], region: tuple[int, int], held: Modality) -> Iterator[RelationFound]:
    asks = match.rule.id == "asks-for"
    if asks and pattern("advocacy", "no_ask").match(match.frame.text, *region):
        return
    if known := KNOWN.match(match.frame.text, *region):
        region = region[0], min([region[1], *(found.start() for found in REASON.finditer(match.frame.text, known.end(), region[1]))])
    inside = pattern("advocacy", "inside").search(match.frame.text, *region)
    near = (region[0], min(region[1], region[0] + NEAR, inside.start() if inside else region[1]))
    close = {topic for topic, _ in positions(reading, match.frame, near, match.rule.predicate)}
    close |= listed_with(reading, match.frame, region, close)
    furthered = pattern("advocacy", "furthering").match(match.frame.text, *region) is not None
    plain = (close if furthered else set()) if asks else listed_with(reading, match.frame, region, _at_once(reading, match, region))
    if _said("people").match(match.frame.text, *region):
        return
    opposed = match.rule.predicate == "opposes"
    only_burdens = opposed and any(said.match(match.frame.text, *region) for said in (pattern("advocacy", "proposal"), SUBORDINATE))
    taken = list(positions(reading, match.frame, region, match.rule.predicate))
    burdened = any(topic in FLIPS for topic, _ in taken[:1]) if asks else opposed and any(topic in FLIPS for topic, _ in taken)
    only_burdens = only_burdens or burdened or match.rule.id in ONLY_BURDENS
    # "asked him to make sure that": what is asked of somebody is wanted where it is to be made or kept.
    told = asks and TOLD_TO.search(match.text("v")) is not None and pattern("advocacy", "furthered").search(match.frame.text, *region) is None
    wished = list(positions(reading, match.frame, (region[0], min(region[1], region[0] + WISH)))) if asks else []
    for topic, predicate in taken:
        if topic == REVIEW and (asks or (opposed and LEAVING_NEXT.match(match.frame.text, *region))):
            continue
        if asks and predicate == "supports" and topic in FLIPS and not any(near_topic == topic for near_topic, _ in wished):
            continue
        unsure = only_burdens and topic not in FLIPS
        if unsure and (match.rule.id in ONLY_BURDENS or burdened or topic not in close):
            continue
        if told and topic not in FLIPS and not furthered:
            continue
        for holder, qualifiers in holding:
            found = relation(reading, match, holder, topic, predicate=predicate, held=held, qualifiers=qualifiers)
            sure = match.rule.id in OPEN and topic in close and not (asks and topic in FLIPS and predicate == "supports")
            if sure and not unsure:
                yield replace(found, rule="stance-plain") if topic in FLIPS or topic in plain else replace(found, rule="stance-near", confidence=0.72)
            elif match.rule.id not in UNSURE:
                yield found
