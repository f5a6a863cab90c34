"""Labels that hold what a format has no field for: "met, 2025-04-20..2025-04-28 (proposed; delegation)"."""

import re
from collections.abc import Iterable

from graph.claims import Modality, Status

UNCONFIRMED = "not confirmed by a person"
LABEL = re.compile(r"(?P<words>.*?)(?:, (?P<when>\d{4}[\d-]*(?:\.\.[\d-]*)?|\.\.[\d-]+))?(?: \((?P<marks>[^()]*)\))?", re.DOTALL)
CLOSING = frozenset(";()")


def label(words: str, when: str, marks: Iterable[str]) -> str:
    """Words, days, and in brackets what else is to be known; a mark that would not be read again is left out."""
    closing = "; ".join(mark for mark in marks if mark and not CLOSING & set(mark))
    return words + (f", {when}" if when else "") + (f" ({closing})" if closing else "")


def parted(text: str) -> tuple[str, dict[str, str]]:
    """The words of a label and the fields that its end holds: when, status, modality, qualifiers."""
    found = LABEL.fullmatch(text.strip())
    words, when, closing = found.group("words", "when", "marks") if found else (text, "", "")
    marks = [mark.strip() for mark in (closing or "").split(";") if mark.strip() and mark.strip() != UNCONFIRMED]
    said = {"when": when or ""}
    for name, values in (("status", set(Status)), ("modality", set(Modality))):
        said[name] = next((mark for mark in marks if mark in values), "")
    said["qualifiers"] = ";".join(mark for mark in marks if mark not in said.values())
    return words or "", {name: value for name, value in said.items() if value}
