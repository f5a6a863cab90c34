"""Economies as statistical offices name them: by name, ISO code or the codes of their own, and the groups that overlap with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from babel import Locale
from babel.core import get_global

from graph.spelling import fold
from loaders.countries import country_code, government_code
from loaders.intake import Page
from loaders.known import Party
from loaders.wordlists import wordlist

WORLD = "world"


@dataclass(slots=True)
class Economies:
    """The economies of one page: each is introduced once."""

    page: Page
    seen: dict[str, str] = field(default_factory=dict)

    def introduce(self, key: str, locator: str = "") -> tuple[str, str]:
        """The id and the name of an economy or a group by its key: "mx", "world", "european-union"."""
        name = self.seen.get(key)
        if name is None:
            name = self.seen[key] = name_of(key)
            if key in _data()["groups"] or key in _data()["parts"]:
                self.page.call(entity_of(key), name, locator=locator)
            else:
                self.page.party(Party("place", name, country=key, id=entity_of(key)), locator=locator)
        return entity_of(key), name


def entity_of(key: str) -> str:
    """The id of an economy or group."""
    return str(_data()["bodies"].get(key, f"place:{key}"))


def name_of(key: str) -> str:
    """Its name in English."""
    return str(_data()["groups"].get(key) or _data()["parts"].get(key) or Locale("en").territories.get(key.upper(), key.upper()))


def is_group(key: str) -> bool:
    """Whether a key stands for a group that overlaps with its members; the world is none, but a total."""
    return key != WORLD and key in _data()["groups"]


@cache
def economy(label: str) -> str:
    """The key of an economy or a group by its name, its ISO code (alpha-2, alpha-3 or numeric) or its id; "" where there is none of that label."""
    prefix, colon, key = label.partition(":")
    if colon and prefix in ("place", "gov", "org"):
        return key if key in _data()["groups"] or key in _data()["parts"] or (len(key) == 2 and country_code(key)) else ""
    return _by_code(label) or _labels().get(fold(label)) or country_code(label) or government_code(label)


@cache
def un_economy(code: str) -> str:
    """The key by the code of the UN's trade statistics; "" for codes that stand for no one economy, such as areas not specified."""
    digits = code.strip().lstrip("0") or "0"
    return str(_data()["un"].get(int(digits), "")) or _by_code(digits.zfill(3)) if digits.isdigit() else ""


def _by_code(code: str) -> str:
    if len(code) == 2 and code.isalpha():
        return country_code(code) if code.isupper() else ""
    if len(code) == 3 and (code.isdigit() or code.isupper()):
        found = get_global("territory_aliases").get(code, [])
        return country_code(str(found[0])) if len(found) == 1 else ""
    return ""


@cache
def _labels() -> Mapping[str, str]:
    data = _data()
    return {fold(name): key for key, name in data["groups"].items()} | {fold(label): key for label, key in data["labels"].items()}


def _data() -> Mapping[str, Any]:
    return wordlist("loaders.statistics", "economies_words")
