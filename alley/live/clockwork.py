"""What happens by the clock: rooms register functions in their clock.py, one thread runs them."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.db import close_old_connections, connection

Job = Callable[[], object]
log = structlog.get_logger()


@dataclass(slots=True)
class Entry:
    job: Job
    interval: float
    due: float = 0.0


_entries: list[Entry] = []


def every(interval: timedelta) -> Callable[[Job], Job]:
    """Run a function again and again. It must be short, and safe to run twice at once."""

    def register(job: Job) -> Job:
        _entries.append(Entry(job, interval.total_seconds()))
        return job

    return register


def run_due(now: float) -> None:
    """Run what is due; a job that fails does not stop the others and is tried again in its turn."""
    for entry in _entries:
        if now >= entry.due:
            entry.due = now + entry.interval
            close_old_connections()
            try:
                entry.job()
            except Exception:
                log.exception("clockwork.failed", job=entry.job.__qualname__)
                connection.close()


class Clockwork(threading.Thread):
    def __init__(self) -> None:
        super().__init__(name="clockwork", daemon=True)
        self.stopping = threading.Event()

    def run(self) -> None:
        while not self.stopping.wait(0.5):
            run_due(time.monotonic())
        connection.close()
