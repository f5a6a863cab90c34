"""Parts of a story about the campaign: who decides, gaps and risks, and the next calls."""

from collections.abc import Iterator, Sequence

from graph.campaign.calls import manner
from graph.campaign.makers import priors
from graph.results import Call, Gap, Node
from viz.briefing.model import Line
from viz.briefing.teller import Teller, proofs_of
from viz.briefing.words import capital, outside

PURPOSES = {"mobilise": "to mobilise", "persuade": "to persuade", "address concerns": "to address its concerns"}
CALLS = 3
GAPS = {
    "vacant": "{about}: the post is vacant, and nobody can decide there.",
    "holder not known": "{about}: who holds the post is not known.",
    "no path": "no path that is strong enough leads to {about}.",
    "unknown stance": "where {about} stand is not known.",
    "single route": "the only way to {about} hangs on {cut}.",
    "stale tie": "the newest evidence of the way to {about} is old.",
    "one source": "the case rests on one source: {titles}.",
}


def decisions(teller: Teller) -> Iterator[Line]:
    """By how many ways the ask could be granted, and how far we reach those who decide."""
    tongue, result = teller.tongue, teller.result.decisions
    if not result.vehicles:
        yield teller.line(tongue.sentence("by whom {ask} could be granted is not in evidence.", ask=teller.ask))
        return
    names = tongue.names([route.vehicle for route in result.vehicles])
    text = tongue.many(len(result.vehicles), "the ask could be granted in {n} way: {names}.", "the ask could be granted in {n} ways: {names}.", names=names)
    yield teller.line(capital(text), [proof for route in result.vehicles for proof in route.evidence])
    states = [(len([route for route in result.vehicles if route.status == state]), state) for state in ("open", "narrow", "blocked")]
    said = [tongue.many(number, *STATES[state]) if number else tongue.say("none is open") for number, state in states if number or state == "open"]
    yield teller.line(f"{capital(tongue.listing(said))}.", level=1, doubt=tongue.say("narrow: somebody needed is not reached, not known or against it"))


STATES = {"open": ("{n} is open", "{n} are open"), "narrow": ("{n} is narrow", "{n} are narrow"), "blocked": ("{n} is blocked", "{n} are blocked")}


def gaps(teller: Teller, most: int = 4) -> Iterator[Line]:
    """One line for each kind of weakness, the weightiest named; then what would close most of them."""
    result = teller.result.gaps
    kinds = dict.fromkeys(gap.kind for gap in result.gaps)
    for kind in list(kinds)[:most]:
        some = [gap for gap in result.gaps if gap.kind == kind]
        yield teller.line(_weakness(teller, some), [gap.evidence[0] for gap in some if gap.evidence])
    for gap in result.gaps:
        if gap.missing:
            a, b = (teller.tongue.name(node) for node in gap.missing)
            yield teller.line(teller.tongue.sentence("what would close the weightiest gap: a documented contact between {a} and {b}.", a=a, b=b), level=1)
            break
    if not result.gaps:
        yield teller.line(teller.tongue.sentence("no gap is known; that says what the record holds, no more."))


def _weakness(teller: Teller, some: Sequence[Gap]) -> str:
    tongue = teller.tongue
    about = list({node.id: node for gap in some for node in gap.about}.values())
    titles = dict.fromkeys(proof.source.title for gap in some for proof in gap.evidence)
    if some[0].kind == "unknown stance" and len(about) == 1:
        return tongue.sentence("where {a} stands is not known.", a=tongue.name(about[0]))
    values = {
        "about": tongue.names(about, 4),
        "cut": tongue.names([node for gap in some for node in gap.cut], 3) or tongue.say("one go-between"),
        "titles": tongue.listing([tongue.quoted(outside(title)) for title in titles]),
    }
    return tongue.sentence(GAPS[some[0].kind], **values)


def movers(teller: Teller) -> Line:
    """Who moves the target as far as the record goes; an assumption, and said where it is not enough to say."""
    tongue, found = teller.tongue, teller.result.movers
    known = [one for one in found.items if one.enough][:CALLS] if found else []
    if not known:
        return teller.line(tongue.sentence("there is not enough data to say who moves {b}.", b=teller.target))
    text = tongue.sentence(
        "by the record, {names} would move {b} most; that rests on assumptions and is no forecast.",
        b=teller.target,
        names=tongue.names([one.entity for one in known]),
    )
    return teller.line(text, [proof for one in known for proof in one.evidence])


def calls(teller: Teller) -> Iterator[Line]:
    """The next three calls: whom, what to ask for, by which way; fewer where no more are in reach."""
    tongue, result = teller.tongue, teller.result.next
    chosen = result.listed[:CALLS]
    for number, call in enumerate(chosen, 1):
        silent = call.standing.position == "unknown"
        purpose = tongue.say("to sound out" if silent else PURPOSES[call.purpose])
        values = {"n": str(number), "who": tongue.label(call.standing.entity), "purpose": purpose, "ask": _to_ask(teller, call)}
        proofs = [*call.standing.evidence, *call.evidence]
        yield teller.line(tongue.sentence("{n}. {who}, {purpose}: {ask}.", **values), proofs, doubt=_doubt(teller, call), mark="unknown" if silent else "")
        yield teller.line(tongue.sentence("way: {way}.", way=_way(teller, call.path.nodes)), proofs_of(call.path), level=1)
    if not chosen:
        yield teller.line(tongue.sentence("there is nobody to call whom a documented contact leads to."))
    elif len(chosen) < CALLS:
        yield teller.line(tongue.sentence("nobody else that matters is within reach."))


def _to_ask(teller: Teller, call: Call) -> str:
    makers = [covered.maker for covered in call.covers if covered.maker.id != call.standing.entity.id]
    said = teller.tongue.names(makers, 3) or teller.tongue.say("those who decide")
    return teller.tongue.say("ask it to {what}", what=teller.tongue.say(priors().asks[manner(call.standing)], ask=teller.tongue.say("the ask"), makers=said))


def _doubt(teller: Teller, call: Call) -> str:
    tongue = teller.tongue
    found = [tongue.say("beyond the next calls: it adds little")] if not call.place else []
    found += [tongue.say("that it would help is a guess")] if call.standing.position == "unknown" else []
    found += [tongue.say("possible, not certain")] if call.path.certainty == "possible" else []
    found += [tongue.say("rests on one source")] if len({proof.source.id for proof in proofs_of(call.path)}) == 1 else []
    return ", ".join(found)


def _way(teller: Teller, nodes: Sequence[Node]) -> str:
    return " → ".join(teller.tongue.label(node) for node in nodes)
