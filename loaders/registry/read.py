"""Reads the registry's YAML files into frozen values."""

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from loaders.registry.agreements import chapter_entries
from loaders.registry.model import Ask, Entry, Post, Registry, Term, Topic, Vacancy, Vehicle
from loaders.wordlists import parsed

ENTITIES = ("governments", "us", "mexico", "canada", "associations", "companies", "world", "media", "people", "agreements", "works")
TOPICS = ("topics_digital", "topics_trade")
WITH_ARTICLE = {"United States", "United Kingdom", "Netherlands", "Philippines", "United Arab Emirates", "Dominican Republic", "Czech Republic", "Bahamas"}
LISTS = ("aliases", "cased", "weak", "adjectives", "parties", "topics", "distinct_from", "succeeded_by", "identifiers")


@cache
def load_registry() -> Registry:
    """Everything that the registry knows, read once in a process."""
    return read_registry()


def read_registry() -> Registry:
    """Everything that the registry knows, read afresh from its files."""
    entries = {entry.id: entry for name in ENTITIES for entry in _entries(_read(name))}
    entries |= {entry.id: entry for entry in chapter_entries(_read("chapters"))}
    entries |= {entry.id: entry for entry in _places(entries)}
    chapters: dict[str, dict[str, str]] = {}
    for entry in entries.values():
        if entry.kind == "chapter":
            chapters.setdefault(entry.part_of, {})[entry.id.rpartition("/")[2]] = entry.id
    return Registry(
        entries=entries,
        topics={topic.id: topic for name in TOPICS for topic in _topics(_read(name))},
        asks={ask.id: ask for ask in _asks(_read("asks"))},
        posts={post.id: post for post in _posts(_read("posts"))},
        vehicles={vehicle.id: vehicle for vehicle in _vehicles(_read("vehicles"))},
        chapters=chapters,
        digest=_digest(),
    )


def _digest() -> str:
    """The sha256 of all the registry's files, so that changed facts make a changed source."""
    folder = files("loaders") / "registry"
    contents = (path.read_bytes() for path in sorted(folder.iterdir(), key=lambda path: path.name) if path.name.endswith(".yaml"))
    return hashlib.sha256(b"\0".join(contents)).hexdigest()


def _read(name: str) -> dict[str, Any]:
    text = (files("loaders") / "registry" / f"{name}.yaml").read_text(encoding="utf-8")
    data = parsed(text)
    assert isinstance(data, dict)
    return data


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in (piece.strip() for piece in text.split(";")) if part)


def _by_language(fields: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {language: _split(text) for language, text in fields.items()}


def _entries(sections: Mapping[str, dict[str, Any]]) -> Iterator[Entry]:
    for section in sections.values():
        defaults = {key: section[key] for key in ("kind", "country", "part_of") if key in section}
        for id_, fields in section["entries"].items():
            values = defaults | fields
            values |= {key: _split(values[key]) for key in LISTS if key in values}
            values["only"] = _by_language(values.get("only", {}))
            if values["kind"] == "government":
                values.setdefault("called", f"Government of {'the ' if values['name'] in WITH_ARTICLE else ''}{values['name']}")
            yield Entry(id=id_, **values)


def _places(entries: Mapping[str, Entry]) -> Iterator[Entry]:
    """A country as a place, beside its government: the same name, no further forms."""
    for entry in entries.values():
        head, _, code = entry.id.partition(":")
        if head == "gov":
            yield Entry(id=f"place:{code}", kind="place", name=entry.name, country=entry.country, describes=f"{entry.name} as a place")


def _topics(rows: Mapping[str, dict[str, Any]]) -> Iterator[Topic]:
    for key, fields in rows.items():
        yield Topic(
            id=f"topic:{key}",
            labels=fields["labels"],
            scope=fields.get("scope", ""),
            triggers=_by_language({language: fields[language] for language in ("en", "es", "fr") if language in fields}),
            against=_by_language(fields.get("against", {})),
        )


def _asks(rows: Mapping[str, dict[str, Any]]) -> Iterator[Ask]:
    for id_, fields in rows.items():
        values = fields | {key: _split(fields[key]) for key in ("aliases", "topics", "vehicles", "contrary") if key in fields}
        yield Ask(id=id_, **(values | {"phrases": _by_language(fields.get("phrases", {}))}))


def _posts(rows: Mapping[str, dict[str, Any]]) -> Iterator[Post]:
    for id_, fields in rows.items():
        values = dict(fields)
        values["titles"] = _split(fields.get("titles", ""))
        values["terms"] = tuple(Term(**term) for term in fields.get("terms", ()))
        values["vacancies"] = tuple(Vacancy(**vacancy) for vacancy in fields.get("vacancies", ()))
        yield Post(id=id_, **values)


def _vehicles(rows: Mapping[str, dict[str, Any]]) -> Iterator[Vehicle]:
    for id_, fields in rows.items():
        yield Vehicle(id=id_, **(fields | {key: _split(fields[key]) for key in ("aliases", "decides", "must_agree", "consulted") if key in fields}))
