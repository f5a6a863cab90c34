"""How a graph of somebody else's is to be understood: a file that says which label is which kind, which type is which tie, and what its properties hold."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, ValidationError, field_validator

from graph.claims import Frozen
from graph.errors import SourceError, shown
from loaders.graphs.words import entity_kind, tie_meaning

LARGEST = 1_000_000
Property = Annotated[str, Field(max_length=1000)]


class NodeMapping(Frozen):
    """Nodes of one label: the `kind` that they are of, and the properties that hold what is said of them.

    `key` holds what tells them apart, and stays the same from one reading to the next; without it the server's own id serves.
    """

    kind: str
    key: Property = ""
    name: Property = "name"
    aliases: tuple[Property, ...] = ()
    country: Property = ""
    url: Property = ""
    description: Property = ""

    @field_validator("kind")
    @classmethod
    def _known(cls, kind: str) -> str:
        if not entity_kind(kind):
            raise ValueError(f"{shown(kind)} is no kind of entity")
        return kind


class TieMapping(Frozen):
    """Relationships of one type: the `tie` that they are, from their end to their start where `reverse`, and the properties that hold the rest.

    `source` holds what names the document that a relationship rests on; without it the graph itself is the source.
    """

    tie: str
    reverse: bool = False
    start: Property = ""
    end: Property = ""
    date: Property = ""
    confidence: Property = ""
    quote: Property = ""
    description: Property = ""
    source: Property = ""

    @field_validator("tie")
    @classmethod
    def _known(cls, tie: str) -> str:
        if not tie_meaning(tie):
            raise ValueError(f"{shown(tie)} is no kind of tie")
        return tie


class SignIn(Frozen):
    """Who signs in at that server; the password is the first line of a file."""

    user: str = Field(min_length=1)
    password_file: str = Field(min_length=1)


class GraphMapping(Frozen):
    """The whole file. `name` names the source and the extractor; `source` says what else is known of it, as `graph.claims.Source` has it."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")
    source: Mapping[str, str | float] = {}
    sign_in: SignIn | None = None
    nodes: Mapping[str, NodeMapping] = Field(min_length=1)
    relationships: Mapping[str, TieMapping] = {}


def read_mapping(path: Path) -> GraphMapping:
    """The mapping in a file. Raises SourceError naming the field that is wrong."""
    name = shown(str(path), 300)
    try:
        with path.open(encoding="utf-8") as stream:
            data = yaml.safe_load(stream.read(LARGEST))
    except OSError as error:
        raise SourceError(f"{name}: cannot be read ({(error.strerror or str(error)).lower()}); check the path") from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise SourceError(f"{name}: not YAML ({shown(str(error).partition(chr(10))[0])}); see docs/neo4j.md for the form") from error
    try:
        return GraphMapping.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "mapping"
        raise SourceError(f"{name}: {shown(place)}: {shown(first['msg'], 200)}; see docs/neo4j.md for the form") from error
