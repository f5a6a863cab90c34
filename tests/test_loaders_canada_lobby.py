"""Canada's registry of lobbyists: meetings with named officials, kept apart from the intent to lobby."""

import shutil
import zipfile
from pathlib import Path

import pytest

from graph.claims import Claim
from graph.store.base import GraphStore
from loaders.run import load

FOLDER = Path(__file__).parent / "fixtures" / "canada_lobby"


def said(store: GraphStore, predicate: str, source: str = "source:ca-lobby") -> list[Claim]:
    return [record.claim for record in store.records(predicate=predicate) if record.claim.source.startswith(source)]


def ties(claims: list[Claim]) -> set[tuple[str, str, str]]:
    return {(claim.subject, claim.object, claim.when) for claim in claims}


def test_a_communication_is_a_dated_contact_with_a_named_official_and_a_body(store: GraphStore) -> None:
    load(store, [str(FOLDER)])
    assert ties(said(store, "lobbied")) == {
        ("org:sample-council-of-makers", "person:fay-fictional", "2025-03-04"),
        ("org:sample-council-of-makers", "org:ca-gac", "2025-03-04"),
        ("org:sample-council-of-makers", "person:paul-placeholder", "2025-03-04"),
        ("org:sample-council-of-makers", "org:ca-house", "2025-03-04"),
        ("org:cloud-makers-of-nowhere-ltd", "person:fay-fictional", "2025-04-02"),
        ("org:cloud-makers-of-nowhere-ltd", "org:ca-gac", "2025-04-02"),
    }
    assert {claim.object for claim in said(store, "concerns")} == {"topic:goods-trade"}


def test_a_registration_is_an_intent_and_no_meeting(store: GraphStore) -> None:
    load(store, [str(FOLDER)])
    registered = "source:ca-lobby/registrations"
    assert ties(said(store, "represents", registered)) == {("person:bob-sample", "org:cloud-makers-of-nowhere-ltd", "2025-01-15..")}
    assert ties(said(store, "works_for", registered)) == {("person:ann-exemplar", "org:sample-council-of-makers", "2024-01-01..2024-12-31")}
    assert not said(store, "lobbied", registered)


def test_an_amended_report_is_dropped_and_the_word_null_is_nothing(store: GraphStore) -> None:
    load(store, [str(FOLDER)])
    assert "communication 101" not in {claim.locator for claim in said(store, "lobbied")}
    assert "null" not in {claim.value for claim in said(store, "name") + said(store, "alias")}


def test_what_is_missing_is_told(store: GraphStore) -> None:
    (one,) = load(store, [str(FOLDER)]).loaded
    assert [str(fault) for fault in one.faults] == ["row 5: names no client, or no day of the communication"]
    assert one.loader == "canada_lobby"


def test_an_archive_is_read_as_one_and_says_the_same(store: GraphStore, tmp_path: Path) -> None:
    load(store, [str(FOLDER)])
    before = store.revision()
    archive = tmp_path / "communications_ocl_cal.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for file in sorted(FOLDER.iterdir()):
            packed.write(file, f"../export/{file.name}")
    report = load(store, [str(archive)])
    assert not report.failures
    assert store.revision() == before


@pytest.mark.parametrize("lost", ["Communication_DpohExport.csv", "Codes_SubjectMatterTypesExport.csv"])
def test_a_missing_part_is_told_and_the_rest_is_filed(store: GraphStore, tmp_path: Path, lost: str) -> None:
    folder = tmp_path / "part"
    shutil.copytree(FOLDER, folder)
    (folder / lost).unlink()
    (one,) = load(store, [str(folder)]).loaded
    assert any(lost in fault.reason for fault in one.faults)
    assert one.new


def test_a_part_alone_asks_for_the_folder(store: GraphStore, tmp_path: Path) -> None:
    shutil.copy(FOLDER / "Communication_DpohExport.csv", tmp_path)
    report = load(store, [str(tmp_path / "Communication_DpohExport.csv")])
    assert "load the folder" in report.failures[0].reason
