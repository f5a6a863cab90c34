"""Codes of countries for the labels that registers write."""

import re
from functools import cache

from babel import Locale

from graph.spelling import fold
from loaders.wordlists import wordlist

LANGUAGES = ("en", "es", "fr")
BRACKETS = re.compile(r"\(.*")
OF = r"(?: of| de| du)?(?: the| la| los)? ?"
FORMS = "government|gobierno|gouvernement|republic|republica|kingdom|states?|commonwealth|federation|sultanate|principality|people|united states|emirate"
MANNERS = "federal|constitutional|royal|national|provisional|democratic|islamic|people s|peoples?|socialist|federative|united|arab"
SOLEMN = re.compile(rf"^(?:(?:{MANNERS}) )?(?:{FORMS})\b{OF}|^(?:{MANNERS}) ")


def country_code(label: str) -> str:
    """The ISO 3166 alpha-2 code, in small letters, of a country of today; "" for any other label.

    The label is a name in English, Spanish or French, a name that registers use, or a code.
    """
    return _codes().get(fold(label), "")


@cache
def _codes() -> dict[str, str]:
    codes: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "ZZ", "QO", "XA", "XB"):
                codes.setdefault(fold(str(name)), code.lower())
                codes.setdefault(fold(str(name).replace("&", "and")), code.lower())
                codes.setdefault(code.lower(), code.lower())
    return codes | _listed("labels")


@cache
def _listed(part: str) -> dict[str, str]:
    return {str(label): str(code) for label, code in wordlist("loaders", "countries")[part].items()}


def government_code(name: str, country: str = "") -> str:
    """The code of the country whose government a register's name means, in any of its solemn forms; "" for any other name.

    "GOVERNMENT OF THE UNITED MEXICAN STATES" and "Republic of Mexico" are governments, a ministry of one is not; "Republic of China" is Taiwan's.
    `country`, where the register states it, tells which Congo is meant by "Republic of Congo".
    """
    own = _listed("governments")
    words = fold(BRACKETS.sub("", name))
    while words:
        if words in own:
            return own[words]
        if code := _codes().get(words, "") if len(words) > 2 else "":
            return "cd" if (code, country) == ("cg", "cd") else code
        shorter = SOLEMN.sub("", words)
        if shorter == words:
            return ""
        words = shorter
    return ""
