"""Who is listed, and in what order: scope, kinds, equal scores, and what is no influence."""

from typing import Any

import pytest

from graph.claims import Claim, Line, Record, Source, Status
from graph.errors import RequestError
from graph.influence.score import InfluenceQuery, score
from graph.results import RankingResult
from graph.snapshot.build import Snapshot, build
from graph.view import View

AS_OF = "2025-10-28"


def said(subject: str, predicate: str, object_: str = "", when: str = "2025-09-01", source: str = "source:one", **fields: Any) -> Record:
    status = Status(fields.pop("status", "accepted"))
    return Record(claim=Claim(subject=subject, predicate=predicate, object=object_, when=when, source=source, locator="row", **fields), status=status)


def sought(a: str, b: str, **fields: Any) -> Record:
    return said(a, "met_with", b, qualifiers=("sought-by-subject",), **fields)


def record(*claims: Record, kinds: dict[str, str] | None = None, countries: dict[str, str] | None = None, reliability: float = 0.9) -> Snapshot:
    sources = sorted({line.claim.source for line in claims} | {"source:registry"})
    lines: list[Line] = [Source(id=source, title=source.removeprefix("source:"), reliability=reliability) for source in sources]
    lines += [said(entity, "kind", value=kind, source="source:registry", when="") for entity, kind in (kinds or {}).items()]
    lines += [said(entity, "country", value=country, source="source:registry", when="") for entity, country in (countries or {}).items()]
    return build([*lines, *claims])


def rank(snapshot: Snapshot, **fields: Any) -> RankingResult:
    return score(snapshot, InfluenceQuery(as_of=AS_OF, **fields))


def values(result: RankingResult) -> dict[str, float]:
    return {item.entity.id: item.value for item in result.items}


@pytest.fixture(scope="module")
def mixed() -> Snapshot:
    claims = [
        sought("org:a", "org:agency"),
        sought("org:b", "org:agency", source="source:two"),
        sought("org:a", "org:b", source="source:two"),
        said("org:b", "urges", "org:agency"),
        said("org:a", "joint_statement_with", "org:b"),
        said("org:a", "concerns", "topic:data-flows"),
        said("org:b", "concerns", "topic:data-flows"),
        said("org:agency", "concerns", "topic:data-flows"),
        said("org:a", "supports", "agreement:usmca"),
        said("org:silent", "located_in", "place:us"),
    ]
    return record(*claims, kinds={"org:agency": "agency"})


def test_scope_ranks_within_a_country():
    claims = [sought("org:a", "org:us1"), sought("org:b", "org:us1"), sought("org:us1", "org:mx1"), sought("org:us2", "org:mx1")]
    snapshot = record(*claims, countries={"org:us1": "us", "org:us2": "us", "org:mx1": "mx"})
    result = rank(snapshot, scope="us")
    assert [(item.entity.id, item.rank) for item in result.items] == [("org:us1", 1), ("org:us2", 2)]
    assert not any("disclosure" in warning for warning in result.warnings)
    assert any("disclosure" in warning for warning in rank(snapshot).warnings)
    with pytest.raises(RequestError, match="mx, us"):
        rank(snapshot, scope="fr")


def test_equal_scores_share_a_rank_and_are_listed_by_id():
    result = rank(record(sought("org:c", "org:z"), sought("org:b", "org:z"), sought("org:a", "org:z")))
    assert [(item.entity.id, item.rank) for item in result.items] == [("org:z", 1), ("org:a", 2), ("org:b", 2), ("org:c", 2)]
    assert any("equal scores" in warning for warning in result.warnings)


def test_hub_of_a_thousand_that_only_seeks_does_not_lead():
    """A lobbyist who seeks a thousand bodies has a thousand ties and no influence of its own."""
    claims = [sought("person:lobbyist", f"org:x{i}") for i in range(1000)] + [sought(f"org:x{i}", "org:ministry") for i in range(5)]
    result = rank(record(*claims), top=1000, draws=50)
    assert result.items[0].entity.id == "org:ministry"
    assert "person:lobbyist" not in values(result)


def test_kinds_choose_what_is_listed(mixed):
    assert [item.entity.kind for item in rank(mixed, kinds=("agency",)).items] == ["agency"]
    with pytest.raises(RequestError, match="no such kind of entity"):
        rank(mixed, kinds=("friend",))


def test_proposed_arcs_do_not_count():
    assert rank(record(sought("org:a", "org:b", status="proposed"))).items == ()


def test_ranks_are_also_given_within_a_country_and_a_register():
    claims = [
        *(sought(f"org:{x}", "org:us1", source="source:lda-1") for x in "abc"),
        sought("org:us1", "org:us2", source="source:lda-1"),
        sought("org:a", "org:us3", source="source:one"),
        sought("org:b", "org:mx1", source="source:one"),
    ]
    places = {"org:us1": "us", "org:us2": "us", "org:us3": "us", "org:mx1": "mx"}
    lines = [Source(id="source:lda-1", title="LDA", kind="register", reliability=0.9), Source(id="source:one", title="one")]
    lines += [said(entity, "country", value=country, when="") for entity, country in places.items()]
    found = {item.entity.id: (item.rank_within, item.within) for item in rank(build([*lines, *claims])).items}
    assert found["org:us1"][1] == found["org:us2"][1] == "US, U.S. lobbying reports (LDA)"
    assert {found["org:us1"][0], found["org:us2"][0]} == {1, 2}
    assert found["org:us3"] == (1, "US, documents")
    assert found["org:mx1"] == (1, "MX, documents")


def test_an_actor_to_whom_nothing_flows_has_no_data_rather_than_a_low_score(mixed):
    lonely = rank(record(sought("org:a", "org:b")))
    assert {item.entity.id: item.enough for item in lonely.items} == {"org:a": False, "org:b": True}
    assert "not enough data" in lonely.items[1].note


def test_private_actors_are_ordered_by_id_among_the_public_ones():
    claims = [sought("org:a", "org:z"), sought("org:c", "org:z"), Record(claim=sought("org:b", "org:z").claim, layer="own")]
    snapshot = build([Source(id="source:one", title="one"), *claims], layers=("public", "own"))
    result = rank(snapshot, view=View(layers=("own", "public")))
    assert [item.entity.id for item in result.items] == ["org:z", "org:a", "org:b", "org:c"]


def test_topics_places_and_agreements_take_and_give_no_influence():
    """Mixed-type centrality: a topic that all concern would lead by degree."""
    plain = [sought("org:a", "org:b"), sought("org:b", "org:c")]
    topical = [said(f"org:{x}", "concerns", "topic:data-flows") for x in "abc"] + [said(f"org:{x}", "supports", "agreement:usmca") for x in "abc"]
    assert values(rank(record(*plain, *topical))) == values(rank(record(*plain)))


def test_copied_press_text_counts_once():
    def wired(*names: str) -> Snapshot:
        sources = [Source(id=f"source:{name}", title=name, group="wire") for name in names]
        return build([*sources, *(sought("org:a", "org:b", source=f"source:{name}") for name in names), sought("org:a", "org:c", source="source:one")])

    assert values(rank(wired("one"))) == pytest.approx(values(rank(wired("one", "two", "three"))), abs=1e-12)


def test_former_posts_give_no_influence():
    now, once = (record(sought("org:a", "org:b"), said("person:x", "works_for", "org:c", qualifiers=marks)) for marks in ((), ("former",)))
    assert "org:c" in values(rank(now))
    assert "org:c" not in values(rank(once))


def test_a_ranking_speaks_of_what_is_recorded_not_of_what_will_be(mixed):
    told = str(rank(mixed)).lower()
    assert not any(word in told for word in ("will ", "forecast", "predict"))


def test_nobody_listed_is_an_answer_in_which_every_number_is_finite(mixed):
    result = rank(mixed, kinds=("legislature",))
    assert (result.items, result.missing, result.tipping) == ((), (), None)
    assert "nan" not in result.model_dump_json().lower()
