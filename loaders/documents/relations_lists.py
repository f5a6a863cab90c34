"""What a list asks for, point by point, under a sentence that says who asks ("The letter recommends that the governments:")."""

from collections.abc import Iterator

from graph.claims import Modality
from loaders.documents.attribution import pattern
from loaders.documents.clauses import main_subject
from loaders.documents.frames import SLOT, Frame
from loaders.documents.model import NodeFound, RelationFound
from loaders.documents.patterns import Match, Rule, stretch
from loaders.documents.positions import FLIPS, REVIEW, positions
from loaders.documents.reading import Reading, relation

LISTED = Rule("listed-ask", "supports", (), 0.82, True, "", (), "")
LISTED_TEXT = Rule("listed-text", "supports", (), 0.85, True, "", (), "")


def find_listed(reading: Reading) -> Iterator[RelationFound]:
    """`supports` and `opposes` of the points of such lists."""
    asking: tuple[NodeFound, ...] = ()
    for place, frame in enumerate(reading.bare):
        if frame.kind == "list" and asking:
            yield from _point(reading, frame, asking)
        elif frame.kind != "list":
            asking = _askers(reading, place) if frame.text.rstrip().endswith(":") else ()


def _askers(reading: Reading, place: int) -> tuple[NodeFound, ...]:
    """Who asks in a sentence that opens a list; nobody where it only lists."""
    for frame in (reading.bare[place], *reading.clauses[place]):
        if pattern("advocacy", "list_opening").search(frame.text):
            subject = main_subject(frame)
            slots = frame.slots_in(*subject, "POG") if subject else ()
            if slots:
                return tuple(dict.fromkeys(node for slot in slots for node in slot.nodes if node.kind != "place"))
            voice = reading.voices[place]
            if voice:
                return voice.speakers
    return ()


def _point(reading: Reading, frame: Frame, asking: tuple[NodeFound, ...]) -> Iterator[RelationFound]:
    whole = stretch(frame)
    for asker in asking:
        for topic, predicate in positions(reading, frame, (0, len(frame.text))):
            if topic != REVIEW and not (topic in FLIPS and predicate == "supports"):
                yield relation(reading, Match(LISTED, frame, whole), asker.id, topic, predicate=predicate, speaker=asker.id, held=Modality.ASSERTED)
        for mark in SLOT.finditer(frame.text):
            if mark[1] == "T" and pattern("advocacy", "carry_out").search(frame.text, 0, mark.start()):
                for node in frame.slots[int(mark[2])].nodes:
                    if node.group == "agreement":
                        yield relation(reading, Match(LISTED_TEXT, frame, whole), asker.id, node.id, speaker=asker.id, held=Modality.ASSERTED)
                break
