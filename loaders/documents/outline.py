"""What must stand in a text one after another for a pattern to match: small expressions, looked for before the large one is compiled and tried.

`<a:O>{aside}~ {aux}(?P<v>{met}) with <b:O>` matches only where, in this order, a slot of O, one of the words of `met`, and "with" before a
slot of O stand. What a pattern says is kept as it is as far as it is short; lists of slots, gaps and adverbs may be anything. Long lists of
words are compiled once, for all patterns that speak of them.
"""

import re
import sys
from collections.abc import Mapping
from functools import cache, cached_property
from typing import NamedTuple

from loaders.documents.capitals import lowered, without_capitals
from loaders.documents.engine import compiled

MARK = re.compile(
    r"(?P<free>\.+\??|~|\(\?P=\w+\)|\(\?[a-z]+\))|(?P<slot><\w+:[A-Z]+!?>)|(?P<list>\{[a-z_]+\})|(?P<look>\(\?<?[=!])"
    r"|(?P<open>\(\?P<\w+>|\(\?>|\(\?-?[a-z]*:|\((?!\?))|(?P<close>\))|(?P<or>\|)|(?P<times>[*+?]\??|\{\d*,?\d*\}\??)"
    r"|(?P<atom>\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[^\\\[\](){}|*+?.^$~<]+|.)",
    re.DOTALL,
)
SHORT = 300  # letters of a list of words that is said in full wherever it stands
TELLING = re.compile(r"[^\W\d_]|[⟦\"—]")
NOT_TELLING = re.compile(r"\\[wsbdWSBD]|\(\?P<\w+>|\(\?-?[a-z]*:|\[\^[^\]]*\]")
NO_WORD = re.compile(r"\\s|\\?[^\w\\]|\[(?:\\s|[\s,;:.'\"’—()¿¡-])+\]")
NO_WORD_BEFORE, NO_WORD_AFTER = r"(?<!\w)", r"(?!\w)"
KEPT_TEXT = 4000  # letters of a text of which a step remembers where it stands


class Piece(NamedTuple):
    """A piece of a pattern: an atom, a group of alternatives, a list of words, a slot, a look at what stands beside it, or anything; how often it stands."""

    kind: str
    said: str
    runs: "tuple[Run, ...]" = ()
    times: str = ""

    @property
    def optional(self) -> bool:
        """Whether it may be missing."""
        return self.times.startswith(("*", "?", "{0", "{,"))


Run = list[Piece]
ANYTHING = Piece("free", "")


class Step:
    """A small expression."""

    def __init__(self, source: str, flags: int) -> None:
        self.source = source
        self._flags = flags
        self._last: tuple[str, int | None] = ("", None)

    @cached_property
    def _small(self) -> re.Pattern[str] | None:
        small = lowered(self.source) if self._flags & re.IGNORECASE else None
        return None if small is None else compiled(small, self._flags & ~re.IGNORECASE)

    @cached_property
    def _anyhow(self) -> re.Pattern[str]:
        return compiled(self.source, self._flags)

    def first(self, text: str, start: int, end: int) -> int | None:
        """Where in `text[start:end]` it stands first."""
        known, place = self._last
        if known is text and (place is None or place >= start):
            return place
        small = without_capitals(text) if self._small is not None else None
        found = self._anyhow.search(text, start, end) if small is None or self._small is None else self._small.search(small, start, end)
        place = found.start() if found else None
        if start == 0 and len(text) <= min(end, KEPT_TEXT):
            self._last = text, place
        return place


class Choice:
    """Outlines, one of which must stand."""

    def __init__(self, outlines: "list[Outline]") -> None:
        self._outlines = outlines

    def first(self, text: str, start: int, end: int) -> int | None:
        """Where at the earliest the last step of one of them stands."""
        places = [place for outline in self._outlines if (place := outline.first(text, start, end)) is not None]
        return min(places, default=None)


class Outline:
    """Steps in order."""

    def __init__(self, steps: "list[Step | Choice]") -> None:
        self._steps = steps

    def first(self, text: str, start: int, end: int) -> int | None:
        """Where at the earliest the last step stands when all stand in order in `text[start:end]`; None when they do not."""
        place: int | None = start
        for step in self._steps:
            place = step.first(text, place, end) if place is not None else None
        return place


class Outlines:
    """Draws outlines of patterns that speak of the same lists of words, each by its {name}."""

    def __init__(self, lists: Mapping[str, str], flags: int = re.IGNORECASE) -> None:
        self._lists = lists
        self._flags = flags
        self._runs: dict[str, tuple[Run, ...]] = {}
        self._exact: dict[str, str | None] = {}

    def of(self, pattern: str) -> Outline:
        """The outline of a pattern."""
        return Outline(self._steps(_parsed(pattern), False, False))

    def _steps(self, runs: tuple[Run, ...], before: bool, after: bool) -> "list[Step | Choice]":
        """The steps of alternatives. `before`, `after`: whether a word cannot go on beyond them."""
        if len(runs) == 1:
            line = _Line(self._flags)
            self._draw(line, runs[0], before, after)
            return line.drawn()
        said = [self._exact_run(run) for run in runs]
        exact = [text for text in said if text is not None]
        outlines = [Outline(self._steps((run,), before, after)) for run, text in zip(runs, said, strict=True) if text is None]
        if exact:
            words = f"{NO_WORD_BEFORE if before else ''}(?:{'|'.join(exact)}){NO_WORD_AFTER if after else ''}"
            if not outlines:
                return [step(words, self._flags)]
            outlines.append(Outline([step(words, self._flags)]))
        return [Choice(outlines)]

    def _draw(self, line: "_Line", run: Run, before: bool, after: bool) -> None:
        for at, piece in enumerate(run):
            text = self._exact_piece(piece, SHORT)
            if text is not None:
                line.say(text)
            elif piece.kind == "slot" and not piece.optional:
                line.slot(piece)
            elif piece.kind in ("open", "list") and not piece.optional:
                runs = self._runs_of(piece)
                edges = self._edge(run, at - 1, -1, before), self._edge(run, at + 1, 1, after)
                if len(runs) == 1:
                    self._draw(line, runs[0], *edges)
                else:
                    line.add(self._steps(runs, *edges))
                if piece.times:
                    line.cut()
            elif piece.kind != "look":
                line.cut()

    def _runs_of(self, piece: Piece) -> tuple[Run, ...]:
        if piece.kind != "list":
            return piece.runs
        if piece.said not in self._runs:
            self._runs[piece.said] = _parsed(self._lists[piece.said]) if piece.said in self._lists else ([ANYTHING],)
        return self._runs[piece.said]

    def _exact_run(self, run: Run, longest: int = sys.maxsize) -> str | None:
        parts: list[str] = []
        for piece in run:
            text = self._exact_piece(piece, longest)
            if text is None:
                return None
            parts.append(text)
        return "".join(parts)

    def _exact_piece(self, piece: Piece, longest: int) -> str | None:
        """An expression that says the same as a piece; None where slots, gaps, adverbs or longer lists than that stand in it."""
        if piece.kind in ("free", "slot"):
            return None
        if piece.kind == "atom":
            return piece.said + piece.times
        if piece.kind == "list":
            text = self._exact_list(piece)
            return None if text is None or len(text) > longest else text + piece.times
        said: list[str] = []
        for run in piece.runs:
            text = self._exact_run(run, longest)
            if text is None:
                return None
            said.append(text)
        return f"{piece.said}{'|'.join(said)}){piece.times}"

    def _exact_list(self, piece: Piece) -> str | None:
        if piece.said not in self._exact:
            said = [text for run in self._runs_of(piece) if (text := self._exact_run(run)) is not None]
            self._exact[piece.said] = f"(?:{'|'.join(said)})" if len(said) == len(self._runs_of(piece)) else None
        return self._exact[piece.said]

    def _edge(self, run: Run, at: int, way: int, outer: bool) -> bool:
        """Whether what stands at a place begins (or, looking backwards, ends) with what is surely no part of a word."""
        if not 0 <= at < len(run):
            return outer
        piece = run[at]
        if piece.kind == "look" or (piece.kind == "atom" and piece.said in ("\\b", "\\B", "^", "$")):
            return piece.said in ("^", "$") or self._edge(run, at + way, way, outer)
        if piece.kind == "atom":
            inside = NO_WORD.fullmatch(piece.said if piece.said[0] in "\\[" else piece.said[0 if way > 0 else -1]) is not None
        elif piece.kind in ("open", "list"):
            beyond = self._edge(run, at + way, way, outer)
            inside = all(self._edge(one, 0 if way > 0 else len(one) - 1, way, beyond) for one in self._runs_of(piece))
        else:
            inside = piece.kind == "slot" and way < 0 and piece.said.endswith("!>")
        return inside and (not piece.optional or self._edge(run, at + way, way, outer))


class _Line:
    """The steps drawn so far of one run, and the expression that goes on."""

    def __init__(self, flags: int) -> None:
        self._flags = flags
        self._steps: list[Step | Choice] = []
        self._said = ""

    def say(self, text: str) -> None:
        """An expression directly behind what stands."""
        self._said += text

    def slot(self, piece: Piece) -> None:
        """A slot alone or a list of slots, with other words before the first and behind the last."""
        mark = f"⟦[{piece.said.rpartition(':')[2].rstrip('!>')}]"
        if piece.said.endswith("!>"):
            self._said += rf"[^⟦.;]{{0,30}}{mark}\d+⟧"
        else:
            self._said += f"[^⟦.;]*{mark}"
            self.cut()
            self._said = rf"{mark}\d+⟧[^⟦]*?"
        if piece.times:
            self.cut()

    def add(self, steps: list[Step | Choice]) -> None:
        """Steps that come next."""
        self.cut()
        self._steps += steps

    def cut(self) -> None:
        """Anything may stand here."""
        if TELLING.search(NOT_TELLING.sub("", self._said)):
            self._steps.append(step(self._said, self._flags))
        self._said = ""

    def drawn(self) -> list[Step | Choice]:
        """All steps."""
        self.cut()
        return self._steps


@cache
def step(source: str, flags: int) -> Step:
    """The one step of an expression, however many patterns have it."""
    return Step(source, flags)


def _parsed(pattern: str) -> tuple[Run, ...]:
    """The alternatives of a pattern, each in pieces."""
    stack: list[tuple[str, str, list[Run]]] = [("", "", [[]])]
    for mark in MARK.finditer(pattern):
        kind, said = mark.lastgroup or "", mark[0]
        run = stack[-1][2][-1]
        if kind in ("open", "look"):
            stack.append((kind, said, [[]]))
        elif kind == "or":
            stack[-1][2].append([])
        elif kind == "close":
            opened, with_what, runs = stack.pop()
            stack[-1][2][-1].append(Piece(opened, with_what, tuple(runs)))
        elif kind == "times":
            last = run.pop()
            if last.kind == "atom" and len(last.said) > 1 and last.said[0] not in "\\[":
                run.append(Piece("atom", last.said[:-1]))
                last = Piece("atom", last.said[-1])
            run.append(last._replace(times=said))
        else:
            run.append(Piece(kind, said.strip("{}") if kind == "list" else said))
    return tuple(stack[0][2])
