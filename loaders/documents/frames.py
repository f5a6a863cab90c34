"""Sentences with their mentions replaced by typed slots, so that rules can speak of language, not of names.

`⟦P0⟧, general director of the ⟦O1⟧, met ⟦O2⟧ ⟦D3⟧`: P person, O body, G government or place, T agreement
or part of one, W work, L city or region, J an adjective that lends a country, D a date. A work's own words stay before its
slot ("a joint statement ⟦W1⟧"), since they say what was done. Every character of a frame knows
where it stands in the document.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from graph.dates import Interval
from loaders.documents.model import PROSE, BlockKind, Document, NodeFound, Span
from loaders.documents.slots import Slot, find_slots
from loaders.registry import Registry

SLOT = re.compile(r"⟦([A-Z])(\d+)⟧")
STRAIGHT = str.maketrans({"“": '"', "”": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "—", "\u00a0": " ", "\u202f": " "})
LONGEST = 1500
NO_WORD = re.compile(r"[^\s⟦⟧]{80,}")  # no language has such words: an address, a hash, a hostile text
REACH = 6  # sentences back that a pronoun may reach
READ: frozenset[BlockKind] = PROSE | {"byline"}

TITLE = (
    r"(?:[Pp]resident[ea]?|[Vv]ice [Pp]resident|[Pp]rime [Mm]inister|[Mm]inister|[Ss]ecretary(?:-[Gg]eneral)?"
    r"|[Dd]irector(?:-[Gg]eneral| [Gg]eneral)?|CEO|[Cc]hief [Ee]xecutive|[Cc]hair(?:man|woman)?|[Aa]mbassador"
    r"|[Gg]overnor|[Ss]enator|Sen\.|Rep\."
    r"|[Rr]epresentative|[Cc]ommissioner|[Hh]ead|[Nn]egotiator|[Aa]dministrator|[Pp]remier|[Ll]eader|[Ss]pokes(?:man"
    r"|woman|person)|[Ss]ecretari[oa]|[Ss]ubsecretari[oa]|[Vv]iceministr[oa]|[Uu]ndersecretary|[Uu]nder[Ss]ecretary|[Mm]inistr[oa]|[Tt]itular"
    r"|[Dd]irectora?"
    r"|[Ee]mbajadora?|[Gg]obernadora?"
    r"|[Cc]anciller|[Vv]ocer[oa]|[Cc]ounterpart|[Hh]om[óo]log[oa]|[Hh]omologue|[Cc]ontraparte|[Pp]résidente?|[Mm]inistre|[Dd]irecteur|[Dd]irectrice)"
)
# "OTTAWA, June 30, 2025 — ", "Ciudad de México, 14 de enero (Redacción).- ", "WASHINGTON, Feb 4 (Reuters) - ".
DATELINE = re.compile(r"^(?P<place>[A-ZÀ-Ý][^⟦—;:\"()]{1,48}?)(?:⟦D\d+⟧(?:, | )?)?(?:\([^()]{2,30}\) ?)?(?:— |\.— |\.- |-- |- )")
PLACE_WORD = re.compile(r"[A-ZÀ-Ý\d][\w.,'/-]*|de|del|la|a|le|of|,")
# "A, led by P, and B": who leads it is told by other rules.
LED = re.compile(r",\s(?:led|headed|chaired|encabezad[oa]|presidid[oa]|liderad[oa]|dirigid[oa]|dirigée?|présidée?)\s(?:by|por|par)\s⟦P\d+⟧(?=,)", re.I)
# A title before a person, with the body or country that it names: the person alone stays.
TITLED = re.compile(
    rf"(?<![\w-])((?:(?:[Tt]he|[Ee]l|[Ll]a|[Ll]e|[Ll]'|su|son|sa|its|his|her|their)\s?)?(?:⟦[JOG]\d+⟧(?:'s)?\s)?(?:(?:[A-Z][\w&-]+(?:'s)?|deputy"
    rf"|executive|former|general|and|of|for)\s){{0,4}}?{TITLE}"
    r"(?:\s(?:general|ejecutiv[oa]|nacional|adjunt[oa]|executive|général|générale))?(?:\s(?:of|for|de|del|de la"
    r"|du)\s(?:the\s|la\s)?(?:[A-Z][\w'-]+(?:\s[A-Z][\w'-]+){0,3}|⟦[JOG]\d+⟧)(?:\s(?:and|y)\s[A-Z]\w+)?)?(?:\s(?:in|en"
    r"|to|ante|au|aux)\s(?:the\s)?(?:⟦G\d+⟧|[A-Z][\w.]+(?:\s[A-Z]\w+)?))?(?:\s⟦J\d+⟧|\s[a-z]+(?:ense|ano|ana|eño"
    r"|ain|ien|éral|eral))?,?\s|⟦O\d+⟧\s)(?=⟦P\d+⟧)⟦P\d+⟧"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """One sentence; `starts[i]` and `ends[i]` are the document offsets of character i of `text`."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    slots: tuple[Slot, ...]
    span: Span
    block: int
    kind: BlockKind
    language: str

    def slots_in(self, first: int, last: int, letters: str = "") -> tuple[Slot, ...]:
        """The slots between two places of the frame, optionally of some letters only."""
        found = (self.slots[int(m[2])] for m in SLOT.finditer(self.text, first, last))
        return tuple(slot for slot in found if not letters or slot.letter in letters)

    def source(self, first: int, last: int) -> Span:
        """The span in the document of the frame's characters [first, last), outer blanks left out.

        No word is cut: a part of one at the start is dropped, one at the end completed.
        """
        while 0 < first < last - 1 and self.text[first - 1].isalnum() and self.text[first].isalnum():
            first += 1
        while last < len(self.text) and self.text[last - 1].isalnum() and self.text[last].isalnum():
            last += 1
        while first < last - 1 and self.text[first] in " ,;":
            first += 1
        while last - 1 > first and self.text[last - 1] in " ,;":
            last -= 1
        return self.starts[first], self.ends[last - 1]

    def without(self, pattern: re.Pattern[str], keep: Callable[[re.Match[str]], tuple[int, int] | None] = lambda match: None) -> "Frame":
        """The frame with every match cut out but for the part that `keep` names."""
        text: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        position = 0
        for match in pattern.finditer(self.text):
            parts = [(position, match.start())]
            if kept := keep(match):
                parts.append(kept)
            position = match.end()
            for first, last in parts:
                text.append(self.text[first:last])
                starts.extend(self.starts[first:last])
                ends.extend(self.ends[first:last])
        text.append(self.text[position:])
        return replace(self, text="".join(text), starts=(*starts, *self.starts[position:]), ends=(*ends, *self.ends[position:]))


def frames(document: Document, nodes: Iterable[NodeFound], registry: Registry) -> tuple[Frame, ...]:
    """Every sentence of the prose, in order, with pronouns and groups of countries resolved."""
    known = tuple(nodes)
    for seen, of, by, built in _last:
        if seen is document and by is registry and len(of) == len(known) and all(a is b for a, b in zip(of, known, strict=True)):
            return built
    fresh = _frames(document, known, registry)
    _last[:] = [(document, known, registry, fresh)]
    return fresh


# The last document's frames: figures and relations read the same ones.
_last: list[tuple[Document, tuple[NodeFound, ...], Registry, tuple[Frame, ...]]] = []


def _frames(document: Document, nodes: tuple[NodeFound, ...], registry: Registry) -> tuple[Frame, ...]:
    by_id = {node.id: node for node in nodes}
    mentions = sorted(
        ((mention, node) for node in by_id.values() for mention in node.mentions), key=lambda pair: (pair[0].span[0], -pair[0].span[1], pair[1].id)
    )
    built: list[Frame] = []
    for index, block in enumerate(document.blocks):
        if block.kind in READ:
            for span in (piece for sentence in block.sentences or (block.span,) for piece in _pieces(document.text, sentence)):
                before = [slot for frame in built[-REACH:] for slot in frame.slots]
                slots = find_slots(document, span, mentions, before, by_id, registry)
                built.append(_frame(document, span, slots, index, block.kind, block.language))
    return tuple(built)


def _pieces(text: str, span: Span) -> list[Span]:
    """The sentence, or pieces of it cut at a blank where no writer would make one so long: rules take time that grows with its square."""
    pieces: list[Span] = []
    first, last = span
    while last - first > LONGEST:
        cut = text.rfind(" ", first + 1, first + LONGEST)
        cut = cut if cut > first else first + LONGEST
        pieces.append((first, cut))
        first = cut
    return [*pieces, (first, last)]


def plain(frame: Frame) -> Frame:
    """The frame without asides: brackets, web addresses, an acronym after its long form, short insertions."""

    def repeated(match: re.Match[str]) -> tuple[int, int] | None:
        same = set(frame.slots[int(match[2])].ids) & set(frame.slots[int(match[4])].ids)
        return match.span(1) if same else match.span()

    opening = DATELINE.match(frame.text) if frame.kind == "prose" else None
    dated = opening and all(PLACE_WORD.fullmatch(word) for word in opening["place"].split())
    bare = frame.without(DATELINE) if dated else frame
    bare = bare.without(re.compile(r"\s*\((?:[^()⟦]|⟦D\d+⟧)*(?:\((?:[^()⟦])*\)[^()⟦]*)?\)"))
    bare = bare.without(
        re.compile(r"(⟦[A-Z](\d+)⟧)(\s*\(?⟦[A-Z](\d+)⟧\)?(?!['’]))(?= |[,.;:]|$)"), lambda match: repeated(match) if "(" in match[3] else match.span()
    )
    bare = bare.without(LED)
    bare = bare.without(TITLED, lambda match: (match.end(1), match.end()))
    bare = bare.without(re.compile(r"(⟦O\d+⟧) of (?:the )?⟦O\d+⟧(?!')"), lambda match: match.span(1))
    bare = bare.without(re.compile(r"(\s*\(⟦[A-Z]\d+⟧\))(?=\s*\()"))
    bare = bare.without(re.compile(r"\s+—\s(?:[^—⟦]{3,70}|(?:an?|the|una?|el|la|une?|le)\s[^—]{3,80})\s—(?=\s)"))
    return bare.without(re.compile(r"⟦[A-Z]\d+⟧'s?\s(?:⟦[GJ]\d+⟧\s)?(?:\w+\s)?(?:counterpart|sister organi[sz]ation),\s(?=(?:the\s)?⟦O)"))


def _frame(document: Document, span: Span, slots: list[Slot], block: int, kind: BlockKind, language: str) -> Frame:
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    unread = {offset for match in NO_WORD.finditer(document.text, *span) for offset in range(*match.span())}

    def copy(first: int, last: int) -> None:
        for offset in range(first, last):
            char = "·" if offset in unread else document.text[offset].translate(STRAIGHT)
            if char.isspace():
                if text and text[-1] == " ":
                    continue
                char = " "
            if char == "." and document.text[offset + 1 : offset + 2].isalnum():
                char = "·"
            text.append(char if char not in "⟦⟧" else "|")
            starts.append(offset)
            ends.append(offset + 1)

    position = span[0]
    for number, slot in enumerate(slots):
        copy(position, slot.span[1] if slot.letter == "W" else slot.span[0])
        token = f"{' ' if slot.letter == 'W' else ''}⟦{slot.letter}{number}⟧"
        text.extend(token)
        starts.extend([slot.span[0]] * len(token))
        ends.extend([slot.span[1]] * len(token))
        position = slot.span[1]
    copy(position, span[1])
    return Frame("".join(text), tuple(starts), tuple(ends), tuple(slots), span, block, kind, language)


def interval_near(frame: Frame, first: int, last: int) -> Interval | None:
    """The date that belongs to the match at [first, last): inside it, else the nearest in its sentence."""
    inside = frame.slots_in(first, last, "D")
    if inside and inside[0].phrase:
        return inside[0].phrase.interval
    places = [(min(abs(m.start() - last), abs(first - m.end())), m) for m in SLOT.finditer(frame.text) if m[1] == "D"]
    if not places:
        return None
    phrase = frame.slots[int(min(places, key=lambda place: (place[0], place[1].start()))[1][2])].phrase
    return phrase.interval if phrase else None
