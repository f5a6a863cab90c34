"""Results as data frames and networkx graphs, for anything else that people want to do with them."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from pydantic import BaseModel

from api.knowledge import KnowledgeGraph
from api.requests import ViewRequest, checked
from graph.errors import RequestError
from graph.results import Node, RankingResult

if TYPE_CHECKING:
    import networkx
    import pandas


def ranking_frame(result: RankingResult) -> "pandas.DataFrame":
    """One row an actor, best first. Raises RequestError when pandas is not installed."""
    try:
        import pandas
    except ImportError as error:
        raise RequestError("to_pandas: needs pandas; install trilateral[notebook]") from error
    rows = [
        {
            "id": item.entity.id,
            "name": item.entity.name,
            "kind": item.entity.kind,
            **item.model_dump(exclude={"entity", "parts", "evidence", "authority"}),
            "authority": "; ".join(item.authority),
            **{f"{part.of}:{part.name}": part.share for part in item.parts},
        }
        for item in result.items
    ]
    return pandas.DataFrame(rows)


def items_frame(items: Sequence[BaseModel]) -> "pandas.DataFrame":
    """One row an item: entities as id, name and kind, lists of words joined, evidence left out. Raises RequestError without pandas."""
    try:
        import pandas
    except ImportError as error:
        raise RequestError("to_pandas: needs pandas; install trilateral[notebook]") from error
    return pandas.DataFrame([_row(item) for item in items])


def _row(item: BaseModel) -> dict[str, object]:
    row: dict[str, object] = {}
    for key, value in dict(item).items():
        if isinstance(value, Node):
            row |= {(part if key == "entity" else f"{key}_{part}"): getattr(value, part) for part in ("id", "name", "kind")}
        elif not isinstance(value, tuple):
            row[key] = value
        elif all(isinstance(one, str) for one in value):
            row[key] = "; ".join(value)
    return row


def multigraph(graph: KnowledgeGraph, **options: object) -> "networkx.MultiDiGraph":
    """Every entity, and an edge for each interaction of every kind that the view admits, with all attributes.

    An interaction of both directions is one edge with direction "both". Options of ViewRequest.
    """
    import networkx

    from graph import ontology
    from graph.entities import tie
    from graph.strength import derive

    request = checked(ViewRequest, **options)
    view = graph.view(request)
    snapshot = graph.snapshot(view.layers)
    on = request.day or date.today()
    ties = derive(snapshot, view, on, kinds=request.tie_kinds or tuple(ontology.load().ties))
    result = networkx.MultiDiGraph(revision=snapshot.revision, as_of=str(on), layers=view.layers)
    for number, id in enumerate(snapshot.ids):
        result.add_node(id, **snapshot.entity(number).model_dump(exclude={"id", "claims"}))
    for number in range(len(ties.low)):
        pair = tie(snapshot, ties, number)
        for one in pair.interactions:
            first, second = (pair.b, pair.a) if one.direction == "backward" else (pair.a, pair.b)
            proofs = [proof.model_dump(mode="json") for proof in one.evidence]
            result.add_edge(first.id, second.id, tie_strength=pair.strength, **one.model_dump(exclude={"evidence"}), evidence=proofs)
    return result
