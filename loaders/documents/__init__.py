"""The document loader: from an article to its actors, agreements, topics, relations and figures, every one with its quote."""

from loaders.documents.model import Document, Extraction
from loaders.documents.resolve import find_nodes
from loaders.documents.text import document_from_text, read_document
from loaders.documents.topics import find_topics
from loaders.registry import Registry, load_registry

__all__ = ["Document", "Extraction", "document_from_text", "extract", "find_nodes", "find_topics", "read_document"]


def extract(document: Document, registry: Registry | None = None) -> Extraction:
    """All stages of one document; an office without a name is kept only where it takes part in a relation or says something."""
    from loaders.documents.figures import find_figures
    from loaders.documents.relations import find_relations

    registry = registry or load_registry()
    nodes = find_nodes(document, registry)
    topics = find_topics(document, registry)
    relations = find_relations(document, nodes, topics, registry)
    figures = find_figures(document, nodes, registry)
    active = {id for found in relations for id in (found.subject, found.object, found.speaker)} | {figure.speaker for figure in figures}
    kept = tuple(node for node in nodes if node.named or node.id in active)
    notes = () if document.encoding.startswith("utf") else (f"read as {document.encoding}",)
    return Extraction(document, kept, topics, relations, figures, notes)
