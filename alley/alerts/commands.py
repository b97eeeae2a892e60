"""alley alerts: the engine and the deliveries alone, for several machines."""

import signal
import threading

import click

from alley.alerts import deliveries, engine


@click.command()
def alerts() -> None:
    """Only the alert engine and its deliveries, until Ctrl-C.

    Several of these share the work: each takes the shards that are free.

    \b
    Example: alley alerts
    """
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: stop.set())
    threads = background(stop)
    click.echo("alerts: matching ticks and delivering (Ctrl-C ends it)")
    stop.wait()
    for thread in threads:
        thread.join(timeout=8)


def background(stop: threading.Event) -> list[threading.Thread]:
    """The engine and the pump in threads, until told to stop."""
    threads = [
        threading.Thread(target=engine.run, args=(stop,), name="alert-engine", daemon=True),
        threading.Thread(target=deliveries.run, args=(stop,), name="deliveries", daemon=True),
    ]
    for thread in threads:
        thread.start()
    return threads


commands = [alerts]
