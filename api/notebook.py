"""What `trilateral.open` gives: a knowledge graph whose answers draw themselves in a notebook."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, Self, overload

from pydantic import PrivateAttr

from api.drawing import drawn
from api.knowledge import KnowledgeGraph
from graph.results import BriefingResult, GraphView, MoversResult, PathResult, RankingResult

if TYPE_CHECKING:
    import networkx


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
    """A RankingResult that draws itself."""

    def _repr_svg_(self) -> str:
        return drawn(self, "svg")


class DrawnBriefing(BriefingResult):
    """A BriefingResult that shows its page."""

    def _repr_html_(self) -> str:
        from html import escape

        from api.briefing import files_of, told

        page = files_of(told(self), ("html",))["briefing.html"].decode()
        return f'<iframe sandbox title="Briefing" width="100%" height="640" srcdoc="{escape(page)}"></iframe>'


class Notebook(KnowledgeGraph):
    """A knowledge graph for notebooks: `path`, `influence` and `brief` draw themselves, `networkx` gives everything; lists have `to_pandas`."""

    def path(self, start: str | Sequence[str], end: str | Sequence[str], **options: object) -> DrawnPath:
        """Who can introduce start to end, each one name or several: options of PathRequest."""
        from graph.neighbourhood import path_view

        result = super().path(start, end, **options)
        return DrawnPath.of(result, path_view(result))

    @overload
    def influence(self, on: Literal[""] = "", **options: Any) -> DrawnRanking: ...
    @overload
    def influence(self, on: str, **options: Any) -> DrawnRanking | MoversResult: ...
    def influence(self, on: str = "", **options: Any) -> DrawnRanking | MoversResult:
        """Actors by influence: options of InfluenceRequest, with a progress line where it takes long; `on` a target: who moves it."""
        from api.progress import bar, clear

        options = {"progress": bar("drawing"), **options}
        try:
            if on:
                return self.movers(on, **options)
            return DrawnRanking(**dict(super().influence("", **options)))
        finally:
            clear()

    def brief(self, target: str, ask: str, **options: Any) -> DrawnBriefing:
        """What a briefing on a target and an ask tells, with a progress line; `to` a folder: its files too. Options of PackRequest."""
        from api.progress import bar, clear

        try:
            return DrawnBriefing(**dict(super().brief(target, ask, **{"progress": bar("asking"), **options})))
        finally:
            clear()

    def load(self, *sources: str, **options: Any) -> Any:
        """File sources with a progress line and return the LoadReport."""
        from api.progress import line

        return super().load(*map(str, sources), progress=line(), **options)

    def networkx(self, **options: object) -> "networkx.MultiDiGraph":
        """Every entity and every interaction that the view admits, with all attributes: options of ViewRequest."""
        from api.frames import multigraph

        return multigraph(self, **options)

    def draw(self, view: str, *entities: str, output: str = "", **options: object) -> str | bytes:
        """The picture of a view in the format of the file's suffix (svg unless given), also written there; png and pdf are bytes, the others text."""
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
