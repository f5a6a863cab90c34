"""The words and lists that loaders keep as data beside their modules."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def wordlist(package: str, name: str) -> dict[str, Any]:
    """What `<name>.yaml` of a package holds, read once; nobody changes it."""
    text = (files(package) / f"{name}.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return found
