"""What a question about paths answers."""

from collections.abc import Mapping, Sequence
from datetime import date

from pydantic import Field

from graph.claims import Frozen
from graph.results.allies import Standing
from graph.results.base import Answer, Certainty, Evidence, Node, Tie


class Moment(Frozen):
    """When a contact of a path in time may have happened so that all are in order; `kind` is the kind of the tie that comes first."""

    kind: str
    earliest: date
    latest: date


class Path(Frozen):
    """One introduction path, readable aloud.

    reliability (product of the strengths), hub_penalty and score (their product) are in [0, 1]; weakest_tie is
    the place of the weakest tie in `ties`. moments, one a tie, stand only in paths in time; introducers, one
    for each who would introduce (inner nodes, in order), only where an ask was given.
    """

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    hops: int
    reliability: float
    hub_penalty: float
    score: float
    certainty: Certainty
    weakest_tie: int
    oldest: date | None
    newest: date | None
    sentence: str
    why_not_shorter: str = ""
    moments: tuple[Moment, ...] = ()
    introducers: tuple[Standing, ...] = ()


class NoPath(Frozen):
    """Why there is no path: the nearest gap, the tie that would close it, what the view left out."""

    nearest_gap: str
    missing_tie: tuple[Node, Node] | None
    excluded_by_view: tuple[str, ...]


class StandIn(Frozen):
    """Somebody at the end of a path who is not the end that was asked for; `why` says how the two belong together."""

    entity: Node
    stands_for: Node
    why: str


class Chance(Frozen):
    """The chance in [0, 1] that at least one path within the limit of ties works, each tie apart from the others.

    Exact, or drawn `draws` times with `seed` and a 90 % interval. `ties` and `paths` were looked at; where
    `at_least` is true there are more paths, and the chance is at least this.
    """

    value: float = Field(ge=0, le=1)
    lo90: float = Field(ge=0, le=1)
    hi90: float = Field(ge=0, le=1)
    exact: bool
    ties: int
    paths: int
    draws: int = 0
    seed: int = 0
    at_least: bool = False


class PathResult(Answer):
    """The paths from a to b, best first, or an honest none.

    starts and ends hold everybody who stands for the two ends, the ones asked for first; stand_ins those of
    them at whom a path begins or ends. chance belongs to the modes reliable and disjoint. cuts, of the mode
    disjoint where fewer paths than asked for exist, are the smallest sets of go-betweens without whom
    only direct ties are left: the one nearest the start, and the one nearest the end where it is another.
    """

    found: bool
    mode: str = "introduce"
    sentence: str = ""
    start: Node
    end: Node
    starts: tuple[Node, ...] = ()
    ends: tuple[Node, ...] = ()
    stand_ins: tuple[StandIn, ...] = ()
    paths: tuple[Path, ...]
    without_penalty: tuple[tuple[str, ...], ...] = ()
    none: NoPath | None = None
    chance: Chance | None = None
    cuts: tuple[tuple[Node, ...], ...] = ()
    would_change: str = ""

    @property
    def rows(self) -> Sequence[Mapping[str, object]]:
        """The paths, best first."""
        return [dict(path) for path in self.paths]

    def __str__(self) -> str:
        from graph.paths.aloud import read_paths

        return read_paths(self)


class ExplainedTie(Frozen):
    """A tie in one sentence, the claim that proves it best, and the numbers of the paths that it is in, from 1."""

    tie: Tie
    sentence: str
    proof: Evidence
    paths: tuple[int, ...]


class ExplainResult(Answer):
    """How a and b are linked: the union of their top paths, of at most 15 nodes, one sentence a tie.

    `paths` name the nodes of each path in the union, best first; `left_out` paths found would have made it too large;
    `why_not_shorter` says why the way of fewest ties is not among them where it is shorter than one of them.
    """

    found: bool
    sentence: str
    start: Node
    end: Node
    nodes: tuple[Node, ...]
    ties: tuple[ExplainedTie, ...]
    paths: tuple[tuple[str, ...], ...]
    left_out: int = 0
    none: NoPath | None = None
    why_not_shorter: str = ""
    would_change: str = ""

    @property
    def rows(self) -> Sequence[Mapping[str, object]]:
        """The ties."""
        return [dict(one) for one in self.ties]

    def __str__(self) -> str:
        from graph.paths.aloud import read_explained

        return read_explained(self)


class MetapathPath(Frozen):
    """One instance of a pattern: its nodes, its ties, and its share of the degree-weighted count (degree product, in (0, 1])."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    weight: float
    sentence: str


class MetapathResult(Answer):
    """How strongly a and b are joined by one pattern of kinds.

    path_count counts instances without a repeated node; dwpc weighs each down by the degrees along it
    (Himmelstein and Baranzini 2015, exponent `damping`). path_sim (Sun et al. 2011; None where the pattern does
    not lead out and back by the same way) and hete_sim (Shi et al. 2014) are in [0, 1] and count walks. z is how many
    standard deviations dwpc lies from its mean over `shuffles` networks with the same degrees; None where no
    shuffle was made or where shuffling changes nothing.
    """

    found: bool
    sentence: str
    start: Node
    end: Node
    pattern: str
    path_count: int
    dwpc: float
    damping: float
    path_sim: float | None
    hete_sim: float
    z: float | None
    shuffled_mean: float | None
    shuffled_sd: float | None
    shuffles: int
    seed: int
    ties: int
    paths: tuple[MetapathPath, ...]

    @property
    def rows(self) -> Sequence[Mapping[str, object]]:
        """The heaviest instances."""
        return [dict(path) for path in self.paths]

    def __str__(self) -> str:
        from graph.paths.aloud import read_metapath

        return read_metapath(self)
