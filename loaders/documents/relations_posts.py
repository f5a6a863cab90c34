"""Who heads what and who works for whom, said in prose: titles around names, verbs of heading, an author's own posts."""

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.claims import Modality
from loaders.documents.asides import DOUBLED
from loaders.documents.clauses import main_subject
from loaders.documents.frames import Frame
from loaders.documents.model import NodeFound, RelationFound
from loaders.documents.patterns import Match, matches
from loaders.documents.posts import FORMER, HEADED, NOW, STAND_IN, heads_government, is_top, other_post, top_post
from loaders.documents.reading import Reading, relation
from loaders.documents.relations_titles import find_titled
from loaders.documents.roles import held_posts

LED = frozenset({"post-led-by", "post-verb", "post-given"})


def find_posts(reading: Reading) -> Iterator[RelationFound]:
    """`leads` and `works_for`, in prose and by-lines; whom a line only lists with a body that the text says they head is its head."""
    found = list(_found(reading))
    heads = {(item.subject, item.object) for item in found if item.predicate == "leads"}
    return (item for item in found if item.rule != "post-listed" or (item.subject, item.object) not in heads)


def _found(reading: Reading) -> Iterator[RelationFound]:
    for place, frame in enumerate(map(_undoubled, reading.full)):
        for match in matches(frame, "posts"):
            if match.rule.id == "own-post":
                yield from _own_posts(reading, match)
            elif match.rule.id in ("post-of-last", "post-of-subject", "post-clitic"):
                yield from _post_of_owner(reading, place, match)
            elif match.rule.id == "post-elided":
                yield from _elided(reading, place, match)
            elif match.rule.id == "post-each":
                yield from _each(reading, place, match)
            elif match.rule.id != "post-of-anaphor" or match.slots("o")[0].pronoun:
                yield from _post(reading, match, _bodies(match))
        bare = reading.bare[place]
        for match in matches(bare, "posts", lambda rule: rule.id in LED) if bare.text != reading.full[place].text and bare.actors() > 1 else ():
            yield from _post(reading, match, _bodies(match))
    yield from find_titled(reading)


def _bodies(match: Match) -> list[NodeFound]:
    return [node for slot in match.frame.slots_in(*match.found.span("o")) for node in slot.nodes if node.kind in HEADED]


def _undoubled(frame: Frame) -> Frame:
    """The frame without an acronym in brackets right after its long form."""

    def same(match: re.Match[str]) -> tuple[int, int]:
        first, second = (set(frame.slots[int(match[group])].ids) for group in (2, 4))
        return match.span(1) if "(" in match[3] and first & second else match.span()

    return frame.without(DOUBLED, same) if "⟧ (⟦" in frame.text else frame


REACH = 3  # sentences back that "its" may reach, over such as name no body
SHORT = 40  # letters of an answer ("With hope.") over which "its head" looks back to the question
OTHER_CLAUSE = re.compile(r"(?:;|\b(?:but|while|whereas|although|pero|mientras|aunque|tandis|mais|alors)\b)[^.]*⟦[OG]\d+⟧", re.I)
BESIDE_PERSON = re.compile(r"⟦P\d+⟧,? (?:and|y|e|et|with|con) $", re.I)
MINISTERS = re.compile(
    r"\b(?:minister|minist(?:er|re|r[oa])|secretary(?! general)|secretari[oa] de|ambassador|embajador(?:a)?|governor|gobernador(?:a)?|negotiator|senator)\b",
    re.I,
)
PRIVATE = HEADED - {"government", "agency", "legislature", "statistics_publisher"}


def _post_of_owner(reading: Reading, place: int, match: Match) -> Iterator[RelationFound]:
    """ "Its president, P": of the body that the sentence, or the one before, is about; the proof runs from its name."""
    start, quoted = match.found.start(), match.frame.text.startswith('"')
    if BESIDE_PERSON.search(match.frame.text[: start + 1]):
        return
    bodies = _owners(reading, place, match)
    if match.rule.id == "post-of-subject":
        known = {node.id for slot in match.slots("p") for node in slot.nodes} & reading.registry.entries.keys()
        bodies = [body for body in bodies if body.kind in PRIVATE and not known]
    for found in _post(reading, match, bodies):
        yield replace(found, evidence=match.frame.source(start if quoted else 0, match.found.end()))


def _owners(reading: Reading, place: int, match: Match) -> list[NodeFound]:
    """The body that "its" means: the only one named before in its sentence, or its subject; else the subject of the sentence before."""
    frame, stop, title = match.frame, match.found.start(), match.text("t")
    named = _headed(frame, 0, stop)
    if len(named) == 1:
        return named
    if named:
        private = [body for body in named if body.kind in PRIVATE]
        return [] if OTHER_CLAUSE.search(frame.text, 0, stop) else _of_subject(frame) or (private if len(private) == 1 else [])
    countries = [node for slot in frame.slots_in(0, stop, "G") for node in slot.nodes]
    if countries:
        return countries[:1] if len(set(countries)) == 1 and heads_government(title) and frame.text[:stop].rstrip().endswith(("⟧ and", "⟧ y")) else []
    if MINISTERS.search(title):
        return []
    for at in range(place - 1, max(-1, place - 1 - REACH), -1):
        before, voice = reading.full[at], reading.voices[at]
        if found := _headed(before, 0, len(before.text)):
            said = [node for node in voice.speakers if node in found] if voice else []
            return found if len(found) == 1 else said or _of_subject(before) or found[:1]
        if len(before.text) > SHORT and not before.text.startswith('"') and before.block != frame.block:
            return []
    return []


def _headed(frame: Frame, first: int, last: int) -> list[NodeFound]:
    """The bodies named in a part of a frame, each once."""
    return list(dict.fromkeys(node for slot in frame.slots_in(first, last, "O") for node in slot.nodes if node.kind in HEADED))


def _of_subject(frame: Frame) -> list[NodeFound]:
    """The body that is a sentence's subject, if it is one alone."""
    subject = main_subject(frame)
    found = _headed(frame, *subject) if subject else []
    return found if len(found) == 1 else []


def _elided(reading: Reading, place: int, match: Match) -> Iterator[RelationFound]:
    """ "Es consejera de A": of the one person who is the subject of the sentence before."""
    before = reading.bare[place - 1] if place else None
    subject = main_subject(before) if before and match.frame.language == "es" else None
    people = [node for slot in before.slots_in(*subject, "POG") for node in slot.nodes] if before and subject else []
    if len(people) == 1 and people[0].kind == "person" and before:
        for body in _bodies(match)[:1]:
            heads = is_top(match.text("t")) and (body.kind != "government" or heads_government(match.text("t")))
            whole = relation(reading, match, people[0].id, body.id, predicate="leads" if heads else "works_for", held=Modality.ASSERTED, event=False)
            yield replace(whole, evidence=(before.span[0], whole.evidence[1]))


def _each(reading: Reading, place: int, match: Match) -> Iterator[RelationFound]:
    """ "Their presidents, P and Q": of the bodies that are the subject, in their order."""
    people = [node for slot in match.slots("p") for node in slot.nodes]
    for frame in (match.frame, *reversed(reading.full[max(0, place - 1) : place])):
        subject = main_subject(frame)
        bodies = _headed(frame, *subject) if subject else []
        if len(bodies) > 1 and len(bodies) == len(people):
            for person, body in zip(people, bodies, strict=True):
                yield relation(reading, match, person.id, body.id, held=Modality.ASSERTED, event=False)
            return


UNTIL = re.compile(r",? (?:hasta|until) (?:⟦D|\d{4}|last|el|su|his|her|that|recientemente|hace)", re.I)
PARTY = re.compile(r"\b(?:Part(?:y|ido|i)|PRI|PAN|PRD|PVEM|Morena|Movimiento (?:Ciudadano|Regeneraci[óo]n)|Bloc)\b")
# "Integrante de la Comisión", "diputado", "chair of a committee": one of a chamber's or a group's own.
MEMBER = re.compile(r"^(?:an? |un[oa]? )?(?:ranking |senior )?(?:members?|miembros?|integrantes?)$", re.I)
OF_CHAMBER = re.compile(
    r"\b(?:diputad[oa]|senador(?:a)?|legislador(?:a)?|senator|congress(?:man|woman)|(?:sub)?comisi[óo]n|(?:sub)?comit[ée]|(?:sub)?committee)\b", re.I
)
COMMISSIONER = re.compile(r"^comisionad[oa]$", re.I)
CLEFT = re.compile(r"\bfue $")
# "Director de la O en Occidente": of a region, not of the whole.
PLAIN = re.compile(r"(?:(?:the|el|la) )?(?:director(?:a)?|head|manager|gerente|jef[ea]|l[íi]der)", re.I)
REGION = re.compile(r"(?: \(⟦O\d+⟧\))? (?:en|para|in|for) (?:el |la |the )?(?:[A-ZÀ-Ý]|⟦[LO]\d+⟧)")
# "The minister for trade with the United States" serves another country.
WITH = re.compile(r"\b(?:with|con) (?:the |los )?$", re.I)
# "A director at A" is one of several.
ONE_OF_MANY = re.compile(r"\b(?:an?|una?|one of (?:the|its)|un[oa] de (?:los|las)) $", re.I)


def _post(reading: Reading, match: Match, bodies: list[NodeFound]) -> Iterator[RelationFound]:
    title = match.text("t")
    people = [node for slot in match.frame.slots_in(*match.found.span("p")) for node in slot.nodes]
    before = match.frame.text[max(0, match.found.start() - 12) : match.found.end("t") if match.found["t"] else match.found.end()]
    if match.rule.id == "post-after-name":
        first = match.found.start()
        before = CLEFT.sub("", match.frame.text[max(0, first - 12) : first]) + match.frame.text[first : match.found.end("t")]
    if match.rule.id in ("of-body", "post-now", "of-body-said", "post-moved"):
        before = title  # what stands between a name and its post may tell of an earlier one
    if match.rule.predicate == "leads" and ONE_OF_MANY.search(match.frame.text[max(0, match.found.start("t") - 12) : match.found.start("t")]):
        title = f"associate {title}"
    former = FORMER.search(before) is not None or UNTIL.match(match.frame.text, match.found.end()) is not None
    top = match.rule.predicate == "leads" and is_top(title) and not STAND_IN.search(before)
    for person in people if match.rule.id in ("post-plural", "post-listed") else people[:1]:
        for body in bodies[:1]:
            if body.kind == "government" and WITH.search(match.frame.text, 0, match.found.start("o")):
                continue
            if person.id == body.id or (top and body.kind in PRIVATE and _governs(reading, person.id)):
                continue
            ended = match.found.end("o" if "o" in match.found.re.groupindex else 0)
            top = top and not (body.kind in PRIVATE and PLAIN.fullmatch(title) and REGION.match(match.frame.text, ended))
            governing = body.kind != "government" or heads_government(title) or match.rule.id == "government-led"
            heads = (top or _own_unit(title, body)) and not former and governing and not _one_of_many(reading, match.rule.id, title, body)
            yield relation(
                reading,
                match,
                person.id,
                body.id,
                predicate="leads" if heads else "member_of" if _belongs(title, body) else "works_for",
                qualifiers=("former",) if former else (),
                held=Modality.ASSERTED,
                event=False,
            )


OWN_UNIT = re.compile(r"(?:\b(?:el|la|the) )?(?P<post>subsecretari|viceministr|coordinador|delegad)\w* ", re.I)
UNITS = {"subsecretari": "subsecretar", "viceministr": "viceminister", "coordinador": "coordinaci", "delegad": "delegaci"}


def _own_unit(title: str, body: NodeFound) -> bool:
    """Whether a title is that of the head of the unit that it names ("subsecretario" of a "Subsecretaría")."""
    found = OWN_UNIT.match(f"{title} ")
    return found is not None and body.name.casefold().startswith(UNITS[found["post"].casefold()])


def _one_of_many(reading: Reading, rule: str, title: str, body: NodeFound) -> bool:
    """Whether a title is not the head's after all: a commissioner's in Mexico, a word before a name that is no post ("its campaigner")."""
    entry = reading.registry.entries.get(body.id)
    if COMMISSIONER.match(title):
        return not entry or entry.country != "us"
    return rule == "post-through" and not top_post().search(title)


def _belongs(title: str, body: NodeFound) -> bool:
    """Whether a person is a member of a body rather than its employee: of a party, a committee or a chamber."""
    if not title.strip(" ,") or title.casefold().strip() in ("de", "of", "del"):
        return PARTY.search(body.name) is not None
    return MEMBER.match(title) is not None or (body.kind == "legislature" and OF_CHAMBER.search(title) is not None and other_staff(title) is None)


def other_staff(title: str) -> re.Match[str] | None:
    """The word by which a title is that of a chamber's staff, not of a member."""
    return re.search(r"\b(?:staff|counsel|clerk|advis[eo]r|asesor|secretari[oa] t[ée]cnic[oa]|aide|director|analyst|spokes\w+|vocer[oa])", title, re.I)


def _governs(reading: Reading, person: str) -> bool:
    """Whether the registry knows a person as the head of a government that day: they head no chamber of commerce."""
    return any(post.heads and post.at.startswith("gov:") for post in held_posts(reading.registry, person, reading.document.published))


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
