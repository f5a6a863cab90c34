"""Stage 1: files become one canonical text, or one line says why not."""

from datetime import date
from pathlib import Path

import pytest

from graph.errors import SourceError
from loaders.documents import document_from_text, read_document

PROSE = "AMITI met officials of the Commerce Department last week to talk about the USMCA."
PAGE = """<html><head><title>Talks resume | Border Daily</title><meta property="og:site_name" content="Border Daily">
<meta property="article:published_time" content="2025-05-06T10:00:00Z"><meta name="author" content="Jane Roe"></head>
<body><nav><a href="/">Home</a><a href="/x">News of Peru</a></nav><article><h1>Talks resume</h1>
<p>The council said on Monday that the USMCA should keep its rules on cross-border data flows, and it spoke for its members in Washington.</p>
<p>Canada and Mexico agreed to meet officials of the Department of Commerce in June, according to a person close to the talks.</p></article>
<div id="comments"><h3>2 Comments</h3><p>Buy essays at Essay Mill Corporation</p></div><footer>Contact us</footer></body></html>"""


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (PROSE.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + PROSE.encode(), "utf-8"),
        (PROSE.encode("utf-16"), "utf-16"),
    ],
)
def test_every_marked_encoding_gives_the_same_text(tmp_path: Path, data: bytes, encoding: str) -> None:
    document = read_document(written(tmp_path, "a.txt", data))
    assert (document.text, document.encoding, document.name) == (PROSE, encoding, "a")


def test_western_bytes_are_read_and_said_to_be(tmp_path: Path) -> None:
    spanish = "La Secretaría de Economía pidió cautela en la revisión, según el vocero."
    document = read_document(written(tmp_path, "a.txt", spanish.encode("windows-1252")))
    assert document.text == spanish
    assert document.encoding == "windows-1252"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\n ", "empty"),
        (b"%PDF-1.7 ...", "a damaged PDF file"),
        (b"PK\x03\x04....", "ZIP"),
        (b"\x00\x01\x02 data", "binary"),
        (PROSE.encode("utf-16-le"), "unmarked encoding"),
        (b"\xff\xfeA\x00B", "utf-16"),
        ("日本語のテキストです。".encode("shift_jis") * 5, "neither UTF-8"),
        (b"Home\nMenu\n@someone\nhttps://example.org/x\n", "no prose"),
        (b"Home | About | Contact\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", "no prose"),
        (b"<html><body><script>x()</script></body></html>", "no article"),
    ],
)
def test_what_is_no_document_is_refused_in_one_line(tmp_path: Path, data: bytes, says: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_document(written(tmp_path, "bad.txt", data))
    assert str(caught.value).startswith("bad.txt: ")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_folder_and_large_files_are_refused(tmp_path: Path) -> None:
    large = written(tmp_path, "large.txt", b"")
    with large.open("wb") as stream:
        stream.truncate(100_000_000)
    for path, says in ((tmp_path / "none.txt", "no such file"), (tmp_path, "is a folder"), (large, "larger than 50 MB")):
        with pytest.raises(SourceError, match=says):
            read_document(path)


def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "secret.txt", PROSE.encode())
    path.chmod(0)
    try:
        readable = path.open("rb")
    except PermissionError:
        with pytest.raises(SourceError, match="permissions"):
            read_document(path)
    else:
        readable.close()  # root reads everything


def test_hostile_file_names_stay_on_one_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        read_document(tmp_path / "a\nb\x1b[31m.txt")
    assert str(caught.value).isprintable()


def test_a_page_keeps_the_article_and_what_it_says_of_itself(tmp_path: Path) -> None:
    document = read_document(written(tmp_path, "page.html", PAGE.encode()))
    assert (document.title, document.author, document.publisher, document.published) == ("Talks resume", "Jane Roe", "Border Daily", date(2025, 5, 6))
    assert "Essay Mill" not in document.text
    assert "Peru" not in document.text
    assert document.format == "html"


def test_markdown_loses_its_marks_and_front_matter(tmp_path: Path) -> None:
    source = (
        "---\ntitle: A **note**\ndate: 2025-02-03\nauthor: Ana Ruiz\n---\n# A note\n\nThe [Office](https://x.example) met **AMITI** and _ITI_ in May.\n\n"
        "- one *thing*\n\n![logo](x.png)\n"
    )
    document = read_document(written(tmp_path, "note.md", source.encode()))
    assert (document.title, document.published, document.author) == ("A note", date(2025, 2, 3), "Ana Ruiz")
    assert "The Office met AMITI and ITI in May." in document.text
    assert "logo" not in document.text


def test_text_is_composed_and_line_ends_are_one_kind() -> None:
    document = document_from_text("Me\u0301xico firmo\u0301 el acuerdo.\r\n\r\nCanadá también lo firmó.", "x")
    assert document.text == "México firmó el acuerdo.\n\nCanadá también lo firmó."
    assert len(document.sha256) == 64


def test_given_facts_outrank_the_text() -> None:
    document = document_from_text(
        "Title here\n\nMay 1, 2025\n\nMexico agreed to meet.", "x", url="https://e.example/a", published=date(2024, 1, 2), publisher="P"
    )
    assert (document.url, document.published, document.publisher) == ("https://e.example/a", date(2024, 1, 2), "P")


def test_the_five_articles_are_read_and_their_days_are_right(shared: Path) -> None:
    days = [read_document(path).published for path in sorted((shared / "seeds").glob("*.txt"))]
    assert days == [date(2025, 10, 27), date(2025, 4, 29), None, date(2025, 3, 13), None]
