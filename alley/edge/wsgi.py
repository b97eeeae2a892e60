"""Django as WSGI in threads: a bounded queue in front of it, a time limit on each answer."""

import asyncio
import io
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from alley.edge.messages import Answer, Headers, Request, problem

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

BUSY = problem(503, "busy", "The site is very busy. Please try again in a moment.", retry_after=2)
TIMED_OUT = problem(503, "timed_out", "This took too long. Please try again.", retry_after=5)


def environ_of(request: Request) -> dict[str, Any]:
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": request.path.encode().decode("latin-1"),
        "QUERY_STRING": request.query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "443" if request.scheme == "https" else "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": request.client,
        "CONTENT_LENGTH": str(len(request.body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": request.scheme,
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in request.headers:
        key = name.decode("latin-1").upper().replace("-", "_")
        if key == "CONTENT_LENGTH":
            continue
        key = key if key == "CONTENT_TYPE" else f"HTTP_{key}"
        text = value.decode("latin-1")
        joint = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{joint}{text}" if key in environ else text
    return environ


def call(app: WsgiApp, request: Request) -> Answer:
    """Ask a WSGI application and collect its whole answer."""
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], error: Any = None) -> None:
        started[:] = [(status, headers)]

    result = app(environ_of(request), start_response)
    try:
        body = b"".join(result)
    finally:
        if close := getattr(result, "close", None):
            close()
    status, given = started[0]
    headers: Headers = [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in given]
    return Answer(int(status.split(" ", 1)[0]), headers, body)


class Application:
    """Answers requests through a WSGI application; says 503 at once when too many wait."""

    def __init__(self, app: WsgiApp, *, threads: int, queue: int, limit: float) -> None:
        self.app = app
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="django")
        self.most = threads + queue
        self.inside = 0
        self.limit = limit

    async def __call__(self, request: Request) -> Answer:
        if self.inside >= self.most:
            return BUSY
        self.inside += 1
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(self.pool, call, self.app, request)
        work.add_done_callback(self._left)  # a thread that overran keeps its place until it is done
        try:
            return await asyncio.wait_for(asyncio.shield(work), self.limit)
        except TimeoutError:
            return TIMED_OUT

    def _left(self, work: "asyncio.Future[Answer]") -> None:
        self.inside -= 1
        if not work.cancelled():
            work.exception()  # an error after the time limit was already answered
