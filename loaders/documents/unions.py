"""Bodies named together and then spoken of as one: "the three groups", "ambos organismos", "les signataires"."""

import re
from collections.abc import Iterator, Sequence

from loaders.documents.model import Document, Mention, NodeFound, Span

KINDS = frozenset({"association", "chamber", "think_tank", "organisation", "company"})
GROUP = re.compile(
    r"\b(?:(?P<n>both|(?:the |all )?(?:two|three|four|five)|ambos|ambas|(?:l[oa]s )?(?:dos|tres|cuatro|cinco)|les (?:deux|trois|quatre))"
    r"|the|these|l[oa]s|est[oa]s|dich[oa]s|les|ces)\s"
    r"(?:(?!and|of|y|de|et)[\w-]+\s){0,2}?"
    r"(?:groups|associations|organi[sz]ations|chambers|signatories|trade bodies|lobbies|organizaciones|asociaciones|organismos|c[áa]maras"
    r"|firmantes|agrupaciones|gremios|organisations|chambres|signataires|regroupements)\b"
    r"(?!'|\s(?:of|that|who|such|like|including|representing|de|que|como|des|du|qui)\b)",
    re.I,
)
JOINED = re.compile(
    r"\)?\s?(?:\([^()]{1,60}\))?\s?(?P<mark>,|\|)?\s?(?P<and>and|y|e|et|&|as well as|as[íi] como)?\s?"
    r"(?:(?:by|por|with|con)\s)?(?:(?:the|la|el|los|las|l'|les|le|con la|con el)\s?)?",
    re.I,
)
NUMBERS = {"both": 2, "ambos": 2, "ambas": 2, "two": 2, "dos": 2, "deux": 2, "three": 3, "tres": 3, "trois": 3, "four": 4, "cuatro": 4, "quatre": 4}
NUMBERS |= {"five": 5, "cinco": 5}
# "their counterparts, among them A and B": such a list is not whom the text is about.
EXAMPLES = re.compile(
    r"\b(?:entre ell[oa]s|among them|including|such as|incluid[oa]s?|incluyendo|como|like|e\.g\.)\s(?:a\s)?(?:the |la |el |los |las )?$", re.I
)
BACK, AHEAD = 1500, 700

_last: list[tuple[Document, int, list[tuple[Span, tuple[NodeFound, ...]]]]] = []


def find_unions(document: Document, span: Span, mentions: Sequence[tuple[Mention, NodeFound]]) -> Iterator[tuple[Span, tuple[NodeFound, ...]]]:
    """Each such phrase of a sentence with the bodies it means: of the last list before it that has as many, else of the next one."""
    found = list(GROUP.finditer(document.text, *span))
    if not found:
        return
    listed = _listed(document, mentions)
    for match in found:
        count = NUMBERS.get(match["n"].split()[-1].casefold(), 0) if match["n"] else 0
        fitting = [(place, nodes) for place, nodes in listed if not count or len(nodes) == count]
        before = [
            nodes
            for place, nodes in fitting
            if match.start() - BACK <= place[0] < match.start() and not EXAMPLES.search(document.text, max(0, place[0] - 30), place[0])
        ]
        after = [nodes for place, nodes in fitting if count and match.end() <= place[0] <= match.end() + AHEAD]
        if before or after:
            yield match.span(), before[-1] if before else after[0]


def _listed(document: Document, mentions: Sequence[tuple[Mention, NodeFound]]) -> list[tuple[Span, tuple[NodeFound, ...]]]:
    """The lists ("A, B and C") of bodies of the document, by place."""
    for known, size, lists in _last:
        if known is document and size == len(mentions):
            return lists
    lists = list(_lists(document, mentions))
    _last[:] = [(document, len(mentions), lists)]
    return lists


def _lists(document: Document, mentions: Sequence[tuple[Mention, NodeFound]]) -> Iterator[tuple[Span, tuple[NodeFound, ...]]]:
    run: list[NodeFound] = []
    start = end = 0
    closed = False
    for mention, node in mentions:
        if node.kind not in KINDS or mention.span[0] < end:
            continue
        gap = JOINED.fullmatch(document.text, end, mention.span[0]) if run and mention.span[0] - end < 90 else None
        same = bool(run) and node is run[-1] and mention.span[0] - end < 6
        if not same and not (gap and (gap["mark"] or gap["and"]) and not closed):
            if len(run) > 1 and closed:
                yield (start, end), tuple(run)
            run, start, closed = [], mention.span[0], False
        if gap and gap["and"] and run and not same:
            closed = True
        if node not in run:
            run.append(node)
        end = mention.span[1]
    if len(run) > 1 and closed:
        yield (start, end), tuple(run)
