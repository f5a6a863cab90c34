"""Short forms that a text defines for its long ones (Schwartz and Hearst 2003, both orders), and where it uses them."""

import re
from collections.abc import Callable, Iterator, Mapping

from loaders.documents.candidates import Candidate, Passage
from loaders.documents.shadow import fold_word

SHORT = r"[\"']?(?P<{0}>(?:[A-Z][\w&./-]{{0,14}}|[a-z][A-Z][\w&]{{1,10}})(?:\s[A-Z][\w&-]{{1,14}})?)[\"']?"
LEAD = (
    r"(?:(?:the|hereafter|hereinafter|known as|or|la|el|en adelante|por sus siglas(?: en (?:ingl[ée]s|espa[ñn]ol|franc[ée]s))?"
    r"|en lo sucesivo|ci-apr[èe]s|l'|sigle)[\s,]*)*"
)
# "Ministerio de Industria de Canadá (ISED)": the country may stand between.
OF_COUNTRY = (
    r"(?:\s(?:of|de|du|des|del)\s(?:the\s|los\s)?(?:Canad[áa]|M[ée]xico|Estados Unidos|United States|United Kingdom|China|Jap[óo]n|Japan|Corea del Sur))?"
)
INSIDE = re.compile(
    rf"^{OF_COUNTRY}\s?\(\s?{LEAD}{SHORT.format('one')}(?:\s?(?:,|/|\bor\b|\bo\b|\bou\b|\band\b)\s?{LEAD}{SHORT.format('two')})?(?:[,;][^()]*)?\s?\)"
)
BESIDE = re.compile(
    r"^\s?,\s(?:or|known as|also known as|o|conocid[oa] como|ou|"
    r"connue? sous le nom de)\s(?:the\s|l[ao]s?\s)?[\"']?(?P<one>[A-Z][A-Z&]{1,9})[\"']?(?=[\s,.])"
)
SHORT_FIRST = re.compile(r"(?:^|[\s(\"'])(?P<one>[A-Z][A-Z&-]{1,9})\s?\((?:the |la |el |l')?$")
FILLERS = frozenset(
    ["of", "the", "and", "for", "on", "in", "de", "del", "la", "las", "los", "el", "y", "e", "para", "en", "des", "du", "d", "l", "et", "sur", "aux", "au", "a"]
)


def defined(passage: Passage, candidate: Candidate, called: str = "") -> Iterator[tuple[str, int, int]]:
    """The short forms that stand in brackets after (or before) a long form: (short form, start, end) in the shadow.

    `called` is what the registry calls the body: a name in small letters is taken for one only if it is that.
    """
    text = passage.shadow.text
    after = text[candidate.end : min(passage.end, candidate.end + 90)]
    if called.islower() and after.startswith(f" ({called})"):
        yield called, candidate.end + 2, candidate.end + 2 + len(called)
    match = INSIDE.match(after) or BESIDE.match(after)
    if match:
        for group in ("one", "two"):
            if group in match.re.groupindex and (short := match[group]) and stands_for(short, text[candidate.start : candidate.end]):
                start = candidate.end + match.start(group)
                yield short, start, start + len(short)
    if text[candidate.end : candidate.end + 1] == ")":
        before = text[max(passage.start, candidate.start - 24) : candidate.start]
        if (first := SHORT_FIRST.search(before)) and stands_for(first["one"], text[candidate.start : candidate.end]):
            start = candidate.start - len(before) + first.start("one")
            yield first["one"], start, start + len(first["one"])


def stands_for(short: str, long: str) -> bool:
    """Whether a short form can be one of a long form: a word of it, or letters of it in order that begin its words.

    In another language's long form the letters may not fit; then a form in capitals is taken on trust.
    """
    words = [fold_word(word) for word in re.findall(r"[^\W_]+", long)]
    if all(fold_word(part) in words for part in re.findall(r"[^\W_]+", short)):
        return short[0].isupper() and short not in long.split()[:1]
    letters = fold_word(re.sub(r"[^\w]", "", short))
    initials = "".join(word[0] for word in words if word not in FILLERS)
    if initials.startswith(letters[:1]) and _ordered(letters, "".join(words)):
        return True
    return any(sum(c.isupper() for c in part) >= 2 for part in short.split())  # "(Estados Unidos)" only says where


def _ordered(letters: str, text: str) -> bool:
    at = 0
    for letter in letters:
        at = text.find(letter, at) + 1
        if not at:
            return False
    return True


def uses(passage: Passage, shorts: Mapping[str, str], taken: Callable[[int, int], bool]) -> Iterator[tuple[str, int, int]]:
    """Where defined short forms stand alone: (id, start, end). A plain word ("Commission") counts only with its capital and not in a longer name."""
    tokens = passage.shadow.tokens
    small = {short for short in shorts if short.islower()}
    for i in passage.tokens:
        for size in (2, 1):
            run = tokens[i : i + size]
            if i + size > passage.tokens.stop or (not run[0].capital and run[0].surface not in small and not any(c.isupper() for c in run[0].surface)):
                continue
            surface = passage.shadow.text[run[0].start : run[-1].end]
            if surface not in shorts or taken(run[0].start, run[-1].end):
                continue
            if surface not in small and not surface.isupper() and (passage.headline or _in_longer_name(passage, i, i + size)):
                continue
            yield shorts[surface], run[0].start, run[-1].end
            break


def _in_longer_name(passage: Passage, first: int, end: int) -> bool:
    tokens = passage.shadow.tokens
    before = tokens[first - 1] if first > passage.tokens.start and tokens[first].joint == " " else None
    left = before is not None and before.capital and before.folded not in FILLERS | {"this", "that", "its"}
    right = end < passage.tokens.stop and tokens[end].joint == " " and tokens[end].capital
    return left or right
