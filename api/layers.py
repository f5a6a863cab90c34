"""Layers that a caller names: those that are there, beside the public one; a misspelt one is said, with the names that are near."""

from collections.abc import Iterable
from difflib import get_close_matches

from graph.errors import UnknownName
from graph.identity import NEAREST
from graph.store.base import PUBLIC, GraphStore
from graph.store.curtain import Curtain


def seen(store: GraphStore, names: Iterable[str]) -> tuple[str, ...]:
    """The public layer and those named, sorted. Raises UnknownName for one of which the record holds nothing and never did.

    Who sees some layers only is told of any other that it is none for them, near names or not: what they may see may be empty.
    """
    layers = tuple(sorted({*PUBLIC, *names}))
    if isinstance(store, Curtain):
        store.revision(layers)
        return layers
    nothing = store.revision(())
    unknown = [layer for layer in layers if layer not in PUBLIC and store.revision((layer,)) == nothing]
    if unknown:
        logged = {change.layer for change in store.changes()} - {"", *PUBLIC}
        for layer in unknown:
            if layer not in logged:
                todo = "leave it out, or load something into it first"
                raise UnknownName(layer, get_close_matches(layer, sorted(logged), n=NEAREST), what="layer", todo=todo)
    return layers
