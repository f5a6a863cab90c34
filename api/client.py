"""The facade of a notebook over HTTP: the questions of `KnowledgeGraph`, asked of a server, with the same Results."""

import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar, overload
from urllib.parse import quote

import httpx2
import orjson
from pydantic import BaseModel, TypeAdapter

from api import requests as asked
from api.jobs import OVER, Job, State
from api.notebook import DrawnPath, DrawnRanking
from api.requests import checked
from api.wire import Wire
from graph import results
from graph.claims import Source
from graph.errors import RequestError, shown
from graph.progress import Progress
from graph.results import EntityHit
from graph.results.base import Engine
from graph.view import View
from loaders.reports import LoadReport

if TYPE_CHECKING:
    import networkx

EVERY = 0.3  # seconds between looks at a job
HERE = frozenset({"progress"})  # options that a server cannot be told
Model = TypeVar("Model", bound=BaseModel)


class Client:
    """A knowledge graph on a server. Names, options and answers are those of `KnowledgeGraph`; what cannot be asked is an error of the same tree.

    Questions are asked again where the server is busy or away; what is written is sent once.
    """

    def __init__(self, url: str, *, key: str = "", transport: httpx2.BaseTransport | None = None) -> None:
        self.url = url
        self._wire = Wire(url, key, transport=transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._wire.close()

    def search(self, text: str, *, kind: str = "", limit: int = 20, layer: Sequence[str] = ()) -> results.SearchResult:
        """Entities by name or alias, best first."""
        page = self._wire.get("entities", _Hits, {"q": text, "kind": kind, "layer": layer})
        return results.SearchResult(query={"text": text, "kind": kind}, **{**dict(page), "items": page.items[:limit]})

    def show(self, entity: str, **options: object) -> results.EntityResult:
        """An entity with its ties and statements: options of EntityRequest."""
        return self._one("entities", entity, asked.ViewRequest, results.EntityResult, options)

    def claims(self, about: str = "", source: str = "", **options: object) -> results.ClaimsResult:
        """Claims about an entity or of a source: options of ClaimsRequest."""
        return self._ask("claims", asked.ClaimsRequest, results.ClaimsResult, {"about": about, "source": source, **options})

    def sources(self, layers: Sequence[str] = ()) -> list[Source]:
        """The sources of the layers, by id."""
        return TypeAdapter(list[Source]).validate_python(self._wire.pages("sources", {"layer": [one for one in layers if one != "public"]}))

    def path(self, start: str | Sequence[str], end: str | Sequence[str], **options: object) -> DrawnPath:
        """Who can introduce start to end, each one name or several: options of PathRequest."""
        from graph.neighbourhood import path_view

        result = self._ask("paths", asked.PathRequest, results.PathResult, {"start": start, "end": end, **options})
        return DrawnPath.of(result, path_view(result))

    def metapath(self, start: str | Sequence[str], end: str | Sequence[str], pattern: str, **options: object) -> results.MetapathResult:
        """How strongly start and end are joined by a pattern: options of PathRequest."""
        given = {"start": start, "end": end, "pattern": pattern, "mode": "metapath", **options}
        return self._ask("paths", asked.PathRequest, results.MetapathResult, given)

    def explain(self, start: str | Sequence[str], end: str | Sequence[str], **options: object) -> results.ExplainResult:
        """How start and end are linked: options of LinkRequest."""
        return self._ask("paths/explain", asked.LinkRequest, results.ExplainResult, {"start": start, "end": end, **options})

    @overload
    def influence(self, on: Literal[""] = "", **options: object) -> DrawnRanking: ...
    @overload
    def influence(self, on: str, **options: object) -> DrawnRanking | results.MoversResult: ...
    def influence(self, on: str = "", **options: object) -> DrawnRanking | results.MoversResult:
        """Actors by influence: options of InfluenceRequest; `on` a target: who moves it."""
        return self.movers(on, **options) if on else self._ask("influence", asked.InfluenceRequest, DrawnRanking, options)

    def movers(self, on: str, **options: object) -> results.MoversResult:
        """Who moves a target: options of MoversRequest."""
        return self._one("influence/on", on, asked.MoversRequest, results.MoversResult, options)

    def brokers(self, **options: object) -> results.BrokersResult:
        """Actors by brokerage: options of BrokersRequest."""
        return self._ask("brokerage", asked.BrokersRequest, results.BrokersResult, options)

    def measures(self, **options: object) -> results.MeasuresResult:
        """Every actor measured as a part of the whole graph: options of MeasuresRequest."""
        return self._ask("measures", asked.MeasuresRequest, results.MeasuresResult, options)

    def simulate(self, target: str, move: object, **options: object) -> results.SimulationResult:
        """What a target would do if others moved, a scenario: options of SimulateRequest."""
        body = _told(asked.SimulateRequest, {"target": target, "move": move, **options})
        return self._wire.send("POST", "scenarios", results.SimulationResult, json=body)

    def settle(self, ask: str, given: Sequence[object] = (), **options: object) -> results.SettlementResult:
        """Where an ask would settle: options of SettleRequest; `given` are inputs of one's own."""
        if not given:
            return self._one("settlement", ask, asked.SettleRequest, results.SettlementResult, options)
        body = _told(asked.SettlementScenario, {"ask": ask, "given": given, **options})
        return self._wire.send("POST", "scenarios", results.SettlementResult, json=body)

    def spread(self, **options: object) -> results.SpreadResult:
        """Seeds from which a word would reach most actors, a scenario: options of SpreadRequest."""
        return self._ask("spread", asked.SpreadRequest, results.SpreadResult, options)

    def allies(self, ask: str, **options: object) -> results.AlliesResult:
        """Who stands where on an ask: options of AlliesRequest."""
        return self._one("allies", ask, asked.AlliesRequest, results.AlliesResult, options)

    def grid(self, ask: str, **options: object) -> results.GridResult:
        """The actors on an ask by power and interest: options of GridRequest."""
        return self._one("allies", ask, asked.GridRequest, results.GridResult, options, "/grid")

    def coalition(self, ask: str, **options: object) -> results.CoalitionResult:
        """The fewest allies that cover three countries and three branches: options of CoalitionRequest."""
        return self._one("allies", ask, asked.CoalitionRequest, results.CoalitionResult, options, "/coalition")

    def next(self, ask: str, **options: object) -> results.NextResult:
        """Whom to call next on an ask: options of NextRequest."""
        return self._one("allies", ask, asked.NextRequest, results.NextResult, options, "/next")

    def gaps(self, ask: str, **options: object) -> results.GapsResult:
        """Where our campaign on an ask is weak: options of GapsRequest."""
        return self._one("allies", ask, asked.GapsRequest, results.GapsResult, options, "/gaps")

    def decisions(self, ask: str, **options: object) -> results.DecisionsResult:
        """By whom an ask could be granted: options of DecisionsRequest."""
        return self._one("decisions", ask, asked.DecisionsRequest, results.DecisionsResult, options)

    def brief(
        self,
        target: str,
        ask: str,
        *,
        to: str | Path = "",
        theme: str | Path | Mapping[str, str] = "",
        progress: Progress | None = None,
        **options: object,
    ) -> results.BriefingResult:
        """What a briefing tells: options of PackRequest; its files too where `to` names a folder, in the look of a `theme` file of this machine."""
        from api.briefing import fields_of, theme_of, write

        look = theme if isinstance(theme, Mapping) else fields_of(theme_of(Path(theme))) if theme else {}
        body = _told(asked.PackRequest, {"target": target, "ask": ask, "theme": dict(look), **options})
        done = self._waited(self._wire.send("POST", "briefings", Job, json=body), progress)
        files = {name: self._wire.content(f"jobs/{done.id}/files/{quote(name, safe='')}") for name in (done.result or {})["files"]}
        answers = results.BriefingResult.model_validate_json(files.pop("briefing.json"))
        if to:
            write(files, Path(to))
        return answers

    def coalitions(self, **options: object) -> results.CoalitionsResult:
        """Who holds together: options of CoalitionsRequest."""
        return self._ask("coalitions", asked.CoalitionsRequest, results.CoalitionsResult, options)

    def diff(self, earlier: date | str, later: date | str, about: str | Sequence[str] = (), **options: object) -> results.ChangesResult:
        """What differs between two days: options of ChangesRequest."""
        given = {"earlier": str(earlier), "later": str(later), "about": about, **options}
        return self._ask("changes", asked.ChangesRequest, results.ChangesResult, given)

    def trade(self, measure: str = "flows", **options: object) -> results.FlowsResult | results.IndicatorResult:
        """Figures of trade, or an indicator of them; `measure` is flows, dependence, concentration, growth, rca or mirror."""
        if measure == "flows":
            return self._ask("trade/flows", asked.FlowsRequest, results.FlowsResult, options)
        request = asked.ConcentrationRequest if measure == "concentration" else asked.FiguresRequest
        return self._ask(f"trade/{quote(measure, safe='')}", request, results.IndicatorResult, options)

    def reviews(self, about: str = "", **options: object) -> results.ReviewsResult:
        """What waits for a person: options of ReviewsRequest."""
        return self._ask("reviews", asked.ReviewsRequest, results.ReviewsResult, {"about": about, **options})

    def history(self, entity: str = "", **options: object) -> results.HistoryResult:
        """Decisions, judgements and what was filed, newest first: options of HistoryRequest."""
        return self._ask("history", asked.HistoryRequest, results.HistoryResult, {"entity": entity, **options})

    def watch(self, target: str, **options: object) -> results.WatchResult:
        """What was filed, corrected or decided about a target since one last looked: options of WatchRequest."""
        return self._one("watch", target, asked.WatchRequest, results.WatchResult, options)

    def draw(self, view: str, *entities: str, output: str = "", **options: object) -> str:
        """The picture of a view, in the format of the file's suffix (svg unless given), also written there."""
        from api.files import write_whole

        form = Path(output).suffix.removeprefix(".") or "svg"
        content = self._wire.content(f"views/{quote(view, safe='')}.{quote(form, safe='')}", {"entities": entities, **options}).decode()
        if output:
            write_whole(Path(output), content)
        return content

    def networkx(self, **options: object) -> "networkx.MultiDiGraph":
        """Every entity and every interaction that the view admits, with all attributes: options of ViewRequest."""
        from networkx.readwrite import json_graph

        data = orjson.loads(self._wire.content("graph", _told(asked.ViewRequest, options)))
        return json_graph.node_link_graph(data, edges="edges")

    def load(self, *sources: str, loader: str = "", layer: str = "", dry_run: bool = False, progress: Progress | None = None) -> LoadReport:
        """Send files, and those of folders, to be filed, wait, and report; to interrupt the wait cancels the job."""
        with ExitStack() as stack:
            files = [("files", (place.name, stack.enter_context(place.open("rb")))) for place in _files(sources)]
            form = {"as": loader, "layer": layer, "dry_run": str(dry_run).lower()}
            waiting = self._wire.send("POST", "loads", Job, files=files, data=form)
        return LoadReport.model_validate(self._waited(waiting, progress).result)

    def _waited(self, job: Job, progress: Progress | None) -> Job:
        try:
            while job.state not in OVER:
                if progress:
                    progress(job.done, max(job.total, 1))
                time.sleep(EVERY)
                job = self._wire.get(f"jobs/{job.id}", Job)
        except BaseException:
            self._wire.send("DELETE", f"jobs/{job.id}", Job)
            raise
        if job.state is not State.DONE:
            raise RequestError(job.problem or f"job {job.id}: {job.state.value}")
        return job

    def _ask(self, path: str, request: type[BaseModel], answer: type[Model], options: Mapping[str, object]) -> Model:
        return self._wire.get(path, answer, _told(request, options))

    def _one(self, path: str, name: str, request: type[BaseModel], answer: type[Model], options: Mapping[str, object], rest: str = "") -> Model:
        return self._wire.get(f"{path}/{quote(name, safe=':/')}{rest}", answer, _told(request, options))


class _Hits(BaseModel):
    items: tuple[EntityHit, ...]
    revision: str
    as_of: date
    view: View
    layers: tuple[str, ...]
    engine: Engine


def _told(request: type[BaseModel], options: Mapping[str, object]) -> dict[str, Any]:
    """The parameters of a request, checked here as the server checks them. Raises RequestError."""
    made = checked(request, **{name: value for name, value in options.items() if name not in HERE})
    return made.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _files(sources: Sequence[str]) -> list[Path]:
    found = [file for source in sources for file in (sorted(Path(source).rglob("*")) if Path(source).is_dir() else [Path(source)]) if not file.is_dir()]
    if missing := [file for file in found if not file.is_file()]:
        raise RequestError(f"{shown(str(missing[0]))}: there is no such file; name files or folders of this machine")
    return found
