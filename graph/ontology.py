"""The ontology: kinds of entities, kinds of ties and what a claim may say, read from `ontology/*.yaml`.

A new kind or relation is YAML, not Python; `load()` cross-checks the three files.
"""

from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Literal

import yaml
from pydantic import Field, ValidationError

from graph.claims import Claim, Frozen, Modality
from graph.errors import ClaimError, OntologyError, RequestError, shown


class EntityKind(Frozen):
    """A kind of entity; see `ontology/entities.yaml` for the meaning of each field."""

    key: str
    label: str
    plural: str
    prefix: str
    inside: bool
    actor: bool
    gamma: float
    annotation: str


class TieKind(Frozen):
    """A kind of tie; `weight` and `half_life` (months) are priors, absent where nothing is carried."""

    key: str
    label: str
    reverse: str
    temporal: Literal["event", "state"]
    directed: bool
    carries: bool
    default: bool
    arc: Literal["forward", "backward", "both", "none"]
    verb: str
    weight: float = 0.0
    half_life: float = 1.0
    lookback: float = 0.0
    disclosed: bool = False
    office: bool = False


class Predicate(Frozen):
    """What a claim may say, between which kinds, and the tie it makes."""

    key: str
    subject: frozenset[str]
    object: frozenset[str] = frozenset()
    tie: str
    when: Mapping[str, str] = Field(default_factory=dict)
    symmetric: bool = False
    attribute: bool = False
    naming: bool = False
    figure: bool = False
    stance: str = ""


class Ontology(Frozen):
    """All three files, cross-checked."""

    entities: Mapping[str, EntityKind]
    ties: Mapping[str, TieKind]
    predicates: Mapping[str, Predicate]

    def implied_kind(self, entity: str) -> str:
        """The kind that an id stands for by its prefix alone; organisation for `org:`, "" for an unknown prefix."""
        return self._implied.get(entity.partition(":")[0], "")

    @cached_property
    def _implied(self) -> Mapping[str, str]:
        first = {kind.prefix: key for key, kind in reversed(list(self.entities.items()))}
        return first | {"org": "organisation"}

    @property
    def offices(self) -> tuple[str, ...]:
        """The kinds of ties by which a person acts and speaks for a body, in file order."""
        return tuple(key for key, kind in self.ties.items() if kind.office)

    def check_kinds(self, *, ties: Iterable[str] = (), entities: Iterable[str] = ()) -> None:
        """Raise RequestError for the first kind of tie or of entity that there is not."""
        for what, given, known in (("tie", ties, self.ties), ("entity", entities, self.entities)):
            if unknown := next((key for key in given if key not in known), None):
                raise RequestError(f"{shown(unknown)}: no such kind of {what}; known are {', '.join(known)}")

    def tie_kind(self, claim: Claim) -> str:
        """The kind of tie that a claim makes, or "" when it makes none."""
        predicate = self.predicates[claim.predicate]
        if claim.modality is not Modality.ASSERTED:
            return predicate.when.get(claim.modality, "")
        for mark in claim.qualifiers:
            if mark in predicate.when:
                return predicate.when[mark]
        return predicate.tie

    def check(self, claim: Claim, kinds: Mapping[str, str]) -> None:
        """Raise ClaimError when the predicate is unknown or an end of it is of the wrong kind.

        `kinds` maps entity ids to kinds; ends that it does not hold are not checked.
        """
        predicate = self.predicates.get(claim.predicate)
        if predicate is None:
            raise ClaimError(f"{shown(claim.predicate)}: no such predicate in the ontology; known are {', '.join(self.predicates)}")
        for end, allowed in ((claim.subject, predicate.subject), (claim.object, predicate.object)):
            kind = kinds.get(end, "")
            checked = kind != "" if end else not predicate.attribute
            if checked and allowed and kind not in allowed:
                raise ClaimError(f"{claim.id}: {claim.predicate} cannot have {shown(end) or 'nothing'} ({kind or 'no kind'}) as an end")


@cache
def load() -> Ontology:
    """Read and cross-check the ontology. Raises OntologyError naming the file and the fault."""
    try:
        entities = {key: EntityKind(key=key, **fields) for key, fields in read("entities").items()}
        ties = {key: TieKind(key=key, **fields) for key, fields in read("ties").items()}
        raw = read("predicates")
        groups = {kind: [kind] for kind in entities} | {"": [""]} | raw["groups"]
        predicates = {key: _predicate(key, fields, groups) for key, fields in raw["predicates"].items()}
    except (ValidationError, KeyError, TypeError) as error:
        raise OntologyError(f"ontology: {shown(str(error), 300)}") from error
    _cross_check(entities, ties, predicates, raw["groups"])
    return Ontology(entities=entities, ties=ties, predicates=predicates)


def read(name: str) -> dict[str, Any]:
    """The content of `ontology/<name>.yaml`."""
    data = yaml.load((files("graph") / "ontology" / f"{name}.yaml").read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    assert isinstance(data, dict)
    return data


def _predicate(key: str, fields: dict[str, Any], groups: Mapping[str, list[str]]) -> Predicate:
    ends = {end: frozenset(kind for group in fields.get(end, ()) for kind in groups[group]) for end in ("subject", "object")}
    return Predicate(key=key, **(fields | ends))


def _cross_check(entities: Mapping[str, EntityKind], ties: Mapping[str, TieKind], predicates: Mapping[str, Predicate], groups: Mapping[str, list[str]]) -> None:
    for name, members in groups.items():
        if unknown := set(members) - set(entities):
            raise OntologyError(f"predicates.yaml: group {name} names unknown kinds {sorted(unknown)}; add them to entities.yaml")
    for predicate in predicates.values():
        if unknown := {predicate.tie, *predicate.when.values()} - set(ties) - {""}:
            raise OntologyError(f"predicates.yaml: {predicate.key} makes unknown ties {sorted(unknown)}; add them to ties.yaml")
    for tie in ties.values():
        if tie.carries and not 0 < tie.weight <= 1:
            raise OntologyError(f"ties.yaml: {tie.key} carries introductions but has no weight in (0, 1]")
