"""What `trilateral.open` gives: a knowledge graph whose answers draw themselves in a notebook."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, Protocol, Self, overload

from pydantic import BaseModel, PrivateAttr

from api.drawing import drawn
from api.knowledge import KnowledgeGraph
from graph.results import BrokersResult, GraphView, MeasuresResult, MoversResult, PathResult, RankingResult, SettlementResult

if TYPE_CHECKING:
    import networkx
    import pandas


class DrawnPath(PathResult):
    """A PathResult that draws itself."""

    _view: GraphView | None = PrivateAttr(default=None)

    @classmethod
    def of(cls, result: PathResult, view: GraphView) -> Self:
        """The same result with its picture's data."""
        drawn_path = cls(**dict(result))
        drawn_path._view = view
        return drawn_path

    def _repr_svg_(self) -> str:
        assert self._view
        return drawn(self._view, "svg")


class DrawnRanking(RankingResult):
    """A RankingResult that draws itself and turns into a table."""

    def _repr_svg_(self) -> str:
        return drawn(self, "svg")

    def to_pandas(self) -> "pandas.DataFrame":
        """One row an actor, best first. Needs the extra `notebook`."""
        from api.frames import ranking_frame

        return ranking_frame(self)


class HasItems(Protocol):
    """An answer that lists items."""

    @property
    def items(self) -> tuple[BaseModel, ...]:
        """What is listed."""


class Tabled:
    """An answer whose items turn into a table."""

    def to_pandas(self: HasItems) -> "pandas.DataFrame":
        """One row an item. Needs the extra `notebook`."""
        from api.frames import items_frame

        return items_frame(self.items)


class TabledMovers(Tabled, MoversResult):
    """A MoversResult that turns into a table."""


class TabledBrokers(Tabled, BrokersResult):
    """A BrokersResult that turns into a table."""


class TabledMeasures(Tabled, MeasuresResult):
    """A MeasuresResult that turns into a table."""


class TabledSettlement(Tabled, SettlementResult):
    """A SettlementResult that turns into a table of the actors weighed."""


class Notebook(KnowledgeGraph):
    """A knowledge graph for notebooks: `path` and `influence` draw themselves, `networkx` gives everything."""

    def path(self, start: str | Sequence[str], end: str | Sequence[str], **options: object) -> DrawnPath:
        """Who can introduce start to end, each one name or several: options of PathRequest."""
        from graph.neighbourhood import path_view

        result = super().path(start, end, **options)
        return DrawnPath.of(result, path_view(self.snapshot(result.layers), result))

    @overload
    def influence(self, on: Literal[""] = "", **options: Any) -> DrawnRanking: ...
    @overload
    def influence(self, on: str, **options: Any) -> DrawnRanking | TabledMovers: ...
    def influence(self, on: str = "", **options: Any) -> DrawnRanking | TabledMovers:
        """Actors by influence: options of InfluenceRequest, with a progress line where it takes long; `on` a target: who moves it."""
        from api.progress import bar, clear

        if on:
            return self.movers(on, **options)
        try:
            return DrawnRanking(**dict(super().influence("", **{"progress": bar("drawing"), **options})))
        finally:
            clear()

    def movers(self, on: str, **options: object) -> TabledMovers:
        """Who moves a target: options of MoversRequest."""
        return TabledMovers(**dict(super().movers(on, **options)))

    def brokers(self, **options: object) -> TabledBrokers:
        """Actors by brokerage, which is not influence: options of BrokersRequest."""
        return TabledBrokers(**dict(super().brokers(**options)))

    def measures(self, **options: object) -> TabledMeasures:
        """Every actor measured as a part of the whole graph: options of MeasuresRequest."""
        return TabledMeasures(**dict(super().measures(**options)))

    def settle(self, ask: str, given: Sequence[object] = (), **options: object) -> TabledSettlement:
        """Where an ask would settle: options of SettleRequest."""
        return TabledSettlement(**dict(super().settle(ask, given, **options)))

    def load(self, *sources: str, **options: Any) -> Any:
        """File sources with a progress line and return the LoadReport."""
        from api.progress import line

        return super().load(*map(str, sources), progress=line(), **options)

    def networkx(self, **options: object) -> "networkx.MultiDiGraph":
        """Every entity and every interaction that the view admits, with all attributes: options of ViewRequest."""
        from api.frames import multigraph

        return multigraph(self, **options)

    def draw(self, view: str, *entities: str, output: str = "", **options: object) -> str:
        """The picture of a view as text, in the format of the file's suffix (svg unless given), also written there."""
        from pathlib import Path

        from api.drawing import supported
        from api.files import write_whole

        content = drawn(self.picture(view, *entities, **options), supported(view, Path(output).suffix) if output else "svg")
        if output:
            write_whole(Path(output), content)
        return content

    def _repr_html_(self) -> str:
        from html import escape

        return f"<p>Trilateral: {escape(self.url)}, {self._count()} sources</p>"

    def _count(self, layers: Sequence[str] = ("public",)) -> int:
        return len(self.sources(layers))
