"""Formal authority: who holds which post, and who decides on what could grant an ask."""

from typing import Any

import pytest

from graph.claims import Claim, Judgement, Line, Record, Source, Status
from graph.errors import UnknownName
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


def test_authority_comes_first_only_where_an_ask_is_given():
    claims = [
        *(sought(f"org:{x}", "org:popular") for x in "abc"),
        sought("org:popular", "org:decider"),
        sought("org:decider", "org:a"),
        said("ask:annex", "granted_by", "vehicle:side-letter"),
        said("post:minister", "decides_on", "vehicle:side-letter"),
        said("post:minister", "post_at", "org:decider"),
        said("org:a", "decides_on", "vehicle:other"),
    ]
    snapshot = record(*claims)
    plain, asked = rank(snapshot), rank(snapshot, ask="ask:annex")
    assert asked.items[0].entity.id == "org:decider"
    assert asked.items[0].authority == ("vehicle:side-letter (as post:minister)",)
    assert asked.items[0].rank == 1
    assert values(plain) == values(asked)
    assert [item.value for item in plain.items] == sorted((item.value for item in plain.items), reverse=True)
    assert {item.entity.id for item in plain.items if item.authority} == {"org:decider", "org:a"}
    with pytest.raises(UnknownName):
        rank(snapshot, ask="ask:nothing")


def test_holder_of_a_post_has_its_authority_while_in_office():
    claims = [
        sought("org:a", "person:minister"),
        said("post:m", "decides_on", "vehicle:v"),
        said("person:minister", "holds_post", "post:m", when="2025-03-01.."),
    ]
    snapshot = record(*claims)
    held = {item.entity.id: item.authority for item in rank(snapshot).items}
    assert held["person:minister"] == ("vehicle:v (as post:m)",)
    before = score(snapshot, InfluenceQuery(as_of="2025-02-01"))
    assert not any(item.authority for item in before.items)


LATER = {
    "it fell vacant": said("post:m", "vacant", when="2025-06-01.."),
    "another took it": said("person:other", "holds_post", "post:m", when="2025-06-01.."),
    "its end is stated": said("person:minister", "holds_post", "post:m", when="2025-03-01..2025-05-31", qualifiers=("ended",)),
    "the holder is called former": said("person:minister", "holds_post", "post:m", when="2025-06-01", qualifiers=("former",)),
}
NOT_SAID = {
    "planned": said("person:minister", "holds_post", "post:m", modality="planned"),
    "denied": said("person:minister", "holds_post", "post:m", modality="negated"),
    "proposed": said("person:minister", "holds_post", "post:m", status="proposed"),
}


def holds(*claims: Record, **fields: Any) -> bool:
    asked = [sought("org:a", "person:minister"), said("post:m", "decides_on", "vehicle:v")]
    return any(item.authority for item in rank(record(*asked, *claims), **fields).items if item.entity.id == "person:minister")


@pytest.mark.parametrize("later", LATER)
def test_a_post_is_held_until_something_later_contradicts_it(later):
    held = said("person:minister", "holds_post", "post:m", when="2025-03-01..2025-04-30", qualifiers=("since",))
    assert holds(held)
    assert not holds(held, LATER[later])
    assert holds(held, LATER[later], said("person:minister", "holds_post", "post:m", when="2025-07-01"))


@pytest.mark.parametrize("claim", NOT_SAID)
def test_a_post_that_is_not_said_to_be_held_gives_no_authority(claim):
    assert not holds(NOT_SAID[claim])


def test_an_actor_excluded_by_a_merged_id_has_no_authority_and_no_rank():
    claims = [sought("org:a", "org:decider"), sought("org:a", "org:b"), said("org:decider", "decides_on", "vehicle:v")]
    lines = [Source(id="source:one", title="one"), *claims, Judgement(left="org:decider", right="org:former-name", verdict="same")]
    result = rank(build([*lines, said("org:former-name", "alias", value="Former name")]), view=View(exclude=("org:former-name",)))
    assert [item.entity.id for item in result.items] == ["org:b", "org:a"]
    assert not any(item.authority for item in result.items)


def test_a_source_left_out_gives_no_authority_and_neither_does_doubt():
    claims = [sought("org:a", "org:d"), said("org:d", "decides_on", "vehicle:v", source="source:two", confidence=600)]
    snapshot = record(*claims)

    def decides(**view: Any) -> bool:
        return any(item.authority for item in rank(snapshot, view=View(**view)).items)

    assert decides()
    assert not decides(exclude=("source:two",))
    assert not decides(exclude=("vehicle:v",))
    assert not decides(min_confidence=0.7)
