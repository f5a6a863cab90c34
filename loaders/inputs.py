"""What a person names as a source (file, folder, ZIP archive, standard input) as single files."""

import shutil
import stat
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from graph.errors import SourceError, shown

HEAD = 65_536
ARCHIVE_BYTES = 2_000_000_000
ARCHIVE_FILES = 100_000
OFFICE = frozenset({"[Content_Types].xml", "mimetype"})


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read, the name that reports call it by, and why it cannot be read (empty: it can)."""

    name: str
    path: Path
    fault: str = ""


def inputs(sources: Iterable[str], stdin: IO[bytes], scratch: Path) -> Iterator[Input]:
    """Every file behind the sources, by name within a folder or archive; archives are unpacked into `scratch`."""
    for number, source in enumerate(sources):
        try:
            if source == "-":
                yield _spooled(stdin, scratch)
            else:
                yield from _named(Path(source), scratch / str(number))
        except (OSError, SourceError) as error:
            reason = (error.strerror or str(error)).lower() if isinstance(error, OSError) else str(error)
            yield Input(source, Path(source), reason if isinstance(error, SourceError) else f"{shown(source)}: {reason}")


def head(path: Path) -> bytes:
    """The first bytes of a file, enough to recognise it."""
    with path.open("rb") as stream:
        return stream.read(HEAD)


def _named(path: Path, scratch: Path) -> Iterator[Input]:
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        files = sorted(file for file in path.rglob("*") if file.is_file() and not any(part.startswith(".") for part in file.relative_to(path).parts))
        if not files:
            raise SourceError(f"{shown(str(path))}: the folder holds no file; name another")
        yield from (Input(str(file), file) for file in files)
    elif not stat.S_ISREG(mode):
        raise SourceError(f"{shown(str(path))}: neither a file nor a folder; use - for standard input")
    elif zipfile.is_zipfile(path):
        yield from _unpacked(path, scratch)
    else:
        yield Input(str(path), path)


def _spooled(stdin: IO[bytes], scratch: Path) -> Input:
    path = scratch / "stdin"
    with path.open("wb") as file:
        shutil.copyfileobj(stdin, file)
    return Input("-", path)


def _unpacked(archive: Path, scratch: Path) -> Iterator[Input]:
    """The files of a ZIP archive. Names that lead outside it and archives that are too big are refused."""
    try:
        with zipfile.ZipFile(archive) as content:
            if OFFICE & set(content.namelist()):
                raise SourceError(f"{shown(str(archive))}: an office document, which no loader reads yet; save it as plain text or HTML")
            members = [member for member in content.infolist() if not member.is_dir() and not _hidden(member.filename)]
            if not members:
                raise SourceError(f"{shown(str(archive))}: the archive holds no file; name another")
            if len(members) > ARCHIVE_FILES or sum(member.file_size for member in members) > ARCHIVE_BYTES:
                raise SourceError(
                    f"{shown(str(archive))}: unpacked it would be larger than {ARCHIVE_BYTES // 10**9} GB or {ARCHIVE_FILES} files; unpack it yourself"
                )
            for member in sorted(members, key=lambda member: member.filename):
                yield Input(f"{archive}:{member.filename}", Path(content.extract(member, scratch)))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise SourceError(f"{shown(str(archive))}: the archive cannot be unpacked ({shown(str(error))}); pack it again without a password") from error


def _hidden(name: str) -> bool:
    return any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in PurePosixPath(name).parts)
