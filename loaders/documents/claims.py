"""Stage 8: claims. Every one quotes the stored text literally and says where, who and when."""

from bisect import bisect_right
from collections.abc import Iterator

from graph import dates
from graph.claims import Claim, Figure, Line, Record, Source, Status, Text
from graph.errors import BadDate, ClaimError, shown
from graph.spelling import slug
from loaders.alike import resemblance
from loaders.documents.asks import known_asks
from loaders.documents.model import Document, Extraction, FigureFound, NodeFound, RelationFound, Span, TopicFound
from loaders.documents.numbers import find_quantities
from loaders.documents.relations import is_accepted
from loaders.documents.tables import scaled
from loaders.registry import load_registry

EXTRACTOR = "documents/2"
NAMED_PUBLISHER = 0.9
NO_PUBLISHER = 0.7
NAME_CONFIDENCE = 900
FIGURE_CONFIDENCE = 920
GUESSED_CONFIDENCE = 750
EXTRA_CONFIDENCE = 500  # no optional extractor is believed further than this


def lines(extraction: Extraction, *, layer: str = "public") -> Iterator[Line]:
    """The source, its text, then every claim once, in a fixed order: the same document gives the same ids.

    Raises ClaimError when a quote is not in the text or a figure cannot be read again from its quote.
    """
    source = source_of(extraction.document)
    yield source
    yield Text(source=source.id, text=extraction.document.text)
    seen: set[str] = set()
    for claim, status, extractor in _claims(extraction, source):
        if claim.id not in seen:
            seen.add(claim.id)
            _check(claim, extraction.document)
            yield Record(claim=claim, status=Status.PROPOSED if extractor else status, layer=layer, extractor=extractor or EXTRACTOR)


def source_of(document: Document) -> Source:
    """The document as a source; its id is its title and eight digits of its text's hash."""
    title = " ".join((document.title or document.name).split())
    return Source(
        id=f"source:{slug(title)[:60].strip('-')}-{document.sha256[:8]}",
        title=title,
        publisher=document.publisher,
        author=document.author,
        published=document.published,
        url=document.url,
        language=document.language,
        kind="document",
        sha256=document.sha256,
        reliability=NAMED_PUBLISHER if document.publisher else NO_PUBLISHER,
    )


def _claims(extraction: Extraction, source: Source) -> Iterator[tuple[Claim, Status, str]]:
    """Every claim with the status that its rule earns and the optional extractor that found it, if one did."""
    document = extraction.document
    for node in extraction.nodes:
        if not node.known and node.mentions:
            for claim in _attributes(document, source, node):
                yield claim, Status.ACCEPTED, node.extractor
            for claim in _same(document, source, node):
                yield claim, Status.PROPOSED, node.extractor
    for topic in extraction.topics:
        yield _topic(document, source, topic), Status.ACCEPTED, ""
    for relation in extraction.relations:
        status = Status.ACCEPTED if is_accepted(relation) else Status.PROPOSED
        for claim in _relation(document, source, relation):
            yield claim, status, relation.extractor
    for figure in extraction.figures:
        yield _figure(extraction, source, figure), Status.ACCEPTED, figure.extractor


def _attributes(document: Document, source: Source, node: NodeFound) -> Iterator[Claim]:
    """Kind, name and aliases of a thing that only this text names."""
    first = node.mentions[0].span
    called = dict.fromkeys(mention.surface for mention in node.mentions if mention.rule != "work-echo")  # "the measure" is no name
    values = [("kind", node.kind), ("name", node.name), *(("alias", surface) for surface in called if surface != node.name)]
    for predicate, value in values:
        span = next((mention.span for mention in node.mentions if mention.surface == value), first)
        yield Claim(subject=node.id, predicate=predicate, value=value, confidence=_capped(NAME_CONFIDENCE, node.extractor), **_proof(document, source, span))


def _same(document: Document, source: Source, node: NodeFound) -> Iterator[Claim]:
    """That a thing may be one of the registry, where its name is like that one's."""
    entries = load_registry().entries
    for other in node.similar:
        if found := resemblance(node.id, node.name, other, entries[other].name):
            proof = _proof(document, source, node.mentions[0].span)
            sure = _capped(round(found[1] * 1000), node.extractor)
            yield Claim(subject=node.id, predicate="same_as", object=other, gloss=found[0], confidence=sure, **proof)


def _capped(confidence: int, extractor: str) -> int:
    return min(confidence, EXTRA_CONFIDENCE) if extractor else confidence


def _topic(document: Document, source: Source, topic: TopicFound) -> Claim:
    """That the text speaks of a topic, with the words that hit and the sentence that says most."""
    return Claim(subject=topic.id, predicate="says", value=", ".join(topic.mentions), when=_day(document), **_proof(document, source, topic.sentence))


def _relation(document: Document, source: Source, found: RelationFound) -> Iterator[Claim]:
    asks = (known_asks(found.ask, load_registry()) or (found.ask,)) if found.ask else ("",)
    for ask in asks:
        yield Claim(
            subject=found.subject,
            predicate=found.predicate,
            object=found.object,
            ask=ask,
            qualifiers=found.qualifiers,
            modality=found.modality,
            speaker=found.speaker,
            when=found.when,
            confidence=_capped(round(found.confidence * 1000), found.extractor),
            **_proof(document, source, found.evidence),
        )


def _figure(extraction: Extraction, source: Source, found: FigureFound) -> Claim:
    figure = found.figure
    guessed = any(how == "guessed" for _, how in figure.slots)
    if joint := next((ends for ends in (found.reporter, found.partner) if "+" in ends), ""):
        # A sum of several economies is none of one pair: it is kept as a figure about the first, with the names of all.
        told = f"{figure.reporter} with {figure.partner}"
        figure = figure.model_copy(update={"kind": "macro", "measure": f"joint {figure.direction}", "subject": told, "reporter": "", "partner": ""})
        subject, target = joint.partition("+")[0], ""
    elif figure.kind == "flow":
        subject, target = found.reporter or "place:world", found.partner or "place:world"
    else:
        subject, target = found.reporter or found.topic or _topic_of(extraction, found) or _body_of(extraction, found), found.partner
    return Claim(
        subject=subject,
        predicate="flow" if figure.kind == "flow" else "statistic",
        object=target,
        figure=figure,
        speaker=found.speaker,
        when=_when(figure) or _day(extraction.document),
        confidence=_capped(GUESSED_CONFIDENCE if guessed else FIGURE_CONFIDENCE, found.extractor),
        **_proof(extraction.document, source, found.evidence),
    )


def _topic_of(extraction: Extraction, found: FigureFound) -> str:
    """The topic named nearest to the number inside the evidence; "" when there is none."""
    text = extraction.document.quote(found.evidence)
    at = found.evidence[0] + next((q.span[0] for q in find_quantities(text, extraction.document.language) if q.value == abs(found.figure.value)), 0)
    near = [
        (abs(span[0] - at), topic.id) for topic in extraction.topics for span in topic.spans if found.evidence[0] <= span[0] and span[1] <= found.evidence[1]
    ]
    return min(near)[1] if near else ""


def _body_of(extraction: Extraction, found: FigureFound) -> str:
    """The body named in the evidence, or the one named last before it ("its members")."""
    near = [
        (mention.span, node.id) for node in extraction.nodes for mention in node.mentions if node.id.startswith("org:") and mention.span[1] <= found.evidence[1]
    ]
    return max(near)[1] if near else ""


def _when(figure: Figure) -> str:
    """The period as a date when it is one ("per year" is none)."""
    text = figure.period.removeprefix("by ")
    try:
        return str(dates.parse(text)) if text else ""
    except BadDate:
        return ""


def _day(document: Document) -> str:
    return document.published.isoformat() if document.published else ""


def _proof(document: Document, source: Source, span: Span) -> dict[str, object]:
    return {"source": source.id, "quote": document.quote(span), "span": span, "locator": locator(document, span)}


def locator(document: Document, span: Span) -> str:
    """`title`, `paragraph 3`, `page 3, paragraph 2`, counted over the prose of the document or of its page."""
    at = bisect_right(document.blocks, span[0], key=lambda block: block.span[0]) - 1
    if at < 0 or document.blocks[at].span[1] <= span[0]:
        return ""
    block = document.blocks[at]
    page = bisect_right(document.pages, span[0])
    turned = page != bisect_right(document.pages, block.span[0])
    place = f"paragraph {1 if turned else block.number}" if block.number else block.kind
    return f"page {page}, {place}" if page else place


def _check(claim: Claim, document: Document) -> None:
    """The promise of every claim: its quote is in the text, its number in the quote."""
    assert claim.span is not None
    if document.text[claim.span[0] : claim.span[1]] != claim.quote:
        raise ClaimError(f"{shown(document.name)}: the quote of {claim.id} is not in the text at {claim.span}; report this document")
    figure = claim.figure
    if figure and figure.kind in ("flow", "growth", "share", "count", "macro", "projection"):
        values = [value for language in ("en", "es", "fr") for quantity in find_quantities(claim.quote, language) for value in (quantity.value, quantity.upper)]
        if abs(figure.value) not in values and abs(figure.value) not in scaled(claim.quote):
            raise ClaimError(f"{shown(document.name)}: {figure.value:g} cannot be read from its quote {shown(claim.quote)}; report this document")
