"""Snapshots as files: one folder a revision and layer set, one array a file, mapped when opened.

A folder is written under another name and moved into place whole, so that processes never see half
of one; a header with sizes is checked on opening, and anything that does not fit is made anew.
"""

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import fields
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.arrays import Reports, Snapshot, Texts

FORMAT = 4
UNFINISHED = ".building-"
UNFINISHED_SECONDS = 3600.0


def home(url: str) -> Path | None:
    """The folder of snapshots beside a database file, or None for a store that is no local file."""
    path = url.removeprefix("sqlite:///")
    return None if "://" in path or ":memory:" in path or not path else Path(path + ".snapshots")


def load(home: Path, revision: str, layers: Sequence[str]) -> Snapshot | None:
    """The snapshot kept for a revision and layer set, or None when there is none that is whole."""
    folder = home / _name(revision, layers)
    try:
        header = json.loads((folder / "header.json").read_text(encoding="utf-8"))
        if {key: header[key] for key in ("format", "ontology", "revision", "layers")} != _identity(revision, layers):
            return None
        arrays = {name: _array(folder, name, header["arrays"][name]) for name in _names(Snapshot)}
        numbers = {key: int(header[key]) for key in ("public_entities", "public_claims")}
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return _snapshot(arrays, numbers, revision, tuple(layers))


def save(snapshot: Snapshot, home: Path) -> bool:
    """Write the snapshot and remove older ones of its layer set; False when the folder cannot be written."""
    target = home / _name(snapshot.revision, snapshot.layers)
    try:
        home.mkdir(exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=home))
        _write(snapshot, draft)
        _move(draft, target, snapshot)
        _remove_stale(home, target.name, snapshot.layers)
    except OSError:
        return False
    return True


def _write(snapshot: Snapshot, folder: Path) -> None:
    shapes = {}
    for name, array in _columns(snapshot):
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
        shapes[name] = [array.dtype.str, array.shape[0]]
    header = _identity(snapshot.revision, snapshot.layers) | {
        "arrays": shapes,
        "public_entities": snapshot.public_entities,
        "public_claims": snapshot.public_claims,
    }
    (folder / "header.json").write_text(json.dumps(header, sort_keys=True), encoding="utf-8")


def _move(draft: Path, target: Path, snapshot: Snapshot) -> None:
    if target.exists() and load(target.parent, snapshot.revision, snapshot.layers) is None:
        os.replace(target, draft.with_name(draft.name + "-damaged"))
    try:
        os.replace(draft, target)
    except OSError:
        if load(target.parent, snapshot.revision, snapshot.layers) is None:
            raise
    finally:
        for leftover in (draft, draft.with_name(draft.name + "-damaged")):
            shutil.rmtree(leftover, ignore_errors=True)


def _remove_stale(home: Path, current: str, layers: Sequence[str]) -> None:
    suffix = _suffix(layers)
    for folder in home.iterdir():
        if folder.name.startswith(UNFINISHED):
            stale = time.time() - folder.stat().st_mtime > UNFINISHED_SECONDS
        else:
            stale = folder.name != current and folder.name.partition("-")[2] == suffix
        if stale:
            shutil.rmtree(folder, ignore_errors=True)


def _name(revision: str, layers: Sequence[str]) -> str:
    suffix = _suffix(layers)
    return f"{revision}-{suffix}" if suffix else revision


def _suffix(layers: Sequence[str]) -> str:
    private = sorted(set(layers) - {"public"})
    return hashlib.blake2b(json.dumps(sorted(layers)).encode(), digest_size=8).hexdigest() if private else ""


def _identity(revision: str, layers: Sequence[str]) -> dict[str, Any]:
    data = sorted(((file.name, file.read_bytes()) for file in (files("graph") / "ontology").iterdir()), key=lambda item: item[0])
    digest = hashlib.blake2b(b"".join(body for _, body in data), digest_size=16).hexdigest()
    return {"format": FORMAT, "ontology": digest, "revision": revision, "layers": list(layers)}


def _columns(snapshot: Snapshot) -> Iterator[tuple[str, NDArray[Any]]]:
    for field in fields(Snapshot):
        value = getattr(snapshot, field.name)
        if isinstance(value, Texts):
            yield f"{field.name}.text", value.blob
            yield f"{field.name}.offsets", value.offsets
        elif isinstance(value, Reports):
            yield from ((f"reports.{column.name}", getattr(value, column.name)) for column in fields(Reports))
        elif isinstance(value, np.ndarray):
            yield field.name, value


def _names(snapshot: type[Snapshot]) -> Iterator[str]:
    for field in fields(snapshot):
        if field.type is Texts:
            yield from (f"{field.name}.text", f"{field.name}.offsets")
        elif field.type is Reports:
            yield from (f"reports.{column.name}" for column in fields(Reports))
        elif field.type not in (str, int, tuple[str, ...]):
            yield field.name


def _array(folder: Path, name: str, shape: Sequence[Any]) -> NDArray[Any]:
    array: NDArray[Any] = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    if [array.dtype.str, *array.shape] != list(shape):
        raise ValueError(name)
    return np.asarray(array)


def _snapshot(arrays: dict[str, NDArray[Any]], numbers: dict[str, int], revision: str, layers: tuple[str, ...]) -> Snapshot:
    values: dict[str, Any] = {"revision": revision, "layers": layers, **numbers}
    for field in fields(Snapshot):
        if field.type is Texts:
            values[field.name] = Texts(arrays[f"{field.name}.text"], arrays[f"{field.name}.offsets"])
        elif field.type is Reports:
            values["reports"] = Reports(**{column.name: arrays[f"reports.{column.name}"] for column in fields(Reports)})
        elif field.name not in values:
            values[field.name] = arrays[field.name]
    return Snapshot(**values)
