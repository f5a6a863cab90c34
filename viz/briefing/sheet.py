"""A story as the data of the typst templates: texts made drawable, proofs as keys, pictures as SVG, and what is given up first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from viz.briefing import charts, maps
from viz.briefing.model import Block, Cite, Line, SourceLine, Story, Table
from viz.briefing.office import author, claimed, cut, day_text, on_paper, said, web
from viz.fonts import drawable
from viz.svg import describe

LINE, HEADING, TITLE, CELL, FOOTER = 420, 90, 260, 220, 400
WORD, PIECE = 28, 14
MOST_LINES, MOST_ROWS, MOST_BLOCKS = 40, 30, 12
CLAIM = 8  # the first letters of a claim's id, which `trilateral claims` understands
MORE = "more in the document and on the web page"


@dataclass(frozen=True, slots=True)
class Room:
    """Where blocks are laid out: points for a picture, its least type, the type of charts, and how many lines of a block are never given up for a picture."""

    width: float
    height: float
    least_type: float
    chart_width: float
    chart_type: float
    firm: int


PAGE = Room(width=510.0, height=230.0, least_type=7.0, chart_width=247.0, chart_type=7.6, firm=3)
SLIDE = Room(width=880.0, height=300.0, least_type=9.0, chart_width=520.0, chart_type=12.0, firm=2)


def whole(story: Story) -> dict[str, Any]:
    """What page and slides share: properties, colours, words and the sources with a key for each claim."""
    keys = claim_keys(story.sources)
    return {
        "lang": story.language,
        "title": text(story.title, TITLE) or "Trilateral",
        "subtitle": text(story.subtitle, TITLE),
        "author": text(author(story), TITLE),
        "organisation": text(story.theme.organisation, 60),
        "day": [story.as_of.year, story.as_of.month, story.as_of.day],
        "footer": text(story.footer, FOOTER),
        "primary": on_paper(story.theme.primary),
        "accent": story.theme.accent,
        "words": {"sources": _word(story, "sources", "Sources"), "claims": _word(story, "claims", "claims"), "more": _word(story, "more", MORE)},
        "sources": [_source(story, source, keys) for source in story.sources],
    }


def blocks(story: Story, told: Sequence[Block], room: Room) -> tuple[list[dict[str, Any]], int]:
    """The blocks as data, and how many things in them can be given up; each has its `rank`, the lowest goes first."""
    keys = claim_keys(story.sources)
    made = [_block(story, block, room, keys) for block in told[:MOST_BLOCKS]]
    count = 0
    for _, item in sorted(((key, item) for place, block in enumerate(made) for key, item in _items(block, place, room.firm)), key=lambda pair: pair[0]):
        item["rank"] = count
        count += 1
    return made, count


def claim_keys(sources: Iterable[SourceLine]) -> Mapping[tuple[int, str], str]:
    """A short key for each claim of a source: `3` where it is the only one, else `3a`, `3b` and so on."""
    found = {}
    for source in sources:
        for place, claim in enumerate(source.claims):
            found[source.number, claim] = f"{source.number}{_letters(place) if len(source.claims) > 1 else ''}"
    return found


def text(value: str, most: int) -> str:
    """One line that the shipped fonts can draw, of at most `most` characters; words too long for a line may be broken anywhere."""
    return " ".join(word if len(word) <= WORD else _breakable(word) for word in drawable(cut(value, most)).split(" "))


def _breakable(word: str) -> str:
    return "\u200b".join(word[at : at + PIECE] for at in range(0, len(word), PIECE))


def _letters(place: int) -> str:
    return (_letters(place // 26 - 1) if place >= 26 else "") + chr(ord("a") + place % 26)


def _word(story: Story, key: str, otherwise: str) -> str:
    """A word of ours in the language of the story, under its key or its English text."""
    return text(story.words.get(key) or said(story, otherwise), HEADING)


def _source(story: Story, source: SourceLine, keys: Mapping[tuple[int, str], str]) -> dict[str, Any]:
    about = (cut(source.publisher, 60), day_text(story, source.published), cut(source.licence, 60))
    return {
        "number": source.number,
        "title": text(source.title, 130) or str(source.number),
        "about": text(", ".join(part for part in about if part), CELL),
        "url": web(source.url),
        "claims": [{"key": keys[source.number, claim], "id": text(claim.rpartition(":")[2][:CLAIM], CLAIM)} for claim in source.claims],
    }


def _block(story: Story, block: Block, room: Room, keys: Mapping[tuple[int, str], str]) -> dict[str, Any]:
    picture, left = _picture(story, block, room, keys)
    return {
        "heading": text(block.heading, HEADING),
        "lines": [_line(line, LINE, keys) for line in block.lines[:MOST_LINES]],
        "table": _table(block.table, keys) if block.table else None,
        "picture": picture,
        "wide": bool(picture and picture["aspect"] > 1.4 and picture["least"] > room.chart_width) or bool(block.table and len(block.table.headings) > 3),
        "left": left + max(len(block.lines) - MOST_LINES, 0) + max(len(block.table.rows) - MOST_ROWS if block.table else 0, 0),
    }


def _line(line: Line, most: int, keys: Mapping[tuple[int, str], str]) -> dict[str, Any]:
    look = charts.LOOKS[line.mark]
    mark = {"glyph": look.symbol, "fill": look.fill, "line": look.line, "ink": look.ink} if line.mark else None
    return {"text": text(line.text, most), "doubt": text(line.doubt, most), "cites": _keys(line.cites, keys), "mark": mark, "level": line.level, "rank": 0}


def _table(table: Table, keys: Mapping[tuple[int, str], str]) -> dict[str, Any]:
    width = len(table.headings)
    rows = [[_line(cell, CELL, keys) for cell in (*row, *[Line(text="")] * width)[:width]] for row in table.rows[:MOST_ROWS]]
    return {"headings": [text(heading, HEADING) for heading in table.headings], "rows": [{"cells": row, "rank": 0} for row in rows]}


def _picture(story: Story, block: Block, room: Room, keys: Mapping[tuple[int, str], str]) -> tuple[dict[str, Any] | None, int]:
    """The picture of a block, and how many things it lacks; none where it could not be read."""
    if block.chart:
        shown = charts.drawn(block.chart)
        svg = charts.chart_svg(block.chart, language=story.language, width=room.chart_width, size=room.chart_type)
        least = room.chart_width * room.least_type / room.chart_type
        cites = [cite for bar in shown for cite in bar.cites]
        return _framed(svg, block.chart.title, block.chart.words, least, room, _keys(cites, keys)), len(block.chart.bars) - len(shown)
    if block.map:
        found = maps.fitted(block.map, room.width, room.height, room.least_type, story.language)
        if found is None:
            return None, 1
        cites = list(claimed(story, (proof for tie in block.map.ties for proof in tie.evidence)))
        least = found.width * room.least_type / maps.SMALLEST_TYPE
        return _framed(found.svg, block.map.title, describe(block.map), least, room, _keys(cites, keys)), found.left
    return None, 0


def _framed(svg: str, caption: str, alt: str, least: float, room: Room, cites: list[str]) -> dict[str, Any]:
    from viz.picture import size

    width, height = size(svg)
    most = min(room.width, least * 1.5)
    said = text(alt, 1500) or text(caption, TITLE) or "–"
    return {"svg": svg, "caption": text(caption, TITLE), "alt": said, "least": least, "most": most, "aspect": width / height, "cites": cites, "rank": 0}


def _keys(cites: Iterable[Cite], keys: Mapping[tuple[int, str], str]) -> list[str]:
    return list(dict.fromkeys(keys[cite.source, cite.claim] for cite in cites if (cite.source, cite.claim) in keys))


def _items(block: dict[str, Any], place: int, firm: int) -> Iterator[tuple[tuple[int, int, int, int], dict[str, Any]]]:
    """The things of a block with the order in which they are given up: what is far down first, then pictures, then from the last block on."""
    at = -1
    for index, line in enumerate(block["lines"]):
        at += line["level"] == 0
        yield (0 if line["level"] or at >= firm else 2, -at, -place, -index), line
    for index, row in enumerate(block["table"]["rows"] if block["table"] else ()):
        yield (0 if index > firm + 1 else 2, -index, -place, -index), row
    if block["picture"]:
        yield (1, 0, -place, 0), block["picture"]
