"""5,000 idle live clients and 2,000 slow bodies: is the site still quick?"""

import asyncio
import resource
import time
from pathlib import Path
from statistics import quantiles

from benchmarks.figures import Figure, alone
from benchmarks.served import scaled_site
from tests.served import Site

LIVE, SLOW, PROBES = 5_000, 2_000, 100
STREAM = b"GET /api/v1/stream?topics=breaking HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
DJANGO = "/accounts/login/"  # the edge keeps none of it
BODY = b"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9000\r\n\r\nx"


def memory(pid: int) -> int:
    """Resident bytes of a process."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) * 1024


async def opened(port: int, first: bytes, many: int) -> list[asyncio.StreamWriter]:
    writers = []
    for start in range(0, many, 200):
        pairs = await asyncio.gather(
            *(asyncio.open_connection("127.0.0.1", port) for _ in range(min(200, many - start)))
        )
        for _, writer in pairs:
            writer.write(first)
            writers.append(writer)
        await asyncio.sleep(0.1)
    return writers


async def probe(port: int, path: str) -> float:
    began = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
    head = await reader.read()
    writer.close()
    assert b" 200 " in head.split(b"\r\n", 1)[0], head[:200]
    return (time.perf_counter() - began) * 1000


async def p99(port: int, path: str) -> float:
    times = [await probe(port, path) for _ in range(PROBES)]
    return quantiles(times, n=100)[98]


async def story(site: Site) -> list[Figure]:
    assert site.process is not None
    await probe(site.port, "/")  # the first makes the page
    quiet_page, quiet_django = await p99(site.port, "/"), await p99(site.port, DJANGO)
    before = memory(site.process.pid)
    live = await opened(site.port, STREAM, LIVE)
    await asyncio.sleep(3)
    each = (memory(site.process.pid) - before) / LIVE / 1024
    with_live = await p99(site.port, "/")
    slow = await opened(site.port, BODY, SLOW)
    with_both, django = await p99(site.port, "/"), await p99(site.port, DJANGO)
    for writer in live + slow:
        writer.close()
    return [
        Figure("front page p99, quiet", quiet_page, "ms"),
        Figure("through Django p99, quiet", quiet_django, "ms"),
        Figure("memory of an idle live client", each, "KB", "≤ 40"),
        Figure(f"front page p99, {LIVE:,} live clients", with_live, "ms", "≤ 100"),
        Figure(f"front page p99, and {SLOW:,} slow bodies", with_both, "ms", "≤ 200"),
        Figure("through Django p99, with both", django, "ms", "≤ 200"),
    ]


def measure() -> list[Figure]:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(20_000, hard), hard))
    with scaled_site(articles=1, comments=1) as site:
        return asyncio.run(story(site))


if __name__ == "__main__":
    alone(Path(__file__).stem, measure)
