"""Questions about paths."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypedDict

from api.questions import excerpts
from api.questions.allies import ask_id
from api.requests import MODES, LinkRequest, PathRequest, checked
from api.requests.base import US
from graph import dates
from graph.errors import RequestError, shown
from graph.results import ExplainResult, MetapathResult, PathResult
from graph.view import View

if TYPE_CHECKING:
    from api.knowledge import KnowledgeGraph
    from graph.progress import Progress

MOST_HOPS = 4  # of the server's own search, which slows down with each
OWN = {"between": "temporal", "pattern": "metapath"}


class Link(TypedDict):
    """The fields that every question about a link shares."""

    as_of: date | None
    view: View
    start: str
    end: str
    also_start: tuple[str, ...]
    also_end: tuple[str, ...]
    k: int
    max_ties: int
    diverse: bool
    hub_exponent: float | None


def path(graph: "KnowledgeGraph", start: str | Sequence[str], end: str | Sequence[str], **options: object) -> PathResult:
    """Who can introduce start to end: options of PathRequest, in every mode but metapath."""
    from graph.paths.introduce import PathQuery, introduce

    request = _of_mode(checked(PathRequest, start=start, end=end, **options))
    if request.mode == "metapath":
        raise RequestError("metapath: answers with figures, not with introductions; call metapath")
    if request.engine == "cypher":
        return _by_hops(graph, request)
    view = graph.view(request)
    snapshot = graph.snapshot(view.layers)
    link = _link(graph, request, view)
    ask = ask_id(graph, request.ask, view.layers) if request.ask else ""
    if request.mode == "introduce" and not ask:
        return introduce(snapshot, PathQuery(**link))
    from graph.paths.modes import ModeQuery, paths

    since, until = _days(request.between) if request.between else (None, None)
    return paths(snapshot, ModeQuery.model_validate({**link, "mode": request.mode, "ask": ask, "seed": request.seed, "since": since, "until": until}))


def _by_hops(graph: "KnowledgeGraph", request: PathRequest) -> PathResult:
    """Introductions among the ways of fewest ties that the server gives. Raises RequestError for what it cannot honour."""
    from graph.paths.hops import introduce_among
    from graph.paths.walk import PathQuery

    view = graph.view(request)
    query = PathQuery(**_link(graph, request, view))
    starts, ends = (query.start, *query.also_start), (query.end, *query.also_end)
    found = graph.store.chains(excerpts.chains(query, starts, ends), view.layers)
    if found is None:
        raise RequestError("engine cypher: the store is a file, which does not search by itself; leave the option out, or name a store on a Neo4j server")
    named = sorted({*starts, *ends, *(id for chain in found for id in chain)})
    snapshot = graph.excerpt(excerpts.about(view, *named), view.layers)
    return introduce_among(snapshot, query, found, excerpts.CANDIDATES).model_copy(update={"engine": "server"})


def _check_by_hops(request: PathRequest) -> None:
    if request.mode != "introduce" or request.ask:
        raise RequestError("engine cypher: answers introductions alone, and without an ask; leave the engine out")
    if request.max_ties > MOST_HOPS:
        raise RequestError(f"engine cypher: at most {MOST_HOPS} ties are searched, got {request.max_ties}; leave the option out for longer paths")
    if US in (*request.start, *request.end):
        raise RequestError("engine cypher: “us” stands for many, whom only the snapshot tells; name one, or leave the option out")


def metapath(
    graph: "KnowledgeGraph", start: str | Sequence[str], end: str | Sequence[str], pattern: str, progress: "Progress | None" = None, **options: object
) -> MetapathResult:
    """How strongly two entities are joined by a pattern of kinds: options of PathRequest; ends are single entities."""
    from graph.paths.metapath import MetapathQuery
    from graph.paths.metapath import metapath as measure

    request = _of_mode(checked(PathRequest, start=start, end=end, pattern=pattern, **{**options, "mode": "metapath"}))
    view = graph.view(request)
    link = _link(graph, request, view, people=False)
    if link["also_start"] or link["also_end"]:
        raise RequestError("metapath: joins one entity to one; give one name for each end")
    query = MetapathQuery(as_of=request.day, view=view, start=link["start"], end=link["end"], pattern=request.pattern, k=request.k, seed=request.seed)
    return measure(graph.snapshot(view.layers), query, progress)


def explain(graph: "KnowledgeGraph", start: str | Sequence[str], end: str | Sequence[str], **options: object) -> ExplainResult:
    """How start and end are linked, by at most 15 entities: options of LinkRequest."""
    from graph.paths.explanation import ExplainQuery
    from graph.paths.explanation import explain as union

    request = checked(LinkRequest, start=start, end=end, **options)
    view = graph.view(request)
    return union(graph.snapshot(view.layers), ExplainQuery(**_link(graph, request, view)))


def _of_mode(request: PathRequest) -> PathRequest:
    """The request, when its options belong to its mode. Raises RequestError."""
    if request.mode not in MODES:
        raise RequestError(f"{shown(request.mode)}: no such mode; known are {', '.join(MODES)}")
    if request.engine:
        _check_by_hops(request)
    for option, mode in OWN.items():
        if getattr(request, option) and request.mode != mode:
            raise RequestError(f"{option}: belongs to the mode {mode}, not to {request.mode}; leave it out or choose that mode")
        if request.mode == mode and not getattr(request, option):
            raise RequestError(f"{mode}: needs {option}; give {'two days' if option == 'between' else 'kinds in turn, such as “association -met- agency”'}")
    return request


def _link(graph: "KnowledgeGraph", request: LinkRequest, view: View, *, people: bool = True) -> Link:
    starts, ends = (tuple(dict.fromkeys(_stand_for(graph, names, view, request.day, people=people))) for names in (request.start, request.end))
    return Link(
        as_of=request.day,
        view=view,
        start=starts[0],
        end=ends[0],
        also_start=starts[1:],
        also_end=ends[1:],
        k=request.k,
        max_ties=request.max_ties,
        diverse=request.diverse,
        hub_exponent=request.hub_exponent,
    )


def _stand_for(graph: "KnowledgeGraph", names: tuple[str, ...], view: View, day: date | None, *, people: bool) -> Iterator[str]:
    for name in names:
        yield from graph.stand_for(name, view, day) if people else (graph.own_id(name, view.layers),)


def _days(between: tuple[str, ...]) -> tuple[date, date]:
    """The first day of the first date and the last day of the second. Raises BadDate."""
    first, last = (dates.parse(text) for text in between)
    if first.start is None or last.last is None:
        raise RequestError(f"between {shown(between[0])} and {shown(between[1])}: both days are needed; give two dates")
    return first.start, last.last
