"""Answers about the next calls and about gaps as text."""

from collections.abc import Iterator, Sequence

from api.text.base import days, foot, fresh, head, passage, table, tie_text, wrapped
from graph.results import Call, Gap, GapsResult, NextResult, Tie

LISTS = {"mobilise": "To mobilise", "persuade": "To persuade", "address concerns": "Concerns to address"}
GAPS = {
    "vacant": "Vacant posts",
    "holder not known": "Who holds the post is not known",
    "no path": "No path",
    "unknown stance": "Power, and where it stands is not known",
    "single route": "A single route",
    "stale tie": "Stale ties",
    "one source": "Resting on one source",
}


def next_text(result: NextResult) -> str:
    """The finding, the next calls with what they rest on, and the three lists as tables."""
    blocks = [head(result) + wrapped(result.sentence)]
    shown: set[str] = set()
    common = set.intersection(*(set(call.doubts) for call in result.listed)) if len(result.listed) > 1 else set()
    if common:
        blocks.append("Of every call here:\n" + "\n".join(wrapped(f"! {doubt}", 0, 2) for doubt in result.listed[0].doubts if doubt in common))
    blocks += ["\n".join(_call(call, shown, common)) for call in result.listed if call.place]
    for title, calls in zip(LISTS.values(), (result.mobilise, result.persuade, result.address), strict=True):
        if rest := [call for call in calls if not call.place]:
            blocks.append(f"{title}, beside those above\n" + _rest(rest, common) if result.found else f"{title}\n" + _rest(rest, common))
    if result.active:
        blocks.append(wrapped(f"At work already: {'; '.join(one.entity.name for one in result.active)}", hang=2))
    if result.unreached:
        blocks.append(wrapped(f"No path leads to: {'; '.join(one.entity.name for one in result.unreached)}", hang=2))
    if result.would_change:
        blocks.append(wrapped(f"What would change this: {result.would_change}", hang=2))
    if result.listed:
        blocks.append(wrapped(f"Assumed: {'; '.join(result.assumptions)}", hang=2))
    return "\n\n".join([*blocks, foot(result, searched=True)])


def _call(call: Call, shown: set[str], common: set[str]) -> Iterator[str]:
    who = ", ".join(filter(None, (call.standing.role, call.standing.country)))
    says = f"; it {', '.join(call.says)}" if call.says else ""
    yield wrapped(f"{call.place}. {call.standing.entity.name} ({who}): {call.purpose}{says}", hang=3)
    yield wrapped(f"Ask it to {call.to_ask}", 3, 2)
    way = " → ".join(node.name for node in call.path.nodes)
    yield wrapped(f"Way: {way} ({call.hops} {'tie' if call.hops == 1 else 'ties'} to walk, cost {call.cost:g}; score {call.score:.2f})", 3, 2)
    yield from (line for tie in call.path.ties for line in _tie(tie, shown))
    yield wrapped(f"Expect: {call.expect}", 3, 2)
    yield wrapped(f"Reaches {100 * call.reach:.0f} % of those who decide, by their say; adds {100 * (call.gain or 0):.0f} % to the calls before it", 3, 2)
    yield from (wrapped(f"! {doubt}", 3, 2) for doubt in call.doubts if doubt not in common)
    if call.says and call.evidence:
        yield wrapped("Who decides:", 3)
        yield from fresh(call.evidence[:1], shown, 5)
    if call.standing.evidence:
        yield wrapped("Where it stands:", 3)
        yield from fresh(call.standing.evidence[:2], shown, 5)
    yield from _wants(call, shown)


def _wants(call: Call, shown: set[str]) -> Iterator[str]:
    for want in call.wants:
        yield wrapped(f"Has itself said: {want.stance}, {want.about.name} ({want.said_on or 'undated'})", 3, 2)
        yield from fresh([want.evidence], shown, 5)


def _tie(tie: Tie, shown: set[str]) -> Iterator[str]:
    """A tie with its evidence, or only its heading where all of it stands above."""
    if {passage(proof) for proof in tie.evidence} <= shown:
        yield wrapped(f"{tie.a.name} – {tie.b.name}: {tie.label} ({days(tie.start, tie.end)}, {tie.certainty}; quoted above)", 5, 2)
    else:
        yield from tie_text(tie, 5, shown)


def _rest(calls: Sequence[Call], common: set[str]) -> str:
    rows = [("path", "ties", "position", "power", "actor: what to ask; what is doubtful")]
    for call in calls:
        position = f"{call.standing.position}{' *' if call.standing.inferred and call.standing.position != 'unknown' else ''}"
        power = "?" if call.power is None else f"{call.power:.2f}"
        said = [f"{call.standing.entity.name}: {call.to_ask}", *(doubt for doubt in call.doubts if doubt not in common)]
        rows.append((f"{call.score:.2f}", str(call.hops), position, power, "; ".join(said)))
    starred = any(row[2].endswith("*") for row in rows)
    return table(rows) + ("\n* inferred, not stated" if starred else "")


def gaps_text(result: GapsResult) -> str:
    """The finding, then the gaps by kind, each with what would close it and its proofs once."""
    blocks = [head(result) + wrapped(result.sentence)]
    shown: set[str] = set()
    for kind, title in GAPS.items():
        of = [gap for gap in result.gaps if gap.kind == kind]
        light = [gap for gap in of if kind == "unknown stance" and not gap.weight]
        lines = [line for gap in of if gap not in light for line in _gap(gap, shown)]
        lines += [wrapped(f"- and of those that decide nothing: {'; '.join(gap.about[0].name for gap in light)}", 2, 2)] if light else []
        blocks += [f"{title}\n" + "\n".join(lines)] if lines else []
    if result.would_change:
        blocks.append(wrapped(f"What would change most: {result.would_change}", hang=2))
    return "\n\n".join([*blocks, foot(result, searched=True)])


def _gap(gap: Gap, shown: set[str]) -> Iterator[str]:
    yield wrapped(f"- {gap.words}", 2, 2)
    if gap.kind == "unknown stance":
        return
    yield wrapped(f"would close it: {gap.closes}", 4, 2)
    yield from fresh(gap.evidence[:1], shown, 4)
