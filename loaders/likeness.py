"""How alike two names are: organisations without their legal form, persons by the parts of their names.

Names are compared only where they share one of their rarest words, so that ten thousand new ones among twenty thousand known
ones take a second or two.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from graph.spelling import fold
from loaders.countries import country_code, government_code
from loaders.wordlists import wordlist

CALLED_ALSO = re.compile(
    r"\((?:formerly|f/?k/?a|d/?b/?a|a/?k/?a|also known as)\b[^)]*?(?:known as |filed as )?([^)]*)\)|\b(?:f/k/a|d/b/a|a/k/a)\b(.+)", re.IGNORECASE
)
ALSO = re.compile(r"^\W*(?:formerly|f/?k/?a|d/?b/?a|a/?k/?a|also)?\s*(?:known as |filed as |registered as )?", re.IGNORECASE)
ASIDE = re.compile(r"[(\[]\s*(?:formerly|through|f/?k/?a|d/?b/?a|a/?k/?a|also)\b", re.IGNORECASE)
WRITTEN_OUT = {"incorporated": "inc", "corporation": "corp", "limited": "ltd", "company": "co"}
BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*\]")
EMBASSY = "embassy"
ABROAD = re.compile(r" (?:in|to) (?:the )?(?:united states|us|u s a?|usa|washington)\b.*| (?:through|thru|via)\b.*")
JOINING = re.compile(r"^(?:(?:of|the) )+|(?: (?:of|the))+$")
SINGLE = re.compile(r"\b\w(?: \w\b)+")
COMMON = 100
MOST = 20
ACRONYM = 8
RAREST = 3
NEAR = 78
SHORTEST = 4
LONG = 8
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """A name like another: whose, how it is written, why it is taken for the same, and how surely, from 0 to 1."""

    entity: str
    name: str
    why: str
    sure: float


class Names:
    """Names of organisations, or of persons, by their words; it grows by `add`."""

    def __init__(self, *, persons: bool = False) -> None:
        self._persons = persons
        self._entries: list[tuple[str, str, Words]] = []
        self._spelt: list[str] = []
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)
        self._whole: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, entity: str, name: str) -> None:
        """Learn a name, and what it says in brackets of other names."""
        for form in self._read(name):
            if form:
                number = len(self._entries)
                spelt = " ".join(sorted(form))
                self._entries.append((entity, name, form))
                self._spelt.append(spelt)
                self._whole[spelt].append(number)
                for word in set(form):
                    self._by_word[word].append(number)

    def like(self, entity: str, name: str) -> Iterator[Near]:
        """Names of other entities that are like this one, each entity and reason as often as found."""
        for form in self._read(name):
            for number in self._candidates(entity, form):
                other, written, words = self._entries[number]
                if other == entity:
                    continue
                found = same_person(form, words) if self._persons else same_body(form, words, name, written)
                if found:
                    yield Near(other, written, *found)

    def _read(self, name: str) -> list[Words]:
        return [person_words(name)] if self._persons else list(dict.fromkeys(body_words(form) for form in forms(name)))

    def _candidates(self, entity: str, form: Words) -> list[int]:
        """The same words in any order, then those that share one of the rarest words and are spelt nearly alike as a whole."""
        spelt = " ".join(sorted(form))
        whole = self._whole.get(spelt, [])[:COMMON]
        shared = ((word, self._by_word[word]) for word in set(form) if word in self._by_word)
        rare = sorted((len(numbers), word) for word, numbers in shared if len(numbers) > 1 or self._entries[numbers[0]][0] != entity)[:RAREST]
        some = list({number: None for size, word in rare if size <= COMMON for number in self._by_word[word]})
        if self._persons or not some:
            return list(dict.fromkeys((*whole, *some)))
        from rapidfuzz import fuzz, process

        close = process.extract(spelt, [self._spelt[number] for number in some], scorer=fuzz.ratio, score_cutoff=NEAR, limit=MOST)
        return list(dict.fromkeys((*whole, *(some[position] for _, _, position in close))))


def forms(name: str) -> list[str]:
    """A name without what it says in brackets, and the earlier or other names that it gives there."""
    if "(" not in name and "[" not in name and "/" not in name:
        return [name]
    plain = BRACKETS.sub(" ", CALLED_ALSO.sub(" ", name)).strip()
    others = [ALSO.sub("", found[1] or found[2] or "").strip() for found in CALLED_ALSO.finditer(name)]
    return [one for one in (plain or name, *others) if one]


@lru_cache(maxsize=4_096)
def body_words(name: str) -> Words:
    """The words that tell an organisation from others: folded, written out, without the legal form and small words.

    An embassy is told by its country alone: "Government of Mexico, Embassy" is the embassy of mx.
    """
    if country := _embassy_of(fold(name)):
        return EMBASSY, country
    lists = _lists()
    words = SINGLE.sub(lambda found: found[0].replace(" ", ""), fold(name)).split()
    joined = list(words)
    while len(joined) > 1 and joined[-1] in lists["legal"]:
        joined.pop()
        while len(joined) > 1 and joined[-1] == "de":
            joined.pop()
    kept = [lists["short"].get(word, word) for word in joined if word not in lists["small"]]
    return tuple(kept or words)


def _embassy_of(folded: str) -> str:
    """The code of the country whose embassy a name means; "" for any other name."""
    if EMBASSY not in folded:
        return ""
    before, _, after = ABROAD.sub("", folded).partition(EMBASSY)
    return government_code(JOINING.sub("", f"{before.strip()} {after.strip()}".strip()))


def person_words(name: str) -> Words:
    """The parts of a person's name in order, without titles; a generation (jr, iii) stands last."""
    lists = _lists()
    parts = fold(name.split("(")[0]).split()
    generation = [lists["generations"][part] for part in parts[2:] if part in lists["generations"]][:1]
    plain = [part for i, part in enumerate(parts) if part not in lists["titles"] and (i < 2 or part not in lists["generations"])]
    return tuple((plain or parts) + generation)


def same_body(one: Words, other: Words, name: str = "", written: str = "") -> tuple[str, float] | None:
    """Why two organisations' names may mean one, and how surely; None where a word tells them apart."""
    ours, theirs = Counter(one), Counter(other)
    left, right = list((ours - theirs).elements()), list((theirs - ours).elements())
    if not left and not right:
        return _whole(one, name, written)
    common = "".join((ours & theirs).elements())
    if not (left and right):
        extra, shorter = left or right, min(one, other, key=len)
        return ("one of the names adds the initials of the other", 0.8) if extra == ["".join(word[0] for word in shorter)] else None
    if "".join(left) == "".join(right):
        return "the names differ in where words are parted", 0.85
    if len(common) < len("".join(left)) or len(common) < SHORTEST or any(map(_tells_apart, (*left, *right))):
        return None
    return _respelt(left, right)


def same_person(one: Words, other: Words) -> tuple[str, float] | None:
    """Why two persons' names may mean one, and how surely; None where a part tells them apart."""
    generations = set(_lists()["generations"].values())
    ours, theirs = [word for word in one if word not in generations], [word for word in other if word not in generations]
    marks = {word for words in (one, other) for word in words if word in generations}
    if len(ours) < 2 or len(theirs) < 2 or len(marks) > 1:
        return None
    if ours == theirs and one == other:
        return "the same name", 0.5
    if not _same_first(ours[0], theirs[0]):
        return None
    shorter, longer = sorted(([word for word in ours[1:] if len(word) > 1], [word for word in theirs[1:] if len(word) > 1]), key=len)
    if not shorter or not set(shorter) <= set(longer):
        return None
    letters = [{word[0] for word in words[1:-1]} for words in (ours, theirs)]
    if ours[-1] == theirs[-1]:
        if all(letters) and not (letters[0] & letters[1]):
            return None
        return ("the same first and last name" if ours[0] == theirs[0] else "one first name may be short for the other, the last name is the same"), 0.4
    return "one name holds the other", 0.35


def _whole(words: Words, name: str, written: str) -> tuple[str, float]:
    if fold(name) == fold(written):
        return "the same name", 0.7
    if not _same_remarks(_remarks(name), _remarks(written)):
        return "the same name but for what is said in brackets", 0.6
    legal = {form for form in map(_legal, (name, written)) if form}
    if len(legal) > 1:
        return "the same name but for the legal form, which may mean two firms", 0.55
    if len("".join(words)) <= SHORTEST:
        return "the same few letters but for the legal form", 0.5
    return "the same name but for legal form, small or shortened words and their order", 0.85


def _same_remarks(one: set[str], other: set[str]) -> bool:
    """Whether two names say the same in brackets, or one of them an acronym more."""
    extra = one ^ other
    return not extra or (len(extra) == 1 and (one <= other or other <= one) and all(len(remark) <= ACRONYM for remark in extra))


def _remarks(name: str) -> set[str]:
    """What a name says in brackets, other names and who acts for it left out."""
    said = BRACKETS.findall(name) if "(" in name or "[" in name else []
    return {fold(remark).replace(" ", "") for remark in said if not ASIDE.match(remark)}


def _legal(name: str) -> str:
    legal = _lists()["legal"]
    words = SINGLE.sub(lambda found: found[0].replace(" ", ""), fold(BRACKETS.sub(" ", name))).split()
    return WRITTEN_OUT.get(words[-1], words[-1]) if words and words[-1] in legal else ""


def _respelt(left: list[str], right: list[str]) -> tuple[str, float] | None:
    """Words that differ by a slip of one letter, of two in a long word."""
    from rapidfuzz.distance import OSA

    if len(left) != len(right):
        return None
    pairs = []
    for word in left:
        best = min(right, key=lambda other: (OSA.distance(word, other), other))
        shorter = min(len(word), len(best))
        if shorter <= SHORTEST or OSA.distance(word, best) > (1 if shorter < LONG else 2):
            return None
        pairs.append(f"“{word}” and “{best}”")
    return f"the names differ in the spelling of {', '.join(pairs)}", 0.65 if len(pairs) == 1 else 0.5


def _tells_apart(word: str) -> bool:
    """Whether a word that only one name has tells apart: a number, a country."""
    return any(letter.isdigit() for letter in word) or bool(country_code(word))


def _same_first(one: str, other: str) -> bool:
    if one == other or (len(one) == 1 and other.startswith(one)) or (len(other) == 1 and one.startswith(other)):
        return True
    calls = _lists()["calls"]
    return other in calls.get(one, ()) or one in calls.get(other, ())


@cache
def _lists() -> Mapping[str, Any]:
    lists = wordlist("loaders", "likeness")
    return lists | {key: frozenset(lists[key].split()) for key in ("legal", "small", "titles")}
