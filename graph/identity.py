"""Names and judgements: which spelling, and which two ids, mean one entity.

`fold` and `slug` work on spellings, `clusters` on judgements, `resolve` on what a person typed.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from graph.claims import Judgement
from graph.errors import AmbiguousName, ClaimError, UnknownName, shown
from graph.results import EntityHit
from graph.store.base import PUBLIC, GraphStore

BETWEEN_WORDS = re.compile(r"[\W_]+")
ARTICLE = re.compile(r"(?:the|el|la|los|las|le|les) (?=.)")
ELISION = re.compile(r"^\W*l['’](?=\w)", re.IGNORECASE)
NOT_DECOMPOSED = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
INVISIBLE = frozenset({"Mn", "Mc", "Me", "Cf", "Cs"})
LONGEST_SLUG = 80
NEAREST = 3


def fold(text: str) -> str:
    """The spelling that two spellings of a name share.

    Decomposed (NFKD), case folded, without combining marks and invisible characters, words parted
    by one space, a leading article (English, Spanish, French) dropped. Folding twice changes
    nothing. A text without any word, such as an emoji, folds to itself without spaces around it.
    """
    if text.isascii():
        plain = text.casefold()
    else:
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        plain = "".join(c for c in decomposed if unicodedata.category(c) not in INVISIBLE)
    folded = BETWEEN_WORDS.sub(" ", ELISION.sub("", plain)).strip()
    while article := ARTICLE.match(folded):
        folded = folded[article.end() :]
    return folded or " ".join(plain.replace("\0", " ").split())


def slug(text: str) -> str:
    """A readable id part of a-z, 0-9 and hyphens, never empty and at most 80 characters.

    Where letters cannot be written in ASCII, or the text is longer, a short hash of it is appended,
    so that two names rarely share a slug.
    """
    folded = fold(text).translate(NOT_DECOMPOSED)
    plain = "-".join(re.findall(r"[a-z0-9]+", folded))
    complete = all(c.isascii() for c in folded if c.isalnum())
    if plain and complete and len(plain) <= LONGEST_SLUG:
        return plain
    mark = blake2b(fold(text).encode(), digest_size=5).hexdigest()
    return f"{plain[: LONGEST_SLUG - 11].strip('-')}-{mark}".strip("-")


def clusters(judgements: Iterable[Judgement]) -> dict[str, str]:
    """Each merged id with the canonical id of its cluster (itself included); other ids are not in it.

    The canonical id is the smallest of the cluster in the order of text. A later judgement on a pair
    replaces an earlier one, `undecided` takes it back. Raises ClaimError when two ids that are
    judged different would be merged.
    """
    verdicts = {(min(j.left, j.right), max(j.left, j.right)): j.verdict for j in judgements}
    parent: dict[str, str] = {}
    for (left, right), verdict in verdicts.items():
        if verdict == "same":
            first, second = sorted((_root(parent, left), _root(parent, right)))
            parent[first] = parent[second] = first
    for (left, right), verdict in sorted(verdicts.items()):
        if verdict == "different" and _root(parent, left) == _root(parent, right):
            raise ClaimError(f"{shown(left)} and {shown(right)}: judged different, but other judgements make them the same; take one of those back")
    return {member: _root(parent, member) for member in sorted(parent)}


def _root(parent: dict[str, str], member: str) -> str:
    while (above := parent.get(member, member)) != member:
        parent[member] = parent.get(above, above)
        member = above
    return member


def resolve(store: GraphStore, name: str, layers: Sequence[str] = PUBLIC) -> EntityHit:
    """The one entity that an id, name or alias stands for, in any case and with or without accents.

    A government wins over the place of the same code, a body over a post of that name; the last two
    or more names of a person find the person. Raises UnknownName with the nearest three, or
    AmbiguousName with the candidates.
    """
    hits = store.search(name, layers=layers)
    exact = _without_shadows([hit for hit in hits if hit.score == 1])
    found = exact or [hit for hit in hits if _is_surname(fold(name), hit)]
    if not found:
        raise UnknownName(name, [hit.matched for hit in hits[:NEAREST]])
    if len(found) > 1:
        raise AmbiguousName(name, [f"{hit.id} ({shown(hit.name)})" for hit in found])
    return found[0]


def _without_shadows(hits: list[EntityHit]) -> list[EntityHit]:
    ids = {hit.id for hit in hits}
    bodies = any(hit.id.startswith(("org:", "gov:")) for hit in hits)
    return [hit for hit in hits if not (hit.kind == "place" and hit.id.replace("place:", "gov:", 1) in ids) and not (hit.kind == "post" and bodies)]


def _is_surname(folded: str, hit: EntityHit) -> bool:
    return hit.kind == "person" and " " in folded and fold(hit.matched).endswith(f" {folded}")
