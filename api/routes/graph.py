"""The whole graph of a view, for programs that go on with it."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.deps import Graph, Tag
from api.frames import multigraph
from api.requests import ViewRequest

router = APIRouter(tags=["entities"])


@router.get("/graph")
def graph(graph: Graph, tag: Tag, view: Annotated[ViewRequest, Query()]) -> dict[str, Any]:
    """Every entity and every interaction that the view admits, with all attributes, as node-link data of networkx."""
    from networkx.readwrite import json_graph

    return dict(json_graph.node_link_data(multigraph(graph, **dict(view)), edges="edges"))
