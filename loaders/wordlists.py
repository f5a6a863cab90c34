"""The words and lists that loaders keep as data beside their modules."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from loaders import kept


def parsed(text: str) -> Any:
    """What a text in YAML of ours holds. As JSON, where JSON says the same, it is kept for other processes, which read it in a tenth of the time."""
    name = kept.name_of("yaml", yaml.__version__, text)
    known = kept.find(name)
    if known is not None:
        return json.loads(known)
    data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    try:
        said = json.dumps(data)
    except TypeError:  # a date
        return data
    if json.loads(said) == data:
        kept.keep(name, said.encode())
    return data


@cache
def wordlist(package: str, name: str) -> dict[str, Any]:
    """What `<name>.yaml` of a package holds, read once; nobody changes it."""
    text = (files(package) / f"{name}.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = parsed(text)
    return found
