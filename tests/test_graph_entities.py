"""Look-ups: ties seen from the entity, notes, and claims in plain words with their speaker."""

from datetime import date

import pytest

from graph.claims import Claim, Line, Record, Source, Status
from graph.entities import ClaimsQuery, EntityQuery, list_claims, show, statement, tie
from graph.errors import UnknownName
from graph.results import Statement, Tie
from graph.snapshot.build import Snapshot, build
from graph.strength import derive
from graph.view import View

DAY = date(2025, 10, 28)
HOSTILE = "Evil\u202e\n<b>Corp</b> {a}"


def record(
    subject: str, predicate: str, object_: str = "", *, src: str = "news", status: Status = Status.ACCEPTED, layer: str = "public", **fields: object
) -> Record:
    claim = Claim.model_validate({"subject": subject, "predicate": predicate, "object": object_, "source": f"source:{src}"} | fields)
    return Record(claim=claim, status=status, layer=layer)


def name(entity: str, value: str) -> Record:
    return record(entity, "name", src="registry", value=value)


NAMES: list[Line] = [
    Source(id="source:news", title="News of April", publisher="News", published=date(2025, 4, 29)),
    Source(id="source:registry", title="Registry", kind="reference"),
    name("org:amiti", "AMITI"),
    name("org:ustr", "USTR"),
    name("org:iti", "ITI"),
    name("org:cisa", "CISA"),
    name("gov:mx", "Government of Mexico"),
    name("person:spg", "Sofía Pérez Gasque"),
    name("ask:annex", "a sectoral annex"),
    name("ask:reopen", "reopening the text"),
]


def snapshot_of(*lines: Line) -> Snapshot:
    return build([*NAMES, *lines])


def ties_of(entity: str, *lines: Line, day: date = DAY) -> tuple[Tie, ...]:
    return show(snapshot_of(*lines), EntityQuery(entity=entity, as_of=day)).ties


def said(line: Record) -> Statement:
    snapshot = snapshot_of(line)
    return statement(snapshot, snapshot.claim_index(line.claim.id))


MARKS = ("sought-by-subject", "unnamed-officials", "implied")
MET = record("org:amiti", "met_with", "org:ustr", when="2025-04-20..2025-04-28", qualifiers=MARKS, quote="met officials")


def test_a_tie_is_seen_from_the_entity_asked_for() -> None:
    (from_amiti,) = ties_of("org:amiti", MET)
    (from_ustr,) = ties_of("org:ustr", MET)
    assert (from_amiti.a.id, from_amiti.b.id, from_amiti.direction, from_amiti.label) == ("org:amiti", "org:ustr", "forward", "met")
    assert (from_ustr.a.id, from_ustr.b.id, from_ustr.direction, from_ustr.label) == ("org:ustr", "org:amiti", "backward", "was met by")
    assert (from_amiti.start, from_amiti.end, from_amiti.certainty) == (date(2025, 4, 20), date(2025, 4, 28), "certain")
    assert from_amiti.evidence[0].quote == "met officials"
    assert from_amiti.evidence[0].source.title == "News of April"
    assert from_amiti.interactions[0].note == "for the organisation of the person named; no official is named"


def test_undated_is_said() -> None:
    (found,) = ties_of("org:amiti", record("org:amiti", "met_with", "org:iti", qualifiers=["undated"], when="..2025-04-29"))
    assert found.interactions[0].note == "the text gives no date"
    assert (found.start, found.end) == (None, date(2025, 4, 29))


def test_a_delegation_is_named_after_who_sent_it() -> None:
    joined = record("person:spg", "member_of", "gov:mx", when="2025-01-01..2025-04-29", qualifiers=["delegation"])
    met = record("person:spg", "met_with", "org:cisa", when="2025-01-01..2025-04-29", qualifiers=["delegation", "unnamed-officials"])
    notes = {found.b.id: found.interactions[0].note for found in ties_of("person:spg", joined, met)}
    assert notes == {"gov:mx": "", "org:cisa": "as part of a delegation of Government of Mexico; no official is named"}
    (alone,) = ties_of("person:spg", met)
    assert alone.interactions[0].note == "as part of a delegation; no official is named"


def test_contacts_come_first_strongest_first_then_what_carries_nothing() -> None:
    lines = [
        MET,
        record("person:spg", "leads", "org:amiti", when="2025-10-27"),
        record("org:amiti", "urges", "gov:mx", when="2025"),
        record("org:amiti", "part_of", "gov:mx", qualifiers=["structure"]),
        record("org:amiti", "partners_with", "org:iti", when="2025-04-29"),
        record("org:amiti", "joint_statement_with", "org:iti", when="2025-01-01..2025-04-29"),
    ]
    found = ties_of("org:amiti", *lines)
    assert [(each.b.id, each.kind) for each in found] == [
        ("person:spg", "officer_of"),
        ("org:iti", "works_with"),
        ("org:ustr", "met"),
        ("gov:mx", "urged"),
        ("gov:mx", "structure"),
    ]
    assert [interaction.kind for interaction in found[1].interactions] == ["works_with", "joint_statement"], "parallel ties are all shown"


def test_sources_that_copy_each_other_are_one() -> None:
    group = [Source(id=f"source:{key}", title=key, group="wire") for key in ("x", "y")]
    lines = [record("org:amiti", "met_with", "org:iti", src=key, when="2025-04-22") for key in ("x", "y")]
    (found,) = ties_of("org:amiti", *group, *lines)
    assert (found.sources, len(found.evidence)) == (1, 2)


def test_a_long_list_is_cut_and_says_so() -> None:
    lines = [record("org:amiti", "met_with", f"org:x{number}", when="2025-04-22") for number in range(5)]
    result = show(snapshot_of(*lines), EntityQuery(entity="org:amiti", as_of=DAY, limit=3))
    assert len(result.ties) == 3
    assert result.warnings == ("only the first 3 of 5 ties are shown",)


def test_statements_hold_stances_asks_and_figures_but_no_names_and_no_contacts() -> None:
    lines = [
        MET,
        record("org:amiti", "supports", "ask:annex", when="2025-04-29", modality="conditional", speaker="org:amiti"),
        record("org:amiti", "urges", "gov:mx", when="2025-01-01..2025-04-29", ask="ask:annex"),
        record("org:amiti", "met_with", "org:iti", when="2025-12", modality="planned"),
        record("org:amiti", "opposes", "ask:reopen", when="2025-12-01"),
    ]
    result = show(snapshot_of(*lines), EntityQuery(entity="org:amiti", as_of=DAY))
    assert [(item.predicate, item.stance) for item in result.statements] == [("supports", "conditional"), ("urges", "")]
    assert {source.id for source in result.sources} == {"source:news"}


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (record("org:iti", "opposes", "ask:reopen", speaker="org:amiti"), "According to AMITI, ITI opposes the ask “reopening the text”."),
        (record("org:amiti", "opposes", "ask:reopen", speaker="org:amiti"), "In its own voice, AMITI opposes the ask “reopening the text”."),
        (record("person:spg", "opposes", "ask:reopen", speaker="person:spg"), "In their own words, Sofía Pérez Gasque opposes the ask “reopening the text”."),
        (record("org:amiti", "supports", "ask:annex", modality="conditional"), "AMITI supports the ask “a sectoral annex”, as something that could be done."),
        (record("org:amiti", "supports", "ask:annex", modality="negated"), "AMITI does not support the ask “a sectoral annex”."),
        (record("org:amiti", "met_with", "org:ustr", modality="planned"), "AMITI plans to meet USTR."),
        (record("org:amiti", "met_with", "org:ustr", modality="urged"), "AMITI is urged to meet USTR."),
        (record("org:amiti", "urges", "gov:mx", ask="ask:annex"), "AMITI urges Government of Mexico: a sectoral annex."),
        (record("org:amiti", "urges", "gov:mx", ask="keep the pact"), "AMITI urges Government of Mexico: keep the pact."),
        (record("person:spg", "works_for", "org:ustr", qualifiers=["former"]), "Sofía Pérez Gasque was formerly with USTR."),
        (record("org:amiti", "url", value="https://example.org"), "AMITI has the address https://example.org."),
    ],
)
def test_claims_in_words(line: Record, sentence: str) -> None:
    assert said(line).sentence == sentence


@pytest.mark.parametrize(
    ("figure", "sentence"),
    [
        (
            {"kind": "flow", "value": 160e9, "unit": "USD", "bound": ">", "reporter": "North America", "direction": "export", "category": "ICT services"}
            | {"period": "2024", "slots": [("unit", "inherited"), ("value", "stated")]},
            "According to AMITI, North America, exports to the world of ICT services: more than USD 160 billion (2024; unit inherited, not stated).",
        ),
        (
            {"kind": "share", "value": 77.4, "unit": "%", "subject": "advanced technology products", "measure": "share of the deficit", "net": True},
            "According to AMITI, advanced technology products, share of the deficit: 77.4 % (share of a net balance).",
        ),
        ({"kind": "growth", "value": 51, "unit": "%", "bound": "nearly", "subject": "exports"}, "According to AMITI, exports, growth: nearly 51 %."),
        ({"kind": "rank", "value": 3, "unit": "", "subject": "Mexico", "measure": "supplier of ICT"}, "According to AMITI, Mexico, supplier of ICT: rank 3."),
        (
            {"kind": "flow", "value": 66.6e9, "upper": 70e9, "unit": "USD", "reporter": "org:amiti", "partner": "gov:mx", "period": "2025-01..2025-06"},
            "According to AMITI, AMITI, trade with Government of Mexico: USD 66.6 billion to 70 billion (2025-01 to 2025-06).",
        ),
    ],
)
def test_figures_in_words(figure: dict[str, object], sentence: str) -> None:
    assert said(record("org:amiti", "flow", "gov:mx", speaker="org:amiti", figure=figure)).sentence == sentence


def test_a_possibility_is_a_conditional_stance_and_a_denied_or_planned_one_is_none() -> None:
    modalities = ("asserted", "conditional", "negated", "planned", "urged")
    stances = [said(record("org:amiti", "supports", "ask:annex", modality=modality)).stance for modality in modalities]
    assert stances == ["support", "conditional", "", "", ""]


def test_hostile_names_stay_literal_in_data_and_inert_in_sentences() -> None:
    lines = [name("org:evil", HOSTILE), record("org:evil", "urges", "org:ustr", quote=HOSTILE, when="2025-04-22")]
    snapshot = snapshot_of(*lines)
    found = statement(snapshot, snapshot.claim_index(lines[1].claim.id))
    assert found.evidence.quote == HOSTILE
    assert found.subject is not None
    assert found.subject.name == HOSTILE
    assert found.sentence.isprintable()
    assert "<b>Corp</b> {a}" in found.sentence, "escaping is the renderer's"


def test_claims_are_listed_newest_first_in_pages() -> None:
    lines = [record("org:amiti", "urges", "gov:mx", when=f"2025-0{month}-01") for month in range(1, 6)]
    snapshot = snapshot_of(*lines)
    first = list_claims(snapshot, ClaimsQuery(about="org:amiti", predicate="urges", limit=2))
    second = list_claims(snapshot, ClaimsQuery(about="org:amiti", predicate="urges", limit=2, offset=2))
    assert [item.evidence.when for item in (*first.items, *second.items)] == ["2025-05-01", "2025-04-01", "2025-03-01", "2025-02-01"]
    assert first.total == 5
    assert list_claims(snapshot, ClaimsQuery(about="org:amiti", predicate="urges", as_of=date(2025, 2, 1))).total == 2
    assert list_claims(snapshot, ClaimsQuery(source="source:registry")).total == len(NAMES) - 2
    assert list_claims(snapshot, ClaimsQuery(predicate="no-such")).total == 0


def test_claims_can_be_left_out() -> None:
    lines = [record("org:amiti", "urges", "gov:mx", status=status, confidence=500) for status in Status]
    lines = [line.model_copy(update={"claim": line.claim.model_copy(update={"locator": str(number)})}) for number, line in enumerate(lines)]
    snapshot = snapshot_of(*lines)

    def total(**fields: object) -> int:
        return list_claims(snapshot, ClaimsQuery.model_validate({"predicate": "urges"} | fields)).total

    assert total() == 2
    assert total(statuses=("accepted",)) == 1
    assert total(statuses=("rejected",)) == 1
    assert total(view=View(min_confidence=0.6)) == 0
    assert total(view=View(exclude=("source:news",))) == 0
    assert total(view=View(exclude=("gov:mx",))) == 0


def test_unknown_names_are_errors() -> None:
    snapshot = snapshot_of()
    for query in (ClaimsQuery(about="org:nobody"), ClaimsQuery(source="source:none")):
        with pytest.raises(UnknownName):
            list_claims(snapshot, query)
    with pytest.raises(UnknownName):
        show(snapshot, EntityQuery(entity="org:nobody"))


def test_every_tie_opens_to_its_evidence() -> None:
    snapshot = snapshot_of(MET, record("org:amiti", "partners_with", "org:iti", when="2025"))
    ties = derive(snapshot, View(), DAY)
    for t in range(len(ties.low)):
        found = tie(snapshot, ties, t)
        assert found.strength == ties.strength[t]
        assert all(interaction.evidence for interaction in found.interactions)
