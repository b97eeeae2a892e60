"""Several web processes on one port, started again when they fall, gone when their parent is."""

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

import structlog

from alley.site.address import bound

PATIENCE = 10.0  # seconds a process gets to end by itself
log = structlog.get_logger()


@dataclass
class Crew:
    """Each process reads from a pipe that ends with the parent, and listens with a socket of its
    own: the system deals connections out among them. From one that they shared, whichever process
    is awake would take every connection that waits."""

    host: str
    port: int
    many: int
    members: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def run(self) -> None:
        """Until SIGTERM or Ctrl-C."""
        over = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda number, frame: over.set())
        alive, held = os.pipe()
        with bound(self.host, self.port):  # a place for them, which nobody else is given
            try:
                while not over.wait(1.0 if self.members else 0):
                    self._fill(alive)
            finally:
                os.close(held)
                os.close(alive)
                self._dismiss()

    def _fill(self, alive: int) -> None:
        for gone in [member for member in self.members if member.poll() is not None]:
            log.error("web.process_gone", pid=gone.pid, code=gone.returncode)
            self.members.remove(gone)
        while len(self.members) < self.many:
            self.members.append(_member(self.host, self.port, alive))

    def _dismiss(self) -> None:
        """The pipe has ended: each closes by itself, and is not waited for beyond that."""
        for member in self.members:
            try:
                member.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                member.kill()


def _member(host: str, port: int, alive: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "alley", "web-member", host, str(port), str(alive)]
    return subprocess.Popen(command, pass_fds=(alive,))  # noqa: S603 - our own command


def end_with(alive: int) -> None:
    """End this process when the other end of the pipe is closed."""

    def watch() -> None:
        os.read(alive, 1)
        while True:  # a server that is just starting may not hear the first
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()
