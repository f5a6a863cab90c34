"""The contract of every store. A store joins by a factory in STORES."""

import io
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.claims import Claim, Decision, Judgement, Line, Record, Source, Status, Text, read_lines, write_lines
from graph.errors import ClaimError, RequestError, StoreError
from graph.filed import entities, gather
from graph.store import open_store
from graph.store.base import GraphStore

STORES = {"sqlite": lambda folder, name: open_store(f"sqlite:///{folder / name}.db")}

TEXT = "The Alpha Chamber met Beta Agency in April. Ana Ruiz leads the chamber."
PAPER = Source(id="source:paper", title="A paper", publisher="The Paper")
LIST = Source(id="source:list", title="A hand-kept list", kind="curated")


@pytest.fixture(params=sorted(STORES))
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], GraphStore]]:
    """Makes empty stores by name."""
    made: list[GraphStore] = []

    def store(name: str = "store") -> GraphStore:
        made.append(STORES[request.param](tmp_path, name))
        return made[-1]

    yield store
    for one in made:
        one.close()


@pytest.fixture
def store(make: Callable[[str], GraphStore]) -> GraphStore:
    return make("store")


def said(subject: str, predicate: str, object: str = "", *, layer: str = "public", extractor: str = "test/1", **more: object) -> Record:
    fields = {"subject": subject, "predicate": predicate, "object": object, "source": "source:paper"}
    return Record(claim=Claim.model_validate(fields | more), layer=layer, extractor=extractor)


def quoted(subject: str, predicate: str, object: str, quote: str, **more: object) -> Record:
    start = TEXT.index(quote)
    return said(subject, predicate, object, **{"quote": quote, "span": (start, start + len(quote))} | more)  # type: ignore[arg-type]


MET = quoted("org:alpha", "met_with", "org:beta", "The Alpha Chamber met Beta Agency", when="2025-04")
LEADS = quoted("person:ana-ruiz", "leads", "org:alpha", "Ana Ruiz leads the chamber")
BASIC: list[Line] = [
    PAPER,
    Text(source="source:paper", text=TEXT),
    said("org:alpha", "name", value="Alpha Chamber"),
    said("org:alpha", "kind", value="chamber"),
    said("org:alpha", "alias", value="Cámara Alfa"),
    said("org:beta", "name", value="Beta Agency"),
    said("org:beta", "kind", value="agency"),
    said("person:ana-ruiz", "name", value="Ana Ruiz Pérez"),
    MET,
    LEADS,
]


def claims(store: GraphStore, **which: object) -> list[Claim]:
    return [record.claim for record in store.records(**which)]  # type: ignore[arg-type]


def test_what_is_written_is_read_in_the_order_of_recording(store: GraphStore) -> None:
    report = store.write(BASIC)
    assert report.added == {"source": 1, "text": 1, "claim": 8, "decision": 0, "judgement": 0}
    assert list(store.records()) == [line for line in BASIC if isinstance(line, Record)]
    assert store.sources() == [PAPER]
    assert store.text("source:paper") == TEXT
    assert store.text("source:none") is None
    assert store.claim(MET.claim.id) == MET.claim
    assert store.claim("claim:" + "0" * 32) is None
    assert store.check().faults == ()


def test_the_same_lines_twice_change_nothing(store: GraphStore) -> None:
    store.write(BASIC + BASIC)
    before = store.revision(), list(store.dump()), list(store.changes())
    report = store.write(BASIC)
    assert report.known == {"source": 1, "text": 1, "claim": 8, "decision": 0, "judgement": 0}
    assert not any(report.added.values())
    assert (store.revision(), list(store.dump()), list(store.changes())) == before


def test_a_claim_in_two_layers_is_filed_twice(store: GraphStore) -> None:
    store.write([*BASIC, MET.model_copy(update={"layer": "private"})])
    assert claims(store, ids=[MET.claim.id]) == [MET.claim]
    assert [r.layer for r in store.records(layers=["public", "private"], ids=[MET.claim.id])] == ["public", "private"]
    assert store.claim(MET.claim.id, ["private"]) == MET.claim
    assert store.claim(MET.claim.id, ["elsewhere"]) is None


def test_claims_are_chosen_by_source_predicate_id_and_whatever_they_are_about(store: GraphStore) -> None:
    urges = said("org:alpha", "urges", "gov:mx", source="source:list", ask="ask:annex", speaker="person:ana-ruiz", modality="urged")
    store.write([*BASIC, LIST, urges])
    assert claims(store, source="source:list") == [urges.claim]
    assert claims(store, predicate="leads") == [LEADS.claim]
    assert claims(store, ids=[LEADS.claim.id, "claim:" + "0" * 32, "nonsense"]) == [LEADS.claim]
    assert claims(store, about="ask:annex") == claims(store, about="gov:mx") == [urges.claim]
    assert [c.predicate for c in claims(store, about="person:ana-ruiz")] == ["name", "leads", "urges"]
    assert claims(store, about="org:beta", predicate="met_with", source="source:paper") == [MET.claim]
    assert claims(store, about="org:nobody") == claims(store, layers=[]) == []


def test_an_iterator_keeps_to_one_state_while_the_store_is_written(store: GraphStore) -> None:
    store.write(BASIC)
    reading = store.records()
    next(reading)
    store.retract("source:paper")
    assert len(list(reading)) == 7
    assert claims(store) == []


@pytest.mark.parametrize(
    ("bad", "names"),
    [
        (said("org:alpha", "befriends", "org:beta"), "befriends"),
        (said("topic:data", "leads", "org:alpha"), "topic:data"),
        (said("org:beta", "party_to", "agreement:usmca"), "org:beta"),
        (said("org:alpha", "kind", value="club"), "club"),
        (said("org:alpha", "name", value=" "), "name needs"),
        (said("org:alpha", "met_with", "org:beta", source="source:unknown"), "source:unknown"),
        (said("org:alpha", "met_with", "org:beta", quote="met", span=(0, 3)), "not the quote"),
        (said("org:alpha", "met_with", "org:beta", quote="", span=(-3, -3)), "outside"),
        (said("org:alpha", "met_with", "org:beta", quote="chamber.", span=(63, 900)), "outside"),
        (said("org:alpha", "met_with", "org:beta", source="source:list", quote="met", span=(0, 3)), "not in the store"),
        (Text(source="source:unknown", text="Text"), "source:unknown"),
        (Judgement(left="org:alpha", right="org:alpha", verdict="same"), "itself"),
    ],
)
def test_a_bad_line_is_refused_and_its_batch_with_it(store: GraphStore, bad: Line, names: str) -> None:
    store.write(BASIC)
    before = store.revision(), list(store.changes())
    with pytest.raises(ClaimError, match=names) as refusal:
        store.write([LIST, said("org:gamma", "name", value="Gamma", source="source:list"), bad])
    assert "\n" not in str(refusal.value)
    assert (store.revision(), list(store.changes())) == before
    assert store.check().faults == ()


def test_batches_before_the_bad_one_stay(store: GraphStore) -> None:
    with pytest.raises(ClaimError):
        store.write([*BASIC, said("org:alpha", "befriends", "org:beta")], batch=5)
    assert len(claims(store)) == 8
    assert store.check().faults == ()


def test_a_kind_in_the_batch_or_in_the_store_decides_what_an_end_may_be(store: GraphStore) -> None:
    union = [said("org:union", "party_to", "agreement:pact"), said("org:union", "kind", value="intergovernmental")]
    store.write([PAPER, *union])
    store.write([said("org:union", "party_to", "agreement:other")])
    assert len(claims(store, predicate="party_to")) == 2


def test_half_a_character_is_refused(store: GraphStore) -> None:
    with pytest.raises(RequestError, match="half a character"):
        store.write([PAPER, Text(source="source:paper", text="broken \ud800")])
    assert store.search("broken \ud800") == []


def test_a_source_told_anew_is_the_newest_and_the_change_is_logged(store: GraphStore) -> None:
    store.write(BASIC)
    before, logged = store.revision(), len(list(store.changes()))
    newer = PAPER.model_copy(update={"title": "A better title"})
    assert store.write([newer]).added["source"] == 1
    assert store.sources() == [newer]
    assert store.revision() != before
    assert [change.action for change in store.changes(logged)] == ["source"]


def test_another_text_may_replace_the_first_only_while_the_quotes_hold(store: GraphStore) -> None:
    store.write(BASIC)
    longer = Text(source="source:paper", text=TEXT + " More.")
    assert store.write([longer]).added["text"] == 1
    with pytest.raises(ClaimError, match="retract"):
        store.write([Text(source="source:paper", text="Something else")])
    assert store.text("source:paper") == longer.text
    store.retract("source:paper")
    store.write([Text(source="source:paper", text="Something else")])
    assert store.check().faults == ()


def test_retracting_supersedes_and_filing_again_brings_back(store: GraphStore) -> None:
    store.write(BASIC)
    full, content = store.revision(), store.check().content_hash
    assert store.retract("source:paper") == 8
    assert store.retract("source:paper") == store.retract("source:none") == 0
    assert claims(store) == []
    assert store.search("Alpha Chamber") == []
    assert store.check().counts["superseded"] == 8
    assert store.revision() != full
    assert store.check().faults == ()
    assert [source.id for source in store.sources()] == ["source:paper"]
    assert store.write(BASIC).added["claim"] == 8
    assert (store.revision(), store.check().content_hash) == (full, content)


def test_a_newer_extractor_supersedes_what_it_no_longer_reads(store: GraphStore) -> None:
    by_hand = said("org:alpha", "supports", "ask:annex", extractor="")
    private = LEADS.model_copy(update={"layer": "private"})
    store.write([*BASIC, by_hand, private, Decision(claim=LEADS.claim.id, status=Status.REJECTED)])
    newer = [line.model_copy(update={"extractor": "test/2"}) if isinstance(line, Record) else line for line in BASIC if line is not LEADS]
    report = store.write(newer, supersede=True)
    assert (report.superseded, report.added["claim"]) == (1, 7)
    assert {r.claim.predicate: r.extractor for r in store.records(about="org:alpha")} == {
        "name": "test/2", "kind": "test/2", "alias": "test/2", "met_with": "test/2", "supports": ""
    }  # fmt: skip
    assert store.claim(LEADS.claim.id) is None
    assert store.claim(LEADS.claim.id, ["private"]) == LEADS.claim
    store.write([LEADS])
    assert next(store.records(ids=[LEADS.claim.id])).status is Status.REJECTED
    assert store.check().faults == ()


def test_superseding_looks_at_whole_sources_whatever_the_batch(store: GraphStore) -> None:
    store.write(BASIC)
    assert store.write([*BASIC, LIST, said("org:alpha", "url", value="https://a.example", source="source:list")], batch=2, supersede=True).superseded == 0
    assert len(claims(store)) == 9


def test_a_decision_is_applied_outlives_readings_and_can_be_undone(store: GraphStore) -> None:
    proposed = LEADS.model_copy(update={"status": Status.PROPOSED})
    store.write([*BASIC[:-1], proposed])
    before = store.revision()
    accepted = Decision(claim=LEADS.claim.id, status=Status.ACCEPTED, by="ana", at="2025-05-01")
    assert store.write([accepted]).added["decision"] == 1
    assert store.write([accepted]).known["decision"] == 1
    store.write([proposed.model_copy(update={"extractor": "test/2"})])
    assert next(store.records(ids=[LEADS.claim.id])).status is Status.ACCEPTED
    assert store.decisions() == [accepted]
    assert store.revision() != before
    store.write([accepted.model_copy(update={"status": Status.PROPOSED})])
    assert next(store.records(ids=[LEADS.claim.id])).status is Status.PROPOSED
    assert store.check().faults == ()


def test_a_decision_waits_for_its_claim(store: GraphStore) -> None:
    store.write([Decision(claim=LEADS.claim.id, status=Status.REJECTED)])
    store.write(BASIC)
    assert next(store.records(ids=[LEADS.claim.id])).status is Status.REJECTED
    assert store.check().faults == ()


def test_a_merge_joins_what_is_known_and_taking_it_back_parts_it(store: GraphStore) -> None:
    store.write([*BASIC, said("org:alfa", "name", value="Alfa"), said("org:alfa", "joint_statement_with", "org:beta")])
    alone, content = claims(store, about="org:alpha"), store.check().content_hash
    same = Judgement(left="org:alpha", right="org:alfa", verdict="same", by="ana")
    store.write([same])
    assert store.write([same.model_copy(update={"left": "org:alfa", "right": "org:alpha"})]).known["judgement"] == 1
    assert claims(store, about="org:alpha") == claims(store, about="org:alfa")
    assert len(claims(store, about="org:alfa")) == len(alone) + 2
    assert [hit.id for hit in store.search("Alpha Chamber")] == [hit.id for hit in store.search("org:alpha")] == ["org:alfa"]
    store.write([same.model_copy(update={"verdict": "undecided"})])
    assert store.judgements() == []
    assert claims(store, about="org:alpha") == alone
    assert store.check().content_hash == content


def test_judgements_that_contradict_one_another_are_refused(store: GraphStore) -> None:
    store.write([Judgement(left="org:a", right="org:b", verdict="same"), Judgement(left="org:b", right="org:c", verdict="same")])
    for layer in ("public", "private"):
        with pytest.raises(ClaimError, match="judged different"):
            store.write([Judgement(left="org:a", right="org:c", verdict="different", layer=layer)])
    assert len(store.judgements(["public", "private"])) == 2


def test_a_private_load_changes_nothing_outsiders_see(store: GraphStore) -> None:
    store.write(BASIC)

    def outside() -> tuple[object, ...]:
        found = [store.search(text) for text in ("Alpha Chamber", "alph", "chamber", "alhpa chambre", "Gamma", "org:gamma")]
        return store.revision(), store.sources(), list(store.records()), store.judgements(), list(store.dump(["public"])), found, store.check().hashes["public"]

    before = outside()
    diary = Source(id="source:diary", title="Diary")
    contact = said("person:ana-ruiz", "works_for", "org:gamma", source="source:diary", layer="private")
    store.write(
        [
            diary,
            said("org:gamma", "name", value="Gamma", source="source:diary", layer="private"),
            said("org:alpha", "alias", value="Alpha Chambre", source="source:diary", layer="private"),
            contact,
            Judgement(left="org:alpha", right="org:gamma", verdict="same", layer="private"),
            Decision(claim=contact.claim.id, status=Status.PROPOSED),
        ]
    )
    assert outside() == before
    both = ["public", "private"]
    assert store.revision(both) != before[0]
    assert [hit.id for hit in store.search("Gamma", layers=both)] == ["org:alpha"]
    assert diary in store.sources(both)


@pytest.mark.parametrize("claimed", [True, False])
def test_a_private_source_is_nowhere_to_be_seen(make: Callable[[str], GraphStore], claimed: bool) -> None:
    store = make("store")
    store.write(BASIC)

    def outside(store: GraphStore) -> tuple[object, ...]:
        return store.revision(), store.sources(), store.text("source:diary"), list(store.dump(["public"])), store.check().hashes["public"]

    before = outside(store)
    diary = Source(id="source:diary", title="Diary", layer="ours")
    entry = Text(source="source:diary", text="Met Gamma.")
    contact = said("org:alpha", "met_with", "org:gamma", source="source:diary", quote="Met Gamma", span=(0, 9), layer="ours")
    store.write([diary, entry, contact] if claimed else [diary, entry])
    assert outside(store) == before
    store.retract("source:diary")
    assert outside(store) == before
    assert store.text("source:diary", ["ours"]) == entry.text
    assert [source.id for source in store.sources(["ours"])] == ["source:diary"]
    copy = make("copy")
    copy.write(store.dump())
    assert outside(copy) == before
    assert copy.check() == store.check() or claimed
    assert (copy.check().content_hash, copy.check().hashes) == (store.check().content_hash, store.check().hashes)


def test_a_private_reading_of_a_public_source_changes_nothing_public(store: GraphStore) -> None:
    store.write(BASIC)
    before = store.revision(), store.sources(), store.text("source:paper")
    note = said("org:alpha", "met_with", "org:gamma", layer="ours")
    store.write([PAPER.model_copy(update={"title": "Ours alone", "layer": "ours"}), note])
    assert (store.revision(), store.sources(), store.text("source:paper")) == before
    with pytest.raises(ClaimError, match="source:paper: the public record holds another text"):
        store.write([PAPER.model_copy(update={"layer": "ours"}), Text(source="source:paper", text="Another"), note])
    assert store.text("source:paper") == before[2]
    assert store.check().faults == ()


def test_a_private_source_becomes_public_when_it_is_filed_there(store: GraphStore) -> None:
    diary = Source(id="source:diary", title="Diary", layer="ours")
    store.write([diary])
    hidden = store.revision()
    assert store.sources() == []
    store.write([diary.model_copy(update={"layer": "public"})])
    assert [source.id for source in store.sources()] == ["source:diary"]
    assert store.revision() != hidden
    assert store.check().faults == ()


def test_a_source_without_claims_is_part_of_the_record(make: Callable[[str], GraphStore]) -> None:
    store, copy = make("store"), make("copy")
    empty = store.revision()
    lines: list[Line] = [Source(id="source:silent", title="Silent", layer="public"), Text(source="source:silent", text="Nothing."), LIST]
    store.write(lines)
    assert store.revision() != empty
    copy.write(store.dump(["public"]))
    assert copy.check() == store.check()
    assert copy.sources() == store.sources() == [LIST, lines[0]]


def test_the_dump_makes_an_equal_store_whatever_the_history(make: Callable[[str], GraphStore]) -> None:
    first, second = make("first"), make("second")
    first.write([*reversed([line for line in BASIC if isinstance(line, Source)]), *BASIC[::-1][:-2], BASIC[1]], batch=100)
    first.write([said("org:old", "name", value="Old", extractor="old/1")])
    first.write([LIST, MET.model_copy(update={"layer": "private"}), said("org:union", "kind", value="intergovernmental", source="source:list")])
    first.write([said("org:union", "party_to", "agreement:pact"), Judgement(left="org:alpha", right="org:alfa", verdict="same")])
    first.write([Decision(claim=LEADS.claim.id, status=Status.REJECTED, by="ana"), Decision(claim="claim:" + "1" * 32, status=Status.ACCEPTED)])
    stream = io.StringIO()
    write_lines(first.dump(), stream)
    second.write(read_lines(io.StringIO(stream.getvalue())), batch=3)
    one, other = first.check(), second.check()
    assert one.faults == other.faults == ()
    assert (one.content_hash, one.hashes) == (other.content_hash, other.hashes)
    for layers in (["public"], ["private"], ["public", "private"]):
        assert first.revision(layers) == second.revision(layers)
    assert list(first.dump()) == list(second.dump())


def test_the_log_holds_every_change_and_no_text(store: GraphStore) -> None:
    store.write(BASIC)
    log = list(store.changes())
    assert [change.number for change in log] == list(range(1, len(log) + 1))
    assert {change.action for change in log} == {"source", "text", "file"}
    assert MET.claim.id.removeprefix("claim:") in {change.digest for change in log}
    assert all(len(change.digest) == 32 and set(change.digest) <= set("0123456789abcdef") for change in log)
    store.retract("source:paper")
    assert len(list(store.changes(len(log)))) == 8


def test_search_prefers_exact_names_then_beginnings_then_words_then_likeness(store: GraphStore) -> None:
    store.write([*BASIC, said("org:alpha-fund", "name", value="Alpha Fund"), said("person:jose-alpha", "name", value="José Alpha")])
    store.write([said("org:it", "name", value="IT")])
    assert [(hit.id, hit.score) for hit in store.search("CAMARA ALFA")] == [("org:alpha", 1.0)]
    assert [hit.id for hit in store.search("alpha")] == ["org:alpha-fund", "org:alpha", "person:jose-alpha"]
    assert [hit.id for hit in store.search("alpha", kind="person")] == ["person:jose-alpha"]
    assert [hit.id for hit in store.search("alpha", limit=1)] == ["org:alpha-fund"]
    assert store.search("chambr alpa")[0].id == store.search("Alhpa Chamber")[0].id == "org:alpha"
    assert [hit.id for hit in store.search("it")] == ["org:it"]
    hit = store.search("cámara alfa")[0]
    assert (hit.name, hit.kind, hit.matched) == ("Alpha Chamber", "chamber", "Cámara Alfa")
    assert store.search("ORG:ALPHA")[0].id == "org:alpha"
    assert store.search("org:never") == store.search("") == store.search("   ") == []


def test_the_first_name_is_that_of_the_most_careful_source(store: GraphStore) -> None:
    store.write([*BASIC, LIST, said("org:alpha", "name", value="The Chamber of Alpha", source="source:list")])
    assert store.search("Alpha Chamber")[0].name == "The Chamber of Alpha"


def test_search_names_an_entity_as_its_snapshot_does(store: GraphStore) -> None:
    unsure = said("org:alpha", "name", value="Alpha?", source="source:list").model_copy(update={"status": Status.PROPOSED})
    only_alias = [said("org:zeta", "alias", value=value) for value in ("Zeta Union", "Zeta Uniom", "Unión Zeta")]
    both = Judgement(left="org:beta", right="org:bete", verdict="same")
    store.write([*BASIC, LIST, unsure, *only_alias, said("org:bete", "name", value="Bete Agency", source="source:list"), both])
    known = entities(gather([*store.sources(), *store.records(), *store.judgements()]))
    hits = {hit.id: hit for text in ("alpha", "beta", "zeta", "ruiz") for hit in store.search(text)}
    assert {key: (hit.name, hit.kind) for key, hit in hits.items()} == {key: (known[key].name, known[key].kind) for key in hits}
    assert len(hits) == 4


def test_rejected_names_are_not_found(store: GraphStore) -> None:
    wrong = said("org:alpha", "alias", value="Omega Council")
    store.write([*BASIC, wrong])
    assert store.search("omega council")
    store.write([Decision(claim=wrong.claim.id, status=Status.REJECTED)])
    assert store.search("omega council") == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(max_size=40), st.text(alphabet="\"*^:()-+{}\0 ANDORNEAT'%_\\;🚀\u202e\u0301", max_size=40)))
def test_no_text_breaks_a_search(store: GraphStore, text: str) -> None:
    store.write(BASIC)
    assert store.search(text) == store.search(text)
    assert len(store.search(text, limit=2)) <= 2


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(min_size=1, max_size=60).filter(str.strip))
def test_whatever_its_letters_a_name_is_kept_and_found(store: GraphStore, name: str) -> None:
    named = said("org:odd", "name", value=name)
    store.write([PAPER, named])
    assert store.claim(named.claim.id) == named.claim
    found = [hit for hit in store.search(name, limit=1000) if hit.score == 1]
    assert not found or found[0].id == "org:odd"
    if any(c.isalnum() for c in name):
        assert found
    assert store.check().faults == ()


HOSTILE = ["🚀", "\u202eevil", "<script>alert(1)</script>", 'O\'Brien "&" Co; DROP TABLE claim;--', "שלום עולם", "株式会社", "a\nb", "x" * 5000]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_found_and_stay_as_they_are(store: GraphStore, name: str) -> None:
    store.write([PAPER, said("org:odd", "name", value=name)])
    assert [hit.name for hit in store.search(name)] == [name]


def test_many_threads_read_while_one_writes(store: GraphStore) -> None:
    store.write(BASIC)

    def read(_: int) -> int:
        return len(store.search("alpha")) * 1000 + len(claims(store, about="org:beta"))

    with ThreadPoolExecutor(6) as pool:
        answers = pool.map(read, range(40))
        for number in range(20):
            store.write([said("org:other", "alias", value=f"Other {number}")])
        assert set(answers) == {1003}
    assert len(claims(store, about="org:other")) == 20


def test_a_closed_store_says_so(store: GraphStore) -> None:
    store.write(BASIC)
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.search("alpha")
    with pytest.raises(StoreError, match="closed"):
        store.write(BASIC)
