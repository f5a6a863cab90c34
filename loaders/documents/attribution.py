"""Who says what a sentence says: "according to X", "X argues that", ", says X", "in its view"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from loaders.documents.frames import Frame
from loaders.documents.gates import Gated
from loaders.documents.model import NodeFound
from loaders.documents.slot import Slot
from loaders.wordlists import parsed

SPEAKS = "POG"


@dataclass(frozen=True, slots=True)
class Attribution:
    """The speakers of a sentence and whether another speaker could be meant for parts of it.

    `first` and `last` bound the words of attribution in the frame; `inside` when the whole sentence stands in a quote begun before it.
    """

    speakers: tuple[NodeFound, ...]
    first: int
    last: int
    slots: tuple[Slot, ...]
    labelled: bool = False
    inside: bool = False


@cache
def words(name: str) -> Mapping[str, Any]:
    """The rules of one file of `rules/`, as read from YAML."""
    data = parsed((files("loaders.documents") / "rules" / f"{name}.yaml").read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


def strings(name: str) -> dict[str, str]:
    """The text-valued entries of one file of rules."""
    return {key: value for key, value in words(name).items() if isinstance(value, str)}


@cache
def pattern(file: str, name: str) -> Gated:
    """One word list of a file of rules, compiled without case."""
    return Gated(words(file)[name], re.I)


def _texts() -> str:
    text: str = words("clauses")["statement"]
    return text


@cache
def _patterns() -> tuple[Gated, ...]:
    said = strings("speech")
    slot = rf"⟦[{SPEAKS}]\d+⟧"
    the = r"(?:the |el |la |los |las |l')?"
    whom = (
        rf"{the}(?:(?!(?:de|del|of|du|que|that|to|about|against|for|from|with|by|a|al|con|contra|sobre)\b)[\w.-]+ ){{0,3}}?{slot}(?:(?:,"
        rf" {the}{slot})*,? (?:and|y|et) {the}{slot}(?!'))?"
    )
    some = rf"{the}(?:(?!(?:de|del|of|du|que|that)\b)[\w.-]+ ){{0,3}}?{slot}(?:(?:, {the}{slot})*,? (?:and|y|et) {the}{slot}(?!'))?"
    aside = r"(?:,[^,;:⟦]{2,70}(?:⟦[OGJ]\d+⟧[^,;:⟦]{0,30}){0,2},)?"
    then = r"(?=(?:\s(?:⟦D\d+⟧|(?:on )?\w+day|el \w+|today|yesterday|hoy|ayer))?,)"
    return (
        Gated(rf"(?:{said['according']})\s+(?P<who>{some})", re.I),
        Gated(rf"(?<=\w),\"? (?P<who>{the}{slot}) (?:(?:{said['adverbs']}) ){{0,2}}(?:{said['say']}){then}", re.I),
        Gated(rf"^{the}(?:\w+ )?⟦[POG]\d+⟧, (?P<who>{the}{slot}) (?:(?:{said['adverbs']}) ){{0,2}}(?:{said['say']}){then}", re.I),
        Gated(
            rf"(?P<who>(?:{slot}(?:(?:,? (?:and|y|et) |, )(?:the |el |la )?)?)+){aside},?\s+(?:(?:{said['adverbs']})\s+){{0,3}}"
            rf"(?:{said['say']})(?=[\s,:.;]|$)",
            re.I,
        ),
        Gated(rf"(?:[,\"'—]|⟧\)?)\s*(?:{said['say']})\s+(?:(?:⟦D\d+⟧|ayer|hoy|también|yesterday|today|on \w+day|\w+day),?\s+)?(?P<who>{whom})", re.I),
        Gated(
            rf"(?<=[\w.!?])[,.]?\",? (?:[a-záéíóú]{{3,}}(?:ó|aron|ieron|ía)|\w{{3,}}ed|reads|read|goes|lanza|pide|exige|reclama|remata) (?P<who>{whom})", re.I
        ),
        Gated(
            rf"\"?,? (?:reads|read|says|said|states?d?|goes|dice|se[ñn]ala|indica|advierte|afirma|sostiene) (?:the|a|an|its|el|la|un|una"
            rf"|su) (?:[\w-]+ ){{0,3}}?(?:{_texts()})"
            rf"(?: ⟦W\d+⟧)?(?:,? (?:that|which|que|by|from|of|signed by|sent by|filed by|del?|firmad[oa] por|enviad[oa] por|present[óo]"
            rf"|envi[óo]))* (?P<who>{whom})",
            re.I,
        ),
    )


VIEW = Gated(
    (
        r"\b(?:in (?:its|her|his|their) (?:view|opinion|words)|(?:a|en) su (?:juicio|opini[óo]n|consideraci[óo]n)|selon"
        r" (?:lui|elle))\b|\b(?:it|they) (?:says?|said|adds?|added|warns?|warned)\b"
        r"|^(?:Agreg[óo]|Añadi[óo]|Señal[óo]|Indic[óo]|Explic[óo]|Dijo|Asegur[óo]|Advirti[óo]|Destac[óo]|Subray[óo]|Afirm[óo]|Sostuvo|Il a ajouté) que\b"
    ),
    re.I,
)


def attribution(frame: Frame) -> Attribution | None:
    """The first attribution of a sentence, or None when it speaks for itself."""
    for said in _patterns():
        match = said.search(frame.text)
        if match:
            slots = frame.slots_in(match.start("who"), match.end("who"), SPEAKS)
            nodes = tuple(dict.fromkeys(node for slot in slots for node in slot.nodes if node.kind != "place"))
            if nodes:
                first = match.start("who") if said.pattern.startswith("^") else match.start()
                return Attribution(nodes, first, match.end(), slots)
    return None


LABEL = re.compile(r"^⟦P\d+⟧:\s")
# "Ms. LINDQVIST.", in the record of a hearing: a name in capitals alone.
TRANSCRIPT = re.compile(r"^(?:[A-Z][\w.]+ ){0,2}⟦P\d+⟧[.:]$")


def _label(frame: Frame) -> Attribution | None:
    """Whose name opens a paragraph of a conversation ("Rivera: We met ...")."""
    match = LABEL.match(frame.text) or TRANSCRIPT.match(frame.text)
    slots = frame.slots_in(0, match.end(), "P") if match and frame.kind in ("prose", "list") else ()
    if slots and match and match.re is TRANSCRIPT and not slots[0].surface.split()[-1].isupper():
        return None
    return Attribution(slots[0].nodes, 0, 0, slots, True) if slots and slots[0].nodes else None


def speakers(frames: tuple[Frame, ...]) -> tuple[Attribution | None, ...]:
    """The attribution of each frame; "in its view" carries on the one of the sentence before."""
    found: list[Attribution | None] = []
    labelled = {frame.block for frame in frames if _label(frame)}
    for frame in frames:
        here = _label(frame) or attribution(frame)
        before = found[-1] if found else None
        spoken = before is not None and not here and frame.block in labelled and frames[len(found) - 1].block == frame.block
        if spoken and before:
            here = Attribution(before.speakers, 0, 0, (), before.labelled)
        quoted = frame.text.startswith('"') and bool(found) and frame.block == frames[len(found) - 1].block
        if here is None and before and (quoted or VIEW.search(frame.text)):
            here = Attribution(before.speakers, 0, 0, ())
        found.append(here)
    return tuple(found)
