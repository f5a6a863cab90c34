"""Names, kinds and bodies of entities, from columns of the claims that tell of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson

from graph import ontology
from graph.claims import Status
from graph.snapshot.arrays import STATUSES, Bytes, Ints, Longs, Smalls, Texts
from graph.snapshot.filed import FACING, Told, face

DIGITS = 32  # of a claim's id
REJECTED, ACCEPTED = STATUSES.index(Status.REJECTED), STATUSES.index(Status.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Telling:
    """Columns of all claims, by which entities get their faces: ends as entity numbers (-1: none), order of the claim's source, value by claim."""

    subject: Ints
    object: Ints
    predicate: Smalls
    status: Smalls
    order: Smalls
    id: Bytes
    value: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Faces:
    """Columns of entities."""

    names: list[bytes]
    countries: list[bytes]
    kind_codes: Smalls
    bodies: list[bytes]


def faces(ids: Sequence[str], wanted: Iterable[int], told: Mapping[int, Sequence[Told]], merged: Mapping[str, Sequence[str]]) -> Faces:
    """The faces of the entities wanted, in their order; `told` as `telling` groups it, `merged` the other ids of each."""
    codes = {key: number for number, key in enumerate(ontology.load().entities)}
    implied = ontology.load().implied_kind
    kinds: dict[str, str] = {}
    names, countries, bodies, numbers = [], [], [], []
    for entity in wanted:
        key = ids[entity]
        prefix = key.partition(":")[0]
        kind = kinds.get(prefix) or kinds.setdefault(prefix, implied(key))
        said = told.get(entity, ())
        fields: dict[str, Any] = face(key, said, merged.get(key, ()), kind) if said or key in merged else {"id": key, "name": key, "kind": kind}
        names.append(fields["name"].encode())
        countries.append(fields.get("country", "").encode())
        numbers.append(codes[fields["kind"]])
        bodies.append(orjson.dumps(fields))
    return Faces(names, countries, np.array(numbers, dtype=np.int8), bodies)


def rows_that_tell(predicate: Smalls, status: Smalls, subject: Ints) -> Longs:
    """Claims that give their subject a face, unless they were rejected."""
    facing = np.array([key in FACING for key in ontology.load().predicates])
    return np.flatnonzero(facing[predicate] & (status != REJECTED) & (subject >= 0))


def telling(columns: Telling, rows: Longs, ids: Sequence[str]) -> Iterator[tuple[int, list[Told]]]:
    """What some claims tell, by subject, in order of precedence: the kind of source, then the claim's id."""
    predicates = tuple(ontology.load().predicates)
    high, low = np.ascontiguousarray(columns.id[rows]).view(">u8").T
    rows = rows[np.lexsort((low, high, columns.order[rows], columns.subject[rows]))]
    subjects = columns.subject[rows]
    digests = columns.id[rows].tobytes().hex()
    told = list(
        zip(
            [predicates[number] for number in columns.predicate[rows].tolist()],
            (columns.status[rows] == ACCEPTED).tolist(),
            map(columns.value, rows.tolist()),
            ["" if number < 0 else ids[number] for number in columns.object[rows].tolist()],
            [f"claim:{digests[at : at + DIGITS]}" for at in range(0, len(digests), DIGITS)],
            strict=True,
        )
    )
    first = np.flatnonzero(np.diff(subjects, prepend=-1))
    bounds = [*first.tolist(), len(rows)]
    for number, subject in enumerate(subjects[first].tolist()):
        yield subject, told[bounds[number] : bounds[number + 1]]


def packed(some: Faces) -> dict[str, Any]:
    """The faces as fields of a snapshot."""
    return {
        "names": Texts.packed(some.names),
        "countries": Texts.packed(some.countries),
        "kind_codes": some.kind_codes,
        "bodies": Texts.packed(some.bodies),
    }
