"""The registry as claims of one source, in a fixed order."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from graph.claims import Claim, Line, Record, Source
from loaders.registry.model import Ask, Entry, Post, Registry, Topic, Vehicle

SOURCE = Source(
    id="source:registry",
    group="source:registry",
    title="Registry of Trilateral: who is who in North American digital trade",
    publisher="Trilateral",
    kind="reference",
    licence="Apache-2.0",
    reliability=0.9,
)
EXTRACTOR = "registry/1"
CHECKED, UNCHECKED = 900, 700


def lines(registry: Registry) -> Iterator[Line]:
    """The source, which changes with the facts, then a record for each of them; what was not checked has confidence 700."""
    yield SOURCE.model_copy(update={"sha256": registry.digest})
    said = chain(
        chain.from_iterable(_of_entry(entry) for entry in registry.entries.values()),
        chain.from_iterable(_of_topic(topic) for topic in registry.topics.values()),
        chain.from_iterable(_of_post(post) for post in registry.posts.values()),
        chain.from_iterable(_of_vehicle(vehicle) for vehicle in registry.vehicles.values()),
        chain.from_iterable(_of_ask(ask) for ask in registry.asks.values()),
    )
    for claim in said:
        yield Record(claim=claim, extractor=EXTRACTOR)


def _claim(subject: str, predicate: str, object_: str = "", **fields: object) -> Claim:
    return Claim.model_validate({"subject": subject, "predicate": predicate, "object": object_, "source": SOURCE.id, "confidence": CHECKED} | fields)


def _named(id_: str, kind: str, name: str, aliases: Iterable[str] = (), **attributes: str) -> Iterator[Claim]:
    yield _claim(id_, "kind", value=kind)
    yield _claim(id_, "name", value=name)
    for alias in dict.fromkeys(aliases):
        if alias != name:
            yield _claim(id_, "alias", value=alias)
    for predicate, value in attributes.items():
        if value:
            yield _claim(id_, predicate, value=value)


def _of_entry(entry: Entry) -> Iterator[Claim]:
    yield from _named(entry.id, entry.kind, entry.called or entry.name, entry.forms, country=entry.country, url=entry.url, describes=entry.describes)
    for identifier in entry.identifiers:
        yield _claim(entry.id, "identifier", value=identifier)
    if entry.part_of:
        yield _claim(entry.id, "part_of", entry.part_of, qualifiers=("structure",))
    for party in entry.parties:
        yield _claim(party, "party_to", entry.id)
    for topic in entry.topics:
        yield _claim(entry.id, "regulates", topic)
    for other in entry.distinct_from:
        yield _claim(entry.id, "distinct_from", other)
    for successor in entry.succeeded_by:
        yield _claim(entry.id, "succeeded_by", successor)


def _of_topic(topic: Topic) -> Iterator[Claim]:
    yield from _named(topic.id, "topic", topic.labels["en"], topic.labels.values(), describes=topic.scope)


def _of_post(post: Post) -> Iterator[Claim]:
    yield from _named(post.id, "post", post.name, country=post.country)
    yield _claim(post.id, "post_at", post.at, qualifiers=("heads",) if post.heads else ())
    for term in post.terms:
        marks = {"since": True, "ended": bool(term.end), "acting": term.acting, "unchecked": not term.url}
        yield _claim(
            term.person,
            "holds_post",
            post.id,
            when=f"{term.start}..{term.end or term.known}",
            qualifiers=tuple(mark for mark, holds in marks.items() if holds),
            gloss=term.basis,
            locator=term.url,
            confidence=CHECKED if term.url else UNCHECKED,
        )
    for vacancy in post.vacancies:
        confidence = CHECKED if vacancy.url else UNCHECKED
        yield _claim(post.id, "vacant", value="vacant", when=vacancy.when, gloss=vacancy.basis, locator=vacancy.url, confidence=confidence)


def _of_vehicle(vehicle: Vehicle) -> Iterator[Claim]:
    yield from _named(vehicle.id, "vehicle", vehicle.name, vehicle.aliases, describes=vehicle.describes)
    parts: Mapping[str, tuple[str, ...]] = {"decides_on": vehicle.decides, "must_agree_to": vehicle.must_agree, "consulted_on": vehicle.consulted}
    for predicate, actors in parts.items():
        for actor in actors:
            yield _claim(
                actor,
                predicate,
                vehicle.id,
                gloss=vehicle.basis,
                qualifiers=() if vehicle.checked else ("unchecked",),
                confidence=CHECKED if vehicle.checked else UNCHECKED,
            )


def _of_ask(ask: Ask) -> Iterator[Claim]:
    yield from _named(ask.id, "ask", ask.name, ask.aliases, describes=ask.describes)
    for topic in ask.topics:
        yield _claim(ask.id, "concerns", topic)
    for vehicle in ask.vehicles:
        yield _claim(ask.id, "granted_by", vehicle)
    for other in ask.contrary:
        yield _claim(ask.id, "distinct_from", other, qualifiers=("contrary",))
