"""The words and bounds of `ontology/changes.yaml`."""

from collections.abc import Mapping
from functools import cache

from graph import ontology
from graph.claims import Frozen


class ChangeWords(Frozen):
    """The file, typed; see it for the meaning of each field."""

    untold: tuple[str, ...]
    dated: tuple[str, ...]
    quiet: tuple[str, ...]
    asks: int
    ties: Mapping[str, str]
    stances: Mapping[str, str]
    posts: Mapping[str, str]
    statements: Mapping[str, str]


@cache
def change_words() -> ChangeWords:
    """Read the file once."""
    return ChangeWords.model_validate(ontology.read("changes"))
