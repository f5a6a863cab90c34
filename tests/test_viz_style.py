"""The palette: readable in both themes, told apart without colour, the same in Python and in the style sheets."""

import re
from pathlib import Path

import pytest

from graph import ontology
from viz.style import DARK, LIGHT, STANCES, Palette, shape

TOKENS = (Path(__file__).parent.parent / "viz" / "web" / "tokens.css").read_text(encoding="utf-8")


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_text_reads_and_ties_show_on_their_ground(palette: Palette) -> None:
    for ground in (palette.ground, palette.card):
        assert contrast(palette.ink, ground) >= 7
        assert contrast(palette.muted, ground) >= 4.5
    assert contrast(palette.tie, palette.ground) >= 3


@pytest.mark.parametrize("key", STANCES)
def test_a_stance_stands_out_and_its_symbol_reads(key: str) -> None:
    look = STANCES[key]
    assert contrast(look.ink, look.fill) >= 4.5
    for palette in (LIGHT, DARK):
        assert max(contrast(look.line, palette.ground), contrast(look.fill, palette.ground)) >= 3


def test_the_sides_differ_in_symbol_and_outline() -> None:
    sides = [STANCES[key] for key in ("support", "oppose", "conditional", "unknown")]
    assert len({look.symbol for look in sides}) == 4
    assert len({look.dash for look in sides[:3]}) == 3


def test_every_kind_of_actor_has_a_shape_of_its_own() -> None:
    assert all(shape(key) != "small" for key, kind in ontology.load().entities.items() if kind.actor)


@pytest.mark.parametrize(("palette", "theme"), [(LIGHT, 0), (DARK, 1)])
def test_the_style_sheet_has_the_same_colours(palette: Palette, theme: int) -> None:
    block = re.findall(r":root \{(.*?)\}", TOKENS, re.DOTALL)[theme]
    declared = dict(re.findall(r"--(\w+): (#\w+);", block))
    for name in ("ground", "card", "ink", "muted", "tie", "faint", "accent"):
        assert declared[name] == getattr(palette, name)


def test_links_and_focus_read_on_their_ground() -> None:
    for palette, block in zip((LIGHT, DARK), re.findall(r":root \{(.*?)\}", TOKENS, re.DOTALL), strict=False):
        declared = dict(re.findall(r"--(\w+): (#\w+);", block))
        assert contrast(declared["link"], palette.card) >= 4.5
        assert contrast(declared["focus"], palette.ground) >= 3
