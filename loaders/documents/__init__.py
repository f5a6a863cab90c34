"""The document loader: from an article to its actors, agreements, topics, relations and figures, every one with its quote."""

from collections.abc import Sequence

from loaders.documents.mentions import Reading
from loaders.documents.model import Document, Extraction, Span
from loaders.documents.resolve import find_nodes
from loaders.documents.text import document_from_text, read_document
from loaders.documents.topics import find_topics
from loaders.registry import Registry, load_registry

__all__ = ["Document", "Extraction", "document_from_text", "extract", "find_nodes", "find_topics", "read_document"]


def extract(document: Document, registry: Registry | None = None, read: Sequence[Reading] | None = None) -> Extraction:
    """All stages of one document; an office without a name is kept only where it takes part in a relation or says something.

    A sentence that orders its reader to leave the rules proves nothing. `read` stands in for what stage 3 finds.
    """
    from loaders.documents.commands import commanding
    from loaders.documents.figures import find_figures
    from loaders.documents.relations import find_relations

    registry = registry or load_registry()
    nodes = find_nodes(document, registry, read)
    topics = find_topics(document, registry)
    orders = commanding(document)
    relations = tuple(found for found in find_relations(document, nodes, topics, registry) if not _inside(found.evidence, orders))
    figures = tuple(found for found in find_figures(document, nodes, registry) if not _inside(found.evidence, orders))
    active = {id for found in relations for id in (found.subject, found.object, found.speaker)} | {figure.speaker for figure in figures}
    kept = tuple(node for node in nodes if node.named or node.id in active)
    notes = (f"sentences that give orders to a reader, not believed: {len(orders)}",) if orders else ()
    return Extraction(document, kept, topics, relations, figures, (*document.notes, *notes))


def _inside(evidence: Span, spans: Sequence[Span]) -> bool:
    return any(first < evidence[1] and evidence[0] < last for first, last in spans)
