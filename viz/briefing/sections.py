"""Parts of a story about people: who is with us, who opens the door, what the target wants."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from graph.jurisdictions import notices
from graph.neighbourhood import path_view
from graph.results import GraphView, Node, Path, Standing, Statement
from graph.results.allies import AGAINST, FOR
from graph.words import months_between, words
from viz.briefing import phrases
from viz.briefing.finding import opening
from viz.briefing.model import Line, Table
from viz.briefing.teller import Teller, proofs_of

ROLES = ("executive", "legislature", "pressure group", "other")
SIDES: Mapping[str, Sequence[str]] = {"for": FOR, "undecided": ("swing", "neutral"), "against": AGAINST}
ROLE_NAMES = {"executive": "Executive", "legislature": "Legislature", "pressure group": "Industry and society", "other": "Other"}
SIDE_NAMES = {"for": "For", "undecided": "Undecided", "against": "Against"}
MOST_NAMED = 5
SHORT = 2  # ties of a way that a map always has room for


def with_us(teller: Teller, most: int = 4) -> Iterator[Line]:
    """Those for the ask, the stated before the inferred, those against, and who that matters is silent."""
    tongue, allies = teller.tongue, teller.result.allies
    ours = [one for one in allies.items if one.position in FOR]
    for one in ours[:most]:
        yield phrases.standing(tongue, teller.proofs, one, ours=teller.is_us(one.entity))
    if len(ours) > most:
        yield teller.line(tongue.many(len(ours) - most, "And {n} more actor for it.", "And {n} more actors for it."))
    if not ours:
        yield teller.line(tongue.sentence("nobody is known to support the ask as things stand."), mark="unknown")
    if own := _own(teller):
        yield own
    against = [one for one in allies.items if one.position in AGAINST]
    open_ones = [one for one in allies.items if one.position not in (*FOR, *AGAINST) and one.stance != "unknown" and not teller.is_us(one.entity)]
    for one in [*open_ones[:most], *against[:most]]:
        yield phrases.standing(tongue, teller.proofs, one)
    if not against:
        yield teller.line(tongue.sentence("nobody is known to oppose it."))
    if allies.silent_total:
        yield silent(teller)


def _own(teller: Teller) -> Line | None:
    """Where we stand ourselves, where that is not among the allies."""
    own = teller.result.next.own
    if own.position in (*FOR, *AGAINST):
        return None
    if own.position == "unknown" and own.stance == "unknown":
        return teller.line(
            teller.tongue.sentence("we ({a}) have said nothing on it ourselves, as far as the record goes.", a=teller.us),
            mark="unknown",
            doubt=teller.tongue.say("unknown is not neutral"),
        )
    return phrases.standing(teller.tongue, teller.proofs, own, ours=True)


def silent(teller: Teller) -> Line:
    """Who that matters has not spoken: unknown, which is not neutral."""
    tongue, allies = teller.tongue, teller.result.allies
    nodes = [one.entity for one in allies.silent]
    first = sorted(nodes, key=lambda node: node.id != teller.result.target.id)
    left = allies.silent_total - min(MOST_NAMED, len(first))
    said = [*(tongue.name(node) for node in first[:MOST_NAMED]), *([tongue.many(left, "{n} more", "{n} more")] if left > 0 else [])]
    return teller.line(tongue.sentence("not spoken: {names}.", names=tongue.listing(said)), mark="unknown", doubt=tongue.say("unknown is not neutral"))


def role_table(teller: Teller) -> Table:
    """Roles by sides; those of whom nothing is known stand in a column of their own. A star marks what is inferred."""
    tongue, allies = teller.tongue, teller.result.allies
    rows = []
    for role in ROLES:
        held = [one for one in allies.items if one.role == role]
        unknown = [*(one.entity for one in held if one.position == "unknown"), *(one.entity for one in allies.silent if one.role == role)]
        if held or unknown:
            cells = [_cell(teller, [one for one in held if one.position in SIDES[side]]) for side in SIDES]
            rows.append((Line(text=tongue.say(ROLE_NAMES[role])), *cells, _named(teller, unknown)))
    return Table(
        headings=(tongue.say("Role"), *(tongue.say(SIDE_NAMES[side]) for side in SIDES), tongue.say("Not known, which is not neutral")), rows=tuple(rows)
    )


def _cell(teller: Teller, held: Sequence[Standing]) -> Line:
    if not held:
        return Line(text="–")
    guessed = [one for one in held if one.stance == "unknown"]
    shown = [teller.tongue.label(one.entity) + (" *" if one in guessed else "") for one in held[:MOST_NAMED]]
    shown += [teller.tongue.many(len(held) - MOST_NAMED, "{n} more", "{n} more")] if len(held) > MOST_NAMED else []
    mark = phrases.POSITIONS[held[0].position] if held[0].inferred else phrases.MARKS[held[0].stance]
    doubt = teller.tongue.say("* inferred") if guessed else ""
    return teller.line(", ".join(shown), [proof for one in held for proof in one.evidence], mark=mark, doubt=doubt)


def _named(teller: Teller, nodes: Sequence[Node]) -> Line:
    if not nodes:
        return Line(text="–")
    shown = [teller.tongue.label(node) for node in nodes[:MOST_NAMED]]
    shown += [teller.tongue.many(len(nodes) - MOST_NAMED, "{n} more", "{n} more")] if len(nodes) > MOST_NAMED else []
    return Line(text=", ".join(shown), mark="unknown")


def door(teller: Teller, most: int = 2) -> Iterator[Line]:
    """The best ways read aloud, with where each introducer stands and what the law asks where they end; or an honest none."""
    if not teller.result.paths.found:
        yield from _no_door(teller)
    told: set[str] = set()
    for number, path in enumerate(teller.result.paths.paths[:most]):
        yield teller.line(phrases.path(teller.tongue, path), proofs_of(path), doubt=_path_doubt(teller, path))
        for one in path.introducers:
            if one.entity.id not in told:
                told.add(one.entity.id)
                mark = phrases.POSITIONS[one.position] if one.inferred else phrases.MARKS[one.stance]
                yield teller.line(phrases.introducer(teller.tongue, one), one.evidence, mark=mark, level=1)
        if not number:
            yield from law(teller, teller.result.paths.warnings)


def law(teller: Teller, warnings: Collection[str]) -> Iterator[Line]:
    """What the law of the countries asks in which a way or a call ends, of which an answer warns."""
    yield from (teller.line(teller.tongue.say(notice)) for notice in notices().values() if notice in warnings)


def _no_door(teller: Teller) -> Iterator[Line]:
    tongue, result = teller.tongue, teller.result
    steps = int(result.paths.query["max_ties"])
    yield teller.line(opening(teller), doubt=tongue.many(steps, "within {n} step", "within {n} steps"))
    none = result.paths.none
    if none and none.missing_tie:
        a, b = none.missing_tie
        yield teller.line(tongue.sentence("what would close the gap: a documented contact between {a} and {b}.", a=tongue.name(a), b=tongue.name(b)), level=1)
    yield teller.line(tongue.sentence("this is what the record holds; it does not say that there is no contact."), level=1)


def _path_doubt(teller: Teller, path: Path) -> str:
    """What speaks against relying on a way: one source, weakness, age."""
    tongue = teller.tongue
    found = [tongue.say("rests on one source")] if len({proof.source.id for proof in proofs_of(path)}) == 1 else []
    months = months_between(path.newest, teller.result.as_of) if path.newest else 0
    found += [tongue.many(months, "newest evidence {n} month old", "newest evidence {n} months old")] if months >= words().stale else []
    return ", ".join(found)


def wants(teller: Teller, most: int = 4) -> Iterator[Line]:
    """The target's own statements, or that it made none in this record."""
    tongue, result = teller.tongue, teller.result
    for some in _alike(result.said)[:most]:
        said = some[0]
        ask = next((tongue.name(node) for node in result.asks if node.id == said.ask), "") if said.ask != (said.object.id if said.object else "") else ""
        addressed = [one.object for one in some if one.object]
        text = phrases.statement(tongue, said, ask, addressed)
        yield teller.line(text, [one.evidence for one in some], mark=phrases.MARKS.get(said.stance, ""))
    if not result.said:
        yield teller.line(tongue.sentence("no statement of {b}'s own is in the record: what it wants is not known.", b=teller.target), mark="unknown")


def _alike(said: Sequence[Statement]) -> list[list[Statement]]:
    """Statements in groups: those that ask the same of several stand together."""
    groups: dict[tuple[str, ...], list[Statement]] = {}
    for one in said:
        key = (one.predicate, one.ask, one.evidence.when) if one.predicate == "urges" and one.ask else (one.claim,)
        groups.setdefault(key, []).append(one)
    return list(groups.values())


def path_map(teller: Teller) -> GraphView:
    """The picture of the ways, its names and finding in the language; ways much longer than the best are only read."""
    paths = teller.result.paths
    most = max(SHORT, paths.paths[0].hops) if paths.paths else 0
    view = path_view(paths.model_copy(update={"paths": tuple(path for path in paths.paths if path.hops <= most)}))
    label = {node.id: node.model_copy(update={"name": teller.tongue.label(node)}) for node in view.nodes}
    ties = tuple(tie.model_copy(update={"a": label.get(tie.a.id, tie.a), "b": label.get(tie.b.id, tie.b)}) for tie in view.ties)
    return view.model_copy(update={"title": opening(teller), "nodes": tuple(label.values()), "ties": ties, "warnings": ()})
