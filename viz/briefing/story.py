"""The story of a briefing: one page and five slides, told from the answers and from nothing else."""

from collections.abc import Iterable, Iterator

from graph.results import BriefingResult
from viz.briefing import campaign, finding, phrases, sections, stakes
from viz.briefing.model import Block, Cite, Line, Slide, Story, Theme
from viz.briefing.proofs import Proofs
from viz.briefing.stakes import Stakes
from viz.briefing.teller import Teller, proofs_of
from viz.briefing.words import Language, Tongue, outside

PLAIN = Theme()
LABELS = {
    "sources": "Sources",
    "notes": "Notes",
    "quotes": "Quotes",
    "claim": "claim",
    "claims": "claims",
    "undated": "undated",
    "page": "Page",
    "slide": "Slide",
    "support": "supports",
    "oppose": "opposes",
    "mixed": "on conditions or both ways",
    "unknown": "not known",
    "legend": "What the signs mean",
    "map": "Map of the ways",
    "no_path": "no path in evidence",
    "more": "more in the document and on the web page",
}


def tell(result: BriefingResult, language: Language = "en", theme: Theme = PLAIN) -> Story:
    """The story of the answers in a language; the same answers make the same story."""
    teller = Teller(result, Tongue(language), Proofs(result.licences))
    tongue = teller.tongue
    figures = stakes.stakes(teller)
    page = tuple(_page(teller, figures))
    slides = (_standing(teller), _allies(teller), _door(teller), _trade(teller, figures), _campaign(teller))
    sources = teller.proofs.lines()
    return Story(
        language=language,
        title=finding.whole(teller),
        subtitle=tongue.sentence("briefing for {a} on {ask}; target: {b}", a=teller.us, ask=teller.ask, b=teller.target),
        as_of=result.as_of,
        footer=_footer(teller, len(sources)),
        page=page,
        slides=slides,
        sources=sources,
        words={key: tongue.say(word) for key, word in LABELS.items()},
        theme=theme,
    )


def _page(teller: Teller, figures: Stakes) -> Iterator[Block]:
    say = teller.tongue.say
    yield Block(heading=say("Who is with us"), lines=tuple(sections.with_us(teller)))
    yield Block(heading=say("Who opens the door"), lines=tuple(sections.door(teller)))
    yield Block(heading=say("What {b} wants", b=teller.target), lines=tuple(sections.wants(teller)))
    yield Block(heading=say("Trade at stake"), lines=tuple(stakes.lines(teller, figures, 2)))
    yield Block(heading=say("Gaps and risks"), lines=tuple(campaign.gaps(teller)))
    yield Block(heading=say("Next three calls"), lines=(*campaign.calls(teller), *_law(teller)))
    yield Block(heading=say("What was not looked at"), lines=_limits(teller))


def _standing(teller: Teller) -> Slide:
    say = teller.tongue.say
    there = teller.target_standing
    stands = [phrases.standing(teller.tongue, teller.proofs, there)] if there and there.position != "unknown" else []
    lines = (
        *stands,
        teller.line(finding.support(teller), [proof for one in teller.result.allies.items[:2] for proof in one.evidence]),
        teller.line(finding.opening(teller), proofs_of(teller.best) if teller.best else ()),
        *campaign.decisions(teller),
        *sections.wants(teller, 2),
    )
    return _slide(teller, finding.whole(teller), [Block(heading=say("Where things stand"), lines=lines)], [campaign.movers(teller), *_limits(teller)])


def _allies(teller: Teller) -> Slide:
    say = teller.tongue.say
    blocks = [
        Block(heading=say("Roles and sides"), table=sections.role_table(teller)),
        Block(heading=say("Who is with us"), lines=tuple(sections.with_us(teller, 3))),
    ]
    notes = [teller.line(say("Unknown is never neutral; what others say of an actor makes no stance of its own."))]
    return _slide(teller, finding.support(teller), blocks, notes)


def _door(teller: Teller) -> Slide:
    say = teller.tongue.say
    blocks = [
        Block(heading=say("Map of the ways"), map=sections.path_map(teller)),
        Block(heading=say("Who opens the door"), lines=tuple(sections.door(teller, 2))),
    ]
    notes = [teller.line(say("Strengths are priors that nobody has calibrated: this is documented contact, not a warm introduction."))]
    return _slide(teller, finding.opening(teller), blocks, notes)


def _trade(teller: Teller, figures: Stakes) -> Slide:
    say = teller.tongue.say
    drawn = stakes.chart(teller, figures)
    blocks = [Block(heading=say("The figures that can be compared"), chart=drawn)] if drawn else []
    blocks.append(Block(heading=say("Trade at stake"), lines=tuple(stakes.lines(teller, figures, 2))))
    notes = [teller.line(say("Figures on different bases, units or periods stand side by side; none is added up, and none was worked out."))]
    if teller.result.trade.not_searched:
        notes.append(teller.line(_unsearched(teller, teller.result.trade.not_searched)))
    return _slide(teller, stakes.finding(teller, figures), blocks, notes)


def _campaign(teller: Teller) -> Slide:
    say = teller.tongue.say
    blocks = [
        Block(heading=say("Next three calls"), lines=tuple(campaign.calls(teller))),
        Block(heading=say("Gaps and risks"), lines=tuple(campaign.gaps(teller, 3))),
    ]
    return _slide(
        teller, finding.calls(teller), blocks, [*_limits(teller), *sections.law(teller, {*teller.result.next.warnings, *teller.result.decisions.warnings})]
    )


def _law(teller: Teller) -> Iterator[Line]:
    """What the law asks where a call ends, unless that stands beside the ways already."""
    told = set(teller.result.paths.warnings)
    return sections.law(teller, {*teller.result.next.warnings} - told)


def _slide(teller: Teller, title: str, blocks: Iterable[Block], notes: Iterable[Line]) -> Slide:
    """A slide with the quotes behind whatever it cites; quotes stay in the language of their source."""
    blocks = tuple(blocks)
    quotes = teller.proofs.quotes(_cited(blocks))
    told = [teller.line(teller.tongue.say("Quotes stand in the language of their source."))] if quotes else []
    return Slide(title=title, blocks=blocks, notes=(*notes, *told), quotes=quotes)


def _cited(blocks: Iterable[Block]) -> Iterator[Cite]:
    for block in blocks:
        lines = [*block.lines, *(cell for row in (block.table.rows if block.table else ()) for cell in row)]
        yield from (cite for line in lines for cite in line.cites)
        yield from (cite for bar in (block.chart.bars if block.chart else ()) for cite in bar.cites)


def _limits(teller: Teller) -> tuple[Line, ...]:
    """What was left out of the record, or not looked at."""
    result = teller.result
    registers = [name for name in result.not_searched if name not in result.trade.not_searched]
    found = [teller.line(_unsearched(teller, registers))] if registers else []
    found.append(teller.line(_layers(teller)))
    return tuple(found)


def _unsearched(teller: Teller, names: Iterable[str]) -> str:
    return teller.tongue.sentence("not searched: {names}.", names="; ".join(teller.tongue.say(outside(name)) for name in names))


def _layers(teller: Teller) -> str:
    own = [layer for layer in teller.result.layers if layer != "public"]
    if own:
        message = "the private layer is in this briefing ({names}): do not pass it on."
        return teller.tongue.sentence(message, names=teller.tongue.listing([outside(layer) for layer in own]))
    return teller.tongue.sentence("only the public layer was read; private layers are left out.")


def _footer(teller: Teller, sources: int) -> str:
    """What stands on every page: the day, the layers, how many sources, the revision, what was not searched, and how to correct it."""
    tongue, result = teller.tongue, teller.result
    own = [outside(layer) for layer in result.layers if layer != "public"]
    parts = [
        tongue.sentence("as of {day}", day=tongue.day(result.as_of)),
        tongue.say("layers: public and private ({names})", names=tongue.listing(own)) if own else tongue.say("layers: public alone"),
        tongue.many(sources, "{n} source", "{n} sources"),
        tongue.say("revision {id}", id=result.revision[:12]),
    ]
    unsearched = len(result.not_searched)
    parts += [tongue.many(unsearched, "{n} register not searched", "{n} registers not searched")] if unsearched else []
    parts.append(tongue.say("something wrong? tell whoever sent you this, naming the claim"))
    return " · ".join(parts)
