"""Whether the words around a head ("Council", "Comisión") make a name, and of what kind of body."""

from collections.abc import Sequence

from loaders.documents.candidates import Candidate
from loaders.documents.described import PLACES
from loaders.documents.shadow import Token
from loaders.documents.vocabulary import CLOSING, COMMON, CONNECTORS, GIVEN, OPENING, PEOPLE_HEADS, ROLES


def is_proper(modifiers: Sequence[Token], known: Sequence[Candidate]) -> bool:
    """Whether some modifier is more than a common adjective."""
    common = {
        "new",
        "national",
        "federal",
        "state",
        "world",
        "north",
        "south",
        "american",
        "public",
        "private",
        "international",
        "global",
        "general",
        "data",
        "trade",
        "digital",
        "good",
        "breaking",
        "latest",
        "human",
        "financial",
        *("working", "advisory", "contact", "steering", "study", "expert", "task", "parliamentary", "industry", "business", "interest", "support", "policy"),
    }
    return any(token.folded not in common and token.folded not in CONNECTORS for token in modifiers)


def describes(tokens: Sequence[Token], known: Sequence[Candidate]) -> bool:
    """Whether a head with an adjective only says of which body something is: "Centro Público de la Secihti"."""
    if len(tokens) < 3 or tokens[1].folded not in ("publico", "publica", "desconcentrado", "descentralizado"):
        return False
    return all(token.folded in CONNECTORS or any(c.start <= token.start and token.end <= c.end for c in known) for token in tokens[2:])


def is_fresh(modifiers: Sequence[Token], known: Sequence[Candidate]) -> bool:
    """Whether the words before a trade are a name: one of them is no word of running text and no country's."""
    return any(
        token.folded not in COMMON | CONNECTORS | ROLES | GIVEN | PLACES and not any(c.start <= token.start and token.end <= c.end for c in known)
        for token in modifiers
        if token.capital
    )


def is_ranked(tokens: Sequence[Token]) -> bool:
    """Whether a rank and a field follow the head: "Comisión Nacional de Faros"."""
    return len(tokens) > 3 and tokens[1].folded in RANKS and tokens[2].folded in ("de", "del", "para")


def has_purpose(tokens: Sequence[Token]) -> bool:
    """Whether a head goes on with what it is for: "Office for the Implementation of the USMCA", "Centro de Estudios Económicos"."""
    rest = tokens[2 if len(tokens) > 1 and tokens[1].folded in RANKS else 1 :]
    if is_ranked(tokens) or (
        tokens[0].folded in ("bank", "banco", "diario", "periodico", "gaceta") and any(token.capital and token.folded not in COMMON for token in rest)
    ):
        return True
    return len(rest) > 2 and not rest[0].capital and sum(token.capital for token in rest[1:]) >= 2


RANKS = frozenset(
    [
        "general",
        "nacional",
        "federal",
        "ejecutiva",
        "national",
        "technical",
        "tecnica",
        "mexicana",
        "mexicano",
        "estatal",
        "regional",
        "internacional",
        "latinoamericana",
        "norteamericana",
        "interamericana",
        "reguladora",
        "intersecretarial",
        "canadiense",
        "municipal",
    ]
)
EMERGENCIES = frozenset({"response", "incident", "incidents", "emergency", "operations", "command", "respuesta", "incidentes", "emergencias", "operaciones"})
WORLDWIDE = frozenset(
    {
        *("world", "international", "united", "nations", "intergovernmental", "states", "treaty", "pan"),
        *("mundial", "internacional", "unidas", "naciones", "estados", "mondiale"),
    }
)


def kind_of(kind: str, tokens: Sequence[Token]) -> str:
    words = {token.folded for token in tokens}
    if kind in ("committee", "agency") and words & {"north", "trilateral", "binational", "bilateral", "trinational"}:
        return "intergovernmental"
    if kind == "association" and "union" in words and words & {"universal", "telecommunication"}:
        return "intergovernmental"
    if kind == "company" and "trabajo" in words and tokens[0].folded == "grupo":
        return "agency"
    if kind == "think_tank" and words & EMERGENCIES:
        return "agency"
    if kind == "think_tank" and tokens[-1].folded == "institute" and any(token.folded in PEOPLE_HEADS for token in tokens):
        return "association"
    if kind == "think_tank" and [token.folded for token in tokens[:2]] == ["centro", "nacional"]:
        return "agency"
    if kind == "intergovernmental" and not words & WORLDWIDE:
        return "association"
    if kind == "committee":
        chamber = words & {
            "senate",
            "house",
            "congress",
            "senado",
            "diputados",
            "congreso",
            "commons",
            "communes",
            "senat",
            "parliament",
            "representatives",
            "finance",
            "judiciary",
        }
        return "legislature" if chamber else "agency"
    if kind == "chamber" and words & {"diputados", "senadores", "representatives", "communes"}:
        return "legislature"
    return kind


def heads_of(kind_words: Sequence[str]) -> bool:
    """Whether some word is a head of organisations."""
    return any(word in CLOSING or word in OPENING for word in kind_words) or any(word in PEOPLE_HEADS for word in kind_words)
