"""What stands for things named before: pronouns, titles and nouns alone ("the minister", "el organismo"), groups of countries and people.

The last fitting name counts: one whose title, sex or kind of body fits, the subject of a sentence before its other names.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from loaders.documents.gates import Gated
from loaders.documents.model import Document, NodeFound, Span
from loaders.documents.pronouns import find_pronouns
from loaders.documents.slot import Slot
from loaders.documents.vocabulary import read_rules
from loaders.registry import Registry

TRIO = re.compile(
    r"\b(?:(?:all|the) three (?:capitals|countries|governments|nations|parties|partners|administrations)|(?:los|las) tres (?:capitales|pa[íi]ses"
    r"|gobiernos|naciones|partes|socios)"
    r"|les trois (?:pays|gouvernements|nations|parties|partenaires))\b",
    re.I,
)
PAIR = re.compile(
    r"\b(?:(?:both|the two) (?:countries|governments|nations|capitals|economies)|(?:ambos|los dos|ambas|las dos) (?:pa[íi]ses|gobiernos|naciones"
    r"|econom[íi]as)|les deux (?:pays|gouvernements))\b",
    re.I,
)
NEIGHBOURS = re.compile(r"\b(?:both|its|the|their)(?: two)? (?:[Nn]orth American )?neighbou?rs\b|\b(?:sus|ambos|los)(?: dos)? vecinos\b", re.I)
TWO = Gated(
    r"\b(?:(?:the two|the pair|both|ambos|los dos|tous deux)\b(?= (?:are|were|will|have|had|met|agreed|also|plan|se|sostuv|acordaron|coincidieron|se sont))"
    r"|(?:the|the two|both|los|las|ambos|ambas|los dos|las dos) (?:men|women|ministers|presidents|secretaries|ambassadors|leaders|ministr[oa]s"
    r"|mandatari[oa]s|secretari[oa]s|funcionari[oa]s|presidentes|embajadores|l[íi]deres)\b(?! of| from| de))",
    re.I,
)
PARTIES = Gated(r"\b(?:the parties to|las partes del|los pa[íi]ses (?:miembros|parte) del|les parties à l)\b", re.I)
AUTHOR = Gated(r"\b(?:the (?:author|writer)|el autor|la autora|l['’]auteure?)\b(?= (?:is|was|has|es|fue|ha|est)\b)", re.I)
IT = Gated(
    r"(?:^|(?<=[.;] ))It(?= (?:also |has |later |further |then |strongly )*(?:urge[sd]|ask(?:s|ed)|call(?:s|ed) on|supports|supported|(?:is"
    r"|was) (?:led|headed|chaired|run|directed) by"
    r"|oppose[sd]|(?:is|was) (?:a|one of the) (?:founding |full |associate )?members? of"
    r"|met|backs|backed|warned|welcomed|wants|signed|sent|joined|works|testified|represents)\b)"
)
OFFICES = Gated(
    r"\b(?:the|this|la|el|le) (?:(?:same|misma|propia) )?(?P<n>department|ministry|regulator|agency|minist[èe]re"
    r"|dependencia(?! (?:es|era|ser[áa]|sigue|crece|mutua|tecnol|econ|comerc|energ|hacia|respecto|excesiva)))\b(?! of| de| du| des)",
    re.I,
)
NOUNS = Gated(
    (
        r"\b(?!(?:its|their|su) (?:alliance|coalition|alianza)\b)"
        r"(?:(?:the|its|his|her|their|la|el|su|l['’]) ?(?P<n>association|trade group|group|union|lobby|trade body|industry body|think tank|institute"
        r"|foundation|organi[sz]ation|council|chamber|coalition|alliance|federation"
        r"|chambre|conseil|fédération|consejo|confederaci[óo]n|federaci[óo]n|asociaci[óo]n|alianza|organismo (?:empresarial|patronal|c[úu]pula)"
        r"|organizaci[óo]n|c[áa]mara|agrupaci[óo]n|organismo|gremio|patronal))\b(?! of| de| d['’])"
    ),
    re.I,
)
PANELS = Gated(
    r"\b(?:the|this|la|el|esta|este) (?P<n>(?:sub)?committee|comit[ée]|subcomit[ée]|comisi[óo]n|subcomisi[óo]n)\b(?! of| on| for| de| del| para)", re.I
)
SHE, HE = re.compile(r"\b(?:she|her|ella|elle|la)\b", re.I), re.compile(r"\b(?:he|him|él|el)\b", re.I)
FEMALE = re.compile(
    r"\b(?:(?<!\bde )(?<!\ben )(?<!\ba )(?<!\bcon )(?<!\bpor )(?<!\bante )la(?= [a-zà-ÿ])"
    r"|presidenta|directora|secretaria|ministra|senadora|embajadora|gobernadora|subsecretaria|Ms\.|Mrs\.|Sra\.|chairwoman)\b"
)
# "the Commission", "la Confederación": a capital says that a name is meant, its head alone.
HEADS = Gated(
    r"\b(?:[Tt]he|[Ll]a|[Ee]l|[Aa]l|[Dd]el) (?P<n>Commission|Council|Chamber|Institute|Agency|Board|Bureau|Foundation|Federation|Confederation"
    r"|Association|Alliance|Coalition"
    r"|Authority|Administration(?= (?:said|says|is|has|will))|Comisión|Consejo|Cámara|Instituto|Agencia|Confederación|Federación|Asociación|Alianza"
    r"|Fundación|Procuraduría)\b"
    r"(?! (?:of|on|for|de|del|para|[A-ZÀ-Ý])|-|'s [A-Z])"
)
# "The company's chief executive", "el director de la empresa": a firm beside a post.
FIRMS = Gated(
    r"\b(?:the|its)\s(?:company|firm|carmaker|automaker|chipmaker|bank|retailer|manufacturer|start-?up)(?='s\b)"
    r"|(?<=\bde )la (?:empresa|compañ[íi]a|firma|armadora|consultora)\b(?! de\b)|(?<=\bd)el (?:banco|fabricante|despacho)\b(?! de\b)",
    re.I,
)
UNION = re.compile(r"union|unifor|workers|brotherhood|teamsters|AFL|sindicat|trabajadores|travailleurs", re.I)
BODIES = ("association", "chamber", "organisation", "think_tank")
GENERAL = frozenset(
    [
        *("group", "trade group", "organisation", "organization", "organización", "organismo"),
        *("agrupación", "gremio", "patronal", "dependencia", "regulator", "agency", "lobby", "trade body", "industry body", "union", "think tank"),
    ]
)


# Before the name of a guest: the country that sent them.
FOREIGN = re.compile(
    r"\b(?:(?:de|del|of|for) (?:the )?(?:Canad[áa]|M[ée]xico|Estados Unidos|United States|China|Taiw[áa]n|Jap[óo]n|Japan|Corea|Korea|Alemania|Germany|Francia"
    r"|France|Brasil|Brazil)|canadiense|estadounidense|mexican[oa]|Canad(?:ian|a's)|American|Mexic(?:an|o's))\b[^.;:,]{0,40},?\s$"
)
SENT = 80  # letters before a name that may say so


@cache
def _titles() -> tuple[Gated, Gated, tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]]:
    """Words that stand for a person, those for a guest, and for each group of them the titles that fit."""
    said = read_rules("anaphora")
    titles = tuple((re.compile(rf"\b(?:{row['alone']})\b", re.I), re.compile(row["title"], re.I)) for row in said["titles"])
    alone = "|".join(row["alone"] for row in said["titles"])
    personal = Gated(rf"\b(?:{said['pronouns']}|(?:the|el|la|le) (?:{alone})|(?:(?<=\bal )|(?<=\bdel ))(?:{alone}))\b{said['unless']}", re.I)
    return personal, Gated(rf"\b(?:the visiting (?:{alone})|(?:el|la|al|del) (?:{alone}) visitante)\b", re.I), titles


def find_anaphora(
    document: Document, span: Span, slots: Sequence[Slot], before: Sequence[Sequence[Slot]], by_id: dict[str, NodeFound], registry: Registry
) -> Iterator[Slot]:
    """The slots of one sentence that name nothing themselves. `before` holds those of the sentences before, the last one last."""
    text = document.text

    def earlier(at: int, letters: str, kinds: tuple[str, ...] = ()) -> list[NodeFound]:
        """What was named before a place, the likeliest first: sentence by sentence back, its subject before the rest."""
        here = [slot for slot in slots if slot.span[0] < at]
        found: list[NodeFound] = []
        for sentence in (here, *reversed(before)):
            fitting = [
                slot.nodes[0]
                for slot in sentence
                if slot.letter in letters and slot.nodes and not (slot.pronoun and len(slot.nodes) > 1) and (not kinds or slot.nodes[0].kind in kinds)
            ]
            found += [*fitting[:1], *reversed(fitting[1:])]
        return list(dict.fromkeys(found))

    yield from _countries(document, span, slots, lambda at: earlier(at, "GJ"), by_id, registry)
    for match in TWO.finditer(text, *span):
        people = earlier(match.start(), "P", ("person",))
        if len(people) >= 2:
            first = sorted(people[:2], key=lambda node: node.mentions[0].span)
            yield Slot("P", match.span(), tuple(first), pronoun=True)
    author = next((node for node in by_id.values() if node.kind == "person" and node.name == document.author), None)
    if author:
        yield from (Slot("P", match.span(), (author,), pronoun=True) for match in AUTHOR.finditer(text, *span))
    yield from _people(document, span, slots, earlier, by_id)
    for match in PANELS.finditer(text, *span):
        panel = _panel(earlier(match.start(), "O", ("legislature", "agency")), by_id, match["n"])
        if panel:
            yield Slot("O", match.span(), (panel,), pronoun=True)
    for match in HEADS.finditer(text, *span):
        named = [node for node in earlier(match.start(), "O") if _has(node, match["n"])]
        named = named or [node for node in by_id.values() if node.kind in (*BODIES, "agency") and _has(node, match["n"])]
        if len(named) > 1 and named[0] not in earlier(match.start(), "O"):
            continue
        if named and not any(slot.span[0] <= match.start("n") < slot.span[1] for slot in slots):
            yield Slot("O", match.span(), (named[0],), pronoun=True)
    for pattern, kinds in ((OFFICES, ("agency",)), (IT, (*BODIES, "agency")), (NOUNS, BODIES), (FIRMS, ("company",))):
        for match in pattern.finditer(text, *span):
            known = earlier(match.start(), "O", kinds)
            if match[0].casefold().endswith("union"):
                known = [node for node in known if UNION.search(" ".join((node.name, *node.surfaces)))]
            if known:
                yield Slot("O", match.span(), (_headed(known, match["n"] if "n" in match.re.groupindex else ""),), pronoun=True)
    yield from find_pronouns(document, span, slots, before, earlier)


def _people(
    document: Document, span: Span, slots: Sequence[Slot], earlier: Callable[[int, str, tuple[str, ...]], list[NodeFound]], by_id: dict[str, NodeFound]
) -> Iterator[Slot]:
    """Pronouns and titles for the last person whom they fit, but for a title that goes with a name; a guest is the one whom another country sent."""
    text = document.text
    personal, guests, _ = _titles()
    for match in personal.finditer(text, *span):
        beside = any(slot.letter == "P" and text[slot.span[1] : match.start()] in (", ", " (") for slot in slots)
        fits = next((node for node in earlier(match.start(), "P", ("person",)) if _fits(document, node, match[0])), None)
        if fits and not beside:
            yield Slot("P", match.span(), (fits,), pronoun=True)
    for match in guests.finditer(text, *span):
        sent = [node for node in by_id.values() if node.kind == "person" and _fits(document, node, match[0]) and _sent(document, node)]
        if len(sent) == 1:
            yield Slot("P", match.span(), (sent[0],), pronoun=True)


def _panel(known: list[NodeFound], by_id: dict[str, NodeFound], noun: str) -> NodeFound | None:
    """The committee that "the committee" means: the last one named, else the only one of the text; of one and its subcommittee, the latter."""
    named = [node for node in known if _has(node, noun)]
    if named:
        return named[0]
    all_named = [node for node in by_id.values() if node.kind in ("legislature", "agency") and _has(node, noun)]
    lower = [node for node in all_named if _has(node, "sub")]
    return (lower or all_named)[0] if len(lower or all_named) == 1 else None


def _has(node: NodeFound, noun: str) -> bool:
    return any(noun.casefold() in surface.casefold() for surface in (*node.surfaces, node.name))


def _headed(known: list[NodeFound], noun: str) -> NodeFound:
    """The one whose name has the noun; else, for a word that fits any body, the likeliest."""
    if noun and noun.casefold() not in GENERAL:
        return next((node for node in known if any(noun.casefold() in surface.casefold() for surface in (*node.surfaces, node.name))), known[0])
    return known[0]


def _fits(document: Document, node: NodeFound, said: str) -> bool:
    """Whether a title or pronoun can mean a person, by the titles and the sex that the text gives them."""
    given = said_of(document, node)
    woman = bool(FEMALE.search(given)) or node.name.split()[0].endswith("a")
    man = node.name.split()[0].endswith("o") and not woman
    if (man and SHE.match(said)) or (woman and HE.match(said)):
        return False
    *_, titles = _titles()
    fitting = next((title for alone, title in titles if alone.search(said)), None)
    return fitting is None or not given or bool(fitting.search(given))


_said: list[tuple[Document, dict[str, str]]] = []


def _sent(document: Document, node: NodeFound) -> bool:
    """Whether the text says before a name what country sent the person."""
    return any(FOREIGN.search(document.text[max(0, mention.span[0] - SENT) : mention.span[0]]) for mention in node.mentions)


def said_of(document: Document, node: NodeFound) -> str:
    """The titles beside a person's mentions, as one text; "" when none is given."""
    if not _said or _said[0][0] is not document:
        _said[:] = [(document, {})]
    known = _said[0][1]
    if node.id not in known:
        *_, titles = _titles()
        near = [document.text[max(0, m.span[0] - 90) : m.span[0]] for m in node.mentions]
        near = [re.split(r"[.;:][\"'”’]?\s|,\s(?=\w+\s\w+\s\w+\s\w+)", text)[-1] for text in near]
        near += [document.text[m.span[1] : m.span[1] + 90].split(". ")[0] for m in node.mentions if document.text[m.span[1] : m.span[1] + 2] in (", ", " (")]
        known[node.id] = " | ".join(text for text in near if any(title.search(text) for _, title in titles))
    return known[node.id]


def _countries(
    document: Document,
    span: Span,
    slots: Sequence[Slot],
    earlier: Callable[[int], list[NodeFound]],
    by_id: dict[str, NodeFound],
    registry: Registry,
) -> Iterator[Slot]:
    """Groups of countries; of two, those that the text names most."""
    text = document.text
    for match in TRIO.finditer(text, *span):
        trio = tuple(by_id[id] for id in ("gov:us", "gov:mx", "gov:ca") if id in by_id)
        if len(trio) == 3:
            yield Slot("G", match.span(), trio, pronoun=True)
    for match in NEIGHBOURS.finditer(text, *span):
        two = tuple(by_id[id] for id in ("gov:mx", "gov:ca") if id in by_id)
        if len(two) == 2 and any(node.id == "gov:us" for node in earlier(match.start())):
            yield Slot("G", match.span(), two, pronoun=True)
    for match in PAIR.finditer(text, *span):
        recent = sorted(earlier(match.start()), key=lambda node: -len(by_id[node.id].mentions) if node.id in by_id else 0)
        if len(recent) >= 2:
            yield Slot("G", match.span(), tuple(recent[:2]), pronoun=True)
    for match in PARTIES.finditer(text, *span):
        treaty = next((slot for slot in sorted(slots, key=lambda slot: slot.span) if slot.letter == "T" and slot.span[0] >= match.end()), None)
        entry = registry.entries.get(treaty.nodes[0].id) if treaty else None
        members = tuple(by_id[id] for id in (entry.parties if entry else ()) if id in by_id)
        if members and treaty and not text[match.end() : treaty.span[0]].strip(" 'the’"):
            yield Slot("G", match.span(), members, pronoun=True)
