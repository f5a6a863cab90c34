"""A sentence without what only interrupts it: datelines, brackets, titles before a name, appositions, relative clauses.

"The A (A), its Mexican counterpart, and the B, which C chairs, sent" reads "the A, and the B sent": rules then see one
coordinated subject. What the interruptions themselves say is read from the whole sentence and from its clauses.
"""

import re

from loaders.documents.frames import TITLE, Frame
from loaders.documents.gates import Gated
from loaders.documents.slot import Slot

# "OTTAWA, June 30, 2025 — ", "Ciudad de México, 14 de enero (Redacción).- ", "WASHINGTON, Feb 4 (Reuters) - ".
DATELINE = re.compile(r"^(?P<place>[A-ZÀ-Ý][^⟦—;:\"()]{1,48}?(?:⟦[GL]\d+⟧)?)(?:,? ?⟦D\d+⟧(?:, | )?)?(?: ?\([^()]{2,30}\) ?)?(?: ?— |\.— |\.- | ?-- | ?- )")
PLACE_WORD = re.compile(r"[A-ZÀ-Ý\d][\w.,'/-]*|de|del|la|a|le|of|,|⟦[GL]\d+⟧")
# "A, led by P, and B": who leads it is told by other rules.
LED = Gated(
    r",\s(?:led|headed|chaired|encabezad[oa]|presidid[oa]|liderad[oa]|dirigid[oa]|dirigée?|présidée?)(?:\s⟦D\d+⟧|\s[a-z]+){0,3}\s(?:by|por"
    r"|par)\s⟦P\d+⟧(?: (?:of|de) [^,;:.⟦]{2,40})?(?=,)",
    re.I,
)
# A title before a person, with the body or country that it names: the person alone stays.
TITLED = Gated(
    rf"(?<![\w-])(?!(?:and|of|for)\s)((?:(?:[Tt]he|[Ee]l|[Ll]a|[Ll]e|[Ll]'|su|son|sa|its|his|her"
    rf"|their)\s?)?(?:⟦[JOG]\d+⟧(?:'s)?\s)?(?:(?:[A-Z][\w&-]+(?:'s)?|deputy"
    rf"|executive|former|general|and|of|for|trade|economy|foreign|finance|industry|commerce|labou?r|environment|agriculture|energy|digital|international|top"
    rf"|chief|senior|lead|vice|assistant|then|new|industrial)\s){{0,4}}?{TITLE}"
    r"(?:\s(?:general|ejecutiv[oa]|nacional|adjunt[oa]|executive|général|générale))?(?:\s⟦J\d+⟧)?(?:\s(?:of|for|de|del|de la"
    r"|du)\s(?:the\s|la\s|los\s|las\s)?(?:[A-Z][\w'-]+(?:\s[A-Z][\w'-]+){0,3}|⟦[JOG]\d+⟧(?:'s?)?)(?:\s(?:and|y)\s[A-Z]\w+)?)?(?:\s(?:in|en"
    r"|to|ante|au|aux)\s(?:the\s)?(?:⟦G\d+⟧|[A-Z][\w.]+(?:\s[A-Z]\w+)?))?(?:\s⟦J\d+⟧|\s[a-z]+(?:ense|ano|ana|eño"
    r"|ain|ien|éral|eral))?,?\s|⟦O\d+⟧\s)(?=⟦P\d+⟧)⟦P\d+⟧"
)
# "the Canadian minister responsible for trade with the United States, P": a longer title, closed by commas.
LONG_TITLE = Gated(
    rf"(?<![\w-])(?:[Tt]he|[Ee]l|[Ll]a|su|its)\s(?:⟦[JG]\d+⟧(?:'s)?\s)?(?:[\w-]+\s){{0,2}}?{TITLE}\b"
    r"(?:\s⟦J\d+⟧|\s[a-z]+(?:ense|ano|ana|eño|eña))?(?=\s(?:of|for|in charge|responsible|del?|responsable|encargad[oa]|para|en|in)\b)"
    rf"(?:[^,;:.\"⟦]{{1,50}}(?:⟦[JOGT]\d+⟧(?:'s)?)?){{1,3}},\s(?=⟦P\d+⟧)"
)
BRACKETS = re.compile(r"\s*\((?:[^()⟦]|⟦D\d+⟧)*(?:\((?:[^()⟦])*\)[^()⟦]*)?\)")
ORIGIN = re.compile(r"(⟦[OP]\d+⟧)\s?\(⟦[GL]\d+⟧\)")  # "R3D (México)": where it is from
OF_COUNTRY = re.compile(r"(⟦O(\d+)⟧) (?:of|del?) (?:the )?⟦G\d+⟧ \(⟦O(\d+)⟧\)")  # "National Chamber of Software of Mexico (CNS)"
BARRED = re.compile(r"(⟦O(\d+)⟧)\s?\|\s(?:The )?⟦O(\d+)⟧")  # "BSA | The Software Alliance"
DOUBLED = re.compile(r"(⟦[A-Z](\d+)⟧)(:?\s*\(?⟦[A-Z](\d+)⟧\)?(?!['’]))(?= |[,.;:]|$)")
OF_BODY = re.compile(r"(⟦O\d+⟧) of (?:the )?⟦O\d+⟧(?!')")
TWO_BRACKETS = re.compile(r"(\s*\(⟦[A-Z]\d+⟧\))(?=\s*\()")
DASHED = Gated(r"\s+—\s(?:[^—⟦]{3,70}|(?:an?|the|una?|el|la|une?|le)\s[^—]{3,80})\s—(?=\s)")
# "the A and its Canadian peer, the B": two bodies in a list.
PEER = Gated(
    r"(?<=\s)(?:its|their|his|her|sus?)\s(?:⟦[GJ]\d+⟧(?:'s)?\s|[a-zà-ÿ-]+\s){0,2}?(?:counterparts?|peers?|opposite number|equivalent"
    r"|sister (?:organi[sz]ation|association|chamber)"
    r"|contrapartes?|par(?:es)?|hom[óo]log[oa]s?|equivalente|similar)(?:\s⟦[GJ]\d+⟧|\s[a-zà-ÿ]+)?(?:\s(?:in|at|from|en|de|del)\s(?:the\s|la\s"
    r"|l)?⟦[GLJ]\d+⟧)?,?\s(?=(?:the\s|la\s|el\s|los\s)?⟦[OP])"
)
# "the A, the Commerce and State departments, and the B": an "and" inside one item of a list.
SHARED_NOUN = re.compile(r"⟦O\d+⟧(?P<and> and) ⟦O(?P<n>\d+)⟧(?=, )")
PLURALS = ("departments", "ministries", "committees", "secretaries")
# "P, for the private sector; Q, and R": a list.
SEMICOLONS = re.compile(r"(?<=⟧)(?:,\s[^⟦;.]{2,60}(?:⟦[OGJ]\d+⟧[^⟦;.]{0,20})?)?;(?=\s(?:(?:and|y|e)\s)?(?:the\s|la\s|el\s)?⟦P)")
COUNTERPART = Gated(r"⟦[A-Z]\d+⟧'s?\s(?:⟦[GJ]\d+⟧\s)?(?:\w+\s)?(?:counterpart|sister organi[sz]ation),\s(?=(?:the\s)?⟦O)")
LENT = re.compile(r"⟦(?:J\d+⟧|G\d+⟧(?:'s?)?)\s(?=⟦O\d+⟧)|⟦G\d+⟧'s?\s(?=⟦P\d+⟧)")
# "P of Idaho, who chairs the O": where a person comes from.
OF_PLACE = re.compile(
    r"(⟦P\d+⟧)(?:\sof\s|,\s(?:of|de)\s)(?:⟦[GL]\d+⟧|[A-ZÀ-Ý][\w.-]+(?:\s[A-ZÀ-Ý][\w.-]+)?)(?=,\s(?:who|which|quien|que|the|a)\b"
    r"|\s(?!(?:and|y|e)\b)[a-z])"
)
# "the A, part of the B, and the C": whose part a body is.
BELONGING = Gated(
    r"(?:(?<=⟦[PO]\d⟧)|(?<=⟦[PO]\d\d⟧)),\s(?:adscrit[oa]s?\sal?|pertenecientes?\sal?|dependientes?\sdel?|sectorizad[oa]s?\s(?:al?|en)|con\ssede\sen"
    r"|part\sof|based\sin|headquartered\sin"
    r"|(?:an?\s)?(?:unit|subsidiary|division|arm|affiliate)\sof|(?:una?\s)?(?:filial|subsidiaria|divisi[óo]n)\sde|parte\sdel?|propiedad\sdel?"
    r"|integrante\sdel?|miembro\sdel?)\s[^,;:.]{2,60},(?=\s)"
)
# "P of the O": who P works for is told by other rules.
OF_HIS_BODY = re.compile(r"(⟦P\d+⟧),?\s(?:of|from|with|del?)\s(?:the\s|la\s|el\s)?⟦O\d+⟧(?!'|\s\(|,?\s(?:and|y|e)\s)")
# The same in a list: "P of G, Q of H and R of O met".
OF_HIS_OWN = re.compile(
    r"(⟦P\d+⟧),?\s(?:of|from|del?)\s(?:the\s|la\s|el\s)?(?:⟦[OGL]\d+⟧|[A-ZÀ-Ý][\w-]+(?:\s[A-ZÀ-Ý][\w-]+)?)(?=(?:,|,?\s(?:and|y"
    r"|e))\s(?:the\s|la\s|el\s|con\s|a\s)?⟦P)"
)
# "groups, among them A, B and C": those named stand for all.
AMONG = Gated(
    r"(?<![\w-])(?:(?:m[áa]s de|more than|over|around|about|unas?|unos|cerca de)\s)?"
    r"(?:\d[\d,.]*|dozens of|scores of|hundreds of|several|many|decenas de|cientos de|varias|varios|their|its|his|her|the|sus|los|las|other|otr[oa]s)\s"
    r"(?:(?!(?:of|to|with|by|and|that|de|con|por|y|que|a)\b)[\w-]+\s){0,2}?[\w-]+s(?:\s(?:of|from|in|de|del|en)\s(?:[^⟦.;,]|⟦[GJL]\d+⟧){2,50})?,"
    r"\s(?:among them|including|such as|like|entre (?:ell[oa]s|l[oa]s que (?:est[áa]n|figuran|se encuentran|se cuentan)|otr[oa]s)|incluid[oa]s|como)"
    r"(?:\s(?:est[áa]n|figuran|members like))?\s(?=(?:the |la |las |los |el |l\'|its |su |a )?⟦[POG])",
    re.I,
)
OFFICER = (
    r"(?:[Gg]erente|[Cc]oordinadora?|[Jj]ef[ea]|[Rr]esponsable|[Ee]ncargad[oa]|[Aa]nalista|[Ee]conomista|[Ii]nvestigadora?|[Pp]rofesora?"
    r"|[Aa]bogad[oa]|[Ss]oci[oa]|[Ff]undadora?"
    r"|[Cc]ofundadora?|[Ll]íder|[Dd]irigente|[Vv]icepresident[ea]|[Cc]onsejer[oa]|[Ee]xpert[oa]|[Ee]specialista|[Mm]anager|[Gg]eneral counsel"
    r"|[Vv]ice president|[Ff]ellow"
    r"|[Ss]enior fellow|[Ee]conomist|[Aa]nalyst|[Pp]artner|[Pp]rofessor|[Ff]ounder|[Cc]o-founder|[Oo]fficer|[Ll]awyer|[Pp]olicy (?:lead|director|chief))"
)
AFTER_ACTOR = r"(?:(?<=⟦[PO]\d⟧)|(?<=⟦[PO]\d\d⟧))"
THE = r"(?:the |la |las |los |el |l'|its |su )?"
NO_APPOSITION = (
    r"(?![^,;:.]*\b(?:said|says|told|added|argued|wrote|met|urged|asked|dijo|señal[óo]|afirm[óo]|pidi[óo]|reuni[óo]|officials|members|representatives"
    r"|ministers|leaders|lawmakers|senators|governors|executives|associations|groups|companies|firms|partners|others)\b)"
)
# ", its Mexican counterpart,", ", director general of the O,", ", the largest lobby in G,": a noun phrase, bodies in it only after a preposition.
APPOSITION = Gated(
    rf"{AFTER_ACTOR},\s{NO_APPOSITION}(?:(?:an?|the|its|their|his|her|an?|el|la|una?|su|le|une?|sa|son|(?:⟦[GOP]\d+⟧'s?))\s(?:⟦[JG]\d+⟧\s)?(?=[^⟦])"
    rf"|(?=(?:{TITLE}|{OFFICER})\b)|(?=[A-ZÀ-Ý][\w-]+\s[^,;:.⟦]{{2,50}}\s(?:del?|of)\s))"
    rf"[^,;:.⟦\"—]{{0,70}}(?:(?:(?:of|for|at|in|to|from|de|del|en|para|ante|por|by|on|du|des)\s{THE}⟦[OGLTWP]\d+⟧(?:'s)?|⟦J\d+⟧)"
    r"[^,;:.⟦\"—]{0,45}){0,3},(?=\s)"
)
# "Six groups — A, B and C — sent": the list is the subject.
DASHED_LIST = re.compile(rf"(?<=\s)[—-]\s({THE}⟦[POG]\d+⟧[^—.;]{{1,400}}?⟦[POG]\d+⟧(?:\s\(⟦[A-Z]\d+⟧\))?)\s[—-](?=\s[a-zà-ÿ])")
# "Three groups (A, B and C) sent": so is a list in brackets after a noun.
BRACKET_LIST = re.compile(rf"(?<=[a-zà-ÿ]\s)\(({THE}⟦[POG]\d+⟧[^().;]{{1,300}}?\s(?:and|y|e)\s{THE}⟦[POG]\d+⟧(?:\s\(⟦[A-Z]\d+⟧\))?)\)(?=\s[a-zà-ÿ])")
# "⟦three groups⟧ (A, B and C)": told once.
UNION_LIST = re.compile(rf"(⟦O(?P<n>\d+)⟧)\s\({THE}⟦[PO]\d+⟧[^().;]{{1,300}}?\s(?:and|y|e)\s{THE}⟦[PO]\d+⟧\)")
SOME = rf"(?:con |a |with )?{THE}⟦[A-Z]\d+⟧"
# ", which P chairs,", ", que agrupa a A, B y C,": up to the comma that closes it.
RELATIVE = Gated(
    r"(?:(?<=⟦[POG]\d⟧)|(?<=⟦[POG]\d\d⟧)),\s(?:(?:an?|the|una?|el|la|organismo|asociaci[óo]n|c[áa]mara|alianza)\s[^,;:.⟦\"—]{2,60}\s)?(?:que"
    r"|quien(?:es)?|which|who|whose|cuy[oa]s?|el cual|la cual|qui|dont|(?:a|de|en|con|por|para) (?:la|el|los|las) (?:que|cual(?:es)?)|(?:al|del) (?:que|cual)"
    r"|(?:of|to|in|for|with|by) (?:which|whom)|(?:a|de|con) quien(?:es)?)\s"
    rf"[^,;:.\"—]{{2,140}}(?:(?:,\s{SOME}){{1,6}},?\s(?:and|y|e)\s(?:{SOME}|others?\b|otr[oa]s\b)[^,;:.⟦\"—]{{0,40}},(?=\s[a-zà-ÿ])|,(?=\s))"
)
# "A, joined by B, urged": both did.
JOINED = Gated(
    r"(?<=⟧)(?P<by>, (?:joined|accompanied|flanked|acompañad[oa]s?|secundad[oa]s?) (?:by|por|de))\s(?=(?:the |la |el |los |las"
    r" )?⟦[PO]\d+⟧[^.;]{0,120}?,\s[a-zà-ÿ])"
)
# "Seventeen lawmakers led by P", "Empresarios de la región, encabezados por A": who leads them acts; "a coalition of groups that includes A" likewise.
GROUP_OF = Gated(
    r"(?:^|(?<=[.;:] )|(?<=, ))(?!(?:in|on|at|en|el d[íi]a|por|con|tras|after|with)\b)[^⟦.;:,\"]{3,80},?\s(?:led|headed|spearheaded|represented"
    r"|encabezad[oa]s?|liderad[oa]s?|agrupad[oa]s?|reunid[oa]s?|representad[oa]s?|afiliad[oa]s?)\s(?:by|por|en)\s(?=(?:the |la |el |los )?⟦[PO]\d+⟧)",
    re.I,
)
# "also", "for its part", "in a letter": set off by commas after a verb or a name.
INSERT = Gated(
    r"(?<=[\w⟧]),\s(?:además|también|asimismo|igualmente|sin embargo|no obstante|en cambio|por su parte|por otra parte|por tanto|por lo tanto"
    r"|por ello|a su vez|en tanto"
    r"|también|a la vez|de igual forma|de igual manera|en consecuencia|however|moreover|also|too|therefore|in turn|for (?:its|his|her|their) part"
    r"|meanwhile|instead"
    r"|as well|accordingly|though|nonetheless|nevertheless|again|in particular|en particular|sobre todo|ante todo|once more|una vez más"
    r"|at the same time|al mismo tiempo"
    r"|(?:mediante|a trav[ée]s de|por medio de|por conducto de|por intermediaci[óo]n de|through|by way of|via) (?:un |una |su |sus |el |la |the |an? "
    r"|its )?[^,;:.⟦\"]{3,50}),(?=\s)",
    re.I,
)
BOTH = Gated(rf"\b(?:(?:both|tanto)\s(?=(?:a |al |con |to |with )?{THE}⟦[POG]))", re.I)
AS_MUCH = Gated(r"\btanto\s[^,;:.⟦]{0,30}⟦[POG]\d+⟧[^,;:.⟦]{0,30}?\s(?P<como>como)\s", re.I)


# "the Secretary of Economy, P" and "P, the Secretary of Economy": an office named by its holder's title.
OFFICE = re.compile(rf"^(?:[\w.'’]+\s){{0,3}}?(?:{TITLE}|[Rr]epresentante)\b")
OFFICE_FIRST = re.compile(rf"(?:{THE}(?:⟦[GJ]\d+⟧(?:'s?)?\s)?)⟦O(?P<n>\d+)⟧,?\s(?=⟦P\d+⟧)")
OFFICE_LAST = re.compile(rf"{AFTER_ACTOR},\s{THE}(?:⟦[GJ]\d+⟧(?:'s?)?\s)?⟦O(?P<n>\d+)⟧(?:\s\(⟦O\d+⟧\))?(?:,(?=\s)|(?=[.;]|$))")


def is_office(slot: Slot) -> bool:
    """Whether a body is named by the title of its head ("Mexico's Secretary of Economy")."""
    return bool(OFFICE.match(slot.surface)) and " of the " not in slot.surface


def plain(frame: Frame) -> Frame:
    """The frame without brackets, web addresses, an acronym after its long form, titles before a name, short insertions."""

    def repeated(match: re.Match[str]) -> tuple[int, int] | None:
        if "(" not in match[3] and ":" not in match[3]:
            return match.span()
        same = set(frame.slots[int(match[2])].ids) & set(frame.slots[int(match[4])].ids)
        return match.span(1) if same else match.span()

    opening = DATELINE.match(frame.text) if frame.kind == "prose" else None
    dated = opening and all(PLACE_WORD.fullmatch(word) for word in opening["place"].split())
    bare = frame.without(DATELINE) if dated else frame
    if "(" in bare.text:
        bare = bare.without(BRACKETS).without(ORIGIN, lambda match: match.span(1))
    if "(" in bare.text:
        slots = bare.slots
        bare = bare.without(UNION_LIST, lambda match: match.span(1) if len(slots[int(match["n"])].nodes) > 1 else match.span())
    if "(" in bare.text:
        slots = bare.slots
        bare = bare.without(OF_COUNTRY, lambda match: match.span(1) if set(slots[int(match[2])].ids) & set(slots[int(match[3])].ids) else match.span())
    bare = bare.without(DOUBLED, repeated).without(BARRED, lambda match: match.span(1)).without(LED)
    bare = bare.without(TITLED, lambda match: (match.end(1), match.end()))
    bare = bare.without(OF_BODY, lambda match: match.span(1)).without(TWO_BRACKETS)
    if "—" in bare.text:
        bare = bare.without(DASHED)
    if "⟦P" in bare.text and any(slot.letter == "O" and is_office(slot) for slot in bare.slots):

        def untitled(match: re.Match[str]) -> tuple[int, int] | None:
            if not is_office(bare.slots[int(match["n"])]):
                return match.span()
            return _listed(match) if match[0].endswith(",") else (match.end(), match.end())

        bare = bare.without(OFFICE_FIRST, untitled).without(OFFICE_LAST, untitled)
    return bare.without(COUNTERPART)


def straight(frame: Frame) -> Frame:
    """A plain frame without appositions and relative clauses after a name; "both A and B", "tanto A como B" are lists."""
    bare = frame
    if "," in bare.text:
        bare = (
            bare.without(OF_PLACE, lambda match: match.span(1))
            .without(BELONGING, _listed)
            .without(LONG_TITLE)
            .without(APPOSITION, _listed)
            .without(RELATIVE, _listed)
        )
    if "—" in bare.text or " - " in bare.text:
        bare = bare.without(DASHED_LIST, lambda match: match.span(1))
    if "(" in bare.text:
        bare = bare.without(BRACKET_LIST, lambda match: match.span(1))
    bare = bare.without(LENT).without(OF_HIS_BODY, lambda match: match.span(1)).without(OF_HIS_OWN, lambda match: match.span(1))
    bare = bare.without(AMONG).without(PEER)
    for item in SHARED_NOUN.finditer(bare.text):
        if bare.slots[int(item["n"])].surface.endswith(PLURALS):
            bare = bare.put(item.span("and"), ",")
            break
    while ";" in bare.text and (mark := SEMICOLONS.search(bare.text)):
        bare = bare.put(mark.span(), ",")
    if joined := JOINED.search(bare.text):
        bare = bare.put(joined.span("by"), " y" if bare.language == "es" else " and")
    if much := AS_MUCH.search(bare.text):
        bare = bare.put(much.span("como"), "y")
    return bare.without(BOTH).without(GROUP_OF).without(INSERT)


LISTED = re.compile(rf",(?:\s(?:and|y|e|et))?\s(?:con |a |al |with )?{THE}⟦[POG]")


def _listed(match: re.Match[str]) -> tuple[int, int]:
    """What stays of an interruption: its last comma where a list goes on after it."""
    end = match.end()
    return (end - 1, end) if LISTED.match(match.string, end - 1) else (end, end)
