"""The notebook facade: the five lines that people write first."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

import trilateral as tri
from api.notebook import Notebook
from graph.errors import StoreError

RECORD = Path(__file__).parent / "fixtures" / "record.jsonl"


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Notebook]:
    kg = tri.open(str(tmp_path_factory.mktemp("notebook") / "record.db"))
    assert kg.load(RECORD).exit_code == 0
    yield kg
    kg.close()


def test_a_path_draws_itself_and_reads_itself_aloud(kg: Notebook) -> None:
    result = kg.path("Technation", "USTR", as_of="2025-10-28")
    assert "joint statement" in str(result)
    assert ElementTree.fromstring(result._repr_svg_()).tag.endswith("svg")
    assert result.found


def test_no_path_draws_itself_too(kg: Notebook) -> None:
    result = kg.path("AMITI", "ATDT", as_of="2025-10-28")
    assert not result.found
    assert "No path in evidence" in str(result)
    assert ElementTree.fromstring(result._repr_svg_()).tag.endswith("svg")


def test_a_ranking_says_aloud_how_often_its_order_holds(kg: Notebook) -> None:
    said = str(kg.influence(as_of="2025-10-28", draws=50))
    assert "when ties are deleted at random: with 10% deleted it holds" in said
    assert "with 30% deleted it holds" in said


@pytest.mark.usefixtures("notebook_extra")
def test_influence_is_a_table(kg: Notebook) -> None:
    result = kg.influence(as_of="2025-10-28", draws=50)
    frame = result.to_pandas()
    assert list(frame["rank"]) == [item.rank for item in result.items]
    assert {"id", "name", "value", "lo90", "hi90", "country"} <= set(frame.columns)


def test_the_graph_goes_to_networkx_with_every_attribute(kg: Notebook) -> None:
    graph = kg.networkx(as_of="2025-10-01")
    assert graph.nodes["org:amiti"]["name"] == "AMITI"
    assert graph.nodes["chapter:usmca/19"]["kind"] == "chapter"
    (meeting,) = graph.get_edge_data("org:amiti", "org:ustr").values()
    assert (meeting["kind"], str(meeting["start"]), meeting["certainty"]) == ("met", "2025-04-22", "certain")
    assert meeting["evidence"][0]["quote"].startswith("On 22 April 2025")
    assert graph.has_edge("person:sofia-perez-gasque", "org:amiti")
    assert not graph.has_edge("org:technation", "org:ustr")
    assert kg.networkx(as_of="2025-10-01", with_proposed=True).has_edge("org:technation", "org:ustr") is not graph.has_edge("org:ustr", "org:technation")
    assert not kg.networkx(as_of="2024-01-01", tie_kinds="met").edges


def test_pictures_are_text_and_files(kg: Notebook, tmp_path: Path) -> None:
    assert kg.draw("ego", "USTR", as_of="2025-10-28").startswith("<svg")
    kg.draw("path", "AMITI", "USTR", output=str(tmp_path / "path.csv"))
    assert (tmp_path / "path.csv").read_text().startswith("a,a_name,kind")


def test_a_store_that_cannot_be_used_is_an_error_of_one_line(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("no database at all, not even close to one\n" * 50)
    with pytest.raises(StoreError, match=r"text\.db"):
        tri.open(str(tmp_path / "text.db"))
