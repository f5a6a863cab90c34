"""What waits for a person, and what persons did, as text."""

from api.text.base import foot, head, safe, table, wrapped
from api.text.entities import statement_text
from graph.results import Candidate, HistoryResult, MergeProposal, ReviewsResult

MOMENT = 19


def reviews_text(result: ReviewsResult) -> str:
    """Entities that may be one, each pair with why and what is known of both; then other proposed claims."""
    blocks = []
    if result.merges:
        blocks.append(_counted(len(result.merges), result.merges_total, "pair of entities that may be one", "pairs of entities that may be one"))
        blocks += [_proposal(one) for one in result.merges]
    if result.items or not result.merges:
        blocks.append(_counted(len(result.items), result.total, "claim", "claims"))
        blocks += [statement_text(one) for one in result.items]
    return head(result) + "\n\n".join([*blocks, foot(result)])


def history_text(result: HistoryResult) -> str:
    """One line an entry, newest first."""
    rows = [
        (
            item.at[:MOMENT].replace("T", " "),
            item.act,
            item.sentence
            + (f", by {item.by}" if item.by else "")
            + (f" [layer {item.layer}]" if item.layer not in ("", "public") else "")
            + ("" if item.in_force else " [no longer in force]"),
            (item.merge or item.claim)[:22],
        )
        for item in result.items
    ]
    lines = [table([(at, act, f"{sentence}  {name}".rstrip()) for at, act, sentence, name in rows])] if rows else []
    return "\n\n".join([_counted(len(result.items), result.total, "entry", "entries"), *lines, foot(result)])


def _counted(shown: int, total: int, one: str, many: str) -> str:
    return f"{shown} of {total} {many}" if total > shown else f"{total} {one if total == 1 else many}"


def _proposal(one: MergeProposal) -> str:
    source = one.evidence.source
    lines = [safe(f"{one.left.name} = {one.right.name}?"), wrapped(one.why, 2, 2)]
    lines += [line for candidate in (one.left, one.right) for line in _candidate(candidate)]
    place = ", ".join(part for part in (source.title, source.publisher, one.evidence.locator) if part)
    return "\n".join([*lines, wrapped(f"— proposed on reading {place} [confidence {one.confidence:.2f}] {one.claim[:14]}", 2, 2)])


def _candidate(candidate: Candidate) -> list[str]:
    """Name, id and kind, then what tells who it is, one line each."""
    kind = ", ".join(part for part in (candidate.kind, candidate.country) if part)
    facts = [
        ("also called ", candidate.aliases),
        ("identified as ", candidate.identifiers),
        ("", candidate.known_for),
        ("named by ", candidate.sources),
    ]
    said = [wrapped(f"{word}{'; '.join(values)}", 6, 2) for word, values in facts if values]
    return [wrapped(f"{candidate.name} ({candidate.id}; {kind})", 4, 2), *said]
