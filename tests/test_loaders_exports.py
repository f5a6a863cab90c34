"""Exports: what was written is read back as it was where the format can hold it, and what it cannot hold is counted."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import date
from pathlib import Path

import networkx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import ontology
from graph.claims import Bound, Claim, Decision, Figure, Judgement, Line, Modality, Record, Source, Status, Text
from graph.errors import RequestError
from graph.store import open_store
from loaders import catalogue, example
from loaders.cells import guarded, plain
from loaders.exports import formats
from loaders.inputs import Input
from loaders.intake import Intake
from loaders.known import Known
from loaders.registry import lines as registry_lines
from loaders.registry import load_registry
from loaders.run import load

FULL = ("graphml", "gexf", "kumu", "networkx-json")
GRAPHS = (*FULL, "oligrapher")
HOSTILE = ["=cmd|' /C calc'!A0", "</data><!-- & ]]>", "'; DETACH DELETE n; //", '"\n,;\t', "{curly}", "Ñandú 加拿大 🙂", "\\u0027 \\", "a\r\nb", "‮evil"]
TEXTS = st.one_of(
    st.sampled_from(HOSTILE), st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=20)
)


@pytest.fixture(scope="module")
def record() -> list[Line]:
    """The five articles and the registry."""
    return [*registry_lines(load_registry()), *example.lines()]


def written(lines: Iterable[Line], form: str, layers: tuple[str, ...] = ("public",)) -> tuple[str, formats.Exported]:
    kept = list(lines)
    out = io.StringIO(newline="")
    done = formats.write(lambda: kept, form, layers, out)
    return out.getvalue(), done


def read(text: str, form: str, folder: Path, known: Known | None = None) -> tuple[list[Line], Intake]:
    path = folder / f"record{formats.named(form).suffix}"
    path.write_text(text, encoding="utf-8", newline="")
    name = form.replace("-", "_")
    assert catalogue.recognise(path.name, text.encode()[:65536]) == name
    intake = Intake(known or Known())
    return list(catalogue.loader(name).read(Input(path.name, path), intake)), intake


def ties(lines: Iterable[Line]) -> dict[str, Record]:
    """Records of claims between two entities, without their places in texts, by id."""
    said = (line for line in lines if isinstance(line, Record) and line.claim.subject and line.claim.object)
    made = (line.model_copy(update={"claim": line.claim.model_copy(update={"span": None})}) for line in said)
    return {line.claim.id: line for line in made}


def sources(lines: Iterable[Line]) -> dict[str, Source]:
    cited = {record.claim.source for record in ties(lines).values()}
    return {line.id: line for line in lines if isinstance(line, Source) and line.id in cited}


@pytest.mark.parametrize("form", FULL)
def test_the_five_articles_come_back_with_ties_stances_directions_dates_and_evidence(record: list[Line], form: str, tmp_path: Path) -> None:
    text, done = written(record, form)
    back, intake = read(text, form, tmp_path)
    assert not intake.faulty
    assert not intake.unread
    assert ties(back).keys() == ties(record).keys()
    assert done.counts["ties"] == len(ties(record))
    assert {key: one.status for key, one in ties(back).items()} == {key: one.status for key, one in ties(record).items()}
    assert sources(back) == sources(record)
    assert done.lost["sources of names, kinds and other marks of entities"] > 10_000


def test_an_oligrapher_map_keeps_ties_directions_dates_and_doubts(record: list[Line], tmp_path: Path) -> None:
    text, done = written(record, "oligrapher")
    back, intake = read(text, "oligrapher", tmp_path)

    def said(lines: Iterable[Line]) -> list[tuple[object, ...]]:
        found = (one for one in ties(lines).values() if not one.claim.figure)
        return sorted(
            (one.claim.subject, one.claim.predicate, one.claim.object, one.claim.when, one.claim.qualifiers, one.claim.modality, one.status) for one in found
        )

    assert not intake.faulty
    assert said(back) == said(record)
    assert done.lost["quotes and glosses"] > 200
    assert done.lost["figures"] == 16


@pytest.mark.parametrize("form", [*GRAPHS, "entities"])
def test_entities_come_back_with_kind_and_name(record: list[Line], form: str, tmp_path: Path) -> None:
    back, _ = read(written(record, form)[0], form, tmp_path)

    def said(predicate: str, lines: Iterable[Line]) -> set[tuple[str, str]]:
        return {(one.claim.subject, one.claim.value) for one in lines if isinstance(one, Record) and one.claim.predicate == predicate}

    assert said("kind", back) == said("kind", record)
    assert len(said("name", back)) == len({subject for subject, _ in said("name", back)})
    assert said("name", back) <= said("name", record) | said("alias", record) | {(one, one) for one, _ in said("name", back)}


def test_the_flat_files_give_back_ties_stances_and_dates(record: list[Line], tmp_path: Path) -> None:
    known = Known()
    back: list[Line] = []
    for form in ("entities", "ties", "stances"):
        some, intake = read(written(record, form)[0], form, tmp_path, known)
        assert [str(fault) for fault in intake.faults] == []
        assert not intake.unread
        for line in some:
            if isinstance(line, Record):
                known.note(line)
        back += some

    def said(lines: Iterable[Line], *, stances: bool) -> set[tuple[object, ...]]:
        found = (one for one in ties(lines).values() if not one.claim.figure and (stances or one.claim.modality is Modality.ASSERTED))
        stance = {key for key, predicate in ontology.load().predicates.items() if predicate.stance}
        return {
            (one.claim.subject, one.claim.predicate, one.claim.object, one.claim.when, one.claim.quote, one.claim.speaker, one.claim.confidence, one.status)
            for one in found
            if (one.claim.predicate in stance) == stances
        }

    assert said(record, stances=True) == said(back, stances=True)
    assert said(record, stances=False) <= said(back, stances=False)


def test_a_tie_that_is_only_planned_is_no_row_of_the_flat_file(record: list[Line]) -> None:
    claims = [one.claim for one in ties(record).values()]
    vague = [claim for claim in claims if claim.modality is not Modality.ASSERTED and not ontology.load().predicates[claim.predicate].stance]
    text, done = written(record, "ties")
    assert done.lost["ties that are planned, urged, only possible or denied"] == len(vague) == 2
    assert done.counts["rows"] == len(list(csv.DictReader(io.StringIO(text))))


def test_stances_are_marked_until_a_person_confirms_them(record: list[Line]) -> None:
    (one, *_) = [line for line in record if isinstance(line, Record) and line.claim.predicate == "supports"]
    decided = [*record, Decision(claim=one.claim.id, status=Status.ACCEPTED, by="us")]
    rows = list(csv.DictReader(io.StringIO(written(decided, "stances")[0])))
    assert [row["confirmed"] for row in rows].count("yes") == 1
    edges = [edge for edge in json.loads(written(decided, "networkx-json")[0])["edges"] if edge["kind"] == "stance"]
    assert [edge["confirmed"] for edge in edges].count(True) == 1
    assert sum("not confirmed by a person" in edge["label"] for edge in edges) == len(edges) - 1


def test_what_was_rejected_is_left_out_and_counted(record: list[Line]) -> None:
    (one, *_) = [line for line in record if isinstance(line, Record) and line.claim.predicate == "met_with"]
    text, done = written([*record, Decision(claim=one.claim.id, status=Status.REJECTED)], "graphml")
    assert one.claim.id not in text
    assert done.lost["claims that were rejected"] == 1


def test_merged_ids_are_one_node(record: list[Line], tmp_path: Path) -> None:
    merged = Judgement(left="org:amiti", right="org:iti", verdict="same")
    text, done = written([*record, merged], "graphml")
    back, _ = read(text, "graphml", tmp_path)
    assert 'id="org:iti"' not in text
    assert "org:iti" not in {end for one in ties(back).values() for end in (one.claim.subject, one.claim.object, one.claim.speaker)}
    assert done.lost["judgements on which ids are one (they were applied)"] == 1


def test_a_private_layer_stays_private_when_an_export_of_it_is_read(tmp_path: Path) -> None:
    source = Source(id="source:notes", title="Notes")
    lines: list[Line] = [source, *(said("org:a", "kind", value="company"), said("org:b", "kind", value="company"))]
    lines += [said("org:friend", "name", value="A friend", layer="ours"), said("org:friend", "met_with", "org:a", layer="ours")]
    back, _ = read(written(lines, "gexf", ("ours", "public"))[0], "gexf", tmp_path)
    home = [line for line in back if isinstance(line, Record)]
    assert {line.layer for line in home if "org:friend" in (line.claim.subject, line.claim.object)} == {"ours"}
    assert {line.layer for line in home if line.claim.subject in ("org:a", "org:b") and not line.claim.object} == {"public"}


def test_private_rows_of_flat_files_stay_private_too(tmp_path: Path) -> None:
    known = Known(said(one, "name", value=one) for one in ("org:a", "org:b", "org:friend", "ask:x"))
    lines: list[Line] = [Source(id="source:notes", title="Notes"), said("org:a", "met_with", "org:b")]
    lines += [said("org:friend", "met_with", "org:a", layer="ours"), said("org:friend", "supports", "ask:x", layer="ours")]
    for form in ("entities", "ties", "stances"):
        back, intake = read(written(lines, form, ("ours", "public"))[0], form, tmp_path, known)
        assert not intake.unread
        assert {line.layer for line in back if isinstance(line, Record) and "org:friend" in (line.claim.subject, line.claim.object)} == {"ours"}
        assert {line.layer for line in back if isinstance(line, Record) and line.claim.subject == "org:a"} <= {"public"}


def said(subject: str, predicate: str, object_: str = "", *, layer: str = "public", status: Status = Status.ACCEPTED, **fields: object) -> Record:
    claim = Claim.model_validate({"subject": subject, "predicate": predicate, "object": object_, "source": "source:notes"} | fields)
    return Record(claim=claim, layer=layer, status=status)


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_networkx_opens_them(record: list[Line], form: str, tmp_path: Path) -> None:
    path = tmp_path / "record"
    path.write_text(written(record, form)[0], encoding="utf-8")
    graph = getattr(networkx, f"read_{form}")(path)
    amiti = graph.nodes["org:amiti"]
    assert amiti["kind"] == "association"
    assert graph.number_of_edges() == len(ties(record))
    met = [fields for _, _, fields in graph.out_edges("org:amiti", data=True) if fields["predicate"] == "met_with" and "org:ustr" in _]
    assert all(isinstance(fields["confidence"], float) and fields["directed"] is False for fields in met)


def test_networkx_opens_node_link_json(record: list[Line]) -> None:
    graph = networkx.node_link_graph(json.loads(written(record, "networkx-json")[0]), edges="edges")
    assert isinstance(graph, networkx.MultiDiGraph)
    assert graph.graph["layers"] == "public"
    assert graph.number_of_edges() == len(ties(record))


def test_a_kumu_blueprint_has_what_kumu_asks_for(record: list[Line]) -> None:
    blueprint = json.loads(written(record, "kumu")[0])
    labels = [element["label"] for element in blueprint["elements"]]
    assert len(labels) == len(set(labels))
    assert all(isinstance(value, str | float | bool | int) for element in blueprint["elements"] for value in element.values())
    assert all({"from", "to", "type", "direction"} <= one.keys() and {one["from"], one["to"]} <= set(labels) for one in blueprint["connections"])
    assert {one["direction"] for one in blueprint["connections"]} == {"directed", "undirected"}


def test_an_oligrapher_map_has_what_oligrapher_asks_for(record: list[Line]) -> None:
    graph = json.loads(written(record, "oligrapher")[0])["graph"]
    assert graph["captions"] == {}
    for key, node in graph["nodes"].items():
        assert key == node["id"]
        assert node["name"]
        assert isinstance(node["x"], float)
        assert {"x", "y", "scale", "url", "description", "edgeIds"} <= node.keys()
    for key, edge in graph["edges"].items():
        assert key == edge["id"]
        assert edge["label"]
        assert edge["arrow"] in (None, "1->2")
        assert key in graph["nodes"][edge["node1_id"]]["edgeIds"]
        assert key in graph["nodes"][edge["node2_id"]]["edgeIds"]


# What FollowTheMoney 4 documents: for each schema we write, its further properties, and those that must be there.
THING = {"name", "alias", "country", "description", "sourceUrl", "wikidataId"}
LEGAL = THING | {"website", "classification", "leiCode"}
RELATION = {"startDate", "endDate", "date", "description", "summary", "recordId", "sourceUrl", "publisher"}
FTM = {schema: (LEGAL, {"name"}) for schema in ("Person", "LegalEntity", "Company", "Organization", "PublicBody")}
FTM |= {schema: (THING, {"name"}) for schema in ("Territory", "Position", "Event")}
FTM |= {
    schema: (RELATION | {start, end} | more, {start, end})
    for schema, start, end, more in [
        ("Directorship", "director", "organization", {"role"}),
        ("Employment", "employee", "employer", {"role"}),
        ("Membership", "member", "organization", {"role"}),
        ("Representation", "agent", "client", {"role"}),
        ("UnknownLink", "subject", "object", {"role"}),
        ("Succession", "predecessor", "successor", {"role"}),
        ("Payment", "payer", "beneficiary", set[str]()),
        ("Occupancy", "holder", "post", set[str]()),
    ]
}


def test_followthemoney_entities_keep_to_its_model(record: list[Line]) -> None:
    entities = [json.loads(line) for line in written(record, "ftm")[0].splitlines()]
    schemas = {entity["id"]: entity["schema"] for entity in entities}
    assert len(schemas) == len(entities)
    for entity in entities:
        properties, required = FTM[entity["schema"]]
        assert required <= entity["properties"].keys() <= properties, entity
        assert all(values and all(isinstance(value, str) and value for value in values) for values in entity["properties"].values())
        for end in ("employer", "organization"):
            assert {schemas[one] for one in entity["properties"].get(end, ())} <= {"Company", "Organization", "PublicBody"}
        for end in ("employee", "holder"):
            assert {schemas[one] for one in entity["properties"].get(end, ())} <= {"Person"}


def test_followthemoney_entities_come_back_as_the_ties_they_can_hold(record: list[Line], tmp_path: Path) -> None:
    text, done = written(record, "ftm")
    back, intake = read(text, "ftm", tmp_path)
    assert not intake.faulty
    assert done.lost["stances"] == 22
    kept = {(one.claim.subject, one.claim.predicate, one.claim.object, one.claim.when, one.claim.quote) for one in ties(back).values()}
    assert len(kept) > 400
    assert kept <= {(one.claim.subject, one.claim.predicate, one.claim.object, one.claim.when, one.claim.quote) for one in ties(record).values()}


def test_neo4j_gets_typed_headers_and_as_many_rows(record: list[Line], tmp_path: Path) -> None:
    done = formats.write_files(lambda: record, "neo4j-csv", ("public",), tmp_path)
    entities, relations = (list(csv.reader((tmp_path / name).open(encoding="utf-8", newline=""))) for name in ("entities.csv", "ties.csv"))
    assert entities[0][0] == "id:ID"
    assert entities[0][-1] == ":LABEL"
    assert relations[0][:3] == [":START_ID", ":END_ID", ":TYPE"]
    assert {"confidence:double", "start:date", "end:date", "confirmed:boolean"} <= set(relations[0])
    assert (len(entities) - 1, len(relations) - 1) == (done.counts["entities"], done.counts["ties"])
    assert {len(row) for row in entities} == {len(entities[0])}
    assert {row[0] for row in relations[1:]} | {row[1] for row in relations[1:]} <= {row[0] for row in entities}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["entities.csv", "ties.csv"]


def _literals(script: str) -> str:
    """The script with every quoted literal taken out, read as Cypher reads it; fails where one does not end."""
    rest, at = [], 0
    while at < len(script):
        if script[at] != "'":
            rest.append(script[at])
            at += 1
            continue
        at += 1
        while script[at] != "'":
            assert script[at] != "\n"
            at += 2 if script[at] == "\\" else 1
        at += 1
    return "".join(rest)


def test_a_cypher_script_holds_every_hostile_text_in_a_literal() -> None:
    lines: list[Line] = [Source(id="source:notes", title=HOSTILE[2])]
    for number, text in enumerate(HOSTILE):
        lines += [said(f"org:x{number}", "name", value=text), said(f"org:x{number}", "met_with", "org:y", quote=text)]
    script, _ = written(lines, "cypher")
    bare = _literals(script)
    assert "DETACH" not in bare
    assert "\\\\u" not in script.replace("\\\\' + 'u", "")
    assert bare.count("(") == bare.count(")")
    assert {line.split(" ")[0] for line in bare.replace(";\n", ";\n\0").split("\0") if line} == {"//", "UNWIND"}


def test_parquet_opens_with_every_claim(record: list[Line], tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    done = formats.write_files(lambda: record, "parquet", ("public",), tmp_path)
    claims = parquet.read_table(tmp_path / "claims.parquet").to_pylist()
    assert {row["claim"] for row in claims} == {line.claim.id for line in record if isinstance(line, Record)}
    assert any(row["start"] == date(2025, 4, 20) for row in claims)
    assert parquet.read_schema(tmp_path / "sources.parquet").metadata[b"layers"] == b"public"
    assert done.counts["claims"] == len(claims)
    assert not done.lost


@pytest.mark.parametrize("form", ["ties", "stances", "entities", "flows"])
def test_no_cell_is_a_formula_and_each_is_read_as_it_was(form: str, tmp_path: Path) -> None:
    ends = {"ties": ("met_with", "org:b"), "stances": ("supports", "ask:b"), "entities": ("name", ""), "flows": ("flow", "place:ca")}
    predicate, target = ends[form]
    figure = Figure(kind="flow", value=5, unit="USD", reporter="Mexico", partner="Canada", direction="export", category="=1+1", period="2024")
    for text in ("=1+1", "+1 202", "-x", "@SUM(A1)", "'=1+1", "''@x", "'plain", "-5"):
        lines: list[Line] = [Source(id="source:notes", title=text)]
        fields = {"value": text} if form == "entities" else {"quote": text}
        lines.append(said("place:mx" if form == "flows" else "org:a", predicate, target, **fields, **({"figure": figure} if form == "flows" else {})))
        content = written(lines, form)[0]
        cells = [cell for row in csv.reader(io.StringIO(content)) for cell in row]
        assert not [cell for cell in cells if cell[:1] in ("=", "+", "@", "-") and cell != "-5"]
        back, intake = read(content, form, tmp_path, Known(said(one, "name", value=one) for one in ("org:a", "org:b", "ask:b")))
        assert [str(fault) for fault in intake.faults] == []
        found = [line.claim for line in back if isinstance(line, Record) and line.claim.predicate == predicate]
        assert [claim.value or claim.quote or claim.gloss for claim in found] == [text]


@given(st.text(max_size=6))
def test_a_guard_is_taken_off_as_it_was_put_on(cell: str) -> None:
    assert plain(guarded(cell)) == (cell if not cell.startswith("'") or guarded(cell) != cell else plain(cell))
    assert not guarded(cell).startswith(("=", "@"))


def test_control_characters_are_marked_where_xml_forbids_them(tmp_path: Path) -> None:
    lines: list[Line] = [Source(id="source:notes", title="Notes"), said("org:a", "met_with", "org:b", quote="a\x00b\x0bc\x1b[31m")]
    text, done = written(lines, "graphml")
    back, _ = read(text, "graphml", tmp_path)
    assert [one.claim.quote for one in ties(back).values()] == ["a�b�c�[31m"]
    assert done.lost["texts with control characters, which XML forbids (each became U+FFFD)"] == 1


def test_texts_decisions_and_single_statements_are_counted_as_lost() -> None:
    claim = said("org:a", "says", value="hello")
    lines = [Source(id="source:notes", title="Notes"), Text(source="source:notes", text="x"), claim, Decision(claim=claim.claim.id, status=Status.ACCEPTED)]
    _, done = written(lines, "kumu")
    assert done.lost == {
        "decisions (who confirmed what, and when)": 1,
        "statements about a single entity": 1,
        "texts of sources": 1,
    }


def test_an_unknown_format_and_a_folder_format_on_a_stream_are_refused() -> None:
    with pytest.raises(RequestError, match="no format of that name; use one of jsonl, graphml"):
        written([], "visio")
    with pytest.raises(RequestError, match="has several files"):
        written([], "neo4j-csv")


@pytest.mark.parametrize("form", [*GRAPHS, "ties", "stances", "entities", "flows", "ftm", "cypher", "jsonl"])
def test_an_empty_record_is_written(form: str) -> None:
    text, done = written([], form)
    assert not done.lost
    assert all(number == 0 for number in done.counts.values())
    assert text or form in ("ftm", "jsonl")


def _entity_ids(kinds: frozenset[str]) -> st.SearchStrategy[str]:
    known = ontology.load().entities
    return st.sampled_from(sorted(f"{known[kind].prefix}:{kind.replace('_', '-')}-{number}" for kind in kinds for number in range(2)))


def _records() -> st.SearchStrategy[list[Line]]:
    """Small records of every predicate that joins two entities, with hostile texts, dates of all forms and doubts."""
    known = ontology.load()
    joins = sorted(key for key, one in known.predicates.items() if not one.attribute and one.subject - {""} and one.object - {""})
    entities = [said(f"{kind.prefix}:{key.replace('_', '-')}-{number}", "kind", value=key) for key, kind in known.entities.items() for number in range(2)]
    given_sources = st.builds(
        Source,
        id=st.sampled_from(["source:a", "source:b/1", "source:c"]),
        title=TEXTS.filter(bool),
        publisher=TEXTS,
        author=TEXTS,
        url=TEXTS,
        published=st.none() | st.dates(),
        kind=st.sampled_from(["document", "register", "curated"]),
        group=st.sampled_from(["", "source:group"]),
        reliability=st.floats(0, 1),
    )
    flows = st.builds(Figure, kind=st.just("flow"), value=st.floats(0, 1e15), unit=st.just("USD"), measure=TEXTS, direction=st.sampled_from(["export", ""]))

    @st.composite
    def made(draw: Callable[..., object]) -> list[Line]:
        cited = {source.id: source for source in draw(st.lists(given_sources, min_size=1, max_size=3))}  # type: ignore[attr-defined]
        named = {record.claim.subject: draw(TEXTS.filter(str.strip)) for record in draw(st.lists(st.sampled_from(entities), max_size=4))}  # type: ignore[attr-defined]
        names = [said(key, "name", value=name) for key, name in named.items()]
        lines: list[Line] = [Source(id="source:notes", title="Notes"), *cited.values(), *entities, *names]
        for key in draw(st.lists(st.sampled_from(joins), min_size=1, max_size=6)):  # type: ignore[attr-defined]
            rule = known.predicates[key]
            subject = draw(_entity_ids(rule.subject - {""}))  # type: ignore[arg-type]
            others = _entity_ids(rule.object - {""})  # type: ignore[arg-type]
            whens = ["", "2025", "2025-04", "2025-04-22", "2025-04-20..2025-04-28", "2020..", "..2024-02"]
            lines.append(
                said(
                    subject,  # type: ignore[arg-type]
                    key,
                    draw(others if rule.figure else others.filter(lambda one, subject=subject: one != subject)),  # type: ignore[arg-type]
                    source=draw(st.sampled_from(sorted(cited))),
                    when=draw(st.sampled_from(whens)),
                    modality=draw(st.sampled_from(list(Modality))),
                    qualifiers=draw(st.sets(st.sampled_from(["former", "delegation", "since", "ended", "unchecked"]), max_size=2)),
                    speaker=draw(st.just("") | _entity_ids(frozenset({"person", "association"}))),
                    ask=draw(st.sampled_from(["", "ask:ask-0"])),
                    confidence=draw(st.integers(0, 1000)),
                    status=draw(st.sampled_from([Status.ACCEPTED, Status.PROPOSED])),  # type: ignore[arg-type]
                    figure=draw(flows) if rule.figure else None,
                    **{name: draw(TEXTS) for name in ("quote", "gloss", "locator", "value")},
                )
            )
        return lines

    return made()


@pytest.mark.parametrize("form", FULL)
@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(lines=_records())
def test_any_record_comes_back_through_a_graph_format(form: str, tmp_path: Path, lines: list[Line]) -> None:
    back, intake = read(written(lines, form)[0], form, tmp_path)
    assert [str(fault) for fault in intake.faults] == []
    assert ties(back).keys() == ties(lines).keys()
    assert {key: one.status for key, one in ties(back).items()} == {key: one.status for key, one in ties(lines).items()}
    assert sources(back) == sources(lines)


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(lines=_records())
def test_any_record_comes_back_through_a_map_without_its_evidence(tmp_path: Path, lines: list[Line]) -> None:
    def told(some: Iterable[Line]) -> set[tuple[object, ...]]:
        claims = [(one.claim, one.status) for one in ties(some).values() if not one.claim.figure]
        return {(claim.subject, claim.predicate, claim.object, claim.when, claim.qualifiers, claim.modality, status) for claim, status in claims}

    back, intake = read(written(lines, "oligrapher")[0], "oligrapher", tmp_path)
    assert [str(fault) for fault in intake.faults] == []
    symmetric = {key for key, one in ontology.load().predicates.items() if one.symmetric}
    assert {one for one in told(back) if one[1] not in symmetric} == {one for one in told(lines) if one[1] not in symmetric}


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(lines=_records())
def test_any_script_is_literals_and_our_own_words(lines: list[Line]) -> None:
    bare = _literals(written(lines, "cypher")[0])
    assert bare.count("UNWIND") == bare.count(" AS row ")
    assert bare.count("[") == bare.count("]")


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(lines=_records())
def test_any_ties_and_stances_come_back_through_the_flat_files(tmp_path: Path, lines: list[Line]) -> None:
    stances = {key for key, one in ontology.load().predicates.items() if one.stance}
    known = Known(line for line in lines if isinstance(line, Record))
    back = [line for form in ("ties", "stances") for line in read(written(lines, form)[0], form, tmp_path, known)[0]]

    def told(some: Iterable[Line]) -> set[tuple[object, ...]]:
        held = (one for one in ties(some).values() if not one.claim.figure)
        kept = ((one.claim, one.status) for one in held if one.claim.predicate in stances or one.claim.modality is Modality.ASSERTED)
        return {
            (claim.subject, claim.predicate, claim.object, claim.when, " ".join(claim.quote.split()), claim.speaker, claim.confidence, status)
            for claim, status in kept
        }

    assert told(back) == told(lines)


def _names(lines: Iterable[Line]) -> set[tuple[str, str]]:
    claims = [line.claim for line in lines if isinstance(line, Record)]
    return {(claim.subject, " ".join(claim.value.split())) for claim in claims if claim.predicate == "name"}


@pytest.mark.slow
@pytest.mark.parametrize("form", [*GRAPHS, "entities", "ftm"])
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(lines=_records())
def test_any_names_come_back(form: str, tmp_path: Path, lines: list[Line]) -> None:
    back, intake = read(written(lines, form)[0], form, tmp_path)
    assert [str(fault) for fault in intake.faults] == []
    found = _names(back)
    held = {(subject, name) for subject, name in _names(lines) if form != "ftm" or subject in {one for one, _ in found}}
    assert held <= found


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(lines=_records())
def test_any_ties_that_followthemoney_can_hold_come_back_and_no_others(tmp_path: Path, lines: list[Line]) -> None:
    def told(some: Iterable[Line]) -> list[tuple[object, ...]]:
        claims = (one.claim for one in ties(some).values())
        return [(claim.subject, claim.predicate, claim.object, claim.when, claim.quote) for claim in claims]

    text, done = written(lines, "ftm")
    back, intake = read(text, "ftm", tmp_path)
    assert [str(fault) for fault in intake.faults] == []
    assert set(told(back)) <= set(told(lines))
    assert len(set(told(back))) == done.counts["ties"] or len(told(lines)) > len(set(told(lines)))


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    figures=st.lists(
        st.builds(
            Figure,
            kind=st.just("flow"),
            value=st.floats(0, 1e15).filter(lambda value: value == 0 or value > 1e-9),
            unit=st.sampled_from(["USD", "MXN", "CAD"]),
            bound=st.sampled_from(list(Bound)),
            reporter=st.just("Mexico"),
            partner=st.just("Canada"),
            direction=st.sampled_from(["export", "import", "trade"]),
            category=st.sampled_from(["=total", "cars", "machines; parts", '"x",\n']),
            period=st.sampled_from(["2024", "2024-01..2024-06", "2020..2024"]),
        ),
        max_size=5,
    )
)
def test_any_flows_come_back_with_their_terms(figures: list[Figure], tmp_path: Path) -> None:
    lines: list[Line] = [Source(id="source:notes", title="Notes"), *(said("place:mx", "flow", "place:ca", figure=figure) for figure in figures)]
    back, intake = read(written(lines, "flows")[0], "flows", tmp_path)

    def terms(some: Iterable[Line]) -> set[tuple[object, ...]]:
        found = (line.claim.figure for line in some if isinstance(line, Record) and line.claim.figure)
        return {(one.value, one.unit, one.bound, one.direction, " ".join(one.category.split()), one.period) for one in found}

    assert [str(fault) for fault in intake.faults] == []
    assert terms(back) == terms(lines)


@pytest.mark.parametrize("form", FULL)
def test_an_export_that_comes_back_to_its_own_record_changes_nothing(record: list[Line], form: str, tmp_path: Path) -> None:
    with closing(open_store(f"sqlite:///{tmp_path / 'own.db'}")) as store:
        store.write(record)
        path = tmp_path / f"record{formats.named(form).suffix}"
        path.write_text(written(list(store.dump(("public",))), form)[0], encoding="utf-8", newline="")
        load(store, [str(path)])  # the registry's facts are filed with the first load
        before, extractors = store.revision(), {one.claim.id: one.extractor for one in store.records()}
        for _ in range(2):
            report = load(store, [str(path)])
            assert [one.new + one.superseded + one.faulty for one in report.loaded] == [0]
        assert (store.revision(), {one.claim.id: one.extractor for one in store.records()}) == (before, extractors)
        assert not [source for source in store.sources() if source.id.startswith(f"source:{form.replace('-', '_')}/")]


def test_of_an_export_that_was_changed_only_the_change_is_filed(record: list[Line], tmp_path: Path) -> None:
    with closing(open_store(f"sqlite:///{tmp_path / 'own.db'}")) as store:
        store.write(record)
        content = json.loads(written(list(store.dump(("public",))), "networkx-json")[0])
        edge = next(edge for edge in content["edges"] if edge["predicate"] == "met_with")
        edge["quote"] = "They met, and more than once."
        path = tmp_path / "record.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        (loaded,) = load(store, [str(path)]).loaded
        assert (loaded.new, loaded.superseded) == (1, 0)
        (filed,) = [one for one in store.records(predicate="met_with") if one.extractor.startswith("networkx_json")]
        assert (filed.claim.quote, filed.claim.source) == (edge["quote"], edge["source_id"])
