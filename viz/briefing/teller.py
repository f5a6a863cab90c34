"""What every part of a story is told from."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from graph.results import BriefingResult, Evidence, Node, Path, Standing
from viz.briefing.model import Line, Mark
from viz.briefing.proofs import Proofs
from viz.briefing.words import Tongue


@dataclass(frozen=True)
class Teller:
    """The answers, the language they are told in, and the list of sources that grows while they are."""

    result: BriefingResult
    tongue: Tongue
    proofs: Proofs

    def line(self, text: str, evidence: Iterable[Evidence] = (), *, doubt: str = "", mark: Mark = "", level: int = 0) -> Line:
        """A sentence with its proofs."""
        return Line(text=text, cites=self.proofs.cites(evidence), doubt=doubt, mark=mark, level=1 if level else 0)

    @property
    def us(self) -> str:
        """Our name."""
        return self.tongue.name(self.result.start)

    @property
    def target(self) -> str:
        """The target's name."""
        return self.tongue.name(self.result.target)

    @property
    def ask(self) -> str:
        """The ask in quotation marks."""
        return self.tongue.name(self.result.ask)

    @cached_property
    def target_standing(self) -> Standing | None:
        """Where the target stands, None where nothing is known of it."""
        return next((one for one in self.result.allies.items if one.entity.id == self.result.target.id), None)

    @property
    def best(self) -> Path | None:
        """The best way to the target."""
        return self.result.paths.paths[0] if self.result.paths.found else None

    def is_us(self, node: Node) -> bool:
        """Whether an actor is whoever asks."""
        return node.id in {self.result.start.id, *(each.id for each in self.result.paths.starts)}


def proofs_of(path: Path) -> tuple[Evidence, ...]:
    """The best claim of each tie of a path, then the others."""
    first = [tie.evidence[0] for tie in path.ties if tie.evidence]
    return (*first, *(proof for tie in path.ties for proof in tie.evidence[1:]))
