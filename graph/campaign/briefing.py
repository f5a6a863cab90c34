"""What only a briefing asks: the target's own words, and the topics of the ask."""

from collections.abc import Sequence

from graph.claims import Modality
from graph.entities import ClaimsQuery, chosen_claims, stance, statement
from graph.results import Node, Statement
from graph.snapshot.arrays import Snapshot
from graph.trade.joins import topics_of
from graph.trade.scope import TradeQuery
from graph.view import Query

MOST_SAID = 20
SPEAKS = ("urges", "says")
HELD = (Modality.ASSERTED, Modality.CONDITIONAL)


def own_words(snapshot: Snapshot, query: Query, speakers: Sequence[str]) -> tuple[Statement, ...]:
    """What the speakers (ids) themselves took a stance on, asked for or said, newest first, at most 20; nothing that others say of them."""
    found: dict[str, Statement] = {}
    for speaker in speakers:
        asked = ClaimsQuery(as_of=query.day, view=query.view, about=speaker, statuses=query.view.statuses)
        for number in chosen_claims(snapshot, asked).tolist():
            claim = snapshot.record(number).claim
            subject = snapshot.ids[snapshot.index(claim.subject)] if claim.subject else ""
            told = bool(claim.speaker) and snapshot.ids[snapshot.index(claim.speaker)] not in speakers
            if subject == speaker and not told and claim.modality in HELD and (stance(claim) or claim.predicate in SPEAKS):
                found.setdefault(snapshot.claim_ids[number], statement(snapshot, number))
    order = sorted(found.values(), key=lambda each: each.claim)
    return tuple(sorted(order, key=lambda each: each.evidence.when, reverse=True)[:MOST_SAID])


def ask_topics(snapshot: Snapshot, query: Query, ask: str) -> tuple[Node, ...]:
    """The topics that an ask bears on, by id."""
    found = topics_of(snapshot, TradeQuery(as_of=query.day, view=query.view), snapshot.index(ask))
    return tuple(snapshot.node(snapshot.index(topic)) for topic in sorted(found))
