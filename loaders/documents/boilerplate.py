"""What surrounds an article on its page: words and shapes by which menus, credits, calendars and comments show."""

import re
from collections.abc import Sequence
from typing import Literal

from loaders.documents.gates import Gated
from loaders.documents.vocabulary import read_rules

LineKind = Literal["menu", "footer", "credit", "comments", "events", "related", "byline", "dateline", "caption", "source", ""]


def _whole(key: str) -> Gated:
    """A line that is one of the phrases of `rules/boilerplate.yaml`, give or take marks and a count around it."""
    return Gated(rf"^\W*(?:\d+\s+)?(?:{'|'.join(read_rules('boilerplate')[key])})\W*(?:\(?\d+\)?)?\W*$", re.IGNORECASE)


COMMENTS = Gated(
    r"^\W*(?:\d+\s+(?:views?\s*)?)?(?:\d+\s*)?(?:comments?|comentarios?|commentaires?|responses?|respuestas|réponses|replies|thoughts "
    r"on .*)\W*(?:\(?\d+\)?)?\W*$"
    r"|^\W*(?:leave a (?:reply|comment)|post a comment|add a comment|write a comment|join the (?:discussion|conversation)|deja "
    r"(?:un comentario|una respuesta)|dejar un comentario"
    r"|escribe un comentario|agregar comentario|laisser un commentaire|laissez un commentaire|ajouter un commentaire|votre commentaire"
    r"|be the first to comment|comments? (?:are|is) closed)\b",
    re.IGNORECASE,
)
VIEWS = Gated(r"^\W*\d+\s*(?:views?|vistas?|visualizaciones|vues|likes?|shares?|min(?:ute)?s? (?:read|de lectura|de lecture))\b.{0,30}$", re.IGNORECASE)
EVENTS = Gated(
    r"^\W*(?:(?:upcoming|past|our|related)\s+events?|events?(?: calendar)?|(?:pr[óo]ximos|nuestros|otros)?\s*eventos?(?:\s+[A-ZÁÉÍÓÚ][\wÁÉÍÓÚ]*){0,3}"
    r"|(?:actividades|eventos) asociad[oa]s"
    r"|agenda|calendario(?: de eventos)?|calendar|(?:nos |prochains )?[ée]v[ée]nements?(?: à venir)?|webinars?|no data was found)\W*$",
    re.IGNORECASE,
)
RELATED = _whole("related")
RELATED_LINE = Gated(rf"^\W*(?:{'|'.join(read_rules('boilerplate')['labels'])})\s*[:|»›>→]", re.IGNORECASE)
MENU = _whole("menu")
PIECE = _whole("piece")
SEPARATED = re.compile(r"\s+[|·•●∙»›/–—-]\s+|\s{3,}|\t+")
COOKIES = Gated(rf"^\W*(?:{'|'.join(read_rules('boilerplate')['cookies'])})", re.IGNORECASE)
NEWSLETTER = Gated(
    r"^\W*(?:(?:please )?(?:subscribe|sign up|register)\b.{0,60}\b(?:newsletter|updates|alerts|inbox|email|free|today|now|mailing "
    r"list|access)|subscribe (?:now|today|here|to (?:our|the|this))|get (?:our|the) (?:latest|newsletter|daily)|already a subscriber"
    r"|stay (?:informed|connected|up to date)"
    r"|suscr[íi]be(?:te|rse|se)|s[íi]guenos|reg[íi]strate|recibe (?:gratis |cada |en tu|nuestr|las|los|lo mejor|todas)"
    r"|abonnez-vous|inscrivez-vous|recevez|suivez-nous"
    r"|follow us|connect with us|join our mailing)\b",
    re.IGNORECASE,
)
CREDIT = Gated(
    r"^\W*(?:(?:main |featured |cover |header )?(?:photo|image|picture|illustration|graphic|video|foto|fotograf[íi]a|imagen|im[áa]genes"
    r"|gr[áa]fico|ilustraci[óo]n|cr[ée]dits?|cr[ée]ditos?)(?:s)?(?:\s+(?:credits?|courtesy|cr[ée]dit))?\s*(?:[:/|©]|by\b|cortes[íi]a"
    r"|courtesy|v[íi]a\b|via\b|de\s*:|of\s*:|source\b)"
    r"|cr[ée]dit photo|photo\s+(?:by|courtesy|via)|©|copyright\b|getty images\b|shutterstock\b|istock\b|unsplash\b|imagen cortes[íi]a|cortes[íi]a de\b)",
    re.IGNORECASE,
)
CREDIT_END = re.compile(
    r"(?:\((?:photo|foto|image|imagen|ap photo|cr[ée]dit)[^)]*\)|(?:getty images|shutterstock|istock|unsplash|reuters/[A-Z][\w "
    r"]+|ap photo/[A-Z][\w ]+|cuartoscuro|afp)\W*)$",
    re.IGNORECASE,
)
FOOTER = Gated(
    r"you(?:'re| are)? (?:receiv(?:e|ed|ing)|get|got) this (?:e-?mail|newsletter|message|because)|recib(?:es?|iste) este (?:correo|bolet[íi]n|mensaje)"
    r"|\b(?:unsubscribe|manage (?:your )?preferences|view (?:it )?in (?:your )?browser|forward (?:it|this) to a friend|advertise with us)\b"
    r"|(?:ya no|no) desea recibir|dejar de recibir (?:estos|este)|darse de baja"
    r"|all rights reserved|todos los derechos reservados|derechos reservados|tous droits r[ée]serv[ée]s|terms of (?:use|service)"
    r"|privacy policy|aviso de privacidad|pol[íi]tica de (?:privacidad|cookies)|politique de confidentialit[ée]|we use cookies"
    r"|usamos cookies|utilizamos cookies|powered by"
    r"|^\W*(?:(?:media |press )?contacts?|contacto(?: de prensa)?|contact presse|tel(?:[ée]fono|\.|ephone|[ée]phone)?|phone|fax"
    r"|e-?mail|correo|address|direcci[óo]n|adresse|whatsapp)\s*:|^\W*(?:ver nota|leer nota|nota original|consulta la nota|view "
    r"original|original article|source link|lien)\b.{0,30}:|\bview source version\b",
    re.IGNORECASE,
)
ADDRESS_ONLY = re.compile(
    r"^[^\w@]*(?:[^\s@]+@[\w-]+(?:\.[\w-]+)+|@\w+|(?:https?://)\S+|(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|org|mx|ca|net|gov|gob"
    r"|us|info|edu|eu|fr|es)(?:\.\w\w)?(?:/\S*)?|#\w+(?:\s+#\w+)*|\+?[\d\s().-]{8,20})[^\w]*$",
    re.IGNORECASE,
)
DOMAIN_END = re.compile(r"\s(?:www\.)?[\w-]+\.(?:com|org|net|mx|ca|gob\.mx|com\.mx|org\.mx)\W*$", re.IGNORECASE)
CRUMBS = re.compile(
    r"^(?:[^.!?]{1,40}\s*(?:»|›|→|>)\s*)+[^»›→>]{1,160}$|^(?:[\w&' ]{2,24}\s*\|\s*){2,}[\w&' ]{2,24}\|?$|^(?:home|inicio|portada"
    r"|accueil)\s*/\s*\S.*$",
    re.IGNORECASE,
)
HOUR = r"\d{1,2}(?::\d\d|\s*h\s*\d{0,2})?\s*(?:(?:am|pm|a\.\s?m\.|p\.\s?m\.|hrs?\.?|horas|h)(?!\w)\.?)?"
EVENT_TIME = Gated(
    rf"^(?=.*(?:\d:\d\d|\d\s*[ap]\.?\s?m\b|hrs|horas|\dh))\W*(?:de|from|à|de las|a|to|hasta)?\s*{HOUR}\s*(?:(?:a|to|-|–|al|hasta|à)\s*(?:las\s*)?{HOUR})?\W*$",
    re.IGNORECASE,
)
EVENT_DAY = re.compile(r"^\W*(?:\w{3,10},?\s+)?\d{1,2}\s+(?:de\s+)?[a-zñéûà.]{3,10}\W*$|^\W*[a-zñéûà.]{3,10}\s+\d{1,2}\W*$", re.IGNORECASE)
BYLINE = Gated(
    r"^\W*(?:[Bb]y|BY|[Pp]or|POR|[Pp]ar|PAR|[Ww]ritten by|[Aa]uthor|[Aa]utor(?:a|es)?|[Aa]uteure?|[Ee]scrito por|[Tt]exto|[Rr]eportero"
    r"|[Ss]tory by|[Rr]edacci[óo]n|REDACCI[ÓO]N|[Ss]taff|[Pp]osted by|[Pp]ublished by|[Pp]ublicado por)\s*:?\s+(?=[\"'A-ZÁÉÍÓÚÑÉÈ])"
)
CAPTION = Gated(r"^\W*(?:figure|fig\.|figura|gr[áa]fic[oa]|graphique|chart|table|tabla|cuadro|tableau|map|mapa|imagen|image)\s*\d+\W*", re.IGNORECASE)
SOURCE = Gated(
    r"^\W*(?:sources?|fuentes?|data|datos|nota|note)\s*:|\bwith (?:data|information) from\b|\bcon (?:datos|informaci[óo]n) de\b"
    r"|\bavec (?:les|des) donn[ée]es\b|\bdatos de\b",
    re.IGNORECASE,
)
END_MARK = re.compile(r"^\W*(?:bottom of page|fin de(?: la)? p[áa]gina|#{3,}|-30-|\* \* \*)\W*$", re.IGNORECASE)

LONGEST = 1200  # no menu, credit or footer is longer; patterns that look for one take time that grows with the line


def line_kind(line: str) -> LineKind:
    """What a line (or paragraph) is if not text of the article; "" when nothing speaks against it."""
    if len(line) > LONGEST:
        return ""
    words = len(line.split())
    if _separated(line):
        return "menu"
    if words <= 60 and COOKIES.match(line):
        return "footer"
    if words <= 14:
        if END_MARK.match(line) or MENU.match(line) or (VIEWS.match(line) and not COMMENTS.match(line)) or ("«" not in line and CRUMBS.match(line)):
            return "menu"
        if COMMENTS.match(line) or re.match(r"^\W*\d+ views?\W*\d+ comments?\W*$", line, re.IGNORECASE):
            return "comments"
        if EVENTS.match(line):
            return "events"
        if RELATED.match(line):
            return "related"
        if ADDRESS_ONLY.match(line):
            return "footer"
    if RELATED_LINE.match(line) or (words <= 40 and NEWSLETTER.match(line)):
        return "menu"
    if words <= 40 and (CREDIT.match(line) or (words <= 25 and CREDIT_END.search(line))):
        return "credit"
    if (words <= 60 and FOOTER.search(line)) or (words <= 10 and DOMAIN_END.search(line)):
        return "footer"
    if (words <= 20 and CAPTION.match(line) and not line.rstrip().endswith((".", "!", "?"))) or (words <= 3 and CAPTION.match(line)):
        return "caption"
    if words <= 30 and SOURCE.search(line) and not line.rstrip().endswith("."):
        return "source"
    return ""


def _separated(line: str) -> bool:
    """Whether a line is a row of labels parted by marks: every one of a menu's or share line's words, or three and more of one to three words.

    Labels of a menu are short and end no sentence; "ACT | The App Association" and a table's row of figures are not such rows.
    """
    pieces = [piece.strip(" |·•●∙»›/") for piece in SEPARATED.split(line.strip(" |·•●∙»›/"))]
    pieces = [piece for piece in pieces if piece]
    if len(pieces) == 1 and 4 <= len(words := line.split()) <= 14:
        return sum(bool(PIECE.match(word)) for word in words) >= 0.7 * len(words)
    if len(pieces) < 2 or any(len(piece) > 40 for piece in pieces):
        return False
    known = sum(bool(MENU.match(piece) or PIECE.match(piece)) for piece in pieces)
    if known == len(pieces) or (known and known * 2 >= len(pieces)):
        return True
    short = all(len(piece.split()) <= 3 and not re.search(r"[\d.!?:%$]", piece) for piece in pieces)
    return len(pieces) >= (4 if "\t" in line else 3) and short and (known > 0 or "|" in line or "   " in line or " / " in line)


def is_event_entry(lines: Sequence[str], i: int) -> bool:
    """Whether line i starts an entry of a calendar: a day, then a time within two lines."""
    return bool(EVENT_DAY.match(lines[i])) and any(EVENT_TIME.match(line) for line in lines[i + 1 : i + 3])
