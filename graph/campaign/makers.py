"""The ground of a campaign on an ask: its decision makers, each once, whom to call for them, and what is known before anybody is called."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import Field

from graph import ontology
from graph.allies.asked import ask_of, part_words
from graph.allies.grid import data as grid_data
from graph.allies.seats import Seats, seats
from graph.allies.stances import HUMAN
from graph.campaign.decisions import DecisionsQuery, routes
from graph.claims import Frozen
from graph.entities import evidence_of
from graph.errors import RequestError, shown
from graph.influence.ranking import share_below
from graph.influence.score import InfluenceQuery, solve
from graph.paths.ours import ours
from graph.paths.reach import Reached, Reacher
from graph.proofs import titles_by_group
from graph.results import DecisionsResult, Evidence, Path, Position, Standing, Step
from graph.snapshot.arrays import Snapshot
from graph.view import Query


class Priors(Frozen):
    """`ontology/mobilise.yaml`, typed; see it for the meaning of each field."""

    cost: float
    callers: int
    paths: int
    voice: Mapping[Position, float]
    months: float
    statements: tuple[str, ...]
    meetings: tuple[str, ...]
    asks: Mapping[str, str]
    reach: float
    power: float
    stale: int
    most: int


@dataclass(frozen=True, slots=True)
class Maker:
    """One body or post with a say. `caller` is whom to speak to (a number): the body that the post speaks for, else its only holder, else the post.

    `stands_for` are all that stand for it; `says` its parts in words; `weight` what they weigh in formal authority;
    `needed`: it decides or must agree on some vehicle. `evidence` is what its say rests on.
    """

    caller: int
    stands_for: tuple[int, ...]
    says: tuple[str, ...]
    weight: float
    needed: bool
    step: Step
    evidence: tuple[Evidence, ...]

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        return self.step.standing


@cache
def priors() -> Priors:
    """Read the file once."""
    return Priors.model_validate(ontology.read("mobilise"))


def makers(snapshot: Snapshot, decided: DecisionsResult) -> tuple[Maker, ...]:
    """Those with a say and not taken away, the weightiest first, then by id of whom to call."""
    found: dict[int, list[tuple[str, Step]]] = {}
    for route in decided.vehicles:
        for step in route.steps:
            if not step.excluded:
                found.setdefault(_caller(snapshot, step), []).append((route.vehicle.name, step))
    return tuple(sorted((_maker(snapshot, v, says) for v, says in found.items()), key=lambda each: (-each.weight, snapshot.ids[each.caller])))


def _maker(snapshot: Snapshot, v: int, says: list[tuple[str, Step]]) -> Maker:
    steps = [step for _, step in says]
    nodes = [node for step in steps for node in (step.actor, *([step.body] if step.body else ()), *step.holders)]
    parts: dict[str, None] = {part_words(step.part, vehicle): None for vehicle, step in says}
    return Maker(
        caller=v,
        stands_for=tuple(dict.fromkeys((v, *(snapshot.index(node.id) for node in nodes)))),
        says=tuple(parts),
        weight=sum(grid_data().authority[part] for part, _ in {(step.part, vehicle) for vehicle, step in says}),
        needed=any(step.needed for step in steps),
        step=max(steps, key=lambda step: (step.needed, step.score)),
        evidence=tuple({proof.claim: proof for step in steps for proof in step.evidence}.values()),
    )


def _caller(snapshot: Snapshot, step: Step) -> int:
    """Whom to speak to: whoever the stance is told of, and for a post of its own its only holder."""
    told = snapshot.index(step.standing.entity.id)
    if snapshot.kinds[told] == "post" and len(step.holders) == 1:
        return snapshot.index(step.holders[0].id)
    return told


def power(snapshot: Snapshot, query: Query) -> dict[int, float]:
    """The share of the other actors whose influence score lies below, in [0, 1], for each actor with one."""
    scores = solve(snapshot, InfluenceQuery(as_of=query.day, view=query.view), query.view)
    return dict(zip(scores.arcs.actors.tolist(), share_below(scores.values).tolist(), strict=True))


class CampaignQuery(Query):
    """On which `ask` (an id), by whom (`start` and `also_start`, ids), over paths of at most `max_ties` ties."""

    ask: str
    start: str
    also_start: tuple[str, ...] = ()
    max_ties: int = Field(default=3, ge=1, le=8)


@dataclass(frozen=True, slots=True)
class Campaign:
    """What is known of an ask before anybody is called; `own` are the numbers of those who ask and of their people, `power` shares in [0, 1] by number."""

    snapshot: Snapshot
    query: CampaignQuery
    ask: int
    own: frozenset[int]
    decided: DecisionsResult
    makers: tuple[Maker, ...]
    posts: Seats
    reacher: Reacher
    power: Mapping[int, float]

    @property
    def needed(self) -> tuple[Maker, ...]:
        """Those who decide or must agree, ourselves left out."""
        return tuple(each for each in self.makers if each.needed and self.own.isdisjoint(each.stands_for))

    @property
    def taken(self) -> tuple[str, ...]:
        """Names of those whose part is needed and whom the question leaves out."""
        steps = (step for route in self.decided.vehicles for step in route.steps if step.needed)
        return tuple(sorted({node.name for step in steps for node in step.excluded}))

    def unchecked(self, maker: Maker) -> bool:
        """True where a rule that gives a say was not compared with the official text."""
        claims = (self.snapshot.record(self.snapshot.claim_index(proof.claim)).claim for proof in maker.evidence)
        return any("unchecked" in claim.qualifiers for claim in claims)

    def share(self, *makers: Maker) -> float:
        """The share of the needed makers' weight that some of them have, in [0, 1]."""
        whole = sum(each.weight for each in self.needed)
        return sum(each.weight for each in makers if each.needed) / whole if whole else 0.0

    def is_strong(self, v: int) -> bool:
        """True where the influence score is high enough for the silence of the actor to matter."""
        return self.power.get(v, 0.0) >= priors().power

    def one_source(self, paths: Iterable[Path]) -> Iterator[str]:
        """Said where every tie of some paths rests on one source or copies of it."""
        titles = {group: title for path in paths for group, title in titles_by_group(self.snapshot, evidence_of(path.ties)).items()}
        if len(titles) == 1:
            yield f"every path here rests on one source: {next(iter(titles.values()))}"

    def reach(self, v: int) -> Reached:
        """The best path from us to an actor or to whoever heads it."""
        return self.reacher.to([v], sorted(self.posts.heads_of(v), key=lambda each: self.snapshot.ids[each]))


def campaign(snapshot: Snapshot, query: CampaignQuery) -> Campaign:
    """Everything that questions about a campaign share. Raises UnknownName, and RequestError for what is no ask and where who asks is no actor."""
    ask = ask_of(snapshot, query.ask)
    starts = list(map(snapshot.index, (query.start, *query.also_start)))
    for start in starts:
        if not ontology.load().entities[snapshot.kinds[start]].actor:
            raise RequestError(f"{shown(snapshot.names[start])}: is no actor who could call anybody; name an organisation or a person with --from")
    if query.start in query.view.exclude:
        raise RequestError(f"{shown(snapshot.names[starts[0]])}: is left out, so that nobody is there to call; do not exclude who asks")
    people = (v for start in starts for v in ours(snapshot, query.view, query.day, start) if snapshot.kinds[v] in HUMAN)
    asked = DecisionsQuery.model_validate(query.model_dump(include={"as_of", "view", "ask", "start", "also_start", "max_ties"}))
    decided = routes(snapshot, asked)
    reacher = Reacher(snapshot, query.view, query.day, query.start, query.also_start, query.max_ties)
    posts = seats(snapshot, query.view, query.day)
    return Campaign(snapshot, query, ask, frozenset((*starts, *people)), decided, makers(snapshot, decided), posts, reacher, power(snapshot, query))
