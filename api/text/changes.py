"""Changes between two days as text: one line for what changed alike, twenty lines for a usual answer."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from api.text.base import days, foot, fresh, head, wrapped
from graph import ontology
from graph.results import Ageing, ChangesResult, Evidence, TieChange

LINES = 5
TITLES = {
    "appeared": "New ties",
    "ended": "Ended",
    "became certain": "Certain by now",
    "renewed": "New contact of known ties",
    "reduced": "Ended in part",
    "became possible": "No longer sure: not confirmed for the later day",
    "confirmed": "Confirmed",
}


def changes_text(result: ChangesResult, *, quotes: bool = False) -> str:
    """The finding, then each kind of change under its title; with `quotes` each change on its own, with its evidence."""
    blocks = [head(result) + wrapped(result.sentence)]
    shown: set[str] | None = set() if quotes else None
    for move, title in TITLES.items():
        ties = [each for each in result.ties if each.move == move]
        lines = [(each.sentence, each.evidence) for each in ties] if quotes else [(line, ()) for line in _grouped(ties)]
        blocks += _block(title, result.counts.get(f"ties {move}", 0), lines, shown)
    others = (("Stances", "stances", result.stances), ("Posts", "posts", result.posts))
    for title, what, items in others:
        blocks += _block(title, _total(result, what), [(each.sentence, each.evidence) for each in items], shown)
    said = [(each.sentence, (each.statement.evidence,)) for each in result.statements]
    blocks += _block("Statements", _total(result, "statements"), said, shown)
    if result.ageing.ties:
        blocks.append(wrapped(_older(result.ageing), hang=2))
    if result.left_out:
        blocks.append(wrapped(f"Not listed: {'; '.join(result.left_out)} (--top N lists more)", hang=2))
    return "\n".join([*blocks, foot(result, searched=True)])


def _older(ageing: Ageing) -> str:
    loss = f"{ageing.median_loss:.2f}" if ageing.median_loss >= 0.005 else "less than 0.01"
    weak = f"; {ageing.now_weak:,} became weak by it" if ageing.now_weak else ""
    return f"Only older ({ageing.ties:,}): strength fell by {loss} in the median{weak}"


def _total(result: ChangesResult, what: str) -> int:
    return sum(number for name, number in result.counts.items() if name.startswith(f"{what} "))


def _block(title: str, total: int, lines: Sequence[tuple[str, Sequence[Evidence]]], shown: set[str] | None) -> Iterator[str]:
    """A kind of change: the first lines, or with `shown`, the passages quoted so far, every one with its evidence."""
    if not lines:
        return
    yield f"{title} ({total})"
    for line, proofs in lines[:LINES] if shown is None else lines:
        yield wrapped(f"- {line}", 2, 2)
        if shown is not None:
            yield from fresh(proofs, shown, 4)
    if len(lines) > LINES and shown is None:
        yield f"  … and {len(lines) - LINES} more lines (--quotes shows all that are listed)"


def _grouped(ties: Sequence[TieChange]) -> Iterator[str]:
    """What one entity did alike with several, on one line; in the order of the first of each."""
    often = Counter(chain.from_iterable((tie.a.id, tie.b.id) for tie in ties))
    groups: dict[tuple[object, ...], list[TieChange]] = {}
    for tie in ties:
        groups.setdefault(_alike(tie, often), []).append(tie)
    for key, members in groups.items():
        yield members[0].sentence.partition(": ")[2] if len(members) == 1 else _together(str(key[0]), members)


def _alike(tie: TieChange, often: Counter[str]) -> tuple[object, ...]:
    first = tie.interactions[0]
    pivot = min((tie.a.id, tie.b.id), key=lambda end: (-often[end], end))
    turned = pivot != tie.a.id and first.direction != "both"
    direction = {"forward": "backward", "backward": "forward"}[first.direction] if turned else first.direction
    return pivot, first.kind, direction, first.start, first.end, first.certainty


def _together(pivot: str, members: Sequence[TieChange]) -> str:
    """ "AMITI – A, B, C: met (days), strength .38 to .43": the label is that of the pivot."""
    tie, first = members[0], members[0].interactions[0]
    one = tie.a if tie.a.id == pivot else tie.b
    others = [member.b.name if member.a.id == pivot else member.a.name for member in members]
    strengths = sorted(f"{member.before if member.after is None else member.after:.2f}" for member in members)
    span = strengths[0] if strengths[0] == strengths[-1] else f"{strengths[0]} to {strengths[-1]}"
    doubt = ", possible" if first.certainty == "possible" else ""
    return f"{one.name} – {', '.join(others)}: {_label(tie, pivot)} ({days(first.start, first.end)}{doubt}); strength {span}."


def _label(tie: TieChange, pivot: str) -> str:
    """The label of the first interaction, seen from the pivot."""
    first = tie.interactions[0]
    if tie.a.id == pivot or first.direction == "both":
        return first.label
    kind = ontology.load().ties[first.kind]
    return kind.label if first.direction == "backward" else kind.reverse
