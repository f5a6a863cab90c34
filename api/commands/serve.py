"""`trilateral serve`."""

import socket

import click

from api.options import Command, Session


@click.command("serve", cls=Command, examples="trilateral serve\ntrilateral serve --port 8080\ntrilateral --store copy.db serve")
@click.option("--host", metavar="ADDRESS", default="", help="Address of this machine to listen on [TRILATERAL_HOST, 127.0.0.1].")
@click.option("--port", metavar="N", type=click.IntRange(0, 65535), default=None, help="Port to listen on, 0 for a free one [TRILATERAL_PORT, 8000].")
@click.pass_obj
def command(session: Session, host: str, port: int | None) -> int:
    """Serve the explorer and the HTTP API on this machine.

    Only addresses of this machine itself are served, since there are no keys yet.
    """
    settings = session.settings
    serve(session, host or settings.host, settings.port if port is None else port)
    return 0


def serve(session: Session, host: str, port: int) -> None:
    """Run the server until it is interrupted. Raises RequestError when it cannot listen there, StoreError without a store."""
    session.graph().close()
    listener = _listen(host, port)
    import uvicorn
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    from api.app import create_app

    # A page of another site could otherwise reach this server under a name of its own (DNS rebinding).
    app = TrustedHostMiddleware(create_app(session.settings), allowed_hosts=sorted({"127.0.0.1", "localhost", "[" if ":" in host else host}))
    name = f"[{host}]" if ":" in host else host
    session.log(f"Trilateral listens on http://{name}:{listener.getsockname()[1]}/ (stop with Ctrl-C)")
    config = uvicorn.Config(app, log_level="debug" if session.debug else "warning", access_log=session.debug, server_header=False)
    uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    """A bound socket. Raises RequestError for another machine's address or a port in use."""
    import ipaddress

    from graph.errors import RequestError, shown

    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise RequestError(f"{shown(host)}: not an address of this machine; use 127.0.0.1") from error
    if not ipaddress.ip_address(address[0]).is_loopback:
        raise RequestError(f"{shown(host)}: others could reach this address, and there are no keys yet; use 127.0.0.1")
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen()
    except OSError as error:
        listener.close()
        raise RequestError(f"{shown(host)}: port {port} cannot be used ({(error.strerror or str(error)).lower()}); choose another with --port") from error
    return listener
