"""Answers about coalitions as text."""

from collections.abc import Iterator, Sequence

from api.text.base import bullets, days, foot, fresh, head, table, wrapped
from graph.results import Coalition, CoalitionLayer, CoalitionsResult, Pair, Tie

PROOFS = 2
PAIRS = 8
MEMBERS = 12
ASKS = 6
NAMES = 12
TITLES = {"belief": "By what they say", "coordination": "By what they do together"}


def coalitions_text(result: CoalitionsResult) -> str:
    """The finding, the coalitions of both layers with their evidence, and where the layers differ."""
    shown: set[str] = set()
    blocks = [head(result) + wrapped(result.sentence)]
    for layer in (result.belief, result.coordination):
        if layer.actors:
            blocks += [_layer(layer), *("\n".join(_coalition(number, one, shown)) for number, one in enumerate(layer.coalitions, 1))]
    overlap = result.overlap
    blocks += _pairs("Say the same, and no joint action groups them (whom to bring together)", overlap.agree_only, overlap.belief_only)
    blocks += _pairs("Act together, and what they say does not group them (find out why)", overlap.act_only, overlap.coordination_only)
    if result.would_change:
        blocks.append(wrapped(f"What would change this: {result.would_change}", hang=2))
    return "\n\n".join([*blocks, foot(result, searched=True)])


def _layer(layer: CoalitionLayer) -> str:
    """The layer as a whole: how far ties contradict the grouping, how sure it is, who is in none."""
    counted = f"{layer.actors} {'actor' if layer.actors == 1 else 'actors'}, {layer.ties} {'tie' if layer.ties == 1 else 'ties'}"
    parts = [f"{TITLES[layer.layer]}: {counted}"]
    if layer.frustration is not None:
        one = layer.contradicting < 2
        against = f"contradict{'s' * one} the grouping" if layer.layer == "belief" else f"lead{'s' * one} from one group to another"
        number = f"{layer.contradicting} of them, {layer.frustration:.0%} of the weight," if layer.contradicting else "none of them"
        parts.append(f"{number} {against}")
    if layer.two_camps:
        parts.append(f"{layer.two_camps:.0%} would contradict the best two camps")
    lines = [wrapped("; ".join(parts), hang=2)]
    if layer.alone:
        lines.append(wrapped(f"In no coalition: {_names([node.name for node in layer.alone])}", 2, 2))
    return "\n".join(lines)


def _coalition(number: int, one: Coalition, shown: set[str]) -> Iterator[str]:
    yield wrapped(f"{number}. {one.sentence}", hang=3)
    rows = [("  ", "attached", "stable", "actor")]
    for member in one.members[:MEMBERS]:
        stable = "?" if member.stability is None else f"{member.stability:.0%}"
        where = ", ".join(filter(None, (member.role, member.country)))
        rows.append(("  ", f"{member.attachment:.2f}", stable, f"{member.entity.name} ({where})"))
    yield table(rows)
    if len(one.members) > MEMBERS:
        yield wrapped(f"and {len(one.members) - MEMBERS} more, less attached (--json gives all)", 3)
    for shared in one.asks[:ASKS]:
        verb = "For" if shared.side == "support" else "Against"
        holding = [*(node.name for node in shared.stated), *(f"{node.name} (inferred)" for node in shared.inferred)]
        dissent = f"; on the other side {_names([node.name for node in shared.dissent])}" if shared.dissent else ""
        yield wrapped(f"{verb} “{shared.ask.name}”: {_names(holding)}{dissent}", 3, 2)
        yield from fresh(shared.evidence[:PROOFS], shown, 5)
    if len(one.asks) > ASKS:
        yield wrapped(f"and by {len(one.asks) - ASKS} more", 3)
    for tie in one.ties:
        yield from _tie(tie, shown)
    for rival in one.against:
        yield wrapped(f"Against it: {rival.entity.name}, on {', '.join(f'“{ask.name}”' for ask in rival.asks)}", 3, 2)
        yield from fresh(rival.evidence[:PROOFS], shown, 5)


def _names(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    more = [f"and {len(names) - NAMES} more"] if len(names) > NAMES else []
    return ", ".join([*names[:NAMES], *more])


def _tie(tie: Tie, shown: set[str]) -> Iterator[str]:
    several = "" if len(tie.interactions) == 1 else f" and {len(tie.interactions) - 1} more"
    yield wrapped(f"{tie.a.name} – {tie.b.name}: {tie.label}{several} ({days(tie.start, tie.end)}, {tie.certainty}, strength {tie.strength:.2f})", 3, 2)
    yield from fresh(tie.evidence[:PROOFS], shown, 5)


def _pairs(title: str, pairs: Sequence[Pair], total: int) -> list[str]:
    if not pairs:
        return []
    more = [f"and {total - PAIRS} more"] if total > PAIRS else []
    return [f"{title}\n" + bullets([*(f"{pair.a.name} – {pair.b.name}" for pair in pairs[:PAIRS]), *more])]
