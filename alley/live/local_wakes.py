"""Waking the other processes on this machine: each listens on a socket in one folder."""

import contextlib
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import structlog

from alley.live.wakes import Wakes

log = structlog.get_logger()


class LocalWakes(Wakes):
    """Where there is no Redis. What a command commits beside the server is heard at once too."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.lock = threading.Lock()
        self.own: Path | None = None
        self.mouth = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.mouth.setblocking(False)

    def start(self) -> None:
        with self.lock:
            if self.own is not None:
                return
            self.own = self.folder / f"{os.getpid()}.sock"
        try:
            ear = self._listening(self.own)
        except OSError as error:  # a folder that cannot hold sockets: everybody looks by themselves
            log.warning("live.not_woken", error=str(error))
            return
        threading.Thread(target=self._listen, args=(ear,), name="wakes", daemon=True).start()

    def tell(self) -> None:
        self.wake()
        for other in self._others():
            try:
                self.mouth.sendto(b".", str(other))
            except BlockingIOError:
                pass  # it has wakes enough to read
            except OSError:
                other.unlink(missing_ok=True)  # its process is gone

    def _listening(self, path: Path) -> socket.socket:
        self.folder.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        ear.bind(str(path))
        return ear

    def _listen(self, ear: socket.socket) -> None:
        while True:
            ear.recv(16)
            ear.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                while ear.recv(16):  # many commits at once are one wake
                    pass
            ear.setblocking(True)
            self.wake()

    def _others(self) -> Iterator[Path]:
        try:
            names = os.listdir(self.folder)
        except OSError:
            return
        for name in names:
            path = self.folder / name
            if path != self.own:
                yield path
