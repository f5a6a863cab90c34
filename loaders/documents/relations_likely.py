"""What a sentence likely says, past words that no rule knows: proposed to a person, never accepted unread."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations, product

from graph.claims import Modality
from loaders.documents.attribution import words
from loaders.documents.frames import Frame
from loaders.documents.gates import Gated
from loaders.documents.model import NodeFound, RelationFound
from loaders.documents.patterns import Match, matches
from loaders.documents.reading import Reading, held_by_verb, implied, relation
from loaders.documents.relations_likely_posts import COMMITTEE, day, likely_posts
from loaders.documents.relations_likely_views import likely_views
from loaders.documents.relations_urging import HOLDS

POSITIONS = frozenset({"supports", "opposes"})
LOOSE = frozenset({"likely-supports", "likely-opposes"})
SYMMETRIC = frozenset({"met_with", "joint_statement_with", "partners_with"})
HELD = (Modality.ASSERTED, Modality.PLANNED)
STATES = frozenset({"government", "place"})
PASSIVE_RULES = frozenset({"likely-urges", "likely-supports", "likely-opposes"})
LEAVE = Gated(rf"\b(?:{words('stance')['words']['leave']})\b", re.I)
# "Opposes that the agreement should take in X": on what it should take in, not on it.
CLAUSE = re.compile(r"\b(?:que|that)\s(?:the |el |la |los |las )?(?:[\w'-]+ ){0,6}⟦[TW]\d+⟧$", re.I)
# "Welcomes new rules ahead of the USMCA talks": the text only dates or places what the position is on.
ELSEWHERE = re.compile(
    r"\b(?:review|revisi[óo]n|talks|negotiations?|renegotiation|negociaci[óo]n(?:es)?|ahead|before|antes|during|durante|under|bajo|within|dentro|in|en|for|para"
    r"|after|tras|since|desde|rules|reglas|provisions?|chapters?|cap[íi]tulos?|with|con|when|cuando|and|y|while|mientras)\b",
    re.I,
)
NO_MEETING = re.compile(
    r"\b(?:cancel\w*|end(?:ed|ing|s)?|called off|postpon\w+|suspen\w+|br(?:oke|eak|oken) off|refus\w+|avoid\w+|evit\w+|reporters|journalists|the press|prensa"
    r"|periodistas|reporteros|instead|rather|without|sin|aplaz\w+|pospu\w+)(?!\w)|cancel[óo]",
    re.I,
)
# "A, through its president, P, spoke for T", "A, cuyo presidente, P, apoyó": P said it.
THROUGH = re.compile(
    r"⟦O(?P<o>\d+)⟧(?: \(⟦O\d+⟧\))?,? (?:through|a trav[ée]s de|por conducto de|por voz de|en voz de|whose|cuy[oa]) (?:its |su |their )?"
    r"[^.;:⟦]{3,60}⟦P(?P<p>\d+)⟧",
    re.I,
)


# "Por conducto de su presidente, P, la O exigió"; "el gobierno, por conducto de la O, exigió".
THROUGH_FIRST = re.compile(
    r"^(?:through|a trav[ée]s de|por conducto de|por voz de|en voz de|por medio de) (?:its |su |their )[^.;:⟦]{3,60}⟦P(?P<p>\d+)⟧, "
    r"(?:the |la |el )?⟦O(?P<o>\d+)⟧",
    re.I,
)
THROUGH_BODY = re.compile(
    r"⟦G(?P<o>\d+)⟧,? (?:through|a trav[ée]s de|por conducto de|por medio de) (?:its |su |the |la |el )?⟦O(?P<p>\d+)⟧(?: \(⟦O\d+⟧\))?,", re.I
)


def spoken_through(reading: Reading, found: Iterable[RelationFound]) -> list[RelationFound]:
    """What a body says through an officer whom the sentence names, said of the officer too."""
    pairs = [
        (frame.span, frame.slots[int(match["o"])].nodes[0].id, frame.slots[int(match["p"])].nodes[0].id)
        for frame in reading.full
        for pattern in (THROUGH, THROUGH_FIRST, THROUGH_BODY)
        for match in pattern.finditer(frame.text)
    ]
    return [
        replace(implied(item, person), rule="spoken-through")
        for item in (found if pairs else ())
        for (first, last), body, person in pairs
        if item.subject == body and item.predicate in ("supports", "opposes", "urges") and first <= item.evidence[0] < last and item.object != person
    ]


def find_likely(reading: Reading, found: Iterable[RelationFound]) -> list[RelationFound]:
    """The likely readings of pairs of which nothing surer is known."""
    found = tuple(found)
    known = {pair for item in found for pair in _pairs(item)}
    likely: list[RelationFound] = [item for item in (*likely_posts(reading), *_witnesses(reading)) if not known & set(_pairs(item))]
    likely += [item for item in likely_views(reading, found) if not known & set(_pairs(item))]
    for bare, clauses in zip(reading.bare, reading.clauses, strict=True):
        for frame in (bare, *clauses) if bare.kind in ("prose", "list", "title") else ():
            for match in matches(frame, "likely"):
                likely += [item for item in _read(reading, frame, match) if not known & set(_pairs(item))]
    return likely


WITNESS = re.compile(
    r"⟦P(?P<p>\d+)⟧[^.;⟦]{0,120}(?:⟦[OG]\d+⟧[^.;⟦]{0,30})?,? (?:told|informed|assured|testified to) "
    r"(?:the )?(?:members|lawmakers|legislators|deputies|senators)\b"
    r"|⟦P(?P<who>\d+)⟧[^.;⟦]{0,120}, (?:who|quien) (?:appeared|testified|compareci[óo])\b(?! (?:before|ante|to|at|in|on (?:television|TV|CNBC)))",
    re.I,
)
TITLES = 12  # sentences and lines at the beginning of a report that may name its committee


def _witnesses(reading: Reading) -> Iterator[RelationFound]:
    """Whoever tells "members" something, or "appeared", in the report of a committee met it: the one of its title, else the only one of the text."""
    panels = [node for node in reading.nodes.values() if node.kind == "legislature" and COMMITTEE.search(node.name)]
    titled = {node.id: node for frame in reading.full[:TITLES] for slot in frame.slots for node in slot.nodes if node in panels}
    panels = list(titled.values()) if len(titled) == 1 else panels
    for frame in reading.full if len(panels) == 1 else ():
        for found in WITNESS.finditer(frame.text):
            person = frame.slots[int(found["p"] or found["who"])].nodes[0]
            if person.kind == "person":
                yield RelationFound(
                    person.id, "met_with", panels[0].id, frame.source(*found.span()), "likely-witness", 0.7, qualifiers=("undated",), when=day(reading)
                )


def _pairs(item: RelationFound) -> Iterator[tuple[str, str, str]]:
    """A relation's ends as one would look for them; a position counts for both sides, a symmetric relation for both orders."""
    predicate = "position" if item.predicate in POSITIONS else item.predicate
    yield item.subject, predicate, item.object
    if item.predicate in SYMMETRIC:
        yield item.object, predicate, item.subject


def _read(reading: Reading, frame: Frame, match: Match) -> Iterator[RelationFound]:
    held = held_by_verb(match)
    if held not in HELD:
        return
    predicate = match.rule.predicate
    if _of_another(match) or (match.rule.id in PASSIVE_RULES and PASSIVE.search(match.frame.text, 0, match.found.start("v"))):
        return
    if match.rule.id in LOOSE and (CLAUSE.search(match.text("o")) or ELSEWHERE.search(match.text("o"))):
        return
    if predicate == "met_with" and NO_MEETING.search(frame.text, *match.found.span()):
        return
    if match.rule.id in LOOSE and match.found["o"] and LEAVE.search(match.found["o"]):
        predicate = "opposes" if predicate == "supports" else "supports"
    for left, right in _ends(match):
        if left.id != right.id:
            yield relation(reading, match, left.id, right.id, predicate=predicate, held=held, ask=_ask(match), event=predicate != "exports_to")


# "A was urged by B".
PASSIVE = re.compile(r"\b(?:was|were|been|being|be|fue|fueron|sido|ser|siendo)\s(?:\w+ly )?$", re.I)
# "A flies down, and B has urged C": B did.
OTHER = re.compile(r"(?:^|[\s,;])(?:and|but|y|pero|while|mientras|when|cuando)\s[^⟦]*⟦[POG]\d+⟧", re.I)


def _of_another(match: Match) -> bool:
    """Whether words between the first of a match and its verb begin a clause with a subject of its own."""
    groups = match.found.re.groupindex
    if "a" not in groups or match.found["a"] is None or match.found["v"] is None:
        return False
    return OTHER.search(match.frame.text, match.found.end("a"), max(match.found.end("a"), match.found.start("v"))) is not None


def _ends(match: Match) -> Iterator[tuple[NodeFound, NodeFound]]:
    left = _nodes(match, "a")
    if match.rule.predicate in POSITIONS:
        left += _nodes(match, "b")
    if match.rule.pairs:
        yield from ((a, b) for a, b in combinations(left, 2) if (a.kind == "person") == (b.kind == "person"))
        return
    right = _nodes(match, "t") or _nodes(match, "b")
    if match.rule.predicate == "exports_to":
        left, right = ([node for node in nodes if node.kind in STATES] for nodes in (left, right))
    elif match.rule.predicate == "urges":
        left = [node for node in left if node.kind in HOLDS]
    yield from product(left, right)


def _nodes(match: Match, group: str) -> list[NodeFound]:
    if group not in match.found.re.groupindex or match.found[group] is None:
        return []
    slots = match.frame.slots_in(*match.found.span(group))
    return list(dict.fromkeys(node for slot in slots for node in slot.nodes if node.kind != "media"))


def _ask(match: Match) -> str:
    return match.text("ask").strip()
