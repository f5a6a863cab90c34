"""Every answer that lists something turns into a table."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import graph.results as results
from api.knowledge import KnowledgeGraph
from graph.errors import RequestError
from graph.results import Answer, GraphView, Node, Step

RECORD = Path(__file__).parent / "fixtures" / "record.jsonl"
AS_OF = "2025-10-28"
ASK = "ask:sectoral-annex"
pytestmark = pytest.mark.usefixtures("notebook_extra")


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    graph = KnowledgeGraph(str(tmp_path_factory.mktemp("frames") / "record.db"), create=True)
    graph.load(str(RECORD))
    yield graph
    graph.close()


def test_every_answer_says_what_a_table_of_it_holds() -> None:
    kinds = [kind for name in results.__all__ if isinstance(kind := getattr(results, name), type) and issubclass(kind, Answer)]
    for kind in kinds:
        listing = "items" in kind.model_fields or kind.rows is not Answer.rows
        assert listing or kind in (Answer, GraphView), f"{kind.__name__} declares no rows"


def test_rows_keep_the_order_of_the_answer_and_name_their_entities(kg: KnowledgeGraph) -> None:
    movers = kg.movers("USTR", as_of=AS_OF)
    table = movers.to_pandas()
    assert list(table["id"]) == [item.entity.id for item in movers.items]
    assert {"name", "kind", "share", "lo", "hi", "rank", "stance", "note"} <= set(table.columns)
    assert not {"evidence", "entity"} & set(table.columns)


def test_shares_of_a_score_are_columns(kg: KnowledgeGraph) -> None:
    ranking = kg.influence(as_of=AS_OF, draws=20)
    table = ranking.to_pandas()
    first = ranking.items[0]
    assert [table[f"{part.of}:{part.name}"][0] for part in first.parts] == [part.share for part in first.parts]


def test_names_inside_a_row_are_joined_and_steps_know_their_vehicle() -> None:
    from graph.frames import frame
    from graph.view import View

    node = Node(id="org:x", name="X", kind="agency")
    step = Step.model_construct(actor=node, holders=(node, node), standing=None)

    class Listing(Answer):
        @property
        def rows(self) -> list[dict[str, object]]:
            return [{"vehicle": node, **dict(step)}]

    table = frame(Listing(query={}, revision="", as_of=date(2025, 1, 1), view=View(), layers=("public",)))
    assert table["vehicle_name"][0] == "X"
    assert table["holders"][0] == "X; X"


@pytest.mark.parametrize("question", ["path", "spread", "show", "brokers", "measures", "simulate", "search", "next", "gaps"])
def test_lists_have_a_row_for_each_item(kg: KnowledgeGraph, question: str) -> None:
    asked: dict[str, Answer] = {
        "path": kg.path("AMITI", "USTR", as_of=AS_OF),
        "spread": kg.spread(k=1, as_of=AS_OF, worlds=100),
        "show": kg.show("AMITI", as_of=AS_OF),
        "brokers": kg.brokers(as_of=AS_OF, draws=10),
        "measures": kg.measures(as_of=AS_OF),
        "simulate": kg.simulate("USTR", {"AMITI": 80}, as_of=AS_OF),
        "search": kg.search("AMITI"),
        "next": kg.next(ASK, start="AMITI", as_of=AS_OF),
        "gaps": kg.gaps(ASK, start="AMITI", as_of=AS_OF),
    }
    answer = asked[question]
    assert "evidence" not in answer.to_pandas().columns
    assert len(answer.to_pandas()) == len(answer.rows)
    assert len(answer.rows) > 0


def test_without_pandas_the_error_says_what_to_install(kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(RequestError, match=r"install trilateral\[notebook\]"):
        kg.search("AMITI").to_pandas()
