"""What a store promises. Every store fills all of it; one contract suite runs on each."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from graph.claims import Claim, Decision, Judgement, Line, Record, Source
from graph.results import EntityHit
from graph.snapshot.columns import Columns

PUBLIC = ("public",)


@dataclass(frozen=True, slots=True)
class WriteReport:
    """How many lines of each type were new, how many were there already, and how many claims were superseded.

    `repeated` of the known claims were among these very lines before; `mark` is the last line of the log after the write, `at` its time.
    """

    added: dict[str, int]
    known: dict[str, int]
    superseded: int = 0
    repeated: int = field(default=0, compare=False)
    mark: int = field(default=0, compare=False)
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Unit:
    """What was read and filed as a whole: a digest of all that the reading depends on, where the log stood then (`mark`, `at`),
    the sources it filed, and what was reported of it."""

    digest: str
    mark: int
    at: str
    sources: tuple[str, ...]
    said: str


class Told(NamedTuple):
    """What a claim tells of who is who: `value` is that of an attribute, else the id of the object; `folded` the folded spelling of a name."""

    subject: str
    predicate: str
    value: str
    source: str
    folded: str | None


@dataclass(frozen=True, slots=True)
class Check:
    """What `check` found: counts, the content hash of each layer, faults in words (none when sound).

    `snapshots` says of each damaged snapshot that it was removed; the record is sound without it.
    """

    counts: dict[str, int]
    hashes: dict[str, str]
    content_hash: str
    faults: tuple[str, ...]
    snapshots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the append-only log: it holds digests, never texts."""

    number: int
    at: str
    action: str
    digest: str
    layer: str


class GraphStore(Protocol):
    """A record of sources, texts, claims, decisions and judgements.

    One writer, many readers. All methods raise StoreError or a child of it when the store cannot be
    used; readers never block on the writer.
    """

    url: str

    def write(self, lines: Iterable[Line], *, batch: int = 10_000, supersede: bool = False) -> WriteReport:
        """File the lines, each batch in one transaction. What is there already is left alone.

        A record whose claim exists under an older extractor keeps any decision on it. Every record
        is checked: known predicate, ends of a right kind, and a quote that is literally at its span
        of the stored text; otherwise ClaimError is raised and its batch is not filed. A source of
        another layer never changes what the public layer says of it.
        `supersede`: claims that the same extractor (the name before "/", any version) filed earlier
        from the sources of these lines, and that are not among them, are superseded; decisions stay.
        """
        ...

    def retract(self, source: str) -> int:
        """Supersede every claim of a source; returns how many. History keeps them."""
        ...

    def sources(self, layers: Sequence[str] = PUBLIC, *, prefix: str = "") -> list[Source]:
        """Sources that are filed or claimed from in the layers, by id, all or those whose ids begin so; `layer` is empty where their claims tell it."""
        ...

    def text(self, source: str, layers: Sequence[str] = PUBLIC) -> str | None:
        """The canonical text of a source that the layers show, if it may be kept."""
        ...

    def records(self, *, layers: Sequence[str] = PUBLIC, about: str = "", source: str = "", predicate: str = "", ids: Sequence[str] = ()) -> Iterator[Record]:
        """Current claims by recording order, decisions applied to `status`; `about` is a canonical id
        and matches subject, object, speaker and ask, under every merged id."""
        ...

    def claim(self, claim: str, layers: Sequence[str] = PUBLIC) -> Claim | None:
        """One claim by id."""
        ...

    def told(self, predicates: Sequence[str], layers: Sequence[str] = PUBLIC) -> list[Told]:
        """What current claims of these predicates say, by predicate in this order, then by recording order: fast, for all of a large store."""
        ...

    def remember(self, unit: Unit) -> None:
        """Note what was read as a whole, in place of an earlier note of that digest. No note is part of the record: copies and exports leave it out."""
        ...

    def recall(self, digest: str, layers: Sequence[str], telling: Sequence[str]) -> tuple[Unit, bool] | None:
        """The unit of a digest, and whether reading it again could tell anew who is who; None where the record no longer holds what it filed.

        It could where judgements, addresses of documents or claims of the predicates `telling` changed since in these layers, but
        for those of its own source groups.
        """
        ...

    def search(self, text: str, *, kind: str = "", limit: int = 20, layers: Sequence[str] = PUBLIC) -> list[EntityHit]:
        """Entities by name or alias, accents and case folded, exact first, then words, then nearest."""
        ...

    def decisions(self, *, past: bool = False) -> list[Decision]:
        """Decisions in force, by claim; with `past` also those that a later one replaced here, oldest first."""
        ...

    def judgements(self, layers: Sequence[str] | None = PUBLIC, *, past: bool = False) -> list[Judgement]:
        """Judgements in force, by pair; with `past` also those that a later one replaced here and `undecided` ones, oldest first. None: all layers."""
        ...

    def revision(self, layers: Sequence[str] = PUBLIC) -> str:
        """Hash of what the layers hold; a load into another layer does not change it."""
        ...

    def state(self, layers: Sequence[str] = PUBLIC) -> AbstractContextManager[tuple[str, Iterator[Line]]]:
        """The revision, and the lines that a snapshot of it is made of (decisions applied), from one unchanging state."""
        ...

    def columns(self, layers: Sequence[str] = PUBLIC, *, since: str = "", most: int = 0) -> AbstractContextManager[Columns]:
        """The same in columns, for a snapshot of very many claims.

        `since`: a mark that an earlier call gave; when the store knows it and its log tells of at most
        `most` changes since then, only what changed follows.
        """
        ...

    def dump(self, layers: Sequence[str] | None = None) -> Iterator[Line]:
        """Everything current, in an order that does not depend on history; None: all layers."""
        ...

    def changes(self, since: int = 0) -> Iterator[Change]:
        """The change log after a number."""
        ...

    def check(self) -> Check:
        """Verify counts, hashes, quotes and the database itself."""
        ...

    def close(self) -> None:
        """Release the store; a closed store cannot be used."""
        ...
