"""Whether two observations may meet in one calculation: what differs, and what is only unsaid."""

from collections.abc import Iterable, Sequence

from graph.results import Node, Observation
from graph.trade.economies import economy, overlapping
from graph.trade.observations import category_key, period_words
from graph.words import listing, plain

SAID = {"unit": "unit", "basis": "basis", "concept": "concept", "system": "system of trade", "valuation": "valuation", "mode": "means of transport"}
UNSAID = "not said"
MOST_TRIED = 100


def differences(a: Observation, b: Observation, *, category: bool = True, period: bool = True, valuation: bool = True) -> list[str]:
    """Why arithmetic across the two is refused, each reason in words; empty where they fit.

    `category`, `period`, `valuation`: whether these must agree. What only one of the two says is no
    difference but a doubt (`unsaid`), except a means of transport: where none is named, all are meant.
    """
    names = [name for name in SAID if valuation or name != "valuation"]
    found = [f"different {SAID[name]}: {_shown(a, name)} and {_shown(b, name)}" for name in names if _differ(a, b, name)]
    if a.net != b.net:
        found.append("one is a net balance and the other is not")
    if category and category_key(a) != category_key(b):
        found.append(f"different categories: {_category(a)} and {_category(b)}")
    if period and (a.months != b.months or (a.months is None and a.period != b.period)):
        found.append(f"different periods: {period_of(a)} and {period_of(b)}")
    return found


def unsaid(observations: Sequence[Observation]) -> list[str]:
    """What a calculation with these rests on without its being said."""
    found = []
    for name in ("basis", "concept", "system", "valuation"):
        values = {getattr(each, name) for each in observations}
        if values == {""} and name == "basis":
            found.append("none of the figures says whether it is of goods or services")
        elif "" in values and len(values) > 1:
            found.append(f"only some of the figures state their {SAID[name]}")
    if any(each.basis_inferred for each in observations):
        found.append("goods or services is read off the words of a category")
    if any(doubt.startswith("currency") for each in observations for doubt in each.doubts):
        found.append("a currency is inferred, not stated")
    if any(each.net for each in observations):
        found.append("a net balance is among the figures: its shares can exceed 100 %")
    if modes := sorted({plain(each.mode) for each in observations if each.mode}):
        found.append(f"only what goes by {listing(modes)} is counted, not all trade")
    if len({origin(each) for each in observations}) > 1:
        titles = sorted({plain(each.evidence.source.title) for each in observations})
        found.append(f"the figures come from different sources: {listing(titles)}")
    if any(each.period == "" for each in observations):
        found.append("a figure states no period")
    return found


def origin(seen: Observation) -> str:
    """Whose figure it is: its source, or the publisher of a register, which files each year by itself."""
    source = seen.evidence.source
    return source.publisher if source.kind == "register" and source.publisher else source.id


def meaning(seen: Observation) -> tuple[object, ...]:
    """Category and period: what two observations must at least share."""
    return category_key(seen), seen.months or seen.period


def by_meaning(observations: Iterable[Observation]) -> dict[tuple[object, ...], list[Observation]]:
    """Observations by category and period, in the order given."""
    found: dict[tuple[object, ...], list[Observation]] = {}
    for each in observations:
        found.setdefault(meaning(each), []).append(each)
    return found


def nearest_to(seen: Observation, others: Sequence[Observation], *, valuation: bool = True) -> Observation:
    """The one of the first others that differs in the fewest respects."""
    return min(others[:MOST_TRIED], key=lambda each: (len(differences(seen, each, valuation=valuation)), each.claim))


def groups_met(nodes: Sequence[Node | None]) -> str:
    """Why these economies may not be added up, or ""."""
    known = {economy(node.id): plain(node.name) for node in nodes if node}
    pair = overlapping(list(known))
    return f"{known[pair[0]]} and {known[pair[1]]} overlap, so their trade would count twice" if pair else ""


def period_of(seen: Observation) -> str:
    """The period in words, as said where it names no months."""
    return period_words(seen.months) if seen.months else plain(seen.period) or "no period"


def told(seen: Observation) -> str:
    """The figure in words, to stand inside a sentence."""
    return plain(seen.sentence).rstrip(".")


def of_category(seen: Observation) -> str:
    """ " of HS 85", or nothing where no category is said."""
    said = " ".join(filter(None, (seen.scheme, seen.code, seen.category)))
    return f" of {plain(said)}" if said else ""


def _differ(a: Observation, b: Observation, name: str) -> bool:
    x, y = getattr(a, name), getattr(b, name)
    return x != y and (bool(x and y) or name in ("mode", "unit"))


def _shown(seen: Observation, name: str) -> str:
    value: str = getattr(seen, name)
    return plain(value) or ("all means" if name == "mode" else UNSAID)


def _category(seen: Observation) -> str:
    return of_category(seen).removeprefix(" of ") or UNSAID
