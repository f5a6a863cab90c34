"""`trilateral serve`."""

import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import TYPE_CHECKING

import click

from api.options import Command, Session
from graph.errors import RequestError, shown

if TYPE_CHECKING:
    from api.settings import Settings

GRACE = 8  # seconds that requests under way are given when the server stops


@click.command(
    "serve",
    cls=Command,
    examples="trilateral serve\ntrilateral serve --port 8080\ntrilateral --store copy.db serve\ntrilateral serve --host 0.0.0.0 --workers 4 --log",
)
@click.option("--host", metavar="ADDRESS", default="", help="Address of this machine to listen on [TRILATERAL_HOST, 127.0.0.1].")
@click.option("--port", metavar="N", type=click.IntRange(0, 65535), default=None, help="Port to listen on, 0 for a free one [TRILATERAL_PORT, 8000].")
@click.option("--workers", metavar="N", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that answer, with one snapshot.")
@click.option("--log", is_flag=True, help="Write a line of JSON for each request to standard error.")
@click.pass_obj
def command(session: Session, host: str, port: int | None, workers: int, log: bool) -> int:
    """Serve the explorer and the HTTP API.

    On an address that others can reach, everybody needs a key, and there must be one (`trilateral keys create`).
    """
    settings = session.settings
    serve(session, host or settings.host, settings.port if port is None else port, workers=workers, log=log)
    return 0


def serve(session: Session, host: str, port: int, *, workers: int = 1, log: bool = False) -> None:
    """Run the server until it is interrupted. Raises RequestError when it cannot listen there, StoreError without a store."""
    listener, settings = listen(session, host, port)
    name = f"[{host}]" if ":" in host else host
    session.log(f"Trilateral listens on http://{name}:{listener.getsockname()[1]}/ (stop with Ctrl-C)")
    with _environment(settings, log=log, debug=session.debug, shared=workers > 1):
        _run(listener, workers, debug=session.debug)


def listen(session: Session, host: str, port: int) -> tuple[socket.socket, "Settings"]:
    """A bound socket, and the settings to serve there with: where others can reach it, keys are needed.

    Raises RequestError for what is no address of this machine, a port in use, or where keys are needed and there is none.
    """
    from api.keys import keys

    family, address, is_own = _address(host, port)
    settings = session.settings
    settings = settings.model_copy(update={"host": host, "need_keys": settings.need_keys or not is_own})
    with session.graph() as graph:
        if settings.need_keys and not keys(graph.store):
            raise RequestError(f"{shown(host)}: everybody there needs a key, and there is none; make one with `trilateral keys create NAME`")
    return _bound(family, address, host), settings


def _run(listener: socket.socket, workers: int, *, debug: bool) -> None:
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    from api.connections import Connection

    config = uvicorn.Config(
        "api.served:app",
        factory=True,
        workers=workers,
        log_level="debug" if debug else "warning",
        access_log=debug,
        http=Connection,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    if workers == 1:
        uvicorn.Server(config).run(sockets=[listener])
    else:
        Multiprocess(config, sockets=[listener]).run()


@contextmanager
def _environment(settings: "Settings", *, log: bool, debug: bool, shared: bool) -> Iterator[None]:
    """The environment from which each worker makes its app: the settings, and where the workers count together."""
    from api.settings import to_environment

    with tempfile.TemporaryDirectory(prefix="trilateral-") as folder:
        os.environ.update(to_environment(settings.model_copy(update={"log": log or debug})))
        os.environ.setdefault("MALLOC_ARENA_MAX", "2")  # many threads would else keep as much memory again for later
        if shared:
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        yield


def _address(host: str, port: int) -> tuple[socket.AddressFamily, tuple[object, ...], bool]:
    """Where to listen, and whether only this machine can reach it. Raises RequestError for what is no address of this machine."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise RequestError(f"{shown(host)}: not an address of this machine; use 127.0.0.1") from error
    return family, address, ip_address(str(address[0])).is_loopback


def _bound(family: socket.AddressFamily, address: tuple[object, ...], host: str) -> socket.socket:
    """A bound socket. Raises RequestError for another machine's address or a port in use."""
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen()
    except OSError as error:
        listener.close()
        raise RequestError(f"{shown(host)}: port {address[1]} cannot be used ({(error.strerror or str(error)).lower()}); choose another with --port") from error
    listener.set_inheritable(True)
    return listener
