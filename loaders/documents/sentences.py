"""Cuts a block into sentences, minding abbreviations, initials and decimals of three languages."""

import re

from loaders.documents.model import Span
from loaders.documents.vocabulary import ABBREVIATIONS

DOTTED = re.compile(r"(?:^|[^\w.])((?:[^\W\d_]{1,2}\.){2,}|[^\W\d_]\.|EE\.|UU\.|EE\.\s?UU\.)$")
FOLLOWERS = re.compile(
    r"(?:The|A|An|It|In|He|She|They|This|That|These|We|But|And|However|As|On|At|For|If|When|While|El|La|Los|Las|En|Un|Una|Esto|Este|Esta|Sin|Por|Para|Además|Pero|Según"
    r"|Le|Les|Ce|Cette|Il|Elle|Ils|Dans|Mais|Selon|Pour)\s"
)
LONGEST_SHORT_FORM = 40  # letters before a full stop that tell whether it ends a short form
BREAK = re.compile(r"(?P<end>[.!?…]+[\"'”’»)\]]*)(?P<gap>\s+)(?=[\"'“‘«(\[¿¡—–-]*\s?[^\W_a-zß-öø-ÿ])")


def split(text: str, span: Span) -> tuple[Span, ...]:
    """The spans of the sentences in `text[span]`, without spaces around them; together they hold every word."""
    start, stop = span
    found: list[Span] = []
    for match in BREAK.finditer(text, start, stop):
        if match.end() < stop and not _joins(text, start, match, stop):
            found.append((start, match.end("end")))
            start = match.end()
    if text[start:stop].strip():
        found.append((start, stop))
    return tuple(_stripped(text, part) for part in found)


def _joins(text: str, start: int, match: re.Match[str], stop: int) -> bool:
    """Whether the mark ends a short form rather than a sentence."""
    if match["end"] != ".":
        return False
    before = text[max(start, match.start() - LONGEST_SHORT_FORM) : match.start() + 1]
    if DOTTED.search(before):
        return not FOLLOWERS.match(text[match.end() : match.end() + 12])
    word = re.search(r"([^\W\d_]+)\.$", before)
    return bool(word and word[1].casefold() in ABBREVIATIONS and "\n\n" not in match["gap"])


def _stripped(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
