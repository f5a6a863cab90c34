"""Figures told more than once."""

from dataclasses import replace

from loaders.documents.model import FigureFound


def distinct(found: list[FigureFound]) -> tuple[FigureFound, ...]:
    """Each figure once: one told again, where nothing speaks against it, adds only what the first left open."""
    kept: list[FigureFound] = []
    places_of: dict[tuple[object, ...], list[int]] = {}
    for item in found:
        figure = item.figure
        if figure.kind == "macro" and (True, False, figure.value, figure.upper, figure.unit) in places_of:
            continue
        same = places_of.setdefault((figure.kind == "flow", figure.kind == "rank", figure.value, figure.upper, figure.unit), [])
        first = next((at for at in same if _told_again(kept[at], item)), None)
        if first is None:
            same.append(len(kept))
            kept.append(item)
        elif not kept[first].figure.period and figure.period and figure.kind == kept[first].figure.kind:
            kept[first] = replace(item, speaker=item.speaker or kept[first].speaker)
    return tuple(kept)


def _told_again(first: FigureFound, item: FigureFound) -> bool:
    """True when the ends of both agree (for flows and ranks the reporter alone), and the sentence is another for rates."""
    if item.figure.kind == "flow":
        return first.reporter == item.reporter
    if item.figure.kind == "rank":
        return first.reporter == item.reporter and first.figure.direction == item.figure.direction
    if first.evidence == item.evidence and item.figure.kind in ("growth", "share"):
        return False
    ends = ((first.reporter, item.reporter), (first.partner, item.partner), (first.figure.direction, item.figure.direction))
    return all(not one or not other or one == other for one, other in ends)
