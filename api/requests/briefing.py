"""Requests for a briefing."""

from typing import Literal

from pydantic import Field

from api.requests.base import Keys, Name, Names, ViewRequest

Language = Literal["en", "es", "fr"]


class BriefingRequest(ViewRequest):
    """A briefing on a target and an ask: who is with us, who opens the door, what is at stake, whom to call."""

    target: Name = Field(description="who is to be moved: id, name or alias")
    ask: Name = Field(description="what is asked for: id, name or alias of an ask")
    start: Names = Field(default=(), alias="from", max_length=50, description="who asks; empty or us: our organisation, its staff, board and members")
    max_ties: int = Field(default=3, ge=1, le=8, description="longest path to anybody, in ties")


class PackRequest(BriefingRequest):
    """The same as files, in a language; `theme` has the fields of a theme file, its logo in base64."""

    lang: Language = Field(default="en", description="language: en, es, fr")
    formats: Keys = Field(default=(), description="only these of html, pdf, docx, pptx; empty: all that can be written")
    theme: dict[str, str] = Field(default_factory=dict, description="primary and accent as #RRGGBB, organisation, logo (PNG or SVG in base64)")
