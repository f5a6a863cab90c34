"""A theme: colours that can be read on white, a logo that only draws."""

import base64
from pathlib import Path

import pytest

from api.briefing import fields_of, theme_given, theme_of
from graph.errors import RequestError
from viz.briefing.theme import contrast, themed

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><title>x</title><path fill="url(#a)" d="M0 0h8v8z"/></svg>'
HARMFUL = (
    b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    b'<svg xmlns="http://www.w3.org/2000/svg"><image href="https://example.com/x.png"/></svg>',
    b'<svg xmlns="http://www.w3.org/2000/svg"><foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject></svg>',
    b'<svg xmlns="http://www.w3.org/2000/svg"><style>@import "https://example.com/x.css"</style></svg>',
    b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><use xlink:href="https://example.com/x.svg#a"/></svg>',
    b'<svg xmlns="http://www.w3.org/2000/svg"><path fill="url(https://example.com/x)" d=""/></svg>',
    b'<svg xmlns="http://www.w3.org/2000/svg"><path style="background:url(\'//example.com/x\')" d=""/></svg>',
    b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>',
    b"<html><body>x</body></html>",
    b"GIF89a",
    b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
    b"x" * ((1 << 20) + 1),
)


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#767676", "#FFFFFF") >= 4.5


@pytest.mark.parametrize("colour", ["#FFFF00", "#AAAAAA", "#777777"])
def test_a_colour_that_cannot_be_read_is_refused_with_its_contrast(colour: str) -> None:
    with pytest.raises(RequestError, match=r"contrast of \d"):
        themed({"primary": colour})


@pytest.mark.parametrize("colour", ["blue", "#12345", "#1234567", "url(x)", "#12345G"])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    with pytest.raises(RequestError, match="accent"):
        themed({"accent": colour})


def test_a_field_that_is_none_is_named() -> None:
    with pytest.raises(RequestError, match="colour"):
        themed({"colour": "#000000"})


@pytest.mark.parametrize("logo", HARMFUL, ids=range(len(HARMFUL)))
def test_a_logo_that_is_none_or_does_more_than_draw_is_refused(logo: bytes) -> None:
    with pytest.raises(RequestError, match="logo"):
        themed({}, logo)


def test_a_theme_file_gives_colours_name_and_logo(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_bytes(SVG)
    (tmp_path / "logo.png").write_bytes(PNG)
    (tmp_path / "ours.yaml").write_text("primary: '#102030'\naccent: '#8A1C1C'\norganisation: Asociación\nlogo: logo.svg\n", encoding="utf-8")
    (tmp_path / "ours.toml").write_text('primary = "#102030"\norganisation = "Asociación"\nlogo = "logo.png"\n', encoding="utf-8")
    first, second = theme_of(tmp_path / "ours.yaml"), theme_of(tmp_path / "ours.toml")
    assert (first.primary, first.accent, first.organisation, first.logo_type, first.logo) == ("#102030", "#8A1C1C", "Asociación", "svg", SVG)
    assert (second.logo_type, second.logo, second.accent) == ("png", PNG, "#0072B2")
    assert theme_given(fields_of(first)) == first


@pytest.mark.parametrize(("name", "text"), [("x.yaml", "- 1"), ("x.yaml", "a: [b"), ("x.toml", "primary ="), ("x.yaml", "logo: none.png")])
def test_a_theme_file_that_cannot_be_used_is_an_error_of_one_line(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(RequestError) as error:
        theme_of(tmp_path / name)
    assert "\n" not in str(error.value)


def test_a_theme_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="cannot be read"):
        theme_of(tmp_path / "none.yaml")


def test_a_logo_in_a_request_is_base64() -> None:
    with pytest.raises(RequestError, match="base64"):
        theme_given({"logo": "§§"})
