"""Posts that lines and titles give without a verb: signatures, deputies of a department, premiers of the one province of a text."""

import re
from collections.abc import Iterator
from functools import cache

from graph.claims import Modality
from loaders.documents.attribution import words
from loaders.documents.frames import Frame
from loaders.documents.model import NodeFound, RelationFound
from loaders.documents.patterns import Match, Rule, stretch
from loaders.documents.posts import FORMER, HEADED, is_top, other_post, top_post
from loaders.documents.reading import Reading, relation

NAME = re.compile(r"(?:[^⟦.]{0,40}\b(?:of|by|from|de|por) )?⟦P(?P<p>\d+)⟧[,.]?", re.I)
TITLE_ALONE = re.compile(r"[A-ZÀ-Ý][^⟦.;:]{3,90}[,.]?")
BODY_ALONE = re.compile(r"(?:The |La |El )?⟦O(?P<o>\d+)⟧(?: \(⟦O\d+⟧\))?[,.]?")
FIRST_POST = re.compile(r", | and | y | of | de ")
SHORT_LINE = 90  # letters of a line that may be a title
DEPUTY_OF = re.compile(
    r"\b(?:(?:deputy|assistant|associate|under|principal)[ -]?(?:assistant |deputy )?(?:secretary|minister)|sub-?secretari[oa]|viceministr[oa]|undersecretary)"
    r" (?:of|for|del?)(?: la)? (?P<f>[A-ZÀ-Ý][\w-]+(?: (?:and|y) [A-ZÀ-Ý][\w-]+)?)",
    re.I,
)
ASSISTANT = re.compile(r"\b(?:deputy|assistant)(?: deputy)? (?=⟦O(?P<o>\d+)⟧)", re.I)
NAME_AFTER = re.compile(r",? ⟦P(?P<p>\d+)⟧")
NAME_BEFORE = re.compile(r"⟦P(?P<p>\d+)⟧, (?:the |el |la )?$")
DEPARTMENT = r"\b(?:secretar[íi]a|department|ministry|ministerio) (?:of|del?|for)(?: la| the)? {0}\b|\b{0} (?:department|ministry)\b"
PREMIER = re.compile(r"(?:^|[\s,\"—])(?P<t>Premier|(?:el |la )(?:gobernador|gobernadora)) ⟦P(?P<p>\d+)⟧", re.I)
PROVINCE = re.compile(r"gov:(?:us|mx|ca)-\w+")


def find_offices(reading: Reading) -> Iterator[RelationFound]:
    """`leads` and `works_for` by signatures and titles."""
    yield from _signatures(reading)
    yield from _deputies(reading)
    yield from _premiers(reading)


@cache
def _post_and_body() -> re.Pattern[str]:
    """A line that holds a post and its body ("Vice President, A Council")."""
    title = words("posts")["words"]["title_line"]
    return re.compile(rf"(?P<t>{title}),? (?:of |at |de |del )?(?:the |la |el )?⟦O(?P<o>\d+)⟧(?: \(⟦O\d+⟧\))?\.?", re.I)


def _signatures(reading: Reading) -> Iterator[RelationFound]:
    """A name on a line of its own over its post: with the body in the same line, in the next, or in the title ("Assistant U.S. Trade Representative")."""
    lines = reading.full
    for place, above in enumerate(lines[:-1]):
        name, below = NAME.fullmatch(above.text.strip()), lines[place + 1]
        if not name or below.block != above.block + 1:
            continue
        person, said = _holder(above, name), below.text.strip()
        if one := _post_and_body().fullmatch(said):
            yield from _held(reading, below, person, _body(below, one), leads=is_top(one["t"]))
        elif (assistant := ASSISTANT.match(said)) and len(said) < SHORT_LINE:
            yield from _held(reading, below, person, _body(below, assistant), leads=False)
        elif TITLE_ALONE.fullmatch(said) and _is_title(said) and place + 2 < len(lines) and lines[place + 2].block == below.block + 1:
            last = lines[place + 2]
            if alone := BODY_ALONE.fullmatch(last.text.strip()):
                yield from _held(reading, below, person, _body(last, alone), leads=is_top(FIRST_POST.split(said)[0]) or is_top(said))


def _holder(frame: Frame, found: re.Match[str]) -> NodeFound:
    return frame.slots[int(found["p"])].nodes[0]


def _body(frame: Frame, found: re.Match[str]) -> NodeFound:
    return frame.slots[int(found["o"])].nodes[0]


def _is_title(line: str) -> bool:
    """Whether a line is a post: it has the word of one, or begins with a head's."""
    return other_post().search(line) is not None or top_post().search(FIRST_POST.split(line)[0].rstrip(",.")) is not None


def _held(reading: Reading, frame: Frame, person: NodeFound, body: NodeFound, *, leads: bool) -> Iterator[RelationFound]:
    if person.kind == "person" and body.kind in HEADED:
        found = Match(Rule("post-line", "leads" if leads else "works_for", (), 0.9, True, "", (), ""), frame, stretch(frame))
        yield relation(reading, found, person.id, body.id, held=Modality.ASSERTED, event=False)


def _deputies(reading: Reading) -> Iterator[RelationFound]:
    """ "Deputy Secretary of Commerce P", "P, subsecretario de Salud": works for the department of that field, if the text names it."""
    for frame in reading.full:
        for title in DEPUTY_OF.finditer(frame.text):
            after, before = NAME_AFTER.match(frame.text, title.end()), NAME_BEFORE.search(frame.text, 0, title.start())
            body, name = _department(reading, title["f"]), after or before
            if body and name and not FORMER.search(frame.text[max(0, title.start() - 14) : title.end()]):
                yield from _assists(reading, frame, _holder(frame, name), body, (min(title.start(), name.start()), max(title.end(), name.end())))
        for title in ASSISTANT.finditer(frame.text):
            body = _body(frame, title)
            if (name := NAME_BEFORE.search(frame.text, 0, title.start())) and body.kind in HEADED:
                yield from _assists(reading, frame, _holder(frame, name), body, (name.start(), title.end()))


def _assists(reading: Reading, frame: Frame, person: NodeFound, body: NodeFound, place: tuple[int, int]) -> Iterator[RelationFound]:
    match = Match(Rule("known-minister", "works_for", (), 0.88, True, "", (), ""), frame, stretch(frame, *place))
    yield relation(reading, match, person.id, body.id, held=Modality.ASSERTED, event=False)


def _department(reading: Reading, field: str) -> NodeFound | None:
    """The one department of a field that the text names, by any name that it or the registry has for it."""
    named = re.compile(DEPARTMENT.format(re.escape(field)), re.I)
    entries = reading.registry.entries
    found: list[NodeFound] = []
    for node in (node for node in reading.nodes.values() if node.kind == "agency"):
        known = entries[node.id].forms if node.id in entries else ()
        if any(named.search(form) for form in (node.name, *node.surfaces, *known)):
            found.append(node)
    return found[0] if len(found) == 1 else None


def _premiers(reading: Reading) -> Iterator[RelationFound]:
    """ "Premier P": heads the one state or province that the text names."""
    states = [node for node in reading.nodes.values() if PROVINCE.fullmatch(node.id)]
    own = [node for node in states if node.id.startswith("gov:mx-")] if reading.document.language == "es" else states
    states = states if len(states) == 1 else own
    for frame in reading.full if len(states) == 1 else ():
        for title in PREMIER.finditer(frame.text):
            match = Match(Rule("known-minister", "leads", (), 0.85, True, "", (), ""), frame, stretch(frame, title.start("t"), title.end()))
            yield relation(reading, match, _holder(frame, title).id, states[0].id, held=Modality.ASSERTED, event=False)
