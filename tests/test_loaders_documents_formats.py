"""PDF and Word documents: the same text as a reader sees, with its pages, or one line that says why not."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import docx
import pypdf
import pytest
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer

from graph.claims import Record
from graph.errors import SourceError
from loaders.documents import extract, read_document
from loaders.documents.claims import lines

MET = "The Information Technology Industry Council (ITI) met with the Office of the United States Trade Representative on April 22, 2025."
LONG = "The ministry said that the talks on data flows would go on in the autumn, and that all sides had agreed to meet again before the year was out."

OTHER = "A second paragraph of the text stands here, with nothing that anybody would ever want to know about the three countries."
LAST = "In the end the three of them wrote to one another, as their rules of procedure have it, and parted as friends."


def pdf(path: Path, pages: Sequence[Sequence[str]], *, head: str = "", title: str = "", foot: bool = False) -> Path:
    """A PDF file with these paragraphs on these pages, each page with a running head and its number."""
    styles = getSampleStyleSheet()
    parts: list[object] = []
    for number, paragraphs in enumerate(pages):
        parts += [PageBreak()] if number else []
        for text in paragraphs:
            parts += [Paragraph(text, styles["Heading2" if len(text) < 40 else "Normal"]), Spacer(1, 9)]

    def edge(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        if head:
            canvas.drawString(60, 570, head)
        if foot:
            canvas.drawString(200, 20, f"Page {document.page} of {len(pages)}")

    SimpleDocTemplate(str(path), pagesize=A5, title=title).build(parts, onFirstPage=edge, onLaterPages=edge)
    return path


def drawn(path: Path, rows: Sequence[str], *, step: float = 12) -> Path:
    """A PDF file with each row drawn at its place, as a typesetter broke it."""
    canvas = Canvas(str(path))
    for number, row in enumerate(rows):
        canvas.drawString(60, 800 - step * number, row)
    canvas.save()
    return path


def word(path: Path) -> Path:
    """A Word document with one of everything."""
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = "Talks resume", "Ana Ruiz"
    document.add_heading("Talks resume", 0)
    document.add_paragraph("May 5, 2025")
    document.add_heading("What was said", 1)
    document.add_paragraph(MET)
    document.add_paragraph("Keep data flows free.", style="List Bullet")
    table = document.add_table(2, 2)
    for place, text in enumerate(("Country", "Exports", "Mexico", "US$534 billion in 2024")):
        table.cell(place // 2, place % 2).text = text
    document.save(str(path))
    return path


def refused(path: Path) -> str:
    """The one line by which a file is refused."""
    with pytest.raises(SourceError) as caught:
        read_document(path)
    assert str(caught.value).startswith(f"{path.name}: ")
    assert str(caught.value).isprintable()
    return str(caught.value)


def _said(path: Path) -> str:
    """Why a file is refused, or "read"."""
    try:
        read_document(path)
    except SourceError as error:
        return str(error)
    return "read"


def claims(path: Path) -> list[Record]:
    return [line for line in lines(extract(read_document(path))) if isinstance(line, Record)]


def test_a_claim_of_a_printed_page_names_page_and_paragraph(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", [[LONG], [OTHER], [LAST, MET]])
    (met,) = [record.claim for record in claims(path) if record.claim.predicate == "met_with"]
    assert met.locator == "page 3, paragraph 2"
    assert met.quote in read_document(path).text


def test_lines_of_print_are_joined_into_paragraphs(tmp_path: Path) -> None:
    document = read_document(pdf(tmp_path / "a.pdf", [["What was said", LONG, MET]]))
    assert document.text == f"What was said\n\n{LONG}\n\n{MET}"
    assert [block.kind for block in document.blocks] == ["title", "prose", "prose"]


def test_running_heads_and_page_numbers_are_no_text(tmp_path: Path) -> None:
    document = read_document(pdf(tmp_path / "a.pdf", [[LONG], [MET], [OTHER]], head="Review 2025, volume 7", foot=True))
    assert document.text == f"{LONG}\n\n{MET}\n\n{OTHER}"
    assert document.pages == (0, len(LONG) + 2, len(LONG) + len(MET) + 4)


def test_a_paragraph_that_runs_over_a_page_is_one_and_the_first_of_the_next_page(tmp_path: Path) -> None:
    path = pdf(
        tmp_path / "a.pdf", [[LONG, "The Mexican ministry said on Monday that the three sides would in the end find a new"], [f"way to meet. {MET}", LONG]]
    )
    document = read_document(path)
    assert "find a new way to meet." in document.text
    (met,) = [record.claim for record in claims(path) if record.claim.predicate == "met_with"]
    assert met.locator == "page 2, paragraph 1"


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("The three ministers spoke of the trade agree-", "ment and of its rules.", "trade agreement and"),
        ("The three ministers spoke of the trade of cross-", "border data and its rules.", "cross-border data"),
        ("The ministers spoke of a data-flow rule and of data-", "flow rules in their meeting.", "of data-flow rules"),
        ("The three ministers spoke of the trade agree\u00ad", "ment and of its rules.", "trade agreement and"),
        ("The three ministers spoke of the trade with Cana-", "Trade, a group of firms.", "Cana- Trade"),
    ],
)
def test_words_broken_at_the_end_of_a_line_are_made_whole(tmp_path: Path, first: str, second: str, whole: str) -> None:
    assert whole in read_document(drawn(tmp_path / "a.pdf", [first, second])).text


def test_ligatures_are_letters(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The oﬃce of the ﬁrst minister met Canada on the ﬂow of data.", encoding="utf-8")
    assert read_document(tmp_path / "a.txt").text == "The office of the first minister met Canada on the flow of data."


def test_cells_side_by_side_are_a_row(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.drawString(60, 760, LONG[:70])
    for row, cells in enumerate((("Country", "Exports"), ("Mexico", "US$534 billion"))):
        for column, cell in enumerate(cells):
            canvas.drawString(60 + 200 * column, 700 - 14 * row, cell)
    canvas.save()
    assert "Country\tExports\n\nMexico\tUS$534 billion" in read_document(tmp_path / "a.pdf").text


def test_what_the_file_says_of_itself_is_kept_and_a_programs_name_is_no_title(tmp_path: Path) -> None:
    assert read_document(pdf(tmp_path / "a.pdf", [[LONG]], title="On data flows")).title == "On data flows"
    assert read_document(pdf(tmp_path / "b.pdf", [[LONG]], title="Microsoft Word - draft.docx")).title == ""


def test_a_day_that_only_the_file_has_is_taken_and_said_to_be(tmp_path: Path) -> None:
    document = read_document(pdf(tmp_path / "a.pdf", [[LONG]]))
    assert document.published is not None
    assert any("when the file was made" in note for note in document.notes)


def test_a_scanned_file_is_named_as_such_and_a_page_without_text_is_said(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(300, 300)
    writer.write(tmp_path / "scan.pdf")
    assert "scanned" in refused(tmp_path / "scan.pdf")
    writer.append(str(pdf(tmp_path / "text.pdf", [[LONG]])))
    writer.write(tmp_path / "both.pdf")
    assert "no text on page 1 (pictures?)" in read_document(tmp_path / "both.pdf").notes


def test_an_encrypted_file_is_refused_unless_it_opens_without_a_password(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=str(pdf(tmp_path / "plain.pdf", [[LONG]])))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")
    assert "password" in refused(tmp_path / "locked.pdf")
    writer = pypdf.PdfWriter(clone_from=str(tmp_path / "plain.pdf"))
    writer.encrypt("", "owner", algorithm="RC4-128")
    writer.write(tmp_path / "open.pdf")
    assert LONG in read_document(tmp_path / "open.pdf").text


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9])
def test_a_damaged_file_is_read_or_refused_in_one_line(tmp_path: Path, keep: float) -> None:
    for whole in (pdf(tmp_path / "whole.pdf", [[LONG]]), word(tmp_path / "whole.docx")):
        data = whole.read_bytes()
        path = tmp_path / f"cut{whole.suffix}"
        path.write_bytes(data[: int(len(data) * keep)])
        assert _said(path).isprintable()


def test_a_word_document_gives_headings_lists_and_rows(tmp_path: Path) -> None:
    document = read_document(word(tmp_path / "a.docx"))
    assert (document.title, document.author, document.published) == ("Talks resume", "Ana Ruiz", date(2025, 5, 5))
    assert [block.kind for block in document.blocks] == ["title", "dateline", "heading", "prose", "list", "list", "list"]
    assert "Mexico\tUS$534 billion in 2024" in document.text
    assert "met_with" in {record.claim.predicate for record in claims(tmp_path / "a.docx")}


def test_a_word_documents_insertions_are_read_and_its_deletions_are_not(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    document = docx.Document()
    document.add_paragraph("Mexico and Canada RUN the talks.")
    document.save(str(path))
    tag = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    new = "</w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del><w:ins><w:r><w:t>always lead</w:t></w:r></w:ins><w:r><w:t>"
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    members["word/document.xml"] = members["word/document.xml"].replace(b"RUN", new.encode())
    notes = f'<w:footnotes {tag}><w:footnote w:id="2"><w:p><w:r><w:t>Canada wrote a note of its own.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    kind = b'<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>'
    relation = b'<Relationship Id="n" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/></Rel'
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(b"</Types>", kind)
    members["word/_rels/document.xml.rels"] = members["word/_rels/document.xml.rels"].replace(b"</Rel", relation)
    members["word/footnotes.xml"] = notes.encode()
    with zipfile.ZipFile(path, "w") as mended:
        for name, data in members.items():
            mended.writestr(name, data)
    assert read_document(path).text == "Mexico and Canada always lead the talks.\n\nCanada wrote a note of its own."


def test_the_content_tells_what_a_file_is_whatever_its_name(tmp_path: Path) -> None:
    for source in (pdf(tmp_path / "a.pdf", [[MET]]), word(tmp_path / "a.docx")):
        disguised = source.rename(tmp_path / f"{source.suffix[1:]}.txt")
        assert MET in read_document(disguised).text


@pytest.mark.parametrize(
    ("members", "says"),
    [
        (("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "macros"),
        (("mimetype", "content.xml"), "OpenDocument"),
        (("[Content_Types].xml", "xl/workbook.xml"), "other than Word's"),
        (("a.txt",), "ZIP archive"),
    ],
)
def test_other_packages_are_refused_with_what_to_do(tmp_path: Path, members: Sequence[str], says: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as package:
        for name in members:
            package.writestr(name, "x")
    assert says in refused(tmp_path / "a.docx")


def test_a_word_document_that_unpacks_to_very_much_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", " " * 30_000_000)
    (tmp_path / "bomb.docx").write_bytes(buffer.getvalue())
    assert "unpacks to" in refused(tmp_path / "bomb.docx")
