"""What was computed and may be asked for again: the last answers, bounded by the bytes that they hold.

An answer goes with the snapshot that it is about; none of these keeps an old snapshot alive.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from threading import RLock
from typing import Generic, TypeVar
from weakref import ReferenceType, WeakKeyDictionary, finalize, ref

Subject = TypeVar("Subject")
Value = TypeVar("Value")


class Kept(Generic[Value]):
    """Values by key, those used last; the oldest leave once all together weigh more than `limit` bytes.

    The first part of a key is what the value is about (a snapshot): it is not kept alive, and its values
    leave with it. `weigh` gives the bytes of a value. At least `least` values stay, however much they
    weigh, so that one large graph does not make every question start anew. Safe for threads: two that ask
    for the same new value at once wait for one another, others do not.
    """

    def __init__(self, limit: int, weigh: Callable[[Value], int], *, least: int = 2) -> None:
        self.limit, self.weigh, self.least = limit, weigh, least
        self._values: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._bytes = 0
        self._lock = RLock()
        self._watched: set[ReferenceType[Hashable]] = set()
        self._making: dict[Hashable, RLock] = {}

    def get(self, key: tuple[Hashable, ...], make: Callable[[], Value]) -> Value:
        """The value of the key, made when it is not there; what `make` raises is not kept."""
        subject = ref(key[0])  # one for all places of a subject
        place = (subject, *key[1:])
        found = self._found(place)
        if found is not None:
            return found[0]
        with self._lock:
            making = self._making.setdefault(place, RLock())
        with making:
            found = self._found(place)
            if found is not None:
                return found[0]
            try:
                value = make()
                self._put(place, value, self.weigh(value))
                self._watch(key[0], subject)
            finally:
                with self._lock:
                    self._making.pop(place, None)
            return value

    def _found(self, place: Hashable) -> tuple[Value, int] | None:
        with self._lock:
            found = self._values.get(place)
            if found is not None:
                self._values.move_to_end(place)
            return found

    def _put(self, place: Hashable, value: Value, size: int) -> None:
        with self._lock:
            self._values[place] = (value, size)
            self._bytes += size
            while self._bytes > self.limit and len(self._values) > self.least:
                self._bytes -= self._values.popitem(last=False)[1][1]

    def _watch(self, about: Hashable, subject: ReferenceType[Hashable]) -> None:
        with self._lock:
            if subject not in self._watched:
                self._watched.add(subject)
                finalize(about, self._forget, subject).atexit = False

    def _forget(self, gone: ReferenceType[Hashable]) -> None:
        """Let go of what was about something that is no more: once for all of it, since it may be very much."""
        with self._lock:
            self._watched.discard(gone)
            for place in [place for place in self._values if isinstance(place, tuple) and place[0] is gone]:
                self._bytes -= self._values.pop(place)[1]


def once_for_each(function: Callable[[Subject], Value]) -> Callable[[Subject], Value]:
    """The function, asked once for each argument, which it does not keep alive."""
    known: WeakKeyDictionary[Subject, Value] = WeakKeyDictionary()

    @wraps(function)
    def asked(of: Subject) -> Value:
        if of not in known:
            known[of] = function(of)
        return known[of]

    return asked
