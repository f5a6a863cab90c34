"""Which patterns can match a text at all, by the words and the slots that each needs.

What a pattern cannot do without ("met" or "reuni…", and a slot of P, O or G) is worked out from its own text. A sentence is looked
at once, word by word; only patterns whose needs it has are compiled and tried. What a need leaves out is never found by its pattern.
"""

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache, reduce
from hashlib import blake2b
from operator import or_
from pathlib import Path
from threading import Lock
from typing import ClassVar, NamedTuple

from loaders import kept
from loaders.documents.capitals import AnyCase

MARK = re.compile(
    r"(?P<slot>⟦\[[A-Z]+\]|⟦[A-Z]|<\w+:[A-Z]+!?>)|(?P<edge>\\[bs]|\^|\$)|(?P<escape>\\.)|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])"
    r"|(?P<any>\.+\??|~|\(\?P=\w+\)|\(\?[a-z]+\))|(?P<look>\(\?<?[=!])|(?P<open>\(\?P<\w+>|\(\?>|\(\?-?[a-z]*:|\((?!\?))|(?P<close>\))|(?P<or>\|)"
    r"|(?P<times>[*+?]\??|\{\d*,?\d*\}\??)|(?P<list>\{[a-z_]+\})|(?P<text>[^\\\[\](){}|*+?.^$~<⟦]+|.)",
    re.DOTALL,
)
WORD = re.compile(r"\w+")
TOKEN = re.compile(r"⟦[A-Z]|\w+")
BLANKS = re.compile(r"\[(?:\\s|[\s,;:.'\"’—()¿¡-])+\]")
MOST = 20_000  # words remembered with the needs that each meets
TEXTS = 100
LONG = 1500  # letters of a text of which only the part that is searched is looked at


class Part(NamedTuple):
    """A part of a pattern: text, the edge of a word, slots of some letters, a list by name, alternatives (one, one or more, or none), or anything."""

    kind: str
    said: str = ""
    runs: "tuple[Run, ...]" = ()


Run = list[Part]
Need = frozenset[str]  # words, one of which must stand; a blank says where a word begins or ends
EDGE = Part("edge")
ANY = Part("any")


class Gates:
    """Patterns in order, with what each needs. `lists` are lists of words, which patterns speak of as {name}."""

    def __init__(self, patterns: Iterable[str], lists: Mapping[str, str] | None = None) -> None:
        needed = _needed(tuple(patterns), lists or {})
        with _LEARNING:
            self._needs = _KNOWN.add(needed)
        self._all = reduce(or_, self._needs, 0)
        self._fitting: dict[int, tuple[int, ...]] = {}

    def fitting(self, text: str) -> tuple[int, ...]:
        """The numbers of the patterns that may match a text, in order."""
        has = _KNOWN.met(text) & self._all
        fitting = self._fitting.get(has)
        if fitting is None:
            if len(self._fitting) >= MOST:
                self._fitting.clear()
            fitting = self._fitting[has] = tuple(number for number, needed in enumerate(self._needs) if needed & has == needed)
        return fitting


class Gated:
    """A regular expression that is compiled, and tried, only where the words stand that it needs; to be used like a compiled one."""

    _new: ClassVar[list["Gated"]] = []  # whose needs are not worked out: all are at once, since the words looked at before are looked at anew

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern = pattern
        self.flags = flags
        self._needed = -1
        self._new.append(self)

    def may_match(self, text: str, start: int = 0, end: int = sys.maxsize) -> bool:
        """False where it cannot match in `text[start:end]`."""
        if self._needed < 0:
            self._learn()
        if len(text) >= LONG:
            text = text[start:end]
        return self._needed & (_KNOWN.texts.get(text) or _KNOWN.met(text)) == self._needed

    def _learn(self) -> None:
        with _LEARNING:
            needed = _KNOWN.add([_needed((gated.pattern,), {})[0] for gated in self._new])
            for gated, bits in zip(self._new, needed, strict=True):
                gated._needed = bits
            self._new.clear()

    @cached_property
    def _anyhow(self) -> AnyCase:
        return AnyCase(self.pattern, self.flags)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first match in `text[start:end]`."""
        return self._anyhow.search(text, start, end) if self.may_match(text, start, end) else None

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The match at `start`."""
        return self._anyhow.compiled.match(text, start, end) if self.may_match(text, start, end) else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The match of all of the text."""
        return self._anyhow.compiled.fullmatch(text) if self.may_match(text) else None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """All matches in `text[start:end]`."""
        return self._anyhow.finditer(text, start, end) if self.may_match(text, start, end) else iter(())


class _Known:
    """All needs, each a bit, and which of them the words and the texts last looked at meet."""

    def __init__(self) -> None:
        self._bits: dict[Need, int] = {}
        self._starts: dict[str, int] = {}
        self._inside: dict[str, int] = {}
        self._words: dict[str, int] = {}  # replaced before the texts and read after them, for the sake of threads
        self.texts: dict[str, int] = {}

    def add(self, patterns: Iterable[list[Need]]) -> list[int]:
        """The bits that each pattern's needs have; new needs are met by words from now on."""
        added = [reduce(or_, (self._bit(need) for need in needs), 0) for needs in patterns]
        self._sizes = sorted({len(word) for word in self._inside})
        self._longest = max(map(len, self._starts), default=0)
        self._words, self.texts = {}, {}
        return added

    def _bit(self, need: Need) -> int:
        if need not in self._bits:
            bit = self._bits[need] = 1 << len(self._bits)
            for word in need:
                known = self._starts if word[0] in " ⟦" else self._inside
                known[word.lstrip()] = known.get(word.lstrip(), 0) | bit
        return self._bits[need]

    def met(self, text: str) -> int:
        """The needs that a text meets."""
        texts, words = self.texts, self._words
        has = texts.get(text)
        if has is None:
            has = 0
            for word in set(TOKEN.findall(text)):
                bits = words.get(word)
                if bits is None:
                    if len(words) >= MOST:
                        words.clear()
                    bits = words[word] = self._met_by(word)
                has |= bits
            if len(texts) >= TEXTS:
                texts.clear()
            texts[text] = has
        return has

    def _met_by(self, word: str) -> int:
        plain = word if word[0] == "⟦" else f"{_plain(word)} "
        bits = 0
        for end in range(1, min(len(plain), self._longest) + 1):
            bits |= self._starts.get(plain[:end], 0)
        for size in self._sizes:
            for start in range(len(plain) - size + 1):
                bits |= self._inside.get(plain[start : start + size], 0)
        return bits


_KNOWN = _Known()
_OWN_TEXT = blake2b(Path(__file__).read_bytes()).hexdigest()  # what is kept of patterns follows from how needs are worked out


def _needed(patterns: tuple[str, ...], lists: Mapping[str, str]) -> list[list[Need]]:
    """The needs of each pattern, which are kept for other processes."""
    name = kept.name_of("needs", _OWN_TEXT, *patterns, "", *(text for pair in lists.items() for text in pair))
    known = kept.find(name)
    if known is not None:
        return [[frozenset(words) for words in needs] for needs in json.loads(known)]
    working = _Needs(lists)
    found = [working.of_any(_parsed(pattern)) for pattern in patterns]
    kept.keep(name, json.dumps([[sorted(need) for need in needs] for needs in found]).encode())
    return found


_LEARNING = Lock()


@lru_cache(maxsize=1 << 12)
def _plain(text: str) -> str:
    """A text without case and accents, letter by letter: where a text matches without regard to case, what is plain of both does."""
    plain = text.replace("ı", "i").casefold()
    return plain if plain.isascii() else "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))


def _parsed(pattern: str) -> tuple[Run, ...]:
    """The alternatives of a pattern, each in parts; what is not understood is anything."""
    stack: list[tuple[str, list[Run]]] = [("", [[]])]
    for mark in MARK.finditer(pattern):
        kind, said = mark.lastgroup or "", mark[0]
        run = stack[-1][1][-1]
        if kind in ("open", "look"):
            stack.append((kind, [[]]))
        elif kind == "or":
            stack[-1][1].append([])
        elif kind == "close":
            opened, runs = stack.pop()
            stack[-1][1][-1].append(ANY if opened == "look" else Part("one", "", tuple(runs)))
        elif kind == "times":
            run[-1:] = _repeated(run[-1], said)
        else:
            run.extend(_parts(kind, said))
    return tuple(stack[0][1])


def _parts(kind: str, said: str) -> Run:
    if kind == "text":
        return [Part("text", plain)] if (plain := _plain(said)) else []
    if kind == "edge":
        return [EDGE]
    if kind == "slot":
        return [Part("slot", said.rpartition(":")[2].strip("⟦[]!>"))]
    if kind == "list":
        return [Part("list", said[1:-1])]
    if kind == "escape":
        return [ANY if said[1].isalnum() else Part("text", said[1])]
    same = {_plain(letter) for letter in said[1:-1]} if kind == "set" and said[1] != "^" else set()
    return [Part("text", same.pop())] if len(same) == 1 else [Part("text", " ")] if BLANKS.fullmatch(said) else [ANY]


def _repeated(part: Part, times: str) -> Run:
    """A part with how often it may stand, of a text its last letter; more than once and not at all tell what may stand beside it."""
    kind = "maybe" if times[0] in "*?" or times.startswith(("{0", "{,")) else "more"
    if part.kind == "text" and len(part.said) > 1:
        return [Part("text", part.said[:-1]), Part(kind, "", ([Part("text", part.said[-1])],))]
    return [Part(kind, "", ([part],))]


class _Needs:
    """Works out needs; a list of words only once for each kind of place that it has in patterns."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        self._lists = lists
        self._parsed: dict[str, tuple[Run, ...]] = {}
        self._known: dict[tuple[str, bool, bool], list[Need]] = {}

    def of_any(self, runs: tuple[Run, ...], before: bool = False, after: bool = False) -> list[Need]:
        """The needs of alternatives: those of the only one, else a word of each. `before`, `after`: whether a word cannot go on beyond them."""
        if len(runs) == 1:
            return self._of(runs[0], before, after)
        chosen: list[Need] = []
        for run in runs:
            needs = self._of(run, before, after)
            if not needs:
                return []
            chosen.append(max(needs, key=_telling))
        return [frozenset().union(*chosen)]

    def _of(self, run: Run, before: bool, after: bool) -> list[Need]:
        """The needs of parts in a row."""
        found: list[Need] = []
        at = 0
        while at < len(run):
            kind, said, runs = run[at]
            last = at + 1
            if kind == "text":
                last = next((end for end in range(at, len(run)) if run[end].kind != "text"), len(run))
                text = "".join(part.said for part in run[at:last])
                found += _words(text, self._edge(run, at - 1, -1, before), self._edge(run, last, 1, after))
            elif kind == "slot":
                found.append(frozenset(f"⟦{letter}" for letter in said))
            elif kind == "more":
                found += self.of_any(runs)
            elif kind in ("one", "list"):
                edges = self._edge(run, at - 1, -1, before), self._edge(run, at + 1, 1, after)
                found += self.of_any(runs, *edges) if kind == "one" else self._of_list(said, *edges)
            at = last
        return found

    def _of_list(self, name: str, before: bool, after: bool) -> list[Need]:
        key = (name, before, after)
        if key not in self._known:
            self._known[key] = self.of_any(self._listed(name), before, after)
        return self._known[key]

    def _edge(self, run: Run, at: int, step: int, outer: bool) -> bool:
        """Whether what stands at a place begins (or, looking backwards, ends) with what is no part of a word."""
        if not 0 <= at < len(run):
            return outer
        kind, said, runs = run[at]
        if kind == "text":
            return WORD.match(said[0 if step > 0 else -1]) is None
        if kind in ("edge", "any", "slot"):
            return kind == "edge"
        beyond = self._edge(run, at + step, step, outer)
        inside = (self._edge(one, 0 if step > 0 else len(one) - 1, step, beyond) for one in (self._listed(said) if kind == "list" else runs))
        return (beyond or kind != "maybe") and all(inside)

    def _listed(self, name: str) -> tuple[Run, ...]:
        if name not in self._parsed:
            self._parsed[name] = _parsed(self._lists[name]) if name in self._lists else ([ANY],)
        return self._parsed[name]


def _words(text: str, before: bool, after: bool) -> list[Need]:
    """Each word of a text as a need; one letter only where it is all of a word."""
    found: list[Need] = []
    for word in WORD.finditer(text):
        opens, closes = word.start() > 0 or before, word.end() < len(text) or after
        if len(word[0]) > 1 or (opens and closes):
            found.append(frozenset({f"{' ' if opens else ''}{word[0]}{' ' if closes else ''}"}))
    return found


def _telling(need: Need) -> int:
    """How much a need tells: the length of its shortest word."""
    return min(1 if word[0] == "⟦" else len(word) for word in need)
