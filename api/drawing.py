"""Results as files: pictures (svg, png, pdf, html) and graph files (graphml, gexf, csv, json)."""

import csv
import io
import re
from collections.abc import Iterable
from typing import Literal, overload

from api.text import inert, safe
from graph.errors import RequestError, shown
from graph.results import GraphView, RankingResult, Tie

FORMATS = {
    "ego": ("svg", "png", "pdf", "html", "graphml", "gexf", "csv", "json"),
    "path": ("svg", "png", "pdf", "html", "graphml", "gexf", "csv", "json"),
    "ranking": ("svg", "png", "pdf", "csv", "json"),
}
TIE_COLUMNS = (
    "a",
    "a_name",
    "kind",
    "label",
    "direction",
    "b",
    "b_name",
    "start",
    "end",
    "strength",
    "certainty",
    "status",
    "quote",
    "locator",
    "source",
    "published",
    "url",
)
RANK_COLUMNS = ("rank", "rank_lo", "rank_hi", "entity", "name", "kind", "country", "value", "lo90", "hi90", "in_strength", "sources", "authority")


def supported(view: str, suffix: str) -> str:
    """The format of a file's suffix. Raises RequestError naming the formats that the view has."""
    form = suffix.lower().removeprefix(".")
    if form not in FORMATS[view]:
        raise RequestError(f"{shown(suffix) or 'no suffix'}: no format of {view}; end the file's name in one of .{', .'.join(FORMATS[view])}")
    return form


@overload
def drawn(result: GraphView | RankingResult, form: Literal["svg"]) -> str: ...
@overload
def drawn(result: GraphView | RankingResult, form: str) -> str | bytes: ...
def drawn(result: GraphView | RankingResult, form: str) -> str | bytes:
    """The picture or graph file of a result, in a format that `supported` gave; png and pdf are bytes."""
    if form == "json":
        return inert(result.model_dump_json(indent=2)) + "\n"
    if form in ("png", "pdf"):
        return _printed(result, "png" if form == "png" else "pdf")
    if isinstance(result, RankingResult):
        return _ranking(result, form)
    if form == "svg":
        from viz.svg import svg

        return svg(result)
    if form == "html":
        from viz.html import html

        return html(result)
    return _ties_csv(result) if form == "csv" else _graph_file(result, form)


def _printed(result: GraphView | RankingResult, form: Literal["png", "pdf"]) -> bytes:
    """The SVG picture as PNG or PDF, with what it shows in words for those who cannot see it."""
    from viz.picture import converted
    from viz.svg import describe, ranking_svg, svg

    if isinstance(result, RankingResult):
        title, alt, picture = result.sentence, result.sentence, ranking_svg(result)
    else:
        title, alt, picture = result.title, f"{result.title}. {describe(result)}", svg(result)
    return converted(picture, form, title=title, alt=alt, day=result.as_of)


def cell(value: object) -> str:
    """A value that no spreadsheet takes for a formula."""
    text = safe(str(value if value is not None else ""))
    return f"'{text}" if text[:1] in "=+-@" and text[:1] else text


def _ranking(result: RankingResult, form: str) -> str:
    if form == "svg":
        from viz.svg import ranking_svg

        return ranking_svg(result)
    return _csv(
        RANK_COLUMNS,
        (
            (
                i.rank,
                i.rank_lo,
                i.rank_hi,
                i.entity.id,
                i.entity.name,
                i.entity.kind,
                i.country,
                i.value,
                i.lo90,
                i.hi90,
                i.in_strength,
                i.source_count,
                "; ".join(i.authority),
            )
            for i in result.items
        ),
    )


def _ties_csv(view: GraphView) -> str:
    return _csv(TIE_COLUMNS, (_tie_row(tie) for tie in view.ties))


def _tie_row(tie: Tie) -> tuple[object, ...]:
    proof = tie.evidence[0] if tie.evidence else None
    shown_proof = (proof.quote, proof.locator, proof.source.id, proof.source.published, proof.source.url) if proof else ("",) * 5
    return (
        tie.a.id,
        tie.a.name,
        tie.kind,
        tie.label,
        tie.direction,
        tie.b.id,
        tie.b.name,
        tie.start,
        tie.end,
        tie.strength,
        tie.certainty,
        tie.status.value,
        *shown_proof,
    )


def _csv(columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(value) for value in row])
    return stream.getvalue()


def _graph_file(view: GraphView, form: str) -> str:
    """GraphML or GEXF with every attribute that the formats can hold; ties are directed where they say so."""
    import networkx as nx

    graph = nx.MultiDiGraph(name=safe(view.title), as_of=str(view.as_of), layers=", ".join(view.layers), revision=view.revision)
    for node in view.nodes:
        graph.add_node(node.id, label=safe(node.name), kind=node.kind)
    for tie in view.ties:
        first, second = (tie.b, tie.a) if tie.direction == "backward" else (tie.a, tie.b)
        row = dict(zip(TIE_COLUMNS, _tie_row(tie), strict=True))
        graph.add_edge(
            first.id, second.id, **{key: safe(str(row[key] or "")) for key in TIE_COLUMNS[2:] if key not in ("b", "b_name", "strength")}, weight=tie.strength
        )
    stream = io.BytesIO()
    if form == "graphml":
        nx.write_graphml(graph, stream)
    else:
        nx.write_gexf(graph, stream)
    # networkx stamps the day of writing; the same view must give the same file.
    return re.sub(r'lastmodifieddate="[^"]*"', f'lastmodifieddate="{view.as_of}"', stream.getvalue().decode(), count=1)
