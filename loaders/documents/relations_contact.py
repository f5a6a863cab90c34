"""Meetings, delegations, joint statements, partnerships, counterparts."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from loaders.documents.model import NodeFound, RelationFound
from loaders.documents.patterns import Match, matches
from loaders.documents.reading import Reading, held_by_verb, relation
from loaders.documents.slots import Slot

OFFICIALS = re.compile(
    (
        r"\b(?:officials?|representatives?|staff|staffers|lawmakers|offices|authorities|negotiators|leaders|funcionari[oa]s?"
        r"|autoridades|representantes|legisladores|fonctionnaires|représentants|dirigeants)\b"
    ),
    re.I,
)
PUBLIC = frozenset({"agency", "legislature", "government", "statistics_publisher"})
SILENT = frozenset({"media", "place"})


def find_contacts(reading: Reading) -> Iterator[RelationFound]:
    """Every relation of the contact families, sentence by sentence."""
    for frame, full in zip(reading.bare, reading.full, strict=True):
        if frame.kind == "byline":
            continue
        for match in matches(full, "contact", lambda rule: rule.id == "counterpart"):
            yield from _cross(reading, match, event=False)
        for match in matches(frame, "contact", lambda rule: rule.id != "counterpart"):
            if match.rule.id == "met-delegation":
                yield from _delegation(reading, match)
            elif match.rule.pairs:
                yield from _pairs(reading, match)
            else:
                yield from _cross(reading, match, event=match.rule.predicate != "partners_with")


def _nodes(slots: tuple[Slot, ...]) -> list[NodeFound]:
    return list(dict.fromkeys(node for slot in slots for node in slot.nodes if node.kind not in SILENT))


def _cross(reading: Reading, match: Match, *, event: bool) -> Iterator[RelationFound]:
    """Each of `a` with each of `b`."""
    held = held_by_verb(match)
    for left in _nodes(match.slots("a")):
        for right in _nodes(match.slots("b")):
            if match.rule.id == "met-told" and right.kind != "legislature":
                continue
            if left.id != right.id and not (match.rule.id == "partners-of-agencies" and left.kind != "government"):
                yield relation(reading, match, left.id, right.id, held=held, qualifiers=_unnamed(reading, match, right), event=event)


def _pairs(reading: Reading, match: Match) -> Iterator[RelationFound]:
    """Each pair of the members of one list."""
    held = held_by_verb(match)
    event = match.rule.predicate != "partners_with"
    members = [slot for group in match.rule.pairs for slot in match.slots(group)]
    for left, right in combinations(_nodes(tuple(members)), 2):
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
    members = _nodes(match.slots("a"))
    met = _nodes(match.slots("b"))
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
