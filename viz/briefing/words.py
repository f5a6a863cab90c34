"""A language for briefings: sentences from catalogues, names with their articles, numbers, dates and money as they are read.

The catalogues are the .po files of `viz/locale/<language>/`, read when first used. A message is its English text; a message that a catalogue
lacks is said in English. Entities have their names under the context "name", by id, with the article that belongs to them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from gettext import GNUTranslations
from importlib.resources import files
from io import BytesIO
from math import ceil
from string import Formatter
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, get_currency_name

from graph.results import Evidence, Node
from graph.words import VAGUE_DAYS
from viz.text import clean

Language = Literal["en", "es", "fr"]
LANGUAGES: tuple[Language, ...] = ("en", "es", "fr")
LOCALES = {"en": "en_US", "es": "es_MX", "fr": "fr_CA"}  # whose usage each language follows
QUOTES = {"en": ("“", "”"), "es": ("«", "»"), "fr": ("«\u00a0", "\u00a0»")}
ARTICLES = re.compile(r"^(?:the |el |la |los |las |le |les |l’)")
JOINED: Mapping[str, Sequence[tuple[re.Pattern[str], str]]] = {
    "en": (),
    "es": ((re.compile(r"\bde el $"), "del "), (re.compile(r"\ba el $"), "al ")),
    "fr": (
        (re.compile(r"\bde le $"), "du "),
        (re.compile(r"\bde les $"), "des "),
        (re.compile(r"\bà le $"), "au "),
        (re.compile(r"\bà les $"), "aux "),
    ),
}
ELIDED = re.compile(r"\b([dD]|[qQ]u)e $")
VOWELS = "aeiouhâàéèêëîïôöûüœAEIOUÂÀÉÈÊËÎÏÔÖÛÜŒ"
MONEY = (
    (1e12, "{n} trillion {currency}", "{n} trillion {currency}"),
    (1e9, "{n} billion {currency}", "{n} billion {currency}"),
    (1e6, "{n} million {currency}", "{n} million {currency}"),
)


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language. Every method returns text on one line, without controls or direction marks from outside."""

    language: Language

    def say(self, message: str, /, **values: str) -> str:
        """A message with its values put in, which are in this language already."""
        return self._fill(_catalogue(self.language).gettext(message), values)

    def many(self, number: int, one: str, more: str, /, **values: str) -> str:
        """A message in the form that the number needs; {n} is the number."""
        return self._fill(_catalogue(self.language).ngettext(one, more, number), {"n": self.number(number), **values})

    def sentence(self, message: str, /, **values: str) -> str:
        """As `say`, beginning with a capital."""
        return capital(self.say(message, **values))

    def knows(self, message: str) -> bool:
        """Whether the catalogue has the message; English needs none."""
        return self.language == "en" or _catalogue(self.language).gettext(message) != message

    def name(self, node: Node) -> str:
        """What an entity is called, with its article where it has one; an ask in quotation marks."""
        known = self._known(node.id)
        if node.kind == "ask":
            return self.quoted(known or node.name)
        return known or self._country(node.id) or outside(node.name) or outside(node.id)

    def speaker(self, proof: Evidence) -> str:
        """Who says what a claim says, "" where it is the source itself."""
        known = self._known(proof.speaker_id) if proof.speaker_id else ""
        return known or outside(proof.speaker)

    def label(self, node: Node) -> str:
        """The name without its article, as a heading or the label of a bar."""
        known = self._known(node.id)
        return capital(ARTICLES.sub("", known)) if known else capital(self._country(node.id) or outside(node.name) or outside(node.id))

    def renamed(self, name: str) -> str:
        """What an entity is called of which only the English name is told."""
        id = _english().get(name, "")
        return (self._known(id) if id else "") or outside(name)

    def names(self, nodes: Sequence[Node], most: int = 4) -> str:
        """Names in a row: at most so many, and how many more there are."""
        kept = list(nodes) if len(nodes) <= most else list(nodes[: most - 1])
        left = len(nodes) - len(kept)
        return self.listing([*(self.name(node) for node in kept), *([self.many(left, "{n} more", "{n} more")] if left else [])])

    def listing(self, items: Sequence[str]) -> str:
        """Items in a row: "a", "a and b", "a, b and c"."""
        if len(items) < 2:
            return "".join(items)
        last = items[-1]
        joined = "e" if self.language == "es" and re.match(r"h?[ií](?![aeou])", last, re.I) else {"en": "and", "es": "y", "fr": "et"}[self.language]
        return f"{', '.join(items[:-1])} {joined} {last}"

    def quoted(self, text: str) -> str:
        """Outside words in quotation marks."""
        before, after = QUOTES[self.language]
        return f"{before}{outside(text)}{after}"

    def number(self, value: float) -> str:
        """A number with the separators of the language."""
        return str(format_decimal(value, locale=LOCALES[self.language]))

    def money(self, value: float, unit: str) -> str:
        """An amount in words: "160 billion US dollars"; a unit that is no currency stands behind the number."""
        currency = self.currency(unit)
        sizes = MONEY[1:] if self.language == "fr" else MONEY  # "billion" would be read as the English one
        for size, one, more in sizes:
            if abs(value) >= size:
                times = value / size
                form = _catalogue(self.language).ngettext(one, more, int(times) if self.language == "fr" else ceil(times))
                return self._fill(form, {"n": self.number(times), "currency": currency})
        return f"{self.number(value)} {currency}".strip()

    def currency(self, unit: str) -> str:
        """The name of a currency in the plural; the unit itself where it is none."""
        known = _catalogue(self.language).pgettext("currency", unit)
        if known != unit or not re.fullmatch("[A-Z]{3}", unit):
            return outside(known)
        return str(get_currency_name(unit, 2, locale=LOCALES[self.language]))

    def day(self, when: date) -> str:
        """A day in full: "April 29, 2025", "29 de abril de 2025", "29 avril 2025"."""
        return self._first(str(format_date(when, "long", locale=LOCALES[self.language])), when)

    def days(self, start: date | None, last: date | None) -> str:
        """An interval with inclusive days; "between" where it is too long to date one happening."""
        if start and last and start != last:
            begin = self.day(start) if start.year != last.year else self._first(str(format_skeleton("MMMMd", start, locale=LOCALES[self.language])), start)
            message = "between {a} and {b}" if (last - start).days > VAGUE_DAYS else "from {a} to {b}"
            return self.say(message, a=begin, b=self.day(last))
        if start:
            return self.say("on {a}", a=self.day(start)) if last else self.say("since {a}", a=self.day(start))
        return self.say("by {a}", a=self.day(last)) if last else self.say("no date is given")

    def months(self, first: int, count: int) -> str:
        """Months, counted from January of year 0 as `Observation.months` is: a year, a month, or the first and the last."""
        year, month = divmod(first, 12)
        if count == 12 and month == 0:
            return str(year)
        begin, end = date(year, month + 1, 1), date((first + count - 1) // 12, (first + count - 1) % 12 + 1, 1)
        said = [str(format_skeleton("yMMMM", each, locale=LOCALES[self.language])) for each in dict.fromkeys((begin, end))]
        return said[0] if len(said) == 1 else self.say("{a} to {b}", a=said[0], b=said[1])

    def _first(self, text: str, when: date) -> str:
        return f"1er {text[2:]}" if self.language == "fr" and when.day == 1 and text.startswith("1 ") else text

    def _known(self, id: str) -> str:
        found = _catalogue(self.language).pgettext("name", id)
        return "" if found == id else found

    def _country(self, id: str) -> str:
        """The name of a country or region that is filed as a place, where its key is a code."""
        prefix, _, key = id.partition(":")
        return str(Locale.parse(LOCALES[self.language]).territories.get(key.upper(), "")) if prefix == "place" else ""

    def _fill(self, template: str, values: dict[str, str]) -> str:
        """The template with its values, words joined as the language joins them."""
        text = ""
        for literal, field, _, _ in Formatter().parse(template):
            text += literal
            text = self._joined(text, values[field]) if field else text
        return text

    def _joined(self, before: str, value: str) -> str:
        """A value behind what stands before it: "de" and "le gouvernement" make "du gouvernement"."""
        article = ARTICLES.match(value)
        if article:
            for pattern, short in JOINED[self.language]:
                if pattern.search(before + article[0]):
                    return pattern.sub(short, before + article[0]) + value[article.end() :]
        if self.language == "fr" and value[:1] in VOWELS:
            before = ELIDED.sub(r"\1’", before)
        return before + value


def outside(text: str, longest: int = 300) -> str:
    """Text from outside on one line, without controls or direction marks, cut where it is very long."""
    kept = clean(text)
    return kept if len(kept) <= longest else f"{kept[: longest - 1]}…"


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def catalogue(language: Language) -> Catalog:
    """All messages of a language in one catalogue, files in order of their names."""
    whole = Catalog(locale=LOCALES[language])
    for file in sorted((files("viz") / "locale" / language).iterdir(), key=lambda each: each.name):
        if file.name.endswith(".po"):
            with file.open("rb") as stream:
                for message in read_po(stream, locale=LOCALES[language]):
                    if message.id:
                        whole[message.id] = message
    return whole


@cache
def _english() -> Mapping[str, str]:
    """The ids of entities by their English names without articles."""
    return {ARTICLES.sub("", str(message.string)): str(message.id) for message in catalogue("en") if message.context == "name"}


@cache
def _catalogue(language: Language) -> GNUTranslations:
    stream = BytesIO()
    write_mo(stream, catalogue(language))
    stream.seek(0)
    return GNUTranslations(stream)
