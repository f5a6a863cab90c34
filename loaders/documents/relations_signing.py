"""Those who sign one text by name in several sentences: "A and B signed a letter. Also on the list: C."."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations

from loaders.documents.attribution import words
from loaders.documents.gates import Gated
from loaders.documents.model import NodeFound, RelationFound, Span
from loaders.documents.patterns import expand
from loaders.documents.reading import Reading

RULE, SURE = "signing-too", 0.9
REACH = 3  # sentences back to the last who are told to sign
STATED = "joint_statement_with"


@cache
def _said(name: str) -> tuple[Gated, ...]:
    return tuple(Gated(expand(text, {})) for text in words("signatories")[name])


def find_signing(reading: Reading, found: Iterable[RelationFound]) -> Iterator[RelationFound]:
    """Each pair of those who head a list of signatories or are added to it, and of those told before to have made the statement together."""
    stated = [item for item in found if item.predicate == STATED]
    group: dict[NodeFound, Span] = {}
    last = -REACH
    for place, frame in enumerate(reading.bare):
        if frame.kind not in ("prose", "list"):
            continue
        made = [item for item in stated if frame.span[0] <= item.evidence[0] < frame.span[1]]
        signing = (
            []
            if made
            else [
                slot
                for name in ("heading", "adding")
                for said in _said(name)
                for match in said.finditer(frame.text)
                for slot in frame.slots_in(*match.span("a"), "PO")
            ]
        )
        named = [reading.nodes[id] for item in made for id in (item.subject, item.object)] or [node for slot in signing for node in slot.nodes]
        if not named:
            continue
        opens = made or any(said.search(frame.text) for said in _said("heading"))
        group = {} if opens and place - last > REACH else group
        if not opens and (not group or place - last > REACH):
            continue
        for node in dict.fromkeys(named):
            if node.kind != "media":
                group.setdefault(node, frame.span)
        last = place
        yield from _pairs(reading, group, frame.span, known=bool(made))


def _pairs(reading: Reading, group: dict[NodeFound, Span], here: Span, *, known: bool) -> Iterator[RelationFound]:
    """The pairs that the sentence at hand adds."""
    when = reading.document.published.isoformat() if reading.document.published else ""
    for (left, first), (right, second) in combinations(group.items(), 2):
        if here in (first, second) and not (known and first == second) and (left.kind == "person") == (right.kind == "person"):
            yield RelationFound(left.id, STATED, right.id, (first[0], second[1]), RULE, SURE, when=when)
