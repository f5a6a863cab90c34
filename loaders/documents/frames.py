"""Sentences with their mentions replaced by typed slots, so that rules can speak of language, not of names.

`⟦P0⟧, general director of the ⟦O1⟧, met ⟦O2⟧ ⟦D3⟧`: P person, O body, G government or place, T agreement
or part of one, W work, L city or region, J an adjective that lends a country, D a date. A work's own words stay before its
slot ("a joint statement ⟦W1⟧"), since they say what was done. Every character of a frame knows
where it stands in the document.
"""

import re
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.dates import Interval
from loaders.documents.gates import Gated
from loaders.documents.model import PROSE, BlockKind, Document, NodeFound, Span
from loaders.documents.slot import Slot
from loaders.documents.slots import find_slots
from loaders.registry import Registry

SLOT = re.compile(r"⟦([A-Z])(\d+)⟧")
STRAIGHT = str.maketrans({"“": '"', "”": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "—", "\u00a0": " ", "\u202f": " "})
LONGEST = 1500
ODD = re.compile(r"\s{2}|[^\S ]|[⟦⟧]|\.(?=[^\W_])")  # what a sentence cannot take over as it stands: blanks, brackets of ours, full stops in words
NO_WORD = re.compile(r"[^\s⟦⟧]{80,}")  # no language has such words: an address, a hash, a hostile text
REACH = 6  # sentences back that a pronoun may reach
READ: frozenset[BlockKind] = PROSE | {"byline"}

TITLE = (
    r"(?:[Pp]rimera? [Mm]inistr[oa]|[Pp]resident[ea]?|[Vv]ice [Pp]resident|[Pp]rime [Mm]inister|[Mm]inister|[Ss]ecretary(?:-[Gg]eneral)?"
    r"|[Dd]irector(?:-[Gg]eneral| [Gg]eneral)?|CEO|[Cc]hief [Ee]xecutive|[Cc]hair(?:man|woman)?|[Aa]mbassador"
    r"|[Gg]overnor|Gov\.|Amb\.|Sec\.|Min\.|Hon\.|[Ss]enators?|Sens?\.|Reps?\.|[Ss]enadora?|[Dd]iputad[oa]|[Ll]egisladora?|[Cc]ongress(?:man|woman)|[Cc]omisionad[oa]|[Nn]egociadora?|[Jj]ef[ea]|[Aa]lcalde(?:sa)?"
    r"|[Ll][íi]der|[Dd]irigente|[Ee]nviad[oa]|[Ee]nvoy|[Ff]undadora?|[Vv]icepresident[ea]|[Rr]ectora?|[Ff]ounder|[Ss]peaker"
    r"|[Rr]epresentative|[Cc]ommissioner|[Hh]ead|[Nn]egotiator|[Aa]dministrator|[Pp]remier|[Ll]eader|[Aa]dvis[eo]r|[Aa]sesora?|[Ss]pokes(?:man"
    r"|woman|person)|[Ss]ecretari[oa]|[Ss]ubsecretari[oa]|[Vv]iceministr[oa]|[Uu]ndersecretary|[Uu]nder[Ss]ecretary|[Mm]inistr[oa]|[Tt]itular"
    r"|[Dd]irectora?"
    r"|[Ee]mbajadora?|[Gg]obernadora?"
    r"|[Cc]anciller|[Vv]ocer[oa]|[Cc]ounterpart|[Hh]om[óo]log[oa]|[Hh]omologue|[Cc]ontraparte|[Pp]résidente?|[Mm]inistre|[Dd]irecteur|[Dd]irectrice)"
)


if TYPE_CHECKING:
    Offsets = array[int]


def offsets(values: Iterable[int] = ()) -> "Offsets":
    """Places in a document, four bytes each: there is one for every letter of every reading of a sentence."""
    return array("i", values)


@dataclass(frozen=True, slots=True)
class Frame:
    """One sentence; `starts[i]` and `ends[i]` are the document offsets of character i of `text`."""

    text: str
    starts: "Offsets"
    ends: "Offsets"
    slots: tuple[Slot, ...]
    span: Span
    block: int
    kind: BlockKind
    language: str

    def slots_in(self, first: int, last: int, letters: str = "") -> tuple[Slot, ...]:
        """The slots between two places of the frame, optionally of some letters only."""
        found = (self.slots[int(m[2])] for m in SLOT.finditer(self.text, first, last))
        return tuple(slot for slot in found if not letters or slot.letter in letters)

    def actors(self) -> int:
        """How many actors the frame's text names, each slot's counted."""
        return sum(len(self.slots[int(m[2])].nodes) for m in SLOT.finditer(self.text) if m[1] in "POG")

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

    def without(self, pattern: re.Pattern[str] | Gated, keep: Callable[[re.Match[str]], tuple[int, int] | None] = lambda match: None) -> "Frame":
        """The frame with every match cut out but for the part that `keep` names."""
        text: list[str] = []
        starts, ends = offsets(), offsets()
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
        if not position:
            return self
        text.append(self.text[position:])
        return replace(self, text="".join(text), starts=starts + self.starts[position:], ends=ends + self.ends[position:])

    def put(self, span: Span, words: str, slots: tuple[Slot, ...] = ()) -> "Frame":
        """The frame with other words at a place (and the slots that they name); every new character stands where the old ones do."""
        first, last = span
        start = self.starts[min(first, len(self.starts) - 1)]
        end = self.ends[last - 1] if last > first else start
        return replace(
            self,
            text=self.text[:first] + words + self.text[last:],
            starts=self.starts[:first] + offsets([start]) * len(words) + self.starts[last:],
            ends=self.ends[:first] + offsets([end]) * len(words) + self.ends[last:],
            slots=(*self.slots, *slots),
        )

    def clause(self, subject: Span, words: str, rest: Span) -> "Frame":
        """A clause of this sentence: its subject, words between that the sentence leaves out, and the stretch of its predicate."""
        first, last = rest
        start = self.starts[first]
        return replace(
            self,
            text=f"{self.text[subject[0] : subject[1]]} {words}{self.text[first:last]}",
            starts=self.starts[subject[0] : subject[1]] + offsets([start]) * (len(words) + 1) + self.starts[first:last],
            ends=self.ends[subject[0] : subject[1]] + offsets([start + 1]) * (len(words) + 1) + self.ends[first:last],
        )


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
                before = [frame.slots for frame in built[-REACH:]]
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


def _frame(document: Document, span: Span, slots: list[Slot], block: int, kind: BlockKind, language: str) -> Frame:
    text: list[str] = []
    starts, ends = offsets(), offsets()
    unread = {offset for match in NO_WORD.finditer(document.text, *span) for offset in range(*match.span())}

    def copy(first: int, last: int) -> None:
        plain = not unread and not ODD.search(document.text, first, last + 1)
        if plain and not (document.text[first] == " " and text and text[-1][-1] == " "):
            text.append(document.text[first:last].translate(STRAIGHT))
            starts.extend(range(first, last))
            ends.extend(range(first + 1, last + 1))
            return
        for offset in range(first, last):
            char = "·" if offset in unread else document.text[offset].translate(STRAIGHT)
            if char.isspace():
                if text and text[-1][-1] == " ":
                    continue
                char = " "
            if char == "." and document.text[offset + 1 : offset + 2].isalnum():
                char = "·"
            text.append(char if char not in "⟦⟧" else "|")
            starts.append(offset)
            ends.append(offset + 1)

    position = span[0]
    for number, slot in enumerate(slots):
        if (end := slot.span[1] if slot.letter == "W" else slot.span[0]) > position:
            copy(position, end)
        token = f"{' ' if slot.letter == 'W' else ''}⟦{slot.letter}{number}⟧"
        text.append(token)
        starts.extend([slot.span[0]] * len(token))
        ends.extend([slot.span[1]] * len(token))
        position = slot.span[1]
    if span[1] > position:
        copy(position, span[1])
    return Frame("".join(text), starts, ends, tuple(slots), span, block, kind, language)


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
