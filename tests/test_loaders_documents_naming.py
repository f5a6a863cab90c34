"""Bodies and persons introduced in ways of the press: courts, ports, exchanges, shared titles, trades. The names are invented."""

import pytest

from loaders.documents import document_from_text, find_nodes
from loaders.registry import load_registry


def actors(text: str) -> dict[str, str]:
    return {node.name: node.kind for node in find_nodes(document_from_text(text, "note.txt"), load_registry()) if node.group == "actor"}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The Provincial Court of Northmark dismissed the case.", "Provincial Court of Northmark", "agency"),
        ("The Northmark Superior Court of Justice heard the case.", "Northmark Superior Court of Justice", "agency"),
        ("El Juzgado Segundo de Distrito concedió la suspensión.", "Juzgado Segundo de Distrito", "agency"),
        ("The Port of Cape Alder said that volumes rose.", "Port of Cape Alder", "company"),
        ("El Puerto de Alderete informó que creció la carga.", "Puerto de Alderete", "company"),
        ("The Valley Tomato Exchange welcomed the duties.", "Valley Tomato Exchange", "association"),
        ("The Coalition to Save Small Parcels filed comments.", "Coalition to Save Small Parcels", "association"),
        ("The Harbor Wire reported that talks had stalled.", "Harbor Wire", "media"),
        ("Primera Línea Radio entrevistó al directivo.", "Primera Línea Radio", "media"),
        ("El Ministerio de Obras, Innovación y Desarrollo Rural respondió.", "Ministerio de Obras, Innovación y Desarrollo Rural", "agency"),
        ("El centro de estudios Meridiano Norte publicó un informe.", "Meridiano Norte", "think_tank"),
        ("La firma tapatía Quilonda contrató cabilderos.", "Quilonda", "company"),
        ("La encuestadora Mitofán encontró apoyo.", "Mitofán", "company"),
        ("Shipping company Norlane and trucker Haulwise backed it.", "Haulwise", "company"),
        ("Trade lawyer Priya Raman of Colter & Hale said so.", "Colter & Hale", "company"),
        ("Senators Ruth Kell and Owen Barr wrote a letter.", "Ruth Kell", "person"),
        ("Professors Ana Duval and Mark Teller wrote the study.", "Ana Duval", "person"),
        ("Los senadores Ruth Cantú y Omar Téllez enviaron una carta.", "Ruth Cantú", "person"),
        ("Conservative MP Tarek Boudin asked for a vote.", "Tarek Boudin", "person"),
        ("Steelworker Joe Brandt voted for the pact.", "Joe Brandt", "person"),
        ("Republican Carla Mintz, who sits on the panel, objected.", "Carla Mintz", "person"),
    ],
)
def test_a_body_or_a_person_is_known_by_the_words_around(text: str, name: str, kind: str) -> None:
    assert actors(text).get(name) == kind


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Copper wire prices rose on Monday, the exporters said.", "Copper wire"),
        ("The Federal Court heard him.", "Federal Court"),
        ("The supply chain runs through the Port of Alder and the rail yard.", "Port of Alder"),
        ("Llegaron por el Puerto de Alderete, donde hay filas.", "Puerto de Alderete"),
        ("He sells for Food & Beverage in the north.", "Food & Beverage"),
        ("Ministers Meeting Delayed as talks drag on, the officials said.", "Meeting Delayed"),
        ("La Secretaría de Economía, Canacintra y Concamin firmaron.", "Secretaría de Economía, Canacintra y Concamin"),
    ],
)
def test_what_only_looks_like_a_name_is_none(text: str, name: str) -> None:
    assert name not in actors(text)


def test_a_chapter_of_an_association_speaks_for_itself() -> None:
    assert "COMCE Noreste" in actors("COMCE Noreste respaldó la medida de la cámara.")
