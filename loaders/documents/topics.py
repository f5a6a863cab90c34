"""Stage 5: the topics of a document, by the words of the closed list."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from loaders.documents.candidates import passage
from loaders.documents.mentions import bodies_named
from loaders.documents.model import PROSE, BlockKind, Document, Span, TopicFound
from loaders.documents.shadow import Shadow, Token, fold_word, shadow, words
from loaders.registry import Registry, Topic

READ: frozenset[BlockKind] = PROSE
GAP = 3
NEAR = 8  # words between the two halves of a "... + ..." at most
LONGEST = 40  # letters of the longest beginning of a word among the triggers, and more
AMOUNTS = ("$", "%")  # "put $2 billion into", "25% on steel"
GAPS = re.compile(r"(\.\.\.)")
SENTENCE_END = re.compile(r"[^\W_]{3,}[\"')\]]?[.!?;][\"')\]]*\s")
HEADLINES = ("title", "heading", "caption")


@dataclass(slots=True)
class Step:
    """A place in the trie of triggers: `starts` are beginnings of words ("tariff*"), `gap` what follows a "...",
    `halves` the sides of a "... + ..." that end here: topic, number of the phrase, whether it is the second side.
    """

    next: dict[str, "Step"] = field(default_factory=dict)
    starts: dict[str, "Step"] = field(default_factory=dict)
    gap: "Step | None" = None
    topics: list[tuple[str, bool]] = field(default_factory=list)
    halves: list[tuple[str, int, bool]] = field(default_factory=list)
    idle: set[str] = field(default_factory=set)  # words that were looked at and begin nothing here


MOST_IDLE = 20_000  # words
Hit = tuple[str, int, int]  # topic, first token, last token
Half = tuple[tuple[str, int, bool], int, int]  # which half of which phrase, first token, last token

_built: list[tuple[Registry, dict[str, Step]]] = []


def find_topics(document: Document, registry: Registry) -> tuple[TopicFound, ...]:
    """The topics that the prose names, in order of first mention, with the words that hit and the best sentence.

    A block is read with the words of its language. Words inside the name of a body count only where the
    text says something about that body.
    """
    plain = shadow(document.text)
    masked = sorted(bodies_named(document, registry))
    reach = list(accumulate((end for _, end in masked), max))

    def hidden(token: int) -> bool:
        start = plain.tokens[token].start
        before = bisect_right(masked, start, key=lambda span: span[0])
        return bool(before) and reach[before - 1] >= plain.tokens[token].end

    hits: dict[str, list[tuple[Span, int]]] = {}
    for number, block in enumerate(document.blocks):
        if block.kind in READ:
            tokens = passage(document, plain, number).tokens
            root = _triggers(registry, block.language or document.language or "en")
            single, paired = _hits(plain.text, plain.tokens, tokens, root)
            for topic, first, last in [*single, *_joined_halves(plain, paired, hidden)]:
                start, end = plain.tokens[first].start, plain.tokens[last].end
                before = bisect_right(masked, start, key=lambda span: span[0])
                if not before or reach[before - 1] < end:
                    hits.setdefault(topic, []).append((plain.literal(start, end), number))
    found = [_topic(document, registry, topic, sorted(set(spans))) for topic, spans in hits.items()]
    return tuple(sorted(found, key=lambda topic: (topic.spans[0], topic.id)))


def _topic(document: Document, registry: Registry, topic: str, hits: Sequence[tuple[Span, int]]) -> TopicFound:
    spans = [span for span, _ in hits]
    scores: dict[Span, float] = {}
    for span, number in hits:
        block = document.blocks[number]
        sentence = next((s for s in block.sentences if s[0] <= span[0] < s[1]), block.span)
        scores[sentence] = scores.get(sentence, 0.0 if block.kind in HEADLINES else 1.0) + 1
    best = max(scores, key=lambda sentence: (scores[sentence], -sentence[0]))
    return TopicFound(topic, tuple(dict.fromkeys(" ".join(document.quote(span).split()) for span in spans)), best, tuple(spans))


def _hits(text: str, tokens: Sequence[Token], inside: range, root: Step) -> tuple[list[Hit], list[Half]]:
    """Every trigger, and every half of one, that is not inside a phrase that does not count."""
    found: list[Hit] = []
    against: list[Hit] = []
    halves: list[Half] = []
    for first in inside:
        if _is_idle(tokens[first], root):
            continue
        for last, step in _walk(text, tokens, first, inside.stop, root, first):
            for topic, counts in step.topics:
                (found if counts else against).append((topic, first, last))
            halves.extend((half, first, last) for half in step.halves)

    def counts_here(topic: str, first: int, last: int) -> bool:
        return not any(topic == other and a <= first and last <= b for other, a, b in against)

    return [hit for hit in found if counts_here(*hit)], [half for half in halves if counts_here(half[0][0], half[1], half[2])]


def _joined_halves(plain: Shadow, halves: Sequence[Half], hidden: Callable[[int], bool]) -> Iterator[Hit]:
    """The first and last token of two halves of one trigger that stand near each other in a sentence, outside names of bodies."""
    sides: dict[tuple[str, int], tuple[list[tuple[int, int]], list[tuple[int, int]]]] = {}
    for (topic, number, second), first, last in halves:
        sides.setdefault((topic, number), ([], []))[second].append((first, last))
    for (topic, _), (lefts, rights) in sides.items():
        for left in lefts:
            for right in rights:
                one, other = sorted((left, right))
                if not 0 < other[0] - one[1] <= NEAR + 1 or hidden(one[0]) or hidden(other[0]):
                    continue
                if not SENTENCE_END.search(plain.text, plain.tokens[one[1]].start, plain.tokens[other[0]].start):
                    yield topic, one[0], other[1]


def _walk(text: str, tokens: Sequence[Token], at: int, stop: int, step: Step, first: int) -> Iterator[tuple[int, Step]]:
    if at >= stop or (at > first and not _joined(text, tokens, at)):
        return
    for follower in _followers(tokens[at], step):
        if follower.topics or follower.halves:
            yield at, follower
        yield from _walk(text, tokens, at + 1, stop, follower, first)
        if follower.gap:
            for skip in range(GAP + 1):
                if any(not _joined(text, tokens, i) for i in range(at + 1, min(at + 1 + skip, stop))):
                    break
                yield from _walk(text, tokens, at + 1 + skip, stop, follower.gap, first)


def _is_idle(token: Token, step: Step) -> bool:
    """Whether nothing begins with a word."""
    if token.surface in step.idle:
        return True
    if next(_followers(token, step), None):
        return False
    if len(step.idle) >= MOST_IDLE:
        step.idle.clear()
    step.idle.add(token.surface)
    return True


def _joined(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether a word goes on the phrase of the word before; an acronym in brackets does ("technology (ICT) products")."""
    if tokens[at].joint:
        return True
    between = text[tokens[at - 1].end : tokens[at].start]
    if between.strip() in AMOUNTS:
        return True
    return (between == " (" and tokens[at].surface.isupper()) or (between == ") " and tokens[at - 1].surface.isupper())


def _followers(token: Token, step: Step) -> Iterator[Step]:
    exact = step.next.get(token.folded)
    if exact:
        yield exact
    capitals = step.next.get(token.surface) if token.surface.isupper() else None
    if capitals and capitals is not exact:
        yield capitals
    if step.starts:
        for size in range(2, min(len(token.folded), LONGEST) + 1):
            if begun := step.starts.get(token.folded[:size]):
                yield begun


def _triggers(registry: Registry, language: str) -> Step:
    tries = next((tries for known, tries in _built if known is registry), None)
    if tries is None:
        tries = {}
        _built[:] = [*_built[-3:], (registry, tries)]
    if language not in tries:
        tries[language] = _trie(registry.topics.values(), language)
    return tries[language]


def _trie(topics: Iterable[Topic], language: str) -> Step:
    root = Step()
    for topic in topics:
        for counts, phrases in ((True, topic.triggers), (False, topic.against)):
            for number, phrase in enumerate(_phrases(phrases, language)):
                first, _, second = phrase.partition(" + ")
                for spelt in _spelt(first):
                    step = _add(root, spelt)
                    if second:
                        step.halves.append((topic.id, number, False))
                    else:
                        step.topics.append((topic.id, counts))
                for spelt in _spelt(second) if second else ():
                    _add(root, spelt).halves.append((topic.id, number, True))
    return root


def _spelt(phrase: str) -> Iterator[str]:
    """The phrases that one with choices stands for: "[a|b] c" is "a c" and "b c", "[|a] c" is "c" and "a c"."""
    before, choice, rest = phrase.partition("[")
    if not choice:
        yield phrase
        return
    inside, _, after = rest.partition("]")
    for tail in _spelt(after):
        for word in inside.split("|"):
            yield f"{before}{word}{tail}"


def _phrases(phrases: Mapping[str, Sequence[str]], language: str) -> Sequence[str]:
    return phrases.get(language, phrases.get("en", ()))


def _add(root: Step, phrase: str) -> Step:
    """The step that a phrase leads to, made where it is not there."""
    step = root
    for part in GAPS.split(phrase):
        if part == "...":
            step.gap = step.gap or Step()
            step = step.gap
            continue
        for piece in part.split():
            starred = piece.endswith("*")
            bare = piece.rstrip("*")
            parts = (bare,) if bare.isalnum() else tuple(word.surface for word in words(bare))
            for i, surface in enumerate(parts):
                branch = step.starts if starred and i == len(parts) - 1 else step.next
                key = surface if len(surface) > 1 and surface.isupper() and not starred else fold_word(surface)
                known = branch.get(key)
                if known is None:
                    known = branch[key] = Step()
                step = known
    return step
