"""Facts of the answers read aloud in a language: ties, paths, stances, statements and figures."""

from collections.abc import Iterator, Sequence
from math import prod

from graph import dates, ontology
from graph.claims import Modality, Status
from graph.results import Interaction, Node, Observation, Path, Standing, Statement, Tie
from graph.words import words
from viz.briefing.model import Line, Mark
from viz.briefing.proofs import Proofs
from viz.briefing.words import Tongue, capital, outside

MARKS: dict[str, Mark] = {"support": "support", "oppose": "oppose", "conditional": "mixed", "ambivalent": "mixed", "neutral": "mixed", "unknown": "unknown"}
POSITIONS: dict[str, Mark] = {
    "ally": "support",
    "leaning ally": "support",
    "opponent": "oppose",
    "leaning opponent": "oppose",
    "swing": "mixed",
    "neutral": "mixed",
    "unknown": "unknown",
}
STATED = {
    "support": "{a} supports the ask",
    "oppose": "{a} opposes the ask",
    "conditional": "{a} supports the ask on conditions",
    "ambivalent": "{a} is of two minds on the ask",
    "neutral": "{a} says that it is neutral on the ask",
    "unknown": "where {a} stands is not known",
}
INFERRED = {
    "ally": "{a} seems to be for the ask",
    "leaning ally": "{a} may lean for the ask",
    "swing": "{a} could go either way",
    "neutral": "{a} seems to be neutral on the ask",
    "leaning opponent": "{a} may lean against the ask",
    "opponent": "{a} seems to be against the ask",
    "unknown": "where {a} stands is not known",
}


def tie(tongue: Tongue, tie: Tie) -> str:
    """The strongest interaction of a tie: verb, days, how sure it is and what is doubtful."""
    strongest = tie.interactions[0]
    details = [
        *_details(tongue, strongest),
        *([tongue.many(more, "and {n} more tie of the two", "and {n} more ties of the two")] if (more := len(tie.interactions) - 1) else []),
    ]
    return f"{_clause(tongue, tie, strongest)} ({'; '.join(details)})"


def path(tongue: Tongue, path: Path) -> str:
    """A path in one breath, and what kind of contact it is."""
    verdict = tongue.many(len(path.ties), "Documented contact, {n} step", "Documented contact, {n} steps")
    verdict += tongue.say(", weak") if prod(tie.strength for tie in path.ties) < words().weak else ""
    verdict += tongue.say(", possible rather than certain on this day") if path.certainty == "possible" else ""
    return f"{capital('; '.join(tie(tongue, each) for each in path.ties))}. {verdict}."


def introducer(tongue: Tongue, standing: Standing) -> str:
    """Where somebody who would introduce stands on the ask."""
    name = tongue.name(standing.entity)
    if standing.position == "unknown" and standing.stance == "unknown":
        return tongue.sentence("on the way: where {a} stands on the ask is not known, which is not neutral.", a=name)
    return tongue.sentence("on the way: {held}.", held=_position(tongue, standing, name))


def standing(tongue: Tongue, proofs: Proofs, standing: Standing, *, ours: bool = False) -> Line:
    """Where an actor stands, as a line with its mark; what is inferred is said to be, and so is what nobody confirmed."""
    name = tongue.name(standing.entity)
    text = _position(tongue, standing, tongue.say("{a} (we)", a=name) if ours else name)
    mark = POSITIONS[standing.position] if standing.inferred else MARKS[standing.stance]
    return Line(text=f"{capital(text)}.", cites=proofs.cites(standing.evidence), doubt=_unsure(tongue, standing), mark=mark)


def _position(tongue: Tongue, standing: Standing, name: str) -> str:
    """A position with the day and the speaker of what was stated."""
    if standing.stance == "unknown":
        return tongue.say("{held} (inferred, not stated)", held=tongue.say(INFERRED[standing.position], a=name))
    held = tongue.say(STATED[standing.stance], a=name)
    speakers = sorted({tongue.speaker(proof) for proof in standing.evidence[:1]} - {"", tongue.name(standing.entity)})
    details = [tongue.say("in its own voice" if standing.entity.kind != "person" else "in their own words")]
    details = [tongue.say("said by {names}, who speaks for it", names=tongue.listing(speakers))] if speakers and standing.entity.kind != "person" else details
    details += [_said_on(tongue, standing)] if standing.said_on else [tongue.say("undated")]
    details += [tongue.say("whether it still holds is not known")] if standing.inferred else []
    return f"{held} ({', '.join(details)})"


def _said_on(tongue: Tongue, standing: Standing) -> str:
    """When a stance was stated, an interval where no day is said; that it may hold on from there is no part of that."""
    when = standing.evidence[0].when if standing.evidence else ""
    interval = dates.parse(when) if when else None
    if interval and interval.start and interval.last:
        return tongue.days(interval.start, interval.last)
    return tongue.days(standing.said_on, standing.said_on)


def _unsure(tongue: Tongue, standing: Standing) -> str:
    """What speaks against relying on a position, in a few words."""
    if standing.position == "unknown" and standing.stance == "unknown":
        return tongue.say("unknown is not neutral")
    found = [tongue.say("inferred")] if standing.stance == "unknown" else []
    found += [tongue.say("older than a year")] if standing.stale else []
    found += [tongue.say("not confirmed by a person")] if standing.basis == "stated" and not standing.confirmed else []
    found += [tongue.say("other evidence says otherwise")] if standing.against else []
    return ", ".join(found)


def statement(tongue: Tongue, said: Statement, ask: str = "", addressed: Sequence[Node] = ()) -> str:
    """What an actor said, in the words of its predicate; `ask` is the name of what it asks for, `addressed` of whom where there are several."""
    phrase = words().predicates[said.predicate]
    a = tongue.name(said.subject) if said.subject else tongue.say("someone not named")
    b = tongue.name(said.object) if said.object else tongue.quoted(said.value)
    text = tongue.say(phrase.says, a=a, b=b, v=tongue.quoted(said.value))
    if len(addressed) > 1:
        text = tongue.say("{a} urges {b} alike", a=a, b=tongue.names(addressed))
    if said.modality is Modality.CONDITIONAL:
        text = tongue.say(words().conditional_stance, says=text)
    asked = tongue.say("{says}: {ask}", says=text, ask=ask) if ask else text
    return f"{capital(asked)} ({_when(tongue, said)})."


def figure(tongue: Tongue, seen: Observation) -> str:
    """A figure of trade with its period, basis and speaker."""
    return f"{capital(traded(tongue, seen))} ({'; '.join(_basis(tongue, seen))})."


def traded(tongue: Tongue, seen: Observation) -> str:
    """Who trades what with whom, and how much."""
    values = {"category": tongue.quoted(seen.category), "amount": amount(tongue, seen)}
    a = tongue.name(seen.reporter) if seen.reporter else tongue.say("an economy not named")
    b = tongue.name(seen.partner) if seen.partner else tongue.say("a partner not named")
    if seen.kind != "flow":
        who = tongue.label(seen.reporter) if seen.reporter else values["category"]
        return tongue.say("{a}, {measure}: {amount}", a=who, measure=tongue.quoted(seen.measure or seen.kind), amount=values["amount"])
    if seen.reporter and seen.partner and seen.reporter.id == seen.partner.id:
        message = "world trade in {category}: {amount}" if seen.reporter.id == WORLD else "trade within {a} in {category}: {amount}"
        return tongue.say(message, a=a, **values)
    return tongue.say(NOUNS[seen.flow], a=a, b=b, **values)


WORLD = "place:world"
NOUNS = {
    "export": "exports of {category} from {a} to {b}: {amount}",
    "import": "imports of {category} by {a} from {b}: {amount}",
    "trade": "trade of {a} with {b} in {category}: {amount}",
    "": "trade of {a} with {b} in {category}: {amount}",
}
BOUNDS = {"=": "{value}", ">": "more than {value}", "<": "less than {value}", "~": "about {value}", "nearly": "nearly {value}", "up to": "up to {value}"}
HOW = {"taken from elsewhere in the source": "{slots} taken from elsewhere in the source", "inferred": "{slots} inferred"}
BASES = ("goods", "services", "goods and services")


def amount(tongue: Tongue, seen: Observation) -> str:
    """The number with its bound and unit."""
    value = tongue.money(seen.value, seen.unit) if seen.kind == "flow" else f"{tongue.number(seen.value)} {outside(seen.unit)}".strip()
    return tongue.say(BOUNDS[seen.bound.value], value=value)


def bounded(tongue: Tongue, seen: Observation, scale: float) -> str:
    """The number alone with its bound, divided by a scale."""
    return tongue.say(BOUNDS[seen.bound.value], value=tongue.number(seen.value / scale))


def period(tongue: Tongue, seen: Observation) -> str:
    """For when a figure holds."""
    return tongue.months(*seen.months) if seen.months else tongue.say("per year") if seen.period == "per year" else tongue.say("no period is said")


def unsure(tongue: Tongue, seen: Observation) -> str:
    """What of a figure was inferred, not said."""
    told = {"no speaker named", f"{seen.basis} by the words of its category"}
    found = [tongue.say("{basis}, by the words of its category", basis=tongue.say(seen.basis))] if seen.basis and seen.basis_inferred else []
    for how in HOW:
        slots = [tongue.say(doubt.removesuffix(f" {how}")) for doubt in seen.doubts if doubt.endswith(f" {how}")]
        told |= {doubt for doubt in seen.doubts if doubt.endswith(f" {how}")}
        found += [tongue.say(HOW[how], slots=tongue.listing(slots))] if slots else []
    return "; ".join([*found, *(tongue.say(outside(doubt)) for doubt in seen.doubts if doubt not in told)])


def _basis(tongue: Tongue, seen: Observation) -> Iterator[str]:
    yield period(tongue, seen)
    if seen.basis and not seen.basis_inferred:
        yield tongue.say(seen.basis)
    yield tongue.say("according to {names}", names=tongue.speaker(seen.evidence)) if seen.evidence.speaker else tongue.say("no speaker is named")


def _when(tongue: Tongue, said: Statement) -> str:
    interval = dates.parse(said.evidence.when) if said.evidence.when else None
    return tongue.days(interval.start, interval.last) if interval else tongue.say("undated")


def _clause(tongue: Tongue, tie: Tie, interaction: Interaction) -> str:
    """Who did what with whom, in the order in which it is read."""
    template = ontology.load().ties[interaction.kind].verb
    if interaction.kind == "delegation":
        template = words().delegation["met" if words().notes["delegation"] in interaction.note else "joined"]
    turned = interaction.direction == "backward" or (interaction.kind == "delegation" and tie.b.kind == "person" and tie.a.kind != "person")
    first, second = (tie.b, tie.a) if turned else (tie.a, tie.b)
    return tongue.say(template, a=tongue.name(first), b=tongue.name(second))


def _details(tongue: Tongue, one: Interaction) -> Iterator[str]:
    state = ontology.load().ties[one.kind].temporal == "state"
    said = tongue.days(one.start, one.end)
    yield tongue.say("confirmed {days}", days=said) if state and one.start and one.end else said
    doubtful = "only possible on the day asked for" if state else "may lie after the day asked for"
    yield tongue.say(doubtful if one.certainty == "possible" else "certain")
    if one.status is not Status.ACCEPTED:
        yield tongue.say("proposed, not confirmed")
    yield from (_note(tongue, note) for note in one.note.split("; ") if note)
    speakers = sorted({tongue.speaker(proof) for proof in one.evidence})
    if all(speakers) and speakers:
        yield tongue.say("according to {names}", names=tongue.listing(speakers))


def _note(tongue: Tongue, note: str) -> str:
    """A remark on an interaction; of a delegation it also says whose."""
    base = words().notes["delegation"]
    if note.startswith(f"{base} of "):
        return tongue.say(
            "as part of a delegation of {senders}", senders=tongue.listing([tongue.renamed(name) for name in note.removeprefix(f"{base} of ").split(" and ")])
        )
    return tongue.say(note) if note in words().notes.values() else outside(note)
