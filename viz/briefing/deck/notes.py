"""What stands in a speaker's notes: what may be asked, what is doubtful, the words of the sources, and all sources behind the last slide."""

from collections.abc import Iterable, Iterator

from pptx.text.text import TextFrame

from viz.briefing.deck.runs import Sheet, link, run
from viz.briefing.model import Line, Quote, Slide
from viz.briefing.office import cited, claimed, cut, day_text, entry, said, tie_text
from viz.text import clean

SIZE = 12.0
MOST = 12_000

Piece = tuple[str, tuple[int, ...]]


def write(sheet: Sheet, slide: Slide, *, whole: bool, warnings: Iterable[str]) -> None:
    """The notes of a slide; `whole` is false when something on it was cut, which then stands here in full."""
    frame = sheet.slide.notes_slide.notes_text_frame
    assert frame is not None
    for heading, pieces in _parts(sheet, slide, whole=whole, warnings=warnings):
        if pieces:
            _put(sheet, frame, (said(sheet.story, heading), ()), bold=True)
            for piece in pieces:
                _put(sheet, frame, piece)


def _parts(sheet: Sheet, slide: Slide, *, whole: bool, warnings: Iterable[str]) -> Iterator[tuple[str, list[Piece]]]:
    yield "What you may be asked", [_line(sheet, line) for line in slide.notes]
    yield "What is doubtful", [_line(sheet, line) for line in _lines(slide) if line.doubt]
    yield "In their words", [_quote(sheet, quote) for quote in slide.quotes]
    yield "On the map", _ties(sheet, slide)
    if not whole:
        titles = [] if cut(slide.title, 120) == slide.title else [(clean(slide.title[:MOST]), ())]
        yield "In full", [*titles, *(_line(sheet, line) for line in _lines(slide))]
    yield "Not shown", [(text, ()) for text in warnings]
    if sheet.slide == sheet.last:
        yield "Sources", _sources(sheet)


def _lines(slide: Slide) -> Iterator[Line]:
    for block in slide.blocks:
        yield from block.lines
        for row in block.table.rows if block.table else ():
            yield from (line for line in row if line.text)


def _line(sheet: Sheet, line: Line) -> Piece:
    doubt = f" {said(sheet.story, 'Doubt')}: {clean(line.doubt[:MOST])}" if line.doubt else ""
    return clean(line.text[:MOST]) + doubt, tuple(cited(line.cites))


def _quote(sheet: Sheet, quote: Quote) -> Piece:
    """Literal words with who said them, where and when."""
    source = sheet.sources.get(quote.cite.source)
    where = (cut(source.title, 200), day_text(sheet.story, source.published)) if source else ()
    return "“" + clean(quote.text[:MOST]) + "” — " + ", ".join(part for part in (cut(quote.speaker, 200), *where) if part), (quote.cite.source,)


def _ties(sheet: Sheet, slide: Slide) -> list[Piece]:
    ties = [tie for block in slide.blocks if block.map for tie in block.map.ties]
    return [(tie_text(sheet.story, tie), tuple(cited(claimed(sheet.story, tie.evidence)))) for tie in ties]


def _sources(sheet: Sheet) -> list[Piece]:
    found: list[Piece] = []
    for source in sheet.story.sources:
        claims = f" {said(sheet.story, 'Claims')}: {', '.join(clean(claim) for claim in source.claims)}" if source.claims else ""
        found.append((f"{entry(sheet.story, source)}.{claims}", (source.number,)))
    return found


def _put(sheet: Sheet, frame: TextFrame, piece: Piece, *, bold: bool = False) -> None:
    text, numbers = piece
    target = frame.paragraphs[-1] if not frame.paragraphs[-1].runs else frame.add_paragraph()
    run(target, text, SIZE, sheet.story, bold=bold)
    for number in numbers:
        found = run(target, f" [{number}]", SIZE, sheet.story)
        link(sheet, found, sheet.sources.get(number))
