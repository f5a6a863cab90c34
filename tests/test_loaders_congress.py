"""The U.S. Congress: who sits where, in which posts; known answers on the real files, and what happens with broken ones."""

import shutil
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from itertools import permutations
from pathlib import Path

import pytest

from graph.claims import Claim, Line, Record, Source
from graph.errors import SourceError
from graph.store.base import GraphStore
from loaders import catalogue
from loaders.inputs import Input
from loaders.intake import Intake
from loaders.known import Known
from loaders.registers.congress import read
from loaders.registry import lines, load_registry
from loaders.run import load

OURS = Path(__file__).parent / "fixtures" / "congress"
FILES = ("legislators-current.yaml", "committees-current.yaml", "committee-membership-current.yaml", "executive.yaml")


@cache
def registry() -> tuple[Record, ...]:
    """What the registry says, made once."""
    return tuple(line for line in lines(load_registry()) if isinstance(line, Record))


@pytest.fixture
def intake() -> Intake:
    """A desk that knows the registry."""
    return Intake(Known(registry()))


@pytest.fixture(scope="module")
def real(shared: Path) -> dict[str, list[Claim]]:
    """The claims of each real file, read in the order of a folder."""
    desk = Intake(Known(registry()))
    found = {path.name: claims(read(Input(path.name, path), desk)) for path in sorted((shared / "data" / "congress-legislators").glob("*.yaml"))}
    assert desk.faults == []
    assert desk.unread == Counter()
    return found


def claims(found: Iterator[Line]) -> list[Claim]:
    return [line.claim for line in found if isinstance(line, Record)]


def written(folder: Path, name: str, text: str) -> Input:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return Input(name, path)


def ours(name: str) -> Input:
    return Input(name, OURS / name)


def said(found: list[Claim], predicate: str) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(claim.subject, claim.object or claim.value, claim.when, claim.qualifiers) for claim in found if claim.predicate == predicate]


@pytest.mark.parametrize("name", FILES)
def test_each_file_is_recognised(name: str, shared: Path) -> None:
    for path in (OURS / name, shared / "data" / "congress-legislators" / name):
        assert catalogue.recognise(name, path.read_bytes()[:65_536]) == "congress"


def test_committees_have_the_seats_that_are_known(real: dict[str, list[Claim]]) -> None:
    found = real["committee-membership-current.yaml"]
    count = Counter(claim.object for claim in found if claim.predicate == "member_of")
    assert (count.total(), len({claim.subject for claim in found if claim.value.startswith("thomas:")})) == (3879, 230)
    assert count["org:us-house-ways-means"] == 45
    assert count["org:us-house-ways-means-trade"] == 21
    assert count["org:us-senate-finance"] == 27
    assert count["org:us-senate-finance-trade"] == 17
    energy = {claim.subject for claim in real["committees-current.yaml"] if claim.value == "thomas:SSFI12"}
    assert count[energy.pop()] == 13


def test_chair_and_ranking_member_of_ways_and_means_are_known(real: dict[str, list[Claim]]) -> None:
    seats = [claim for claim in real["committee-membership-current.yaml"] if claim.object == "org:us-house-ways-means"]
    assert {claim.subject for claim in seats if claim.predicate == "leads"} == {"person:jason-smith"}
    assert {claim.subject for claim in seats if "ranking-member" in claim.qualifiers} == {"person:richard-neal"}
    assert {claim.when for claim in seats if claim.predicate == "member_of"} == {"2025-01-03..2027-01-02"}


def test_all_real_people_and_bodies_are_read(real: dict[str, list[Claim]]) -> None:
    legislators, committees = real["legislators-current.yaml"], real["committees-current.yaml"]
    assert len({claim.subject for claim in legislators if claim.value.startswith("bioguide:")}) == 537
    sitting = {claim.subject: claim.object for claim in legislators if claim.predicate == "member_of"}
    assert Counter(sitting.values()) == {"org:us-senate": 100, "org:us-house": 437}
    assert len({claim.subject for claim in committees if claim.value.startswith("thomas:")}) == 49 + 181
    assert len({claim.subject for claim in real["executive.yaml"] if claim.predicate == "holds_post"}) == 80
    held = said(real["executive.yaml"], "holds_post")
    assert ("person:donald-trump", "post:us-president", "2017-01-20..2021-01-19", ("ended", "since")) in held


def test_every_seat_is_that_of_a_legislator_who_is_one_node_in_both_files(real: dict[str, list[Claim]]) -> None:
    legislators = {claim.subject for claim in real["legislators-current.yaml"] if claim.value.startswith("bioguide:")}
    assert {claim.subject for claim in real["committee-membership-current.yaml"] if claim.predicate == "member_of"} <= legislators


def test_bodies_and_people_of_the_registry_are_found(intake: Intake) -> None:
    found = [claim for name in FILES for claim in claims(read(ours(name), intake))]
    assert {claim.subject for claim in found if claim.value == "thomas:HSWM04"} == {"org:us-house-ways-means-trade"}
    assert {claim.subject for claim in found if claim.value == "bioguide:S001195"} == {"person:jason-smith"}
    assert "post:us-ways-means-chair" in {claim.object for claim in found if claim.subject == "person:jason-smith"}


def test_terms_are_states_that_end_where_the_next_does_not_follow(intake: Intake) -> None:
    found = claims(read(ours("legislators-current.yaml"), intake))
    assert [one for one in said(found, "member_of") if one[0] == "person:theodora-q-quill"] == [
        ("person:theodora-q-quill", "org:us-house", "2019-01-03..2021-01-02", ()),
        ("person:theodora-q-quill", "org:us-house", "2021-01-03..2023-01-02", ("ended",)),
        ("person:theodora-q-quill", "org:us-senate", "2023-01-03..2029-01-02", ()),
    ]
    assert [one[1:] for one in said(found, "holds_post")] == [
        ("post:senate-keeper-of-the-lamp", "2023-01-03..2025-01-02", ("ended", "since")),
        ("post:senate-keeper-of-the-lamp", "2025-01-03..", ("since",)),
    ]
    assert {claim.value for claim in found if claim.predicate == "identifier" and claim.subject == "person:theodora-q-quill"} == {
        *("bioguide:X000001", "wikidata:Q900000001", "govtrack:990001", "opensecrets:N99000001", "fec:H9ZZ00001", "fec:S9ZZ00001"),
    }
    assert intake.unread == {"terms.favourite_colour": 1}


def test_nobody_of_a_file_of_former_members_still_sits(intake: Intake, tmp_path: Path) -> None:
    source = written(tmp_path, "legislators-historical.yaml", (OURS / "legislators-current.yaml").read_text(encoding="utf-8"))
    found = list(read(source, intake))
    assert isinstance(found[0], Source)
    assert found[0].id == "source:congress/legislators-historical"
    assert all("ended" in claim.qualifiers for claim in claims(iter(found)) if claim.when.endswith(("2029-01-02", "2027-01-02")))


def test_private_facts_are_left_out(real: dict[str, list[Claim]]) -> None:
    predicates = {claim.predicate for found in real.values() for claim in found}
    assert predicates == {"kind", "name", "alias", "identifier", "country", "url", "describes", "member_of", "leads", "holds_post", "post_at", "part_of"}
    told = " ".join(f"{claim.value} {claim.gloss}" for found in real.values() for claim in found)
    assert "birthday" not in told
    assert "202-22" not in told


def test_committees_are_parts_of_their_chamber_and_their_parts_of_them(intake: Intake) -> None:
    assert [one[:2] for one in said(claims(read(ours("committees-current.yaml"), intake)), "part_of")] == [
        ("org:us-house-ways-means", "org:us-house"),
        ("org:us-house-ways-means-trade", "org:us-house-ways-means"),
        ("org:senate-committee-on-lamps-lanterns-and-wicks", "org:us-senate"),
        ("org:senate-lamps-lanterns-and-wicks-select-subcommittee-on-oil", "org:senate-committee-on-lamps-lanterns-and-wicks"),
        ("org:joint-committee-on-kites", "org:us-congress"),
    ]


def test_the_order_of_the_files_does_not_matter() -> None:
    told = set()
    for order in permutations(FILES[:3]):
        desk = Intake(Known(registry()))
        seats = {one for name in order for one in said(claims(read(ours(name), desk)), "member_of")}
        told.add(frozenset(seats))
    assert len(told) == 1


def test_memberships_alone_are_read_without_dates(intake: Intake, tmp_path: Path) -> None:
    shutil.copy(OURS / "committee-membership-current.yaml", tmp_path)
    found = claims(read(Input("seats", tmp_path / "committee-membership-current.yaml"), intake))
    assert {claim.when for claim in found} == {""}
    assert Counter(claim.predicate for claim in found)["member_of"] == 4
    again = claims(read(ours("committees-current.yaml"), intake))
    assert {claim.subject for claim in found if claim.value == "thomas:SSLL"} == {claim.subject for claim in again if claim.value == "thomas:SSLL"}


def test_a_seat_of_nobody_who_sits_is_reported_and_left_out(intake: Intake, tmp_path: Path) -> None:
    shutil.copy(OURS / "legislators-current.yaml", tmp_path)
    source = written(
        tmp_path, "committee-membership-current.yaml", "HSWM:\n- name: Gone Away\n  party: majority\n  rank: 1\n  bioguide: X009999\n- name: Nameless\n"
    )
    assert not said(claims(read(source, intake)), "member_of")
    assert [str(fault) for fault in intake.faults] == [
        "row 1, column HSWM 1: X009999: no legislator of the file beside has this id",
        "row 1, column HSWM 2: a seat without a name or a bioguide id",
    ]


GOOD = (
    "- id: {bioguide: X000002}\n  name: {first: Barnaby, last: Vole}\n  terms:\n  - {type: rep, start: '2025-01-03', end: '2027-01-03', state: ZZ, party: I}\n"
)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("- id: {bioguide: X000003\n  name: oops\n", "no YAML"),
        ("- id: {bioguide: X000003}\n  id: {bioguide: X000004}\n", "a key stands twice"),
        ("- just a word\n", "neither a record nor a list"),
        ("- id: {bioguide: X000003}\n  name: {first: No, last: Terms}\n", "names no person or no term"),
        (GOOD.replace("2027-01-03", "someday"), "someday: not a date"),
        (GOOD.replace("2025-01-03", "2025-02-30"), "2025-02-30: not a date"),
        (GOOD.replace("'2027-01-03'", "null"), "nothing: not a date"),
        ("- id: !!python/object/apply:os.system [echo]\n", "no YAML"),
    ],
)
def test_a_broken_record_costs_only_itself(bad: str, reason: str, intake: Intake, tmp_path: Path) -> None:
    found = claims(
        read(written(tmp_path, "legislators-current.yaml", "# ours\n" + GOOD + bad + GOOD.replace("X000002", "X000005").replace("Vole", "Mole")), intake)
    )
    assert {claim.subject for claim in found if claim.predicate == "member_of"} >= {"person:barnaby-vole", "person:barnaby-mole"}
    assert len(intake.faults) == 1
    assert reason in str(intake.faults[0])
    assert intake.faults[0].row == 6


def test_days_and_codes_that_yaml_takes_for_something_else_are_read(intake: Intake, tmp_path: Path) -> None:
    bare = GOOD.replace("'", "")
    assert said(claims(read(written(tmp_path, "legislators-current.yaml", bare), intake)), "member_of")[0][2] == "2025-01-03..2027-01-02"
    committee = "- type: house\n  name: House Committee on Ways and Means\n  thomas_id: HSWM\n  subcommittees:\n  - {name: Trade, thomas_id: 04}\n"
    found = claims(read(written(tmp_path, "committees-current.yaml", committee), intake))
    assert "thomas:HSWM04" in {claim.value for claim in found}


def test_a_byte_order_mark_windows_letters_and_line_ends_are_read(intake: Intake, tmp_path: Path) -> None:
    text = GOOD.replace("Vole", "Völe").replace("\n", "\r\n")
    for content in (text.encode("utf-8-sig"), text.encode("cp1252")):
        (tmp_path / "legislators-current.yaml").write_bytes(content)
        found = claims(read(Input("l", tmp_path / "legislators-current.yaml"), intake))
        assert ("person:barnaby-vole", "Barnaby Völe") in {(claim.subject, claim.value) for claim in found if claim.predicate == "name"}


@pytest.mark.parametrize("text", ["", "# nothing\n---\n", "- [\n", "[]\n", "- id: {bioguide: X000001}\n  social: {twitter: quill}\n", "\0\n"])
def test_a_file_without_a_record_is_refused_as_a_whole(text: str, intake: Intake, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nothing of this file was loaded"):
        list(read(written(tmp_path, "legislators-current.yaml", text), intake))


def test_a_committee_that_stands_twice_is_read_once(intake: Intake, tmp_path: Path) -> None:
    twice = (OURS / "committee-membership-current.yaml").read_text(encoding="utf-8") + "HSWM:\n- {name: X, bioguide: S001195}\n"
    claims(read(written(tmp_path, "committee-membership-current.yaml", twice), intake))
    assert "HSWM stands twice" in str(intake.faults[0])


def test_the_real_files_are_read_in_seconds(shared: Path, intake: Intake) -> None:
    started = time.perf_counter()
    for path in (shared / "data" / "congress-legislators").glob("*.yaml"):
        list(read(Input(path.name, path), intake))
    assert time.perf_counter() - started < 10


def test_loading_again_changes_nothing_and_a_corrected_file_takes_the_place_of_its_seats(make: Callable[[str], GraphStore], tmp_path: Path) -> None:
    store = make("congress")
    folder = tmp_path / "congress"
    shutil.copytree(OURS, folder)
    first = load(store, [str(folder)])
    assert (first.failures, [(one.loader, one.faulty) for one in first.loaded]) == ((), [("congress", 0)])
    revision = store.revision()
    again = load(store, [str(folder)])
    assert [(one.new, one.superseded) for one in again.loaded] == [(0, 0)]
    assert store.revision() == revision
    seats = folder / "committee-membership-current.yaml"
    seats.write_text(seats.read_text(encoding="utf-8").replace("  title: Chairman\n", ""), encoding="utf-8")
    load(store, [str(seats)])
    assert not [record for record in store.records(about="person:jason-smith", predicate="leads") if record.claim.source.startswith("source:congress")]


def test_an_archive_is_read_as_a_folder_is(make: Callable[[str], GraphStore], tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "main.zip", "w") as archive:
        for name in (*FILES, "README.md"):
            archive.writestr(f"congress-legislators-main/{name}", (OURS / name).read_bytes() if name in FILES else "")
    store, other = make("archive"), make("folder")
    assert load(store, [str(tmp_path / "main.zip")]).loaded[0].loader == "congress"
    load(other, [str(OURS)])
    assert store.revision() == other.revision()
    assert {record.claim.when for record in store.records(about="org:us-house-ways-means", predicate="leads")} == {"2025-01-03..2027-01-02"}


def test_a_fault_in_one_of_several_files_says_which(intake: Intake, tmp_path: Path) -> None:
    shutil.copytree(OURS, tmp_path / "congress")
    written(tmp_path / "congress", "executive.yaml", (OURS / "executive.yaml").read_text(encoding="utf-8") + "- odd\n")
    list(read(Input("congress", tmp_path / "congress"), intake))
    assert [str(fault) for fault in intake.faults] == ["executive.yaml, row 19: neither a record nor a list of records under a key"]
