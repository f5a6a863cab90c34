"""A store as someone sees who may see some layers only: the rest is not hidden in it, it is not there."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from hashlib import blake2b

from graph.claims import Claim, Decision, Judgement, Line, Record, Source, Text
from graph.errors import RequestError, UnknownName, shown
from graph.results import EntityHit
from graph.snapshot.columns import Columns
from graph.store.base import PUBLIC, Chains, Change, Check, Excerpt, GraphStore, Retraction, Told, Unit, WriteReport


class Curtain:
    """A `GraphStore` of the public layer and `layers`; naming another layer raises UnknownName, whether or not there is one of that name.

    No answer depends on what the other layers hold, and nothing is written to them. The log keeps the numbers of its lines to itself:
    those behind the curtain are counted anew.
    """

    def __init__(self, store: GraphStore, layers: Iterable[str]) -> None:
        self._store = store
        self.layers = tuple(sorted({*PUBLIC, *layers}))
        self.url = store.url
        self.engine = store.engine

    def write(self, lines: Iterable[Line | Retraction], *, batch: int = 10_000, supersede: bool = False) -> WriteReport:
        """File lines of the layers seen; see `GraphStore.write`. Raises UnknownName for another layer or a claim that is not seen."""
        named: dict[str, str] = {}
        own = (_renamed(line, named, self._own) for line in map(self._writable, lines))
        return self._store.write(own, batch=batch, supersede=supersede)

    def retract(self, source: str) -> int:
        """Refused: a source may be claimed from in layers that are not seen."""
        raise RequestError(f"{shown(source)}: only who sees every layer may retract a source; ask an administrator")

    def sources(self, layers: Sequence[str] | None = PUBLIC, *, prefix: str = "") -> list[Source]:
        """See `GraphStore.sources`."""
        return self._store.sources(self._seen(layers), prefix=prefix)

    def text(self, source: str, layers: Sequence[str] = PUBLIC) -> str | None:
        """See `GraphStore.text`."""
        return self._store.text(source, self._seen(layers))

    def records(
        self, *, layers: Sequence[str] = PUBLIC, about: str = "", source: str = "", predicate: str = "", ids: Sequence[str] = (), past: bool = False
    ) -> Iterator[Record]:
        """See `GraphStore.records`."""
        return self._store.records(layers=self._seen(layers), about=about, source=source, predicate=predicate, ids=ids, past=past)

    def claim(self, claim: str, layers: Sequence[str] = PUBLIC) -> Claim | None:
        """See `GraphStore.claim`."""
        return self._store.claim(claim, self._seen(layers))

    def told(self, predicates: Sequence[str], layers: Sequence[str] = PUBLIC) -> list[Told]:
        """See `GraphStore.told`."""
        return self._store.told(predicates, self._seen(layers))

    def remember(self, unit: Unit) -> None:
        """See `GraphStore.remember`."""
        self._store.remember(unit)

    def recall(self, digest: str, layers: Sequence[str], telling: Sequence[str]) -> tuple[Unit, bool] | None:
        """See `GraphStore.recall`."""
        return self._store.recall(digest, self._seen(layers), telling)

    def memos(self, drawer: str) -> dict[str, str]:
        """See `GraphStore.memos`."""
        return self._store.memos(drawer)

    def memo(self, drawer: str, key: str) -> str | None:
        """See `GraphStore.memo`."""
        return self._store.memo(drawer, key)

    def keep(self, drawer: str, key: str, body: str | None, *, was: str | None = None) -> bool:
        """See `GraphStore.keep`."""
        return self._store.keep(drawer, key, body, was=was)

    def search(self, text: str, *, kind: str = "", limit: int = 20, layers: Sequence[str] = PUBLIC) -> list[EntityHit]:
        """See `GraphStore.search`."""
        return self._store.search(text, kind=kind, limit=limit, layers=self._seen(layers))

    def decisions(self, layers: Sequence[str] | None = None, *, past: bool = False) -> list[Decision]:
        """See `GraphStore.decisions`; None: all layers seen."""
        return self._store.decisions(self._seen(layers), past=past)

    def judgements(self, layers: Sequence[str] | None = PUBLIC, *, past: bool = False) -> list[Judgement]:
        """See `GraphStore.judgements`; None: all layers seen."""
        return self._store.judgements(self._seen(layers), past=past)

    def revision(self, layers: Sequence[str] = PUBLIC) -> str:
        """See `GraphStore.revision`."""
        return self._store.revision(self._seen(layers))

    def state(self, layers: Sequence[str] = PUBLIC) -> AbstractContextManager[tuple[str, Iterator[Line]]]:
        """See `GraphStore.state`."""
        return self._store.state(self._seen(layers))

    def columns(self, layers: Sequence[str] = PUBLIC, *, since: str = "", most: int = 0) -> AbstractContextManager[Columns]:
        """See `GraphStore.columns`."""
        return self._store.columns(self._seen(layers), since=since, most=most)

    def excerpt(self, wanted: Excerpt, layers: Sequence[str] = PUBLIC) -> Columns | None:
        """See `GraphStore.excerpt`."""
        return self._store.excerpt(wanted, self._seen(layers))

    def chains(self, wanted: Chains, layers: Sequence[str] = PUBLIC) -> list[tuple[str, ...]] | None:
        """See `GraphStore.chains`."""
        return self._store.chains(wanted, self._seen(layers))

    def dump(self, layers: Sequence[str] | None = None) -> Iterator[Line]:
        """See `GraphStore.dump`; None: all layers seen."""
        return self._store.dump(self._seen(layers))

    def changes(self, since: int = 0, layers: Sequence[str] | None = None) -> Iterator[Change]:
        """See `GraphStore.changes`; None: all layers seen, and the lines of these are counted from 1."""
        seen = self._store.changes(0, self._seen(layers))
        return (replace(change, number=number) for number, change in enumerate(seen, 1) if number > since)

    def check(self) -> Check:
        """Refused: it counts what every layer holds."""
        raise RequestError("check: only who sees every layer may verify the store; ask an administrator")

    def close(self) -> None:
        """Nothing: the store behind the curtain is closed by who opened it."""

    def _seen(self, layers: Sequence[str] | None) -> Sequence[str]:
        """The layers asked for, or all that are seen. Raises UnknownName for another."""
        for layer in layers or ():
            if layer not in self.layers:
                raise UnknownName(layer, what="layer", todo="name one that your key opens")
        return self.layers if layers is None else layers

    def _own(self, source: str) -> str:
        """The id that a source is filed under: its own, or another one where a source of that id stands behind the curtain, which stays as it is."""
        if any(one.id == source for one in self._store.sources(self.layers, prefix=source)):
            return source
        hidden = any(one.id == source for one in self._store.sources(None, prefix=source))
        return f"{source}-{blake2b(repr((source, self.layers)).encode(), digest_size=4).hexdigest()}" if hidden else source

    def _writable(self, line: Line | Retraction) -> Line | Retraction:
        match line:
            case Record() | Judgement() | Retraction():
                self._seen((line.layer,))
            case Source():
                self._seen((line.layer,) if line.layer else ())
            case Decision() if not any(self._store.records(layers=self.layers, ids=[line.claim])):
                raise UnknownName(line.claim, what="claim", todo="see `trilateral claims`")
            case _:
                pass
        return line


def _renamed(line: Line | Retraction, named: dict[str, str], own: Callable[[str], str]) -> Line | Retraction:
    """The line with the id of its source as `own` has it; `named` keeps what was asked before."""

    def name(source: str) -> str:
        if source not in named:
            named[source] = own(source)
        return named[source]

    match line:
        case Source() if name(line.id) != line.id:
            return line.model_copy(update={"id": name(line.id)})
        case Text() if name(line.source) != line.source:
            return line.model_copy(update={"source": name(line.source)})
        case Record() if name(line.claim.source) != line.claim.source:
            return line.model_copy(update={"claim": Claim.model_validate({**dict(line.claim), "source": name(line.claim.source)})})
        case Retraction() if name(line.source) != line.source:
            return replace(line, source=name(line.source))
    return line
