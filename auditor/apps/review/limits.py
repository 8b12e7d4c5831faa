"""How often somebody may try a password."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

_REMEMBERED = 10_000


class Attempts:
    """Counts failures by key in a sliding window; bounded in memory. Safe for many threads."""

    def __init__(
        self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: OrderedDict[Hashable, list[float]] = OrderedDict()

    def wait(self, *keys: Hashable) -> int:
        """Seconds until the next try is allowed for all keys; 0 for now."""
        with self._lock:
            return max((self._wait(key) for key in keys), default=0)

    def failed(self, *keys: Hashable) -> None:
        """Count a failure."""
        with self._lock:
            for key in keys:
                self._recent(key)
                self._failures.setdefault(key, []).append(self._clock())
                self._failures.move_to_end(key)
            while len(self._failures) > _REMEMBERED:
                self._failures.popitem(last=False)

    def succeeded(self, key: Hashable) -> None:
        """Forget the failures of a key."""
        with self._lock:
            self._failures.pop(key, None)

    def _wait(self, key: Hashable) -> int:
        recent = self._recent(key)
        if len(recent) < self._most:
            return 0
        return max(1, int(recent[-self._most] + self._seconds - self._clock()) + 1)

    def _recent(self, key: Hashable) -> list[float]:
        since = self._clock() - self._seconds
        kept = [at for at in self._failures.get(key, ()) if at > since]
        if kept:
            self._failures[key] = kept
        else:
            self._failures.pop(key, None)
        return kept
