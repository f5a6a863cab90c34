"""A Neo4j graph of somebody else's, read through a mapping (see `mapping`) and never changed: as node-link JSON, which `networkx_json` files."""

import json
from collections.abc import Iterator, Mapping
from typing import IO, Any

from graph.errors import SourceError, shown
from graph.spelling import slug
from graph.store import Credentials
from graph.store.server import address
from graph.store.server.connection import STREAMING, Server
from graph.store.server.cypher import Tx
from graph.store.server.steady import spooled
from loaders.graphs.mapping import GraphMapping, NodeMapping, TieMapping

OURS = "MATCH (n:Trilateral {name: 'record'}) RETURN count(n)"
NODES = "MATCH (n) WHERE any(label IN labels(n) WHERE label IN $labels) RETURN elementId(n), labels(n), properties(n)"
TIES = "MATCH (a)-[r]->(b) WHERE type(r) IN $types RETURN elementId(a), type(r), elementId(b), properties(r)"
Item = dict[str, str]


def write(url: str, credentials: Credentials, mapping: GraphMapping, out: IO[str], *, timeout: float = 10.0) -> dict[str, int]:
    """Write what a mapping makes of a graph and return how many nodes and ties there are; the server is only ever read.

    Raises StoreError where the server cannot be read, and SourceError for one that holds a record of ours.
    """
    server = Server(address.parse(url), credentials, timeout=timeout)
    try:
        nodes, ties = server.read(lambda tx: _read(tx, mapping, server.address.url), timeout=STREAMING)
    finally:
        server.close()
    keys: dict[str, str] = {}
    found = [_node(mapping, keys, *row) for row in nodes]
    edges = [edge for row in ties if (edge := _edge(mapping, keys, *row))]
    body = {
        "directed": True,
        "multigraph": True,
        "nodes": sorted(found, key=lambda node: node["id"]),
        "edges": sorted(edges, key=lambda edge: json.dumps(edge, sort_keys=True)),
    }
    json.dump(body, out, ensure_ascii=False, indent=0)
    return {"nodes": len(found), "ties": len(edges)}


def _read(tx: Tx, mapping: GraphMapping, name: str) -> tuple[Iterator[Any], Iterator[Any]]:
    if tx.run(OURS).single(strict=True)[0]:
        raise SourceError(f"{shown(name)}: holds a record of Trilateral; read it with --store, or move it with `trilateral copy`")
    nodes = spooled((id, labels, _texts(held)) for id, labels, held in tx.run(NODES, labels=list(mapping.nodes)))
    ties = spooled((start, type, end, _texts(held)) for start, type, end, held in tx.run(TIES, types=list(mapping.relationships)))
    return nodes, ties


def _texts(held: Mapping[str, Any]) -> dict[str, str]:
    """Properties as texts; the items of a list separated by semicolons, points in time as days."""
    return {name: ";".join(map(_text, value)) if isinstance(value, list) else _text(value) for name, value in held.items()}


def _text(value: Any) -> str:
    text = value.iso_format() if hasattr(value, "iso_format") else str(value)
    return str(text).partition("T")[0] if hasattr(value, "hour") else str(text)


def _node(mapping: GraphMapping, keys: dict[str, str], id: str, labels: list[str], held: Mapping[str, str]) -> Item:
    """A node under the first of its labels that the mapping names."""
    label, meant = next((label, meant) for label, meant in mapping.nodes.items() if label in labels)
    keys[id] = f"{label}/{held.get(meant.key) or id}"
    return _filled({"id": keys[id], "kind": meant.kind, "name": held.get(meant.name, ""), **_said(meant, held)})


def _said(meant: NodeMapping, held: Mapping[str, str]) -> Item:
    aliases = ";".join(value for name in meant.aliases if (value := held.get(name)))
    return {"aliases": aliases, **{field: held.get(getattr(meant, field), "") for field in ("country", "url", "description")}}


def _edge(mapping: GraphMapping, keys: Mapping[str, str], start: str, type: str, end: str, held: Mapping[str, str]) -> Item | None:
    """A tie between two nodes that the mapping knows; None where it knows one of them not."""
    if start not in keys or end not in keys:
        return None
    meant = mapping.relationships[type]
    place = f"({keys[start]})-[:{type}]->({keys[end]})"
    first, second = (keys[end], keys[start]) if meant.reverse else (keys[start], keys[end])
    told = {field: held.get(getattr(meant, field), "") for field in ("start", "end", "date", "confidence", "quote", "description")}
    return _filled({"source": first, "target": second, "predicate": meant.tie, **told, "locator": place, **_source(mapping, meant, held)})


def _source(mapping: GraphMapping, meant: TieMapping, held: Mapping[str, str]) -> Item:
    """The document that a tie names, else the graph itself."""
    cited = held.get(meant.source, "")
    if cited:
        address = {"source_url": cited} if cited.startswith(("http://", "https://")) else {}
        return {"source_id": f"source:{mapping.name}/{slug(cited)}", "source_title": cited, **address}
    more = {f"source_{name}": str(value) for name, value in mapping.source.items()}
    return {"source_id": f"source:{mapping.name}", "source_title": mapping.name, "source_kind": "register", **more}


def _filled(item: Item) -> Item:
    return {name: value for name, value in item.items() if value}
