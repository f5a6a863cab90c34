"""Parts of texts for a terminal: wrapped lines, tables, evidence. Whatever comes from outside is made inert before it is shown."""

import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from pydantic import BaseModel
from pydantic_core import to_json

from graph import ontology
from graph.claims import Modality, Status
from graph.results import Answer, Evidence, Tie

BEGINNING = 40
UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
ARROWS = {"forward": "→", "backward": "←", "both": "↔"}


def safe(text: str) -> str:
    """One line without control characters and direction marks: blanks joined, the rest escaped."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in " ".join(text.split()))


def inert(json: str) -> str:
    """The same JSON with control characters and direction marks escaped."""
    return UNSAFE_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", json)


def json_text(model: BaseModel) -> str:
    """A model as JSON that is inert on a terminal too."""
    return inert(model.model_dump_json(indent=2, by_alias=True))


def stamped(body: Mapping[str, object], stamp: Mapping[str, object]) -> str:
    """What a command did as JSON, with the revision, day, view and layers that every answer carries."""
    return inert(to_json({**body, **stamp}, indent=2).decode())


def width() -> int:
    """Columns to write in: the terminal's, between 40 and 110; 100 elsewhere."""
    return min(max(shutil.get_terminal_size().columns, 40), 110) if sys.stdout.isatty() else 100


def wrapped(text: str, indent: int = 0, hang: int = 0) -> str:
    """Text as lines of the right width, indented; later lines `hang` further."""
    pad = " " * indent
    return textwrap.fill(safe(text), width(), initial_indent=pad, subsequent_indent=pad + " " * hang, break_long_words=False, break_on_hyphens=False)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their longest cell; the last one wraps."""
    cells = [[safe(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]) - 1)]
    left = sum(widths) + 2 * len(widths)
    lines = []
    for row in cells:
        first = "  ".join(cell.ljust(wide) for cell, wide in zip(row, widths, strict=False))
        last = textwrap.wrap(row[-1], max(width() - left, 20)) or [""]
        lines += [f"{first}  {last[0]}".rstrip(), *(" " * left + line for line in last[1:])]
    return "\n".join(lines)


def days(start: date | None, end: date | None) -> str:
    """A stretch of days as people read it."""
    if start == end:
        return str(start) if start else "undated"
    return f"{start or ''}..{end or ''}"


def head(answer: Answer) -> str:
    """Warnings, which come first, and nothing else."""
    return "".join(wrapped(f"! {warning}", hang=2) + "\n" for warning in answer.warnings)


def foot(answer: Answer, *, searched: bool = False) -> str:
    """What the answer rests on: day, layers, sources, revision; and what was not searched, where that matters."""
    shown = [f"as of {answer.as_of}", f"layers: {', '.join(answer.layers)}"]
    if answer.sources:
        shown.append(f"evidence from {len(answer.sources)} source{'s' * (len(answer.sources) != 1)}")
    lines = [wrapped(" · ".join([*shown, f"revision {answer.revision[:12]}"]))]
    if searched and answer.not_searched:
        lines.append(wrapped(f"Not searched: {'; '.join(answer.not_searched)}", hang=2))
    return "\n".join(lines)


def evidence(item: Evidence, indent: int) -> str:
    """The quote, or what it says in our words, and where it stands."""
    source = item.source
    where = ", ".join(part for part in (source.title, source.publisher, str(source.published or "undated")) if part)
    place = f", {item.locator}" if item.locator else ""
    lines = [wrapped(f"“{item.quote}”", indent, 1)] if item.quote else [wrapped(f"In our words: {item.gloss}", indent)] if item.gloss else []
    return "\n".join([*lines, wrapped(f"— {where}{place} {_marks(item)}", indent, 2)])


def fresh(proofs: Iterable[Evidence], shown: set[str], indent: int) -> Iterator[str]:
    """Evidence, each passage of a source in full once: `shown` holds those that stand above, and is added to."""
    for proof in proofs:
        if passage(proof) in shown:
            yield wrapped(f"quoted above: {_beginning(proof)} {_marks(proof)}", indent, 2)
        else:
            yield evidence(proof, indent)
        shown.add(passage(proof))


def passage(item: Evidence) -> str:
    """What tells a passage from others: its source and what it says."""
    return f"{item.source.id} {item.quote or item.gloss or item.claim}"


def _beginning(item: Evidence) -> str:
    said = item.quote or item.gloss or item.source.title
    return f"“{textwrap.shorten(said, BEGINNING, placeholder=' …') if ' ' in said[:BEGINNING] else said[:BEGINNING]}”"


def _marks(item: Evidence) -> str:
    """How sure the claim is, who says it, and its id."""
    marks = [f"confidence {item.confidence:.2f}"]
    marks += [f"according to {item.speaker}"] if item.speaker else []
    marks += [item.status.value] if item.status is not Status.ACCEPTED else []
    marks += [item.modality.value] if item.modality is not Modality.ASSERTED else []
    marks += [f"layer {item.layer}"] if item.layer != "public" else []
    return f"[{'; '.join(marks)}] {item.claim[:14]}"


def tie_text(tie: Tie, indent: int, shown: set[str]) -> Iterator[str]:
    """Each interaction of a tie with its evidence, strongest first, under a heading when there are several; passages `shown` above are not repeated."""
    if len(tie.interactions) > 1:
        yield wrapped(f"{tie.a.name} and {tie.b.name}: {len(tie.interactions)} interactions, {tie.certainty}, strength {tie.strength:.2f}", indent, 2)
        indent += 2
    for one in tie.interactions:
        strength = f"strength {one.strength:.2f}" if ontology.load().ties[one.kind].carries else "carries no introduction"
        said = f"{tie.a.name} {ARROWS[one.direction]} {tie.b.name}: {one.label} ({days(one.start, one.end)}, {one.certainty}, {strength})"
        yield wrapped(said, indent, 2)
        if one.note:
            yield wrapped(one.note, indent + 2)
        yield from fresh(one.evidence, shown, indent + 2)


def bullets(lines: Iterable[str]) -> str:
    """A list, one wrapped line each."""
    return "\n".join(wrapped(f"- {line}", 2, 2) for line in lines)
