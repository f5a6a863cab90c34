"""What a source says: `Source`, `Claim`, and the records kept beside a claim.

A claim's id is the blake2b-128 hash of a versioned list of its fields: what is said, by whom, where
and when; the number of a row of a table is left out, since it changes when a row is put before it.
Status, layer, extractor and decisions are records beside it, so that a second reading, a person's
decision or a move between layers never makes a second claim.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cache, cached_property
from operator import not_
from typing import IO, Annotated, Any, Literal, Self

import orjson
from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, TypeAdapter, ValidationError, field_validator

from graph import dates
from graph.errors import BadDate, SourceError, shown

HASH_VERSION = 1
ENTITY_ID = r"^(org|person|role|gov|place|agreement|chapter|article|annex|topic|ask|work|post|vehicle|event|docket):[a-z0-9][a-z0-9._/-]*$"

EntityId = Annotated[str, Field(pattern=ENTITY_ID)]
SourceId = Annotated[str, Field(pattern=r"^source:[a-z0-9][a-z0-9._/-]*$")]
LAYER = r"^[a-z0-9][a-z0-9._-]{0,63}$"
Layer = Annotated[str, Field(pattern=LAYER)]


class Frozen(BaseModel):
    """Base of every value: immutable, no unknown fields; its validator is built when first used, since no question uses them all."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Status(StrEnum):
    """Where a claim stands: only accepted ones are walked by default."""

    ACCEPTED = "accepted"
    PROPOSED = "proposed"
    REJECTED = "rejected"


class Modality(StrEnum):
    """How the source holds what it says."""

    ASSERTED = "asserted"
    PLANNED = "planned"
    URGED = "urged"
    CONDITIONAL = "conditional"
    NEGATED = "negated"


class Bound(StrEnum):
    """What a figure's wording makes of its value."""

    EXACT = "="
    MORE = ">"
    LESS = "<"
    ABOUT = "~"
    NEARLY = "nearly"
    UP_TO = "up to"


class Figure(Frozen):
    """A number with its meaning.

    `kind` flow is a money value of trade; the others are growth, share, rank, count, multiple, macro
    and projection. `value` is a plain number in `unit` (ISO currency for flows, "%" and so on
    otherwise); `upper` is the other end of a range. `slots` says of each slot whether the text
    stated it or it was inherited or guessed.

    What a trade register says more, each empty where it is not said: `basis` and `concept` (customs
    or balance of payments), `system` (general trade, domestic exports, special trade), `valuation`,
    `mode` (the means of transport, where only that part is counted), `scheme` and `code` of the
    category (HS 85), and `recorded_by`, the economy whose records these are where it is not the reporter.
    """

    kind: Literal["flow", "growth", "share", "rank", "count", "multiple", "macro", "projection"]
    value: FiniteFloat
    upper: FiniteFloat | None = None
    unit: str
    bound: Bound = Bound.EXACT
    subject: str = ""
    measure: str = ""
    reporter: str = ""
    partner: str = ""
    direction: Literal["export", "import", "trade", ""] = ""
    category: str = ""
    period: str = ""
    net: bool = False
    slots: tuple[tuple[str, Literal["stated", "inherited", "guessed"]], ...] = ()
    basis: Literal["goods", "services", "goods and services", ""] = ""
    concept: Literal["customs", "bop", ""] = ""
    system: Literal["general", "domestic", "special", ""] = ""
    valuation: Literal["cif", "fob", ""] = ""
    mode: str = ""
    scheme: str = ""
    code: str = ""
    recorded_by: str = ""


class Source(Frozen):
    """A document, register or hand-kept list.

    `group` joins texts that copy each other (they count once); `reliability` is the chance that a
    claim of this group is right, in [0, 1]. `layer` is where it is filed, whatever is claimed from it;
    empty: it follows its claims.
    """

    type: Literal["source"] = "source"
    id: SourceId
    title: str
    publisher: str = ""
    author: str = ""
    published: date | None = None
    url: str = ""
    language: str = ""
    licence: str = ""
    kind: Literal["document", "register", "curated", "reference"] = "document"
    sha256: str = ""
    group: str = ""
    reliability: float = Field(default=0.7, ge=0, le=1)
    layer: Layer | Literal[""] = ""

    @property
    def source_group(self) -> str:
        """The group: the one given, else all sources of the same text, else the source itself."""
        return self.group or (f"text:{self.sha256}" if self.sha256 else self.id)


class Text(Frozen):
    """The one canonical text of a source; every offset of its claims points into it."""

    type: Literal["text"] = "text"
    source: SourceId
    text: str


class Claim(Frozen):
    """One thing that one source says.

    subject, predicate, object name what is said; `value` stands for the object of an attribute
    (name, alias, kind, country, url). `when` is the interval it holds for (`graph.dates`), `speaker`
    whoever says it (empty: the source in its own voice), `quote` the literal excerpt at `span` of the
    stored text; where no text may be kept, `gloss` says it in our words and `locator` names the page,
    paragraph or row. `confidence` is in thousandths.
    """

    subject: EntityId | Literal[""]
    predicate: str = Field(min_length=1)
    object: EntityId | Literal[""] = ""
    value: str = ""
    figure: Figure | None = None
    ask: str = ""
    qualifiers: tuple[str, ...] = ()
    modality: Modality = Modality.ASSERTED
    speaker: EntityId | Literal[""] = ""
    when: str = ""
    source: SourceId
    quote: str = ""
    gloss: str = ""
    locator: str = ""
    span: tuple[int, int] | None = None
    confidence: int = Field(default=900, ge=0, le=1000)

    @field_validator("when")
    @classmethod
    def _canonical_date(cls, text: str) -> str:
        return str(dates.parse(text)) if text else ""

    @field_validator("qualifiers")
    @classmethod
    def _sorted(cls, qualifiers: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(set(qualifiers)))

    @property
    def interval(self) -> dates.Interval:
        """The days it holds for."""
        return dates.parse(self.when)

    @cached_property
    def id(self) -> str:
        """`claim:` and 32 hex digits, the same for the same content on every machine; a row of a table may move, so its number is no part of it."""
        return self._hashed(but="locator" if is_row(self.locator) else "")

    @property
    def numbered_id(self) -> str:
        """The id that a claim of a row had when the row's number was a part of it, as records of before have it."""
        return self._hashed()

    def _hashed(self, *, but: str = "") -> str:
        if self.figure is None:  # all are plain already: three times as fast as the general way
            held = self.__dict__
            said = [(name, value) for name, default in SAID if (value := held[name]) != default and name != but]
        else:
            fields = self.model_dump(mode="json", exclude_defaults=True) | {"confidence": self.confidence}
            said = sorted((name, value) for name, value in fields.items() if name != but)
        return "claim:" + hashlib.blake2b(canonical([HASH_VERSION, said], plain=self.figure is None), digest_size=16).hexdigest()

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A changed copy, with an id of its own."""
        copy = super().model_copy(update=update, deep=deep)
        copy.__dict__.pop("id", None)
        return copy


def is_row(locator: str) -> bool:
    """Whether a place is the row of a table and nothing else."""
    return locator.startswith("row ") and locator[4:].isdecimal()


SAID = tuple((name, None if name == "confidence" else Claim.model_fields[name].default) for name in sorted(Claim.model_fields))


def canonical(content: list[object], *, plain: bool = False) -> bytes:
    """JSON without spaces, keys sorted, in UTF-8: what an id is made of. `plain`: it holds no floats, whose digits the faster writer sets otherwise."""
    if plain:
        return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


class Record(Frozen):
    """A claim as filed: its status, its layer and what extracted it; `decided` where a person's decision gave it its status."""

    type: Literal["claim"] = "claim"
    claim: Claim
    status: Status = Status.ACCEPTED
    layer: Layer = "public"
    extractor: str = ""
    decided: bool = Field(default=False, exclude_if=not_)


@cache
def family(extractor: str) -> str:
    """The name of an extractor without its version."""
    return extractor.partition("/")[0]


class Decision(Frozen):
    """A person's word on a claim; it outlives every later extraction."""

    type: Literal["decision"] = "decision"
    claim: str = Field(pattern=r"^claim:[0-9a-f]{32}$")
    status: Status
    by: str = ""
    at: str = ""


class Judgement(Frozen):
    """A person's word on two entities; `undecided` takes an earlier one back."""

    type: Literal["judgement"] = "judgement"
    left: EntityId
    right: EntityId
    verdict: Literal["same", "different", "undecided"]
    layer: Layer = "public"
    by: str = ""
    at: str = ""


Line = Annotated[Source | Text | Record | Decision | Judgement, Field(discriminator="type")]
LINE: TypeAdapter[Line] = TypeAdapter(Line)


def write_lines(lines: Iterable[Line], stream: IO[str]) -> int:
    """Write JSON lines, one object a line, and return how many."""
    count = 0
    for line in lines:
        stream.write(line.model_dump_json(exclude_defaults=False) + "\n")
        count += 1
    return count


def read_lines(stream: Iterable[str], name: str = "-") -> Iterator[Line]:
    """Read JSON lines; a bad line raises SourceError that names the file, the line and the reason."""
    return (line for _, line in numbered_lines(stream, name))


def numbered_lines(stream: Iterable[str], name: str = "-", bad: Callable[[int, str], None] | None = None) -> Iterator[tuple[int, Line]]:
    """The same with the number of each line, from 1; with `bad`, that is told the number and reason of a bad line, and the rest follows."""
    for number, text in enumerate(stream, 1):
        if text.strip():
            try:
                yield number, LINE.validate_json(text.strip())
            except (ValidationError, BadDate) as error:
                reason = f"claim.when: {error}" if isinstance(error, BadDate) else _reason(error)
                if bad is None:
                    raise SourceError(f"{shown(name, 300)}: line {number}: {reason}; nothing of this file was loaded") from error
                bad(number, reason)


def _reason(error: ValidationError) -> str:
    """The first fault of a line: where, what stands there, what is wrong with it."""
    first: Any = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"][1:] if "[" not in str(part) and part != "constrained-str")
    if first["type"] == "json_invalid":
        return f"not a JSON object ({shown(first['msg'].removeprefix('Invalid JSON: ').replace('line 1 column', 'column'), 120)})"
    if first["type"] == "string_pattern_mismatch":
        return f"{shown(place)}: {shown(str(first['input'])) or 'nothing'} is not a name that may stand here (pattern {shown(first['ctx']['pattern'], 160)})"
    return f"{shown(place) or 'line'}: {shown(first['msg'], 200)}"
