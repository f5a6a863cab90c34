"""Who exports to whom: from the figures, from rankings of suppliers, and from prose without a figure."""

import re
from collections.abc import Iterable, Iterator
from itertools import permutations

from graph.claims import Modality
from loaders.documents.frames import Frame
from loaders.documents.model import FigureFound, RelationFound
from loaders.documents.places import LIST, REGION, WORLD, both_ends, places
from loaders.documents.reading import Reading, dated

BETWEEN = re.compile(rf"\b(?:exports|exportaciones|exportations)\b[^⟦.;]{{0,40}}\b(?:between|among|entre) (?P<l>{LIST})", re.I)
SUPPLY = re.compile(
    (
        rf"(?P<p>{LIST})[^.;⟦]{{0,60}}(?:relies|depends|rely|depend|depende|dépend)\w* (?:heavily )?(?:on|de|en)"
        rf" [^.;⟦]{{0,40}}(?:supplies|imports|inputs|components|goods|suministros|importaciones|insumos)[^.;⟦]{{0,20}}"
        rf" (?:from|de|desde|provenientes de) (?P<r>{LIST})"
    ),
    re.I,
)
UNSAFE = re.compile(
    r"\b(?:threat\w*|ban(?:s|ned|ning)?|stop(?:s|ped)?|restrict\w*|block\w*|could|would|might|if|seeks? to|hopes? to|wants? to|tariffs?|aranceles|controls?)\b",
    re.I,
)


def find_exports(reading: Reading, figures: Iterable[FigureFound]) -> Iterator[RelationFound]:
    """`exports_to` between two economies; the importer's side of an import figure is turned round."""
    for found in figures:
        yield from _from_figure(reading, found)
    for frame in reading.bare:
        if frame.kind != "byline":
            yield from _from_prose(reading, frame)


def _from_figure(reading: Reading, found: FigureFound) -> Iterator[RelationFound]:
    figure = found.figure
    ends_known = {found.reporter, found.partner}
    if figure.kind not in ("flow", "rank") or "" in ends_known or ends_known & {WORLD[0], REGION[0]} or len(ends_known) < 2:
        return
    if figure.direction not in ("export", "import") or figure.net:
        return
    guessed = {slot for slot, how in figure.slots if how == "guessed"} & {"reporter", "partner"}
    seller, buyer = (found.reporter, found.partner) if figure.direction == "export" else (found.partner, found.reporter)
    rule = "exports-guessed" if guessed else f"exports-{figure.kind}"
    when = figure.period if re.fullmatch(r"\d{4}(?:-\d\d)?(?:\.\.\d{4}(?:-\d\d)?)?", figure.period) else ""
    published = reading.document.published
    yield RelationFound(
        seller,
        "exports_to",
        buyer,
        found.evidence,
        rule,
        0.7 if guessed else 0.92,
        speaker=found.speaker,
        when=when or (published.isoformat() if published else ""),
    )


def _from_prose(reading: Reading, frame: Frame) -> Iterator[RelationFound]:
    between = BETWEEN.search(frame.text)
    if between:
        economies = places(frame.slots_in(*between.span("l")))
        for seller, buyer in permutations(economies, 2):
            yield _relation(reading, frame, seller[0], buyer[0], between.span(), "exports-between", ("implied",))
    supply = SUPPLY.search(frame.text)
    if supply:
        for seller in places(frame.slots_in(*supply.span("r"))):
            for buyer in places(frame.slots_in(*supply.span("p")))[-1:]:
                if seller != buyer:
                    yield _relation(reading, frame, seller[0], buyer[0], supply.span(), "exports-supply", ())
    if UNSAFE.search(frame.text):
        return
    for way in ("export", "import"):
        for reporter, partner in both_ends(frame, way):
            seller, buyer = (reporter, partner) if way == "export" else (partner, reporter)
            yield _relation(reading, frame, seller[0], buyer[0], (0, len(frame.text)), "exports-prose", ())


def _relation(reading: Reading, frame: Frame, seller: str, buyer: str, span: tuple[int, int], rule: str, qualifiers: tuple[str, ...]) -> RelationFound:
    when, _ = dated(reading, frame, *span, event=False, held=Modality.ASSERTED)
    return RelationFound(seller, "exports_to", buyer, frame.source(*span), rule, 0.85, qualifiers=qualifiers, when=when)
