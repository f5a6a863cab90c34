"""Persons once each: full names, titles with surnames, bare surnames."""

from collections.abc import Iterable, Iterator, Sequence

from graph.spelling import slug
from loaders.documents.candidates import Candidate, Passage
from loaders.documents.gathering import Gathering, Thing
from loaders.documents.gazetteer import gazetteer, longest
from loaders.documents.shadow import Token, fold_word, words
from loaders.documents.vocabulary import HONORIFICS, NICKNAMES, PARTICLES, STARTERS


def add_people(gathering: Gathering, found: Sequence[tuple[Passage, Candidate]]) -> None:
    """Adds the persons that the rules found; a shorter name joins the longer one it is part of."""
    tokens = {id(candidate): _name(gathering.plain.text[candidate.start : candidate.end]) for _, candidate in found}
    for _, candidate in sorted(found, key=lambda pair: (-len(tokens[id(pair[1])]), pair[1].start)):
        name = tokens[id(candidate)]
        if not name:
            continue
        known = _same(gathering, [fold_word(token.surface) for token in name])
        text = gathering.plain.text[candidate.start : candidate.end]
        spelt = " ".join(text[name[0].start : name[-1].end].split())
        if spelt.isupper() and len(spelt) > 3 and " " not in spelt:
            spelt = spelt.title()
        if known or len(name) > 1 or candidate.rule == "title":
            start = candidate.start + name[0].start
            gathering.add(
                known.id if known else _registered(gathering, name) or f"person:{slug(spelt)}", start, candidate.end, candidate.rule, kind="person", name=spelt
            )


def add_heads(gathering: Gathering) -> None:
    """The person by whose full name a government is called ("el gobierno de Donald Trump") is named by the text."""
    root, plain = gazetteer(gathering.registry), gathering.plain
    for span in [span for thing in gathering.of_kind("government") for span in thing.mentions]:
        inside = plain.between(span)
        for at in inside[1:-1]:
            end, forms = longest(root, plain.tokens, at, inside.stop, gathering.document.language or "en")
            if end - at > 1 and (named := next((form for form in forms if form.kind == "person" and form.strength == "full"), None)):
                gathering.add(named.entry, plain.tokens[at].start, plain.tokens[end - 1].end, "in-name")


def add_surnames(gathering: Gathering, passages: Iterable[Passage]) -> None:
    """Adds the places where a person named in full is called by the last name, or by the last two."""
    last: dict[tuple[str, ...], str] = {}
    for thing in gathering.of_kind("person"):
        name = [fold_word(token.surface) for token in words(thing.name)]
        for tail in {tuple(name[-1:]), tuple(name[-2:]), tuple(name[-2:-1])} if len(name) > 2 else {tuple(name[-1:])}:
            if tail and tail not in last and not (len(tail) == 1 and (tail[0] in PARTICLES or len(tail[0]) < 3)):
                last[tail] = thing.id
    for tail in [tail for tail in last if len(tail) == 2 and tail[1] in PARTICLES]:
        del last[tail]
    first_words = {name[0] for name in last}
    for passage in passages:
        tokens, at = passage.shadow.tokens, passage.tokens.start
        while at < passage.tokens.stop:
            if tokens[at].folded not in first_words:
                at += 1
                continue
            size = next((n for n in (2, 1) if at + n <= passage.tokens.stop and tuple(t.folded for t in tokens[at : at + n]) in last), 0)
            run = tokens[at : at + size]
            if (
                size
                and all(t.capital for t in run)
                and not (size == 2 and not run[1].joint)
                and not gathering.stands_at(run[0].start, run[-1].end)
                and not _other(passage, at, at + size)
            ):
                gathering.add(last[tuple(t.folded for t in run)], run[0].start, run[-1].end, "surname")
            at += max(size, 1)


def _other(passage: Passage, first: int, end: int) -> bool:
    """Whether a surname stands inside a longer name of something else ("Young Entrepreneurs", "Maria Greer")."""
    if passage.headline:
        return False
    tokens = passage.shadow.tokens
    right = end < passage.tokens.stop and tokens[end].joint == " " and tokens[end].capital and passage.shadow.text[tokens[end - 1].end] == " "
    before = tokens[first - 1] if first > passage.tokens.start and tokens[first].joint == " " else None
    left = before is not None and before.capital and before.folded not in HONORIFICS | STARTERS
    return right or left


def _name(text: str) -> Sequence[Token]:
    """The tokens of a name without titles before it."""
    name = list(words(text))
    while name and name[0].folded in HONORIFICS:
        name.pop(0)
    return name


def _same(gathering: Gathering, name: Sequence[str]) -> Thing | None:
    """The person of the document whose name holds this one: its end, its first and last words, or it plus a further surname."""
    size = len(name)
    forms = [(thing, form) for thing in gathering.of_kind("person") for form in _forms(thing)]
    for thing, other in forms:
        if len(other) > 1 and any(name[i : i + len(other)] == other for i in range(1, size - len(other) + 1)):
            return thing
        if other == list(name) or (size < len(other) and other[-size:] == list(name)) or (size == 1 and name[0] in other[1:]):
            return thing
        if size >= 2 and other[0] == name[0] and len(other) >= 2 and (name[-1] in other[1:] or other[-1] in name[1:]) and not _apart(name, other):
            return thing
    return None


def _apart(name: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names of three words differ in the middle one, a surname: "Francisco Ruiz Mora" is not "Francisco Vega Mora"."""
    return len(name) == len(other) == 3 and name[2] == other[2] and name[1] != other[1] and min(len(name[1]), len(other[1])) > 3


def _forms(thing: Thing) -> Iterator[list[str]]:
    """The ways of two or more words in which the text names a person, the name itself first."""
    for surface in dict.fromkeys((thing.name, *(mention.surface for mention in thing.mentions.values()))):
        form = [fold_word(token.surface) for token in _name(surface)]
        if len(form) > 1 or surface == thing.name:
            yield form


def _registered(gathering: Gathering, name: Sequence[Token]) -> str:
    """The registry's person of this surname after a bare title, or of this surname and a given name that stands for the other's, if there is just one."""
    surname = name[-1].folded
    found = []
    for entry in gathering.registry.entries.values():
        if entry.kind == "person":
            given, *_, last = (fold_word(word) for word in (*entry.name.split(), entry.name.split()[-1]))
            known = [fold_word(word) for word in entry.name.split()]
            if (
                surname in {last, *(fold_word(word) for word in entry.weak)}
                and (len(name) == 1 or _full(given) == _full(name[0].folded))
                and not _apart([token.folded for token in name], known)
            ):
                found.append(entry.id)
    if len(found) < 2:
        return next(iter(found), "")
    heads = {term.person: post.at for post in gathering.registry.posts.values() for term in post.terms if term.person in found and post.at in gathering.things}
    outer = {gathering.registry.entries[at].part_of for at in heads.values()}
    inner = [person for person, at in heads.items() if at not in outer]
    return inner[0] if len(inner) == 1 else ""


def _full(given: str) -> str:
    return NICKNAMES.get(given, given)
