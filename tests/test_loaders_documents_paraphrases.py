"""Paraphrases: each position said in many ways, by several actors, of several texts and topics, in English and Spanish, and sentences that take none.

All actors are invented or governments. A way of saying counts as read when the position is accepted.
"""

import itertools
from collections.abc import Iterator

import pytest

from loaders.documents import document_from_text, extract
from loaders.documents.relations import is_accepted
from loaders.registry import Registry, load_registry

GUILD, CANADA, OLIVARES_EN = "the Ontario Software Guild", "Canada", "Economy Secretary Marta Olivares"
CAMARA, MEXICO, OLIVARES = "la Cámara Norteña de Software", "México", "la secretaria de Economía, Marta Olivares,"
EN, ES = (GUILD, CANADA, OLIVARES_EN), (CAMARA, MEXICO, OLIVARES)
BURDENS_EN = {"the digital services tax": "topic:digital-taxation", "data localization": "topic:data-localization", "new tariffs": "topic:tariffs"}
BURDENS_ES = {"el impuesto a los servicios digitales": "topic:digital-taxation", "la localización de datos": "topic:data-localization"}
GOODS_EN = {"cybersecurity": "topic:cybersecurity", "cross-border data flows": "topic:data-flows"}
GOODS_ES = {"la ciberseguridad": "topic:cybersecurity", "los flujos transfronterizos de datos": "topic:data-flows"}

SUPPORTS_PACT_EN = """S supports O | S came out in support of O | S threw its weight behind O | S announced its support for O
S is among the supporters of O | O has the support of S | O is backed by S | O was welcomed by S
a letter from S in favor of O went out | S wants O extended | S said O has worked well | S underlined the value of O
S said it supports O | S told lawmakers that it backs O | S made clear that it supports O
S launched a campaign in favor of O | S opposes withdrawing from O | S warned against leaving O
S urged Washington not to leave O | S rejected calls to scrap O | S fears the end of O
S said it would be a mistake to abandon O | S made the case for O | S argued for the renewal of O
S celebrated the entry into force of O"""
SUPPORTS_PACT_ES = """S apoya O | S se pronunció a favor de O | S manifestó su respaldo a O | S se sumó al respaldo a O
O cuenta con el respaldo de S | O fue bien recibido por S | S quiere que O se mantenga | S busca que se extienda O
S confía en que O se renueve | S subrayó el valor de O | S dijo que apoya O | S aseguró que respalda O
S lanzó una campaña a favor de O | S salió en defensa de O | S cerró filas en torno a O | S llamó a no abandonar O
S descartó salir de O | S rechazó los llamados a abandonar O | S advirtió que sería un error abandonar O
S pugna por mantener O | S celebró la entrada en vigor de O"""
OPPOSES_EN = """S opposes O | S voiced its opposition to O | S came out against O | O drew criticism from S | O was rejected by S
S wants O scrapped | S said O must go | S called for an end to O | S asked that O be lifted
S urged lawmakers to vote down O | S fears that O will raise prices | S warned that O would cost jobs
S said it opposes O | S made clear that it opposes O | S signed a letter rejecting O | S filed comments opposing O
S took aim at O | S pushed back against O | S complained about O | S said that there is no place for O
S supports the removal of O | S welcomed the repeal of O | S called O discriminatory"""
OPPOSES_ES = """S rechaza O | S se manifestó en contra de O | S expresó su rechazo a O | S dijo no a O | O enfrenta el rechazo de S
O fue criticado por S | S exigió el fin de O | S quiere que desaparezca O | S pidió que se elimine O
S dijo que rechaza O | S aseguró que se opone a O | S dejó claro que está en contra de O
S firmó una carta en contra de O | S tachó de discriminatorio O | S advirtió que O costará empleos
S arremetió contra O | S alzó la voz contra O | S apoya la eliminación de O | S celebró el fin de O
S pidió dar marcha atrás a O"""
SUPPORTS_TOPIC_EN = """S supports O | S stressed the need to protect O | S pledged to promote O | S voiced support for O
S said O must be a priority | S is committed to O | S urged governments to protect O"""
SUPPORTS_TOPIC_ES = """S apoya O | S subrayó la necesidad de proteger O | S se comprometió a impulsar O | S expresó su apoyo a O
S quiere reglas claras sobre O | S pidió a los gobiernos proteger O"""
NO_POSITION_EN = """S will take part in the review of O | S declined to endorse O | S has no position on O
Nobody knows whether S supports O | S neither supports nor opposes O | S stopped short of endorsing O
S is not opposed to O | S backed away from O | S praised a lawyer who wrote about O
S will decide in May whether to back O | S published a paper on O | critics of S oppose O | S supports students of O"""
NO_POSITION_ES = """S participará en la revisión de O | S se negó a respaldar O | Se ignora si S apoya O | S no se opone a O
S nunca ha apoyado O | S evitó respaldar O | S elogió a un abogado que escribió sobre O
S decidirá en mayo si respalda O | S publicó un estudio sobre O | los críticos de S rechazan O"""
AFTER_EN = """{S} opposes the measure | {S} rejected the measure | The measure was criticized by {S}"""
AFTER_ES = """{S} rechazó la medida | {S} se opone a la medida | La medida fue criticada por {S}"""


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


def sentences(ways: str, actors: tuple[str, ...], objects: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each way of saying with each actor and object, and what it is on."""
    for way, actor, (name, target) in itertools.product((way.strip() for line in ways.splitlines() for way in line.split("|")), actors, objects.items()):
        text = " ".join({"S": actor, "O": name}.get(word, word) for word in way.split())
        for joined, plain in ((" a el ", " al "), (" de el ", " del "), (",,", ",")):
            text = text.replace(joined, plain)
        yield f"{text[0].upper()}{text[1:]}. {'Talks go on this week.' if actor in EN else 'Las pláticas siguen esta semana.'}", target


def positions(registry: Registry, text: str, *, accepted: bool = True) -> set[tuple[str, str]]:
    """The accepted positions of a text, as (predicate, object)."""
    found = extract(document_from_text(text, "note.txt"), registry).relations
    return {
        (relation.predicate, relation.object) for relation in found if (is_accepted(relation) or not accepted) and relation.predicate in ("supports", "opposes")
    }


PACT_EN, PACT_ES = {"the USMCA": "agreement:usmca"}, {"el T-MEC": "agreement:usmca"}
READ = {
    "supports a pact": ("supports", SUPPORTS_PACT_EN, EN, PACT_EN),
    "apoya un tratado": ("supports", SUPPORTS_PACT_ES, ES, PACT_ES),
    "opposes a burden": ("opposes", OPPOSES_EN, EN, BURDENS_EN),
    "rechaza una carga": ("opposes", OPPOSES_ES, ES, BURDENS_ES),
    "supports a topic": ("supports", SUPPORTS_TOPIC_EN, EN, GOODS_EN),
    "apoya un tema": ("supports", SUPPORTS_TOPIC_ES, ES, GOODS_ES),
}


@pytest.mark.parametrize("name", sorted(READ))
def test_nine_in_ten_ways_of_saying_are_read_and_none_the_wrong_way_round(registry: Registry, name: str) -> None:
    predicate, ways, actors, objects = READ[name]
    other = "opposes" if predicate == "supports" else "supports"
    said = list(sentences(ways, actors, objects))
    answers = {text: positions(registry, text, accepted=False) for text, _ in said}  # what is near a topic is for a person to accept
    assert [text for text, target in said if (other, target) in answers[text]] == []
    unread = [text for text, target in said if (predicate, target) not in answers[text]]
    assert len(unread) <= len(said) // 10, unread


@pytest.mark.parametrize(("ways", "actors", "objects"), [(NO_POSITION_EN, EN[:2], PACT_EN), (NO_POSITION_ES, ES[:2], PACT_ES)])
def test_no_position_is_read_where_none_is_taken(registry: Registry, ways: str, actors: tuple[str, ...], objects: dict[str, str]) -> None:
    assert {text: found for text, _ in sentences(ways, actors, objects) if (found := positions(registry, text))} == {}


@pytest.mark.parametrize(
    ("first", "ways", "actor", "target"),
    [
        ("Ottawa announced a digital services tax.", AFTER_EN, GUILD, "topic:digital-taxation"),
        ("El gobierno anunció aranceles a los semiconductores.", AFTER_ES, CAMARA, "topic:tariffs"),
    ],
)
def test_the_measure_is_the_burden_named_before(registry: Registry, first: str, ways: str, actor: str, target: str) -> None:
    for way in ways.split("|"):
        text = way.strip().format(S=actor)
        assert ("opposes", target) in positions(registry, f"{first} {text[0].upper()}{text[1:]}."), text


def test_two_titled_persons_hold_a_position_together(registry: Registry) -> None:
    text = "Minister Marta Olivares and Under Secretary Luis Robledo said they support the USMCA."
    found = extract(document_from_text(text, "note.txt"), registry).relations
    assert {relation.subject for relation in found if relation.predicate == "supports"} >= {"person:marta-olivares", "person:luis-robledo"}
