"""What changed, as text."""

from collections.abc import Sequence

from api.questions.saved import Saved
from api.text.base import evidence, foot, head, safe, table, wrapped
from graph.results import WatchResult

MOMENT = 16


def watch_text(result: WatchResult) -> str:
    """One entry a change, oldest first, each with its evidence; where to go on from comes last."""
    blocks = [f"{len(result.items)} change{'s' * (len(result.items) != 1)} about {safe(result.target.name)}{' and more' if result.more else ''}"]
    for item in result.items:
        by = f", by {item.by}" if item.by else ""
        line = wrapped(f"{item.at[:MOMENT].replace('T', ' ')}  {item.act}{by}: {item.sentence}", hang=2)
        blocks.append(f"{line}\n{evidence(item.evidence, 2)}" if item.evidence else line)
    return head(result) + "\n\n".join([*blocks, f"Go on from here with --since {result.next}", foot(result)])


def saved_text(kept: Sequence[Saved]) -> str:
    """Questions by name, one a line."""
    return table([(one.name, one.question, " ".join(f"{name}={value}" for name, value in one.options.items())) for one in kept]) if kept else ""
