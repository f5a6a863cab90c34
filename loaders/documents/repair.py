"""Mends what copying and printing do to a text, before any offset points into it."""

import re
import unicodedata

SOFT = "\u00ad"
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
BROKEN_SOFT = re.compile("\u00ad[ \t]*\n[ \t]*")
LIGATURES = {ord(char): unicodedata.normalize("NFKD", char) for char in "ﬀﬁﬂﬃﬄﬅﬆ"}
MIXED_UP = re.compile("[ÂÃâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œŽžŸ]{1,2}")
FEWEST = 2
MIXED_UP_NOTE = "its letters had been read in a wrong encoding (such as Ã© for é) and were put right"
SOFT_NOTE = "soft hyphens and other invisible characters were taken out"


def clean(text: str, *, keep_soft: bool = False) -> tuple[str, tuple[str, ...]]:
    """The text in NFC, with one kind of line end and no invisible characters, and what was mended in words.

    `keep_soft`: a soft hyphen at the end stays, for whoever joins lines.
    """
    if keep_soft and text.endswith(SOFT):
        body, notes = clean(text)
        return body + SOFT, notes
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text, notes = unmixed(text)
    if INVISIBLE.search(text):
        text = INVISIBLE.sub("", BROKEN_SOFT.sub("", text))
        notes = (*notes, SOFT_NOTE)
    return unicodedata.normalize("NFC", text.translate(LIGATURES)), notes


def unmixed(text: str) -> tuple[str, tuple[str, ...]]:
    """Text with UTF-8 that was read as Windows-1252 put right, where reading it back proves that it was, and a note."""
    proofs = sum(_read_back(match[0]) is not None for match in MIXED_UP.finditer(text))
    if proofs < FEWEST:
        return text, ()
    return MIXED_UP.sub(lambda match: _read_back(match[0]) or match[0], text), (MIXED_UP_NOTE,)


def _read_back(mixed: str) -> str | None:
    """The one character that these were made of, perhaps followed by one that belongs to the text; None when they were not."""
    for end in (len(mixed), len(mixed) - 1):
        try:
            whole = b"".join(_byte(char) for char in mixed[:end]).decode("utf-8")
        except UnicodeDecodeError:
            continue
        if len(whole) == 1:
            return whole + mixed[end:]
    return None


def _byte(char: str) -> bytes:
    """The byte that Windows-1252 shows as this character; the five that it leaves open stand for themselves."""
    return bytes([ord(char)]) if "\x80" <= char <= "\x9f" else char.encode("windows-1252")
