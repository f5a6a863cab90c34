"""What a store promises. Every store fills all of it; one contract suite runs on each."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from graph.claims import Claim, Decision, Judgement, Line, Record, Source
from graph.results import EntityHit

if TYPE_CHECKING:
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


@dataclass(frozen=True, slots=True)
class Retraction:
    """A line of a load that takes back all that a source says in one layer, in the transaction of the lines that it stands among."""

    source: str
    layer: str


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


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The claims that a look-up reads, whatever else the record holds.

    All that name one of the ids `about`, and in `rings` rounds all that name whoever claims of the predicates `along` join to these; all of
    `predicates`, of `source` and of the ids `claims`. Known by name are also the entities `named`, those whose ids begin with one of
    `beginning`, and those of `kinds`; known are also `sources`. An excerpt of more than `most` claims is none.
    """

    about: tuple[str, ...] = ()
    rings: int = 0
    along: tuple[str, ...] = ()
    predicates: tuple[str, ...] = ()
    source: str = ""
    claims: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    beginning: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    most: int = 20_000


@dataclass(frozen=True, slots=True)
class Chains:
    """Which chains of entities a server is asked for: the `most` of fewest ties, at most `hops`, from one of `starts` to one of `ends`.

    Over claims of the `predicates` that make ties of these `kinds`, of a `status` and `confidence` (in [0, 1]) admitted, begun by `day` (ISO);
    through entities of the kinds `inside`, none of `exclude`.
    """

    starts: tuple[str, ...]
    ends: tuple[str, ...]
    predicates: tuple[str, ...]
    kinds: tuple[str, ...]
    inside: tuple[str, ...]
    statuses: tuple[str, ...]
    confidence: float
    day: str
    exclude: tuple[str, ...]
    hops: int
    most: int


class GraphStore(Protocol):
    """A record of sources, texts, claims, decisions and judgements.

    One writer, many readers. All methods raise StoreError or a child of it when the store cannot be
    used; readers never block on the writer.
    """

    url: str
    engine: Literal["file", "server"]

    def write(self, lines: Iterable[Line | Retraction], *, batch: int = 10_000, supersede: bool = False) -> WriteReport:
        """File the lines, each batch in one transaction. What is there already is left alone.

        A record whose claim exists under an older extractor keeps any decision on it. Every record
        is checked: known predicate, ends of a right kind, and a quote that is literally at its span
        of the stored text; otherwise ClaimError is raised and its batch is not filed. A source of
        another layer never changes what the public layer says of it.
        `supersede`: claims that the same extractor (the name before "/", any version) filed earlier
        from the sources of these lines, and that are not among them, are superseded; decisions stay.
        What a `Retraction` takes back is superseded with the last of the lines, and counted so.
        """
        ...

    def retract(self, source: str) -> int:
        """Supersede every claim of a source; returns how many. History keeps them."""
        ...

    def sources(self, layers: Sequence[str] | None = PUBLIC, *, prefix: str = "") -> list[Source]:
        """Sources that are filed or claimed from in the layers (None: in any), by id, all or those whose ids begin so.

        `layer` is empty where their claims tell it.
        """
        ...

    def text(self, source: str, layers: Sequence[str] = PUBLIC) -> str | None:
        """The canonical text of a source that the layers show, if it may be kept."""
        ...

    def records(
        self, *, layers: Sequence[str] = PUBLIC, about: str = "", source: str = "", predicate: str = "", ids: Sequence[str] = (), past: bool = False
    ) -> Iterator[Record]:
        """Current claims, with `past` also superseded ones, by recording order, decisions applied to `status`; `about` is a canonical id
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

    def memos(self, drawer: str) -> dict[str, str]:
        """The memos of a drawer, by key: small notes of a server (keys, jobs, saved questions), no part of the record."""
        ...

    def memo(self, drawer: str, key: str) -> str | None:
        """The memo of one key, without reading the others; None where there is none."""
        ...

    def keep(self, drawer: str, key: str, body: str | None, *, was: str | None = None) -> bool:
        """Put a memo in place of `was` (None: where there is none), or take it away where `body` is None.

        False, and nothing changed, where the memo is not `was`: of two writers at once one wins and the other is told.
        """
        ...

    def search(self, text: str, *, kind: str = "", limit: int = 20, layers: Sequence[str] = PUBLIC) -> list[EntityHit]:
        """Entities by name or alias, accents and case folded, exact first, then words, then nearest."""
        ...

    def decisions(self, layers: Sequence[str] | None = None, *, past: bool = False) -> list[Decision]:
        """Decisions in force, by claim; with `past` also those that a later one replaced here, oldest first.

        Of chosen layers those on claims that they hold or held; None: all, also on claims that were never filed.
        """
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

    def columns(self, layers: Sequence[str] = PUBLIC, *, since: str = "", most: int = 0) -> "AbstractContextManager[Columns]":
        """The same in columns, for a snapshot of very many claims.

        `since`: a mark that an earlier call gave; when the store knows it and its log tells of at most
        `most` changes since then, only what changed follows.
        """
        ...

    def excerpt(self, wanted: Excerpt, layers: Sequence[str] = PUBLIC) -> "Columns | None":
        """The columns of an excerpt of the record, from one unchanging state, with all that is needed to show its claims as the whole record does.

        None where it is too large, or where a snapshot of everything is as near (a file).
        """
        ...

    def chains(self, wanted: Chains, layers: Sequence[str] = PUBLIC) -> list[tuple[str, ...]] | None:
        """Chains of ids of fewest ties, as a server's own search gives them; None for a store that has none (a file)."""
        ...

    def dump(self, layers: Sequence[str] | None = None) -> Iterator[Line]:
        """Everything current, in an order that does not depend on history; None: all layers."""
        ...

    def changes(self, since: int = 0, layers: Sequence[str] | None = None) -> Iterator[Change]:
        """The change log after a number; of chosen layers only what was logged of them, None: all, also what was logged of no layer."""
        ...

    def check(self) -> Check:
        """Verify counts, hashes, quotes and the database itself."""
        ...

    def close(self) -> None:
        """Release the store; a closed store cannot be used."""
        ...
