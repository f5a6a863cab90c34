"""Pronouns for those who take a position or are asked to: "It had asked", "Both urged", "Ambos pidieron", "asked them to"."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from loaders.documents.engine import compiled
from loaders.documents.gates import Gated
from loaders.documents.model import Document, NodeFound, Span
from loaders.documents.slot import Slot
from loaders.documents.vocabulary import read_rules

ACTING = ("association", "chamber", "organisation", "think_tank", "company", "agency", "legislature", "government")
Earlier = Callable[[int, str, tuple[str, ...]], list[NodeFound]]


@cache
def _said() -> dict[str, Gated]:
    said = read_rules("pronouns")
    lists = {name: f"(?:{text})" for name, text in said["words"].items()}
    return {name: Gated(re.sub(r"\{([a-z]+)\}", lambda match: lists[match[1]], text)) for name, text in said["places"].items()}


def find_pronouns(document: Document, span: Span, slots: Sequence[Slot], before: Sequence[Sequence[Slot]], earlier: Earlier) -> Iterator[Slot]:
    """The slots of one sentence for such pronouns. `earlier` gives what was named before a place, the likeliest first."""
    said, text = _said(), document.text
    for match in said["it"].finditer(text, *span):
        known = earlier(match.start("p"), "OG", ACTING)
        if known:
            yield Slot("G" if known[0].kind == "government" else "O", match.span("p"), (known[0],), pronoun=True)
    for name in ("both", "they"):
        for match in said[name].finditer(text, *span):
            listed = _listed(document, match.start("p"), slots, before, 2 if name == "both" else 0)
            if listed:
                yield Slot(listed[0].letter, match.span("p"), tuple(dict.fromkeys(node for slot in listed for node in slot.nodes)), pronoun=True)
    for match in said["him"].finditer(text, *span):
        person = next((slot for slot in reversed(slots) if slot.letter == "P" and len(slot.nodes) == 1 and slot.span[1] <= match.start()), None)
        if person and person.nodes[0].kind == "person":
            yield Slot("P", match.span("p"), person.nodes, pronoun=True)
    for match in said["them"].finditer(text, *span):
        listed = _listed(document, match.start("p"), slots, before, 0, "GO")
        if listed:
            yield Slot(listed[0].letter, match.span("p"), tuple(dict.fromkeys(node for slot in listed for node in slot.nodes)), pronoun=True)


JOINED = compiled(
    r"(?:\s?\([^()]{1,40}\))?,?\s?(?:and|y|e|&|along with|together with|junto con|as[íi] como)?\s?(?:the |la |el |los |las |de la |de |con |a |al |by |por )?",
    re.I,
)
ASIDE = compiled(r",[^.;:]{2,90}(?:,| (?:and|y)) (?:and |y )?(?:the |la |el )?")


def _listed(document: Document, at: int, slots: Sequence[Slot], before: Sequence[Sequence[Slot]], count: int, letters: str = "POG") -> list[Slot]:
    """The last list of actors of one sort before a place, of `count` names if not 0; else, of two, the only two of one sort in the sentence."""
    here = [slot for slot in slots if slot.span[1] <= at]
    for sentence in (here, *reversed(before)):
        named = [slot for slot in sentence if slot.letter in letters and slot.nodes and not (slot.pronoun and len(slot.nodes) == 1)]
        runs: list[list[Slot]] = []
        for slot in named:
            gap = document.text[runs[-1][-1].span[1] : slot.span[0]] if runs else ""
            same = runs and runs[-1][-1].letter == slot.letter
            if same and (JOINED.fullmatch(gap) or ASIDE.fullmatch(gap)) and slot.nodes[0] != runs[-1][-1].nodes[0]:
                runs[-1].append(slot)
            elif same and slot.nodes[0] == runs[-1][-1].nodes[0]:
                continue
            else:
                runs.append([slot])
        fitting = [run for run in runs if (n := sum(len(slot.nodes) for slot in run)) > 1 and (not count or n == count)]
        if fitting:
            return fitting[0] if count == 0 and letters == "POG" else fitting[-1]
        people = [slot for slot in named if slot.letter == "P"]
        if count and len({slot.nodes[0].id for slot in people}) == count:
            return list({slot.nodes[0].id: slot for slot in people}.values())
        if named and letters == "POG":
            return []
    return []
