"""Other processes are woken through a real Redis; without it they look by themselves."""

import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import redis

from alley.live import presence, wakes
from alley.live.wakes import CALM, POLL, RedisWakes

pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(shutil.which("redis-server") is None, reason="no redis-server here"),
]


@dataclass
class Redis:
    socket: Path
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def start(self) -> None:
        self.process = subprocess.Popen(
            ["redis-server", "--port", "0", "--unixsocket", str(self.socket), "--save", ""],
            stdout=subprocess.DEVNULL,
        )

        def answers() -> bool:
            try:
                return bool(redis.Redis(unix_socket_path=str(self.socket)).ping())
            except redis.RedisError:
                return False

        until(answers)

    def stop(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()


def until(true: Callable[[], object], limit: float = 15.0) -> None:
    """A condition is waited for; the limit only bounds it."""
    ends = time.monotonic() + limit
    while not true():
        assert time.monotonic() < ends, "it did not come"
        time.sleep(0.01)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Redis]:
    monkeypatch.setattr(wakes, "RETRY", 0.3)
    server = Redis(tmp_path / "redis.sock")
    server.start()
    yield server
    if server.process is not None:
        server.process.send_signal(signal.SIGCONT)
        server.stop()


def node(server: Redis) -> tuple[RedisWakes, threading.Event]:
    made, woken = RedisWakes(server.url), threading.Event()
    made.wakers.append(woken.set)
    made.start()
    until(lambda: made.connected)
    return made, woken


def test_a_commit_on_one_node_wakes_the_others(server: Redis) -> None:
    here, _ = node(server)
    there, woken = node(server)
    woken.clear()
    here.tell()

    assert woken.wait(2)
    assert there.poll == CALM


def test_redis_stops_and_comes_back(server: Redis) -> None:
    here, _ = node(server)
    there, woken = node(server)
    server.stop()
    until(lambda: not there.connected)
    assert there.poll == POLL  # from now on it looks by itself
    assert "Redis does not answer" in there.trouble

    began = time.monotonic()
    here.tell()  # nobody is held up
    assert time.monotonic() - began < 0.1

    server.start()
    until(lambda: there.connected and here.connected, limit=10)
    assert there.trouble == ""
    woken.clear()
    here.tell()
    assert woken.wait(2)


def test_a_redis_that_hangs_holds_up_nobody(server: Redis) -> None:
    here, woken = node(server)
    assert server.process is not None
    server.process.send_signal(signal.SIGSTOP)
    woken.clear()
    began = time.monotonic()
    here.tell()
    assert time.monotonic() - began < 0.1
    assert woken.is_set()  # its own process hears at once
    until(lambda: not here.connected)
    server.process.send_signal(signal.SIGCONT)
    until(lambda: here.connected, limit=10)


def test_counts_of_readers_are_added_up(
    server: Redis, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "REDIS_URL", server.url, raising=False)
    monkeypatch.setattr(presence, "NODE", "alley:presence:one")
    assert presence.share({"thread:article:1": 2}) == {"thread:article:1": 2}
    monkeypatch.setattr(presence, "NODE", "alley:presence:two")
    assert presence.share({"thread:article:1": 3, "thread:article:2": 1}) == {
        "thread:article:1": 5,
        "thread:article:2": 1,
    }
    server.stop()
    assert presence.share({"thread:article:1": 3}) == {"thread:article:1": 3}
