"""Who wrote a text, by its byline, the title of a statement, or a name on a line of its own above a column of opinion."""

import re
from collections.abc import Sequence

from loaders.documents.boilerplate import BYLINE

AUTHOR_END = re.compile(r"\s*(?:\(|/|\||,|·|—|–| - |\d|\bfor\b|\bstaff\b|\bon\b|$)")
# A line that is a person's name, and the words by which a text is a column of opinion.
NAME_LINE = re.compile(
    r"(?!(?:The|El|La|Los|Las|Una?|An?|Secretar\w+|C[áa]mara|Asociaci[óo]n|Consejo|Comunicado|Instituto|Office|Department|House|Senate|Association|Council"
    r"|Chamber|Instituto|Universidad|Redacci[óo]n|Opini[óo]n)\b)[A-ZÀ-Ý][a-zà-ÿ'’-]+(?: (?:[A-ZÀ-Ý]\.|(?:de|del|la|y|von|van|da) )*[A-ZÀ-Ý][\w'’-]+){1,3}"
)
STATEMENT_OF = re.compile(
    r"(?:(?:Prepared|Written|Opening) )?(?:Statement|Testimony|Remarks|Testimonio|Intervenci[óo]n)(?: for the record)? (?:of|by|de) ([^,.]{5,60})"
)
COLUMN = re.compile(
    r"^(?:OPINI[ÓO]N|Opini[óo]n|COLUMNA|Columna|OPINION|Opinion|COMMENTARY|Commentary|Op-?[Ee]d)\b|\b(?:[Ee]l autor|[Ll]a autora|[Tt]he author) (?:es|is)\b"
    r"|\b(?:opiniones son|opiniones expresadas|[Vv]iews expressed)\b"
)
HEAD = 4  # parts at the beginning of a text that may name its author


def author_of(parts: Sequence[tuple[str, str]]) -> str:
    """The author's name as the text's parts (each its kind and its words) give it; "" if they give none."""
    for kind, line in parts:
        if kind == "byline" and (by := BYLINE.match(line)):
            rest = line[by.end() :]
            end = AUTHOR_END.search(rest)
            return rest[: end.start()].strip(" .\"'") if end else ""
    head = [(i, kind, line.strip()) for i, (kind, line) in enumerate(parts[:HEAD])]
    for _, kind, line in head:
        if kind in ("title", "heading") and (told := STATEMENT_OF.fullmatch(line)) and NAME_LINE.fullmatch(told[1]):
            return told[1]
    named = [line for i, kind, line in head if i and kind == "heading" and NAME_LINE.fullmatch(line) and _opens(parts, i)]
    return named[0] if named and any(COLUMN.search(line) for _, line in parts) else ""


def _opens(parts: Sequence[tuple[str, str]], place: int) -> bool:
    """Whether the text proper begins right after a line."""
    return any(kind == "prose" for kind, _ in parts[place + 1 : place + 3])
