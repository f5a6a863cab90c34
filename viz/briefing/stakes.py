"""The part of a story about trade: the figures joined to the topics of the ask."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.results import Observation
from graph.spelling import fold
from viz.briefing import phrases
from viz.briefing.model import Bar, Chart, Line
from viz.briefing.teller import Teller
from viz.briefing.words import capital

NEAR_HOME = frozenset({"us", "mx", "ca", "north-america"})
CLOSE = ("chapter", "article", "annex")
MOST_BARS = 10


@dataclass(frozen=True)
class Stakes:
    """Figures on the topics of the ask, those of North America first; `near` are on topics that share a chapter with them; `alike` fit one chart."""

    figures: tuple[Observation, ...]
    near: tuple[Observation, ...]
    alike: tuple[Observation, ...]

    @property
    def headline(self) -> Observation | None:
        """The figure that matters most."""
        return next(iter((*self.figures, *self.near)), None)


def stakes(teller: Teller) -> Stakes:
    """Choose the figures; nothing is added up."""
    trade, wanted = teller.result.trade, {topic.id for topic in teller.result.topics}
    chapters = {link.chapter.id for row in trade.topics if row.topic.id in wanted for link in row.links if link.chapter.kind in CLOSE}
    beside = {row.topic.id for row in trade.topics if row.topic.id not in wanted and any(link.chapter.id in chapters for link in row.links)}
    flows = [each for each in trade.observations if each.kind == "flow"]
    on_topic = [each for each in flows if wanted & set(each.topics)]
    near = [each for each in flows if beside & set(each.topics) and each not in on_topic]
    return Stakes(tuple(sorted(on_topic, key=_order)), tuple(sorted(near, key=_order)), _alike(on_topic))


def lines(teller: Teller, chosen: Stakes, most: int = 4) -> Iterator[Line]:
    """How many figures bear on the ask, then those that matter most; or that there are none."""
    tongue = teller.tongue
    topics = tongue.listing([tongue.name(topic) for topic in teller.result.topics])
    if chosen.figures:
        told = (
            "{n} figure bears on the topics of the ask ({topics}).",
            "{n} figures bear on the topics of the ask ({topics}); they stand side by side and are not added up.",
        )
        yield teller.line(tongue.many(len(chosen.figures), *told, topics=topics))
    else:
        none = (
            "no figure of trade on the topics of the ask ({topics}) is in evidence."
            if topics
            else "no topic of the ask is in evidence, so no figure of trade can be joined to it."
        )
        yield teller.line(tongue.sentence(none, topics=topics))
    for seen in chosen.figures[:most]:
        yield figure(teller, seen)
    for seen in chosen.near[: max(2, most - len(chosen.figures))]:
        yield figure(teller, seen, beside=True)


def figure(teller: Teller, seen: Observation, *, beside: bool = False) -> Line:
    """One figure as a line; `beside`: it is on a topic of the same chapter only."""
    doubt = "; ".join(filter(None, (teller.tongue.say("on another topic of the same chapter") if beside else "", phrases.unsure(teller.tongue, seen))))
    return teller.line(phrases.figure(teller.tongue, seen), [seen.evidence], level=1, doubt=doubt)


def chart(teller: Teller, chosen: Stakes) -> Chart | None:
    """Bars of the largest set of figures that are alike in all but their reporter; None where there are not two such figures."""
    tongue = teller.tongue
    if len(chosen.alike) < 2:
        return None
    first = chosen.alike[0]
    scale, unit = _scale(teller, first.unit, max(each.value for each in chosen.alike))
    bars = [_bar(teller, each, scale) for each in chosen.alike[:MOST_BARS]]
    title = capital(_subject(teller, first))
    words = tongue.listing(
        [tongue.say("{a}: {amount}", a=bar.label, amount=phrases.amount(tongue, each)) for bar, each in zip(bars, chosen.alike, strict=False)]
    )
    return Chart(title=title, unit=unit, bars=tuple(bars), words=f"{title}. {words}.")


TITLES = {
    "export": "exports of {category} to {b}, {period}",
    "import": "imports of {category} from {b}, {period}",
    "trade": "trade in {category} with {b}, {period}",
    "": "trade in {category} with {b}, {period}",
}


def finding(teller: Teller, chosen: Stakes) -> str:
    """Who leads among the figures that can be compared, and North America's; else the figure that matters most, or that there is none."""
    tongue = teller.tongue
    if len(chosen.alike) > 1:
        first, *rest = chosen.alike
        scale, unit = _scale(teller, first.unit, first.value)
        lead = _labelled(teller, first), phrases.bounded(tongue, first, scale)
        text = tongue.sentence("{subject}, in {unit}: {a} leads with {amount}", subject=_subject(teller, first), unit=unit, a=lead[0], amount=lead[1])
        home = [each for each in rest if each.reporter and each.reporter.id.partition(":")[2] in NEAR_HOME]
        said = [tongue.say("{a}: {amount}", a=_labelled(teller, each), amount=phrases.bounded(tongue, each, scale)) for each in home]
        return f"{'; '.join([text, *said])}."
    if chosen.headline is None:
        return tongue.sentence("no figure of trade on the topics of the ask is in evidence.")
    return f"{capital(phrases.traded(tongue, chosen.headline))} ({phrases.period(tongue, chosen.headline)})."


def _labelled(teller: Teller, seen: Observation) -> str:
    return teller.tongue.label(seen.reporter) if seen.reporter else teller.tongue.say("an economy not named")


def _subject(teller: Teller, first: Observation) -> str:
    """What the figures that are alike are of."""
    tongue = teller.tongue
    partner = tongue.name(first.partner) if first.partner else tongue.say("a partner not named")
    return tongue.say(TITLES[first.flow], category=tongue.quoted(first.category), b=partner, period=phrases.period(tongue, first))


def _bar(teller: Teller, seen: Observation, scale: float) -> Bar:
    """A bar; where a bound leaves one end open, that end is left out."""
    ranged = seen.bound.value != "="
    return Bar(
        label=_labelled(teller, seen),
        value=seen.value / scale,
        low=seen.lo / scale if ranged and seen.lo is not None else None,
        high=seen.hi / scale if ranged and seen.hi is not None else None,
        cites=teller.proofs.cites([seen.evidence]),
    )


def _scale(teller: Teller, unit: str, largest: float) -> tuple[float, str]:
    """By what the values of a chart are divided, and their unit in words."""
    for size, message in ((1e9, "billions of {currency}"), (1e6, "millions of {currency}")):
        if largest >= size:
            return size, teller.tongue.say(message, currency=teller.tongue.currency(unit))
    return 1.0, teller.tongue.currency(unit)


def _alike(flows: Sequence[Observation]) -> tuple[Observation, ...]:
    """The largest set of flows that differ in their reporter alone, largest flow first; of equal sets the newest."""
    sets: dict[tuple[object, ...], dict[str, Observation]] = defaultdict(dict)
    for each in flows:
        if each.reporter and each.months and each.reporter != each.partner:
            key = (each.months, fold(each.category), each.unit, each.flow, each.partner.id if each.partner else "", each.basis, each.concept, each.valuation)
            sets[key].setdefault(each.reporter.id, each)
    if not sets:
        return ()
    best = max(sets, key=lambda key: (len(sets[key]), str(key)))
    return tuple(sorted(sets[best].values(), key=lambda each: (-each.value, each.claim)))


def _order(seen: Observation) -> tuple[bool, int, float, str]:
    home = {end.id.partition(":")[2] for end in (seen.reporter, seen.partner) if end}
    last = sum(seen.months) if seen.months else 0
    return home.isdisjoint(NEAR_HOME), -last, -seen.value, seen.claim
