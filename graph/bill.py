"""The bill of materials of a score: what flowed in on the last step, by kind of tie and by source."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from graph import ontology
from graph.arcs import Arcs
from graph.arrays import Floats, Longs, Snapshot
from graph.results import Part

TOP_ARCS = 3
TOP_CLAIMS = 5


@dataclass(frozen=True, slots=True)
class Bill:
    """Inflow of each use of an interaction in `arcs` (x), and the score (n) that it is a part of."""

    snapshot: Snapshot
    arcs: Arcs
    inflow: Floats
    values: Floats

    def parts(self, at: int) -> tuple[Part, ...]:
        """Shares by tie kind and by source, largest first, and the teleport share; each of the two sums to 1 with it."""
        kinds: dict[str, float] = defaultdict(float)
        sources: dict[str, float] = defaultdict(float)
        labels = list(ontology.load().ties)
        for use in self._into(at).tolist():
            interaction = self.arcs.use[use]
            share = float(self.inflow[use] / self.values[at])
            kinds[labels[self.arcs.ties.kind[interaction]]] += share
            for source, part in self._split(int(interaction)).items():
                sources[self.snapshot.source_ids[source]] += share * part
        flowed = sum(kinds.values())
        rows = [Part(tie_kind=name, share=share) for name, share in sorted(kinds.items(), key=lambda item: (-item[1], item[0]))]
        rows += [Part(source=name, share=share) for name, share in sorted(sources.items(), key=lambda item: (-item[1], item[0]))]
        return (*rows, Part(share=1 - flowed))

    def claims(self, at: int) -> list[int]:
        """Numbers of the claims behind the arcs to and from an actor."""
        arcs = np.flatnonzero((self.arcs.target == at) | (self.arcs.source == at))
        uses = np.isin(self.arcs.arc_of_use, arcs)
        rows = [self._rows(int(interaction)) for interaction in np.unique(self.arcs.use[uses])]
        return sorted({int(claim) for row in rows for claim in self.snapshot.reports.claim[row]})

    def groups(self, at: int) -> set[int]:
        """Numbers of the source groups of those claims."""
        return {int(self.snapshot.source_group[self.snapshot.claim_source[claim]]) for claim in self.claims(at)}

    def top_claims(self, at: int) -> list[int]:
        """Claims of the interactions that carry most inflow, at most five."""
        into = self._into(at)
        best = into[np.argsort(-self.inflow[into], kind="stable")][:TOP_ARCS]
        claims = [int(claim) for use in best.tolist() for claim in self.snapshot.reports.claim[self._rows(int(self.arcs.use[use]))]]
        return list(dict.fromkeys(claims))[:TOP_CLAIMS]

    def heaviest_sources(self, count: int) -> list[int]:
        """Sources that carry most inflow over all actors."""
        ties, reports = self.arcs.ties, self.snapshot.reports
        inflow = np.bincount(self.arcs.use, weights=self.inflow, minlength=len(ties.p))
        interaction = np.repeat(np.arange(len(ties.p)), np.diff(ties.report_ptr))
        confidence = reports.confidence[ties.reports]
        total = np.bincount(interaction, weights=confidence, minlength=len(ties.p))[interaction]
        carried = inflow[interaction] * np.divide(confidence, total, out=np.zeros_like(confidence), where=total > 0)
        by_source = np.bincount(reports.source[ties.reports], weights=carried)
        order = np.lexsort((np.arange(len(by_source)), -by_source))
        return [source for source in order.tolist() if by_source[source] > 0][:count]

    def _into(self, at: int) -> Longs:
        first, last = np.searchsorted(self.arcs.target, [at, at + 1])
        return np.arange(self.arcs.ptr[first], self.arcs.ptr[last])

    def _split(self, interaction: int) -> dict[int, float]:
        """The sources of an interaction with their parts of it, by confidence."""
        rows = self._rows(interaction)
        reports = self.snapshot.reports
        total = float(reports.confidence[rows].sum())
        parts: dict[int, float] = defaultdict(float)
        for source, confidence in zip(reports.source[rows].tolist(), reports.confidence[rows].tolist(), strict=True):
            parts[source] += confidence / total
        return parts

    def _rows(self, interaction: int) -> Longs:
        ties = self.arcs.ties
        return ties.reports[ties.report_ptr[interaction] : ties.report_ptr[interaction + 1]].astype(np.int64)


def draw_up(snapshot: Snapshot, arcs: Arcs, weights: Floats, values: Floats, damping: float) -> Bill:
    """The bill of every actor: an arc's inflow is split among its interactions by their p."""
    n = len(values)
    leaving = np.bincount(arcs.source, weights=weights, minlength=n)
    flow = damping * values[arcs.source] * weights / leaving[arcs.source] if n else np.zeros(0)
    p = arcs.ties.p[arcs.use]
    arc = arcs.arc_of_use
    total = np.bincount(arc, weights=p, minlength=len(arcs.source))
    return Bill(snapshot, arcs, flow[arc] * p / total[arc], values)
