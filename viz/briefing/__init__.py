"""The briefing pack: one page and five slides from the same Results, as PDF, DOCX, PPTX and offline HTML.

`story` tells Results in a language as a `Story` (see `model`); each writer (`pdf`, `docx`, `pptx`, `html`) lays the same story out and adds
nothing to it, so that no format says what another does not.
"""
