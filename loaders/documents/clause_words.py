"""How clauses begin and hang together: the patterns of `rules/clauses.yaml`, and who stands in a stretch of one."""

import re
from functools import cache

from loaders.documents.attribution import words
from loaders.documents.frames import Frame
from loaders.documents.gates import Gated
from loaders.documents.model import NodeFound, Span
from loaders.documents.patterns import listing
from loaders.documents.slot import Slot

ACTORS = "POG"
OTHERS = (
    r"(?:,?\s(?:and|y|e|along with)\s(?:(?:\d+|several|dozens of|more than \d+|two|three|four|five|six|seven|eight|nine|ten|a dozen|many"
    r"|varias|varios|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|decenas de|m[áa]s de \d+)\s)?"
    r"(?:other|others|otr[oa]s)(?:\s[\w-]+){0,3}?)?"
)
CASED = frozenset({"list", "opening", "signed", "signing"})  # patterns in which capitals have a meaning
ACTOR = re.compile(rf"⟦[{ACTORS}]")
LEADS = 60  # characters before a name that may belong to it ("officials at the O")
SIGNED = r"\b(?:signed|co-signed|issued|sent|written|firmad[oa]|suscrit[oa]|emitid[oa]|enviad[oa]|dirigid[oa])(?:\s\w+)?\s(?:by|por)\s"
PLURAL = re.compile(r"\w+(?:aron|ieron|eron|an|en|[áa]n)\b", re.I)


@cache
def clause_patterns() -> dict[str, Gated]:
    """The patterns by name; all but those in `CASED` are for small letters."""
    said: dict[str, str] = {name: f"(?:{value})" for name, value in words("clauses").items()}
    finite, aux = said["finite"], said["aux"]
    some = r"(?:an?\s|the\s|its\s|their\s|his\s|her\s|una?\s|la\s|el\s|las\s|los\s|su\s|sus\s)?"
    built = {
        "list": rf"{listing(ACTORS)}",
        "opening": said["opening"],
        "verb": rf"(?:{finite})\b|(?:{said['stands']})|(?:{said['asking']}|{said['meeting']})\b|\b(?:{said['talks']})\b",
        "who": rf"(?<=⟧),?\s(?P<w>que|quien(?:es)?|who|which|that|el cual|la cual|l[oa]s cuales)\s(?P<go>{aux}{finite}\b)",
        "bodies": (
            r"(?<=⟧),\s(?:(?:all |both |todos |todas |ambos |ambas )?(?:organismos|organizaciones|asociaciones|c[áa]maras|empresas|agrupaciones"
            rf"|compañ[íi]as|bodies|groups|associations|chambers|companies|organi[sz]ations|firms)\s)(?:que|which|that)\s(?P<go>{aux}{finite}\b)"
        ),
        "and": rf",?\s(?:y|e|and|but|pero|aunque|si bien|though|although|as[íi] como|por lo que|por lo cual|motivo por el cual|so|and so|therefore|and"
        rf" therefore)\s(?:they\s|it\s|ellos\s)?(?P<go>{aux}(?:{finite}|{said['asking']})\b)",
        "said": (
            rf"\b(?:{words('speech')['say']}|made (?:it )?clear|dej(?:[óo]|a|aron) (?:en )?claro|told|le dijo)\b(?:\s(?:reporters|lawmakers"
            rf"|members|journalists|legislators|⟦[pogd]\d+⟧|[\w-]+(?=\s(?:that|que)\b))){{0,3}}"
            rf"\s(?:(?:that\s)?(?:it|he|she|they)\s|que\s(?:ellos\s)?)(?:would\s)?"
            rf"(?P<go>{aux}(?:{finite}|continue to (?:support|back|defend|oppose|fight|resist))\b)"
        ),
        "text": (
            rf"(?:{said['statement']})\b(?P<gap>[^.;:\"]{{0,120}}?),?\s(?P<w>en (?:la|el|los|las) (?:que|cual(?:es)?)|in which|where|wherein|donde|que|which"
            rf"|that)\s(?:they\s|it\s)?(?P<go>{aux}{finite}\b)"
        ),
        "apposed": rf"(?<=⟧),\s(?P<go>{said['stands']})",
        "asking": rf"(?:,|\b(?:to|para|for|by|,? (?:and|y))|\b(?:{said['statement']})(?: ⟦w\d+⟧)?)\s(?:{said['adverbs']})(?P<go>{said['asking']}\b)",
        "where": rf",?\s(?:en\s)?(?:donde|where)\s(?:they\s|he\s|she\s|it\s)?(?P<go>{aux}{finite}\b)",
        "after": (
            r"\b(?P<w>after|before|while|when|upon|by|despu[ée]s de|luego de|tras|antes de|al|previo a)\s"
            rf"(?P<go>{said['meeting']}\b)"
        ),
        "talks": (
            r"\b(?P<w>after|following|during|in|at|before|ahead of|on|tras|luego de|despu[ée]s de|durante|en|previo a|antes de|al t[ée]rmino de"
            rf"|al concluir|a la salida de|de cara a)l?\s{some}(?:[\w-]+\s){{0,3}}?(?P<go>{said['talks']})\b"
        ),
        "signed": (
            rf"\b{said['statement']}(?: ⟦W\d+⟧)?,?\s(?:{SIGNED}|(?:by|from|del?)\s)(?P<by>{listing(ACTORS)}){OTHERS},?\s"
            rf"(?:que\s|which\s|that\s)?(?P<go>{aux}{finite}\b)"
        ),
        "signing": (
            rf"^(?:co-?)?(?:signed|issued|sent|firmad[oa]|suscrit[oa]|emitid[oa]|enviad[oa])(?: \w+ly)? (?:by|por) (?P<by>{listing(ACTORS)}){OTHERS},"
            rf" (?:the|this|la|el|est[ea]) (?:joint |open )?{said['statement']}(?: ⟦W\d+⟧)?(?: conjunt[ao])?,?\s(?P<go>{aux}{finite}\b)"
        ),
        "elided": (
            rf"^(?:{said['opening']}|(?:y )?(?:por eso|por ello|por esa raz[óo]n|tambi[ée]n|adem[áa]s|incluso|luego|despu[ée]s|ayer|hoy),?\s)?"
            rf"(?:{said['setting']} )?(?!se (?:firm|suscrib|emit|env[íi]|public|present|acord|convin|celebr|dirig|recib|plante)\w+ "
            rf"(?:la |el |los |las |una? |dos |tres |varios )?[a-zà-ÿ])(?P<go>{aux}{finite}\b)(?!\s(?:el|la|los|las|the)?\s?⟦[POG])"
        ),
        "letter": (
            r"^(?:the|la|el|esta|este|this|in the|en la|en el)\s(?:(?:joint|open|misma|propi[ao])\s)?"
            rf"{said['statement']}(?:\s(?:conjunt[ao]|joint))?(?:,[^,;:.⟦\"]{{2,60}}(?:⟦[dlj]\d+⟧[^,;:.⟦\"]{{0,30}})?,|,)?\s(?P<go>{aux}{finite}\b)"
        ),
        "items": (rf"^(?:the|la|el|esta|este|this)\s(?:(?:joint|open)\s)?{said['statement']}(?:\s(?:conjunt[ao]|joint))?\s(?:{said['lists']})(?P<go>:)\s"),
        "again": rf"^(?:it|they|⟦o\d+⟧)\s(?P<go>{aux}{finite}\b)",
        "beside": rf"\",?\s(?:{words('speech')['turns']['verbs']})\b",
        "that": rf"\bque\s(?:(?:⟦d\d+⟧|en \w+|ayer|hoy|ya|tambi[ée]n|despu[ée]s|luego),?\s){{0,2}}(?P<go>{aux}{finite}\b)",
        "writes": rf"\b{said['statement']}\b|\b(?:wrote|writing|escribi(?:[óo]|eron|endo))\s(?:to|al?)\b",
        "new": (
            rf"\b(?:an?|another|una?|otr[oa]|its|their|his|her|sus?)\s(?:[\w-]+\s){{0,3}}?{said['statement']}\b"
            r"|\b(?:wrote|writing|escribi(?:[óo]|eron|endo))\s(?:to|al?)\b"
        ),
        "to": (
            rf"\b(?:{said['statement']}|wrote|writing|escribi(?:[óo]|eron|endo))(?: (?:⟦[wd]\d+⟧|conjunt[ao]|abiert[ao]|p[úu]blic[ao]))*[^.;:⟦\"]{{0,24}}?,?"
            r"\s(?:to|al?)\s(?=(?:(?:the|la|el|los|las)\s)?⟦[pog]\d+⟧)"
        ),
        "wanted": (
            r"^⟦[a-z]\d+⟧ (?P<v>(?:(?:also|tambi[ée]n|adem[áa]s) )?(?:asks?|asked|calls?|called|pide|pidi[óo]|piden|pidieron"
            r"|solicit(?:a|an|[óo]|aron)|demand(?:a|an|[óo]|aron)|exig(?:e|en|i[óo]|ieron)))\s(?:for\s)?"
        ),
        "got": rf"\b(?:{said['got']})\b[^.;⟦]{{0,30}}?\b{said['statement']}\b",
        "from": (
            rf"\b{said['statement']}(?: (?:⟦w\d+⟧|conjunt[ao]|abiert[ao]|p[úu]blic[ao]|com[úu]n))*,? (?:{SIGNED}|(?:by|from|of|del?)\s)"
            r"(?=(?:the |la |el |los |las )?⟦[pogj]\d+⟧)"
        ),
        "joined": (
            r"\b(?:joined|joins|joining|together with|along with|alongside|jointly with"
            r"|junto (?:con|a)|en conjunto con|de la mano de|se (?:uni[óo]|sum[óo]) a)\s"
        ),
    }
    return {name: Gated(text, re.I) if name in CASED else Gated(text.lower().replace("(?p<", "(?P<")) for name, text in built.items()}


def small_letters(frame: Frame) -> str:
    """The text without capitals, letter for letter: searched several times as fast as in any case."""
    small = frame.text.lower()
    return small if len(small) == len(frame.text) else frame.text


def actors_in(frame: Frame, place: Span) -> tuple[NodeFound, ...]:
    """The actors named in a stretch of a sentence."""
    return tuple(dict.fromkeys(node for slot in frame.slots_in(*place, ACTORS) for node in slot.nodes if node.kind != "place"))


def told_of(frame: Frame, nodes: tuple[NodeFound, ...], at: int) -> Frame:
    """The sentence from a place on, with these for its subject."""
    letter = "P" if nodes[0].kind in ("person", "role") else "G" if nodes[0].kind == "government" else "O"
    token = f"⟦{letter}{len(frame.slots)}⟧ "
    place = (frame.starts[at], frame.ends[at])
    named = frame.put((at, at), token, (Slot(letter, place, nodes, pronoun=True),))
    return named.clause((at, at + len(token) - 1), "", (at + len(token), len(named.text)))
