"""Meetings, delegations, joint statements, partnerships, counterparts."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from loaders.documents.asides import is_office
from loaders.documents.clauses import main_subject
from loaders.documents.frames import SLOT
from loaders.documents.interview import witnesses
from loaders.documents.model import NodeFound, RelationFound
from loaders.documents.patterns import Match, Rule, matches, stretch
from loaders.documents.reading import Reading, held_by_verb, relation
from loaders.documents.slot import Slot

OFFICIALS = re.compile(
    (
        r"\b(?:officials?|representatives?|staff|staffers|lawmakers|offices|authorities|negotiators|leaders|funcionari[oa]s?"
        r"|autoridades|representantes|legisladores|fonctionnaires|représentants|dirigeants)\b"
    ),
    re.I,
)
PUBLIC = frozenset({"agency", "legislature", "government", "statistics_publisher"})
SILENT = frozenset({"media", "place"})


# "As part of a delegation of A, B met C": read as a delegation only.
DELEGATED = re.compile(
    r"(?:como parte de|integrad[oa]s? a|as part of|travell?ing with) [^.;]{0,60}(?:delegaci[óo]n|misi[óo]n|comitiva|delegation|mission)\b", re.I
)
# "the dialogue, which A and B relaunched": an object that two made.
JOINTLY_MADE = re.compile(r",? (?:which|that|que) (?:[\w-]+ ){0,4}?⟦[PG]\d+⟧[^⟦.;,]{0,40} (?:and|y|e) ")


# Rules that read the asides of a sentence: "A, whom B met", "P, its counterpart".
WHOLE = frozenset({"counterpart", "met-beside", "met-whom"})


def find_contacts(reading: Reading) -> Iterator[RelationFound]:
    """Every relation of the contact families, sentence by sentence."""
    yield from _signed(reading)
    yield from _heard(reading)
    for bare, full, clauses in zip(reading.bare, reading.full, reading.clauses, strict=True):
        if bare.kind == "byline":
            continue
        for match in matches(full, "contact", lambda rule: rule.id in WHOLE) if full.actors() > 1 else ():
            yield from _cross(reading, match, event=match.rule.id != "counterpart") if match.slots("a") else _apposed(reading, match)
        if full.actors() > 1 and JOINTLY_MADE.search(full.text):
            for match in matches(full, "contact", lambda rule: rule.id == "works-together"):
                yield from _pairs(reading, match)
        for frame in (frame for frame in (bare, *clauses) if frame.actors() > 1):
            for match in matches(frame, "contact", lambda rule: rule.id != "counterpart"):
                if match.rule.id == "met" and DELEGATED.match(match.frame.text[: match.found.start()]):
                    continue
                if match.rule.id == "met-delegation":
                    yield from _delegation(reading, match)
                elif match.rule.pairs:
                    yield from _pairs(reading, match)
                else:
                    yield from _cross(reading, match, event=match.rule.predicate != "partners_with")


SIGNED = Rule("signed-together", "joint_statement_with", (), 0.93, True, "", (), "")


def _signed(reading: Reading) -> Iterator[RelationFound]:
    """Each pair of persons and each pair of bodies that sign the text; the proof is from the first of the two lines to the second."""
    lines = [(frame, node) for frame, nodes in reading.signed[1:] for node in nodes if node.kind not in SILENT]
    published = reading.document.published
    for (left, a), (right, b) in combinations(lines, 2):
        if a.id != b.id and (a.kind == "person") == (b.kind == "person"):
            yield RelationFound(
                a.id, SIGNED.predicate, b.id, (left.span[0], right.span[1]), SIGNED.id, SIGNED.confidence, when=published.isoformat() if published else ""
            )


HEARD = Rule("heard-at-hearing", "met_with", (), 0.9, True, "", (), "")


def _heard(reading: Reading) -> Iterator[RelationFound]:
    """Those whom a committee hears, by the record of its hearing."""
    if hearing := witnesses(reading.full):
        frame, people, panel = hearing
        match = Match(HEARD, frame, stretch(frame))
        yield from (relation(reading, match, person.id, panel.id) for person in people)


def _apposed(reading: Reading, match: Match) -> Iterator[RelationFound]:
    """ "A, B, its counterpart, and C": of the sentence's first subject, else of the body named before B."""
    other = match.slots("b")[0].nodes
    before = [node for slot in match.frame.slots_in(0, match.found.start(), "O") for node in slot.nodes if node not in other]
    subject = main_subject(match.frame)
    acting = [node for slot in match.frame.slots_in(*subject, "O") for node in slot.nodes if node not in other] if subject else []
    first = next(iter(acting or before[::-1]), None)
    if first:
        begin = next(mark.start() for mark in SLOT.finditer(match.frame.text) if first in match.frame.slots[int(mark[2])].nodes)
        whole = replace(match, found=stretch(match.frame, begin, match.found.end()))
        yield relation(reading, whole, first.id, other[0].id, event=False)


def _nodes(reading: Reading, slots: tuple[Slot, ...], silent: frozenset[str] = SILENT) -> list[NodeFound]:
    """The actors of slots; an office named by its head's title is the person who holds it, where the text says who does."""
    found: list[NodeFound] = []
    for slot in slots:
        nodes = [node for node in slot.nodes if node.kind not in silent]
        if slot.letter == "O" and is_office(slot):
            heads = [reading.nodes[person] for person, bodies in reading.heads.items() if nodes and nodes[0].id in bodies and person in reading.nodes]
            nodes = heads if len(heads) == 1 else nodes
        found += nodes
    return list(dict.fromkeys(found))


def _bodies(reading: Reading, match: Match, nodes: list[NodeFound]) -> list[NodeFound]:
    """Whoever says "we work with B" speaks of their body, where the text names it."""
    if not all(slot.pronoun and slot.letter == "P" for slot in match.slots("a")):
        return nodes
    own = [reading.nodes[body] for node in nodes for body in reading.heads.get(node.id, ()) if body in reading.nodes and body.startswith("org:")]
    return list(dict.fromkeys(own))


def _cross(reading: Reading, match: Match, *, event: bool) -> Iterator[RelationFound]:
    """Each of `a` with each of `b`."""
    held = held_by_verb(match)
    lefts = _nodes(reading, match.slots("a"))
    if match.rule.predicate == "partners_with":
        lefts = _bodies(reading, match, lefts)
    for left in lefts:
        for right in _nodes(reading, match.slots("b")):
            if (match.rule.id == "met-told" and right.kind != "legislature") or (match.rule.id == "met-hearing" and left.kind != "legislature" != right.kind):
                continue
            if left.id != right.id and not (match.rule.id == "partners-of-agencies" and left.kind != "government"):
                yield relation(reading, match, left.id, right.id, held=held, qualifiers=_unnamed(reading, match, right), event=event)


def _pairs(reading: Reading, match: Match) -> Iterator[RelationFound]:
    """Each pair of the members of one list."""
    held = held_by_verb(match)
    event = match.rule.predicate != "partners_with"
    members = [slot for group in match.rule.pairs for slot in match.slots(group)]
    silent = frozenset({"place"}) if match.rule.predicate == "partners_with" else SILENT
    for left, right in combinations(_nodes(reading, tuple(members), silent), 2):
        yield relation(reading, match, left.id, right.id, held=held, event=event)


def _unnamed(reading: Reading, match: Match, node: NodeFound) -> tuple[str, ...]:
    """`unnamed-officials` when a public body is met through officials whom the text does not name."""
    if match.rule.predicate != "met_with" or node.kind not in PUBLIC:
        return ()
    first, last = match.found.span("b") if "b" in match.found.re.groupindex and match.found["b"] else match.found.span()
    said = "".join(reading.document.quote(slot.span) for slot in match.frame.slots_in(first, last))
    return ("unnamed-officials",) if OFFICIALS.search(match.frame.text[max(0, first - 30) : last] + said) else ()


def _delegation(reading: Reading, match: Match) -> Iterator[RelationFound]:
    """One who joins another body's delegation is tied to that body and to those met; the delegation's body met them too."""
    held = held_by_verb(match)
    hosts = [node for slot in match.frame.slots_in(*match.found.span("g")) for node in slot.nodes if node.kind != "place"]
    members = _nodes(reading, match.slots("a"))
    met = _nodes(reading, match.slots("b"))
    for host in hosts:
        for member in members:
            own = host.id in reading.heads.get(member.id, ())
            if not own:
                yield replace(
                    relation(reading, match, member.id, host.id, predicate="member_of", held=held), rule="delegation-member", qualifiers=("delegation",)
                )
            for body in met:
                yield relation(reading, match, member.id, body.id, held=held, qualifiers=(*_unnamed(reading, match, body), *(() if own else ("delegation",))))
        for body in met:
            if body.id != host.id:
                yield relation(reading, match, host.id, body.id, held=held, qualifiers=_unnamed(reading, match, body))
