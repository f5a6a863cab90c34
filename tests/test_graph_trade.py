"""Questions about trade: figures with their bases, indicators that open to claims, and what is refused with its reason."""

import csv
import random
from collections.abc import Iterable
from math import inf
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.claims import Claim, Figure, Line, Record, Source
from graph.errors import BadDate, UnknownName
from graph.results import FlowsResult, IndicatorResult, Observation
from graph.snapshot.build import Snapshot, build
from graph.trade.concentration import concentration
from graph.trade.dependence import dependence
from graph.trade.economies import exchange, overlap, overlapping
from graph.trade.flows import flows
from graph.trade.growth import growth
from graph.trade.mirror import mirror, rca
from graph.trade.observations import months, period_words
from graph.trade.scope import TradeQuery
from graph.view import View
from loaders import example
from loaders.documents import extract, read_document
from loaders.documents.claims import lines as claim_lines
from loaders.registry import lines as registry_lines
from loaders.registry import load_registry

AS_OF = "2025-10-28"
INDICATORS = (dependence, concentration, growth, rca, mirror)
NAMES = {"world": "World", "us": "United States", "mx": "Mexico", "ca": "Canada", "cn": "China", "tw": "Taiwan", "ie": "Ireland", "de": "Germany"}


def figure(
    reporter: str, partner: str, value: float, flow: str = "import", *, source: str = "source:one", speaker: str = "", kind: str = "flow", **fields: Any
) -> Record:
    """A figure of trade: by default US dollars, 2024, of a goods category."""
    said = {"unit": "USD" if kind == "flow" else "%", "category": "ATP", "period": "2024", "direction": flow} | fields
    names = [NAMES.get(end.partition(":")[2], end) for end in (reporter, partner)]
    made = Figure.model_validate({"kind": kind, "value": value, "reporter": names[0], "partner": names[1], **said})
    predicate = "flow" if kind == "flow" else "statistic"
    return Record(claim=Claim(subject=reporter, predicate=predicate, object=partner, figure=made, speaker=speaker, source=source, locator=f"row {value}"))


def record(*claims: Record, kind: str = "register") -> Snapshot:
    claims = tuple({line.claim.id: line for line in claims}.values())
    sources: list[Line] = [Source(id=source, title=source.removeprefix("source:"), kind=kind) for source in sorted({line.claim.source for line in claims})]  # type: ignore[arg-type]
    ends = sorted({end for line in claims for end in (line.claim.subject, line.claim.object) if end.partition(":")[2] in NAMES})
    named = [Record(claim=Claim(subject=end, predicate="name", value=NAMES[end.partition(":")[2]], source=claims[0].claim.source)) for end in ends]
    return build([*sources, *named, *claims])


def ask(question: Any, snapshot: Snapshot, **fields: Any) -> Any:
    return question(snapshot, TradeQuery(as_of=AS_OF, **fields))


def reasons(result: IndicatorResult) -> str:
    return " | ".join(each.reason for each in result.refused)


def values(result: IndicatorResult) -> list[float | None]:
    return [each.value for each in result.indicators]


ATP = (figure("place:us", "place:mx", 102.48e9), figure("place:us", "place:world", 763.24e9))


# Dependence


def test_share_of_imports_opens_to_its_two_claims():
    result = ask(dependence, record(*ATP), reporter="place:us", partner="place:mx")
    (found,) = result.indicators
    assert found.value == pytest.approx(13.43, abs=0.005)
    assert (found.lo, found.hi) == (found.value, found.value)
    assert [each.evidence.claim for each in found.inputs] == [line.claim.id for line in ATP]
    assert "13.43 %" in result.sentence
    assert result.sources[0].id == "source:one"


def test_a_government_and_its_country_are_one_economy():
    (found,) = ask(dependence, record(*ATP), reporter="gov:us", partner="gov:mx").indicators
    assert found.value == pytest.approx(13.43, abs=0.005)


def test_two_sources_of_one_figure_are_two_readings_and_no_mean():
    snapshot = record(*ATP, figure("place:us", "place:mx", 102.287e9, source="source:two"))
    result = ask(dependence, snapshot)
    assert sorted(map(float, values(result))) == [pytest.approx(13.402, abs=1e-3), pytest.approx(13.427, abs=1e-3)]
    (across,) = [each for each in result.indicators if len({one.evidence.source.id for one in each.inputs}) == 2]
    assert any("different sources" in warning for warning in across.warnings)
    assert any("never averaged" in warning for warning in result.warnings)


def test_a_text_that_copies_another_gives_no_second_reading():
    again = figure("place:us", "place:mx", 102.48e9, source="source:two")
    copied = build([Source(id="source:one", title="one", group="wire"), Source(id="source:two", title="two", group="wire"), *ATP, again])
    result = ask(dependence, copied)
    assert len(result.indicators) == 1
    assert any("one figure repeats another of the same source" in warning for warning in result.warnings)


def test_without_a_total_nothing_is_worked_out_and_partners_are_not_summed():
    result = ask(dependence, record(figure("place:us", "place:mx", 5), figure("place:us", "place:ca", 7)))
    assert not result.found
    assert "need not be all" in reasons(result)
    assert result.would_change


DIFFERENT = {
    "basis": ({"basis": "goods", "category": "x"}, {"basis": "services", "category": "x"}),
    "concept": ({"concept": "customs"}, {"concept": "bop"}),
    "system": ({"system": "general"}, {"system": "domestic"}),
    "valuation": ({"valuation": "cif"}, {"valuation": "fob"}),
    "unit": ({"unit": "USD"}, {"unit": "MXN"}),
    "period": ({"period": "2024"}, {"period": "2024-01..2024-06"}),
    "categor": ({"category": "ICT goods"}, {"category": "all goods"}),
    "means of transport": ({"mode": "air"}, {}),
}


@pytest.mark.parametrize("what", DIFFERENT)
def test_arithmetic_across_two_bases_is_refused_with_the_reason(what):
    part, whole = DIFFERENT[what]
    result = ask(dependence, record(figure("place:us", "place:mx", 5, **part), figure("place:us", "place:world", 10, **whole)))
    assert not result.found
    assert result.sentence.startswith("Refused")
    assert "different" in reasons(result)
    assert what in reasons(result)
    assert len(result.refused[0].inputs) == 2


def test_what_only_one_figure_states_is_a_doubt():
    result = ask(dependence, record(figure("place:us", "place:mx", 5, concept="customs"), figure("place:us", "place:world", 10)))
    assert result.found
    assert any("only some of the figures state their concept" in warning for warning in result.indicators[0].warnings)


def test_the_partners_own_records_are_another_basis():
    result = ask(
        dependence, record(figure("place:mx", "place:us", 5, "export"), figure("place:us", "place:world", 10)), reporter="place:us", partner="place:mx"
    )
    assert not result.found
    assert "partner's own records" in reasons(result)


@pytest.mark.parametrize(("part", "whole", "reason"), [(5, 0, "total of zero"), (5, 4, "contradict"), (-5, 4, "negative")])
def test_impossible_shares_are_refused(part, whole, reason):
    result = ask(dependence, record(figure("place:us", "place:mx", part), figure("place:us", "place:world", whole)))
    assert not result.found
    assert reason in reasons(result)


def test_a_part_known_from_below_gives_a_lower_bound_only():
    result = ask(dependence, record(figure("place:us", "place:mx", 160, bound=">"), figure("place:us", "place:world", 1000)))
    (found,) = result.indicators
    assert (found.value, found.lo, found.hi) == (None, pytest.approx(16), 100)
    assert found.stated == (pytest.approx(16), pytest.approx(16))


def test_shares_that_a_source_states_are_passed_on_as_its_own():
    stated = figure("place:us", "place:mx", 13.4, kind="share", measure="share")
    net = figure("place:us", "place:mx", 134.6, kind="share", measure="share of the ATP deficit", net=True)
    result = ask(dependence, record(stated, net))
    assert sorted(map(float, values(result))) == [13.4, 134.6]
    warnings = {each.value: " ".join(each.warnings) for each in result.indicators}
    assert "does not say what it is a share of" in warnings[13.4]
    assert "net balance" in warnings[134.6]


def test_export_dependence_is_asked_with_the_flow():
    snapshot = record(figure("place:mx", "place:us", 80, "export"), figure("place:mx", "place:world", 100, "export"))
    assert not ask(dependence, snapshot).found
    assert values(ask(dependence, snapshot, flow="export")) == [pytest.approx(80)]


# Concentration

SUPPLIERS = {"cn": 112.345, "mx": 102.287, "tw": 78.937, "ie": 69.038, "de": 38.533}


def suppliers(*more: Record, **fields: Any) -> Snapshot:
    return record(*(figure("place:us", f"place:{key}", value, **fields) for key, value in SUPPLIERS.items()), *more)


def test_suppliers_of_advanced_technology_within_the_published_bounds(shared: Path):
    with (shared / "reference" / "trade-figures" / "figures.csv").open(encoding="utf-8") as stream:
        (expected,) = [row["value"] for row in csv.DictReader(stream) if "US ATP suppliers" in row["what"]]
    snapshot = suppliers(figure("place:us", "place:world", 763.24, source="source:two"))
    result = ask(concentration, snapshot, reporter="place:us", ranked=True)
    (found,) = result.indicators
    assert f"{round(found.lo or 0)}..{round(found.hi or 0)}" == expected
    assert found.value is None
    assert len(found.inputs) == 6
    wide = ask(concentration, snapshot, reporter="place:us").indicators[0]
    assert wide.lo == found.lo
    assert (wide.hi or 0) > (found.hi or 0)


def test_exporters_of_goods_for_ai_at_the_stated_numbers_and_with_their_bounds():
    exporters = {"cn": (700, ">"), "tw": (500, "="), "kr": (300, "nearly"), "us": (200, "~"), "jp": (200, "~"), "my": (200, "~"), "mx": (100, "=")}
    made = [figure(f"place:{key}", "place:world", value, "export", bound=bound, category="AI-enabling goods") for key, (value, bound) in exporters.items()]
    made += [figure("org:european-union", "place:world", 200, "export", bound="~", category="AI-enabling goods")]
    world = figure("place:world", "place:world", 2900, "trade", category="AI-enabling goods")
    kinds = Record(claim=Claim(subject="org:european-union", predicate="kind", value="intergovernmental", source="source:one"))
    (found,) = ask(concentration, record(*made, world, kinds), ranked=True, flow="export").indicators
    assert [round(end or 0) for end in found.stated] == [1189, 1249]
    assert found.lo is not None
    assert found.hi is not None
    assert found.lo < 1189 < 1249 < found.hi
    assert "at the numbers as stated" in found.sentence


def test_thirty_thirty_twenty_twenty():
    shares = [figure("place:us", f"place:{key}", value) for key, value in zip(("cn", "mx", "ca", "tw"), (30, 30, 20, 20), strict=True)]
    assert "no total is in evidence" in reasons(ask(concentration, record(*shares)))
    assert values(ask(concentration, record(*shares), listed=True)) == [pytest.approx(2600)]
    assert values(ask(concentration, record(*shares, figure("place:us", "place:world", 100)))) == [pytest.approx(2600)]


@pytest.mark.parametrize(
    ("extra", "pair"),
    [("org:european-union", "European Union"), ("place:north-america", "North America"), ("place:asia", "Asia")],
)
def test_overlapping_groups_are_never_summed(extra, pair):
    kinds = Record(claim=Claim(subject=extra, predicate="kind", value="intergovernmental" if extra.startswith("org") else "place", source="source:one"))
    name = Record(claim=Claim(subject=extra, predicate="name", value=pair, source="source:one"))
    result = ask(concentration, suppliers(figure("place:us", extra, 50), kinds, name), listed=True)
    assert not result.found
    assert "overlap, so their trade would count twice" in reasons(result)
    assert pair in reasons(result)


def test_the_world_is_a_total_and_never_a_part():
    (found,) = ask(concentration, suppliers(figure("place:us", "place:world", 763.24)), listed=True).indicators
    assert len(found.inputs) == 5


def test_two_totals_are_two_readings():
    snapshot = suppliers(figure("place:us", "place:world", 763.24), figure("place:us", "place:world", 700))
    assert len(ask(concentration, snapshot, ranked=True).indicators) == 2


def test_two_figures_of_one_source_for_one_partner_are_not_chosen_between():
    result = ask(concentration, suppliers(figure("place:us", "place:cn", 99)), listed=True)
    assert "gives two figures for" in reasons(result)


def test_parts_larger_than_their_total_and_zero_totals_are_refused():
    assert "more than the total" in reasons(ask(concentration, suppliers(figure("place:us", "place:world", 300))))
    assert "total of zero" in reasons(ask(concentration, suppliers(figure("place:us", "place:world", 0))))
    nothing = record(figure("place:us", "place:cn", 0), figure("place:us", "place:mx", 0))
    assert "all values are zero" in reasons(ask(concentration, nothing, listed=True))


def test_goods_and_services_are_two_markets():
    goods = [figure("place:us", f"place:{key}", 10, category="x", basis="goods") for key in ("cn", "mx")]
    services = [figure("place:us", f"place:{key}", 30, category="x", basis="services") for key in ("cn", "mx")]
    result = ask(concentration, record(*goods, *services), listed=True)
    assert values(result) == [pytest.approx(5000), pytest.approx(5000)]
    assert all(len({each.basis for each in found.inputs}) == 1 for found in result.indicators)


# Growth


def series(*pairs: tuple[str, float], **fields: Any) -> Snapshot:
    return record(*(figure("place:mx", "place:us", value, "export", period=period, **fields) for period, value in pairs))


def names(result: IndicatorResult) -> list[str]:
    return [each.name for each in result.indicators]


def test_periods_lie_between_the_years_listed():
    result = ask(growth, series(("2020", 100), ("2022", 125.44), ("2024", 157.35)))
    (whole,) = [each for each in result.indicators if "2020 to 2024" in each.sentence]
    assert whole.name == "CAGR"
    assert whole.value == pytest.approx(12, abs=0.001)
    assert "four periods" in whole.sentence


def test_the_same_months_of_two_years():
    (found,) = ask(growth, series(("2024-01..2024-06", 44.11), ("2025-01..2025-06", 66.6))).indicators
    assert found.name == "change on the year"
    assert found.value == pytest.approx(51, abs=0.05)


@pytest.mark.parametrize("second", ["2025-01..2025-06", "2025-07..2025-12", "2023-07..2024-06"])
def test_growth_over_mixed_periods_is_refused(second):
    result = ask(growth, series(("2024", 100), (second, 60)))
    assert not result.found
    assert "not the same months" in reasons(result)


def test_months_are_compared_with_the_same_months_a_year_before():
    year = [(f"{year}-{month:02}", float(month * 10 + (month if year == 2025 else 0))) for year in (2024, 2025) for month in range(1, 13)]
    result = ask(growth, series(*year))
    assert values(result) == [pytest.approx(10)] * 12
    assert result.refused == ()


def test_growth_keeps_means_of_transport_and_bases_apart():
    rows = [figure("place:mx", "place:us", value, "export", period=year, mode=mode) for year, mode, value in (("2023", "air", 10), ("2024", "air", 11))]
    rows += [figure("place:mx", "place:us", value, "export", period=year, mode="truck") for year, value in (("2023", 100), ("2024", 150))]
    assert sorted(map(float, values(ask(growth, record(*rows))))) == [pytest.approx(10), pytest.approx(50)]
    mixed = [figure("place:mx", "place:us", 5, "export", period=year, category="x", basis=basis) for year, basis in (("2023", "goods"), ("2024", "services"))]
    assert "different basis" in reasons(ask(growth, record(*mixed)))


def test_a_currency_that_is_inferred_is_said_with_what_is_worked_out():
    rows = [figure("place:mx", "place:us", value, "export", period=year, slots=(("unit", "guessed"),)) for year, value in (("2023", 5), ("2024", 6))]
    (found,) = ask(growth, record(*rows)).indicators
    assert "a currency is inferred, not stated" in found.warnings


def test_one_period_is_no_growth():
    result = ask(growth, series(("2024", 100)))
    assert not result.found
    assert "one period only" in reasons(result)


def test_growth_from_zero_or_below_is_not_defined():
    assert "from zero" in reasons(ask(growth, series(("2023", 0), ("2024", 5))))
    assert "may be negative" in reasons(ask(growth, series(("2023", 5), ("2024", -5), net=True)))


def test_growth_across_units_is_refused():
    snapshot = record(figure("place:mx", "place:us", 5, "export", period="2023", unit="MXN"), figure("place:mx", "place:us", 6, "export"))
    assert "different unit" in reasons(ask(growth, snapshot))


def test_a_total_over_several_years_is_not_taken_for_a_year():
    assert "sum or a yearly mean" in reasons(ask(growth, series(("2017..2020", 5), ("2021..2024", 6))))


def test_levels_of_two_sources_are_two_series():
    first = figure("place:mx", "place:us", 5, "export", period="2023")
    assert not ask(growth, record(first, figure("place:mx", "place:us", 6, "export", source="source:two"))).found


def test_a_register_filed_by_the_year_is_one_series():
    levels = [figure("place:mx", "place:us", value, "export", period=year, source=f"source:census-{year}") for year, value in (("2023", 10), ("2024", 11))]
    filed: list[Line] = [Source(id=f"source:census-{year}", title=year, kind="register", publisher="Census") for year in ("2023", "2024")]
    (found,) = ask(growth, build([*filed, *levels])).indicators
    assert found.value == pytest.approx(10)
    assert not any("different sources" in warning for warning in found.warnings)


def test_a_rate_that_does_not_say_whether_it_is_yearly_gives_no_total():
    vague = figure("place:mx", "place:us", 12, "export", kind="growth", measure="growth", period="2020..2024")
    result = ask(growth, record(vague))
    assert names(result) == ["growth as stated"]
    assert "by the year or in total" in reasons(result)
    yearly = figure("place:mx", "place:us", 12, "export", kind="growth", measure="average annual growth", period="2020..2024")
    assert ask(growth, record(yearly)).indicators[1].value == pytest.approx(57.35, abs=0.005)


def test_nothing_falls_by_more_than_all():
    impossible = figure("place:mx", "place:us", -150, "export", kind="growth", measure="growth on the year")
    assert "more than 100 %" in reasons(ask(growth, record(impossible)))
    gone = figure("place:mx", "place:us", -100, "export", kind="growth", measure="growth on the year")
    assert "no base" in reasons(ask(growth, record(gone, figure("place:mx", "place:us", 5, "export"))))


def test_bounds_of_a_level_become_bounds_of_growth():
    (found,) = ask(
        growth, record(figure("place:mx", "place:us", 100, "export", period="2023"), figure("place:mx", "place:us", 160, "export", bound=">"))
    ).indicators
    assert (found.lo, found.hi, found.value) == (pytest.approx(60), None, None)
    assert "at least 60.00 %" in found.sentence


# Comparative advantage


def advantage(*drop: int, **fields: Any) -> IndicatorResult:
    rows = (("place:mx", 20, "ATP"), ("place:mx", 100, "all goods"), ("place:world", 100, "ATP"), ("place:world", 1000, "all goods"))
    kept = [figure(who, "place:world", value, "export", category=what) for at, (who, value, what) in enumerate(rows) if at not in drop]
    found: IndicatorResult = ask(rca, record(*kept), **fields)
    return found


def test_comparative_advantage_and_its_symmetric_form():
    result = advantage(reporter="place:mx")
    assert values(result) == [pytest.approx(2), pytest.approx(1 / 3)]
    assert all(len(each.inputs) == 4 for each in result.indicators)


@pytest.mark.parametrize("missing", [1, 2, 3])
def test_advantage_names_the_figure_that_is_missing(missing):
    result = advantage(missing)
    assert not result.found
    assert ("Mexico's exports of everything", "the world's exports of ATP", "the world's exports of everything")[missing - 1] in reasons(result)


def test_advantage_without_exports_of_the_world_is_no_division_by_zero():
    rows = [figure("place:mx", "place:world", 20, "export"), figure("place:mx", "place:world", 100, "export", category="all goods")]
    rows += [figure("place:world", "place:world", 0, "export"), figure("place:world", "place:world", 1000, "export", category="all goods")]
    assert "zero or negative" in reasons(ask(rca, record(*rows)))


# Mirror


def pair(sent: float, received: float, a: str = "mx", b: str = "us", sent_as: Any = None, received_as: Any = None) -> IndicatorResult:
    rows = [figure(f"place:{a}", f"place:{b}", sent, "export", **(sent_as or {})), figure(f"place:{b}", f"place:{a}", received, **(received_as or {}))]
    found: IndicatorResult = ask(mirror, record(*rows))
    return found


def test_mirror_gap_of_two_records():
    (found,) = pair(100, 110).indicators
    assert found.value == pytest.approx(10 / 105)
    assert any("nothing is taken off" in warning for warning in found.warnings)


def test_freight_is_taken_off_only_where_the_importer_records_it():
    assert pair(100, 105, received_as={"valuation": "cif"}).indicators[0].value == pytest.approx(0)
    assert pair(100, 105, received_as={"valuation": "fob"}).indicators[0].value == pytest.approx(5 / 102.5)


def test_the_united_states_and_canada_exchange_their_records():
    result = pair(100, 110, "us", "ca")
    assert not result.found
    assert "exchange their import data" in reasons(result)
    asked = ask(mirror, record(*ATP), reporter="place:ca", partner="gov:us")
    assert "exchange their import data" in asked.sentence
    assert asked.would_change == ""


def test_exports_counted_from_the_partners_records_test_nothing():
    assert "own records" in reasons(pair(100, 110, sent_as={"recorded_by": "place:us"}))
    assert pair(100, 110, sent_as={"recorded_by": "place:mx"}).found


def test_mirror_of_zero_is_not_no_trade():
    (found,) = pair(0, 110).indicators
    assert found.value == 2
    assert any("nothing was recorded" in warning for warning in found.warnings)
    assert "nothing to compare" in reasons(pair(0, 0))


def test_records_of_other_periods_are_no_mirror():
    assert "different periods" in reasons(pair(100, 110, received_as={"period": "2023"}))


def test_one_side_alone_is_no_mirror():
    assert "only one side" in reasons(ask(mirror, record(ATP[0])))


# Groups


def test_groups_overlap_their_members_and_each_other():
    assert overlap("mx", "north-america")
    assert overlap("european-union", "de")
    assert overlap("euro-area", "european-union")
    assert overlap("oecd", "no")
    assert overlap("world", "mx")
    assert overlap("us-tx", "us")
    assert overlap("asia", "mx"), "members not listed: it may hold anyone"
    assert not overlap("european-union", "north-america")
    assert not overlap("mx", "us")
    assert overlapping(["cn", "mx", "tw"]) is None
    assert exchange("ca", "us")
    assert not exchange("mx", "us")


# Periods


@pytest.mark.parametrize("text", ["2024", "2020..2024", "2025-01..2025-06", "2025-03"])
def test_periods_of_whole_months_are_written_as_they_were_read(text):
    read = months(text)
    assert read
    assert period_words(read) == text


@pytest.mark.parametrize("text", ["per year", "", "by 2040", "2025-01-03..2025-02-03", "2020.."])
def test_other_periods_have_no_months(text):
    assert months(text) is None


# Flows


@pytest.fixture(scope="module")
def told() -> Snapshot:
    return build([*registry_lines(load_registry()), *example.lines()])


@pytest.fixture(scope="module")
def extracted(shared: Path) -> Snapshot:
    registry = load_registry()
    articles = [extract(read_document(path), registry) for path in sorted((shared / "seeds").glob("*.txt"))]
    return build([*registry_lines(registry), *(line for article in articles for line in claim_lines(article))])


@pytest.fixture(params=["told", "extracted"])
def articles(request: pytest.FixtureRequest) -> Snapshot:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Snapshot)
    return found


def seen(result: FlowsResult, value: float, kind: str = "flow") -> list[Observation]:
    return [each for each in result.observations if each.value == value and each.kind == kind]


def test_chapter_topic_flow_and_those_who_speak_for_it(articles):
    """Promise 7: agreement → chapter → topic ← stance ← actor, joined to flows."""
    result = ask(flows, articles, chapter="chapter:usmca/19")
    rows = {row.topic.id: row for row in result.topics}
    digital = rows["topic:digital-trade"]
    assert "chapter:usmca/19" in {link.chapter.id for link in digital.links}
    assert any(each.kind == "growth" and each.value == 12 for each in digital.observations)
    assert any(voice.actor.id == "org:amiti" for row in result.topics for voice in row.voices)
    for row in result.topics:
        for proof in (*row.links, *row.voices, *row.observations):
            assert proof.evidence.quote or proof.evidence.gloss or proof.evidence.source.id == "source:registry"
    assert not any(row.topic.id == "topic:aerospace" for row in result.topics)


def test_the_two_chapters_nineteen_bear_on_different_topics(told):
    topics = {row.topic.id for row in ask(flows, told, chapter="chapter:nafta/19").topics}
    assert "topic:digital-trade" not in topics


def test_a_stance_on_an_ask_is_a_voice_on_its_topics_and_stays_conditional(told):
    rows = {row.topic.id: row for row in ask(flows, told, actor="org:amiti").topics}
    clouds = rows["topic:cloud"].voices
    assert {(voice.actor.id, voice.stance) for voice in clouds if voice.stance} == {("org:amiti", "conditional")}
    assert all(voice.actor.id == "org:amiti" for row in rows.values() for voice in row.voices)


def test_row_19_ranks_without_values_and_a_flagged_share_of_a_net_balance(articles):
    result = ask(flows, articles)
    ranks = {each.reporter.id: each.value for each in result.observations if each.kind == "rank" and each.reporter and "ICT" in each.category}
    assert {"place:cn": 1, "place:tw": 2, "place:mx": 3}.items() <= ranks.items()
    (share,) = seen(result, 77.4, "share")
    assert share.net
    assert any("net balance" in doubt for doubt in share.doubts)
    assert any("net balance" in warning for warning in result.warnings)


def test_row_20_two_observations_of_mexico_are_never_added_or_compared(articles):
    result = ask(flows, articles, reporter="place:mx")
    world, north = seen(result, 100e9)[0], seen(result, 66.6e9)[0]
    assert (world.period, world.partner and world.partner.id) == ("2022", "place:world")
    assert (north.period, north.months) == ("2025-01..2025-06", (2025 * 12, 6))
    assert "no speaker named" in north.doubts
    assert any("not added up" in warning for warning in result.warnings)
    shares = ask(dependence, articles, reporter="place:mx", flow="export")
    assert not shares.found
    assert "different" in reasons(shares)
    bases = [each.value for each in ask(growth, articles).indicators if each.name == "implied base"]
    assert bases == [pytest.approx(44.106e9, rel=1e-4)]


def test_row_21_claims_of_the_services_article_stay_apart(articles):
    result = ask(flows, articles, topic="topic:digital-trade")
    services, digital = seen(result, 160e9)[0], seen(result, 1.5e12)[0]
    assert services.evidence.speaker_id == "org:amiti"
    assert any(doubt.startswith("currency") for doubt in services.doubts)
    assert (services.lo, services.hi) == (160e9, None)
    assert "no speaker named" in digital.doubts
    assert (services.basis, digital.basis) == ("services", "goods and services")
    totals = {each.name: each.value for each in ask(growth, articles, topic="topic:digital-trade").indicators}
    assert totals["implied total growth"] == pytest.approx(57.35, abs=0.005)


def test_row_22_two_readings_of_a_rank_are_both_shown_with_their_bases(articles):
    result = ask(flows, articles, reporter="place:mx", partner="place:us")
    ranks = {(each.value, each.period, each.category) for each in result.observations if each.kind == "rank"}
    assert {(3, "2024"), (1, "2025-01..2025-06")} <= {(value, period) for value, period, _ in ranks}
    assert len({category for _, _, category in ranks}) == 2


def test_world_trade_fell(extracted):
    falls = [each.value for each in ask(growth, extracted).indicators if each.name == "change on the year"]
    assert falls == [pytest.approx(-20.69, abs=0.005)]


def test_figures_that_are_no_trade_are_left_out(articles):
    assert not seen(ask(flows, articles), 20, "growth"), "productivity"
    assert not seen(ask(flows, articles), 80, "share"), "members of an association"


def test_what_was_not_searched_are_registers_of_trade(told):
    result = ask(flows, told)
    assert "UN Comtrade" in result.not_searched
    loaded = record(*(figure("place:us", "place:mx", 5, source="source:comtrade-2024"),))
    assert "UN Comtrade" not in ask(flows, loaded).not_searched


# A register as it will be loaded


def census(path: Path, flow: str) -> Iterable[Record]:
    """Totals of all ports by country and for all countries, by air and by container; regions (such as 2XXX) are groups."""
    economies = {"-": "place:world", "1220": "place:ca", "2010": "place:mx", "5700": "place:cn", "5830": "place:tw", "0022": "org:oecd"}
    with path.open(encoding="utf-8") as stream:
        rows = list(csv.reader(stream))[1:]
    fields = rows[0]
    for cells in rows[1:]:
        row = dict(zip(fields[1:], cells[1:], strict=True))
        if row["PORT"] == "-" and row["CTY_CODE"] in economies:
            code = row["I_COMMODITY" if flow == "import" else "E_COMMODITY"]
            for mode, column in (("air", "AIR_VAL_YR"), ("container", "CNT_VAL_YR")):
                yield figure(
                    "place:us",
                    economies[row["CTY_CODE"]],
                    float(row[column]),
                    flow,
                    source="source:census-porths-2024",
                    scheme="HS",
                    code=code,
                    category="",
                    mode=mode,
                    basis="goods",
                    concept="customs",
                    system="general",
                )


@pytest.fixture(scope="module")
def ports(shared: Path) -> Snapshot:
    folder = shared / "data" / "census-intltrade"
    rows = [row for code in ("84", "85") for row in census(folder / f"imports_2024_{code}.csv", "import")]
    rows += [row for code in ("84", "85") for row in census(folder / f"exports_2024_{code}.csv", "export")]
    return record(*rows)


def test_census_figures_are_the_published_ones_and_no_total_trade(ports):
    result = ask(flows, ports, reporter="place:us", partner="place:mx", category="HS 85", flow="export", limit=1000)
    found = {each.mode: each for each in result.observations}
    assert {mode: each.value for mode, each in found.items()} == {"air": 3_751_558_782, "container": 15_651_892}
    assert all("not all trade" in " ".join(each.doubts) for each in found.values())
    assert "HS 85" in found["air"].sentence
    (imports,) = [each for each in ask(flows, ports, partner="place:mx", category="HS 84", flow="import").observations if each.mode == "air"]
    assert imports.value == 1_587_328_858


def test_census_shares_keep_the_means_of_transport_apart(ports):
    result = ask(dependence, ports, reporter="place:us", partner="place:mx", category="HS 85")
    assert len(result.indicators) == 2
    for found in result.indicators:
        assert len({each.mode for each in found.inputs}) == 1
        assert any("not all trade" in warning for warning in found.warnings)
        assert found.value == pytest.approx(found.inputs[0].value / found.inputs[1].value * 100)


def test_census_groups_are_not_summed_with_their_members(ports):
    assert "overlap" in reasons(ask(concentration, ports, reporter="place:us", flow="import", category="HS 85"))


# Every answer


def test_no_answer_holds_nan_or_infinity_whatever_the_bounds():
    bounds = (">", "<", "~", "nearly", "up to", "=")
    rows = [figure("place:us", f"place:{key}", n * 1e300, bound=bounds[n % 6], period=str(2018 + n)) for n, key in enumerate(NAMES)]
    rows += [figure("place:us", "place:world", 1e308, bound=bound, period="2024") for bound in bounds]
    rows += [figure("place:us", "place:mx", 1e308, kind="growth", measure="average annual growth", period="1800..2024")]
    rows += [figure("place:world", "place:world", 0, "export"), figure("place:mx", "place:world", 0, "export")]
    snapshot = record(*rows)
    for question in (*INDICATORS, flows):
        for options in ({}, {"listed": True}, {"ranked": True}):
            text = ask(question, snapshot, **options).model_dump_json()
            assert "NaN" not in text
            assert "Infinity" not in text
            assert "inf" not in text.replace("inferred", "").replace("information", "")


ENDS = st.sampled_from([f"place:{key}" for key in ("us", "mx", "ca", "world")])
FIGURES = st.builds(
    figure,
    ENDS,
    ENDS,
    st.sampled_from([0.0, 1.0, 7.5, 100.0, 1e12, -3.0, 1e308, 5e-324]),
    st.sampled_from(["import", "export", "trade", ""]),
    source=st.sampled_from(["source:one", "source:two"]),
    kind=st.sampled_from(["flow", "flow", "flow", "growth", "share", "rank", "multiple", "projection"]),
    measure=st.sampled_from(["", "average annual growth of exports", "growth on the year", "share of imports"]),
    bound=st.sampled_from([">", "<", "~", "nearly", "up to", "="]),
    upper=st.sampled_from([None, None, 120.0, 1e308]),
    period=st.sampled_from(["2023", "2024", "2024-01..2024-06", "2020..2024", "per year", "", "by 2040", "2024-02-03"]),
    category=st.sampled_from(["ATP", "all goods", "", "ICT services"]),
    net=st.booleans(),
    valuation=st.sampled_from(["", "cif", "fob"]),
)


@settings(max_examples=120, deadline=None)
@given(st.lists(FIGURES, max_size=9), st.sampled_from([*INDICATORS, flows]), st.booleans(), st.booleans())
def test_whatever_is_said_there_is_an_answer_whose_bounds_hold_the_stated_numbers(rows, question, listed, ranked):
    result = ask(question, record(*rows), listed=listed, ranked=ranked)
    text = result.model_dump_json()
    assert "NaN" not in text
    assert "Infinity" not in text
    assert type(result).model_validate_json(text) == result
    assert str(result)
    for found in getattr(result, "indicators", ()):
        assert found.inputs
        low, high = (end if end is not None else sign for end, sign in zip((found.lo, found.hi), (-inf, inf), strict=True))
        assert low <= high
        for end in found.stated:
            if end is not None:
                assert low - abs(low) * 1e-9 - 1e-9 <= end <= high + abs(high) * 1e-9 + 1e-9


@pytest.mark.parametrize("question", [*INDICATORS, flows])
def test_an_empty_record_is_an_answer(question):
    result = ask(question, build([]))
    assert not result.found
    assert result.sentence
    assert str(result)


@pytest.mark.parametrize("question", [*INDICATORS, flows])
def test_the_same_record_gives_the_same_json_in_any_order(question):
    rows = [*ATP, *(figure("place:us", f"place:{key}", value, period=year) for key, value in SUPPLIERS.items() for year in ("2022", "2023"))]
    rows += [figure("place:mx", "place:us", 9, "export", source="source:two"), figure("place:mx", "place:world", 90, "export", source="source:two")]
    shuffled = rows[:]
    random.Random(4).shuffle(shuffled)
    assert ask(question, record(*rows)).model_dump_json() == ask(question, record(*shuffled)).model_dump_json()


@pytest.mark.parametrize("question", [*INDICATORS, flows])
def test_answers_can_be_read_back(question, told):
    result = ask(question, told)
    assert type(result).model_validate_json(result.model_dump_json()) == result


def test_a_view_leaves_sources_and_later_figures_out():
    snapshot = record(*ATP, figure("place:us", "place:mx", 99e9, source="source:two"))
    without = ask(dependence, snapshot, view=View(exclude=("source:two",)))
    assert len(without.indicators) == 1
    unconfirmed = [line.model_copy(update={"status": "proposed"}) for line in ATP]
    assert not ask(dependence, record(*unconfirmed)).found


def test_more_figures_than_asked_for_are_said():
    result = ask(flows, record(*(figure("place:us", "place:mx", n, period=str(1990 + n)) for n in range(1, 9))), limit=3)
    assert (len(result.observations), result.total) == (3, 8)
    assert "only the first 3 of 8 figures are shown" in result.warnings


def test_hostile_names_stay_on_one_line():
    evil = "ATP\n\x1b[31m\u202e goods"
    result = ask(dependence, record(figure("place:us", "place:mx", 5, category=evil), figure("place:us", "place:world", 9, category="other")))
    for text in (result.sentence, str(result), reasons(result)):
        assert "\x1b" not in text
        assert "\u202e" not in text
    assert "\n" not in result.sentence


def test_bad_requests_are_errors_of_ours():
    with pytest.raises(BadDate):
        TradeQuery(period="last year")
    with pytest.raises(UnknownName):
        ask(flows, record(*ATP), topic="topic:nothing")
    with pytest.raises(UnknownName):
        ask(flows, record(*ATP), chapter="chapter:nothing/1")


def test_further_fields_of_a_figure_leave_ids_of_claims_as_they_were():
    plain = Figure(kind="flow", value=66.6e9, unit="USD", reporter="Mexico", partner="United States", direction="export", period="2025-01..2025-06")
    claim = Claim(subject="place:mx", predicate="flow", object="place:us", source="source:x", figure=plain)
    assert claim.id == "claim:9866500c3c1d4d2fbcbedbc1b3524ee1"
    for field, value in {"basis": "goods", "concept": "bop", "system": "general", "valuation": "cif", "mode": "air", "scheme": "HS", "code": "85"}.items():
        changed = claim.model_copy(update={"figure": plain.model_copy(update={field: value})})
        assert changed.id != claim.id
