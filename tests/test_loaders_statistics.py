"""Statistics of trade: every figure with its terms, totals never beside their parts, and what is wrong in which row."""

import json
from pathlib import Path
from typing import Any

import pytest

from graph.claims import Claim, Figure
from graph.errors import SourceError
from graph.snapshot.build import build
from graph.store.base import GraphStore
from graph.trade.concentration import concentration
from graph.trade.dependence import dependence
from graph.trade.mirror import mirror
from graph.trade.scope import TradeQuery
from loaders.inputs import Input
from loaders.intake import Intake
from loaders.known import Known
from loaders.run import Loaded, load
from loaders.statistics import census_trade, comtrade, sdmx_csv
from loaders.statistics.economies import economy, un_economy

FIXTURES = Path(__file__).parent / "fixtures" / "statistics"
AS_OF = "2026-11-01"


def loaded(store: GraphStore, path: Path) -> Loaded:
    report = load(store, [str(path)])
    assert not report.failures
    return report.loaded[0]


def flows(store: GraphStore) -> list[Claim]:
    return [record.claim for record in store.records(predicate="flow")]


def figures(store: GraphStore) -> dict[str, Figure]:
    """The first figure of each row."""
    found: dict[str, Figure] = {}
    for claim in flows(store):
        assert claim.figure
        found.setdefault(claim.locator, claim.figure)
    return found


def ask(store: GraphStore, question: Any, **fields: Any) -> Any:
    return question(build(store.dump()), TradeQuery(as_of=AS_OF, **fields))


def places(one: Loaded) -> list[str]:
    return [str(fault).partition(":")[0] for fault in one.faults]


# Flows that somebody keeps by hand


def test_a_flow_keeps_all_that_its_row_says(store: GraphStore) -> None:
    loaded(store, FIXTURES / "flows.csv")
    said = figures(store)
    assert (said["row 2"].value, said["row 2"].unit, said["row 2"].direction, said["row 2"].category) == (102.48e9, "USD", "import", "ATP")
    assert (said["row 2"].period, said["row 3"].period, said["row 4"].period) == ("2024", "2024", "2025-01..2025-06")
    assert (said["row 3"].value, said["row 3"].partner) == (763.24e9, "World")
    assert (said["row 4"].bound, said["row 4"].category, said["row 4"].scheme) == (">", "high-tech goods", "")
    assert (said["row 5"].scheme, said["row 5"].code, said["row 5"].unit, said["row 5"].bound) == ("HS", "8542", "MXN", "~")
    ends = {claim.locator: (claim.subject, claim.object) for claim in flows(store)}
    assert ends["row 5"] == ("place:mx", "place:us")
    assert {claim.gloss for claim in flows(store)} == {"Table 3", ""}


def test_bad_cells_of_flows_are_told_by_row_and_column(store: GraphStore) -> None:
    one = loaded(store, FIXTURES / "flows.csv")
    assert places(one) == [
        "row 6, column category_code",
        "row 7, column value",
        "row 8, column currency",
        "row 9, column partner",
        "row 10, column category_code",
        "row 11, column flow",
        "row 12, column unit_multiplier",
        "row 13, column period_end",
        "row 14, column category_scheme",
        "row 15, column bound",
        "row 16, column value",
        "row 17, column partner",
    ]
    assert "the HS has no chapter 77" in one.faults[0].reason
    assert "a zero at its beginning may be lost" in one.faults[4].reason
    assert len(flows(store)) == 4


def test_trade_answers_from_the_flows_of_a_list(store: GraphStore) -> None:
    loaded(store, FIXTURES / "flows.csv")
    (found,) = ask(store, dependence, reporter="place:us", partner="place:mx").indicators
    assert found.value == pytest.approx(13.43, abs=0.005)


# U.S. Census Bureau


def test_only_the_rows_of_all_ports_and_of_single_countries_are_read(store: GraphStore) -> None:
    one = loaded(store, FIXTURES / "census_exports_2024.csv")
    assert one.unread == {"rows of a group of countries": 1, "rows of one PORT": 1}
    assert {(claim.object, claim.figure.mode, claim.figure.value) for claim in flows(store) if claim.figure} == {
        ("place:world", "air", 1000),
        ("place:world", "container", 400),
        ("place:mx", "air", 600),
        ("place:mx", "container", 0),
        ("place:ca", "air", 300),
        ("place:ca", "container", 100),
        ("place:cn", "container", 5),
    }
    assert places(one) == ["row 8, column AIR_VAL_YR", "row 9, column CTY_CODE", "row 10, column E_COMMODITY"]


def test_a_year_up_to_december_is_the_year_and_terms_are_stated(store: GraphStore) -> None:
    loaded(store, FIXTURES / "census_exports_2024.csv")
    said = figures(store)["row 4"]
    assert (said.period, said.scheme, said.code, said.direction, said.unit) == ("2024", "HS", "85", "export", "USD")
    assert (said.basis, said.concept, said.system, said.valuation) == ("goods", "customs", "general", "fob")


def test_shares_and_concentration_are_worked_out_within_one_means_of_transport(store: GraphStore) -> None:
    loaded(store, FIXTURES / "census_exports_2024.csv")
    result = ask(store, dependence, reporter="place:us", partner="place:mx", flow="export", category="HS 85")
    assert sorted(each.value for each in result.indicators) == [0, 60]
    assert all("not all trade" in " ".join(each.warnings) for each in result.indicators)
    assert ask(store, concentration, reporter="place:us", flow="export").found


def test_an_answer_of_the_api_gives_months_and_years_so_far(store: GraphStore) -> None:
    one = loaded(store, FIXTURES / "census_hitech.json")
    said = {(claim.locator, claim.figure.period, claim.figure.valuation): claim.figure for claim in flows(store) if claim.figure}
    assert said["row 3", "2024-10", "fob"].value == 25
    assert said["row 3", "2024-01..2024-10", "fob"].value == 250
    assert said["row 2", "2024-10", "cif"].value == 105
    assert (said["row 3", "2024-10", "fob"].scheme, said["row 3", "2024-10", "fob"].code) == ("ATP", "04")
    assert said["row 5", "2024-10", "fob"].category == "total"
    assert [str(fault) for fault in one.faults] == ["row 4: two columns of one name hold different values", "row 6: 2 cells where the header has 9"]


@pytest.mark.parametrize("text", ['[["CTY_CODE","GEN_VAL_MO","time"],["2010","5","2024-0', "[]", '{"error": "CTY_CODE GEN_VAL_MO"}', "[1]"])
def test_an_answer_that_is_cut_or_none_is_refused_as_a_whole(tmp_path: Path, text: str) -> None:
    path = tmp_path / "answer.json"
    path.write_text(text)
    with pytest.raises(SourceError):
        list(census_trade.read(Input(path.name, path), Intake(Known())))


@pytest.mark.parametrize(("header", "reason"), [("CTY_CODE,AIR_VAL_MO,time", "do not tell exports from imports"), ("CTY_CODE,time,X_VAL", "wants CTY_CODE")])
def test_columns_that_tell_too_little_are_refused(tmp_path: Path, header: str, reason: str) -> None:
    path = tmp_path / "answer.csv"
    path.write_text(f"{header}\n2010,5,2024-01\n")
    with pytest.raises(SourceError, match=reason):
        list(census_trade.read(Input(path.name, path), Intake(Known())))


def test_a_corrected_file_takes_the_place_of_itself_alone(store: GraphStore, tmp_path: Path) -> None:
    text = (FIXTURES / "census_exports_2024.csv").read_text()
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_text(text)
        loaded(store, tmp_path / name)
    (tmp_path / "one.csv").write_text(text.replace('"600"', '"650"', 1))
    assert loaded(store, tmp_path / "one.csv").superseded == 1
    assert sorted(claim.figure.value for claim in flows(store) if claim.figure and claim.object == "place:mx") == [0, 0, 600, 650]
    assert loaded(store, tmp_path / "one.csv").new == 0


def test_the_whole_samples_hold_their_known_values_to_the_dollar(store: GraphStore, shared: Path) -> None:
    report = load(store, [str(shared / "data" / "census-intltrade")])
    assert not any(one.faulty for one in report.loaded)
    assert sum(one.unread["rows of one PORT"] for one in report.loaded) == 46441
    said = {(claim.figure.direction, claim.figure.code, claim.object, claim.figure.mode): claim.figure.value for claim in flows(store) if claim.figure}
    assert said["export", "85", "place:mx", "air"] == 3_751_558_782
    assert said["export", "85", "place:mx", "container"] == 15_651_892
    assert said["export", "85", "place:ca", "air"] == 3_801_698_484
    assert said["export", "85", "place:ca", "container"] == 0
    assert said["import", "84", "place:mx", "air"] == 1_587_328_858
    assert said["import", "84", "place:mx", "container"] == 684_639_045
    for way, code, mode in {(way, code, mode) for way, code, _, mode in said}:
        parts = sum(value for key, value in said.items() if (key[0], key[1], key[3]) == (way, code, mode) and key[2] != "place:world")
        assert parts == said[way, code, "place:world", mode]  # nothing is read two or three times


# UN Comtrade


def test_breakdowns_of_comtrade_are_no_totals_and_codes_are_resolved(store: GraphStore) -> None:
    one = loaded(store, FIXTURES / "comtrade.csv")
    assert one.unread == {
        "rows of one partner2Code": 2,
        "rows of the flow RX": 1,
        "rows of areas that are no one country": 1,
        "rows of a group of countries": 1,
        "rows of one motCode": 1,
    }
    said = {(claim.subject, claim.object, claim.figure.period): claim.figure for claim in flows(store) if claim.figure}
    assert {key: figure.value for key, figure in said.items()} == {
        ("place:mx", "place:us", "2015"): 1500,
        ("place:mx", "place:world", "2015"): 6000,
        ("place:mx", "place:tw", "2015"): 3000,
        ("place:us", "place:mx", "2015"): 1400,
        ("place:mx", "place:us", "2015-03"): 900.5,
    }
    assert (said["place:mx", "place:us", "2015"].valuation, said["place:us", "place:mx", "2015"].valuation) == ("cif", "fob")
    assert (said["place:mx", "place:us", "2015-03"].category, said["place:mx", "place:us", "2015-03"].valuation) == ("total", "")
    assert places(one) == ["row 13, column reporterCode", "row 14, column cmdCode", "row 15, column primaryValue"]


def test_mirror_and_dependence_are_worked_out_from_comtrade(store: GraphStore) -> None:
    loaded(store, FIXTURES / "comtrade.csv")
    (share,) = ask(store, dependence, reporter="place:mx", partner="place:us", category="HS 8542").indicators
    assert share.value == 25
    (gap,) = ask(store, mirror, reporter="place:mx", partner="place:us").indicators
    assert gap.value == pytest.approx((1500 / 1.05 - 1400) / ((1500 / 1.05 + 1400) / 2))


def test_json_of_comtrade_says_the_same_as_its_csv(store: GraphStore, make: Any, tmp_path: Path) -> None:
    import csv

    loaded(store, FIXTURES / "comtrade.csv")
    with (FIXTURES / "comtrade.csv").open() as stream:
        data = [{name: float(cell) if name.endswith("alue") and cell else cell or None for name, cell in row.items()} for row in csv.DictReader(stream)]
    for record in data:
        record["reporterCode"] = int(record["reporterCode"] or 0)
    (tmp_path / "comtrade.json").write_text(json.dumps({"elapsedTime": "0.1", "count": len(data), "data": data}))
    other = make("other")
    loaded(other, tmp_path / "comtrade.json")
    assert [claim.figure for claim in flows(other)] == [claim.figure for claim in flows(store)]


@pytest.mark.parametrize("text", ['{"count": 1, "data": [{"reporterCode": 484, "primaryVal', '{"error": "reporterCode, primaryValue"}', '{"data": 5}'])
def test_an_answer_of_comtrade_that_is_cut_or_none_is_refused_as_a_whole(tmp_path: Path, text: str) -> None:
    path = tmp_path / "answer.json"
    path.write_text(text)
    with pytest.raises(SourceError):
        list(comtrade.read(Input(path.name, path), Intake(Known())))


@pytest.mark.parametrize(
    ("code", "key"),
    [("842", "us"), ("840", "us"), ("490", "tw"), ("0", "world"), ("0 ", "world"), ("36", "au"), ("251", "fr"), ("899", ""), ("97", "european-union")],
)
def test_codes_of_the_un_are_those_of_economies(code: str, key: str) -> None:
    assert un_economy(code) == key


# SDMX


def test_services_by_partner_are_read_from_sdmx_csv(store: GraphStore) -> None:
    one = loaded(store, FIXTURES / "batis.csv")
    said = figures(store)
    assert (said["row 2"].value, said["row 2"].unit, said["row 2"].basis, said["row 2"].concept) == (12.5e6, "USD", "services", "bop")
    assert (said["row 2"].scheme, said["row 2"].code) == ("EBOPS", "SI")
    assert said["row 2"].category == "Telecommunications, computer, and information services"
    assert said["row 2"].recorded_by
    assert (said["row 4"].period, said["row 4"].category, said["row 4"].recorded_by) == ("2023-04..2023-06", "total services", "")
    assert one.unread == {
        "NOVELTY": 1,
        "rows without a value": 1,
        "rows of a group of countries": 1,
        "rows that take an observation back": 1,
        "rows adjusted by Y": 1,
    }
    assert places(one) == ["row 9, column COUNTERPART_AREA", "row 10, column TRADE_FLOW", "row 11, column UNIT_MEASURE"]
    assert {source.id for source in store.sources() if source.kind == "register"} == {
        "source:oecd-df-batis/batis-2023",
        "source:oecd-df-batis/batis-2023-04-2023-06",
    }
    (share,) = ask(store, dependence, reporter="place:mx", flow="export").indicators
    assert share.value == 50


def test_labels_beside_their_codes_in_one_cell_are_read_too(store: GraphStore, tmp_path: Path) -> None:
    text = (
        "DATAFLOW,REF_AREA: Reporter,COUNTERPART: Partner,FLOW: Flow,SERVICE: Service,TIME_PERIOD: Time,OBS_VALUE,CURRENCY: Currency\n"
        "XX:NOWHERE(1.0),MX: Mexico,US: United States,C: Credit,SI: Computer services,2023-01,7,EUR: Euro\n"
    )
    (tmp_path / "table.csv").write_text(text)
    loaded(store, tmp_path / "table.csv")
    said = figures(store)["row 2"]
    assert (said.value, said.unit, said.direction, said.code, said.category, said.period) == (7, "EUR", "export", "SI", "Computer services", "2023-01")


def test_a_table_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_text("DATAFLOW,REF_AREA,TIME_PERIOD,OBS_VALUE\nX:Y(1.0),MX,2023,7\n")
    with pytest.raises(SourceError, match="no flows of trade, since it has no column for partner"):
        list(sdmx_csv.read(Input(path.name, path), Intake(Known())))


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("MX", "mx"),
        ("MEX", "mx"),
        ("484", "mx"),
        ("México", "mx"),
        ("gov:mx", "mx"),
        ("TOTAL FOR ALL COUNTRIES", "world"),
        ("W", "world"),
        ("ZZZ", ""),
        ("", ""),
    ],
)
def test_economies_are_known_by_names_and_codes(label: str, key: str) -> None:
    assert economy(label) == key
