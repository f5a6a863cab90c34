"""Order and ranks among the actors that a question lists; equal scores share a rank and are ordered by id."""

from bisect import bisect_left
from collections.abc import Collection

import numpy as np

from graph import ontology
from graph.errors import RequestError, shown
from graph.snapshot.arrays import Flags, Floats, Ints, Longs, Snapshot

DIGITS = 10


def in_country(snapshot: Snapshot, country: str) -> Flags:
    """Which entities are of a country, by number."""
    texts, code = snapshot.countries, np.frombuffer(country.encode(), dtype=np.uint8)
    found: Flags = np.diff(texts.offsets) == len(code)
    at = np.flatnonzero(found)
    found[at] = (texts.blob[texts.offsets[at][:, None] + np.arange(len(code))] == code).all(axis=1)
    return found


def check_scope(snapshot: Snapshot, scope: str) -> None:
    """Raise RequestError for a country that nobody in the store is of; "" stands for all."""
    if scope and not in_country(snapshot, scope).any():
        countries = sorted(set(snapshot.countries) - {""})
        raise RequestError(f"{shown(scope)}: no actor of that country is in the store; countries are {', '.join(countries) or 'not known'}")


def listed(snapshot: Snapshot, actors: Ints, scope: str, kinds: Collection[str]) -> Flags:
    """Which of the actors are of a country and of kinds, where these are given."""
    found = np.ones(len(actors), dtype=np.bool_)
    if scope:
        found &= in_country(snapshot, scope)[actors]
    if kinds:
        found &= np.array([key in kinds for key in ontology.load().entities])[snapshot.kind_codes[actors]]
    return found


def by_id(snapshot: Snapshot) -> Longs:
    """A number for each entity that sorts as its id does; public entities and private ones are each in order already."""
    places = 2 * np.arange(snapshot.public_entities, dtype=np.int64) + 1
    private = [2 * bisect_left(snapshot.ids, snapshot.ids[v], 0, snapshot.public_entities) for v in range(snapshot.public_entities, len(snapshot.ids))]
    return np.append(places, np.array(private, dtype=np.int64))


def first_of(actors: Ints, formal: Collection[int]) -> Floats:
    """2 for actors with formal authority (entity numbers), 0 for the others: added to a score below 1 it puts them first."""
    return np.where(np.isin(actors, list(formal)), 2.0, 0.0)


def leaders(keys: Floats, among: Flags, order: Longs, count: int) -> Longs:
    """Positions of the `count` highest keys among some actors, best first; equal ones by `order`."""
    at = np.flatnonzero(among)
    if len(at) > count:
        at = at[keys[at] >= np.partition(keys[at], len(at) - count)[len(at) - count]]
    return at[np.lexsort((order[at], -keys[at]))][:count]


def share_below(values: Floats) -> Floats:
    """The share of the others that lie below each (n), in [0, 1]; equal values lie below none of each other."""
    keys = np.round(values, DIGITS)
    return np.searchsorted(np.sort(keys), keys).astype(np.float64) / max(len(keys) - 1, 1)


def ranks_of(keys: Floats, among: Flags, shown: Longs) -> Longs:
    """Ranks among some actors of those shown; equal keys share the first of their ranks."""
    rivals = keys[among & (keys > keys[shown].min(initial=np.inf))]
    return 1 + len(rivals) - np.searchsorted(np.sort(rivals), keys[shown], side="right")


def middle_ranks(keys: Floats, shown: Longs) -> Floats:
    """Ranks (shown, d) in each column of keys (listed, d) of those shown; equal keys share their middle rank."""
    found = np.empty((len(shown), keys.shape[1]))
    for column in range(keys.shape[1]):
        own = keys[shown, column]
        rivals = keys[:, column]
        near = np.sort(rivals[rivals >= own.min()])
        above, level = len(near) - np.searchsorted(near, own, side="right"), np.searchsorted(near, own, side="right") - np.searchsorted(near, own)
        found[:, column] = above + (level + 1) / 2
    return found
