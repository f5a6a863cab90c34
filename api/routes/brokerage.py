"""Brokerage."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import Graph, Tag
from api.requests import BrokersRequest
from graph.results import BrokersResult

router = APIRouter(tags=["influence"])


@router.get("/brokerage")
def brokerage(graph: Graph, tag: Tag, request: Annotated[BrokersRequest, Query()]) -> BrokersResult:
    """Actors by brokerage: pairs of others that only they join, in five roles. It is not influence."""
    return graph.brokers(**dict(request))
