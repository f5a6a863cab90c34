"""Who heads what and who works for whom, said in prose: titles around names, verbs of heading, an author's own posts."""

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.claims import Modality
from loaders.documents.asides import DATELINE, DOUBLED
from loaders.documents.frames import Frame
from loaders.documents.model import NodeFound, RelationFound
from loaders.documents.patterns import Match, matches
from loaders.documents.posts import FORMER, HEADED, NOW, STAND_IN, heads_government, is_top, other_post
from loaders.documents.reading import Reading, relation
from loaders.documents.relations_titles import find_titled


def find_posts(reading: Reading) -> Iterator[RelationFound]:
    """`leads` and `works_for`, in prose and by-lines."""
    for place, frame in enumerate(map(_undoubled, reading.full)):
        for match in matches(frame, "posts"):
            if match.rule.id == "own-post":
                yield from _own_posts(reading, match)
            elif match.rule.id == "post-of-last":
                yield from _post(reading, match, _last_bodies(reading, place))
            elif match.rule.id == "post-of-subject":
                for found in _post(reading, match, _subject(reading, place, match.found.start())):
                    first = match.found.start() if frame.text.startswith('"') else 0
                    yield replace(found, evidence=frame.source(first, match.found.end()))
            else:
                bodies = [node for slot in match.frame.slots_in(*match.found.span("o")) for node in slot.nodes if node.kind in HEADED]
                yield from _post(reading, match, bodies)
    yield from find_titled(reading)


def _undoubled(frame: Frame) -> Frame:
    """The frame without an acronym in brackets right after its long form."""

    def same(match: re.Match[str]) -> tuple[int, int]:
        first, second = (set(frame.slots[int(match[group])].ids) for group in (2, 4))
        return match.span(1) if "(" in match[3] and first & second else match.span()

    return frame.without(DOUBLED, same) if "⟧ (⟦" in frame.text else frame


SHORT = 40  # letters of an answer ("With hope.") over which "its head" looks back to the question


def _last_bodies(reading: Reading, place: int) -> list[NodeFound]:
    """The body that the sentence before is about: the first that it names."""
    for before in reversed(reading.full[max(0, place - 2) : place]):
        found = [node for slot in before.slots_in(0, len(before.text), "O") for node in slot.nodes if node.kind in HEADED]
        if found or len(before.text) > SHORT:
            return found[:1]
    return []


SUBJECT = re.compile(r"(?:the |la |el |los |las |le |les |l'|in ⟦D\d+⟧, |⟦D\d+⟧,? )?⟦[OG](\d+)⟧(?!'|,? (?:and|y|e|et) )", re.I)
OTHER_CLAUSE = re.compile(r"(?:;|\b(?:but|while|whereas|although|pero|mientras|aunque|tandis|mais|alors)\b)[^.]*⟦[OG]\d+⟧", re.I)


def _subject(reading: Reading, place: int, stop: int) -> list[NodeFound]:
    """The body that "its president" belongs to: the one that opens the sentence or, when that opens with a quote, the sentence before it."""
    frame, last = reading.full[place], stop
    if frame.text.startswith('"') and place and reading.full[place - 1].kind == "prose":
        frame = reading.full[place - 1]
        last = len(frame.text)
    dateline = DATELINE.match(frame.text)
    opening = SUBJECT.match(frame.text, dateline.end() if dateline else 0)
    if opening is None or OTHER_CLAUSE.search(frame.text, 0, last):
        return []
    return [node for node in frame.slots[int(opening[1])].nodes if node.kind in HEADED][:1]


def _post(reading: Reading, match: Match, bodies: list[NodeFound]) -> Iterator[RelationFound]:
    title = match.text("t")
    people = [node for slot in match.frame.slots_in(*match.found.span("p")) for node in slot.nodes]
    before = match.frame.text[max(0, match.found.start() - 12) : match.found.end("t") if match.found["t"] else match.found.end()]
    if match.rule.id in ("of-body", "post-now", "of-body-said", "post-moved"):
        before = title  # what stands between a name and its post may tell of an earlier one
    former = FORMER.search(before) is not None
    top = match.rule.predicate == "leads" and is_top(title) and not STAND_IN.search(before)
    for person in people[:1]:
        for body in bodies[:1]:
            if person.id == body.id:
                continue
            heads = top and not former and (body.kind != "government" or heads_government(title))
            yield relation(
                reading,
                match,
                person.id,
                body.id,
                predicate="leads" if heads else "works_for",
                qualifiers=("former",) if former else (),
                held=Modality.ASSERTED,
                event=False,
            )


def _own_posts(reading: Reading, match: Match) -> Iterator[RelationFound]:
    """ "As a former director of A and now head of B, I ...": the posts of an author whom the text does not name."""
    authors = [node for node in reading.nodes.values() if node.kind == "role"] or [
        node for node in reading.nodes.values() if node.kind == "person" and node.name == reading.document.author
    ]
    if not authors:
        return
    frame, start = match.frame, match.found.start("own")
    text = frame.text[start : match.found.end("own")]
    former = False
    for part in re.finditer(r"[^,]+", text):
        former = (former or FORMER.search(part[0]) is not None) and NOW.search(part[0]) is None
        for slot in frame.slots_in(start + part.start(), start + part.end(), "OP"):
            body = _body_of(reading, slot.nodes[0])
            if body and body.id != authors[0].id:
                top = not former and not other_post().search(part[0])
                yield relation(
                    reading,
                    match,
                    authors[0].id,
                    body.id,
                    predicate="leads" if top else "works_for",
                    qualifiers=("former",) if former else (),
                    held=Modality.ASSERTED,
                    event=False,
                )


def _body_of(reading: Reading, node: NodeFound) -> NodeFound | None:
    """The body itself, or the one that a role's own name ends in ("CEO of A")."""
    if node.kind in HEADED:
        return node
    names = [
        (len(body.name), body)
        for body in reading.nodes.values()
        if body.kind in HEADED and body.kind != "government" and any(body.name in form or form.endswith(body.name) for form in node.surfaces)
    ]
    return max(names, key=lambda pair: (pair[0], pair[1].id))[1] if names else None
