"""The acceptance table of the product, row by row, on the extracted graph and on the bundled example."""

from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from neo4j import GraphDatabase

from graph import ontology
from graph.claims import Line, Record, Status
from graph.entities import ClaimsQuery, EntityQuery, list_claims, show
from graph.paths.introduce import PathQuery, introduce
from graph.results import PathResult, Statement, Tie
from graph.snapshot.build import Snapshot, build, open_snapshot
from graph.store import open_store
from graph.store.base import GraphStore
from graph.view import View
from loaders import example
from loaders.documents import extract, read_document
from loaders.documents.claims import lines as claim_lines
from loaders.registry import lines as registry_lines
from loaders.registry import load_registry

AS_OF = date(2025, 10, 28)
INSIDE_TRADE = date(2025, 4, 29)

# What the extractor only proposes and a row needs: (subject, predicate, object). Accepting it is part of
# the test; the list is printed, is to stay short, and shrinks with later work.
ACCEPTED_BY_HAND: set[tuple[str, str, str]] = set()


@cache
def _seed_lines(shared: Path) -> tuple[Line, ...]:
    registry = load_registry()
    paths = sorted((shared / "seeds").glob("*.txt"))
    return tuple(line for path in paths for line in claim_lines(extract(read_document(path), registry)))


def _accept(line: Line) -> Line:
    if isinstance(line, Record) and (line.claim.subject, line.claim.predicate, line.claim.object) in ACCEPTED_BY_HAND:
        return line.model_copy(update={"status": Status.ACCEPTED})
    return line


STORES = ("a file", "neo4j-5.26", "neo4j-2026.08")


@pytest.fixture(
    scope="module",
    params=["extracted", "example", *(pytest.param(f"{what} in {store}", marks=pytest.mark.slow) for store in STORES for what in ("extracted", "example"))],
)
def graph(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The graph of the table: of the lines themselves, and as each store gives it back."""
    what, _, where = request.param.partition(" in ")
    lines = [*registry_lines(load_registry()), *(example.lines() if what == "example" else map(_accept, _seed_lines(request.getfixturevalue("shared"))))]
    if not where:
        return build(lines)
    store = _store(request, where, tmp_path_factory)
    store.write(lines)
    found = open_snapshot(store)
    store.close()
    return found


def _store(request: pytest.FixtureRequest, where: str, folders: pytest.TempPathFactory) -> GraphStore:
    if where == "a file":
        return open_store(str(folders.mktemp("store") / "record.db"))
    url, signed_in = request.getfixturevalue("neo4j_url")(where), request.getfixturevalue("signed_in")
    with GraphDatabase.driver(url, auth=(signed_in.user, signed_in.password)) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
    return open_store(url, credentials=signed_in)


def path(graph: Snapshot, start: str, end: str, as_of: date = AS_OF, view: View | None = None) -> PathResult:
    return introduce(graph, PathQuery(start=start, end=end, as_of=as_of, view=view or View()))


def trail(result: PathResult, rank: int = 0) -> list[str]:
    return [node.id for node in result.paths[rank].nodes]


def tie(graph: Snapshot, a: str, b: str, as_of: date = AS_OF, view: View | None = None) -> Tie:
    shown = show(graph, EntityQuery(entity=a, as_of=as_of, view=view or View()))
    (found,) = [t for t in shown.ties if b in (t.a.id, t.b.id)]
    return found


def statements(graph: Snapshot, about: str, *predicates: str) -> list[Statement]:
    everything = View(statuses=(Status.ACCEPTED, Status.PROPOSED))
    found = list_claims(graph, ClaimsQuery(about=about, limit=1000, view=everything, as_of=AS_OF)).items
    return [s for s in found if s.predicate in predicates]


def source_of(graph: Snapshot, word: str) -> str:
    (found,) = [s.id for s in graph.sources if word in s.title]
    return found


def test_every_hop_of_every_answer_carries_its_evidence(graph: Snapshot) -> None:
    for start, end in (("org:amiti", "org:ustr"), ("org:technation", "org:cisa"), ("org:iti", "org:nist")):
        for found in path(graph, start, end).paths:
            for hop in found.ties:
                assert hop.evidence
                for evidence in hop.evidence:
                    assert evidence.quote or (evidence.gloss and evidence.locator)
                    assert evidence.source.title
                    assert evidence.when


def test_row_1_amiti_reaches_ustr_directly_and_no_official_is_named(graph: Snapshot) -> None:
    result = path(graph, "org:amiti", "org:ustr")
    assert trail(result) == ["org:amiti", "org:ustr"]
    (meeting,) = [i for i in result.paths[0].ties[0].interactions if i.kind == "met"]
    assert (meeting.start, meeting.end) == (date(2025, 4, 20), date(2025, 4, 28))
    assert meeting.direction == "forward"
    assert "no official is named" in result.paths[0].sentence


@pytest.mark.parametrize("agency", ["org:cisa", "org:nist"])
def test_row_2_amiti_reaches_cisa_and_nist_through_a_delegation_only(graph: Snapshot, agency: str) -> None:
    result = path(graph, "org:amiti", agency)
    assert trail(result) == ["org:amiti", "person:sofia-perez-gasque", agency]
    last = result.paths[0].ties[-1]
    assert last.kind == "delegation"
    assert (last.start, last.end) == (date(2025, 1, 1), date(2025, 4, 29))
    assert result.paths[0].score < path(graph, "org:amiti", "org:ustr").paths[0].score


def test_row_3_technation_reaches_ustr_in_two_hops(graph: Snapshot) -> None:
    result = path(graph, "org:technation", "org:ustr")
    assert trail(result) == ["org:technation", "org:amiti", "org:ustr"]
    assert [t.kind for t in result.paths[0].ties] == ["joint_statement", "met"]
    assert "documented contact" in result.paths[0].sentence.lower()


def test_row_4_technation_reaches_cisa_only_through_the_delegation_and_weakly(graph: Snapshot) -> None:
    result = path(graph, "org:technation", "org:cisa")
    assert trail(result) == ["org:technation", "org:amiti", "person:sofia-perez-gasque", "org:cisa"]
    assert all("person:sofia-perez-gasque" in trail(result, rank) for rank in range(len(result.paths)))
    assert result.paths[0].score < path(graph, "org:technation", "org:ustr").paths[0].score
    assert "delegation" in result.paths[0].sentence


def test_row_5_iti_and_amiti_have_parallel_ties_all_shown(graph: Snapshot) -> None:
    kinds = [i.kind for i in tie(graph, "org:iti", "org:amiti").interactions]
    assert {"joint_statement", "works_with", "met", "partnership"} <= set(kinds)
    opportimes = source_of(graph, "Digital service exports")
    assert opportimes not in {e.source.id for e in tie(graph, "org:iti", "org:amiti").evidence}


def test_row_5_the_policy_paper_is_future_and_the_work_on_it_present(graph: Snapshot) -> None:
    (paper,) = [s for s in statements(graph, "org:iti", "publishes") if "policy paper" in s.sentence.lower()]
    assert paper.modality == "planned"


def test_row_6_no_public_body_place_topic_or_agreement_stands_inside_a_path(graph: Snapshot) -> None:
    kinds = ontology.load().entities
    ends = ["org:amiti", "org:iti", "org:technation", "org:ustr", "org:cisa", "org:nist", "gov:mx", "gov:us", "gov:ca", "org:wto", "org:oecd"]
    for a, b in combinations(ends, 2):
        for found in path(graph, a, b).paths:
            assert all(kinds[node.kind].inside for node in found.nodes[1:-1])


def test_row_7_the_agency_was_not_in_the_delegation_and_urging_is_not_contact(graph: Snapshot) -> None:
    agency = path(graph, "org:amiti", _id(graph, "Agency for Digital Transformation and Telecommunications"))
    canada = path(graph, "org:technation", "gov:ca")
    assert not agency.found
    assert agency.none is not None
    assert not canada.found
    assert canada.none is not None
    assert "urging is not contact" in " ".join((*canada.warnings, canada.none.nearest_gap, *canada.none.excluded_by_view))


def test_row_8_capitol_hill_is_a_tie_to_congress_and_to_no_member(graph: Snapshot) -> None:
    congress = _id(graph, "U.S. Congress")
    assert trail(path(graph, "org:amiti", congress)) == ["org:amiti", congress]
    assert "no official is named" in path(graph, "org:amiti", congress).paths[0].sentence


def test_row_9_a_vague_date_is_possible_and_a_later_meeting_does_not_exist_yet(graph: Snapshot) -> None:
    early = date(2025, 3, 1)
    assert not path(graph, "org:amiti", "org:ustr", early).found
    for agency in ("org:cisa", "org:nist"):
        assert path(graph, "org:amiti", agency, early).paths[0].certainty == "possible"
    assert tie(graph, "org:amiti", "org:technation", early).certainty == "possible"


def test_row_10_without_its_one_source_every_present_tie_to_a_public_body_is_gone(graph: Snapshot) -> None:
    source = source_of(graph, "Mexican IT sector")
    without = View(exclude=(source,))
    for body in ("org:ustr", "org:cisa", "org:nist", _id(graph, "U.S. Department of State")):
        assert any("one source" in warning for warning in path(graph, "org:amiti", body).warnings)
        gone = path(graph, "org:amiti", body, view=without)
        assert not gone.found
        assert gone.none is not None
        assert any("Mexican IT sector" in reason for reason in gone.none.excluded_by_view)
        assert [t for t in show(graph, EntityQuery(entity=body, as_of=AS_OF, view=without)).ties if t.strength > 0] == []


def test_row_11_only_amiti_speaks_for_the_annex_and_as_something_that_could_be_done(graph: Snapshot) -> None:
    supporters = statements(graph, "ask:digital-sectoral-annex", "supports")
    assert {s.subject.id for s in supporters if s.subject} <= {"org:amiti", "person:sofia-perez-gasque"}
    (amiti,) = [s for s in supporters if s.subject and s.subject.id == "org:amiti"]
    assert amiti.modality == "conditional"
    assert not statements(graph, "ask:digital-sectoral-annex", "opposes")


def test_row_12_what_the_joint_statement_asks_and_of_whom(graph: Snapshot) -> None:
    for ask in ("ask:usmca-continuation", "ask:evolving-digital-economy"):
        urged = statements(graph, ask, "urges")
        pairs = {(s.subject.id, s.object.id) for s in urged if s.subject and s.object}
        assert {(a, g) for a in ("org:amiti", "org:iti", "org:technation") for g in ("gov:us", "gov:mx", "gov:ca")} <= pairs
        assert {s.evidence.when for s in urged} == {"2025-01-01..2025-04-29"}


def test_row_13_amiti_opposes_reopening_the_text_and_iti_only_on_its_word(graph: Snapshot) -> None:
    against = {s.subject.id: s for s in statements(graph, "ask:reopen-text", "opposes") if s.subject}
    assert "org:amiti" in against
    iti = against["org:iti"]
    assert iti.evidence.speaker_id in {"org:amiti", "person:sofia-perez-gasque"}
    assert "attributed" in iti.qualifiers


def test_row_14_the_administration_favours_goods_in_the_reporters_voice(graph: Snapshot) -> None:
    (goods,) = [s for s in statements(graph, "topic:goods-trade", "supports") if s.subject and s.subject.id == "gov:us"]
    assert goods.evidence.speaker_id == ""
    assert not [s for s in statements(graph, "ask:digital-sectoral-annex", "supports", "opposes") if s.subject and s.subject.id == "gov:us"]


def test_row_15_what_chapter_19_guarantees_and_who_says_so(graph: Snapshot) -> None:
    guaranteed = {s.object.id: s for s in statements(graph, "chapter:usmca/19", "regulates") if s.object}
    assert {"topic:data-flows", "topic:data-localization", "topic:non-discrimination"} <= set(guaranteed)
    assert guaranteed["topic:data-flows"].evidence.speaker_id == ""
    said = {s.object.id for s in statements(graph, "chapter:usmca/19", "concerns") if s.object and s.evidence.speaker_id == "org:amiti"}
    assert {"topic:employment", "topic:innovation", "topic:small-business"} <= said


def test_row_16_the_two_chapters_nineteen_are_two_things_and_linked(graph: Snapshot) -> None:
    assert {_id(graph, name) for name in ("USMCA", "T-MEC", "CUSMA", "ACEUM")} == {"agreement:usmca"}
    assert _id(graph, "Perez Gasque") == "person:sofia-perez-gasque"
    linked = statements(graph, "chapter:nafta/19", "distinct_from", "succeeded_by")
    assert {("chapter:usmca/19", "distinct_from"), ("article:usmca/10.12", "succeeded_by")} <= {
        (end.id, s.predicate) for s in linked for end in (s.subject, s.object) if end
    }


def test_row_17_the_author_stays_unnamed_and_the_comment_yields_nothing(graph: Snapshot) -> None:
    (author,) = [s for s in statements(graph, _id(graph, "Intermestic Partners"), "leads") if s.subject]
    assert author.subject is not None
    assert author.subject.kind == "role"
    assert not any("dissertation" in name.lower() or "assignment" in name.lower() for name in graph.names)


def test_row_18_the_event_footer_yields_no_actor_and_no_meeting(graph: Snapshot) -> None:
    assert not any(word in name for name in graph.names for word in ("Eventos", "Capital Verde", "Reconocimiento Facial"))


def _figures(graph: Snapshot, word: str) -> list[Statement]:
    source = source_of(graph, word)
    everything = View(statuses=(Status.ACCEPTED, Status.PROPOSED))
    return [s for s in list_claims(graph, ClaimsQuery(source=source, limit=1000, view=everything, as_of=AS_OF)).items if s.figure]


def test_row_19_ranks_without_dollar_values_and_a_share_of_a_net_balance(graph: Snapshot) -> None:
    figures = [s.figure for s in _figures(graph, "technological industry") if s.figure]
    ranks = {f.reporter: f.value for f in figures if f.kind == "rank"}
    assert {"China": 1, "Taiwan": 2, "Mexico": 3, "Canada": 1}.items() <= ranks.items()
    assert not [f for f in figures if f.kind == "flow"]
    (share,) = [s for s in _figures(graph, "technological industry") if s.figure and s.figure.value == 77.4]
    assert share.figure is not None
    assert share.figure.net
    assert "net balance" in share.sentence


def test_row_20_two_observations_of_mexico_stay_two(graph: Snapshot) -> None:
    flows = [s for s in _figures(graph, "Eighth-Largest") if s.figure and s.figure.kind == "flow" and s.figure.reporter == "Mexico"]
    found = {(s.figure.value, s.figure.partner, s.figure.period, s.evidence.speaker_id) for s in flows if s.figure}
    assert (100e9, "World", "2022", "org:wto") in found
    assert (66.6e9, "United States", "2025-01..2025-06", "") in found
    assert 700e9 in {s.figure.value for s in _figures(graph, "Eighth-Largest") if s.figure}
    (growth,) = [s.figure for s in _figures(graph, "Eighth-Largest") if s.figure and s.figure.kind == "growth"]
    assert growth.value == 51


def test_row_21_the_figures_of_the_services_article_keep_their_speakers(graph: Snapshot) -> None:
    figures = {s.figure.value: s for s in _figures(graph, "Digital service exports") if s.figure}
    assert figures[160e9].evidence.speaker_id == "org:amiti"
    assert dict(figures[160e9].figure.slots)["unit"] in {"inherited", "guessed"}  # type: ignore[union-attr]
    assert figures[160e9].figure.bound == ">"  # type: ignore[union-attr]
    assert figures[1.5e12].evidence.speaker_id == ""
    assert (figures[12].figure.kind, figures[12].figure.period) == ("growth", "2020..2024")  # type: ignore[union-attr]


def test_row_22_two_readings_of_mexicos_rank_are_both_shown_with_their_bases(graph: Snapshot) -> None:
    ranks = [s.figure for s in statements(graph, "place:mx", "statistic") if s.figure and s.figure.kind == "rank" and s.figure.partner == "United States"]
    assert {(3, "2024"), (1, "2025-01..2025-06")} <= {(f.value, f.period) for f in ranks}


def test_row_23_today_the_answer_leads_with_its_age_and_is_weaker(graph: Snapshot) -> None:
    now = path(graph, "org:technation", "org:ustr", date(2026, 11, 25))
    assert trail(now) == ["org:technation", "org:amiti", "org:ustr"]
    assert "newest evidence is 18 months old" in now.warnings[0]
    assert str(now).startswith(now.warnings[0][:20])
    assert now.paths[0].score < path(graph, "org:technation", "org:ustr").paths[0].score


def test_what_had_to_be_accepted_was_proposed_and_is_printed(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    proposed = {
        (line.claim.subject, line.claim.predicate, line.claim.object)
        for line in _seed_lines(shared)
        if isinstance(line, Record) and line.status is Status.PROPOSED
    }
    with capsys.disabled():
        print(f"\n{len(ACCEPTED_BY_HAND)} proposed ties had to be accepted by hand: {sorted(ACCEPTED_BY_HAND)}")
    assert proposed >= ACCEPTED_BY_HAND
    assert len(ACCEPTED_BY_HAND) <= 5


def _id(graph: Snapshot, name: str) -> str:
    from graph.spelling import fold

    wanted = fold(name)
    entities = [graph.entity(i) for i in range(len(graph.ids))]
    found = [e.id for e in entities if wanted in map(fold, (e.name, *e.aliases))]
    return min(found, key=lambda id: (not id.startswith("gov:"), id))
