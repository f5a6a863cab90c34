"""`trilateral mcp`."""

import click

from api.options import Command, Session


@click.command("mcp", cls=Command, examples="trilateral mcp\ntrilateral --store team.db mcp --write\ntrilateral mcp --http --port 8001")
@click.option("--http", is_flag=True, help="Answer over streamable HTTP at /mcp instead of standard input and output.")
@click.option("--host", metavar="ADDRESS", default="", help="Address of this machine to listen on [TRILATERAL_HOST, 127.0.0.1].")
@click.option("--port", metavar="N", type=click.IntRange(0, 65535), default=8001, show_default=True, help="Port to listen on, 0 for a free one.")
@click.option("--write", is_flag=True, help="Also offer a tool that accepts or rejects proposed claims.")
@click.pass_obj
def command(session: Session, http: bool, host: str, port: int, write: bool) -> int:
    """Offer the questions as tools to a language model's host (Model Context Protocol).

    Without --http it speaks on standard input and output, as such hosts start it. Over HTTP the rules of `serve` hold:
    on an address that others can reach everybody needs a key, whose layers are all that exist for its holder.
    """
    from importlib.util import find_spec

    from graph.errors import RequestError

    if find_spec("mcp") is None:
        raise RequestError("mcp: not installed; install trilateral[mcp]")
    if not http:
        from api.mcp import server

        with session.graph() as graph:
            server(lambda _: graph, write=write).run("stdio")
        return 0
    return _over_http(session, host or session.settings.host, port, write)


def _over_http(session: Session, host: str, port: int, write: bool) -> int:
    import uvicorn

    from api.commands.serve import listen
    from api.mcp_http import app

    listener, settings = listen(session, host, port)
    with session.graph() as graph:
        served = app(graph, settings, write=write)
        session.log(f"Trilateral offers its tools at http://{host}:{listener.getsockname()[1]}/mcp (stop with Ctrl-C)")
        uvicorn.Server(uvicorn.Config(served, log_level="warning", server_header=False)).run(sockets=[listener])
    return 0
