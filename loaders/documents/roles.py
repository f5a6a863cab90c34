"""Offices without a name that act, the bodies of offices whose titles stand beside a name, and the author who speaks as "I"."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache

from graph import dates
from graph.spelling import fold, slug
from loaders.documents.candidates import Candidate, Passage
from loaders.documents.gathering import Gathering, Thing
from loaders.documents.gazetteer import Form, Node, gazetteer, longest
from loaders.documents.shadow import Token
from loaders.documents.vocabulary import ROLES
from loaders.registry import Post, Registry

I_SPEAK = re.compile(r"\bI\b(?!\.)(?:'(?:m|ve|d|ll)\b)?")
WE_SPEAK = re.compile(r"\b[Ww]e\b")
LABEL = re.compile(r"\W*([A-ZÀ-Ý][\w.'-]*(?:\s[A-ZÀ-Ý][\w.'-]*){0,4}):\s")
QUOTED = re.compile(r"\"[^\"]*\"")
AS_I = re.compile(
    r"\b(?:As|I am|I'm|I serve as|I work as|Como|Soy|En tant que|Je suis)\s(?P<posts>[^.;!?]{5,400}?)(?=,\sI\b|,\s(?:entiendo|creo"
    r"|considero|he|puedo)\b|,\sje\b|[.;!?])"
)
NOW = re.compile(
    r"\b(?:now|currently|today|presently|ahora|actualmente|hoy|maintenant|aujourd'hui|actuellement)\s(?:as\s|como\s)?(?:the\s|el\s"
    r"|la\s|le\s)?(?P<post>[^,;]+)"
)
PRESIDENT = re.compile(r"\b(?P<article>the|The|el|El|la|La|le|Le)\s(?P<word>[Pp]resident[ea]?|[Pp]résidente?)\b(?!'?s?\s(?:of|de|du|del|and CEO)\b)")
HOLDER = re.compile(
    r"(?:\s\([A-Z][\w-]{1,10}\))?\s?(?:(?:of|de|del|du|des|to) (?:the )?(?:[A-ZÁÉÍÓÚÉ][\w.]*\s?){1,3})?,?\s?"
    r"|\s(?:of|at|de|de la|del|du|en) (?:the |la |el )?[A-ZÁÉÍÓÚ][^,.;:()]{2,48},\s"
)
HELD = re.compile(r",?\s(?:the |el |la |le |l')?|,\s(?:current |then )?")
INSIDE = frozenset({"government", "agency", "association", "chamber", "company", "think_tank", "legislature", "organisation", "intergovernmental"})
TITLE_BEFORE = re.compile(r"(?<!vice[ -])\b(?:president[ea]?|pr[ée]sidente?)\s$", re.IGNORECASE)


def add_titles(gathering: Gathering, titles: Sequence[Candidate]) -> None:
    """A post's title without its holder's name beside it is a role without a name; one beside a name adds nothing."""
    plain = gathering.plain
    people = [(plain.place(span[0]), plain.place(span[1])) for thing in gathering.of_kind("person") for span in thing.mentions]
    for title in titles:
        beside = any(
            (0 <= start - title.end < 60 and HOLDER.fullmatch(plain.text[title.end : start]))
            or (0 <= title.start - end < 8 and HELD.fullmatch(plain.text[end : title.start]))
            for start, end in people
        )
        if beside:
            _add_inside(gathering, title)
        post = gathering.registry.posts.get(title.ids[0])
        if not beside and post and not gathering.stands_at(title.start, title.end):
            gathering.add(f"role:{post.id.partition(':')[2]}", title.start, title.end, "title", kind="role", name=post.name, part_of=post.at, named=False)

    _add_offices(gathering, titles)


NOT_NOW = re.compile(
    r"\b(?:former|ex|then|acting|interim|nominee|pick|candidate|deputy|vice|assistant|associate|incoming|next|future|shadow|designate|exsecretari[oa]"
    r"|entonces|interin[oa]|encargad[oa]|próxim[oa]|futur[oa]e?|ancien(?:ne)?|antigu[oa]|intérimaire|for|as|como)[\s-]+(?:\w+\s)?(?:the\s|el\s|la\s|le\s)?$",
    re.I,
)
# Another country before a title that names none: "German Economy Minister", "Brazil's Economy Minister".
ELSEWHERE = re.compile(r"(?:\b(?!(?:The|El|La|And|Y|But|With|His|Her|Its|Their|Our|Su|As|Then|When|Como|Con|Para|Por)\b)[A-ZÀ-Ý][a-zà-ÿ]+(?:'s)?)\s$")
# What a minister is minister of stands for the ministry: "Commerce" Secretary, secretario de "Hacienda".
FIELD = re.compile(
    r"(?:(?:under)?secretary|minister|(?:sub)?secretari[oa]|(?:vice)?ministr[oa]|titular|secrétaire|ministre)\s"
    r"(?:(?:of|for|de|du|des|del|à|au|aux)\s(?:the\s|la\s|l')?"
    r"|de\sl'|à\sl')(?P<after>.+)|(?P<before>.+)\s(?:secretary|minister)$",
    re.I,
)
ENVOYS = ("trade representative", "representante comercial")  # the office is called by its head's title
OWNED = re.compile(r"'|\s(?:nominee|pick|candidate|designate|elect\b|electo|electa|spokes|aide|adviser|advisor)", re.I)


def held_posts(registry: Registry, person: str, day: date | None) -> list[Post]:
    """The posts that a person holds on a day, by the registry; all that they ever held when the day is not known."""
    return [
        post
        for post in registry.posts.values()
        for term in post.terms
        if term.person == person
        and (day is None or ((dates.parse(str(term.start)).start or day) <= day and (not term.end or (dates.parse(str(term.end)).last or day) >= day)))
    ]


def _add_offices(gathering: Gathering, titles: Sequence[Candidate]) -> None:
    """The body of a known post whose title stands beside a name: of its holder, or of anyone when the title itself names the country."""
    plain, registry, day = gathering.plain, gathering.registry, gathering.document.published
    found: list[tuple[Post, int, int]] = []
    posts = [(registry.posts[title.ids[0]], plain.text[title.start : title.end]) for title in titles if title.ids[0] in registry.posts and len(title.ids) == 1]
    stated = dict.fromkeys(
        (post, re.compile(rf"(?<![\w-]){_spaced(said)}(?![\w-])"))
        for post, said in posts
        if post.country and post.heads and post.at.startswith("org:") and (_country(registry, post).search(said) or f"gov:{post.country}" in gathering.things)
    )
    for person in list(gathering.of_kind("person")):
        held = [post for post in held_posts(registry, person.id, day) if post.country and post.heads and post.at.startswith("org:")]
        places = [(plain.place(first), plain.place(last)) for first, last in person.mentions]
        found += [(post, *run) for place in places for post in held for run in _beside(plain.text, _title(registry, post), *place)]
        found += [(post, *run) for place in places for post, title in stated for run in _beside(plain.text, title, *place)]
    taken = bytearray(len(plain.text))
    for thing in gathering.things.values():
        for first, last in thing.mentions if thing.kind not in ("government", "place") else ():
            taken[plain.place(first) : plain.place(last)] = b"\1" * (plain.place(last) - plain.place(first))
    for post, start, end in found:
        said = plain.text[start:end]
        field = FIELD.match(said)
        first, last = field.span("after" if field["after"] else "before") if field else (0, len(said) * said.casefold().endswith(ENVOYS))
        if last and 1 not in taken[start + first : start + last] and _named_for(registry, post, said[first:last]):
            gathering.add(post.at, start + first, start + last, "in-title")
        if post.at in gathering.things:
            bare = " ".join(_country(registry, post).sub(" ", said).split())
            gathering.things[post.at].titles += (" ".join(said.split()), bare)


def _named_for(registry: Registry, post: Post, field: str) -> bool:
    """Whether a body is called by what its head is minister of: the industry minister's department is not."""
    entry = registry.entries[post.at]
    names = [entry.name, *(name for name in entry.aliases if MINISTRY.search(name))]
    words = {word for name in names for word in fold(name).split()}
    return any(word in words for word in fold(field).split() if len(word) > 3)


MINISTRY = re.compile(r"\b(?:ministr(?:y|ies)|secretariat|secretar[íi]a|ministerio|minist[èe]re|representative|representante)\b", re.I)


def _beside(text: str, title: re.Pattern[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where a title stands right before or after the name at [start, end), and is held now."""
    for match in title.finditer(text, max(0, start - 90), min(len(text), end + 90)):
        gap = text[match.end() : start] if match.end() <= start else ""
        before = re.fullmatch(r",?\s", gap) and (gap == " " or re.match(r"\s?(?:[,.;:)\"]|$)", text[end : end + 2]))
        after = match.start() > end and re.fullmatch(r",\s(?:(?:the|el|la|le)\s|l')?", text[end : match.start()])
        ended = after and re.match(r"(?!,\s(?:and|y|e|et)\s)[,.;:)\"]|$", text[match.end() : match.end() + 8])
        if ELSEWHERE.search(text[max(0, match.start() - 24) : match.start()]):
            return
        if (before or ended) and not NOT_NOW.search(text[max(0, match.start() - 40) : match.start()]) and not OWNED.match(text[match.end() : match.end() + 20]):
            yield match.span()
            return


def _spaced(title: str) -> str:
    """A pattern for a title that may run over a line's end."""
    return r"\s".join(map(re.escape, title.split()))


def _country(registry: Registry, post: Post) -> re.Pattern[str]:
    """The words that name the country of a post, as in "Canada's", "Canadian", "du Canada"."""
    entry = registry.entries[f"gov:{post.country}"]
    return _country_words((entry.name, *entry.aliases, *entry.cased, *entry.adjectives))


@cache
def _country_words(names: tuple[str, ...]) -> re.Pattern[str]:
    said = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    return re.compile(rf"(?:\s(?:of|de|du|des|del)\s(?:the\s|los\s)?)?(?<!\w)(?:{said})(?:'s)?(?!\w)", re.I)


def _title(registry: Registry, post: Post) -> re.Pattern[str]:
    """A post's titles with the country or without: "Canada's Finance Minister", "Finance Minister"."""
    return _title_words(post.titles, _country(registry, post))


@cache
def _title_words(titles: tuple[str, ...], country: re.Pattern[str]) -> re.Pattern[str]:
    bare = [" ".join(country.sub(" ", title).split()) for title in titles]
    said = "|".join(_spaced(title) for title in sorted({*titles, *bare} - {""}, key=lambda title: (-len(title), title)))
    return re.compile(rf"(?<![\w-])(?:{country.pattern}\s)?(?:{said})(?![\w-])", re.I)


def _add_inside(gathering: Gathering, title: Candidate) -> None:
    """The bodies and countries that a title beside its holder's name is made of ("Mexico's ambassador to the United States")."""
    root, plain = gazetteer(gathering.registry), gathering.plain
    at, stop = plain.first(title.start), plain.first(title.end)
    while at < stop:
        end, named = _longest_inside(root, plain.tokens, at, stop, gathering.document.language or "en")
        if named and not gathering.stands_at(plain.tokens[at].start, plain.tokens[end - 1].end):
            gathering.add(named.entry, plain.tokens[at].start, closed_at(plain.text, plain.tokens[end - 1].end), "in-title")
        at = max(end, at + 1)


def _longest_inside(root: Node, tokens: Sequence[Token], at: int, stop: int, language: str) -> tuple[int, Form | None]:
    """The longest name of a body or country that starts at a token of a title, with where it ends; the title itself may be a longer form."""
    for last in range(stop, at, -1):
        end, forms = longest(root, tokens, at, last, language)
        if named := next((form for form in forms if form.strength == "full" and form.kind in INSIDE), None):
            return end, named
        if not forms:
            break
    return at, None


def closed_at(text: str, end: int) -> int:
    """Past the full stop of an abbreviation such as "U.S."."""
    return end + 1 if text[end : end + 1] == "." and text[max(0, end - 2) : end - 1] == "." else end


def add_presidents(gathering: Gathering, passages: Iterable[Passage]) -> None:
    """A bare "the president" is the one president that the text names; in capitals in an English text without any, the office in the United States."""
    named = [thing for thing in gathering.of_kind("person") if _called_president(gathering, thing)]
    for passage in passages:
        for match in PRESIDENT.finditer(passage.text):
            start, end = passage.start + match.start(), passage.start + match.end()
            if gathering.stands_at(start, end):
                continue
            if len(named) == 1:
                gathering.add(named[0].id, start, end, "title")
            elif not named and passage.block.language == "en" and match["word"][0] == "P" and "gov:us" in gathering.things:
                gathering.add("role:us-president", start, end, "title", kind="role", name="President of the United States", part_of="gov:us", named=False)


def _called_president(gathering: Gathering, thing: Thing) -> bool:
    text = gathering.plain.text
    return any(
        TITLE_BEFORE.search(text, max(0, at - 14), at) or TITLE_BEFORE.search(mention.surface.split(" ")[0] + " ")
        for span, mention in thing.mentions.items()
        for at in [gathering.plain.place(span[0])]
    )


def add_author(gathering: Gathering, passages: Sequence[Passage]) -> None:
    """Who says "I" outside quotes: the author of the byline, else a role without a name called by the present post that the text gives."""
    labelled = _add_labelled(gathering, passages)
    spoken = [
        (passage, match)
        for passage in passages
        if passage.block.kind in ("prose", "list") and not labelled
        for match in I_SPEAK.finditer(QUOTED.sub(lambda m: '"' + "_" * (len(m.group()) - 2) + '"', passage.text))
    ]
    if not spoken:
        return
    document = gathering.document
    author = next((thing for thing in gathering.of_kind("person") if document.author and slug(document.author) == slug(thing.name)), None)
    post = "" if author else next((found for passage in passages if (found := _present_post(passage.text))), "")
    if author is None and not post:
        return
    for passage, match in spoken:
        start, end = passage.start + match.start(), passage.start + match.start() + 1
        if author:
            gathering.add(author.id, start, end, "first-person")
        else:
            gathering.add(f"role:{document.sha256[:8]}/author", start, end, "first-person", kind="role", name=f"author ({post})", named=False)


def _add_labelled(gathering: Gathering, passages: Sequence[Passage]) -> bool:
    """In a conversation set with the speakers' names ("Rivera: I met ...") "I" and "we" are whose name opens the paragraph; whether the text is one."""
    labels = [(passage, LABEL.match(passage.text)) for passage in passages if passage.block.kind in ("prose", "list")]
    said = [(passage, person, label) for passage, label in labels if label and (person := _labelled(gathering, label[1]))]
    if len(said) < 2:
        return False
    for passage, person, label in said:
        if not gathering.stands_at(passage.start + label.start(1), passage.start + label.end(1)):
            gathering.add(person.id, passage.start + label.start(1), passage.start + label.end(1), "label")
        for match in (*I_SPEAK.finditer(passage.text, label.end()), *WE_SPEAK.finditer(passage.text, label.end())):
            start = passage.start + match.start()
            if not gathering.stands_at(start, start + len(match[0].split("'")[0])):
                gathering.add(person.id, start, start + len(match[0].split("'")[0]), "first-person")
    return True


def _labelled(gathering: Gathering, label: str) -> Thing | None:
    """The person whose name, surname or initials a paragraph opens with."""
    for thing in gathering.of_kind("person"):
        words = thing.name.split()
        if label in (thing.name, words[-1], " ".join(words[-2:])) or (len(label) > 1 and label.replace(".", "") == "".join(word[0] for word in words)):
            return thing
    return None


def _present_post(text: str) -> str:
    for match in AS_I.finditer(text):
        now = NOW.search(match["posts"])
        post = now["post"] if now else re.split(r",|\sand\s", re.sub(r"^(?:a|an|the|el|la|un|una|le)\s", "", match["posts"]))[0]
        words = re.findall(r"[\w-]+", post.casefold())
        if any(word in ROLES for word in words[:4]) and re.search(r"[A-Z]\w+", post[3:]):
            return post.strip()
    return ""
