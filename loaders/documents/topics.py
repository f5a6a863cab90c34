"""Stage 5: the topics of a document, by the words of the closed list."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from loaders.documents.candidates import passage
from loaders.documents.mentions import bodies_named
from loaders.documents.model import PROSE, BlockKind, Document, Span, TopicFound
from loaders.documents.shadow import Token, fold_word, shadow, words
from loaders.registry import Registry, Topic

READ: frozenset[BlockKind] = PROSE
GAP = 3
LONGEST = 40  # letters of the longest beginning of a word among the triggers, and more
HEADLINES = ("title", "heading", "caption")


@dataclass(slots=True)
class Step:
    """A place in the trie of triggers: `starts` are beginnings of words ("tariff*"), `gap` what follows a "..."."""

    next: dict[str, "Step"] = field(default_factory=dict)
    starts: dict[str, "Step"] = field(default_factory=dict)
    gap: "Step | None" = None
    topics: list[tuple[str, bool]] = field(default_factory=list)
    capitals: bool = False


_built: list[tuple[Registry, dict[str, Step]]] = []


def find_topics(document: Document, registry: Registry) -> tuple[TopicFound, ...]:
    """The topics that the prose names, in order of first mention, with the words that hit and the best sentence.

    A block is read with the words of its language. Words inside the name of a body count only where the
    text says something about that body.
    """
    plain = shadow(document.text)
    masked = sorted(bodies_named(document, registry))
    reach = list(accumulate((end for _, end in masked), max))
    hits: dict[str, list[tuple[Span, int]]] = {}
    for number, block in enumerate(document.blocks):
        if block.kind in READ:
            tokens = passage(document, plain, number).tokens
            for topic, first, last in _hits(plain.text, plain.tokens, tokens, _triggers(registry, block.language or document.language or "en")):
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


def _hits(text: str, tokens: Sequence[Token], inside: range, root: Step) -> Iterator[tuple[str, int, int]]:
    """(topic, first token, last token) for every trigger that is not inside a phrase that does not count."""
    found: list[tuple[str, int, int]] = []
    against: list[tuple[str, int, int]] = []
    for first in inside:
        for last, step in _walk(text, tokens, first, inside.stop, root, first):
            for topic, counts in step.topics:
                (found if counts else against).append((topic, first, last))
    for topic, first, last in found:
        if not any(topic == other and a <= first and last <= b for other, a, b in against):
            yield topic, first, last


def _walk(text: str, tokens: Sequence[Token], at: int, stop: int, step: Step, first: int) -> Iterator[tuple[int, Step]]:
    if at >= stop or (at > first and not _joined(text, tokens, at)):
        return
    for follower in _followers(tokens[at], step):
        if follower.topics:
            yield at, follower
        yield from _walk(text, tokens, at + 1, stop, follower, first)
        if follower.gap:
            for skip in range(GAP + 1):
                if any(not _joined(text, tokens, i) for i in range(at + 1, min(at + 1 + skip, stop))):
                    break
                yield from _walk(text, tokens, at + 1 + skip, stop, follower.gap, first)


def _joined(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether a word goes on the phrase of the word before; an acronym in brackets does ("technology (ICT) products")."""
    if tokens[at].joint:
        return True
    between = text[tokens[at - 1].end : tokens[at].start]
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
            for phrase in _phrases(phrases, language):
                _add(root, phrase, topic.id, counts)
    return root


def _phrases(phrases: Mapping[str, Sequence[str]], language: str) -> Sequence[str]:
    return phrases.get(language, phrases.get("en", ()))


def _add(root: Step, phrase: str, topic: str, counts: bool) -> None:
    step = root
    for part in re.split(r"(\.\.\.)", phrase):
        if part == "...":
            step.gap = step.gap or Step()
            step = step.gap
            continue
        for piece in part.split():
            starred = piece.endswith("*")
            parts = words(piece.rstrip("*"))
            for i, word in enumerate(parts):
                branch = step.starts if starred and i == len(parts) - 1 else step.next
                key = word.surface if len(word.surface) > 1 and word.surface.isupper() and not starred else fold_word(word.surface)
                step = branch.setdefault(key, Step())
    step.topics.append((topic, counts))
