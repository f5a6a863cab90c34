"""Who sells to whom, said without a figure: one row for each construction, both languages, both directions, and what says nothing of the kind."""

from dataclasses import dataclass

import pytest

from loaders.documents import document_from_text, extract
from loaders.documents.relations import is_accepted


@dataclass(frozen=True)
class Row:
    """A text and the exports that it states, as "seller>buyer" by country code; nothing else may be accepted."""

    text: str
    says: str = ""


ROWS = {
    "en: exports to": Row("Last year Mexico exported circuits worth a fortune, most of them to the United States.", "mx>us"),
    "en: ships": Row("Canada ships potash and lumber to the United States by rail.", "ca>us"),
    "en: sells, goods after the buyer": Row("Canada sells Mexico, above all, canola and wheat.", "ca>mx"),
    "en: what it sells": Row("Auto parts lead what Mexico sells to Canada, the chamber said.", "mx>ca"),
    "en: makers that supply": Row("Parts makers in the United States that supply Mexico fear the measure.", "us>mx"),
    "en: buys from": Row("Canada buys most of its winter vegetables from Mexico.", "mx>ca"),
    "en: main market is": Row("Mexico's top export market is the United States.", "mx>us"),
    "en: is the main market for": Row("The United States is the largest market for Canada's lumber.", "ca>us"),
    "en: exports go to": Row("Nearly all Mexican exports of televisions go to the United States.", "mx>us"),
    "en: largest supplier": Row("Canada remains the largest foreign supplier of crude oil to the United States.", "ca>us"),
    "en: ranked among suppliers, behind": Row("Mexico ranked third among the suppliers of Canada, behind the United States and China.", "mx>ca us>ca cn>ca"),
    "en: destination, after": Row("Mexico was the fifth destination of Canadian exports, after the United States, China and Japan.", "ca>mx ca>us ca>cn ca>jp"),
    "en: overtook as supplier": Row("Mexico overtook China as the top supplier of computers to the United States.", "mx>us cn>us"),
    "en: share of imports, ahead of": Row("Mexico accounted for a sixth of U.S. imports, ahead of Canada (11.2%) and China (9.3%).", "mx>us ca>us cn>us"),
    "en: its trade, exports and imports": Row(
        "Canada came second. Its trade with the United States was large, of which half were exports and half imports.", "ca>us us>ca"
    ),
    "en: southern neighbor": Row("The United States sells corn to its southern neighbor. Mexico also buys gas.", "us>mx"),
    "es: vende a": Row("Las computadoras fueron el producto de mayor valor que México vendió a Estados Unidos.", "mx>us"),
    "es: envía al mercado": Row("En 2024 el país envió al mercado estadounidense millones de vehículos, informó el gobierno de México.", "mx>us"),
    "es: surte": Row("Canadá surte a Estados Unidos de potasa y de madera.", "ca>us"),
    "es: fabricantes que abastecen": Row("El golpe sería para los fabricantes de partes en Estados Unidos que abastecen a México.", "us>mx"),
    "es: compra a": Row("Estados Unidos compra a México casi todo el aguacate que consume.", "mx>us"),
    "es: cuyo principal destino": Row("México genera más de la mitad de las exportaciones del país, cuyo principal destino es Estados Unidos.", "mx>us"),
    "es: primer destino de los productos": Row("México fue el primer destino de los productos estadounidenses, según el reporte.", "us>mx"),
    "es: captó lo que importó": Row(
        "México captó 15.4% de lo que importó el mercado estadounidense, por delante de Canadá (11.2%) y de China (9.3%).", "mx>us ca>us cn>us"
    ),
    "es: desplazó como proveedor": Row("México desplazó a China como proveedor de computadoras de Estados Unidos.", "mx>us cn>us"),
    "es: principal proveedor": Row("Canadá es el principal proveedor de aluminio de Estados Unidos.", "ca>us"),
    "es: principal cliente": Row("Estados Unidos es el principal cliente de Canadá.", "ca>us"),
    "es: vecino del norte": Row("Casi una tercera parte de lo que México vende a su vecino del norte son autos. Estados Unidos los ensambla.", "mx>us"),
    "es: se dirigen a": Row("Ocho de cada diez exportaciones de México se dirigen a Estados Unidos.", "mx>us"),
    "en: relies on for its exports": Row("Canada relies on the United States for three quarters of its exports.", "ca>us"),
    "en: growers of a country": Row("Mexican avocado growers send eight of ten avocados to the United States.", "mx>us"),
    "en: imports into": Row("Imports of Chinese vehicles into Mexico doubled.", "cn>mx"),
    "es: tuvo como destino": Row("El 84 por ciento de las ventas externas mexicanas tuvo como destino Estados Unidos.", "mx>us"),
    "es: recibió los envíos": Row("Canadá, en cambio, recibió apenas 3 por ciento de los envíos de México.", "mx>ca"),
    "es: le vende": Row("México le vende a Canadá autos y jitomate.", "mx>ca"),
    "es: de A llegan a B": Row("De Canadá llegan a México trigo, canola y aluminio.", "ca>mx"),
    "es: mayor exportador, por encima de": Row(
        "México es el mayor exportador de computadoras a Estados Unidos, por encima de China y Japón.", "mx>us cn>us jp>us"
    ),
    "en: a delegation is no goods": Row("Mexico sent a delegation to Canada. Canada sent a letter to Mexico."),
    "en: could export": Row("Mexico could export more beef to Canada. Mexico does not sell corn to Canada."),
    "en: stopped": Row("Mexico stopped shipping tuna to the United States."),
    "en: sells an idea to its own": Row("The United States and Mexico agreed to promote the market of North America."),
    "es: podría vender": Row("México podría vender más acero a Canadá si la regla cambia."),
    "es: envió una comitiva": Row("México envió una comitiva a Canadá. Canadá mandó un mensaje a México."),
    "es: socio comercial": Row("México es un socio comercial confiable de Canadá."),
}


def sold(text: str, *, accepted: bool = True) -> set[str]:
    extraction = extract(document_from_text(text, "note.txt"))
    found = [item for item in extraction.relations if item.predicate == "exports_to" and (is_accepted(item) or not accepted)]
    return {f"{item.subject.partition(':')[2]}>{item.object.partition(':')[2]}" for item in found}


@pytest.mark.parametrize("name", ROWS)
def test_exports_are_those_that_the_text_states(name: str) -> None:
    assert sold(ROWS[name].text) == set(ROWS[name].says.split())


def test_duties_on_goods_and_a_sum_of_trade_are_proposed() -> None:
    taxed = "Mexico raised duties on goods from China last year."
    traded = "Trade between the United States and Mexico passed $677 billion in 2019."
    assert (sold(taxed), sold(taxed, accepted=False)) == (set(), {"cn>mx"})
    assert {"us>mx", "mx>us"} <= sold(traded, accepted=False)


def test_every_quote_holds_both_countries_words() -> None:
    for row in ROWS.values():
        extraction = extract(document_from_text(row.text, "note.txt"))
        for found in extraction.relations:
            first, last = found.evidence
            assert extraction.document.text[first:last].strip()
