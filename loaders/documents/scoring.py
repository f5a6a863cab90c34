"""Scores annotated documents against gold annotations of the same form, by document and by kind of miss.

Nodes are compared after resolution, once per document; a second node for one gold node is an error.
`peripheral` gold nodes and topics and `optional` figures may be missed. Topics are compared by id.
Recall of relations counts `explicit` gold only; what meets a `weak` gold relation counts neither way;
what asserts a `negated` one, or the other way about, is an error.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from loaders.documents.relations import SYMMETRIC

NODES = ("actors", "agreements", "topics")
LISTS = (*NODES, "relations", "trade_flows", "statistics")
ITEMS = (*NODES, "actor types", "relations accepted", "relations all", "flow values", "flow records", "statistics")
CLOSE = 0.005  # two values are one when they differ by no more than this share
SHOWN = 60
Annotation = Mapping[str, Any]
Place = tuple[str, int]
Key = tuple[Place | None, str, Place | None]
Table = dict[str, Place]


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing that is wrong: `kind` is missed, spurious, repeated, wrong type, predicate, direction, negation, slot."""

    document: str
    item: str
    kind: str
    what: str


@dataclass(slots=True)
class Tally:
    """Right, wrong and missed of one item."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, other: "Tally") -> None:
        """Count another tally in."""
        self.right, self.wrong, self.missed = self.right + other.right, self.wrong + other.wrong, self.missed + other.missed

    @property
    def precision(self) -> float | None:
        """The share of what was found that is right; None when nothing was found."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    @property
    def recall(self) -> float | None:
        """The share of what counts that was found; None when nothing counts."""
        return self.right / (self.right + self.missed) if self.right + self.missed else None

    @property
    def f1(self) -> float | None:
        """Their harmonic mean; None when there is nothing to compare."""
        if self.precision and self.recall:
            return 2 * self.precision * self.recall / (self.precision + self.recall)
        return 0.0 if self.wrong or self.missed else None


@dataclass(frozen=True, slots=True)
class Score:
    """The score of one document: a tally for each of ITEMS, what is wrong, what may never be, and each judged relation's confidence."""

    document: str
    tallies: dict[str, Tally]
    misses: list[Miss] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    judged: list[tuple[float, bool]] = field(default_factory=list)

    def miss(self, item: str, kind: str, what: str) -> None:
        """Count a wrong or missed thing."""
        if kind == "missed":
            self.tallies[item].missed += 1
        else:
            self.tallies[item].wrong += 1
        self.misses.append(Miss(self.document, item, kind, what))


def score(predicted: Annotation, gold: Annotation, name: str, text: str | None = None) -> Score:
    """Compare a document's annotation with gold; with its `text`, every piece of evidence must be in it."""
    found = {key: list(predicted.get(key, ())) for key in LISTS}
    result = Score(name, {item: Tally() for item in ITEMS})
    pairs = {kind: _score_nodes(result, kind, found[kind], gold[kind]) for kind in NODES}
    table = _table(gold, found, pairs)
    for i, k in pairs["actors"].items():
        actor, right = found["actors"][i], gold["actors"][k]["type"]
        if actor.get("type") == right:
            result.tallies["actor types"].right += 1
        else:
            result.miss("actor types", "wrong type", f"{gold['actors'][k]['name']}: {actor.get('type')}, not {right}")
    accepted = [relation for relation in found["relations"] if relation.get("status") == "accepted"]
    _score_relations(result, "relations accepted", accepted, gold["relations"], table)
    result.judged.extend(_score_relations(result, "relations all", found["relations"], gold["relations"], table))
    _score_flows(result, found["trade_flows"], gold["trade_flows"], table)
    _score_statistics(result, found["statistics"], gold["statistics"])
    result.problems.extend(_problems(name, found, gold, text))
    return result


def total(scores: Iterable[Score]) -> dict[str, Tally]:
    """The tallies of all documents together."""
    tallies = {item: Tally() for item in ITEMS}
    for one in scores:
        for item, tally in one.tallies.items():
            tallies[item].add(tally)
    return tallies


def folded(text: str) -> str:
    """A name without case, accents, marks and leading article."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(char))
    return re.sub(r"^(the|el|la|los|las|le|les) ", "", re.sub(r"[^\w&]+", " ", plain).strip())


def _names(node: Annotation) -> set[str]:
    if "id" in node and "name" not in node:
        return {folded(node["id"])}
    forms = [node["name"], *node.get("aliases", ()), *node.get("mentions", ()), node.get("canonical") or ""]
    return {name for form in forms if form and (name := folded(form))}


def _label(node: Annotation) -> str:
    return str(node.get("name") or node["id"])


def _score_nodes(result: Score, kind: str, found: Sequence[Annotation], gold: Sequence[Annotation]) -> dict[int, int]:
    """Pairs each node found with the gold node that shares most names; returns gold places by found places."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    known = [_names(node) for node in gold]
    for i, node in enumerate(found):
        names = _names(node)
        shared, place = max(((len(names & other), -k) for k, other in enumerate(known)), default=(0, 0))
        if not shared:
            result.miss(kind, "spurious", _label(node))
            continue
        if -place in taken:
            result.miss(kind, "repeated", _label(node))
        taken.add(-place)
        pairs[i] = -place
    result.tallies[kind].right += len(taken)
    for k, node in enumerate(gold):
        if k not in taken and not node.get("peripheral") and node.get("named", True):
            result.miss(kind, "missed", _label(node))
    return pairs


def _table(gold: Annotation, found: Mapping[str, Sequence[Annotation]], pairs: Mapping[str, Mapping[int, int]]) -> Table:
    """The gold node that each name stands for; names that the reader gave to a node it found count as well."""
    table: Table = {}
    for kind in (*NODES, "works"):
        for k, node in enumerate(gold.get(kind, ())):
            for name in _names(node):
                table.setdefault(name, (kind, k))
    for kind, paired in pairs.items():
        for i, k in paired.items():
            for name in _names(found[kind][i]):
                table.setdefault(name, (kind, k))
    return table


def _keys(relation: Annotation, table: Table) -> set[Key]:
    subject, target = table.get(folded(relation["subject"])), table.get(folded(relation["object"]))
    keys: set[Key] = {(subject, relation["predicate"], target)}
    return keys | {(target, relation["predicate"], subject)} if relation["predicate"] in SYMMETRIC else keys


def _told(relation: Annotation) -> str:
    return f"{relation['subject']} {relation['predicate']} {relation['object']}"


def _score_relations(result: Score, item: str, found: Sequence[Annotation], gold: Sequence[Annotation], table: Table) -> list[tuple[float, bool]]:
    """Count relations; returns the confidence of each that was judged, with whether it was right."""
    known = [(_keys(relation, table), relation) for relation in gold]
    met: set[int] = set()
    seen: set[Key] = set()
    judged: list[tuple[float, bool]] = []
    for relation in found:
        keys = _keys(relation, table)
        resolved = all(end is not None for key in keys for end in key)
        if resolved and keys & seen:
            continue
        if resolved:
            seen |= keys
        hits = [k for k, (other, _) in enumerate(known) if resolved and other & keys]
        fault = _fault(relation, [known[k][1] for k in hits]) if hits else _near(keys, known)
        if fault:
            result.miss(item, fault, _told(relation))
        elif hits and any(known[k][1].get("certainty") != "weak" for k in hits):
            result.tallies[item].right += 1
        if fault or any(known[k][1].get("certainty") != "weak" for k in hits):
            judged.append((float(relation.get("confidence", 0.0)), not fault))
        met.update(hits)
    for k, (_, relation) in enumerate(known):
        if relation.get("certainty") == "explicit" and k not in met:
            result.miss(item, "missed", _told(relation))
    return judged


def _fault(relation: Annotation, hits: Sequence[Annotation]) -> str:
    """What is wrong with a relation that gold has; "" when nothing, or when gold itself is in doubt."""
    if all(hit.get("certainty") == "weak" for hit in hits):
        return ""
    negated = relation.get("certainty") == "negated"
    return "wrong negation" if all((hit.get("certainty") == "negated") != negated for hit in hits) else ""


def _near(keys: set[Key], known: Sequence[tuple[set[Key], Annotation]]) -> str:
    """How a relation that gold does not have comes near to one that it has."""
    for other, _ in known:
        if {(c, b, a) for a, b, c in keys} & other:
            return "wrong direction"
    for other, _ in known:
        if {(a, c) for a, _, c in keys if a and c} & {(a, c) for a, _, c in other}:
            return "wrong predicate"
    return "spurious"


def _same_value(a: float | None, b: float | None) -> bool:
    return a is not None and b is not None and abs(a - b) <= CLOSE * max(abs(a), abs(b), 1e-9)


def _score_flows(result: Score, found: Sequence[Annotation], gold: Sequence[Annotation], table: Table) -> None:
    free = list(range(len(gold)))
    for flow in found:
        same = (k for k in free if _same_value(flow.get("value"), gold[k]["value"]) and flow.get("currency") == gold[k]["currency"])
        hit = next(same, None)
        if hit is None:
            result.miss("flow values", "spurious", f"{flow.get('value')} {flow.get('currency')}")
            continue
        free.remove(hit)
        result.tallies["flow values"].right += 1
        if wrong := _wrong_slots(flow, gold[hit], table):
            result.miss("flow records", "wrong slot", f"{gold[hit]['value']}: {', '.join(wrong)}")
        else:
            result.tallies["flow records"].right += 1
    for k in free:
        if not gold[k].get("optional"):
            for item in ("flow values", "flow records"):
                result.miss(item, "missed", f"{gold[k]['value']} {gold[k]['currency']}")


def _wrong_slots(flow: Annotation, gold: Annotation, table: Table) -> list[str]:
    wrong = []
    for slot in ("reporter", "partner"):
        ours, theirs = folded(flow.get(slot) or ""), folded(gold[slot] or "")
        if ours != theirs and (ours not in table or table[ours] != table.get(theirs)):
            wrong.append(slot)
    return wrong + (["period"] if (flow.get("period") or None) != (gold["period"] or None) else [])


def _score_statistics(result: Score, found: Sequence[Annotation], gold: Sequence[Annotation]) -> None:
    """A figure is found when its value is: units differ too much in wording to compare."""
    free = [figure for figure in gold if _is_number(figure.get("value"))]
    for figure in found:
        if not _is_number(figure.get("value")):
            continue
        hit = next((other for other in free if _same_value(figure["value"], other["value"])), None)
        if hit is None:
            result.miss("statistics", "spurious", f"{figure['value']} {figure.get('unit')}")
        else:
            free.remove(hit)
            result.tallies["statistics"].right += 1
    for figure in free:
        if not figure.get("optional"):
            result.miss("statistics", "missed", f"{figure['value']} {figure['unit']}")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _problems(name: str, found: Mapping[str, Sequence[Annotation]], gold: Annotation, text: str | None) -> list[str]:
    """What may never be: something out of boilerplate, evidence that is not in the text."""
    everything = json.dumps({key: found[key] for key in (*NODES, "relations")}, ensure_ascii=False)
    banned = [one for one in gold.get("must_not_extract", ()) if isinstance(one, str)]
    problems = [f"{name}: extracted from boilerplate: {one}" for one in banned if one in everything]
    if text is None:
        return problems
    flat = re.sub(r"\s+", " ", text)
    for row in (*found["relations"], *found["trade_flows"], *found["statistics"]):
        quote = re.sub(r"\s+", " ", row.get("evidence") or "")
        if not quote or quote not in flat:
            problems.append(f"{name}: evidence not in the text: {quote[:SHOWN]!r}")
    return problems
