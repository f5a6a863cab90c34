"""Takes markup away: HTML through trafilatura, Markdown by its own few rules."""

import logging
import re
from datetime import date

from graph.errors import SourceError

IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
LINK = re.compile(r"\[([^\]]+)\]\((?:[^()\s]|\([^()]*\))+(?:\s+\"[^\"]*\")?\)")
REFERENCE = re.compile(r"\[([^\]]+)\]\[[^\]]*\]|^\[[^\]]+\]:[ \t]+\S+.*$", re.MULTILINE)
EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,3}|~~|`+)(?=\S)(.+?)(?<=\S)\1(?![\w*])", re.DOTALL)
TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", re.DOTALL)
FENCE = re.compile(r"^(```|~~~).*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)
RULE = re.compile(r"^[ \t]*(?:[-*_][ \t]*){3,}$|^[=-]{3,}[ \t]*$", re.MULTILINE)
QUOTE = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)
LARGEST_PAGE = 10_000_000  # letters; a page takes 1.5 s for each million
SCRIPT = re.compile(r"<(script|style|noscript|template)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)


def markdown_text(text: str) -> str:
    """Markdown as plain text; "# " before headings and the marks of lists stay, since they are structure."""
    for pattern in (FENCE, IMAGE, TAG, RULE, QUOTE):
        text = pattern.sub("", text)
    text = REFERENCE.sub(lambda match: match[1] or "", LINK.sub(r"\1", text))
    return EMPHASIS.sub(r"\2", EMPHASIS.sub(r"\2", text))


def html_text(html: str, label: str) -> tuple[str, dict[str, str]]:
    """The article in a page and its metadata (title, date, author, publisher, url); menus and comments are left out.

    Raises SourceError when no article can be found, or the page is too large to look for one.
    """
    if len(html) > LARGEST_PAGE:
        raise SourceError(f"{label}: is a page of {len(html) // 1_000_000} MB, more than is looked through for an article; save the article's text as .txt")
    import trafilatura  # 0.5 s to import; only pages need it

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    body = trafilatura.extract(html, include_comments=False, include_tables=True, favor_precision=False, deduplicate=False)
    if not body:
        raise SourceError(f"{label}: no article was found in the page; save the article's own page, or its text as .txt")
    found = trafilatura.extract_metadata(html)
    meta = {"title": found.title, "date": found.date, "author": found.author, "publisher": found.sitename, "url": found.url} if found else {}
    kept = {key: str(value) for key, value in meta.items() if value}
    if not _real_date(kept.get("date", ""), html):
        kept.pop("date", None)
    title = kept.get("title", "")
    return (body if not title or title in body[: len(title) + 200] else f"{title}\n\n{body}"), kept


def _real_date(text: str, html: str) -> bool:
    """Whether the day stands in the page: a day that was only guessed is worse than none."""
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return False
    visible = SCRIPT.sub("", html)
    return text[:10] in html or (str(day.year) in visible and str(day.day) in visible and day != date.today())
