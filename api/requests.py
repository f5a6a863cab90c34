"""What a caller may ask, flat: one model a question, shared by the command line, HTTP and Python."""

from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from graph.errors import RequestError, shown

Model = TypeVar("Model", bound=BaseModel)
ViewName = Literal["ego", "path", "ranking"]
MODES = ("introduce", "reliable", "widest", "disjoint", "temporal", "metapath")


def _several(value: object) -> object:
    """A text with commas, or a collection of such texts, as one tuple."""
    if isinstance(value, str):
        value = (value,)
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(part.strip() for text in value for part in str(text).split(",") if part.strip())
    return value


def _plural(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_plural)]
Keys = Annotated[tuple[str, ...], BeforeValidator(_several)]
Name = Annotated[str, Field(min_length=1, max_length=300)]


class RecordRequest(BaseModel):
    """The day and the part of the record. Names may be ids, names or aliases; `layer` is seen beside the public one."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    as_of: str = Field(default="", description="day to answer for: 2025, 2025-10 or 2025-10-28; empty for today")
    min_confidence: float = Field(default=0.0, ge=0, le=1, description="claims below it are left out")
    exclude: Names = Field(default=(), description="entities or sources to leave out")
    layer: Names = Field(default=(), description="layers seen beside the public one")


class ViewRequest(RecordRequest):
    """What is walked: kinds of ties, and whether proposed ones count."""

    tie_kinds: Keys = Field(default=(), description="only these kinds of ties")
    with_proposed: bool = Field(default=False, description="also use ties that nobody has accepted yet")


class PathRequest(ViewRequest):
    """Who can introduce `start` to `end`: k paths of at most `max_ties` ties."""

    start: Name = Field(alias="from", description="who wants to be introduced: id, name or alias")
    end: Name = Field(alias="to", description="to whom: id, name or alias")
    k: int = Field(default=5, ge=1, le=50, description="paths to give")
    max_ties: int = Field(default=4, ge=1, le=8, description="longest path, in ties")
    mode: str = Field(default="introduce", description="introduce; the others come later")
    diverse: bool = Field(default=True, description="leave out near-duplicates of better paths")


class InfluenceRequest(ViewRequest):
    """Actors by influence, within a country and among kinds of entities if given."""

    scope: str = Field(default="", description="only actors of this country: us, mx, ca")
    kinds: Keys = Field(default=(), description="only these kinds of actors")
    top: int = Field(default=20, ge=1, le=1000, description="actors to give")
    seed: int = Field(default=0, ge=0, description="seed of the draws")
    draws: int = Field(default=1000, ge=0, le=10_000, description="draws for the intervals")
    ask: str = Field(default="", description="put those who decide on this ask first")


class EntityRequest(ViewRequest):
    """One entity."""

    entity: Name


class ClaimsRequest(RecordRequest):
    """Claims about an entity, of a source, of a predicate; `status` empty: accepted and proposed; `cursor` begins a later page."""

    about: str = Field(default="", description="only claims that name this entity")
    source: str = Field(default="", description="only claims of this source: id or title")
    predicate: str = Field(default="", description="only claims that say this, such as met_with")
    status: Literal["", "accepted", "proposed", "rejected"] = Field(default="", description="empty: accepted and proposed")
    limit: int = Field(default=50, ge=1, le=1000, description="claims to give")
    cursor: str = Field(default="", max_length=200, description="`next` of the page before; empty for the first")


class PictureRequest(ViewRequest):
    """A view of some entities: ego one, path two, ranking none."""

    entities: Names = Field(default=(), description="ids, names or aliases")
    steps: int = Field(default=1, ge=1, le=3, description="ties from the centre, for ego")
    limit: int = Field(default=60, ge=1, le=300, description="entities to draw")
    ask: str = Field(default="", description="show stances on this ask")


def checked(model: type[Model], **values: object) -> Model:
    """The request that the values make. Raises RequestError naming the first bad one."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "request"
        raise RequestError(f"{place}: {shown(str(first['input'])) or 'nothing'}: {first['msg'].lower()}; give another") from error
