"""The findings: one full sentence for the briefing and one for each slide."""

from graph.results import Path, Standing
from graph.results.allies import AGAINST, FOR
from graph.words import months_between, words
from viz.briefing.teller import Teller
from viz.briefing.words import capital

TARGET_STANDS = {
    "support": "{b} supports {ask}",
    "oppose": "{b} opposes {ask}",
    "conditional": "{b} supports {ask} on conditions",
    "ambivalent": "{b} is of two minds on {ask}",
    "neutral": "{b} says that it is neutral on {ask}",
    "unknown": "where {b} stands on {ask} is not known",
}


LONGEST = 130  # characters of a title that names the ask


def whole(teller: Teller) -> str:
    """How we reach the target and where it stands: the title of the briefing. A long ask is named in the subtitle alone."""
    named = _whole(teller, teller.ask)
    return named if len(named) <= LONGEST else _whole(teller, teller.tongue.say("the ask"))


def _whole(teller: Teller, ask: str) -> str:
    there = teller.target_standing
    if there and there.inferred and there.position != "unknown":
        stands = teller.tongue.say("{b} has not said where it stands on {ask}; what it may lean to is only inferred", b=teller.target, ask=ask)
    else:
        stands = teller.tongue.say(TARGET_STANDS[there.stance if there else "unknown"], b=teller.target, ask=ask)
    return f"{capital(door(teller))}; {stands}."


def door(teller: Teller) -> str:
    """How we reach the target, as a clause that begins with the age of old evidence."""
    tongue, best = teller.tongue, teller.best
    if best is None:
        return tongue.say("no path in evidence leads from {a} to {b}", a=teller.us, b=teller.target)
    months = months_between(best.newest, teller.result.as_of) if best.newest else 0
    said = _reaches(teller, best)
    return tongue.many(months, "by evidence {n} month old, {door}", "by evidence {n} months old, {door}", door=said) if months >= words().stale else said


def _reaches(teller: Teller, best: Path) -> str:
    tongue, ends = teller.tongue, {"a": teller.us, "b": teller.target}
    if best.hops == 1:
        sure = best.certainty == "certain"
        return tongue.say("{a} has a documented contact of its own with {b}" if sure else "{a} may have a documented contact of its own with {b}", **ends)
    through = tongue.names(best.nodes[1:-1])
    return tongue.say("{a} reaches {b} through {through}" if best.certainty == "certain" else "{a} may reach {b} through {through}", through=through, **ends)


def opening(teller: Teller) -> str:
    """How we reach the target and how fresh that is."""
    best = teller.best
    if best is None or best.newest is None:
        return f"{capital(door(teller))}."
    return teller.tongue.sentence("{door}; the newest evidence is of {day}.", door=door(teller), day=teller.tongue.day(best.newest))


def support(teller: Teller) -> str:
    """Who has spoken for the ask, who against, and how many that matter have not spoken."""
    tongue, allies = teller.tongue, teller.result.allies
    stated = [one for one in allies.items if one.position in FOR and one.basis == "stated" and not one.inferred]
    earlier = [one for one in allies.items if one.stance in ("support", "conditional") and one.inferred]
    leaning = [one for one in allies.items if one.position in FOR and one not in stated and one not in earlier]
    opposed = [one for one in allies.items if one.position in AGAINST]
    against = [one for one in opposed if one.stance != "unknown"]
    averse = len(opposed) - len(against)
    parts = [_supporters(teller, stated, earlier)]
    if earlier:
        parts.append(tongue.say("support stated long ago or undated: {names}", names=tongue.names([one.entity for one in earlier])))
    parts += [tongue.many(len(leaning), "{n} more may lean for it", "{n} more may lean for it")] if leaning else []
    parts += [tongue.many(len(against), "{n} is against it", "{n} are against it") if against else tongue.say("nobody is known to oppose it")]
    parts += [tongue.many(averse, "{n} may lean against it", "{n} may lean against it")] if averse else []
    if allies.silent_total:
        parts += [tongue.many(allies.silent_total, "{n} that matters has not spoken", "{n} that matter have not spoken")]
    return f"{capital('; '.join(parts))}."


def _supporters(teller: Teller, stated: list[Standing], earlier: list[Standing]) -> str:
    tongue = teller.tongue
    if not stated and earlier:
        return tongue.say("nobody has stated support for the ask of late")
    if not stated:
        return tongue.say("nobody has stated support for the ask")
    if len(stated) > 1:
        return tongue.many(len(stated), "{n} actor has stated support for the ask", "{n} actors have stated support for the ask")
    (one,) = stated
    conditional = one.stance == "conditional"
    message = "only {a} has stated support for the ask, on conditions" if conditional else "only {a} has stated support for the ask"
    return tongue.say(message, a=tongue.name(one.entity))


def calls(teller: Teller) -> str:
    """How many of those who decide we reach, and whom to call next."""
    tongue, result = teller.tongue, teller.result
    if not result.next.calls:
        return tongue.sentence("{reached}; there is nobody to call next.", reached=reached(teller))
    called = tongue.many(len(result.next.calls), "the next call is {names}", "the next calls are {names}", names=tongue.names(result.next.calls))
    return f"{capital(reached(teller))}; {called}."


def reached(teller: Teller) -> str:
    """How many of those who decide or must agree we reach, and how many of them by more than a weak way, as a clause."""
    tongue, result = teller.tongue, teller.result
    needed = {step.actor.id: step.reached for route in result.decisions.vehicles for step in route.steps if step.needed}
    if not needed:
        return tongue.say("who decides on the ask is not in evidence")
    if not result.gaps.reached and any(needed.values()):
        one = "{reached} of the {n} that decides or must agree can be reached, by a weak way"
        more = "{reached} of the {n} that decide or must agree can be reached, only by weak ways"
        return tongue.many(len(needed), one, more, reached=tongue.number(sum(needed.values())))
    many = {"reached": tongue.number(sum(needed.values())), "strong": tongue.number(result.gaps.reached)}
    one = "{reached} of the {n} that decides or must agree can be reached, {strong} by more than a weak way"
    return tongue.many(len(needed), one, "{reached} of the {n} that decide or must agree can be reached, {strong} of them by more than a weak way", **many)
