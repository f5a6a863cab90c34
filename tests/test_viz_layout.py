"""Positions: reproducible, readable, no label over another."""

import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import RequestError
from graph.results import GraphView, Node
from viz import egomap, pathmap
from viz.layout import Box, Layout, crossings, meetings
from viz.svg import svg

ROOT = Path(__file__).parent.parent
FIXTURES = Path(__file__).parent / "fixtures" / "viz"
EGO = GraphView.model_validate_json((FIXTURES / "ego.json").read_text(encoding="utf-8"))
PATH = GraphView.model_validate_json((FIXTURES / "path.json").read_text(encoding="utf-8"))
NONE = GraphView.model_validate_json((FIXTURES / "none.json").read_text(encoding="utf-8"))
KINDS = ("company", "association", "agency", "person", "topic", "place", "agreement", "media")


def grown(size: int, arms: int = 1) -> GraphView:
    """A view of `size` actors around AMITI, `arms` of them with surroundings of their own."""
    names = ("Alliance of Northern Cloud Providers", "Meridian Data", "Office of Standards and Trade", "Valeria Quintana Ríos")
    others = [Node(id=f"org:actor-{i}", name=f"{names[i % 4]} {i}", kind=KINDS[i % 8]) for i in range(1, size)]
    nodes = [EGO.nodes[0], *others]
    ties = [EGO.ties[0].model_copy(update={"a": nodes[i % arms], "b": nodes[i]}) for i in range(1, size)]
    return EGO.model_copy(update={"nodes": tuple(nodes), "ties": tuple(ties), "sizes": tuple(1 / (i + 1) for i in range(size)), "stances": ("",) * size})


def overlapping(boxes: tuple[Box, ...]) -> int:
    return sum(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])


@pytest.mark.parametrize("size", [1, 2, 3, 12, 34, 60])
@pytest.mark.parametrize("arms", [1, 5])
def test_no_label_lies_over_another_around_an_entity(size: int, arms: int) -> None:
    _, space = egomap.place(grown(size, min(arms, size)))
    assert len(space.nodes) == size <= 60
    assert overlapping(space.nodes) == 0
    assert all(box.x - box.w / 2 >= -0.1 and box.y - box.h / 2 >= -0.1 for box in space.nodes)
    assert all(box.x + box.w / 2 <= space.width + 0.1 and box.y + box.h / 2 <= space.height + 0.1 for box in space.nodes)


@settings(max_examples=15, deadline=None)
@given(st.integers(2, 25).flatmap(lambda n: st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda e: e[0] != e[1]), max_size=40)))
def test_no_label_lies_over_another_whatever_the_ties(pairs: list[tuple[int, int]]) -> None:
    base = grown(25)
    ties = tuple(EGO.ties[0].model_copy(update={"a": base.nodes[a], "b": base.nodes[b]}) for a, b in {tuple(sorted(pair)) for pair in pairs})
    assert overlapping(egomap.place(base.model_copy(update={"ties": ties}))[1].nodes) == 0


def test_more_than_sixty_are_refused_with_what_to_do() -> None:
    with pytest.raises(RequestError, match=r"61 nodes.*limit"):
        egomap.place(grown(61))


def test_a_path_runs_from_left_to_right_without_overlaps() -> None:
    space = pathmap.place(PATH)
    boxes = dict(zip((node.id for node in PATH.nodes), space.nodes, strict=True))
    assert overlapping(space.nodes + space.ties) == 0
    assert boxes["org:technation"].x < boxes["org:amiti"].x < boxes["org:ustr"].x


def test_two_ends_without_a_path_stand_apart() -> None:
    space = pathmap.place(NONE)
    assert overlapping(space.nodes) == 0
    assert space.nodes[0].x < space.nodes[1].x


def test_the_same_view_stands_the_same_way_in_round_figures() -> None:
    first, second = egomap.place(grown(34))[1], egomap.place(grown(34))[1]
    assert first == second
    assert all(round(value, 1) == value for box in first.nodes for value in (box.x, box.y))


def test_an_empty_view_needs_no_space() -> None:
    empty = EGO.model_copy(update={"nodes": (), "ties": (), "sizes": (), "stances": ()})
    assert egomap.place(empty)[1] == Layout((), (), 0.0, 0.0)


def test_a_tie_through_a_third_box_is_counted() -> None:
    boxes = (Box(0, 0, 10, 10), Box(100, 0, 10, 10), Box(50, 2, 10, 10), Box(50, 40, 10, 10))
    ends = [(box.x, box.y) for box in boxes]
    assert crossings(boxes, ends, [(0, 1)]) == 1
    assert crossings(boxes, ends, [(0, 2), (1, 3)]) == 0
    assert crossings(boxes, ends, []) == 0


def test_ties_that_cross_are_counted_and_ties_that_meet_at_an_end_are_not() -> None:
    square = [(0.0, 0.0), (10.0, 10.0), (0.0, 10.0), (10.0, 0.0)]
    assert meetings(square, [(0, 1), (2, 3)]) == 1
    assert meetings(square, [(0, 1), (1, 2), (2, 0)]) == 0
    assert meetings(square, []) == 0


@pytest.mark.parametrize("size", [3, 9, 20, 34, 60])
def test_what_a_view_is_about_stands_in_its_middle(size: int) -> None:
    marks, space = egomap.place(grown(size))
    centre = marks["org:amiti"]
    assert abs(centre.x / space.width - 0.5) < 0.16
    assert abs(centre.y / space.height - 0.5) < 0.16


def test_a_busy_view_stays_readable() -> None:
    """60 actors with 119 ties: no overlap, wide enough for its names and no wider than a poster."""
    dice = Random(1)
    base = grown(60, 5)
    more = [EGO.ties[0].model_copy(update={"a": base.nodes[a], "b": base.nodes[b]}) for a, b in (sorted(dice.sample(range(60), 2)) for _ in range(60))]
    _, space = egomap.place(base.model_copy(update={"ties": base.ties + tuple(more)}))
    assert overlapping(space.nodes) == 0
    assert space.width <= 2400
    assert 1.0 < space.width / space.height < 2.2


def test_the_example_stands_as_it_stood() -> None:
    """The structure that is seen, coarse enough for another version of the layout program."""
    marks, space = egomap.place(EGO)
    columns = {id: round(2 * mark.x / space.width) for id, mark in marks.items()}
    assert columns["org:amiti"] == 1
    assert set(columns.values()) == {0, 1, 2}
    path = {node.id: round(box.x / pathmap.place(PATH).width, 1) for node, box in zip(PATH.nodes, pathmap.place(PATH).nodes, strict=True)}
    assert path == {"org:technation": 0.1, "org:amiti": 0.5, "org:ustr": 0.9} | {
        id: at for id, at in path.items() if id not in ("org:technation", "org:amiti", "org:ustr")
    }


def test_another_process_draws_the_same_bytes() -> None:
    code = (
        "import sys, hashlib; from graph.results import GraphView; from viz.svg import svg; "
        "print(*[hashlib.sha256(svg(GraphView.model_validate_json(open(path).read())).encode()).hexdigest() for path in sys.argv[1:]])"
    )
    files = [str(FIXTURES / f"{key}.json") for key in ("ego", "path", "none")]
    runs = {subprocess.run([sys.executable, "-c", code, *files], capture_output=True, text=True, check=True, cwd=ROOT).stdout for _ in range(2)}
    here = " ".join(sha256(svg(view).encode()).hexdigest() for view in (EGO, PATH, NONE))
    assert runs == {here + "\n"}
