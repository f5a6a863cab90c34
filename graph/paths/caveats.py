"""What must be said beside a path: how old, how sure, on whose word, and what was not proved."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from graph import ontology
from graph.results import Node, Path, Tie
from graph.speech import read_age
from graph.words import words


def path_warnings(day: date, paths: Sequence[Path], group: Mapping[str, int], *, bounded: bool) -> tuple[str, ...]:
    """Caveats of the answer, what matters most first; an answer without recent evidence says so first.

    `group` gives the number of the source group of each source; `bounded` says that the search gave up.
    """
    found: list[str] = []
    if paths:
        age = read_age(paths[0].newest, day)
        found += [age] if age else []
        found += _single_source(paths, group)
        for caveats in (_possible, _unnamed, _weak, _on_whose_word, _disclosed, _equals):
            found += caveats(paths)
    if bounded:
        found.append("the search stopped at its limit: paths may be missing, and better ones than the last of those shown; ask for fewer paths or fewer ties")
    return tuple(dict.fromkeys(found))


def _single_source(paths: Sequence[Path], group: Mapping[str, int]) -> Iterator[str]:
    """Said where every text is the same one or a copy of it: of all paths, else of the first."""
    for among, what in ((paths, "every tie"), (paths[:1], "every tie of path 1")):
        titles = {proof.source.id: proof.source.title for path in among for tie in path.ties for proof in tie.evidence}
        if len({group[source] for source in titles}) == 1:
            yield f"{what} rests on {'one source' if len(titles) == 1 else 'copies of one text'}: {', '.join(titles[source] for source in sorted(titles))}"
            return


def _possible(paths: Sequence[Path]) -> Iterator[str]:
    for number, path in enumerate(paths, 1):
        doubtful = [_pair(tie) for tie in path.ties if tie.certainty == "possible"]
        if doubtful:
            yield f"path {number} is possible, not certain: the dates leave open whether {', '.join(doubtful)} holds on this day"


def _unnamed(paths: Sequence[Path]) -> Iterator[str]:
    path = paths[0]
    kinds = ontology.load().entities
    for node, tie in ((path.nodes[0], path.ties[0]), (path.nodes[-1], path.ties[-1])):
        in_office = any(ontology.load().ties[interaction.kind].office for interaction in tie.interactions)
        if not kinds[node.kind].inside and kinds[node.kind].actor and node.kind != "role" and not in_office:
            yield f"no official is named: the evidence speaks of {node.name}, not of {_people(node)}"


def _people(node: Node) -> str:
    return "a member, chamber or committee of it" if node.kind == "legislature" else "a person there"


def _weak(paths: Sequence[Path]) -> Iterator[str]:
    path = paths[0]
    if path.score < words().weak:
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
