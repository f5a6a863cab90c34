"""The bill of materials of a value: what makes it up, by kind of tie and by source, and the claims behind."""

from dataclasses import dataclass

import numpy as np

from graph import ontology
from graph.influence.arcs import Arcs
from graph.interactions import run_starts
from graph.jurisdictions import registers
from graph.results import Part
from graph.snapshot.arrays import Floats, Ints, Longs, Snapshot

TOP_ARCS = 3
TOP_CLAIMS = 5
TOP_SOURCES = 25


@dataclass(frozen=True, slots=True, eq=False)
class Bill:
    """Flow of each use of an interaction in `arcs` (x), and the values (n) that it is a part of.

    The flow makes up the value of whom it arrives at, or with `leaving` of whom it leaves.
    """

    snapshot: Snapshot
    arcs: Arcs
    flow: Floats
    values: Floats
    leaving: bool = False

    def parts(self, at: int) -> tuple[Part, ...]:
        """Shares by tie kind and by source, largest first, and what no arc brings; each of the two sums to 1 with it.

        Where there are more than TOP_SOURCES sources, the last of them stands for all others.
        """
        uses = self._uses(at)
        interactions, share = self.arcs.use[uses], self.flow[uses] / self.values[at]
        by_kind = np.bincount(self.arcs.ties.kind[interactions], weights=share)
        rows, part = self._split(interactions)
        by_source = np.bincount(self.snapshot.reports.source[rows], weights=np.repeat(share, self._reports(interactions)) * part)
        parts = [*self._by_kind(by_kind.astype(np.float64)), *self._by_source(by_source.astype(np.float64))]
        return (*parts, *([] if self.leaving else [Part(share=1 - float(by_kind.sum()))]))

    def _by_kind(self, shares: Floats) -> list[Part]:
        kinds = ontology.load().ties
        parts = [Part(tie_kind=name, label=kind.label, share=float(share)) for (name, kind), share in zip(kinds.items(), shares, strict=False) if share]
        return sorted(parts, key=lambda part: (-part.share, part.tie_kind))

    def _by_source(self, shares: Floats) -> list[Part]:
        sources = np.flatnonzero(shares)
        order = sources[np.lexsort((sources, -shares[sources]))].tolist()
        told = [self.snapshot.source_ref(source) for source in order[:TOP_SOURCES]]
        parts = [Part(source=ref.id, label=ref.title, share=float(shares[at])) for at, ref in zip(order, told, strict=False)]
        if rest := order[TOP_SOURCES:]:
            parts.append(Part(source=f"{len(rest)} other sources", share=float(shares[rest].sum())))
        return parts

    def claims(self, at: int) -> Longs:
        """Numbers of the claims behind the arcs to and from an actor, ascending."""
        uses = self.arcs.uses_of(np.concatenate([self.arcs.into(at), self.arcs.out_of(at)]))
        return distinct(self.snapshot.reports.claim[self.arcs.rows_of(distinct(self.arcs.use[uses]))]).astype(np.int64)

    def groups(self, claims: Longs) -> int:
        """How many source groups some claims come from."""
        return int(np.count_nonzero(np.bincount(self.snapshot.source_group[self.snapshot.claim_source[claims]])))

    def top_claims(self, at: int) -> list[int]:
        """Claims of the interactions that make up most, at most five."""
        uses = self._uses(at)
        best = self.arcs.use[uses[np.argsort(-self.flow[uses], kind="stable")][:TOP_ARCS]]
        return list(dict.fromkeys(self.snapshot.reports.claim[self.arcs.rows_of(best)].tolist()))[:TOP_CLAIMS]

    def heaviest_sources(self, count: int) -> list[int]:
        """Sources that carry most flow over all actors."""
        rows, carried = self._carried()
        by_source = np.bincount(self.snapshot.reports.source[rows], weights=carried)
        order = np.lexsort((np.arange(len(by_source)), -by_source))[:count]
        return [source for source in order.tolist() if by_source[source] > 0]

    def heaviest_ties(self, at: int, count: int) -> list[int]:
        """Ties of `arcs` that make up most of a value, heaviest first."""
        uses = self._uses(at)
        tie, where = np.unique(self.arcs.tie[self._arc_of(uses)], return_inverse=True)
        carried = np.bincount(where, weights=self.flow[uses], minlength=len(tie))
        return [int(number) for number in tie[np.lexsort((tie, -carried))][:count]]

    def registers(self) -> Ints:
        """For each actor (n) the register, by its number in `jurisdictions.registers` plus 1, that carries most of its value; 0: none does.

        What no register carries counts together as documents.
        """
        of_source = np.array([_register(self.snapshot, number) for number in range(len(self.snapshot.source_ids))], dtype=np.int64)
        n, most = len(self.values), len(registers()) + 1
        if not of_source.any():
            return np.zeros(n, dtype=np.int32)
        ends = self.arcs.source if self.leaving else self.arcs.target
        uses = np.arange(len(self.arcs.use))
        rows, part = self._split(self.arcs.use)
        owner = np.repeat(ends[self._arc_of(uses)], self._reports(self.arcs.use)).astype(np.int64)
        carried = np.repeat(self.flow, self._reports(self.arcs.use)) * part
        table = np.bincount(owner * most + of_source[self.snapshot.reports.source[rows]], weights=carried, minlength=n * most)
        heaviest: Ints = np.argmax(table.reshape(n, most), axis=1).astype(np.int32)
        return heaviest

    def _uses(self, at: int) -> Longs:
        return self.arcs.uses_of(self.arcs.out_of(at) if self.leaving else self.arcs.into(at))

    def _arc_of(self, uses: Longs) -> Longs:
        return np.searchsorted(self.arcs.ptr, uses, side="right") - 1

    def _reports(self, interactions: Ints) -> Longs:
        """How many reports each interaction has."""
        ptr = self.arcs.ties.report_ptr
        return (ptr[interactions + 1] - ptr[interactions]).astype(np.int64)

    def _split(self, interactions: Ints) -> tuple[Longs, Floats]:
        """Rows of the reports of some interactions, and the part of it, by confidence, that each report carries."""
        rows, size = self.arcs.rows_of(interactions), self._reports(interactions)
        confidence = self.snapshot.reports.confidence[rows]
        number = np.repeat(np.arange(len(interactions)), size)
        return rows, confidence / np.bincount(number, weights=confidence, minlength=len(interactions))[number]

    def _carried(self) -> tuple[Longs, Floats]:
        """Rows of the reports of all interactions used, and the flow that each carries."""
        flow = np.bincount(self.arcs.use, weights=self.flow, minlength=len(self.arcs.ties.p))
        used = np.flatnonzero(flow).astype(np.int32)
        rows, part = self._split(used)
        return rows, np.repeat(flow[used], self._reports(used)) * part


def distinct(numbers: Ints) -> Ints:
    """Each number once, ascending."""
    ordered = np.sort(numbers)
    return ordered[run_starts(ordered)]


def draw_up(snapshot: Snapshot, arcs: Arcs, weights: Floats, values: Floats, damping: float) -> Bill:
    """The bill of every actor: an arc's flow is split among its interactions by their p.

    A damping of 0 stands for out-strength: the flow of an arc is its strength.
    """
    flow = weights
    if damping:
        leaving = np.bincount(arcs.source, weights=weights, minlength=len(values))
        flow = damping * values[arcs.source] * weights / leaving[arcs.source]
    arc, p = arcs.arc_of_use, arcs.ties.p[arcs.use]
    total = np.bincount(arc, weights=p, minlength=len(arcs.source))
    return Bill(snapshot, arcs, flow[arc] * p / total[arc], values, leaving=not damping)


def _register(snapshot: Snapshot, source: int) -> int:
    """The number, from 1, of the register that a source was loaded from; 0 for any other."""
    id = snapshot.source_ids[source]
    number = next((number for number, register in enumerate(registers(), 1) if id.startswith(register.prefix)), 0)
    return number if number and snapshot.sources[source].kind == "register" else 0
