"""What the words of posts say: whether a title is a head's, a former one's, and which bodies have heads."""

import re

from loaders.documents.attribution import words

FORMER = re.compile(
    (
        r"(?:\bformer(?:ly)?\b|\bex[- ](?=\w)|\bex(?=presid|secret|minist|direct|gobern|embaj|canciller|titular|comision"
        r"|subsec|présid|coord)|\bthen-|\bonce\b|\bentonces\b|\banterior\b|\bantigu[oa]\b|\bancien(?:ne)?\b"
        r"|\bprevious(?:ly)?\b|\bserved as\b|\bfuera\b|\bfuese\b|\bused to\b|\bhad been\b|\bhab[íi]a sido\b|\bfue\b(?! (?:re)?(?:nombrad|designad"
        r"|elect|elegid|ratificad|confirmad)))"
    ),
    re.I,
)
STAND_IN = re.compile(r"\b(?:nominee|designate|electo|electa|designad[oa](?= (?:president|titular|director)))\b", re.I)
NOW = re.compile(r"\b(?:now|currently|today|ahora|actualmente|maintenant|actuellement)\b", re.I)
SECTION = re.compile(
    (
        r"\b(?:directora?|director|head|chief|jef[ea]|coordinadora?|gerente|responsable|directeur|directrice|president"
        r"|presidenta?) (?:of|for|de|del|de la|du|on) (?!la |el |the )?\w"
        r"|\b(?:of|for|de|del) (?:the |la |el )?(?:(?:sub)?comisi[óo]n|(?:sub)?comit[ée]|(?:sub)?committee|caucus|bancada|task force"
        r"|grupo de trabajo|working group)\b"
    ),
    re.I,
)
HEADED = frozenset(
    [
        "association",
        "chamber",
        "company",
        "think_tank",
        "organisation",
        "media",
        "agency",
        "legislature",
        "government",
        "intergovernmental",
        "statistics_publisher",
    ]
)


def is_top(title: str) -> bool:
    """Whether a title, or one of the two it joins ("vice president and chief executive"), is a head's."""
    parts = re.split(r"\s(?:and|y|et|&)\s", title)
    whole = not other_post().search(title) and not SECTION.search(title)
    return whole or (len(parts) > 1 and any(top_post().search(part) and not other_post().search(part) and not SECTION.search(part) for part in parts))


def heads_government(title: str) -> bool:
    return (
        re.search(
            r"\b(?:president[ea]?|prime minister|primer(?:a)? ministr[oa]|head|governor|gobernador(?:a)?|président(?:e)?|premi(?:er|ère) ministre"
            r"|premier|gov\.|mayor|alcalde|alcaldesa|mandatari[oa]|jef[ea] de gobierno)(?!\w)",
            title,
            re.I,
        )
        is not None
    )


def top_post() -> re.Pattern[str]:
    return re.compile(rf"^\s*(?:{words('posts')['words']['top']})\s*$", re.I)


def other_post() -> re.Pattern[str]:
    lists = words("posts")["words"]
    return re.compile(rf"\b(?:{lists['other']})\b", re.I)
