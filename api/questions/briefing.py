"""The question behind a briefing: one target, one ask, the answers of seven others."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.questions.allies import ask_id
from api.requests import BriefingRequest, PackRequest, ViewRequest, checked
from api.requests.base import US
from graph.errors import RequestError
from graph.progress import Progress, part
from graph.results import BriefingResult, DecisionsResult, FlowsResult, MoversResult, Node
from graph.view import Query

if TYPE_CHECKING:
    from api.knowledge import KnowledgeGraph

PATHS = 3
FIGURES = 1000
DRAWS = 200


def brief(
    graph: "KnowledgeGraph",
    target: str,
    ask: str,
    to: str | Path = "",
    theme: str | Path | Mapping[str, str] = "",
    progress: Progress | None = None,
    **options: object,
) -> BriefingResult:
    """What a briefing tells: options of PackRequest; its files too where `to` names a folder. `theme` is a theme file or its fields.

    `progress` hears (done, total).
    """
    from api.briefing import files_of, formats, theme_given, theme_of, told, write

    request = checked(PackRequest, target=target, ask=ask, **options)
    look = theme_given(theme) if isinstance(theme, Mapping) else theme_of(Path(theme)) if theme else theme_given(request.theme)
    wanted = formats(request.formats)
    result = answers(graph, request, progress)
    if to:
        write(files_of(told(result, request.lang, look), wanted), Path(to))
    return result


def answers(graph: "KnowledgeGraph", request: BriefingRequest, progress: Progress | None = None) -> BriefingResult:
    """The answers that a briefing tells. `progress` hears (done, total)."""
    if not request.start and not graph.us:
        raise RequestError("us: our organisation is not set, so nobody is there to brief; set TRILATERAL_US to its id or name, or name who asks with --from")
    view = graph.view(request)
    ask, start = ask_id(graph, request.ask, view.layers), list(request.start or (US,))
    target = graph.own_id(request.target, view.layers)
    shared: dict[str, Any] = request.model_dump(include=set(ViewRequest.model_fields))
    told = progress or (lambda done, total: None)
    paths = graph.path(start, target, ask=ask, k=PATHS, max_ties=request.max_ties, **shared)
    told(1, 8)
    campaign: dict[str, Any] = {**shared, "from": start, "max_ties": request.max_ties}
    allies = graph.allies(ask, **shared)
    decisions = graph.decisions(ask, **campaign)
    told(3, 8)
    calls = graph.next(ask, **campaign)
    told(4, 8)
    gaps = graph.gaps(ask, **campaign)
    told(5, 8)
    record = {name: shared[name] for name in ("as_of", "min_confidence", "exclude", "layer")}
    trade = graph.trade("flows", limit=FIGURES, **record)
    assert isinstance(trade, FlowsResult)
    told(6, 8)
    movers, left_out = _movers(graph, target, shared, part(progress, 75, 100))
    return _put_together(
        graph,
        Query(as_of=request.day, view=view),
        target,
        paths=paths,
        allies=allies,
        decisions=decisions,
        next=calls,
        gaps=gaps,
        trade=trade,
        movers=movers,
        left_out=left_out,
    )


def _movers(graph: "KnowledgeGraph", target: str, shared: dict[str, Any], progress: Progress | None) -> tuple[MoversResult | None, dict[str, str]]:
    """Who moves the target, or why that could not be asked."""
    try:
        return graph.movers(target, draws=DRAWS, progress=progress, **shared), {}
    except RequestError as error:
        return None, {"movers": str(error)}


def _put_together(graph: "KnowledgeGraph", query: Query, target: str, **answers: Any) -> BriefingResult:
    from graph.campaign.briefing import ask_topics, own_words

    snapshot = graph.snapshot(query.view.layers)
    decisions: DecisionsResult = answers["decisions"]
    node: Node = snapshot.node(snapshot.index(target))
    said = own_words(snapshot, query, (node.id, *_heads(decisions, node)))
    ask = decisions.ask
    topics = ask_topics(snapshot, query, ask.id)
    asks = tuple(snapshot.node(snapshot.index(id)) for id in sorted({each.ask for each in said if each.ask.startswith("ask:")}))
    fields = snapshot.answer_fields(query, [each.evidence for each in said])
    parts = [answer for answer in answers.values() if hasattr(answer, "sources")]
    refs = {source.id: source for answer in parts for source in answer.sources} | {source.id: source for source in fields["sources"]}
    fields["sources"] = tuple(refs[id] for id in sorted(refs))
    fields["not_searched"] = tuple(dict.fromkeys(name for answer in parts for name in answer.not_searched))
    fields["warnings"] = tuple(dict.fromkeys(warning for answer in parts for warning in answer.warnings))
    fields["query"] |= {"target": target, "ask": ask.id, "start": answers["next"].start.id}
    licences = {source.id: source.licence for source in snapshot.sources if source.id in refs and source.licence}
    sentence = f"{answers['next'].sentence} {answers['allies'].sentence}"
    return BriefingResult(
        target=node, ask=ask, start=answers["next"].start, topics=topics, said=said, asks=asks, licences=licences, sentence=sentence, **answers, **fields
    )


def _heads(decisions: DecisionsResult, target: Node) -> tuple[str, ...]:
    """Who heads the target by a post with a say on the ask, by id."""
    steps = [step for route in decisions.vehicles for step in route.steps]
    ours = [step for step in steps if target.id in (step.actor.id, step.body.id if step.body else "")]
    return tuple(sorted({holder.id for step in ours for holder in step.holders} - {target.id}))
