"""What a file's reading depends on, as one digest: its content and name, the loader, where it is filed, and the edition of the loaders.

A file with a digest that is filed need not be read again, as long as the record still holds what it filed and nothing was
learned since of who is who (`GraphStore.recall`).
"""

from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable

from loaders.catalogue import card
from loaders.inputs import Input, unreadable

CODE = ("loaders", "graph/ontology", "graph/claims.py", "graph/dates.py", "graph/spelling.py")
PROSE = "loaders/documents"
ELSEWHERE = frozenset({"__pycache__", "documents", "extras", "exports"})
BLOCK = 1 << 20


def digest(source: Input, loader: str, layer: str) -> str:
    """32 hex digits. Raises SourceError for a file that cannot be read."""
    try:
        return _digest(source, loader, layer)
    except OSError as error:
        raise unreadable(source.name, error) from error


def _digest(source: Input, loader: str, layer: str) -> str:
    state = blake2b("\0".join((edition(prose=card(loader).prose), loader, layer, source.name)).encode("utf-8", "replace"), digest_size=16)
    paths = sorted(path for path in source.path.rglob("*") if path.is_file()) if source.bundle else [source.path]
    for path in paths:
        state.update(f"\0{path.name}\0{path.stat().st_size}\0".encode("utf-8", "replace"))
        with path.open("rb") as stream:
            while block := stream.read(BLOCK):
                state.update(block)
    return state.hexdigest()


@cache
def edition(*, prose: bool = False) -> str:
    """A digest of the loaders themselves, their words and the ontology: a changed one reads everything again.

    `prose`: also of the rules by which documents are read, for a loader that reads texts by them.
    """
    state = blake2b(digest_size=16)
    for place in (*CODE, PROSE) if prose else CODE:
        top, _, below = place.partition("/")
        for file in _files(files(top) / below if below else files(top)):
            state.update(file.name.encode() + b"\0" + file.read_bytes())
    return state.hexdigest()


def _files(place: Traversable) -> Iterator[Traversable]:
    if place.is_file():
        if place.name.endswith((".py", ".yaml")):
            yield place
        return
    for one in sorted(place.iterdir(), key=lambda one: one.name):
        if one.name not in ELSEWHERE:
            yield from _files(one)
