"""The labels of maps in the language of a briefing."""

from graph.results import Node, Tie
from viz import style
from viz.briefing import phrases
from viz.briefing.words import Language, Tongue, capital
from viz.labels import ENGLISH, Labels
from viz.names import name


def labels(language: Language) -> Labels:
    """How a map says things in a language."""
    if language == "en":
        return ENGLISH
    tongue = Tongue(language)

    def days(tie: Tie) -> str:
        return tongue.days(tie.start, tie.end) if tie.start or tie.end else ""

    def claims(number: int) -> str:
        return tongue.many(number, "{n} claim", "{n} claims")

    def node(one: Node, stance: str) -> str:
        parts = (name(one), tongue.say(style.kind_label(one.kind)), tongue.say(style.stance(stance).label) if stance else "")
        return ", ".join(part for part in parts if part)

    return Labels(
        say=lambda text: tongue.say(text) if text else "",
        days=days,
        claims=claims,
        more=lambda number: f"+{tongue.number(number)}",
        tie=lambda tie: capital(phrases.tie(tongue, tie)),
        node=node,
    )
