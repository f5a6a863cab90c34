"""Graph files of other programs: what they mean is filed, what they do not say is told with its place, and no file does harm."""

import json
import tracemalloc
from pathlib import Path

import networkx
import pytest

from graph import ontology
from graph.claims import Record, Status
from graph.errors import SourceError
from graph.store.base import GraphStore
from loaders import catalogue
from loaders.graphs.words import entity_kind, spoken, tie_meaning
from loaders.inputs import Input
from loaders.intake import Intake
from loaders.known import Known
from loaders.run import load

FIXTURES = Path(__file__).parent / "fixtures" / "graphs"
GRAPHML = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">{}</graphml>'
GEXF = '<gexf xmlns="http://gexf.net/1.3" version="1.3">{}</gexf>'


def read(name: str, content: str | bytes, folder: Path) -> tuple[list[Record], Intake]:
    """The claims of a file, and the desk with its faults."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    form = catalogue.recognise(name, path.read_bytes()[:65536])
    intake = Intake(Known())
    lines = list(catalogue.loader(form).read(Input(name, path), intake))
    return [line for line in lines if isinstance(line, Record)], intake


def ties(records: list[Record]) -> set[tuple[str, str, str]]:
    return {(one.claim.subject, one.claim.predicate, one.claim.object) for one in records if one.claim.object}


def faults(intake: Intake) -> list[str]:
    return [str(fault) for fault in intake.faults]


@pytest.mark.parametrize(
    "name", ["board.graphml", "board.gexf", "board-old.gexf", "board.kumu.json", "board.oligrapher.json", "board-2.oligrapher.json", "board.json"]
)
def test_one_small_board_means_the_same_in_every_format(name: str) -> None:
    form = catalogue.recognise(name, (FIXTURES / name).read_bytes()[:65536])
    intake = Intake(Known())
    records = [line for line in catalogue.loader(form).read(Input(name, FIXTURES / name), intake) if isinstance(line, Record)]
    assert faults(intake) == []
    assert ties(records) == {
        ("person:ada-sample", "leads", "org:northgate-widgets"),
        ("org:northgate-widgets", "member_of", "org:league-of-samples"),
        ("org:league-of-samples", "met_with", "org:fictional-agency"),
    }
    kinds = {one.claim.subject: one.claim.value for one in records if one.claim.predicate == "kind"}
    assert kinds["person:ada-sample"] == "person" or "oligrapher" in name
    if "oligrapher" not in name:
        assert kinds == {
            "person:ada-sample": "person",
            "org:northgate-widgets": "company",
            "org:league-of-samples": "association",
            "org:fictional-agency": "agency",
        }
        assert {one.claim.when for one in records if one.claim.predicate == "met_with"} == {"2025-04-22"}


def test_every_predicate_is_understood_by_its_key_and_by_the_words_it_is_read_with() -> None:
    known = ontology.load()
    for key, predicate in known.predicates.items():
        if not predicate.attribute:
            assert tie_meaning(key) == (key, "", False)
            assert tie_meaning(spoken(key)) == (key, "", False), spoken(key)
    for key, kind in known.entities.items():
        assert {entity_kind(word) for word in (key, kind.label, kind.plural)} == {key}


def test_every_kind_of_tie_is_understood_by_its_key_and_its_labels_both_ways() -> None:
    known = ontology.load()
    for key, kind in known.ties.items():
        if key == "stance":
            continue
        for word, turned in ((key, False), (kind.label, False), (kind.reverse, kind.reverse != kind.label)):
            meaning = tie_meaning(word)
            assert meaning, word
            predicate = known.predicates[meaning.predicate]
            made = predicate.when.get(meaning.qualifier, predicate.tie) if meaning.qualifier else predicate.tie
            assert (made, meaning.reverse) == (key, turned), word


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("Employs", ("works_for", "", True)),
        ("works for", ("works_for", "", False)),
        ("has as member", ("member_of", "", True)),
        ("once worked for", ("works_for", "former", False)),
        ("delegation", ("met_with", "delegation", False)),
        ("Parent company of", ("part_of", "", True)),
        ("funded by", ("contributed_to", "", True)),
        ("knows", None),
        ("stance", None),
        ("", None),
    ],
)
def test_words_of_others_have_a_meaning_or_none(word: str, meaning: tuple[str, str, bool] | None) -> None:
    assert tie_meaning(word) == meaning


def test_unknown_kinds_are_counted_by_kind_with_the_first_place_and_left_out(tmp_path: Path) -> None:
    nodes = '<node id="a"/><node id="b"/>\n<node id="p"><data key="type">planet</data></node>\n<node id="q"><data key="type">planet</data></node>'
    edges = '\n<edge source="a" target="b"><data key="label">knows</data></edge>\n<edge source="b" target="a"><data key="label">knows</data></edge>'
    edges += '\n<edge source="a" target="b"/>\n<edge source="a" target="p"><data key="label">met</data></edge>'
    records, intake = read("g.graphml", GRAPHML.format(f"<graph>{nodes}{edges}</graph>"), tmp_path)
    assert ties(records) == set()
    assert faults(intake) == [
        "line 2: a node of the kind planet, which is none of ours; left out; 2 in all",
        "line 4: a tie of the kind knows, which is none of ours; left out; 2 in all",
        "line 6: a tie without a kind; left out",
        "line 7: an edge of a node that was left out; left out as well",
    ]


def test_duplicate_ids_and_edges_to_missing_nodes_are_told_with_their_place(tmp_path: Path) -> None:
    content = '<graph>\n<node id="a"/>\n<node id="a"/>\n<node/>\n'
    content += '<edge source="a" target="ghost"><data key="label">met</data></edge></graph>'
    _, intake = read("g.graphml", GRAPHML.format(content), tmp_path)
    assert faults(intake) == [
        "line 3: a second node a; left out",
        "line 4: a node without an id; left out",
        "line 5: an edge to ghost, which is no node of the file; left out",
    ]


def test_edges_may_come_before_their_nodes(tmp_path: Path) -> None:
    content = '<graph><edge source="a" target="b"><data key="label">met</data></edge><node id="a"/><node id="b"/></graph>'
    records, intake = read("g.graphml", GRAPHML.format(content), tmp_path)
    assert ties(records) == {("org:a", "met_with", "org:b")}
    assert faults(intake) == []


def test_an_undirected_edge_gets_the_one_direction_that_its_kinds_allow_or_none(tmp_path: Path) -> None:
    kinds = {"x": "company", "y": "company", "p": "person"}
    nodes = "".join(f'<node id="{key}"><data key="type">{kind}</data></node>' for key, kind in kinds.items())
    edges = '<edge source="x" target="p"><data key="label">works for</data></edge><edge source="x" target="y"><data key="label">lobbied</data></edge>'
    edges += '<edge source="x" target="y"><data key="label">met</data></edge>'
    records, intake = read("g.graphml", GRAPHML.format(f'<graph edgedefault="undirected">{nodes}{edges}</graph>'), tmp_path)
    assert ties(records) == {("person:p", "works_for", "org:x"), ("org:x", "met_with", "org:y")}
    assert faults(intake) == ["line 1: a tie lobbied without a direction; left out"]


def test_a_tie_between_things_that_it_cannot_join_is_left_out(tmp_path: Path) -> None:
    content = '<graph><node id="c"><data key="type">company</data></node><node id="t"><data key="type">topic</data></node>'
    content += '<edge source="t" target="c"><data key="label">met</data></edge></graph>'
    records, intake = read("g.graphml", GRAPHML.format(content), tmp_path)
    assert ties(records) == set()
    assert faults(intake) == ["line 1: a tie met_with between kinds of things that it cannot join; left out"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"start": "22/04/2025"}, "not a date"),
        ({"start": "45769"}, "not a date"),
        ({"start": "2025-05", "end": "2025-04"}, "not a date"),
        ({"confidence": "90"}, "no chance between 0 and 1"),
        ({"confidence": "nan"}, "no chance between 0 and 1"),
        ({"confidence": "high"}, "could not convert"),
        ({"speaker": "Somebody Else"}, "speaker"),
        ({"source_id": "http://x"}, "id"),
        ({"source_id": "source:x", "source_published": "yesterday"}, "published"),
        ({"figure": "{"}, "JSON"),
    ],
)
def test_a_bad_value_costs_its_edge_and_no_other(fields: dict[str, str], reason: str, tmp_path: Path) -> None:
    data = "".join(f'<data key="{name}">{value}</data>' for name, value in fields.items())
    edges = f'<edge source="a" target="b"><data key="label">met</data>{data}</edge><edge source="b" target="a"><data key="label">met</data></edge>'
    records, intake = read("g.graphml", GRAPHML.format(f'<graph><node id="a"/><node id="b"/>{edges}</graph>'), tmp_path)
    assert ties(records) == {("org:b", "met_with", "org:a")}
    assert len(intake.faults) == 1
    assert reason in faults(intake)[0]


def test_fields_that_nobody_reads_are_counted(tmp_path: Path) -> None:
    content = '<graph><node id="a"><data key="turnover">5</data></node><node id="b"/>'
    content += '<edge source="a" target="b"><data key="label">met</data><data key="mood">good</data><data key="weight">3</data></edge></graph>'
    _, intake = read("g.graphml", GRAPHML.format(content), tmp_path)
    assert intake.unread == {"node turnover": 1, "edge mood": 1}


def test_defaults_of_attributes_and_nested_graphs_are_read(tmp_path: Path) -> None:
    content = '<key id="k" for="edge" attr.name="type"><default>met</default></key>'
    content += (
        '<graph><node id="a"><graph id="inner"><node id="c"/></graph></node><node id="b"/><edge source="a" target="b"/><edge source="c" target="b"/></graph>'
    )
    records, intake = read("g.graphml", GRAPHML.format(content), tmp_path)
    assert ties(records) == {("org:a", "met_with", "org:b"), ("org:c", "met_with", "org:b")}
    assert faults(intake) == []


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("bomb.graphml", BOMB + GRAPHML.format("<graph><node id='&b;'/></graph>"), "declares entities"),
        ("file.gexf", '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + GEXF.format("<graph/>"), "declares entities"),
        ("cut.graphml", GRAPHML.format("<graph><node id='a'/>")[:-5], "no well-formed XML"),
        ("eleven.gexf", '<?xml version="1.1"?>' + GEXF.format("<graph><nodes><node id='&#xb;'/></nodes></graph>"), "no well-formed XML"),
        ("cut.json", '{"directed": true, "nodes": [{"id": "a"}, {"id"', "no whole JSON"),
        ("none.json", '{"directed": true, "nodes": []}', "has nothing in nodes.item"),
        ("cut.kumu.json", '{"elements": [{"label": "a"}], "connections": [', "no whole JSON"),
        ("nan.json", '{"directed": true, "nodes": [{"id": NaN}]}', "no whole JSON"),
        ("latin.json", '{"directed": true, "nodes": [{"id": "é"}]}'.encode("latin-1"), "no whole JSON"),
        ("cut.oligrapher.json", '{"graph": {"nodes": {"1": {"id": 1}}, "edges": {', "no whole JSON"),
    ],
)
def test_a_file_that_is_broken_as_a_whole_is_refused_in_one_line(name: str, content: str | bytes, reason: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=reason) as caught:
        read(name, content, tmp_path)
    assert "\n" not in str(caught.value)
    assert name in str(caught.value)


def test_nothing_of_a_broken_file_is_filed_and_the_rest_of_a_folder_is(store: GraphStore, tmp_path: Path) -> None:
    good, cut = tmp_path / "good.graphml", tmp_path / "cut.graphml"
    good.write_text(GRAPHML.format('<graph><node id="a"/></graph>'))
    cut.write_text(GRAPHML.format('<graph><node id="b"/></graph>')[:-4])
    report = load(store, [str(cut), str(good)])
    assert report.exit_code == 4
    assert len(report.failures) == 1
    assert {record.claim.subject for record in store.records() if record.extractor.startswith("graphml")} == {"org:a"}


def test_a_mark_at_the_beginning_of_the_file_is_no_part_of_it(tmp_path: Path) -> None:
    records, _ = read(
        "g.json", b"\xef\xbb\xbf" + b'{"directed": true, "nodes": [{"id": "a"}, "b"], "links": [{"source": "a", "target": "b", "type": "met"}]}', tmp_path
    )
    assert ties(records) == {("org:a", "met_with", "org:b")}


def test_elements_that_are_no_objects_and_keys_that_stand_twice_are_told(tmp_path: Path) -> None:
    _, intake = read("g.json", '{"directed": true, "nodes": [[1], null, {"id": "a"}], "edges": [7]}', tmp_path)
    assert faults(intake) == ["node 1: no object; left out", "node 2: no object; left out", "edge 1: no object; left out"]
    twice = '{"graph": {"nodes": {"1": {"id": "1", "name": "A"}, "1": {"id": "1", "name": "B"}, "2": 5}, "edges": {}, "captions": {}}}'
    _, intake = read("g.oligrapher.json", twice, tmp_path)
    assert sorted(faults(intake)) == ["node 1: a second node 1; left out", "node 2: no object; left out"]


def test_deep_json_does_no_harm(tmp_path: Path) -> None:
    deep = '{"directed": true, "nodes": [{"id": "a", "x": ' + "[" * 5000 + "]" * 5000 + "}]}"
    records, _ = read("g.json", deep, tmp_path)
    assert {one.claim.subject for one in records} == {"org:a"}


def test_kumu_knows_elements_by_label_and_says_which_stand_twice(tmp_path: Path) -> None:
    content = '{"elements": [{"label": "A", "type": "Company"}, {"label": "A", "type": "Person"}, {"label": "B", "element type": "Government agency"}],'
    content += '"connections": [{"from": "A", "to": "B", "type": "Lobbying", "direction": "directed"}]}'
    records, intake = read("map.json", content, tmp_path)
    assert ties(records) == {("org:a", "lobbied", "org:b")}
    assert faults(intake) == ["element 2: a second node A; left out"]


def test_an_arrow_of_a_map_says_the_direction(tmp_path: Path) -> None:
    nodes = '"nodes": {"1": {"id": 1, "name": "A"}, "2": {"id": 2, "name": "B"}}, "captions": {}'
    edge = '"edges": {"e": {"id": "e", "node1_id": 1, "node2_id": 2, "label": "lobbied", "arrow": %s}}'
    for arrow, expected in (('"1->2"', {("org:a", "lobbied", "org:b")}), ('"2->1"', {("org:b", "lobbied", "org:a")}), ("null", set()), ('"both"', set())):
        records, intake = read("map.json", f'{{"graph": {{{nodes}, {edge % arrow}}}}}', tmp_path)
        assert ties(records) == expected
        assert bool(faults(intake)) == (not expected)


@pytest.mark.parametrize("form", ["gexf", "graphml", "json"])
def test_what_networkx_writes_is_read(form: str, tmp_path: Path) -> None:
    graph = networkx.DiGraph()
    graph.add_node("n1", name="Ada Sample", kind="person")
    graph.add_node("n2", name="Northgate Widgets", kind="company")
    graph.add_edge("n1", "n2", relationship="works for", weight=2.5, start="2020", confidence=0.5)
    path = tmp_path / f"g.{form}"
    if form == "json":
        path.write_text(json.dumps(networkx.node_link_data(graph, edges="links")))
    else:
        getattr(networkx, f"write_{form}")(graph, path)
    records, intake = read(path.name, path.read_bytes(), tmp_path)
    (tie,) = [one.claim for one in records if one.claim.object]
    assert (tie.subject, tie.predicate, tie.object, tie.when, tie.confidence) == (
        "person:ada-sample",
        "works_for",
        "org:northgate-widgets",
        "2020-01-01..",
        500,
    )
    assert faults(intake) == []
    assert not intake.unread


def test_a_private_load_puts_all_of_a_file_into_its_layer(store: GraphStore) -> None:
    load(store, [str(FIXTURES / "board.graphml")], layer="ours")
    assert not [record for record in store.records() if record.extractor.startswith("graphml")]
    assert [record for record in store.records(layers=("ours",)) if record.extractor.startswith("graphml")]


def test_known_bodies_are_found_by_name_and_new_ones_are_organisations(store: GraphStore, tmp_path: Path) -> None:
    (tmp_path / "g.graphml").write_text(
        GRAPHML.format('<graph><node id="0"><data key="name">AMITI</data></node><node id="1"><data key="name">Nobody Ltd</data></node></graph>')
    )
    load(store, [str(tmp_path / "g.graphml")])
    told = {(record.claim.subject, record.claim.predicate, record.claim.value) for record in store.records() if record.extractor.startswith("graphml")}
    assert ("org:nobody-ltd", "kind", "organisation") in told
    called = {record.claim.subject for record in store.records(predicate="name") if record.claim.value == "AMITI"}
    assert called == {"org:amiti"}, "what the registry tells of it is not told again, and there is no second one"


def test_two_files_that_cite_one_source_do_not_take_each_others_claims_back(store: GraphStore, tmp_path: Path) -> None:
    for name, end in (("one", "b"), ("two", "c")):
        data = '<data key="label">met</data><data key="source_id">source:shared</data><data key="source_title">Shared</data>'
        content = f'<graph><node id="a"/><node id="{end}"/><edge source="a" target="{end}">{data}</edge></graph>'
        (tmp_path / f"{name}.graphml").write_text(GRAPHML.format(content))
    load(store, [str(tmp_path)])
    load(store, [str(tmp_path / "two.graphml")])
    found = list(store.records(source="source:shared"))
    assert {record.claim.object for record in found} == {"org:b", "org:c"}
    assert {record.status for record in found} == {Status.ACCEPTED}


def test_a_corrected_file_takes_the_place_of_the_old_one(store: GraphStore, tmp_path: Path) -> None:
    path = tmp_path / "g.graphml"
    edge = '<graph><node id="a"/><node id="b"/><edge source="a" target="b"><data key="label">{}</data></edge></graph>'
    path.write_text(GRAPHML.format(edge.format("met")))
    load(store, [str(path)])
    path.write_text(GRAPHML.format(edge.format("lobbied")))
    assert load(store, [str(path)]).loaded[0].superseded == 1
    assert {record.claim.predicate for record in store.records() if record.extractor.startswith("graphml") and record.claim.object} == {"lobbied"}


@pytest.mark.slow
def test_elements_are_read_in_a_stream(tmp_path: Path) -> None:
    path = tmp_path / "big.graphml"
    with path.open("w") as out:
        out.write('<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="directed">\n<node id="org:a"/><node id="org:b"/>')
        out.writelines('<edge source="org:a" target="org:b"><data key="label">met</data></edge>\n' for _ in range(60_000))
        out.write("</graph></graphml>")
    tracemalloc.start()
    lines = sum(1 for _ in catalogue.loader("graphml").read(Input(path.name, path), Intake(Known())))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert lines == 1 + 4 + 60_000
    assert peak < 5_000_000


NOBODY_WITH_HIMSELF = {
    "self.graphml": GRAPHML.format(
        '<graph edgedefault="directed"><node id="org:a"/><edge source="org:a" target="org:a"><data key="kind">met_with</data></edge></graph>'
    ),
    "self.gexf": GEXF.format(
        '<graph><nodes><node id="org:a" label="A"/></nodes><edges><edge id="1" source="org:a" target="org:a" label="met_with"/></edges></graph>'
    ),
    "self.kumu.json": json.dumps({"elements": [{"label": "A"}], "connections": [{"from": "A", "to": "A", "type": "met_with"}]}),
    "self.oligrapher.json": json.dumps(
        {"nodes": {"1": {"id": "1", "name": "A"}}, "edges": {"2": {"id": "2", "node1_id": "1", "node2_id": "1", "label": "met_with"}}, "captions": {}}
    ),
    "self.json": json.dumps(
        {"directed": True, "multigraph": False, "graph": {}, "nodes": [{"id": "org:a"}], "links": [{"source": "org:a", "target": "org:a", "kind": "met_with"}]}
    ),
}


@pytest.mark.parametrize("name", NOBODY_WITH_HIMSELF)
def test_a_tie_of_a_thing_with_itself_is_told_with_its_place_and_left_out(name: str, tmp_path: Path) -> None:
    records, intake = read(name, NOBODY_WITH_HIMSELF[name], tmp_path)
    assert ties(records) == set()
    (fault,) = faults(intake)
    assert "a tie met_with of org:a with itself; left out" in fault
    assert fault.startswith(("edge", "connection", "link", "line"))
