"""Lists of posts and their holders, as people keep them: terms, acting holders, vacancies, and rows that cannot be read."""

import csv
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from graph.allies.seats import seats
from graph.claims import Claim, Record
from graph.errors import SourceError
from graph.snapshot.build import build
from graph.store.base import GraphStore
from graph.view import View
from loaders import catalogue
from loaders.inputs import Input
from loaders.intake import Intake
from loaders.known import Known
from loaders.registers.posts import read
from loaders.registry import lines, load_registry
from loaders.run import load

OURS = Path(__file__).parent / "fixtures" / "posts" / "offices.csv"
HEAD = "post,holder,acting,from,to,source,body,country,heads"


@cache
def registry() -> tuple[Record, ...]:
    """What the registry says, made once."""
    return tuple(line for line in lines(load_registry()) if isinstance(line, Record))


@pytest.fixture
def intake() -> Intake:
    """A desk that knows the registry."""
    return Intake(Known(registry()))


@pytest.fixture
def ours(intake: Intake) -> list[Claim]:
    """The claims of our miniature."""
    return claims(OURS, intake)


def claims(path: Path, intake: Intake) -> list[Claim]:
    return [line.claim for line in read(Input(path.name, path), intake) if isinstance(line, Record)]


def written(folder: Path, *rows: str, head: str = HEAD, name: str = "offices.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def held(found: list[Claim]) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(claim.subject, claim.object, claim.when, claim.qualifiers) for claim in found if claim.predicate == "holds_post"]


def test_a_list_is_recognised_by_its_columns(tmp_path: Path) -> None:
    for path in (OURS, written(tmp_path, head="source\tholder\tPOST", name="a.tsv")):
        assert catalogue.recognise(path.name, path.read_bytes()) == "posts"
    assert catalogue.recognise("a.csv", b"postage,shareholder\n") == ""


def test_terms_are_claimed_with_their_days_and_marks(ours: list[Claim]) -> None:
    assert held(ours) == [
        ("person:jamieson-greer", "post:us-trade-representative", "2025-02-26..", ("since",)),
        ("person:ottoline-marchbanks", "post:us-secretary-of-commerce", "2031-01-20..2031-06-30", ("acting", "ended", "since")),
        ("person:barnaby-vole", "post:keeper-of-the-lamps", "2030-01-01..", ("since",)),
        ("person:theodora-quill", "post:chief-of-staff-ustr", "2031-05-01..", ("since", "unchecked")),
        ("person:ana-farol", "post:diputada-por-el-distrito-99", "2030-09-01..2033-08-31", ("ended", "since")),
        ("person:luc-lanterne", "post:minister-of-lanterns", "2031-01-01..", ("acting", "since")),
        ("person:marek-wick", "post:wick-inspector", "2031-01-01..", ("since", "unchecked")),
    ]


def test_a_vacancy_is_a_fact(ours: list[Claim]) -> None:
    assert [(claim.subject, claim.value, claim.when) for claim in ours if claim.predicate == "vacant"] == [
        ("post:us-cisa-director", "vacant", "2031-02-01..2031-04-30"),
        ("post:minister-of-lanterns", "vacant", "2031-03-01.."),
    ]


def test_new_posts_are_placed_at_their_bodies(ours: list[Claim]) -> None:
    assert [(claim.subject, claim.object, claim.qualifiers) for claim in ours if claim.predicate == "post_at"] == [
        ("post:keeper-of-the-lamps", "org:federal-board-of-lamps", ("heads",)),
        ("post:chief-of-staff-ustr", "org:ustr", ()),
        ("post:diputada-por-el-distrito-99", "org:mx-diputados", ()),
        ("post:minister-of-lanterns", "gov:ca", ()),
    ]


def test_a_term_says_where_it_stands_and_who_says_so(ours: list[Claim]) -> None:
    first, second = (claim for claim in ours if claim.predicate == "holds_post" and claim.subject in ("person:jamieson-greer", "person:ottoline-marchbanks"))
    assert first.locator == "row 2: https://ustr.example/greer"
    assert (second.locator, second.gloss) == ("row 3", "Ottoline Marchbanks, U.S. Secretary of Commerce (Lamp Gazette, 3 March 2031)")


def test_rows_that_cannot_be_read_are_reported_by_row_and_column(ours: list[Claim], intake: Intake) -> None:
    assert [str(fault) for fault in intake.faults] == [
        "row 10, column post: names no post",
        "row 11, column acting: perhaps: neither yes nor no",
        "row 12, column from: 31.12.2031: not a date; write 2025, 2025-04, 2025-04-22 or 2025-04-20..2025-04-28",
        "row 13, column to: ends on 2031-04 before it begins on 2031-05",
        "row 14, column from: a vacancy needs its first day; give `from`",
        "row 15, column country: Atlantis: no country of today; the row was read without it",
    ]
    assert intake.unread == {"remark": 1}
    assert len({claim.source for claim in ours}) == 1


def test_posts_of_the_registry_are_known_by_id_name_and_title(intake: Intake, tmp_path: Path) -> None:
    spellings = ("post:mx-secretary-of-economy", "Secretary of Economy of Mexico", "US Trade Representative", "representante comercial de Estados Unidos")
    found = held(claims(written(tmp_path, *(f"{post},Ana Farol,,2031,,x,,," for post in spellings)), intake))
    assert [post for _, post, _, _ in found] == ["post:mx-secretary-of-economy"] * 2 + ["post:us-trade-representative"] * 2


def test_a_known_person_is_found_by_the_post_or_its_body_alone(intake: Intake, tmp_path: Path) -> None:
    rows = ("U.S. Trade Representative,Katherine Tai,,2021-03-18,2025-01-20,x,,us,", "Wick Inspector,Katherine Tai,,2031,,x,Federal Board of Wicks,us,")
    holders = [person for person, *_ in held(claims(written(tmp_path, *rows), intake))]
    assert holders[0] == "person:katherine-tai"


@pytest.mark.parametrize("head", ["position,holder,from", "post,person", ",,", "", "post,holder,post"])
def test_a_table_without_its_columns_is_refused(head: str, intake: Intake, tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        claims(written(tmp_path, "a,b,c", head=head), intake)


def test_a_row_with_too_many_or_too_few_cells_is_left_out(intake: Intake, tmp_path: Path) -> None:
    found = held(claims(written(tmp_path, "A,B", "C,D,,2031,,x,,,", "E,F,,,,,,,,,,"), intake))
    assert [post for _, post, *_ in found] == ["post:c"]
    assert [fault.row for fault in intake.faults] == [2, 4]


def test_other_columns_other_order_and_other_encodings_are_read(intake: Intake, tmp_path: Path) -> None:
    text = "holder;post\nAna Fárol;Wick Inspector\nnull;Lamp Inspector\n"
    for encoding in ("utf-8-sig", "cp1252", "utf-16"):
        path = tmp_path / "offices.csv"
        path.write_bytes(text.encode(encoding))
        assert held(claims(path, intake)) == [("person:ana-farol", "post:wick-inspector", "", ("unchecked",))]


def test_a_workbook_says_the_same_as_the_table(ours: list[Claim], tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    with OURS.open(encoding="utf-8", newline="") as stream:
        for cells in csv.reader(stream):
            book.active.append([date.fromisoformat(cell) if cell[4:5] == "-" and len(cell) == 10 else cell for cell in cells])
    book.save(tmp_path / "offices.xlsx")
    desk = Intake(Known(registry()))
    assert held(claims(tmp_path / "offices.xlsx", desk)) == held(ours)


def test_who_sits_where_follows_the_list_and_its_corrections(make: Callable[[str], GraphStore], tmp_path: Path) -> None:
    store = make("posts")
    rows = ["Keeper of the Lamps,Barnaby Vole,,2030-01-01,2031-02-28,x,Federal Board of Lamps,us,yes", "Keeper of the Lamps,vacant,,2031-03-01,,x,,,"]
    assert load(store, [str(written(tmp_path, *rows))]).failures == ()

    def sitting(day: date) -> tuple[set[str], bool]:
        snapshot = build(list(store.dump()))
        now = seats(snapshot, View(), day)
        post = snapshot.index("post:keeper-of-the-lamps")
        return {snapshot.ids[person] for person in now.holders.get(post, ())}, now.is_vacant(post)

    assert sitting(date(2031, 1, 1)) == ({"person:barnaby-vole"}, False)
    assert sitting(date(2031, 4, 1)) == (set(), True)
    rows[1] = "Keeper of the Lamps,Ana Farol,acting,2031-03-01,,x,,,"
    assert load(store, [str(written(tmp_path, *rows))]).loaded[0].superseded
    assert sitting(date(2031, 4, 1)) == ({"person:ana-farol"}, False)
    assert load(store, [str(written(tmp_path, *rows))]).loaded[0].new == 0
