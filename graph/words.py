"""The words of `ontology/sentences.yaml`, and dates, numbers and figures put into words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache

from graph.claims import Figure, Frozen
from graph.dates import MONTH
from graph.errors import shown
from graph.ontology import read

VAGUE_DAYS = 31
LONGEST = 400
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
DIRECTIONS = {"export": "exports to", "import": "imports from", "trade": "trade with", "": "trade with"}


class Phrase(Frozen):
    """How a predicate is read when asserted, and after "plans to" and its like; what is added where nobody says since when."""

    says: str
    base: str
    unstarted: str = ""


class Noun(Frozen):
    """A tie kind as a thing."""

    one: str
    many: str


class Words(Frozen):
    """The file, typed; see it for the meaning of each field."""

    stale: int
    weak: float
    predicates: Mapping[str, Phrase]
    former: str
    modality: Mapping[str, str]
    conditional_stance: str
    nouns: Mapping[str, Noun]
    delegation: Mapping[str, str]
    notes: Mapping[str, str]
    bounds: Mapping[str, str]


@cache
def words() -> Words:
    """Read the file once."""
    return Words.model_validate(read("sentences"))


def plain(text: str) -> str:
    """Outside text made safe for a sentence: one line, no controls or direction marks."""
    return shown(text, LONGEST)


def fill(template: str, **values: str) -> str:
    """The template with {a}, {b} and so on replaced in one pass, so that braces in values stay literal."""
    return template.format_map(values)


def count(number: int, one: str, many: str) -> str:
    """A number with its noun: "one hop", "two hops", "12 hops"."""
    return f"{NUMBERS[number] if number < len(NUMBERS) else number} {one if number == 1 else many}"


def listing(items: Sequence[str]) -> str:
    """Items in a row: "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(items[:-1]), items[-1]))) if items else ""


def few(items: Sequence[str], most: int = 3) -> list[str]:
    """At most so many items: the first in their order, and how many more there are."""
    return list(items) if len(items) <= most else [*items[: most - 1], f"{len(items) - most + 1} more"]


def closed(text: str) -> str:
    """A remark as a sentence of its own; "" for none."""
    said = plain(text)
    return f"{said[0].upper()}{said[1:]}{'' if said.endswith(('.', '?', '!')) else '.'}" if said else ""


def unsearched(names: Sequence[str]) -> str:
    """Which registers were not searched, as a sentence; "" where none was passed over."""
    return closed(f"Not searched: {listing([plain(name) for name in names])}") if names else ""


def aloud(lines: Iterable[str]) -> str:
    """What is read aloud: the lines that say something, one below the other."""
    return "\n".join(line for line in lines if line)


def days(start: date | None, last: date | None) -> str:
    """An interval with inclusive days; "between" where it is too long to date one happening."""
    if start and last and start != last:
        vague = (last - start).days > VAGUE_DAYS
        return f"between {start} and {last}" if vague else f"{start} to {last}"
    if start:
        return str(start) if last else f"from {start}"
    return f"by {last}" if last else "no date is given"


def months_between(earlier: date, later: date) -> int:
    """Whole months of 30.4375 days."""
    return int((later - earlier).days / MONTH)


def number(value: float) -> str:
    """A number as it is read: "66.6 billion", "1,250", "0.4"."""
    for size, name in SCALES:
        if abs(value) >= size:
            return f"{value / size:.15g} {name}"
    return f"{value:,.15g}" if value.is_integer() else f"{value:.15g}"


def amount(figure: Figure) -> str:
    """Value with bound and unit, such as "more than USD 160 billion" or "77.4 %"."""
    value = number(figure.value) + (f" to {number(figure.upper)}" if figure.upper is not None else "")
    if figure.kind == "flow":
        value = f"{figure.unit} {value}".strip()
    elif figure.kind == "rank":
        value = f"rank {value}"
    elif figure.unit:
        value = f"{value} {figure.unit}"
    return f"{words().bounds[figure.bound]} {value}".strip()


def figure_words(figure: Figure, names: Mapping[str, str]) -> str:
    """What a figure says, with period and caveats; `names` gives names for ids."""
    reporter, partner, subject = (names.get(end, end) for end in (figure.reporter, figure.partner, figure.subject))
    if figure.kind == "flow":
        head = f"{reporter or 'reporter not named'}, {DIRECTIONS[figure.direction]} {partner or 'the world'}"
        head += f" of {figure.category}" if figure.category else ""
    else:
        head = ", ".join(filter(None, (subject or reporter, figure.measure or figure.kind, "" if figure.category in figure.measure else figure.category)))
    caveats = [figure.period.replace("..", " to ")] if figure.period else []
    caveats += ["share of a net balance"] if figure.net else []
    caveats += [f"{slot} {how}, not stated" for slot, how in figure.slots if how != "stated"]
    return plain(f"{head}: {amount(figure)}" + (f" ({'; '.join(caveats)})" if caveats else ""))
