"""The slides and the document of a briefing open in LibreOffice, where it is installed: `make release-check`."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from graph.results import GraphView
from viz.briefing import docx, pptx
from viz.briefing.model import Bar, Block, Chart, Cite, Line, Slide, SourceLine, Story, Table

FIXTURES = Path(__file__).parent / "fixtures" / "viz"
VIEWS = {key: GraphView.model_validate_json((FIXTURES / f"{key}.json").read_text(encoding="utf-8")) for key in ("ego", "path", "none")}
SOFFICE = shutil.which("soffice")

pytestmark = [pytest.mark.slow, pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")]


def a_story() -> Story:
    cites = (Cite(source=1, claim="a1"),)
    lines = tuple(Line(text=f"Sentence {at} says what decides, in as many words as fill a line of the page and a few more.", cites=cites) for at in range(30))
    table = Table(headings=("Role", "For", "Against", "Not known"), rows=tuple((lines[at],) * 4 for at in range(3)))
    chart = Chart(title="Services lead", unit="billion US dollars", bars=(Bar(label="Services", value=160.3, low=140, high=190),), words="Services 160.")
    blocks = (
        (Block(heading="Around", map=VIEWS["ego"]), Block(heading="Where", lines=lines[:3])),
        (Block(heading="Ways", map=VIEWS["path"]), Block(heading="Door", lines=lines[:2])),
        (Block(heading="No way", map=VIEWS["none"]),),
        (Block(heading="Roles", table=table),),
        (Block(heading="Trade", chart=chart), Block(heading="Figures", lines=lines[:4])),
    )
    return Story(
        language="en",
        title="A briefing",
        subtitle="For us",
        as_of=date(2025, 10, 28),
        footer="As of October 28, 2025 · layers: public alone · 1 source",
        page=tuple(Block(heading=f"Part {at}", lines=lines[at * 5 : at * 5 + 5]) for at in range(6)),
        slides=tuple(Slide(title=f"Finding {at}", blocks=each) for at, each in enumerate(blocks, start=1)),
        sources=(SourceLine(number=1, title="Letter", publisher="ITI", published=None, url="https://example.org", claims=("a1",)),),
    )


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The texts of the pages of both files as LibreOffice sets them."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "slides.pptx").write_bytes(pptx.write(a_story()))
    (folder / "briefing.docx").write_bytes(docx.write(a_story()))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for name in ("slides.pptx", "briefing.docx"):
        command = [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / name)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    return {name: [page.extract_text() for page in PdfReader(folder / f"{name}.pdf").pages] for name in ("slides", "briefing")}


def test_there_are_five_slides_each_with_its_finding_and_footer(pages: dict[str, list[str]]) -> None:
    assert len(pages["slides"]) == 5
    for at, text in enumerate(pages["slides"], start=1):
        assert f"Finding {at}" in text
        assert "As of October 28, 2025" in text
    assert "no path in evidence" in " ".join(pages["slides"][2].split())


def test_the_page_is_one_page_and_its_sources_follow(pages: dict[str, list[str]]) -> None:
    first, *rest = pages["briefing"]
    assert "Part 5" in first
    assert "Sentence 29" in first
    assert "Page 1 / " in first
    assert "Sources" in rest[-1]
