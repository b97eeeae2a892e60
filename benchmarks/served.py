"""A site to measure, and a load that ends by itself."""

import asyncio
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.served import Site

SECONDS = 5


@contextmanager
def scaled_site(articles: int, comments: int) -> Iterator[Site]:
    """The demo with generated articles and comments, served from a folder that goes away."""
    with TemporaryDirectory(prefix="alley-bench-") as folder:
        site = Site(Path(folder), demo=True)
        site.alley("init", "--quiet")
        site.alley("demo")
        site.alley("demo", "--scale", "--articles", str(articles), "--comments", str(comments))
        site.start()
        try:
            yield site
        finally:
            site.stop()


def requests_a_second(url: str, *, clients: int = 16, headers: tuple[str, ...] = ()) -> float:
    """wrk where it is installed, otherwise a small asyncio load (slower itself, but the same for
    both sides of a ratio)."""
    if shutil.which("wrk"):
        flags = [flag for header in headers for flag in ("-H", header)]
        command = ["wrk", "-t1", f"-c{clients}", f"-d{SECONDS}s", *flags, url]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        found = re.search(r"Requests/sec:\s+([\d.]+)", told)
        errors = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
        if errors:
            raise AssertionError(f"{url}: {errors[0]}")
        assert found
        return float(found[1])
    return asyncio.run(own_load(url, clients, headers))


async def own_load(url: str, clients: int, headers: tuple[str, ...]) -> float:
    host, _, path = url.removeprefix("http://").partition("/")
    name, port = host.split(":")
    lines = "".join(f"{header}\r\n" for header in headers)
    request = f"GET /{path} HTTP/1.1\r\nHost: {host}\r\n{lines}\r\n".encode()
    ends = time.monotonic() + SECONDS

    async def client() -> int:
        reader, writer = await asyncio.open_connection(name, int(port))
        done = 0
        while time.monotonic() < ends:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head.lower())
            await reader.readexactly(int(length[1]) if length else 0)
            done += 1
        writer.close()
        return done

    return sum(await asyncio.gather(*(client() for _ in range(clients)))) / SECONDS
