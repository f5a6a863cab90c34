"""The words of `words.yaml`: the prompt, and the predicates that a model may use."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def said(name: str) -> Any:
    """One part of the file."""
    text = (files("loaders.extras") / "words.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))[name]
