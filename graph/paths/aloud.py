"""Answers about paths read aloud: what a mode adds to the paths, explanations and patterns."""

from collections.abc import Iterator

from graph.results import Chance, Evidence, ExplainResult, MetapathResult, PathResult
from graph.results.allies import Standing
from graph.speech import read_path_result
from graph.words import aloud, closed, count, plain

STATED = {
    "support": "supports this ask",
    "oppose": "opposes this ask",
    "conditional": "supports this ask on conditions",
    "ambivalent": "is of two minds on this ask",
    "neutral": "is neutral on this ask",
    "unknown": "has spoken on this ask",
}
INFERRED = {
    "ally": "an ally",
    "leaning ally": "leaning towards it",
    "swing": "between the sides",
    "neutral": "neutral",
    "leaning opponent": "leaning against it",
    "opponent": "an opponent",
    "unknown": "on neither side for certain",
}


def read_paths(result: PathResult) -> str:
    """The paths, what the mode found beside them, and how sure it is."""
    return aloud([*additions(result), read_path_result(result)])


def additions(result: PathResult) -> Iterator[str]:
    """What the mode says before its paths, one sentence each."""
    if result.sentence:
        yield closed(result.sentence)
    if result.chance and result.found:
        yield read_chance(result.chance)


def read_chance(chance: Chance) -> str:
    """The chance with its interval and what it rests on."""
    at_least = "at least " if chance.at_least else ""
    drawn = "" if chance.exact else f" (90 %: {chance.lo90:.0%} to {chance.hi90:.0%}, {chance.draws:,} draws)"
    over = f"{count(chance.paths, 'path', 'paths')} over {count(chance.ties, 'tie', 'ties')}"
    return f"The chance that at least one path works is {at_least}{chance.value:.0%}{drawn}, counting {over}, each tie apart from the others."


def read_explained(result: ExplainResult) -> str:
    """The finding, then one sentence a tie with its quote."""
    lines = [result.sentence]
    lines += [f"- {one.sentence} {_proof(one.proof)}" for one in result.ties]
    lines += [closed(text) for text in (result.why_not_shorter, *result.warnings, result.would_change) if text]
    if result.none:
        lines.append(closed(result.none.nearest_gap))
    return aloud(lines)


def read_metapath(result: MetapathResult) -> str:
    """The finding, the figures, the strongest instances."""
    lines = [result.sentence, figures(result)]
    lines += [f"{number}. {path.sentence}" for number, path in enumerate(result.paths, 1)]
    lines += [closed(text) for text in result.warnings]
    return aloud(lines)


def figures(result: MetapathResult) -> str:
    """The measures of a pattern in one line."""
    said = [f"degree-weighted count {result.dwpc:.4g}"]
    said += [f"PathSim {result.path_sim:.3f}"] if result.path_sim is not None else []
    said += [f"HeteSim {result.hete_sim:.3f}"]
    if result.z is not None:
        said.append(f"{result.z:+.1f} standard deviations from {result.shuffles} networks with the same degrees")
    return closed(", ".join(said)) if result.found else ""


def read_standing(standing: Standing) -> str:
    """An introducer's standing in words: "ITI opposes this ask, said on 2025-04-29"; what was only inferred says so."""
    name = standing.entity.name
    if standing.basis == "none":
        return f"{name}: nothing is known of a stance on this ask, which is not neutral"
    if standing.basis == "inferred":
        return f"{name} has not spoken on this ask; by inference from what others say {INFERRED[standing.position]}"
    when = f", said on {standing.said_on}" if standing.said_on else ", undated"
    stale = ", more than a year ago" if standing.stale else ""
    return f"{name} {STATED[standing.stance]}{when}{stale}{'' if standing.confirmed else ', not confirmed by a person'}"


def _proof(proof: Evidence) -> str:
    said = f"“{plain(proof.quote)}”" if proof.quote else f"In our words: {plain(proof.gloss)}" if proof.gloss else plain(proof.locator)
    published = f", {proof.source.published}" if proof.source.published else ""
    return f"{said} ({plain(proof.source.title)}{published})"
