"""Answers read aloud: plain sentences for a terminal or a briefing, never HTML.

Names and quotes are neutralised (no line breaks, controls or direction marks); nothing is added that
the answer does not hold. We say "documented contact": strengths are not calibrated.
"""

from collections.abc import Iterable
from datetime import date
from math import prod

from graph import ontology
from graph.claims import Modality, Status
from graph.results import Interaction, Node, NoPath, Path, PathResult, RankingResult, Statement, Tie
from graph.words import aloud, closed, count, days, figure_words, fill, listing, months_between, plain, unsearched, words


def read_path(path: Path) -> str:
    """The path in one breath: each tie with date, caveat and speaker, then what kind of contact it is."""
    clauses = "; ".join(read_tie(tie) for tie in path.ties)
    verdict = f"Documented contact, {count(len(path.ties), 'hop', 'hops')}"
    if prod(tie.strength for tie in path.ties) < words().weak:
        verdict += ", weak"
    if any(tie.certainty == "possible" for tie in path.ties):
        verdict += ", possible rather than certain on the day asked for"
    return f"{clauses}. {verdict}."


def read_tie(tie: Tie) -> str:
    """The strongest interaction of a tie in words, and how many more there are."""
    strongest = tie.interactions[0]
    details = [_dates(strongest)]
    details += [strongest.note] if strongest.note else []
    details += [speaker] if (speaker := _attribution(strongest)) else []
    details += _doubts(strongest)
    more = len(tie.interactions) - 1
    details += [f"and {count(more, 'more tie', 'more ties')} of this pair"] if more else []
    return f"{_verb(tie, strongest)} ({'; '.join(details)})"


def read_path_result(result: PathResult) -> str:
    """All paths, best first, or why there is none; old evidence is said before anything else."""
    if not result.found:
        return read_none(result)
    best = result.paths[0]
    lines = [read_age(best.newest, result.as_of)]
    lines += [f"{number}. {path.sentence or read_path(path)}" for number, path in enumerate(result.paths, 1)]
    remarks = [best.why_not_shorter, *result.warnings, result.would_change]
    return aloud(dict.fromkeys([*lines, *map(closed, remarks), unsearched(result.not_searched)]))


def read_age(newest: date | None, as_of: date) -> str:
    """A warning when the newest evidence is older than a year, else nothing."""
    months = months_between(newest, as_of) if newest else 0
    return f"The newest evidence is {months} months old." if months >= words().stale else ""


def read_none(result: PathResult) -> str:
    """An honest none: the gap, the tie that would close it, what the view left out, what was not searched."""
    none = result.none or NoPath(nearest_gap="", missing_tie=None, excluded_by_view=())
    lines = [f"No path in evidence from {plain(result.start.name)} to {plain(result.end.name)}.", closed(none.nearest_gap)]
    if none.missing_tie:
        lines.append(f"A tie between {listing([plain(node.name) for node in none.missing_tie])} would close the gap.")
    if none.excluded_by_view:
        lines.append(f"Left out by the view: {'; '.join(plain(item) for item in none.excluded_by_view)}.")
    remarks = [*result.warnings, result.would_change]
    return aloud(dict.fromkeys([*lines, *map(closed, remarks), unsearched(result.not_searched)]))


def read_ranking(result: RankingResult) -> str:
    """The finding, then one line an actor: rank with its range, score with its interval, evidence."""
    lines = [closed(result.sentence)]
    for item in result.items:
        ranks = f"{item.rank}" if item.rank_lo == item.rank_hi else f"{item.rank} (between {item.rank_lo} and {item.rank_hi})"
        decides = f"; decides on {listing([plain(name) for name in item.authority])}" if item.authority else ""
        proof = f"{count(item.evidence_count, 'claim', 'claims')} from {count(item.source_count, 'source', 'sources')}"
        worth = f"{item.value:.3f} (90 %: {item.lo90:.3f} to {item.hi90:.3f})" if item.enough else plain(item.note)
        lines.append(f"{ranks}. {plain(item.entity.name)}: {worth}; {proof}{decides}")
    held = "; ".join(f"with {one.share:.0%} deleted it holds {one.order_holds:.0%} of the time" for one in result.missing)
    remarks = [f"order of two actors when ties are deleted at random: {held}" if held else "", *result.warnings, result.would_change]
    return aloud(dict.fromkeys([*lines, *map(closed, remarks), unsearched(result.not_searched)]))


def sentence(statement: Statement, *, ask: str) -> str:
    """One sentence for what a claim says: its speaker first, then the fact in its modality; `ask` in words."""
    names = {node.id: plain(node.name) for node in (statement.subject, statement.object) if node}
    asked = f": {plain(ask)}" if ask else ""
    fact = figure_words(statement.figure, names) if statement.figure else _fact(statement) + asked
    speaker = plain(statement.evidence.speaker)
    own = statement.subject is not None and speaker == plain(statement.subject.name)
    if own and statement.stance:
        return f"{'In their own words' if _is_person(statement.subject) else 'In its own voice'}, {fact}."
    return f"According to {speaker}, {fact}." if speaker else f"{fact}."


def _is_started(statement: Statement) -> bool:
    """Whether a day is stated from which it holds: a single day is one on which it was seen, unless it is said to be the first."""
    first, open_or_long, _ = statement.evidence.when.partition("..")
    return bool(first) and (bool(open_or_long) or "since" in statement.qualifiers)


def _is_person(node: Node | None) -> bool:
    return node is not None and node.kind == "person"


def _called(node: Node) -> str:
    """An ask is named by what is asked, so it is set apart from the sentence around it."""
    return f"the ask “{plain(node.name)}”" if node.kind == "ask" else plain(node.name)


def _fact(statement: Statement) -> str:
    vocabulary = words()
    phrase = vocabulary.predicates.get(statement.predicate)
    a = plain(statement.subject.name) if statement.subject else "someone not named"
    b = _called(statement.object) if statement.object else plain(statement.value) or "something not named"
    if phrase is None:
        return f"{a} {plain(statement.predicate).replace('_', ' ')} {b}"
    says = fill(phrase.says, a=a, b=b, v=plain(statement.value))
    if "former" in statement.qualifiers:
        return fill(vocabulary.former, a=a, b=b)
    if statement.modality is Modality.ASSERTED:
        return says if not phrase.unstarted or _is_started(statement) else f"{says}; {phrase.unstarted}"
    if statement.modality is Modality.CONDITIONAL and statement.stance:
        return fill(vocabulary.conditional_stance, says=says)
    return fill(vocabulary.modality[statement.modality], a=a, base=fill(phrase.base, a=a, b=b, v=plain(statement.value)))


def _verb(tie: Tie, interaction: Interaction) -> str:
    kind = ontology.load().ties[interaction.kind]
    a, b = tie.a, tie.b
    template = kind.verb
    if interaction.kind == "delegation":
        template = words().delegation["met" if words().notes["delegation"] in interaction.note else "joined"]
    turned = interaction.direction == "backward" or (interaction.kind == "delegation" and b.kind == "person" and a.kind != "person")
    first, second = (b, a) if turned else (a, b)
    return fill(template, a=plain(first.name), b=plain(second.name))


def _dates(interaction: Interaction) -> str:
    said = days(interaction.start, interaction.end)
    state = ontology.load().ties[interaction.kind].temporal == "state"
    return f"confirmed {said}" if state and interaction.start and interaction.end else said


def _attribution(interaction: Interaction) -> str:
    speakers = sorted({plain(proof.speaker) for proof in interaction.evidence})
    return f"according to {listing(speakers)}" if all(speakers) and speakers else ""


def _doubts(interaction: Interaction) -> Iterable[str]:
    state = ontology.load().ties[interaction.kind].temporal == "state"
    if interaction.certainty == "possible":
        yield "only possible on the day asked for" if state else "may lie after the day asked for"
    if interaction.status is not Status.ACCEPTED:
        yield f"{interaction.status}, not confirmed"
