"""Writers of several processes, one after the other."""

import fcntl
import os
import time
from pathlib import Path

PAUSE = 0.0005  # seconds between two looks


class Line:
    """A lock between processes that none gets twice in a row while another waits for it.

    SQLite has a waiting process look again ever more seldom, so one that writes without a pause
    keeps the others out for seconds. Here whoever is next waits for the room with the door in its
    hand, and who has just left the room finds the door held. The system frees both after a kill.
    """

    def __init__(self, database: str) -> None:
        self.door, self.room = Path(f"{database}-door"), Path(f"{database}-room")
        self.files: dict[Path, int] = {}  # open for as long as the process lives

    def enter(self, patience: float) -> bool:
        """Wait at most `patience` seconds; whether the room was had."""
        until = time.monotonic() + patience
        if not self._hold(self.door, until):
            return False
        try:
            return self._hold(self.room, until)
        finally:
            self._free(self.door)

    def leave(self) -> None:
        self._free(self.room)

    def _hold(self, path: Path, until: float) -> bool:
        file = self.files.get(path)
        if file is None:
            file = self.files[path] = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= until:
                    return False
                time.sleep(PAUSE)
            else:
                return True

    def _free(self, path: Path) -> None:
        fcntl.flock(self.files[path], fcntl.LOCK_UN)
