"""Who heads what and who works for whom: one row for each construction of the language, in English and Spanish, and what says nothing of the kind."""

from dataclasses import dataclass

import pytest

from loaders.documents import document_from_text, extract
from loaders.documents.annotation import annotation
from loaders.documents.model import Extraction
from loaders.documents.relations import is_accepted

LEADS, WORKS = "leads", "works_for"


@dataclass(frozen=True)
class Row:
    """A text and all the posts that it states, as "person|predicate|body" with names as in the text or the registry."""

    text: str
    says: tuple[str, ...] = ()


ROWS = {
    "es: presidida por": Row(
        "La Cámara Norteña de Software (CNS), presidida por Laura Méndez Ortiz, pidió mantener el capítulo.",
        ("Laura Méndez Ortiz|leads|Cámara Norteña de Software",),
    ),
    "es: que preside": Row(
        "La Cámara Norteña de Software (CNS), que preside Laura Méndez Ortiz, firmó ayer.", ("Laura Méndez Ortiz|leads|Cámara Norteña de Software",)
    ),
    "es: quien preside": Row(
        "Laura Méndez Ortiz, quien preside la Cámara Norteña de Software, dijo que el sector crece.", ("Laura Méndez Ortiz|leads|Cámara Norteña de Software",)
    ),
    "es: said-verb, name, post": Row(
        "«El sector crece en el país», sostuvo Laura Méndez Ortiz, presidenta de la Cámara Norteña de Software (CNS).",
        ("Laura Méndez Ortiz|leads|Cámara Norteña de Software",),
    ),
    "es: two titles before two names": Row(
        "La presidenta de la Cámara Norteña de Software, Laura Méndez Ortiz, y el director de la Alianza Digital del Bajío, Pedro Solís Vega, hablaron.",
        ("Laura Méndez Ortiz|leads|Cámara Norteña de Software", "Pedro Solís Vega|leads|Alianza Digital del Bajío"),
    ),
    "es: al frente de": Row(
        "Al frente de la Cámara Norteña de Software está Laura Méndez Ortiz, que tomó el cargo en enero.",
        ("Laura Méndez Ortiz|leads|Cámara Norteña de Software",),
    ),
    "es: de la, in a list": Row(
        "Laura Méndez Ortiz, de la Cámara Norteña de Software, y Pedro Solís Vega, vicepresidente de la Alianza Digital del Bajío, hablaron.",
        ("Laura Méndez Ortiz|works_for|Cámara Norteña de Software", "Pedro Solís Vega|works_for|Alianza Digital del Bajío"),
    ),
    "es: despacho, en jefe": Row(
        "Juan Mora Solano, socio del despacho Ríos y Asociados, y Marta León Cruz, economista en jefe de Banco Bajío, coincidieron.",
        ("Juan Mora Solano|works_for|Ríos y Asociados", "Marta León Cruz|works_for|Banco Bajío"),
    ),
    "es: titular de": Row(
        "El titular de la Secretaría de Economía, Marcelo Ebrard, habló con el titular de Hacienda, Édgar Amador.",
        ("Marcelo Ebrard|leads|Secretaría de Economía", "Edgar Amador|leads|Secretaría de Hacienda y Crédito Público"),
    ),
    "es: a ministry that only the title names": Row(
        "La secretaria de Energía, Luz Elena Duarte, y el secretario de Agricultura, Julio Vega Ruiz, visitaron México.",
        ("Luz Elena Duarte|leads|Secretaría de Energía", "Julio Vega Ruiz|leads|Secretaría de Agricultura y Desarrollo Rural"),
    ),
    "es: embajador de A en B": Row("El embajador de Canadá en México, Pedro Solís Vega, vino con la delegación.", ("Pedro Solís Vega|works_for|Canada",)),
    "es: ministro canadiense responsable de": Row(
        "Canadá envió al ministro canadiense responsable del Comercio con Estados Unidos, Juan Mora Solano.", ("Juan Mora Solano|works_for|Canada",)
    ),
    "es: primer ministro": Row("El primer ministro canadiense, Mark Carney, recibió a la prensa de Canadá.", ("Mark Carney|leads|Canada",)),
    "es: el gobierno de": Row("El gobierno de Donald Trump deja crecer el comercio con México.", ("Donald Trump|leads|United States",)),
    "es: vocero": Row("El vocero de la Cámara Norteña de Software, Juan Mora Díaz, dijo que no.", ("Juan Mora Díaz|works_for|Cámara Norteña de Software",)),
    "en: led by its president": Row(
        "The Northern Software Council, led by its president, Laura Mendez, asked for changes.", ("Laura Mendez|leads|Northern Software Council",)
    ),
    "en: who directs": Row("Laura Mendez, who directs the Northern Software Council, agreed.", ("Laura Mendez|leads|Northern Software Council",)),
    "en: body, title, name": Row(
        "Northern Software Council President Laura Mendez met officials. Laura Mendez spoke.", ("Laura Mendez|leads|Northern Software Council",)
    ),
    "en: unknown firm before its head": Row("Dorsey Chips CEO Peter Dorsey met officials in the city.", ("Peter Dorsey|leads|Dorsey Chips",)),
    "en: of a body, testified": Row(
        "Laura Mendez, president and chief executive of the Northern Software Council, and Peter Dorsey of the Prairie Chip Alliance testified.",
        ("Laura Mendez|leads|Northern Software Council", "Peter Dorsey|works_for|Prairie Chip Alliance"),
    ),
    "en: partner at law firm": Row("Maria Teller, a partner at law firm Hughes Barlow LLP, said so.", ("Maria Teller|works_for|Hughes Barlow LLP",)),
    "en: is vice president of": Row(
        "Goldy Reyes is vice president of research at the Prairie Institute for Trade Policy.", ("Goldy Reyes|works_for|Prairie Institute for Trade Policy",)
    ),
    "en: an office at a ministry": Row(
        "Peter Dorsey heads the Office for the Review of the USMCA at Mexico's Ministry of Economy.", ("Peter Dorsey|leads|Office for the Review of the USMCA",)
    ),
    "en: possessive country, ministry from the title": Row(
        "Mexico's Secretary of Economy, Tatiana Clouthier, met reporters.", ("Tatiana Clouthier|leads|Secretaría de Economía",)
    ),
    "en: a ministry that only the title names": Row(
        "U.S. Agriculture Secretary Paula Whitfield spoke in Iowa.", ("Paula Whitfield|leads|U.S. Department of Agriculture",)
    ),
    "en: his trade representative": Row(
        "President Donald Trump spoke. His trade representative, Jamieson Greer, said the United States would wait.",
        ("Donald Trump|leads|United States", "Jamieson Greer|leads|Office of the U.S. Trade Representative"),
    ),
    "en: a minister of another country": Row("Brazil's Economy Minister, Paulo Souza, spoke in Mexico.", ("Paulo Souza|works_for|Brazil",)),
    "en: a title with commas": Row("Canada's Minister of Innovation, Science and Industry, Peter Dorsey, attended.", ("Peter Dorsey|works_for|Canada",)),
    "en: deputy prime minister": Row(
        "The Government of Canada heard it. The groups wrote to Deputy Prime Minister Chrystia Freeland in November.", ("Chrystia Freeland|works_for|Canada",)
    ),
    "en: a deputy": Row("Deputy U.S. Trade Representative Paula Whitfield agreed.", ("Paula Whitfield|works_for|Office of the U.S. Trade Representative",)),
    "en: statement of": Row(
        "Statement of Meredith Kahan\nVice President, Internet Association for Competitive Commerce (IACC)\nNovember 18, 2025\n\nIACC represents online firms.",
        ("Meredith Kahan|works_for|Internet Association for Competitive Commerce",),
    ),
    "en: a president in an undated text": Row(
        "President Biden met President López Obrador, and the United States and Mexico agreed.",
        ("Joe Biden|leads|United States", "Andrés Manuel López Obrador|leads|Mexico"),
    ),
    "es: met with the head of another body": Row(
        "Laura Méndez Ortiz se reunió con el titular de Hacienda, Édgar Amador.", ("Edgar Amador|leads|Secretaría de Hacienda y Crédito Público",)
    ),
    "en: German minister is no Mexican one": Row("German Economy Minister Karl Weber spoke about Mexico."),
    "es: a former one": Row("La exsecretaria de Economía Tatiana Clouthier opinó distinto sobre México."),
}


def extracted(text: str) -> Extraction:
    return extract(document_from_text(text, "note.txt"))


@pytest.mark.parametrize("name", ROWS)
def test_posts_are_those_that_the_text_states(name: str) -> None:
    extraction = extracted(ROWS[name].text)
    names = {node.id: node.name for node in extraction.nodes}
    found = {
        f"{names[item.subject]}|{item.predicate}|{names[item.object]}"
        for item in extraction.relations
        if item.predicate in (LEADS, WORKS) and is_accepted(item) and "former" not in item.qualifiers
    }
    assert found == set(ROWS[name].says)


def actor(text: str, name: str) -> list[str]:
    return next(row["aliases"] for row in annotation(extracted(text))["actors"] if row["name"] == name)


def test_a_body_that_only_a_title_names_is_given_with_the_title_and_its_official_names() -> None:
    forms = actor("Economy Secretary Marcelo Ebrard runs Mexico's review team.", "Secretaría de Economía")
    assert {"Economy", "Economy Secretary", "Ministry of Economy", "Mexico's Ministry of Economy"} <= set(forms)
    assert not any("ministère" in form for form in forms)


def test_a_body_named_in_full_is_given_as_the_text_names_it() -> None:
    assert actor("La Secretaría de Economía trabaja en un plan.", "Secretaría de Economía") == ["Secretaría de Economía"]


def test_a_seat_and_membership_are_said_in_many_ways() -> None:
    for text in (
        "Canada sits on the steering group of the OECD/G20 Inclusive Framework.",
        "Canadá ocupa un asiento en el Marco Inclusivo de la OCDE.",
        "Canada joined the OECD/G20 Inclusive Framework in 2013.",
    ):
        found = {(item.subject, item.predicate, item.object) for item in extracted(text).relations if is_accepted(item)}
        assert ("gov:ca", "member_of", "org:inclusive-framework") in found, text


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        (
            "The list has two names.\n\n- Biotechnology Growers Organization (BGO)\n- Northern Software Council\n",
            "Biotechnology Growers Organization",
            "association",
        ),
        ("Participó el Clúster Automotriz de Coahuila con sus socios del norte del país.", "Clúster Automotriz de Coahuila", "association"),
        ("Analysts at Delmar Research said that growth would slow this year.", "Delmar Research", "company"),
        ("Habla el director de la consultora Integralia Digital sobre los centros de datos del país.", "Integralia Digital", "company"),
        ("The Office for the Review of the USMCA answered in a day.", "Office for the Review of the USMCA", "agency"),
    ],
)
def test_bodies_never_seen_are_found_by_their_shape_and_company(text: str, name: str, kind: str) -> None:
    assert (name, kind) in {(node.name, node.kind) for node in extracted(text).nodes}


def test_a_country_in_the_name_of_its_agency_is_named_and_a_longer_name_of_a_known_person_is_the_same() -> None:
    assert "gov:us" in {node.id for node in extracted("Le da argumentos a la Oficina del Representante Comercial de Estados Unidos.").nodes}
    people = [node.id for node in extracted("José Rogelio Garza Garza, presidente de la AMIA, habló. Garza Garza insistió.").nodes if node.kind == "person"]
    assert people == ["person:rogelio-garza"]


PAGES = {
    "es": (
        "Inicio | Economía | Empresas | Opinión\nNacional   Economía   Mundo   Deportes   Tecnología\n\n"
        "La Cámara Norteña de Software pide reglas claras\n\nPor Ana Ruiz Peña\n12 de marzo de 2026\n\n"
        "La Cámara Norteña de Software (CNS) pidió al Gobierno de México mantener las reglas, dijo su presidenta, Laura Méndez Ortiz, en una conferencia.\n\n"
        "Puedes leer: Sony y Nintendo anuncian nueva consola en Japón\n\n"
        "El organismo agrupa a más de 300 empresas del norte del país, y sostiene que las reglas han permitido que crezca la industria durante los "
        "cinco años.\n\n"
        "Descargar en PDF · Compartir en Facebook · Compartir en LinkedIn\nCompartir: Facebook / X / Telegram\nEtiquetas: Pemex, Banxico, Walmart\n"
        "Este sitio utiliza cookies. Al continuar acepta la política de Google.\n\nLas más leídas\n1. Tesla pospone su planta en Brasil\n"
        "2. Cruz Azul vence al América\n\n"
        "Recibe gratis nuestro newsletter. Síguenos en Google Noticias y en WhatsApp.\n"
    ),
    "en": (
        "News / Advocacy / Events / Membership / Log in\nHome > Newsroom > Press releases\n\n"
        "Northern Software Council Asks Mexico to Keep Digital Rules\n\nMarch 12, 2026\n\n"
        "The Northern Software Council (NSC) asked the Government of Mexico on Thursday to keep the rules, its president, Laura Mendez, told reporters.\n\n"
        "Read also: Samsung opens a plant in Vietnam\n\n"
        "The council represents more than 300 firms, and holds that the rules have let the industry grow during the past five years across the whole "
        "region.\n\n"
        "Share this: Facebook Twitter LinkedIn\nTags: Tesla, Walmart, Brazil\nFollow us: LinkedIn | X | YouTube\n"
        "We use cookies. By clicking Accept you agree to Google's terms.\n\nMost Popular\n1. Netflix raises its prices in France\n"
        "2. Boeing wins an order from Japan\n\n"
        "© 2026 Northern Software Council | Privacy | Terms of use\n"
    ),
}


@pytest.mark.parametrize("language", PAGES)
def test_nothing_comes_from_what_surrounds_an_article(language: str) -> None:
    found = {node.id for node in extracted(PAGES[language]).nodes}
    body = "org:camara-nortena-de-software" if language == "es" else "org:northern-software-council"
    person = "person:laura-mendez-ortiz" if language == "es" else "person:laura-mendez"
    assert found - {"person:ana-ruiz-pena"} == {body, person, "gov:mx"}


def test_a_list_of_names_parted_by_marks_is_no_menu() -> None:
    text = "The signatories of the letter are these groups:\n\nACT | The App Association\n\nBSA | The Software Alliance\n"
    assert {"org:act", "org:bsa"} & {node.id for node in extracted(text).nodes}
