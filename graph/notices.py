"""Notices by jurisdiction (`ontology/notices.yaml`), for the last hop of a path."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml


@cache
def notices() -> Mapping[str, str]:
    """The notice of each country code."""
    text = (files("graph") / "ontology" / "notices.yaml").read_text(encoding="utf-8")
    data: dict[str, str] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return data
