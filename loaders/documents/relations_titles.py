"""Posts by the title alone: known holders ("President X"), bodies called by their head's title, ministers of a country, by-lines."""

import re
from collections.abc import Iterator

from graph.claims import Modality
from loaders.documents.model import RelationFound
from loaders.documents.patterns import Match, Rule, stretch
from loaders.documents.posts import FORMER, HEADED
from loaders.documents.reading import Reading, relation
from loaders.documents.relations_offices import find_offices
from loaders.documents.roles import held_posts
from loaders.registry import Post


def find_titled(reading: Reading) -> Iterator[RelationFound]:
    """`leads` and `works_for` of persons whose title, not a verb, says the post."""
    yield from find_offices(reading)
    yield from _titled(reading)
    yield from _governing(reading)
    yield from _cabinet(reading)
    yield from _post_like(reading)
    yield from _byline(reading)


TITLES = re.compile(
    (
        r"(?:President|Prime Minister|Secretary|Minister|Ambassador|Chair(?:man|woman)?|Director|Governor|Senator"
        r"|Administrator|Representative|president[ea]|primer(?:a)? ministr[oa]|secretari[oa](?: de [A-ZÀ-Ý]\w+)?"
        r"|ministr[oa](?: de [A-ZÀ-Ý]\w+)?|embajador(?:a)?|gobernador(?:a)?|titular|premier ministre|première ministre"
        r"|ministre),?\s*$"
    ),
    re.I,
)


def _titled(reading: Reading) -> Iterator[RelationFound]:
    """A known holder of a post, called by the title: "President X" heads the government."""
    day = reading.document.published
    for frame in reading.full:
        for mark in re.finditer(r"⟦P(\d+)⟧", frame.text):
            slot = frame.slots[int(mark[1])]
            person = slot.nodes[0]
            surface = reading.document.quote(slot.span)
            titled = TITLES.search(frame.text[max(0, mark.start() - 45) : mark.start()])
            inside = re.match(
                r"(?:(?:the|el|la|le) )?(?:[\w.]+ ){0,2}?(?:President[ea]?|Prime Minister|Secretary|Minister|Ambassador|secretari[oa]|ministr[oa]"
                r"|primer(?:a)? ministr[oa])\b",
                surface,
                re.I,
            )
            if not (titled or inside) or slot.pronoun:
                continue
            said = (titled[0] if titled else surface).casefold()
            held = [post for post in held_posts(reading.registry, person.id, day) if post.heads and (day or _names_office(post, said))]
            for body in dict.fromkeys(post.at for post in held):
                if body in reading.nodes:
                    rule = Rule("known-post", "leads", (), 0.95, True, "", (), "")
                    first = titled.start() + max(0, mark.start() - 45) if titled else mark.start()
                    yield relation(reading, Match(rule, frame, stretch(frame, first, mark.end())), person.id, body, held=Modality.ASSERTED, event=False)


def _governing(reading: Reading) -> Iterator[RelationFound]:
    """Who heads a government that the text calls by the name: "el gobierno de Donald Trump"."""
    published = reading.document.published
    people = [(mention.span, node.id) for node in reading.nodes.values() if node.kind == "person" for mention in node.mentions if mention.rule == "in-name"]
    for (first, last), person in people:
        for node in (node for node in reading.nodes.values() if node.kind == "government"):
            around = next((mention.span for mention in node.mentions if mention.span[0] < first and last <= mention.span[1]), None)
            if around and any(post.at == node.id and post.heads for post in held_posts(reading.registry, person, published)):
                when = published.isoformat() if published else ""
                yield RelationFound(person, "leads", node.id, around, "known-post", 0.92, when=when)


CABINET = re.compile(
    r"(?<![\w-])(?:(?:deputy|vice) prime minister|(?:(?-i:[A-Z])[\w-]+ ){0,3}minister|vice president|(?:(?-i:[A-Z])[\w-]+ ){0,2}ambassador"
    r"|vice primer(?:a)? ministr[oa]"
    r"|vicepresident[ea]|ministr[oa](?: de (?:[A-ZÀ-Ý]\w+|la|los|y|e)){0,5}|vice-premi(?:er|ère) ministre|embajador(?:a)?),? ?$",
    re.I,
)


AMBASSADOR = re.compile(r"ambassador|embajador", re.I)


def _cabinet(reading: Reading) -> Iterator[RelationFound]:
    """A minister of a country by the registry, called by such a title without the country: works for its government if the text names it."""
    for frame in reading.full:
        for mark in re.finditer(r"⟦P(\d+)⟧", frame.text):
            slot = frame.slots[int(mark[1])]
            person, start = slot.nodes[0], max(0, mark.start() - 60)
            entry = reading.registry.entries.get(person.id)
            titled = CABINET.search(frame.text[start : mark.start()])
            if not titled or not entry or slot.pronoun or not entry.country or f"gov:{entry.country}" not in reading.nodes:
                continue
            if AMBASSADOR.search(titled[0]) and any(post.heads for post in held_posts(reading.registry, person.id, reading.document.published)):
                continue  # a rank: whoever heads an agency is no envoy
            rest = frame.text[max(0, start + titled.start() - 14) : start + titled.start()]
            if FORMER.search(rest) or re.match(r"prime minister", titled[0], re.I):
                continue
            rule = Rule("known-minister", "works_for", (), 0.88, True, "", (), "")
            match = Match(rule, frame, stretch(frame, start + titled.start(), mark.end()))
            yield relation(reading, match, person.id, f"gov:{entry.country}", held=Modality.ASSERTED, event=False)


def _names_office(post: Post, said: str) -> bool:
    """Whether a title has the word of a post: what a person of an undated text is called tells which of their posts it means."""
    words = [word for word in re.findall(r"[^\W_]+", said) if word in OFFICE_WORDS]
    return bool(words) and any(words[-1] in title.casefold() for title in (post.name, *post.titles))


OFFICE_WORDS = frozenset(
    {
        *("president", "minister", "secretary", "ambassador", "representative", "governor", "presidente", "presidenta", "ministro", "ministra"),
        *("secretario", "secretaria", "embajador", "embajadora", "representante", "président", "présidente", "ministre"),
    }
)
POST_LIKE = re.compile(
    (
        r"(?:(?:secretari[oa]|ministr[oa]|titular|director(?:a)? general|president[ea]) de |ministre |.*\b(?:Representative|Secretary"
        r"|Minister|Commissioner|Director|Administrator)$|.*\b(?:Secretary|Minister) (?:of|for) )"
    ),
    re.I,
)


BESIDE = re.compile(
    r"⟦O(?P<o>\d+)⟧(?: \(⟦O\d+⟧\))?(?:,(?= ⟦P\d+⟧(?:[,.;:)\"—]|$| (?:and|y|e|et) )))? ⟦P(?P<p>\d+)⟧"
    r"|⟦P(?P<name>\d+)⟧, (?P<was>(?:the |el |la |le |l')?(?:former )?)⟦O(?P<after>\d+)⟧(?=[.;:)—]|$|,(?! (?:and|y|e|et|⟦O\d+⟧) ))",
    re.I,
)
OFFICE = re.compile(r"(?:the |la )?(?:office|oficina|bureau)\b", re.I)
DEPUTY = re.compile(r"\b(?:deputy|assistant|associate|acting) $", re.I)
NOT_YET = re.compile(r"\b(?:deputy|assistant|nominee|incoming|next|future|shadow|próxim[oa]|futur[oa]) $", re.I)


def _post_like(reading: Reading) -> Iterator[RelationFound]:
    """A body that the text calls by its head's title, right beside the head's name: "U.S. Trade Representative X"; "X, the U.S. Trade Representative,"."""
    for frame in reading.full:
        for found in BESIDE.finditer(frame.text):
            title, holder = frame.slots[int(found["o"] or found["after"])], frame.slots[int(found["p"] or found["name"])]
            said = reading.document.quote(title.span)
            if "," in found[0] and said.isupper():
                continue  # "the envoy of the USTR, P": the office itself, no title
            if title.nodes[0].kind not in HEADED or OFFICE.match(said) or not (POST_LIKE.match(said) or _is_post(reading, title.nodes[0].id, said)):
                continue
            before = frame.text[max(0, found.start() - 14) : found.start()]
            if found["o"] and NOT_YET.search(before):
                if DEPUTY.search(before):
                    match = Match(Rule("post-like", "works_for", (), 0.9, True, "", (), ""), frame, found)
                    yield relation(reading, match, holder.nodes[0].id, title.nodes[0].id, held=Modality.ASSERTED, event=False)
                continue
            former = FORMER.search(before if found["o"] else found["was"]) is not None
            match = Match(Rule("post-like", "works_for" if former else "leads", (), 0.93, True, "", (), ""), frame, found)
            marks = ("former",) if former else ()
            yield relation(reading, match, holder.nodes[0].id, title.nodes[0].id, qualifiers=marks, held=Modality.ASSERTED, event=False)


def _is_post(reading: Reading, body: str, said: str) -> bool:
    """Whether the words that stand for a body are the title of the post that heads it."""
    named = said.casefold()
    return named == "ustr" or any(post.at == body and post.heads and named in map(str.casefold, post.titles) for post in reading.registry.posts.values())


def _byline(reading: Reading) -> Iterator[RelationFound]:
    """Whoever signs an article works for the medium that published it."""
    author = next((node for node in reading.nodes.values() if node.kind == "person" and reading.document.author and node.name == reading.document.author), None)
    medium = (
        next((node for node in reading.nodes.values() if node.kind == "media" and reading.document.publisher in (node.name, *node.surfaces)), None)
        if reading.document.publisher
        else None
    )
    if author and medium and author.mentions:
        span = author.mentions[0].span
        yield RelationFound(
            author.id,
            "works_for",
            medium.id,
            span,
            "byline",
            0.8,
            qualifiers=("implied",),
            when=reading.document.published.isoformat() if reading.document.published else "",
        )
