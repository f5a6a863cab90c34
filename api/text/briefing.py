"""The findings of a briefing on a terminal."""

from typing import TYPE_CHECKING

from api.text.base import bullets, safe, wrapped

if TYPE_CHECKING:
    from viz.briefing.model import Story


def briefing_text(story: "Story") -> str:
    """The finding, then what each slide finds, then day, layers and sources."""
    findings = [slide.title for slide in story.slides[1:]]
    return "\n".join([wrapped(safe(story.title)), "", bullets([safe(each) for each in findings]), "", wrapped(safe(story.footer))])
