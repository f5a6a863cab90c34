"""One call on an ask: what to ask for, what may be expected of it, and what it rests on that is not proved."""

from collections.abc import Iterator, Mapping

from graph import ontology
from graph.allies.stances import HUMAN, weights
from graph.allies.voices import Voices
from graph.campaign.makers import Campaign, Maker, priors
from graph.claims import Claim, Modality
from graph.entities import ClaimsQuery, chosen_claims, evidence_of, stance
from graph.influence.opinion import Points, points
from graph.influence.opinion import priors as opinion
from graph.paths.reach import Reached
from graph.proofs import titles_by_group
from graph.results import Path, Position, Purpose, Shift, Standing, Want
from graph.results.allies import AGAINST
from graph.snapshot.arrays import Snapshot
from graph.words import fill, listing, months_between, words

WANTS = 3


def purpose_of(standing: Standing, *, matters: bool) -> Purpose | None:
    """Which list an actor belongs to; None for whoever has taken no position and does not matter."""
    if standing.position == "unknown":
        return "persuade" if matters else None
    if standing.position in AGAINST or (standing.stance == "conditional" and not standing.inferred):
        return "address concerns"
    return "mobilise" if standing.position == "ally" else "persuade"


def to_ask(standing: Standing, ask: str, makers: list[str]) -> str:
    """What to ask for in words."""
    return fill(priors().asks[manner(standing)], ask=f"“{ask}”", makers=listing(makers) or "those who decide")


def manner(standing: Standing) -> str:
    """By which of the asks of `mobilise.yaml` an actor is approached."""
    if standing.stale:
        return "stale"
    if standing.stance == "conditional":
        return "conditional"
    if standing.position == "opponent" and not standing.inferred:
        return "opposed"
    if standing.position in AGAINST:
        return "leaning against"
    return {"ally": "ally", "leaning ally": "leaning", "swing": "swing", "neutral": "neutral"}.get(standing.position, "unknown")


def shift(standing: Standing, score: float) -> Shift | None:
    """How far the position would move towards 100 if the call got through, None where it is unknown or cannot move.

    score * susceptibility * (100 - position) (Friedkin and Johnsen 1990, one step), over the susceptibilities of `opinion.yaml`.
    """
    now = _now(standing)
    if now is None or standing.position == "ally":
        return None
    levels = sorted(opinion().susceptibility)
    pairs = ((levels[0], now.high), (levels[len(levels) // 2], now.likely), (levels[-1], now.low))
    low, likely, high = (score * level * (100 - where) for level, where in pairs)
    return Shift(now=now.likely, now_lo=now.low, now_hi=now.high, value=likely, lo=low, hi=high)


def _now(standing: Standing) -> Points | None:
    """Where an actor stands in points of 100: as inferred where that is all there is."""
    if standing.position == "unknown":
        return None
    if standing.inferred and standing.lo90 is not None and standing.hi90 is not None:
        return Points(100 * standing.lo90, 50 * (standing.lo90 + standing.hi90), 100 * standing.hi90)
    return points(standing)


def expect(standing: Standing, moved: Shift | None) -> str:
    """What may be expected, in words; a scenario is called one."""
    if moved:
        now = f"{moved.now:.0f} ({'inferred' if standing.inferred else 'stated'}; {moved.now_lo:.0f} to {moved.now_hi:.0f})"
        return f"scenario: from {now} by {moved.value:.0f} points of 100 ({moved.lo:.0f} to {moved.hi:.0f})"
    if standing.position == "ally":
        return "it is for the ask already: what the call adds is its voice" + (" (inferred, not stated)" if standing.inferred else "")
    return "no shift can be told: where it stands is not known"


def wants(snapshot: Snapshot, campaign: Campaign, entity: int) -> tuple[Want, ...]:
    """What else the actor has itself taken a stance on or asked for, the newest of each first."""
    query = campaign.query
    asked = ClaimsQuery(as_of=query.day, view=query.view, about=snapshot.ids[entity], statuses=query.view.statuses)
    found: dict[int, Want] = {}
    for number in chosen_claims(snapshot, asked).tolist():
        claim = snapshot.record(number).claim
        taken = _taken(claim)
        about = snapshot.index(claim.ask or claim.object) if taken else entity
        if not taken or snapshot.index(claim.subject) != entity or about in (campaign.ask, entity) or about in found:
            continue
        last = claim.interval.last
        said_on = min(last, query.day) if last else None
        found[about] = Want.model_validate({"about": snapshot.node(about), "stance": taken, "said_on": said_on, "evidence": snapshot.evidence(number)})
    return tuple(found.values())[:WANTS]


def _taken(claim: Claim) -> str:
    """The stance of a claim made in the subject's own voice, "" for any other claim."""
    if set(claim.qualifiers) & set(weights().told) or not (claim.ask or claim.object):
        return ""
    asked = weights().asking.get(claim.predicate, "") if claim.modality is Modality.ASSERTED and claim.ask else ""
    return stance(claim) or asked


def doubts(campaign: Campaign, known: Mapping[int, Standing], standing: Standing, maker: Maker | None, path: Path, reached: Reached) -> Iterator[str]:
    """What a call rests on that is not proved, what matters most first."""
    if standing.position == "unknown":
        yield f"where it stands is not known{f' any more (stated {standing.said_on})' if standing.stale else ''}: that it would help is a guess"
    elif standing.inferred:
        yield "its position is inferred, not stated"
    elif standing.basis == "stated" and not standing.confirmed:
        yield "its stance is not confirmed by a person"
    if standing.position != "unknown" and standing.note:
        yield standing.note
    if standing.entity.kind == "role":
        yield "the person is not named"
    yield from _introducers(campaign, known, path)
    if path.score < words().weak:
        yield f"the path is weak (score {path.score:.2f})"
    if path.certainty == "possible":
        yield "the path is possible, not certain: the dates leave open whether it holds on this day"
    yield from _unnamed(maker, path, reached)
    titles = titles_by_group(campaign.snapshot, evidence_of(path.ties))
    if len(titles) == 1:
        yield f"the path rests on one source: {next(iter(titles.values()))}"
    if maker and campaign.unchecked(maker):
        yield "the rule that gives it a say was not compared with the official text"
    if path.newest and (age := months_between(path.newest, campaign.query.day)) >= priors().stale:
        yield f"the newest evidence of the path is {age} months old"


def _introducers(campaign: Campaign, known: Mapping[int, Standing], path: Path) -> Iterator[str]:
    for node in path.nodes[1:-1]:
        v = campaign.snapshot.index(node.id)
        if v in campaign.own:
            continue
        position = _position(campaign, known, v)
        if position in AGAINST:
            yield f"{node.name}, who would introduce us, is {'an opponent' if position == 'opponent' else 'a leaning opponent'}"
        elif position == "unknown":
            yield f"where {node.name}, who would introduce us, stands is not known"


def _position(campaign: Campaign, known: Mapping[int, Standing], v: int) -> Position:
    """Where an actor stands; a person of whom nothing is known stands where the body does for which it acts."""
    held = Voices(campaign.snapshot, campaign.query.view).acts_for(v, campaign.query.day) if campaign.snapshot.kinds[v] in HUMAN else set()
    placed = (known[each].position for each in (v, *sorted(held, key=lambda each: campaign.snapshot.ids[each])) if each in known)
    return next((position for position in placed if position != "unknown"), "unknown")


def _unnamed(maker: Maker | None, path: Path, reached: Reached) -> Iterator[str]:
    """That a path ends at a body and not at a person."""
    last = path.nodes[-1]
    if reached.in_person or last.kind in HUMAN or ontology.load().entities[last.kind].inside:
        return
    held = [node.name for node in maker.step.holders] if maker else []
    yield f"the path ends at {last.name}, not at {listing(held)} in person" if held else f"no person is named at {last.name}"
