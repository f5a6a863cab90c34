"""A language model as a further reader: asked passage by passage, believed in nothing that the text does not hold, never more than a proposal."""

import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph import ontology
from loaders.documents.model import Extraction, FigureFound, RelationFound
from loaders.extras import Endpoint
from loaders.extras.answers import Answer, Relation
from loaders.extras.endpoint import ask
from loaders.extras.ground import Ground, Passage, ground
from loaders.extras.numbers import figure
from loaders.extras.relations import relation
from loaders.extras.words import said
from loaders.registry import Registry

VERSION = 1
LONGEST_PART = 6000  # characters of passages in one request
MOST_PARTS = 60
PATIENCE = 3  # documents in a row that an endpoint may fail on
PAUSE = 60.0  # seconds that it is left alone after that

_failures: dict[str, tuple[int, float]] = {}


def with_model(extraction: Extraction, registry: Registry, endpoint: Endpoint) -> Extraction:
    """The extraction with what a model proposes beside it, and notes on what was refused, held back or not answered."""
    known = ground(extraction, registry)
    notes = [f"{endpoint.name}: {_paragraphs(known.commands)} that give orders to a reader, not shown to the model"] if known.commands else []
    parts = list(_parts(known.passages))
    if len(parts) > MOST_PARTS:
        notes.append(f"{endpoint.name}: asked about the first {MOST_PARTS} of {len(parts)} parts only")
    answers, failure = _answers(known, parts[:MOST_PARTS], endpoint)
    if failure:
        notes.append(f"{endpoint.name}: {failure}; what the rules read stands")
    relations, figures, refused = _checked(known, answers, f"{endpoint.name}/{VERSION}")
    if answers:
        reasons = "; ".join(f"{reason} ({count})" for reason, count in sorted(refused.items()))
        notes.append(f"{endpoint.name}: {len(relations) + len(figures)} proposed, {refused.total()} left out{': ' + reasons if reasons else ''}")
    return replace(extraction, relations=(*extraction.relations, *relations), figures=(*extraction.figures, *figures), notes=(*extraction.notes, *notes))


def _answers(known: Ground, parts: Sequence[tuple[Passage, ...]], endpoint: Endpoint) -> tuple[list[tuple[tuple[Passage, ...], Answer]], str]:
    """The answers up to the first failure, and that failure; none is asked for of an endpoint that failed on several documents just now."""
    count, since = _failures.get(endpoint.url, (0, 0.0))
    if count >= PATIENCE and time.monotonic() - since < PAUSE:
        return [], f"not asked, since the endpoint failed on {count} documents in a row"
    answers: list[tuple[tuple[Passage, ...], Answer]] = []
    for number, part in enumerate(parts):
        answer = ask(endpoint, _instructions(), _message(known, part))
        if isinstance(answer, str):
            _failures[endpoint.url] = (count + 1, time.monotonic())
            return answers, answer + (f" ({number} of {len(parts)} parts were answered)" if number else "")
        answers.append((part, answer))
    _failures.pop(endpoint.url, None)
    return answers, ""


def _checked(
    known: Ground, answers: Sequence[tuple[tuple[Passage, ...], Answer]], extractor: str
) -> tuple[list[RelationFound], list[FigureFound], Counter[str]]:
    """The items that hold, each once, and how many do not, by reason."""
    relations: dict[tuple[object, ...], RelationFound] = {}
    figures: dict[tuple[object, ...], FigureFound] = {}
    refused: Counter[str] = Counter()
    for part, answer in answers:
        for item in answer.items:
            found = relation(known, part, item, extractor) if isinstance(item, Relation) else figure(known, part, item, extractor)
            if isinstance(found, str):
                refused[found] += 1
            elif isinstance(found, RelationFound):
                relations.setdefault((found.subject, found.predicate, found.object, found.modality), found)
            else:
                figures.setdefault((found.figure.value, found.figure.upper, found.figure.unit, found.evidence), found)
    return list(relations.values()), list(figures.values()), refused


def _parts(passages: Sequence[Passage]) -> Iterator[tuple[Passage, ...]]:
    """Passages in groups that one request holds; those that name nothing are not worth one."""
    part: list[Passage] = []
    size = 0
    for passage in passages:
        if len(passage.nodes) + len(passage.topics) < 1:
            continue
        length = passage.span[1] - passage.span[0]
        if part and size + length > LONGEST_PART:
            yield tuple(part)
            part, size = [], 0
        part.append(passage)
        size += length
    if part:
        yield tuple(part)


def _message(known: Ground, part: Sequence[Passage]) -> str:
    """The passages as JSON, in which no text can end its own quotation marks."""
    document = known.extraction.document
    shown = [
        {
            "text": document.quote(passage.span),
            "names": [node.name for node in passage.nodes.values()],
            "topics": [topic.id.removeprefix("topic:") for topic in passage.topics],
        }
        for passage in part
    ]
    return json.dumps({"published": str(document.published or ""), "passages": shown}, ensure_ascii=False)


def _instructions() -> str:
    """The prompt with the predicates and the kinds that they take, from the ontology."""
    known = ontology.load().predicates
    lines = [
        f"  - {name} ({' or '.join(sorted(known[name].subject))} -> {' or '.join(sorted(known[name].object))}): {meaning}"
        for name, meaning in said("predicates").items()
    ]
    prompt: str = said("prompt").replace("{predicates}", "\n".join(lines))
    return prompt


def _paragraphs(count: int) -> str:
    return "1 paragraph" if count == 1 else f"{count} paragraphs"
