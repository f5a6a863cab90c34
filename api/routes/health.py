"""Whether the server lives, whether it can answer, and how it does."""

from fastapi import APIRouter, Response

from api.deps import Administrator, Whole
from api.observed import exposition

router = APIRouter(tags=["health"])


@router.get("/healthz")
def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.get("/readyz")
def ready(whole: Whole) -> dict[str, str]:
    """The store answers, and of a file the snapshot is there; 503 when it cannot be used. No key is asked for, so nothing of the record is told."""
    whole.store.revision()
    if whole.store.engine == "file":
        whole.snapshot()
    return {"status": "ready"}


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
def metrics(administrator: Administrator) -> Response:
    """Counts and times of requests by route, in the text form of Prometheus; where keys are needed, an administrator's."""
    body, media_type = exposition()
    return Response(body, media_type=media_type)
