"""Puts the lines of a text together again into paragraphs."""

import re
from collections.abc import Iterator

from loaders.documents.boilerplate import line_kind
from loaders.documents.model import Span

BULLET = re.compile(r"^\s*(?:[-•*‣▪·●–+]|\(?\d{1,2}[.)]|\(?[a-zA-Z][.)])\s+")
TERMINAL = re.compile(r"[.!?:;…][\"'”’»)\]]*\s*$")
OPENS_LOW = re.compile(r"^\s*[\"'“(]?[a-zß-öø-ÿ]")
WIDEST_WRAP = 130
NARROWEST_WRAP = 38


def paragraphs(text: str) -> list[Span]:
    """Spans of paragraphs, headings and list items in order.

    A blank line parts them, as does a line break unless the lines were only wrapped; one that breaks off
    in mid-sentence goes on in the next.
    """
    found: list[Span] = []
    for group in _groups(text):
        found += _unwrapped(text, group)
    return _continued(text, found)


def _groups(text: str) -> Iterator[list[Span]]:
    group: list[Span] = []
    for match in re.finditer(r"[^\n]*\n?", text):
        line = match.group().rstrip()
        if line.strip():
            lead = len(line) - len(line.lstrip())
            group.append((match.start() + lead, match.start() + len(line)))
        elif group:
            yield group
            group = []
    if group:
        yield group


def _unwrapped(text: str, lines: list[Span]) -> list[Span]:
    if len(lines) == 1:
        return lines
    wrapped = _is_wrapped(text, lines)
    joined: list[Span] = [lines[0]]
    for line in lines[1:]:
        last = text[joined[-1][0] : joined[-1][1]]
        fresh = BULLET.match(text[line[0] : line[1]] + " ")
        open_end = not TERMINAL.search(last) and len(last) > NARROWEST_WRAP and OPENS_LOW.match(text[line[0] : line[1]])
        if not fresh and (wrapped or open_end or _hyphenated(last)):
            joined[-1] = (joined[-1][0], line[1])
        else:
            joined.append(line)
    return joined


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    """Whether a group of lines is one paragraph set to a width: all but the last about as long, some broken in mid-sentence."""
    lengths = [end - start for start, end in lines[:-1]]
    widest = max(lengths)
    if not NARROWEST_WRAP <= widest <= WIDEST_WRAP or min(lengths) < 0.6 * widest:
        return False
    if any(line_kind(text[start:end]) in ("menu", "related", "comments") for start, end in lines):
        return False
    return sum(not TERMINAL.search(text[start:end]) for start, end in lines[:-1]) >= max(1, len(lines[:-1]) // 2)


def _hyphenated(last: str) -> bool:
    return bool(re.search(r"[^\W\d_]-$", last)) and len(last) > NARROWEST_WRAP


def _continued(text: str, spans: list[Span]) -> list[Span]:
    """Paragraphs that a page break cut in two, made one."""
    whole: list[Span] = []
    for span in spans:
        line = text[span[0] : span[1]]
        if whole and OPENS_LOW.match(line) and not BULLET.match(line):
            last = text[whole[-1][0] : whole[-1][1]]
            if len(last) > 2 * NARROWEST_WRAP and not TERMINAL.search(last) and len(line) > NARROWEST_WRAP and not BULLET.match(last):
                whole[-1] = (whole[-1][0], span[1])
                continue
        whole.append(span)
    return whole
