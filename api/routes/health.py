"""Whether the server lives, and whether it can answer."""

from fastapi import APIRouter

from api.deps import Graph

router = APIRouter(tags=["health"])


@router.get("/healthz")
def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.get("/readyz")
def ready(graph: Graph) -> dict[str, str]:
    """The store answers; 503 when it cannot be used."""
    return {"status": "ready", "revision": graph.store.revision()}
