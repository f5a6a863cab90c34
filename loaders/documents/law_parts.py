"""Articles of laws, each a work of its own: "artículo 30-B del Código Fiscal", then "dicho artículo", "el 30-B", "Article 30-B"."""

import re
from collections.abc import Iterable

from graph.spelling import slug
from loaders.documents.candidates import Passage
from loaders.documents.gathering import Gathering

NUMBERED = re.compile(
    r"\b(?P<kind>(?:art[íi]culo|article|section|secci[óo]n)\b|(?:el|al|del|the)(?=\s\d{1,4}-[A-Z]\b))\s(?P<number>\d{1,4}(?:[-.\s](?:[A-Z]|bis|ter)\b)?(?:\.\d{1,2})?)(?P<of>,?\s(?:fracci[óo]n\s[IVXL]+,?\s)?"
    r"(?:of|del|de\sla|de)\s(?:(?:the|Mexico's|Canada's|la|el)\s)?)?",
    re.I,
)
LAW = re.compile(r"\b(?:Act|Law|Code|Ley|C[óo]digo|Reglamento|Constituci[óo]n|Constitution|Loi)\b")
# A number that no sum is: "el 30-B".
ALONE = re.compile(r"\b(?:[Ee]l|[Aa]l|[Dd]el|[Tt]he)\s(?P<number>\d{1,4}-[A-Z])\b")


def add_law_parts(gathering: Gathering, passages: Iterable[Passage]) -> None:
    """Each article that the text names with its law, and where its number stands again without it."""
    starts = {
        gathering.plain.place(span[0]): gathering.plain.place(span[1] - 1) + 1
        for thing in gathering.of_kind("work")
        for span, mention in thing.mentions.items()
        if LAW.search(mention.surface) and not mention.surface[:7].casefold().startswith(("section", "article"))
    }
    known: dict[str, str] = {}
    read = list(passages) if starts else []
    for passage in read:
        for match in NUMBERED.finditer(passage.text):
            law = starts.get(passage.start + match.end()) if match["of"] else None
            if law:
                kind = match["kind"] if len(match["kind"]) > 3 else "Article" if passage.block.language == "en" else "Artículo"
                name = kind + " ".join((" " + gathering.plain.text[passage.start + match.end("kind") : law]).split(" "))
                id = known.setdefault(match["number"].casefold(), f"work:{slug(name)}")
                gathering.add(id, passage.start + match.start(), law, "law-part", kind="work", name=name[0].upper() + name[1:])
    for passage in read if known else ():
        for pattern in (NUMBERED, ALONE):
            for match in pattern.finditer(passage.text):
                place = passage.start + match.start("kind" if pattern is NUMBERED else "number"), passage.start + match.end("number")
                if match["number"].casefold() in known and not gathering.stands_at(*place):
                    gathering.add(known[match["number"].casefold()], *place, "law-part")
