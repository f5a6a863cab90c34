"""Figures of trade as observations: economies, period, basis, bound and doubts made plain."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from math import inf

from graph import dates
from graph.claims import Bound, Claim, Figure
from graph.errors import BadDate, UnknownName
from graph.results import Node, Observation
from graph.snapshot.arrays import Snapshot
from graph.snapshot.kept import once_for_each
from graph.spelling import fold
from graph.trade.economies import WORLD, economy, named
from graph.trade.ranges import Range
from graph.trade.terms import contains_words, reading
from graph.words import figure_words, plain

READ = ("flow", "growth", "share", "rank", "multiple", "projection")
DOUBTED = {"unit": "currency", "partner": "partner", "reporter": "reporter", "period": "period", "category": "category"}
HOW = {"inherited": "taken from elsewhere in the source", "guessed": "inferred"}


def observe(snapshot: Snapshot, claim: int) -> Observation | None:
    """The observation that a claim with a figure makes; None for figures that are no matter of trade."""
    said = snapshot.record(claim).claim
    figure = said.figure
    if figure is None or figure.kind not in READ or not _of_trade(said, figure):
        return None
    reporter, partner = _economies(snapshot, said, figure)
    basis, inferred = _basis(figure)
    topics = _topics(snapshot, said, figure)
    range = _range(figure)
    proof = snapshot.evidence(claim)
    names = {node.id: node.name for node in (reporter, partner) if node}
    return Observation(
        claim=snapshot.claim_ids[claim],
        kind=figure.kind,
        reporter=reporter,
        partner=partner,
        flow=figure.direction,
        category=figure.category,
        scheme=figure.scheme,
        code=figure.code,
        measure=figure.measure,
        topics=topics,
        value=figure.value,
        lo=range.shown[0],
        hi=range.shown[1],
        unit=figure.unit,
        bound=figure.bound,
        period=figure.period,
        months=months(figure.period),
        basis=basis,
        basis_inferred=inferred,
        concept=figure.concept,
        system=figure.system,
        valuation=figure.valuation,
        mode=figure.mode,
        recorded_by=figure.recorded_by,
        net=figure.net,
        doubts=tuple(_doubts(said, figure, proof.source.kind, basis, inferred)),
        sentence=_sentence(snapshot, said, figure, names),
        evidence=proof,
    )


def range_of(seen: Observation) -> Range:
    """What the observation says of its value, as a range."""
    return Range(-inf if seen.lo is None else seen.lo, inf if seen.hi is None else seen.hi)


def category_key(seen: Observation) -> str:
    """What two observations must share to be of one category: scheme and code, else the words without case and accents."""
    return f"{fold(seen.scheme)} {fold(seen.code)}" if seen.code else fold(seen.category)


def is_total(seen: Observation) -> bool:
    """True for a category that means everything of its basis."""
    return not seen.code and (not seen.category or fold(seen.category) in {fold(word) for word in reading().totals})


def months(period: str) -> tuple[int, int] | None:
    """First month (counted from January of year 0) and number of months of a period of whole months, else None."""
    try:
        when = dates.parse(period)
    except BadDate:
        return None
    if not when.start or not when.end or when.start.day != 1 or when.end.day != 1:
        return None
    first, following = _month(when.start), _month(when.end)
    return first, following - first


def period_words(months: tuple[int, int]) -> str:
    """A stretch of months as a period is written: 2024, 2024-01..2024-06, 2020..2024."""
    first, count = months
    start, last = divmod(first, 12), divmod(first + count - 1, 12)
    if start[1] == 0 and last[1] == 11:
        return str(start[0]) if start[0] == last[0] else f"{start[0]}..{last[0]}"
    ends = [f"{year}-{month + 1:02}" for year, month in (start, last)]
    return ends[0] if ends[0] == ends[1] else "..".join(ends)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _range(figure: Figure) -> Range:
    value, upper = sorted((figure.value, figure.value if figure.upper is None else figure.upper))
    floor = 0.0 if figure.kind in ("flow", "share", "rank", "multiple") and not figure.net else -inf
    slack = reading().bounds
    match figure.bound:
        case Bound.MORE:
            return Range(value, inf)
        case Bound.LESS | Bound.UP_TO:
            return Range(min(floor, upper), upper)
        case Bound.ABOUT:
            return Range(value - abs(value) * slack.about, upper + abs(upper) * slack.about)
        case Bound.NEARLY:
            return Range(value - abs(value) * slack.nearly, upper)
    return Range(value, upper)


def _economies(snapshot: Snapshot, claim: Claim, figure: Figure) -> tuple[Node | None, Node | None]:
    """Reporter and partner: the ends of the claim where they are economies, else what the figure names."""
    reporter = _node(snapshot, claim.subject) or _by_name(snapshot, figure.reporter)
    partner = _node(snapshot, claim.object) or _by_name(snapshot, figure.partner)
    return reporter, partner


def _of_trade(claim: Claim, figure: Figure) -> bool:
    """True for flows, and for other figures that name a direction of trade or speak of trade."""
    said = f"{figure.category} {figure.measure} {figure.subject} {claim.quote} {claim.gloss}"
    return figure.kind == "flow" or bool(figure.direction) or contains_words(said, reading().trade)


def _node(snapshot: Snapshot, entity: str) -> Node | None:
    if not entity:
        return None
    node = snapshot.node(snapshot.index(entity))
    return node if node.kind in ("place", "government", "intergovernmental") else None


def _by_name(snapshot: Snapshot, name: str) -> Node | None:
    key = named(snapshot).get(fold(name)) if name else None
    return Node(id=f"place:{key}", name=name, kind="place") if key else None


def _basis(figure: Figure) -> tuple[str, bool]:
    """goods, services, goods and services, or "" where nothing says; True where only the words of the category do."""
    if figure.basis:
        return figure.basis, False
    if figure.scheme in reading().schemes:
        return reading().schemes[figure.scheme], False
    words = reading().basis
    said = figure.category if figure.kind == "flow" else f"{figure.category} {figure.subject}"
    if contains_words(said, words["both"]):
        return "goods and services", True
    found = [basis for basis in ("goods", "services") if contains_words(said, words[basis])]
    return (" and ".join(found), True) if found else ("", False)


def _topics(snapshot: Snapshot, claim: Claim, figure: Figure) -> tuple[str, ...]:
    """Topics that the claim names, that its category is about, and those that these lie within."""
    named_in = {end for end in (claim.subject, claim.object) if end.startswith("topic:")}
    said = f"{figure.category} {figure.scheme} {figure.code}"
    about = {topic for topic, words in reading().topics.items() if contains_words(said, words)}
    if figure.kind != "flow":
        about |= {topic for topic, words in reading().topics.items() if not figure.category and contains_words(figure.subject, words)}
    found = named_in | about
    found |= {wide for wide, narrow in reading().within.items() if found & set(narrow)}
    known = _known_topics(snapshot)
    return tuple(sorted({known[topic] for topic in found if topic in known} | {snapshot.ids[snapshot.index(topic)] for topic in named_in}))


@once_for_each
def _known_topics(snapshot: Snapshot) -> Mapping[str, str]:
    """Those topics of the file that the snapshot has, with the ids that they go by there."""
    found = {}
    for topic in reading().topics:
        with suppress(UnknownName):
            found[topic] = snapshot.ids[snapshot.index(topic)]
    return found


def _doubts(claim: Claim, figure: Figure, kind: str, basis: str, inferred: bool) -> Iterator[str]:
    for slot, how in figure.slots:
        if how != "stated" and slot in DOUBTED:
            yield f"{DOUBTED[slot]} {HOW[how]}"
    if figure.net:
        yield "a share of a net balance, which can exceed 100 %" if figure.kind == "share" else "a net balance"
    if figure.kind == "flow":
        if not basis:
            yield "not said whether goods or services"
        elif inferred:
            yield f"{basis} by the words of its category"
        if figure.mode:
            yield f"only what goes by {plain(figure.mode)}, not all trade"
    if kind != "register" and figure.kind == "flow" and not claim.speaker:
        yield "no speaker named"


def _sentence(snapshot: Snapshot, claim: Claim, figure: Figure, names: Mapping[str, str]) -> str:
    speaker = plain(snapshot.names[snapshot.index(claim.speaker)]) if claim.speaker else ""
    coded = " ".join(filter(None, (figure.scheme, figure.code, figure.category)))
    plainly = tuple((slot, how) for slot, how in figure.slots if slot not in DOUBTED)
    said = figure_words(figure.model_copy(update={"category": coded, "slots": plainly}), names)
    return f"According to {speaker}, {said}." if speaker else f"{said}."


def same_economy(node: Node | None, key: str) -> bool:
    """True when the node stands for the economy of that key."""
    return node is not None and economy(node.id) == key


def is_world(node: Node | None) -> bool:
    """True for the whole world."""
    return same_economy(node, WORLD)
