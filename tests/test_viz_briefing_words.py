"""The languages of a briefing: whole catalogues, names with their articles, numbers, dates and money as they are read."""

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog

from graph import ontology
from graph.campaign.makers import priors
from graph.jurisdictions import notices, registers
from graph.results import Node
from graph.trade.observations import DOUBTED
from graph.trade.terms import reading
from graph.words import words
from viz import style
from viz.briefing import campaign, finding, phrases, sections, stakes, story
from viz.briefing.words import LANGUAGES, MONEY, Tongue, catalogue

ROOT = Path(phrases.__file__).parent
SAYING = {"say": 0, "sentence": 0, "many": 1, "said": 1}  # where the message stands among the arguments
STATEMENTS = ("supports", "opposes", "conditional_on", "ambivalent_on", "neutral_on", "urges", "says")
EN, ES, FR = map(Tongue, LANGUAGES)
USTR = Node(id="org:ustr", name="USTR", kind="agency")
MEXICO = Node(id="gov:mx", name="Government of Mexico", kind="government")
STRANGER = Node(id="org:unheard-of", name="Ünheard Of", kind="company")


def spoken() -> Iterator[str]:
    """Every message that stands in the code, and every one from the data that it says."""
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                for argument in node.args[SAYING[name] : SAYING[name] + 1] if name in SAYING else ():
                    for part in (argument.body, argument.orelse) if isinstance(argument, ast.IfExp) else (argument,):
                        if isinstance(part, ast.Constant) and isinstance(part.value, str):
                            yield part.value
    tables = (phrases.STATED, phrases.INFERRED, phrases.NOUNS, phrases.BOUNDS, phrases.HOW, stakes.TITLES, campaign.PURPOSES, campaign.GAPS)
    for table in (*tables, sections.ROLE_NAMES, sections.SIDE_NAMES, finding.TARGET_STANDS, story.LABELS, DOUBTED, priors().asks, notices(), words().notes):
        yield from table.values()
    yield from (*phrases.BASES, words().conditional_stance, *words().delegation.values(), *(one for one, _ in campaign.STATES.values()))
    yield from (one for _, one, _ in MONEY)
    yield from (kind.verb for kind in ontology.load().ties.values())
    yield from (words().predicates[key].says for key in STATEMENTS)
    yield from (register.name for register in (*registers(), *reading().registers))
    yield from (look.label for look in style.STANCES.values())
    yield from (text for kind in ontology.load().entities.values() for text in (kind.label, kind.plural))


def fields(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}


@pytest.mark.parametrize("language", ["es", "fr"])
def test_every_message_is_there_in_every_language(language: str) -> None:
    book: Catalog = catalogue(language)  # type: ignore[arg-type]  # one of the three
    missing = sorted({message for message in spoken() if message and not book.get(message)})
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_takes_the_values_of_its_message_and_is_never_empty(language: str) -> None:
    for message in catalogue(language):  # type: ignore[arg-type]  # one of the three
        if not message.id:
            continue
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        assert all(forms), message.id
        assert not message.fuzzy
        assert len(forms) == len(ids), message.id
        if not message.context:
            allowed = fields(ids[0]) | fields(ids[-1])
            assert all(fields(form) <= allowed for form in forms), message.id
            assert fields(forms[-1]) == fields(ids[-1]), message.id


def test_names_have_the_article_that_the_language_gives_them() -> None:
    assert [tongue.name(MEXICO) for tongue in (EN, ES, FR)] == ["the Government of Mexico", "el Gobierno de México", "le gouvernement du Mexique"]
    assert [tongue.label(MEXICO) for tongue in (EN, ES, FR)] == ["Government of Mexico", "Gobierno de México", "Gouvernement du Mexique"]
    assert [tongue.name(USTR) for tongue in (EN, ES, FR)] == ["USTR", "la USTR", "l’USTR"]
    assert {tongue.name(STRANGER) for tongue in (EN, ES, FR)} == {"Ünheard Of"}


def test_words_run_together_as_they_are_spoken() -> None:
    assert (
        ES.say("no path in evidence leads from {a} to {b}", a=ES.name(USTR), b=ES.name(MEXICO))
        == "ninguna vía documentada lleva de la USTR al Gobierno de México"
    )
    assert FR.say("no path in evidence leads from {a} to {b}", a=FR.name(MEXICO), b=FR.name(MEXICO)).endswith(
        "mène du gouvernement du Mexique au gouvernement du Mexique"
    )
    assert FR.say("no path in evidence leads from {a} to {b}", a="AMITI", b="ITI").endswith("ne mène d’AMITI à ITI")
    assert ES.listing(["Canadá", "Italia"]) == "Canadá e Italia"
    assert ES.listing(["AMITI", "ITI", "Technation"]) == "AMITI, ITI y Technation"


def test_a_name_from_outside_is_never_bent() -> None:
    newspaper = Node(id="org:el-pais-x", name="El País", kind="medium")
    assert "de El País" in ES.say("{a} took part in a delegation of {b}", a="X", b=ES.name(newspaper))
    assert FR.say("{a} met {b}", a="{b}", b="{a}") == "{b} a rencontré {a}"


def test_dates_are_read_in_full() -> None:
    days = (date(2025, 4, 20), date(2025, 4, 28))
    assert [tongue.days(*days) for tongue in (EN, ES, FR)] == [
        "from April 20 to April 28, 2025",
        "del 20 de abril al 28 de abril de 2025",
        "du 20 avril au 28 avril 2025",
    ]
    long = (date(2025, 1, 1), date(2025, 4, 29))
    assert [tongue.days(*long) for tongue in (EN, ES, FR)] == [
        "between January 1 and April 29, 2025",
        "entre el 1 de enero y el 29 de abril de 2025",
        "entre le 1er janvier et le 29 avril 2025",
    ]
    assert FR.day(date(2025, 12, 1)) == "1er décembre 2025"
    assert FR.day(date(2025, 12, 11)) == "11 décembre 2025"


def test_months_are_a_year_a_month_or_both_ends() -> None:
    january = 2025 * 12
    assert [EN.months(january, 12), EN.months(january, 1), EN.months(january, 6)] == ["2025", "January 2025", "January 2025 to June 2025"]
    assert ES.months(january + 11, 2) == "diciembre de 2025 a enero de 2026"


def test_money_is_read_as_each_country_counts_it() -> None:
    assert [tongue.money(1.5e12, "USD") for tongue in (EN, ES, FR)] == [
        "1.5 trillion US dollars",
        "1.5 billones de dólares estadounidenses",
        "1\u00a0500 milliards de dollars américains",
    ]
    assert [tongue.money(160e9, "USD") for tongue in (EN, ES, FR)] == [
        "160 billion US dollars",
        "160 mil millones de dólares estadounidenses",
        "160 milliards de dollars américains",
    ]
    assert [tongue.money(1e6, "CAD") for tongue in (EN, ES, FR)] == [
        "1 million Canadian dollars",
        "1 millón de dólares canadienses",
        "1 million de dollars canadiens",
    ]
    assert ES.money(1e9, "MXN") == "mil millones de pesos mexicanos"
    assert FR.money(1.5e6, "EUR") == "1,5 million d’euros"
    assert EN.money(12, "tonnes") == "12 tonnes"


def test_what_comes_from_outside_stands_on_one_line_and_is_cut() -> None:
    hostile = Node(id="org:x", name="a\u202eb\nc\x1b[31m" + "d" * 500, kind="company")
    told = EN.name(hostile)
    assert told.isprintable()
    assert len(told) <= 300
