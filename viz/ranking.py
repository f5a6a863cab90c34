"""A ranking as bars with their intervals, and what moves it."""

from xml.etree.ElementTree import Element

from graph.results import RankedItem, RankingResult
from viz import style
from viz.drawing import add, looks, number, text
from viz.frame import PAD, Link, begin, finish
from viz.names import name
from viz.style import PALETTES, Palette, Theme
from viz.text import count, width, wrap

WIDTH, ROW, NAMES, FIGURES = 880.0, 34.0, 300.0, 210.0
LIMIT = 40


def ranking_svg(result: RankingResult, *, theme: Theme = "light", lang: str = "en", link: Link | None = None) -> str:
    """Actors from the top down: bar = value, line = the interval that holds 90 % of the draws, rank with its range.

    The first LIMIT actors are drawn and the rest counted. `link` turns an entity id into an address.
    """
    palette = PALETTES[theme]
    items = result.items[:LIMIT]
    more = f" · +{count(len(result.items) - LIMIT, 'actor')}" if len(result.items) > LIMIT else ""
    most = "active" if result.by == "activity" else "influential"
    shown = count(len(items), "actor")
    root, top = begin(result.sentence, f"Ranking of {shown}.", WIDTH, palette, lang, f"{shown}, most {most} first{more}")
    largest = max((item.hi90 for item in items), default=0.0) or 1.0
    group = add(root, "g", transform=f"translate({number(PAD)} {number(top)})")
    for i, item in enumerate(items):
        _row(group, item, i * ROW + 10, largest, palette, link)
    y = top + len(items) * ROW + 30
    y = _key(root, y, palette, result.by)
    for line in wrap(f"What would change it: {result.would_change}" if result.would_change else "", WIDTH - 2 * PAD, 12, 4):
        text(root, PAD, y, line, palette, role="muted")
        y += 17
    return finish(root, result, WIDTH, y + 4, palette)


def _row(group: Element, item: RankedItem, y: float, largest: float, palette: Palette, link: Link | None) -> None:
    said = f"{item.rank}. {name(item.entity)}, {item.value:.3f}, interval {item.lo90:.3f} to {item.hi90:.3f}, {count(item.evidence_count, 'claim')}"
    href = link(item.entity.id) if link else ""
    target = add(group, "a", href=href, aria_label=said) if href else add(group, "g", role="img", aria_label=said)
    add(target, "rect", x=0, y=y - 14, width=WIDTH - 2 * PAD, height=ROW - 4, fill_opacity=0)
    text(target, 20, y + 5, f"{item.rank}", palette, size=13, role="muted", text_anchor="end")
    looks(target, style.shape(item.entity.kind), 38, y, 8, style.PLAIN)
    text(target, 56, y + 5, wrap(name(item.entity), NAMES - 64, 13, 1)[0], palette, size=13)
    scale = (WIDTH - 2 * PAD - NAMES - FIGURES) / largest
    add(target, "rect", x=NAMES, y=y - 8, width=max(item.value * scale, 1.0), height=16, rx=2, fill="#0072B2", fill_opacity=0.75)
    low, high = NAMES + item.lo90 * scale, NAMES + item.hi90 * scale
    paint = {"class": "s-ink", "stroke": palette.ink, "stroke-width": "1.6"}
    add(target, "line", x1=low, y1=y, x2=high, y2=y, **paint)
    for x in (low, high):
        add(target, "line", x1=x, y1=y - 5, x2=x, y2=y + 5, **paint)
    text(target, WIDTH - 2 * PAD, y + 5, _figures(item), palette, role="muted", text_anchor="end")


def _figures(item: RankedItem) -> str:
    ranks = f"#{item.rank_lo}" if item.rank_lo == item.rank_hi else f"#{item.rank_lo}–{item.rank_hi}"
    return f"{item.value:.3f} · {ranks} · {count(item.evidence_count, 'claim')}"


def _key(root: Element, y: float, palette: Palette, by: str) -> float:
    group = add(root, "g", role="img", aria_label="Legend")
    x = PAD
    paint = {"class": "s-ink", "stroke": palette.ink, "stroke-width": "1.6"}
    measured = "activity (no influence)" if by == "activity" else "influence"
    for mark, label in (("bar", measured), ("line", "90 % of the draws of the sources"), ("", "#a–b: range of the rank")):
        if mark == "bar":
            add(group, "rect", x=x, y=y - 8, width=18, height=10, rx=2, fill="#0072B2", fill_opacity=0.75)
        elif mark:
            add(group, "line", x1=x, y1=y - 3, x2=x + 18, y2=y - 3, **paint)
        text(group, x + (26 if mark else 0), y + 1, label, palette)
        x += 48 + width(label, 12)
    return y + 24
