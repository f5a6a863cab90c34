"""What a person names as a source (file, folder, ZIP archive, standard input) as single files."""

import os
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from lzma import LZMAError
from pathlib import Path, PurePosixPath
from typing import IO

from graph.errors import SourceError, shown

HEAD = 65_536
ARCHIVE_BYTES = 2_000_000_000
ARCHIVE_FILES = 100_000
OFFICE = frozenset({"[Content_Types].xml", "mimetype"})
ZIP = b"PK"
WORKBOOK = "xl/workbook.xml"
LONGEST_NAME = 100
LONGEST_PATH = 300
TABLE = ".parquet"
FETCHED = "manifest.jsonl"
FETCHED_BEGINS = b'{"run": '
ENCRYPTED = 1
STEEP_FROM = 1_000_000
STEEPEST = 200
OUTSIDE = "its name in the archive leads outside of it; it was read under the last part of that name"
DAMAGED = (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, RuntimeError, NotImplementedError, OSError)


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read, the name that reports call it by, why it cannot be read (empty: it can), and what else to say of it.

    A `temporary` one is a copy of ours, which whoever read it gives back by `discard`. A `bundle` is a folder whose files are read
    together, by the loader of that name.
    """

    name: str
    path: Path
    fault: str = ""
    note: str = ""
    temporary: bool = False
    bundle: str = ""


Together = Callable[[Sequence[str]], tuple[str, frozenset[str]]]


def apart(names: Sequence[str]) -> tuple[str, frozenset[str]]:
    """No files are read together."""
    return "", frozenset()


def inputs(sources: Iterable[str], stdin: IO[bytes], scratch: Path, together: Together = apart) -> Iterator[Input]:
    """Every file behind the sources, by name within a folder or archive; archives are unpacked into `scratch`, file by file as they are asked for.

    `together` is given the names of the files of one folder, and returns the loader that reads some of them together, and those, if there is one.
    """
    for source in sources:
        try:
            if not source.strip():
                raise SourceError("nothing: a source without a name; name a file, a folder, an archive, or - for standard input")
            yield from [_spooled(stdin, scratch)] if source == "-" else _named(Path(source), scratch, together)
        except SourceError as error:
            yield Input(_label(source), Path(source), str(error))


def discard(source: Input) -> None:
    """Delete the copy of a file that was read."""
    if source.temporary and source.bundle:
        shutil.rmtree(source.path)
    elif source.temporary:
        source.path.unlink(missing_ok=True)
        source.path.parent.rmdir()


def count(sources: Iterable[str]) -> int:
    """About how many files there are behind the sources: archives within folders count as one."""
    return sum(_count(Path(source)) for source in sources)


def head(source: Input) -> bytes:
    """The first bytes of a file, enough to recognise it: of a workbook its first row as text. Raises SourceError."""
    try:
        if is_workbook(source.path):
            from loaders.workbook import heading

            return heading(source)
        with source.path.open("rb") as stream:
            return stream.read(HEAD)
    except OSError as error:
        raise unreadable(source.name, error) from error


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook of Excel, whatever it is called. Raises OSError."""
    with path.open("rb") as stream:
        if stream.read(len(ZIP)) != ZIP:
            return False
    try:
        with zipfile.ZipFile(path) as package:
            return WORKBOOK in package.namelist()
    except DAMAGED:
        return path.suffix.lower() in (".xlsx", ".xlsm")


def unreadable(name: str, error: OSError) -> SourceError:
    """The error of a file that the system does not let us read."""
    return SourceError(f"{shown(name, LONGEST_PATH)}: {(error.strerror or str(error)).lower()}; name a file, a folder or an archive that can be read")


def _named(path: Path, scratch: Path, together: Together) -> Iterator[Input]:
    name = _label(str(path))
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise unreadable(name, error if isinstance(error, OSError) else OSError(str(error))) from error
    if stat.S_ISDIR(mode):
        yield from _folder(path, scratch, together)
    elif not stat.S_ISREG(mode):
        raise SourceError(f"{shown(name, LONGEST_PATH)}: neither a file nor a folder; use - for standard input")
    elif zipfile.is_zipfile(path) and not _is_document(path):
        yield from _unpacked(path, scratch, together)
    else:
        yield Input(name, path)


def _is_document(path: Path) -> bool:
    """Whether a file that could be an archive is one document: an office document, or something else with an archive at its end."""
    with path.open("rb") as stream:
        if stream.read(len(ZIP)) != ZIP:
            return True
    try:
        with zipfile.ZipFile(path) as package:
            return bool(OFFICE & set(package.namelist()))
    except DAMAGED:
        return False


def _count(path: Path) -> int:
    try:
        if path.is_dir():
            return sum(not name.startswith(".") for _, _, names in os.walk(path) for name in names)
        if zipfile.is_zipfile(path) and not _is_document(path):
            with zipfile.ZipFile(path) as content:
                return len(content.infolist())
    except (*DAMAGED, ValueError):
        return 1
    return 1


def walked(folder: Path) -> tuple[list[Path], list[OSError]]:
    """The files of a folder by name, and what of it cannot be read: hidden files and links to other folders are passed over.

    A table of Parquet in parts, which is a folder, counts as one file. Raises SourceError where there is no file.
    """
    faults: list[OSError] = []
    found: list[Path] = []
    for at, folders, names in os.walk(folder, onerror=faults.append):
        tables = [name for name in folders if name.endswith(TABLE) and not name.startswith(".") and not Path(at, name).is_symlink()]
        folders[:] = [name for name in folders if not name.startswith(".") and name not in tables]
        found += [Path(at, name) for name in (*names, *tables) if not name.startswith(".")]
    found = [file for file in found if not _is_log(file)]
    if not found and not faults:
        raise SourceError(f"{shown(_label(str(folder)), LONGEST_PATH)}: the folder holds no file; name another")
    return sorted(found), faults


def _folder(path: Path, scratch: Path, together: Together) -> Iterator[Input]:
    """What a folder holds, by name; whatever cannot be read is named."""
    found, faults = walked(path)
    for fault in faults:
        name = _label(str(fault.filename))
        yield Input(name, Path(name), str(unreadable(name, fault)))
    taken: set[Path] = set()
    for folder, files in groupby(found, key=lambda file: file.parent):
        loader, some = together([file.name for file in files])
        if loader:
            taken.update(folder / name for name in some)
            yield Input(_label(str(folder)), folder, bundle=loader)
    for file in sorted(set(found) - taken):
        try:
            yield from _named(file, scratch, together)
        except SourceError as error:
            yield Input(_label(str(file)), file, str(error))


def _is_log(file: Path) -> bool:
    """Whether a file is the manifest that `fetch` keeps beside what it brought."""
    if file.name != FETCHED:
        return False
    try:
        with file.open("rb") as stream:
            return stream.read(len(FETCHED_BEGINS)) == FETCHED_BEGINS
    except OSError:
        return False


def _spooled(stdin: IO[bytes], scratch: Path) -> Input:
    path = scratch / "stdin"
    with path.open("wb") as file:
        shutil.copyfileobj(stdin, file)
    return Input("-", path)


def _unpacked(archive: Path, scratch: Path, together: Together) -> Iterator[Input]:
    """The files of a ZIP archive, each under its own name in a folder of ours, whatever path the archive gives it. Too big ones are refused."""
    name = _label(str(archive))
    try:
        with zipfile.ZipFile(archive) as content:
            members = _members(content, name)
            loader, names = together([_last(member) for member in members])
            if loader:
                yield _unpacked_together(content, [member for member in members if _last(member) in names], name, scratch, loader)
            for member in members:
                if _last(member) in names:
                    continue
                label = f"{name}:{_label(member.filename)}"
                target = Path(tempfile.mkdtemp(dir=scratch), _last(member))
                yield Input(label, target, _extract(content, member, target, label), OUTSIDE if _leads_outside(member.filename) else "", temporary=True)
    except DAMAGED as error:
        raise SourceError(f"{shown(name, LONGEST_PATH)}: the archive cannot be unpacked ({shown(str(error))}); pack it again") from error


def _unpacked_together(content: zipfile.ZipFile, members: list[zipfile.ZipInfo], name: str, scratch: Path, loader: str) -> Input:
    folder = Path(tempfile.mkdtemp(dir=scratch))
    faults = [fault for member in members if (fault := _extract(content, member, folder / _last(member), f"{name}:{_label(member.filename)}"))]
    return Input(name, folder, fault=faults[0] if faults else "", temporary=True, bundle=loader)


def _last(member: zipfile.ZipInfo) -> str:
    """The last part of a member's name, whatever path the archive gives it."""
    return PurePosixPath(member.filename.replace("\\", "/")).name[-LONGEST_NAME:]


def _members(content: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    members = [member for member in content.infolist() if not member.is_dir() and not _hidden(member.filename)]
    if not members:
        raise SourceError(f"{shown(name, LONGEST_PATH)}: the archive holds no file; name another")
    if len(members) > ARCHIVE_FILES or sum(member.file_size for member in members) > ARCHIVE_BYTES:
        raise SourceError(
            f"{shown(name, LONGEST_PATH)}: unpacked it would be larger than {ARCHIVE_BYTES // 10**9} GB or {ARCHIVE_FILES} files; unpack it yourself"
        )
    return sorted(members, key=lambda member: member.filename)


def _extract(content: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, label: str) -> str:
    """Write one file of an archive; returns why it cannot be had, or ""."""
    if member.file_size > STEEP_FROM and member.file_size > STEEPEST * max(1, member.compress_size):
        return (
            f"{shown(label, LONGEST_PATH)}: unpacks to {member.file_size // 10**6} MB, over {STEEPEST} times its size, as no article does; it was left packed"
        )
    if member.flag_bits & ENCRYPTED:
        return f"{shown(label, LONGEST_PATH)}: is encrypted; unpack the archive with its password and load what it holds"
    try:
        with content.open(member) as packed, target.open("wb") as file:
            shutil.copyfileobj(packed, file)
    except DAMAGED as error:
        return f"{shown(label, LONGEST_PATH)}: cannot be unpacked ({shown(str(error))}); pack the archive again"
    return ""


def _leads_outside(name: str) -> bool:
    """Whether a name in an archive would leave the folder that it is unpacked into."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in path.parts[0]


def _label(name: str) -> str:
    """A file's name as text that can be written: bytes that are no UTF-8 as escapes."""
    return name.encode("utf-8", "backslashreplace").decode()


def _hidden(name: str) -> bool:
    return any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in PurePosixPath(name).parts)
