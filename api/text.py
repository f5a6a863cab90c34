"""Results as text for a terminal. Whatever comes from outside is made inert before it is shown."""

import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from pydantic import BaseModel
from pydantic_core import to_json

from graph.claims import Modality, Status
from graph.results import Answer, ClaimsResult, EntityResult, Evidence, Path, PathResult, RankingResult, SearchResult, Statement, Tie

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
        shown.append(f"{len(answer.sources)} source{'s' * (len(answer.sources) != 1)}")
    lines = [wrapped(" · ".join([*shown, f"revision {answer.revision[:12]}"]))]
    if searched and answer.not_searched:
        lines.append(wrapped(f"Not searched: {'; '.join(answer.not_searched)}", hang=2))
    return "\n".join(lines)


def evidence(item: Evidence, indent: int) -> str:
    """The quote, or what it says in our words, and where it stands."""
    source = item.source
    marks = [f"confidence {item.confidence:.2f}"]
    marks += [f"according to {item.speaker}"] if item.speaker else []
    marks += [item.status.value] if item.status is not Status.ACCEPTED else []
    marks += [item.modality.value] if item.modality is not Modality.ASSERTED else []
    marks += [f"layer {item.layer}"] if item.layer != "public" else []
    where = ", ".join(part for part in (source.title, source.publisher, str(source.published or "undated")) if part)
    place = f", {item.locator}" if item.locator else ""
    lines = [wrapped(f"“{item.quote}”", indent, 1)] if item.quote else [wrapped(f"In our words: {item.gloss}", indent)] if item.gloss else []
    return "\n".join([*lines, wrapped(f"— {where}{place} [{'; '.join(marks)}] {item.claim[:14]}", indent, 2)])


def tie_text(tie: Tie, indent: int) -> Iterator[str]:
    """Each interaction of a tie with its evidence, strongest first, under a heading when there are several."""
    if len(tie.interactions) > 1:
        yield wrapped(f"{tie.a.name} and {tie.b.name}: {len(tie.interactions)} interactions, {tie.certainty}, strength {tie.strength:.2f}", indent, 2)
        indent += 2
    for one in tie.interactions:
        said = f"{tie.a.name} {ARROWS[one.direction]} {tie.b.name}: {one.label} ({days(one.start, one.end)}, {one.certainty}, strength {one.strength:.2f})"
        yield wrapped(said, indent, 2)
        if one.note:
            yield wrapped(one.note, indent + 2)
        yield from (evidence(item, indent + 2) for item in one.evidence)


def path_text(result: PathResult) -> str:
    """Warnings, the finding, each path hop by hop; or the honest none."""
    blocks = [head(result).rstrip()] if result.warnings else []
    if result.none:
        blocks += [_none_text(result)]
    for number, path in enumerate(result.paths, 1):
        blocks.append(_path_text(number, path))
    if len(result.without_penalty) > 0:
        order = "; ".join(" → ".join(nodes) for nodes in result.without_penalty)
        blocks.append(wrapped(f"Without the penalty for well-connected go-betweens the order is: {order}", hang=2))
    if result.would_change:
        blocks.append(wrapped(f"What would change this: {result.would_change}", hang=2))
    return "\n\n".join([*blocks, foot(result, searched=True)])


def ranking_text(result: RankingResult) -> str:
    """The finding, the table, the parts of each score, and what changes without a source."""
    rows = [("#", "range", "score", "90 %", "ties in", "sources", "actor")]
    for item in result.items:
        name = f"{item.entity.name}{' *' if item.authority else ''}"
        interval = f"{item.lo90:.3f}-{item.hi90:.3f}"
        rows.append((str(item.rank), f"{item.rank_lo}-{item.rank_hi}", f"{item.value:.3f}", interval, f"{item.in_strength:.2f}", str(item.source_count), name))
    blocks = [head(result) + wrapped(result.sentence), table(rows)]
    titles = {source.id: source.title for source in result.sources}
    for item in result.items[:5]:
        parts = ", ".join(f"{titles.get(part.name, part.name)} {part.share:.0%}" for part in item.parts)
        blocks.append(wrapped(f"{item.entity.name}: {parts}", hang=2))
    if any(item.authority for item in result.items):
        blocks.append(
            "* " + wrapped("decides formally: " + "; ".join(f"{i.entity.name}: {', '.join(i.authority)}" for i in result.items if i.authority), hang=2)
        )
    changed = [f"without {one.left_out}: {', '.join(one.top) or 'nobody'}" for one in result.leave_one_out if one.changed]
    if changed:
        blocks.append("\n".join(wrapped(line, hang=2) for line in ["What the top would be", *changed]))
    return "\n\n".join([*(block for block in blocks if block), foot(result, searched=True)])


def entity_text(result: EntityResult) -> str:
    """An entity, its ties with evidence, its statements."""
    entity = result.entity
    facts = [("id", entity.id), ("kind", entity.kind), ("also", ", ".join(entity.aliases)), ("country", entity.country)]
    facts += [("part of", ", ".join(entity.part_of)), ("merged", ", ".join(entity.merged)), ("url", entity.url), ("about", entity.description)]
    blocks = [head(result) + safe(entity.name) + "\n" + table([(key, value) for key, value in facts if value])]
    if result.ties:
        blocks.append(f"{len(result.ties)} tie{'s' * (len(result.ties) != 1)}")
    blocks += ["\n".join(tie_text(tie, 0)) for tie in result.ties]
    if result.statements:
        blocks.append("Statements\n" + "\n".join(statement_text(one, 2) for one in result.statements))
    return "\n\n".join([*blocks, foot(result)])


def statement_text(one: Statement, indent: int = 0) -> str:
    """A claim in words, with its evidence."""
    return wrapped(one.sentence, indent, 2) + "\n" + evidence(one.evidence, indent + 2)


def claims_text(result: ClaimsResult) -> str:
    """Statements with their evidence, newest first."""
    count = f"{len(result.items)} of {result.total} claims" if result.total > len(result.items) else f"{result.total} claim{'s' * (result.total != 1)}"
    return head(result) + "\n\n".join([count, *(statement_text(one) for one in result.items), foot(result)])


def hits_text(result: SearchResult) -> str:
    """A table of matches."""
    return table([(hit.id, hit.kind, f"{hit.name}{f' (as {hit.matched})' if hit.matched != hit.name else ''}") for hit in result.items])


def bullets(lines: Iterable[str]) -> str:
    """A list, one wrapped line each."""
    return "\n".join(wrapped(f"- {line}", 2, 2) for line in lines)


def _path_text(number: int, path: Path) -> str:
    hops = f"{path.hops} hop{'s' * (path.hops != 1)}"
    facts = f"{hops}, {path.certainty}, score {path.score:.3f} = reliability {path.reliability:.3f} × hub penalty {path.hub_penalty:.3f}"
    lines = [wrapped(f"{number}. {path.sentence}", hang=3), wrapped(facts, 3)]
    for tie in path.ties:
        lines += tie_text(tie, 3)
    if path.why_not_shorter:
        lines.append(wrapped(f"Why not shorter: {path.why_not_shorter}", 3, 2))
    return "\n".join(lines)


def _none_text(result: PathResult) -> str:
    none = result.none
    assert none
    lines = [f"No path in evidence from {result.start.name} to {result.end.name}.", none.nearest_gap]
    if none.missing_tie:
        lines.append(f"The tie that would close it: {none.missing_tie[0].name} – {none.missing_tie[1].name}.")
    lines += [f"Left out by the view: {line}" for line in none.excluded_by_view]
    return "\n".join(wrapped(line, hang=2) for line in lines if line)
