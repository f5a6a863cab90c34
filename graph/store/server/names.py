"""The names of a server's store, for search; see `graph.store.search.Names`."""

from collections.abc import Collection, Iterable, Sequence

from graph.store.search import CANDIDATES, Named
from graph.store.server import cypher
from graph.store.server.cypher import Tx


class ServerNames:
    """Names as one transaction finds them."""

    def __init__(self, tx: Tx, layers: Sequence[str]) -> None:
        self._tx = tx
        self._layers = list(layers)

    def called(self, folded: str) -> Iterable[Named]:
        """Names that fold to this."""
        return self._found(cypher.CALLED, text=folded)

    def beginning(self, folded: str) -> Iterable[Named]:
        """Names that fold to something longer that begins so."""
        return self._found(cypher.BEGINNING, text=folded)

    def holding(self, words: Sequence[str]) -> Iterable[Named]:
        """Names that hold all these words, of the last one perhaps only the beginning; words are letters and digits only."""
        wanted = " ".join(f"+{word}" for word in words)
        return self._found(cypher.HOLDING, query=f"{wanted}*")

    def alike(self, trigrams: Sequence[str]) -> Iterable[Named]:
        """Names that share most of these trigrams, in any order."""
        return self._found(cypher.ALIKE, query=" ".join(trigram.encode().hex() for trigram in trigrams))

    def of_length(self, low: int, high: int) -> Iterable[Named]:
        """Names that fold to so many characters, by folded name, entity and name."""
        return self._found(cypher.OF_LENGTH, low=low, high=high)

    def is_named(self, entities: Collection[str]) -> bool:
        """Whether a current claim names one of the entities."""
        return bool(self._tx.run(cypher.IS_NAMED, ids=list(entities), layers=self._layers).single(strict=True)[0])

    def told(self, entities: Collection[str]) -> Iterable[Named]:
        """(entity, predicate, value) of their names, aliases and kinds, those that count most last."""
        return self._found(cypher.FACES, ids=list(entities))

    def _found(self, statement: str, **given: object) -> list[Named]:
        return [(entity, value, name) for entity, value, name in self._tx.run(statement, given, layers=self._layers, limit=CANDIDATES)]
