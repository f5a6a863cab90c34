"""Who heads what and who works for whom: titles around names, known holders of posts, by-lines, an author's own posts."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from graph.claims import Modality
from loaders.documents.attribution import words
from loaders.documents.frames import DATELINE
from loaders.documents.model import NodeFound, RelationFound
from loaders.documents.patterns import Match, Rule, matches, stretch
from loaders.documents.reading import Reading, relation
from loaders.documents.roles import held_posts

FORMER = re.compile(
    (
        r"(?:\bformer(?:ly)?\b|\bex[- ](?=\w)|\bex(?=presid|secret|minist|direct|gobern|embaj|canciller|titular|comision"
        r"|subsec|présid|coord)|\bthen-|\bonce\b|\bentonces\b|\banterior\b|\bantigu[oa]\b|\bancien(?:ne)?\b"
        r"|\bprevious(?:ly)?\b|\bserved as\b|\bfue\b(?! nombrad| designad| elect))"
    ),
    re.I,
)
STAND_IN = re.compile(r"\b(?:acting|interim|nominee|designate|interin[oa]|encargad[oa]|intérimaire|par intérim)\b", re.I)
NOW = re.compile(r"\b(?:now|currently|today|ahora|actualmente|maintenant|actuellement)\b", re.I)
SECTION = re.compile(
    (
        r"\b(?:directora?|director|head|chief|jef[ea]|coordinadora?|gerente|responsable|directeur|directrice|president"
        r"|presidenta?) (?:of|for|de|del|de la|du|on) (?!la |el |the )?\w"
    ),
    re.I,
)
HEADED = frozenset(
    [
        "association",
        "chamber",
        "company",
        "think_tank",
        "organisation",
        "media",
        "agency",
        "legislature",
        "government",
        "intergovernmental",
        "statistics_publisher",
    ]
)


def find_posts(reading: Reading) -> Iterator[RelationFound]:
    """`leads` and `works_for`, in prose and by-lines."""
    for place, frame in enumerate(reading.full):
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
    yield from _titled(reading)
    yield from _post_like(reading)
    yield from _byline(reading)


def _last_bodies(reading: Reading, place: int) -> list[NodeFound]:
    """The body that the sentence before is about: the first that it names."""
    before = reading.full[place - 1] if place else None
    return [node for slot in before.slots_in(0, len(before.text), "O") for node in slot.nodes if node.kind in HEADED][:1] if before else []


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
    former = FORMER.search(before) is not None
    top = match.rule.predicate == "leads" and _is_top(title) and not STAND_IN.search(before)
    for person in people[:1]:
        for body in bodies[:1]:
            if person.id == body.id:
                continue
            heads = top and not former and (body.kind != "government" or _heads_government(title))
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


def _is_top(title: str) -> bool:
    """Whether a title, or one of the two it joins ("vice president and chief executive"), is a head's."""
    parts = re.split(r"\s(?:and|y|et|&)\s", title)
    whole = not _other().search(title) and not SECTION.search(title)
    return whole or (len(parts) > 1 and any(_top().search(part) and not _other().search(part) and not SECTION.search(part) for part in parts))


def _heads_government(title: str) -> bool:
    return (
        re.search(
            r"\b(?:president[ea]?|prime minister|primer(?:a)? ministr[oa]|head|governor|gobernador(?:a)?|président(?:e)?|premi(?:er|ère) ministre"
            r"|premier)\b",
            title,
            re.I,
        )
        is not None
    )


def _top() -> re.Pattern[str]:
    return re.compile(rf"^\s*(?:{words('posts')['words']['top']})\s*$", re.I)


def _other() -> re.Pattern[str]:
    lists = words("posts")["words"]
    return re.compile(rf"\b(?:{lists['other']})\b", re.I)


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
                top = not former and not _other().search(part[0])
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


TITLES = re.compile(
    (
        r"(?:President|Prime Minister|Secretary|Minister|Ambassador|Chair(?:man|woman)?|Director|Governor|Senator"
        r"|Administrator|Representative|president[ea]|primer(?:a)? ministr[oa]|secretari[oa](?: de [A-ZÀ-Ý]\w+)?"
        r"|ministr[oa](?: de [A-ZÀ-Ý]\w+)?|embajador(?:a)?|gobernador(?:a)?|titular|premier ministre|première ministre"
        r"|ministre),?\s*$"
    ),
    re.I,
)


def _titled(reading: Reading) -> Iterator[RelationFound]:
    """A known holder of a post, called by the title: "President X" heads the government."""
    day = reading.document.published or date.today()
    for frame in reading.full:
        for mark in re.finditer(r"⟦P(\d+)⟧", frame.text):
            slot = frame.slots[int(mark[1])]
            person = slot.nodes[0]
            surface = reading.document.quote(slot.span)
            titled = TITLES.search(frame.text[max(0, mark.start() - 45) : mark.start()])
            inside = re.match(
                r"(?:(?:the|el|la|le) )?(?:[\w.]+ ){0,2}?(?:President[ea]?|Prime Minister|Secretary|Minister|Ambassador|secretari[oa]|ministr[oa]"
                r"|primer(?:a)? ministr[oa])\b",
                surface,
                re.I,
            )
            if not (titled or inside) or slot.pronoun:
                continue
            for body in (post.at for post in held_posts(reading.registry, person.id, day) if post.heads):
                if body in reading.nodes:
                    rule = Rule("known-post", "leads", (), 0.95, True, "", (), "")
                    first = titled.start() + max(0, mark.start() - 45) if titled else mark.start()
                    yield relation(reading, Match(rule, frame, stretch(frame, first, mark.end())), person.id, body, held=Modality.ASSERTED, event=False)


POST_LIKE = re.compile(
    (
        r"(?:(?:secretari[oa]|ministr[oa]|titular|director(?:a)? general|president[ea]) de |ministre |.*\b(?:Representative|Secretary"
        r"|Minister|Commissioner|Director|Administrator)$)"
    ),
    re.I,
)


BESIDE = re.compile(
    r"⟦O(?P<o>\d+)⟧(?:,(?= ⟦P\d+⟧(?:[,.;:)\"—]|$| (?:and|y|e|et) )))? ⟦P(?P<p>\d+)⟧"
    r"|⟦P(?P<name>\d+)⟧, (?P<was>(?:the |el |la |le |l')?(?:former )?)⟦O(?P<after>\d+)⟧(?=[.;:)—]|$|,(?! (?:and|y|e|et|⟦O\d+⟧) ))",
    re.I,
)
OFFICE = re.compile(r"(?:the |la )?(?:office|oficina|bureau)\b", re.I)
NOT_YET = re.compile(r"\b(?:acting|interim|deputy|assistant|nominee|incoming|next|future|shadow|interin[oa]|encargad[oa]|próxim[oa]|futur[oa]) $", re.I)


def _post_like(reading: Reading) -> Iterator[RelationFound]:
    """A body that the text calls by its head's title, right beside the head's name: "U.S. Trade Representative X"; "X, the U.S. Trade Representative,"."""
    for frame in reading.full:
        for found in BESIDE.finditer(frame.text):
            title, holder = frame.slots[int(found["o"] or found["after"])], frame.slots[int(found["p"] or found["name"])]
            said = reading.document.quote(title.span)
            if title.nodes[0].kind not in HEADED or OFFICE.match(said) or not (POST_LIKE.match(said) or _is_post(reading, title.nodes[0].id, said)):
                continue
            before = frame.text[max(0, found.start() - 14) : found.start()]
            if found["o"] and NOT_YET.search(before):
                continue
            former = FORMER.search(before if found["o"] else found["was"]) is not None
            match = Match(Rule("post-like", "works_for" if former else "leads", (), 0.93, True, "", (), ""), frame, found)
            marks = ("former",) if former else ()
            yield relation(reading, match, holder.nodes[0].id, title.nodes[0].id, qualifiers=marks, held=Modality.ASSERTED, event=False)


def _is_post(reading: Reading, body: str, said: str) -> bool:
    """Whether the words that stand for a body are the title of the post that heads it."""
    return any(post.at == body and post.heads and said.casefold() in map(str.casefold, post.titles) for post in reading.registry.posts.values())


def _byline(reading: Reading) -> Iterator[RelationFound]:
    """Whoever signs an article works for the medium that published it."""
    author = next((node for node in reading.nodes.values() if node.kind == "person" and reading.document.author and node.name == reading.document.author), None)
    medium = (
        next((node for node in reading.nodes.values() if node.kind == "media" and reading.document.publisher in (node.name, *node.surfaces)), None)
        if reading.document.publisher
        else None
    )
    if author and medium and author.mentions:
        span = author.mentions[0].span
        yield RelationFound(
            author.id,
            "works_for",
            medium.id,
            span,
            "byline",
            0.8,
            qualifiers=("implied",),
            when=reading.document.published.isoformat() if reading.document.published else "",
        )
