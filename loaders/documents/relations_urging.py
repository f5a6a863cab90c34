"""Who asks whom to do what; to ask that an agreement go on or end is to be for or against it."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from graph.claims import Modality
from loaders.documents.attribution import Attribution, pattern
from loaders.documents.frames import SLOT
from loaders.documents.gates import Gated
from loaders.documents.model import NodeFound, RelationFound
from loaders.documents.patterns import Match, Rule, matches, modality
from loaders.documents.positions import asked
from loaders.documents.reading import Reading, relation

HOLDS = frozenset(
    ["person", "role", "association", "chamber", "company", "think_tank", "organisation", "agency", "legislature", "government", "intergovernmental", "media"]
)
KEEP = Rule("urges-keeping", "supports", (), 0.9, True, "", (), "")


def find_urges(reading: Reading) -> Iterator[RelationFound]:
    """`urges`, sentence by sentence, with the position on an agreement that the ask implies."""
    for bare, clauses, voice in zip(reading.bare, reading.clauses, reading.voices, strict=True):
        if bare.kind != "byline":
            for frame in (frame for frame in (bare, *clauses) if frame.actors() > 1):
                for match in matches(frame, "urging"):
                    yield from _urge(reading, match, voice)
    yield from _musts(reading)
    yield from _recommended(reading)


def _recommended(reading: Reading) -> Iterator[RelationFound]:
    """What the body whose report the text is recommends: "That B publish an assessment"."""
    heads = [frame for frame in reading.full[:12] if frame.kind in ("title", "heading", "byline", "list") and REPORT.search(frame.text)]
    bodies = [node for frame in heads for slot in frame.slots for node in slot.nodes if node.kind in ("legislature", "association", "agency", "think_tank")]
    for frame in reading.bare if bodies else ():
        if found := THAT.match(frame.text):
            match = Match(SHOULD, frame, found)
            for node in (node for slot in match.slots("b") for node in slot.nodes if node.kind in DECIDE and node.id != bodies[0].id):
                yield relation(reading, match, bodies[0].id, node.id, held=Modality.ASSERTED, ask=ask_text(reading, match))


# "Providers with users in G must": they must, not G.
PLACED = re.compile(r"\b(?:in|from|with|by|for|to|across|en|con|por|para|desde)\s+(?:the |la |el |los |las )?$", re.I)
SHOULD = Rule("should-act", "urges", (), 0.85, True, "", (), "")
MUST = Gated(
    r"(?:^|[\s\"(])(?P<b>(?:(?:the|el|la|los)\s|(?:Mr|Ms|Mrs)\. )?⟦[PGO]\d+⟧(?:(?:,? (?:and|y|et) |, )(?:the |el |la )?⟦[GO]\d+⟧)*),?(?: (?:for"
    r"|por) [\w ]{3,20},)? ?"
    r"(?P<v>must|should|needs? to|has to|have to|ought to|debe[nr]?(?: de)?|deber[áa]n?|will have to|deber[íi]an?|tienen? que)"
    r" (?P<ask>(?!have\b|be able|not be\b|be\b)[^.;\"]{4,200})",
    re.I,
)
# "It is time for B to act", "es necesario que B actúe".
NEEDED = Gated(
    r"\b(?P<v>(?:it is|it's) (?:essential|vital|time|urgent|necessary|imperative|crucial) (?:that|for)|(?:es|resulta|ser[áa]) (?:necesario|urgente"
    r"|indispensable|imperativo|fundamental|hora de) que|hace falta que|urge (?:a )?que|se requiere que) (?P<b>(?:(?:the|el|la|los)\s)?⟦[GO]\d+⟧"
    r"(?:(?:,? (?:and|y) |, )(?:the |el |la )?⟦[GO]\d+⟧)*) (?P<ask>(?!no\b|not\b)[^.;\"]{4,200})",
    re.I,
)
# "That B publish a report": an item of a list of recommendations.
THAT = re.compile(
    r"^(?:\(?\w{1,3}[.)] )?That (?P<b>(?:the )?⟦[GO]\d+⟧(?:(?:,? and |, )(?:the )?⟦[GO]\d+⟧)*)(?:, [^.;⟦]{3,60}(?:⟦[GOP]\d+⟧[^.;⟦]{0,40})*?,)? "
    r"(?P<v>)(?P<ask>(?!is\b|are\b|was\b|were\b|has\b|have\b|had\b|will\b|would\b|did\b|does\b)[a-z]+(?<![^s]s)(?<!ed) [^;]{4,200})"
)
REPORT = re.compile(r"\b(?:report|recommendations|findings|informe|dictamen|recomendaciones)\b", re.I)
DECIDE = frozenset({"government", "agency", "legislature"})
# Words at the end of a column on whoever wrote it.
COLUMN = Gated(
    r"\b(?:views|opinions) expressed\b|\bthe author (?:is|was)\b|\bguest (?:feature|column|post|essay|contribut\w+)|\bop-ed\b"
    r"|^(?:el|la) autora? (?:es|fue)\b|\bopiniones expresadas\b",
    re.I | re.M,
)


def _musts(reading: Reading) -> Iterator[RelationFound]:
    """ "B should act": asked of a body that decides, by whoever is quoted or by the author of a column."""
    columnist = _columnist(reading)
    for bare, clauses, voice in zip(reading.bare, reading.clauses, reading.voices, strict=True):
        speakers = voice.speakers if voice else columnist
        for frame in (bare, *clauses) if speakers and bare.kind in ("prose", "list") else ():
            for found in (
                *(must for must in MUST.finditer(frame.text) if must["b"].count("⟦") > 1 or not PLACED.search(frame.text, 0, must.start("b"))),
                *NEEDED.finditer(frame.text),
            ):
                match = Match(SHOULD, frame, found)
                deciding = [node for slot in match.slots("b") for node in slot.nodes if node.kind in DECIDE or (not voice and node.kind == "person")]
                for speaker in speakers:
                    for node in deciding:
                        if node.id != speaker.id and speaker.kind in HOLDS:
                            marks = () if voice else ("personal",)
                            yield relation(
                                reading, match, speaker.id, node.id, held=Modality.ASSERTED, ask=ask_text(reading, match), speaker=speaker.id, qualifiers=marks
                            )


def _columnist(reading: Reading) -> tuple[NodeFound, ...]:
    """Who writes a column of opinion; () for a report."""
    name = reading.document.author
    if not COLUMN.search(reading.document.text) and not (name and _signs(reading, name)):
        return ()
    return tuple(node for node in reading.nodes.values() if (node.kind == "role" and "/author" in node.id) or (node.kind == "person" and name == node.name))[:1]


REPORTS = re.compile(r"report(?:er|s)|journalist|staff writer|correspond|covers|writes (?:about|for)|editor|periodista|reporter[oa]|cubre", re.I)


def _signs(reading: Reading, name: str) -> bool:
    """Whether a text is its author's own: it speaks as "I", or tells at its end who the author is, who is no reporter."""
    told = re.search(rf"^{re.escape(name)} (?:is|es|serves|works|teaches)\b[^.]{{0,160}}", reading.document.text, re.M)
    if told:
        return REPORTS.search(told[0]) is None
    own = [frame for frame in reading.full if frame.kind == "prose" and '"' not in frame.text]
    return any(I.search(frame.text) or any(slot.surface == "I" for slot in frame.slots) for frame in own)


I = re.compile(r"(?:^|[.,;] |and |but )I(?:'m|'ve)? [a-z]")  # noqa: E741


def holders(match: Match) -> list[NodeFound]:
    """Those of a match who can hold a position."""
    seekers = (*match.slots("a"), *match.slots("x"))
    return [node for node in dict.fromkeys(node for slot in seekers for node in slot.nodes) if node.kind in HOLDS]


def _urge(reading: Reading, match: Match, voice: Attribution | None) -> Iterator[RelationFound]:
    if THAT.match(match.frame.text):
        return
    held = _held(match)
    ask = ask_text(reading, match)
    first, last = match.found.end("a"), match.found.start("v")
    told_to = INFINITIVE.fullmatch(match.frame.text[first:last]) and not CAUSED.search(match.frame.text[: match.found.start("a")])
    if held is Modality.NEGATED or not ask or told_to:
        return
    acting = holders(match)
    # Whoever says it of the body that they head asks too.
    acting += [
        speaker for speaker in (voice.speakers if voice else ()) if speaker.kind == "person" and speaker not in acting and _heads_any(reading, speaker, acting)
    ]
    for seeker in acting:
        for slot in match.slots("b"):
            for sought in slot.nodes:
                if sought.id != seeker.id and sought.kind in HOLDS:
                    yield relation(reading, match, seeker.id, sought.id, held=held, ask=ask)
        yield from from_ask(reading, match, seeker.id)
        yield from asked(reading, match, seeker.id, match.found.span("ask"), held)


def _heads_any(reading: Reading, person: NodeFound, bodies: list[NodeFound]) -> bool:
    return any(node.id in reading.heads.get(person.id, ()) for node in bodies)


# "prompted A to demand": A did.
CAUSED = re.compile(r"\b(?:prompted|led|moved|spurred|drove|forced|caused|prodded)\s(?:the )?$", re.I)
# "asked A to call on B": A has asked nothing yet.
INFINITIVE = re.compile(r"\s+(?:not\s+)?to\s+")
NOT = re.compile(r"\b(?:no|not|never|nunca|jam[áa]s|tampoco|sin)\b", re.I)
# The future and the conditional of Spanish verbs of asking.
WILL, WOULD = re.compile(r"^\w{2,}[aei]rán?\b"), re.compile(r"^\w+[aei]r[íi]an?\b")


def _held(match: Match) -> Modality:
    """How the asking is held: by the words between the one who asks and the verb, or by its ending."""
    first, last = match.found.end("a"), match.found.start("v")
    between = match.frame.text[first:last] if first <= last else match.frame.text[last : match.found.start("a")]
    said = match.text("v")
    if WOULD.search(said):
        return Modality.CONDITIONAL
    held = Modality.NEGATED if NOT.search(between) else modality(between)
    if held is Modality.ASSERTED and WILL.search(said):
        return Modality.PLANNED
    return Modality.ASSERTED if held is Modality.URGED else held


def ask_text(reading: Reading, match: Match) -> str:
    """The words of what is asked for, without what leads in to them and without a next clause."""
    first, last = match.frame.source(*match.found.span("ask"))
    text = " ".join(reading.document.text[first:last].split())
    text = re.split(
        r",? (?:and|y|et) (?:also )?(?:called on|urged|asked|calls on|urges|pidi[óo]|inst[óo]|exhort[óo]|llam[óo]|said|added|warned|noted|dijo"
        r"|destac\w+|señal\w+|advirti\w+|asegur\w+|indic[óo]|subray\w+|agreg[óo])\b",
        text,
    )[0]
    text = re.split(r"\"[,.]|, (?:mientras que|while|whereas|although|though|aunque|pero|but)\b", text)[0]
    text = re.sub(r"^(?:it|them|him|her|les?)\s+(?=\w)", "", text, flags=re.I)
    return re.sub(r"^(?:to|that|a que|a|que|para que|de|d'|à)\s+", "", text, flags=re.I)[:200]


def from_ask(reading: Reading, match: Match, seeker: str) -> Iterator[RelationFound]:
    """To ask that an agreement go on is to support it."""
    first, last = match.found.span("ask")
    text = match.frame.text[first:last]
    for mark in SLOT.finditer(text):
        # A work's own words stand before its slot.
        named = (
            bisect_left(match.frame.starts, match.frame.slots[int(mark[2])].span[0], first, first + mark.start()) - first if mark[1] == "W" else mark.start()
        )
        predicate = _wanted(text, mark, named) if mark[1] in "TW" else ""
        for node in (node for node in match.frame.slots[int(mark[2])].nodes if predicate and node.group != "actor"):
            yield replace(relation(reading, match, seeker, node.id, predicate=predicate), rule=KEEP.id)


def _wanted(text: str, mark: re.Match[str], named: int) -> str:
    """Whether what is asked for keeps or ends the text at a mark, whose name begins at `named`; "" when the words before it have another object."""
    before = text[max(0, named - 60) : named]
    keeping = [found.end() for found in pattern("advocacy", "keep_agreement").finditer(before)]
    if (keeping and not pattern("advocacy", "setting_of").search(before[keeping[-1] :])) or pattern("advocacy", "keep_agreement").search(
        text[mark.end() : mark.end() + 25]
    ):
        return "supports"
    adopting = [found.end() for found in ADOPT.finditer(before)] if mark[1] == "W" else []
    if adopting and OBJECT_NEXT.fullmatch(before[adopting[-1] :]):
        return "opposes" if NOT_TO.search(before) else "supports"
    ending = [found.end() for found in pattern("advocacy", "leave_agreement").finditer(before)]
    if not ending or not OBJECT_NEXT.fullmatch(before[ending[-1] :]):
        return ""
    return "supports" if NOT_TO.search(before) else "opposes"


# To ask for a bill to be made law is to be for it.
ADOPT = re.compile(r"\b(?:pass(?:age of)?|approve|adopt|enact|ratify|aprobar|aprueben?|ratifi(?:car|que|quen)|adoptar|expedir|expida|promulg(?:ar|ue))\b", re.I)
# "not to leave": to stay.
NOT_TO = re.compile(
    r"\b(?:not|no|never|against|avoid|evitar|without|instead of|rather than)\s(?:to\s)?"
    r"(?:[\w-]+\s){0,2}?[\w-]+\s(?:from\s|del?\s|out\s|of\s|the\s|el\s|la\s|al\s)*$",
    re.I,
)
OBJECT_NEXT = re.compile(
    r"(?:\s+(?:⟦[GO]\d+⟧'s?|[A-Z][\w&-]*|from|out|of|the|its|their|an?|current|entire|whole|this|that|del|de|el|la|al|los|las|su|le|du))*\s*(?:l')?"
)
