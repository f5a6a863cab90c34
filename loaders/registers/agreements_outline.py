"""Outlines of agreements as we write them: titles of chapters and articles, parties and dates, without any text."""

import re
from typing import Any

from graph.errors import SourceError, shown
from loaders.inputs import LONGEST_PATH, Input
from loaders.intake import Intake
from loaders.json_records import Json, filled, read_json, texts, word
from loaders.registers.agreements_model import Agreement, Article, Chapter, number_of

ARTICLES = re.compile(r"chapter_(?P<number>[\w.-]+)_articles")
DAYS = {"signed": "signed", "amended": "amended", "in_force": "in force", "ended": "no longer in force"}
READ = {"agreement", "aliases", "parties", *DAYS, "joint_review", "replaces", "chapters", "language", "url", "publisher", "licence"}
UNSAID = {"provenance"}
PART = {"number", "title", "articles"}


def outline_of(source: Input, intake: Intake) -> Agreement:
    """The agreement of an outline. Raises SourceError when the file is none."""
    content = read_json(source, intake)
    if not isinstance(content, dict) or not filled(content, "chapters"):
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: no outline with an agreement and its chapters; nothing of this file was loaded")
    apart = {found["number"]: filled(content, key) for key in content if (found := ARTICLES.fullmatch(key))}
    intake.audit(content, {*READ, *UNSAID, *(f"chapter_{number}_articles" for number in apart)})
    chapters = [_chapter(one, apart, intake) for one in filled(content, "chapters")]
    for number in apart.keys() - {chapter.number for chapter in chapters}:
        intake.fault("articles of a chapter that the outline does not list; left out", column=f"chapter_{number}_articles")
    return Agreement(
        name=word(content, "agreement"),
        aliases=tuple(texts(content, "aliases")),
        parties=tuple(texts(content, "parties")),
        days={said: word(content, key) for key, said in DAYS.items() if word(content, key)},
        replaces=tuple(one for one in (word(content, "replaces"), *texts(content, "replaces")) if one),
        reviews=_reviews(content),
        chapters=tuple(chapters),
        language=word(content, "language") or "en",
        url=word(content, "url"),
        publisher=word(content, "publisher"),
        licence=word(content, "licence"),
        checked=False,
    )


def _chapter(entry: Json, apart: dict[str, list[Json]], intake: Intake) -> Chapter:
    intake.audit(entry, PART, within="chapters.")
    number = number_of(word(entry, "number"))
    articles = [*filled(entry, "articles"), *apart.get(number, ())]
    for article in articles:
        intake.audit(article, PART, within="articles.")
    return Chapter(number, word(entry, "title"), tuple(Article(number_of(word(one, "number")), word(one, "title")) for one in articles))


def _reviews(content: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """The article and the day of a joint review."""
    review = content.get("joint_review")
    if not isinstance(review, dict) or not word(review, "first"):
        return ()
    return ((number_of(word(review, "article")), word(review, "first")),)
