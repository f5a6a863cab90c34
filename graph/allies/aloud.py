"""Answers about allies, power and decisions read aloud: plain sentences in which a guess never sounds like a fact."""

from collections.abc import Sequence

from graph.results.allies import AGAINST, FOR, AlliesResult, GridItem, GridResult, Standing
from graph.results.decisions import DecisionsResult, Step, VehicleRoute
from graph.words import aloud, closed, count, listing, plain, unsearched

NAMED = 3
STATED = {
    "support": "supports it",
    "oppose": "opposes it",
    "conditional": "supports it on conditions",
    "ambivalent": "has said both",
    "neutral": "says that it is neutral",
}
SIDES = {
    "for it": FOR,
    "undecided": ("swing", "neutral"),
    "against it": AGAINST,
    "no longer known to hold the stance that they stated": ("unknown",),
}
GUESSED = {
    "ally": "is likely for it",
    "leaning ally": "may lean for it",
    "swing": "could go either way",
    "leaning opponent": "may lean against it",
    "opponent": "is likely against it",
}


def allies_sentence(result: AlliesResult) -> str:
    """Who is for and who against, each as stated or inferred, and how many that matter are silent."""
    told = [item for item in result.items if item.stance != "unknown" or item.position != "unknown"]
    told.sort(key=lambda item: item.basis != "stated")
    silent = count(result.silent_total, "other that matters has not spoken", "others that matter have not spoken")
    if not told:
        others = f"; {silent}" if result.silent_total else ""
        return f"Nobody is known to have taken a position on “{plain(result.ask.name)}”{others}; unknown is not neutral."
    unknown = f"; {silent}, which is not neutral" if result.silent_total else ""
    clauses = [_clause(item) for item in told] if len(told) <= NAMED else _tally(told)
    opposed = any(item.position in AGAINST or item.stance == "oppose" for item in told)  # a stale stance was stated all the same
    nobody = [] if opposed else ["nobody is known to oppose it"]
    return f"On “{plain(result.ask.name)}”: {'; '.join([*clauses, *nobody])}{unknown}."


def _tally(told: Sequence[Standing]) -> list[str]:
    """How many are on each side, how many of them stated it lately, and the first names."""
    said = []
    for words, positions in SIDES.items():
        of = [item for item in told if item.position in positions]
        stated = sum(not item.inferred for item in of)
        more = [f"{len(of) - NAMED} more"] if len(of) > NAMED else []
        names = listing([*(plain(item.entity.name) for item in of[:NAMED]), *more])
        said += [f"{count(len(of), 'actor is', 'actors are')} {words} ({stated} stated, {len(of) - stated} inferred: {names})"] if of else []
    return said


def _clause(item: Standing) -> str:
    name = plain(item.entity.name)
    if item.stance == "unknown":
        return f"{name} {GUESSED[item.position]} (inferred)"
    when = f"stated {item.said_on}" if item.said_on else "stated, undated"
    verb = "opposes it on conditions" if item.stance == "conditional" and item.position == "leaning opponent" else STATED[item.stance]
    return f"{name} {verb} ({when}{', stale' if item.stale else ''})"


def read_standing_line(item: Standing) -> str:
    """One standing: the position, how it is known, and what is doubtful."""
    known = {"stated": "stated", "inferred": "inferred", "none": "no basis"}[item.basis]
    details = [f"{item.stance}, {known}" if item.stance != "unknown" else known]
    details += [f"on {item.said_on}"] if item.said_on else []
    if item.p_support is not None and item.lo90 is not None and item.hi90 is not None:
        details.append(f"chance of leaning for it {item.p_support:.2f}, share of support 90 % {item.lo90:.2f} to {item.hi90:.2f}")
    details += [] if item.confirmed or item.basis != "stated" else ["not confirmed by a person"]
    details += [plain(item.note)] if item.note else []
    return f"{plain(item.entity.name)} ({item.role}): {item.position} ({'; '.join(details)})"


def read_allies(result: AlliesResult) -> str:
    """The finding, one line an actor with the first proof, who is silent, what is doubtful and what would change it."""
    lines = [plain(result.sentence), *(f"{read_standing_line(item)}." for item in result.items)]
    lines += [f"{plain(one.entity.name)} has not spoken: it {plain('; '.join(one.why))}." for one in result.silent]
    return aloud([*lines, *_remarks(result)])


def read_grid(result: GridResult) -> str:
    """The finding, one line an actor, and the roles by sides."""
    lines = [plain(result.sentence), *(f"{read_grid_item(item)}." for item in result.items)]
    lines += [
        f"{cell.role[0].upper()}{cell.role[1:]}, {cell.side}: {listing([plain(node.name) for node in cell.actors])}." for cell in result.cells if cell.actors
    ]
    return aloud([*lines, *_remarks(result)])


def read_grid_item(item: GridItem) -> str:
    """One actor: what to do, its power and interest with their intervals."""
    power = "power not known" if item.power is None else f"power {item.power:.2f} (90 % {item.power_lo90:.2f} to {item.power_hi90:.2f})"
    interest = "nothing of late to tell its interest"
    if item.interest is not None:
        interest = f"interest {item.interest:.2f} (90 % {item.interest_lo90:.2f} to {item.interest_hi90:.2f}; {item.on_ask} of {item.happenings} on this ask)"
    doubt = "" if item.sure or item.quadrant == "not enough data" else ", not sure"
    return f"{plain(item.standing.entity.name)}: {item.quadrant}{doubt}; {power}, {interest}; {item.standing.position}{_marked(item.standing)}"


def _marked(standing: Standing) -> str:
    return " (inferred)" if standing.inferred and standing.position != "unknown" else ""


def read_decisions(result: DecisionsResult) -> str:
    """The finding, then each vehicle with its status and those who have a say."""
    lines = [plain(result.sentence)]
    for route in result.vehicles:
        lines.append(f"{read_vehicle(route)}.")
        lines += [f"{read_step(step)}." for step in route.steps]
        lines += [f"What would change it: {plain(route.would_change)}."] if route.would_change else []
    return aloud([*lines, *_remarks(result)])


def read_vehicle(route: VehicleRoute) -> str:
    """A vehicle, its status and the reason."""
    return f"{plain(route.vehicle.name)}: {route.status}, {plain(route.reason)}"


def read_step(step: Step) -> str:
    """One post or body: its part, who holds it, whether we reach it, where it stands."""
    said = [f"{plain(step.actor.name)}{held(step)} {step.part}", plain(step.reach), step_stance(step)]
    return "; ".join(filter(None, said))


def held(step: Step) -> str:
    """Who holds a post, or that nobody does, in brackets."""
    if step.vacant:
        return " (vacant)"
    if not step.holder_known:
        return " (holder not known)"
    names = listing([plain(node.name) for node in step.holders])
    return f" ({'acting: ' if step.acting else ''}{names})" if names else ""


def step_stance(step: Step) -> str:
    """Where a step stands, in words that tell a guess from a fact."""
    standing = step.standing
    if standing.stance != "unknown":
        when = f", said on {standing.said_on}" if standing.said_on else ", undated"
        stale = ", more than a year ago" if standing.stale else ""
        return f"its stance: {standing.stance}{when}{stale}{'' if standing.confirmed else ', not confirmed by a person'}"
    if standing.position != "unknown":
        return f"its stance is unknown; by inference it {GUESSED[standing.position]}"
    return "its stance is unknown"


def _remarks(result: AlliesResult | GridResult | DecisionsResult) -> list[str]:
    change = f"what would change this: {result.would_change}" if result.would_change else ""
    return [*map(closed, result.warnings), closed(change), unsearched(result.not_searched)]
