"""The server's processes: the web with its edge, background work, and what happens by the clock."""

import fcntl
import resource
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import uvicorn
from django.conf import settings
from django_tasks_db.management.commands.db_worker import Worker

from alley.alerts import deliveries, engine
from alley.edge.protocol import Protocol
from alley.live.clockwork import Clockwork
from alley.markets.demo import replay_forever
from alley.markets.feeding.supervisor import follow_all
from alley.site.address import be_first, bound
from alley.site.crew import Crew, end_with
from alley.site.web import Web

GRACE = 8  # seconds that requests under way get after SIGTERM


class AlreadyServing(click.ClickException):
    def __init__(self, folder: Path) -> None:
        super().__init__(f"another `alley serve` is running on {folder}; stop it first")


@contextmanager
def alone_on(folder: Path) -> Iterator[None]:
    """Hold the data directory for one server; the system frees it even after SIGKILL."""
    with (folder / "serve.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyServing(folder) from None
        yield


def task_worker() -> Worker:
    return Worker(
        queue_names=["*"],
        interval=1.0,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="serve",
        excluded_queue_names=[],
    )


@contextmanager
def background(*extra: Callable[[threading.Event], None]) -> Iterator[None]:
    """Tasks, clockwork and further loops in threads, until the block ends."""
    stop = threading.Event()
    worker, clockwork = task_worker(), Clockwork()
    threads = [threading.Thread(target=loop, args=(stop,), daemon=True) for loop in extra]
    if settings.TASKS["default"]["BACKEND"].startswith("django_tasks_db"):
        threads.append(threading.Thread(target=worker.run, name="tasks", daemon=True))
    for thread in (clockwork, *threads):
        thread.start()
    try:
        yield
    finally:
        worker.running = False
        stop.set()
        clockwork.stopping.set()
        clockwork.join(timeout=2)


def serve_web(host: str, port: int, listener: socket.socket | None = None) -> None:
    """The web until SIGTERM or Ctrl-C. One process: page cache and open pages are its memory."""
    allow_many_connections()
    web = Web()
    config = uvicorn.Config(
        web,
        host=host,
        port=port,
        loop="auto",
        http=Protocol,
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=False,
        backlog=16_384,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=GRACE,
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: None)  # uvicorn raises it again when it is done
    Server(config, before_exit=web.hub.close).run([listener] if listener else None)


def allow_many_connections() -> None:
    """Each open page is an open file; the usual limit of 1,024 would be reached by the morning."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


class Server(uvicorn.Server):
    """Open streams are told to come back before the server waits for its last requests."""

    def __init__(self, config: uvicorn.Config, before_exit: Callable[[], None]) -> None:
        super().__init__(config)
        self.before_exit = before_exit

    async def shutdown(self, sockets: object = None) -> None:
        self.before_exit()
        await super().shutdown()


Host = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
Port = click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(1, 65_535),
    help="Port to listen on.",
)


@click.command()
@Host
@Port
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Web processes. With more than one, the rest has a process of its own.",
)
def serve(host: str, port: int, workers: int) -> None:
    """Web, background work, clockwork and alert engine in one process tree, until Ctrl-C.

    Example: alley serve --port 8000 --workers 2
    """
    extra = [engine.run, deliveries.run, follow_all, *([replay_forever] if settings.DEMO else [])]
    with alone_on(settings.DATA_DIR):
        be_first(host, port)
        with background(*extra):
            click.echo(f"Exchange Alley is open at http://{host}:{port}/ (Ctrl-C closes it)")
            if workers == 1:
                serve_web(host, port)
            else:
                Crew(host, port, workers).run()
    click.echo("Closed.")


@click.command()
@Host
@Port
def web(host: str, port: int) -> None:
    """Only the web: for several machines on one PostgreSQL.

    Example: alley web --port 8001
    """
    be_first(host, port)
    click.echo(f"web at http://{host}:{port}/")
    serve_web(host, port)


@click.command(hidden=True)
@click.argument("host")
@click.argument("port", type=int)
@click.argument("alive", type=int)
def web_member(host: str, port: int, alive: int) -> None:
    """One web process of `alley serve --workers`, which starts it: the address that they share,
    and the pipe that ends with their parent.

    Example: alley web-member 127.0.0.1 8000 7
    """
    end_with(alive)
    with bound(host, port) as own:
        serve_web(host, port, own)


@click.command()
def worker() -> None:
    """Only background work and clockwork, until Ctrl-C.

    Example: alley worker
    """
    stop = threading.Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signal_number, lambda number, frame: stop.set())
    with background():
        click.echo("worker: running tasks and clockwork (Ctrl-C ends it)")
        stop.wait()


commands = (serve, web, web_member, worker)
