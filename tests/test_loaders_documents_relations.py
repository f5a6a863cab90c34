"""Relations that small texts of our own say, and those they do not: by language rules, in English, Spanish and French."""

from dataclasses import dataclass
from datetime import date
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.claims import Modality
from loaders.documents import document_from_text, extract
from loaders.documents.model import Extraction, RelationFound
from loaders.documents.relations import SYMMETRIC, is_accepted


@dataclass(frozen=True)
class Case:
    """A text with what it says and must not say: `subject predicate object`, `*` for anything, names as in the text."""

    text: str
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    modality: Modality = Modality.ASSERTED


CASES = {
    "met one": Case("AMITI met with CISA on March 3, 2025, in Washington.", ("AMITI|met_with|CISA",)),
    "met several": Case(
        "Executives of CANIETI met with officials at USTR, the Department of Commerce and NIST last week to discuss data rules.",
        ("CANIETI|met_with|USTR", "CANIETI|met_with|Department of Commerce", "CANIETI|met_with|NIST"),
        ("USTR|met_with|NIST",),
    ),
    "head's meeting is the body's": Case(
        "Laura Méndez Ortiz, president of CANIETI, met with USTR on Monday.",
        ("Laura Méndez Ortiz|leads|CANIETI", "Laura Méndez Ortiz|met_with|USTR", "CANIETI|met_with|USTR"),
    ),
    "trip for meetings": Case(
        "Laura Méndez Ortiz, executive director of CANIETI, was in Washington this week for meetings with officials at USTR and the U.S. Chamber of Commerce.",
        ("Laura Méndez Ortiz|met_with|USTR", "Laura Méndez Ortiz|met_with|U.S. Chamber of Commerce", "CANIETI|met_with|USTR"),
    ),
    "nominal meeting": Case(
        "A meeting between Technation and Global Affairs Canada took place in Ottawa in May 2025.", ("Technation|met_with|Global Affairs Canada",)
    ),
    "planned meeting": Case("AMITI will meet with USTR next month.", ("AMITI|met_with|USTR",), modality=Modality.PLANNED),
    "planned meeting, expected": Case("AMITI is expected to meet with USTR next week.", ("AMITI|met_with|USTR",), modality=Modality.PLANNED),
    "no meeting": Case("AMITI did not meet with USTR during the visit.", ("AMITI|met_with|USTR",), modality=Modality.NEGATED),
    "conditional meeting": Case("AMITI would meet with USTR if the talks resumed.", ("AMITI|met_with|USTR",), modality=Modality.CONDITIONAL),
    "testimony": Case(
        "Technation testified before the U.S. International Trade Commission on June 4, 2025.", ("Technation|met_with|U.S. International Trade Commission",)
    ),
    "reunión": Case(
        "La AMITI se reunió con la Secretaría de Economía y con CANIETI el pasado 12 de marzo.",
        ("AMITI|met_with|Secretaría de Economía", "AMITI|met_with|CANIETI"),
        ("Secretaría de Economía|met_with|CANIETI",),
    ),
    "sin reunión": Case("La AMITI no se reunió con la Secretaría de Economía.", ("AMITI|met_with|Secretaría de Economía",), modality=Modality.NEGATED),
    "reunión entre": Case("Hubo una reunión entre CANIETI y la Secretaría de Economía la semana pasada.", ("CANIETI|met_with|Secretaría de Economía",)),
    "sostuvo una reunión": Case(
        "Coparmex sostuvo una reunión de trabajo con la Secretaría de Economía este lunes.", ("Coparmex|met_with|Secretaría de Economía",)
    ),
    "se reunirá": Case(
        "Coparmex se reunirá con la Secretaría de Economía la próxima semana.", ("Coparmex|met_with|Secretaría de Economía",), modality=Modality.PLANNED
    ),
    "rencontre": Case("Technation a rencontré Affaires mondiales Canada la semaine dernière.", ("Technation|met_with|Affaires mondiales Canada",)),
    "delegation": Case(
        "Rosa Duarte Peña, president of CANIETI, joined a Mexican government delegation that met with officials at NIST earlier this year.",
        ("Rosa Duarte Peña|met_with|NIST", "Rosa Duarte Peña|member_of|Mexican government", "Mexican government|met_with|NIST"),
        ("CANIETI|met_with|NIST",),
    ),
    "joint statement": Case(
        "CANIETI, ITI and Technation — a Canadian technology group — issued a joint statement in May 2025.",
        ("CANIETI|joint_statement_with|ITI", "CANIETI|joint_statement_with|Technation", "ITI|joint_statement_with|Technation"),
    ),
    "declaración conjunta": Case("La AMITI y CANIETI publicaron una declaración conjunta sobre comercio digital.", ("AMITI|joint_statement_with|CANIETI",)),
    "joint letter": Case(
        "In a joint letter, ITI and BSA asked USTR to keep the digital chapter.", ("ITI|joint_statement_with|BSA",), ("ITI|joint_statement_with|USTR",)
    ),
    "works with": Case("AMITI is working with ITI on a handbook for exporters.", ("AMITI|partners_with|ITI",)),
    "colabora con": Case("La AMITI colabora con CANIETI en un programa de capacitación.", ("AMITI|partners_with|CANIETI",)),
    "in partnership with": Case("Technation organised the forum in partnership with ITI.", ("Technation|partners_with|ITI",)),
    "counterpart": Case("AMITI's U.S. counterpart, ITI, agrees.", ("AMITI|counterpart_of|ITI",)),
    "contraparte": Case("La AMITI y su contraparte estadounidense, ITI, coinciden.", ("AMITI|counterpart_of|ITI",)),
    "urges is no contact": Case(
        "Technation urged the Canadian government to ratify the agreement.",
        ("Technation|urges|Canadian government",),
        ("Technation|met_with|Canadian government",),
    ),
    "calls on": Case("ITI called on the United States and Mexico to extend the USMCA.", ("ITI|urges|United States", "ITI|urges|Mexico", "ITI|supports|USMCA")),
    "instó a": Case("La AMITI instó a México y Canadá a mantener el T-MEC.", ("AMITI|urges|México", "AMITI|urges|Canadá", "AMITI|supports|T-MEC")),
    "pidió a": Case("Coparmex pidió al Gobierno de México que fortalezca la ciberseguridad.", ("Coparmex|urges|Gobierno de México",)),
    "passive urging": Case("The United States was urged by BSA to drop the plan.", ("BSA|urges|United States",)),
    "supports": Case("BSA strongly supports the USMCA.", ("BSA|supports|USMCA",)),
    "respalda": Case("CANIETI respalda el T-MEC.", ("CANIETI|supports|T-MEC",)),
    "opposes": Case("The Business Software Alliance opposes the Online Streaming Act.", ("Business Software Alliance|opposes|Online Streaming Act",)),
    "rechaza": Case("Coparmex rechazó la ley: se opone a los aranceles.", ("Coparmex|opposes|topic:tariffs",)),
    "threats are no opposition": Case("The president made threats to withdraw from the old NAFTA.", (), ("*|opposes|*",)),
    "attribution is no contact": Case("According to AMITI, NIST has published new guidance.", (), ("AMITI|met_with|NIST", "AMITI|partners_with|NIST")),
    "stated priority": Case(
        "Laura Méndez Ortiz, president of CANIETI, said cybersecurity must be a priority of the review.",
        ("Laura Méndez Ortiz|supports|topic:cybersecurity", "CANIETI|supports|topic:cybersecurity"),
    ),
    "title before name": Case("CANIETI president Laura Méndez Ortiz spoke in Monterrey.", ("Laura Méndez Ortiz|leads|CANIETI",)),
    "directora general de": Case("La directora general de CANIETI, Laura Méndez Ortiz, habló en Monterrey.", ("Laura Méndez Ortiz|leads|CANIETI",)),
    "vice president works for": Case("Paul Keller, vice president of policy at ITI, disagreed.", ("Paul Keller|works_for|ITI",), ("Paul Keller|leads|ITI",)),
    "former": Case("Paul Keller, the former head of CANIETI, disagreed with ITI.", ("Paul Keller|works_for|CANIETI",), ("Paul Keller|leads|CANIETI",)),
    "ex": Case("Laura Méndez Ortiz, expresidenta de CANIETI, participó.", ("Laura Méndez Ortiz|works_for|CANIETI",), ("Laura Méndez Ortiz|leads|CANIETI",)),
    "chapter of agreement": Case(
        "Chapter 19 of the USMCA prohibits data localization.", ("Chapter 19|part_of|USMCA", "Chapter 19|regulates|topic:data-localization")
    ),
    "capítulo": Case("El capítulo 19 del T-MEC garantiza el libre flujo de datos.", ("capítulo 19|part_of|T-MEC", "capítulo 19|regulates|topic:data-flows")),
    "benefit is no rule": Case("Chapter 19 of the USMCA has boosted innovation.", (), ("Chapter 19|regulates|topic:innovation",)),
    "name of agreement": Case(
        "The U.S.-Mexico-Canada Agreement turned five.", ("United States|party_to|USMCA", "Mexico|party_to|USMCA", "Canada|party_to|USMCA")
    ),
    "supplier turned round": Case("The leading U.S. supplier is Vietnam.", ("Vietnam|exports_to|U.S.",), ("U.S.|exports_to|Vietnam",)),
    "exportaciones a": Case(
        "Las exportaciones de México a Estados Unidos sumaron 40,000 millones de dólares en 2024.",
        ("México|exports_to|Estados Unidos",),
        ("Estados Unidos|exports_to|México",),
    ),
    "one subject, two verbs": Case(
        "At a hearing of the Senate Finance Committee, CANIETI president Laura Méndez Ortiz urged Congress to keep the USMCA "
        "and called on Canada to repeal its Online Streaming Act.",
        ("CANIETI|urges|Congress", "CANIETI|urges|Canada", "CANIETI|opposes|Online Streaming Act", "CANIETI|supports|USMCA"),
        ("Senate Finance Committee|urges|*", "Congress|urges|*"),
    ),
    "joined in calling": Case(
        "BSA joined ITI and Technation in calling on the United States and Canada to extend the USMCA.",
        ("BSA|joint_statement_with|ITI", "ITI|joint_statement_with|Technation", "ITI|urges|Canada", "BSA|supports|USMCA"),
        ("BSA|joint_statement_with|Canada",),
    ),
    "letter to": Case(
        "ITI and BSA sent a joint letter to the United States and Canada, asking them to extend the USMCA.",
        ("ITI|joint_statement_with|BSA", "ITI|urges|United States", "BSA|urges|Canada"),
        ("ITI|met_with|*",),
    ),
    "posicionamiento": Case(
        "La AMITI y CANIETI publicaron un posicionamiento conjunto en el que piden a los gobiernos de México y Canadá mantener el T-MEC.",
        ("AMITI|joint_statement_with|CANIETI", "CANIETI|urges|México", "AMITI|urges|Canadá", "AMITI|supports|T-MEC"),
    ),
    "told in a quote": Case(
        '"Canada should repeal the Online Streaming Act," said Paul Keller, vice president of digital trade at ITI.',
        ("Paul Keller|urges|Canada", "Paul Keller|works_for|ITI", "Paul Keller|opposes|Online Streaming Act"),
        ("Paul Keller|supports|topic:digital-trade",),
    ),
    "officials by adjective": Case(
        "Canadian officials met with their American counterparts on Monday. Canada and the United States disagree.", ("Canada|met_with|United States",)
    ),
    "title and name": Case(
        "La presidenta nacional de CANIETI, Laura Méndez Ortiz, se reunió este martes con funcionarios de la Secretaría de Economía.",
        ("Laura Méndez Ortiz|leads|CANIETI", "Laura Méndez Ortiz|met_with|Secretaría de Economía", "CANIETI|met_with|Secretaría de Economía"),
    ),
    "director of a part": Case(
        "Ernesto Villa Prado, director de políticas públicas de CANIETI, rechazó los requisitos de localización de datos.",
        ("Ernesto Villa Prado|works_for|CANIETI", "Ernesto Villa Prado|opposes|topic:data-localization"),
        ("Ernesto Villa Prado|leads|CANIETI",),
    ),
    "its president": Case("CANIETI criticized the plan. Its president, Laura Méndez Ortiz, spoke in Monterrey.", ("Laura Méndez Ortiz|leads|CANIETI",)),
    "two posts, two people": Case(
        "El presidente de Concamin, Ernesto Villa Prado, y el director general de CANIETI, Pablo Casas Luna, hablaron.",
        ("Ernesto Villa Prado|leads|Concamin", "Pablo Casas Luna|leads|CANIETI"),
        ("Ernesto Villa Prado|leads|CANIETI",),
    ),
    "convenio": Case("CANIETI firmó un convenio de colaboración con la AMITI.", ("CANIETI|partners_with|AMITI",)),
    "agreement is no partner": Case("Mexico signed the USMCA.", ("Mexico|party_to|USMCA",), ("*|partners_with|*",)),
    "for one, against another": Case(
        "Coparmex se opone a nuevos aranceles y respalda la continuidad del T-MEC.",
        ("Coparmex|opposes|topic:tariffs", "Coparmex|supports|T-MEC"),
        ("Coparmex|opposes|T-MEC", "Coparmex|opposes|topic:usmca-review"),
    ),
    "own voice": Case(
        "At CANIETI, we believe in open markets. Mexico must protect the free flow of data. We urge Canada to avoid new digital services taxes.",
        ("CANIETI|urges|Mexico", "CANIETI|urges|Canada", "CANIETI|supports|topic:data-flows"),
    ),
    "not a party in it": Case("Officials at USTR said that ITI and BSA disagree.", (), ("*|met_with|*", "*|joint_statement_with|*", "*|partners_with|*")),
    "exports to several": Case(
        "Software exports from the United States to Mexico and Canada grew 9 percent.", ("United States|exports_to|Mexico", "United States|exports_to|Canada")
    ),
    "published": Case("On June 2, 2025, USTR published the National Trade Estimate Report.", ("USTR|publishes|*",)),
    "works on a paper": Case(
        "CANIETI is working with BSA on a policy paper on cloud services.", ("CANIETI|publishes|*", "BSA|publishes|*"), modality=Modality.PLANNED
    ),
    "imports from": Case("U.S. imports from Canada reached $30 billion in 2023.", ("Canada|exports_to|U.S.",), ("U.S.|exports_to|Canada",)),
    "its president said": Case("ITI backs the plan, said its president, Jane Roe.", ("Jane Roe|leads|ITI",)),
    "its president said, behind a dateline": Case(
        "OTTAWA, June 9, 2025 — Technation backs the plan, said its president, Jane Roe.", ("Jane Roe|leads|Technation",)
    ),
    "its chief executive, X, said": Case("AMITI opposes the tax, its chief executive, Jane Roe, said on Monday.", ("Jane Roe|leads|AMITI",)),
    "its president said, in a quote": Case('CANIETI rejected the tax. "We lose," said its president, Jane Roe.', ("Jane Roe|leads|CANIETI",)),
    "dijo su presidenta": Case(
        "La AMITI pidió a la Secretaría de Economía prudencia, dijo ayer su presidenta nacional, Rosa Duarte Peña.",
        ("Rosa Duarte Peña|leads|AMITI",),
        ("Rosa Duarte Peña|leads|Secretaría de Economía",),
    ),
    "a déclaré son président": Case("Technation rejette la taxe, a déclaré son président, Jean Tremblay.", ("Jean Tremblay|leads|Technation",)),
    "its former, acting and other posts": Case(
        "ITI backs the plan, said its former president, Jane Roe. AMITI agrees, said its acting president, Ann Poe. "
        "CANIETI is sure, said its president's lawyer, Rita Coe.",
        ("Jane Roe|works_for|ITI", "Ann Poe|leads|AMITI"),
        ("Jane Roe|leads|*", "Rita Coe|*|CANIETI"),
    ),
    "su expresidente": Case("La AMITI pidió prudencia, señaló su expresidente, Luis Pérez Soto.", ("Luis Pérez Soto|works_for|AMITI",), ("*|leads|*",)),
    "its president, of two bodies": Case("AMITI backs the plan but CANIETI opposes it, said its president, Jane Roe.", (), ("*|leads|*",)),
    "title names the office": Case("Jamieson Greer, the U.S. Trade Representative, met with AMITI.", ("Jamieson Greer|leads|U.S. Trade Representative",)),
    "title before the name": Case("U.S. Trade Representative Jamieson Greer met with AMITI.", ("Jamieson Greer|leads|U.S. Trade Representative",)),
    "a minister by the holder": Case(
        "Technation met with Finance Minister François-Philippe Champagne.",
        ("François-Philippe Champagne|leads|Department of Finance Canada", "Technation|met_with|François-Philippe Champagne"),
    ),
    "a minister by the country": Case("Technation met with Canadian Finance Minister Jane Roe.", ("Jane Roe|leads|Department of Finance Canada",)),
    "un secretario": Case(
        "La AMITI se reunió con el secretario de Hacienda, Edgar Amador.", ("Edgar Amador|leads|Hacienda", "AMITI|met_with|Edgar Amador"), ()
    ),
    "a minister of no country": Case("Technation met with Finance Minister Jane Roe.", ("Technation|met_with|Jane Roe",), ("*|leads|*", "*|works_for|*")),
    "former, acting and hoped for": Case(
        "Former U.S. Trade Representative Katherine Tai met with AMITI. Acting U.S. Trade Representative Jane Roe met with ITI. "
        "Ann Poe, the nominee for U.S. Trade Representative, met with CANIETI. Rita Coe, the U.S. Trade Representative's lawyer, met with BSA.",
        ("Katherine Tai|works_for|U.S. Trade Representative", "Jane Roe|leads|U.S. Trade Representative"),
        ("Katherine Tai|leads|*", "Ann Poe|leads|*", "Rita Coe|leads|*"),
    ),
    "the next clause": Case("She complained to the U.S. Trade Representative, Jane Roe said.", (), ("*|leads|*",)),
    "exministra": Case("Exsecretaria de Economía Tatiana Clouthier se reunió con la AMITI.", (), ("Tatiana Clouthier|leads|*",)),
    "joint letter with one": Case(
        "ITI and CANIETI met USTR on Monday. In a joint letter with BSA | The Software Alliance, the groups urged USTR to act.",
        ("ITI|joint_statement_with|BSA", "CANIETI|joint_statement_with|BSA", "ITI|joint_statement_with|CANIETI"),
        ("BSA|joint_statement_with|USTR",),
    ),
    "carta conjunta con": Case(
        "En una carta conjunta con la CONCAMIN, la AMITI y la CANIETI pidieron a la Secretaría de Economía actuar.",
        ("AMITI|joint_statement_with|CONCAMIN", "CANIETI|joint_statement_with|CONCAMIN"),
        ("CONCAMIN|joint_statement_with|Secretaría de Economía",),
    ),
}


@cache
def extracted(text: str) -> Extraction:
    return extract(document_from_text(text, "note.txt", published=date(2025, 6, 10)))


def ends(extraction: Extraction, name: str) -> set[str]:
    """The ids that a surface form of the text stands for."""
    if name.startswith("topic:"):
        return {name}
    found = {node.id for node in extraction.nodes if name == node.name or name in node.surfaces}
    return found | {id.replace("gov:", "place:") for id in found}


def said(extraction: Extraction, statement: str) -> list[RelationFound]:
    subject, predicate, target = statement.split("|")
    found = [relation for relation in extraction.relations if relation.predicate == predicate]
    pairs = [(subject, target), (target, subject)] if predicate in SYMMETRIC else [(subject, target)]
    return [
        relation
        for relation in found
        for a, b in pairs
        if (a == "*" or relation.subject in ends(extraction, a)) and (b == "*" or relation.object in ends(extraction, b))
    ]


@pytest.mark.parametrize("name", CASES)
def test_a_text_says_what_it_says(name: str) -> None:
    case = CASES[name]
    extraction = extracted(case.text)
    for statement in case.says:
        assert case.modality in {relation.modality for relation in said(extraction, statement)}, statement


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.never])
def test_a_text_does_not_say_what_it_does_not(name: str) -> None:
    case = CASES[name]
    for statement in case.never:
        assert said(extracted(case.text), statement) == [], statement


def test_dates_stand_beside_what_happened() -> None:
    text = "CANIETI met with USTR on March 3, 2025. AMITI met with NIST last week. Technation met with ITI."
    when = {relation.object: (relation.when, "undated" in relation.qualifiers) for relation in extracted(text).relations if relation.predicate == "met_with"}
    assert sorted(when.values()) == [("2025-03-03", False), ("2025-05-12..2025-06-10", True), ("2025-06-01..2025-06-09", False)]


def test_a_meeting_with_unnamed_officials_says_so_and_who_sought_it() -> None:
    text = "Laura Méndez Ortiz, president of CANIETI, was in Washington this week for meetings with officials at USTR and with ITI."
    found = {
        relation.object: set(relation.qualifiers)
        for relation in extracted(text).relations
        if relation.predicate == "met_with" and "implied" not in relation.qualifiers
    }
    assert found["org:ustr"] == {"sought-by-subject", "unnamed-officials"}
    assert found["org:iti"] == {"sought-by-subject"}


def test_partners_of_agencies_are_no_partners_of_one_another() -> None:
    text = "Partnerships between agencies in the United States, Mexico and Canada, together with organizations such as AMITI and ITI, have grown."
    found = [relation for relation in extracted(text).relations if relation.predicate == "partners_with"]
    assert found
    assert all("of-agencies" in relation.qualifiers for relation in found)
    assert not [relation for relation in found if {relation.subject, relation.object} == {"org:amiti", "org:iti"}]


def test_only_trusted_rules_that_the_text_asserts_are_accepted() -> None:
    for case in CASES.values():
        for relation in extracted(case.text).relations:
            if is_accepted(relation):
                assert relation.modality in (Modality.ASSERTED, Modality.PLANNED) or "suggestion" in relation.qualifiers


SPOKEN = 'AMITI ITI CANIETI USTR met with and , . urged to said that the Mexico joint statement US$5 billion president of Laura ( ) — " no will'
WORDS = SPOKEN.split()


@given(st.lists(st.sampled_from(WORDS), min_size=5, max_size=80))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_words_give_relations_with_literal_evidence(tokens: list[str]) -> None:
    text = "A note on trade. " + " ".join(tokens)
    extraction = extracted(text)
    for relation in extraction.relations:
        first, last = relation.evidence
        assert 0 <= first < last <= len(extraction.document.text)
        assert relation.subject != relation.object
