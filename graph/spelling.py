"""Spellings of names: what two spellings of one name share, and the part of an id that a name gives."""

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

BETWEEN_WORDS = re.compile(r"[\W_]+")
ARTICLE = re.compile(r"(?:the|el|la|los|las|le|les) (?=.)")
ELISION = re.compile(r"^\W*l['’](?=\w)", re.IGNORECASE)
NOT_DECOMPOSED = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
INVISIBLE = frozenset({"Mn", "Mc", "Me", "Cf", "Cs"})
LONGEST_SLUG = 80


@lru_cache(maxsize=65_536)  # a register writes the same names over and over
def fold(text: str) -> str:
    """The spelling that two spellings of a name share.

    Decomposed (NFKD), case folded, without combining marks and invisible characters, words parted
    by one space, a leading article (English, Spanish, French) dropped. Folding twice changes
    nothing. A text without any word, such as an emoji, folds to itself without spaces around it.
    """
    if text.isascii():
        plain = text.casefold()
    else:
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        plain = "".join(c for c in decomposed if unicodedata.category(c) not in INVISIBLE)
    folded = BETWEEN_WORDS.sub(" ", ELISION.sub("", plain)).strip()
    while article := ARTICLE.match(folded):
        folded = folded[article.end() :]
    return folded or " ".join(plain.replace("\0", " ").split())


@lru_cache(maxsize=16_384)
def slug(text: str) -> str:
    """A readable id part of a-z, 0-9 and hyphens, never empty and at most 80 characters.

    Where letters cannot be written in ASCII, or the text is longer, a short hash of it is appended,
    so that two names rarely share a slug.
    """
    folded = fold(text).translate(NOT_DECOMPOSED)
    plain = "-".join(re.findall(r"[a-z0-9]+", folded))
    complete = folded.isascii() or all(c.isascii() for c in folded if c.isalnum())
    if plain and complete and len(plain) <= LONGEST_SLUG:
        return plain
    mark = blake2b(fold(text).encode(), digest_size=5).hexdigest()
    return f"{plain[: LONGEST_SLUG - 11].strip('-')}-{mark}".strip("-")
