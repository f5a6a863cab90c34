"""One document read by the rules and then by the optional extractors asked for."""

from loaders.documents import extract
from loaders.documents.model import Document, Extraction
from loaders.extras import Extras
from loaders.registry import load_registry


def extended(document: Document, extras: Extras) -> Extraction:
    """What the rules read, with what the extractors propose beside it; an endpoint that fails leaves a note and nothing else."""
    extraction = extract(document)
    if extras.names:
        from loaders.extras.names import with_names

        extraction = with_names(extraction, load_registry())
    if extras.endpoint:
        from loaders.extras.llm import with_model

        extraction = with_model(extraction, load_registry(), extras.endpoint)
    return extraction
