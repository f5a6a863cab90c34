"""What every picture has around it: the finding above, what it rests on below."""

from collections.abc import Callable
from xml.etree.ElementTree import Element, tostring

from graph.results import Answer
from viz import style
from viz.drawing import add, number, text
from viz.style import Palette
from viz.text import clean, count, spoken_day, wrap

Link = Callable[[str], str]

PAD = 24.0
TITLE, SMALL = 20.0, 12.0


def begin(title: str, description: str, width: float, palette: Palette, lang: str, note: str) -> tuple[Element, float]:
    """The root with its ground and the finding as heading; also where the map may begin."""
    root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "lang": lang, "role": "group", "aria-label": clean(title), "font-family": style.FONT})
    add(root, "title").text = clean(title)
    add(root, "desc").text = description
    add(root, "rect", width="100%", height="100%", **{"class": "f-ground", "fill": palette.ground})
    y = PAD + 16
    for line in wrap(title, width - 2 * PAD, TITLE, 3, bold=True):
        text(root, PAD, y, line, palette, size=TITLE, font_weight="600")
        y += 26
    if note:
        text(root, PAD, y, note, palette, size=13, role="muted")
        y += 18
    return root, y + 6


def footer(answer: Answer) -> list[str]:
    """What a picture rests on: day, layers, sources, revision, and the registers nobody searched."""
    parts = [
        f"As of {spoken_day(answer.as_of)}",
        f"{'Layer' if len(answer.layers) == 1 else 'Layers'}: {', '.join(answer.layers)}",
        count(len(answer.sources), "source") if answer.sources else "No source with such a tie",
        f"Revision {answer.revision[:12] or 'none'}",
    ]
    if answer.not_searched:
        parts.append(f"Not searched: {', '.join(answer.not_searched)}")
    return [clean(part) for part in parts]


def finish(root: Element, answer: Answer, width: float, y: float, palette: Palette) -> str:
    """The footer drawn below `y`, the size set, and the whole as text."""
    add(root, "line", x1=PAD, y1=y, x2=width - PAD, y2=y, **{"class": "s-faint", "stroke": palette.faint})
    y += 20
    for line in wrap(" · ".join(footer(answer)), width - 2 * PAD, SMALL, 4):
        text(root, PAD, y, line, palette, size=SMALL, role="muted")
        y += 17
    height = y + 2
    root.set("width", number(width))
    root.set("height", number(height))
    root.set("viewBox", f"0 0 {number(width)} {number(height)}")
    return tostring(root, encoding="unicode")
