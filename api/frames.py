"""The record as a networkx graph, for anything else that people want to do with it."""

from datetime import date
from typing import TYPE_CHECKING

from api.knowledge import KnowledgeGraph
from api.requests import ViewRequest, checked

if TYPE_CHECKING:
    import networkx


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
