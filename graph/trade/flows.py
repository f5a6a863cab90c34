"""Flows joined: agreement → chapter → topic ← stance ← actor, with the figures about each topic."""

from collections.abc import Iterable, Iterator, Sequence

from graph.results import Evidence, FlowsResult, Observation, TopicFlows
from graph.snapshot.arrays import Snapshot
from graph.trade.economies import ECONOMIES, economy, members
from graph.trade.joins import contained, links, topics_of, topics_spoken_of, voices
from graph.trade.observations import same_economy
from graph.trade.scope import TradeQuery, answer_fields, observations
from graph.trade.terms import reading
from graph.words import count, listing, plain

MOST_VOICES = 100
MOST_TOPICS = 60


def flows(snapshot: Snapshot, query: TradeQuery) -> FlowsResult:
    """Figures of trade by topic; `chapter` and `actor` choose the topics, `topic` names one; of an actor that is an economy also its own trade.

    A topic is joined to chapters by what regulates or concerns it, to actors by their stances on it, on
    such a chapter or on an ask that concerns it, and by the figures that they give. Nothing is added up.
    """
    seen, hit = observations(snapshot, query)
    texts = contained(snapshot, snapshot.index(query.chapter)) if query.chapter else None
    joined = bool(query.topic or query.chapter or query.actor)
    within = _within(snapshot, query, texts, seen)
    spoken = _spoken(snapshot, query, within, seen)
    figures = [each for each in seen if not joined or not spoken.isdisjoint(each.topics) or _own(snapshot, query, within, each)]
    chosen = spoken | {topic for each in figures if query.actor for topic in each.topics if within is None or topic in within}
    rows = sorted((_row(snapshot, query, topic, texts, figures) for topic in sorted(chosen)), key=_order)
    kept, shown = tuple(rows[:MOST_TOPICS]), tuple(figures[: query.limit])
    warnings = [*hit, *_one(snapshot, query), *_cut(len(figures), len(shown), "figures"), *_cut(len(rows), len(kept), "topics"), *_cautions(figures)]
    fields = answer_fields(snapshot, query, shown)
    proofs = [proof for row in kept for proof in _proofs(row)]
    fields["sources"] = snapshot.answer_fields(query, [*proofs, *(each.evidence for each in shown)])["sources"]
    return FlowsResult(
        found=bool(figures),
        topics=kept,
        observations=shown,
        total=len(figures),
        sentence=_sentence(figures, kept, joined=joined),
        would_change="" if figures else "A source with figures on these topics, economies and periods would fill the gap.",
        warnings=tuple(warnings),
        **fields,
    )


def _within(snapshot: Snapshot, query: TradeQuery, texts: Sequence[int] | None, seen: Sequence[Observation]) -> set[str] | None:
    """The topics that the question is kept to: the one named, those of the chapter; None where it is kept to none."""
    wanted: list[set[str]] = []
    if query.topic:
        wanted.append({snapshot.ids[snapshot.index(query.topic)]})
    if texts is not None:
        topics = {topic for text in texts for topic in topics_of(snapshot, query, text)}
        present = {topic for each in seen for topic in each.topics}
        wanted.append(topics | {narrow for topic in topics for narrow in reading().within.get(topic, ()) if narrow in present})
    return set.intersection(*wanted) if wanted else None


def _spoken(snapshot: Snapshot, query: TradeQuery, within: set[str] | None, seen: Sequence[Observation]) -> set[str]:
    """The topics asked for, of them those that the actor speaks on; without any, those of the figures."""
    if not query.actor:
        return {topic for each in seen for topic in each.topics} if within is None else within
    spoken = {topic for one in members(snapshot, snapshot.index(query.actor)) for topic in topics_spoken_of(snapshot, query, one, seen)}
    return spoken if within is None else spoken & within


def _own(snapshot: Snapshot, query: TradeQuery, within: set[str] | None, each: Observation) -> bool:
    """Whether a figure is of the trade of the actor, which is an economy, and of a topic that the question is kept to."""
    if not query.actor or snapshot.kinds[snapshot.index(query.actor)] not in ECONOMIES:
        return False
    key = economy(snapshot.ids[snapshot.index(query.actor)])
    return (same_economy(each.reporter, key) or same_economy(each.partner, key)) and (within is None or not within.isdisjoint(each.topics))


def _one(snapshot: Snapshot, query: TradeQuery) -> list[str]:
    """That a government and its country were taken for one."""
    asked = members(snapshot, snapshot.index(query.actor)) if query.actor else []
    if len(asked) < 2:
        return []
    names = listing([f"{plain(snapshot.names[one])} ({snapshot.ids[one]})" for one in asked])
    return [f"{names} are taken for one actor in this answer alone, the record keeps them apart; ask for a reporter or a partner to see trade without voices"]


def _row(snapshot: Snapshot, query: TradeQuery, topic: str, texts: Sequence[int] | None, figures: Sequence[Observation]) -> TopicFlows:
    i = snapshot.index(topic)
    about = tuple(each for each in figures if topic in each.topics)
    bearing = links(snapshot, query, i, texts)
    return TopicFlows(
        topic=snapshot.node(i),
        links=bearing,
        observations=about[: query.limit],
        voices=voices(snapshot, query, i, bearing, about)[:MOST_VOICES],
    )


def _proofs(row: TopicFlows) -> Iterator[Evidence]:
    yield from (voice.evidence for voice in row.voices)
    yield from (link.evidence for link in row.links)
    yield from (each.evidence for each in row.observations)


def _order(row: TopicFlows) -> tuple[int, int, str]:
    return -len(row.observations), -len(row.voices), row.topic.id


def _cut(all: int, shown: int, what: str) -> list[str]:
    return [f"only the first {shown} of {all} {what} are shown"] if all > shown else []


def _cautions(figures: Iterable[Observation]) -> list[str]:
    """What must not be done with figures that stand beside each other."""
    figures = list(figures)
    found = []
    if len({(each.unit, each.basis, each.period, each.category) for each in figures if each.kind == "flow"}) > 1:
        found.append("the flows differ in category, basis, unit or period: they stand side by side and are not added up")
    if any(each.net for each in figures):
        found.append("a share of a net balance is among the figures: it can exceed 100 %")
    return found


def _sentence(figures: Sequence[Observation], rows: Sequence[TopicFlows], *, joined: bool) -> str:
    """How many figures on which topics, what grows, and who speaks for it."""
    told = [row for row in rows if row.observations]
    if not figures:
        about = f" on {listing([plain(row.topic.name) for row in rows[:5]])}" if joined and rows else ""
        return f"No figure of trade{about} is in evidence for what was asked."
    parts = [f"{count(len(figures), 'figure', 'figures')} of trade"]
    parts += [f"on {listing([plain(row.topic.name) for row in told[:4]])}"] if told else []
    growing = [row for row in told if any(each.kind == "growth" and each.value > 0 for each in row.observations)]
    parts += [f"said to grow: {listing([plain(row.topic.name) for row in growing[:4]])}"] if growing else []
    names = sorted({plain(voice.actor.name) for row in told for voice in row.voices if voice.stance == "support"})
    parts += [f"{listing(names[:5])} {'supports' if len(names) == 1 else 'support'} what bears on them"] if names else []
    return f"{parts[0][0].upper()}{parts[0][1:]}{' ' + parts[1] if told else ''}{''.join('; ' + part for part in parts[1 + bool(told) :])}."
