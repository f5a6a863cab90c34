"""What requests share: the day, the part of the record, what is walked; and how a request is checked."""

from datetime import date
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from graph import dates
from graph.errors import RequestError, shown

Model = TypeVar("Model", bound=BaseModel)


def _several(value: object) -> object:
    """A text with commas, or a collection of such texts, as one tuple."""
    if isinstance(value, str):
        value = (value,)
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(part.strip() for text in value for part in str(text).split(",") if part.strip())
    return value


def one_or_more(value: object) -> object:
    """A text as a tuple of one."""
    return (value,) if isinstance(value, str) else value


US = "us"  # how our own organisation is called

Names = Annotated[tuple[str, ...], BeforeValidator(one_or_more)]
Keys = Annotated[tuple[str, ...], BeforeValidator(_several)]
Name = Annotated[str, Field(min_length=1, max_length=300)]


class LayersRequest(BaseModel):
    """The part of the record that is seen."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    layer: Names = Field(default=(), description="layers seen beside the public one")


class ListRequest(LayersRequest):
    """A list, page by page."""

    cursor: str = Field(default="", max_length=200, description="`next` of the page before; empty for the first")


class RecordRequest(BaseModel):
    """The day and the part of the record. Names may be ids, names or aliases; `layer` is seen beside the public one."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    as_of: str = Field(default="", description="day to answer for: 2025, 2025-10 or 2025-10-28; empty for today")
    min_confidence: float = Field(default=0.0, ge=0, le=1, description="claims below it are left out")
    exclude: Names = Field(default=(), description="entities or sources to leave out")
    layer: Names = Field(default=(), description="layers seen beside the public one")

    @property
    def day(self) -> date | None:
        """The day asked for, None for today. Raises BadDate."""
        return dates.parse_day(self.as_of) if self.as_of else None


class ViewRequest(RecordRequest):
    """What is walked: kinds of ties, and whether proposed ones count."""

    tie_kinds: Keys = Field(default=(), description="only these kinds of ties")
    entity_kinds: Keys = Field(default=(), description="only ties between entities of these kinds")
    inside: Keys = Field(default=(), description="further kinds of entities that may stand inside a path")
    with_proposed: bool = Field(default=False, description="also use ties that nobody has accepted yet")


def checked(model: type[Model], /, **values: object) -> Model:
    """The request that the values make. Raises RequestError naming the first bad one."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "request"
        raise RequestError(f"{place}: {shown(str(first['input'])) or 'nothing'}: {first['msg'].lower()}; give another") from error
