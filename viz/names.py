"""What things are called in pictures, links and screen readers."""

from graph import ontology
from graph.results import GraphView, Interaction, Node, Tie
from viz import style
from viz.text import clean, count, period


def tie_key(tie: Tie) -> str:
    """The key of a tie in links: both ids with `~` between, which no id contains."""
    return f"{tie.a.id}~{tie.b.id}"


def name(node: Node) -> str:
    """The node's name, or its id when no drawable character is left of it."""
    return clean(node.name) or clean(node.id)


def ends(tie: Tie) -> tuple[Node, Node]:
    """Who does it and to whom, in the order in which the tie is read."""
    return (tie.b, tie.a) if tie.direction == "backward" else (tie.a, tie.b)


def read_interaction(tie: Tie, happening: Interaction) -> str:
    """One interaction of a tie as a clause: `ITI met AMITI`."""
    return _clause(tie.b, tie.a, happening) if happening.direction == "backward" else _clause(tie.a, tie.b, happening)


def _clause(first: Node, second: Node, fact: Tie | Interaction) -> str:
    known = ontology.load().ties.get(fact.kind)
    if known is None:
        return f"{name(first)} {clean(fact.label)} {name(second)}"
    before, _, after = known.verb.partition("{a}")
    return f"{before}{name(first)}{after.replace('{b}', name(second))}"


def read_tie(tie: Tie) -> str:
    """The tie as a clause: `AMITI met Office of Standards`; of several kinds: `AMITI and ITI: works with, met`."""
    first, second = ends(tie)
    kinds = kinds_of(tie)
    if len(kinds) > 1:
        return f"{name(first)} and {name(second)}: {', '.join(style.tie_label(kind) for kind in kinds)}"
    return _clause(first, second, tie)


def kinds_of(tie: Tie) -> tuple[str, ...]:
    """The kinds of its interactions, strongest first, each once."""
    return tuple(dict.fromkeys(happening.kind for happening in tie.interactions)) or (tie.kind,)


def is_event(kind: str) -> bool:
    """True for kinds of ties that happen once: a range of days then says between which, not how long."""
    known = ontology.load().ties.get(kind)
    return known is not None and known.temporal == "event"


def when(fact: Tie | Interaction) -> str:
    """The days of a tie or interaction in words, or ""."""
    once = len(fact.interactions) < 2 if isinstance(fact, Tie) else True
    return period(fact.start, fact.end, within=once and is_event(fact.kind))


def read_node(node: Node, stance: str) -> str:
    """The node as a phrase: `AMITI, association, supports`."""
    return ", ".join(part for part in (name(node), style.kind_label(node.kind), style.stance(stance).label) if part)


def doubt(tie: Tie) -> str:
    """How sure it is: `certain`, `possible`, `proposed, not confirmed`."""
    return tie.certainty if tie.status == "accepted" else f"{tie.status}, not confirmed"


def describe_tie(tie: Tie) -> str:
    """Everything a screen reader says of a tie, on one line."""
    parts = (read_tie(tie), when(tie), doubt(tie), count(len(tie.evidence), "claim"), count(tie.sources, "source"))
    return ", ".join(part for part in parts if part)


def folded(view: GraphView) -> str:
    """What the view left out: `+12 companies, +3 topics`, or ""."""
    return ", ".join(f"+{number} {clean(plural)}" for plural, number in view.folded)


def shown(view: GraphView) -> str:
    """How much of the surroundings is shown: `33 of 212 neighbours shown`; "" for paths."""
    if view.kind != "ego":
        return ""
    around = len(view.nodes) - len(view.centre)
    return f"{around} of {count(view.total, 'neighbour')} shown" if view.total > around else count(around, "neighbour")


def uncertain(view: GraphView) -> str:
    """How many of the ties may not hold on the day asked for: `2 of 9 ties only possible on this day`, or ""."""
    open_ties = sum(tie.certainty == "possible" for tie in view.ties)
    if not open_ties:
        return ""
    every = "the tie is" if len(view.ties) == 1 else f"all {len(view.ties)} ties are" if open_ties == len(view.ties) else ""
    return f"{every} only possible on this day, not certain" if every else f"{open_ties} of {len(view.ties)} ties only possible on this day"


def notes(view: GraphView) -> str:
    """What stands below the finding: how much is shown, what was left out, what is not certain."""
    return " · ".join(part for part in (shown(view), folded(view), uncertain(view)) if part)
