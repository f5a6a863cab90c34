"""A knowledge graph as every door sees it: a store, its snapshots, and the questions in people's words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from datetime import date
from difflib import get_close_matches
from typing import IO, TYPE_CHECKING, Literal, Self, TypedDict, TypeVar, overload

from api.layers import seen
from api.requests import RecordRequest, ViewRequest
from api.requests.base import US
from api.snapshots import Snapshots
from graph import ontology
from graph.claims import Decision, Judgement, Line, Record, Source, Status
from graph.errors import RequestError, StoreLocked, UnknownName
from graph.identity import NEAREST, resolve
from graph.results import (
    AlliesResult,
    BriefingResult,
    BrokersResult,
    ChangesResult,
    ClaimsResult,
    CoalitionResult,
    CoalitionsResult,
    DecisionsResult,
    EntityHit,
    EntityResult,
    ExplainResult,
    FlowsResult,
    GapsResult,
    GraphView,
    GridResult,
    HistoryResult,
    IndicatorResult,
    MeasuresResult,
    MetapathResult,
    MoversResult,
    NextResult,
    PathResult,
    RankingResult,
    ReviewsResult,
    SearchResult,
    SettlementResult,
    SimulationResult,
    SpreadResult,
    WatchResult,
)
from graph.results.base import Engine
from graph.snapshot.build import Snapshot
from graph.spelling import fold
from graph.store import Credentials, open_store
from graph.store.base import PUBLIC, Check, Excerpt, GraphStore
from graph.store.curtain import Curtain
from graph.view import View

if TYPE_CHECKING:
    from pathlib import Path

    from graph.progress import Progress
    from loaders.exports.formats import Exported
    from loaders.extras import Extras
    from loaders.run import LoadReport
    from loaders.run import Progress as Loading


Found = TypeVar("Found")
STEADY = 20  # times that a list is read anew where a load comes between


class Stamp(TypedDict):
    """What every answer carries."""

    revision: str
    as_of: date
    view: View
    layers: tuple[str, ...]
    engine: Engine


class KnowledgeGraph:
    """Questions by names, answers by Results; a snapshot is kept for each layer set and follows the store's revision.

    Every question takes the options of its model in `api.requests` (as_of, min_confidence, exclude,
    layer, tie_kinds, with_proposed) and raises a child of RequestError when a name, day or option is wrong.
    `us` names our own organisation, for which the name "us" stands at either end of a path. With `patience`, as a server has it, an answer
    waits at most so many seconds for what a load has just changed; see `Snapshots`. `credentials` sign in where the store is on a server.
    """

    def __init__(self, url: str, *, create: bool = False, us: str = "", patience: float | None = None, credentials: Credentials | None = None) -> None:
        self.us = us
        self.store: GraphStore = open_store(url, create=create, credentials=credentials)
        self.url = url
        self._snapshots = Snapshots(patience=patience)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the store and its snapshots."""
        self._snapshots.clear()
        self.store.close()

    def seen_by(self, layers: Sequence[str]) -> "KnowledgeGraph":
        """The same graph for someone to whom only the public layer and these exist: with the same store and snapshots, closed with it."""
        seen = copy(self)
        seen.store = Curtain(self.store, layers)
        return seen

    def layers(self, names: Sequence[str] = ()) -> tuple[str, ...]:
        """The public layer and those named. Raises UnknownName, with the nearest, for one that the record never held anything of."""
        return seen(self.store, names)

    def snapshot(self, layers: Sequence[str] = PUBLIC, *, present: bool = False) -> Snapshot:
        """The snapshot of the layers at the store's present revision; with patience it may be the one before, unless it must be the `present` one."""
        return self._snapshots.get(self.store, layers, present=present)

    def excerpt(self, wanted: Excerpt, layers: Sequence[str] = PUBLIC) -> Snapshot:
        """A snapshot for a look-up that reads only this: the one at hand, else of the excerpt alone where a server gives it, else of everything."""
        return self._snapshots.excerpt(self.store, wanted, layers)

    def revision(self, layers: Sequence[str] = PUBLIC) -> str:
        """The revision that answers about the layers are of now."""
        return self._snapshots.revision(self.store, layers)

    def entity_id(self, name: str, layers: Sequence[str] = PUBLIC) -> str:
        """The id behind an id, name or alias. Raises UnknownName or AmbiguousName."""
        return resolve(self.store, name, layers).id

    def own_id(self, name: str, layers: Sequence[str] = PUBLIC) -> str:
        """The id behind a name, where "us" is our own organisation. Raises as `entity_id`, and RequestError when that is not set."""
        if name != US:
            return self.entity_id(name, layers)
        if not self.us:
            raise RequestError("us: our organisation is not set; set TRILATERAL_US to its id or name (for the country write US)")
        return self.entity_id(self.us, layers)

    def stand_for(self, name: str, view: View, day: date | None) -> tuple[str, ...]:
        """The ids that a name stands for at an end of a path: itself; "us": our organisation, its staff, board and members on the day."""
        own = self.own_id(name, view.layers)
        if name != US:
            return (own,)
        from graph.paths.ours import ours

        snapshot = self.snapshot(view.layers)
        return tuple(snapshot.ids[i] for i in ours(snapshot, view, day or date.today(), snapshot.index(own)))

    def source_id(self, name: str, layers: Sequence[str] = PUBLIC) -> str:
        """The id behind a source's id (with or without `source:`, or its unique beginning) or title. Raises UnknownName."""
        sources = self.store.sources(layers)
        ids = {source.id for source in sources}
        wanted = name if name.startswith("source:") else f"source:{name}"
        if wanted in ids:
            return wanted
        titled = {source.id for source in sources if fold(source.title) == fold(name)}
        found = titled or {id for id in ids if id.startswith(wanted)}
        if len(found) != 1:
            nearest = sorted(found)[:NEAREST] or get_close_matches(wanted, sorted(ids), n=NEAREST, cutoff=0.3)
            raise UnknownName(name, nearest, what="source", todo="try `trilateral claims` without it")
        return found.pop()

    def view(self, request: RecordRequest) -> View:
        """The view that a request asks for, its names resolved. Raises a child of RequestError."""
        layers = self.layers(request.layer)
        excluded = tuple(self._excluded(name, layers) for name in request.exclude)
        if not isinstance(request, ViewRequest):
            return View(layers=layers, exclude=excluded, min_confidence=request.min_confidence)
        ontology.load().check_kinds(ties=request.tie_kinds, entities=(*request.entity_kinds, *request.inside))
        return View(
            layers=layers,
            exclude=excluded,
            min_confidence=request.min_confidence,
            tie_kinds=request.tie_kinds,
            entity_kinds=request.entity_kinds,
            inside=request.inside,
            statuses=(Status.ACCEPTED, Status.PROPOSED) if request.with_proposed else (Status.ACCEPTED,),
        )

    def path(self, start: str | Sequence[str], end: str | Sequence[str], **options: object) -> PathResult:
        """Who can introduce start to end, each one name or several: options of PathRequest."""
        from api.questions.paths import path

        return path(self, start, end, **options)

    def metapath(
        self, start: str | Sequence[str], end: str | Sequence[str], pattern: str, *, progress: "Progress | None" = None, **options: object
    ) -> MetapathResult:
        """How strongly start and end are joined by a pattern such as "association -met- agency": options of PathRequest."""
        from api.questions.paths import metapath

        return metapath(self, start, end, pattern, progress, **options)

    def explain(self, start: str | Sequence[str], end: str | Sequence[str], **options: object) -> ExplainResult:
        """How start and end are linked, by at most 15 entities, one sentence a tie: options of LinkRequest."""
        from api.questions.paths import explain

        return explain(self, start, end, **options)

    @overload
    def influence(self, on: Literal[""] = "", *, progress: "Progress | None" = None, **options: object) -> RankingResult: ...
    @overload
    def influence(self, on: str, *, progress: "Progress | None" = None, **options: object) -> RankingResult | MoversResult: ...
    def influence(self, on: str = "", *, progress: "Progress | None" = None, **options: object) -> RankingResult | MoversResult:
        """Actors by influence: options of InfluenceRequest; `progress` hears (done, total). `on` a target: who moves it, see `movers`."""
        from api.questions.influence import influence

        return self.movers(on, progress=progress, **options) if on else influence(self, progress, **options)

    def movers(self, on: str, *, progress: "Progress | None" = None, **options: object) -> MoversResult:
        """Who moves a target, as a range over how far it yields to others: options of MoversRequest; `progress` as above."""
        from api.questions.opinion import movers

        return movers(self, on, progress, **options)

    def brokers(self, *, progress: "Progress | None" = None, **options: object) -> BrokersResult:
        """Actors by brokerage, which is not influence: options of BrokersRequest; `progress` hears (done, total)."""
        from api.questions.brokerage import brokers

        return brokers(self, progress, **options)

    def measures(self, **options: object) -> MeasuresResult:
        """Every actor measured as a part of the whole graph: options of MeasuresRequest."""
        from api.questions.brokerage import measures

        return measures(self, None, **options)

    def simulate(self, target: str, move: object, **options: object) -> SimulationResult:
        """What a target would do if others moved ({"AMITI": 80} or "AMITI=50..80"), a scenario: options of SimulateRequest."""
        from api.questions.opinion import simulate

        return simulate(self, target, move, **options)

    def settle(self, ask: str, given: Sequence[object] = (), **options: object) -> SettlementResult:
        """Where an ask would settle: options of SettleRequest; `given` are inputs of one's own (fields of GivenRequest)."""
        from api.questions.opinion import settle

        return settle(self, ask, given, **options)

    def spread(self, *, progress: "Progress | None" = None, **options: object) -> SpreadResult:
        """Seeds from which a word would reach most actors, a scenario: options of SpreadRequest; `progress` hears (done, total)."""
        from api.questions.spread import spread

        return spread(self, progress, **options)

    def allies(self, ask: str, **options: object) -> AlliesResult:
        """Who stands where on an ask, stated apart from inferred: options of AlliesRequest."""
        from api.questions.allies import allies

        return allies(self, ask, **options)

    def grid(self, ask: str, *, progress: "Progress | None" = None, **options: object) -> GridResult:
        """The actors on an ask by power and interest: options of GridRequest; `progress` hears (done, total)."""
        from api.questions.allies import grid

        return grid(self, ask, progress, **options)

    def coalition(self, ask: str, **options: object) -> CoalitionResult:
        """The fewest allies that cover three countries and three branches (CoalitionRequest)."""
        from api.questions.allies import coalition

        return coalition(self, ask, **options)

    def coalitions(self, *, progress: "Progress | None" = None, **options: object) -> CoalitionsResult:
        """Who holds together, by what they say and by what they do together: options of CoalitionsRequest; `progress` hears (done, total)."""
        from api.questions.coalitions import coalitions

        return coalitions(self, progress, **options)

    def next(self, ask: str, **options: object) -> NextResult:
        """Whom to call next on an ask, and what to ask for: options of NextRequest."""
        from api.questions.allies import next_calls

        return next_calls(self, ask, **options)

    def gaps(self, ask: str, **options: object) -> GapsResult:
        """Where our campaign on an ask is weak, and what would close each gap: options of GapsRequest."""
        from api.questions.allies import gaps

        return gaps(self, ask, **options)

    def decisions(self, ask: str, **options: object) -> DecisionsResult:
        """By whom an ask could be granted, and which of them we reach: options of DecisionsRequest."""
        from api.questions.allies import decisions

        return decisions(self, ask, **options)

    def brief(
        self,
        target: str,
        ask: str,
        *,
        to: "str | Path" = "",
        theme: "str | Path | Mapping[str, str]" = "",
        progress: "Progress | None" = None,
        **options: object,
    ) -> BriefingResult:
        """What a briefing on a target and an ask tells: options of PackRequest; `to` a folder: its files too, in the look of a `theme` file."""
        from api.questions.briefing import brief

        return brief(self, target, ask, to, theme, progress, **options)

    def diff(self, earlier: date | str, later: date | str, about: str | Sequence[str] = (), **options: object) -> ChangesResult:
        """What differs between two days, about some entities or all: options of ChangesRequest."""
        from api.questions.changes import diff

        return diff(self, earlier, later, about, **options)

    def trade(self, measure: str = "flows", **options: object) -> FlowsResult | IndicatorResult:
        """Figures of trade by topic, or an indicator of them: options of the requests in `api.requests.trade`.

        `measure` is flows, dependence, concentration, growth, rca or mirror.
        """
        from api.questions.trade import trade

        return trade(self, measure, **options)

    def show(self, entity: str, **options: object) -> EntityResult:
        """An entity with its ties and statements: options of EntityRequest."""
        from api.questions.entities import show

        return show(self, entity, **options)

    def claims(self, about: str = "", source: str = "", **options: object) -> ClaimsResult:
        """Claims about an entity or of a source: options of ClaimsRequest."""
        from api.questions.entities import claims

        return claims(self, about, source, **options)

    def claim(self, claim: str, layer: Sequence[str] = ()) -> Record:
        """A claim as filed, by its id or the beginning of it, from eight digits on. Raises UnknownName and AmbiguousName."""
        from api.questions.entities import claim as find

        return find(self, claim, self.layers(layer))

    def picture(self, view: str, *entities: str, **options: object) -> GraphView | RankingResult:
        """The data of a picture: ego of one entity, path between two, or ranking. Options of PictureRequest."""
        from api.questions.pictures import picture

        return picture(self, view, *entities, **options)

    def search(self, text: str, *, kind: str = "", limit: int = 20, layer: Sequence[str] = ()) -> SearchResult:
        """Entities by name or alias, best first."""
        layers = self.layers(layer)
        items, stamp = self.steady(lambda: self.hits(text, kind=kind, limit=limit, layers=layers), layers)
        return SearchResult(query={"text": text, "kind": kind}, **stamp, items=tuple(items))

    def stamp(self, layers: Sequence[str] = PUBLIC) -> Stamp:
        """What every answer carries: revision, day, view and layers."""
        layers = tuple(sorted({*PUBLIC, *layers}))
        return Stamp(revision=self.store.revision(layers), as_of=date.today(), view=View(layers=layers), layers=layers, engine=self.store.engine)

    def steady(self, read: Callable[[], Found], layers: Sequence[str] = PUBLIC) -> tuple[Found, Stamp]:
        """What is read from the store, and the stamp of the one revision that all of it is of; read anew where a load came between. Raises StoreLocked."""
        for _ in range(STEADY):
            stamp = self.stamp(layers)
            found = read()
            if self.store.revision(stamp["layers"]) == stamp["revision"]:
                return found, stamp
        raise StoreLocked(f"{self.url}: a load changes it faster than this list can be read; ask again when it has finished")

    def hits(self, text: str, *, kind: str = "", limit: int = 20, layers: Sequence[str] = PUBLIC) -> list[EntityHit]:
        """Matches of a text, best first. Raises RequestError for a kind that is none."""
        ontology.load().check_kinds(entities=filter(None, [kind]))
        return self.store.search(text, kind=kind, limit=limit, layers=layers)

    def everyone(self, *, kind: str = "", layers: Sequence[str] = PUBLIC) -> list[EntityHit]:
        """Every entity of a kind, or every one, by id. Raises RequestError for a kind that is none."""
        from api.questions.entities import everyone

        return everyone(self, kind, layers)

    def prominent(self) -> list[EntityHit]:
        """The actors named by the most reports of contact, to begin an exploration with."""
        from api.questions.entities import prominent

        return prominent(self)

    def watch(self, target: str, **options: object) -> WatchResult:
        """What was filed, corrected or decided about a target or ask since one last looked: options of WatchRequest."""
        from api.questions.watch import watch

        return watch(self, target, **options)

    def load(
        self,
        *sources: str,
        loader: str = "",
        layer: str = "",
        dry_run: bool = False,
        resume: bool = False,
        jobs: int = 1,
        extras: "Extras | None" = None,
        progress: "Loading | None" = None,
        stdin: IO[bytes] | None = None,
    ) -> "LoadReport":
        """File sources (`loaders.run.load`) and report what was new."""
        from loaders.run import load

        return load(self.store, sources, loader=loader, layer=layer, dry_run=dry_run, resume=resume, jobs=jobs, extras=extras, progress=progress, stdin=stdin)

    def reviews(self, about: str = "", *, limit: int = 50, merges_only: bool = False, layer: Sequence[str] = ()) -> ReviewsResult:
        """What waits for a person: entities that may be one, each with what it is known for, and other proposed claims."""
        from api.questions.review import reviews

        return reviews(self, about, limit, merges_only, self.layers(layer))

    def decide(self, claims: Sequence[str], status: Status, *, by: str = "", layer: Sequence[str] = ()) -> list[Decision]:
        """Accept or reject claims, named by id or by its beginning; to accept a `same_as` claim merges, to reject it keeps apart.

        Raises UnknownName, AmbiguousName or Contradicted.
        """
        from api.questions.review import decide

        return decide(self.store, claims, status, by, self.layers(layer))

    def undo(self, name: str = "") -> Decision | Judgement | None:
        """Return the latest decision or judgement that still counts, after taking it back, or the one named; None when there is none.

        The claim stands again as the decision before it had it, or as it was read; the entities as they were judged before.
        """
        from api.questions.review import undo

        return undo(self.store, name)

    def merge(self, left: str, right: str, *, by: str = "", layer: str = PUBLIC[0]) -> Judgement:
        """Judge that two entities are one. Raises Contradicted where they are judged different; `undo` and `split` take it back."""
        from api.questions.curation import merge

        return merge(self, left, right, by, layer)

    def split(self, entity: str, other: str = "", *, by: str = "", layer: str = PUBLIC[0]) -> list[Judgement]:
        """Take an entity out of what it was merged with; with `other`, judge that the two are different."""
        from api.questions.curation import split

        return split(self, entity, other, by, layer)

    def history(self, entity: str = "", *, limit: int = 50, cursor: str = "", layer: Sequence[str] = ()) -> HistoryResult:
        """Decisions, judgements and what was filed, of an entity or all, newest first."""
        from api.questions.curation import history

        layers = self.layers(layer)
        return self.steady(lambda: history(self, entity, limit, cursor, layers), layers)[0]

    @overload
    def export(self, layers: Sequence[str] = ()) -> Iterator[Line]: ...
    @overload
    def export(self, layers: Sequence[str] = (), *, format: str, to: "str | Path | IO[str]") -> "Exported": ...
    def export(self, layers: Sequence[str] = (), *, format: str = "", to: "str | Path | IO[str]" = "") -> "Iterator[Line] | Exported":
        """Every line of the public layer and of the layers named; with a `format`, write them into a file, folder or stream instead."""
        if not format:
            return self.store.dump(self.layers(layers))
        from api.questions.exports import export

        return export(self, layers, format, to)

    def check(self) -> Check:
        """Verify the store."""
        return self.store.check()

    def sources(self, layers: Sequence[str] = PUBLIC) -> list[Source]:
        """The sources of the layers, by id."""
        return self.store.sources(layers)

    def _excluded(self, name: str, layers: Sequence[str]) -> str:
        if name.startswith("source:"):
            return self.source_id(name, layers)
        try:
            return self.entity_id(name, layers)
        except UnknownName as unknown:
            try:
                return self.source_id(name, layers)
            except UnknownName:
                raise unknown from None
