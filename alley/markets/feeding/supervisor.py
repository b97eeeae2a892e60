"""A thread for every provider that is switched on, looked after every few seconds."""

import threading

import structlog
from django.db import close_old_connections, connection

from alley.markets.feeding.follower import Follower
from alley.markets.models import Feed
from alley.markets.providers import PROVIDERS

LOOK = 3.0  # seconds between looks at which providers are on
log = structlog.get_logger()


def follow_all(stop: threading.Event) -> None:
    """Until told to stop. A follower that ended, for whatever reason, is begun again."""
    threads: dict[str, threading.Thread] = {}
    while not stop.is_set():
        close_old_connections()
        for name in _wanted():
            if name not in threads or not threads[name].is_alive():
                threads[name] = threading.Thread(
                    target=_follow, args=(name, stop), name=f"feed-{name}", daemon=True
                )
                threads[name].start()
        stop.wait(LOOK)
    for thread in threads.values():
        thread.join(timeout=5)


def follow_once() -> dict[str, bool]:
    """One turn of every provider: caught up, and asked where it answers. Whether each went well."""
    stop = threading.Event()
    stop.set()  # a line is opened, greeted and closed
    return {name: Follower(name).turn(stop) for name in _wanted()}


def _wanted() -> list[str]:
    on = Feed.objects.filter(on=True).order_by("provider")
    return [name for name in on.values_list("provider", flat=True) if name in PROVIDERS]


def _follow(name: str, stop: threading.Event) -> None:
    try:
        Follower(name).run(stop)
    except Exception:  # one provider's fault is not the others'; it is begun again
        log.exception("feed.ended", provider=name)
        stop.wait(LOOK)
    finally:
        connection.close()
