"""Snapshots as files: one file a revision and layer set, mapped when opened and shared by all processes.

A file begins with a header (what it holds, the ontology it was made with, where each array lies and
its digest) and a digest of that header. It is written under another name and moved into place whole,
so that processes never see half of one. Opening checks the header and the size, `verify` every byte;
what does not fit is made anew. A file that is replaced or removed stays whole for those who mapped it.
"""

import json
import os
import stat
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from graph.snapshot import layout, shelf
from graph.snapshot.arrays import Snapshot

FORMAT = 5
FOLDER = ".snapshots"
MAGIC = b"TRISNAP\0"
ALIGN = 64
DIGEST = 16
PREFIX = len(MAGIC) + DIGEST + 8
ONTOLOGY = ("entities.yaml", "predicates.yaml", "ties.yaml")


def home(url: str) -> Path | None:
    """The folder of snapshots beside a database file, or None for a store that is no local file."""
    path = url.removeprefix("sqlite:///")
    return None if "://" in path or ":memory:" in path or not path else Path(path + FOLDER)


def load(home: Path, revision: str, layers: Sequence[str]) -> Snapshot | None:
    """The snapshot kept for a revision and layer set, or None when there is none that is whole."""
    return _opened(home / shelf.name(revision, _set_of(layers)), layers, revision)


def latest(home: Path, layers: Sequence[str]) -> Snapshot | None:
    """The snapshot of the layer set that was used last, of whatever revision."""
    for path in shelf.of_set(home, _set_of(layers)):
        if found := _opened(path, layers):
            return found
    return None


def save(snapshot: Snapshot, home: Path, *, limit: int = shelf.LIMIT) -> OSError | None:
    """Write the snapshot and tidy the folder; returns what kept it from being written.

    Where another process has just written the same one, that one stays. `limit` is the most bytes that
    the folder may hold besides this one.
    """
    target = home / shelf.name(snapshot.revision, _set_of(snapshot.layers))
    draft: str | None = None
    try:
        home.mkdir(exist_ok=True)
        if _opened(target, snapshot.layers, snapshot.revision) is None:
            handle, draft = tempfile.mkstemp(prefix=shelf.UNFINISHED, dir=home)
            with open(handle, "wb") as stream:
                _write(snapshot, stream)
                os.fchmod(handle, _permissions(home))
            os.replace(draft, target)
        shelf.tidy(home, target, limit=limit)
    except OSError as error:
        return error
    finally:
        if draft:
            Path(draft).unlink(missing_ok=True)
    return None


def verify(home: Path) -> list[str]:
    """Remove the files whose content is not what was written, and say so: a line for each."""
    said = []
    for path in shelf.all_in(home):
        if fault := _fault(path):
            try:
                path.unlink()
                said.append(f"snapshot {path.name}: {fault}; removed, the next question makes it anew")
            except OSError:
                said.append(f"snapshot {path.name}: {fault}; cannot be removed, remove it by hand")
    return said


def _permissions(home: Path) -> int:
    """Whoever may read the database may read its snapshots, and nobody else."""
    database = home.with_name(home.name.removesuffix(FOLDER))
    return stat.S_IMODE(database.stat().st_mode) & 0o666 if database != home and database.is_file() else 0o600


def _write(snapshot: Snapshot, stream: IO[bytes]) -> None:
    """Header and arrays, on the disk before the file gets its name."""
    columns = {name: np.ascontiguousarray(array) for name, array in layout.arrays_of(snapshot)}
    places, at = {}, 0
    for name, array in columns.items():
        places[name] = [array.dtype.str, list(array.shape), at, blake2b(_bytes(array), digest_size=DIGEST).hexdigest()]
        at += -(-array.nbytes // ALIGN) * ALIGN
    identity = {"format": FORMAT, "ontology": ontology_digest(), "revision": snapshot.revision, "layers": list(snapshot.layers)}
    numbers = {"mark": snapshot.mark, "public_entities": snapshot.public_entities, "public_claims": snapshot.public_claims, "bytes": at}
    header = json.dumps(identity | numbers | {"arrays": places}, sort_keys=True).encode()
    header += b" " * (-(PREFIX + len(header)) % ALIGN)
    stream.write(MAGIC + blake2b(header, digest_size=DIGEST).digest() + len(header).to_bytes(8, "little") + header)
    for array in columns.values():
        stream.write(_bytes(array))
        stream.write(b"\0" * (-array.nbytes % ALIGN))
    stream.flush()
    os.fsync(stream.fileno())


def _opened(path: Path, layers: Sequence[str], revision: str | None = None) -> Snapshot | None:
    """The snapshot of a file that is whole and was made for these layers (and revision) with this ontology."""
    try:
        header, whole, begin = _mapped(path)
        fits = (header["format"], header["ontology"], header["layers"]) == (FORMAT, ontology_digest(), list(layers))
        if not fits or revision not in (None, header["revision"]):
            return None
        arrays = {name: _array(whole, begin, *place[:3]) for name, place in header["arrays"].items()}
        numbers = {key: header[key] for key in ("revision", "mark", "public_entities", "public_claims")}
        found = layout.snapshot_of(arrays, numbers | {"layers": tuple(layers)})
    except (OSError, ValueError, KeyError, TypeError):
        return None
    with suppress(OSError):
        os.utime(path)
    return found


def _mapped(path: Path) -> tuple[dict[str, Any], NDArray[np.uint8], int]:
    """Header, bytes of the whole file and where the arrays begin. Raises ValueError or OSError for what is no whole file of ours."""
    whole = np.asarray(np.memmap(path, dtype=np.uint8, mode="r"))
    start = whole[:PREFIX].tobytes()
    size = int.from_bytes(start[-8:], "little")
    header = whole[PREFIX : PREFIX + size].tobytes()
    if start[: len(MAGIC)] != MAGIC or start[len(MAGIC) : -8] != blake2b(header, digest_size=DIGEST).digest():
        raise ValueError(path.name)
    said: dict[str, Any] = json.loads(header)
    if len(whole) != PREFIX + size + said["bytes"]:
        raise ValueError(path.name)
    return said, whole, PREFIX + size


def _fault(path: Path) -> str:
    try:
        header, whole, begin = _mapped(path)
        for name, (kind, shape, at, digest) in header["arrays"].items():
            if blake2b(_bytes(_array(whole, begin, kind, shape, at)), digest_size=DIGEST).hexdigest() != digest:
                return f"{name} is damaged"
    except FileNotFoundError:
        return ""
    except (OSError, ValueError, KeyError, TypeError):
        return "is no whole file"
    return ""


def _array(whole: NDArray[np.uint8], begin: int, kind: str, shape: Sequence[int], at: int) -> NDArray[Any]:
    dtype = np.dtype(kind)
    size = dtype.itemsize * int(np.prod(shape))
    return whole[begin + at : begin + at + size].view(dtype).reshape(shape)


def _bytes(array: NDArray[Any]) -> memoryview | bytes:
    return array.data.cast("B") if array.size else b""


def _set_of(layers: Sequence[str]) -> str:
    """What the name of a file says of its layers and of what made it."""
    return blake2b(json.dumps([FORMAT, ontology_digest(), list(layers)]).encode(), digest_size=6).hexdigest()


@cache
def ontology_digest() -> str:
    """Digest of the files that decide what a snapshot holds."""
    data = ((files("graph") / "ontology" / name).read_bytes() for name in ONTOLOGY)
    return blake2b(b"\0".join(data), digest_size=DIGEST).hexdigest()
