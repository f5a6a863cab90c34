"""What a question about a coalition answers: the fewest allies that cover three countries and three branches."""

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

    `found` says that at least one ally or leaning ally is in evidence in a cell. `covered` and `uncovered` together are all nine cells;
    in an uncovered one nobody in evidence is an ally, which does not say that there is none.
    """

    ask: Node
    found: bool
    members: tuple[CoalitionMember, ...] = ()
    covered: tuple[tuple[str, Role], ...] = ()
    uncovered: tuple[tuple[str, Role], ...] = ()
    sentence: str
    would_change: str = ""

    def __str__(self) -> str:
        return self.sentence
