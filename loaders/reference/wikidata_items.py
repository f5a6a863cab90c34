"""Items of Wikidata as plain values: names, statements with their dates, kinds by class or by the words of the description."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from loaders.wordlists import wordlist

Json = Mapping[str, Any]
LANGUAGES = ("en", "mul", "es", "fr")
ITEM = re.compile(r"Q\d+")
TIME = re.compile(r"\+(\d{4})-(\d\d)-(\d\d)T")
YEAR, MONTH, DAY = 9, 10, 11
COUNTRY_CODE, SUBCLASS = "P297", "P279"


class Statement(NamedTuple):
    """One statement: a text, the id of an item, or a day in part; from when to when, whether it is over, whether it cites anything."""

    value: str
    start: str
    end: str
    over: bool
    cited: bool

    @property
    def when(self) -> str:
        """The interval, "" where no day is stated; the days of its beginning alone where it ended nobody says when."""
        if self.over and not self.end:
            return self.start
        return f"{self.start}..{self.end}" if self.start or self.end else ""

    @property
    def marks(self) -> tuple[str, ...]:
        """What is known of its two ends."""
        return tuple(mark for mark, holds in (("since", bool(self.start)), ("ended", self.over)) if holds)


def statements(item: Json, *properties: str) -> Iterator[Statement]:
    """The statements of some properties that are not withdrawn, the preferred ones alone where there are any."""
    for key in properties:
        given = item.get("claims", {}).get(key, [])
        ranked = [one for one in given if one.get("rank") == "preferred"] if key in ("P31", "P17", "P27") else []
        for one in ranked or given:
            if one.get("rank") != "deprecated" and (value := _value(one.get("mainsnak"))):
                starts, ends = ([_value(snak) for snak in one.get("qualifiers", {}).get(of, [])] for of in ("P580", "P582"))
                yield Statement(value, next(iter(starts), ""), next(iter(ends), ""), bool(ends), bool(one.get("references")))


def labels(item: Json) -> list[str]:
    """What an item is called in English, Spanish and French, or in any language where it has no name in these."""
    given: Json = item.get("labels", {})
    names = [given[language]["value"] for language in LANGUAGES if language in given] or [one["value"] for _, one in sorted(given.items())][:1]
    return list(dict.fromkeys(" ".join(name.split()) for name in names))


def aliases(item: Json) -> list[str]:
    """Its other names in these languages, with short and official names."""
    given: Json = item.get("aliases", {})
    names = [one["value"] for language in LANGUAGES for one in given.get(language, [])]
    names += [one.value for one in statements(item, "P1813", "P1448")]
    return list(dict.fromkeys(" ".join(name.split()) for name in names if len(name.strip()) > 1))


def description(item: Json) -> str:
    """Its description in the first of these languages."""
    given: Json = item.get("descriptions", {})
    return next((str(given[language]["value"]) for language in LANGUAGES if language in given), "")


def kind_of(item: Json) -> str:
    """The kind of entity that an item is; "" for a class of things, and for what is no actor, post or place of ours."""
    classes, patterns = _lists()["classes"], _lists()["descriptions"]
    if SUBCLASS in item.get("claims", {}):
        return ""
    if COUNTRY_CODE in item.get("claims", {}):
        return "government"
    instances = {one.value for one in statements(item, "P31")}
    found = next((str(classes[key]) for key in classes if key in instances), "")
    if found in ("", "organisation"):
        said = " ".join(str(one["value"]) for language, one in item.get("descriptions", {}).items() if language in LANGUAGES)
        return next((str(kind) for kind, pattern in patterns.items() if re.search(pattern, said, re.IGNORECASE)), found)
    return found


def country_of(item: Json, items: Json) -> str:
    """The code of the country that an item is of or belongs to; "" where it is not told."""
    if own := next((one.value.lower() for one in statements(item, COUNTRY_CODE)), ""):
        return own
    codes: Json = _lists()["countries"]
    for one in statements(item, "P17", "P27"):
        if code := next((other.value.lower() for other in statements(items.get(one.value, {}), COUNTRY_CODE)), "") or codes.get(one.value, ""):
            return str(code)
    return ""


def identifiers_of(item: Json) -> tuple[tuple[str, str], ...]:
    """Its number, then those that other registers give it."""
    schemes: Json = _lists()["identifiers"]
    return (("wikidata", str(item["id"])), *((str(scheme), one.value) for key, scheme in schemes.items() for one in statements(item, key)))


def _value(snak: Any) -> str:
    """A value as text: an item's id, a day as far as it is known, a text; "" for what is unknown or of another sort."""
    if not isinstance(snak, dict) or snak.get("snaktype") != "value":
        return ""
    value = snak.get("datavalue", {}).get("value")
    if isinstance(value, str):
        return value
    if not isinstance(value, dict):
        return ""
    if "time" in value:
        return _day(value)
    return str(value.get("id") or value.get("text") or (f"Q{value['numeric-id']}" if "numeric-id" in value else ""))


def _day(value: Json) -> str:
    found = TIME.match(str(value["time"]))
    if not found or value.get("precision", DAY) < YEAR:
        return ""
    return "-".join(found.groups()[: value.get("precision", DAY) - YEAR + 1])


def _lists() -> Mapping[str, Any]:
    return wordlist("loaders.reference", "wikidata_kinds")
