"""Who is for or against what, what has rules on what, who published what: one construction of the language a line, with what it must not prove.

The people and bodies without a registry entry are invented: Rosa Duarte Peña, Paul Keller, Cámara Norteña de Software, Northern Chamber of Software.
"""

from datetime import date

import pytest

from graph.claims import Modality
from loaders.documents import document_from_text, extract
from loaders.documents.model import Extraction
from loaders.documents.relations import is_accepted

USMCA, MX, US, CA = "agreement:usmca", "gov:mx", "gov:us", "gov:ca"
ITI, AMITI, CANIETI, TECHNATION, AMIA = "org:iti", "org:amiti", "org:canieti", "org:technation", "org:amia"
SHEINBAUM, KELLER, ROSA = "person:claudia-sheinbaum", "person:paul-keller", "person:rosa-duarte-pena"


def read(text: str) -> Extraction:
    return extract(document_from_text(text, "note.txt"))


def said(text: str, *, accepted: bool = True) -> set[tuple[str, str, str]]:
    found = read(text).relations
    return {(item.subject, item.predicate, item.object.removeprefix("topic:")) for item in found if not accepted or is_accepted(item)}


WANTED = [
    ("La presidenta Claudia Sheinbaum ha insistido en que México quiere conservar el T-MEC.", MX, SHEINBAUM),
    ("México busca mantener vivo el T-MEC.", MX),
    ("Canada wants to preserve the USMCA.", CA),
    ("The United States and Canada agreed to extend the USMCA.", US, CA),
    ("CANIETI apuesta por la continuidad del T-MEC.", CANIETI),
    ("Technation is working to renew the USMCA.", TECHNATION),
    ("CANIETI aportará propuestas para fortalecer el T-MEC.", CANIETI),
    ("ITI wants the USMCA to be extended.", ITI),
    ("ITI said it will defend the USMCA.", ITI),
    ("The American Petroleum Institute wrote to USTR to ask for the full implementation of the USMCA.", "org:api"),
    ("ITI submitted comments to USTR in support of extending the USMCA.", ITI),
]
BEHIND = [
    ("ITI stands firmly behind the USMCA.", ITI),
    ("Canada is fully behind the USMCA.", CA),
    ("Technation renewed its commitment to the USMCA.", TECHNATION),
    ("CANIETI refrendó ante el Gobierno de México su compromiso con el T-MEC.", CANIETI),
    ("La AMITI está a favor del T-MEC.", AMITI),
    ("ITI is a strong supporter of the USMCA.", ITI),
    ('"Both of us are fully behind the USMCA," Paul Keller said.', KELLER),
    ('"Reiteramos nuestro respaldo y apoyamos el T-MEC", dijo Rosa Duarte Peña.', ROSA),
]
PRAISED = [
    ("ITI called the USMCA a success.", ITI),
    ("Technation described the USMCA as essential for its members.", TECHNATION),
    ("CANIETI calificó al T-MEC como un caso de éxito.", CANIETI),
    ("Paul Keller said the USMCA has worked well.", KELLER),
    ('"The USMCA is the backbone of our trade," said Paul Keller.', KELLER),
    ("Rosa Duarte Peña señaló que el T-MEC ha dado buenos resultados.", ROSA),
    ("Rosa Duarte Peña aseguró que el T-MEC va a permanecer.", ROSA),
    ("Claudia Sheinbaum descartó un plan B y aseguró que el T-MEC “va a permanecer”.", SHEINBAUM),
    ("Paul Keller said the USMCA must be extended.", KELLER),
    ("Según la AMITI, el T-MEC debe prorrogarse.", AMITI),
    ("Paul Keller said it is essential to preserve the USMCA.", KELLER),
    ("Rosa Duarte Peña afirmó que el objetivo es mantener el T-MEC.", ROSA),
    ("Rosa Duarte Peña sostuvo que la revisión del T-MEC es una oportunidad para reafirmar su éxito.", ROSA),
]


@pytest.mark.parametrize(("text", "holders"), [(row[0], row[1:]) for row in (*WANTED, *BEHIND, *PRAISED)])
def test_for_an_agreement(text: str, holders: tuple[str, ...]) -> None:
    assert {(holder, "supports", USMCA) for holder in holders} <= said(text)


@pytest.mark.parametrize(
    "text",
    [
        "Canada wants to begin talks on the USMCA.",
        "ITI wants to keep duties out of the review under the USMCA.",
        "ITI would support the USMCA if the levy were dropped.",
        "Technation does not support the USMCA.",
        "Paul Keller said the USMCA has not worked well.",
        "Paul Keller asked whether the USMCA should be extended.",
        "The USMCA is up for review, and Technation will attend.",
        "Rosa Duarte Peña dijo que el T-MEC no ha dado buenos resultados.",
        "Paul Keller said Canada believes that the USMCA must be extended, and took no side.",
        "La AMITI participó en una reunión sobre el T-MEC.",
        "The associations of Canada and Mexico want to keep the USMCA.",
        "The president made threats to withdraw from the USMCA.",
        "ITI expects that the USMCA will be reviewed in July.",
    ],
)
def test_not_for_an_agreement(text: str) -> None:
    assert not {(holder, target) for holder, predicate, target in said(text) if predicate == "supports" and target == USMCA}


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ('Paul Keller called the USMCA "the worst trade deal ever made".', KELLER),
        ("Paul Keller said the USMCA is a disaster.", KELLER),
        ("Rosa Duarte Peña afirmó que el T-MEC ha sido un fracaso.", ROSA),
        ("Paul Keller said the USMCA should be scrapped.", KELLER),
        ("Rosa Duarte Peña calificó al T-MEC como el peor acuerdo.", ROSA),
    ],
)
def test_against_an_agreement(text: str, holder: str) -> None:
    assert (holder, "opposes", USMCA) in said(text)


FEARED = [
    ("Paul Keller warned that tariffs would hurt manufacturers.", KELLER, "tariffs"),
    ("Rosa Duarte Peña advirtió que los aranceles pueden convertirse en un obstáculo y son un riesgo para las empresas.", ROSA, "tariffs"),
    ("Según la AMITI, la localización de datos encarecería los servicios y es una amenaza para la región.", AMITI, "data-localization"),
    ("Technation said the digital services tax discriminates against U.S. firms.", TECHNATION, "digital-taxation"),
    ("Paul Keller said he was concerned about data localization.", KELLER, "data-localization"),
    ("ITI regrets that Canada is imposing a digital services tax.", ITI, "digital-taxation"),
    ("La AMITI lamentó los nuevos aranceles.", AMITI, "tariffs"),
    ("Rosa Duarte Peña expresó su preocupación por los aranceles.", ROSA, "tariffs"),
    ("Mark Carney calificó los aranceles como injustificados.", "person:mark-carney", "tariffs"),
    ("Technation called the tariffs unjustified.", TECHNATION, "tariffs"),
    ("ITI listed data localization as a trade barrier.", ITI, "data-localization"),
    ('"Tariffs are a tax on consumers," said Paul Keller.', KELLER, "tariffs"),
    ("CANIETI debated the digital services tax. Paul Keller said the tax would harm small firms.", KELLER, "digital-taxation"),
]


@pytest.mark.parametrize(("text", "holder", "topic"), FEARED)
def test_whoever_fears_or_regrets_a_burden_is_against_it(text: str, holder: str, topic: str) -> None:
    assert (holder, "opposes", topic) in said(text)


def test_a_burden_may_be_wanted() -> None:
    assert (ROSA, "supports", "tariffs") in said("Rosa Duarte Peña dijo que los aranceles son necesarios para proteger a los trabajadores.")
    assert ("org:usw", "supports", "tariffs") in said("The United Steelworkers union welcomed the tariffs on steel.")


@pytest.mark.parametrize(
    "text",
    [
        "Paul Keller said tariffs would not hurt manufacturers.",
        "Paul Keller said tariffs rose in March.",
        "Paul Keller said that without tariffs prices would fall and harm nobody.",
        "Rosa Duarte Peña dijo que los aranceles entran en vigor en abril.",
        "Paul Keller said cybersecurity would hurt nobody.",
        "Rosa Duarte Peña no está preocupada por los aranceles.",
    ],
)
def test_a_burden_that_is_only_told_of(text: str) -> None:
    assert not {item for item in said(text) if item[1] == "opposes"}


ASKED = [
    ("La AMITI solicita ajustes puntuales en materia de ciberseguridad, según dijo su directora en la ciudad.", AMITI, "supports", "cybersecurity"),
    ("México propuso incorporar al T-MEC un capítulo específico sobre semiconductores.", MX, "supports", "semiconductors"),
    ("ITI called for stronger rules on cybersecurity.", ITI, "supports", "cybersecurity"),
    ("Technation asked for clear rules on artificial intelligence.", TECHNATION, "supports", "artificial-intelligence"),
    ("ITI urged Canada to repeal the digital services tax.", ITI, "opposes", "digital-taxation"),
    ("CANIETI pidió al Gobierno de México eliminar los aranceles.", CANIETI, "opposes", "tariffs"),
    ("Coparmex pidió al Gobierno de México que fortalezca la ciberseguridad.", "org:coparmex", "supports", "cybersecurity"),
]


@pytest.mark.parametrize(("text", "holder", "predicate", "topic"), ASKED)
def test_whoever_asks_for_something_is_for_it(text: str, holder: str, predicate: str, topic: str) -> None:
    assert (holder, predicate, topic) in said(text, accepted=False)


@pytest.mark.parametrize(
    "text",
    [
        "ITI requested a meeting on cybersecurity.",
        "La AMITI solicitó información sobre ciberseguridad.",
        "ITI rejects proposals to link market access to cloud computing.",
        "ITI rejects the idea that encryption is a danger.",
        "Canada welcomed new money into its cloud computing firms.",
    ],
)
def test_what_is_asked_for_or_refused_is_no_topic(text: str) -> None:
    assert not {item for item in said(text) if item[1] in ("supports", "opposes")}


def test_a_list_of_asks_is_its_writers() -> None:
    text = (
        "ITI sent a letter to USTR. The letter recommends that the governments:\n\n- Implement the USMCA in full;\n"
        "- Refrain from measures such as the digital services tax;\n- Deepen cooperation on cybersecurity.\n\nIt was sent in May."
    )
    assert {(ITI, "supports", USMCA), (ITI, "opposes", "digital-taxation"), (ITI, "supports", "cybersecurity")} <= said(text)


def test_a_list_that_asks_for_nothing_is_no_position() -> None:
    text = "ITI met last week. The agenda had these points:\n\n- Cybersecurity;\n- The digital services tax.\n\nNo vote was taken."
    assert not {item for item in said(text) if item[1] in ("supports", "opposes")}


def test_a_release_in_the_first_person_speaks_for_its_body() -> None:
    english = "ITI statement on the review\n\nWe support the USMCA. Our members sell in all three countries.\n\nWe oppose the digital services tax."
    assert {(ITI, "supports", USMCA), (ITI, "opposes", "digital-taxation")} <= said(english)
    spanish = "La AMITI fija postura\n\nRespaldamos el T-MEC. Nuestras empresas venden en los tres países.\n\nRechazamos los aranceles."
    assert {(AMITI, "supports", USMCA), (AMITI, "opposes", "tariffs")} <= said(spanish)


def test_a_statement_in_quotes_is_of_whoever_released_it() -> None:
    text = (
        "Reactions to the review\n\nPaul Keller, president of ITI, released this statement on the deal:\n\n"
        '"The signing of the USMCA is a milestone. It took two years.\n\n"We regret the new tariffs."\n\nThe USMCA took effect in 2020.'
    )
    assert {(KELLER, "supports", USMCA), (ITI, "supports", USMCA), (KELLER, "opposes", "tariffs")} <= said(text)


def test_a_position_that_hangs_on_a_condition_is_conditional() -> None:
    for text in ("ITI opposes the USMCA unless the levy is dropped.", "ITI would support the USMCA if the levy were dropped."):
        found = [item for item in read(text).relations if item.subject == ITI and item.object == USMCA]
        assert found
        assert all(item.modality is Modality.CONDITIONAL and not is_accepted(item) for item in found)


def test_a_word_of_ones_own_is_not_the_bodys() -> None:
    text = "Rosa Duarte Peña, president of CANIETI, answered.\n\nThe Monitor: And?\n\nDuarte: I support the USMCA."
    assert (ROSA, "supports", USMCA) in said(text)
    assert (CANIETI, "supports", USMCA) not in said(text)


def test_a_report_has_no_voice_of_its_own() -> None:
    text = 'ITI reacts to the review\n\n"We like it," Paul Keller said. The USMCA is essential. Tariffs are a threat.'
    assert not {item for item in said(text) if item[0] == ITI and item[2] == "tariffs"}


def test_to_back_a_body_is_to_support_it() -> None:
    assert (AMIA, "supports", "org:mx-economia") in said("La AMIA respalda a la Secretaría de Economía en sus gestiones.")
    assert (ITI, "supports", "org:ustr") in said("ITI backs USTR in the dispute.")
    assert (ITI, "supports", "org:ustr") not in said("ITI backs USTR's critics.")


def test_a_text_named_before_by_its_kind() -> None:
    text = "Congress is studying the Online Streaming Act. ITI opposes the bill. Technation supports the law."
    assert {(ITI, "opposes"), (TECHNATION, "supports")} <= {item[:2] for item in said(text) if item[2].startswith("work:")}


RULES = [
    ("El capítulo 19 del T-MEC, dedicado al comercio digital, entró en vigor en 2020.", "chapter:usmca/19", {"digital-trade"}),
    ("The USMCA, with its chapters on digital trade and intellectual property, turned five.", USMCA, {"digital-trade", "intellectual-property"}),
    ("The ministers spoke of the USMCA, including its ban on goods made with forced labor.", USMCA, {"labor"}),
    ("Officials reviewed the USMCA, the provisions on labor rights, digital trade and customs procedures among them.", USMCA, {"labor", "digital-trade"}),
    ("Los autos no cumplen con las reglas de origen del T-MEC.", USMCA, {"rules-of-origin"}),
    ("El T-MEC fue pionero al incluir reglas para el comercio electrónico y la ciberseguridad.", USMCA, {"digital-trade", "cybersecurity"}),
    ("The USMCA's rules on data flows, labor and the environment apply.", USMCA, {"data-flows", "labor"}),
    ("Chapter 19 of the USMCA prohibits data localization.", "chapter:usmca/19", {"data-localization"}),
    ("El T-MEC contiene disposiciones sobre propiedad intelectual.", USMCA, {"intellectual-property"}),
]


@pytest.mark.parametrize(("text", "subject", "topics"), RULES)
def test_what_has_rules_on_what(text: str, subject: str, topics: set[str]) -> None:
    assert {(subject, "regulates", topic) for topic in topics} <= said(text)


@pytest.mark.parametrize(
    "text",
    [
        "El T-MEC incluyó reglas para el comercio electrónico, pero no contempló la inteligencia artificial.",
        "The USMCA has boosted artificial intelligence.",
        "The parties to the USMCA discussed artificial intelligence.",
        "Tras la firma del T-MEC, la AMITI creció con la inteligencia artificial.",
    ],
)
def test_what_an_agreement_has_no_rules_on(text: str) -> None:
    assert not {item for item in said(text) if item[1] == "regulates" and item[2] == "artificial-intelligence"}


PUBLISHED = [
    ("ITI sent a letter to USTR.", {ITI}),
    ("ITI set out its requests in a letter to USTR.", {ITI}),
    ("In a letter sent today to USTR, ITI and Technation point to delays.", {ITI, TECHNATION}),
    ("ITI, AMITI and Technation issued a joint statement.", {ITI, AMITI, TECHNATION}),
    ("La AMITI y CANIETI emitieron una declaración conjunta.", {AMITI, CANIETI}),
    ("En una carta enviada a la Secretaría de Economía, la AMITI pidió reglas claras.", {AMITI}),
    ("Joint statement from ITI, AMITI and Technation on the levy", {ITI, AMITI, TECHNATION}),
    ("La Secretaría de Economía publicó el aviso para recibir comentarios sobre el funcionamiento del tratado.", {"org:mx-economia"}),
    ("The letter was signed by ITI and AMITI. They sent a letter signed by ITI.", {ITI}),
    ("CANIETI presentó un estudio sobre las exportaciones.", {CANIETI}),
]


@pytest.mark.parametrize(("text", "makers"), PUBLISHED)
def test_who_published_what(text: str, makers: set[str]) -> None:
    assert makers <= {subject for subject, predicate, _ in said(text, accepted=False) if predicate == "publishes"}


@pytest.mark.parametrize(
    "text",
    [
        "ITI received a letter from a senator.",
        "ITI commented on a report of 2024.",
        "According to a study, ITI has 80 members.",
        "La AMITI respondió a una carta.",
        "Canada issued a license and ITI read the letter of intent.",
    ],
)
def test_who_published_nothing(text: str) -> None:
    assert not {item for item in said(text) if item[1] == "publishes"}


def test_a_position_has_its_speaker_day_and_words() -> None:
    extraction = extract(document_from_text("---\ndate: 2026-02-19\n---\nPaul Keller said the USMCA must be extended.", "note.txt"))
    found = next(item for item in extraction.relations if (item.subject, item.predicate, item.object) == (KELLER, "supports", USMCA))
    assert found.speaker == KELLER
    assert extraction.document.published == date(2026, 2, 19)
    assert found.when
    assert "must be extended" in extraction.document.quote(found.evidence)
