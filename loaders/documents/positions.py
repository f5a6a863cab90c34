"""Which topics a stretch of a sentence takes a position on, and which position, by the words before each."""

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.claims import Modality
from loaders.documents.attribution import pattern
from loaders.documents.frames import Frame
from loaders.documents.model import NodeFound, RelationFound, Span
from loaders.documents.patterns import Match, Rule
from loaders.documents.reading import Reading, relation

# Burdens: whoever wants one gone is against it, whoever fears one too.
FLIPS = frozenset(
    "topic:" + name
    for name in [
        "tariffs",
        "trade-restrictions",
        "data-localization",
        "digital-taxation",
        "media-levies",
        "intermediary-liability",
        "export-controls",
        "trade-remedies",
    ]
)
REVIEW = "topic:usmca-review"
# Branches of business: whoever asks for something for cars takes no position on cars.
BRANCHES = frozenset({"topic:agriculture", "topic:automotive"})
NEAR = 60
BACK = 4
MAIN = 3  # times that the agreement which a text is about is named for once of any other
# "the growers of tomatoes", "a tariff on cars": the topic only says whose or of what.
ABOUT_OTHERS = re.compile(
    r"\b(?:(?:proposals?|views|comments|opinions|propuestas?|comentarios|opiniones|observaciones)\s(?:on|about|sobre|respecto)"
    r"|(?:memorand(?:um|o)(?: of understanding| de entendimiento)?|reports?|job|stud(?:y|ies)|statement|talks|conference|event|summit|meetings?"
    r"|courses?|informe|estudio|foro|evento"
    r"|reuni[óo]n|charla|curso|committee|minister|ministr[oa]|secretar[iy]o?a?)\s(?:on|about|of|for|sobre|del?|para)"
    r"|(?:productor(?:es|as)|fabricantes|exportador(?:es|as)|importador(?:es|as)|comercializadores|distribuidores|growers|producers|makers|exporters"
    r"|importers|sellers|retailers"
    r"|trabajador(?:es|as)|workers|consumidores|consumers|cortes|apagones|shortages?|blackouts?|escasez|falta|lack|precios?|prices?)\s(?:de|del|of|in)"
    r"|(?:rules?|reglas?|lists?|listas?|exceptions?|excepciones|exemptions?|exenciones|thresholds?|umbral(?:es)?|quotas?|cupos?|origen|origin)\b[^.;,]{0,30}"
    r"\b(?:for|para)"
    r"|(?:tariffs?|duties|duty|levies|levy|tax(?:es)?|aranceles|arancel|impuestos?|gravamen|gravámenes|cuotas?)\b[^.;,]{0,25}\b(?:on|over|al?|sobre"
    r"|para|contra|against))"
    r"\s(?:the |la |los |las |el )?(?:[\w-]+ ){0,2}$",
    re.I,
)
ASKED = Rule("asked-topic", "supports", (), 0.82, True, "", (), "")


def positions(reading: Reading, frame: Frame, region: Span, predicate: str = "supports") -> Iterator[tuple[str, str]]:
    """Topics of a region with the position that the words before each give it."""
    if region[0] >= region[1]:
        return
    places: dict[str, list[int]] = {}
    actors = [(*slot.span, slot.letter) for slot in frame.slots if slot.letter in "POGWT" and not slot.pronoun]
    for topic, span in reading.topics_in(frame.source(*region)):
        if any(first <= span[0] and span[1] <= last for first, last, letter in actors if letter not in "TW" or topic.id not in FLIPS):
            continue
        at = next((place for place in range(region[0], region[1]) if frame.starts[place] >= span[0]), region[1])
        places.setdefault(topic.id, []).append(at)
    for id, starts in places.items():
        if id in BRANCHES:
            continue
        if id not in FLIPS and all(ABOUT_OTHERS.search(frame.text[max(region[0], at - 60) : at]) for at in starts):
            continue
        if id == REVIEW and pattern("advocacy", "setting").search(frame.text[max(region[0], starts[0] - 30) : starts[0]]):
            continue
        # A burden that is named more than once is turned down if it is so once.
        turned = any(
            pattern("advocacy", "against").search(frame.text[max(region[0], at - 70) : at]) is not None
            or pattern("advocacy", "undone").match(frame.text, at, min(region[1], at + 100)) is not None
            for at in (starts if id in FLIPS else starts[:1])
        )
        if id == "topic:china" and (predicate == "supports") != turned:
            continue
        if not turned:
            yield id, predicate
        elif id in FLIPS:
            yield id, "opposes" if predicate == "supports" else "supports"


def cut(frame: Frame, region: Span) -> Span:
    """A region up to where another clause begins."""
    end = pattern("advocacy", "clause_end").search(frame.text, *region)
    return region[0], end.start() if end else region[1]


LINK = re.compile(r"(?:[\w'-]+ ?){0,3}(?:,|,? ?\b(?:and|y|e|or|o|as well as|as[íi] como))(?: (?:also |tambi[ée]n )?(?:[\w'-]+ ?){0,4})?", re.I)


def listed_with(reading: Reading, frame: Frame, region: Span, close: set[str]) -> set[str]:
    """The topics that a list goes on with after those that are sure."""
    more: set[str] = set()
    last = -1
    for topic, place in reading.topics_in(frame.source(*region)):
        linked = 0 <= last <= place[0] and LINK.fullmatch(reading.document.text[last : place[0]].strip())
        if topic.id in close or linked:
            more.add(topic.id)
            last = max(last, place[1])
    return more


# "Keep the provisions of the agreement on X": what is to be kept is X.
KEPT = re.compile(
    r"(?:to |a |que |se )*(?:preserv|maintain|keep|protect|defend|uphold|safeguard|manten|mantien|manteng|proteg|proteja|defiend|conserv|respet|garanti)\w* "
    r"(?:the |las |los |its |sus |current )?(?:[\w-]+ )?(?:provisions?|rules|commitments|disciplines|chapters?"
    r"|disposiciones|reglas|compromisos|cap[íi]tulos?|normas)\b",
    re.I,
)


def asked(reading: Reading, match: Match, seeker: str, region: Span, held: Modality = Modality.ASSERTED) -> Iterator[RelationFound]:
    """Whoever asks for something is for (or against) the topics of what is asked: surely for those named early in it."""
    region = cut(match.frame, region)
    inside = pattern("advocacy", "inside").search(match.frame.text, *region)
    kept = KEPT.match(match.frame.text, *region)
    reach = kept.end() + NEAR if kept else region[0] + NEAR
    near = {topic for topic, _ in positions(reading, match.frame, (region[0], min(region[1], reach, inside.start() if inside else region[1])))}
    near |= listed_with(reading, match.frame, region, near)
    for topic, predicate in positions(reading, match.frame, region):
        if topic == REVIEW or (topic in FLIPS and predicate == "supports"):
            continue
        sure = topic in near and (predicate == "opposes" or pattern("advocacy", "furthering").match(match.frame.text, *region) is not None)
        if sure:
            found = relation(reading, match, seeker, topic, predicate=predicate, held=held)
            yield replace(found, rule=ASKED.id, confidence=ASKED.confidence)


def agreement_before(reading: Reading, here: int, kinds: frozenset[str] = frozenset({"agreement"})) -> list[NodeFound]:
    """The agreement named last in this sentence or the few before it."""
    for other in reversed(reading.bare[max(0, here - BACK) : here + 1]):
        named = [node for slot in other.slots_in(0, len(other.text), "T") for node in slot.nodes if node.kind in kinds]
        if named:
            return named[-1:]
    known = sorted((node for node in reading.nodes.values() if node.kind == "agreement" and not node.part_of), key=lambda node: -len(node.mentions))
    alone = len(known) == 1 or (len(known) > 1 and len(known[0].mentions) >= MAIN * len(known[1].mentions))
    return known[:1] if alone else []
