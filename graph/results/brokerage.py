"""What questions about brokerage and whole-graph measures answer."""

from typing import Literal

from graph.claims import Frozen
from graph.results.base import Answer, Evidence, Node

BrokerRole = Literal["coordinator", "itinerant", "representative", "gatekeeper", "liaison", "ungrouped"]


ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")


class Triad(Frozen):
    """An open triad: `seeker` has an arc to the broker, the broker to `sought`, and seeker none to sought.

    `strength` is the product of both strengths, in [0, 1]; `evidence` the claims behind both.
    """

    seeker: Node
    sought: Node
    role: BrokerRole
    strength: float
    evidence: tuple[Evidence, ...]


class BrokerItem(Frozen):
    """How one actor stands between others.

    `total` counts the open triads that it brokers; the five roles add up to it with `ungrouped` (triads
    with a member of no known group). `lo90`, `hi90` are 5 % and 95 % of the total over draws of the source
    groups. `betweenness` is in [0, 1], of all ordered pairs; its interval is the error of sampling searches
    (nil where all were made). `constraint` is Burt's, over strengths: low where contacts are not tied to
    one another; None without a contact. `sought_by` and `seeks` count arcs to and from it. Ranks are by total.
    """

    entity: Node
    country: str
    group: str
    rank: int
    coordinator: int
    itinerant: int
    representative: int
    gatekeeper: int
    liaison: int
    ungrouped: int
    total: int
    lo90: float
    hi90: float
    betweenness: float
    betweenness_lo90: float
    betweenness_hi90: float
    constraint: float | None
    sought_by: int
    seeks: int
    evidence_count: int
    source_count: int
    triads: tuple[Triad, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    note: str = ""


class BrokersResult(Answer):
    """Actors by brokerage, most open triads first. Brokerage is reported as brokerage, not as influence."""

    items: tuple[BrokerItem, ...]
    groups: tuple[str, ...]
    total_actors: int
    sentence: str
    would_change: str = ""

    def __str__(self) -> str:
        from graph.influence.aloud import read_brokers

        return read_brokers(self)


class MeasuredItem(Frozen):
    """Measures of one actor in the graph of arcs from seeker to sought; counts and steps are of arcs.

    `component` and `community` are ids of the first member; `clustering`, `closeness` (of ways to it) and
    `betweenness` lie in [0, 1]; `hub` and `authority` are of length 1 over all actors. `steps` and `cost` (sum
    of -ln strength) are from the start asked for, None without a way or a start.
    """

    entity: Node
    country: str
    seeks: int
    sought_by: int
    core: int
    component: str
    community: str
    clustering: float | None
    closeness: float
    betweenness: float
    betweenness_error: float
    constraint: float | None
    hub: float
    authority: float
    steps: int | None = None
    cost: float | None = None


class MeasuresResult(Answer):
    """Measures of every actor that has an arc in the view, by id."""

    items: tuple[MeasuredItem, ...]
    sentence: str

    def __str__(self) -> str:
        from graph.influence.aloud import read_measures

        return read_measures(self)
