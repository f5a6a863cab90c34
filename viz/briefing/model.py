"""What a briefing says, before it is laid out: sentences with the sources that prove them, and pictures."""

from datetime import date
from typing import Literal

from pydantic import Field

from graph.claims import Frozen
from graph.results import GraphView

Mark = Literal["support", "oppose", "mixed", "unknown", ""]
SLIDES = 5


class Cite(Frozen):
    """Where a sentence is proved: the number of a source in the list of sources, and the claim in it."""

    source: int = Field(ge=1)
    claim: str


class Line(Frozen):
    """One sentence, ready to be read aloud, with its proofs; `doubt` says in a few words what speaks against relying on it, empty where nothing does.

    `mark` is a stance, which is never shown by colour alone; `level` 1 is a point below another.
    """

    text: str
    cites: tuple[Cite, ...] = ()
    doubt: str = ""
    mark: Mark = ""
    level: Literal[0, 1] = 0


class Bar(Frozen):
    """A bar of a chart, with the interval it may lie in; `value` in the chart's unit."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    mark: Mark = ""
    cites: tuple[Cite, ...] = ()


class Chart(Frozen):
    """Bars with a title that says the finding, the unit, and words for those who cannot see it."""

    title: str
    unit: str
    bars: tuple[Bar, ...]
    words: str


class Table(Frozen):
    """Columns with headings; each cell is a line."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]


class Block(Frozen):
    """A part of the page or of a slide: a heading, lines, and at most one of a map, a chart and a table."""

    heading: str
    lines: tuple[Line, ...] = ()
    map: GraphView | None = None
    chart: Chart | None = None
    table: Table | None = None


class Quote(Frozen):
    """Words of a source, for the speaker's notes: literal, who said them, where and when."""

    text: str
    speaker: str
    cite: Cite


class Slide(Frozen):
    """A slide: its title is its finding, its notes are what the speaker may be asked."""

    title: str
    blocks: tuple[Block, ...]
    notes: tuple[Line, ...] = ()
    quotes: tuple[Quote, ...] = ()


class SourceLine(Frozen):
    """An entry of the list of sources; `url` is empty where none may be linked."""

    number: int
    title: str
    publisher: str
    published: date | None
    url: str
    licence: str = ""
    claims: tuple[str, ...] = ()


class Theme(Frozen):
    """How a briefing looks: colours as #RRGGBB (text on them must reach contrast 4.5), a logo, an organisation's name. All may be left out."""

    primary: str = Field(default="#17324D", pattern="^#[0-9A-Fa-f]{6}$")
    accent: str = Field(default="#0072B2", pattern="^#[0-9A-Fa-f]{6}$")
    organisation: str = Field(default="", max_length=120)
    logo: bytes = b""
    logo_type: Literal["", "png", "svg"] = ""


class Story(Frozen):
    """A whole briefing in one language. `footer` stands on every page: the day, the layers, how many sources, the revision."""

    language: Literal["en", "es", "fr"]
    title: str
    subtitle: str
    as_of: date
    footer: str
    page: tuple[Block, ...]
    slides: tuple[Slide, ...] = Field(min_length=SLIDES, max_length=SLIDES)
    sources: tuple[SourceLine, ...]
    words: dict[str, str] = Field(default_factory=dict)
    theme: Theme = Theme()
