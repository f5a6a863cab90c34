"""The EU Transparency Register: streamed, with the XML 1.1 of the real file, self-employed persons, and free text only proposed."""

import resource
from pathlib import Path

import pytest

from graph.claims import Claim, Status
from graph.store.base import GraphStore
from loaders.inputs import Input
from loaders.intake import Intake
from loaders.known import Known
from loaders.registers import eu_transparency
from loaders.run import load

FILE = Path(__file__).parent / "fixtures" / "eu_transparency" / "ODP_01-10-2026.xml"
ENTRY = """<interestRepresentative><identificationCode>{0:012}-00</identificationCode><lastUpdateDate>2026-01-01</lastUpdateDate>
<name><originalName>Sample body {0}</originalName></name><registrationCategory>Companies &amp; groups</registrationCategory>
<goals>{1}</goals></interestRepresentative>
"""


def said(store: GraphStore, predicate: str) -> list[Claim]:
    return [record.claim for record in store.records(predicate=predicate) if record.claim.source.startswith("source:eu-transparency")]


def test_an_entry_says_what_sort_of_body_it_is_where_and_what_for(store: GraphStore) -> None:
    load(store, [str(FILE)])
    kinds = {claim.subject: claim.value for claim in said(store, "kind")}
    assert kinds["org:sample-association-of-digital-makers"] == "association"
    assert kinds["person:nobody-named"] == "person"
    assert {(claim.subject, claim.value) for claim in said(store, "country")} == {
        ("org:sample-association-of-digital-makers", "be"),
        ("person:nobody-named", "fr"),
    }
    assert [claim.value for claim in said(store, "says")] == ["To speak for makers of samples."]
    assert [claim.object for claim in said(store, "concerns")] == ["topic:goods-trade"]
    assert [claim.value for claim in said(store, "describes")] == ["yearly costs of its work on EU law, as stated: 50000 to 99999 EUR"]


def test_memberships_in_free_text_are_only_proposed_and_clients_are_dated(store: GraphStore) -> None:
    load(store, [str(FILE)])
    members = [record for record in store.records(predicate="member_of") if record.extractor == eu_transparency.EXTRACTOR]
    assert {(record.claim.object, record.status) for record in members} == {
        ("org:fictional-alliance-of-europe", Status.PROPOSED),
        ("org:council-of-samples", Status.PROPOSED),
    }
    assert [(claim.subject, claim.object, claim.when) for claim in said(store, "represents")] == [
        ("person:nobody-named", "org:cloud-makers-of-nowhere-inc", "2025-01-01..2025-12-31")
    ]


def test_what_cannot_be_read_is_told(store: GraphStore) -> None:
    (one,) = load(store, [str(FILE)]).loaded
    assert [str(fault) for fault in one.faults] == [
        "control characters that XML 1.0 cannot hold were left out",
        "row 3: an entry without identification code or name; left out",
    ]
    assert one.unread == {"surprise": 1}


def test_loading_again_changes_nothing_and_an_older_file_takes_no_place(store: GraphStore, tmp_path: Path) -> None:
    load(store, [str(FILE)])
    before = store.revision()
    older = tmp_path / "ODP_01-01-2026.xml"
    older.write_text(FILE.read_text().replace("2026-09-01", "2026-01-01").replace("SADM", "OLD"))
    load(store, [str(FILE), str(older)])
    assert store.revision() == before


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><ListOfIRPublicDetail/>', "document type of its own"),
        ("<ListOfIRPublicDetail><resultList><interestRepresentative>", "no complete XML"),
    ],
)
def test_a_file_that_may_not_or_cannot_be_read_is_refused(store: GraphStore, tmp_path: Path, content: str, reason: str) -> None:
    (tmp_path / "odp.xml").write_text(content)
    report = load(store, [str(tmp_path / "odp.xml")])
    assert reason in report.failures[0].reason


@pytest.mark.slow
def test_a_large_file_needs_little_memory(tmp_path: Path) -> None:
    large = tmp_path / "large.xml"
    with large.open("w") as stream:
        stream.write("<ListOfIRPublicDetail><resultList>\n")
        stream.writelines(ENTRY.format(number, "words about aims " * 380) for number in range(17_897))
        stream.write("</resultList></ListOfIRPublicDetail>")
    assert large.stat().st_size > 110_000_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    count = sum(1 for _ in eu_transparency.read(Input(str(large), large), Intake(Known())))
    assert count > 60_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000
