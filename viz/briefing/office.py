"""What the slides and the document share: words, days, links, sources, colours, and packages that are the same for the same input."""

import re
import zlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from io import BytesIO
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from graph.errors import RequestError, TrilateralError
from graph.results import Evidence, Node, Tie
from viz import names, picture, style
from viz.briefing import phrases
from viz.briefing.model import Cite, Mark, SourceLine, Story
from viz.briefing.words import Tongue
from viz.style import STANCES, Stance
from viz.text import clean, spoken_day
from viz.typesetting import EXTRA

LOCALES: Mapping[str, str] = {"en": "en-US", "es": "es-MX", "fr": "fr-CA"}
FONT = "Arial"
FIRST_YEAR = 1980
CREATED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(<)")
INK, PAPER = "#16202B", "#FFFFFF"
READABLE = 4.5
LOOKS: Mapping[Mark, Stance] = {"support": STANCES["support"], "oppose": STANCES["oppose"], "mixed": STANCES["ambivalent"], "unknown": STANCES["unknown"]}
MAX_LOGO = 4_000_000


def said(story: Story, text: str, **values: str) -> str:
    """A message of ours in the language of the story, with its values put in."""
    return Tongue(story.language).say(text, **values)


def day_text(story: Story, day: date | None) -> str:
    """A day in the language of the story, "" for none."""
    if day is None:
        return ""
    return spoken_day(day) if story.language == "en" else Tongue(story.language).day(day)


def days_text(story: Story, tie: Tie) -> str:
    """The days of a tie in the language of the story, as short as it allows."""
    if tie.start is None and tie.end is None:
        return said(story, "undated")
    return names.when(tie) if story.language == "en" else Tongue(story.language).days(tie.start, tie.end)


def called(node: Node) -> str:
    """A node's name, not longer than can be drawn."""
    return cut(names.name(node), 160)


def node_text(story: Story, node: Node, look: Stance) -> str:
    """A node as a phrase: `AMITI, association, supports`."""
    kind = said(story, style.kind_label(node.kind))
    return ", ".join([called(node), kind, *([said(story, look.label)] if look.label else [])])


def tie_text(story: Story, tie: Tie) -> str:
    """A tie read aloud: what, when, how sure, and what it rests on."""
    if story.language != "en" and tie.interactions:
        return phrases.tie(Tongue(story.language), tie)
    return cut(names.describe_tie(tie), 600)


def cut(text: str, most: int) -> str:
    """Cleaned text of at most `most` characters; an ellipsis marks a cut."""
    whole = clean(text[: most * 4])
    return whole if len(whole) <= most and len(text) <= most * 4 else whole[: most - 1].rstrip() + "…"


def web(url: str) -> str:
    """The address when it may be linked (http or https with a host, no blank or control character), else ""."""
    if len(url) > 2000 or clean(url) != url or " " in url:
        return ""
    try:
        parts = urlsplit(url)
        return url if parts.scheme in {"http", "https"} and parts.hostname else ""
    except ValueError:
        return ""


def entry(story: Story, source: SourceLine, *, most: int = 10_000) -> str:
    """A source as the list names it: title, publisher, day, licence."""
    parts = (source.title, source.publisher, day_text(story, source.published), source.licence)
    return ". ".join(part for part in (cut(part, most).rstrip(".") for part in parts) if part)


def cited(cites: Iterable[Cite]) -> list[int]:
    """The numbers of the sources, each once, ascending."""
    return sorted({cite.source for cite in cites})


def claimed(story: Story, evidence: Iterable[Evidence]) -> tuple[Cite, ...]:
    """Evidence as cites, where its claims are in the list of sources."""
    number = {claim: source.number for source in story.sources for claim in source.claims}
    return tuple(Cite(source=number[one.claim], claim=one.claim) for one in evidence if one.claim in number)


def author(story: Story) -> str:
    """Who stands in the properties of the file."""
    return cut(story.theme.organisation, 120) or "Trilateral"


def midnight(story: Story) -> datetime:
    """The moment that all properties of the file name."""
    return datetime(story.as_of.year, story.as_of.month, story.as_of.day)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def on_paper(colour: str) -> str:
    """The colour when text in it can be read on white, else that of the text."""
    return colour if contrast(colour, PAPER) >= READABLE else INK


def on_colour(colour: str) -> str:
    """White or ink, whichever can be read on the colour."""
    return max((PAPER, INK), key=lambda ink: contrast(ink, colour))


def logo(story: Story) -> BytesIO | None:
    """The logo as a PNG picture, drawn where it is an SVG; None for none, and for bytes that are no picture.

    Raises RequestError without the extra `briefing`.
    """
    data = story.theme.logo
    if not story.theme.logo_type or not 0 < len(data) <= MAX_LOGO:
        return None
    try:
        from PIL import Image
    except ImportError as error:
        raise RequestError(f"logo: {EXTRA}") from error
    try:
        if story.theme.logo_type == "svg":
            data = picture.converted(data.decode("utf-8", "replace"), "png", title="Logo", alt="Logo", day=story.as_of)
        with Image.open(BytesIO(data), formats=("PNG",)) as drawn:
            drawn.verify()
        with Image.open(BytesIO(data), formats=("PNG",)) as drawn:
            drawn.load()
    except (TrilateralError, OSError, SyntaxError, ValueError, zlib.error, Image.DecompressionBombError):
        return None
    return BytesIO(data)


def settled(package: bytes, day: date) -> bytes:
    """The same package with every time in it set to `day`, in the workbooks within it too."""
    moment = f"{day.isoformat()}T00:00:00Z".encode()
    out = BytesIO()
    with ZipFile(BytesIO(package)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith(".xlsx"):
                content = settled(content, day)
            elif name == "docProps/core.xml":
                content = CREATED.sub(rb"\g<1>" + moment + rb"\3", content)
            info = ZipInfo(name, (max(day.year, FIRST_YEAR), day.month, day.day, 0, 0, 0))
            info.compress_type, info.create_system = ZIP_DEFLATED, 0
            target.writestr(info, content)
    return out.getvalue()
