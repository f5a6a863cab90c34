"""What must be said beside a path: how old, how sure, on whose word, and what was not proved."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from graph import ontology, speech
from graph.results import Node, Path, Tie

LOW = 0.15


def path_warnings(day: date, paths: Sequence[Path], bounded: bool) -> tuple[str, ...]:
    """Caveats of the answer, what matters most first; an answer without recent evidence says so first."""
    found: list[str] = []
    if paths:
        best = paths[0]
        age = speech.read_age(best.newest, day)
        found += [age] if age else []
        for caveats in (_single_source, _possible, _unnamed, _weak, _on_whose_word, _disclosed, _equals):
            found += caveats(paths)
    if bounded:
        found.append("the search stopped at its limit: paths that score lower than those shown may be missing; ask for fewer paths or fewer ties")
    return tuple(dict.fromkeys(found))


def _single_source(paths: Sequence[Path]) -> Iterator[str]:
    everywhere = {proof.source.id: proof.source.title for path in paths for tie in path.ties for proof in tie.evidence}
    first = {proof.source.id: proof.source.title for tie in paths[0].ties for proof in tie.evidence}
    if len(everywhere) == 1:
        yield f"every tie rests on one source: {next(iter(everywhere.values()))}"
    elif len(first) == 1:
        yield f"every tie of path 1 rests on one source: {next(iter(first.values()))}"


def _possible(paths: Sequence[Path]) -> Iterator[str]:
    for number, path in enumerate(paths, 1):
        doubtful = [_pair(tie) for tie in path.ties if tie.certainty == "possible"]
        if doubtful:
            yield f"path {number} is possible, not certain: the dates leave open whether {', '.join(doubtful)} holds on this day"


def _unnamed(paths: Sequence[Path]) -> Iterator[str]:
    path = paths[0]
    kinds = ontology.load().entities
    for node, tie in ((path.nodes[0], path.ties[0]), (path.nodes[-1], path.ties[-1])):
        in_office = any(interaction.kind in ("officer_of", "employed_by") for interaction in tie.interactions)
        if not kinds[node.kind].inside and kinds[node.kind].actor and node.kind != "role" and not in_office:
            yield f"no official is named: the evidence speaks of {node.name}, not of {_people(node)}"


def _people(node: Node) -> str:
    return "a member, chamber or committee of it" if node.kind == "legislature" else "a person there"


def _weak(paths: Sequence[Path]) -> Iterator[str]:
    path = paths[0]
    if path.score < LOW:
        weakest = path.ties[path.weakest_tie]
        yield f"the best path is weak (score {path.score:.3f}); its weakest tie is {_pair(weakest)} ({weakest.label}, strength {weakest.strength:.2f})"


def _on_whose_word(paths: Sequence[Path]) -> Iterator[str]:
    for tie in (tie for path in paths for tie in path.ties):
        speakers = [proof.speaker for proof in tie.evidence]
        if speakers and all(speakers):
            yield f"{_pair(tie)} is on the word of {', '.join(sorted(set(speakers)))}"


def _disclosed(paths: Sequence[Path]) -> Iterator[str]:
    kinds = ontology.load().ties
    for tie in (tie for path in paths for tie in path.ties):
        if all(kinds[interaction.kind].disclosed for interaction in tie.interactions):
            yield f"{_pair(tie)} is disclosed contact, which is not persuasion"


def _equals(paths: Sequence[Path]) -> Iterator[str]:
    for number, (path, following) in enumerate(pairwise(paths), 1):
        if f"{path.score:.12g}" == f"{following.score:.12g}":
            yield f"paths {number} and {number + 1} score the same; fewer ties, then ids decide their order"


def _pair(tie: Tie) -> str:
    return f"{tie.a.name} – {tie.b.name}"
