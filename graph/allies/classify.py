"""Who stands where on an ask: every actor with evidence, and who is silent though it matters."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import get_args

from pydantic import Field

from graph import ontology
from graph.allies.aloud import allies_sentence
from graph.allies.asked import PARTS, Say, ask_of, part_words, says_on
from graph.allies.stances import HUMAN, contrary, pending
from graph.allies.standing import role, standings
from graph.allies.voices import Voices
from graph.authority import post_bodies
from graph.influence.ranking import check_scope
from graph.proofs import newest
from graph.results import AlliesResult, Count, Position, Silent, Standing
from graph.snapshot.arrays import Snapshot
from graph.speech import read_age
from graph.strength import derive
from graph.view import Query, View
from graph.words import count, few, listing

POSITIONS: tuple[Position, ...] = get_args(Position)
BASES = ("stated", "inferred", "none")


class AlliesQuery(Query):
    """Who stands where on `ask` (an id); `scope` is a country code and `kinds` kinds of actors, empty for all; at most `limit` of each list."""

    ask: str
    scope: str = ""
    kinds: tuple[str, ...] = ()
    limit: int = Field(default=200, ge=1, le=1000)


def classify(snapshot: Snapshot, query: AlliesQuery) -> AlliesResult:
    """The standing of every actor with evidence on the ask, and those that matter of whom nothing is known.

    Raises UnknownName, and RequestError for what is no ask, and for a country or kind that is none.
    """
    ask = ask_of(snapshot, query.ask)
    check_scope(snapshot, query.scope)
    ontology.load().check_kinds(entities=query.kinds)
    known = standings(snapshot, query.view, query.day, query.ask)
    items = ordered(query, own_rows(snapshot, query.view, query.day, known))
    silent = _silent(snapshot, query, ask, known)
    proofs = [proof for item in items for proof in (*item.evidence, *item.against)]
    found = any(item.stance != "unknown" or item.position != "unknown" for item in items)
    result = AlliesResult(
        **snapshot.answer_fields(query, proofs),
        ask=snapshot.node(ask),
        found=found,
        contrary=tuple(snapshot.node(other) for other in contrary(snapshot, ask)),
        counts=_counts(items),
        items=items,
        total=len(items),
        silent=silent[: query.limit],
        silent_total=len(silent),
        sentence="",
        would_change=_would_change(snapshot, items, silent),
        warnings=tuple(_warnings(snapshot, query, ask, items, silent)),
    )
    return result.model_copy(update={"sentence": allies_sentence(result), "items": items[: query.limit]})


def own_rows(snapshot: Snapshot, view: View, day: date, known: Mapping[int, Standing]) -> dict[int, Standing]:
    """The standings without those of people who only spoke as heads of a body that has the same words."""
    voices = Voices(snapshot, view)
    claims = {v: {proof.claim for proof in (*one.evidence, *one.against)} for v, one in known.items()}
    spoken_for = {
        v
        for v, one in known.items()
        if one.entity.kind in HUMAN and any(claims[v] <= claims.get(body, set()) for body in voices.headed_by(v, one.said_on or day))
    }
    return {v: one for v, one in known.items() if v not in spoken_for}


def ordered(query: AlliesQuery, known: Mapping[int, Standing]) -> tuple[Standing, ...]:
    """Those in scope: allies first and unknown last, the stated first, the newest first, then by id."""
    kept = [one for one in known.values() if query.scope in ("", one.country) and (not query.kinds or one.entity.kind in query.kinds)]
    return tuple(
        sorted(
            kept,
            key=lambda one: (POSITIONS.index(one.position), BASES.index(one.basis), -(one.said_on or date.min).toordinal(), one.entity.id),
        )
    )


def matters(snapshot: Snapshot, view: View, says: Iterable[Say]) -> dict[int, dict[str, list[str]]]:
    """The vehicles on which each actor has a say, by part; a post's say is that of its body."""
    bodies = post_bodies(snapshot, view)
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for say in says:
        for actor in sorted(bodies.get(say.actor, {say.actor})):
            vehicle = snapshot.names[say.vehicle]
            if vehicle not in found[actor][say.part]:
                found[actor][say.part].append(vehicle)
    return found


def _silent(snapshot: Snapshot, query: AlliesQuery, ask: int, known: Mapping[int, Standing]) -> list[Silent]:
    """Deciders first, then those who must agree, those consulted, and organisations tied to actors that are placed, the strongest ties first."""
    formal = matters(snapshot, query.view, says_on(snapshot, query.view, ask))
    parts = list(PARTS.values())
    tied = _tied(snapshot, query, [v for v, one in known.items() if one.position != "unknown"])
    voices = Voices(snapshot, query.view)
    rows = []
    for v in (formal.keys() | tied.keys()) - known.keys():
        if not _in_scope(snapshot, query, v):
            continue
        says = [part_words(part, listing(formal[v][part])) for part in parts if part in formal.get(v, {})]
        strength, names = tied.get(v, (0.0, []))
        contacts = [f"has ties to {listing(few(sorted(names)))}"] if names else []
        first = min((parts.index(part) for part in formal.get(v, {})), default=len(parts))
        rows.append(((first, -strength, snapshot.ids[v]), v, (*says, *contacts)))
    return [Silent(entity=snapshot.node(v), country=snapshot.countries[v], role=role(snapshot, voices, query.day, v), why=why) for _, v, why in sorted(rows)]


def _in_scope(snapshot: Snapshot, query: AlliesQuery, v: int) -> bool:
    return query.scope in ("", snapshot.countries[v]) and (not query.kinds or snapshot.kinds[v] in query.kinds)


def _tied(snapshot: Snapshot, query: AlliesQuery, placed: Sequence[int]) -> dict[int, tuple[float, list[str]]]:
    """Organisations with a contact to somebody placed: the sum of the strengths and the names; people count only in their office."""
    ties = derive(snapshot, query.view, query.day)
    kinds = ontology.load().entities
    found: dict[int, tuple[float, list[str]]] = {}
    for v in placed:
        row = slice(ties.indptr[v], ties.indptr[v + 1])
        for other, strength in zip(ties.neighbour[row].tolist(), ties.strength[ties.tie[row]].tolist(), strict=True):
            if kinds[snapshot.kinds[other]].actor and snapshot.kinds[other] not in HUMAN:
                total, names = found.get(other, (0.0, []))
                found[other] = (total + strength, [*names, snapshot.names[v]])
    return found


def _counts(items: Sequence[Standing]) -> tuple[Count, ...]:
    total = Counter(item.position for item in items)
    inferred = Counter(item.position for item in items if item.inferred)
    stated = Counter(item.position for item in items if item.basis == "stated" and not item.inferred)
    return tuple(Count(position=each, actors=total[each], stated=stated[each], inferred=inferred[each]) for each in POSITIONS if total[each])


def _would_change(snapshot: Snapshot, items: Sequence[Standing], silent: Sequence[Silent]) -> str:
    """The source group without which most actors would be placed nowhere, and whose word is missing most."""
    placed = [item for item in items if item.position != "unknown"]
    resting: Counter[int] = Counter()
    titles: dict[int, set[str]] = defaultdict(set)
    for item in placed:
        groups = {snapshot.group_of(proof) for proof in item.evidence}
        resting.update(groups if len(groups) == 1 else ())
        for proof in item.evidence:
            titles[snapshot.group_of(proof)].add(proof.source.title)
    said = []
    if resting:
        group, lost = min(resting.items(), key=lambda pair: (-pair[1], snapshot.groups[pair[0]]))
        rest = "nobody would be placed" if lost == len(placed) else f"{lost} of the {len(placed)} actors placed here would not be"
        said.append(f"without {listing(few(sorted(titles[group])))} {rest}")
    if silent and silent[0].why and not silent[0].why[0].startswith("has ties"):
        said.append(f"a statement of its own by {silent[0].entity.name}, which {silent[0].why[0]}")
    return "; ".join(said)


def _warnings(snapshot: Snapshot, query: AlliesQuery, ask: int, items: Sequence[Standing], silent: Sequence[Silent]) -> Iterator[str]:
    """What is doubtful, how old it is first."""
    proofs = [proof for item in items for proof in item.evidence]
    yield from filter(None, [read_age(newest(snapshot, proofs, query.day), query.day)])
    yield from confirmation(items)
    if stale := [item.entity.name for item in items if item.stale]:
        yield f"older than a year, and so stale: the {'stance' if len(stale) == 1 else 'stances'} of {listing(few(stale))}"
    if inferred := [item.entity.name for item in items if item.inferred and item.position != "unknown"]:
        yield f"inferred, not stated lately: the {'position' if len(inferred) == 1 else 'positions'} of {listing(few(inferred))}"
    if len({snapshot.group_of(proof) for proof in proofs}) == 1 and len(items) > 1:
        yield f"every position rests on one source: {listing(few(sorted({proof.source.title for proof in proofs})))}"
    if waiting := pending(snapshot, query.view, query.day, ask):
        yield f"{count(waiting, 'claim about this ask waits', 'claims about this ask wait')} for review and is not used here"
    for length, what in ((len(items), "actors"), (len(silent), "actors that have not spoken")):
        if length > query.limit:
            yield f"only the first {query.limit} of {length} {what} are shown"


def confirmation(items: Sequence[Standing]) -> Iterator[str]:
    """That stances must be confirmed by a person before they are passed on."""
    stated = [item for item in items if item.basis == "stated"]
    missing = [item.entity.name for item in stated if not item.confirmed]
    if not missing:
        return
    which = "no stated stance" if len(missing) == len(stated) else f"the stated stance of {listing(few(missing))}"
    verb = "is" if len(missing) == len(stated) else "is not"
    yield f"{which} {verb} confirmed by a person: mark that, or confirm with `trilateral review accept`, before passing it on"
