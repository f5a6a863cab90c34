"""Graphs of others on Neo4j servers, read into files that `load` reads."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from api.signin import first_line
from graph.errors import RequestError, shown
from graph.store import Credentials, is_server


@contextmanager
def mapped(urls: Sequence[str], mapping: str, credentials: Credentials) -> Iterator[tuple[str, ...]]:
    """The file of what a mapping makes of the graph at an address, there inside the block. Raises RequestError for what is no one server."""
    from loaders.graphs import neo4j_graph
    from loaders.graphs.mapping import read_mapping

    if len(urls) != 1 or not is_server(urls[0]):
        raise RequestError(f"{shown(' '.join(urls))}: --mapping is for one graph on a Neo4j server; name neo4j://host:7687/database")
    meant = read_mapping(Path(mapping))
    if meant.sign_in:
        credentials = Credentials(meant.sign_in.user, first_line(meant.sign_in.password_file, f"{mapping}: sign_in.password_file"))
    with TemporaryDirectory(prefix="trilateral-") as folder:
        file = Path(folder, f"{meant.name}.json")
        with file.open("w", encoding="utf-8") as out:
            neo4j_graph.write(urls[0], credentials, meant, out)
        yield (str(file),)
