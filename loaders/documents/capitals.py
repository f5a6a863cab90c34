"""Looks in any case several times as fast: small letters are looked for in a text without capitals, and only what is found there as written."""

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from loaders.documents.engine import compiled

WORTH = 0.25  # letters searched for each of the expression's, from which on it pays to compile it a second time
PIECE = re.compile(
    r"(?P<kept>\\.|\(\?P=\w+\)|\(\?P<\w+>)|(?P<cased>\(\?-i:)|(?P<none>\(\?<?!)|(?P<open>\()|(?P<close>\))"
    r"|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<text>[^\\()\[]+|.)",
    re.DOTALL,
)
KEPT = re.compile(r"(\\.)")
# Letters that `lower` leaves apart though the engine holds them for the same as others, and × that stands among capitals.
ODD = re.compile("[ſıİµς×÷ẞßŉǰΐΰϐϑϕϖϰϱϵẛιﬅﬆ\u0345]")


class AnyCase:
    """A regular expression that is to be found in any case."""

    def __init__(self, pattern: str, flags: int = re.IGNORECASE) -> None:
        self.pattern = pattern
        self.flags = flags
        self._until = int(WORTH * len(pattern))

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The expression as it is."""
        return compiled(self.pattern, self.flags)

    @cached_property
    def _small(self) -> re.Pattern[str] | None:
        small = lowered(self.pattern) if self.flags & re.IGNORECASE else None
        return compiled(small, self.flags & ~re.IGNORECASE) if small is not None else None

    def finditer(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """All matches in `text[start:end]`."""
        first = self._first(text, start, end)
        return iter(()) if first is None else self.compiled.finditer(text, first, end)

    def search(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The first match in `text[start:end]`."""
        first = self._first(text, start, end)
        return None if first is None else self.compiled.search(text, first, end)

    def _first(self, text: str, start: int, end: int) -> int | None:
        """Where the first match can begin at the earliest; None where there is none."""
        if self._until > 0:
            self._until -= min(end, len(text)) - start
            return start
        if self._small is None or (small := without_capitals(text)) is None:
            return start
        found = self._small.search(small, start, end)
        return found.start() if found else None


def lowered(pattern: str) -> str | None:
    """The expression that finds in a text without capitals what this one finds in any case, or more; None where that cannot be said."""
    parts: list[str] = []
    stack: list[bool] = []  # whether each group that is open, or one around it, must not match
    for piece in PIECE.finditer(pattern):
        kind, said = piece.lastgroup, piece[0]
        inside = bool(stack) and stack[-1]
        if kind == "cased":
            if inside:
                return None
            said = "(?:"
        if kind == "close":
            stack.pop()
        elif said.startswith("("):
            if not said.startswith("(?P="):
                stack.append(inside or kind == "none")
        elif kind in ("set", "text"):
            said = "".join(part if part.startswith("\\") else part.lower() for part in KEPT.split(said))
        parts.append(said)
    return "".join(parts)


@lru_cache(maxsize=16)
def without_capitals(text: str) -> str | None:
    """The text in small letters, letter for letter, or None."""
    if text.isascii():
        return text.lower()
    small = text.lower()
    return small if len(small) == len(text) and not ODD.search(text) else None
