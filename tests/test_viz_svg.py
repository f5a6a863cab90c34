"""Pictures as SVG: complete in themselves, the same bytes every time, inert whatever they are told."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.results import GraphView, RankedItem, RankingResult
from viz.svg import map_svg, ranking_svg, svg

FIXTURES = Path(__file__).parent / "fixtures" / "viz"
VIEWS = {key: GraphView.model_validate_json((FIXTURES / f"{key}.json").read_text(encoding="utf-8")) for key in ("ego", "path", "none")}
EGO, PATH, NONE = VIEWS.values()
Rename = Callable[[GraphView, str], GraphView]
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    "<script>window.hit=1</script>",
    '"><img src=x onerror=window.hit=1>',
    '<a href="javascript:window.hit=1">x</a>',
    "href",
    "]]><!--&amp;&lt;",
    "two\nlines\r\u2028more",
    "\u202eright to left\u202c",
    "شركة البيانات",
    "🙂🇲🇽",
    "'; alert(1); //",
    "{{ 7 * 7 }}",
    "\x00\x1b[31m",
    "x" * 400,
)


def texts(picture: str) -> str:
    return " ".join("".join(element.itertext()) for element in ElementTree.fromstring(picture).iter(f"{SVG}text"))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("key", VIEWS)
def test_a_picture_carries_what_it_rests_on(key: str, theme: Literal["light", "dark"]) -> None:
    view = VIEWS[key]
    drawn = texts(svg(view, theme=theme))
    for part in (*view.title.split()[:4], "As of 28 Oct 2025", "Layer: public", "3 sources", "Revision 9f2c1ab04d77", "Not searched"):
        assert part in drawn
    root = ElementTree.fromstring(svg(view, theme=theme))
    assert root.findtext(f"{SVG}title") == view.title == root.get("aria-label")
    assert root.findtext(f"{SVG}desc")


def test_the_map_says_what_was_folded_and_explains_only_what_it_shows() -> None:
    drawn = texts(svg(EGO))
    assert "9 of 25 neighbours shown" in drawn
    assert "+12 companies, +3 topics" in drawn
    assert "opposes" in drawn
    assert "place" not in drawn


def test_a_path_shows_the_verb_the_date_and_the_doubt_of_each_tie() -> None:
    drawn = texts(svg(PATH))
    for part in ("met", "between 20 and", "28 Apr 2025", "certain · 2 claims", "joint statement"):
        assert part in drawn


def test_no_path_is_said_not_left_blank() -> None:
    drawn = texts(svg(NONE))
    assert "no path in evidence" in drawn
    assert "Nearest gap" in drawn
    assert "No source with such a tie" in texts(svg(NONE.model_copy(update={"sources": ()})))


def test_links_are_real_and_labelled_in_full() -> None:
    root = ElementTree.fromstring(svg(EGO, link=lambda key: f"/?open={key}"))
    links = {link.get("href"): link.get("aria-label") for link in root.iter(f"{SVG}a")}
    assert links["/?open=org:amiti"] == "AMITI, association, supports"
    assert links["/?open=org:amiti~org:ustr"] == "AMITI met Office of the U.S. Trade Representative, between 20 and 28 Apr 2025, certain, 2 claims, 1 source"
    assert len(links) == len(EGO.nodes) + len(EGO.ties)
    assert "<a " not in svg(EGO)


@pytest.mark.parametrize("key", VIEWS)
def test_the_same_view_gives_the_same_bytes(key: str) -> None:
    assert svg(VIEWS[key]) == svg(GraphView.model_validate_json(VIEWS[key].model_dump_json()))


def test_parallel_ties_are_one_line_with_their_number() -> None:
    root = ElementTree.fromstring(svg(EGO))
    both = [group for group in root.iter(f"{SVG}g") if group.get("data-key") == "org:amiti~org:iti"]
    assert len(both) == 1
    assert "".join(text.text or "" for text in both[0].iter(f"{SVG}text")) == "2"
    assert both[0].get("aria-label", "").startswith("AMITI and Information Technology Industry Council: joint statement with, works with, ")
    assert "so many contacts in one line" in texts(svg(EGO))
    assert "so many contacts in one line" not in texts(svg(PATH))


def test_a_map_for_a_page_holds_the_links_and_leaves_the_words_to_the_page() -> None:
    root = ElementTree.fromstring(map_svg(EGO, link=lambda key: f"/?open={key}"))
    assert len(list(root.iter(f"{SVG}a"))) == len(EGO.nodes) + len(EGO.ties)
    assert EGO.title not in "".join(text.text or "" for text in root.iter(f"{SVG}text"))
    assert "10 nodes" in root.get("aria-label", "")


def test_a_stance_is_never_told_by_colour_alone() -> None:
    root = ElementTree.fromstring(svg(EGO))
    opposing = next(group for group in root.iter(f"{SVG}g") if group.get("aria-label") == "Harbour Cloud, company, opposes")
    assert "−" in "".join(opposing.itertext())
    assert any(element.get("stroke-dasharray") for element in opposing)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("key", VIEWS)
def test_hostile_names_stay_text(key: str, name: str, renamed: Rename) -> None:
    picture = svg(renamed(VIEWS[key], name), link=lambda key: f"/?open={key}")
    plain = ElementTree.fromstring(svg(VIEWS[key], link=lambda key: f"/?open={key}"))
    root = ElementTree.fromstring(picture)
    assert {element.tag for element in root.iter()} <= {element.tag for element in plain.iter()}
    assert all(not attribute.startswith("on") for element in root.iter() for attribute in element.attrib)
    assert all((element.get("href") or "/").startswith("/") for element in root.iter())
    assert not set(picture) & set("\u202e\u202c\u2028\x00\x1b\r")


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_name_gives_well_formed_xml(renamed: Rename, name: str) -> None:
    ElementTree.fromstring(svg(renamed(PATH, name)))


def ranking(size: int) -> RankingResult:
    fields = {name: getattr(EGO, name) for name in ("revision", "as_of", "view", "layers", "sources", "not_searched")}
    items = tuple(
        RankedItem(
            entity=EGO.nodes[i % len(EGO.nodes)],
            country="us",
            value=0.2 / (i + 1),
            lo90=0.1 / (i + 1),
            hi90=0.3 / (i + 1),
            rank=i + 1,
            rank_lo=i + 1,
            rank_hi=i + 2,
            in_strength=0.3,
            authority=(),
            evidence_count=i + 1,
            source_count=2,
            parts=(),
        )
        for i in range(size)
    )
    return RankingResult(query={}, items=items, sentence="One body leads", would_change="Without one article two would change places.", **fields)


def test_a_ranking_shows_intervals_ranks_and_what_would_change_it() -> None:
    drawn = texts(ranking_svg(ranking(3)))
    for part in ("One body leads", "0.200", "#1–2", "1 claim", "Without one article", "As of 28 Oct 2025", "3 sources"):
        assert part in drawn


def test_a_long_ranking_counts_what_it_leaves_out_and_an_empty_one_is_drawn() -> None:
    assert "+2 actors" in texts(ranking_svg(ranking(42)))
    assert "0 actors" in texts(ranking_svg(ranking(0)))


def test_periods_without_days_are_called_undated() -> None:
    tie = PATH.ties[0].model_copy(update={"start": None, "end": None})
    assert "undated" in texts(svg(PATH.model_copy(update={"ties": (tie,)})))
    assert PATH.ties[0].start == date(2025, 1, 1)
