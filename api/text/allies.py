"""Answers about allies, power and interest as text."""

from api.text.base import foot, fresh, head, table, wrapped
from graph.results import AlliesResult, GridResult, Standing

PROOFS = 2
STATES = {"stated": "stated", "inferred": "inferred", "none": ""}


def allies_text(result: AlliesResult) -> str:
    """The finding, a table of positions, the proofs of each, and who is silent."""
    blocks = [head(result) + wrapped(result.sentence)]
    if result.contrary:
        blocks.append(wrapped(f"Turned round and counted too: stances on {'; '.join(node.name for node in result.contrary)}.", hang=2))
    if result.items:
        blocks.append(table([("position", "known", "stance", "said on", "confirmed", "role", "actor"), *map(_row, result.items)]))
    shown: set[str] = set()
    blocks += [_proofs(item, shown) for item in result.items]
    if result.silent:
        rows = [("role", "country", "not spoken; why it matters")]
        rows += [(one.role, one.country, f"{one.entity.name}: {'; '.join(one.why)}") for one in result.silent]
        more = f" (the first {len(result.silent)} of {result.silent_total})" if result.silent_total > len(result.silent) else ""
        blocks.append(f"Unknown among those that matter{more}\n" + table(rows))
    if result.would_change:
        blocks.append(wrapped(f"What would change this: {result.would_change}", hang=2))
    return "\n\n".join([*blocks, foot(result, searched=True)])


def _row(item: Standing) -> tuple[str, ...]:
    placed = item.position != "unknown" or item.stance != "unknown"
    known = f"{STATES[item.basis] if placed else 'too little'}{', stale' if item.stale else ''}"
    said = str(item.said_on or ("undated" if item.basis == "stated" else ""))
    return item.position, known, item.stance, said, "yes" if item.confirmed else "no", item.role, item.entity.name


def _proofs(item: Standing, shown: set[str]) -> str:
    lines = [wrapped(f"{item.entity.name}{f' ({item.note})' if item.note else ''}", hang=2)]
    if item.p_support is not None and item.lo90 is not None and item.hi90 is not None:
        lines.append(wrapped(f"inferred: chance of leaning for it {item.p_support:.2f}; share of support 90 % {item.lo90:.2f} to {item.hi90:.2f}", 2, 2))
    lines += fresh(item.evidence[:PROOFS], shown, 2)
    if item.against:
        lines += [wrapped("otherwise:", 2), *fresh(item.against[:PROOFS], shown, 4)]
    return "\n".join(lines)


def grid_text(result: GridResult) -> str:
    """The finding, a table by power, and the roles by sides."""
    blocks = [head(result) + wrapped(result.sentence)]
    if result.items:
        rows = [("power", "90 %", "score", "say", "interest", "90 %", "position", "what to do", "actor")]
        for item in result.items:
            power = "?" if item.power is None else f"{item.power:.2f}"
            spread = "" if item.power_lo90 is None or item.power_hi90 is None else f"{item.power_lo90:.2f}-{item.power_hi90:.2f}"
            score = "?" if item.influence is None else f"{item.influence:.2f}"
            interest = "?" if item.interest is None else f"{item.interest:.2f}"
            share = "" if item.interest_lo90 is None or item.interest_hi90 is None else f"{item.interest_lo90:.2f}-{item.interest_hi90:.2f}"
            position = f"{item.standing.position}{' *' if item.standing.inferred and item.standing.position != 'unknown' else ''}"
            quadrant = f"{item.quadrant}{'' if item.sure or item.quadrant == 'not enough data' else ' ?'}"
            rows.append((power, spread, score, f"{item.authority:.2f}", interest, share, position, quadrant, item.standing.entity.name))
        blocks.append(table(rows))
        blocks.append(wrapped("* inferred, not stated. ? not known, or the interval reaches over a border.", hang=2))
        blocks.append(_cells(result))
    if result.would_change:
        blocks.append(wrapped(f"What would change this: {result.would_change}", hang=2))
    return "\n\n".join([*blocks, foot(result, searched=True)])


def _cells(result: GridResult) -> str:
    """Three roles (and the rest) by three sides; the unknown stand apart."""
    rows: list[tuple[str, ...]] = [("role", "for", "undecided", "against", "unknown")]
    by = {(cell.role, cell.side): cell.actors for cell in result.cells}
    for role in dict.fromkeys(cell.role for cell in result.cells):
        counts = [str(len(by[role, side])) for side in ("for", "undecided", "against", "unknown")]
        if role != "other" or any(count != "0" for count in counts):
            rows.append((role, *counts))
    return "Roles by sides, in actors\n" + table(rows)
