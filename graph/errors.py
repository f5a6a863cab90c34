"""Every error that Trilateral raises on purpose.

    TrilateralError              500  exit 2
    ├── RequestError             400  exit 2   the request is wrong
    │   ├── UnknownName          404  exit 2   nobody is called that; the nearest three are offered
    │   ├── AmbiguousName        409  exit 2   several are called that; they are listed
    │   ├── Contradicted         409  exit 2   a person has said otherwise; that word is taken back first
    │   ├── Outdated             409  exit 2   it goes on from an answer that the record no longer gives
    │   └── BadDate              400  exit 2   a date that is none
    ├── AccessError              401  exit 2   who asks is not known: no key, or one that opens nothing
    │   └── Forbidden            403  exit 2   who asks is known, and may not do this
    ├── ClaimError               422  exit 2   a claim contradicts the ontology or its own text
    ├── OntologyError            500  exit 2   the ontology's files contradict one another
    ├── SourceError              422  exit 3   a source cannot be read
    └── StoreError               503  exit 3   the store cannot be read or written
        ├── StoreLocked          503  exit 3   another writer holds it
        ├── StoreReadOnly        503  exit 3   it cannot be written
        ├── StoreUnreachable     503  exit 3   its server does not answer
        ├── StoreRefused         503  exit 3   its server does not let us in
        └── StoreForeign         503  exit 3   corrupt, of a newer schema, or not ours

A message is one line: the thing, what is wrong with it, what to do. `status` is the HTTP
status, `exit_code` the exit status of the command line.
"""

from collections.abc import Sequence


class TrilateralError(Exception):
    """Root of the tree; `str(error)` is the one line shown to people."""

    status = 500
    exit_code = 2
    title = "Trilateral failed"


class RequestError(TrilateralError):
    """The request is wrong and will stay wrong until it is changed."""

    status = 400
    title = "The request is wrong"


class UnknownName(RequestError):
    """Nothing carries this name; `nearest` holds up to three that come close."""

    status = 404
    title = "Unknown name"

    def __init__(self, name: str, nearest: Sequence[str] = (), *, what: str = "entity", todo: str = "try `trilateral search`") -> None:
        self.name = name
        self.nearest = tuple(nearest)
        hint = f"did you mean {' or '.join(f'“{shown(one)}”' for one in self.nearest)}?" if self.nearest else todo
        super().__init__(f"{shown(name.strip()) or 'nothing'}: no {what} of that name is in the store; {hint}")


class AmbiguousName(RequestError):
    """Several entities carry this name; `candidates` lists them as "id (name)"."""

    status = 409
    title = "Ambiguous name"

    def __init__(self, name: str, candidates: Sequence[str], *, what: str = "entities are called") -> None:
        self.name = name
        self.candidates = tuple(candidates)
        super().__init__(f"{shown(name)}: several {what} that; name one of {', '.join(self.candidates)}")


class Contradicted(RequestError):
    """What is asked for contradicts what a person said before."""

    status = 409
    title = "Said otherwise before"


class Outdated(RequestError):
    """What is asked for goes on from an answer that is no longer that of the record."""

    status = 409
    title = "Changed since"


class BadDate(RequestError):
    """A date that is none; partial dates such as 2025 or 2025-04 are fine."""

    title = "Not a date"

    def __init__(self, text: str, forms: str = "2025, 2025-04, 2025-04-22 or 2025-04-20..2025-04-28") -> None:
        super().__init__(f"{shown(text.strip()) or 'nothing'}: not a date; write {forms}")


class AccessError(TrilateralError):
    """Nobody is known by what was given: no key, a wrong, expired or revoked one."""

    status = 401
    title = "A key is needed"


class Forbidden(AccessError):
    """The caller is known, and may not do what was asked."""

    status = 403
    title = "Not allowed"


class ClaimError(TrilateralError):
    """A claim contradicts the ontology, or its quote is not in its text; `claim` is its id, where one claim is at fault."""

    status = 422
    title = "Claim refused"

    def __init__(self, message: str, claim: str = "") -> None:
        self.claim = claim
        super().__init__(message)


class OntologyError(TrilateralError):
    """The ontology's files contradict one another."""

    title = "The ontology is broken"


class SourceError(TrilateralError):
    """A source (file, folder, archive, stream) cannot be read."""

    status = 422
    exit_code = 3
    title = "Source unreadable"


class StoreError(TrilateralError):
    """The store cannot be read or written."""

    status = 503
    exit_code = 3
    title = "Store unavailable"


class StoreLocked(StoreError):
    """Another process is writing to the store."""

    title = "Store locked"


class StoreReadOnly(StoreError):
    """The store or its folder cannot be written."""

    title = "Store is read-only"


class StoreUnreachable(StoreError):
    """The server that holds the store does not answer."""

    title = "Store's server unreachable"


class StoreRefused(StoreError):
    """The server that holds the store does not accept user and password."""

    title = "Store's server refuses us"


class StoreForeign(StoreError):
    """The file is corrupt, of a newer schema, or not a Trilateral store."""

    title = "Not a usable store"


def shown(text: str, limit: int = 80) -> str:
    """`text` made safe for one line of a terminal: controls and direction marks escaped, cut to `limit`."""
    safe = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return safe if len(safe) <= limit else safe[: limit - 1] + "…"
