"""Waking the processes that look at the event log: in this one at once, elsewhere through Redis.

The log is the truth and a wake only a hint: whoever hears none looks by itself, every POLL seconds
without Redis and every CALM seconds with it. So Redis may stop and come back, and nothing is lost.
"""

import threading
from collections.abc import Callable
from typing import Any

import redis
import structlog

CHANNEL = "alley:wake"
POLL, CALM = 0.25, 2.0  # seconds between looks
PATIENCE = 1.0  # seconds Redis gets to answer
RETRY = 3.0  # seconds until it is tried again
log = structlog.get_logger()


class Wakes:
    """In one process: whoever publishes calls the wakers."""

    def __init__(self) -> None:
        self.wakers: list[Callable[[], None]] = []

    @property
    def poll(self) -> float:
        return POLL

    @property
    def trouble(self) -> str:
        return ""

    def start(self) -> None:
        """Somebody wants to be woken from now on."""

    def tell(self) -> None:
        """Something was committed."""
        self.wake()

    def wake(self) -> None:
        for waker in self.wakers:
            waker()


class RedisWakes(Wakes):
    """Across processes. Two threads, so that a Redis that hangs holds up no request: one tells,
    one listens; both begin with the first waker or the first wake."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.connected = False
        self.wanted = threading.Event()
        self.lock = threading.Lock()
        self.started = False

    @property
    def poll(self) -> float:
        return CALM if self.connected else POLL

    @property
    def trouble(self) -> str:
        if self.connected or not self.started:
            return ""
        return "Redis does not answer: pages hear of news a little later."

    def tell(self) -> None:
        self.wake()
        self.start()
        self.wanted.set()

    def start(self) -> None:
        with self.lock:
            if self.started:
                return
            self.started = True
        for work in (self._keep_telling, self._keep_listening):
            threading.Thread(target=work, name="wakes", daemon=True).start()

    def _client(self) -> Any:
        return redis.Redis.from_url(
            self.url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE
        )

    def _keep_telling(self) -> None:
        client = self._client()
        while True:
            self.wanted.wait()
            self.wanted.clear()  # many commits at once are one wake
            try:
                client.publish(CHANNEL, b"")
            except (redis.RedisError, OSError):
                continue  # the others look by themselves

    def _keep_listening(self) -> None:
        pause = threading.Event()
        while True:
            try:
                self._listen()
            except (redis.RedisError, OSError) as error:
                if self.connected:
                    log.warning("live.redis_gone", error=str(error))
                self.connected = False
                self.wake()  # what was told meanwhile was not heard
                pause.wait(RETRY)

    def _listen(self) -> None:
        channel = self._client().pubsub(ignore_subscribe_messages=True)
        channel.subscribe(CHANNEL)
        quiet = 0
        while True:
            if not self.connected:
                channel.ping()
            message = channel.get_message(timeout=PATIENCE)
            if not self.connected:
                self.connected = True
                log.info("live.redis_here")
            quiet = 0 if message else quiet + 1
            if message is not None and message.get("type") == "message":
                self.wake()
            if quiet >= 3:  # is it still there? A connection that hangs says nothing
                channel.ping()
                if channel.get_message(timeout=PATIENCE) is None:
                    raise redis.TimeoutError("no answer to a ping")
                quiet = 0
