"""Connections of the server: one whose request does not begin in time is closed, so that whoever sends a header now and then holds none."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

PATIENCE = 10.0  # seconds from a connection's first byte, or its opening, to the end of the headers


class Connection(HttpToolsProtocol):
    """HTTP/1.1 whose request line and headers must come within PATIENCE."""

    waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._heard()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Begin to wait for the headers of a further request."""
        super().on_message_begin()
        if self.waiting is None:
            self._wait()

    def on_headers_complete(self) -> None:
        """Wait no longer; how long a body may take is a matter of `api.bodies`."""
        self._heard()
        super().on_headers_complete()

    def _wait(self) -> None:
        self.waiting = self.loop.call_later(PATIENCE, self._close)

    def _heard(self) -> None:
        if self.waiting:
            self.waiting.cancel()
            self.waiting = None

    def _close(self) -> None:
        if self.transport and not self.transport.is_closing():
            self.transport.close()
