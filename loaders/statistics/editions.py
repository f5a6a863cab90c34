"""What the files of statistical offices share: each period of a file is a source of its own, and JSON that is whole or refused."""

from dataclasses import dataclass, field
from typing import Any

import orjson

from graph.claims import Source
from graph.errors import SourceError, shown
from graph.spelling import slug
from loaders.inputs import LONGEST_PATH, Input, head, unreadable
from loaders.intake import Intake, Page
from loaders.statistics.economies import Economies

MARK = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Editions:
    """The periods of a file, each a source of the register that `group` names, so that a corrected file takes the place of itself alone.

    `fields` are those of `Source` that all have.
    """

    source: Input
    intake: Intake
    extractor: str
    group: str
    title: str
    fields: dict[str, Any]
    pages: dict[str, Economies] = field(default_factory=dict)

    def of(self, time: str) -> Economies:
        """The page of a period."""
        if time not in self.pages:
            stem = self.source.path.stem
            made = Source(
                id=f"{self.group}/{slug(stem)}-{slug(time)}",
                title=f"{self.title}: {stem}, {time}",
                kind="register",
                group=self.group,
                reliability=0.95,
                **self.fields,
            )
            self.pages[time] = Economies(Page(made, self.extractor, self.intake))
        return self.pages[time]


def is_json(source: Input) -> bool:
    """Whether a file begins as JSON does."""
    return head(source).removeprefix(MARK).lstrip()[:1] in (b"[", b"{")


def json_of(source: Input) -> Any:
    """What a JSON file holds. Raises SourceError when it is not whole."""
    try:
        return orjson.loads(source.path.read_bytes().removeprefix(MARK))
    except OSError as error:
        raise unreadable(source.name, error) from error
    except orjson.JSONDecodeError as error:
        name = shown(source.name, LONGEST_PATH)
        raise SourceError(f"{name}: no complete JSON (line {error.lineno}, column {error.colno}); fetch it again; nothing of this file was loaded") from error
