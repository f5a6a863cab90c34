"""The briefing as five slides: native shapes that can be edited, notes for the speaker, sources behind every sentence."""

from importlib.util import find_spec

from graph.errors import RequestError
from viz.briefing.model import Story
from viz.typesetting import EXTRA


def write(story: Story) -> bytes:
    """The slides as a PowerPoint file, the same bytes for the same story. Raises RequestError without the extra `briefing`."""
    if find_spec("pptx") is None:
        raise RequestError(f"pptx: {EXTRA}")
    from viz.briefing.deck.show import shown

    return shown(story)
