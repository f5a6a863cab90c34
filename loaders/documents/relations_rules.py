"""What agreements, chapters, works and agencies have rules on."""

import re
from collections.abc import Iterator
from functools import cache

from graph.claims import Modality
from loaders.documents.attribution import words
from loaders.documents.frames import SLOT, Frame
from loaders.documents.gates import Gated
from loaders.documents.model import NodeFound, RelationFound, Span
from loaders.documents.patterns import Match, Rule, expand, stretch
from loaders.documents.reading import Reading, relation
from loaders.documents.ruled import ruling_frames

TOLD = frozenset({"rules-verb", "rules-broad", "rules-of-rules", "rules-include"})  # by these a text itself says what it rules on
# "Opposes that the agreement should take in rules on X": they are not in it.
WISHED = re.compile(
    r"\b(?:op(?:on|us)\w+ a|pid\w+|exig\w+|propon\w+|propuso|busca\w*|quier\w+|rechaz\w+|solicit\w+|evitar|para|sin) que (?:el |la |los |las )?$", re.I
)
NONE = re.compile(r"(?:no|few|ning\w+|sin|without|new|nuev\w+|stronger)\s", re.I)  # rules that are not there
LIABILITY = "topic:intermediary-liability"
COHERENCE = "topic:regulatory-coherence"  # "a legal framework governing X" is about X
LISTED = re.compile(r"\w, [^.;]{2,60},? (?:and|y|e) ")
LAST = 40  # letters before a match that tell whether its rules are only wished for


@cache
def _patterns(family: str) -> tuple[tuple[Rule, bool, bool, Gated], ...]:
    said = words("regulates")
    return tuple(
        (
            Rule(row["id"], "regulates", (), 0.88 if row["accept"] else 0.6, row["accept"], "", (), ""),
            row.get("parts", False),
            row.get("laws", False),
            Gated(expand(text, said["words"]), re.I),
        )
        for row in said[family]
        for text in row["texts"]
    )


@cache
def _pattern(name: str) -> Gated:
    return Gated(words("regulates")[name], re.I)


def find_rules(reading: Reading) -> Iterator[RelationFound]:
    """`regulates`, of the text named alone; of agencies, what they oversee."""
    for place, frame in ruling_frames(reading):
        if "⟦T" in frame.text or "⟦W" in frame.text:
            yield from _of_texts(reading, frame)
            yield from _benefits(reading, frame, spoken=reading.voices[place] is not None, place=place)
        for other in {other.text: other for other in (reading.full[place], reading.bare[place], *reading.clauses[place])}.values():
            if "⟦O" in other.text:
                yield from _of_agencies(reading, other)
    for node in reading.nodes.values():
        yield from _own_name(reading, node.id)


def _of_texts(reading: Reading, frame: Frame) -> Iterator[RelationFound]:
    for rule, parts, laws, pattern in _patterns("patterns"):
        for found in _each(pattern, frame.text):
            nodes = [node for node in frame.slots[int(found["n"])].nodes if node.group != "actor"]
            if laws:
                nodes = [node for node in nodes if node.group == "work"]
            if ("many" in found.re.groupindex and len(nodes) < 2) or _unreal(rule, frame, found):
                continue
            ranges = [_cut(frame, found.span(group)) for group in ("o", "o2") if group in found.re.groupindex and found[group]]
            if len(nodes) > 1 and not _pattern("each").search(frame.text) and any(LISTED.search(frame.text, *span) for span in ranges):
                continue  # "chapters 2, 14 and 22, which deal with A, B and C": which deals with which is not said
            topics = [_heads(reading, frame.source(*span)) for span in ranges if span[0] < span[1]]
            proof = Match(rule, frame, stretch(frame, *_proof(frame, found)))
            yield from _ruled(reading, proof, nodes, list(dict.fromkeys(id for ids in topics for id in ids)), parts)
            for law in (node for node in nodes if node.group == "work" and rule.id in TOLD and _pattern("law").search(node.name)):
                yield from _ruled(reading, proof, [law], _named_topics(reading, law), parts)


def _each(pattern: Gated, text: str) -> Iterator[re.Match[str]]:
    """All matches of a pattern, also those of a text that stands where an earlier match looks for topics."""
    found = pattern.search(text)
    while found:
        yield found
        after = text.index("⟧", found.start("n"))
        found = pattern.search(text, after if after < found.end() else found.end())


def _ruled(reading: Reading, match: Match, nodes: list[NodeFound], topics: list[str], parts: bool) -> Iterator[RelationFound]:
    """What each of some texts rules on; each its own where the sentence says "respectively"."""
    apart = len(nodes) > 1 and _pattern("each").search(match.frame.text) is not None
    if apart and len(nodes) != len(topics):
        return
    for number, node in enumerate(nodes):
        law = node.group != "work" or _pattern("law").search(node.name) is not None
        if not law:
            continue  # a statement or a letter rules on nothing
        unsure = (parts and node.kind == "agreement") or (node.group == "work" and not node.named)
        for topic in () if unsure else [topics[number]] if apart else topics:
            yield relation(reading, match, node.id, topic, held=Modality.ASSERTED, event=False)


def _unreal(rule: Rule, frame: Frame, found: re.Match[str]) -> bool:
    """Whether the words before speak of rules that are wished for, missing or conditional."""
    if _pattern("unreal").search(frame.text, max(0, found.start() - LAST), found.start()):
        return True
    if WISHED.search(frame.text, max(0, found.start() - LAST), found.start()):
        return True
    if rule.id == "rules-of-rules" and NONE.match(found[0]):
        return True
    groups = found.re.groupindex
    said = found.start("v") if "v" in groups and found["v"] else found.start("o")
    return rule.id in TOLD and found.end("n") < said and _pattern("not_so").search(frame.text, found.end("n"), said) is not None


def _cut(frame: Frame, span: Span) -> Span:
    stop = _pattern("stop").search(frame.text, *span)
    return span[0], stop.start() if stop else span[1]


def _proof(frame: Frame, found: re.Match[str]) -> Span:
    """The match up to where its topics end."""
    ends = [_cut(frame, found.span(group))[1] for group in ("o", "o2") if group in found.re.groupindex and found[group]]
    marks = [mark.end() for mark in SLOT.finditer(frame.text, *found.span()) if mark[2] == found["n"]]
    return found.start(), max([*ends, *marks])


def _benefits(reading: Reading, frame: Frame, *, spoken: bool, place: int) -> Iterator[RelationFound]:
    for found in _pattern("benefit").finditer(frame.text):
        first = 0 if spoken else found.start()
        match = Match(Rule("benefit", "concerns", (), 0.85, True, "", (), ""), frame, stretch(frame, first, found.end()))
        voice = reading.voices[place]
        for topic in _heads(reading, frame.source(*found.span("o"))):
            for node in frame.slots[int(found["n"])].nodes:
                yield relation(reading, match, node.id, topic, held=Modality.ASSERTED, event=False, speaker=voice.speakers[0].id if voice else "")


def _of_agencies(reading: Reading, frame: Frame) -> Iterator[RelationFound]:
    for rule, _, _, pattern in _patterns("agency"):
        for found in pattern.finditer(frame.text):
            for node in frame.slots[int(found["n"])].nodes if not _unreal(rule, frame, found) else ():
                if node.kind == "agency":
                    match = Match(rule, frame, stretch(frame, *_proof(frame, found)))
                    for topic in _heads(reading, frame.source(*_cut(frame, found.span("o")))):
                        yield relation(reading, match, node.id, topic, held=Modality.ASSERTED, event=False)


def _heads(reading: Reading, span: Span) -> list[str]:
    """The topics of a stretch; one that only completes another ("non-discrimination of digital services") is left out."""
    kept: list[tuple[str, Span]] = []
    for topic, place in reading.topics_in(span):
        before = kept[-1][1] if kept else None
        between = reading.document.text[before[1] : place[0]] if before else ""
        if before and kept[-1][0] != topic.id and (place[0] < before[1] or re.fullmatch(r"\s(?:of|de)\s(?:the\s|los\s|las\s)?", between)):
            continue
        if kept and topic.id == LIABILITY and re.fullmatch(r"\s(?:from|against|frente a|por)\s(?:the\s|la\s|any\s)?", between):
            kept.pop()  # "shields platforms from liability" is about liability
        kept.append((topic.id, place))
    found = list(dict.fromkeys(id for id, _ in kept))
    return [id for id in found if id != COHERENCE] if len(found) > 1 else found


def _named_topics(reading: Reading, node: NodeFound) -> list[str]:
    return list(dict.fromkeys(topic.id for mention in node.mentions for topic, _ in reading.topics_in(mention.span)))


def _own_name(reading: Reading, id: str) -> Iterator[RelationFound]:
    """An article, a mechanism or a law whose own name names a topic."""
    node = reading.nodes[id]
    if node.group == "work" and not _pattern("law").search(node.name):
        return
    if node.group not in ("agreement", "work"):
        return
    for mention in node.mentions:
        for topic, _ in reading.topics_in(mention.span):
            when = reading.document.published.isoformat() if reading.document.published else ""
            rule, confidence = ("rules-in-name", 0.85) if node.group == "agreement" else ("rules-in-law", 0.65)
            yield RelationFound(id, "regulates", topic.id, mention.span, rule, confidence, qualifiers=("implied",), when=when)
