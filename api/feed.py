"""Changes as an Atom feed (RFC 4287)."""

from datetime import UTC, datetime

from lxml import etree

from api.text import safe
from graph.results import Filing, WatchResult

ATOM = "http://www.w3.org/2005/Atom"


def atom(result: WatchResult, address: str) -> str:
    """The feed of what changed about a target, newest first; `address` is that of the feed, empty for one in a file."""
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})  # type: ignore[dict-item]  # the stubs know no default namespace
    _text(feed, "id", f"urn:trilateral:watch:{result.target.id}")
    _text(feed, "title", f"Trilateral: {result.target.name}")
    _text(feed, "updated", result.items[-1].at if result.items else datetime.now(UTC).isoformat(timespec="seconds"))
    _text(etree.SubElement(feed, f"{{{ATOM}}}author"), "name", "Trilateral")
    if address:
        etree.SubElement(feed, f"{{{ATOM}}}link", rel="self", href=address)
    for item in reversed(result.items):
        _entry(feed, item)
    return etree.tostring(feed, xml_declaration=True, encoding="UTF-8", pretty_print=True).decode()


def _entry(feed: etree._Element, item: Filing) -> None:
    entry = etree.SubElement(feed, f"{{{ATOM}}}entry")
    _text(entry, "id", f"urn:trilateral:{item.claim}:{item.at}")
    _text(entry, "title", f"{item.act}: {item.sentence}")
    _text(entry, "updated", item.at)
    if not item.evidence:
        _text(entry, "content", "The claim no longer stands.")
        return
    proof = item.evidence
    told = [f"“{proof.quote}”" if proof.quote else proof.gloss or proof.locator, f"{proof.source.title}, {proof.source.published or 'undated'}"]
    _text(entry, "content", "\n".join([*told, f"confidence {proof.confidence:.2f}, {proof.status.value}, {proof.claim}"]))
    if proof.source.url.startswith(("http://", "https://")):
        etree.SubElement(entry, f"{{{ATOM}}}link", href=safe(proof.source.url))


def _text(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, f"{{{ATOM}}}{name}").text = safe(text)
