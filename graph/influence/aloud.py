"""Answers about brokerage, moves and settlement read aloud."""

from collections.abc import Iterable

from graph.results import BrokersResult, MeasuresResult, MoversResult, SettlementResult, SimulationResult
from graph.results.brokerage import ROLES
from graph.words import aloud, closed, count, plain, unsearched

MOST = 20
Said = BrokersResult | MeasuresResult | MoversResult | SettlementResult | SimulationResult


def read_brokers(result: BrokersResult) -> str:
    """The finding, then one line a broker: rank, pairs with their interval, roles."""
    lines = []
    for item in result.items:
        roles = ", ".join(f"{role} {getattr(item, role)}" for role in ROLES)
        lines.append(
            f"{item.rank}. {plain(item.entity.name)} brokers {count(item.total, 'pair', 'pairs')} (90 %: {item.lo90:,.0f} to {item.hi90:,.0f}): {roles}"
        )
    return _read(result, lines, result.would_change)


def read_measures(result: MeasuresResult) -> str:
    """The finding; the rows are for tables."""
    return _read(result, ())


def read_movers(result: MoversResult) -> str:
    """The finding, then one line a mover: rank with its range, share with its range, way and proof."""
    lines = []
    for item in result.items:
        ranks = f"{item.rank}" if item.rank_lo == item.rank_hi else f"{item.rank} (between {item.rank_lo} and {item.rank_hi})"
        way = f", through {plain(item.through.name)}" if item.through else ""
        stance = f"; on the ask: {item.stance}" if item.stance else ""
        proof = f"{count(item.evidence_count, 'claim', 'claims')} from {count(item.source_count, 'source', 'sources')}"
        doubt = f" (90 %: {item.lo90:.1%} to {item.hi90:.1%}{'' if item.enough else ', not enough data'})" if result.draws else ""
        lines.append(f"{ranks}. {plain(item.entity.name)}: {item.lo:.1%} to {item.hi:.1%}{doubt}{way}; {proof}{stance}")
    return _read(result, lines, result.would_change)


def read_simulation(result: SimulationResult) -> str:
    """That it is a scenario, the change, then one line a move."""
    lines = []
    for move in result.moves:
        start = "an unknown start" if move.start is None else f"{move.start:g} ({move.basis})"
        note = f"; {plain(move.note)}" if move.note else ""
        lines.append(f"- {plain(move.entity.name)} from {start} to {move.to:g}: {move.lo:+.1f} to {move.hi:+.1f} points{note}")
    return _read(result, lines)


def read_settlement(result: SettlementResult) -> str:
    """The mean with its doubt, then one line an actor: position, weight and what they rest on; then whose position is not known."""
    lines = [
        f"- {plain(item.entity.name)}: position {item.position:g} ({item.stance or item.basis}), capability {item.capability:.2f}, "
        f"salience {item.salience:.2f}, {item.weight:.0%} of the weight{'; ' + plain(item.note) if item.note else ''}"
        for item in result.items
    ]
    lines += [f"- {plain(item.entity.name)}: position not known; {plain(item.note)}" for item in result.unknown[:MOST]]
    return _read(result, lines, result.would_change)


def _read(result: Said, lines: Iterable[str], would_change: str = "") -> str:
    """The finding, the lines, what is doubtful, what would change it, what was not searched."""
    return aloud([plain(result.sentence), *lines, *map(closed, (*result.warnings, would_change)), unsearched(result.not_searched)])
