"""The desk of a run: where it files, what came of the files so far, and what a loader can ask of the record."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from graph.claims import Record, Source
from graph.store.base import PUBLIC, GraphStore
from loaders.intake import Intake
from loaders.known import TELLING, Known
from loaders.reports import Failure, Loaded

DESCRIBING = ("kind", "name", "alias", "identifier", "country", "url", "describes")  # predicates that say what a node of a graph file says


@dataclass(slots=True)
class Filing:
    """A run as it stands: where it files, and what came of the files so far. `who` is who is known, asked of the store when first needed."""

    store: GraphStore | None
    layer: str
    dry_run: bool
    resume: bool = False
    jobs: int = 1
    loaded: list[Loaded] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    with_registry: bool = True
    who: Known | None = None
    sources: dict[str, Source] | None = None
    documents: dict[str, Source] = field(default_factory=dict)
    asked_under: bool = False

    def keep(self, sources: Iterable[Source]) -> None:
        """Know sources that were filed just now; a private one may not have taken the place of a public one, so that the store is asked again."""
        if self.sources is not None and not self.dry_run and self.layer in ("", *PUBLIC):
            self.sources.update((source.id, source) for source in sources)
            self.documents.update((source.url, source) for source in sources if source.kind == "document" and source.url)
        elif not self.dry_run:
            self.sources = None

    def forget(self) -> None:
        """Ask the store again who and what is known."""
        self.who = self.sources = None


def seen(filing: Filing) -> tuple[str, ...]:
    """The public layer, and the one that is filed into."""
    return tuple(dict.fromkeys((*PUBLIC, filing.layer or PUBLIC[0])))


def intake_of(filing: Filing, known: Known | None = None) -> Intake:
    """The desk of a file; `known`: whoever it need know, else all who are."""
    filing.asked_under = False
    if filing.sources is None:
        filing.sources = {source.id: source for source in filing.store.sources(seen(filing))} if filing.store else {}
        filing.documents = {source.url: source for source in filing.sources.values() if source.kind == "document" and source.url}
    return Intake(
        who(filing) if known is None else known,
        filing.layer or PUBLIC[0],
        filed=filing.sources.get,
        record=partial(_record, filing),
        told=partial(_told, filing),
        holds=partial(_holds, filing),
        document=filing.documents.get,
        under=partial(_under, filing),
    )


def _record(filing: Filing, claim: str) -> Record | None:
    layers = (filing.layer or PUBLIC[0],)
    return next(filing.store.records(layers=layers, ids=[claim]), None) if filing.store and claim else None


def _told(filing: Filing, but: str) -> frozenset[tuple[str, str, str]]:
    told = filing.store.told(DESCRIBING, (filing.layer or PUBLIC[0],)) if filing.store else []
    return frozenset((one.subject, one.predicate, one.value) for one in told if one.source != but)


def _holds(filing: Filing, source: str) -> bool:
    return filing.store is not None and filing.store.text(source, seen(filing)) is not None


def _under(filing: Filing, prefix: str, layer: str) -> list[str]:
    filing.asked_under = True
    return [source.id for source in filing.store.sources((layer,), prefix=prefix)] if filing.store else []


def who(filing: Filing) -> Known:
    """Who is known: from the store, or from the registry where there is none."""
    if filing.who is None:
        from loaders.registry import lines, load_registry

        layers = seen(filing)
        judged = filing.store.judgements(layers) if filing.store else []
        told = filing.store.told(TELLING, layers) if filing.store else []
        filing.who = Known(() if told else (line for line in lines(load_registry()) if isinstance(line, Record)), judged)
        filing.who.tell(told)
    return filing.who
