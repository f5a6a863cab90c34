"""What copying, saving and mixing do to a text is mended where that is certain, and said; what cannot be read is left out, and said."""

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import SourceError
from loaders.documents import document_from_text, extract, read_document
from loaders.documents.language import detect
from loaders.documents.repair import clean, unmixed

ENGLISH = "The Information Technology Industry Council met with officials of Canada on the rules of the agreement for data flows."
SPANISH = "La Secretaría de Economía dijo que México pidió la revisión del acuerdo y que así se lo planteó a los Estados Unidos."
FRENCH = "Le ministre du Commerce a dit que le Canada demande une révision de l'accord avec les États-Unis et avec le Mexique."
GERMAN = "Das Ministerium hat mit dem Verband über die Regeln für den Handel gesprochen, und Kanada ist auch von der Reform betroffen."
PORTUGUESE = "O ministério disse que as regras do acordo não foram mudadas e que o Canadá também pediu uma revisão com os Estados Unidos."
ITALIAN = "Il ministero ha detto che le regole della intesa non sono state cambiate e che anche il Canada è con gli Stati Uniti."
DUTCH = "Het ministerie heeft met de vereniging over de regels van het verdrag gesproken en ook Canada is bij het overleg."
RUSSIAN = "Министерство сообщило, что Канада и США обсудили правила соглашения о цифровой торговле."


@pytest.mark.parametrize("encoding", ["windows-1252", "latin-1"])
def test_letters_read_in_a_wrong_encoding_are_put_right_and_that_is_said(encoding: str) -> None:
    document = document_from_text(SPANISH.encode().decode(encoding), "x")
    assert document.text == SPANISH
    assert any("wrong encoding" in note for note in document.notes)


@given(st.text(alphabet="aáéíóúñü “”’—«»ÂÃâ€", max_size=30))
def test_text_that_was_never_mixed_up_stays_as_it_is_unless_reading_back_proves_it(text: str) -> None:
    mended, notes = unmixed(text)
    assert (mended == text) or notes
    assert unmixed(text.replace("Â", "").replace("Ã", "").replace("â", ""))[1] == ()


@given(st.text(alphabet="abc áéíóúñ ¿¡–“”’…€", min_size=1, max_size=60))
def test_whatever_was_mixed_up_twice_or_more_comes_back(text: str) -> None:
    text = "¡sí! ¿él? " + text
    assert unmixed(text.encode().decode("latin-1"))[0] == text


def test_soft_hyphens_and_invisible_characters_go_and_curly_quotes_stay() -> None:
    document = document_from_text("The trade agree\u00adment is “open”, the minis\u00ad\ntry’s\u200b head said.", "x")
    assert document.text == "The trade agreement is “open”, the ministry’s head said."
    assert any("soft hyphens" in note for note in document.notes)


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)[0]
    assert clean(once)[0] == once or "wrong encoding" in str(clean(once)[1])


@pytest.mark.parametrize(
    ("text", "language"),
    [(ENGLISH, "en"), (SPANISH, "es"), (FRENCH, "fr"), (GERMAN, "de"), (PORTUGUESE, "pt"), (ITALIAN, "it"), (DUTCH, "nl"), (RUSSIAN, "und")],
)
def test_each_language_is_told(text: str, language: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(
    ("text", "name"), [(GERMAN, "German"), (PORTUGUESE, "Portuguese"), (ITALIAN, "Italian"), (DUTCH, "Dutch"), (RUSSIAN, "another script")]
)
def test_a_paragraph_in_another_language_says_nothing_and_is_counted(text: str, name: str) -> None:
    alone = extract(document_from_text(f"Talks resume\n\n{ENGLISH}", "x"))
    mixed = extract(document_from_text(f"Talks resume\n\n{ENGLISH}\n\n{text}", "x"))
    assert f"1 paragraph in {name} not read" in mixed.notes
    assert [node.id for node in mixed.nodes] == [node.id for node in alone.nodes]
    assert len(mixed.relations) == len(alone.relations)


def test_a_document_in_another_language_is_refused_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"Handel\n\n{GERMAN}\n\n{GERMAN}", encoding="utf-8")
    with pytest.raises(SourceError, match="is in German, which is not read"):
        read_document(tmp_path / "a.txt")


def test_languages_that_are_read_may_be_mixed_paragraph_by_paragraph() -> None:
    document = document_from_text(f"{ENGLISH}\n\n{SPANISH}\n\n{FRENCH}", "x")
    assert [block.language for block in document.blocks] == ["en", "es", "fr"]
    assert document.notes == ()


def test_contradicting_days_are_said_and_the_stated_one_is_taken() -> None:
    document = document_from_text(f"---\ndate: 2025-05-06\n---\nTalks resume\n\nApril 1, 2025\n\n{ENGLISH}", "x")
    assert document.published == date(2025, 5, 6)
    assert "dated 2025-05-06 by its own data and 2025-04-01 by its text; 2025-05-06 was taken" in document.notes


def test_days_that_agree_or_differ_by_a_clock_are_not_said_to_contradict() -> None:
    assert document_from_text(f"---\ndate: 2025-05-06\n---\nTalks resume\n\nMay 5, 2025\n\n{ENGLISH}", "x").notes == ()


def test_a_day_to_come_is_said() -> None:
    document = document_from_text(f"Talks resume\n\nMay 5, 2099\n\n{ENGLISH}", "x")
    assert document.notes == ("its date, 2099-05-05, lies in the future",)


def test_a_text_in_one_line_is_read() -> None:
    found = extract(document_from_text(" ".join([ENGLISH] * 400), "x"))
    assert "org:iti" in {node.id for node in found.nodes}


def test_a_page_of_tables_only_is_read_or_refused_in_one_line() -> None:
    rows = "".join(f"<tr><td>Mexico</td><td>{n}</td></tr>" for n in range(50))
    with suppress(SourceError):
        assert extract(document_from_text(f"<html><body><table>{rows}</table></body></html>", "x", format="html")).relations == ()
