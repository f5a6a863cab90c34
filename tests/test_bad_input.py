"""Every question put to records that hold next to nothing, and with bad values: a clear answer or a clear error, every number finite."""

import json
import math
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.cli import main
from api.knowledge import KnowledgeGraph
from api.settings import Settings
from graph.claims import Claim, Line, Record, Source, Status
from graph.errors import RequestError, TrilateralError, UnknownName

AS_OF = "2025-10-28"
SPRING = "2025-04-20..2025-04-28"
VAGUE = "2025-01-01..2025-12-31"
ASK = "ask:annex"
PAPER = "source:paper"
KINDS = {"org:a": "association", "org:b": "association", "org:c": "association", "org:d": "agency", ASK: "ask"}
MODES = ("introduce", "reliable", "widest", "disjoint", "temporal")

Ask = Callable[[KnowledgeGraph], Any]


def said(subject: str, predicate: str, object_: str, when: str = SPRING, status: Status = Status.ACCEPTED, **fields: Any) -> Record:
    return Record(claim=Claim(subject=subject, predicate=predicate, object=object_, when=when, source=PAPER, locator="paragraph", **fields), status=status)


def known(*ids: str) -> list[Line]:
    """Entities with a kind and a name, and the paper that names them."""
    rows = [(id, predicate, value) for id in ids for predicate, value in (("kind", KINDS[id]), ("name", id.partition(":")[2]))]
    return [Source(id=PAPER, title="Paper"), *(said(id, predicate, "", value=value) for id, predicate, value in rows)]


def met(a: str, b: str, **fields: Any) -> Record:
    return said(a, "met_with", b, qualifiers=("sought-by-subject",), **fields)


RECORDS: dict[str, list[Line]] = {
    "empty": [],
    "one actor": known("org:a"),
    "strangers": known("org:a", "org:b", ASK),
    "two parts": [*known(*KINDS), met("org:a", "org:c"), met("org:b", "org:d")],
    "strength zero": [*known(*KINDS), met("org:a", "org:c", confidence=0), met("org:c", "org:b", confidence=0), said("org:a", "supports", ASK, confidence=0)],
    "all possible": [*known(*KINDS), met("org:a", "org:c", when=VAGUE), met("org:c", "org:b", when=VAGUE), said("org:a", "supports", ASK, VAGUE)],
    "all to come": [
        *known(*KINDS),
        met("org:a", "org:c", when="2026-03-01"),
        met("org:c", "org:b", when="2026-03-01"),
        said("org:a", "supports", ASK, "2026-03-01"),
    ],
    "all rejected": [
        *known(*KINDS),
        met("org:a", "org:c", status=Status.REJECTED),
        met("org:c", "org:b", status=Status.REJECTED),
        said("org:a", "supports", ASK, status=Status.REJECTED),
    ],
    "undated": [*known(*KINDS), met("org:a", "org:c", when=""), met("org:c", "org:b", when=""), said("org:a", "supports", ASK, "")],
    "a single tie": [*known(*KINDS), met("org:a", "org:b"), said("org:a", "supports", ASK), said("org:b", "opposes", ASK)],
}

QUESTIONS: dict[str, Ask] = {
    **{
        f"path {mode}": lambda graph, mode=mode: graph.path(
            "org:a", "org:b", mode=mode, as_of=AS_OF, **({"between": ("2025", "2025-10")} if mode == "temporal" else {})
        )
        for mode in MODES
    },
    "path on an ask": lambda graph: graph.path("org:a", "org:b", ask=ASK, as_of=AS_OF),
    "metapath": lambda graph: graph.metapath("org:a", "org:b", "association -met- association -met- association", as_of=AS_OF),
    "explain": lambda graph: graph.explain("org:a", "org:b", as_of=AS_OF),
    "influence": lambda graph: graph.influence(as_of=AS_OF, draws=40),
    "activity": lambda graph: graph.influence(as_of=AS_OF, draws=40, by="activity"),
    "influence on an ask": lambda graph: graph.influence(as_of=AS_OF, draws=40, ask=ASK),
    "movers": lambda graph: graph.movers("org:b", as_of=AS_OF),
    "movers, listening to the sought": lambda graph: graph.movers("org:b", listens="sought", ask=ASK, as_of=AS_OF),
    "simulate": lambda graph: graph.simulate("org:b", {"org:a": 80}, as_of=AS_OF),
    "settle": lambda graph: graph.settle(ASK, as_of=AS_OF, draws=40),
    "brokers": lambda graph: graph.brokers(as_of=AS_OF, draws=40),
    "brokers by branch": lambda graph: graph.brokers(groups="branch", as_of=AS_OF, draws=40),
    "measures": lambda graph: graph.measures(as_of=AS_OF),
    "measures from": lambda graph: graph.measures(start="org:a", as_of=AS_OF),
    "spread": lambda graph: graph.spread(as_of=AS_OF, worlds=200),
    "spread on a target": lambda graph: graph.spread(target=("org:b",), budget=2.5, as_of=AS_OF, worlds=200),
    "allies": lambda graph: graph.allies(ASK, as_of=AS_OF),
    "grid": lambda graph: graph.grid(ASK, as_of=AS_OF, draws=40),
    "next": lambda graph: graph.next(ASK, start="org:a", as_of=AS_OF),
    "gaps": lambda graph: graph.gaps(ASK, start="org:a", as_of=AS_OF),
    "coalition": lambda graph: graph.coalition(ASK, as_of=AS_OF),
    "coalitions": lambda graph: graph.coalitions(as_of=AS_OF, draws=40),
    "coalitions on an ask": lambda graph: graph.coalitions(ask=(ASK,), stated=True, as_of=AS_OF, draws=40),
    "decisions": lambda graph: graph.decisions(ASK, start="org:a", as_of=AS_OF),
    "flows": lambda graph: graph.trade(as_of=AS_OF),
    "dependence": lambda graph: graph.trade("dependence", as_of=AS_OF),
    "concentration": lambda graph: graph.trade("concentration", as_of=AS_OF),
    "growth": lambda graph: graph.trade("growth", as_of=AS_OF),
    "rca": lambda graph: graph.trade("rca", as_of=AS_OF),
    "mirror": lambda graph: graph.trade("mirror", as_of=AS_OF),
    "diff": lambda graph: graph.diff("2025-01-01", AS_OF),
    "show": lambda graph: graph.show("org:a", as_of=AS_OF),
    "claims": lambda graph: graph.claims(as_of=AS_OF),
    "search": lambda graph: graph.search("a"),
    "picture of one": lambda graph: graph.picture("ego", "org:a", as_of=AS_OF),
    "picture of a path": lambda graph: graph.picture("path", "org:a", "org:b", as_of=AS_OF),
    "picture of a ranking": lambda graph: graph.picture("ranking", as_of=AS_OF),
}


def strange(value: Any, where: str = "") -> Iterator[str]:
    """The places in an answer that hold NaN or an infinity."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from strange(inner, f"{where}.{key}")
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            yield from strange(inner, f"{where}[{place}]")
    elif isinstance(value, float) and not math.isfinite(value):
        yield f"{where} = {value}"


def finite(text: str) -> Any:
    """The JSON, in which no number is NaN or infinite and no null stands for one."""
    return json.loads(text, parse_constant=lambda word: pytest.fail(f"the answer holds {word}"))


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, KnowledgeGraph]]:
    folder = tmp_path_factory.mktemp("bad")
    opened = {}
    for number, (name, lines) in enumerate(RECORDS.items()):
        opened[name] = KnowledgeGraph(str(folder / f"{number}.db"), create=True)
        opened[name].store.write(lines)
    yield opened
    for graph in opened.values():
        graph.close()


def put(question: Ask, graph: KnowledgeGraph) -> Any:
    """The answer, or the error that was raised on purpose; any other error fails the test."""
    try:
        return question(graph)
    except RequestError as refused:
        return refused


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("record", RECORDS)
def test_a_record_of_next_to_nothing_is_an_answer_or_a_clear_error(graphs: dict[str, KnowledgeGraph], record: str, question: str) -> None:
    answer = put(QUESTIONS[question], graphs[record])
    told = str(answer)
    assert told.strip()
    assert not {"nan", "inf", "-inf", "infinity"} & {word.strip(".,;:()%") for word in told.lower().split()}
    if isinstance(answer, RequestError):
        assert "\n" not in told
        assert ": " in told, "an error names the thing, what is wrong, what to do"
    else:
        assert not list(strange(answer.model_dump()))
        finite(answer.model_dump_json())


@pytest.mark.parametrize("question", [name for name in QUESTIONS if name != "search"])
def test_an_empty_record_knows_no_name_and_says_so(graphs: dict[str, KnowledgeGraph], question: str) -> None:
    answer = put(QUESTIONS[question], graphs["empty"])
    if isinstance(answer, RequestError):
        assert isinstance(answer, UnknownName)
        assert "of that name is in the store" in str(answer)
    else:
        assert not getattr(answer, "items", ())
        assert str(answer).strip()


NAMED: dict[str, Ask] = {
    "path": lambda graph: graph.path("org:nobody", "org:b"),
    "path to": lambda graph: graph.path("org:a", "org:nobody"),
    "metapath": lambda graph: graph.metapath("org:a", "org:nobody", "association -met- association"),
    "explain": lambda graph: graph.explain("org:a", "org:nobody"),
    "on an ask": lambda graph: graph.path("org:a", "org:b", ask="ask:nothing"),
    "influence on an ask": lambda graph: graph.influence(ask="ask:nothing"),
    "movers": lambda graph: graph.influence(on="org:nobody"),
    "simulate": lambda graph: graph.simulate("org:nobody", {"org:a": 80}),
    "move": lambda graph: graph.simulate("org:b", {"org:nobody": 80}),
    "settle": lambda graph: graph.settle("ask:nothing"),
    "measures": lambda graph: graph.measures(start="org:nobody"),
    "spread": lambda graph: graph.spread(target=("org:nobody",)),
    "cost": lambda graph: graph.spread(cost=("org:nobody=2",)),
    "allies": lambda graph: graph.allies("ask:nothing"),
    "grid": lambda graph: graph.grid("ask:nothing"),
    "coalition": lambda graph: graph.coalition("ask:nothing"),
    "coalitions": lambda graph: graph.coalitions(ask=("ask:nothing",)),
    "next": lambda graph: graph.next("ask:nothing", start="org:a"),
    "gaps": lambda graph: graph.gaps("ask:nothing", start="org:a"),
    "decisions": lambda graph: graph.decisions("ask:nothing"),
    "trade by topic": lambda graph: graph.trade(topic="topic:nothing"),
    "trade by chapter": lambda graph: graph.trade(chapter="chapter:nothing"),
    "trade by actor": lambda graph: graph.trade(actor="org:nobody"),
    "diff": lambda graph: graph.diff("2025", "2025-10", "org:nobody"),
    "left out": lambda graph: graph.path("org:a", "org:b", exclude=("org:nobody",)),
}


@pytest.mark.parametrize("question", NAMED)
def test_an_unknown_name_is_named(graphs: dict[str, KnowledgeGraph], question: str) -> None:
    with pytest.raises(UnknownName, match=r"nobody|nothing"):
        NAMED[question](graphs["a single tie"])


SAME: dict[str, Ask] = {
    **{
        f"path {mode}": lambda graph, mode=mode: graph.path("org:a", "org:a", mode=mode, between=("2025", "2025-10") if mode == "temporal" else ())
        for mode in MODES
    },
    "metapath": lambda graph: graph.metapath("org:a", "org:a", "association -met- association -met- association"),
    "explain": lambda graph: graph.explain("org:a", "org:a"),
    "simulate": lambda graph: graph.simulate("org:a", {"org:a": 80}),
    "picture": lambda graph: graph.picture("path", "org:a", "org:a"),
}


@pytest.mark.parametrize("question", SAME)
def test_a_question_from_an_actor_to_itself_is_refused_in_one_line(graphs: dict[str, KnowledgeGraph], question: str) -> None:
    with pytest.raises(RequestError) as refused:
        SAME[question](graphs["a single tie"])
    assert "\n" not in str(refused.value)


LEFT_OUT: dict[str, Ask] = {
    **{
        f"path {mode}": lambda graph, mode=mode: graph.path(
            "org:a", "org:b", mode=mode, as_of=AS_OF, exclude=("org:b",), between=("2025", "2025-10") if mode == "temporal" else ()
        )
        for mode in MODES
    },
    "metapath": lambda graph: graph.metapath("org:a", "org:b", "association -met- association", as_of=AS_OF, exclude=("org:b",)),
    "explain": lambda graph: graph.explain("org:a", "org:b", as_of=AS_OF, exclude=("org:b",)),
}


@pytest.mark.parametrize("question", LEFT_OUT)
def test_an_end_that_the_view_leaves_out_is_told_by_name(graphs: dict[str, KnowledgeGraph], question: str) -> None:
    told = str(put(LEFT_OUT[question], graphs["a single tie"]))
    assert "exclude" in told or "left out" in told or "leaves out" in told


NOT_YET: dict[str, Ask] = {name: lambda graph, name=name: QUESTIONS[name](graph) for name in QUESTIONS if name.startswith(("path", "explain", "metapath"))}


@pytest.mark.parametrize("question", NOT_YET)
def test_what_starts_after_the_day_asked_for_is_not_walked(graphs: dict[str, KnowledgeGraph], question: str) -> None:
    answer = NOT_YET[question](graphs["all to come"])
    assert not answer.found


OUT_OF_RANGE: dict[str, tuple[str, dict[str, Any]]] = {
    "path k 0": ("path", {"k": 0}),
    "path k 51": ("path", {"k": 51}),
    "path no ties": ("path", {"max_ties": 0}),
    "path nine ties": ("path", {"max_ties": 9}),
    "path negative exponent": ("path", {"hub_exponent": -0.1}),
    "path nan exponent": ("path", {"hub_exponent": math.nan}),
    "path confidence 1.5": ("path", {"min_confidence": 1.5}),
    "path confidence nan": ("path", {"min_confidence": math.nan}),
    "path mode": ("path", {"mode": "telepathy"}),
    "path day": ("path", {"as_of": "2025-02-30"}),
    "path kind of tie": ("path", {"tie_kinds": ("handshake",)}),
    "path one day between": ("path", {"mode": "temporal", "between": ("2025",)}),
    "path days in the wrong order": ("path", {"mode": "temporal", "between": ("2025-10", "2025-01")}),
    "path between what are no days": ("path", {"mode": "temporal", "between": ("soon", "later")}),
    "path seed": ("path", {"seed": -1}),
    "explain k": ("explain", {"k": 0}),
    "explain depth": ("explain", {"max_ties": 99}),
    "metapath pattern": ("metapath", {"pattern": "nonsense"}),
    "metapath no pattern": ("metapath", {"pattern": ""}),
    "influence draws": ("influence", {"draws": 10_001}),
    "influence fewer than no draws": ("influence", {"draws": -1}),
    "influence top": ("influence", {"top": 0}),
    "influence seed": ("influence", {"seed": -1}),
    "influence seed too large": ("influence", {"seed": 2**80}),
    "influence scope": ("influence", {"scope": "atlantis"}),
    "influence kinds": ("influence", {"kinds": ("wizard",)}),
    "influence by": ("influence", {"by": "charm"}),
    "movers top": ("movers", {"top": 0}),
    "movers listens": ("movers", {"listens": "nobody"}),
    "simulate past the end": ("simulate", {"move": {"org:a": 101}}),
    "simulate below the start": ("simulate", {"move": {"org:a": -1}}),
    "simulate to nan": ("simulate", {"move": {"org:a": "nan"}}),
    "simulate to no number": ("simulate", {"move": "org:a=high"}),
    "simulate nobody": ("simulate", {"move": ()}),
    "settle draws": ("settle", {"draws": -1}),
    "settle position": ("settle", {"given": ({"actor": "org:a", "position": 101},)}),
    "settle capability": ("settle", {"given": ({"actor": "org:a", "capability": -1},)}),
    "settle nan": ("settle", {"given": ({"actor": "org:a", "salience": math.nan},)}),
    "brokers groups": ("brokers", {"groups": "hair"}),
    "brokers draws": ("brokers", {"draws": 10_001}),
    "brokers top": ("brokers", {"top": 0}),
    "spread k": ("spread", {"k": 0}),
    "spread chance 0": ("spread", {"p": (0,)}),
    "spread chance 1.1": ("spread", {"p": (1.1,)}),
    "spread chance nan": ("spread", {"p": (math.nan,)}),
    "spread no chance": ("spread", {"p": "often"}),
    "spread worlds": ("spread", {"worlds": 1}),
    "spread budget": ("spread", {"budget": -3}),
    "spread endless budget": ("spread", {"budget": math.inf}),
    "spread cost": ("spread", {"cost": ("org:a=free",)}),
    "spread cost nan": ("spread", {"cost": ("org:a=nan",)}),
    "spread model": ("spread", {"model": "rumour"}),
    "allies limit": ("allies", {"limit": 0}),
    "allies scope": ("allies", {"scope": "atlantis"}),
    "allies no ask": ("allies", {"ask": "org:a"}),
    "grid draws": ("grid", {"draws": -1}),
    "grid no ask": ("grid", {"ask": "org:a"}),
    "next budget": ("next", {"budget": 0}),
    "next depth": ("next", {"max_ties": 0}),
    "gaps threshold": ("gaps", {"threshold": 1.5}),
    "gaps nan": ("gaps", {"threshold": math.nan}),
    "path no ask": ("path", {"ask": "org:a"}),
    "influence no ask": ("influence", {"ask": "org:a"}),
    "diff no ask": ("diff", {"ask": "org:a"}),
    "coalitions no ask": ("coalitions", {"ask": ("org:a",)}),
    "coalitions draws": ("coalitions", {"draws": -1}),
    "coalitions top": ("coalitions", {"top": 0}),
    "coalitions normalisation": ("coalitions", {"normalisation": "hair"}),
    "coalition no ask": ("coalition", {"ask": "org:a"}),
    "decisions depth": ("decisions", {"max_ties": 0}),
    "decisions no ask": ("decisions", {"ask": "org:a"}),
    "trade measure": ("trade", {"measure": "glory"}),
    "trade limit": ("trade", {"limit": 0}),
    "trade period": ("trade", {"period": "whenever"}),
    "trade flow": ("trade", {"flow": "smuggled"}),
    "diff a day that is none": ("diff", {"earlier": "soon"}),
    "diff in the wrong order": ("diff", {"earlier": "2025-10", "later": "2025-01"}),
    "diff top": ("diff", {"top": 0}),
    "an option that is none": ("influence", {"colour": "red"}),
}
WANTED: dict[str, dict[str, Any]] = {
    "path": {"start": "org:a", "end": "org:b"},
    "explain": {"start": "org:a", "end": "org:b"},
    "metapath": {"start": "org:a", "end": "org:b"},
    "movers": {"on": "org:b"},
    "simulate": {"target": "org:b"},
    **{question: {"ask": ASK} for question in ("settle", "allies", "grid", "coalition", "decisions")},
    **{question: {"ask": ASK, "start": "org:a"} for question in ("next", "gaps")},
    "diff": {"earlier": "2025-01", "later": "2025-10"},
}


@pytest.mark.parametrize("case", OUT_OF_RANGE)
def test_a_value_out_of_range_is_refused_in_one_line(graphs: dict[str, KnowledgeGraph], case: str) -> None:
    question, bad = OUT_OF_RANGE[case]
    with pytest.raises(TrilateralError) as refused:
        getattr(graphs["a single tie"], question)(**WANTED.get(question, {}) | bad)
    assert isinstance(refused.value, RequestError)
    assert "\n" not in str(refused.value)


def test_an_ask_without_a_single_stance_is_answered_by_every_question_about_asks(graphs: dict[str, KnowledgeGraph]) -> None:
    graph = graphs["two parts"]
    assert not [one for one in graph.allies(ASK, as_of=AS_OF).items if one.stance != "unknown"]
    assert "no" in str(graph.settle(ASK, as_of=AS_OF)).lower()
    assert graph.settle(ASK, as_of=AS_OF).mean is None
    for question in ("grid", "next", "gaps", "coalition", "decisions", "influence on an ask", "path on an ask"):
        assert str(QUESTIONS[question](graph)).strip()


def test_a_target_nobody_seeks_is_said_to_be_moved_by_nobody_on_record(graphs: dict[str, KnowledgeGraph]) -> None:
    answer = graphs["strangers"].movers("org:b", as_of=AS_OF)
    assert not answer.items
    assert "nobody" in str(answer).lower() or "no actor" in str(answer).lower()
    scenario = graphs["two parts"].simulate("org:a", {"org:b": 80}, as_of=AS_OF)
    assert (scenario.lo, scenario.hi) == (0, 0)


def test_between_parts_that_nothing_joins_every_mode_names_the_gap(graphs: dict[str, KnowledgeGraph]) -> None:
    for mode in MODES:
        answer = QUESTIONS[f"path {mode}"](graphs["two parts"])
        assert not answer.found
        assert answer.none.nearest_gap
        assert answer.not_searched is not None


ROUTES = {
    "paths from an actor to itself": ("/paths?from=org:a&to=org:a", 400),
    "paths of nobody": ("/paths?from=org:nobody&to=org:b", 404),
    "too many paths": ("/paths?from=org:a&to=org:b&k=999", 422),
    "paths too long": ("/paths?from=org:a&to=org:b&max_ties=99", 422),
    "a mode that is none": ("/paths?from=org:a&to=org:b&mode=telepathy", 400),
    "a day that is none": ("/paths?from=org:a&to=org:b&as_of=soon", 400),
    "paths without an end": ("/paths?from=org:a", 422),
    "too many draws": ("/influence?draws=99999999", 422),
    "influence on nobody": ("/influence/on/org:nobody", 404),
    "chances that are none": ("/spread?p=nan", 422),
    "groups that are none": ("/brokerage?groups=hair", 422),
    "an ask that is none": ("/settlement/ask:nothing", 404),
    "allies of no ask": ("/allies/org:a", 400),
    "a grid of nothing": ("/allies/ask:nothing/grid", 404),
    "coalitions of no ask": ("/coalitions?ask=org:a", 400),
    "coalitions of nothing": ("/coalitions?ask=ask:nothing", 404),
    "calls of nothing": ("/allies/ask:nothing/next?from=org:a", 404),
    "gaps below nothing": (f"/allies/{ASK}/gaps?from=org:a&threshold=nan", 422),
    "changes in the wrong order": ("/changes?from=2025-10&to=2025-01", 400),
    "a confidence that is no number": ("/influence?min_confidence=nan", 422),
    "an option that is none": ("/influence?colour=red", 422),
}


@pytest.fixture(scope="module")
def client(graphs: dict[str, KnowledgeGraph]) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(store=graphs["a single tie"].url)), raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize("case", ROUTES)
def test_over_http_what_is_wrong_is_a_problem_that_says_what(client: TestClient, case: str) -> None:
    address, status = ROUTES[case]
    reply = client.get(f"/api/v1{address}")
    assert (reply.status_code, reply.headers["content-type"]) == (status, "application/problem+json")
    assert reply.json()["detail"]
    finite(reply.text)


COMMANDS = {
    "path to itself": ("path", "org:a", "org:a"),
    "path of nobody": ("path", "org:nobody", "org:b"),
    "too many paths": ("path", "org:a", "org:b", "-k", "999"),
    "paths in time without days": ("path", "org:a", "org:b", "--mode", "temporal"),
    "a pattern that is none": ("path", "org:a", "org:b", "--mode", "metapath", "--pattern", "nonsense"),
    "a day that is none": ("influence", "--as-of", "2025-02-30"),
    "draws": ("influence", "--draws", "10001"),
    "influence on nobody": ("influence", "--on", "org:nobody"),
    "groups": ("brokers", "--groups", "hair"),
    "chance": ("spread", "--p", "1.5"),
    "chance that is no number": ("spread", "--p", "nan"),
    "move": ("simulate", "org:b", "--move", "org:a=101"),
    "move of nobody": ("simulate", "org:b", "--move", "org:nobody=50"),
    "no ask": ("settle", "org:a"),
    "allies of no ask": ("allies", "org:a"),
    "calls": ("allies", ASK, "--next", "--from", "org:a", "--budget", "0"),
    "threshold": ("allies", ASK, "--gaps", "--from", "org:a", "--threshold", "nan"),
    "two questions of allies": ("allies", ASK, "--next", "--gaps"),
    "coalitions of no ask": ("coalitions", "--ask", "org:a"),
    "coalitions divided by hair": ("coalitions", "--normalisation", "hair"),
    "path on no ask": ("path", "org:a", "org:b", "--ask", "org:a"),
    "two measures": ("trade", "--growth", "--mirror"),
    "vehicle": ("decisions", ASK, "--vehicle", "vehicle:nothing"),
    "topic": ("trade", "--topic", "topic:nothing"),
    "period": ("trade", "--growth", "--period", "whenever"),
    "days in the wrong order": ("diff", "2025-10", "2025-01"),
}


@pytest.mark.parametrize("case", COMMANDS)
def test_on_the_command_line_what_is_wrong_is_one_line_and_status_2(graphs: dict[str, KnowledgeGraph], case: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    status = main(["--store", graphs["a single tie"].url, *COMMANDS[case]])
    told = capsys.readouterr()
    assert (status, told.out) == (2, "")
    assert len(told.err.splitlines()) == 1
    assert told.err.startswith("trilateral: ")
