"""A copy of a text made plain for matching, with the way back to the literal text.

Quotes and dashes are made straight, breaks are spaces, soft hyphens, zero-width characters and hyphens at
the end of a line are gone, addresses are blanked. What is found in the copy is quoted from the text.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

STRAIGHT = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}
    | {"‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-"}
    | dict.fromkeys("\t\n\r\v\f\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\u2028\u2029", " ")
)
INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+[ ]?\n?(?=\\w)|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+"
)
LINE_HYPHEN = re.compile(r"(?<=[^\W\d_]{2})-[ \t]*\n[ \t]*(?=[^\W\d_]{2})")
COMPOUND = frozenset(
    [
        "anti",
        "co",
        "cross",
        "duty",
        "e",
        "fast",
        "free",
        "full",
        "high",
        "inter",
        "ex",
        "long",
        "low",
        "macro",
        "medium",
        "micro",
        "mid",
        "multi",
        "non",
        "on",
        "off",
        "one",
        "post",
        "pre",
        "pro",
        "self",
        "semi",
        "short",
        "sub",
        "tax",
        "third",
        "trans",
        "two",
        "well",
        "zero",
    ]
)
ADDRESS = re.compile(
    r"\((?:https?://|mailto:|www\.|/)[^()]*\)"
    r"|(?:https?://|mailto:|www\.)[^\s<>()\"]+"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w@])@\w{2,}"
)
WORD = re.compile(r"[^\W_]+|&")
JOINT = {"": " ", "-": " ", ".": ".", "'": "'", ",": ",", "/": "/", ".-": " ", ", ¿": ",", ",¿": ",", "¿": " ", "¡": " ", '"': '"'}


class Token(NamedTuple):
    """A word of the shadow: where it stands, its folded form, and how it hangs on the word before.

    `joint` is " " for a space or hyphen, one of . ' , / for these marks, "" when nothing joins them.
    """

    start: int
    end: int
    surface: str
    folded: str
    joint: str

    @property
    def capital(self) -> bool:
        """Starts with a capital letter."""
        return self.surface[0].isupper()


@dataclass(frozen=True, slots=True)
class Shadow:
    """The plain copy and, when its length differs, the literal offset of each of its characters."""

    text: str
    offsets: tuple[int, ...] | None
    tokens: tuple[Token, ...]
    starts: tuple[int, ...]

    def literal(self, start: int, end: int) -> tuple[int, int]:
        """The span of the literal text that a span of the copy stands for."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1

    def place(self, offset: int) -> int:
        """The first position of the copy at or after a literal offset."""
        return offset if self.offsets is None else bisect_left(self.offsets, offset)

    def between(self, span: tuple[int, int]) -> range:
        """The numbers of the tokens inside a span of the literal text."""
        return range(bisect_left(self.starts, self.place(span[0])), bisect_left(self.starts, self.place(span[1])))

    def first(self, position: int) -> int:
        """The number of the first token that starts at or after a position of the copy."""
        return bisect_left(self.starts, position)


@lru_cache(maxsize=2)  # that of a long document is large
def shadow(text: str) -> Shadow:
    """The shadow of a canonical text."""
    plain = ADDRESS.sub(lambda match: _blank(match.group()), text)
    dropped = sorted(_dropped(plain))
    straight = plain.translate(STRAIGHT)
    offsets: tuple[int, ...] | None = None
    if dropped:
        gone = set(dropped)
        offsets = tuple(i for i in range(len(text)) if i not in gone)
        straight = "".join(straight[i] for i in offsets)
    tokens = tuple(_tokens(straight))
    return Shadow(straight, offsets, tokens, tuple(token.start for token in tokens))


@lru_cache(maxsize=1 << 16)
def fold_word(word: str) -> str:
    """A word without case and accents; "&" reads "and"."""
    if word == "&":
        return "and"
    if word.isascii():
        return word.casefold()
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def words(text: str) -> tuple[Token, ...]:
    """The tokens of a phrase of ours, such as an alias."""
    return tuple(_tokens(text.translate(STRAIGHT)))


def _blank(address: str) -> str:
    return f"({' ' * (len(address) - 2)})" if address.startswith("(") else " " * len(address)


def _dropped(text: str) -> Iterator[int]:
    """Characters that are not there for matching: invisible ones, and a hyphen at a line's end inside a word."""
    for match in INVISIBLE.finditer(text):
        yield from range(*match.span())
    for match in LINE_HYPHEN.finditer(text):
        left = re.search(r"[^\W\d_]+$", text[max(0, match.start() - 40) : match.start()])
        right = re.match(r"[^\W\d_]+", text[match.end() : match.end() + 40])
        if left and right and right.group().islower() and left.group().casefold() not in COMPOUND and f"{left.group()}-{right.group()}" not in text:
            yield from range(*match.span())


def _tokens(text: str) -> Iterator[Token]:
    last = 0
    seen: dict[str, str] = {}  # a word that stands in a text a thousand times is kept once
    for match in WORD.finditer(text):
        start, end = match.span()
        gap = text[last:start]
        joint = " " if gap == " " else JOINT.get(gap.strip(), "") if len(gap) < 12 else ""
        if "  " in gap.strip() or (gap and not gap.strip() and len(gap) > 3):
            joint = ""
        surface = seen.setdefault(match.group(), match.group())
        yield Token(start, end, surface, fold_word(surface), joint)
        last = end
