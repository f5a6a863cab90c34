"""What a language model may answer: the form of its JSON, each item read alone so that a malformed one spoils no other."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, OnErrorOmit

MOST = 100  # items looked at in one answer


class Item(BaseModel):
    """One thing that the model says it read. Nothing here is believed before it is checked."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    quote: str
    speaker: str | None = ""
    confidence: float | None = None


class Relation(Item):
    """A relation between two names of a passage."""

    subject: str
    predicate: str
    object: str
    modality: str | None = "asserted"
    ask: str | None = ""
    former: bool | None = False


class Number(Item):
    """A figure of a passage."""

    kind: str
    value: float
    unit: str | None = ""
    reporter: str | None = ""
    partner: str | None = ""
    direction: str | None = ""
    category: str | None = ""
    subject: str | None = ""
    measure: str | None = ""


class Answer(BaseModel):
    """A whole answer; what is no relation and no figure is passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    relations: list[OnErrorOmit[Relation]]
    figures: list[OnErrorOmit[Number]]

    @property
    def items(self) -> Sequence[Relation | Number]:
        """The first items, relations before figures."""
        found: list[Any] = [*self.relations, *self.figures]
        return found[:MOST]
