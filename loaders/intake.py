"""What a loader of registers and lists is given beside its file: who is known, and where to say what it could not read."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from graph.claims import Claim, Frozen, Line, Record, Source, Status
from graph.errors import shown
from graph.spelling import slug
from loaders.known import Known, Party

MOST_FAULTS = 1000
LONGEST_VALUE = 200


class Fault(Frozen):
    """A place of a file that was left out or repaired: its row (from 1, the header counted; 0: the file) and column, and why."""

    row: int = 0
    column: str = ""
    reason: str

    def __str__(self) -> str:
        place = [f"row {self.row}"] if self.row else []
        place += [f"column {shown(self.column, LONGEST_VALUE)}"] if self.column else []
        return ": ".join([", ".join(place), self.reason] if place else [self.reason])


@dataclass(slots=True)
class Intake:
    """The desk of a loader: `known` says who is who, `fault` takes what was left out, `unread` counts fields that nobody reads.

    `filed` gives a source as the record holds it, so that an older copy never takes the place of a newer one; `passed` counts such copies.
    `faults` keeps the first thousand, `faulty` counts all.
    """

    known: Known
    layer: str = "public"
    filed: Callable[[str], Source | None] = lambda _: None
    faults: list[Fault] = field(default_factory=list)
    faulty: int = 0
    passed: int = 0
    unread: Counter[str] = field(default_factory=Counter)

    def fault(self, reason: str, *, row: int = 0, column: str = "") -> None:
        """Report a place that was left out; the rest of the file is read on."""
        self.faulty += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(row=row, column=column, reason=reason))

    def audit(self, record: Mapping[str, object], read: Iterable[str], *, within: str = "") -> None:
        """Count the filled fields of a record that are not among those that are read; `within` is the path to it."""
        for name in record.keys() - read:
            if record[name] not in (None, "", [], {}):
                self.unread[f"{within}{shown(name, LONGEST_VALUE)}"] += 1


class Page:
    """The claims of one source, as a loader writes them: every entity is introduced once, every claim has its place.

    `take` hands over what was written since the last time, the source first.
    """

    def __init__(self, source: Source, extractor: str, intake: Intake) -> None:
        self.source = source
        self.extractor = extractor
        self.intake = intake
        self._lines: list[Line] = [source.model_copy(update={"layer": intake.layer}) if intake.layer != "public" else source]
        self._introduced: dict[str, set[tuple[str, str]]] = {}

    def party(self, party: Party, *, locator: str = "") -> str:
        """The id of whoever the register names, known or new; what is said of it here is claimed once for each source.

        A person that the register has no number for is identified within it by name, so that the next load finds the same one.
        """
        family = self.extractor.partition("/")[0]
        if party.kind == "person" and not party.identifiers and not party.id:
            party = replace(party, identifiers=((f"{family}-name", slug(party.name)),))
        found = self.intake.known.find(party, family)
        said = self._introduced.setdefault(found, set())
        for predicate, value in self.intake.known.facts(found, party):
            if (predicate, value) not in said:
                said.add((predicate, value))
                self.say(found, predicate, value=value, locator=locator)
        self.intake.known.learn(found, party)
        return found

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
        self._lines.append(Record(claim=claim, status=status, layer=self.intake.layer, extractor=self.extractor))
        return claim

    def take(self) -> list[Line]:
        """What was written since the last call."""
        lines, self._lines = self._lines, []
        return lines
