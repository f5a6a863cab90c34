"""The data of a picture."""

from typing import Literal

from graph.results.base import Answer, Node, Tie


class GraphView(Answer):
    """A picture's data: nodes and ties chosen for a view, and what was folded away.

    `title` is the finding, `folded` counts by plural kind what is not shown, `centre` the entities
    that the view is about.
    """

    kind: Literal["ego", "path"]
    title: str
    centre: tuple[str, ...]
    nodes: tuple[Node, ...]
    sizes: tuple[float, ...]
    stances: tuple[str, ...]
    ties: tuple[Tie, ...]
    folded: tuple[tuple[str, int], ...] = ()
    total: int = 0
