"""Records of a large XML file, one at a time: without entities from elsewhere, and with the faults that registers' files have."""

import re
from collections.abc import Callable, Iterator

from lxml import etree

from graph.errors import SourceError, shown
from loaders.inputs import LONGEST_PATH, Input, unreadable

BLOCK = 1 << 16
OVERLAP = 16
VERSION = re.compile(rb"""(<\?xml[^>]*version=["'])1\.1""")
REFERENCE = re.compile(rb"&#(?:x0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F])|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]));")
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def records(source: Input, tag: str, fault: Callable[..., None]) -> Iterator[etree._Element]:
    """Every element of a tag, whatever its namespace, freed once the next one is asked for.

    XML 1.1 and its control characters are read as XML 1.0 without them, which is told once. Raises SourceError for a
    document type of its own (which could name files elsewhere or grow without end) and where the file breaks off.
    """
    try:
        with source.path.open("rb") as stream:
            cleaned = _Cleaned(stream.read, fault, source.name)
            events = etree.iterparse(cleaned, events=("end",), tag=f"{{*}}{tag}", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
            for _, element in events:
                yield element
                element.clear()
                while element.getprevious() is not None and (parent := element.getparent()) is not None:  # beside the root stand comments alone
                    del parent[0]
    except OSError as error:
        raise unreadable(source.name, error) from error
    except etree.XMLSyntaxError as error:
        name = shown(source.name, LONGEST_PATH)
        raise SourceError(f"{name}: no complete XML ({shown(str(error.msg), 120)}); get it again; nothing of this file was loaded") from error


class _Cleaned:
    """A stream of bytes without what XML 1.0 cannot hold; a class, since the parser asks for an object that reads."""

    def __init__(self, read: Callable[[int], bytes], fault: Callable[..., None], name: str) -> None:
        self._read = read
        self._fault = fault
        self._name = name
        self._kept = b""
        self._told = False
        self._first = True

    def read(self, size: int = BLOCK) -> bytes:
        """The next bytes, none only at the end; a reference that is cut by the end of a block is kept for the next one."""
        while True:
            fresh = self._read(max(size, BLOCK))
            block = self._kept + fresh
            at = block.rfind(b"&", max(0, len(block) - OVERLAP))
            cut = at if fresh and at >= 0 and b";" not in block[at:] else len(block)
            block, self._kept = block[:cut], block[cut:]
            plain = self._plain(block)
            if plain or not fresh:
                return plain

    def _plain(self, block: bytes) -> bytes:
        if self._first and block:
            self._first = False
            if b"<!DOCTYPE" in block or b"<!ENTITY" in block:
                name = shown(self._name, LONGEST_PATH)
                raise SourceError(f"{name}: has a document type of its own, which may not be read; nothing of this file was loaded")
            block = VERSION.sub(rb"\g<1>1.0", block)
        plain, references = REFERENCE.subn(b"", block)
        plain, controls = CONTROL.subn(b"", plain)
        if references + controls and not self._told:
            self._told = True
            self._fault("control characters that XML 1.0 cannot hold were left out")
        return plain
