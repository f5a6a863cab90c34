"""The bundled example: what five articles on North American digital trade say, in our own words.

`lines` gives the curated claims, `documents` one document of our own writing for the real extractor.
"""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from graph.claims import Claim, Figure, Line, Record, Source, Status
from graph.spelling import fold
from loaders.registry import Registry, load_registry

EXTRACTOR = "example/1"
TEXT_LIKE = ("ask", "gloss", "locator", "modality", "when", "value")


def documents() -> Iterator[Traversable]:
    """The documents of our own writing, by name."""
    folder = files("loaders.example") / "documents"
    yield from sorted(folder.iterdir(), key=lambda document: document.name)


def lines() -> Iterator[Line]:
    """The sources and claims of `*.yaml`, in file order; names are resolved through the registry."""
    registry = load_registry()
    names = _names(registry)
    for path in sorted((files("loaders.example")).iterdir(), key=lambda path: path.name):
        if path.name.endswith(".yaml"):
            data = yaml.safe_load(path.read_text(encoding="utf-8"))
            source = Source(kind="curated", **data["source"])
            yield source
            yield from _entities(source, data.get("entities", ()))
            for row in data["claims"]:
                yield from _records(source, row, names)


def _names(registry: Registry) -> dict[str, str]:
    """Folded names and aliases to ids, for names that denote one entity; governments win over places."""
    known: dict[str, set[str]] = {}
    for entry in registry.entries.values():
        for name in entry.forms:
            known.setdefault(fold(name), set()).add(entry.id)
    return {name: min(ids, key=lambda id: (not id.startswith("gov:"), id)) for name, ids in known.items()}


def _entities(source: Source, rows: list[dict[str, str]]) -> Iterator[Line]:
    for row in rows:
        for predicate in ("kind", "name", "country", "describes"):
            if predicate in row:
                yield Record(claim=Claim(subject=row["id"], predicate=predicate, value=row[predicate], source=source.id), extractor=EXTRACTOR)


def _records(source: Source, row: dict[str, Any], names: dict[str, str]) -> Iterator[Record]:
    """One record for each subject and object of the row."""

    def entity(name: str) -> str:
        return name if not name or ":" in name else names[fold(name)]

    fields: dict[str, Any] = {key: str(row[key]) for key in TEXT_LIKE if key in row}
    if "figure" in row:
        fields["figure"] = Figure(**row["figure"] | {"slots": tuple(sorted(row["figure"].get("slots", {}).items()))})
    for subject in _several(row.get("subject", "")):
        for target in _several(row.get("object", "")):
            claim = Claim(
                subject=entity(subject),
                predicate=row["predicate"],
                object=entity(target),
                speaker=entity(row.get("speaker", "")),
                qualifiers=tuple(row.get("qualifiers", ())),
                source=source.id,
                confidence=row.get("confidence", 900),
                **fields,
            )
            yield Record(claim=claim, status=Status(row.get("status", "accepted")), extractor=EXTRACTOR)


def _several(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]
