"""What a loader of registers and lists is given beside its file: who is known, and where to say what it could not read."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from graph.claims import Claim, Frozen, Line, Record, Source, Status, family
from graph.errors import shown
from graph.spelling import slug
from graph.store.base import Retraction
from loaders.known import Known, Party

MOST_FAULTS = 1000
LONGEST_VALUE = 200


class Fault(Frozen):
    """A place of a file that was left out or repaired: its row (from 1, the header counted; 0: the file) and column, and why.

    `file` names the one of several that are read together.
    """

    row: int = 0
    column: str = ""
    reason: str
    file: str = ""

    def __str__(self) -> str:
        place = [shown(self.file, LONGEST_VALUE)] if self.file else []
        place += [f"row {self.row}"] if self.row else []
        place += [f"column {shown(self.column, LONGEST_VALUE)}"] if self.column else []
        return ": ".join([", ".join(place), self.reason] if place else [self.reason])


@dataclass(slots=True)
class Intake:
    """The desk of a loader: `known` says who is who, `fault` takes what was left out, `unread` counts fields that nobody reads.

    `filed` gives a source as the record holds it, so that an older copy never takes the place of a newer one; `passed` counts such copies.
    `record` gives a claim of this layer by id, `told` what others than a source say here of who is who: subject, predicate and value.
    `holds` tells whether the text of a source is on record.
    `document` gives the document on record of an address, which counts once with whatever else cites it.
    `under` gives the ids of sources in a layer that begin so; `gone` takes what the file said before and does no longer, by whole source and layer.
    `faults` keeps the first thousand, `faulty` counts all; `file` is the one of several files read together that is being read.
    """

    known: Known
    layer: str = "public"
    filed: Callable[[str], Source | None] = lambda _: None
    record: Callable[[str], Record | None] = lambda _: None
    told: Callable[[str], frozenset[tuple[str, str, str]]] = lambda _: frozenset()
    holds: Callable[[str], bool] = lambda _: False
    document: Callable[[str], Source | None] = lambda _: None
    under: Callable[[str, str], Iterable[str]] = lambda *_: ()
    gone: list[Retraction] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    faulty: int = 0
    passed: int = 0
    unread: Counter[str] = field(default_factory=Counter)
    file: str = ""

    def fault(self, reason: str, *, row: int = 0, column: str = "") -> None:
        """Report a place that was left out; the rest of the file is read on."""
        self.faulty += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(row=row, column=column, reason=reason, file=self.file))

    def audit(self, record: Mapping[str, object], read: Iterable[str], *, within: str = "") -> None:
        """Count the filled fields of a record that are not among those that are read; `within` is the path to it."""
        for name in record.keys() - read:
            if record[name] not in (None, "", [], {}):
                self.unread[f"{within}{shown(name, LONGEST_VALUE)}"] += 1


class Page:
    """The claims of one source, as a loader writes them: every entity is introduced once, every claim has its place.

    `take` hands over what was written since the last time, the source first.
    """

    def __init__(self, source: Source, extractor: str, intake: Intake, layer: str = "") -> None:
        self.source = source
        self.extractor = extractor
        self.intake = intake
        self.layer = layer or intake.layer
        self._lines: list[Line] = [source.model_copy(update={"layer": self.layer}) if self.layer != "public" else source]
        self._introduced: dict[str, set[tuple[str, str]]] = {}
        self._parties: dict[Party, str] = {}

    def party(self, party: Party, *, locator: str = "") -> str:
        """The id of whoever the register names, known or new; what is said of it here is claimed once for each source.

        A person that the register has no number for is identified within it by name, so that the next load finds the same one.
        """
        register = family(self.extractor)
        if party.kind == "person" and not party.identifiers and not party.id:
            party = replace(party, identifiers=((f"{register}-name", slug(party.name)),))
        found = self.intake.known.find(party, register)
        if self._parties.get(party) == found:
            return found
        self._parties[party] = found
        said = self._introduced.setdefault(found, set())
        for predicate, value in self.intake.known.facts(found, party):
            if (predicate, value) not in said:
                said.add((predicate, value))
                self.say(found, predicate, value=value, locator=locator)
        self.intake.known.learn(found, party)
        return found

    def call(self, entity: str, name: str, *, locator: str = "") -> None:
        """Claim a name by which a list calls an entity, once for each source; what sort of thing it is, is not said."""
        predicate = self.intake.known.call(entity, name)
        said = self._introduced.setdefault(entity, set())
        if (predicate, name) not in said:
            said.add((predicate, name))
            self.say(entity, predicate, value=name, locator=locator)

    def say(
        self,
        subject: str,
        predicate: str,
        object_: str = "",
        *,
        status: Status = Status.ACCEPTED,
        confidence: int = 950,
        **fields: object,
    ) -> Claim:
        """Write a claim: `fields` are those of `Claim` (value, when, locator, gloss, qualifiers, figure, ask, speaker, modality)."""
        claim = Claim.model_validate(
            {"subject": subject, "predicate": predicate, "object": object_, "source": self.source.id, "confidence": confidence, **fields}
        )
        self._lines.append(Record(claim=claim, status=status, layer=self.layer, extractor=self.extractor))
        return claim

    def drop(self) -> None:
        """Take back the claim that was written last."""
        self._lines.pop()

    def take(self) -> list[Line]:
        """What was written since the last call."""
        lines, self._lines = self._lines, []
        return lines
