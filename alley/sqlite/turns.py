"""First come, first served."""

from collections import deque
from threading import Lock


class Turns:
    """A lock that is handed to whoever has waited longest.

    SQLite lets waiting writers look again now and then, so some are overtaken for seconds; and a
    plain lock goes to whichever thread happens to run.
    """

    def __init__(self) -> None:
        self.door = Lock()  # held for moments, while the queue changes
        self.taken = False
        self.waiting: deque[Lock] = deque()

    def take(self, patience: float) -> bool:
        """Wait at most `patience` seconds; whether the turn was had."""
        with self.door:
            if not self.taken:
                self.taken = True
                return True
            call = Lock()
            call.acquire()
            self.waiting.append(call)
        if call.acquire(timeout=patience):
            return True
        with self.door:
            if call in self.waiting:
                self.waiting.remove(call)
                return False
            return True  # called in this very moment

    def give(self) -> None:
        with self.door:
            if self.waiting:
                self.waiting.popleft().release()
            else:
                self.taken = False
