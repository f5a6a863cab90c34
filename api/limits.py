"""How often a caller may ask: so many requests a minute by key, and by address for those who have none."""

import time

from fastapi import HTTPException
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter


class Limits:
    """Counts requests in this process; of several workers each counts its own."""

    def __init__(self, per_minute: int) -> None:
        self._item = RateLimitItemPerMinute(per_minute) if per_minute else None
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def hit(self, who: str) -> None:
        """Count one request. Raises 429, which says when to ask again, where that is one too many."""
        if self._item is None or self._limiter.hit(self._item, who):
            return
        again = max(1, round(self._limiter.get_window_stats(self._item, who).reset_time - time.time()))
        raise HTTPException(429, f"too many requests; ask again in {again} s", headers={"Retry-After": str(again)})
