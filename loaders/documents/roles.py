"""Offices without a name that act, and the author who speaks as "I"."""

import re
from collections.abc import Iterable, Sequence

from graph.identity import slug
from loaders.documents.candidates import Candidate, Passage
from loaders.documents.gathering import Gathering, Thing
from loaders.documents.gazetteer import gazetteer, longest
from loaders.documents.vocabulary import ROLES

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
    r"\s?(?:(?:of|de|del|du|des|to) (?:the )?(?:[A-ZÁÉÍÓÚÉ][\w.]*\s?){1,3})?,?\s?|\s(?:of|at|de|de la|del|du|en) (?:the |la |el )?[A-ZÁÉÍÓÚ][^,.;:()]{2,48},\s"
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


def _add_inside(gathering: Gathering, title: Candidate) -> None:
    """The bodies and countries that a title beside its holder's name is made of ("Mexico's ambassador to the United States")."""
    root, plain = gazetteer(gathering.registry), gathering.plain
    at, stop = plain.first(title.start), plain.first(title.end)
    while at < stop:
        end, forms = longest(root, plain.tokens, at, stop, gathering.document.language or "en")
        named = next((form for form in forms if form.strength == "full" and form.kind in INSIDE), None)
        if named and not gathering.stands_at(plain.tokens[at].start, plain.tokens[end - 1].end):
            gathering.add(named.entry, plain.tokens[at].start, closed_at(plain.text, plain.tokens[end - 1].end), "in-title")
        at = max(end, at + 1)


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
