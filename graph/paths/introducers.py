"""Where introducers stand on what is to be asked: an introducer may oppose the ask."""

from collections.abc import Iterator, Sequence

from graph.allies.standing import standings, unknown
from graph.paths.aloud import read_standing
from graph.paths.walk import PathQuery
from graph.results import Path, PathResult
from graph.results.allies import Standing
from graph.snapshot.arrays import Snapshot
from graph.speech import read_age
from graph.words import listing

ORDER = ("opponent", "leaning opponent", "swing", "neutral", "leaning ally", "ally", "unknown")


def with_stances(snapshot: Snapshot, query: PathQuery, result: PathResult) -> PathResult:
    """The answer with the standing of each go-between on the ask, said in words too, after nothing but how old the evidence is.

    Raises UnknownName for the ask.
    """
    known = standings(snapshot, query.view, query.day, query.ask)
    ask = snapshot.names[snapshot.index(query.ask)]
    met: dict[str, Standing] = {}
    paths: list[Path] = []
    for path in result.paths:
        numbers = [snapshot.index(node.id) for node in path.nodes[1:-1]]
        introducers = tuple(known.get(v) or met.get(snapshot.ids[v]) or unknown(snapshot, query.view, query.day, v) for v in numbers)
        met |= {one.entity.id: one for one in introducers}
        paths.append(path.model_copy(update={"introducers": introducers}))
    age = read_age(paths[0].newest, result.as_of) if paths else ""
    first = 1 if age and age in result.warnings[:1] else 0
    warnings = (*result.warnings[:first], *_words(tuple(met.values()), ask), *result.warnings[first:])
    return result.model_copy(update={"paths": tuple(paths), "warnings": warnings})


def _words(introducers: Sequence[Standing], ask: str) -> Iterator[str]:
    """One sentence an introducer, those who are against it first; those of whom nothing is known in one."""
    told = [one for one in introducers if one.basis != "none"]
    for one in sorted(told, key=lambda one: (one.stance != "oppose", ORDER.index(one.position), one.entity.id)):
        yield f"introducer {read_standing(one)} ({ask})"
    silent = sorted(one.entity.name for one in introducers if one.basis == "none")
    if silent:
        yield f"where {listing(silent)} {'stands' if len(silent) == 1 else 'stand'} on {ask} is not known; unknown is not neutral"
