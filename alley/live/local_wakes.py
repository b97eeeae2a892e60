"""Waking the other processes on this machine: each listens on a socket in one folder."""

import os
import socket
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import structlog

from alley.live.wakes import Wakes

END = b"end"
log = structlog.get_logger()


class LocalWakes(Wakes):
    """Where there is no Redis. What a command commits beside the server is heard at once too."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.lock = threading.Lock()
        self.own: Path | None = None

    def start(self) -> None:
        with self.lock:
            if self.own is not None:
                return
            self.own = self.folder / f"{os.getpid()}-{uuid.uuid4().hex[:8]}.sock"
        try:
            ear = self._listening(self.own)
        except OSError as error:  # a folder that cannot hold sockets: everybody looks by themselves
            log.warning("live.not_woken", error=str(error))
            self.own = None
            return
        threading.Thread(target=self._listen, args=(ear,), name="wakes", daemon=True).start()

    def tell(self) -> None:
        self.wake()
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as mouth:
            mouth.setblocking(False)
            for other in self._others():
                try:
                    mouth.sendto(b".", str(other))
                except (ConnectionRefusedError, FileNotFoundError):
                    other.unlink(missing_ok=True)  # its process is gone
                except OSError:
                    pass  # it has wakes enough to read, or looks by itself

    def _listening(self, path: Path) -> socket.socket:
        self.folder.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            ear.bind(str(path))
        except OSError:
            ear.close()
            raise
        return ear

    def stop(self) -> None:
        """Hear nothing more."""
        if self.own is not None:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as mouth:
                mouth.sendto(END, str(self.own))

    def _listen(self, ear: socket.socket) -> None:
        with ear:
            while ear.recv(16) != END:
                self.wake()

    def _others(self) -> Iterator[Path]:
        if self.folder.is_dir():
            yield from (path for path in self.folder.iterdir() if path != self.own)
