"""Who sits where on a day: the holders of a post, whether it is vacant, and who heads a body by a post."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from graph.authority import post_bodies, post_holders, said
from graph.snapshot.arrays import Snapshot
from graph.view import View


@dataclass(frozen=True, slots=True)
class Seats:
    """The posts on one day, by entity numbers.

    holders: who holds each post; bodies: where each post is; heading: the posts that head their body; acting:
    persons and posts held only for the time being; emptied: posts that were held before or are said to be vacant.
    """

    holders: Mapping[int, set[int]]
    bodies: Mapping[int, set[int]]
    heading: frozenset[int]
    acting: frozenset[tuple[int, int]]
    emptied: frozenset[int]

    def is_vacant(self, post: int) -> bool:
        """True when nobody holds the post, which was held before or is said to be vacant."""
        return not self.holders.get(post) and post in self.emptied

    def is_known(self, post: int) -> bool:
        """True when it is known who holds the post, or that nobody does."""
        return bool(self.holders.get(post)) or post in self.emptied

    def heads_of(self, body: int) -> set[int]:
        """Who heads a body by holding a post there."""
        return {person for post in self.heading if body in self.bodies.get(post, ()) for person in self.holders.get(post, ())}


def seats(snapshot: Snapshot, view: View, day: date) -> Seats:
    """The posts as they are on the day."""
    heading = {snapshot.index(claim.subject) for claim in said(snapshot, view, "post_at") if "heads" in claim.qualifiers}
    terms = [(snapshot.index(claim.subject), snapshot.index(claim.object), claim) for claim in said(snapshot, view, "holds_post")]
    emptied = {snapshot.index(claim.subject) for claim in said(snapshot, view, "vacant") if (claim.interval.start or day) <= day}
    emptied |= {post for _, post, claim in terms if "former" in claim.qualifiers or (claim.interval.start or day) <= day}
    acting = {(person, post) for person, post, claim in terms if "acting" in claim.qualifiers}
    return Seats(post_holders(snapshot, view, day), post_bodies(snapshot, view), frozenset(heading), frozenset(acting), frozenset(emptied))
