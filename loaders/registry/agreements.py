"""Chapters and articles of agreements, with the names that texts give them in three languages."""

from collections.abc import Iterator, Mapping
from typing import Any

from loaders.registry.model import Entry

WORDS = {"en": "Chapter", "es": "Capítulo", "fr": "Chapitre"}
ARTICLES = {"en": "Article", "es": "Artículo", "fr": "Article"}
LINKS = {"en": "of the", "es": "del", "fr": "de l'"}


def chapter_entries(agreements: Mapping[str, dict[str, Any]]) -> Iterator[Entry]:
    """Entries of every chapter, then of every article; `calls` are further names, parted by ";"."""
    for agreement, fields in agreements.items():
        key = agreement.partition(":")[2]
        short: dict[str, str] = fields["short"]
        for number, chapter in fields.get("chapters", {}).items():
            title, *others = (part.strip() for part in chapter["title"].split(";"))
            named = (part.strip() for part in chapter.get("calls", "").split(";") if part.strip())
            yield Entry(
                id=f"chapter:{key}/{number}",
                kind="chapter",
                name=f"{short['en']} Chapter {number} ({title})",
                aliases=tuple(dict.fromkeys([*_numbered(WORDS, short, str(number), title), *named])),
                part_of=agreement,
                topics=_topics(chapter),
                describes=" / ".join(others),
                distinct_from=tuple(chapter.get("distinct_from", "").split()),
                succeeded_by=tuple(chapter.get("succeeded_by", "").split()),
            )
        for number, article in fields.get("articles", {}).items():
            yield Entry(
                id=f"article:{key}/{str(number).lower()}",
                kind="article",
                name=f"{short['en']} Article {number} ({article['title']})",
                aliases=tuple(dict.fromkeys(_numbered(ARTICLES, short, str(number), article["title"]))),
                part_of=f"chapter:{key}/{str(number).partition('.')[0]}",
                topics=_topics(article),
            )


def _topics(fields: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(f"topic:{key}" for key in fields.get("topics", "").split())


def _numbered(words: Mapping[str, str], short: Mapping[str, str], number: str, title: str) -> Iterator[str]:
    yield f"{short['en']} {words['en']} {number}"
    for language, word in words.items():
        space = "" if LINKS[language].endswith("'") else " "
        yield f"{word} {number} {LINKS[language]}{space}{short[language]}"
    yield f"{words['en']} {number} ({title}) of the {short['en']}"
