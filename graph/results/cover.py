"""What a question about a coalition answers: the fewest allies that cover countries and branches."""

from collections.abc import Mapping, Sequence

from graph.claims import Frozen
from graph.results.allies import Role, Standing
from graph.results.base import Answer, Node


class CoalitionMember(Frozen):
    """One ally and the cells (country, branch) that it covers; `instead` are other allies that cover all of these."""

    standing: Standing
    covers: tuple[tuple[str, Role], ...]
    instead: tuple[Node, ...] = ()


class CoalitionResult(Answer):
    """The smallest set of allies that covers every cell (country, branch) that any ally covers.

    `found` says that at least one ally or leaning ally is in evidence in a cell. `covered` and `uncovered` together are all cells of `ontology/cover.yaml`;
    in an uncovered one nobody in evidence is an ally, which does not say that there is none.
    """

    ask: Node
    found: bool
    members: tuple[CoalitionMember, ...] = ()
    covered: tuple[tuple[str, Role], ...] = ()
    uncovered: tuple[tuple[str, Role], ...] = ()
    sentence: str
    would_change: str = ""

    @property
    def rows(self) -> Sequence[Mapping[str, object]]:
        """The members."""
        return [dict(one) for one in self.members]

    def __str__(self) -> str:
        return self.sentence
