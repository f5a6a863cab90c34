"""Finds a quote in the text it claims to come from: as it stands, or but for quotation marks, dashes and blanks."""

import unicodedata

from loaders.documents.model import Span

SHORTEST, LONGEST = 8, 600
FOLDED = str.maketrans(
    {
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("‘’‚´`", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
        "…": "...",
    }
)


def locate(quote: str, text: str, span: Span) -> Span | None:
    """Where the quote stands in `text[span]`, no word cut; None when it does not."""
    wanted = unicodedata.normalize("NFC", quote).strip()
    if not SHORTEST <= len(wanted) <= LONGEST:
        return None
    return _literal(wanted, text, span) or _folded(wanted, text, span)


def contains(words: str, text: str, span: Span) -> bool:
    """Whether the words, however short, stand in `text[span]`."""
    wanted, _ = _fold(unicodedata.normalize("NFC", words).strip(), 0)
    plain, _ = _fold(text[slice(*span)], 0)
    return bool(wanted) and _whole(wanted.casefold(), plain.casefold()) >= 0


def _literal(wanted: str, text: str, span: Span) -> Span | None:
    at = _whole(wanted, text[slice(*span)])
    return (span[0] + at, span[0] + at + len(wanted)) if at >= 0 else None


def _folded(wanted: str, text: str, span: Span) -> Span | None:
    plain, places = _fold(text[slice(*span)], span[0])
    sought, _ = _fold(wanted, 0)
    at = _whole(sought, plain) if sought else -1
    return (places[at], places[at + len(sought) - 1] + 1) if at >= 0 else None


def _whole(wanted: str, text: str) -> int:
    """Where the words first stand with no word cut at either end, else -1."""
    at = text.find(wanted)
    while at >= 0:
        last = at + len(wanted)
        cut = (at and text[at - 1].isalnum() and text[at].isalnum()) or (last < len(text) and text[last - 1].isalnum() and text[last].isalnum())
        if not cut:
            return at
        at = text.find(wanted, at + 1)
    return -1


def _fold(text: str, start: int) -> tuple[str, list[int]]:
    """The text with plain marks and single blanks, and where each character of it comes from."""
    folded: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text, start):
        for plain in " " if char.isspace() else char.translate(FOLDED):
            if plain != " " or (folded and folded[-1] != " "):
                folded.append(plain)
                places.append(place)
    return "".join(folded).rstrip(), places
