"""Posts and memberships that a title makes likely: of a chamber, a cabinet, a country, whose name stands elsewhere in the text."""

import re
from collections.abc import Iterator

from graph.claims import Modality
from loaders.documents.frames import Frame
from loaders.documents.model import NodeFound, RelationFound
from loaders.documents.patterns import Match, Rule, stretch
from loaders.documents.posts import FORMER, is_top
from loaders.documents.reading import Reading, relation

COMMITTEE = re.compile(r"committee|comisi[óo]n|comit[ée]", re.I)
CHAMBERS = (
    (
        re.compile(r"\b(?:Senator|Sen\.|senador(?:a)?)(?: [a-zà-ÿ]+){0,2}\s*$", re.I),
        re.compile(r"\bSena(?:te|do)\b(?! (?:committee|subcommittee|finance))", re.I),
    ),
    (
        re.compile(r"\b(?:Rep\.|Congress(?:man|woman)|diputad[oa])(?: [a-zà-ÿ]+){0,2}\s*$", re.I),
        re.compile(r"\b(?:House of Representatives|C[áa]mara de Diputados)\b", re.I),
    ),
)
BEFORE = 36  # letters before a name that may hold its title
SPEAKER = re.compile(r"\b(?:House Speaker|Speaker of the House,?|Speaker) ⟦P(?P<p>\d+)⟧")
MINISTER = re.compile(r"⟦P(?P<p>\d+)⟧, (?:the |now )?Minister (?:of|for|responsible)\b|\b(?:(?!Prime )[A-Z]\w+ ){1,4}(?<!Prime )Minister ⟦P(?P<before>\d+)⟧")
# Heads of government whom a text calls by their title alone, by its language.
HEADS = {
    "en": (
        (re.compile(r"(?:^|[\s(\"—])(?<!Vice )(?<!vice )(?:then-)?President ⟦P(?P<p>\d+)⟧"), "gov:us"),
        (re.compile(r"(?:^|[\s(\"—])Prime Minister ⟦P(?P<p>\d+)⟧"), "gov:ca"),
    ),
    "es": (
        (re.compile(r"\b[Ll]a [Pp]residenta(?: de la [Rr]ep[úu]blica,?)? ⟦P(?P<p>\d+)⟧|\b[Ee]l [Pp]residente de la [Rr]ep[úu]blica,? ⟦P(?P<m>\d+)⟧"), "gov:mx"),
        (re.compile(r"\b[Pp]residenta de la [Rr]ep[úu]blica, ⟦P(?P<p>\d+)⟧"), "gov:mx"),
    ),
}
MEMBER_LINE = re.compile(r"(?:Ranking )?(?:Member|Miembro|Integrante) (?:of|del?|de la) (?:the |la |el )?⟦O(?P<o>\d+)⟧[,.]?")
NAME_LINE = re.compile(r"(?:(?:The )?(?:Hon(?:orable|\.)|Rep\.|Sen\.|Dip\.|Mr\.|Ms\.) )?⟦P(?P<p>\d+)⟧[,.]?")
OUR = re.compile(r"\b(?:our|nuestr[oa]) (?P<t>(?:[\w-]+ ){0,3}?[\w-]+),? ⟦P(?P<p>\d+)⟧", re.I)
STATEMENT = re.compile(
    r"^(?:(?:Prepared|Written|Opening) )?(?:Statement|Testimony|Remarks|Intervenci[óo]n|Comparecencia|Testimonio)"
    r"(?: for the record)? (?:of|by|de) ⟦P(?P<p>\d+)⟧",
    re.I,
)
PANEL = re.compile(r"^(?:before|ante) (?:the |la |el )?⟦O(?P<o>\d+)⟧", re.I)
HEAD = 8  # sentences and lines at the beginning of a text that may say whose statement it is


def likely_posts(reading: Reading) -> Iterator[RelationFound]:
    """`leads`, `works_for` and `member_of` by titles, and the witness whose statement to a committee the text is."""
    yield from _chambers(reading)
    yield from _speakers(reading)
    yield from _ministers(reading)
    yield from _heads(reading)
    yield from _members(reading)
    yield from _ours(reading)
    yield from _statement(reading)


def day(reading: Reading) -> str:
    """The day of the text; "" where it tells none."""
    return reading.document.published.isoformat() if reading.document.published else ""


def _person(frame: Frame, found: re.Match[str], group: str = "p") -> NodeFound:
    return frame.slots[int(found[group])].nodes[0]


def _country(reading: Reading, node: NodeFound) -> str:
    """The country of a thing that the registry knows; "" for others."""
    entry = reading.registry.entries.get(node.id)
    return entry.country if entry else ""


def _chambers(reading: Reading) -> Iterator[RelationFound]:
    """Membership of the one such chamber that the text names, of whoever has its title and is not of another country."""
    legislatures = [node for node in reading.nodes.values() if node.kind == "legislature" and not COMMITTEE.search(node.name)]
    for title, name in CHAMBERS:
        chambers = [node for node in legislatures if name.search(node.name)]
        at_home = len(chambers) == 1 and (_country(reading, chambers[0]) == "mx") == (reading.document.language == "es")
        for person in reading.nodes.values() if at_home else ():
            if person.kind != "person" or _country(reading, person) not in ("", _country(reading, chambers[0])):
                continue
            for mention in person.mentions:
                before = reading.document.text[max(0, mention.span[0] - BEFORE) : mention.span[0]]
                if title.search(before + mention.surface if mention.surface[:3] in ("Sen", "Rep") else before) and not FORMER.search(before[-24:]):
                    yield RelationFound(person.id, "member_of", chambers[0].id, mention.span, "likely-member", 0.7, when=day(reading))
                    break


def _speakers(reading: Reading) -> Iterator[RelationFound]:
    """The Speaker heads the House, where the text names one alone."""
    houses = [node for node in reading.nodes.values() if node.kind == "legislature" and re.search(r"\bHouse of (?:Representatives|Commons)\b", node.name)]
    for frame in reading.full if len(houses) == 1 else ():
        for found in SPEAKER.finditer(frame.text):
            if not FORMER.search(frame.text[max(0, found.start() - 12) : found.start()]):
                yield RelationFound(_person(frame, found).id, "leads", houses[0].id, frame.source(*found.span()), "likely-speaker", 0.8, when=day(reading))


def _ministers(reading: Reading) -> Iterator[RelationFound]:
    """A minister without a country, in English: of Canada, if the text names it; the neighbours have secretaries."""
    for frame in reading.full if "gov:ca" in reading.nodes else ():
        for found in MINISTER.finditer(frame.text):
            person = _person(frame, found, "p" if found["p"] else "before")
            if person.kind == "person" and _country(reading, person) in ("", "ca"):
                yield RelationFound(person.id, "works_for", "gov:ca", frame.source(*found.span()), "likely-minister", 0.65, when=day(reading))


def _heads(reading: Reading) -> Iterator[RelationFound]:
    """A president or prime minister without a country, whom nothing tells to be of another: by the language of the sentence."""
    for frame in reading.full:
        for title, home in HEADS.get(frame.language, ()) if frame.kind != "byline" else ():
            for found in title.finditer(frame.text) if home in reading.nodes else ():
                person = _person(frame, found, "p" if found["p"] else "m")
                elsewhere = _country(reading, person) not in ("", home[-2:]) or FORMER.search(frame.text[max(0, found.start() - 12) : found.start() + 1])
                if person.kind == "person" and not elsewhere and not _told_elsewhere(reading, person):
                    yield RelationFound(person.id, "leads", home, frame.source(*found.span()), "likely-president", 0.7, when=day(reading))


def _told_elsewhere(reading: Reading, person: NodeFound) -> bool:
    """Whether the text gives a person's country or body beside the name, anywhere."""
    for frame in reading.full:
        for at, slot in enumerate(frame.slots):
            if person in slot.nodes and not slot.pronoun:
                token = f"⟦P{at}⟧"
                near = re.search(
                    rf"(?:⟦[JGO]\d+⟧(?:'s)? (?:[\w-]+ ){{0,3}}{token}|{token},? (?:of|de|del|from|president of|presidente de) (?:the |la )?⟦[GO]\d+⟧)",
                    frame.text,
                )
                if near:
                    return True
    return False


def _members(reading: Reading) -> Iterator[RelationFound]:
    """ "Member of Congress" on the line below a name."""
    for above, below in zip(reading.full, reading.full[1:], strict=False):
        name, seat = NAME_LINE.fullmatch(above.text.strip()), MEMBER_LINE.fullmatch(below.text.strip())
        if name and seat and below.block == above.block + 1:
            body = _person(below, seat, "o")
            if body.kind == "legislature":
                span = (above.span[0], below.span[1])
                yield RelationFound(_person(above, name).id, "member_of", body.id, span, "member-line", 0.88, when=day(reading))


def _ours(reading: Reading) -> Iterator[RelationFound]:
    """ "Our president, P", in the statement of one who works for one body."""
    witness = _witness(reading)
    bodies = reading.heads.get(witness.id, ()) if witness else ()
    for frame in reading.full if len(bodies) == 1 else ():
        for found in OUR.finditer(frame.text):
            if is_top(found["t"]) and _person(frame, found).kind == "person":
                yield RelationFound(_person(frame, found).id, "leads", bodies[0], frame.source(*found.span()), "likely-our-head", 0.8, when=day(reading))


def _witness(reading: Reading) -> NodeFound | None:
    """Whose statement the text is, by its title."""
    for frame in reading.full[:HEAD]:
        if frame.kind in ("title", "heading") and (found := STATEMENT.match(frame.text)):
            return _person(frame, found)
    return None


def _statement(reading: Reading) -> Iterator[RelationFound]:
    """Whoever makes a statement before a committee meets it."""
    witness = _witness(reading)
    for frame in reading.full[:HEAD] if witness else ():
        if frame.kind in ("title", "heading") and (found := PANEL.match(frame.text)) and witness:
            panel = _person(frame, found, "o")
            if panel.kind == "legislature":
                match = Match(Rule("statement-before", "met_with", (), 0.9, True, "", (), ""), frame, stretch(frame))
                yield relation(reading, match, witness.id, panel.id, held=Modality.ASSERTED)
