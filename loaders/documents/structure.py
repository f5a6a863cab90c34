"""Stage 2: blocks, their language and sentences, and what a document says of itself."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from urllib.parse import urlsplit

from loaders.documents import language
from loaders.documents.boilerplate import BYLINE, EVENT_TIME, LineKind, is_event_entry, line_kind
from loaders.documents.bylines import author_of
from loaders.documents.dating import dated
from loaders.documents.days import find_day
from loaders.documents.model import PROSE, Block, BlockKind, Document, Span
from loaders.documents.paragraphs import BULLET, paragraphs
from loaders.documents.sentences import split
from loaders.registry import load_registry

FRONT = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
FRONT_TITLE = re.compile(r"^title[ \t]*:[ \t]*[\"']?(.*?)[\"']?[ \t]*$", re.MULTILINE | re.IGNORECASE)
HEADING = re.compile(r"^#{1,6}\s+")
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s*$")
UPDATED = re.compile(r"\b(?:updated|actualizad[oa]|mis [àa] jour|modified|modificad[oa])\b", re.IGNORECASE)
PUBLISHED = re.compile(r"\b(?:published|posted|publicad[oa]|publié|date|fecha)\b", re.IGNORECASE)
DATE_FILLER = re.compile(
    r"\b(?:published|posted|updated|on|at|in|date|fecha|publicad[oa]|actualizad[oa]|el|le|publié|mis|à|jour|de|of|edt|est|cst|cdt"
    r"|pst|et|am|pm|a\.m|p\.m|by|al|a|to|week|semana|\d{1,2}|min(?:ute)?s?|read|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hrs?"
    r"|h)\b|\d{1,2}[:h]\d\d|\d{1,2}\s*min(?:ute)?s?\b|\W",
    re.IGNORECASE,
)
PLACE_DATE = re.compile(r"^[A-ZÁÉÍÓÚ][\w.,'’ -]{2,40}?[,.(–—-]\s*(?=\w{3,10}\.?\s+\d{1,2}|\d{1,2}\s+(?:de\s+)?\w)")
COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?)?\s*(?:by\s+)?([A-ZÁÉÍÓÚ][^.|©\n]{2,60}?)(?:\.|\||,"
    r"| all rights| todos| tous|$)",
    re.IGNORECASE,
)
CREDITED = re.compile(r"\bRedacci[óo]n\s+([A-ZÁÉÍÓÚ][\w ]{2,40}?)\s*(?:\||$)")
LONGEST_HEADING = 16
LEAST_LINKS = 3  # titles in a row that make a box of links without a label, and paragraphs of an article that may have one
HEAD_PARTS = 4  # paragraphs that may hold a title with its byline
LONGEST_TITLE = 45
FEWEST_WORDS = 5  # words by which the language of a paragraph can be told


@dataclass(slots=True)
class Part:
    """A paragraph while its kind is being found."""

    span: Span
    line: str
    kind: BlockKind = "prose"
    day: date | None = None


def structured(name: str, text: str, format: str, meta: Mapping[str, str], pages: tuple[int, ...] = ()) -> Document:
    """The document of a canonical text; `meta` (front matter or page metadata) outranks what the text shows, `pages` are where printed pages start."""
    front = FRONT.match(text) if format == "text" else None
    start = front.end() if front else 0
    parts = [Part((a + start, b + start), text[a + start : b + start]) for a, b in _headed(text[start:], paragraphs(text[start:]))]
    main = _main_language(text[start:], parts, meta.get("language", "")[:2])
    _sections(parts)
    _unlabelled(parts)
    title = _title(parts, meta.get("title", ""))
    _days(parts, month_first=main == "en")
    blocks = [_block(text, part, main) for part in parts]
    foreign = Counter(block.language for block in blocks if block.kind == "foreign")
    if front and (stated := FRONT_TITLE.search(text, 0, start)) and not any(block.kind == "title" for block in blocks):
        blocks.insert(0, _block(text, Part(stated.span(1), stated[1], "title"), main))
    url = meta.get("url", "") or _own_address(parts)
    published, doubts = dated(meta.get("date", "") or meta.get("published", ""), meta.get("created", ""), _days_said(parts))
    return Document(
        name=name,
        text=text,
        sha256=sha256(text.encode()).hexdigest(),
        format=format,
        title=title,
        publisher=meta.get("publisher") or meta.get("source") or meta.get("site") or _publisher(parts) or _by_address(url),
        author=meta.get("author") or author_of([(part.kind, part.line) for part in parts]),
        published=published,
        url=url,
        language=main,
        blocks=tuple(_numbered(blocks, pages)),
        pages=pages,
        notes=(*_foreign_notes(foreign), *doubts),
    )


def _numbered(blocks: list[Block], pages: tuple[int, ...]) -> Iterator[Block]:
    """The blocks with their numbers among prose and lists, anew on each page; one that runs over is the first of the next page too."""
    number, page = 0, 0
    for block in blocks:
        here, there = bisect_right(pages, block.span[0]), bisect_right(pages, block.span[1] - 1)
        number, page = number if here == page else 0, here
        if block.kind not in ("prose", "list"):
            yield block
            continue
        number += 1
        yield replace(block, number=number)
        if there != here:
            number, page = 1, there


def _headed(text: str, spans: list[Span]) -> list[Span]:
    """Paragraphs, the first ones cut where a line of its own is a byline: a title and its author are often set without a blank line."""
    cut: list[Span] = []
    for number, (start, end) in enumerate(spans):
        lines = list(re.finditer(r"[^\n]*\S[^\n]*", text[start:end])) if number < HEAD_PARTS else []
        if len(lines) < 2 or not any(BYLINE.match(line[0].strip()) and len(line[0].split()) <= 25 and not SENTENCE_END.search(line[0]) for line in lines):
            cut.append((start, end))
            continue
        cut += [(start + line.start() + len(line[0]) - len(line[0].lstrip()), start + line.end()) for line in lines]
    return cut


def _sections(parts: list[Part]) -> None:
    """Gives every part its kind; a comment section lasts to the end, a list of links to the next real paragraph."""
    section: LineKind = ""
    lines = [part.line for part in parts]
    entry = 0
    for i, part in enumerate(parts):
        kind = line_kind(" ".join(part.line.split()))
        entry = 2 if is_event_entry(lines, i) or EVENT_TIME.match(part.line) else entry - 1
        if section == "comments":
            part.kind = "menu" if kind == "menu" else "comment"
        elif kind == "comments" and any(p.kind != "menu" for p in parts[:i]):
            section, part.kind = "comments", "comment"
        elif kind in ("events", "related"):
            section, part.kind = kind, "menu"
        elif section in ("events", "related") and not (section == "related" and (_is_paragraph(part.line) or _resumes(lines, i))):
            part.kind = "footer" if section == "events" or kind in ("footer", "credit") else "menu"
        elif entry > 0 and not _is_paragraph(part.line):
            part.kind = "footer"
        else:
            section = ""
            part.kind = _own_kind(part.line, kind, i, parts)


def _resumes(lines: Sequence[str], i: int) -> bool:
    """Whether prose goes on in short paragraphs: two whole sentences one after the other, where a box of links has one under each title at most."""
    return all(len(line.split()) >= 8 and SENTENCE_END.search(line) and not BULLET.match(line) for line in lines[i : i + 2]) and i + 1 < len(lines)


def _unlabelled(parts: list[Part]) -> None:
    """Makes three or more titles of other articles in a row at the end ("Peru opens a port to rival Callao") links: they have a verb and no full stop."""
    last = max((i for i, part in enumerate(parts) if part.kind == "prose"), default=len(parts))
    tail = parts[last + 1 :]
    closed = next((i for i, part in enumerate(tail) if part.kind == "menu"), len(tail))
    for part in tail[closed:]:
        # What stands below the page's own row of labels, with no sentence after it, is of the page too.
        if part.kind == "heading" and not HEADING.match(part.line):
            part.kind = "menu"
    links = [part for part in tail if part.kind == "heading" and _is_link(part.line)]
    if len(links) >= LEAST_LINKS and sum(part.kind == "prose" for part in parts) >= LEAST_LINKS:
        for part in links:
            part.kind = "menu"


def _is_link(line: str) -> bool:
    """A title in sentence case: most of its longer words are small."""
    long = [word for word in re.findall(r"[^\W\d_]+", line) if len(word) > 3]
    return len(line.split()) >= 5 and sum(word.islower() for word in long) * 2 >= len(long) and "," not in line and ":" not in line and not HEADING.match(line)


def _is_paragraph(line: str) -> bool:
    return len(line.split()) >= 25 and bool(SENTENCE_END.search(line))


def _own_kind(line: str, kind: LineKind, i: int, parts: list[Part]) -> BlockKind:
    if kind in ("credit", "footer", "comments"):
        return "footer"
    if kind in ("caption", "source"):
        return "caption"
    if kind == "menu":
        return "menu"
    if BYLINE.match(line) and len(line.split()) <= 25 and not SENTENCE_END.search(line):
        return "byline"
    if _is_dateline(line):
        return "dateline"
    if BULLET.match(line) or "\t" in line:
        return "list"
    if HEADING.match(line) or (len(line.split()) <= LONGEST_HEADING and not SENTENCE_END.search(line) and not line.rstrip().endswith((":", ",", ";"))):
        return "heading"
    return "prose"


def _is_dateline(line: str) -> bool:
    found = find_day(line)
    if not found or len(line.split()) > 16:
        return False
    rest = line[: found[1][0]] + line[found[1][1] :]
    return not DATE_FILLER.sub("", rest) or (len(rest.split()) <= 6 and bool(PLACE_DATE.match(line)))


def _title(parts: list[Part], stated: str) -> str:
    """The title: the stated one where it stands in the text too, else the first heading; repeats are titles as well."""
    plain = " ".join(stated.split()).casefold()
    candidates = [part for part in parts if part.kind in ("heading", "prose") and len(part.line.split()) <= LONGEST_TITLE]
    repeated = [part for part in candidates if plain and " ".join(HEADING.sub("", part.line).split()).casefold() == plain]
    if not repeated and not stated:
        first = next((part for part in parts if part.kind in ("heading", "prose", "list")), None)
        if first and (first.kind == "heading" or (len(first.line.split()) <= LONGEST_TITLE // 2 and not SENTENCE_END.search(first.line))):
            plain = " ".join(HEADING.sub("", first.line).split()).casefold()
            repeated = [part for part in candidates if " ".join(HEADING.sub("", part.line).split()).casefold() == plain]
    for part in repeated:
        part.kind = "title"
    return stated or (" ".join(HEADING.sub("", repeated[0].line).split()) if repeated else "")


def _days(parts: list[Part], *, month_first: bool) -> None:
    """Days that date the document: on date lines and bylines, in "Published ..." lines, at the head of the first paragraph."""
    opening = next((part for part in parts if part.kind == "prose"), None)
    for part in parts:
        head = part.line[:80] if part is opening and PLACE_DATE.match(part.line) else ""
        where = part.line if part.kind in ("dateline", "byline") or (len(part.line) < 120 and PUBLISHED.search(part.line)) else head
        if where and part.kind != "comment" and (found := find_day(where, month_first=month_first)):
            part.day = found[0]


def _main_language(text: str, parts: list[Part], stated: str) -> str:
    """The language of the text; where another one prevails, the one that is read in most of its paragraphs, if any is."""
    main = language.detect(text, stated)
    if language.is_read(main):
        return main
    told = Counter(language.detect(part.line) for part in parts if len(part.line.split()) >= FEWEST_WORDS)
    return next((spoken for spoken, _ in told.most_common() if spoken and language.is_read(spoken)), main)


def _days_said(parts: list[Part]) -> list[date]:
    """The days that the text gives, likeliest first: the first one after the title that is no update, then one before it (a page's own date)."""
    titles = [i for i, part in enumerate(parts) if part.kind == "title"]
    first = titles[0] if titles else 0
    found = [
        ((bool(UPDATED.search(part.line)), i < first, part.kind in ("menu", "footer"), i), part.day)
        for i, part in enumerate(parts)
        if part.day and part.kind != "foreign"
    ]
    return [day for _, day in sorted(found)]


def _foreign_notes(foreign: Mapping[str, int]) -> Iterator[str]:
    """What was left out for its language, in words."""
    for spoken, count in sorted(foreign.items()):
        yield f"{count} {'paragraph' if count == 1 else 'paragraphs'} in {language.NAMES[spoken]} not read"


def _block(text: str, part: Part, main: str) -> Block:
    start, end = part.span
    mark = HEADING.match(part.line) or (BULLET.match(part.line) if part.kind == "list" else None)
    start += mark.end() if mark and mark.end() < len(part.line) else 0
    own = language.detect(part.line, main) if len(part.line.split()) >= FEWEST_WORDS else main
    kind = part.kind if language.is_read(own) or part.kind not in PROSE else "foreign"
    return Block(kind, (start, end), own, split(text, (start, end)) if kind != "foreign" else ())


def _publisher(parts: list[Part]) -> str:
    for part in parts:
        if part.kind == "footer" and (found := COPYRIGHT.search(part.line) or CREDITED.search(part.line)):
            name = found[1].strip()
            if "reserv" not in name.casefold():
                return name
    return ""


def _own_address(parts: list[Part]) -> str:
    """The address that a line of its own gives for the article."""
    for part in parts:
        if part.kind == "footer" and (found := re.search(r":\s*(https?://\S+)$", part.line)):
            return found[1]
    return ""


def _by_address(url: str) -> str:
    """The medium or body whose own address it is, by the registry, else the host."""
    host = _host(url)
    owner = next((entry.name for entry in load_registry().entries.values() if host and entry.url and _host(entry.url) == host), "")
    return owner or host


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
