"""What filing needs of a store, inside one transaction of it: few calls with many rows each, so that a store far away serves as well as a file."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from graph.claims import Claim, Judgement, Record

PUBLIC = "public"
Key = tuple[bytes, str]
Decided = tuple[str, str, str]
LogLine = tuple[str, str, str, str]  # time, action, digest and layer of a change; the store numbers it


class Filed(NamedTuple):
    """A claim as it is filed in one layer."""

    number: int
    status: str
    extractor: str
    superseded_at: str | None


class Current(NamedTuple):
    """A current claim of a source."""

    claim: bytes
    layer: str
    extractor: str
    number: int
    status: str


class HeldSource(NamedTuple):
    """A source as it is filed: its JSON, its layer ("": it follows its claims), and whether the public layer has a current claim of it."""

    body: str
    layer: str
    claimed: bool

    @property
    def public(self) -> bool:
        """Whether the public layer shows it."""
        return self.claimed or self.layer in ("", PUBLIC)


class NewSource(NamedTuple):
    """A source to be filed, or filed anew."""

    id: str
    group: str
    body: str
    layer: str


class Tables(Protocol):
    """The rows of a record inside one transaction. `now` is the recording time of what is put."""

    def last_claim(self) -> int:
        """The highest number of a claim, 0 where there is none."""
        ...

    def sources(self, ids: Collection[str]) -> dict[str, HeldSource]:
        """Those of the sources that are filed."""
        ...

    def put_sources(self, sources: Sequence[NewSource], now: str) -> None:
        """File sources, in place of what was filed of them; each is there once."""
        ...

    def place_sources(self, layers: Mapping[str, str]) -> None:
        """Set the layers of sources."""
        ...

    def source_weights(self, ids: Collection[str]) -> Iterable[tuple[str, str, bytes | None]]:
        """Layer, JSON and digest of the text (None: none) of the sources, once for each layer that shows them."""
        ...

    def text_digests(self, sources: Collection[str]) -> dict[str, bytes]:
        """blake2b-128 of the texts that are filed of the sources."""
        ...

    def texts(self, sources: Collection[str]) -> dict[str, str]:
        """The texts that are filed of the sources."""
        ...

    def put_texts(self, texts: Sequence[tuple[str, str, bytes]]) -> None:
        """File (source, text, digest), in place of what was filed; each source is there once."""
        ...

    def kinds(self, entities: Collection[str]) -> Iterable[tuple[str, str]]:
        """Entities with the kinds that claims, superseded ones too, give them."""
        ...

    def filed(self, claims: Sequence[bytes]) -> dict[Key, Filed]:
        """What is filed of the claims, in every layer."""
        ...

    def decided(self, claims: Sequence[bytes]) -> dict[bytes, Decided]:
        """Status, author and time of the decisions in force on the claims."""
        ...

    def insert(self, records: Mapping[Key, Record], decisions: Mapping[bytes, Decided], now: str) -> None:
        """File records that are in no row yet, numbered in this order; `decisions` are those in force on them."""
        ...

    def refile(self, records: Sequence[tuple[Record, Filed]]) -> None:
        """Set status and extractor of filed claims and make them current."""
        ...

    def move(self, claims: Mapping[int, Claim]) -> list[int]:
        """Set where filed claims, by number, stand in their source; returns the numbers of those that stood elsewhere."""
        ...

    def current(self, source: str) -> list[Current]:
        """The current claims of a source, by number."""
        ...

    def supersede(self, claims: Sequence[Current], now: str) -> None:
        """Supersede current claims."""
        ...

    def claims_of(self, source: str) -> Iterable[Claim]:
        """The current claims of a source, whole."""
        ...

    def put_decisions(self, decisions: Sequence[tuple[bytes, Decided]], now: str) -> None:
        """File decisions in this order, each in place of the one in force on its claim."""
        ...

    def judgements(self) -> list[Judgement]:
        """Judgements in force in all layers, by pair; on one pair the public one comes first."""
        ...

    def put_judgements(self, judgements: Sequence[Judgement], now: str) -> None:
        """File judgements in this order, each in place of the one in force on its pair and layer; `undecided` ones are in force nowhere."""
        ...

    def end(self, log: Sequence[LogLine], weights: Mapping[str, int]) -> int:
        """Write the log, add to the layers' digests, and return the number of the log's last line."""
        ...
