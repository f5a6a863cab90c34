"""What joins topics to chapters, asks and the actors who speak on them, each with its claim."""

from collections.abc import Iterator, Sequence

from graph import ontology
from graph.claims import Claim, Modality
from graph.entities import ClaimsQuery, chosen_claims, stance, statement
from graph.results import Link, Observation, Voice
from graph.snapshot.arrays import Snapshot
from graph.trade.economies import members
from graph.trade.scope import TradeQuery

BEARS = ("regulates", "concerns")
SPEAKS = (*BEARS, "urges")
TEXTS = ("chapter", "article", "annex", "agreement")
CLOSE = ("chapter", "article", "annex", "ask")  # a stance on a whole agreement is none on each of its topics


def contained(snapshot: Snapshot, text: int) -> list[int]:
    """The text and whatever is part of it, down to its articles, in order."""
    inside, ring = {text}, [text]
    while ring:
        whole = ring.pop()
        for number in snapshot.about(whole).tolist():
            claim = snapshot.record(number).claim
            if claim.predicate == "part_of" and snapshot.index(claim.object) == whole and (part := snapshot.index(claim.subject)) not in inside:
                inside.add(part)
                ring.append(part)
    return sorted(inside)


def topics_of(snapshot: Snapshot, query: TradeQuery, entity: int) -> set[str]:
    """The topics that an ask, a chapter or an agreement is said to bear on; what another says of a topic is left out."""
    claims = (snapshot.record(number).claim for predicate in BEARS for number in _chosen(snapshot, query, entity, predicate))
    held = (claim for claim in claims if claim.modality is Modality.ASSERTED and snapshot.index(claim.subject) == entity)
    return {snapshot.ids[snapshot.index(claim.object)] for claim in held}


def topics_spoken_of(snapshot: Snapshot, query: TradeQuery, actor: int, figures: Sequence[Observation]) -> set[str]:
    """Topics on which an actor takes a stance or speaks, itself or through an ask or a chapter, or gives figures."""
    found = {topic for each in figures if each.evidence.speaker_id == snapshot.ids[actor] for topic in each.topics}
    for number in _chosen(snapshot, query, actor):
        claim = snapshot.record(number).claim
        if actor in _voices_of(snapshot, claim):
            for end in _spoken_on(snapshot, claim):
                found |= {snapshot.ids[end]} if snapshot.kinds[end] == "topic" else topics_of(snapshot, query, end)
    return found


def links(snapshot: Snapshot, query: TradeQuery, topic: int, texts: Sequence[int] | None) -> tuple[Link, ...]:
    """The chapters (of `texts`, where given) that bear on a topic, each way of bearing once, by id."""
    found: dict[tuple[str, str, str], Link] = {}
    for predicate in BEARS:
        for number in _chosen(snapshot, query, topic, predicate):
            claim = snapshot.record(number).claim
            if claim.modality is not Modality.ASSERTED or not claim.subject or snapshot.index(claim.object) != topic:
                continue
            text = snapshot.index(claim.subject)
            if snapshot.kinds[text] in TEXTS and (texts is None or text in texts):
                link = Link(chapter=snapshot.node(text), topic=snapshot.node(topic), relation=predicate, evidence=snapshot.evidence(number))
                found.setdefault((link.chapter.id, predicate, link.evidence.speaker_id), link)
    return tuple(found[key] for key in sorted(found))


def voices(snapshot: Snapshot, query: TradeQuery, topic: int, bearing: Sequence[Link], figures: Sequence[Observation]) -> tuple[Voice, ...]:
    """Who speaks on a topic: on itself, on a chapter or ask that bears on it, or by giving a figure; stances first."""
    asks = [end for end in _subjects(snapshot, query, topic) if snapshot.kinds[end] == "ask"]
    near = [snapshot.index(link.chapter.id) for link in bearing if link.chapter.kind in CLOSE]
    found: dict[tuple[str, str], Voice] = {}
    for on in dict.fromkeys([topic, *asks, *near]):
        for number in _chosen(snapshot, query, on):
            claim = snapshot.record(number).claim
            if on in _spoken_on(snapshot, claim):
                for voice in _heard(snapshot, number, claim, on):
                    found.setdefault((voice.actor.id, voice.evidence.claim), voice)
    for each in figures:
        if each.evidence.speaker_id:
            actor = snapshot.node(snapshot.index(each.evidence.speaker_id))
            voice = Voice(actor=actor, stance="", on=snapshot.node(topic), sentence=each.sentence, evidence=each.evidence)
            found.setdefault((actor.id, each.claim), voice)
    asked = {snapshot.ids[one] for one in members(snapshot, snapshot.index(query.actor))} if query.actor else set()
    mine = (voice for voice in found.values() if not query.actor or voice.actor.id in asked)
    return tuple(sorted(mine, key=lambda voice: (voice.stance == "", voice.actor.id, voice.evidence.claim)))


def _heard(snapshot: Snapshot, number: int, claim: Claim, on: int) -> Iterator[Voice]:
    """Those who speak in a claim; a stance is its subject's alone."""
    said = statement(snapshot, number)
    for actor in _voices_of(snapshot, claim):
        own = bool(claim.subject) and actor == snapshot.index(claim.subject)
        yield Voice(actor=snapshot.node(actor), stance=said.stance if own else "", on=snapshot.node(on), sentence=said.sentence, evidence=said.evidence)


def _voices_of(snapshot: Snapshot, claim: Claim) -> list[int]:
    """The actors who speak in a claim that takes a stance, urges, or says what something bears on."""
    if not (stance(claim) or (claim.predicate in SPEAKS and claim.modality is Modality.ASSERTED)):
        return []
    kinds = ontology.load().entities
    ends = [snapshot.index(end) for end in (claim.subject, claim.speaker) if end]
    return [end for end in dict.fromkeys(ends) if kinds[snapshot.kinds[end]].actor]


def _spoken_on(snapshot: Snapshot, claim: Claim) -> list[int]:
    """The topics, asks and parts of agreements on which a claim takes a stance or speaks.

    That a chapter concerns one topic is nothing said on the chapter's other topics.
    """
    ends = [end for end in (claim.object, claim.ask) if ":" in end and end.partition(":")[0] in ("topic", *CLOSE)]
    return [snapshot.index(end) for end in ends]


def _subjects(snapshot: Snapshot, query: TradeQuery, topic: int) -> list[int]:
    """What is said to concern a topic."""
    claims = (snapshot.record(number).claim for number in _chosen(snapshot, query, topic, "concerns"))
    return sorted({snapshot.index(claim.subject) for claim in claims if claim.subject and snapshot.index(claim.object) == topic})


def _chosen(snapshot: Snapshot, query: TradeQuery, about: int, predicate: str = "") -> list[int]:
    """Numbers of the claims about an entity that the query admits, newest first."""
    asked = ClaimsQuery(as_of=query.as_of, view=query.view, predicate=predicate, about=snapshot.ids[about], statuses=query.view.statuses)
    found: list[int] = chosen_claims(snapshot, asked).tolist()
    return found
