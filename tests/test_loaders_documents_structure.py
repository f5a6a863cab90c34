"""Stage 2: what is text of the article, what is not, and what a document says of itself."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.documents import document_from_text, read_document
from loaders.documents.language import detect
from loaders.documents.model import PROSE, Document
from loaders.documents.sentences import split


def prose(document: Document) -> str:
    return "\n".join(document.quote(block.span) for block in document.blocks if block.kind in PROSE)


def kinds(text: str) -> list[str]:
    return [block.kind for block in document_from_text(text, "x").blocks]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("March 3, 2025", date(2025, 3, 3)),
        ("3rd of March, 2025", date(2025, 3, 3)),
        ("3 marzo, 2025", date(2025, 3, 3)),
        ("3 de marzo de 2025", date(2025, 3, 3)),
        ("Le 3 mars 2025", date(2025, 3, 3)),
        ("Published: 2025-03-03", date(2025, 3, 3)),
        ("March 3, 2025 | 4 min read", date(2025, 3, 3)),
        ("By Jo Long / March 3, 2025 at 1:45 PM", date(2025, 3, 3)),
        ("Lunes 3 de marzo de 2025, 10:20 hrs", date(2025, 3, 3)),
    ],
)
def test_a_document_is_dated_by_its_date_line(line: str, day: date) -> None:
    assert document_from_text(f"Exports rise\n\n{line}\n\nMexico sold more to its partners this year.", "x").published == day


def test_the_articles_own_day_wins_over_the_pages_and_over_updates() -> None:
    text = "2nd of May, 2025\n\nExports rise\n\nUpdated: May 9, 2025\n\n1 mayo, 2025\n\nMexico sold more in 2024 than on May 5, 2023."
    assert document_from_text(text, "x").published == date(2025, 5, 1)
    assert document_from_text("Exports rise\n\nMexico sold more on May 5, 2023, than before.", "x").published is None
    assert document_from_text("---\ntitle: T\ndate: 'Dec 5, 2024'\n---\nT\n\nMexico sold more.", "x").published == date(2024, 12, 5)


@pytest.mark.parametrize("head", ["1 Comment", "Comentarios", "3 commentaires", "Leave a Reply", "Deja un comentario", "Laisser un commentaire"])
def test_comments_are_no_text(head: str) -> None:
    document = document_from_text(
        f"Exports rise\n\nMexico sold more to Canada.\n\n{head}\n\nGreat post! Visit Cheap Essays Inc. for help with your assignments today.", "x"
    )
    assert "Cheap" not in prose(document)
    assert "Canada" in prose(document)


@pytest.mark.parametrize("head", ["Related articles", "Te puede interesar", "À lire aussi", "More from the archive", "Notas relacionadas"])
def test_related_links_are_no_text_but_the_article_may_go_on(head: str) -> None:
    long = "The ministry said that the talks would go on in the autumn and that all three sides had agreed to meet again before the end of the year in Toronto."
    document = document_from_text(f"Exports rise\n\nMexico sold more to Canada.\n\n{head}\n\nPeru opens a port\n\n{long}", "x")
    assert "Peru" not in prose(document)
    assert "Toronto" in prose(document)


def test_calendars_menus_credits_and_addresses_are_no_text() -> None:
    text = (
        "top of page\n\nPortada » Exports rise\n\nExports rise\n\nPhoto: Getty Images.\n\nMexico sold more to Canada.\n\n"
        "Subscribe to our newsletter\n\nContact: press@body.example\n\n@body\n\nbody.org\n\n"
        "Eventos CLUB\n\n13 May\nDe 9:00 am\na 10:00 am\n\nConversatorio con Peru\n\n© 2025 Border Daily. All rights reserved."
    )
    document = document_from_text(text, "x")
    assert prose(document) == "Exports rise\nMexico sold more to Canada."
    assert document.publisher == "Border Daily"


def test_a_calendar_without_a_heading_is_seen_by_its_days_and_times() -> None:
    assert "Peru" not in prose(document_from_text("Exports rise\n\nMexico sold more to Canada.\n\n7 May\n\nDe 6:00 pm\n\na 8:00 pm\n\nFiesta de Peru", "x"))


def test_kinds_of_blocks() -> None:
    text = "# Exports rise\n\nBy Jo Long\n\nMay 1, 2025\n\nMexico sold more.\n\n## What next\n\n1. Talks go on\n\n"
    text += "Figure 1. Exports by year\n\nBorder Lab with data from the OECD"
    assert kinds(text) == ["title", "byline", "dateline", "prose", "heading", "list", "caption", "caption"]
    assert document_from_text(text, "x").author == "Jo Long"


def test_lines_set_to_a_width_are_one_paragraph_and_paragraphs_of_one_line_stay_apart() -> None:
    wrapped = "The ministry of the economy said on Tuesday that it would open a new\n"
    wrapped += "round of talks with its partners, and that the text of the agree-\nment would stay as it is for the whole of the coming decade."
    assert kinds(wrapped) == ["prose"]
    assert kinds(
        "Exports rise\nMexico sold more to Canada than it did in the year before that one.\nCanada bought more from Mexico, and that was a surprise to many."
    ) == ["title", "prose", "prose"]


def test_a_sentence_cut_by_a_page_break_is_one_block() -> None:
    first = "The three countries could in the end find a way to establish, in the words of one official, a"
    assert kinds(f"{first}\n\nnew annex that covers cloud services and data flows across the whole region.") == ["prose"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The U.S. Chamber met Mr. Long. He spoke.", 2),
        ("Sales to the U.S. rose 2.5 percent. Good.", 2),
        ("He left the U.S. The talks went on.", 2),
        ("Según EE.UU. el Sr. Ruiz vino. Se fue.", 2),
        ("“We won.” She left! Why? ¿Quién sabe?", 4),
        ("J. R. Long wrote it in Sept. 2024 with Acme Inc. and others.", 1),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(split(text, (0, len(text)))) == count


@given(st.text(alphabet='aB .!?\n"”U.S0é', max_size=80))
def test_sentences_hold_every_word_once_and_in_order(text: str) -> None:
    spans = split(text, (0, len(text)))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all(a <= b for a, b in spans)


@pytest.mark.parametrize(
    ("text", "language"), [("the end of the talks", "en"), ("el fin de las pláticas", "es"), ("la fin des pourparlers avec le ministre", "fr"), ("AMITI", "")]
)
def test_language(text: str, language: str) -> None:
    assert detect(text) == language


def test_each_block_has_its_language() -> None:
    document = document_from_text("Talks\n\nThe talks will go on for the rest of the year.\n\nLas pláticas van a seguir el resto del año en la capital.", "x")
    assert [block.language for block in document.blocks] == ["en", "en", "es"]


def test_boilerplate_of_the_five_articles_is_no_text(shared: Path) -> None:
    gone = {
        "000": ["Unsplash", "Redacción"],
        "001": ["Eventos", "Actividades", "gobierna la IA", "Reconocimiento"],
        "002": ["affordable", "bottom of page"],
        "003": ["contacto@", "@mexico"],
    }
    for number, words in gone.items():
        text = prose(read_document(next((shared / "seeds").glob(f"{number}_*.txt"))))
        assert not [word for word in words if word in text]


@pytest.mark.parametrize("head", ["Related articles", "Te puede interesar", "Associated links", "Ligas de interés"])
def test_a_box_of_links_ends_where_short_paragraphs_follow_one_another(head: str) -> None:
    text = f"Exports rise\n\nMexico sold more to Canada.\n\n{head}\n\nPeru opens a port\n\nThe ministry said that talks would go on in Toronto.\n\n"
    assert "Toronto" in prose(document_from_text(text + "Both sides agreed to meet again before the autumn.", "x"))
    teasers = text.replace("Toronto.", "Lima.") + "Chile signs a pact\n\nThe pact will be read in the Senate in May."
    assert "Lima" not in prose(document_from_text(teasers, "x"))


def test_titles_of_other_articles_at_the_end_are_no_text_without_a_label() -> None:
    text = "Exports rise\n\nMexico sold more to Canada.\n\nCanada bought more, too.\n\nThe talks go on.\n\n"
    links = "Peru opens a port to rival its neighbours\n\nWhy small firms worry about the new rules\n\nThe week in pictures from three capitals"
    assert not [block for block in document_from_text(text + links, "x").blocks if block.kind == "heading"]
    signed = "Peru Growers Association of the North\n\nCouncil of Lakeside Exporters and Brokers\n\nNational Association of Umbrella Makers"
    assert len([block for block in document_from_text(text + signed, "x").blocks if block.kind == "heading"]) == 3
