"""Those named together and then spoken of as one: "the three groups", "ambos organismos", "the companies", "los tres ministros"."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from loaders.documents.gates import Gated
from loaders.documents.model import Document, Mention, NodeFound, Span
from loaders.documents.vocabulary import read_rules

BODIES = frozenset({"association", "chamber", "think_tank", "organisation", "company"})
# What each class of nouns may mean; "the companies" are firms alone, "the groups" any bodies.
KINDS = {
    "bodies": BODIES,
    "firms": frozenset({"company"}),
    "agencies": frozenset({"agency"}),
    "people": frozenset({"person"}),
}
LETTERS = {"people": "P"}
JOINED = re.compile(
    r"\)?\s?(?:\([^()]{1,60}\))?(?:,\s(?:que|which|whose|cuy[oa]|dirigid[oa]|encabezad[oa]|presidid[oa]|representad[oa]|led|headed|chaired)\b[^,.;:()]{3,60}(?=,))?"
    r"\s?(?P<mark>,|\|)?\s?(?P<and>and|y|e|et|&|as well as|as[íi] como)?\s?"
    r"(?:(?:by|por|with|con)\s)?(?:(?:the|la|el|los|las|l'|les|le|con la|con el)\s?)?",
    re.I,
)
# Between persons stand titles: "A, the minister of trade, B and ambassador C".
TITLED = re.compile(r"(?P<mark>,[^.;:]{0,50})?,?\s(?P<and>and|y|e|et|as well as|as[íi] como)?\s?(?:[^,.;:]{0,50}\s)?")
NUMBERS = {"both": 2, "ambos": 2, "ambas": 2, "two": 2, "dos": 2, "deux": 2, "three": 3, "tres": 3, "trois": 3, "four": 4, "cuatro": 4, "quatre": 4}
NUMBERS |= {"five": 5, "cinco": 5, "six": 6, "seis": 6, "seven": 7, "siete": 7, "eight": 8, "ocho": 8}
# "their counterparts, among them A and B": such a list is not whom the text is about.
EXAMPLES = re.compile(
    r"\b(?:entre ell[oa]s|among them|including|such as|incluid[oa]s?|incluyendo|como|like|e\.g\.)\s(?:a\s)?(?:the |la |el |los |las )?$", re.I
)
BACK, AHEAD = 1500, 700
NEAR = 600  # characters back that a noun without a number may reach, where it means others than bodies

Lists = dict[str, list[tuple[Span, tuple[NodeFound, ...]]]]
_last: list[tuple[Document, int, Lists]] = []


@cache
def _group() -> Gated:
    said = read_rules("pronouns")["unions"]
    nouns = "|".join(f"(?P<{name}>{said[name]})" for name in KINDS)
    return Gated(rf"\b{said['before']}(?:{nouns})\b{said['after']}\b{said['unless']}", re.I)


def find_unions(document: Document, span: Span, mentions: Sequence[tuple[Mention, NodeFound]]) -> Iterator[tuple[str, Span, tuple[NodeFound, ...]]]:
    """Each such phrase of a sentence with the letter and the nodes of those it means: of the last list before it that has as many, else of the next one."""
    found = list(_group().finditer(document.text, *span))
    if not found:
        return
    listed = _listed(document, mentions)
    for match in found:
        name = next(name for name in KINDS if match[name])
        count = NUMBERS.get(match["n"].split()[-1].casefold(), 0) if match["n"] else 0
        if name == "people" and count < 3:
            continue  # two persons need no list
        back = BACK if count or name == "bodies" else NEAR
        fitting = [(place, nodes) for place, nodes in listed[name] if not count or len(nodes) == count]
        before = [
            nodes
            for place, nodes in fitting
            if match.start() - back <= place[0] < match.start() and not EXAMPLES.search(document.text, max(0, place[0] - 30), place[0])
        ]
        # "A and B rejected it, and the three groups wrote": two of them at least.
        here = [nodes for place, nodes in listed[name] if count > 2 and len(nodes) == count - 1 and span[0] <= place[0] and place[1] <= match.start()]
        before = here or before
        after = [nodes for place, nodes in fitting if count and match.end() <= place[0] <= match.end() + AHEAD]
        if before or after:
            yield LETTERS.get(name, "O"), match.span(), before[-1] if before else after[0]


def _listed(document: Document, mentions: Sequence[tuple[Mention, NodeFound]]) -> Lists:
    """The lists ("A, B and C") of the document by class of noun and by place."""
    for known, size, lists in _last:
        if known is document and size == len(mentions):
            return lists
    lists = {name: list(_lists(document, mentions, name)) for name in KINDS}
    _last[:] = [(document, len(mentions), lists)]
    return lists


def _lists(document: Document, mentions: Sequence[tuple[Mention, NodeFound]], name: str) -> Iterator[tuple[Span, tuple[NodeFound, ...]]]:
    run: list[NodeFound] = []
    start = end = 0
    closed = False
    joined = TITLED if name == "people" else JOINED
    # A list of firms and chambers is none of firms.
    kinds = BODIES if name == "firms" else KINDS[name]
    for mention, node in mentions:
        if node.kind not in kinds or mention.span[0] < end:
            continue
        gap = joined.fullmatch(document.text, end, mention.span[0]) if run and mention.span[0] - end < 90 else None
        same = bool(run) and node is run[-1] and mention.span[0] - end < 6
        if not same and not (gap and (gap["mark"] or gap["and"]) and not closed):
            if len(run) > 1 and closed and all(member.kind in KINDS[name] for member in run):
                yield (start, end), tuple(run)
            run, start, closed = [], mention.span[0], False
        if gap and gap["and"] and run and not same:
            closed = True
        if node not in run:
            run.append(node)
        end = mention.span[1]
    if len(run) > 1 and closed and all(member.kind in KINDS[name] for member in run):
        yield (start, end), tuple(run)
