"""Questions kept by name, and asked again as things stand then."""

import inspect
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graph.claims import Frozen
from graph.errors import RequestError, UnknownName, shown
from graph.results import Answer

if TYPE_CHECKING:
    from api.knowledge import KnowledgeGraph

DRAWER, MARKS = "saved", "watch"
QUESTIONS = (
    *("path", "metapath", "explain", "influence", "movers", "brokers", "measures", "simulate", "settle", "spread", "allies", "grid", "coalition"),
    *("next", "gaps", "decisions", "coalitions", "diff", "trade", "show", "claims", "search", "reviews", "history", "watch"),
)
NAME = 100


class Saved(Frozen):
    """A question of the Python facade with its options, under a name of its own among those of whoever keeps it."""

    name: str
    question: str
    options: dict[str, Any]


def save(graph: "KnowledgeGraph", name: str, question: str, options: Mapping[str, Any], *, by: str = "local") -> Saved:
    """Keep a question, in place of an earlier one of that name. It is asked once, so that what cannot be answered is told now: raises as it does."""
    if not name.strip() or len(name) > NAME or not name.isprintable() or "/" in name:
        raise RequestError(f"{shown(name) or 'nothing'}: no name for a question; use up to {NAME} characters, and no slash")
    kept = Saved(name=name, question=question, options=dict(options))
    asked(graph, kept)
    while not graph.store.keep(DRAWER, f"{by}/{name}", kept.model_dump_json(), was=graph.store.memo(DRAWER, f"{by}/{name}")):
        pass
    return kept


def saved(graph: "KnowledgeGraph", *, by: str = "local") -> list[Saved]:
    """The questions that someone keeps, by name."""
    return [Saved.model_validate_json(body) for key, body in sorted(graph.store.memos(DRAWER).items()) if key.partition("/")[0] == by]


def named(graph: "KnowledgeGraph", name: str, *, by: str = "local") -> Saved:
    """The question of a name. Raises UnknownName."""
    body = graph.store.memo(DRAWER, f"{by}/{name}")
    if body is None:
        raise UnknownName(name, sorted(one.name for one in saved(graph, by=by))[:3], what="question", todo="keep one with `trilateral saved add`")
    return Saved.model_validate_json(body)


def forget(graph: "KnowledgeGraph", name: str, *, by: str = "local") -> Saved:
    """Let a question go. Raises UnknownName."""
    kept = named(graph, name, by=by)
    graph.store.keep(DRAWER, f"{by}/{name}", None, was=graph.store.memo(DRAWER, f"{by}/{name}"))
    return kept


def kept_mark(graph: "KnowledgeGraph", name: str) -> str:
    """The mark of a watch that is kept under a name; empty where there is none yet."""
    return graph.store.memo(MARKS, name) or ""


def keep_mark(graph: "KnowledgeGraph", name: str, mark: str) -> None:
    """Keep the mark of a watch under a name."""
    graph.store.keep(MARKS, name, mark, was=graph.store.memo(MARKS, name))


def asked(graph: "KnowledgeGraph", kept: Saved) -> Answer:
    """What the question answers now. Raises RequestError for one that is none, and as the question does."""
    if kept.question not in QUESTIONS:
        raise RequestError(f"{shown(kept.question)}: no question; use one of {', '.join(QUESTIONS)}")
    method = getattr(graph, kept.question)
    try:
        inspect.signature(method).bind(**kept.options)
    except TypeError as error:
        raise RequestError(f"{kept.question}: {shown(str(error))}") from error
    answer = method(**kept.options)
    assert isinstance(answer, Answer)
    return answer
