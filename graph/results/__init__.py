"""What a query answers: Pydantic models in which every fact carries its evidence, date and doubt."""

from graph.results.base import Answer, Certainty, Evidence, Interaction, Node, SourceRef, Tie
from graph.results.entities import ClaimsResult, Entity, EntityHit, EntityResult, SearchResult, Statement
from graph.results.influence import LeaveOneOut, Part, RankedItem, RankingResult
from graph.results.paths import NoPath, Path, PathResult
from graph.results.pictures import GraphView

__all__ = [
    "Answer",
    "Certainty",
    "ClaimsResult",
    "Entity",
    "EntityHit",
    "EntityResult",
    "Evidence",
    "GraphView",
    "Interaction",
    "LeaveOneOut",
    "NoPath",
    "Node",
    "Part",
    "Path",
    "PathResult",
    "RankedItem",
    "RankingResult",
    "SearchResult",
    "SourceRef",
    "Statement",
    "Tie",
]
