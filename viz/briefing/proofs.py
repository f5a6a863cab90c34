"""The numbered list of sources of a briefing, and the quotes for its notes."""

from collections.abc import Iterable, Iterator, Mapping

from graph.results import Evidence, SourceRef
from viz.briefing.model import Cite, Quote, SourceLine
from viz.briefing.words import outside
from viz.pages import is_web
from viz.text import clean

MOST = 3  # claims named behind one sentence


class Proofs:
    """Numbers sources in the order in which they are first cited, and remembers every claim that was."""

    def __init__(self, licences: Mapping[str, str]) -> None:
        self._licences = licences
        self._sources: dict[str, SourceRef] = {}
        self._claims: dict[str, dict[str, None]] = {}
        self._said: dict[str, Evidence] = {}

    def cites(self, evidence: Iterable[Evidence]) -> tuple[Cite, ...]:
        """Where a sentence is proved, at most three claims, none twice."""
        found: dict[str, Cite] = {}
        for proof in evidence:
            if len(found) == MOST:
                break
            found.setdefault(proof.claim, self._cite(proof))
        return tuple(found.values())

    def quotes(self, cites: Iterable[Cite]) -> tuple[Quote, ...]:
        """The literal words behind some cites, each passage once."""
        found: dict[str, Quote] = {}
        for cite in cites:
            proof = self._said[cite.claim]
            if proof.quote:
                speaker = outside(proof.speaker) or outside(proof.source.publisher) or outside(proof.source.title)
                found.setdefault(proof.quote, Quote(text=clean(proof.quote), speaker=speaker, cite=cite))
        return tuple(found.values())

    def lines(self) -> tuple[SourceLine, ...]:
        """The list of sources, each with the claims that were cited."""
        return tuple(self._lines())

    def _lines(self) -> Iterator[SourceLine]:
        for number, (id, source) in enumerate(self._sources.items(), 1):
            yield SourceLine(
                number=number,
                title=outside(source.title) or source.id,
                publisher=outside(source.publisher),
                published=source.published,
                url=source.url if is_web(source.url) else "",
                licence=outside(self._licences.get(id, "")),
                claims=tuple(self._claims[id]),
            )

    def _cite(self, proof: Evidence) -> Cite:
        source = proof.source
        self._sources.setdefault(source.id, source)
        self._claims.setdefault(source.id, {})[proof.claim] = None
        self._said[proof.claim] = proof
        return Cite(source=list(self._sources).index(source.id) + 1, claim=proof.claim)
