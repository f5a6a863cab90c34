"""What of the record each look-up reads, for a store on a server that need not tell the rest."""

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from graph import ontology
from graph.store.base import Chains, Excerpt
from graph.view import View

if TYPE_CHECKING:
    from graph.entities import ClaimsQuery
    from graph.neighbourhood import EgoQuery
    from graph.paths.walk import PathQuery
    from graph.trade.scope import TradeQuery

CANDIDATES = 100  # chains of a server's own search


def about(view: View, *entities: str) -> Excerpt:
    """What is said about entities."""
    return _seen(view, Excerpt(about=entities))


def around(query: "EgoQuery", kinds: tuple[str, ...]) -> Excerpt:
    """What is said about an entity and those that ties of these kinds join to it; where an ask is given, also who stands where and speaks for whom."""
    speaking = spoken() if query.ask else ()
    wanted = Excerpt(about=(query.entity,), rings=query.steps, along=making(kinds), predicates=speaking, beginning=("topic:",) if speaking else ())
    return _seen(query.view, wanted, query.ask)


def flows(query: "TradeQuery") -> Excerpt:
    """All figures, what bears on topics and who speaks on them, and the names of economies."""
    from graph.trade.economies import economies, economy
    from graph.trade.joins import SPEAKS
    from graph.trade.scope import PREDICATES

    economies_asked = [economy(end) for end in (query.actor, query.reporter, query.partner) if end]
    ids = [f"{prefix}:{key}" for prefix in ("gov", "place", "org") for key in (*economies_asked, *(economies().groups if prefix == "org" else ()))]
    asked = filter(None, (query.topic, query.chapter, query.actor, query.reporter, query.partner))
    predicates = (*PREDICATES, *SPEAKS, *(("part_of",) if query.chapter else ()))
    stances = tuple(key for key, predicate in ontology.load().predicates.items() if predicate.stance)
    wanted = Excerpt(
        predicates=tuple(dict.fromkeys((*predicates, *stances))), named=tuple(ids), beginning=("topic:", "place:", "gov:"), kinds=("place", "government")
    )
    return _seen(query.view, wanted, *asked)


def chains(query: "PathQuery", starts: tuple[str, ...], ends: tuple[str, ...]) -> Chains:
    """The chains of fewest ties among which introductions are looked for."""
    from graph.paths.walk import carrying_kinds

    view, kinds = query.view, carrying_kinds(query.view)
    inside = tuple(key for key, kind in ontology.load().entities.items() if kind.inside or key in view.inside)
    return Chains(
        starts=starts,
        ends=ends,
        predicates=making(kinds),
        kinds=kinds,
        inside=inside,
        statuses=tuple(view.statuses),
        confidence=view.min_confidence,
        day=query.day.isoformat(),
        exclude=tuple(id for id in view.exclude if not id.startswith("source:")),
        hops=query.max_ties,
        most=CANDIDATES,
    )


def claims(query: "ClaimsQuery") -> Excerpt | None:
    """The claims that a list shows; None for a list of all."""
    if query.ids:
        return _seen(query.view, Excerpt(claims=query.ids), query.about, query.source)
    if query.about:
        return _seen(query.view, Excerpt(about=(query.about,)), query.source)
    if query.source:
        return _seen(query.view, Excerpt(source=query.source))
    return _seen(query.view, Excerpt(predicates=(query.predicate,))) if query.predicate else None


@cache
def spoken() -> tuple[str, ...]:
    """The predicates of claims by which it is told who stands where on an ask, and who speaks for whom."""
    from graph.allies.stances import weights

    known = ontology.load()
    stances = (key for key, predicate in known.predicates.items() if predicate.stance)
    return tuple(dict.fromkeys((*stances, *weights().asking, "concerns", "distinct_from", "post_at", "holds_post", "vacant", *making(known.offices))))


@cache
def making(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """The predicates of claims that may make, or end, ties of these kinds."""
    return tuple(key for key, predicate in ontology.load().predicates.items() if not {predicate.tie, *predicate.when.values()}.isdisjoint(kinds))


def _seen(view: View, wanted: Excerpt, *others: str) -> Excerpt:
    """The excerpt with the entities and sources that the view leaves out, and others, which are to be known."""
    ids = [*view.exclude, *filter(None, others)]
    sources = tuple(id for id in ids if id.startswith("source:"))
    return replace(wanted, named=(*wanted.named, *(id for id in ids if id not in sources)), sources=sources)
