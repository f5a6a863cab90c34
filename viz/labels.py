"""How a picture says what it shows; in English unless the words of another language are given."""

from collections.abc import Callable
from dataclasses import dataclass

from graph.results import Node, Tie
from viz.names import describe_tie, read_node, when
from viz.text import count


def _claims(number: int) -> str:
    return count(number, "claim")


def _more(number: int) -> str:
    return f"+{number} more"


@dataclass(frozen=True, slots=True)
class Labels:
    """What a picture writes: `say` gives a text of ours in the language, the others what depends on a tie, a node or a number."""

    say: Callable[[str], str] = str
    days: Callable[[Tie], str] = when
    claims: Callable[[int], str] = _claims
    more: Callable[[int], str] = _more
    tie: Callable[[Tie], str] = describe_tie
    node: Callable[[Node, str], str] = read_node


ENGLISH = Labels()
