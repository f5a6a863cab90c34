"""How long a body may take to come: whoever sends a byte now and then holds a place that others could have."""

import asyncio
from contextlib import suppress

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem

GRACE = 10.0  # seconds that any body may take
SLOWEST = 16 * 1024  # bytes a second that a longer one must bring


class Late(Exception):
    """The body does not come as fast as it must."""


class Prompt:
    """Answers 408 and ends the connection where a body takes longer than GRACE and comes slower than SLOWEST."""

    def __init__(self, app: ASGIApp, *, grace: float = GRACE) -> None:
        self.app, self.grace = app, grace

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, as long as the body comes."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        end = asyncio.get_running_loop().time() + self.grace
        whole = started = late = False

        async def receiving() -> Message:
            nonlocal end, whole, late
            if whole:
                return await receive()
            try:
                async with asyncio.timeout_at(end):
                    message = await receive()
            except TimeoutError as error:
                late = True
                raise Late from error
            end += len(message.get("body", b"")) / SLOWEST
            whole = message["type"] != "http.request" or not message.get("more_body", False)
            return message

        async def sending(message: Message) -> None:
            nonlocal started
            if not late:
                started = True
                await send(message)

        with suppress(Late):
            await self.app(scope, receiving, sending)
        if late and not started:
            answer = problem(Request(scope), 408, "Request Timeout", "the body did not come in time; send it at once")
            answer.headers["Connection"] = "close"
            await answer(scope, receive, send)
