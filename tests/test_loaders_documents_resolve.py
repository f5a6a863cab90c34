"""Stage 4: each real-world thing once. The sentences are ours."""

from pathlib import Path

import pytest

from loaders.documents import document_from_text, find_nodes, read_document
from loaders.documents.model import NodeFound
from loaders.registry import load_registry


def nodes(text: str) -> dict[str, NodeFound]:
    return {node.id: node for node in find_nodes(document_from_text(text, "x"), load_registry())}


def test_short_forms_join_their_long_ones() -> None:
    found = nodes("The Northern Widget Council (NWC) spoke. NWC members agreed, and the NWC left.")
    assert found["org:northern-widget-council"].surfaces == ("Northern Widget Council", "NWC")
    assert len(found) == 1


def test_a_short_form_follows_the_text_before_the_registry() -> None:
    trade = nodes("The USMCA Free Trade Commission (FTC) met. The FTC agreed.")
    assert "FTC" in trade["org:usmca-ftc"].surfaces
    assert "org:us-ftc" not in trade
    assert "org:us-ftc" in nodes("The Federal Trade Commission (FTC) met. The FTC agreed.")


def test_capitalised_common_words_as_short_forms() -> None:
    found = nodes("The Widget Safety Agency (Agency) met. The Agency agreed. Every Agency Head spoke.")
    assert [mention.surface for mention in found["org:widget-safety-agency"].mentions] == ["Widget Safety Agency", "Agency", "Agency"]


def test_spanish_long_form_of_a_known_short_form() -> None:
    found = nodes("La Asociación Mexicana de la Industria de las Tecnologías Informáticas (AMITI) habló.")
    assert "org:amiti" in found
    assert len([id for id in found if id.startswith("org:")]) == 1


def test_surnames_join_full_names() -> None:
    found = nodes("Zanele Whitcombe Ruiz, head of the club, spoke. Whitcombe Ruiz left; Ruiz was late. Ms. Whitcombe slept.")
    assert list(found) == ["person:zanele-whitcombe-ruiz"]
    assert len(found["person:zanele-whitcombe-ruiz"].mentions) == 4


def test_a_titled_surname_of_somebody_known() -> None:
    assert "person:donald-trump" in nodes("President Trump spoke of the deficit.")
    found = nodes("President Trump spoke. Later the president left.")
    assert found["person:donald-trump"].surfaces[-1] == "the president"


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("She met the Commerce and State departments.", {"org:us-commerce", "org:us-state"}),
        ("She met the Departments of Commerce, Labor and State.", {"org:us-commerce", "org:us-labor", "org:us-state"}),
        ("She met the House Ways and Means and Senate Finance committees.", {"org:us-house-ways-means", "org:us-senate-finance"}),
        ("Pidieron a las secretarías de Economía y de Relaciones Exteriores una cita.", {"org:mx-economia", "org:mx-sre"}),
    ],
)
def test_elliptic_lists(text: str, ids: set[str]) -> None:
    assert ids <= set(nodes(text))


def test_capitol_hill_is_congress_and_the_trade_representative_an_office() -> None:
    assert "org:us-congress" in nodes("They went to Capitol Hill offices.")
    assert nodes("The U.S. Trade Representative must report.")["org:ustr"].kind == "agency"


def test_bare_chapters_belong_to_the_agreement_that_the_text_is_about() -> None:
    text = "The USMCA is old.\n\nChapter 19 protects data. The USMCA helps.\n\nNAFTA's Chapter 19 was on panels.\n\nChapter 19 also helps firms."
    found = nodes(text)
    assert [mention.surface for mention in found["chapter:usmca/19"].mentions] == ["Chapter 19", "Chapter 19"]
    assert len(found["chapter:nafta/19"].mentions) == 1


def test_one_agreement_under_its_four_names() -> None:
    found = nodes("USMCA, CUSMA, T-MEC and ACEUM are names of one thing; the trilateral trade pact turns six.")
    assert list(found) == ["agreement:usmca"]
    assert len(found["agreement:usmca"].mentions) == 5


@pytest.mark.parametrize(
    "name",
    [
        "United States-Mexico-Canada Agreement",
        "U.S.-Mexico-Canada Agreement",
        "Agreement between the United States of America, the United Mexican States, and Canada",
    ],
)
def test_countries_in_an_agreements_name_are_named(name: str) -> None:
    assert {"gov:us", "gov:mx", "gov:ca"} <= set(nodes(f"Firms like the {name} a lot."))
    assert not {"gov:us", "gov:mx", "gov:ca"} & set(nodes("Firms like the USMCA a lot."))


def test_a_chamber_named_by_its_committee() -> None:
    found = nodes("They report to the Committee on Finance of the Senate each year.")
    assert {"org:us-senate-finance", "org:us-senate"} <= set(found)


def test_a_body_of_an_agreement_is_part_of_it_and_its_short_name_joins_it() -> None:
    found = nodes("The USMCA Widget Committee met in May. Later the Widget Committee met again.")
    body = found["org:usmca-widget-committee"]
    assert (body.kind, body.part_of, len(body.mentions)) == ("intergovernmental", "agreement:usmca", 2)


def test_an_author_without_a_name_is_an_unnamed_role_and_never_a_person() -> None:
    found = nodes("As an adviser to two ports, once head of the Bolt Office and now chair of Grimby Partners, I know trade. I like it.")
    (author,) = (node for node in found.values() if node.kind == "role")
    assert not author.named
    assert author.name == "author (chair of Grimby Partners)"
    assert not [node for node in found.values() if node.kind == "person"]


def test_a_named_author_speaks_as_i_outside_quotes_only() -> None:
    found = nodes('Trade and I\n\nBy Mary Whitcombe\n\nMay 1, 2025\n\nIn May I met many firms, and one said, "I am happy with it."')
    assert [mention.rule for mention in found["person:mary-whitcombe"].mentions].count("first-person") == 1


def test_bylines_are_peripheral() -> None:
    assert nodes("Exports rise\n\nBy Mary Whitcombe\n\nMexico sold more.")["person:mary-whitcombe"].peripheral


def test_a_state_is_an_actor_only_when_it_acts() -> None:
    assert "gov:ca-on" not in nodes("Plants in Ontario grew this year.")
    assert any(id.startswith("gov:ca-") for id in nodes("Then Ontario aired a film on tariffs."))


def test_close_names_are_proposed_and_never_merged() -> None:
    found = nodes("The Information Technology Industries Council spoke.")
    (node,) = found.values()
    assert not node.known
    assert "org:iti" in node.similar


def test_unlisted_agreements_by_name() -> None:
    found = nodes("The U.S.-Kenya Strategic Trade Agreement is near.")
    assert found["agreement:u-s-kenya-strategic-trade-agreement"].group == "agreement"


def test_mentions_are_literal_and_the_result_is_the_same_each_time() -> None:
    text = "Mexico’s Secretaría de Economía met the U.S. Chamber of Commerce; “USMCA” was the theme."
    document = document_from_text(text, "x")
    first = find_nodes(document, load_registry())
    assert all(document.quote(mention.span) == mention.surface for node in first for mention in node.mentions)
    assert first == find_nodes(document_from_text(text, "x"), load_registry())


def test_the_five_articles(shared: Path) -> None:
    registry = load_registry()
    found = {path.name[:3]: {node.id: node for node in find_nodes(read_document(path), registry)} for path in (shared / "seeds").glob("*.txt")}
    assert {
        "org:amiti",
        "org:iti",
        "org:technation",
        "org:ustr",
        "org:cisa",
        "org:nist",
        "org:us-congress",
        "org:us-commerce",
        "org:us-state",
        "org:usmca-ftc",
    } <= set(found["001"])
    assert "gov:cn" not in found["001"]
    assert {"org:opportimes", "org:unsplash"}.isdisjoint(found["000"])
    assert not [node for node in found["002"].values() if node.kind == "person"]
    assert [node.named for node in found["002"].values() if node.kind == "role"] == [False]
