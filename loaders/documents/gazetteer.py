"""Every name that the registry knows, as one trie over folded words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from loaders.documents.shadow import Token, fold_word, words
from loaders.documents.vocabulary import MASKED
from loaders.registry import Entry, Registry

Strength = Literal["full", "weak", "adjective", "title"]
ANY_CASE = frozenset({"government", "agency", "legislature", "agreement", "chapter", "article", "annex", "intergovernmental", "post", "mask"})

NUMBERED = frozenset({"chapter", "article", "annex"})  # their numbers are read by `parts`, which leaves the agreement's name beside them

MASK = "mask"


class Form(NamedTuple):
    """One way to name an entry. `exact` forms keep their case, `language` limits a form to blocks of it."""

    entry: str
    kind: str
    strength: Strength
    surfaces: tuple[str, ...]
    joints: tuple[str, ...]
    exact: bool = False
    language: str = ""


@dataclass(slots=True)
class Node:
    """A place in the trie: the words that may follow, and the forms that end here."""

    next: dict[str, "Node"] = field(default_factory=dict)
    forms: list[Form] = field(default_factory=list)


_built: list[tuple[Registry, Node]] = []


def gazetteer(registry: Registry) -> Node:
    """The trie of a registry, built once for each."""
    for known, root in _built:
        if known is registry:
            return root
    root = Node()
    for entry in registry.entries.values():
        if entry.kind != "place":
            for form in _forms(entry):
                if entry.kind not in NUMBERED or not any(surface[0].isdigit() for surface in form.surfaces):
                    _add(root, form)
    for phrase in MASKED:
        for form in _spelt(MASK, MASK, "full", phrase):
            _add(root, form)
    for post in registry.posts.values():
        for title in dict.fromkeys((post.name, *post.titles)):
            for form in _spelt(post.id, "post", "title", title):
                _add(root, form)
    _built[:] = [*_built[-3:], (registry, root)]
    return root


def longest(root: Node, tokens: Sequence[Token], first: int, stop: int, language: str) -> tuple[int, list[Form]]:
    """The longest run from token `first` that is a form, as (number of the token after it, its forms); (first, []) if none."""
    node = root.next.get(tokens[first].folded)
    best, found = first, list[Form]()
    at = first
    while node is not None:
        at += 1
        if node.forms and (fitting := [form for form in node.forms if _fits(form, tokens[first:at], language)]):
            best, found = at, fitting
        if at >= stop or not tokens[at].joint:
            break
        node = node.next.get(tokens[at].folded)
    return best, found


def _forms(entry: Entry) -> Iterator[Form]:
    for name in dict.fromkeys((entry.name, *entry.aliases)):
        yield from _spelt(entry.id, entry.kind, "full", name)
    for name in entry.cased:
        yield from _spelt(entry.id, entry.kind, "full", name, exact=True)
    for language, names in entry.only.items():
        for name in names:
            yield from _spelt(entry.id, entry.kind, "full", name, exact=True, language=language)
    for name in entry.weak:
        yield from _spelt(entry.id, entry.kind, "weak", name, exact=True)
    for name in entry.adjectives:
        yield from _spelt(entry.id, entry.kind, "adjective", name)


def _spelt(entry: str, kind: str, strength: Strength, name: str, *, exact: bool = False, language: str = "") -> Iterator[Form]:
    spellings = [name]
    if "U.S." in name and len(name) > 4:
        spellings.append(name.replace("U.S.", "US"))
    for spelling in spellings:
        parts = words(spelling)
        if parts:
            yield Form(entry, kind, strength, tuple(part.surface for part in parts), tuple(part.joint for part in parts), exact, language)


def _add(root: Node, form: Form) -> None:
    node = root
    for surface in form.surfaces:
        node = node.next.setdefault(fold_word(surface), Node())
    if form not in node.forms:
        node.forms.append(form)


def _fits(form: Form, run: Sequence[Token], language: str) -> bool:
    if form.language and form.language != language:
        return False
    for i in range(1, len(run)):
        asked, found = form.joints[i], run[i].joint
        if asked != found and not _same_joint(asked, found, run[i - 1].surface):
            return False
    if form.exact:
        return all(token.surface == surface for token, surface in zip(run, form.surfaces, strict=True))
    return _case_fits(form, run)


def _same_joint(asked: str, found: str, before: str) -> bool:
    if {asked, found} == {" ", "."}:
        return len(before) <= 2
    return (asked, found) == (",", " ") or (asked == "'" and found == " ")


def _case_fits(form: Form, run: Sequence[Token]) -> bool:
    if len(run) == 1:
        surface, known = run[0].surface, form.surfaces[0]
        if len(known) > 1 and known.isupper():
            return sum(c.isupper() for c in surface) >= 2 or (len(known) > 4 and surface[0].isupper())
        return surface[0].isupper() or known[0].islower()
    if form.kind in ANY_CASE or form.strength == "adjective":
        return True
    if form.kind == "media" and fold_word(form.surfaces[0]) in ("el", "la", "the", "le") and not run[1].capital:
        return False  # "El economista" is no newspaper
    return not form.surfaces[0][0].isupper() or run[0].capital or run[0].surface[0].isdigit()
