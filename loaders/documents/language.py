"""Which of the three languages a text is in, by the function words that only one of them uses."""

import re

from loaders.documents.vocabulary import FUNCTION_WORDS

WORD = re.compile(r"[^\W\d_]+")
FEWEST = 2


def detect(text: str, default: str = "") -> str:
    """The language with most function words ("en", "es" or "fr"), or `default` when too few speak for one or two are level."""
    words = WORD.findall(text.casefold())
    counts = sorted(((sum(word in known for word in words), language) for language, known in FUNCTION_WORDS.items()), reverse=True)
    (most, language), (second, _) = counts[0], counts[1]
    return language if most >= FEWEST and most > second else default
