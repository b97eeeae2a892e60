"""Sleeping until something is committed."""

import threading
import time
from typing import Self

from alley.live import bus


class Sleeper:
    """For a loop over what others commit, which begins with a look. One commit wakes it at once;
    many in quick succession wake it every `pause` seconds, or a busy site would run every loop for
    every commit."""

    def __init__(self, pause: float) -> None:
        self.pause = pause
        self.woken = threading.Event()
        self.woke = -pause  # on the monotonic clock

    def __enter__(self) -> Self:
        bus.wakers.append(self.woken.set)
        bus.wakes.start()
        self.woken.set()  # something may have been committed before it could hear
        return self

    def __exit__(self, *error: object) -> None:
        bus.wakers.remove(self.woken.set)

    def sleep(self, patience: float) -> None:
        """Until there was a commit since the last call, or `patience` seconds have passed."""
        self.woken.wait(patience)
        early = self.woke + self.pause - time.monotonic()
        if early > 0:
            time.sleep(early)
        self.woken.clear()
        self.woke = time.monotonic()
