"""Flows joined: agreement → chapter → topic ← stance ← actor, with the figures about each topic."""

from collections.abc import Iterable, Iterator, Sequence

from graph.results import Evidence, FlowsResult, Observation, TopicFlows
from graph.snapshot.arrays import Snapshot
from graph.trade.joins import contained, links, topics_of, topics_spoken_of, voices
from graph.trade.scope import TradeQuery, answer_fields, observations
from graph.trade.terms import reading
from graph.words import count, listing, plain

MOST_VOICES = 100
MOST_TOPICS = 60


def flows(snapshot: Snapshot, query: TradeQuery) -> FlowsResult:
    """Figures of trade by topic; `chapter` and `actor` choose the topics, `topic` names one.

    A topic is joined to chapters by what regulates or concerns it, to actors by their stances on it, on
    such a chapter or on an ask that concerns it, and by the figures that they give. Nothing is added up.
    """
    seen, hit = observations(snapshot, query)
    texts = contained(snapshot, snapshot.index(query.chapter)) if query.chapter else None
    joined = bool(query.topic or query.chapter or query.actor)
    chosen = _topics(snapshot, query, texts, seen)
    figures = [each for each in seen if not joined or not chosen.isdisjoint(each.topics)]
    rows = sorted((_row(snapshot, query, topic, texts, figures) for topic in sorted(chosen)), key=_order)
    kept, shown = tuple(rows[:MOST_TOPICS]), tuple(figures[: query.limit])
    warnings = [*hit, *_cut(len(figures), len(shown), "figures"), *_cut(len(rows), len(kept), "topics"), *_cautions(figures)]
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


def _topics(snapshot: Snapshot, query: TradeQuery, texts: Sequence[int] | None, seen: Sequence[Observation]) -> set[str]:
    """The topics asked for: that one, those of the chapter, those that the actor speaks on; without any, those of the figures."""
    wanted: list[set[str]] = []
    if query.topic:
        wanted.append({snapshot.ids[snapshot.index(query.topic)]})
    if texts is not None:
        topics = {topic for text in texts for topic in topics_of(snapshot, query, text)}
        present = {topic for each in seen for topic in each.topics}
        wanted.append(topics | {narrow for topic in topics for narrow in reading().within.get(topic, ()) if narrow in present})
    if query.actor:
        wanted.append(topics_spoken_of(snapshot, query, snapshot.index(query.actor), seen))
    return set.intersection(*wanted) if wanted else {topic for each in seen for topic in each.topics}


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
